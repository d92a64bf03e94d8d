"""What must hold of decisions, targets, milestones, ratings and money, and the rows they name.

What a source credits to a plan although it happened before is no fault of the pack: it is kept,
and the status of the plan tells it. Here stands only what cannot be meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from naap.pack.rows import Located
from naap.pack.settings import PackSettings
from naap.pack.sheets import Record
from naap.pack.tables import (
    ActionRow,
    DecisionRow,
    IndicatorRow,
    MilestoneRow,
    PlanRow,
    PointRow,
    QuantityRow,
    RatingRow,
    Row,
    SourceRow,
    TargetRow,
)
from naap.problems import Problem

__all__ = ["check_registers"]

R = TypeVar("R", bound=Row)
Tables = Mapping[str, Sequence[Located]]


def check_registers(
    tables: Tables, settings: PackSettings | None, whole: bool
) -> Iterator[Problem]:
    """Every broken rule. ``whole`` is False where rows are missing: then nothing is compared."""
    if not whole:
        return
    yield from _decisions(tables)
    yield from _targets(tables, settings)
    yield from _milestones(tables, settings)
    yield from _ratings(tables)
    for record, row in _of(tables, QuantityRow):
        if row.money is not None and row.measure == "ratio":
            yield _at(record, "money", row.money, "an empty cell for a ratio",
                      "A share of money is no money: leave it empty.")  # fmt: skip
    plans = _by_id(tables, PlanRow)
    for record, point in _of(tables, PointRow):
        adopted = plans[point.plan_id].adopted
        if point.term_ends is not None and point.term_ends.end < adopted.start:
            yield _at(record, "term_ends", point.term_ends,
                      f"a day after the plan was adopted, {adopted}",
                      "Correct the date.")  # fmt: skip


def _decisions(tables: Tables) -> Iterator[Problem]:
    decisions = _by_id(tables, DecisionRow)
    actions = _by_id(tables, ActionRow)
    for record, row in _of(tables, DecisionRow):
        if row.due is not None and row.due.end < row.held.start:
            yield _at(record, "due", row.due, f"a date not before the meeting, {row.held}",
                      "Correct one of the two dates.")  # fmt: skip
        yield from _follow_up(record, row)
        action = actions.get(row.action_id or "")
        if action and row.point_id is not None and action.point_id != row.point_id:
            yield _at(record, "action_id", row.action_id, f"an action of {row.point_id}",
                      "Correct the action or the point.")  # fmt: skip
        earlier = decisions.get(row.repeats or "")
        if earlier and (earlier is row or earlier.held.start > row.held.start):
            yield _at(record, "repeats", row.repeats, "a decision of an earlier meeting",
                      "Correct the id or the dates.")  # fmt: skip


def _follow_up(record: Record, row: DecisionRow) -> Iterator[Problem]:
    told = row.follow_up_en is not None
    for column, found in (
        ("followed_up_on", row.followed_up_on),
        ("follow_up_source_id", row.follow_up_source_id),
    ):
        if told and found is None:
            yield _at(record, column, "", "a value, since follow_up_en is filled in",
                      "Say when it was done and who says so, or empty all three.")  # fmt: skip
        elif not told and found is not None:
            yield _at(record, column, found, "an empty cell, since follow_up_en is empty",
                      "Say in follow_up_en what was done.")  # fmt: skip
    done = row.followed_up_on
    if done is not None and done.end < row.held.start:
        yield _at(record, "followed_up_on", done, f"a date not before the meeting, {row.held}",
                  "Correct one of the two dates.")  # fmt: skip


def _targets(tables: Tables, settings: PackSettings | None) -> Iterator[Problem]:
    indicators = _by_id(tables, IndicatorRow)
    quantities = _by_id(tables, QuantityRow)
    country = settings.country_place if settings else ""
    stated: dict[tuple[object, ...], Record] = {}
    for record, row in _of(tables, TargetRow):
        if row.target_value is None and row.text_en is None:
            yield _at(record, "target_value", "", "a number, or the words of the target",
                      "Where the source gives no number, fill in text_en.")  # fmt: skip
        yield from _baseline(record, row)
        for column in ("quantity_id", "per_quantity_id"):
            quantity = quantities.get(getattr(row, column) or "")
            if quantity and quantity.indicator_id != row.indicator_id:
                yield _at(record, column, quantity.quantity_id,
                          f"a quantity of the indicator {row.indicator_id}",
                          "Correct it, or its indicator_id in quantities.csv.")  # fmt: skip
        yield from _share(record, row, indicators[row.indicator_id])
        if row.target_period is None:
            continue
        same = (row.indicator_id, row.quantity_id, row.place_id or country,
                row.target_period.start, row.target_period.end, row.source_id)  # fmt: skip
        first = stated.setdefault(same, record)
        if first is not record:
            yield _at(record, "target_id", row.target_id, "one target of a source for one time",
                      f"Row {first.row} has another for the same: delete one.")  # fmt: skip


def _share(record: Record, row: TargetRow, indicator: IndicatorRow) -> Iterator[Problem]:
    if row.per_quantity_id is None:
        return
    if indicator.measure != "ratio":
        yield _at(record, "per_quantity_id", row.per_quantity_id,
                  f"an empty cell: {row.indicator_id} is no ratio",
                  "Leave it empty, or correct measure in indicators.csv.")  # fmt: skip
    elif row.quantity_id is None or row.quantity_id == row.per_quantity_id:
        yield _at(record, "quantity_id", row.quantity_id or "",
                  "the quantity that is divided, another than per_quantity_id",
                  "Name both quantities of the share.")  # fmt: skip


def _baseline(record: Record, row: TargetRow) -> Iterator[Problem]:
    if (row.baseline_period is None) != (row.baseline_value is None):
        lacking = "baseline_period" if row.baseline_period is None else "baseline_value"
        yield _at(record, lacking, "", "a value, since the other half of the baseline is there",
                  "A baseline is a number and its time: fill in both or none.")  # fmt: skip
    start, end = row.baseline_period, row.target_period
    if start is not None and end is not None and end.end <= start.end:
        yield _at(record, "target_period", end, f"a time that ends after the baseline, {start}",
                  "Correct one of the two.")  # fmt: skip


def _milestones(tables: Tables, settings: PackSettings | None) -> Iterator[Problem]:
    actions = _by_id(tables, ActionRow)
    sources = _by_id(tables, SourceRow)
    for record, row in _of(tables, MilestoneRow):
        action = actions[row.action_id]
        if action.starts is not None and row.due.end < action.starts.start:
            yield _at(record, "due", row.due, f"a date not before its action begins, "
                      f"{action.starts}", "Correct one of the two dates.")  # fmt: skip
        if action.due is not None and row.due.start > action.due.end:
            yield _at(record, "due", row.due, f"a date not after its action is due, {action.due}",
                      "Correct one of the two dates.")  # fmt: skip
        if row.official and not action.official:
            yield _at(record, "official", "yes", f"no, as of its action {row.action_id}",
                      "A milestone of a proposal is a proposal.")  # fmt: skip
        if row.delivered is None:
            if row.evidence_source_id is not None:
                yield _at(record, "evidence_source_id", row.evidence_source_id,
                          "an empty cell, since delivered is empty",
                          "Say in delivered when it was delivered.")  # fmt: skip
            continue
        yield from _delivered(record, row, action, sources, settings)


def _delivered(
    record: Record,
    row: MilestoneRow,
    action: ActionRow,
    sources: Mapping[str, SourceRow],
    settings: PackSettings | None,
) -> Iterator[Problem]:
    delivered = row.delivered
    assert delivered is not None
    evidence = sources.get(row.evidence_source_id or "")
    if settings is not None and delivered.start > settings.released:
        yield _at(record, "delivered", delivered, "a date not after the release of the pack, "
                  f"{settings.released}", "Correct the date, or released in pack.yml.")  # fmt: skip
    if action.starts is not None and delivered.end < action.starts.start and evidence is None:
        yield _at(record, "delivered", delivered,
                  f"a date not before its action begins, {action.starts}",
                  "Correct one of the two dates; if somebody credits the plan with earlier work, "
                  "name the source as evidence_source_id.")  # fmt: skip
    published = evidence.published_on if evidence else None
    if published is not None and published.end < delivered.start:
        yield _at(record, "evidence_source_id", row.evidence_source_id,
                  f"a source published not before the delivery, {delivered}",
                  f"It is of {published}: name one that can show it.")  # fmt: skip


def _ratings(tables: Tables) -> Iterator[Problem]:
    """A rating is somebody's: what the pack's authors think is no source of it."""
    sources = _by_id(tables, SourceRow)
    for record, row in _of(tables, RatingRow):
        if sources[row.source_id].basis == "own judgement":
            yield _at(record, "source_id", row.source_id, "a source in which the assessor says so",
                      "Name where the rating was published, or delete the row.")  # fmt: skip


def _of(tables: Tables, kind: type[R]) -> list[tuple[Record, R]]:
    return [(record, row) for record, row in tables.get(kind.table, ()) if isinstance(row, kind)]


def _by_id(tables: Tables, kind: type[R]) -> dict[str, R]:
    return {getattr(row, str(kind.key)): row for _, row in _of(tables, kind)}


def _at(record: Record, column: str, found: object, expected: str, mend: str) -> Problem:
    words = "an empty cell" if found == "" else repr(str(found))
    return Problem(record.file, record.row, column, words, expected, mend)
