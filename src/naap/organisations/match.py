"""Two names: are they spellings of one name? A score, and the reason in words.

Words are aligned; the score is the share of both names that found a partner, lessened for what
tells two bodies apart: another kind of body (Army and Front), another place, a word that only one
of them has, another order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from naap.organisations.acronyms import acronym_doubt
from naap.organisations.names import Name, parse
from naap.organisations.sounds import likeness
from naap.organisations.words import LIGHT, Word, alike

__all__ = ["Alignment", "Match", "Rarity", "compare", "match"]

Rarity = Callable[[Word], float]
"""What a word says in an index, as a share of what it says by itself: 1 where it is rare."""

ACRONYM_SCORE = 0.86
_ALIKE_FROM = 0.72
_TRANSLATED = 0.8
_LIGHT_SHARE = 0.4
"""A place, a title or a legal form that only one name has counts so much of its weight."""

_LACKING = {
    "telling": 0.2, "eponym": 0.2, "number": 0.3, "quality": 0.2, "type": 0.1,
    "institution": 0.25, "country": 0.02,
    "region": 0.28, "city": 0.06, "generic": 0.03, "legal": 0.01, "title": 0.03, "letter": 0.1,
}  # fmt: skip
_CONTRADICTION: dict[str | None, float] = {"core": 0.35, "type": 0.3, "place": 0.35, "light": 0.06}
_SIDE = {
    "telling": "core", "eponym": "core", "number": "core", "quality": "core", "letter": "core",
    "type": "type", "institution": "type", "generic": "type", "country": "place",
    "region": "place", "city": "place", "legal": "light", "title": "light",
}  # fmt: skip
_ORDER = 0.28
_EACH_HAS_MORE = 0.15
"""Each name has a word that the other lacks, though not of one sort."""
_PARENT_IN_FRONT = 0.2
_LONGEST_RUN = 5


class Link(NamedTuple):
    """Words of one name that stand for words of the other, by their places."""

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    likeness: float
    how: str


class Alignment(NamedTuple):
    first: Name
    second: Name
    links: tuple[Link, ...]
    turned: bool
    how: str


class Match(NamedTuple):
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
    links = _aligned(first, second)
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


def _aligned(first: Name, second: Name) -> list[Link]:
    ours, theirs = first.words, second.words
    found = []
    for i, word in enumerate(ours):
        mask, bits, concept = word.mask, word.bits, word.concept
        for j, other in enumerate(theirs):
            if word is other:
                found.append((-1.0, abs(i - j), i, j))
                continue
            most = bits if bits > other.bits else other.bits
            # Words that share less than half of their consonants are not worth a closer look.
            if (mask & other.mask).bit_count() * 2 >= most or (
                concept is not None and concept == other.concept
            ):
                like = alike(word, other)
                if like >= _ALIKE_FROM:
                    found.append((-like, abs(i - j), i, j))
    links: list[Link] = []
    open_ours, open_theirs = set(range(len(ours))), set(range(len(theirs)))
    if len(found) > 1:
        found.sort()
    for like, _, i, j in found:
        if i in open_ours and j in open_theirs:
            open_ours.remove(i)
            open_theirs.remove(j)
            links.append(Link((i,), (j,), -like, "same" if like == -1.0 else "sound"))
    if open_ours and open_theirs:
        _link_rest(first, second, open_ours, open_theirs, links)
    return links


def _link_rest(
    first: Name, second: Name, open_ours: set[int], open_theirs: set[int], links: list[Link]
) -> None:
    """Words written as one, acronyms inside a name, translations."""
    ours, theirs = first.words, second.words
    if len(open_theirs) > 1:
        for i, run in _runs(ours, open_ours, theirs, open_theirs, spells=not first.alone):
            links.append(Link((i,), *run))
    if len(open_ours) > 1:
        for j, run in _runs(theirs, open_theirs, ours, open_ours, spells=not second.alone):
            links.append(Link(run[0], (j,), *run[1:]))
    for i in sorted(open_ours):
        if ours[i].gloss is None:
            continue
        for j in sorted(open_theirs):
            if _translates(ours[i], theirs[j]):
                links.append(Link((i,), (j,), _TRANSLATED, "translation"))
                open_theirs.discard(j)
                break


def _translates(word: Word, other: Word) -> bool:
    return word.gloss is not None and word.gloss == other.gloss and word.english != other.english


_Run = tuple[tuple[int, ...], float, str]


def _runs(
    words: tuple[Word, ...],
    open_words: set[int],
    many: tuple[Word, ...],
    places: set[int],
    spells: bool,
) -> list[tuple[int, _Run]]:
    """Single words that stand for a run of open words of the other name; both are then closed."""
    found: list[tuple[int, _Run]] = []
    for i in sorted(open_words):
        starts = [start for start in places if start + 1 in places]
        if not starts:
            break
        run = _run_for(words[i], many, sorted(starts), places, spells and words[i].spells)
        if run is not None:
            found.append((i, run))
            open_words.discard(i)
            places.difference_update(run[0])
    return found


def _run_for(
    word: Word, many: tuple[Word, ...], starts: list[int], places: set[int], spells: bool
) -> _Run | None:
    """The run of neighbouring words that one word stands for, the longest first."""
    own, letter = word.key, word.text[0]
    for start in starts:
        first = many[start]
        whole = len(own) > len(first.key) and own[:1] == first.key[:1]
        if not whole and not (spells and letter in first.initials):
            continue
        end = start + 2
        while end in places and end < start + _LONGEST_RUN:
            end += 1
        for stop in range(end, start + 1, -1):
            like, how = _stands_for(word, many[start:stop], spells)
            if like:
                return tuple(range(start, stop)), like, how
    return None


def _stands_for(word: Word, words: tuple[Word, ...], spells: bool) -> tuple[float, str]:
    """One word for a run of words: written together, or their acronym.

    A name that is nothing but an acronym is judged as a whole, elsewhere.
    """
    if spells:
        doubt = acronym_doubt(word.text, words)
        if doubt is not None and doubt < 0.03:
            return 0.93, "acronym"
    if len(word.text) > 4 and abs(len(word.key) - sum([len(each.key) for each in words])) <= 1:
        like = likeness(word.heard, "".join([each.heard for each in words]))
        if like > 0.85:
            return like, "together"
    return 0.0, ""


def _score(
    first: Name, second: Name, links: list[Link], rarity: Rarity | None
) -> tuple[float, bool]:
    if not links:
        return 0.0, False
    ours, theirs = first.words, second.words
    whole = shared = 0.0
    linked_ours: list[int] = []
    linked_theirs: list[int] = []
    for link in links:
        linked_ours += link.ours
        linked_theirs += link.theirs
        weight = 0.0
        for i in link.ours:
            weight += _weight(ours[i], rarity)
        for j in link.theirs:
            weight += _weight(theirs[j], rarity)
        whole += weight
        shared += weight * max(0.0, 1.0 - 1.5 * (1.0 - link.likeness))
    if not shared:
        return 0.0, False
    kept = 1.0
    if len(linked_ours) < len(ours) or len(linked_theirs) < len(theirs):
        alone_ours = [word for i, word in enumerate(ours) if i not in linked_ours]
        alone_theirs = [word for j, word in enumerate(theirs) if j not in linked_theirs]
        if _in_front(ours, alone_ours, theirs, alone_theirs):
            return shared / whole * (1.0 - _PARENT_IN_FRONT), False
        more, kept = _left_over(alone_ours, alone_theirs, rarity)
        whole += more
    turned = len(links) > 1 and _turned(first, second, links)
    # Where English says "X's Y" or translates, it turns the words round.
    if turned and not (first.turns or second.turns or links[-1].how == "translation"):
        kept *= 1.0 - _ORDER
    return shared / whole * kept, turned


def _left_over(
    alone_ours: list[Word], alone_theirs: list[Word], rarity: Rarity | None
) -> tuple[float, float]:
    """The weight of words without a partner, and the share of the score that they leave."""
    whole, kept = 0.0, 1.0
    sides_ours = {_SIDE.get(word.role) for word in alone_ours}
    sides_theirs = {_SIDE.get(word.role) for word in alone_theirs}
    both = sides_ours & sides_theirs
    for side in both:
        kept *= 1.0 - _CONTRADICTION.get(side, 0.0)
    if not both and alone_ours and alone_theirs:
        kept *= 1.0 - _EACH_HAS_MORE
    for alone in (alone_ours, alone_theirs):
        placed = False
        for word in alone:
            weight, side = _weight(word, rarity), _SIDE.get(word.role)
            if side in both:
                whole += weight
                continue
            whole += weight * (_LIGHT_SHARE if word.role in LIGHT else 1.0)
            # A place within a place, as Gilgit-Baltistan, is one thing that the other name lacks.
            if side != "place" or not placed:
                kept *= 1.0 - _LACKING.get(word.role, 0.0)
            placed = placed or side == "place"
    return whole, kept


def _in_front(
    ours: tuple[Word, ...],
    alone_ours: list[Word],
    theirs: tuple[Word, ...],
    alone_theirs: list[Word],
) -> bool:
    """Whether one name is the other with the name of a parent body in front: WHO Regional Office.

    The parent's name is an acronym without vowels, or a name with a kind of body at its head; what
    follows begins with one too.
    """
    for long, alone, short, others in (
        (ours, alone_ours, theirs, alone_theirs),
        (theirs, alone_theirs, ours, alone_ours),
    ):
        if others or not alone or len(short) < 2 or short[0].role != "type":
            continue
        front = len(alone)
        if list(long[:front]) != alone or long[front].concept != short[0].concept:
            continue
        first = alone[0]
        if front == 1 and first.roman and len(first.text) <= 5:
            return not set(first.text) & set("aeiouy")
        return front > 1 and first.role == "type"
    return False


def _weight(word: Word, rarity: Rarity | None) -> float:
    return word.weight if rarity is None else word.weight * rarity(word)


def _turned(first: Name, second: Name, links: list[Link]) -> bool:
    """Whether words of one part of the name follow each other in another order."""
    if not first.parts[-1] and not second.parts[-1]:
        after = -1
        for place in [link.theirs[0] for link in sorted(links)]:
            if place < after:
                return True
            after = place
        return False
    last: dict[tuple[int, int], int] = {}
    for link in sorted(links):
        parts = first.parts[link.ours[0]], second.parts[link.theirs[0]]
        place = link.theirs[0]
        if place < last.get(parts, -1):
            return True
        last[parts] = place
    return False
