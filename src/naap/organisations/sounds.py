"""What a word sounds like, in any of the scripts, and how far two words are from each other.

The letter table (``letters.csv``) turns Arabic letters, as each language writes them, Roman and
Cyrillic ones into one alphabet of sounds; ``sounds.csv`` tells which are written for each other.
Consonants carry a word. Vowels are mostly unwritten in Arabic script and count little.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

__all__ = ["LEAST", "key", "likeness", "skeleton", "slips", "sounds"]

VOWELS = frozenset("aiuw")
_DROP = {"a": 0.1, "i": 0.12, "u": 0.12, "w": 0.2, "h": 0.3, "T": 0.1, "v": 0.7}
_DROP_FIRST_VOWEL = 0.45
_DROP_LAST = {"t": 0.45, "s": 0.5, "d": 0.5, "k": 0.7}
"""Endings that come and go: -at of a feminine word, -s of a plural, -ed, -ic."""
_CHANGE, _SWAP, _SWAP_VOWEL = 1.2, 0.5, 0.1
_NOTHING_NEAR: dict[str, float] = {}
LEAST = 0.7
"""Words less alike than this are different words."""

_CLASSES = str.maketrans(
    {"p": "b", "d": "t", "D": "t", "z": "s", "Z": "s", "O": "s", "S": "s", "c": "j", "J": "j",
     "q": "k", "x": "k", "X": "k", "g": "k", "G": "k", "T": "",
     "a": "", "i": "", "u": "", "w": "", "v": "", "h": ""}
)  # fmt: skip
_NO_VOWELS = str.maketrans("", "", "aiuT")
_DOUBLE = re.compile(r"(.)\1+")
_DOUBLE_VOWEL = re.compile(r"([aiuw])\1+")


def _table(name: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _letters() -> tuple[dict[str, str], re.Pattern[str]]:
    rows = {row["letter"]: row["sound"] for row in _table("letters.csv")}
    longest_first = sorted(rows, key=len, reverse=True)
    return rows, re.compile("|".join(map(re.escape, longest_first)))


_SOUND_OF, _LETTER = _letters()


def _near() -> dict[str, dict[str, float]]:
    near: dict[str, dict[str, float]] = {}
    for row in _table("sounds.csv"):
        near.setdefault(row["sound"], {})[row["other"]] = float(row["cost"])
        near.setdefault(row["other"], {})[row["sound"]] = float(row["cost"])
    return near


_NEAR = _near()


@lru_cache(maxsize=65536)
def sounds(word: str) -> str:
    """The sounds of a plain word, Roman doubles once; a letter that no table knows is its own."""
    heard = _LETTER.sub(lambda found: _SOUND_OF[found[0]], word)
    # Arabic script writes a double consonant once: two have a vowel between them.
    heard = (_DOUBLE if word.isascii() else _DOUBLE_VOWEL).sub(r"\1", heard)
    if len(heard) > 2 and heard[-1] == "h":
        # At the end of a word this letter is a vowel in all of the languages, or silent.
        heard = heard[:-1] if heard[-2] in VOWELS else heard[:-1] + "a"
    if heard[:1] in {"i", "w"} and heard[1:2] in VOWELS:
        heard = heard[1:] if heard[0] == "i" else heard
    return heard


def skeleton(heard: str) -> str:
    """The consonants, weak ones too."""
    return heard.translate(_NO_VOWELS)


@lru_cache(maxsize=65536)
def key(heard: str) -> str:
    """Consonants in nine classes: words whose spellings differ in the usual ways share a key."""
    return heard.translate(_CLASSES)


@lru_cache(maxsize=65536)
def _mass(heard: str) -> float:
    return sum(_DROP.get(sound, 1.0) for sound in heard) or 0.1


def slips(ours: int, theirs: int) -> int:
    """So many consonants of keys of these lengths may differ, or the words are not alike at all."""
    return 1 + max(ours, theirs) // 6


def likeness(first: str, second: str, vowels: float = 1.0) -> float:
    """1 for the same sounds, less for sounds that are written for each other; symmetric.

    0 for all that is less alike than ``LEAST``. ``vowels`` is how much a vowel counts: more where
    both words are written with them.
    """
    if first == second:
        return 1.0
    ours, theirs = key(first), key(second)
    if ours != theirs:
        most_slips = slips(len(ours), len(theirs))
        if OSA.distance(ours, theirs, score_cutoff=most_slips) > most_slips:
            return 0.0
    most = max(_mass(first), _mass(second))
    distance = _distance(first, second, vowels, (1.0 - LEAST) * most)
    return 0.0 if distance is None else 1.0 - distance / most


@lru_cache(maxsize=65536)
def _drop_costs(heard: str, vowels: float) -> tuple[float, ...]:
    costs = []
    for place, sound in enumerate(heard):
        cost = _DROP.get(sound, 1.0)
        if sound in VOWELS:
            cost *= vowels
            if place == 0:
                cost = _DROP_FIRST_VOWEL
        elif place == len(heard) - 1 and place > 1:
            cost = min(cost, _DROP_LAST.get(sound, 1.0))
        costs.append(cost)
    return tuple(costs)


def _distance(first: str, second: str, vowels: float, most: float) -> float | None:
    """The least that it costs to make one of the other, by dropping, changing and swapping.

    None where it is more than ``most``.
    """
    drop_first, drop_second = _drop_costs(first, vowels), _drop_costs(second, vowels)
    before: list[float] = []
    above = [0.0]
    for cost in drop_second:
        above.append(above[-1] + cost)
    last = ""
    for row, sound in enumerate(first):
        line = [above[0] + drop_first[row]]
        for column, change in enumerate(_changes(sound, second, vowels)):
            best = above[column] + change
            if row and column and sound == second[column - 1] and second[column] == last:
                unwritten = row > 1 and (sound in VOWELS or last in VOWELS)
                best = min(best, before[column - 1] + (_SWAP_VOWEL if unwritten else _SWAP))
            if (cost := above[column + 1] + drop_first[row]) < best:
                best = cost
            if (cost := line[column] + drop_second[column]) < best:
                best = cost
            line.append(best)
        if min(line) > most:
            return None
        before, above, last = above, line, sound
    return above[-1] if above[-1] <= most else None


@lru_cache(maxsize=65536)
def _changes(sound: str, heard: str, vowels: float) -> tuple[float, ...]:
    """What it costs to make each sound of a word this one."""
    near = _NEAR.get(sound, _NOTHING_NEAR)
    return tuple(
        0.0
        if other == sound
        else near.get(other, _CHANGE) * (vowels if sound in VOWELS and other in VOWELS else 1.0)
        for other in heard
    )
