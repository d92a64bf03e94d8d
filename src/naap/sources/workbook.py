"""Reading a sheet of an .xlsx workbook, row by row, with the addresses that its program shows."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Self
from xml.etree import ElementTree as ET

from naap.problems import UnusableInput
from naap.sources.cells import Value

__all__ = ["XlsxSheet"]

_LARGEST_UNPACKED = 256_000_000
_LARGEST_HELD = 64_000_000
_NOT_HELD = ("xl/worksheets/", "xl/media/")
"""Words and styles of a workbook are held in memory; its sheets and pictures are not."""
_LARGEST_DESCRIPTION = 4_000_000
_MOST_COLUMNS = 1_000
_LONGEST_CELL = 100_000
_LAST_HEADER_ROW = 10
_ROWS_A_REPORT = 5_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})'
                     rb'\$?(\d{1,7})"')  # fmt: skip
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_ODD = (
    ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError, AssertionError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What openpyxl and the modules below it raise for files that are no true workbooks."""


class XlsxSheet:
    """One sheet. Iterating gives (row number, cells by column name).

    ``sheet`` names it; without a name the workbook must have one visible sheet, or ``any_sheet``
    takes the first. ``header_row`` 0 finds the first row with two names or more. Macros and
    pictures are left alone. A formula gives the value that was saved with it; one without a
    saved value, and a merged cell, are told as faults where they stand in a column of ``needed``.
    """

    def __init__(
        self,
        path: Path,
        *,
        sheet: str | None = None,
        any_sheet: bool = False,
        header_row: int = 1,
        needed: Sequence[str] = (),
        most_rows: int = 1_048_576,
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._path = path
        self.header_row = header_row
        self._most_rows = most_rows
        self._progress = progress
        self._open: list[IO[bytes]] = []
        self._formulas = 0
        self.remarks: list[str] = []
        try:
            self.sheet, part = self._chosen(sheet, any_sheet)
            merged, has_formulas = self._scanned(part)
            self._sheets = [self._opened(data_only=True)]
            if has_formulas:
                self._sheets.append(self._opened(data_only=False))
            self._rows = self._paired()
            self.columns: list[str] = self._header(needed)
            self._needed = {self.columns.index(name) for name in needed}
            self._check_merged(merged)
        except BaseException:
            self._close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def __iter__(self) -> Iterator[tuple[int, dict[str, Value]]]:
        for number, shown, formulas in self._rows:
            if number > self._most_rows + self.header_row:
                raise self._unusable(
                    f"more than {self._most_rows:,} rows", "a table of this source", row=number
                )
            if number % _ROWS_A_REPORT == 0:
                self._progress(f"reading {self._path.name}: {number:,} rows")
            row: dict[str, Value] = {}
            for at, name in enumerate(self.columns):
                written = shown[at] if at < len(shown) else None
                if at < len(formulas) and at in self._needed:
                    self._check_formula(formulas[at], written, number, at)
                row[name] = _value(written)
            if any(value != "" for value in row.values()):
                yield number, row
        if self._formulas:
            self.remarks.append(
                f"{self._formulas:,} cells hold a formula; the values saved last were taken"
            )

    def place(self, row: int, column: str) -> str:
        """The column with the address of the cell, such as dead (Sheet1!C7)."""
        if column not in self.columns:
            return column
        return f"{column} ({self._address(self.columns.index(column), row)})"

    def _address(self, at: int, row: int) -> str:
        plain = re.fullmatch(r"\w+", self.sheet)
        sheet = self.sheet if plain else "'" + self.sheet.replace("'", "''") + "'"
        return f"{sheet}!{_letters(at)}{row}"

    def _close(self) -> None:
        self._progress("")
        for stream in self._open:
            stream.close()

    def _chosen(self, named: str | None, any_sheet: bool) -> tuple[str, str]:
        """The sheet's name and the part of the file that holds it."""
        try:
            with zipfile.ZipFile(self._path) as archive:
                self._check_size(archive)
                sheets = self._described(archive)
        except _ODD as error:
            raise self._odd(error) from None
        visible = [name for name, (_, state) in sheets.items() if state == "visible"]
        hidden = [name for name in sheets if name not in visible]
        if named is None and (len(visible) == 1 or (visible and any_sheet)):
            named = visible[0]
        if named is None or named not in sheets:
            raise self._unusable(
                f"no sheet {named!r}" if named else f"{len(visible)} visible sheets",
                f"one of the sheets {', '.join(map(repr, sheets))}"[:300],
                mend="Name the one to read in the mapping, as sheet: NAME.",
            )
        left = [name for name in hidden if name != named]
        if left:
            self.remarks.append(f"hidden sheets were not read: {', '.join(left)}"[:300])
        return named, sheets[named][0]

    def _check_size(self, archive: zipfile.ZipFile) -> None:
        members = archive.infolist()
        held = [member for member in members if not member.filename.startswith(_NOT_HELD)]
        for parts, most in ((members, _LARGEST_UNPACKED), (held, _LARGEST_HELD)):
            found = sum(member.file_size for member in parts)
            if found > most:
                raise self._unusable(
                    f"a workbook that unpacks to {found:,} bytes",
                    f"at most {most:,}",
                    mend="Save the sheet as CSV UTF-8 and import that.",
                )

    def _described(self, archive: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
        """Name of each sheet, with its part of the file and whether it is visible."""
        links = {
            link.get("Id", ""): link.get("Target", "")
            for link in self._parsed(archive, "xl/_rels/workbook.xml.rels")
            if link.get("Type", "").endswith("/worksheet")
        }
        found = {}
        for sheet in self._parsed(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet"):
            target = links.get(sheet.get(_LINK, ""))
            if target:
                part = target.removeprefix("/") if target[0] == "/" else f"xl/{target}"
                found[sheet.get("name", "")] = (part, sheet.get("state", "visible"))
        if not found:
            raise ValueError("no worksheet")
        return found

    def _parsed(self, archive: zipfile.ZipFile, part: str) -> ET.Element:
        with archive.open(part) as stream:
            text = stream.read(_LARGEST_DESCRIPTION)
        if b"<!DOCTYPE" in text:
            raise ValueError("a document type")
        return ET.fromstring(text)

    def _scanned(self, part: str) -> tuple[list[tuple[int, int, int, int]], bool]:
        """Merged cells (first and last column, first and last row), and whether it has formulas."""
        merged, has_formulas = [], False
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open(part) as stream:
                before = b""
                while piece := stream.read(1 << 20):
                    if b"<!DOCTYPE" in before + piece[:16]:
                        raise ValueError("a document type")
                    text = before + piece
                    merged += _MERGED.findall(text)
                    has_formulas = has_formulas or _FORMULA.search(text) is not None
                    # A mark may lie across two pieces.
                    before = text[text.rfind(b"<") :][-200:]
        except _ODD as error:
            raise self._odd(error) from None
        areas = [(_index(a), _index(c), int(b), int(d)) for a, b, c, d in merged]
        return areas, has_formulas

    def _opened(self, *, data_only: bool) -> Iterator[tuple[Any, ...]]:
        # Only here: it takes a while to load, and few imports read a workbook.
        import openpyxl

        # Opened here, because openpyxl leaves the file open where it stumbles.
        stream = self._path.open("rb")
        self._open.append(stream)
        try:
            with warnings.catch_warnings():
                # It warns of pictures and rules that it leaves out, which do not matter here.
                warnings.simplefilter("ignore")
                book = openpyxl.load_workbook(
                    stream, read_only=True, data_only=data_only, keep_links=False
                )
                sheet: Any = book[self.sheet]
                # The file's own word on how large the sheet is may be far off.
                sheet.reset_dimensions()
        except _ODD as error:
            raise self._odd(error) from None
        rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS)
        return rows

    def _paired(self) -> Iterator[tuple[int, tuple[Any, ...], tuple[Any, ...]]]:
        """(number, values, formulas) of every row from the header on."""
        number = 0
        while True:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    each = [next(rows, None) for rows in self._sheets]
            except _ODD as error:
                raise self._odd(error) from None
            number += 1
            shown = each[0]
            if shown is None:
                return
            if number >= self.header_row:
                yield number, shown, (each[1] or ()) if len(each) > 1 else ()
            elif number > self._most_rows:
                return

    def _header(self, needed: Sequence[str]) -> list[str]:
        names = self._names()
        if not names:
            raise self._unusable(
                "an empty row" if self.header_row else "no row with two names or more",
                "the names of the columns", row=self.header_row or None,
                mend="Say in the mapping which row names them, as header_row: 3.",
            )  # fmt: skip
        missing = [name for name in needed if name not in names]
        if missing:
            raise UnusableInput.one(
                self._path.name, row=self.header_row, column=", ".join(missing),
                found=f"no such column among {', '.join(names[:8])[:200]} ...",
                expected=f"a header with every column that is read, in the sheet {self.sheet}",
                mend="Correct the mapping; header_row says which row names the columns.",
            )  # fmt: skip
        twice = sorted({name for name in names if name and names.count(name) > 1})
        if twice:
            raise self._unusable(
                f"the column {', '.join(twice[:8])} more than once", "each once",
                row=self.header_row,
            )  # fmt: skip
        return [name or f"column {_letters(at)}" for at, name in enumerate(names)]

    def _names(self) -> list[str]:
        find = self.header_row == 0
        for number, shown, _ in self._rows:
            names = [str(_value(cell)).strip() for cell in shown]
            while names and not names[-1]:
                names.pop()
            if not find or sum(map(bool, names)) > 1:
                self.header_row = number
                return names
            if number == _LAST_HEADER_ROW:
                break
        return []

    def _check_merged(self, areas: Sequence[tuple[int, int, int, int]]) -> None:
        for first, last, top, bottom in areas:
            at = next((at for at in sorted(self._needed) if first <= at <= last), None)
            if at is not None and bottom >= self.header_row:
                raise self._unusable(
                    f"merged cells {_letters(first)}{top}:{_letters(last)}{bottom}",
                    "a value in every cell of a column that is read",
                    row=top, column=self.place(top, self.columns[at]),
                    mend="Unmerge them in the spreadsheet, and fill in each cell.",
                )  # fmt: skip

    def _check_formula(self, formula: Any, shown: Any, row: int, at: int) -> None:
        if not (isinstance(formula, str) and formula.startswith("=")) and not hasattr(
            formula, "ref"
        ):
            return
        if isinstance(shown, str) and shown == formula:
            return  # text that only begins with an equals sign
        self._formulas += 1
        if shown is None:
            raise self._unusable(
                "a formula without a saved value", "a value",
                row=row, column=self.place(row, self.columns[at]),
                mend="Open the workbook in a spreadsheet program and save it there.",
            )  # fmt: skip

    def _odd(self, error: BaseException) -> UnusableInput:
        if isinstance(error, UnusableInput):
            return error
        return self._unusable(
            f"a workbook that cannot be read ({type(error).__name__})",
            "an .xlsx workbook",
            mend="Open it in a spreadsheet program, and save it again as .xlsx or as CSV UTF-8.",
        )

    def _unusable(
        self,
        found: str,
        expected: str,
        *,
        row: int | None = None,
        column: str | None = None,
        mend: str = "Check the workbook.",
    ) -> UnusableInput:
        return UnusableInput.one(
            self._path.name, row=row, column=column, found=found, expected=expected, mend=mend
        )


def _value(written: Any) -> Value:
    if written is None:
        return ""
    if isinstance(written, bool):
        return str(written).upper()
    if isinstance(written, int):
        return Decimal(written)
    if isinstance(written, float):
        # A spreadsheet shows 15 digits; what it stores beyond them is noise such as 0.30000004.
        return Decimal(f"{written:.15g}") if abs(written) < 1e15 else str(written)
    if isinstance(written, datetime):
        return written.date()
    if isinstance(written, date):
        return written
    return str(written)[:_LONGEST_CELL].strip()


def _letters(at: int) -> str:
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _index(letters: bytes) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + letter - ord("A") + 1
    return at - 1
