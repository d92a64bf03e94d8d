"""Lengths of time: "in six years (2008-2014)", "between 28 August and 16 December, 110 days"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from naap.checks.prose.dates import When
from naap.checks.prose.evidence import Evidence
from naap.checks.prose.found import Found
from naap.checks.prose.pattern import Line
from naap.checks.prose.printing import number
from naap.checks.prose.verdicts import Span, judge_number

__all__ = ["durations"]

_LENGTH = "n=NUM|ADJ unit=years|year|months|month|weeks|week|days|day"
_DAYS = {"day": 1, "week": 7}


def durations(
    line: Line, used: frozenset[int] = frozenset(), evidence: Evidence | None = None
) -> Iterator[Found]:
    """A length with the one span, or the two dates, that it is told of."""
    lengths = [
        (match.named["n"], line.tokens[match.named["unit"]].word.removesuffix("s"))
        for match in line.matches(_LENGTH)
        if match.named["n"] not in used and not _is_rate(line, match.named["n"])
    ]
    if not lengths:
        line, lengths = _decade(line)
    if len(lengths) != 1:
        return
    place, unit = lengths[0]
    times = [(index, token.when) for index, token in enumerate(line.tokens)
             if token.when is not None]  # fmt: skip
    if unit == "year":
        span = _years(line, times)
        if span is not None:
            yield _of_years(line, place, *span)
        elif months := _months(line, times):
            yield _of_months(line, place, *months, 12)
        return
    dates = _two_dates(line, times) or _date_and_event(line, times, evidence)
    if dates is not None and unit in _DAYS:
        yield _of_days(line, place, unit, *dates)
    elif unit == "month" and (months := _months(line, times)):
        yield _of_months(line, place, *months)


def _decade(line: Line) -> tuple[Line, list[tuple[int, str]]]:
    """A decade is ten years: the line with that number in the word's place."""
    for place, token in enumerate(line.tokens):
        if token.type == "W" and token.word == "decade":
            ten = replace(token, type="NUM", value=Fraction(10), low=Fraction(10),
                          high=Fraction(10))  # fmt: skip
            return Line(line.text, (*line.tokens[:place], ten, *line.tokens[place + 1 :])), [
                (place, "year")
            ]
    return line, []


def _is_rate(line: Line, place: int) -> bool:
    return line.tokens[place - 1].word in ("per", "every", "each") if place else False


def _years(line: Line, times: list[tuple[int, When]]) -> tuple[int, int, int] | None:
    """(first year, last year, place) of the one span of years, in whatever way it is written."""
    spans = [(index, when) for index, when in times if when.precision == "span"]
    if len(spans) == 1:
        index, when = spans[0]
        if when.first and when.last:
            return when.first.year, when.last.year, index
    years = [(index, when) for index, when in times if when.precision == "year"]
    if spans or len(years) != 2 or len(times) != 2:
        return None
    (one, first), (other, last) = years
    joined = set(line.words(one, other)) & {"to", "until", "and", "till", "through"}
    opened = set(line.words(one - 2, one)) & {"from", "between", "since"}
    if first.first and last.first and joined and opened and first.first < last.first:
        return first.first.year, last.first.year, one
    return None


def _of_years(line: Line, place: int, first: int, last: int, index: int) -> Found:
    stated = line.tokens[place]
    between, values = last - first, last - first + 1
    computed = f"{between} intervals, {values} yearly values"
    used = frozenset({place, index})
    inputs = (f"{first}", f"{last}")
    said = line.said(place, place + 1)
    blurred = stated.qualifier in ("over", "nearly", "about", "at least", "under", "at most")
    if blurred:
        judged = judge_number(stated, Span(Fraction(between), Fraction(values)))
        why = f"{computed} ({judged.rule})"
        return Found("duration", said, computed, judged.verdict, why, inputs, used=used)
    if stated.value in (between, values):
        other = (
            f"{first} to {last} is {between} years as a difference and {values} as calendar years; "
            "the sentence does not say which is counted"
        )
        return Found("duration", said, computed, "ambiguous", other, inputs, used=used)
    why = f"{first} to {last} is {between} years as a difference, {values} as calendar years"
    return Found("duration", said, computed, "fails", why, inputs, used=used)


