"""Reading other people's tables: CSV, plain or zipped, with errors that name row and column."""

from __future__ import annotations

import csv
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Protocol, Self, TypeVar, cast

from naap.problems import UnusableInput

__all__ = ["CsvFile", "Table"]

# A hostile or broken file must not fill the memory: no cell, line or file beyond these.
_LONGEST_CELL = 1_000_000
_LONGEST_LINE = 8_000_000
_LARGEST_FILE = 8_000_000_000
_ROWS_A_REPORT = 5_000
_LAST_HEADER_ROW = 10
_DAMAGED = (OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
V = TypeVar("V", covariant=True)
_NOT_A_TABLE = {b"PK": "a broken zip file", b"%P": "a PDF file", b"\x1f\x8b": "a gzip file"}


class Table(Protocol[V]):
    """A file with rows. Iterating gives (row as its program counts, cells by column)."""

    @property
    def columns(self) -> list[str]: ...

    def __iter__(self) -> Iterator[tuple[int, Mapping[str, V]]]: ...

    def place(self, row: int, column: str) -> str:
        """How a person finds the cell."""


class CsvFile:
    """A CSV file, or the one CSV file in a zip. Iterating gives (spreadsheet row, cells by name).

    ``other_names`` maps a column's name in some releases to the one used here; ``needed``
    names the columns without which nothing can be read. With ``whole_lines`` a last row without
    a line end counts as cut off: its last number may have lost digits. ``layout`` names the
    columns of a file that was released without a header: as many cells, the first one a number.
    Of a wide file only the ``wanted`` columns are given; ``columns`` names all. ``among`` is asked
    once a row whether it is to be given: others are checked and read past. Rows before
    ``header_row`` are skipped; 0 finds the first row with two names or more.
    """

    def __init__(
        self,
        path: Path,
        other_names: Mapping[str, str] | None = None,
        needed: Sequence[str] = (),
        *,
        whole_lines: bool = False,
        layout: Sequence[str] = (),
        header_row: int = 1,
        delimiter: str = ",",
        most_rows: int | None = None,
        wanted: Collection[str] | None = None,
        among: Callable[[], bool] = lambda: True,
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._path = path
        self._whole_lines = whole_lines
        self.header_row = header_row
        self._most_rows = most_rows
        self._among = among
        self._progress = progress
        self._archive: zipfile.ZipFile | None = None
        self._stream = self._opened()
        try:
            csv.field_size_limit(_LONGEST_CELL)
            self._rows = csv.reader(self._lines(), delimiter=delimiter)
            header = self._header()
            if header is None:
                raise self._unusable("an empty file", "a table with a header")
            bare = bool(layout) and len(header) == len(layout) and header[0].isdecimal()
            self.has_header = not bare
            self._first = None if self.has_header else header
            header = header if self.has_header else list(layout)
            renamed = other_names or {}
            self.columns: list[str] = [renamed.get(name.strip(), name.strip()) for name in header]
            self._check_header(needed)
            self._wanted = [
                (at, name)
                for at, name in enumerate(self.columns)
                if wanted is None or name in wanted
            ]
        except BaseException:
            self._close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        number = self.header_row - (not self.has_header)
        places, names = [at for at, _ in self._wanted], [name for _, name in self._wanted]
        while (row := self._first or self._next_row(number + 1)) is not None:
            self._first = None
            number += 1
            if self._most_rows is not None and number > self._most_rows + self.header_row:
                raise self._unusable(
                    f"more than {self._most_rows:,} rows", "a file of this source", row=number
                )
            if number % _ROWS_A_REPORT == 0:
                self._progress(f"reading {self._path.name}: {number:,} rows")
            if not row:
                continue
            if len(row) != len(self.columns):
                raise UnusableInput.one(
                    self._path.name,
                    row=number,
                    found=f"{len(row)} cells",
                    expected=f"{len(self.columns)}, as in the header",
                    mend="Look for a stray or missing quote or comma in this row; the file may "
                    "also have been cut off.",
                )
            if not self._among():
                continue
            cells = row if len(names) == len(row) else [row[at] for at in places]
            yield number, dict(zip(names, map(str.strip, cells), strict=True))

    def place(self, row: int, column: str) -> str:
        """How a person finds the cell."""
        return column

    def _close(self) -> None:
        self._progress("")
        self._stream.close()
        if self._archive is not None:
            self._archive.close()

    def _opened(self) -> IO[bytes]:
        try:
            if not zipfile.is_zipfile(self._path):
                return self._path.open("rb")
            self._archive = zipfile.ZipFile(self._path)
            inside = self._table_inside(self._archive)
            # An encrypted or exotic member is refused by RuntimeError or NotImplementedError.
            member = self._archive.open(inside)
            return io.BufferedReader(cast("io.RawIOBase", member), 1 << 16)
        except (*_DAMAGED, RuntimeError) as error:
            raise self._unusable(f"a file that cannot be opened ({error})", "a CSV file") from None

    def _table_inside(self, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
        inside = [
            member
            for member in archive.infolist()
            # A Mac adds a shadow of every file.
            if member.filename.lower().endswith(".csv")
            and not member.filename.startswith("__MACOSX/")
        ]
        if len(inside) != 1:
            names = ", ".join(member.filename for member in inside[:4])
            raise self._unusable(
                f"{len(inside)} CSV files in the zip{f' ({names})' if names else ''}",
                "exactly one",
                mend="Unpack it and import the one file. A workbook must be saved as CSV first.",
            )
        if inside[0].file_size > _LARGEST_FILE:
            raise self._unusable(
                f"a zip that unpacks to {inside[0].file_size:,} bytes",
                f"at most {_LARGEST_FILE:,}",
            )
        return inside[0]

    def _lines(self) -> Iterator[str]:
        """The lines as text. Decoded one by one, so that an error is told at its own row."""
        encoding = "utf-8-sig"
        while line := self._stream.readline(_LONGEST_LINE):
            if not line.endswith(b"\n"):
                if len(line) == _LONGEST_LINE:
                    raise csv.Error(f"a line longer than {_LONGEST_LINE:,} bytes")
                if self._whole_lines:
                    raise csv.Error("the last row breaks off: it has no line end")
            yield line.decode(encoding)
            encoding = "utf-8"

    def _next_row(self, number: int) -> list[str] | None:
        try:
            return next(self._rows, None)
        except (csv.Error, UnicodeDecodeError, *_DAMAGED) as error:
            start = self._start() if number == 1 else None
            raise UnusableInput.one(
                self._path.name,
                row=number,
                found=start or f"something that cannot be read ({error})",
                expected="UTF-8 text with comma-separated cells",
                mend="Save the file again as CSV UTF-8; if it was downloaded, download it again.",
            ) from None

    def _header(self) -> list[str] | None:
        for number in range(1, self.header_row):
            self._next_row(number)
        if self.header_row:
            return self._next_row(self.header_row)
        for number in range(1, _LAST_HEADER_ROW + 1):
            row = self._next_row(number)
            if row is None:
                break
            if sum(map(bool, map(str.strip, row))) > 1:
                self.header_row = number
                return row
        raise self._unusable("no row with two names or more", "a table of two columns or more")

    def _start(self) -> str | None:
        with self._path.open("rb") as file:
            return _NOT_A_TABLE.get(file.read(2))

    def _check_header(self, needed: Sequence[str]) -> None:
        if self.columns and self.columns[0].startswith("<"):
            raise self._unusable(
                "a web page",
                "a CSV file",
                mend="Download the file itself; this may be an error page.",
            )
        missing = [name for name in needed if name not in self.columns]
        if missing:
            shown = ", ".join(self.columns[:8])[:200]
            raise UnusableInput.one(
                self._path.name,
                row=self.header_row,
                column=", ".join(missing),
                found=f"no such column among {shown or 'none'} ...",
                expected="a header with every column that is read",
                mend="Check that this is the right file, as its publisher released it.",
            )
        twice = sorted({name for name in self.columns if self.columns.count(name) > 1})
        if twice:
            named = ", ".join(twice[:8]) or "without a name"
            raise self._unusable(
                f"the column {named} more than once", "each once", row=self.header_row
            )

    def _unusable(
        self, found: str, expected: str, *, row: int | None = None, mend: str = "Check the file."
    ) -> UnusableInput:
        return UnusableInput.one(
            self._path.name, row=row, found=found, expected=expected, mend=mend
        )
