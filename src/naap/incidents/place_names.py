"""How alike two names of places are, in any script: by sound, words in any order, initials."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Literal

from rapidfuzz.distance import OSA

from naap.organisations.sounds import likeness, sounds
from naap.organisations.text import plain, segments

__all__ = ["PlaceName", "alike", "place_name", "resembling"]

Level = Literal["district", "province"]
_MOST_WORDS = 8
_MISSPELLED = 0.85
_SOUNDS_ALIKE = 0.99
"""Names of the same sound may be two places; the same letters are one."""
_ACROSS_SCRIPTS = 0.95
"""Vowels are mostly unwritten in Urdu, so that more names sound alike."""
_PAIRED = 0.6
_INITIAL = 0.9
"""How surely a single letter stands for a word that begins with it: M. Bridge."""
_FIRST_PART = 0.97
"""How surely the first of several parts is the district: Millbridge - Old Mill."""


@dataclass(frozen=True)
class PlaceName:
    """A name taken apart, without words that only say what kind of place it is.

    ``parts`` are what stands between dashes, commas and brackets: a list of words for each.
    """

    parts: tuple[tuple[str, ...], ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(word for part in self.parts for word in part)

    # Each name is compared with all others, and so looked up very often.
    @cached_property
    def _hash(self) -> int:
        return hash(self.parts)

    def __hash__(self) -> int:
        return self._hash


@cache
def _kinds(level: Level) -> frozenset[str]:
    with (files("naap.incidents") / "place_words.csv").open(encoding="utf-8") as stream:
        return frozenset(
            plain(row["word"]) for row in csv.DictReader(stream) if row["level"] == level
        )


@lru_cache(65_536)
def _says_a_kind(word: str, level: Level) -> bool:
    kinds = _kinds(level)
    return word in kinds or (
        len(word) > 6
        and any(OSA.normalized_similarity(word, kind) >= _MISSPELLED for kind in kinds)
    )


@lru_cache(65_536)
def place_name(text: str, level: Level = "district") -> PlaceName:
    """Take a name apart; never fails. A name of nothing but kinds of places keeps its words."""
    read = [words for words, _ in segments(plain(text))]
    told = [[word for word in words if not _says_a_kind(word, level)] for words in read]
    parts = [words for words in told if words] or [words for words in read if words]
    left = _MOST_WORDS
    kept = []
    for words in parts:
        if words[:left]:
            kept.append(tuple(words[:left]))
        left = max(0, left - len(words))
    return PlaceName(tuple(kept))


@lru_cache(262_144)
def _word_alike(first: str, second: str) -> float:
    if first == second:
        return 1.0
    if first.isdigit() or second.isdigit():
        return 0.0
    for short, long in ((first, second), (second, first)):
        if len(short) == 1:
            return _INITIAL if long.startswith(short) else 0.0
    # Vowels tell apart only where both are written with them.
    if first.isascii() and second.isascii():
        return min(_SOUNDS_ALIKE, likeness(sounds(first), sounds(second), 2.0))
    return min(_ACROSS_SCRIPTS, likeness(sounds(first), sounds(second), 1.0))


def _words_alike(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    """The words paired as they fit best, weighed by their length; and the names written as one."""
    joined = _word_alike("".join(first), "".join(second))
    if len(first) == len(second) == 1:
        return joined
    pairs = sorted(
        ((_word_alike(one, other), at, beside) for at, one in enumerate(first)
         for beside, other in enumerate(second)), reverse=True,
    )  # fmt: skip
    ours, theirs = list(map(len, first)), list(map(len, second))
    paired: dict[int, tuple[int, float]] = {}
    for like, at, beside in pairs:
        if like > _PAIRED and at not in paired and beside not in {b for b, _ in paired.values()}:
            paired[at] = (beside, like)
            if 1 in (ours[at], theirs[beside]):
                # An initial weighs as much as the word that it stands for.
                ours[at] = theirs[beside] = max(ours[at], theirs[beside])
    found = sum(like * (ours[at] + theirs[beside]) for at, (beside, like) in paired.items())
    return max(joined, found / (sum(ours) + sum(theirs)))


@lru_cache(262_144)
def alike(first: PlaceName, second: PlaceName) -> float:
    """1 for the same name, 0 for nothing in common; symmetric."""
    if not first.parts or not second.parts:
        return 0.0
    best = _words_alike(first.words, second.words)
    for one, other in ((first, second), (second, first)):
        if len(one.parts) > 1:
            best = max(best, _FIRST_PART * _words_alike(one.parts[0], other.words))
    return best


def resembling(first: PlaceName, second: PlaceName) -> float:
    """How many letters two names share in order, 0 to 1: for names that sound unlike any other."""
    return OSA.normalized_similarity("".join(first.words), "".join(second.words))
