"""Parts and wholes, sums and totals: "1,069 people: 630 civilians, 318 soldiers, 121 militants"."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from naap.checks.prose.evidence import Evidence
from naap.checks.prose.found import Found
from naap.checks.prose.lists import Parts, find_parts
from naap.checks.prose.nouns import noun_after, same_noun
from naap.checks.prose.pattern import Line
from naap.checks.prose.printing import number
from naap.checks.prose.verdicts import Judged, Span, judge_number
from naap.checks.prose.words import CLASSES

__all__ = ["bounds", "parts_of", "total_of"]

_NEAR = Fraction(1, 20)
"""A list behind a bare comma is one of all parts only if its sum comes this near the total."""
_NEARLY_ALL = Fraction(1, 10)
"""Several parts behind "including" that leave less than this out seem meant to be all."""
_NEAR_PLACES = Fraction(1, 100)
"""Places seldom are all listed, so their sum has to come nearer."""


def parts_of(
    line: Line, used: frozenset[int] = frozenset(), evidence: Evidence | None = None
) -> Iterator[Found]:
    """Every total with its parts; a number is an item of one list only."""
    taken = set(used)
    for parts in find_parts(line):
        places = {parts.total, *parts.items}
        if not places & taken:
            found = _judged(line, parts)
            if found is not None:
                taken |= places
                yield found


def bounds(
    line: Line, used: frozenset[int] = frozenset(), evidence: Evidence | None = None
) -> Iterator[Found]:
    """ "more than 1,000 people (1,069)", "over 1,000 people, or 1,069 to be exact"."""
    for wanted in _EXACT:
        for match in line.matches(wanted):
            rough, exact = match.named["rough"], match.named["exact"]
            stated = line.tokens[rough]
            plain = stated.qualifier in ("", "total") or line.tokens[exact].qualifier
            other = noun_after(line, rough) and not same_noun(line, rough, exact)
            if plain or other or {rough, exact} & used:
                continue
            judged = judge_number(stated, Span.of(line.tokens[exact]))
            yield Found("bound", line.said(rough, rough), number(line.tokens[exact].value),
                        judged.verdict, f"beside {line.said(exact, exact)} ({judged.rule})",
                        (line.said(exact, exact),), used=frozenset({rough, exact}))  # fmt: skip


_EXACT = (
    "exact=NUM ~ is|was|were|are [ still|well|far ] rough=NUM",
    "rough=NUM ... ( exact=NUM )",
    "rough=NUM ... ( exact=NUM in all|total )",
    "rough=NUM ... , [ or ] exact=NUM to be exact|precise",
    "rough=NUM ... [ , ] [ -- ] namely|exactly|precisely exact=NUM",
    "rough=NUM ... -- exact=NUM [ in ] [ all|total|exactly ] [ -- ]",
)


def total_of(line: Line, items: tuple[int, ...]) -> Span:
    """What the parts come to."""
    tokens = [line.tokens[item] for item in items]
    low = sum((token.low for token in tokens), Fraction(0))
    if all(token.exact for token in tokens):
        return Span(low, low)
    return Span(low, sum((token.high for token in tokens), Fraction(0)))


def _judged(line: Line, parts: Parts) -> Found | None:
    total = line.tokens[parts.total]
    span = total_of(line, parts.items)
    value = sum((line.tokens[item].value for item in parts.items), Fraction(0))
    plain = not total.qualifier or total.qualifier == "total"
    judged = judge_number(total, span)
    short = total.value - value
    if not _is_list_of_all(line, parts, value, judged):
        return None
    if parts.how == "after" and judged.verdict == "fails" and _number_left(line, parts):
        return None  # what stands before the list may be a part as well
    why = f"the parts come to {number(value)} ({judged.rule})"
    flags: tuple[str, ...] = ()
    if parts.how in ("including", "of") and judged.verdict == "fails" and plain and short > 0:
        judged, why, flags = _some(line, parts, short, judged)
    elif judged.verdict == "fails" and short > 0:
        why = f"the parts come to {number(value)}; {number(short)} of the total are in none of them"
        flags = ("incomplete",)
    elif judged.verdict == "fails":
        why = f"the parts come to {number(value)}, {number(-short)} more than the total"
        largest = max(line.tokens[item].value for item in parts.items)
        if largest > total.value:
            why = f"a part of {number(largest)} is larger than its whole of {number(total.value)}"
    if any(line.tokens[place].odd for place in (parts.total, *parts.items)):
        flags = (*flags, "number format")
    return Found(
        "parts" if parts.how in ("breakdown", "comma", "including", "of") else "sum",
        line.said(parts.total, parts.total),
        number(value),
        judged.verdict,
        why,
        tuple(line.said(item, item) for item in parts.items),
        flags=flags,
        used=frozenset({parts.total, *parts.items}),
    )


def _is_list_of_all(line: Line, parts: Parts, value: Fraction, judged: Judged) -> bool:
    """Whether the wording, or how near the sum comes, says that the list is meant to be whole."""
    if judged.verdict != "fails" or parts.how in ("breakdown", "after", "including"):
        return True
    total = line.tokens[parts.total].value
    near = _NEAR_PLACES if _in_places(line, parts) else _NEAR
    if abs(total - value) <= near * total:
        return True
    if parts.how in ("of", "comma"):
        return (value > total and parts.how == "of") or _names_the_rest(line, parts)
    return parts.how == "out of"


def _number_left(line: Line, parts: Parts) -> bool:
    return any(token.type == "NUM" for token in line.tokens[: parts.items[0]])


def _names_the_rest(line: Line, parts: Parts) -> bool:
    return bool(set(line.words(parts.items[0], len(line.tokens) - 1)) & CLASSES["rest"])


def _in_places(line: Line, parts: Parts) -> bool:
    """Items such as "295 in KP": the number, "in", and a name with a capital."""
    placed = 0
    for item in parts.items:
        after = line.tokens[item + 1 : item + 5]
        for one, other in itertools.pairwise(after):
            if one.word in ("in", "from") and line.text[other.start].isupper():
                placed += 1
                break
    return placed * 2 > len(parts.items)


def _some(
    line: Line, parts: Parts, short: Fraction, judged: Judged
) -> tuple[Judged, str, tuple[str, ...]]:
    """Some parts of a total: they may not be larger than it, and need not make it up."""
    total = line.tokens[parts.total].value
    left = f"{number(short)} of the total are in none of the parts"
    if parts.how == "of":
        return judged, left, ("incomplete",)
    if len(parts.items) > 1 and short <= _NEARLY_ALL * total:
        return Judged("holds loosely", "bound"), left, ("incomplete",)
    return Judged("holds", "bound"), f"no part is larger than the whole; {left}", ()
