"""Panels and forecasts as files: Parquet or CSV in, arrays out, and back.

A file of a panel has one row for a unit and a month; one of a forecast a row for each draw too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from naap import __version__
from naap.engine import connect
from naap.outlook.panel import Forecast, Panel, Unit
from naap.problems import UnusableInput

__all__ = ["read_forecast", "read_panel", "write_forecast"]

USUAL = {
    "unit": ("unit", "country_id", "priogrid_gid", "priogrid_id", "pg_id", "place"),
    "time": ("time", "month_id", "month"),
    "value": ("value", "y", "outcome"),
    "outcome": ("outcome", "value", "y"),
    "draw": ("draw",),
}
"""Names under which a column is looked for when none was told, the first that is there."""
MOST_MONTHS = 12_000


def read_panel(
    file: Path, unit: str | None = None, time: str | None = None, value: str | None = None
) -> Panel:
    """Counts of at least 0 from a file; columns by their usual names where none is told."""
    given = _read(file, {"unit": unit, "time": time, "value": value})
    first, months = int(given.times.min()), int(np.ptp(given.times)) + 1
    if months > MOST_MONTHS:
        raise UnusableInput.one(
            file, found=f"{months:,} months from the first to the last", column=given.time,
            expected=f"at most {MOST_MONTHS:,}", mend="Check the column of months.",
        )  # fmt: skip
    place = given.rows * months + (given.times - first)
    if np.bincount(place).max() > 1:
        raise UnusableInput.one(
            file, found="a unit and month twice", expected="one row for each",
            mend="Sum or remove the rows that are there twice.",
        )  # fmt: skip
    grid = np.full(len(given.units) * months, np.nan)
    grid[place] = given.counts
    return Panel(given.units, first, grid.reshape(-1, months), given.in_words)


def read_forecast(file: Path, unit: str | None = None, time: str | None = None) -> Forecast:
    """Draws from a file: every unit and month with the same number of draws."""
    given = _read(file, {"unit": unit, "time": time, "outcome": None, "draw": None})
    times, columns = _ranked(given.times)
    numbers, draws = _ranked(given.draws)
    shape = (len(given.units), len(times), len(numbers))
    cube = np.full(shape[0] * shape[1] * shape[2], np.nan)
    cube[(given.rows * shape[1] + columns) * shape[2] + draws] = given.counts
    lacking = int(np.isnan(cube).sum())
    if lacking or len(given.counts) != cube.size:
        wrong = f"{lacking:,} draws lacking" if lacking else "draws that are there twice"
        raise UnusableInput.one(
            file, found=f"{wrong} ({shape[0]} units, {shape[1]} months, {shape[2]} draws)",
            expected="every draw of every unit and month once", mend="Write the file anew.",
        )  # fmt: skip
    listed = tuple(int(each) for each in times)
    return Forecast(given.units, listed, cube.reshape(shape), given.in_words, _about(file))


def write_forecast(file: Path, forecast: Forecast) -> None:
    """Columns unit, time, draw, outcome, in this order of rows; ``about`` beside the table."""
    units, times, draws = forecast.draws.shape
    about = {"made_by": f"naap {__version__}", **forecast.about}
    said = ", ".join(f"{_text(key)}: {_text(value)}" for key, value in about.items())
    whole = bool(np.all(forecast.draws == np.floor(forecast.draws)))
    partial = file.with_name(f".{file.name}.partial")
    with connect() as connection:
        connection.execute("SET threads = 1")
        connection.register(
            "given",
            {
                "u": np.repeat(np.arange(units, dtype=np.int32), times * draws),
                "t": np.tile(np.repeat(np.arange(times, dtype=np.int32), draws), units),
                "draw": np.tile(np.arange(draws, dtype=np.int32), units * times),
                "outcome": forecast.draws.reshape(-1).astype(np.int64 if whole else np.float64),
            },
        )
        for name, values in (
            ("units", forecast.units),
            ("times", tuple(map(forecast.written, forecast.times))),
        ):
            kind = "VARCHAR" if any(isinstance(each, str) for each in values) else "BIGINT"
            connection.execute(f"CREATE TABLE {name} (n INTEGER, called {kind})")
            connection.execute(
                f"INSERT INTO {name} SELECT unnest(?), unnest(?)",
                [list(range(len(values))), list(values)],
            )
        connection.execute(
            "COPY (SELECT units.called AS unit, times.called AS time, draw, outcome FROM given "
            "JOIN units ON units.n = u JOIN times ON times.n = t ORDER BY u, t, draw) "
            f"TO {_text(str(partial))} (FORMAT parquet, KV_METADATA {{{said}}})"
        )
    partial.replace(file)


@dataclass(frozen=True, eq=False)
class _Given:
    """The rows of a file as arrays; ``rows`` is each unit's place among ``units``."""

    units: tuple[Unit, ...]
    in_words: bool
    time: str
    rows: NDArray[np.int64]
    times: NDArray[np.int64]
    counts: NDArray[np.float64]
    draws: NDArray[np.int64]


