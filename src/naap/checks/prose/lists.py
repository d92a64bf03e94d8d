"""A total and the list of its parts: which numbers of a sentence are which.

============ ==================================================================================
how          wording
============ ==================================================================================
breakdown    a colon, bracket, dash or "comprising" between the total and the list
comma        a comma alone: read as a list of all parts only if the sum comes near the total
including    "including", "among them", "of whom": some of the parts
of           "of the 843 forts, 223 are built and 610 remain"
after        the list first, then "a total of", "in all", "bringing the toll to", "="
out of       the list first, then "out of 103 million"
============ ==================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from naap.checks.prose.nouns import counted, noun_after
from naap.checks.prose.pattern import Line
from naap.checks.prose.tokens import Token
from naap.checks.prose.words import CLASSES, DOWN, EVENTS, PEOPLE, UP

__all__ = ["Parts", "find_parts", "items_before", "run_of"]


@dataclass(frozen=True)
class Parts:
    """Places of the total and of its parts among the tokens of a line."""

    total: int
    items: tuple[int, ...]
    how: str


_MOST_BETWEEN = 18
_JOINS = frozenset({",", "and", ";", "plus", "while", "+", "dash", "whereas", "with", "&", "("})
# Directly before a number these make it something other than one more item of a list.
_NO_ITEM = frozenset({"from", "to", "than", "against", "of", "until", "since", "per", "by", "or",
                      "between", "under", "section", "at", "least", "no", "point"})  # fmt: skip
_TOTAL_WORDS = frozenset(
    {"total", "totalling", "totaling", "altogether", "bringing", "taking", "making", "overall",
     "sum", "toll", "together"}
)  # fmt: skip
_NEXT_STORY = frozenset({"injured", "injuring", "wounded", "wounding", "hurt", "arrested",
                         "damaged", "destroyed"})  # fmt: skip
"""Behind these a list of some of the killed has ended: "including two women, and injured 30"."""


def find_parts(line: Line) -> Iterator[Parts]:
    """Every total with a list that may be its own, the plainest wording first."""
    last = list(_total_last(line))
    yield from (parts for parts in last if parts.how == "after")
    yield from _total_first(line)
    yield from (parts for parts in last if parts.how != "after")


def _plain(token: Token) -> bool:
    return token.type == "NUM" and token.qualifier != "range"


def _total_first(line: Line) -> Iterator[Parts]:
    for total, token in enumerate(line.tokens):
        if not _plain(token):
            continue
        first = _next_number(line, total)
        if first is None or first - total > _MOST_BETWEEN:
            continue
        between = line.tokens[total + 1 : first]
        how = _how(line, total, between)
        if how is None:
            continue
        bracket = any(each.word == "(" for each in between)
        items = _run(line, first, bracket=bracket, first_total=True,
                     timed=how in ("comma", "breakdown"))  # fmt: skip
        settled = _settled(line, total, how, items) if items else None
        if settled is not None:
            yield settled


def _settled(line: Line, total: int, how: str, items: tuple[int, ...]) -> Parts | None:
    """The total that a list is really of, and whether it is meant to be whole."""
    whole: int | None = total
    if how == "including":
        whole = _larger(line, _whole(line, total, items), items)
        if whole != total and line.tokens[total].value == len(items) > 1:
            how = "breakdown"  # "60 in the two ambushes, 37 of them in one, 23 in the other"
    elif line.tokens[total].value == len(items):
        whole, how = _counted_list(line, total, items), "breakdown"
    if how == "of" and (part := _part_of(line, total)) is not None:
        items = (part, *items)
    if whole is None or (len(items) < 2 and how != "including"):
        return None
    return Parts(whole, items, how)


def _how(line: Line, total: int, between: tuple[Token, ...]) -> str | None:
    """By which words a list hangs on the number before it."""
    words = [each.word for each in between]
    marks = [each.word for each in between if each.type == "P"]
    if set(words) & (DOWN | UP) or any(each.type == "PCT" for each in between):
        return None
    if set(words) & CLASSES["including"]:
        return "including"
    if words[:2] in _OF_THEM:
        return None  # "37 of them civilians, 14 soldiers": the 37 is a part itself
    if any([one, other] in _OF_THEM for one, other in pairwise(words)):
        return "including"
    first = total + 1 + len(between)
    if [each.word for each in line.tokens[first + 1 : first + 3]] in _OF_THEM:
        return "including"
    if _is_of(line, total) and ":" not in marks:
        return "of" if "," in marks or "dash" in marks else None
    if set(words) & CLASSES["comprising"] or ":" in marks or "dash" in marks:
        return "breakdown"
    if "(" in marks and ")" not in marks:
        return "breakdown"
    if marks and marks[0] == "," and ";" not in marks and len(words) <= 10:
        return "comma"
    return None


_OF_THEM = (
    ["of", "them"], ["of", "these"], ["of", "those"], ["of", "whom"], ["of", "which"],
    ["among", "them"],
)  # fmt: skip


def _is_of(line: Line, total: int) -> bool:
    before = [each.word for each in line.tokens[max(0, total - 3) : total]]
    return "of" in before and not set(before) & {"toll", "total", "number", "tally", "sum"}


def _larger(line: Line, whole: int | None, items: tuple[int, ...]) -> int | None:
    """ "60 people in two ambushes, 37 of them soldiers": of the two, the one that can hold them."""
    if whole is None:
        return None
    most = max(line.tokens[item].value for item in items)
    if line.tokens[whole].value >= most:
        return whole
    before = (place for place in range(whole - 1, -1, -1)
              if _plain(line.tokens[place]) and line.tokens[place].value >= most)  # fmt: skip
    return next(before, whole)


def _counted_list(line: Line, count: int, items: tuple[int, ...]) -> int | None:
    """ "497 attacks in two provinces: 295 and 202": the two count the list, and the total stands
    before. A total that comes nowhere near is none."""
    value = sum(line.tokens[item].value for item in items)
    if line.tokens[count].value == value:
        return count
    before = [place for place in range(count - 1, -1, -1) if _plain(line.tokens[place])]
    equal = [place for place in before if line.tokens[place].value == value]
    near = [place for place in before if _near(line.tokens[place].value, value)]
    return next(iter(equal or near), None)


def _near(one: Fraction, other: Fraction | int) -> bool:
    return abs(one - other) * 20 <= one


def _part_of(line: Line, total: int) -> int | None:
    """The number in "358 of 852 deaths", where a list of the other parts follows."""
    for place in range(total - 1, max(-1, total - 4), -1):
        if _plain(line.tokens[place]):
            return place
        if line.tokens[place].word not in ("of", "the", "out", "all"):
            return None
    return None


def _next_number(line: Line, index: int) -> int | None:
    for place in range(index + 1, len(line.tokens)):
        if line.tokens[place].type in ("NUM", "MULT", "FRAC", "RATIO", "PTS"):
            return place if _plain(line.tokens[place]) else None
        if line.tokens[place].type == "PCT" and line.tokens[place - 1].word != "(":
            return None
    return None


def _run(
    line: Line, first: int, *, bracket: bool, first_total: bool, timed: bool = False
) -> tuple[int, ...]:
    """The items of a list from its first number on."""
    items = [first]
    if _barred(line, first):
        return ()
    while True:
        last = items[-1]
        place = _next_number(line, last)
        if place is None or place - last > _MOST_BETWEEN or _barred(line, place):
            break
        between = [each.word for each in line.tokens[last + 1 : place]]
        types = {each.type for each in line.tokens[last + 1 : place] if each.type == "WHEN"}
        opened = between.count("(") - between.count(")")
        if bracket and ")" in between and "(" not in between:
            break
        if opened < -1 or not set(between) & _JOINS or between[-1:] == ["="]:
            break
        if set(between) & _TOTAL_WORDS or (first_total and set(between) & _NEXT_STORY):
            break
        if set(between) & (DOWN | UP | {"compared"}) or (types and not bracket and not timed):
            break
        items.append(place)
    return tuple(items)


def _barred(line: Line, index: int) -> bool:
    """Whether a number cannot be an item: its own total, a rate, or the far end of a change."""
    token = line.tokens[index]
    before = line.tokens[index - 1].word if index else ""
    after = [each.word for each in line.tokens[index + 1 : index + 3]]
    rate = after[:1] in (["per"], ["each"]) or after[:2] in (["a", "day"], ["a", "month"])
    of_a_sum = before == "of" and set(line.words(index - 3, index - 2)) & {"sum", "total"}
    return (
        (before in _NO_ITEM and not of_a_sum)
        or token.qualifier == "total"
        or rate
        or after == ["in", "all"]
    )


def _whole(line: Line, total: int, items: tuple[int, ...]) -> int | None:
    """People are among people: "852 people in 521 attacks, including 300 civilians"."""
    people = any(set(counted(line, item)) & PEOPLE for item in items)
    if not people or not set(noun_after(line, total)) & EVENTS:
        return total
    for place in range(total - 1, -1, -1):
        if _plain(line.tokens[place]):
            return None if set(noun_after(line, place)) & EVENTS else place
    return None


_AFTER = (
    "total|totalling|totaling|toll|sum|tally|altogether ... t=NUM",
    "bringing|taking|making|makes|make|equals|equal ... t=NUM",
    "t=NUM ... in all|total",
    "t=NUM ... altogether|overall|combined",
    "in all|total [ , ] t=NUM",
    "t=NUM ... between|taken them|together",
    "together ... t=NUM",
    "add|adds|added|adding|come|comes|came|coming|amount|amounts|amounted up|to [ to ] ... t=NUM",
    "sum|total of NUM ... and NUM ... t=NUM",
    "totalled|totaled ... t=NUM",
    "combined ... of ... t=NUM",
    "plus NUM ... is|are|equals|equal|gives|makes ... t=NUM",
)


def _total_last(line: Line) -> Iterator[Parts]:
    totals = {match.named["t"] for wanted in _AFTER for match in line.matches(wanted)}
    for place, token in enumerate(line.tokens):
        if not _plain(token) or not place:
            continue
        before = line.tokens[place - 1].word
        items = _of_one_kind(line, items_before(line, place, timed=True))
        if len(items) < 2 or ";" in [each.word for each in line.tokens[items[-1] : place]]:
            continue
        together = "together" in line.words(0, items[0]) and before in (",", "is", "are", "make")
        if place in totals or token.qualifier == "total" or before == "=" or together:
            yield Parts(place, items, "after")
        elif line.words(place - 4, place - 1)[-2:] == ["out", "of"] or (
            "of" in line.words(place - 3, place - 1) and _rest_among(line, items, place)
        ):
            yield Parts(place, items, "out of")
        elif token.qualifier in ("over", "at least", "nearly", "about") and _labelled(line, items):
            yield Parts(place, items, "after")


def _of_one_kind(line: Line, items: tuple[int, ...]) -> tuple[int, ...]:
    """People are not added to attacks: "79 attacks killed 156 militants and 55 civilians"."""
    people = tuple(item for item in items if set(noun_after(line, item)) & PEOPLE)
    events = [item for item in items if set(noun_after(line, item)) & (EVENTS - PEOPLE)]
    people = tuple(item for item in people if item not in events)
    return people if len(people) > 1 and events else items


def _rest_among(line: Line, items: tuple[int, ...], stop: int) -> bool:
    return bool(set(line.words(items[0], stop)) & CLASSES["rest"])


def _labelled(line: Line, items: tuple[int, ...]) -> bool:
    """Labels with their numbers in brackets: "civilians (55) and security forces (47)"."""
    return all(
        line.tokens[item - 1].word == "(" and line.tokens[item + 1].word == ")"
        for item in items
        if 0 < item < len(line.tokens) - 1
    )


def run_of(line: Line, first: int) -> tuple[int, ...]:
    """The items of the list that begins with the number at a place, also with a time each."""
    return _run(line, first, bracket=False, first_total=False, timed=True)


def items_before(line: Line, stop: int, *, timed: bool = False) -> tuple[int, ...]:
    """The last run of two or more items that ends before a place."""
    runs: list[tuple[int, ...]] = []
    place = 0
    while place < stop:
        if _plain(line.tokens[place]):
            run = _run(line, place, bracket=False, first_total=False, timed=timed)
            run = tuple(item for item in run if item < stop)
            if run:
                runs.append(run)
                place = run[-1]
        place += 1
    return runs[-1] if runs and stop - runs[-1][-1] <= _MOST_BETWEEN else ()
