"""Run the paragraphs of the chapter on detectors, decisions and the test of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

import pytest

from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.periods import parse_period
from naap.status.decisions import decisions, decisions_overdue
from naap.status.detectors import DETECTORS, detections
from naap.status.plan_quality import plan_quality
from naap.status.results import plain, results
from naap.status.told import Told
from tests.plan_makers import number, pack_with, rating, report, told_with
from tests.spec.render import paragraphs

CHAPTER = paragraphs("registers")
NOBODY = cast("Snapshot", None)
"""Who is told everything needs no ledger."""
PERIODS = {"term_ends"}
Rows = list[dict[str, Any]]


def world_of(given: Iterable[dict[str, Any]]) -> tuple[Pack, Told]:
    tables = {name: rows for step in given for name, rows in step.items() if name != "says"}
    changes = {
        cells["point"]: {
            name: parse_period(str(value)) if name in PERIODS else value
            for name, value in cells.items() if name != "point"
        }
        for cells in tables.pop("changes", [])
    }  # fmt: skip
    known = told_with(
        [number(**_words(each)) for each in tables.pop("numbers", [])],
        [report(**_words(each)) for each in tables.pop("reports", [])],
        [rating(**_words(each)) for each in tables.pop("ratings", [])],
    )
    return pack_with({"points": changes}, **tables), known


def _words(cells: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) for name, value in cells.items()}


def _detected(pack: Pack, known: Told, step: dict[str, Any], day: date) -> Rows:
    found = detections(pack, NOBODY, day, step.get("plan"), known)
    return [
        {"subject": each.subject, "since": each.since, "why": each.why.key, "sure": each.sure,
         "official": each.official,
         "faults": dict(each.why.numbers).get("faults", "").removeprefix("word:")}
        for each in found if each.detector == step["detector"]
    ]  # fmt: skip


def _decided(pack: Pack, day: date, overdue: bool) -> Rows:
    found = decisions_overdue(pack, day) if overdue else decisions(pack, day)
    return [
        {"decision": each.row.decision_id, "standing": each.standing, "days": each.days,
         "open days": each.open_days}
        for each in found
    ]  # fmt: skip


def _answered(pack: Pack, known: Told, day: date, criterion: str | None) -> Rows:
    found = plan_quality(pack, NOBODY, day, known=known)
    return [
        {"point": point.point_id, "criterion": each.criterion, "answer": each.answer,
         "why": each.why.key}
        for point in found.points for each in point.answers
        if each.criterion == criterion or (criterion is None and point.point_id == "SAP22-01")
    ]  # fmt: skip


def _lines(pack: Pack, known: Told, day: date, indicator: str) -> Rows:
    return [
        {"place": line.place, "period": line.period,
         "baseline": _number(plain(line.target.baseline_value) if line.target else None),
         "target": _number(plain(line.target.target_value) if line.target else None),
         "actual": _number(plain(each.value) if each else None), "missed": line.missed,
         "publisher": each.publisher if each else None, "reached": each.reached if each else None}
        for line in results(pack, NOBODY, day, known=known)
        if line.indicator.indicator_id == indicator
        for each in line.actuals or (None,)
    ]  # fmt: skip


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)


@pytest.mark.parametrize("test", [test for _, test in CHAPTER], ids=[name for name, _ in CHAPTER])
def test_paragraph(test: dict[str, Any]) -> None:
    pack, known = world_of(test["given"])
    for step in test["expect"]:
        day = step.get("day", date(2025, 1, 31))
        if "found" in step:
            expected, told = step["found"], _detected(pack, known, step, day)
        elif "decided" in step or "overdue" in step:
            expected = step.get("decided", step.get("overdue"))
            told = _decided(pack, day, "overdue" in step)
        elif "lines" in step:
            expected, told = step["lines"], _lines(pack, known, day, step["indicator"])
        else:
            (criterion,) = step.keys() - {"says", "day"}
            expected = step[criterion]
            told = _answered(pack, known, day, None if criterion == "answers" else criterion)
        shown = [
            {name: row[name] for name in wanted}
            for row, wanted in zip(told, expected, strict=False)
        ]
        assert shown == expected, step.get("says")
        assert len(told) == len(expected), told[len(expected) :]


def test_every_detector_stands_in_the_chapter() -> None:
    told = {
        step["detector"] for _, test in CHAPTER for step in test["expect"] if "detector" in step
    }
    assert told == set(DETECTORS)
