"""Search in a list of names: by any spelling, in any of the scripts, or by acronym.

Names are found by the keys of their words (sounds in classes, one letter more or less, words
written as one, translations, initials), and the best are compared with the query in full.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest

from naap.organisations.acronyms import initials
from naap.organisations.match import Match, compare
from naap.organisations.names import Name, parse
from naap.organisations.sounds import key
from naap.organisations.words import Word

__all__ = ["DEFAULT_THRESHOLD", "Hit", "Index"]

DEFAULT_THRESHOLD = 0.7
"""From here on a name is shown as a spelling of another. How it was chosen: the guide on names."""

_GATHERED, _RANKED, _COMPARED = 1500, 250, 40
_INITIALS_ALONE = 0.7
"""An acronym on the list is weak evidence against a full name that happens to have its initials."""
_OTHER_KEY = {"D": "t", "O": "t", "Z": "t"}
_SLIP = 0.6


@dataclass(frozen=True, slots=True)
class Hit:
    """One organisation of the index, by the name of it that answers the query best."""

    org_id: str
    name: str
    """The first name that the index was given for it."""
    matched_name: str
    score: float
    match: Match

    @property
    def reason(self) -> str:
        return self.match.reason


class Index:
    """Names of organisations, to be searched. ``names`` are pairs of organisation id and name."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._ids: list[str] = []
        self._names: list[str] = []
        self._parsed: list[Name] = []
        self._first: dict[str, str] = {}
        self._found_by: dict[str, list[int]] = {}
        self._slips: dict[str, list[str]] = {}
        seen: set[tuple[str, str]] = set()
        for org_id, name in names:
            if (org_id, name) in seen:
                continue
            seen.add((org_id, name))
            self._add(org_id, name)
        for each in self._found_by:
            if each[0] == "k" and len(each) > 4:
                for shorter in _shortened(each):
                    self._slips.setdefault(shorter, []).append(each)
        self._log_size = math.log(len(self._names) + 2)

    def __len__(self) -> int:
        return len(self._names)

    def _add(self, org_id: str, name: str) -> None:
        place = len(self._names)
        parsed = parse(name)
        self._ids.append(org_id)
        self._names.append(name)
        self._parsed.append(parsed)
        self._first.setdefault(org_id, name)
        for each in {*_keys(parsed), *_short_keys(parsed)}:
            self._found_by.setdefault(each, []).append(place)

    def search(
        self, query: str, limit: int = 10, threshold: float = DEFAULT_THRESHOLD
    ) -> list[Hit]:
        """The organisations whose names are spellings of the query, best first.

        At most ``limit``, each once, with a score of at least ``threshold``. Never fails.
        """
        asked = parse(query)
        best: dict[str, tuple[float, int, Match]] = {}
        for place in self._candidates(asked):
            name = self._parsed[place]
            found = compare(asked, name, self._rarity)
            score = found.score
            if found.alignment.how == "acronym" and asked.acronym is None:
                score = round(score * _INITIALS_ALONE, 4)
            known = best.get(self._ids[place])
            if score >= threshold and (known is None or (score, -place) > (known[0], -known[1])):
                best[self._ids[place]] = score, place, found
        ranked = sorted(best.values(), key=lambda each: (-each[0], each[1]))
        return [self._hit(*each) for each in ranked[:limit]]

    def _hit(self, score: float, place: int, match: Match) -> Hit:
        org_id = self._ids[place]
        return Hit(org_id, self._first[org_id], self._names[place], score, match)

    def _rarity(self, word: Word) -> float:
        """A telling word that many names of the index have says less: down to a half."""
        if word.concept is not None:
            return 1.0
        holders = len(self._found_by.get("k" + word.key, ()))
        return 1.0 - 0.5 * math.log(holders + 1) / self._log_size

    def _candidates(self, asked: Name) -> list[int]:
        weights: dict[int, float] = {}
        evidence = sorted(self._evidence(asked), key=lambda each: len(self._found_by[each[0]]))
        for each, weight in evidence:
            holders = self._found_by[each]
            if len(weights) + len(holders) > _GATHERED and weights:
                for place in holders:
                    if place in weights:
                        weights[place] += weight
            else:
                for place in holders:
                    weights[place] = weights.get(place, 0.0) + weight
        likely = nlargest(_RANKED, weights, key=weights.__getitem__)
        if len(likely) <= _COMPARED:
            return likely
        parsed, whole = self._parsed, asked.weight
        return nlargest(
            _COMPARED,
            likely,
            key=lambda place: weights[place] / (whole + parsed[place].weight + 0.1),
        )

    def _evidence(self, asked: Name) -> Iterator[tuple[str, float]]:
        """The keys of the index that the query has, with what each says."""
        told: dict[str, float] = {}
        for each, weight in _weighted_keys(asked):
            for known, share in self._known(each):
                told[known] = max(told.get(known, 0.0), share * weight)
        for each in _short_keys(asked):
            if each in self._found_by:
                told[each] = 1.5
        if asked.acronym is not None:
            for each in _readings(asked.acronym):
                if "a" + each in self._found_by:
                    told["a" + each] = 2.0
        yield from told.items()

    def _known(self, each: str) -> Iterator[tuple[str, float]]:
        if each in self._found_by:
            yield each, 1.0
        if each[0] == "k" and len(each) > 3:
            for shorter in _shortened(each) if len(each) > 4 else [each]:
                if shorter in self._found_by:
                    yield shorter, _SLIP
                for other in self._slips.get(shorter, ()):
                    yield other, _SLIP
            for other in self._slips.get(each, ()):
                yield other, _SLIP


def _shortened(each: str) -> Iterator[str]:
    """The key without one of its letters; the first tells that it is a key of sounds."""
    for place in range(1, len(each)):
        yield each[:place] + each[place + 1 :]


def _weighted_keys(name: Name) -> Iterator[tuple[str, float]]:
    words = name.words
    for place, word in enumerate(words):
        own = word.key or word.text[:3]
        yield "k" + own, word.weight
        for sound, other in _OTHER_KEY.items():
            if sound in word.heard:
                yield "k" + key(word.heard.replace(sound, other)), word.weight
        if word.gloss is not None:
            yield "g" + word.gloss, 0.8 * word.weight
        if word.land is not None:
            yield "k" + key(word.land), 0.9 * word.weight
        if place + 1 < len(words):
            following = words[place + 1]
            yield "k" + own + following.key, word.weight + following.weight


def _keys(name: Name) -> Iterator[str]:
    for each, _ in _weighted_keys(name):
        yield each
    for letters in initials(name.words):
        yield "a" + letters


def _short_keys(name: Name) -> Iterator[str]:
    """A short name is found as such, and by the names whose initials it may be."""
    if name.acronym is not None:
        yield "s" + name.acronym
    if name.acronym is None:
        for letters in initials(name.words):
            yield "s" + letters


def _readings(letters: str) -> set[str]:
    """Initials that an acronym can stand for: vowels after the first may be those of particles."""
    readings = {letters[0]}
    for letter in letters[1:]:
        with_letter = {each + letter for each in readings}
        readings = with_letter | readings if letter in "aeiouw" else with_letter
    if len(letters) > 2:
        readings |= {letters[:place] + letters[place + 1 :] for place in range(1, len(letters))}
    return readings
