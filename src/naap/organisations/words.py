"""Words of names: what each is in a name, what it sounds like, how much it says.

``words.csv`` holds the common words of names of organisations in English, Urdu, Arabic and Pashto,
with their spellings and a gloss that joins translations; ``places.csv`` names places. A word that
stands in neither is *telling*: it is what sets one name apart from another.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

from naap.organisations.sounds import key, likeness, skeleton, sounds
from naap.organisations.text import plain, segments

__all__ = ["LIGHT", "MOST_LETTERS_OF_A_WORD", "Word", "alike", "word"]

MOST_LETTERS_OF_A_WORD = 40
WEIGHTS = {
    "telling": 1.0, "eponym": 0.9, "quality": 0.65, "type": 0.6, "institution": 0.6,
    "number": 1.0, "title": 0.4,
    "country": 0.35, "region": 0.45, "city": 0.4, "generic": 0.3, "legal": 0.1, "particle": 0.0,
    "letter": 0.5,
}  # fmt: skip
"""How much a word of each role says about which organisation is meant."""

LIGHT = frozenset({"country", "region", "city", "generic", "legal", "title"})
"""Roles of words that come and go between spellings of one name."""

_BUT_FOR_SPELLING = 0.995
"""Words of the same sounds: an equal spelling comes before them."""
_MISSPELLED_FROM = 0.9
"""A word as like as this to a common one, and of three consonants, is that common word."""

_SPELLED_AS_GIVEN = frozenset({"particle", "letter", "legal", "city", "region", "country"})
"""What sounds like one of these may well be another word."""


@dataclass(frozen=True, eq=False, slots=True)
class Word:
    """One word. Equal words are one object, so that what was found out of a pair is kept."""

    text: str
    heard: str
    """Its sounds."""
    key: str
    """Its consonants in classes; ``mask`` tells which of them it has, ``bits`` how many."""
    mask: int
    bits: int
    role: str
    weight: float
    concept: str | None
    """The common word that it spells; None for a telling word."""
    gloss: str | None
    """What translations of it share."""
    english: bool
    initials: str
    """The Roman letters that can stand for it in an acronym."""
    roman: bool
    spells: bool
    """It may be an acronym inside a name."""
    number: bool
    land: str | None = field(default=None)
    """The sounds of the people, for the name of their land: Uzbek of Uzbekistan."""


@dataclass(frozen=True, slots=True)
class _Entry:
    concept: str
    role: str
    gloss: str | None
    english: bool
    heard: str


def _read() -> tuple[dict[str, _Entry], dict[str, list[_Entry]]]:
    spelled: dict[str, _Entry] = {}
    by_key: dict[str, list[_Entry]] = {}

    def enter(spelling: str, concept: str, role: str, gloss: str, language: str) -> None:
        for words, _ in segments(plain(spelling)):
            text = "".join(words)
            entry = _Entry(concept, role, gloss or None, language == "en", sounds(text))
            if text not in spelled:
                spelled[text] = entry
                by_key.setdefault(key(entry.heard), []).append(entry)

    folder = Path(__file__).parent
    with (folder / "words.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for spelling in row["spellings"].split():
                enter(spelling, row["word"], row["role"], row["gloss"], row["language"])
    with (folder / "places.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for spelling in row["spellings"].split():
                enter(spelling, row["place"], row["rank"], row["place"], "")
    return spelled, by_key


_SPELLED, _BY_KEY = _read()

_LETTERS_OF = {
    "a": "aeiou", "i": "iyej", "u": "uow", "w": "wuov", "S": "s", "c": "c", "x": "kq", "G": "g",
    "k": "kqc", "q": "qkg", "j": "jg", "s": "sc", "O": "st", "D": "dz", "Z": "zd", "z": "z",
    "X": "kps", "J": "gz", "T": "t", "g": "gj", "b": "bp", "p": "pb",
}  # fmt: skip


def _entry_of(text: str, heard: str) -> _Entry | None:
    if (known := _SPELLED.get(text)) is not None:
        return known
    heard_key = key(heard)
    if len(heard_key) < 3:
        return None
    best, entry = _MISSPELLED_FROM, None
    for each in _BY_KEY.get(heard_key, ()):
        if each.role in _SPELLED_AS_GIVEN:
            continue
        if (like := likeness(heard, each.heard, 1.5)) > best:
            best, entry = like, each
    return entry


@lru_cache(maxsize=65536)
def word(text: str) -> Word:
    """The word of a plain text (lower case, no marks). The same text gives the same object."""
    text = text[:MOST_LETTERS_OF_A_WORD]
    heard = sounds(text)
    roman = text.isascii()
    entry = _entry_of(text, heard)
    role = entry.role if entry else "telling"
    number = text.isdigit() or (entry is not None and role == "number")
    if entry is not None and role == "letter":
        initials = entry.gloss or ""
    elif roman:
        initials = text[0]
    else:
        initials = _LETTERS_OF.get(heard[:1], heard[:1])
    own_key = key(heard)
    mask = 0
    for sound in own_key:
        mask |= 1 << (ord(sound) & 63)
    return Word(
        text=text,
        heard=heard,
        key=own_key,
        mask=mask,
        bits=mask.bit_count(),
        role=role,
        weight=_weight(role, text, heard),
        concept=entry.concept if entry else None,
        gloss=entry.gloss if entry else None,
        english=entry.english if entry else False,
        initials=initials,
        roman=roman,
        spells=roman and role == "telling" and 1 < len(text) <= 5,
        number=number,
        land=_people(text),
    )


def _weight(role: str, text: str, heard: str) -> float:
    if role == "telling" and len(text) == 1:
        return 0.4
    return WEIGHTS[role]


def _people(text: str) -> str | None:
    for ending in ("istan", "stan", "ستان"):
        if text.endswith(ending) and len(text) - len(ending) > 3:
            return sounds(text.removesuffix(ending))
    return None


@lru_cache(maxsize=262144)
def alike(first: Word, second: Word) -> float:
    """How surely two words are spellings of one word, 0 to 1; symmetric."""
    if first is second:
        return 1.0
    if first.number or second.number:
        return 1.0 if first.concept is not None and first.concept == second.concept else 0.0
    if first.concept is not None and second.concept is not None:
        # Two known words are the same or they are not; a letter of difference is no slip.
        if first.concept == second.concept:
            # Enough below 1 that, of names alike in words, the nearer spelling comes first.
            return 0.98 + 0.02 * likeness(first.heard, second.heard)
        return max(_of_one_root(first, second), _people_and_land(first, second))
    return min(_BUT_FOR_SPELLING, max(_by_sound(first, second), _people_and_land(first, second)))


def _of_one_root(first: Word, second: Word) -> float:
    """Jamaat and Jamiat, Azad and Azadi: two forms that say the same and sound nearly the same."""
    if first.gloss is None or first.gloss != second.gloss or first.english or second.english:
        return 0.0
    return 0.9 if likeness(first.heard, second.heard) > 0.75 else 0.0


def _by_sound(first: Word, second: Word) -> float:
    if not first.roman or not second.roman:
        return likeness(first.heard, second.heard)
    if len(first.text) < 4 or len(second.text) < 4:
        # These may be initials, which one letter makes another's; a vowel more may be a particle's.
        if abs(len(first.text) - len(second.text)) != 1:
            return 0.0
        if skeleton(first.heard) != skeleton(second.heard):
            return 0.0
    like = likeness(first.heard, second.heard, 2.0)
    if like < 0.9 and len(first.text) > 4 and len(second.text) > 4:
        # A slip of the keyboard respects no sound.
        typed = OSA.normalized_similarity(first.text, second.text, score_cutoff=0.8)
        return max(like, typed - 0.02)
    return like


def _people_and_land(first: Word, second: Word) -> float:
    best = 0.0
    for land, people in ((first, second), (second, first)):
        if land.land is not None and people.land is None:
            best = max(best, 0.92 * likeness(land.land, people.heard, 2.0 if people.roman else 1.0))
    return best if best > 0.8 else 0.0
