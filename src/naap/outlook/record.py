"""Forecasts kept as they were made: quantiles and probabilities, appended and never altered.

A record lies in the folder of a pack, or in ``outlook`` of a workspace, in the tables
``forecast_records`` and ``forecasts`` of the pack format.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

import naap
from naap.outlook.counts import digest_of
from naap.outlook.forecasting import LEAST_MONTHS, make_forecast
from naap.outlook.months import month_text
from naap.outlook.panel import Panel
from naap.outlook.pool import Settings
from naap.outlook.scores import LEVELS
from naap.pack.columns import columns_of, file_of
from naap.pack.tables import ForecastRecordRow, ForecastRow, Row

__all__ = ["AHEAD", "BASELINES", "SHARES", "Kept", "append", "id_for", "panel_digest", "record"]

AHEAD = 12
"""Months ahead that are recorded."""
BASELINES = ("conflictology", "weighted-history")
"""Recorded beside the model: what it has to beat."""
SHARES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}


@dataclass(frozen=True)
class Kept:
    """What was added to a record."""

    record_id: str | None
    """None: there was nothing to add."""
    origins: tuple[str, ...]
    rows: int
    possible: int
    """Of how many origins some area has LEAST_MONTHS months before it."""


def record(
    folder: Path,
    panel: Panel,
    about: Mapping[str, str],
    since: int,
    every: int,
    made_on: date,
    command: str,
    settings: Settings | None = None,
    draws: int = 1000,
    seed: int = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> Kept:
    """Add forecasts of the origins that the record lacks, from ``since`` to the panel's last month.

    ``about`` says what is counted and where the counts came from: ``counted``, ``counts`` and
    ``ledger_digest``, as columns of the record. Rows that stand are not touched.
    """
    standing = {
        (row["place_id"], row["origin"], row["model"])
        for row in _read(folder / file_of(ForecastRow.table))
    }
    origins = sorted({*range(since, panel.last + 1, every), panel.last})
    possible = [origin for origin in origins if _can_be_told(panel, origin)]
    rows: list[dict[str, Any]] = []
    digests = set()
    for origin in possible:
        progress(f"forecasting from the end of {month_text(origin)}")
        for model in ("pool", *BASELINES):
            ahead = range(1, AHEAD + 1) if model == "pool" else range(1, 2)
            made, _ = make_forecast(panel, origin, ahead, draws, seed, model, settings)
            digests.add(made.about.get("settings_sha256"))
            for row, unit in enumerate(made.units):
                key = (str(unit), month_text(origin), model)
                if key in standing:
                    continue
                for step, told in zip(ahead, made.draws[row], strict=True):
                    rows.append(
                        {"place_id": key[0], "origin": key[1], "model": model,
                         "months_ahead": step if model == "pool" else "",
                         "retrospective": "yes" if origin < panel.last else "no", **_told(told)}
                    )  # fmt: skip
    if not rows:
        return Kept(None, (), 0, len(possible))
    record_id = id_for(folder, ForecastRecordRow)
    head = {
        "record_id": record_id, "made_on": made_on.isoformat(), **about,
        "counts_from": month_text(panel.first), "counts_to": month_text(panel.last),
        "counts_sha256": panel_digest(panel), "program": naap.__version__, "model": "pool",
        "settings_sha256": next(each for each in digests if each), "draws": draws, "seed": seed,
        "command": command,
    }  # fmt: skip
    append(folder, ForecastRecordRow, [head])
    append(folder, ForecastRow, [{"record_id": record_id, **row} for row in rows])
    added = tuple(dict.fromkeys(row["origin"] for row in rows))
    return Kept(record_id, added, len(rows), len(possible))


def _can_be_told(panel: Panel, origin: int) -> bool:
    known = panel.upto(origin).values[:, -LEAST_MONTHS:]
    return known.shape[1] == LEAST_MONTHS and bool((~np.isnan(known)).all(axis=1).any())


def _told(draws: Any) -> dict[str, Any]:
    """Quantiles that are draws themselves, and the chances of at least so many."""
    found = np.quantile(draws, list(SHARES.values()), method="inverted_cdf")
    chances = {f"p{level}": f"{float((draws >= level).mean()):.3f}".rstrip("0").rstrip(".")
               for level in LEVELS}  # fmt: skip
    return {**{name: int(each) for name, each in zip(SHARES, found, strict=True)}, **chances}


def panel_digest(panel: Panel) -> str:
    """The hash of a panel's counts, as ``naap.outlook.counts`` makes it of rows."""
    return digest_of(
        (str(unit), month_text(panel.first + int(column)), int(panel.values[row, column]))
        for row, unit in enumerate(panel.units)
        for column in np.flatnonzero(~np.isnan(panel.values[row]))
    )


def id_for(folder: Path, kind: type[Row]) -> str:
    """The next id of a table of records: r1, r2, and so on."""
    assert kind.key is not None
    taken = {row[kind.key] for row in _read(folder / file_of(kind.table))}
    return next(made for number in count(1) if (made := f"r{number}") not in taken)


def append(folder: Path, kind: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows below those of a table, in a file that is made where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_of(kind.table)
    names = [column.name for column in columns_of(kind)]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names, lineterminator="\n")
    if not path.exists():
        writer.writeheader()
    writer.writerows(rows)
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(stream.getvalue())


def _read(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
