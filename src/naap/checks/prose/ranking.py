"""Superlatives and trends: "lowest since 2009", "followed by", "fell steadily to", "every year".

They are held against the numbers that the sentence lists, else against the yearly figures of the
ledger (`naap.checks.prose.series`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from naap.checks.prose.evidence import Evidence
from naap.checks.prose.found import Found
from naap.checks.prose.lists import run_of
from naap.checks.prose.nouns import noun_after, same_noun
from naap.checks.prose.pattern import Line
from naap.checks.prose.printing import number
from naap.checks.prose.series import (
    EVERY,
    direction,
    superlative_of_ledger,
    trend_of_ledger,
    trend_words,
)
from naap.checks.prose.words import CLASSES

__all__ = ["listed_trends", "rankings"]

_SUPERLATIVE = (
    "rank=@lowest|@highest ~ since|after [ the ] year=WHEN",
    "rank=@lowest|@highest ... in [ the|last|past ] [ the|last|past ] n=NUM years",
    "rank=@lowest|@highest ... in|of [ a ] decade",
    "rank=@lowest|@highest ... ever|history|record|date",
    "rank=@lowest|@highest year",
    "all-time|record|historic rank=low|high",
)


def rankings(
    line: Line, used: frozenset[int] = frozenset(), evidence: Evidence | None = None
) -> Iterator[Found]:
    ranked = [*_listed(line, used), *_followed(line, used)] or list(_beside_others(line, used))
    yield from ranked
    if ranked:
        return
    superlative = _superlative(line)
    if superlative is not None:
        yield from superlative_of_ledger(line, *superlative, used, evidence)
    elif trend_words(line) and _free(line, used) < 2 and not _told_in_full(line):
        yield from trend_of_ledger(line, used, evidence)


def _free(line: Line, used: frozenset[int]) -> int:
    return sum(token.type == "NUM" and place not in used
               for place, token in enumerate(line.tokens))  # fmt: skip


def _told_in_full(line: Line) -> bool:
    """Whether the sentence lists the numbers of its trend, which were then read already."""
    return sum(token.type == "NUM" for token in line.tokens) > 2


def _superlative(line: Line) -> tuple[bool, int | None, str] | None:
    """(whether the lowest, the first year compared with or None for all, the words)."""
    for wanted in _SUPERLATIVE:
        for match in line.matches(wanted):
            word = line.tokens[match.named["rank"]].word
            lowest = word in CLASSES["lowest"] or word == "low"
            said = line.said(match.first, match.last)
            if "year" in match.named:
                when = line.tokens[match.named["year"]].when
                if when is None or when.first is None:
                    continue
                return lowest, when.first.year, said
            if "n" in match.named:
                return lowest, -int(line.tokens[match.named["n"]].value), said
            if "decade" in said:
                return lowest, -10, said
            return lowest, None, said
    return None


def _listed(line: Line, used: frozenset[int]) -> Iterator[Found]:
    """A superlative or trend with three numbers or more behind a colon or in brackets: the first
    number told, or the last listed, against the others."""
    places = [place for place, token in enumerate(line.tokens)
              if token.type == "NUM" and place not in used]  # fmt: skip
    opening = next((place for place, token in enumerate(line.tokens)
                    if token.word in (":", "(", "dash")), None)  # fmt: skip
    superlative = _superlative(line)
    if opening is None or (superlative is None and not trend_words(line)):
        return
    listed = [place for place in places if place > opening]
    if len(listed) < 3:
        return
    values = [line.tokens[place].value for place in listed]
    inputs = tuple(line.said(place, place) for place in listed)
    if superlative is None:
        if direction(line):
            yield _in_order(line, listed)
        return
    lowest, _, said = superlative
    own = _own(line, places, listed, opening, superlative[1])
    value = line.tokens[own].value if own is not None else None
    extreme = min(values) if lowest else max(values)
    if value is None:  # the list runs from or to the year that is meant
        holds = extreme in (values[0], values[-1])
        value = extreme
    else:
        holds = value <= extreme if lowest else value >= extreme
    yield Found("ranking", said, number(value if holds else extreme),
                "holds" if holds else "fails",
                f"{number(value)} against {', '.join(inputs)}", inputs,
                used=frozenset([*listed, *([own] if own is not None else [])]))  # fmt: skip


def _own(
    line: Line, places: list[int], listed: list[int], opening: int, since: int | None
) -> int | None:
    """The number that a superlative is told of: the one before the list, else the listed one of
    the year that the sentence is about."""
    before = [place for place in places
              if place < opening and not set(noun_after(line, place)[:1]) & _LENGTHS]  # fmt: skip
    if before:
        return before[-1]
    years = {token.when.first for token in line.tokens[:opening]
             if token.when is not None and token.when.first is not None
             and token.when.first.year != since}  # fmt: skip
    for place in listed:
        near = line.tokens[place + 1 : place + 4]
        if any(each.when is not None and each.when.first in years for each in near):
            return place
    return None


def _followed(line: Line, used: frozenset[int]) -> Iterator[Found]:
    """ "the worst-hit with 295, followed by the south with 202 and the east with 12"."""
    for match in line.matches("one=NUM ~ followed|ahead by|of ~ other=NUM"):
        one, other = match.named["one"], match.named["other"]
        places = [one, *(place for place in run_of(line, other) if place not in used)]
        if set(places) & used:
            continue
        values = [line.tokens[place].value for place in places]
        holds = all(first >= second for first, second in pairwise(values))
        inputs = tuple(line.said(place, place) for place in places)
        yield Found("ranking", line.said(match.first, places[-1]), "; ".join(inputs),
                    "holds" if holds else "fails",
                    "each is followed by a smaller one" if holds
                    else "a larger one follows a smaller one", inputs,
                    used=frozenset(places))  # fmt: skip
        return


_NO_RANK = frozenset({"of", "recent", "likely", "important"})
_LENGTHS = frozenset({"month", "year", "week", "day"})
_CLOSE = 7
_BESIDE = frozenset({"against", "compared", "than", "versus", "while", "whereas", "after", "next",
                     "behind", "followed", "ahead", "then", "with"})  # fmt: skip


def _beside_others(line: Line, used: frozenset[int]) -> Iterator[Found]:
    """ "the 79 of February were the highest in three months, after 74 in January and 61": the
    number nearest to the superlative against the others of its kind."""
    wanted = CLASSES["lowest"] | CLASSES["highest"]
    ranks = [
        place
        for place, token in enumerate(line.tokens)
        if token.word in wanted and not set(line.words(place + 1, place + 1)) & _NO_RANK
    ]
    places = [place for place, token in enumerate(line.tokens)
              if token.type == "NUM" and place not in used and not token.qualifier
              and not set(noun_after(line, place)[:1]) & _LENGTHS]  # fmt: skip
    if ranks and ranks[0] and line.tokens[ranks[0] - 1].type == "ORD":
        return  # the second highest of a list that may not be told in full
    if len(ranks) != 1 or len(places) < 2 or not set(line.words()) & _BESIDE:
        return
    own = min(places, key=lambda place: abs(place - ranks[0]))
    others = [place for place in places if place != own]
    if not all(same_noun(line, own, place) for place in others):
        return
    lowest = line.tokens[ranks[0]].word in CLASSES["lowest"]
    value = line.tokens[own].value
    beyond = [place for place in others if (line.tokens[place].value < value if lowest
                                            else line.tokens[place].value > value)]  # fmt: skip
    if any(abs(place - ranks[0]) <= _CLOSE for place in beyond):
        return  # the superlative may be told of that one
    inputs = tuple(line.said(place, place) for place in (own, *others))
    why = f"{inputs[0]} against {', '.join(inputs[1:])}"
    yield Found("ranking", line.said(ranks[0], ranks[0]), number(value),
                "fails" if beyond else "holds", why, inputs,
                used=frozenset(places))  # fmt: skip


def listed_trends(
    line: Line, used: frozenset[int] = frozenset(), evidence: Evidence | None = None
) -> Iterator[Found]:
    """ "fell steadily from 2,586 to 2,113, 1,966 and 1,206": three numbers or more, in order."""
    places = [place for place, token in enumerate(line.tokens)
              if token.type == "NUM" and place not in used]  # fmt: skip
    words = " ".join(line.words())
    if len(places) < 3 or not any(wanted in words for wanted in EVERY) or not direction(line):
        return
    if any(token.type in ("PCT", "MULT", "FRAC") or token.qualifier for token in line.tokens):
        return
    if all(same_noun(line, places[0], place) for place in places):
        yield _in_order(line, places)


def _in_order(line: Line, places: list[int]) -> Found:
    sign = direction(line)
    values = [line.tokens[place].value for place in places]
    breaks = [(one, other) for one, other in pairwise(values) if (other - one) * sign <= 0]
    why = "each number is " + ("below" if sign < 0 else "above") + " the one before"
    if breaks:
        why = f"{number(breaks[0][1])} after {number(breaks[0][0])} breaks the run"
    return Found("trend", trend_words(line), "; ".join(number(value) for value in values),
                 "fails" if breaks else "holds", why,
                 tuple(line.said(place, place) for place in places),
                 used=frozenset(places))  # fmt: skip
