"""Rules on numbers that others give: sums, identities, stocks and flows, ratios, rates, changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from naap.checks.answer import Answer, precision, written
from naap.checks.arithmetic import (
    LIKELY_SLIP,
    change,
    identity,
    ratio,
    stock_and_flow,
    sum_of_parts,
)
from naap.checks.outcome import Outcome, outcome
from naap.checks.units import base_of
from naap.checks.values import Book, Value
from naap.pack.rules import Change, Denominator, Identity, Rate, Ratio, Rule, StockFlow, Sum
from naap.pack.tables import PopulationRow

__all__ = ["changes", "denominators", "identities", "rates", "ratios", "stocks_and_flows", "sums"]

_LOWER = {"at least", "more than"}
_MONTH = Decimal("30.436875")
"""Days of a month in the calendar's 400 years."""


def _in_unit_of(anchor: Value, values: Iterable[Value]) -> list[Decimal]:
    """The values in the unit of another one: billion crowns as million crowns."""
    scale = base_of(anchor.unit)[0]
    return [value.value * base_of(value.unit)[0] / scale for value in values]


def _flat(groups: Iterable[Sequence[Value]]) -> list[Value]:
    return [value for group in groups for value in group]


def sums(rule_id: str, rule: Sum, book: Book) -> Iterator[Outcome]:
    for whole in book.wholes(rule.whole):
        parts, complete = _parts(whole, rule, book)
        if not parts:
            continue
        answer = sum_of_parts(
            whole.value,
            _in_unit_of(whole, parts),
            qualifier=whole.qualifier,
            complete=complete and rule.complete,
            lower_bounds=not rule.exactly and any(part.qualifier in _LOWER for part in parts),
            tolerance=rule.tolerance,
        )
        if answer.case == "remainder" and not (complete and not rule.complete):
            # A part that the rule names was not told: nothing can be said of what is left.
            answer = Answer(
                "cannot tell", "parts missing", answer.computed, (), answer.numbers, quiet=True
            )
        huge = answer.case == "part above whole" and (
            answer.numbers["largest"] >= LIKELY_SLIP * whole.value
        )
        flags = ["unit"] if huge else []
        yield outcome(
            rule_id, rule, answer, [("=", whole), *(("+", part) for part in parts)], flags=flags
        )  # fmt: skip


def _parts(whole: Value, rule: Sum, book: Book) -> tuple[list[Value], bool]:
    """The parts, and whether all that the rule asks for were found."""
    if rule.parts_by is None:
        groups = book.all_beside(whole, rule.parts, rule)
        return _flat(groups), all(groups)
    inside = book.inside(whole.place, whole.period.end)
    found = []
    for place in sorted(inside):
        term = rule.whole.model_copy(update={"places": (place,)})
        found += [part for part in book.beside(whole, term, rule) if part.key != whole.key]
    return found, len(found) == len(inside)


def identities(rule_id: str, rule: Identity, book: Book) -> Iterator[Outcome]:
    for stated in book.wholes(rule.stated):
        plus = book.all_beside(stated, rule.plus, rule)
        minus = book.all_beside(stated, rule.minus, rule)
        if not all((*plus, *minus)):
            continue
        answer = identity(
            stated.value,
            _in_unit_of(stated, _flat(plus)),
            _in_unit_of(stated, _flat(minus)),
            rule.tolerance,
        )
        inputs = [("=", stated), *_signed("+", plus), *_signed("-", minus)]
        yield outcome(rule_id, rule, answer, inputs)


def _signed(sign: str, groups: Iterable[Sequence[Value]]) -> Iterator[tuple[str, Value]]:
    return ((sign, value) for value in _flat(groups))


