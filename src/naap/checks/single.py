"""Rules on one number at a time: bounds, units, the number and the words as printed."""

from __future__ import annotations

from collections.abc import Iterator

from naap.checks.answer import Answer
from naap.checks.arithmetic import at_most, sum_of_parts
from naap.checks.outcome import Outcome, outcome
from naap.checks.printed import has_word, parts_printed, same_number
from naap.checks.series import slips
from naap.checks.units import base_of, is_per_cent
from naap.checks.values import Book, Value, series_of
from naap.pack.rules import Bounds, Breakdown, Printed, Term, Unit, Vocabulary

__all__ = ["bounds", "breakdowns", "printed", "units", "vocabulary"]


def bounds(rule_id: str, rule: Bounds, book: Book) -> Iterator[Outcome]:
    for quantity in book.chosen(rule.quantities, lambda row: True):
        for value in book.wholes(Term(quantity=quantity)):
            yield from _limits(rule_id, rule, value)
            if rule.not_above is None:
                continue
            for limit in book.beside(value, rule.not_above, rule):
                scale = base_of(limit.unit)[0] / base_of(value.unit)[0]
                answer = at_most(value.value, limit.value * scale)
                yield outcome(rule_id, rule, answer, [("=", value), ("/", limit)])


def _limits(rule_id: str, rule: Bounds, value: Value) -> Iterator[Outcome]:
    if rule.least is None and rule.most is None:
        return
    answer = Answer("holds", "within", None)
    if rule.least is not None and value.value < rule.least:
        answer = Answer("fails", "below least", rule.least)
    if rule.most is not None and value.value > rule.most:
        answer = Answer("fails", "above limit", rule.most,
                        numbers={"difference": value.value - rule.most})  # fmt: skip
    yield outcome(rule_id, rule, answer, [("=", value)], mark=f"{value.key} limits")


def units(rule_id: str, rule: Unit, book: Book) -> Iterator[Outcome]:
    for quantity in book.chosen(rule.quantities, lambda row: True):
        values = book.wholes(Term(quantity=quantity))
        for value in values:
            if is_per_cent(value.unit):
                share = 0 < value.value < 1
                answer = (
                    Answer("ambiguous", "share or per cent", value.value * 100, ("unit",))
                    if share
                    else Answer("holds", "per cent")
                )
                yield outcome(rule_id, rule, answer, [("=", value)])
        for series in series_of(values):
            for place, middle in slips([each.value for each in series]):
                value = series[place]
                answer = Answer("ambiguous", "magnitude", middle, ("unit",))
                others = [("", each) for each in series if each is not value]
                yield outcome(
                    rule_id, rule, answer, [("=", value), *others], decimals=2,
                    mark=f"{value.key} magnitude",
                )  # fmt: skip


def breakdowns(rule_id: str, rule: Breakdown, book: Book) -> Iterator[Outcome]:
    for quantity in book.chosen(rule.quantities, lambda row: True):
        for value in book.of(quantity):
            lists = rule.quantities != "all"
            read = parts_printed(value.breakdown, lists) if value.breakdown else None
            if read is None:
                continue
            stated = value.value if read.total is None else read.total
            answer = sum_of_parts(
                stated, read.parts, qualifier=value.qualifier if read.total is None else "exact",
                complete=rule.complete and read.all_of_it,
            )  # fmt: skip
            yield outcome(
                rule_id, rule, answer, [("=", value)], stated=f"{stated.normalize():,f}",
                numbers={"as_printed": value.breakdown or ""},
            )  # fmt: skip


def printed(rule_id: str, rule: Printed, book: Book) -> Iterator[Outcome]:
    for quantity in book.chosen(rule.quantities, lambda row: True):
        for value in book.of(quantity):
            if value.as_printed is None:
                continue
            answer = same_number(value.value, base_of(value.unit)[0], value.as_printed)
            yield outcome(
                rule_id, rule, answer, [("=", value)], numbers={"as_printed": value.as_printed}
            )  # fmt: skip


def vocabulary(rule_id: str, rule: Vocabulary, book: Book) -> Iterator[Outcome]:
    for quantity in book.chosen(rule.quantities, lambda row: True):
        values = book.of(quantity)
        if rule.one_year:
            yield from _years(rule_id, rule, quantity, list(values))
        for value in values:
            for answer, numbers in _words(value, rule, book):
                yield outcome(
                    rule_id, rule, answer, [("=", value)], numbers=numbers,
                    mark=f"{value.key} {answer.case}",
                )  # fmt: skip


def _words(value: Value, rule: Vocabulary, book: Book) -> Iterator[tuple[Answer, dict[str, str]]]:
    text = " ".join(each for each in (value.as_printed, value.breakdown) if each)
    if rule.not_words and text:
        word = has_word(text, rule.not_words)
        if word is not None:
            wrong = Answer("holds", "wrong word", None, ("wrong word",))
            yield wrong, {"word": word, "as_printed": text}
        else:
            yield Answer("holds", "right word"), {"as_printed": text}
    if rule.spans and value.measure == "flow":
        if value.period.precision == "day":
            yield Answer("ambiguous", "since when", None, ("wrong word",)), {}
        else:
            yield Answer("holds", "has a period"), {}
    if rule.levels:
        level = book.level(value.place)
        if level in rule.levels:
            yield Answer("holds", "right level"), {}
        else:
            yield Answer("ambiguous", "other level", None, ("scope",)), {"level": level}


def _years(rule_id: str, rule: Vocabulary, quantity: str, values: list[Value]) -> Iterator[Outcome]:
    series: dict[tuple[str, str, str | None], list[Value]] = {}
    for value in values:
        if value.period.precision in {"year", "fiscal year"}:
            series.setdefault((value.publisher, value.place, value.scope), []).append(value)
    for run in series.values():
        mixed = len({value.period.precision for value in run}) > 1
        answer = (
            Answer("ambiguous", "two kinds of year", None, ("wrong year",))
            if mixed
            else Answer("holds", "one kind of year")
        )
        yield outcome(
            rule_id, rule, answer, [("", value) for value in run],
            stated="; ".join(str(value.period) for value in run), mark=run[0].key + " years",
        )  # fmt: skip
