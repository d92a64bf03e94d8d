"""Reading other people's tables: CSV, plain or zipped, with errors that name row and column."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Self

from naap.problems import UnusableInput

__all__ = ["CsvFile"]

_LONGEST_CELL = 1_000_000


class CsvFile:
    """A CSV file, or the one CSV file in a zip. Iterating gives (spreadsheet row, cells by name).

    ``other_names`` maps a column's name in some releases to the one used here; ``needed``
    names the columns without which nothing can be read.
    """

    def __init__(
        self, path: Path, other_names: Mapping[str, str] | None = None, needed: Sequence[str] = ()
    ) -> None:
        self._path = path
        self._stream = self._opened()
        csv.field_size_limit(_LONGEST_CELL)
        self._rows = csv.reader(self._stream)
        header = self._next_row(1) or []
        renamed = other_names or {}
        self.columns = [renamed.get(name.strip(), name.strip()) for name in header]
        self._check_header(needed)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        number = 1
        while (row := self._next_row(number + 1)) is not None:
            number += 1
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
            yield number, dict(zip(self.columns, (cell.strip() for cell in row), strict=True))

    def _opened(self) -> IO[str]:
        try:
            if zipfile.is_zipfile(self._path):
                archive = zipfile.ZipFile(self._path)
                inside = [name for name in archive.namelist() if name.lower().endswith(".csv")]
                if len(inside) != 1:
                    raise self._unusable(f"{len(inside)} CSV files in the zip", "exactly one")
                raw: IO[bytes] = archive.open(inside[0])
            else:
                raw = self._path.open("rb")
        except (OSError, zipfile.BadZipFile) as error:
            raise self._unusable(f"a file that cannot be opened ({error})", "a CSV file") from None
        return io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")

    def _next_row(self, number: int) -> list[str] | None:
        try:
            return next(self._rows, None)
        except (csv.Error, UnicodeDecodeError, zipfile.BadZipFile, OSError) as error:
            raise UnusableInput.one(
                self._path.name,
                row=number,
                found=f"something that cannot be read ({error})",
                expected="UTF-8 text with comma-separated cells",
                mend="Save the file again as CSV UTF-8; if it was downloaded, download it again.",
            ) from None

    def _check_header(self, needed: Sequence[str]) -> None:
        twice = sorted({name for name in self.columns if self.columns.count(name) > 1})
        if twice:
            raise self._unusable(f"the column {', '.join(twice)} more than once", "each once")
        missing = [name for name in needed if name not in self.columns]
        if missing:
            raise UnusableInput.one(
                self._path.name,
                row=1,
                column=", ".join(missing),
                found=f"no such column among {', '.join(self.columns[:8]) or 'none'} ...",
                expected="every column that this source needs",
                mend="Check that this is the right file, as its publisher released it.",
            )

    def _unusable(self, found: str, expected: str) -> UnusableInput:
        return UnusableInput.one(
            self._path.name, found=found, expected=expected, mend="Check the file."
        )
