"""Turns cells into typed rows and says of each wrong cell what it should hold."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from naap.pack.columns import Column, columns_of
from naap.pack.sheets import Record, shown
from naap.pack.tables import Row
from naap.problems import Problem

__all__ = ["Located", "typed_rows"]

Located = tuple[Record, Row]


@functools.cache
def _adapter(kind: type[Row]) -> TypeAdapter[list[Row]]:
    return TypeAdapter(list[kind])  # type: ignore[valid-type]


def typed_rows(
    kind: type[Row],
    records: Sequence[Record],
    report: list[Problem],
    *,
    fiscal_year_starts: int,
) -> list[Located]:
    """The rows of one table that are right; what is wrong with the others goes to ``report``."""
    context = {"fiscal_year_starts": fiscal_year_starts}
    names = {column.name: column for column in columns_of(kind)}
    cells = [
        {
            name: cell
            for name, cell in record.cells.items()
            if cell and not cell.isspace() and name in names
        }
        for record in records
    ]
    try:
        rows = _adapter(kind).validate_python(cells, context=context)
    except ValidationError as error:
        reported = {(problem.file, problem.row, problem.column) for problem in report}
        wrong = set()
        for fault in error.errors(include_url=False, include_input=False):
            index, name = int(fault["loc"][0]), str(fault["loc"][1])
            record = records[index]
            wrong.add(index)
            if (record.file, record.row, name) not in reported:
                reported.add((record.file, record.row, name))
                report.append(_problem(record, names[name], fault))
        records = [record for index, record in enumerate(records) if index not in wrong]
        right = [cell for index, cell in enumerate(cells) if index not in wrong]
        rows = _adapter(kind).validate_python(right, context=context)
    return list(zip(records, rows, strict=True))


def _problem(record: Record, column: Column, fault: Mapping[str, Any]) -> Problem:
    cell = record.cells.get(column.name, "")
    if not cell.strip():
        found, mend = "an empty cell", "Fill the cell in."
    else:
        found, mend = shown(cell), _mend(cell, column, fault)
    return Problem(record.file, record.row, column.name, found, column.words, mend)


def _mend(cell: str, column: Column, fault: Mapping[str, Any]) -> str:
    match column.kind:
        case "choice":
            near = difflib.get_close_matches(cell.strip().lower(), column.choices, 1)
            return f"Did you mean {near[0]!r}?" if near else "Write one of these words."
        case "period":
            return f"Correct the date: {str(fault['ctx']['error'])[:200]}."
        case "whole" | "number":
            if fault["type"] == "value_error":
                return "Write digits only: no thousands separator, unit or word."
            return "Correct the number."
        case "id" | "ids":
            return "Correct the id; spaces do not belong to it."
        case "flag":
            return "Write yes or no, in small letters."
        case _:
            return "Correct the cell."
