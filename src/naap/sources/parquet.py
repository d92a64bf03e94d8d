"""Reading a Parquet file row by row."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

import duckdb

from naap.engine import connect
from naap.problems import UnusableInput
from naap.sources.cells import Value

__all__ = ["ParquetFile"]

_ROWS_AT_ONCE = 2_000
_LONGEST_CELL = 100_000
_PLAIN = (
    "VARCHAR", "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT",
    "USMALLINT", "UINTEGER", "UBIGINT", "FLOAT", "DOUBLE", "DECIMAL", "DATE",
)  # fmt: skip
_DAYS = ("TIMESTAMP",)
_WORDS = ("ENUM", "UUID", "TIME")
_PATTERN_SIGNS = "*?[]{}"


class ParquetFile:
    """A Parquet file. Iterating gives (row, cells by column name); its first row is row 1.

    A column of lists, structures or bytes is named among the columns and always empty.
    """

    def __init__(
        self,
        path: Path,
        *,
        needed: Sequence[str] = (),
        most_rows: int | None = None,
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._path = path
        self._most_rows = most_rows
        self._progress = progress
        self._open = ExitStack()
        self.remarks: list[str] = []
        try:
            self._engine = self._open.enter_context(connect())
            self._engine.execute("SET memory_limit = '1GB'; SET threads = 1")
            self._engine.execute("SET autoinstall_known_extensions = false")
            self._engine.execute("SET autoload_known_extensions = false")
            self._engine.execute("SET enable_progress_bar = false")
            self._read_from = str(self._without_pattern(path.resolve()))
            types = self._types()
            self.columns: list[str] = list(types)
            missing = [name for name in needed if name not in types]
            if missing:
                raise UnusableInput.one(
                    path.name, column=", ".join(missing),
                    found=f"no such column among {', '.join(self.columns[:8])[:200]} ...",
                    expected="a file with every column that is read", mend="Correct the mapping.",
                )  # fmt: skip
            self._selected = ", ".join(_selected(name, kind) for name, kind in types.items())
        except BaseException:
            self._close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def __iter__(self) -> Iterator[tuple[int, dict[str, Value]]]:
        number = 0
        found = self._asked(f"SELECT {self._selected} FROM read_parquet(?)")
        while rows := self._fetched(found):
            for row in rows:
                number += 1
                if self._most_rows is not None and number > self._most_rows:
                    raise UnusableInput.one(
                        self._path.name, row=number, found=f"more than {self._most_rows:,} rows",
                        expected="a table of this source", mend="Check the file.",
                    )  # fmt: skip
                yield number, dict(zip(self.columns, map(_value, row), strict=True))
            self._progress(f"reading {self._path.name}: {number:,} rows")

    def place(self, row: int, column: str) -> str:
        """How a person finds the cell."""
        return column

    def _close(self) -> None:
        self._progress("")
        self._open.close()

    def _without_pattern(self, path: Path) -> Path:
        """The same file under a name that the engine does not take for a pattern of names."""
        if not any(sign in str(path) for sign in _PATTERN_SIGNS):
            return path
        folder = self._open.enter_context(tempfile.TemporaryDirectory(prefix="naap-"))
        link = Path(folder) / "table.parquet"
        link.symlink_to(path)
        return link

    def _types(self) -> dict[str, str]:
        found = self._asked("DESCRIBE SELECT * FROM read_parquet(?)")
        return {str(row[0]): str(row[1]) for row in found.fetchall()}

    def _asked(self, sql: str) -> duckdb.DuckDBPyConnection:
        try:
            return self._engine.execute(sql, [self._read_from])
        except (duckdb.Error, RuntimeError) as error:
            raise self._odd(error) from None

    def _fetched(self, found: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
        try:
            return found.fetchmany(_ROWS_AT_ONCE)
        except (duckdb.Error, RuntimeError, ValueError, OverflowError) as error:
            raise self._odd(error) from None

    def _odd(self, error: Exception) -> UnusableInput:
        return UnusableInput.one(
            self._path.name,
            found=f"a file that cannot be read ({type(error).__name__})",
            expected="a Parquet file",
            mend="Write it again; if it was downloaded, download it again.",
        )


def _selected(name: str, kind: str) -> str:
    quoted = '"' + name.replace('"', '""') + '"'
    if kind.endswith("[]"):
        return "NULL"
    if kind.startswith(_DAYS):
        return f"CAST({quoted} AS DATE)"
    if kind.startswith(_WORDS):
        return f"CAST({quoted} AS VARCHAR)"
    return quoted if kind.startswith(_PLAIN) else "NULL"


def _value(written: Any) -> Value:
    # A number that is none is how data programs write a gap.
    if written is None or written != written:
        return ""
    if isinstance(written, bool):
        return str(written).upper()
    if isinstance(written, float):
        return Decimal(f"{written:.15g}") if abs(written) < 1e15 else str(written)
    if isinstance(written, int):
        return Decimal(written)
    if isinstance(written, Decimal):
        return written
    if isinstance(written, datetime):
        return written.date()
    return written if isinstance(written, date) else str(written)[:_LONGEST_CELL].strip()
