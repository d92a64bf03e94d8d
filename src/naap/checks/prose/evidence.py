"""What is known outside the text: the figures of a ledger and the facts of a pack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from naap.checks.prose.dates import When
from naap.checks.prose.facts import Facts
from naap.checks.prose.verdicts import Span
from naap.checks.prose.vocabulary import Vocabulary, vocabulary_of
from naap.engine import Engine
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.pack.tables import BodyRow, QuantityRow

__all__ = ["Evidence", "Figure", "earlier"]


@dataclass(frozen=True)
class Figure:
    """One published number; ``value`` in ones, so that "EUR million" is multiplied out."""

    claim_id: str
    publisher: str
    quantity: str
    period: str
    first: date
    last: date
    place: str
    scope: str
    unit: str
    value: Fraction
    qualifier: str
    breakdown: str
    note: str

    @property
    def span(self) -> Span:
        """What the number may be, given the word before it in its source."""
        value, tenth = self.value, abs(self.value) / 10
        return {
            "more than": Span(value, value + tenth),
            "at least": Span(value, value + tenth),
            "about": Span(value - tenth / 2, value + tenth / 2),
            "up to": Span(value - tenth, value),
        }.get(self.qualifier, Span(value, value))

    @property
    def year(self) -> int | None:
        """The calendar year that it speaks of, where it speaks of exactly one."""
        whole = (self.first, self.last) == (date(self.first.year, 1, 1),
                                            date(self.first.year, 12, 31))  # fmt: skip
        return self.first.year if whole else None


_SQL = """
SELECT claim_id, publisher, quantity, period, period_start, period_end, place, scope, unit, value,
       qualifier, breakdown, note
FROM figure WHERE publisher IS NOT NULL
ORDER BY quantity, period_start, publisher, record_key
"""
_FACTORS = {"thousand": 10**3, "lakh": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9}


@dataclass(frozen=True)
class Evidence:
    """Figures and facts that claims can be held against."""

    pack: Pack
    figures: tuple[Figure, ...]

    @classmethod
    def of(cls, snapshot: Snapshot, pack: Pack) -> Evidence:
        """The figure claims that hold in a snapshot, as far as its reader may read them."""
        with Engine() as engine:
            snapshot.register(engine)
            rows = engine.rows(_SQL)
        return cls.made(pack, (_figure(row) for row in rows))

    @classmethod
    def made(cls, pack: Pack, figures: Iterable[Figure]) -> Evidence:
        return cls(pack, tuple(figures))

    @cached_property
    def by_quantity(self) -> dict[str, tuple[Figure, ...]]:
        found: dict[str, list[Figure]] = {}
        for figure in self.figures:
            found.setdefault(figure.quantity, []).append(figure)
        return {quantity: tuple(each) for quantity, each in found.items()}

    @cached_property
    def quantities(self) -> dict[str, QuantityRow]:
        return {row.quantity_id: row for row in self.pack.rows(QuantityRow)}

    @cached_property
    def broken_down(self) -> tuple[Figure, ...]:
        """Figures beside which their source prints parts or shares."""
        return tuple(figure for figure in self.figures if figure.breakdown)

    @cached_property
    def wholes(self) -> tuple[Figure, ...]:
        """Figures that say how many there are in all, against which shares are told."""
        wanted = [row.quantity_id for row in self.quantities.values() if _is_whole(row.name_en)]
        return tuple(each for quantity in wanted for each in self.by_quantity.get(quantity, ()))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return vocabulary_of(self.pack)

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.pack)

    @cached_property
    def country(self) -> str:
        return self.pack.settings.country_place

    def name(self, publisher: str) -> str:
        """A publisher in the few letters that readers know."""
        row = self.pack.get(BodyRow, publisher) if self.pack.has(BodyRow, publisher) else None
        return (row.short_en or row.name_en) if row else publisher

    def find(
        self,
        quantity: str,
        place: str,
        when: When | None = None,
        publishers: frozenset[str] = frozenset(),
    ) -> tuple[Figure, ...]:
        """Figures of a quantity and place; of a time as the measure of the quantity asks: a flow
        speaks of exactly that time, a stock or a running count of a day inside it."""
        row = self.quantities.get(quantity)
        measure = row.measure if row else "flow"
        return tuple(
            figure
            for figure in self.by_quantity.get(quantity, ())
            if figure.place == place
            and (not publishers or figure.publisher in publishers)
            and (when is None or _speaks_of(figure, when, measure))
        )

    def series(self, quantity: str, place: str, publisher: str, scope: str) -> dict[int, Figure]:
        """The yearly figures of one publisher in one scope; the last one told of a year."""
        return {
            figure.year: figure
            for figure in self.by_quantity.get(quantity, ())
            if (figure.publisher, figure.place, figure.scope) == (publisher, place, scope)
            and figure.year is not None
        }


def _is_whole(name: str) -> bool:
    return any(word in name.lower() for word in ("estimated", "to be brought", "in all", "planned"))


def _speaks_of(figure: Figure, when: When, measure: str) -> bool:
    if when.first is None or when.last is None:
        return False
    if measure == "flow":
        return (figure.first, figure.last) == (when.first, when.last)
    if measure == "cumulative":
        return when.first <= figure.last <= when.last
    return figure.first <= when.last and when.first <= figure.last


def _figure(row: dict[str, object]) -> Figure:
    unit = str(row["unit"])
    factor = next((size for word, size in _FACTORS.items() if word in unit.split()), 1)
    first, last = row["period_start"], row["period_end"]
    assert isinstance(first, date)
    assert isinstance(last, date)
    text = {name: str(row[name] or "") for name in (
        "claim_id", "publisher", "quantity", "period", "place", "scope", "qualifier", "breakdown",
        "note")}  # fmt: skip
    return Figure(first=first, last=last, unit=unit, value=Fraction(str(row["value"])) * factor,
                  **text)  # fmt: skip


def earlier(when: When) -> When | None:
    """The time of the same length just before: the year before, the month before."""
    if when.first is None or when.last is None:
        return None
    if when.precision in ("year", "fiscal year"):
        return replace(when, first=when.first.replace(year=when.first.year - 1),
                       last=when.last.replace(year=when.last.year - 1))  # fmt: skip
    if when.precision == "month":
        month = (when.first.month - 2) % 12 + 1
        return replace(when, first=None, last=None, month=month, day=None).in_year(
            when.first.year - (month == 12)
        )
    return None