def _read(file: Path, wanted: Mapping[str, str | None]) -> _Given:
    """The fourth of the wanted columns is the draw; a panel has none."""
    reader = "read_parquet" if file.suffix == ".parquet" else "read_csv"
    with connect() as connection:
        connection.execute("SET threads = 2")
        try:
            connection.execute(f"CREATE TABLE given AS FROM {reader}({_text(str(file))})")
        except duckdb.Error as error:
            raise UnusableInput.one(
                file, found=f"what cannot be read ({str(error).splitlines()[0]})",
                expected="a Parquet file (.parquet) or a CSV file with a header",
                mend="Check the path and the file.",
            ) from error  # fmt: skip
        types = {row[0]: row[1] for row in connection.execute("DESCRIBE given").fetchall()}
        unit, time, count, *draw = _columns(file, wanted, types)
        in_words = types[time] in ("VARCHAR", "DATE")
        month = f"CAST({_name(time)} AS VARCHAR)"
        number = (
            f"(CAST({month}[1:4] AS BIGINT) - 1980) * 12 + CAST({month}[6:7] AS BIGINT)"
            if in_words
            else _name(time)
        )
        try:
            connection.execute(
                "CREATE TABLE units AS SELECT row_number() OVER (ORDER BY called) - 1 AS u, called "
                f"FROM (SELECT DISTINCT {_name(unit)} AS called FROM given) "
                "WHERE called IS NOT NULL"
            )
            answer = connection.execute(
                f"SELECT CAST(u AS BIGINT) AS u, CAST({number} AS BIGINT) AS t, "
                f"CAST(given.{_name(count)} AS DOUBLE) AS count, "
                f"CAST({_name(draw[0]) if draw else 0} AS BIGINT) AS draw "
                f"FROM given LEFT JOIN units ON called = given.{_name(unit)}"
            ).fetchnumpy()
            units = tuple(
                each for (each,) in connection.execute("SELECT called FROM units ORDER BY u")
                .fetchall()
            )  # fmt: skip
        except duckdb.Error as error:
            raise UnusableInput.one(
                file, found=f"a cell of the wrong sort ({str(error).splitlines()[0]})",
                expected="months as whole numbers or as 2017-10, counts as numbers",
                mend="Correct it; a count that nobody knows has no row.",
            ) from error  # fmt: skip
    if not units:
        raise UnusableInput.one(
            file, found="no row", expected="a row for each unit and month",
            mend="Check what wrote the file.",
        )  # fmt: skip
    for name, column in (("u", unit), ("t", time), ("draw", *draw)) if draw else (
        ("u", unit), ("t", time),
    ):  # fmt: skip
        if np.ma.is_masked(answer[name]):
            raise UnusableInput.one(
                file, found="an empty cell", expected="a value in every row", column=column,
                mend="Fill it in, or leave the row out.",
            )  # fmt: skip
    counts = np.ma.filled(answer["count"], np.nan)
    bad = ~(np.isfinite(counts) & (counts >= 0))
    if bad.any():
        where = f"{units[answer['u'][bad][0]]}, {answer['t'][bad][0]}"
        raise UnusableInput.one(
            file, found=f"{counts[bad][0]:g} for unit and month {where}", column=count,
            expected="a count of at least 0",
            mend=f"Correct it ({int(bad.sum()):,} in all); a count that nobody knows has no row.",
        )  # fmt: skip
    rows, times, draws = (np.ma.getdata(answer[name]) for name in ("u", "t", "draw"))
    return _Given(units, in_words, time, rows, times, counts, draws)


def _columns(file: Path, wanted: Mapping[str, str | None], types: Mapping[str, str]) -> list[str]:
    found = []
    for name, told in wanted.items():
        choice = (told,) if told else USUAL[name]
        here = next((each for each in choice if each in types), None)
        if here is None:
            raise UnusableInput.one(
                file, found=f"the columns {', '.join(types)}", column=told or name,
                expected=f"a column {' or '.join(choice)}",
                mend="Name the columns with --unit, --time and --value.",
            )  # fmt: skip
        found.append(here)
    return found


def _ranked(values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The values that occur, and each one's place among them: of small numbers without a sort."""
    low = int(values.min())
    span = int(values.max()) - low
    if span > 10 * len(values):
        kinds, places = np.unique(values, return_inverse=True)
        return kinds, places
    seen = np.zeros(span + 1, dtype=bool)
    seen[values - low] = True
    return np.flatnonzero(seen) + low, (np.cumsum(seen) - 1)[values - low]


def _about(file: Path) -> Mapping[str, str]:
    if file.suffix != ".parquet":
        return {}
    with connect() as connection:
        told = connection.execute(
            "SELECT CAST(key AS VARCHAR), CAST(value AS VARCHAR) "
            f"FROM parquet_kv_metadata({_text(str(file))})"
        ).fetchall()
    return {key: value for key, value in told if not key.startswith(("ARROW", "pandas"))}


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
