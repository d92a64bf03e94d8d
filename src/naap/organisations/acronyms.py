"""Acronyms: which names a few letters can stand for.

Initials of particles may be left out (JeM, JM), and so may words that say little at the end (RCS,
Red Crescent Society of the North). Upper and lower case are not told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from naap.organisations.words import LIGHT, Word

__all__ = ["acronym_doubt", "initials"]

_PARTICLE_LETTERS = {"article": "aeiu", "izafat": "eio", "and": "wa", "and-the": "w"}
_SKIP_LIGHT, _SKIP_WORD, _LOOSE_VOWEL, _LOOSE_LETTER = 0.05, 0.16, 0.02, 0.14
_MOST_DOUBT = 0.22


def _letters(word: Word) -> str:
    return _PARTICLE_LETTERS.get(word.concept or "", word.initials)


@lru_cache(maxsize=65536)
def acronym_doubt(letters: str, words: tuple[Word, ...]) -> float | None:
    """0 where the letters are exactly the initials, more where some are left out; None: no.

    ``words`` are those of the name with its particles.
    """
    content = sum(word.role != "particle" for word in words)
    if content < 2 or not 2 <= len(letters) <= 7 or letters[0] not in _letters(words[0]):
        return None
    loose = len(letters) > 2
    # After each word: for so many letters used, the least doubt.
    reached: dict[int, float] = {1: 0.0}
    for word in words[1:]:
        after: dict[int, float] = {}
        for used, doubt in reached.items():
            _keep(after, used, doubt + _skip(word))
            place = used
            if place < len(letters) and letters[place] in _letters(word):
                _keep(after, place + 1, doubt)
            if place + 1 < len(letters) and letters[place + 1] in _letters(word):
                if letters[place] in "aeiou":
                    _keep(after, place + 2, doubt + _LOOSE_VOWEL)
                elif loose:
                    _keep(after, place + 2, doubt + _LOOSE_LETTER)
        reached = after
        if not reached:
            return None
    left = {used: doubt for used, doubt in reached.items() if len(letters) - used <= loose}
    if not left:
        return None
    doubt = min(doubt + _LOOSE_LETTER * (len(letters) - used) for used, doubt in left.items())
    return doubt if doubt <= _MOST_DOUBT else None


def _skip(word: Word) -> float:
    if word.role == "particle":
        return 0.0
    return _SKIP_LIGHT if word.role in LIGHT else _SKIP_WORD


def _keep(after: dict[int, float], used: int, doubt: float) -> None:
    if doubt <= _MOST_DOUBT and doubt < after.get(used, 1.0):
        after[used] = doubt


def initials(words: Sequence[Word]) -> set[str]:
    """Keys under which an index keeps a name: its initials, also without what says little.

    ``words`` are those of the name without its particles.
    """
    if not 2 <= len(words) <= 9:
        return set()
    first = [word.initials[:1] for word in words]
    keys = {"".join(first)}
    end = len(words)
    while end > 2 and words[end - 1].role in LIGHT:
        end -= 1
        keys.add("".join(first[:end]))
    return {each for each in keys if len(each) > 1}
