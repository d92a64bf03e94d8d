"""Comparisons of two numbers of the text: "more in the north (295) than in the south (202)"."""

from __future__ import annotations

from collections.abc import Iterator

from naap.checks.prose.evidence import Evidence
from naap.checks.prose.found import Found
from naap.checks.prose.nouns import noun_after, same_noun
from naap.checks.prose.pattern import Line
from naap.checks.prose.printing import number, signed_per_cent
from naap.checks.prose.words import NOUN_ENDS

__all__ = ["comparisons"]

_MORE = frozenset({"more", "higher", "greater", "larger", "bigger", "deadlier", "worse", "longer"})
_LESS = frozenset({"fewer", "less", "lower", "smaller", "shorter", "safer"})
_BEYOND = frozenset({"exceeded", "exceeds", "exceed", "exceeding", "outnumbered", "outnumber",
                     "outnumbers", "surpassed", "surpasses", "surpassing", "topped", "outpaced",
                     "overtook", "outstripped", "ahead"})  # fmt: skip
_SHORT_OF = frozenset({"trailed", "behind", "below", "lagged"})
_EQUAL = frozenset({"equalled", "equaled", "matched", "matches", "equals"})
_FAR = 12


def comparisons(
    line: Line, used: frozenset[int] = frozenset(), evidence: Evidence | None = None
) -> Iterator[Found]:
    """Each comparison whose two numbers stand nearest to its words."""
    taken = set(used)
    for place, token in enumerate(line.tokens):
        sign, first, last = _sign(line, place)
        if first < 0:
            continue
        left, right = _number_before(line, first, last, taken), _number_after(line, last, taken)
        if left is None and right is not None and token.word == "than":
            left, right = right, _number_against(line, right, taken)
        if left is None or right is None or not same_noun(line, left, right):
            continue
        if line.tokens[left].type != line.tokens[right].type:
            continue
        taken |= {left, right}
        yield _judged(line, left, right, sign)


def _sign(line: Line, place: int) -> tuple[int, int, int]:
    """(which way, first place of the comparing words, the place after which the second stands)."""
    token = line.tokens[place]
    if token.type == "W" and token.word in _BEYOND | _SHORT_OF:
        return (1 if token.word in _BEYOND else -1), place, place
    if token.type == "W" and token.word == "than":
        for back in range(place - 1, max(-1, place - _FAR), -1):
            word = line.tokens[back].word
            if word in _MORE | _LESS:
                return (1 if word in _MORE else -1), back, place
        return 0, -1, -1
    if token.type == "W" and token.word in _EQUAL:
        return 0, place, place
    # "521 attacks, more than 306 a year earlier": the words are part of the number.
    if token.type == "NUM" and token.qualifier in ("over", "under") and _ends_apart(line, place):
        return (1 if token.qualifier == "over" else -1), place, place - 1
    return 0, -1, -1


def _ends_apart(line: Line, place: int) -> bool:
    """Whether a bound is told of another time or place than the number before it."""
    before = line.tokens[place - 1].word if place else ""
    if before not in (",", "is", "was", "were", "are", "dash", "still", "even") or noun_after(
        line, place
    ):
        return False
    after = line.tokens[place + 1 : place + 3]
    return any(each.when is not None or each.word in ("in", "of", "recorded", "counted", "for")
               for each in after)  # fmt: skip


def _number_before(line: Line, first: int, last: int, taken: set[int]) -> int | None:
    for place in range(last - 1 if line.tokens[last].word == "than" else first - 1, -1, -1):
        token = line.tokens[place]
        if token.word == ";":
            return None
        if token.type in ("NUM", "PCT") and place not in taken and not token.qualifier:
            # "325 more than" is a difference, and no number that is compared.
            return None if place + 1 == first else place
        if token.type in ("PCT", "MULT", "FRAC", "PTS"):
            return None  # "48 per cent more than" has a size
    return None


def _number_after(line: Line, last: int, taken: set[int]) -> int | None:
    for place in range(last + 1, min(len(line.tokens), last + _FAR)):
        token = line.tokens[place]
        if token.word == ";" or token.type in ("MULT", "FRAC", "PTS"):
            return None
        if token.type in ("NUM", "PCT"):
            return None if place in taken or _is_time(line, place) else place
    return None


def _is_time(line: Line, place: int) -> bool:
    after = line.words(place + 1, place + 1)
    return bool(after) and after[0] not in NOUN_ENDS and after[0] in ("years", "months", "days")


def _number_against(line: Line, first: int, taken: set[int]) -> int | None:
    """The second of two numbers behind the words: "than in the south, 295 against 202"."""
    for place in range(first + 1, min(len(line.tokens), first + _FAR)):
        token = line.tokens[place]
        if token.type == "NUM":
            joined = set(line.words(first, place)) & {"against", "versus", "vs", "to", "compared"}
            return place if joined and place not in taken else None
        if token.type in ("PCT", "MULT", "FRAC", "PTS"):
            return None
    return None


_WAYS = {1: "above", 0: "equal to", -1: "below"}


def _judged(line: Line, left: int, right: int, sign: int) -> Found:
    first, second = line.tokens[left], line.tokens[right]
    same = first.low <= second.high and second.low <= first.high
    holds = (
        same if not sign else (first.low > second.high) if sign > 0 else (first.high < second.low)
    )
    shown = (signed_per_cent(first.value / second.value - 1) if second.value
             else number(first.value - second.value))  # fmt: skip
    what = {1: "more than", 0: "as much as", -1: "less than"}[
        (first.value > second.value) - (first.value < second.value)
    ]
    inputs = (line.said(left, left), line.said(right, right))
    return Found(
        "comparison",
        f"{number(first.value)} {_WAYS[sign]} {number(second.value)}",
        shown,
        "holds" if holds else "fails",
        f"{number(first.value)} is {what} {number(second.value)}",
        inputs,
        used=frozenset({left, right}),
    )
