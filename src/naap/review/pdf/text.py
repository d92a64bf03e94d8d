"""Words as the PDF takes them: plain strings and small records, never markup.

A line is a list of pieces. A piece is a text, or a record: ``t`` its text with ``b`` strong or
``m`` muted, or ``r`` the id of a source, whose number stands there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from naap.figures import Cell, Computed
from naap.pack import Pack
from naap.pack.tables import Row
from naap.review.numbers import period_written, written

__all__ = [
    "ARABIC",
    "ARABIC_WORDS",
    "Line",
    "cleaned",
    "joined",
    "marked",
    "muted",
    "refs_in",
    "strong",
    "text",
    "title_of",
]

Line = list[str | dict[str, Any]]

_LETTER = "[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefe]"
ARABIC = re.compile(_LETTER)
ARABIC_WORDS = re.compile(f"{_LETTER}(?:{_LETTER}|[ \u200c\u200d])*")

_MARKS = {",": "،", ";": "؛", ".": "۔"}
"""What stands between words: in English, and in Urdu."""

# Urdu needs these two inside words.
_JOINERS = {"\u200c", "\u200d"}


def cleaned(node: Any) -> Any:
    """Every text within lists and records, in one line and without signs that steer.

    An unclosed direction mark in a source would turn around the words beside it, and PDF/A
    forbids signs that nobody can see.
    """
    if isinstance(node, str):
        return re.sub("  +", " ", node if node.isprintable() else "".join(map(_visible, node)))
    if isinstance(node, Mapping):
        return {key: cleaned(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [cleaned(each) for each in node]
    return node


@cache
def _visible(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if category[0] == "C" and sign not in _JOINERS else sign


def strong(said: str) -> dict[str, Any]:
    return {"t": said, "b": True}


def muted(said: str) -> dict[str, Any]:
    return {"t": said, "m": True}


def marked(mark: str, language: str) -> str:
    """A comma, semicolon or full stop, as the words beside it are written."""
    return _MARKS[mark] if language == "ur" else mark


def joined(said: Iterable[str], language: str, mark: str = ",") -> str:
    """Several words in a row, with the mark between them; empty ones are left out."""
    return f"{marked(mark, language)} ".join(each for each in said if each)


def refs_in(node: Any) -> Iterator[str]:
    """The ids of all sources that a line, or anything made of lines, names."""
    if isinstance(node, Mapping):
        if "r" in node:
            yield node["r"]
        for value in node.values():
            yield from refs_in(value)
    elif isinstance(node, list | tuple):
        for each in node:
            yield from refs_in(each)


def text(pack: Pack, row: Row, name: str, language: str) -> str:
    return pack.text(row, name, language)[0]


def title_of(made: Computed) -> str:
    """The finding with its numbers, or the plain title where there is none: as on the page."""
    if made.finding is None:
        return made.figure.about.title[made.language]
    parts = []
    for part in made.finding.parts:
        if isinstance(part, Cell):
            parts.append(written(part.value))
        elif part.replace("-", "").isdigit():
            parts.append(period_written(part, made.language))
        else:
            parts.append(part)
    return "".join(parts)
