"""A name taken apart into its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from naap.organisations.text import plain, segments
from naap.organisations.words import LIGHT, Word, word

__all__ = ["MOST_WORDS", "Name", "parse"]

MOST_WORDS = 24
"""A name is read so far. No register prints a longer one."""

_ARTICLE, _AND, _PREPOSITION = word("ال"), word("و"), word("لل")
_GLUED_END = re.compile(r"\A(.{3,}[^aeiouyw])u([ldtnrsz])\Z")
_GLUED_AND = re.compile(r"\A(.{4,}t)wal\Z")
_GOD = re.compile(r"\A(.{2,})(الل.)\Z")
_GLUED_WITHIN = re.compile(r"\A(.{3,})ال(.{3,})\Z")


@dataclass(frozen=True, eq=False, slots=True)
class Name:
    """``words`` without particles; ``all_words`` with them, for acronyms."""

    text: str
    words: tuple[Word, ...]
    all_words: tuple[Word, ...]
    parts: tuple[int, ...]
    """For each of ``words``, which part between commas, brackets and dashes it stands in."""
    turns: bool
    """"X's Y" or "Y of X": the order says nothing."""
    acronym: str | None
    """The name as an acronym, where it is one short word."""
    weight: float
    alone: bool
    """One word of it tells anything, and the rest are places, titles and legal forms."""


def _split(text: str, following: str) -> list[Word]:
    """The words that are written as one: with an article in front, behind or in between."""
    known = word(text)
    if known.concept is not None:
        return [known]
    if not known.roman:
        return _split_arabic(text)
    if following:
        if found := _GLUED_AND.match(text):
            return [word(found[1]), word("wal")]
        # The article takes the sound of certain letters that follow: Jamaatud Dawa.
        if (found := _GLUED_END.match(text)) and found[2] in {"l", following[0]}:
            return [word(found[1]), word("ul")]
    if text.startswith("al") and len(text) > 6 and text[2] not in "aeiouly":
        return [word("al"), word(text[2:])]
    return [known]


def _split_arabic(text: str) -> list[Word]:
    for glued, particles in (("وال", (_AND, _ARTICLE)), ("ال", (_ARTICLE,))):
        if text.startswith(glued) and len(text) > len(glued) + 1:
            return [*particles, word(text[len(glued) :])]
    if text.startswith("لل") and len(text) > 4:
        return [word("لل"), word(text[2:])]
    if text[0] in "لوب" and len(text) > 3 and word(text[1:]).concept is not None:
        return [_PREPOSITION, word(text[1:])]
    if (found := _GOD.match(text)) and word(found[2]).concept is not None:
        return [word(found[1]), word(found[2])]
    if found := _GLUED_WITHIN.match(text):
        return [word(found[1]), _ARTICLE, word(found[2])]
    return [word(text)]


@lru_cache(maxsize=65536)
def parse(name: str) -> Name:
    """Take a name apart; never fails, and reads only so much of a name of any length."""
    text = plain(name)
    words: list[Word] = []
    all_words: list[Word] = []
    parts: list[int] = []
    turns = False
    for part, (texts, possessive) in enumerate(segments(text)):
        turns = turns or possessive
        if len(texts) > 1 and all(word(each).role == "letter" for each in texts):
            texts = ["".join(word(each).initials for each in texts)]
        for place, each in enumerate(texts):
            for one in _split(each, following=texts[place + 1] if place + 1 < len(texts) else ""):
                all_words.append(one)
                if one.role == "particle" or _joins(one, place, len(texts), part):
                    turns = turns or each == "of"
                    continue
                words.append(one)
                parts.append(part)
    words, parts = words[:MOST_WORDS], parts[:MOST_WORDS]
    if not words:
        words = list(all_words[:MOST_WORDS])
        parts = [0] * len(words)
    return Name(
        text=text,
        words=tuple(words),
        all_words=tuple(all_words[: 2 * MOST_WORDS]),
        parts=tuple(parts),
        turns=turns,
        acronym=_acronym(all_words),
        weight=sum([one.weight for one in words]),
        alone=sum([one.role not in LIGHT for one in words]) == 1,
    )


def _joins(one: Word, place: int, count: int, part: int) -> bool:
    """A single letter between two words is an izafat in some spelling: Ajoi-R-Sangar."""
    return len(one.text) == 1 and 0 < place < count - 1 and not one.number


def _acronym(words: list[Word]) -> str | None:
    if not words or not words[0].roman or len(words) > 2:
        return None
    text = words[0].text
    if len(words) == 2:
        if len(words[1].text) != 1 or not words[1].roman:
            return None
        text += words[1].text
    return text if 2 <= len(text) <= 7 and text.isalpha() else None
