"""Reads a whole pack and reports all that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from naap.pack.coherence import check_coherence
from naap.pack.columns import columns_of, file_of
from naap.pack.descriptor import check_descriptor
from naap.pack.folder import leads_out, read_settings, table_files
from naap.pack.model import Pack
from naap.pack.references import check_references, check_repeats
from naap.pack.rows import Located, typed_rows
from naap.pack.rule_file import read_rules
from naap.pack.settings import PackSettings
from naap.pack.sheets import Sheet, read_sheet
from naap.pack.tables import RECORDED, TABLES, ForecastRow, PlaceRow, Row
from naap.problems import Problem, UnusableInput

__all__ = ["load", "load_record", "validate"]


def load(folder: Path) -> Pack:
    """Read a pack. Raises UnusableInput with every problem found.

    A ``datapackage.json`` that is out of date does not stop it: only other programs read that.
    What was recorded is not read here but by ``load_record``: few ask for it.
    """
    pack, problems = _read(Path(folder), recorded=False)
    if pack is None:
        raise UnusableInput(_sorted(problems))
    return pack


def load_record(folder: Path, pack: Pack) -> dict[str, tuple[Row, ...]]:
    """The tables of forecasts and answers that were recorded in a folder, of this pack.

    The folder may be that of the pack itself, or any other with these files alone.
    """
    folder = Path(folder)
    if not folder.is_dir():
        return dict.fromkeys(RECORDED, ())
    report: list[Problem] = []
    files = {
        table: [path] for table in RECORDED
        if (path := folder / file_of(table)).is_file() and not leads_out(path, folder)
    }  # fmt: skip
    sheets, tables = _tables(files, pack.settings, report)
    report.extend(check_references(sheets, TABLES.keys() - sheets.keys(), set()))
    for record, row in tables.get(ForecastRow.table, ()):
        if isinstance(row, ForecastRow) and not pack.has(PlaceRow, row.place_id):
            report.append(
                Problem(record.file, record.row, "place_id", record.cells["place_id"],
                        "a place of the pack", "Use the record with the pack it was made for.")
            )  # fmt: skip
            break
    if report:
        raise UnusableInput(_sorted(report))
    return {table: tuple(row for _, row in tables.get(table, ())) for table in RECORDED}


def validate(folder: Path) -> list[Problem]:
    """Everything that is wrong with a pack, by file and row; empty if nothing is."""
    folder = Path(folder)
    pack, problems = _read(folder)
    if folder.is_dir():
        settings = pack.settings if pack else read_settings(folder, [])
        problems.extend(check_descriptor(folder, settings))
    return _sorted(problems)


def _sorted(problems: list[Problem]) -> list[Problem]:
    return sorted(
        problems, key=lambda p: (p.file, p.row or 0, p.column or "", p.found, p.expected, p.mend)
    )


def _read(folder: Path, recorded: bool = True) -> tuple[Pack | None, list[Problem]]:
    report: list[Problem] = []
    if not folder.is_dir():
        report.append(
            Problem(str(folder), None, None, "no such folder", "the folder of a country pack",
                    "Check the path; the guide to the pack format says what the folder holds.")
        )  # fmt: skip
        return None, report
    settings = read_settings(folder, report)
    files = table_files(folder, report)
    if not recorded:
        files = {table: paths for table, paths in files.items() if table not in RECORDED}
    sheets, tables = _tables(files, settings, report)
    missing = {
        table
        for table, kind in TABLES.items()
        if table not in sheets
        or any(not part.complete or kind.key not in part.header for part in sheets[table])
    }
    reported = {(problem.file, problem.row, problem.column) for problem in report}
    report.extend(check_references(sheets, missing, reported))
    whole = len(report) == 0
    report.extend(check_coherence(tables, settings, whole))
    rules = read_rules(folder, tables, whole, report)
    if report or settings is None:
        return None, report
    rows = {table: tuple(row for _, row in tables.get(table, ())) for table in TABLES}
    return Pack(folder, settings, MappingProxyType(rows), rules), report


def _tables(
    files: Mapping[str, Sequence[Path]], settings: PackSettings | None, report: list[Problem]
) -> tuple[dict[str, list[Sheet]], dict[str, list[Located]]]:
    """The files of each table as they stand, and their rows that are right."""
    sheets: dict[str, list[Sheet]] = {}
    for table, paths in files.items():
        columns = columns_of(TABLES[table])
        sheets[table] = [read_sheet(path, columns, path.name, report) for path in paths]
    tables: dict[str, list[Located]] = {}
    starts = settings.fiscal_year_starts if settings else 1
    for table, parts in sheets.items():
        report.extend(check_repeats(TABLES[table], parts))
        records = [record for part in parts if part.usable_header for record in part.records]
        tables[table] = typed_rows(TABLES[table], records, report, fiscal_year_starts=starts)
    return sheets, tables
