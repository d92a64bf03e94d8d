"""Sentences of a text with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Sentence", "sentences"]


@dataclass(frozen=True)
class Sentence:
    """``text[start:end]`` of the document."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


_TITLES = frozenset(
    {"rs", "mr", "mrs", "ms", "dr", "gen", "lt", "col", "maj", "brig", "prof", "st"}
)
"""A full stop after one of these never ends a sentence."""
_SHORT = frozenset(
    {
        *("no", "nos", "jr", "sr", "vs", "etc", "eg", "ie", "fig", "vol", "ed", "al", "approx"),
        *("dept", "govt", "inc", "ltd", "co", "jan", "feb", "mar", "apr", "jun", "jul", "aug"),
        *("sep", "sept", "oct", "nov", "dec", "mn", "bn", "tr", "p", "pp", "art", "sec", "para"),
        *("u.s", "u.n", "e.g", "i.e", "a.m", "p.m", "cf", "ca"),
    }
)
"""Nor after one of these, where a number or a small letter follows."""
_STOP = re.compile(r"[.!?۔؟…]+[\"'”’)\]]*(?=\s|$)|\n[ \t]*\n\s*")
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]+$")
_MAX = 2_000
"""Longer stretches without a full stop are no sentences: they are cut at a line end or blank."""


def sentences(text: str) -> Iterator[Sentence]:
    """Every sentence, without blanks around it; headings and list items count as sentences."""
    start = 0
    for stop in _STOP.finditer(text):
        if stop[0] == "." and not _ends(text, start, stop):
            continue
        yield from _piece(text, start, stop.end())
        start = stop.end()
    yield from _piece(text, start, len(text))


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether this full stop ends a sentence."""
    after = text[stop.end() : stop.end() + 3].lstrip()[:1]
    if after.islower():
        return False
    before = _WORD_BEFORE.search(text, max(start, stop.start() - 12), stop.start())
    if before is None:
        return True
    word = before[0].lower()
    initial = len(word) == 1 and before[0].isupper()
    return not (initial or word in _TITLES or (word in _SHORT and after.isdigit()))


def _piece(text: str, start: int, end: int) -> Iterator[Sentence]:
    while end - start > _MAX:
        cut = max(text.rfind("\n", start, start + _MAX), text.rfind(" ", start, start + _MAX))
        cut = cut if cut > start else start + _MAX
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Sentence]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    piece = piece.strip()
    if piece:
        yield Sentence(piece, start + left)
