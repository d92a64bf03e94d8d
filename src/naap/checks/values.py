"""The figures of a ledger as plain values, and which of them belong together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache, partial

from naap.engine import Engine
from naap.pack import Pack
from naap.pack.rules import Rule, Term
from naap.pack.tables import PlaceParentRow, PlaceRow, QuantityRow
from naap.periods import Period, parse_period

__all__ = ["Book", "Value", "agree", "series_of", "values_of"]


@dataclass(frozen=True)
class Value:
    """A figure claim: what was said, of what, by whom, and where it is kept."""

    claim_id: str
    key: str
    publisher: str
    source: str
    quantity: str
    place: str
    scope: str | None
    period: Period
    unit: str
    measure: str
    value: Decimal
    qualifier: str = "exact"
    stated_on: Period | None = None
    breakdown: str | None = None
    as_printed: str | None = None
    handling: str = "TLP:CLEAR"

    @property
    def newest_first(self) -> tuple[bool, int, str]:
        """Sorts an exact number before another, and a newer statement before an older one."""
        stated = self.stated_on.end if self.stated_on else date.min
        return self.qualifier != "exact", -stated.toordinal(), self.claim_id

    @property
    def at_a_day(self) -> bool:
        """A stock, or a count since a start: what matters is the day it speaks of."""
        return self.measure in {"stock", "cumulative"}


def values_of(engine: Engine, pack: Pack, without: Collection[str] = ()) -> list[Value]:
    """Every figure that the engine's view of the ledger holds, in the order of its keys.

    ``without``: ids of sources whose figures are left out.
    """
    measures = {row.quantity_id: row.measure for row in pack.rows(QuantityRow)}
    read = lru_cache(4096)(
        partial(parse_period, fiscal_year_starts=pack.settings.fiscal_year_starts)
    )
    columns = (
        "claim_id, series, record_key, publisher, source, quantity, place, scope, period, unit, "
        "value, qualifier, stated_on, breakdown, as_printed, handling"
    )
    return [
        Value(
            claim_id=row["claim_id"],
            key=f"figure/{row['series']}/{row['record_key']}",
            publisher=row["publisher"] or row["source"],
            source=row["source"],
            quantity=row["quantity"],
            place=row["place"],
            scope=row["scope"],
            period=read(row["period"]),
            unit=row["unit"],
            measure=measures.get(row["quantity"], "flow"),
            value=row["value"],
            qualifier=row["qualifier"] or "exact",
            stated_on=read(row["stated_on"]) if row["stated_on"] else None,
            breakdown=row["breakdown"],
            as_printed=row["as_printed"],
            handling=row["handling"],
        )
        for row in engine.rows(f"SELECT {columns} FROM figure ORDER BY series, record_key")
        if row["source"] not in without
    ]


class Book:
    """The values by quantity, with the places and quantities of the pack to find them by."""

    def __init__(self, pack: Pack, values: Iterable[Value]) -> None:
        self.pack = pack
        self._values: dict[str, list[Value]] = {}
        self._by_end: dict[tuple[str, date], list[Value]] = {}
        for value in values:
            self._values.setdefault(value.quantity, []).append(value)
            self._by_end.setdefault((value.quantity, value.period.end), []).append(value)

    def of(self, quantity: str) -> Sequence[Value]:
        return self._values.get(quantity, ())

    def chosen(self, quantities: str | Sequence[str], suits: Callable[[QuantityRow], bool]) -> (
        Iterator[str]
    ):  # fmt: skip
        """The quantities that a rule names; with ``all``, those that suit it, data sets' totals
        left out."""
        if quantities != "all":
            yield from quantities
            return
        for row in self.pack.rows(QuantityRow):
            if row.data_set is None and suits(row):
                yield row.quantity_id

    def level(self, place: str) -> str:
        return self.pack.get(PlaceRow, place).level if self.pack.has(PlaceRow, place) else "country"

    def inside(self, place: str, day: date) -> set[str]:
        """The places that lay directly in a place on a day."""
        return {
            row.place_id
            for row in self._children.get(place, ())
            if (row.valid_from is None or row.valid_from.start <= day)
            and (row.valid_to is None or day <= row.valid_to.end)
        }

    @cached_property
    def _children(self) -> Mapping[str, list[PlaceParentRow]]:
        found: dict[str, list[PlaceParentRow]] = {}
        for row in self.pack.rows(PlaceParentRow):
            found.setdefault(row.parent_id, []).append(row)
        return found

    def wholes(self, term: Term) -> list[Value]:
        """The values that a rule tests: one for each thing that was said, however often."""
        said: dict[tuple[object, ...], Value] = {}
        for each in sorted(self.of(term.quantity), key=lambda value: value.newest_first):
            if _is_named(each, term) and (not term.places or each.place in term.places):
                said.setdefault(
                    (each.publisher, each.place, each.scope, _span(each), each.value,
                     each.qualifier), each,
                )  # fmt: skip
        return sorted(said.values(), key=lambda value: (value.period.end, value.key))

    def beside(self, anchor: Value, term: Term, rule: Rule) -> list[Value]:
        """The values of a term that belong to the anchor: one a place, for a term with places.

        Empty where one is missing. Of several statements, the one of the anchor's source counts,
        otherwise an exact one before another and the newest before an older one.
        """
        if rule.periods == "same":
            near: Sequence[Value] = self._by_end.get((term.quantity, anchor.period.end), ())
        else:
            near = self.of(term.quantity)
        found = []
        for place in term.places or (None,):
            fitting = [each for each in near if self._belongs(anchor, each, term, place, rule)]
            if not fitting:
                return []
            found.append(_best(anchor, fitting))
        return found

    def all_beside(self, anchor: Value, terms: Sequence[Term], rule: Rule) -> list[list[Value]]:
        return [self.beside(anchor, term, rule) for term in terms]

    def _belongs(
        self, anchor: Value, each: Value, term: Term, place: str | None, rule: Rule
    ) -> bool:
        if not _is_named(each, term):
            return False
        anyone = term.publisher is not None or "publisher" in rule.across
        if not anyone and each.publisher != anchor.publisher:
            return False
        if place is not None:
            if each.place != place:
                return False
        elif "place" not in rule.across and each.place != anchor.place:
            return False
        if term.scope is None and "scope" not in rule.across and each.scope != anchor.scope:
            return False
        return agree(anchor, each, rule.periods)


def agree(one: Value, other: Value, how: str) -> bool:
    """Whether two values speak of the same time."""
    match how:
        case "any":
            return True
        case "overlapping":
            return one.period.start <= other.period.end and other.period.start <= one.period.end
        case "within":
            return _inside(one.period, other.period) or _inside(other.period, one.period)
        case _:
            if one.at_a_day or other.at_a_day:
                return one.period.end == other.period.end
            return _span(one) == _span(other)


def _inside(one: Period, other: Period) -> bool:
    return other.start <= one.start and one.end <= other.end


def _span(value: Value) -> tuple[date, date]:
    return value.period.start, value.period.end


def _is_named(value: Value, term: Term) -> bool:
    return (term.publisher is None or value.publisher == term.publisher) and (
        term.scope is None or value.scope == term.scope
    )


def _best(anchor: Value, fitting: Sequence[Value]) -> Value:
    return min(
        fitting,
        key=lambda each: (
            _span(each) != _span(anchor),
            each.source != anchor.source,
            each.newest_first,
        ),
    )


def series_of(values: Iterable[Value]) -> list[list[Value]]:
    """Runs of reports of one thing by one publisher, in time order, one value a day or period.

    Counts since a start belong together where the start is the same; flows where their periods
    are equally long. Of several statements on one period an exact one counts before another, and
    the newest before an older one.
    """
    runs: dict[tuple[object, ...], dict[date, Value]] = {}
    for each in sorted(values, key=lambda value: value.newest_first):
        kept: object = None
        if each.measure == "cumulative" and each.period.precision == "span":
            kept = each.period.start
        elif not each.at_a_day:
            kept = each.period.precision
        run = runs.setdefault((each.publisher, each.quantity, each.place, each.scope, kept), {})
        run.setdefault(each.period.end, each)
    return [[run[day] for day in sorted(run)] for run in runs.values()]