def _two_dates(line: Line, times: list[tuple[int, When]]) -> tuple[date, date, set[int]] | None:
    """The two days of the sentence; a day without a year has that of the other one."""
    days = [(index, when) for index, when in times if when.precision == "day"]
    if len(days) != 2:
        return None
    (one, first), (other, last) = days
    years = [when.first.year for _, when in times if when.first is not None]
    if first.first is None and last.first is None:
        if len(set(years)) > 1:
            return None
        # A common year unless told: both days in it, or the second in the year after.
        year = years[0] if years else 2001
        first, last = first.in_year(year), last.in_year(year)
        if first.first and last.first and last.first < first.first:
            last = days[1][1].in_year(year + 1)
    elif first.first is None and last.first is not None:
        first = first.in_year(last.first.year)
        if first.first and first.first > last.first:
            first = days[0][1].in_year(last.first.year - 1)
    elif last.first is None and first.first is not None:
        last = last.in_year(first.first.year)
        if last.first and last.first < first.first:
            last = days[1][1].in_year(first.first.year + 1)
    if first.first is None or last.first is None:
        return None
    return min(first.first, last.first), max(first.first, last.first), {one, other}


def _date_and_event(
    line: Line, times: list[tuple[int, When]], evidence: Evidence | None
) -> tuple[date, date, set[int]] | None:
    """One day of the text, and that of the one event of the pack that it names."""
    days = [(place, when.first) for place, when in times if when.precision == "day" and when.first]
    events = evidence.facts.named(line.text) if evidence is not None else []
    if len(days) != 1 or len(events) != 1 or events[0][1].when != events[0][1].last:
        return None
    place, day = days[0]
    other = events[0][1].when
    return min(day, other), max(day, other), {place}


def _of_days(line: Line, place: int, unit: str, first: date, last: date, used: set[int]) -> Found:
    stated = line.tokens[place]
    days = (last - first).days
    computed = Fraction(days, _DAYS[unit])
    # Weeks are said in whole ones; days are counted.
    judged = judge_number(stated, Span.at(computed), measured=unit != "day")
    verdict, why = judged.verdict, f"from {first} to {last} are {days} days ({judged.rule})"
    if unit == "day" and verdict == "fails" and stated.value == days + 1 and not stated.qualifier:
        verdict, why = "ambiguous", f"{days} days lie between, {days + 1} with both days counted"
    return Found("duration", line.said(place, place + 1), f"{number(computed)} {unit}s", verdict,
                 why, (first.isoformat(), last.isoformat()),
                 used=frozenset({place, *used}))  # fmt: skip


def _months(line: Line, times: list[tuple[int, When]]) -> tuple[int, tuple[str, str]] | None:
    months = [when for _, when in times if when.precision == "month" and when.first]
    if len(months) != 2 or len(times) != 2 or not months[0].first or not months[1].first:
        return None
    first, last = sorted((months[0].first, months[1].first))
    between = (last.year - first.year) * 12 + last.month - first.month
    return (between, (f"{first:%Y-%m}", f"{last:%Y-%m}")) if between else None


def _of_months(
    line: Line, place: int, between: int, inputs: tuple[str, str], unit: int = 1
) -> Found:
    """Months, or with ``unit`` 12 years, between two months."""
    stated = line.tokens[place]
    if unit > 1:
        span = Span(Fraction(between, unit), Fraction(between + 1, unit))
        judged = judge_number(stated, span)
        computed = f"{number(span.low)} years"
        return Found("duration", line.said(place, place + 1), computed, judged.verdict,
                     f"{between} months lie between", inputs, used=frozenset({place}))  # fmt: skip
    computed = f"{between} intervals, {between + 1} months"
    judged = judge_number(stated, Span(Fraction(between), Fraction(between + 1)))
    verdict = judged.verdict
    if verdict == "holds" and not stated.qualifier:
        verdict = "ambiguous"
    why = f"{between} months lie between, {between + 1} with both counted"
    return Found("duration", line.said(place, place + 1), computed, verdict, why, inputs,
                 used=frozenset({place}))  # fmt: skip
