"""Where everything stands in the workbook of a return: what writes it and what reads it agree.

Sheets and columns are named in the language of the workbook, and found by their place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from naap.ledger.claim import canonical
from naap.pack import Pack
from naap.pack.settings import Language
from naap.returns.expected import Row
from naap.returns.words import LANGUAGES, word

__all__ = [
    "ACTIONS", "COVER", "FIRST_ROW", "FORMAT", "HEADER_ROW", "NUMBERS", "Column", "Table",
    "sheet_names", "template_id",
]  # fmt: skip

FORMAT = 1
"""Version of this layout; it enters the template's id."""
HEADER_ROW, FIRST_ROW = 3, 4

COVER = {
    "body": "B4", "month": "B5", "due": "B6", "goes_to": "B7", "plan": "B8",
    "signed_on": "B9", "handling": "B10", "template": "B11",
}  # fmt: skip
"""The cells of the first sheet, by what stands in them; labels stand to their left."""


@dataclass(frozen=True)
class Column:
    """``name`` is a word of the catalogue (col_NAME), ``width`` in characters; a column that is
    ``asked`` is filled in."""

    name: str
    width: int
    asked: bool = False


@dataclass(frozen=True)
class Table:
    """The columns of a sheet, from column A on."""

    sheet: str
    columns: tuple[Column, ...]

    def at(self, name: str) -> int:
        """The number of a column, from 1."""
        return 1 + next(i for i, column in enumerate(self.columns) if column.name == name)

    def asked(self) -> list[str]:
        return [column.name for column in self.columns if column.asked]


NUMBERS = Table("numbers", (
    Column("code", 6), Column("point", 21), Column("label", 31), Column("label_other", 27),
    Column("place", 13), Column("period", 10), Column("unit", 13), Column("last", 12),
    Column("last_period", 11), Column("value", 13, True), Column("reason", 18, True),
    Column("explanation", 30, True), Column("message", 32),
))  # fmt: skip
ACTIONS = Table("actions", (
    Column("code", 6), Column("point", 21), Column("label", 31), Column("label_other", 27),
    Column("place", 13), Column("period", 10), Column("due", 13), Column("last", 14),
    Column("last_period", 11), Column("state", 17, True), Column("reason", 18, True),
    Column("evidence", 32, True), Column("message", 32),
))  # fmt: skip


def sheet_names(name: str) -> tuple[str, ...]:
    """What a sheet (return, numbers, actions, definitions) is called, by language."""
    return tuple(word(f"sheet_{name}", language) for language in LANGUAGES)


def template_id(pack: Pack, body: str, month: str, rows: Sequence[Row]) -> str:
    """Names a template: layout, pack, body, month, and a hash of these and of the rows asked for.

    What was accepted last, and the language of the labels, leave it alone.
    """
    about = [FORMAT, pack.settings.pack_id, body, month]
    asked = [[row.code, row.unit, row.measure, row.handling] for row in rows]
    mark = hashlib.sha256(canonical([*about, asked])).hexdigest()[:24]
    return "/".join(map(str, [*about, mark]))


def other(language: Language) -> Language:
    return "ur" if language == "en" else "en"
