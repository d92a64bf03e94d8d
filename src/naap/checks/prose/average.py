"""Averages: of a list, of a total over so many, and one event every so many days."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

from naap.checks.prose.evidence import Evidence
from naap.checks.prose.found import Found
from naap.checks.prose.lists import items_before, run_of
from naap.checks.prose.nouns import noun_after
from naap.checks.prose.pattern import Line
from naap.checks.prose.printing import number, shown_decimals
from naap.checks.prose.rate import stretch_of
from naap.checks.prose.verdicts import Span, judge_number
from naap.checks.prose.words import stem

__all__ = ["averages"]

_WORDS = frozenset({"average", "averaged", "averages", "averaging", "mean"})
_STATED = (
    "average|mean|averaged|averaging ... of|at|to n=NUM",
    "average|mean|averaged|averaging|averages ... n=NUM",
    "n=NUM ... on average",
    "n=NUM average|mean",
)


def averages(
    line: Line, used: frozenset[int] = frozenset(), evidence: Evidence | None = None
) -> Iterator[Found]:
    taken = set(used)
    for found in (*_of_list(line), *_over(line), *_each_of(line), *_interval(line)):
        if not found.used & taken:
            taken |= found.used
            yield found


def _stated(line: Line) -> list[int]:
    return list(dict.fromkeys(match.named["n"] for wanted in _STATED
                              for match in line.matches(wanted)))  # fmt: skip


def _of_list(line: Line) -> Iterator[Found]:
    """ "625, 441, 370, 262 and 229 attacks, an average of 385"; "the mean of 20 and 40 is 30"."""
    if not set(line.words()) & _WORDS:
        return
    for place in _stated(line):
        items = items_before(line, place, timed=True)
        if len(items) < 2 or place in items:
            items = tuple(item for item in run_of(line, place) if item != place)
        if len(items) < 2:
            items = _listed_after(line, place)
        if len(items) < 2 or (len(items) == 2 and not _of_these(line)):
            continue
        total = sum((line.tokens[item].value for item in items), Fraction(0))
        yield _judged(line, place, total / len(items), f"the mean of {len(items)} numbers",
                      tuple(line.said(item, item) for item in items),
                      frozenset({place, *items}))  # fmt: skip


def _listed_after(line: Line, place: int) -> tuple[int, ...]:
    """The list behind a colon: "averaged 385 a year in 2015-2019: 625, 441, 370, 262 and 229"."""
    colon = next((each for each in range(place, len(line.tokens))
                  if line.tokens[each].word in (":", "(")), None)  # fmt: skip
    if colon is None:
        return ()
    first = next((each for each in range(colon, len(line.tokens))
                  if line.tokens[each].type == "NUM"), None)  # fmt: skip
    return run_of(line, first) if first is not None else ()


def _of_these(line: Line) -> bool:
    return line.has("average|mean of NUM and NUM")


def _over(line: Line) -> Iterator[Found]:
    """ "1,927 attacks in five years, an average of 385 a year": so many of them are told."""
    wanted = ["n=NUM ... per unit=@any"]
    if set(line.words()) & _WORDS:
        wanted += ["n=NUM ... each|every unit=@any", "n=NUM ... a|an unit=year|month|week|day"]
    for match in chain.from_iterable(line.matches(each) for each in wanted):
        place, unit = match.named["n"], stem(line.tokens[match.named["unit"]].word)
        counts = [each for each, token in enumerate(line.tokens)
                  if token.type in ("NUM", "ADJ") and each != place and token.value > 1
                  and unit in (*noun_after(line, each)[:2], _joined(line, each))]  # fmt: skip
        totals = [each for each, token in enumerate(line.tokens)
                  if token.type == "NUM" and each not in (place, *counts)
                  and token.value > line.tokens[place].value]  # fmt: skip
        if len(counts) == 1 and len(totals) == 1:
            many = line.tokens[counts[0]].value
            total = line.tokens[totals[0]]
            yield _judged(line, place, total.value / many,
                          f"{number(total.value)} over {number(many)} {unit}s",
                          (line.said(totals[0], totals[0]), line.said(counts[0], counts[0])),
                          frozenset({place, *counts, *totals}))  # fmt: skip


def _joined(line: Line, place: int) -> str:
    """The word that a number is joined to, as in "five-year"."""
    if line.tokens[place].type != "ADJ" or place + 1 >= len(line.tokens):
        return ""
    return stem(line.tokens[place + 1].word)


def _each_of(line: Line) -> Iterator[Found]:
    """ "1.6 for each of the 521 attacks", "each attack killed 1.6 people: 852 in 521"."""
    if not set(line.words()) & _WORDS:
        return
    for wanted in ("each|every of [ the ] many=NUM ~ n=NUM ~ total=NUM",
                   "n=NUM ... each|every of [ the ] many=NUM ~ total=NUM",
                   "total=NUM ~ n=NUM ... each|every of [ the ] many=NUM",
                   "each|every unit=@any ... n=NUM ~ total=NUM ... in|over many=NUM"):  # fmt: skip
        for match in line.matches(wanted):
            place, many, total = (match.named[name] for name in ("n", "many", "total"))
            if line.tokens[many].value > 0:
                yield _judged(
                    line, place, line.tokens[total].value / line.tokens[many].value,
                    f"{line.said(total, total)} over {line.said(many, many)}",
                    (line.said(total, total), line.said(many, many)),
                    frozenset({place, many, total}),
                )  # fmt: skip


def _interval(line: Line) -> Iterator[Found]:
    """ "an attack every seven hours in 2014, 1,206 in all"."""
    for match in line.matches("every [ @a ] n=NUM unit=hours|days|minutes|weeks"):
        place = match.named["n"]
        stretch = stretch_of(line)
        totals = [each for each, token in enumerate(line.tokens)
                  if token.type == "NUM" and each != place and token.value > 1]  # fmt: skip
        if stretch is None or len(totals) != 1:
            continue
        unit = line.tokens[match.named["unit"]].word
        per_day = {"hours": Fraction(24), "days": Fraction(1), "minutes": Fraction(1440),
                   "weeks": Fraction(1, 7)}[unit]  # fmt: skip
        total = line.tokens[totals[0]]
        yield _judged(line, place, stretch.days * per_day / total.value,
                      f"{stretch.days} days over {number(total.value)}",
                      (line.said(totals[0], totals[0]), stretch.said),
                      frozenset({place, *totals}), "rate")  # fmt: skip


def _judged(
    line: Line, place: int, value: Fraction, why: str, inputs: tuple[str, ...],
    used: frozenset[int], form: str = "average",
) -> Found:  # fmt: skip
    stated = line.tokens[place]
    judged = judge_number(stated, Span.at(value), measured=True)
    shown = number(value, shown_decimals(stated) + (stated.step < 1))
    return Found(form, line.said(place, place), shown, judged.verdict,
                 f"{why} is {shown} ({judged.rule})", inputs, used=used)  # fmt: skip
