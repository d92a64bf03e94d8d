"""The register: who listed whom on a day, what became of whom, what changed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from naap.cli import naap
from naap.ledger import Batch, Moment, make_claim
from naap.ledger.kind import kind_named
from naap.organisations.lineage import Lineage, families, steps_of
from naap.organisations.listed import coverage_of, listed
from naap.organisations.register import Register, read_register
from naap.organisations.register_diff import register_diff
from naap.pack.tables import ListingRow, NameRow, OrganisationRow, RelationRow
from naap.problems import UnusableInput
from naap.workspace import Workspace
from tests.register_makers import listing, name, register, relation
from tests.review_makers import shipped


@cache
def shipped_register(pack: str) -> Register:
    workspace = Workspace.here(pack=pack)
    return read_register(workspace.snapshot(), workspace.pack)


@pytest.fixture
def pakistan() -> Register:
    return shipped_register("pakistan")


def answers(found: Register, org: str, day: str) -> dict[str, str]:
    verdicts = listed(found, org, date.fromisoformat(day))
    return {each.authority: each.answer for each in verdicts}


@pytest.mark.parametrize(
    ("org", "day", "answer"),
    [
        ("tlp", "2021-04-14", "no"),
        ("tlp", "2021-06-01", "yes"),
        ("tlp", "2021-11-06", "uncertain"),  # one paper says 6, another 7 November
        ("tlp", "2021-11-08", "no"),
        ("tlp", "2025-10-23", "no"),
        ("tlp", "2025-10-24", "yes"),
        ("aswj", "2012-02-20", "uncertain"),
        ("aswj", "2021-06-01", "yes"),
        ("aigb", "2021-06-01", "listed, date unknown"),
        ("jud", "2010-01-01", "no"),  # under observation, which is another thing
        ("jud", "2019-03-05", "yes"),
        ("hum", "2021-06-01", "not in this register"),
    ],
)
def test_the_interior_ministry_and_the_day(
    pakistan: Register, org: str, day: str, answer: str
) -> None:
    assert answers(pakistan, org, day)["interior-ministry"] == answer


def test_thirteen_bodies_of_the_first_schedule_have_no_dated_event(pakistan: Register) -> None:
    coverage = coverage_of(pakistan, "interior-ministry")
    assert coverage.undated == 13
    without = [
        org
        for org in pakistan.listings_of
        if answers(pakistan, org, "2021-06-01")["interior-ministry"] == "listed, date unknown"
    ]
    assert len(without) == 13
    assert (coverage.first, coverage.last) == (date(2001, 8, 14), date(2025, 10, 24))


def test_one_list_holds_a_body_to_be_another_and_another_bans_it_separately(
    pakistan: Register,
) -> None:
    by_authority = {each.authority: each for each in listed(pakistan, "jud", date(2021, 6, 1))}
    assert by_authority["interior-ministry"].answer == "yes"
    (claim,) = by_authority["ofac"].undated
    assert claim.instrument.startswith("SDN list, another name in entry 7140 of Lashkar-e-Taiba")
    assert by_authority["unsc"].answer == "not in this register"
    assert [(e.organisation, e.answer) for e in by_authority["unsc"].through] == [("let", "yes")]


def test_conflicting_dates_are_all_kept_and_shown(pakistan: Register) -> None:
    for org, dates in {
        "aswj": {"2012-02-15", "2012-03-10"},
        "ssp": {"2002-01-14", "2002-01-22"},
        "jua": {"2016-11-11", "2016-11-21"},
        "jundullah": {"2018-01-31", "2018-02-13"},
    }.items():
        (verdict,) = listed(pakistan, org, date(2021, 6, 1), ["interior-ministry"])
        (turn,) = verdict.contested
        assert {each.text for each in turn.dating.dates} == dates
        assert {str(claim.when) for claim in turn.claims} == dates


def paths(found: Register, org: str) -> set[tuple[str, ...]]:
    return {path.bodies for path in Lineage.of(found.relations).after(org)}


def test_the_chains_that_everybody_cites(pakistan: Register) -> None:
    assert any(bodies[:3] == ("let", "jud", "fif") for bodies in paths(pakistan, "let"))
    assert ("ssp", "mip", "aswj") in paths(pakistan, "ssp")
    assert ("let", "jud", "fif") in {
        path.bodies for path in Lineage.of(pakistan.relations).before("fif")
    }
    assert {("ttp", "jua", "ttp"), ("ttp", "jua", "hua", "ttp")} <= paths(pakistan, "ttp")


def test_out_in_2014_and_2017_and_back_on_17_august_2020(pakistan: Register) -> None:
    line = Lineage.of(pakistan.relations)
    (path,) = [each for each in line.after("ttp") if each.bodies == ("ttp", "jua", "hua", "ttp")]
    told = [{str(c.valid_from) for s in hop.steps for c in s.claims} for hop in path.hops]
    assert told == [{"2014-08-26"}, {"2017"}, {"2020-08-17"}]
    (short,) = [each for each in line.after("ttp") if each.bodies == ("ttp", "jua", "ttp")]
    back = {str(claim.valid_from) for step in short.hops[1].steps for claim in step.claims}
    assert back == {"2015-03-12", "2020-08-17"}


def test_a_union_has_all_its_parts(pakistan: Register) -> None:
    (union,) = Lineage.of(pakistan.relations).unions("bras")
    assert union[0] == "bras"
    assert {step.older for step in union[1]} == {"bla", "blf", "brg"}


def test_claims_of_one_event_are_one_step_and_disputed_years_are_contested(
    pakistan: Register,
) -> None:
    steps = {(s.relation, s.older, s.newer): s for s in steps_of(pakistan.relations)}
    renamed = steps["renamed_to", "ssp", "mip"]
    assert renamed.dating is not None
    assert [each.text for each in renamed.dating.dates] == ["2003-11-15"]
    assert len(renamed.claims) == 2
    split = steps["splinter_of", "ssp", "lej"]
    assert split.contested
    assert split.dating is not None
    assert [each.text for each in split.dating.dates] == ["1995", "1996"]


def test_paths_do_not_go_back_in_time() -> None:
    line = Lineage.of(
        [
            relation("splinter_of", "b", "a", "2010"),
            relation("splinter_of", "c", "b", "2005"),
            relation("splinter_of", "d", "b", "2012"),
            relation("wing_of", "e", "b"),
        ]
    )
    assert {path.bodies for path in line.after("a")} == {("a", "b", "d"), ("a", "b", "e")}
    assert {path.bodies for path in line.before("c")} == {("b", "c")}


def test_allies_and_rivals_are_not_family() -> None:
    told = [
        relation("splinter_of", "b", "a", "2010"),
        relation("rival_of", "c", "a", "2011"),
        relation("allied_with", "d", "a", "2011"),
        relation("dissolved", "e", None, "2012"),
    ]
    assert families(told) == [frozenset({"a", "b"})]
    assert Lineage.of(told).after("c") == []


orgs = st.sampled_from("abcdef")
kinds = st.sampled_from(["renamed_to", "splinter_of", "merged_into", "front_for", "alias_of"])
years = st.one_of(st.none(), st.integers(2000, 2008).map(str))


@given(st.lists(st.builds(relation, kinds, orgs, orgs, years), max_size=12), orgs)
def test_any_tangle_of_relations_gives_paths_in_order(told: list[Any], org: str) -> None:
    line = Lineage.of([each for each in told if each.from_org != each.to_org])
    for path in (*line.after(org), *line.before(org)):
        assert org in {path.bodies[0], path.bodies[-1]}
        assert all(hop.steps for hop in path.hops)
        between = path.bodies[1:-1]
        assert len(set(between)) == len(between)
        moment = date.min
        for hop in path.hops:
            days = [step.dating for step in hop.steps if step.dating]
            if days and all(step.dating for step in hop.steps):
                assert max(each.latest for each in days) >= moment
                moment = max(moment, min(each.earliest for each in days))


def test_what_changed_in_2020(pakistan: Register) -> None:
    changed = register_diff(pakistan, date(2019, 12, 31), date(2020, 12, 31))
    assert [each.organisation for each in changed.listings] == [
        "jsqma", "sla", "sra", "kua", "gf",
    ]  # fmt: skip
    assert all((e.before, e.after, e.surely) == ("no", "yes", True) for e in changed.listings)
    began = {(e.step.relation, e.step.older, e.step.newer) for e in changed.relations}
    assert {("merged_into", "jua", "ttp"), ("merged_into", "hua", "ttp")} <= began


def test_a_change_that_may_lie_outside_is_told_as_possible() -> None:
    found = register(
        listing("listed", "2020-06"),
        listing("delisted", "2021", org="b"),
        relation("splinter_of", "b", "a", "2020"),
        relation("splinter_of", "c", "a", "2015", until="2020-06-20"),
        name("a", "First", "2020-06-12"),
        name("a", "First", "2020-06-25"),
        name("a", "Second", "2019"),
    )
    changed = register_diff(found, date(2020, 6, 10), date(2020, 7, 31))
    assert [(e.organisation, e.surely) for e in changed.listings] == [("a", False)]
    assert [(e.step.newer, e.ended, e.surely) for e in changed.relations] == [
        ("c", True, True), ("b", False, False),
    ]  # fmt: skip
    assert [e.name.name for e in changed.names] == ["First"]
    with pytest.raises(ValueError, match="before"):
        register_diff(found, date(2020, 2, 1), date(2020, 1, 1))


def test_what_was_known_when_stands_beside_the_day_asked_about(tmp_path: Path) -> None:
    workspace, _ = Workspace.create(tmp_path / "w", "example")
    said = {
        "series": "desk", "source": "herald", "basis": "media", "organisation": "road-column",
        "authority": "interior", "instrument": "Schedule", "event": "listed",
    }  # fmt: skip
    said |= {"happened_on": "2020-01-01", "stated_on": "2020-02"}
    claim = make_claim("listing", record_key="1", **said)
    ledger = workspace.writable_ledger()
    ledger.append(Batch("desk", asserted=(claim,), at=datetime(2026, 1, 1, tzinfo=UTC)))
    later = datetime(2026, 3, 1, tzinfo=UTC)
    ledger.append(Batch("desk", retracted=("listing/desk/1",), at=later))

    def known(**moment: date) -> Register:
        return read_register(workspace.snapshot(Moment(**moment)), workspace.pack)

    on = "2021-06-01"
    assert answers(known(as_of=date(2026, 2, 1)), "road-column", on)["interior"] == "yes"
    assert answers(known(as_of=date(2026, 4, 1)), "road-column", on)["interior"] == "no"
    now = known()
    (gone,) = now.withdrawn
    assert (gone.status, gone.recorded_on) == ("retracted", later.date())
    early = known(as_of=date(2026, 2, 1), stated_by=date(2020, 1, 15))
    (verdict,) = listed(early, "road-column", date(2021, 6, 1), ["interior"])
    assert verdict.answer == "not in this register"


def test_a_closed_listing_is_not_read_below_its_label(tmp_path: Path) -> None:
    workspace, _ = Workspace.create(tmp_path / "w", "example")
    workspace.writable_ledger().append(
        Batch("desk", relabelled={"listing/pack-example/l-2": "TLP:AMBER"})
    )
    open_ = read_register(workspace.snapshot(), workspace.pack)
    closed = read_register(workspace.snapshot(clearance="TLP:AMBER"), workspace.pack)
    assert "new-ridge" not in open_.listings_of
    assert "new-ridge" in closed.listings_of


def test_no_table_and_no_kind_has_a_column_for_a_person() -> None:
    columns = {
        column.name
        for kind in ("name", "relation", "listing")
        for column in kind_named(kind).columns
    }
    columns |= {
        field
        for row in (OrganisationRow, NameRow, RelationRow, ListingRow)
        for field in row.model_fields
    }
    forbidden = {"person", "leader", "member", "founder", "individual", "born", "nationality"}
    assert not [each for each in columns if forbidden & set(each.split("_"))]


@pytest.mark.parametrize("pack", ["example", "pakistan"])
def test_every_claim_of_a_register_names_its_source(pack: str) -> None:
    found = shipped_register(pack)
    for claim in (*found.names, *found.relations, *found.listings):
        assert claim.source in found.source_titles
    known = {row.org_id for row in shipped(pack).rows(OrganisationRow)}
    assert set(found.bodies) == known


def run(*words: str) -> Result:
    return CliRunner().invoke(naap, ["--pack", "pakistan", "org", *words])


def test_listed_on_the_command_line() -> None:
    result = run(
        "listed", "TLP", "--on", "2021-06-01", "--authority", "interior-ministry", "--json"
    )
    told = json.loads(result.stdout)
    assert (result.exit_code, told["answer"], told["org_id"]) == (0, "yes", "tlp")
    (authority,) = told["authorities"]
    assert [(e["event"], e["dates"], e["contested"]) for e in authority["events"]] == [
        ("listed", ["2021-04-15"], False),
        ("delisted", ["2021-11-06", "2021-11-07"], True),
        ("listed", ["2025-10-24"], False),
    ]
    first = authority["events"][0]["claims"][0]
    assert first["instrument"] == "Anti-Terrorism Act 1997, section 11B, First Schedule"
    assert (first["source"], first["precision"]) == ("dp2021", "day")
    assert authority["coverage"]["register_released"] == "2026-11-01"
    assert authority["coverage"]["without_a_date"] == 13


def test_a_name_by_another_spelling_is_taken_and_the_choice_is_told() -> None:
    result = run("listed", "Tehreek-e-Labbaik", "--on", "2021-06-01")
    assert result.exit_code == 0
    assert "is taken to mean Tehreek-e-Labbaik Pakistan (tlp)" in result.stderr
    assert "Interior Ministry: yes" in result.stdout


def test_a_name_that_two_bodies_have_lists_the_candidates() -> None:
    result = run("listed", "HuA", "--on", "2021-06-01")
    assert isinstance(result.exception, UnusableInput)
    assert "hua (Hizb-ul-Ahrar)" in str(result.exception)
    assert "hua-ansar (Harkat-ul-Ansar)" in str(result.exception)


def test_a_body_that_is_not_there_is_said_to_be_not_in_this_register() -> None:
    result = run("listed", "Made Up Society of Gardeners", "--on", "2021-06-01", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["answer"], told["org_id"]) == (0, "not in this register", None)
    assert [each["authority"] for each in told["coverage"]] == [
        "interior-ministry", "unsc", "ofac", "us-state",
    ]  # fmt: skip


def test_an_authority_that_lists_nothing_is_told_which_do() -> None:
    result = run("listed", "tlp", "--on", "2021-06-01", "--authority", "nobody")
    assert "interior-ministry" in str(result.exception)


def test_lineage_on_the_command_line() -> None:
    result = run("lineage", "aswj", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert [path["organisations"] for path in told["before"]] == [["ssp", "mip", "aswj"]]
    hop = told["before"][0]["hops"][0]["steps"][0]
    assert hop["relation"] == "renamed_to"
    assert {c["source"] for c in hop["claims"]} == {"dawn2015", "dawn2012sep"}
    assert {c["confidence"] for c in hop["claims"]} == {"high"}
    assert run("lineage", "smp").exit_code == 1  # nobody tells of a relation
    assert "SSP > MIP > ASWJ" in run("lineage", "aswj").stdout


def test_diff_on_the_command_line() -> None:
    result = run("diff", "--from", "2021-01-01", "--to", "2021-12-31", "--json")
    told = json.loads(result.stdout)
    assert [(e["org_id"], e["event"], e["contested"]) for e in told["listings"]] == [
        ("tlp", "listed", False), ("tlp", "delisted", True),
    ]  # fmt: skip
    assert told["listings_without_a_date"] > 13
    assert "taken off the list by Interior Ministry" in run(
        "diff", "--from", "2021-01-01", "--to", "2021-12-31"
    ).stdout  # fmt: skip
    backwards = run("diff", "--from", "2021-01-01", "--to", "2020-01-01")
    assert isinstance(backwards.exception, UnusableInput)
