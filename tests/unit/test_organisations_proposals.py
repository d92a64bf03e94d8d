"""Proposals of a continuation: what they rest on, what they lack, who decides, and who may see."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from naap.cli import naap
from naap.figures.figure import figures
from naap.ledger import Batch, make_claim
from naap.organisations.backtest import backtest, interval, longest_list
from naap.organisations.proposals import Proposal, proposals
from naap.organisations.register import Register, Said, read_register
from naap.pack.tables import LimbRow
from naap.problems import UnusableInput
from naap.workspace import Workspace
from tests.register_makers import listing, name, register, relation, tie
from tests.review_makers import english

SOURCE = Path(__file__).resolve().parents[2] / "src" / "naap"
LIMBS = (
    LimbRow(
        limb_id="owned", authority="interior", provision="Act, section 4", says_en="Owned by one",
        evidence=("front_for", "premises"), evidence_source_id="own", source_id="law",
    ),
)  # fmt: skip
BANNED = listing("listed", "2010-05-01", org="old", source="gazette")
DAY = date(2020, 1, 1)


def front(source: str, **more: str) -> Said:
    return relation("front_for", "new", "old", source=source, **more)


def made(*claims: Said, on: date = DAY, months: int = 24) -> list[Proposal]:
    return proposals(register(BANNED, *claims), LIMBS, on, months)


SPEC = [
    # what is told beside the listing of the older body, proposed, independent sources
    ([], None, 0),
    ([front("a")], False, 1),
    ([front("a"), front("a")], False, 1),
    ([front("a"), front("b")], True, 2),
    ([front("a"), tie("premises", "new", "old", source="b")], True, 2),
    ([front("a"), tie("premises", "new", "old", source="b", confidence="contested")], False, 1),
    ([front("a"), tie("premises", "new", "old", source="b", stated_on="2021-01-01")], False, 1),
    ([tie("premises", "old", "new", source="a"), tie("symbols", "old", "new", source="b")], None,
     0),
    ([relation("splinter_of", "new", "old", source="a"),
      relation("allied_with", "new", "old", source="b")], None, 0),
    ([relation("renamed_to", "old", "new", source="a"),
      relation("alias_of", "old", "new", source="b")], True, 2),
    ([front("a"), front("b"), listing("listed", "2015-01-01", org="new")], None, 0),
    ([front("a"), front("b"), listing("listed", "2021-01-01", org="new")], True, 2),
    ([front("a"), name("old", "Body NEW", None, kind="alias", source="b")], True, 2),
    ([front("a"), name("old", "Body NEW", None, kind="name", source="b")], False, 1),
    ([front("a"), name("new", "Hill Aid", None), name("old", "HILL AID", None, kind="alias",
      source="b")], True, 2),
    # Another body bears that name too.
    ([front("a"), name("new", "Hill Aid", None), name("third", "Hill Aid", None),
      name("old", "Hill Aid", None, kind="alias", source="b")], False, 1),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "proposed", "sources"), SPEC)
def test_two_independent_sources_make_a_proposal(
    claims: list[Said], proposed: bool | None, sources: int
) -> None:
    found = [each for each in made(*claims) if (each.body, each.of) == ("new", "old")]
    assert [each.is_made for each in found] == ([] if proposed is None else [proposed])
    assert [len(each.voices) for each in found] == ([] if proposed is None else [sources])


def test_offices_of_one_government_are_one_voice() -> None:
    workspace = Workspace.here(pack="pakistan")
    found = read_register(workspace.snapshot(), workspace.pack)
    said = {source: voice for (sort, source), voice in found.voices.items() if sort == "source"}
    assert said["ofac"] == said["state2018"] == said["dawn2018"] == found.voices["body", "ofac"]
    assert said["PKKH61"] == said["dawn2019may"] != said["dawn2015"]
    (mml,) = [
        each
        for each in proposals(found, workspace.pack.rows(LimbRow), date(2026, 11, 1))
        if each.proposal_id == "mml/let"
    ]
    assert len(mml.evidence) == 2
    assert not mml.is_made
    assert any(missing.startswith("1 more independent source") for missing in mml.missing)


def test_an_imported_list_is_the_voice_of_its_authority(tmp_path: Path) -> None:
    workspace, _ = Workspace.create(tmp_path / "home", "pakistan")
    claim = make_claim(
        "name", series="ofac-sdn", record_key="7140-1", source="ofac-sdn", publisher="ofac",
        basis="official", organisation="let", name="MILLI MUSLIM LEAGUE", script="Latn",
        name_kind="alias",
    )  # fmt: skip
    workspace.writable_ledger().append(Batch("tests", (claim,)))
    found = read_register(workspace.snapshot(), workspace.pack)
    limbs = workspace.pack.rows(LimbRow)
    (mml,) = [
        each for each in proposals(found, limbs, date(2026, 11, 1)) if each.proposal_id == "mml/let"
    ]
    assert [each.sort for each in mml.evidence].count("name") == 1
    assert mml.voices == ("Government of the United States",)


def test_nothing_is_proposed_before_the_older_body_is_listed() -> None:
    assert made(front("a"), front("b"), on=date(2010, 4, 30)) == []
    assert len(made(front("a"), front("b"), on=date(2010, 5, 1))) == 1


def test_a_proposal_says_the_limb_and_what_is_missing() -> None:
    (found,) = made(front("a"), tie("symbols", "new", "old", source="b", stated_on="2012"))
    assert [limb.limb_id for limb in found.limbs] == ["owned"]
    assert (
        "nothing is documented of: premises, officers, publications, founder, activity, alias"
        in (found.missing)
    )
    assert "when it was said: not recorded for 1 claim(s)" in found.missing
    (other,) = made(*(relation("alias_of", "new", "old", source=each) for each in "ab"))
    assert other.limbs == ()
    assert any(missing.startswith("the limb of the law: not recorded") for missing in other.missing)


@pytest.mark.parametrize(("when", "told"), [("2010-08", True), ("2012-05", True), ("2013", False),
                                            ("2009", False)])  # fmt: skip
def test_a_first_fact_soon_after_the_ban_is_told_and_counts_for_nothing(
    when: str, told: bool
) -> None:
    (found,) = made(relation("renamed_to", "old", "new", when, source="a"))
    assert [each.sort for each in found.evidence if not each.counts] == (
        ["soon after a ban"] if told else []
    )
    assert len(found.voices) == 1


SOURCES = st.sampled_from("abc")
CLAIM = st.one_of(
    st.builds(lambda s, d: front(s, stated_on=d), SOURCES, st.sampled_from(["2005", "2015-02"])),
    st.builds(lambda s, c: tie("officers", "new", "old", source=s, confidence=c), SOURCES,
              st.sampled_from(["low", "contested"])),
    st.builds(lambda s: relation("splinter_of", "new", "old", source=s), SOURCES),
)  # fmt: skip


@given(claims=st.lists(CLAIM, max_size=6))
def test_more_claims_never_take_a_source_away_and_each_is_cited(claims: list[Said]) -> None:
    voices = 0
    for count in range(len(claims) + 1):
        found = made(*claims[:count])
        now = len(found[0].voices) if found else 0
        assert now >= voices
        voices = now
        for each in found:
            assert {told.claim.key for told in each.evidence} <= {c.key for c in claims[:count]}
            assert each.is_made == (len(each.voices) >= 2)
            assert each.missing


# Backtest


CHAIN = (BANNED, listing("listed", "2016-01-01", org="new", source="gazette"))


@pytest.mark.parametrize(
    ("claims", "hits", "lead"),
    [
        ([front("a", stated_on="2014-01-01"), front("b", stated_on="2015-01-01")], 1, 365),
        ([front("a", stated_on="2014-01-01"), front("b", stated_on="2016-01-01")], 0, None),
        ([front("a", stated_on="2014-01-01"), front("b")], 0, None),
        ([front("a", stated_on="2015"), front("b", stated_on="2015")], 1, 1),
        # Said before the older one was listed: a proposal is possible from that day on.
        ([front("a", stated_on="2001"), front("b", stated_on="2001")], 1, 2071),
    ],
)
def test_only_what_was_said_before_the_listing_counts(
    claims: list[Said], hits: int, lead: int | None
) -> None:
    found = backtest(register(*CHAIN, *claims), "interior", 2)
    assert (len(found.cases), len(found.hits)) == (1, hits)
    assert [case.lead_days for case in found.hits] == ([] if lead is None else [lead])
    assert (found.made, found.came_true) == (hits, hits)


def test_a_body_that_was_never_listed_lowers_precision_and_not_recall() -> None:
    claims = [relation("front_for", "other", "old", source=s, stated_on="2014") for s in "ab"]
    found = backtest(register(*CHAIN, *claims), "interior", 2).as_json({"new": "N", "other": "O"})
    assert found["recall"]["of"] == 0
    assert (found["precision"]["n"], found["precision"]["of"]) == (0, 1)


def test_a_body_on_the_list_since_nobody_says_when_is_left_out() -> None:
    undated = listing("on list, date unknown", None, org="new")
    claims = [front(source, stated_on="2014") for source in "ab"]
    found = backtest(register(BANNED, undated, *claims), "interior", 2)
    assert (found.cases, found.made) == ((), 0)


def test_with_hindsight_what_had_happened_counts_whenever_it_was_told() -> None:
    claims = [front(source, stated_on="2024", when="2011") for source in "ab"]
    known = register(*CHAIN, *claims)
    assert backtest(known, "interior", 2).hits == ()
    (case,) = backtest(known, "interior", 2, "happened").hits
    assert case.proposed == date(2011, 12, 31)
    undated = [front(source, stated_on="2024") for source in "ab"]
    assert backtest(register(*CHAIN, *undated), "interior", 2, "happened").hits == ()


def test_bodies_listed_on_one_day_are_no_chain() -> None:
    same = listing("listed", "2010-05-01", org="new")
    assert backtest(register(BANNED, same, front("a")), "interior", 1).cases == ()


@given(whole=st.integers(1, 400), data=st.data())
def test_an_interval_holds_its_share_and_stays_within_0_and_1(
    whole: int, data: st.DataObject
) -> None:
    part = data.draw(st.integers(0, whole))
    low, high = interval(part, whole)
    assert 0 <= low <= part / whole + 1e-9
    assert part / whole - 1e-9 <= high <= 1
    mirrored = interval(whole - part, whole)
    assert mirrored == pytest.approx((1 - high, 1 - low))


def test_wilsons_interval_of_a_known_case() -> None:
    assert interval(0, 21) == pytest.approx((0.0, 0.1546), abs=1e-4)
    assert interval(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    with pytest.raises(ValueError, match="no share"):
        interval(1, 0)


# On the command line


def test_the_guide_tells_what_the_backtest_gives() -> None:
    result = CliRunner().invoke(
        naap, ["--pack", "pakistan", "org", "proposals", "--backtest", "--json"]
    )
    told = json.loads(result.stdout)
    guide = (SOURCE.parents[1] / "docs" / "guide" / "organisations-proposals.md").read_text("utf-8")
    page = " ".join(guide.partition("<!-- backtest -->")[2].partition("<!-- end -->")[0].split())
    for rule in told["rules"]:
        recall, precision, lead = rule["recall"], rule["precision"], rule["lead_days"]
        named = rule["independent_sources"]
        sources = f"{named} independent sources" if named > 1 else "1 source"
        true = _told(precision, "0 proposed: cannot be told")
        days = f"{lead['least']} to {lead['most']} days" if lead["n"] else "none"
        by = {"said": "was said", "happened": "had happened"}[rule["clock"]]
        assert f"| {by} | {sources} | {_told(recall, '')} | {true} | {days} |" in page
    cases = told["rules"][0]["cases"]
    silent = sum(case["claims_said_before"] == 0 for case in cases)
    undated = sum(case["claims_without_a_date"] > 0 for case in cases)
    assert page.endswith(
        f"Of the {len(cases)} chains, {silent} have no claim that was surely said before the "
        f"listing, and {undated} have one of which nobody noted when it was said."
    )


def _told(share: dict[str, float], nothing: str) -> str:
    if not share["of"]:
        return nothing
    return (
        f"{share['n']} of {share['of']} = {share['share']:.2f} "
        f"({share['low']:.2f} to {share['high']:.2f})"
    )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    Workspace.create(tmp_path / "home", "example")
    settings = tmp_path / "home" / "naap.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("TLP:CLEAR", "TLP:AMBER"), encoding="utf-8")
    monkeypatch.chdir(tmp_path / "home")
    return Workspace.here(tmp_path / "home")


def org(*words: str) -> Result:
    return CliRunner().invoke(naap, ["org", *words], catch_exceptions=False)


ID = "road-column/ridge-front"
DECIDED = ("judge", ID, "--answer", "not a continuation", "--because", "The hall is for hire.")


def test_a_reader_of_public_claims_sees_no_proposal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Workspace.create(tmp_path / "open", "example")
    monkeypatch.chdir(tmp_path / "open")
    for words in (("proposals",), (*DECIDED, "--as", "interior")):
        with pytest.raises(UnusableInput, match="TLP:AMBER"):
            org(*words)
    assert org("proposals", "--backtest").exit_code == 0


def test_an_office_decides_and_its_decision_is_shown_again(home: Workspace) -> None:
    first = org("proposals", "--json")
    (found,) = json.loads(first.stdout)["proposals"]
    assert (first.exit_code, found["proposal"], found["decisions"]) == (1, ID, [])
    assert {each["kind"] for each in found["evidence"]} == {"wing_of", "premises", "officers"}
    assert all(len(each["claim_id"]) == 64 for each in found["evidence"])
    said = json.loads(org(*DECIDED, "--as", "interior", "--json").stdout)
    assert said["handling"] == "TLP:AMBER"
    again = org("proposals", "--json")
    (decision,) = json.loads(again.stdout)["proposals"][0]["decisions"]
    assert (again.exit_code, decision["by"], decision["answer"]) == (
        0, "interior", "not a continuation",
    )  # fmt: skip
    assert (decision["reason"], decision["published"]) == ("The hall is for hire.", False)
    assert "decided: not a continuation, interior on " in org("proposals").stdout
    org(*DECIDED, "--as", "interior", "--publish")
    (decision,) = json.loads(org("proposals", "--json").stdout)["proposals"][0]["decisions"]
    assert decision["published"]
    org(
        "judge",
        ID,
        "--answer",
        "cannot be said",
        "--because",
        "More is needed.",
        "--as",
        "interior",
    )
    (decision,) = json.loads(org("proposals", "--json").stdout)["proposals"][0]["decisions"]
    assert (decision["answer"], decision["published"]) == ("cannot be said", False)
    org(*DECIDED, "--as", "interior")
    (decision,) = json.loads(org("proposals", "--json").stdout)["proposals"][0]["decisions"]
    assert decision["answer"] == "not a continuation"


@pytest.mark.parametrize(
    ("asks", "told"),
    [
        ((*DECIDED, "--as", "a person"), "an office from the pack"),
        ((*DECIDED[:-1], " ", "--as", "interior"), "why it is so decided"),
        (("judge", "nobody/ridge-front", *DECIDED[2:], "--as", "interior"), "the id of a proposal"),
        ((*DECIDED[:-1], "a bell \a", "--as", "interior"), "--because"),
        (("proposals", "--authority", "interior"), "Leave --authority out"),
        (("proposals", "--backtest", "--authority", "nobody"), "Name one of them"),
    ],
)
def test_what_cannot_be_is_told(home: Workspace, asks: tuple[str, ...], told: str) -> None:
    with pytest.raises(UnusableInput, match=told):
        org(*asks)
    assert len(home.ledger().log()) == 1


def test_what_is_short_of_a_source_is_shown_only_when_asked_for(home: Workspace) -> None:
    assert "harbour-guild" not in org("proposals").stdout
    every = json.loads(org("proposals", "--all", "--json").stdout)["proposals"]
    assert [(each["org_id"], each["enough"]) for each in every] == [
        ("road-column", True), ("harbour-guild", False),
    ]  # fmt: skip
    assert "not proposed; may be a continuation of" in org("proposals", "--all").stdout


def test_no_page_document_or_export_holds_a_proposal_or_its_decision(
    home: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("naap.review.edition.drawn", lambda *_, **__: "<svg></svg>")
    org(*DECIDED, "--as", "interior")
    site = english(home, tmp_path / "out")
    for text in ("continuation", "The hall is for hire", "It meets in the hall", ID, "tie-1"):
        holding = {file for file, content in site.files.items() if text.encode() in content}
        assert holding == set(), text


def test_nothing_that_is_published_asks_for_proposals_or_ties() -> None:
    for figure in figures():
        for file in figure.folder.glob("*.sql"):
            words = file.read_text(encoding="utf-8").lower().split()
            assert "tie" not in words, file
            assert "judgement" not in words, file
    for room in ("figures", "review", "exchange"):
        for file in (SOURCE / room).rglob("*.py"):
            text = file.read_text(encoding="utf-8")
            for module in ("proposals", "continuation", "backtest"):
                assert f"organisations.{module}" not in text, file


def test_the_longest_list_is_asked_by_default() -> None:
    found: Register = register(
        BANNED, *CHAIN, listing("listed", None, authority="a"), listing("listed", "2001")
    )
    assert longest_list(found) == "interior"
    assert longest_list(register()) is None
