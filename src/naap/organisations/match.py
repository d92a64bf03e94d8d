"""Two names: are they spellings of one name? A score, and the reason in words.

Words are aligned; the score is the share of both names that found a partner, lessened for what
tells two bodies apart: another kind of body (Army and Front), another place, a word that only one
of them has, another order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from naap.organisations.acronyms import acronym_doubt
from naap.organisations.names import Name, parse
from naap.organisations.sounds import likeness
from naap.organisations.words import Word, alike

__all__ = ["Alignment", "Match", "Rarity", "compare", "match"]

Rarity = Callable[[Word], float]
"""What a word says in an index, as a share of what it says by itself: 1 where it is rare."""

ACRONYM_SCORE = 0.86
_ALIKE_FROM = 0.72
_TRANSLATED = 0.8
_LIGHT = frozenset({"country", "region", "city", "generic", "legal", "title"})
_LIGHT_SHARE = 0.4
"""A place, a title or a legal form that only one name has counts so much of its weight."""

_LACKING = {
    "telling": 0.2, "eponym": 0.2, "number": 0.3, "quality": 0.16, "type": 0.1, "country": 0.02,
    "region": 0.16, "city": 0.06, "generic": 0.03, "legal": 0.01, "title": 0.03, "letter": 0.1,
}  # fmt: skip
_CONTRADICTION = {"core": 0.35, "type": 0.3, "place": 0.35, "light": 0.06}
_SIDE = {
    "telling": "core", "eponym": "core", "number": "core", "quality": "core", "letter": "core",
    "type": "type", "generic": "type", "country": "place", "region": "place", "city": "place",
    "legal": "light", "title": "light",
}  # fmt: skip
_ORDER = 0.28


class Link(NamedTuple):
    """Words of one name that stand for words of the other, by their places."""

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    likeness: float
    how: str


@dataclass(frozen=True, slots=True)
class Alignment:
    first: Name
    second: Name
    links: tuple[Link, ...]
    turned: bool
    how: str


@dataclass(frozen=True, slots=True)
class Match:
    """``score`` in 0 to 1: that one name is a spelling of the other. It says nothing of lineage."""

    score: float
    alignment: Alignment

    @property
    def reason(self) -> str:
        """Why, in words."""
        from naap.organisations.reasons import reason

        return reason(self.alignment)


def match(first: str, second: str) -> Match:
    """Compare two names in any script; symmetric, never fails."""
    return compare(parse(first), parse(second))


def compare(first: Name, second: Name, rarity: Rarity | None = None) -> Match:
    """Compare two names that were taken apart before."""
    if first.text > second.text:
        first, second = second, first
    if first is second or first.text == second.text:
        score = 1.0 if first.text.strip() else 0.0
        return Match(score, Alignment(first, second, (), False, "equal"))
    if not first.words or not second.words:
        return Match(0.0, Alignment(first, second, (), False, "none"))
    links = _aligned(first.words, second.words)
    score, turned = _score(first, second, links, rarity)
    how = "words"
    if (initials := _by_acronym(first, second)) > score:
        score, how = initials, "acronym"
    return Match(round(score, 4), Alignment(first, second, tuple(links), turned, how))


def _by_acronym(first: Name, second: Name) -> float:
    best = 0.0
    for short, long in ((first, second), (second, first)):
        if short.acronym is not None and long.acronym is None:
            doubt = acronym_doubt(short.acronym, long.all_words)
            if doubt is not None:
                best = max(best, ACRONYM_SCORE - doubt - 0.04 * (len(short.acronym) == 2))
    return best


def _aligned(ours: tuple[Word, ...], theirs: tuple[Word, ...]) -> list[Link]:
    found = []
    for i, word in enumerate(ours):
        for j, other in enumerate(theirs):
            if word is other:
                found.append((-1.0, abs(i - j), i, j))
            elif (like := alike(word, other)) >= _ALIKE_FROM:
                found.append((-like, abs(i - j), i, j))
    links: list[Link] = []
    open_ours, open_theirs = set(range(len(ours))), set(range(len(theirs)))
    if len(found) > 1:
        found.sort()
    for like, _, i, j in found:
        if i in open_ours and j in open_theirs:
            open_ours.remove(i)
            open_theirs.remove(j)
            how = "same" if like == -1.0 else "sound"
            links.append(Link((i,), (j,), -like, how))
    if open_ours and open_theirs:
        _link_rest(ours, theirs, open_ours, open_theirs, links)
    return links


def _link_rest(
    ours: tuple[Word, ...],
    theirs: tuple[Word, ...],
    open_ours: set[int],
    open_theirs: set[int],
    links: list[Link],
) -> None:
    """Words written as one, acronyms inside a name, translations."""
    for flip in (False, True):
        one, many = (theirs, ours) if flip else (ours, theirs)
        open_one, open_many = (open_theirs, open_ours) if flip else (open_ours, open_theirs)
        for i in sorted(open_one):
            for run in _runs(open_many, len(many)):
                words = tuple(many[j] for j in run)
                like, how = _stands_for(one[i], words, alone=len(one) == 1)
                if like:
                    link = Link((i,), run, like, how)
                    links.append(Link(run, (i,), like, how) if flip else link)
                    open_one.discard(i)
                    open_many.difference_update(run)
                    break
    for i in sorted(open_ours):
        for j in sorted(open_theirs):
            word, other = ours[i], theirs[j]
            if (
                word.gloss is not None
                and word.gloss == other.gloss
                and word.english != other.english
            ):
                links.append(Link((i,), (j,), _TRANSLATED, "translation"))
                open_ours.discard(i)
                open_theirs.discard(j)
                break


def _runs(places: set[int], count: int) -> Iterable[tuple[int, ...]]:
    """Runs of two to five neighbouring open places, longest first."""
    for length in (5, 4, 3, 2):
        for start in range(count - length + 1):
            run = tuple(range(start, start + length))
            if places.issuperset(run):
                yield run


def _stands_for(word: Word, words: tuple[Word, ...], alone: bool) -> tuple[float, str]:
    """One word for a run of words: written together, or their acronym."""
    if not alone and word.role == "telling" and word.roman and len(word.text) <= 5:
        doubt = acronym_doubt(word.text, words)
        if doubt is not None and doubt < 0.05:
            return 0.93, "acronym"
    together = "".join(each.heard for each in words)
    if len(word.heard) > 4 and abs(len(together) - len(word.heard)) <= 4 + len(words):
        like = likeness(word.heard, together)
        if like > 0.85:
            return like, "together"
    return 0.0, ""


def _score(
    first: Name, second: Name, links: list[Link], rarity: Rarity | None
) -> tuple[float, bool]:
    ours, theirs = first.words, second.words
    whole = shared = 0.0
    linked_ours: set[int] = set()
    linked_theirs: set[int] = set()
    for link in links:
        linked_ours.update(link.ours)
        linked_theirs.update(link.theirs)
        weight = sum(_weight(ours[i], rarity) for i in link.ours)
        weight += sum(_weight(theirs[j], rarity) for j in link.theirs)
        whole += weight
        shared += weight * max(0.0, 1.0 - 1.5 * (1.0 - link.likeness))
    if not shared:
        return 0.0, False
    alone_ours = [ours[i] for i in range(len(ours)) if i not in linked_ours]
    alone_theirs = [theirs[j] for j in range(len(theirs)) if j not in linked_theirs]
    kept = 1.0
    if alone_ours or alone_theirs:
        sides_ours = {_SIDE[word.role] for word in alone_ours if word.role in _SIDE}
        sides_theirs = {_SIDE[word.role] for word in alone_theirs if word.role in _SIDE}
        for side in sides_ours & sides_theirs:
            kept *= 1.0 - _CONTRADICTION[side]
        for alone, sides in ((alone_ours, sides_theirs), (alone_theirs, sides_ours)):
            for word in alone:
                weight = _weight(word, rarity)
                if _SIDE.get(word.role) in sides:
                    whole += weight
                else:
                    whole += weight * (_LIGHT_SHARE if word.role in _LIGHT else 1.0)
                    kept *= 1.0 - _LACKING.get(word.role, 0.0)
    turned = len(links) > 1 and _turned(first, second, links)
    if turned and not (first.turns or second.turns):
        kept *= 1.0 - _ORDER
    return shared / whole * kept, turned


def _weight(word: Word, rarity: Rarity | None) -> float:
    return word.weight if rarity is None else word.weight * rarity(word)


def _turned(first: Name, second: Name, links: list[Link]) -> bool:
    """Whether words of one part of the name follow each other in another order."""
    places = sorted(
        (first.parts[link.ours[0]], link.ours[0], second.parts[link.theirs[0]], link.theirs[0])
        for link in links
    )
    last: dict[tuple[int, int], int] = {}
    for part, _, other, place in places:
        if place < last.get((part, other), -1):
            return True
        last[part, other] = place
    return False
