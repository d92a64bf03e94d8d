"""Reads one CSV file strictly: every cell under its column, every oddity reported."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from naap.pack.columns import Column
from naap.problems import Problem

__all__ = ["Record", "Sheet", "read_header", "read_sheet", "shown"]

LARGEST_FILE_MB = 50
# What the usual spreadsheet programs keep of a cell; they cut off the rest without a word.
LONGEST_CELL = 32_767

_FORMULA = re.compile(r"^\s*[=+@＝＋＠]")
# Nothing that a person types: it would break the pages and documents made from the pack.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
_SUSPECT = re.compile(f"{_FORMULA.pattern}|{_UNPRINTABLE.pattern}", re.MULTILINE)
_AS_CSV = "Save the file again as CSV, with commas, in UTF-8."

_LONGEST_READ = 131_072


@dataclass(frozen=True)
class Record:
    """One row of a file: its cells by column. ``row`` counts as a spreadsheet does."""

    file: str
    row: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """One file as read. ``complete`` is False where rows are missing, so that ids may be, too."""

    file: str
    header: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()
    complete: bool = False
    usable_header: bool = False


def shown(cell: str) -> str:
    """A cell as an error message quotes it: odd characters spelt out, long text cut."""
    return repr(cell if len(cell) <= 60 else cell[:57] + "...")


def read_sheet(path: Path, columns: tuple[Column, ...], file: str, report: list[Problem]) -> Sheet:
    """Read one file of a table; problems go to ``report``."""
    text = _text(path, file, report)
    if text is None:
        return Sheet(file)
    lines: list[tuple[int, list[str]]] = []
    complete = True
    csv.field_size_limit(_LONGEST_READ)  # one limit for the whole process: others set theirs
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines.extend((row, cells) for row, cells in enumerate(reader, start=1))
    except csv.Error as error:
        complete = False
        report.append(_not_csv(file, len(lines) + 1, str(error)))
    while lines and not lines[-1][1]:
        lines.pop()
    if not lines:
        return Sheet(file)
    header = tuple(lines[0][1])
    usable = _check_header(file, header, columns, report)
    known = {column.name for column in columns}
    records = []
    for row, cells in lines[1:]:
        if len(cells) != len(header) or not any(cells):
            report.append(_ragged(file, row, cells, header))
            complete = complete and not any(cells)
            continue
        record = Record(file, row, dict(zip(header, cells, strict=True)))
        if _SUSPECT.search("\n".join(cells)) or max(map(len, cells)) > LONGEST_CELL:
            report.extend(_odd_cells(record, known))
        records.append(record)
    return Sheet(file, header, tuple(records), complete, usable)


def read_header(path: Path) -> tuple[str, ...]:
    """The column names of a file, or none where it cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return tuple(next(csv.reader(file, strict=True), ()))
    except (OSError, ValueError, csv.Error):
        return ()


def _text(path: Path, file: str, report: list[Problem]) -> str | None:
    def refuse(found: str, expected: str, mend: str, row: int | None = None) -> None:
        report.append(Problem(file, row, None, found, expected, mend))

    try:
        size_mb = path.stat().st_size / 1e6
        data = path.read_bytes() if size_mb <= LARGEST_FILE_MB else None
    except OSError as error:
        refuse(f"a file that cannot be read ({error.strerror})", "a readable file",
               "Check the file and its permissions.")  # fmt: skip
        return None
    if data is None:
        refuse(f"{size_mb:.0f} MB", f"at most {LARGEST_FILE_MB} MB",
               "A pack holds a plan and its totals; import event data as a source.")  # fmt: skip
        return None
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        refuse("an empty file", "a header row", "Write the header, or delete an optional file.")
        return None
    if b"\0" in data:
        utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        before = data[: data.index(b"\0")]
        refuse("UTF-16 text" if utf16 else "a NUL byte", "UTF-8 text", _AS_CSV,
               None if utf16 else _row_after(before))  # fmt: skip
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refuse(f"the byte {data[error.start]:#04x}", "UTF-8 text", _AS_CSV,
               _row_after(data[: error.start]))  # fmt: skip
        return None


def _row_after(data: bytes) -> int:
    """The spreadsheet row in which the text that begins like this goes on."""
    text = data.decode("utf-8-sig", errors="replace").replace("\0", "?") + "?"
    try:
        return max(1, sum(1 for _ in csv.reader(io.StringIO(text, newline=""))))
    except csv.Error:
        return 1


def _not_csv(file: str, row: int, error: str) -> Problem:
    if "field limit" in error:
        return Problem(
            file, row, None, "a cell of more than 131,072 characters",
            f"at most {LONGEST_CELL:,} characters",
            "Look for a quotation mark that is not closed, or shorten the cell.",
        )  # fmt: skip
    return Problem(
        file, row, None, f"text that is not CSV ({error})", "cells separated by commas",
        'Put cells that hold a comma, a quotation mark or a line break between "quotation marks" '
        "and double the marks inside.",
    )  # fmt: skip


def _check_header(
    file: str, header: tuple[str, ...], columns: tuple[Column, ...], report: list[Problem]
) -> bool:
    """Report columns that are missing, unknown or written twice; True if rows can be read."""
    before = len(report)
    names = [column.name for column in columns]
    if len(header) == 1 and re.search("[;\t|]", header[0]):
        report.append(Problem(file, 1, None, f"the single column {shown(header[0])}",
                              "columns separated by commas", _AS_CSV))  # fmt: skip
        return False
    missing = [column.name for column in columns if column.required and column.name not in header]
    for place, name in enumerate(header):
        if name in header[:place]:
            report.append(Problem(file, 1, name or None, f"the column {shown(name)} twice",
                                  "every column once", "Delete one of them."))  # fmt: skip
        elif name not in names:
            near = difflib.get_close_matches(name.strip().lower(), names, 1)
            mend = f"Did you mean {near[0]}?" if near else "Delete the column."
            report.append(Problem(file, 1, name or None, f"the column {shown(name)}",
                                  "only columns of this table: " + ", ".join(names),
                                  mend))  # fmt: skip
    report.extend(
        Problem(file, 1, name, "no such column", "a column of this name", "Add the column.")
        for name in missing
    )
    return len(report) == before


def _ragged(file: str, row: int, cells: list[str], header: tuple[str, ...]) -> Problem:
    if not any(cells):
        return Problem(file, row, None, "an empty row", "no empty rows", "Delete the row.")
    mend = (
        "A comma inside a cell needs quotation marks around the cell."
        if len(cells) > len(header)
        else "Add the missing cells; an empty cell still needs its comma."
    )
    return Problem(
        file, row, None, f"{len(cells)} cells", f"{len(header)} cells, as in the header", mend
    )


def _odd_cells(record: Record, known: set[str]) -> Iterator[Problem]:
    for column, cell in record.cells.items():
        if column not in known:
            continue
        if len(cell) > LONGEST_CELL:
            yield Problem(
                record.file, record.row, column, f"{len(cell):,} characters",
                f"at most {LONGEST_CELL:,} characters",
                "Shorten the cell, or look for a quotation mark that is not closed.",
            )  # fmt: skip
        elif _FORMULA.search(cell):
            yield Problem(
                record.file, record.row, column, shown(cell),
                "a cell that does not begin with = + or @",
                "A spreadsheet would run it as a formula: write the value, or begin with a word.",
            )  # fmt: skip
        elif odd := _UNPRINTABLE.search(cell):
            yield Problem(
                record.file, record.row, column, f"the character U+{ord(odd[0]):04X}",
                "printable text", "Delete the character; check how the text was copied.",
            )  # fmt: skip