def stocks_and_flows(rule_id: str, rule: StockFlow, book: Book) -> Iterator[Outcome]:
    for closing in book.wholes(rule.closing):
        for flow in book.of(rule.inflows[0].quantity):
            same = flow.publisher == closing.publisher and flow.place == closing.place
            if not same or flow.period.end != closing.period.end or flow.scope != closing.scope:
                continue
            inflows = book.all_beside(flow, rule.inflows, rule)
            outflows = book.all_beside(flow, rule.outflows, rule)
            opening = _opening(flow, rule, book)
            if opening is None or not all((*inflows, *outflows)):
                continue
            answer = stock_and_flow(
                opening.value,
                [value.value for value in _flat(inflows)],
                [value.value for value in _flat(outflows)],
                closing.value,
                rule.tolerance,
            )
            inputs = [("=", closing), ("+", opening)]
            inputs += [*_signed("+", inflows), *_signed("-", outflows)]
            yield outcome(rule_id, rule, answer, inputs)
            break


def _opening(flow: Value, rule: StockFlow, book: Book) -> Value | None:
    """The stock on the day before the period of a flow, or stated for its first day."""
    term = rule.opening or rule.closing
    days = {flow.period.start - timedelta(days=1), flow.period.start}
    found = [
        each
        for each in book.of(term.quantity)
        if (each.publisher, each.place, each.scope) == (flow.publisher, flow.place, flow.scope)
        and each.period.end in days
    ]
    return min(found, key=lambda each: each.newest_first, default=None)


def ratios(rule_id: str, rule: Ratio, book: Book) -> Iterator[Outcome]:
    anchors = book.wholes(rule.stated if rule.stated is not None else rule.numerator[0])
    for anchor in anchors:
        numerator = book.all_beside(anchor, rule.numerator, rule)
        denominator = book.all_beside(anchor, rule.denominator, rule)
        if not all((*numerator, *denominator)):
            continue
        base = _flat(denominator)[0]
        above = sum(_in_unit_of(base, _flat(numerator)), Decimal(0))
        below = sum(_in_unit_of(base, _flat(denominator)), Decimal(0))
        stated = anchor.value if rule.stated is not None else None
        answer = ratio(above, below, stated, factor=rule.factor, rest=rule.rest, most=rule.most)
        inputs = [("=", anchor)] if rule.stated is not None else []
        inputs += [*_signed("+", numerator), *_signed("/", denominator)]
        conflict = _of_others(answer, anchor, [*_flat(numerator), *_flat(denominator)])
        yield outcome(
            rule_id, rule, conflict or answer, inputs,
            stated="" if stated is None else None, decimals=_decimals(stated),
            unit="per cent" if rule.factor == 100 else anchor.unit, mark=anchor.key,
            numbers={"other": _other(stated, rule)},
        )  # fmt: skip


def _other(stated: Decimal | None, rule: Ratio) -> str:
    """The printed share as the numbers can be held against it."""
    if stated is None:
        return ""
    return written(rule.factor - stated if rule.rest else stated)


def _of_others(answer: Answer, anchor: Value, others: Sequence[Value]) -> Answer | None:
    """Where another publisher's numbers do not give what one stated, the two are in conflict; who
    is wrong, arithmetic cannot tell."""
    if answer.verdict != "fails" or any(each.publisher == anchor.publisher for each in others):
        return None
    flags = ["conflict", *answer.flags]
    if any((each.scope, each.place) != (anchor.scope, anchor.place) for each in others):
        flags.append("scope")
    return Answer("ambiguous", "others give another", answer.computed, tuple(flags), answer.numbers)


def _decimals(stated: Decimal | None) -> int:
    """One more than was printed, so that a reader sees why it holds or not."""
    if stated is None:
        return 1
    half = precision(stated).normalize().as_tuple().exponent
    assert isinstance(half, int)
    return -half


def rates(rule_id: str, rule: Rate, book: Book) -> Iterator[Outcome]:
    for stated in book.wholes(rule.stated):
        for count in book.beside(stated, rule.count, rule):
            days = Decimal((count.period.end - count.period.start).days + 1)
            match rule.per:
                case "day":
                    base, factor = days, Decimal(1)
                case "month":
                    base, factor = days / _MONTH, Decimal(1)
                case _:
                    base, factor = _population(count, book), Decimal(100_000)
            answer = ratio(count.value, base, stated.value, factor=factor)
            yield outcome(
                rule_id, rule, answer, [("=", stated), ("+", count)],
                decimals=_decimals(stated.value), numbers={"base": f"{base:,.0f}"},
            )  # fmt: skip


