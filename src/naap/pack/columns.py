"""What each column of a table takes, read from the table's class and said in plain words.

Errors, the field tables of the documentation and ``datapackage.json`` all say it from here.
"""

from __future__ import annotations

import functools
import types
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from naap.pack.cells import Ref
from naap.pack.tables import Row
from naap.periods import Period

__all__ = ["PERIODS", "Column", "columns_of", "file_of"]

PERIODS = "2014-12-24, 2014-12, 2016-H1, 2016-Q3, 2016, FY2016-17 or 2002/2003"
Kind = Literal["id", "ids", "text", "choice", "flag", "period", "whole", "number"]
_KINDS: dict[Any, Kind] = {
    bool: "flag", int: "whole", float: "number", Decimal: "number", Period: "period",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column: what may stand in its cells."""

    name: str
    kind: Kind
    required: bool
    description: str
    default: str | None = None
    choices: tuple[str, ...] = ()
    ref: Ref | None = None
    pattern: str | None = None
    longest: int | None = None
    least: float | None = None
    most: float | None = None
    above: float | None = None

    @property
    def words(self) -> str:
        """What the cell takes, as an error message and the documentation put it."""
        match self.kind:
            case "choice":
                return "one of: " + ", ".join(self.choices)
            case "flag":
                return "yes or no"
            case "period":
                return f"a date or period such as {PERIODS}"
            case "whole":
                return "a whole number" + self._range()
            case "number":
                return "a plain number such as 1200 or 12.5" + self._range()
            case "ids":
                return f"ids from {self._found_in()}, separated by |"
            case "id":
                return self._id_words()
            case _:
                return "text"

    def _id_words(self) -> str:
        if self.ref is None:
            return "an id of letters, digits and . _ -, at most 80 characters"
        words = f"an id from {self._found_in()}"
        return words if self.ref.besides is None else f"{words}, or {self.ref.besides}"

    def _found_in(self) -> str:
        return " or ".join(file_of(table) for table in (self.ref.tables if self.ref else ()))

    def _range(self) -> str:
        if self.above is not None:
            return f" above {self.above:g}"
        if self.least is not None and self.most is not None:
            return f" from {self.least:g} to {self.most:g}"
        if self.least is not None:
            return f" of {self.least:g} or more"
        return ""


def file_of(table: str) -> str:
    """The file in which a table is kept (figures may have more files beside it)."""
    return "crosswalk.sssom.csv" if table == "crosswalk" else f"{table}.csv"


@functools.cache
def columns_of(row: type[Row]) -> tuple[Column, ...]:
    """The columns of a table, in the order in which they are documented and written."""
    return tuple(_column(name, field) for name, field in row.model_fields.items())


def _column(name: str, field: Any) -> Column:
    base, notes = _unwrap(field.annotation)
    notes += field.metadata
    facts: dict[str, Any] = {}
    for note in notes:
        if isinstance(note, Ref):
            facts["ref"] = note
        for mark, fact in (
            ("pattern", "pattern"), ("max_length", "longest"),
            ("ge", "least"), ("le", "most"), ("gt", "above"),
        ):  # fmt: skip
            if getattr(note, mark, None) is not None:
                facts[fact] = getattr(note, mark)
    if get_origin(base) is Literal:
        kind: Kind = "choice"
        facts["choices"] = get_args(base)
    elif get_origin(base) is tuple:
        kind = "ids"
    elif base is str:
        kind = "id" if "ref" in facts or "pattern" in facts else "text"
    else:
        kind = _KINDS[base]
    if isinstance(field.default, bool):
        facts["default"] = "yes" if field.default else "no"
    elif isinstance(field.default, str):
        facts["default"] = field.default
    return Column(name, kind, field.is_required(), field.description or "", **facts)


def _unwrap(annotation: Any) -> tuple[Any, list[Any]]:
    """Strip Optional and Annotated off a type; return it with what was annotated."""
    if get_origin(annotation) is Annotated:
        inner, *notes = get_args(annotation)
        base, more = _unwrap(inner)
        return base, [*notes, *more]
    if get_origin(annotation) in (Union, types.UnionType):
        (inner,) = (part for part in get_args(annotation) if part is not type(None))
        return _unwrap(inner)
    return annotation, []
