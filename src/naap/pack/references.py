"""Ids: each given once, each reference answered."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from naap.pack.cells import Ref
from naap.pack.columns import Column, columns_of, file_of
from naap.pack.sheets import Record, Sheet, shown
from naap.pack.tables import TABLES, Row
from naap.problems import Problem

__all__ = ["check_references", "check_repeats"]

# Looking for the nearest of a thousand ids is slow; nobody reads more than this many guesses.
_GUESSES = 100


def check_repeats(kind: type[Row], sheets: Sequence[Sheet]) -> Iterator[Problem]:
    """Ids, or rows of a table without ids, that are there a second time."""
    columns = (kind.key,) if kind.key else kind.unique
    seen: dict[tuple[str, ...], Record] = {}
    for record in (record for sheet in sheets for record in sheet.records):
        if columns:
            told = tuple(record.cells.get(name, "") for name in columns)
        else:
            told = tuple(record.cells.get(column.name, "") for column in columns_of(kind))
        if not all(told) if columns else not any(told):
            continue
        first = seen.setdefault(told, record)
        if first is not record:
            yield _repeat(record, first, columns, told)


def _repeat(
    record: Record, first: Record, columns: tuple[str, ...], told: tuple[str, ...]
) -> Problem:
    where = f"first in {first.file}, row {first.row}"
    column = columns[0] if len(columns) == 1 else None
    if columns:
        found = f"{' + '.join(shown(cell) for cell in told)} again ({where})"
        expected = f"every {' + '.join(columns)} once"
        mend = "Delete one of the rows, or give it another id." if column else "Delete one."
    else:
        found, expected = f"the same row again ({where})", "every row once"
        mend = "Delete one of the rows."
    return Problem(record.file, record.row, column, found, expected, mend)


def check_references(
    sheets: Mapping[str, Sequence[Sheet]],
    missing: set[str],
    reported: set[tuple[str, int | None, str | None]],
) -> Iterator[Problem]:
    """Cells that name a row which does not exist.

    ``missing`` are tables of which not every row could be read: nothing is said about their ids.
    """
    ids = {
        table: {
            record.cells.get(kind.key, "") for sheet in sheets[table] for record in sheet.records
        }
        for table, kind in TABLES.items()
        if kind.key is not None and table in sheets
    }
    guesses: dict[tuple[Ref, str], str] = {}
    for table, kind in TABLES.items():
        # Tables name the same few rows thousands of times: what was answered once stays so.
        refs = [
            (column, column.ref, set[str]())
            for column in columns_of(kind)
            if column.ref is not None
        ]
        for record in (record for sheet in sheets.get(table, ()) for record in sheet.records):
            for column, ref, answered in refs:
                cell = record.cells.get(column.name, "")
                if not cell or cell in answered:
                    continue
                unknown = [
                    told
                    for told in _ids(cell, column)
                    if told != ref.besides and not any(told in ids.get(t, ()) for t in ref.tables)
                ]
                if not unknown:
                    answered.add(cell)
                elif (
                    not missing.intersection(ref.tables)
                    and (record.file, record.row, column.name) not in reported
                ):
                    for told in unknown:
                        yield _unknown(record, column, ref, told, ids, guesses)


def _ids(cell: str, column: Column) -> list[str]:
    parts = cell.split("|") if column.kind == "ids" else [cell]
    return [part.strip() for part in parts if part and not part.isspace()]


def _unknown(
    record: Record,
    column: Column,
    ref: Ref,
    told: str,
    ids: Mapping[str, set[str]],
    guesses: dict[tuple[Ref, str], str],
) -> Problem:
    files = " or ".join(file_of(table) for table in ref.tables)
    if (ref, told) not in guesses and len(guesses) < _GUESSES:
        known = sorted(set().union(*(ids.get(table, set()) for table in ref.tables)))
        near = difflib.get_close_matches(told, known, 1)
        guesses[ref, told] = f"Did you mean {near[0]}? Otherwise add" if near else "Add"
    advice = guesses.get((ref, told), "Correct the id, or add")
    return Problem(
        record.file, record.row, column.name, shown(told), column.words,
        f"{advice} a row with this id to {files}.",
    )  # fmt: skip
