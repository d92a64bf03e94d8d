"""Reasons as sentences, with the pack's own names of bodies, points and sources in them.

A gap of a reason may hold ``body:ID``, ``source:ID``, ``point:ID``, ``plan:ID``, ``place:ID``,
``quantity:ID``, ``scope:ID``, ``event:ID`` or ``word:KEY``, also several ids separated by ``|``, or
``text:TABLE:ID:FIELD``: the pack and the catalogue give the words in the reader's language.
"""

from __future__ import annotations

from naap.pack import Pack
from naap.pack.settings import Language
from naap.pack.tables import (
    TABLES,
    BodyRow,
    ContextEventRow,
    PlaceRow,
    PlanRow,
    PointRow,
    QuantityRow,
    Row,
    ScopeRow,
    SourceRow,
)
from naap.status.words import Why, Written, as_data, said, word

__all__ = ["bodies", "names", "sentence", "text_of"]

_NAMED: dict[str, tuple[type[Row], str]] = {
    "body": (BodyRow, "name"),
    "point": (PointRow, "title"),
    "plan": (PlanRow, "title"),
    "place": (PlaceRow, "name"),
    "quantity": (QuantityRow, "name"),
    "scope": (ScopeRow, "title"),
}
_COMMA = {"en": ", ", "ur": "، "}
_POINTS = {"en": "” and “", "ur": "» اور «"}
"""Titles of points stand in quotation marks, and hold commas themselves."""


def bodies(ids: tuple[str, ...] | list[str]) -> str:
    """What a reason writes for some bodies."""
    return "body:" + "|".join(ids)


def text_of(row: Row, field: str) -> str:
    """What a reason writes for a text of a row that both languages have."""
    return f"text:{row.table}:{getattr(row, str(row.key))}:{field}"


def sentence(pack: Pack, reason: Why, language: Language, period: Written = as_data) -> str:
    """The sentence of a reason in a language; a name that the pack lacks stays its id."""
    filled = tuple((name, names(pack, value, language, period)) for name, value in reason.numbers)
    return said(Why(reason.key, filled), language, period)


def names(pack: Pack, value: str, language: Language, period: Written = as_data) -> str:
    kind, colon, ids = value.partition(":")
    if not colon:
        return value
    if kind == "text":
        table, row_id, field = ids.split(":", 2)
        row = TABLES[table]
        return pack.text(pack.get(row, row_id), field, language)[0] if pack.has(row, row_id) else ""
    if kind == "word":
        return _COMMA[language].join(word(each, language) for each in ids.split("|"))
    if kind == "event":
        events = (_event(pack, each, language, period) for each in ids.split("|"))
        return _COMMA[language].join(events)
    if kind == "source":
        return _COMMA[language].join(_source(pack, each) for each in ids.split("|"))
    if kind not in _NAMED:
        return value
    between = _POINTS if kind == "point" else _COMMA
    return between[language].join(_name(pack, kind, each, language) for each in ids.split("|"))


def _name(pack: Pack, kind: str, row_id: str, language: Language) -> str:
    table, field = _NAMED[kind]
    return (
        pack.text(pack.get(table, row_id), field, language)[0]
        if pack.has(table, row_id)
        else row_id
    )


def _event(pack: Pack, event_id: str, language: Language, period: Written) -> str:
    if not pack.has(ContextEventRow, event_id):
        return event_id
    row = pack.get(ContextEventRow, event_id)
    return f"{pack.text(row, 'title', language)[0]} ({period(str(row.when), language)})"


def _source(pack: Pack, source_id: str) -> str:
    return pack.get(SourceRow, source_id).title if pack.has(SourceRow, source_id) else source_id
