"""Rules on numbers that stand beside each other: in time, across places, between publishers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from naap.checks.answer import Answer, written
from naap.checks.outcome import Outcome, outcome
from naap.checks.series import falls, jumps, least_spread, outliers, unchanged
from naap.checks.units import base_of
from naap.checks.values import Book, Value, agree, series_of
from naap.pack.rules import Break, Cumulative, Outlier, Publishers, Repeats, Stale

__all__ = ["breaks", "cumulative", "far_off", "publishers", "repeats", "stale"]


def cumulative(rule_id: str, rule: Cumulative, book: Book) -> Iterator[Outcome]:
    for quantity in book.chosen(rule.quantities, lambda row: row.measure == "cumulative"):
        for series in series_of(book.of(quantity)):
            values = [each.value for each in series]
            if len(values) < 2:
                continue
            fallen = list(falls(values))
            for place in fallen:
                after, before = series[place], series[place - 1]
                numbers = {"difference": before.value - after.value}
                answer = Answer("fails", "falls", before.value, numbers=numbers)
                yield outcome(rule_id, rule, answer, [("=", after), ("+", before)])
            if not fallen:
                yield outcome(
                    rule_id, rule, Answer("holds", "never falls"),
                    [("=", series[-1]), *(("+", each) for each in series[:-1])],
                    mark=series[0].key,
                )  # fmt: skip


def stale(rule_id: str, rule: Stale, book: Book) -> Iterator[Outcome]:
    for quantity in book.chosen(rule.quantities, lambda row: row.measure != "flow"):
        for series in series_of(book.of(quantity)):
            for first, last in unchanged([each.value for each in series], rule.reports):
                run = series[first : last + 1]
                moved = _moved(run, rule, book)
                answer = (
                    Answer("ambiguous", "unchanged", run[0].value, ("stale",))
                    if moved
                    else Answer("holds", "all stand still", run[0].value)
                )
                inputs = [("=", each) for each in run] + [("+", each) for each in moved]
                yield outcome(
                    rule_id, rule, answer, inputs,
                    numbers={"reports": str(len(run)), "from": str(run[0].period),
                             "to": str(run[-1].period)},
                )  # fmt: skip


def _moved(run: Sequence[Value], rule: Stale, book: Book) -> list[Value]:
    """First and last value of a neighbour that is not the same at both ends of the run."""
    start, end = run[0].period.end, run[-1].period.end
    for quantity in rule.neighbours:
        same_place = [each for each in book.of(quantity) if each.place == run[0].place]
        for series in series_of(same_place):
            during = [each for each in series if start <= each.period.end <= end]
            if during and during[0].value != during[-1].value:
                return [during[0], during[-1]]
    return []


def breaks(rule_id: str, rule: Break, book: Book) -> Iterator[Outcome]:
    for quantity in book.chosen(rule.quantities, lambda row: row.measure in {"stock", "ratio"}):
        for series in series_of(book.of(quantity)):
            values = [each.value for each in series]
            jumped = list(jumps(values, rule.factor))
            for place in jumped:
                before, after = series[place - 1], series[place]
                per_cent = (after.value / before.value - 1) * 100
                answer = Answer(
                    "ambiguous", "jumps", per_cent, ("series break",), {"factor": rule.factor}
                )
                yield outcome(
                    rule_id, rule, answer, [("=", after), ("/", before)], decimals=1
                )  # fmt: skip
            if len(values) > 1 and not jumped:
                yield outcome(
                    rule_id, rule, Answer("holds", "no jump"),
                    [("=", series[-1]), *(("/", each) for each in series[:-1])],
                    mark=series[0].key,
                )  # fmt: skip


def far_off(rule_id: str, rule: Outlier, book: Book) -> Iterator[Outcome]:
    for group in _groups(rule, book):
        pairs = [(value, _over(value, rule, book)) for value in group]
        known = [(value, base, number) for value, (base, number) in pairs if number is not None]
        numbers = [number for _, _, number in known]
        apart = dict(outliers(numbers, rule.threshold, rule.values))
        middle = sorted(numbers)[len(numbers) // 2] if numbers else Decimal(0)
        for place, distance in apart.items():
            value, base, number = known[place]
            answer = Answer("ambiguous", "far off", number, ("outlier",),
                            {"distance": distance, "median": middle,
                             "threshold": rule.threshold})  # fmt: skip
            others = [("", other) for other, _, _ in known if other is not value]
            inputs = [("=", value), *([("/", base)] if base else []), *others]
            yield outcome(
                rule_id, rule, answer, inputs, decimals=1,
                numbers={"values": str(len(numbers))},
            )  # fmt: skip
        if len(numbers) >= rule.values and not apart:
            yield outcome(
                rule_id, rule, Answer("holds", "none far off"),
                [("", value) for value, _, _ in known], mark=known[0][0].key,
                numbers={"values": str(len(numbers))},
            )  # fmt: skip


def _groups(rule: Outlier, book: Book) -> Iterator[Sequence[Value]]:
    if rule.over == "time":
        yield from series_of(book.wholes(rule.quantity))
        return
    groups: dict[tuple[object, ...], dict[str, Value]] = {}
    for value in book.wholes(rule.quantity):
        report = (value.publisher, value.scope, value.period.text, book.level(value.place))
        groups.setdefault(report, {}).setdefault(value.place, value)
    yield from (list(group.values()) for group in groups.values())


def _over(value: Value, rule: Outlier, book: Book) -> tuple[Value | None, Decimal | None]:
    if rule.per is None:
        return None, value.value
    base = next(iter(book.beside(value, rule.per, rule)), None)
    if base is None or base.value <= 0:
        return None, None
    return base, value.value / base.value


def publishers(rule_id: str, rule: Publishers, book: Book) -> Iterator[Outcome]:
    if rule.quantities == "all":
        for quantity in book.chosen("all", lambda row: True):
            yield from _spread(rule_id, rule, book, [quantity])
    else:
        yield from _spread(rule_id, rule, book, rule.quantities)


def _spread(
    rule_id: str, rule: Publishers, book: Book, quantities: Sequence[str]
) -> Iterator[Outcome]:
    by_place: dict[str, list[Value]] = {}
    for quantity in quantities:
        for value in book.of(quantity):
            if not rule.places or value.place in rule.places:
                by_place.setdefault(value.place, []).append(value)
    for place, values in by_place.items():
        for group in _at_one_time(values, rule):
            said: dict[tuple[str, Decimal], Value] = {}
            for value in sorted(group, key=lambda each: each.newest_first):
                said.setdefault((_voice(value, rule), value.value), value)
            voices: dict[str, list[Decimal]] = {}
            for (voice, _), value in said.items():
                voices.setdefault(voice, []).append(value.value * base_of(value.unit)[0])
            spread = least_spread(voices)
            if spread is None:
                continue
            told = sorted(said.values(), key=lambda each: (each.value, each.key))
            flags = ["conflict"] + ["scope"] * (len({_counted(each) for each in told}) > 1)
            answer = (
                Answer("ambiguous", "publishers differ", spread, tuple(flags))
                if spread > rule.spread
                else Answer("holds", "publishers agree", spread)
            )
            yield outcome(
                rule_id, rule, answer, [("", value) for value in told], decimals=2,
                stated="; ".join(written(number) for number in sorted({v.value for v in told})),
                mark=f"{quantities[0]}/{place}/{told[0].period if rule.periods == 'same' else ''}",
            )  # fmt: skip


def _voice(value: Value, rule: Publishers) -> str:
    match rule.voices:
        case "record":
            return value.key
        case "scope":
            return f"{value.publisher}/{value.scope}"
        case _:
            return value.publisher


def _counted(value: Value) -> tuple[str, str | None]:
    return value.quantity, value.scope


def _at_one_time(values: Sequence[Value], rule: Publishers) -> Iterator[list[Value]]:
    """Groups of values of which each speaks of the same time as another one of the group."""
    # Those with the same dates agree with each other and with the same others: one asks for all.
    alike: dict[tuple[object, ...], list[Value]] = {}
    for value in sorted(values, key=lambda each: (each.period.start, each.period.end, each.key)):
        dates = (value.period.start, value.period.end, value.at_a_day)
        alike.setdefault(dates, []).append(value)
    left = list(alike.values())
    while left:
        group, left = [left[0]], left[1:]
        for one in group:
            apart: list[list[Value]] = []
            for other in left:
                (group if agree(one[0], other[0], rule.periods) else apart).append(other)
            left = apart
        yield [value for same in group for value in same]


def repeats(rule_id: str, rule: Repeats, book: Book) -> Iterator[Outcome]:
    for quantity in book.chosen(rule.quantities, lambda row: True):
        groups: dict[tuple[object, ...], list[Value]] = {}
        for value in book.of(quantity):
            # 'At least' a number and the number itself are taken for the same statement.
            told = value.qualifier in {"exact", "at least"}
            if told and value.publisher not in rule.not_publishers:
                subject = (value.publisher, value.place, value.scope, value.period.text)
                groups.setdefault(subject, []).append(value)
        for group in groups.values():
            if len(group) < 2:
                continue
            numbers: dict[Decimal, Value] = {}
            for value in sorted(group, key=lambda each: (each.source, each.newest_first)):
                numbers.setdefault(value.value, value)
            yield _repeated(rule_id, rule, group, list(numbers.values()))


def _repeated(
    rule_id: str, rule: Repeats, group: Sequence[Value], told: Sequence[Value]
) -> Outcome:
    by_source: dict[str, set[Decimal]] = {}
    for value in group:
        by_source.setdefault(value.source, set()).add(value.value)
    if len(told) == 1:
        answer = Answer("holds", "says the same", told[0].value)
    elif any(len(numbers) > 1 for numbers in by_source.values()):
        answer = Answer("fails", "contradicts itself", None, ("conflict",))
        twice = {source for source, numbers in by_source.items() if len(numbers) > 1}
        told = [value for value in group if value.source in twice] + [
            value for value in told if value.source not in twice
        ]
    else:
        answer = Answer("ambiguous", "says another", None, ("conflict",))
    first = told[0]
    return outcome(
        rule_id, rule, answer, [("", value) for value in (told if len(told) > 1 else group)],
        stated="; ".join(written(number) for number in sorted({v.value for v in told})),
        mark="/".join(map(str, (first.publisher, first.quantity, first.place, first.scope,
                                first.period))),
    )  # fmt: skip
