"""What a claim kind is: a name, the columns of its own, and those that every claim has."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

__all__ = ["PROVENANCE", "STORED", "Column", "Kind", "kind_named", "kinds"]

ColumnType = Literal["text", "period", "integer", "decimal", "date", "flag", "texts"]

SQL_TYPES: dict[ColumnType, str] = {
    "text": "VARCHAR",
    "period": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DECIMAL(28,8)",
    "date": "DATE",
    "flag": "BOOLEAN",
    "texts": "VARCHAR[]",
}


@dataclass(frozen=True)
class Column:
    """A column of a claim kind.

    A ``period`` column holds a date as written (see :mod:`naap.periods`); two date columns,
    ``NAME_start`` and ``NAME_end``, are derived from it when a claim is written.
    """

    name: str
    type: ColumnType
    says: str
    required: bool = False

    @property
    def stored_as(self) -> tuple[tuple[str, str], ...]:
        """(name, SQL type) of each column that a Parquet file has for this one."""
        if self.type == "period":
            return (
                (self.name, "VARCHAR"),
                (f"{self.name}_start", "DATE"),
                (f"{self.name}_end", "DATE"),
            )
        return ((self.name, SQL_TYPES[self.type]),)


PROVENANCE: tuple[Column, ...] = (
    Column("series", "text", "Whose run of records it belongs to.", required=True),
    Column("record_key", "text", "Which record of the series it is.", required=True),
    Column("source", "text", "Who carried it: the id of a source.", required=True),
    Column("publisher", "text", "Who counted or decided, where that is not the source."),
    Column("document", "text", "The document, where the source has several."),
    Column("locator", "text", "Page, table, row or cell; empty: not recorded."),
    Column("basis", "text", "What kind of evidence it is.", required=True),
    Column("stated_on", "period", "When the source said so; empty: not recorded."),
)

STORED: tuple[tuple[str, str], ...] = (
    ("op", "VARCHAR"),
    ("key_id", "UUID"),
    ("claim_id", "VARCHAR"),
    ("value_hash", "UUID"),
    ("handling", "VARCHAR"),
    ("recorded_by", "VARCHAR"),
)


_ADDED_WHEN_READ = ("number", "recorded_at", "file_index", "kind")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Kind:
    """A kind of claim: what one says, its columns, and which of them name its subject."""

    name: str
    says: str
    columns: tuple[Column, ...]
    subject: tuple[str, ...]

    def __post_init__(self) -> None:
        known = {column.name for column in self.all_columns}
        stored = [name for name, _ in self.stored_columns]
        if len({*stored, *_ADDED_WHEN_READ}) != len(stored) + len(_ADDED_WHEN_READ):
            raise ValueError(f"kind {self.name}: a column stands twice, or a period's day does")
        if odd := [name for name in (self.name, *stored) if not _NAME.fullmatch(name)]:
            raise ValueError(f"kind {self.name}: {odd} must be small letters, digits and _")
        if unknown := set(self.subject) - known:
            raise ValueError(f"kind {self.name}: no column {sorted(unknown)}")

    @cached_property
    def all_columns(self) -> tuple[Column, ...]:
        return (*PROVENANCE, *self.columns)

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.all_columns}

    @cached_property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.all_columns if column.required)

    @cached_property
    def period_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.all_columns if column.type == "period")

    @cached_property
    def stored_columns(self) -> tuple[tuple[str, str], ...]:
        """(name, SQL type) of every column of the kind's Parquet files."""
        own = tuple(pair for column in self.all_columns for pair in column.stored_as)
        return (*STORED, *own)


@cache
def kinds() -> dict[str, Kind]:
    """Every kind, by name. A kind is a module of ``naap.ledger.kinds`` that defines ``KIND``."""
    package = importlib.import_module("naap.ledger.kinds")
    found = {}
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda each: each.name):
        kind: Kind = importlib.import_module(f"naap.ledger.kinds.{module.name}").KIND
        if kind.name != module.name:
            raise ValueError(f"kind {kind.name} stands in a file named {module.name}.py")
        found[kind.name] = kind
    return found


def kind_named(name: str) -> Kind:
    """The kind of that name; KeyError names those that exist."""
    try:
        return kinds()[name]
    except KeyError:
        raise KeyError(f"no claim kind {name!r}; there are {', '.join(kinds())}") from None
