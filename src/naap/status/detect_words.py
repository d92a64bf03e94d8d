"""Detectors of words without deeds: decisions that nothing follows, targets nobody can measure."""

from __future__ import annotations

from collections.abc import Iterator

from naap.pack.tables import IndicatorRow, QuantityRow, TargetRow
from naap.status.decisions import decisions
from naap.status.detection import Detection
from naap.status.in_force import Version
from naap.status.sentences import text_of
from naap.status.told import Told
from naap.status.words import why

__all__ = ["faults_of", "never_followed", "no_baseline", "not_measurable", "targets_of"]


def never_followed(stood: Version, _: Told) -> Iterator[Detection]:
    """A decision that no action carries out, and of which nobody says that anything was done."""
    points = {row.point_id for row in stood.points}
    first, last = stood.adopted.start, stood.last
    for each in decisions(stood.pack, stood.day):
        row = each.row
        ours = row.point_id in points if row.point_id else first <= row.held.start <= last
        if not ours or not each.never_followed:
            continue
        told = {"meeting": text_of(row, "meeting"), "held": row.held,
                "text": text_of(row, "text"), "days": each.open_days or 0}  # fmt: skip
        reason = (
            why("never-followed-again", times=len(each.given_again) + 1, **told)
            if each.given_again
            else why("never-followed", **told)
        )
        yield Detection("decision-never-followed", "decision", row.decision_id, row.point_id,
                        row.held.end, reason, (row.source_id,))  # fmt: skip


def targets_of(stood: Version) -> Iterator[tuple[TargetRow, IndicatorRow, str]]:
    """Targets of indicators that measure a point of the version, with the first such point."""
    points = [row.point_id for row in stood.points]
    for row in stood.pack.rows(TargetRow):
        indicator = stood.pack.get(IndicatorRow, row.indicator_id)
        ours = [point for point in points if point in indicator.point_ids]
        if ours:
            yield row, indicator, ours[0]


def faults_of(stood: Version, row: TargetRow) -> tuple[str, ...]:
    """Why a target cannot be measured as written: words of the catalogue; none: it can."""
    indicator = stood.pack.get(IndicatorRow, row.indicator_id)
    counted = [
        each.quantity_id for each in stood.pack.rows(QuantityRow)
        if each.indicator_id == row.indicator_id and each.data_set is None
    ]  # fmt: skip
    share = indicator.measure == "ratio" and len(counted) > 1
    found = {
        "fault-no-number": row.target_value is None,
        "fault-no-date": row.target_period is None,
        "fault-no-direction": row.target_value is not None and indicator.direction == "none",
        "fault-indicator": not indicator.measurable,
        "fault-not-counted": not counted,
        "fault-several": row.quantity_id is None and len(counted) > 1,
        "fault-no-denominator": row.quantity_id is not None and share
        and row.per_quantity_id is None,
    }  # fmt: skip
    return tuple(name for name, there in found.items() if there)


def not_measurable(stood: Version, _: Told) -> Iterator[Detection]:
    """A target of which nobody could say, on its day, whether it was reached."""
    for row, _indicator, point in targets_of(stood):
        if faults := faults_of(stood, row):
            yield Detection("target-not-measurable", "target", row.target_id, point, None,
                            why("target-not-measurable", faults="word:" + "|".join(faults)),
                            (row.source_id,), official=row.official)  # fmt: skip


def no_baseline(stood: Version, _: Told) -> Iterator[Detection]:
    """A target that does not say where it starts, or starts after the plan was adopted."""
    for row, _indicator, point in targets_of(stood):
        start = row.baseline_period
        if start is None:
            reason = why("no-baseline")
        elif start.start > stood.adopted.end:
            reason = why("late-baseline", start=start, adopted=stood.adopted)
        else:
            continue
        yield Detection("no-baseline", "target", row.target_id, point, None, reason,
                        (row.source_id,), official=row.official)  # fmt: skip