def _population(count: Value, book: Book) -> Decimal:
    """As last counted before the end of the period; 0 where it never was."""
    counted = [
        row
        for row in book.pack.rows(PopulationRow)
        if row.place_id == count.place and row.counted.start <= count.period.end
    ]
    newest = max(counted, key=lambda row: row.counted.start, default=None)
    return Decimal(newest.population) if newest is not None else Decimal(0)


def changes(rule_id: str, rule: Change, book: Book) -> Iterator[Outcome]:
    for stated in book.wholes(rule.stated):
        after = book.beside(stated, rule.quantity, rule)
        before = _period_before(after[0], rule, book) if after else None
        if before is None:
            continue
        answer = change(before.value, after[0].value, stated.value)
        if answer.verdict != "holds" and before.publisher != stated.publisher:
            implied = after[0].value / (1 + stated.value / 100)
            answer = Answer("ambiguous", "other base", implied, ("conflict",))
        inputs = [("=", stated), ("+", after[0]), ("/", before)]
        decimals = 1 if answer.case == "other base" else _decimals(stated.value)
        yield outcome(rule_id, rule, answer, inputs, decimals=decimals)


def _period_before(after: Value, rule: Rule, book: Book) -> Value | None:
    """The value of the period of the same kind that ended when this one began."""
    ends = after.period.start - timedelta(days=1)
    found = [
        each
        for each in book.of(after.quantity)
        if each.period.end == ends
        and each.period.precision == after.period.precision
        and each.place == after.place
        and (each.scope == after.scope or "scope" in rule.across)
        and (each.publisher == after.publisher or "publisher" in rule.across)
    ]
    return min(
        found,
        key=lambda each: (each.publisher != after.publisher, each.newest_first),
        default=None,
    )


def denominators(rule_id: str, rule: Denominator, book: Book) -> Iterator[Outcome]:
    if rule.numerator is not None:
        yield from _shares(rule_id, rule, book)
    if rule.quantity is not None:
        yield from _scopes(rule_id, rule, book)


def _shares(rule_id: str, rule: Denominator, book: Book) -> Iterator[Outcome]:
    assert rule.numerator is not None
    for count in book.wholes(rule.numerator):
        bases = _flat(book.all_beside(count, rule.denominators, rule))
        if len(bases) < 2 or any(base.value == 0 for base in bases):
            continue
        shares = [count.value / base * 100 for base in _in_unit_of(count, bases)]
        told = "; ".join(f"{share:.1f}" for share in shares)
        differ = len({f"{share:.0f}" for share in shares}) > 1
        answer = (
            Answer("ambiguous", "several denominators", None, ("denominator",))
            if differ
            else Answer("holds", "denominators agree")
        )
        yield outcome(
            rule_id, rule, answer, [("+", count), *(("/", base) for base in bases)],
            unit="per cent", numbers={"shares": told},
        )  # fmt: skip


def _scopes(rule_id: str, rule: Denominator, book: Book) -> Iterator[Outcome]:
    assert rule.quantity is not None
    by_place: dict[str, list[Value]] = {}
    for value in book.wholes(rule.quantity):
        by_place.setdefault(value.place, []).append(value)
    for place, values in by_place.items():
        if len(values) < 2:
            continue
        differ = len({value.scope for value in values}) > 1
        answer = (
            Answer("ambiguous", "scope changes", None, ("denominator", "scope"))
            if differ
            else Answer("holds", "scope stays")
        )
        told = "; ".join(f"{value.value.normalize():f}" for value in values)
        yield outcome(
            rule_id, rule, answer, [("+", value) for value in values],
            stated=told, mark=f"{rule.quantity.quantity}/{place}",
        )  # fmt: skip
