"""Rates and averages: "3.3 attacks a day", "1.6 killed per attack", "11 per 100,000"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from naap.checks.prose.evidence import Evidence
from naap.checks.prose.found import Found
from naap.checks.prose.nouns import noun_after, same_noun
from naap.checks.prose.pattern import Line
from naap.checks.prose.printing import number, shown_decimals
from naap.checks.prose.tokens import Token
from naap.checks.prose.verdicts import Span, judge_number
from naap.checks.prose.words import stem

__all__ = ["Stretch", "rates", "stretch_of"]

_DAYS = {"day": Fraction(1), "daily": Fraction(1), "week": Fraction(7), "weekly": Fraction(7)}
_MONTHS = {"month": 1, "monthly": 1, "quarter": 3, "year": 12, "yearly": 12, "annually": 12}
_RATES = (
    "rate=NUM ... per|each|every unit=day|week|month|quarter|year",
    "rate=NUM ... a|an unit=day|week|month|quarter|year",
    "rate=NUM ... unit=daily|weekly|monthly|annually",
    "unit=daily|weekly|monthly|yearly ... average|rate|toll|mean of|at rate=NUM",
)


@dataclass(frozen=True)
class Stretch:
    """How long a total was counted: its days, or its months where it is whole months."""

    days: int
    months: Fraction | None
    said: str


def rates(
    line: Line, used: frozenset[int] = frozenset(), evidence: Evidence | None = None
) -> Iterator[Found]:
    taken = set(used)
    for found in (*_per_time(line), *_per_head(line), *_per_event(line)):
        if not found.used & taken:
            taken |= found.used
            yield found


def _per_time(line: Line) -> Iterator[Found]:
    for wanted in _RATES:
        for match in line.matches(wanted):
            rate, unit = match.named["rate"], line.tokens[match.named["unit"]].word
            stretch = stretch_of(line)
            total = _total(line, rate)
            if stretch is None or total is None:
                continue
            if unit in _DAYS:
                parts = Fraction(stretch.days) / _DAYS[unit]
            elif stretch.months is not None:
                parts = stretch.months / _MONTHS[unit]
            else:
                continue
            if parts > 1:
                yield _judged(line, "rate", rate, total, Span.at(parts),
                              f"{number(parts)} {unit}s of {stretch.said}")  # fmt: skip


def stretch_of(line: Line) -> Stretch | None:
    """The one time that the sentence speaks of; none where it speaks of two."""
    times = {(token.when.first, token.when.last): token for token in line.tokens
             if token.when is not None and token.when.first is not None}  # fmt: skip
    if len(times) != 1:
        return None
    token = next(iter(times.values()))
    when = token.when
    if when is None or when.first is None or when.last is None or when.precision == "day":
        return None
    months = Fraction((when.last.year - when.first.year) * 12 + when.last.month
                      - when.first.month + 1)  # fmt: skip
    return Stretch((when.last - when.first).days + 1, months,
                    line.text[token.start : token.end])  # fmt: skip


def _total(line: Line, rate: int) -> int | None:
    """The number that was spread: larger than the rate, and of the same thing."""
    fits = [
        place
        for place, token in enumerate(line.tokens)
        if place != rate
        and token.type == "NUM"
        and token.value > line.tokens[rate].value
        and same_noun(line, place, rate)
        and not _is_denominator(line, place)
    ]
    if len(fits) > 1:
        own = [
            place for place in fits if set(noun_after(line, place)) & set(noun_after(line, rate))
        ]
        fits = own or fits
    return fits[0] if len(fits) == 1 else None


def _is_denominator(line: Line, place: int) -> bool:
    return bool(place) and line.tokens[place - 1].word in ("per", "every", "each")


def _per_head(line: Line) -> Iterator[Found]:
    """ "11 per 100,000 people", with the count and the population in the sentence."""
    for match in line.matches("rate=NUM ... per|for|in [ every ] base=NUM"):
        rate, base = match.named["rate"], match.named["base"]
        if line.tokens[base].value not in (100, 1000, 10_000, 100_000, 1_000_000):
            continue
        others = [place for place, token in enumerate(line.tokens)
                  if token.type == "NUM" and place not in (rate, base)]  # fmt: skip
        if len(others) != 2:
            continue
        others.sort(key=lambda place: line.tokens[place].value)
        total, population = others
        heads = Span.of(line.tokens[population])
        per = Span(heads.low / line.tokens[base].value, heads.high / line.tokens[base].value)
        if per.low > 0:
            said = f"{number(line.tokens[population].value)} people"
            found = _judged(line, "rate", rate, total, per, said)
            yield found.also(base, population)


def _per_event(line: Line) -> Iterator[Found]:
    """ "852 people in 521 attacks, 1.6 per attack"."""
    for match in (*line.matches("rate=NUM ... per|each|every unit=@any"),
                  *line.matches("rate=NUM ... a|an unit=day|week|month|year")):  # fmt: skip
        rate, unit = match.named["rate"], stem(line.tokens[match.named["unit"]].word)
        counts = [place for place, token in enumerate(line.tokens)
                  if token.type == "NUM" and place != rate
                  and unit in noun_after(line, place)]  # fmt: skip
        totals = [place for place, token in enumerate(line.tokens)
                  if token.type == "NUM" and place not in (rate, *counts)]  # fmt: skip
        if len(counts) == 1 and len(totals) == 1 and line.tokens[counts[0]].low > 0:
            spread = Span.of(line.tokens[counts[0]])
            said = line.said(counts[0], counts[0]) + f" {unit}s"
            yield _judged(line, "average", rate, totals[0], spread, said).also(counts[0])


def _judged(line: Line, form: str, rate: int, total: int, parts: Span, said: str) -> Found:
    stated: Token = line.tokens[rate]
    computed = Span.of(line.tokens[total]).over(parts)
    judged = judge_number(stated, computed, measured=True)
    middle = (computed.low + computed.high) / 2
    shown = number(middle, shown_decimals(stated) + 1)
    return Found(
        form,
        line.said(rate, rate),
        shown,
        judged.verdict,
        f"{number(line.tokens[total].value)} over {said} is {shown} ({judged.rule})",
        (line.said(total, total), said),
        used=frozenset({rate, total}),
    )
