"""Which counts hold others: over areas, over time, and over the classes of the pack's sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from naap.disclosure.counts import Cell
from naap.pack import Pack
from naap.pack.rules import Bounds, Identity, Rule, StockFlow, Sum
from naap.pack.tables import PlaceParentRow, QuantityRow

__all__ = ["Boxes", "Lie", "families", "joined"]

Lie = Literal["same", "around", "inside", "apart", "across"]
"""How one count lies to another: all of it, some of it, nothing of it; across: some of each."""


def families(pack: Pack) -> list[frozenset[str]]:
    """The quantities that rules bind together, of each family that holds a protected one."""
    protected = {row.quantity_id for row in pack.rows(QuantityRow) if row.small_counts}
    found: list[set[str]] = [{each} for each in sorted(protected)]
    for rule in pack.rules.values():
        if len(named := _bound(rule)) > 1:
            touched = [each for each in found if each & named]
            found = [each for each in found if not each & named]
            found.append(named.union(*touched))
    return [frozenset(each) for each in found if each & protected]


def _bound(rule: Rule) -> set[str]:
    """The quantities of which a rule says how one follows from others."""
    if isinstance(rule, Sum):
        terms = (rule.whole, *rule.parts)
    elif isinstance(rule, Identity):
        terms = (rule.stated, *rule.plus, *rule.minus)
    elif isinstance(rule, StockFlow):
        opening = (rule.opening,) if rule.opening else ()
        terms = (rule.closing, *opening, *rule.inflows, *rule.outflows)
    elif isinstance(rule, Bounds) and rule.not_above and rule.quantities != "all":
        return {rule.not_above.quantity, *rule.quantities}
    else:
        return set()
    return {term.quantity for term in terms}


@dataclass(frozen=True)
class Boxes:
    """The counts of one family as boxes: so much area, so much time, such classes."""

    pack: Pack
    measures: Mapping[str, str]

    def lie(self, one: Cell, other: Cell) -> Lie:
        """How one count lies to the other: ``around`` means that it holds all of it."""
        found = {self._in_time(one, other), self._in_class(one.quantity, other.quantity)}
        if "apart" in found:
            return "apart"
        found |= {self._in_space(one, other)}
        for each in ("apart", "across"):
            if each in found:
                return each
        found -= {"same"}
        if len(found) > 1:
            return "across"
        return next(iter(found), "same")

    def overlap(self, one: Cell, other: Cell) -> bool:
        return self.lie(one, other) != "apart"

    def within(self, one: Cell, other: Cell) -> bool:
        return self.lie(one, other) in ("same", "inside")

    def span(self, cell: Cell) -> tuple[date, date]:
        """From when to when it counts; a count since a start from the beginning of time, unless
        it is the rise between two of them."""
        is_whole = self.since_start(cell) and cell.start == cell.end
        return (date.min if is_whole else cell.start), cell.end

    def since_start(self, cell: Cell) -> bool:
        return self.measures[cell.quantity] == "cumulative"

    def _in_time(self, one: Cell, other: Cell) -> Lie:
        (first, last), (start, end) = self.span(one), self.span(other)
        if last < start or end < first:
            return "apart"
        if (first, last) == (start, end):
            return "same"
        if first <= start and end <= last:
            return "around"
        return "inside" if start <= first and last <= end else "across"

    def _in_space(self, one: Cell, other: Cell) -> Lie:
        if one.place == other.place:
            return "same"
        day = min(one.end, other.end)
        if one.place in self._above(other.place, day):
            return "around"
        return "inside" if other.place in self._above(one.place, day) else "apart"

    def _above(self, place: str, day: date) -> list[str]:
        """The areas around a place on a day, from near to far."""
        found: list[str] = []
        while place not in found:
            found.append(place)
            place = next((row.parent_id for row in self._parents[place] if _valid(row, day)), place)
        return found[1:]

    def _in_class(self, one: str, other: str) -> Lie:
        if one == other:
            return "same"
        if self.is_tangled:
            return "across"
        if one in self._classes_above(other):
            return "around"
        return "inside" if other in self._classes_above(one) else "apart"

    def _classes_above(self, quantity: str) -> list[str]:
        found = []
        while (quantity := self._wholes.get(quantity, "")) and quantity not in found:
            found.append(quantity)
        return found

    @cached_property
    def is_tangled(self) -> bool:
        """Whether rules bind the family in other ways than by parts of a whole, each of one."""
        rules = [rule for rule in self.pack.rules.values() if len(_bound(rule)) > 1]
        mine = [rule for rule in rules if _bound(rule) & self.measures.keys()]
        parts = [(part.quantity, rule.whole.quantity) for rule in mine if isinstance(rule, Sum)
                 for part in rule.parts]  # fmt: skip
        wholes = [whole for part, whole in set(parts)]
        return (
            any(not isinstance(rule, Sum) for rule in mine)
            or len({part for part, _ in set(parts)}) < len(set(parts))
            or any(part in self._classes_above(part) for part, _ in parts)
            or len({self.measures.get(each) for pair in parts for each in pair}) > 1
            or len(wholes) < len({part for part, _ in parts})
        )

    @cached_property
    def _wholes(self) -> Mapping[str, str]:
        return {
            part.quantity: rule.whole.quantity
            for rule in self.pack.rules.values()
            if isinstance(rule, Sum)
            for part in rule.parts
            if part.quantity != rule.whole.quantity
        }

    @cached_property
    def _parents(self) -> Mapping[str, list[PlaceParentRow]]:
        found: dict[str, list[PlaceParentRow]] = defaultdict(list)
        for row in self.pack.rows(PlaceParentRow):
            found[row.place_id].append(row)
        return found


def joined(boxes: Boxes, cells: list[Cell]) -> list[set[Cell]]:
    """The cells in groups between which no day is shared, so that no sum binds them."""
    if boxes.is_tangled:
        return [set(cells)] if cells else []
    found: list[set[Cell]] = []
    until = date.min
    for cell in sorted(cells, key=lambda each: (boxes.span(each), each)):
        first, last = boxes.span(cell)
        if not found or first > until:
            found.append(set())
        found[-1].add(cell)
        until = max(until, last)
    return found


def _valid(row: PlaceParentRow, day: date) -> bool:
    return (row.valid_from is None or row.valid_from.start <= day) and (
        row.valid_to is None or day <= row.valid_to.end
    )
