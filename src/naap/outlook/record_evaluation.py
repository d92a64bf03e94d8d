"""The answer of ``naap evaluate`` kept as it was given, in the tables of the pack format."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

import naap
from naap.outlook.counts import digest_of
from naap.outlook.evaluate import Evaluation
from naap.outlook.evaluate_answer import answer
from naap.outlook.evaluate_design import Estimate, Series
from naap.outlook.record import append, id_for
from naap.pack.tables import EvaluationRecordRow, EvaluationRow, EvaluationSeriesRow

__all__ = ["record_evaluation", "series_digest"]

MOST_RATIO = 1_000_000
"""Beyond it an interval says nothing but: without end."""


def record_evaluation(
    folder: Path,
    found: Evaluation,
    ledger_digest: str,
    donors: Path | None,
    made_on: date,
    command: str,
    seed: int,
) -> str:
    """Add the answer to the record in the folder; the id it was given."""
    record_id = id_for(folder, EvaluationRecordRow)
    head = {
        "record_id": record_id,
        "made_on": made_on.isoformat(),
        "event_id": found.event.event_id,
        "event_on": found.event.day.isoformat(),
        "outcome": found.series.outcome,
        "publisher": found.series.publisher,
        "scope": found.series.scope,
        "first_after": found.series.written(found.start),
        "ledger_digest": ledger_digest,
        "counts_sha256": series_digest(found.series),
        "donors": donors.name if donors else "",
        "donors_sha256": hashlib.sha256(donors.read_bytes()).hexdigest() if donors else "",
        "program": naap.__version__,
        "seed": seed,
        "command": command,
        "answer_en": str(answer(found, "en")),
        "answer_ur": str(answer(found, "ur")),
    }
    own = {"record_id": record_id}
    append(folder, EvaluationRecordRow, [head])
    append(folder, EvaluationRow, [{**own, **row} for row in _answers(found)])
    append(folder, EvaluationSeriesRow, [{**own, **row} for row in _series(found)])
    return record_id


def series_digest(series: Series) -> str:
    """The hash of a series' counts, as ``naap.outlook.counts`` makes it of rows."""
    return digest_of(
        ("", series.written(series.first + int(each)), int(series.values[each]))
        for each in np.flatnonzero(~np.isnan(series.values))
    )


def _answers(found: Evaluation) -> Iterator[Mapping[str, Any]]:
    for each in found.estimates:
        yield {"about": "event", "what": "", **_told(each)}
    for one in found.variations:
        yield {"about": one.about, "what": _as_words(one.what), **_told(one.estimate)}


def _as_words(what: str) -> str:
    """``-6 months`` as ``6 months earlier``: a spreadsheet would take it for a formula."""
    if what[:1] not in {"+", "-"}:
        return what
    return f"{what[1:]} {'later' if what[0] == '+' else 'earlier'}"


def _told(each: Estimate) -> Mapping[str, Any]:
    dates, units = each.placebo_dates, each.placebo_units
    return {
        "design": each.design,
        "finding": each.finding,
        "ratio": _plain(each.ratio),
        "ratio_low": _plain(each.ratio_low),
        "ratio_high": _plain(each.ratio_high),
        "difference": _plain(each.difference, 1),
        "p": _plain(each.p, 4),
        "date_rank": dates.rank if dates else "",
        "dates": dates.of if dates else "",
        "unit_rank": units.rank if units else "",
        "units": units.of if units else "",
        "breaks": " ".join(each.details.get("breaks", ())),
        "made": each.made,
    }


def _plain(value: float | None, digits: int = 3) -> str:
    return "" if value is None else f"{min(value, MOST_RATIO):.{digits}f}"


def _series(found: Evaluation) -> Iterator[Mapping[str, Any]]:
    details = next(each for each in found.estimates if each.design == "segmented").details
    if not details:
        return
    for time, count, mean in zip(
        details["times"], details["observed"], details["expected"], strict=True
    ):
        yield {"time": time, "counted": int(count), "expected": f"{mean:.1f}"}
