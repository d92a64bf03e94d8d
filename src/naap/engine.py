"""Where SQL runs: ``Engine.rows(sql, **parameters)``. DuckDB, in this process."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import duckdb

from naap.problems import UnusableInput

__all__ = ["Engine", "connect"]


def connect(database: str = ":memory:") -> duckdb.DuckDBPyConnection:
    """A connection that keeps to itself: DuckDB draws a progress bar on stdout where it may."""
    connection = duckdb.connect(database)
    connection.execute("SET enable_progress_bar = false")
    return connection


class Engine:
    """A connection with tables to ask. Use it as a context manager.

    SQL is the DuckDB dialect, short of what other engines lack (no QUALIFY, PIVOT or ASOF).
    Parameters are named: ``$year``.
    """

    def __init__(self, threads: int | None = None) -> None:
        self._connection = connect()
        self._connection.execute("SET TimeZone = 'UTC'")
        if threads is not None:
            self._connection.execute(f"SET threads = {int(threads)}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def rows(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        """The answer as one dict a row: whole numbers as int, DECIMAL as Decimal, DATE as date."""
        try:
            answer = self._connection.execute(sql, parameters or None)
        except duckdb.Error as error:
            if ".parquet" not in str(error):
                raise
            raise UnusableInput.one(
                "ledger",
                found=f"a data file that cannot be read ({str(error).splitlines()[0]})",
                expected="the file as it was written",
                mend="Run naap ledger verify: it names every damaged file.",
            ) from error
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def run(self, sql: str) -> None:
        """Carry out a statement that answers nothing."""
        self._connection.execute(sql)

    def table(
        self, name: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]
    ) -> None:
        """Make a table of the rows, in place of one that has its name. ``columns`` gives each
        column's SQL type, in order."""
        declared = ", ".join(f'"{column}" {type_}' for column, type_ in columns.items())
        self.run(f'CREATE OR REPLACE TABLE "{name}" ({declared})')
        shape = json.dumps([dict(columns)])
        data = json.dumps(list(rows), default=_as_json, ensure_ascii=False)
        listed = ", ".join(f'"{column}"' for column in columns)
        self._connection.execute(
            f'INSERT INTO "{name}" ({listed}) SELECT {listed} FROM '
            "(SELECT unnest(from_json($data, $shape), recursive := true))".replace(
                "$shape", "'" + shape.replace("'", "''") + "'"
            ),
            {"data": data},
        )

    def attach(self, database: Path, schema: str) -> None:
        """Make a DuckDB file readable under a schema name."""
        quoted = str(database).replace("'", "''")
        self.run(f"ATTACH '{quoted}' AS {schema} (READ_ONLY)")


def _as_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"{value!r} does not fit into a table")
