"""Statistics of events: parts add up to the whole, families and data sets never do."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naap.engine import connect
from naap.incidents.people import People
from naap.incidents.stats import countable, period_name, statistics
from naap.incidents.stats_question import ancestors_of, question, roots_of
from naap.organisations.register import read_register
from naap.pack.tables import PlaceRow
from naap.periods import parse_period
from naap.problems import UnusableInput
from naap.sources.parties import party_id
from naap.workspace import Workspace
from tests.incident_makers import account, found_in, run, workspace_of, workspace_with
from tests.review_makers import shipped

ROW = dict[str, Any]
RIDGE = party_id("BRF: Black Ridge Front")


def asked(workspace: Workspace, by: str, *where: str, incidents: bool = False) -> list[ROW]:
    pack, snapshot = workspace.pack, workspace.snapshot()
    register = read_register(snapshot, pack)
    with connect() as store:
        countable(store, snapshot, pack, register, found_in(workspace) if incidents else None)
        return statistics(store, question(by, where, pack, register), pack)


def told(rows: Sequence[ROW], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def home_of(workspace: Workspace) -> Path:
    assert workspace.settings.home is not None
    return workspace.settings.home


@pytest.fixture
def attacks(tmp_path: Path) -> Workspace:
    """Six years of March attacks of one data set, and two accounts of others."""
    rows = [
        account("ucdp-ged", f"{year}{at}", event_start=f"{year}-03-0{at + 1}",
                event_end=f"{year}-03-0{at + 1}", killed_best=at + 1)
        for year, attacks_of_year in ((2016, 1), (2017, 2), (2018, 0), (2019, 3), (2020, 1),
                                      (2021, 2))
        for at in range(attacks_of_year)
    ]  # fmt: skip
    rows += [
        account("acled", "SZK1", event_type="Violence against civilians", killed_best=None,
                perpetrators=[RIDGE, "no-such-party"], side_a=RIDGE, attribution="attributed",
                perpetrator_grades=["attributed", "unknown"], victims=["civilians"]),
        account("acled", "SZK2", event_type="Riots", killed_best=2, event_start="2021-06-30",
                event_end="2021-07-02", area_1="Lakeland", area_2=None, place_precision="3"),
    ]  # fmt: skip
    return workspace_with(tmp_path / "w", rows)


def test_a_row_tells_what_it_compares_with(attacks: Workspace) -> None:
    rows = asked(attacks, "year", "source=ucdp-ged")
    assert told(rows, "period", "events", "killed", "killed_told", "events_change") == [
        ("2016", 1, 1, 1, None), ("2017", 2, 3, 2, 1), ("2018", 0, 0, 0, -2), ("2019", 3, 6, 3, 3),
        ("2020", 1, 1, 1, -2), ("2021", 2, 3, 2, 1),
    ]  # fmt: skip
    assert told(rows[-2:], "events_five_year_mean", "killed_five_year_mean") == [
        (None, None), (1.4, 2.2),
    ]  # fmt: skip
    last = rows[-1]
    assert (last["killed_per_event"], last["share"], last["sources"]) == (1.5, 1.0, 1)
    assert (last["population"], last["population_counted"]) == (4_200_000, "2021")
    assert last["killed_per_100000"] == pytest.approx(3 / 42)
    assert rows[2]["killed_per_event"] is None, "no event: nobody was killed in one"


def test_what_nobody_tells_is_missing_and_no_zero(attacks: Workspace) -> None:
    (row,) = asked(attacks, "year", "source=acled", "type=Violence against civilians")
    assert (row["events"], row["killed"], row["killed_told"], row["injured"]) == (1, None, 0, None)
    (riot,) = asked(attacks, "year,district", "source=acled", "family=extremism-and-persecution")
    assert (riot["district"], riot["population"], riot["killed_per_100000"]) == (
        "not told", None, None,
    )  # fmt: skip


def test_families_and_data_sets_stand_apart(attacks: Workspace) -> None:
    rows = asked(attacks, "year", "period=2021")
    assert told(rows, "counted_in", "family", "events") == [
        ("acled", "extremism-and-persecution", 1),
        ("acled", "terrorism-and-conflict", 1),
        ("ucdp-ged", "terrorism-and-conflict", 2),
    ]
    assert all(row["share"] == 1.0 for row in rows)


def test_an_event_of_several_days_counts_where_it_began(attacks: Workspace) -> None:
    rows = asked(attacks, "half-year", "type=Riots")
    assert told([row for row in rows if row["events"]], "period", "events", "across") == [
        ("2021-H1", 1, 1)
    ]
    fiscal = asked(attacks, "fiscal-year", "type=Riots")
    assert told([row for row in fiscal if row["events"]], "period") == [("FY2020-21",)]


def test_an_organisation_counts_with_those_that_descend_from_it(attacks: Workspace) -> None:
    rows = asked(attacks, "perpetrator", "source=acled", "family=terrorism-and-conflict")
    assert told(rows, "perpetrator", "events", "share") == [
        ("acled:no-such-party", 1, 1.0), ("ridge-front", 1, 1.0),
    ]  # fmt: skip
    pack = attacks.pack
    ancestors = ancestors_of(read_register(attacks.snapshot(), pack))
    heads = roots_of(ancestors)
    above = sorted(ancestors.get("ridge-front", {"ridge-front"}) - {"ridge-front"})
    for head in above:
        (row,) = asked(attacks, "lineage", f"perpetrator={head}")
        assert (row["lineage"], row["events"]) in {(each, 1) for each in heads["ridge-front"]}
    (found,) = asked(attacks, "", "perpetrator=ridge-front")
    assert (found["period"], found["events"]) == ("all", 1)


def test_provinces_stand_in_the_order_of_the_pack(tmp_path: Path) -> None:
    rows = [
        account("acled", str(at), area_1=name, area_2=None, place_precision="3")
        for at, name in enumerate(["Coast", "Lakeland", "Lakeland", "Vale", "Coast", "Coast"])
    ]
    workspace = workspace_with(tmp_path / "w", rows)
    found = [row["province"] for row in asked(workspace, "province")]
    order = {row.place_id: row.position for row in workspace.pack.rows(PlaceRow)}
    assert len(found) == 3
    assert found == sorted(found, key=lambda each: order[each] or 0)


def test_incidents_are_counted_once_and_say_who_tells(tmp_path: Path) -> None:
    rows = [account("ucdp-ged", "1", killed_best=3, killed_low=3, killed_high=5),
            account("acled", "SZK1", killed_best=4)]  # fmt: skip
    workspace = workspace_with(tmp_path / "w", rows)
    (row,) = asked(workspace, "year", incidents=True)
    assert told([row], "counted_in", "events", "sources", "killed_low", "killed_high") == [
        ("incidents", 1, 2, 3, 5)
    ]
    assert told(asked(workspace, "source", incidents=True), "source", "events") == [
        ("acled", 1), ("ucdp-ged", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("by", "where", "expected"),
    [
        ("month,year", [], "at most one unit of time"),
        ("months", [], "Perhaps month"),
        ("type,type", [], "each once"),
        ("year", ["province"], "NAME=VALUE"),
        ("year", ["province=Vael"], "Perhaps Vale"),
        ("year", ["period=2014-13"], "such as 2014-12"),
        ("year", ["perpetrator=Black Rigde Front"], "Black Ridge Front"),
    ],
)
def test_a_question_that_makes_no_sense_is_told(
    attacks: Workspace, by: str, where: list[str], expected: str
) -> None:
    register = read_register(attacks.snapshot(), attacks.pack)
    with pytest.raises(UnusableInput, match=expected):
        question(by, where, attacks.pack, register)


accounts = st.lists(
    st.tuples(
        st.sampled_from(["ucdp-ged", "acled", "gtd"]),
        st.dates(date(2018, 1, 1), date(2021, 12, 31)),
        st.sampled_from([("Vale", "Greenfield"), ("Lakeland", None), (None, None)]),
        st.sampled_from(["Riots", "Battles", "state-based", "Protests"]),
        st.one_of(st.none(), st.integers(0, 9)),
        st.lists(st.sampled_from(["civilians", "security-forces"]), unique=True, max_size=2),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=12, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(told_of=accounts)
def test_parts_add_up_to_the_whole(
    tmp_path_factory: pytest.TempPathFactory, told_of: list[tuple[Any, ...]]
) -> None:
    """Over any partition the sums are those of the whole, in each data set and family; where an
    event may stand in several rows, no row has more than the whole."""
    rows = [
        account(series, str(number), event_start=day.isoformat(), event_end=day.isoformat(),
                area_1=area[0], area_2=area[1], place_precision="1" if area[1] else "4",
                event_type=type_, killed_best=killed, victims=victims)
        for number, (series, day, area, type_, killed, victims) in enumerate(told_of)
    ]  # fmt: skip
    workspace = workspace_with(tmp_path_factory.mktemp("w") / "w", rows)
    pack, snapshot = workspace.pack, workspace.snapshot()
    register = read_register(snapshot, pack)
    with connect() as store:
        countable(store, snapshot, pack, register)
        whole = {
            (row["counted_in"], row["family"]): row
            for row in statistics(store, question("", [], pack, register), pack)
        }
        assert sum(row["events"] for row in whole.values()) == len(rows)
        for by in (
            "month",
            "half-year",
            "year,province",
            "fiscal-year,type",
            "district,attribution",
        ):
            parts = statistics(store, question(by, [], pack, register), pack)
            for key, total in whole.items():
                mine = [row for row in parts if (row["counted_in"], row["family"]) == key]
                assert sum(row["events"] for row in mine) == total["events"], by
                assert sum(row["killed"] or 0 for row in mine) == (total["killed"] or 0), by
                shares: dict[str, float] = {}
                for row in mine:
                    if row["share"] is not None:
                        shares[row["period"]] = shares.get(row["period"], 0.0) + row["share"]
                assert all(share == pytest.approx(1.0) for share in shares.values()), by
        several = question("victim", [], pack, register)
        assert several.overlapping
        for row in statistics(store, several, pack):
            assert row["events"] <= whole[row["counted_in"], row["family"]]["events"]


@pytest.mark.parametrize("time", ["month", "half-year", "year", "fiscal-year"])
@given(number=st.integers(24_000, 24_400))
def test_a_period_is_named_as_periods_are_written(time: str, number: int) -> None:
    given = number if time == "month" else number // 6 if time == "half-year" else number // 12
    one, other = (parse_period(period_name(time, each)) for each in (given, given + 1))
    assert (other.start - one.end).days == 1


def test_the_commands_answer(attacks: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home_of(attacks))
    shown = run("stats", "--by", "year,type", "--where", "period=2021")
    assert shown.exit_code == 0
    assert "acled, extremism and persecution" in shown.output
    assert "Data sets and families do not add up" in shown.output
    rows = list(csv.DictReader(io.StringIO(run("stats", "--csv").output)))
    assert {row["counted_in"] for row in rows} == {"acled", "ucdp-ged"}
    answer = json.loads(run("stats", "--by", "victim", "--json").output)
    assert answer["overlapping"] is True
    drawn = run("stats", "--by", "year,province", "--chart", "stats.svg")
    assert drawn.exit_code == 0
    assert (home_of(attacks) / "stats.svg").read_text(encoding="utf-8").startswith("<svg")
    assert run("stats", "--where", "source=nobody").output.startswith("No event is told of")


def test_publishers_numbers_stand_beside_our_own(
    attacks: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home_of(attacks))
    rows = json.loads(run("totals", "--year", "2023", "--json").output)
    assert {row["who"] for row in rows} == {"published"}
    assert all(row["scope"] for row in rows)
    counts = [row["counts"] for row in rows]
    assert counts == sorted(counts, key=["events", "killed", "injured"].index)
    ours = json.loads(run("totals", "--year", "2021", "--json").output)
    assert ("ucdp-ged", "events", "2") in {
        (row["publisher"], row["counts"], row["value"]) for row in ours
    }
    empty = run("totals", "--year", "1950")
    assert (empty.exit_code, "no number" in empty.output) == (1, True)


def test_data_sets_are_compared_two_by_two_in_the_time_that_both_cover(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        account("ucdp-ged", "0", event_start="2020-01-01", event_end="2020-01-01"),
        account("ucdp-ged", "1", killed_best=3),
        account("ucdp-ged", "2", killed_best=5, area_2="Millbridge", latitude=36.4, longitude=72.9),
        account("acled", "SZK1", killed_best=4),
        account("acled", "SZK2", event_start="2021-05-06", event_end="2021-05-06"),
    ]
    workspace = workspace_with(tmp_path / "w", rows)
    monkeypatch.chdir(home_of(workspace))
    found = json.loads(run("agreement", "--json").output)
    assert told(found, "one", "other", "incidents", "both_tell", "share") == [
        ("acled", "ucdp-ged", 1, 1, 1.0), ("ucdp-ged", "acled", 2, 1, 0.5),
    ]  # fmt: skip
    assert told(found, "both_count_killed", "same_killed", "killed_by_one", "killed_by_other") == [
        (1, 0, 4, 3), (1, 0, 3, 4),
    ]  # fmt: skip
    shown = run("agreement")
    assert (shown.exit_code, "acled of 1 of them (50%)" in shown.output) == (0, True)


def test_one_data_set_agrees_with_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = workspace_with(tmp_path / "w", [account("acled", "SZK1")])
    monkeypatch.chdir(home_of(workspace))
    assert run("agreement").exit_code == 1


def test_sure_and_likely_stand_side_by_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, _ = workspace_of(tmp_path / "w", 60, 11)
    monkeypatch.chdir(home_of(workspace))
    rows = json.loads(run("stats", "--by", "", "--sure-and-likely", "--json").output)["rows"]
    told_by = {(row["links"], row["family"]): row["events"] for row in rows}
    families = {family for _, family in told_by}
    sure, likely = (
        sum(told_by.get((links, family), 0) for family in families)
        for links in ("sure", "sure and likely")
    )
    assert sure > likely > 0, "likely links join what sure ones leave apart"
    shown = run("stats", "--by", "year", "--sure-and-likely").output.splitlines()
    assert shown[0].split("  ")[-1] == "killed sure and likely"
    assert any(line.startswith("terrorism and conflict") for line in shown[1:])
    assert run("stats", "--sure-and-likely", "--likely").exit_code == 2


def test_a_place_without_a_count_has_that_of_its_districts_on_that_day() -> None:
    people = People(shipped("pakistan"))
    merged, before = date(2018, 6, 1), date(2018, 5, 31)
    own = people.of("PK6", merged)
    assert own is not None
    assert (own.districts, own.counted) == (None, "2017")
    province, tribal, together = (
        people.of(place, day)
        for place, day in (("PK5", before), ("PK-FATA", before), ("PK5", merged))
    )
    assert province
    assert tribal
    assert together
    assert province.people + tribal.people == together.people == 35_501_964
    assert (province.districts or 0) + (tribal.districts or 0) == together.districts == 35
    assert people.of("PK-FATA", merged) is None
    assert people.of("PK1", merged) is None, "no census of the table counted it"
    country = people.of("PK", date(2024, 1, 1))
    assert country is not None
    assert (country.people, country.counted) == (241_499_431, "2023")
