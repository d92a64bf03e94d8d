"""Opening somebody's table, whatever kind of file it is in. The content decides, not the name."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from naap.problems import UnusableInput
from naap.sources.parquet import ParquetFile
from naap.sources.tabular import CsvFile
from naap.sources.workbook import XlsxSheet

__all__ = ["open_table"]

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_PARQUET = b"PAR1"
_AS_XLSX = "Open it in a spreadsheet program and save it as an .xlsx workbook, or as CSV UTF-8."


def open_table(
    path: Path,
    *,
    sheet: str | None = None,
    any_sheet: bool = False,
    header_row: int = 1,
    delimiter: str = ",",
    needed: Sequence[str] = (),
    most_rows: int = 1_000_000,
    progress: Callable[[str], None] = lambda _: None,
) -> CsvFile | XlsxSheet | ParquetFile:
    """The table in a CSV file (plain or zipped), a workbook or a Parquet file."""
    with path.open("rb") as file:
        start = file.read(4)
    if start == _PARQUET:
        return ParquetFile(path, needed=needed, most_rows=most_rows, progress=progress)
    if start == _OLD_WORKBOOK:
        raise UnusableInput.one(
            path.name,
            found="an old workbook (.xls), or one with a password",
            expected="an .xlsx workbook, a CSV file or a Parquet file",
            mend=f"{_AS_XLSX} Take off the password.",
        )
    inside = _members(path) if start == b"PK\x03\x04" else frozenset()
    if "xl/workbook.xml" in inside:
        return XlsxSheet(
            path, sheet=sheet, any_sheet=any_sheet, header_row=header_row, needed=needed,
            most_rows=most_rows, progress=progress,
        )  # fmt: skip
    if "xl/workbook.bin" in inside or "content.xml" in inside:
        raise UnusableInput.one(
            path.name,
            found="a workbook in another format (.xlsb or .ods)",
            expected="an .xlsx workbook, a CSV file or a Parquet file",
            mend=_AS_XLSX,
        )
    return CsvFile(
        path, needed=needed, header_row=header_row, delimiter=delimiter, most_rows=most_rows,
        progress=progress,
    )  # fmt: skip


def _members(path: Path) -> frozenset[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(archive.namelist())
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return frozenset()
