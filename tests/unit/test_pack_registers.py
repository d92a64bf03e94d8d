"""Decisions, targets, milestones, terms and money in a pack: what is refused, and where."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import naap
from naap.ledger import RefusedClaim, make_claim
from naap.pack import Pack, load, validate
from naap.pack.past import known_by
from naap.pack.tables import DecisionRow, MilestoneRow, QuantityRow, TargetRow
from naap.sources.subjects import check_subjects
from naap.status.decisions import decisions
from tests.plan_makers import example, pack_with

EXAMPLE = Path(naap.__file__).parent / "packs" / "example"
PAKISTAN = EXAMPLE.parent / "pakistan"


def cells(file: str, key: str, **values: str) -> Callable[[Path], None]:
    """Change cells of the row with this id."""

    def change(folder: Path) -> None:
        path = folder / file
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        (row,) = [row for row in rows if row[0] == key]
        for name, value in values.items():
            row[rows[0].index(name)] = value
        with path.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened, lineterminator="\n").writerows(rows)

    return change


# what is done, then the problem's file, column, and words in found, expected and mend
CASES = {
    "a due date before the meeting": (
        cells("decisions.csv", "D22-2", due="2022-10-04"),
        ("decisions.csv", "due", "2022-10-04", "not before the meeting, 2022-10-05", "Correct"),
    ),
    "a follow-up before the meeting": (
        cells("decisions.csv", "D23-2", followed_up_on="2023-03-07"),
        ("decisions.csv", "followed_up_on", "2023-03-07", "not before the meeting", "Correct"),
    ),
    "a follow-up without a day": (
        cells("decisions.csv", "D23-2", followed_up_on=""),
        ("decisions.csv", "followed_up_on", "an empty cell", "follow_up_en", "when it was done"),
    ),
    "a follow-up that nobody tells": (
        cells("decisions.csv", "D23-2", follow_up_source_id=""),
        ("decisions.csv", "follow_up_source_id", "an empty cell", "a value", "who says so"),
    ),
    "the day of a follow-up that is not told": (
        cells("decisions.csv", "D22-2", followed_up_on="2024-01-01"),
        ("decisions.csv", "followed_up_on", "2024-01-01", "an empty cell", "what was done"),
    ),
    "a decision about an action of another point": (
        cells("decisions.csv", "D22-1", point_id="SAP22-02"),
        ("decisions.csv", "action_id", "A22-1", "an action of SAP22-02", "the action or the point"),
    ),
    "a decision that repeats a later one": (
        cells("decisions.csv", "D22-2", repeats="D24-3"),
        ("decisions.csv", "repeats", "D24-3", "an earlier meeting", "Correct"),
    ),
    "a decision that repeats itself": (
        cells("decisions.csv", "D24-3", repeats="D24-3"),
        ("decisions.csv", "repeats", "D24-3", "an earlier meeting", "Correct"),
    ),
    "a decision for a body that the pack lacks": (
        cells("decisions.csv", "D23-1", responsible="vale|hills"),
        ("decisions.csv", "responsible", "hills", "bodies.csv", "a row with this id"),
    ),
    "a decision without a source": (
        cells("decisions.csv", "D23-1", source_id=""),
        ("decisions.csv", "source_id", "an empty cell", "sources.csv", "Fill the cell in"),
    ),
    "a target period before the baseline": (
        cells("targets.csv", "T-attacks-24", target_period="2020"),
        ("targets.csv", "target_period", "2020", "ends after the baseline, 2021", "Correct"),
    ),
    "a target period that ends with the baseline": (
        cells("targets.csv", "T-attacks-24", target_period="2021-H2"),
        ("targets.csv", "target_period", "2021-H2", "ends after the baseline", "Correct"),
    ),
    "half a baseline": (
        cells("targets.csv", "T-attacks-24", baseline_value=""),
        ("targets.csv", "baseline_value", "an empty cell", "the other half", "both or none"),
    ),
    "a target of nothing": (
        cells("targets.csv", "T-attacks-24", target_value="", text_en=""),
        ("targets.csv", "target_value", "an empty cell", "a number, or the words", "text_en"),
    ),
    "a target shown by a quantity of another indicator": (
        cells("targets.csv", "T-attacks-24", quantity_id="judges"),
        ("targets.csv", "quantity_id", "judges", "of the indicator I-attacks", "quantities.csv"),
    ),
    "a share of itself": (
        cells("targets.csv", "T-cases-24", per_quantity_id="cases-decided-in-time"),
        ("targets.csv", "quantity_id", "cases-decided-in-time", "another than", "both"),
    ),
    "a share of what is no ratio": (
        cells("targets.csv", "T-attacks-24", per_quantity_id="attacks", quantity_id=""),
        ("targets.csv", "per_quantity_id", "attacks", "I-attacks is no ratio", "Leave it empty"),
    ),
    "two targets for one time": (
        cells("targets.csv", "T-centres-lakeland", place_id="SZ1"),
        ("targets.csv", "target_id", "T-centres-lakeland", "one target", "Row 4 has another"),
    ),
    "a milestone due before its action begins": (
        cells("milestones.csv", "M1-1", due="2022-09-30"),
        ("milestones.csv", "due", "2022-09-30", "not before its action begins", "Correct"),
    ),
    "a milestone due after its action": (
        cells("milestones.csv", "M1-3", due="2024-01-01"),
        ("milestones.csv", "due", "2024-01-01", "not after its action is due", "Correct"),
    ),
    "an official milestone of a proposal": (
        cells("milestones.csv", "M4-1", official="yes"),
        ("milestones.csv", "official", "yes", "no, as of its action", "a proposal"),
    ),
    "evidence of what was not delivered": (
        cells("milestones.csv", "M1-3", evidence_source_id="herald"),
        ("milestones.csv", "evidence_source_id", "herald", "an empty cell", "when it was"),
    ),
    "a milestone delivered after the release": (
        cells("milestones.csv", "M1-3", delivered="2025-02-02"),
        ("milestones.csv", "delivered", "2025-02-02", "the release of the pack", "pack.yml"),
    ),
    "a milestone delivered before its action begins, and nobody says so": (
        cells("milestones.csv", "M2-2", evidence_source_id=""),
        ("milestones.csv", "delivered", "2021-11-20", "not before its action begins", "evidence"),
    ),
    "evidence older than the delivery": (
        cells("milestones.csv", "M2-2", evidence_source_id="gazette-2019"),
        ("milestones.csv", "evidence_source_id", "gazette-2019", "not before the delivery", "show"),
    ),
    "a step of money that is not one": (
        cells("quantities.csv", "spent-02", money="paid"),
        ("quantities.csv", "money", "paid", "requested, allocated, released, spent", ""),
    ),
    "a ratio of money": (
        cells("quantities.csv", "spent-02", measure="ratio"),
        ("quantities.csv", "money", "spent", "an empty cell for a ratio", "no money"),
    ),
    "a term that ended before the plan": (
        cells("points.csv", "SAP19-01", term_ends="2019-03-13"),
        ("points.csv", "term_ends", "2019-03-13", "after the plan was adopted", "Correct"),
    ),
    "a rating without a source": (
        cells("ratings.csv", "r-desk-1", source_id=""),
        ("ratings.csv", "source_id", "an empty cell", "sources.csv", "Fill the cell in"),
    ),
    "a rating from a source that the pack lacks": (
        cells("ratings.csv", "r-desk-1", source_id="somewhere"),
        ("ratings.csv", "source_id", "somewhere", "an id from sources.csv", "add a row"),
    ),
    "a rating whose source is our own judgement": (
        cells("ratings.csv", "r-desk-1", source_id="own"),
        ("ratings.csv", "source_id", "own", "in which the assessor says so", "delete the row"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_problem_is_told_where_it_is(pack_copy: Path, case: str) -> None:
    change, (file, column, found, expected, mend) = CASES[case]
    change(pack_copy)
    told = [problem for problem in validate(pack_copy) if problem.file == file]
    assert len(told) == 1, told
    (problem,) = told
    assert problem.column == column
    assert problem.row is not None
    for words, part in ((problem.found, found), (problem.expected, expected), (problem.mend, mend)):
        assert part.lower() in words.lower(), words


def test_a_span_counts_by_its_own_days(pack_copy: Path) -> None:
    """A due date told as the month of the meeting is not before it."""
    cells("decisions.csv", "D22-2", due="2022-10")(pack_copy)
    cells("decisions.csv", "D23-2", followed_up_on="2023-03")(pack_copy)
    assert validate(pack_copy) == []


def test_credit_for_earlier_work_is_kept_where_a_source_gives_it(pack_copy: Path) -> None:
    cells("milestones.csv", "M1-1", delivered="2019-05-01", evidence_source_id="herald")(pack_copy)
    assert validate(pack_copy) == []


@pytest.mark.parametrize("folder", [EXAMPLE, PAKISTAN], ids=["example", "pakistan"])
def test_the_packs_that_ship_hold_registers(folder: Path) -> None:
    pack = load(folder)
    assert pack.rows(DecisionRow)
    assert {row.money for row in pack.rows(QuantityRow)} >= {"allocated", "released", None}
    # Nobody published targets or milestones of the plan of Pakistan: none may be invented.
    assert bool(pack.rows(TargetRow)) == (folder == EXAMPLE)
    assert bool(pack.rows(MilestoneRow)) == (folder == EXAMPLE)


def test_the_example_proposes_only_where_it_says_so() -> None:
    pack = example()
    for target in pack.rows(TargetRow):
        assert target.official == (target.source_id != "own")
    for milestone in pack.rows(MilestoneRow):
        assert milestone.official == (milestone.source_id != "own")


def test_the_past_knows_no_follow_up_delivery_or_decision_of_later() -> None:
    then = known_by(example(), date(2023, 6, 30))
    held = {row.decision_id: row for row in then.rows(DecisionRow)}
    assert held.keys() == {"D22-1", "D22-2", "D23-1", "D23-2"}
    assert held["D23-2"].follow_up_en is None
    assert held["D23-2"].follow_up_source_id is None
    delivered = {row.milestone_id: row.delivered for row in then.rows(MilestoneRow)}
    assert delivered["M1-2"] is None
    assert str(delivered["M1-1"]) == "2022-12-20"


def test_before_the_revision_its_milestones_and_actions_are_not_known() -> None:
    then = known_by(example(), date(2021, 12, 31))
    assert then.rows(MilestoneRow) == ()
    assert then.rows(DecisionRow) == ()


def claim_of(**changed: str | None) -> dict[str, str]:
    whole = {
        "series": "s", "record_key": "1", "source": "herald", "basis": "media",
        "assessor": "peace-desk", "method": "Panel", "point": "SAP22-01", "period": "2024",
        "rating": "limited",
    }  # fmt: skip
    return {name: value for name, value in {**whole, **changed}.items() if value is not None}


@pytest.mark.parametrize("source", [None, ""])
def test_a_rating_claim_without_a_source_is_refused(source: str | None) -> None:
    with pytest.raises(RefusedClaim, match="source"):
        make_claim("rating", **claim_of(source=source))


@pytest.mark.parametrize("source", ["hearsay", " ", "-"])
def test_a_rating_claim_from_an_unknown_source_is_refused_at_the_door(source: str) -> None:
    with pytest.raises(RefusedClaim, match=r"sources\.csv"):
        check_subjects(example(), make_claim("rating", **claim_of(source=source)))
    claim = make_claim("rating", **claim_of())
    assert check_subjects(example(), claim) is claim


days = st.dates(date(2022, 9, 1), date(2024, 12, 31))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=days, due=st.none() | days, done=st.none() | days, asked=days)
def test_a_stored_decision_is_read_back_and_stands_somewhere(
    tmp_path_factory: pytest.TempPathFactory,
    held: date,
    due: date | None,
    done: date | None,
    asked: date,
) -> None:
    """Whatever the dates: the pack either refuses them in words, or the register has one standing
    for the decision, which agrees with the dates."""
    row = {
        "decision_id": "D1", "held": held, "due": due,
        **({"follow_up_en": "Done.", "followed_up_on": done, "follow_up_source_id": "herald"}
           if done else {}),
    }  # fmt: skip
    pack: Pack = pack_with(decisions=[row])
    (stored,) = pack.rows(DecisionRow)
    assert (str(stored.held), stored.due and stored.due.end, stored.followed_up_on and
            stored.followed_up_on.end) == (held.isoformat(), due, done)  # fmt: skip
    found = decisions(pack, asked)
    assert len(found) == (held <= asked)
    for each in found:
        came = done is not None and done <= asked
        assert each.standing.startswith("followed up") == came
        assert (each.open_days is None) == came
        assert (each.standing == "overdue") == (not came and due is not None and due < asked)
        assert each.days is None or each.days > 0
        assert each.open_days in (None, (asked - held) // timedelta(days=1))
