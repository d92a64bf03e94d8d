"""Which of many names of places can be alike to one at all, without comparing it with each.

A name has nothing in common with nearly all others. Which ones may have is told by the sounds of
its words: the rest would get 0 from `place_names.alike`, and need not be asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from naap.incidents.place_names import PlaceName
from naap.organisations.sounds import key, slips, sounds

__all__ = ["NearNames"]


class NearNames:
    """An index of names, made once and asked often."""

    def __init__(self, names: Sequence[PlaceName]) -> None:
        self._written: dict[str, set[int]] = {}
        self._heard: dict[str, set[int]] = {}
        for at, name in enumerate(names):
            for word in _compared(name):
                self._written.setdefault(word, set()).add(at)
                self._heard.setdefault(_key(word), set()).add(at)
        self._keys = list(self._heard)
        self._longest = max(map(len, self._keys), default=0)

    def of(self, name: PlaceName) -> list[int]:
        """The places in the list of all names that may be alike to this one, in order."""
        found: set[int] = set()
        for word in _compared(name):
            found |= self._written.get(word[:1], set())  # an initial stands for any such word
            if len(word) == 1:
                found.update(*(at for other, at in self._written.items() if other[:1] == word))
            asked = _key(word)
            near = process.extract_iter(
                asked, self._keys, scorer=OSA.distance,
                score_cutoff=slips(len(asked), self._longest),
            )  # fmt: skip
            for other, apart, _ in near:
                if apart <= slips(len(asked), len(other)):
                    found |= self._heard[other]
        return sorted(found)


def _compared(name: PlaceName) -> set[str]:
    """What is compared of a name: its words, and its words and those of its first part as one."""
    joined = ["".join(name.words), *("".join(part) for part in name.parts[:1])]
    return {*name.words, *joined} - {""}


def _key(word: str) -> str:
    return key(sounds(word))
