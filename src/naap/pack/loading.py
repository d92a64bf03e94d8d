"""Reads a whole pack and reports all that is wrong with it at once."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

from naap.pack.coherence import check_coherence
from naap.pack.columns import columns_of
from naap.pack.descriptor import check_descriptor
from naap.pack.folder import read_settings, table_files
from naap.pack.model import Pack
from naap.pack.references import check_references, check_repeats
from naap.pack.rows import Located, typed_rows
from naap.pack.rule_file import read_rules
from naap.pack.sheets import Sheet, read_sheet
from naap.pack.tables import TABLES
from naap.problems import Problem, UnusableInput

__all__ = ["load", "validate"]


def load(folder: Path) -> Pack:
    """Read a pack. Raises UnusableInput with every problem found.

    A ``datapackage.json`` that is out of date does not stop it: only other programs read that.
    """
    pack, problems = _read(Path(folder))
    if pack is None:
        raise UnusableInput(_sorted(problems))
    return pack


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


def _read(folder: Path) -> tuple[Pack | None, list[Problem]]:
    report: list[Problem] = []
    if not folder.is_dir():
        report.append(
            Problem(str(folder), None, None, "no such folder", "the folder of a country pack",
                    "Check the path; the guide to the pack format says what the folder holds.")
        )  # fmt: skip
        return None, report
    settings = read_settings(folder, report)
    files = table_files(folder, report)
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
