"""Counts for the tests of small counts, and an attacker who reads all that is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from naap.config import shipped_packs
from naap.disclosure.boxes import Boxes
from naap.disclosure.counts import Cell, Said
from naap.disclosure.family import Family
from naap.pack import Pack, load
from naap.pack.rules import Rule
from naap.pack.tables import QuantityRow

JANUARY = (date(2024, 1, 1), date(2024, 1, 31))
FEBRUARY = (date(2024, 2, 1), date(2024, 2, 29))
BOTH = (date(2024, 1, 1), date(2024, 2, 29))


@cache
def example() -> Pack:
    return load(shipped_packs()["example"])


def pack_with(measures: Mapping[str, str], rules: Mapping[str, Rule]) -> Pack:
    """The example pack with protected quantities of these measures, bound by these rules."""
    row = next(each for each in example().rows(QuantityRow) if each.small_counts)
    rows = [row.model_copy(update={"quantity_id": name, "measure": measure})
            for name, measure in measures.items()]  # fmt: skip
    tables = {**example().tables, "quantities": tuple(rows)}
    return Pack(example().folder, example().settings, tables, rules)


def family_of(measures: Mapping[str, str], rules: Mapping[str, Rule] | None = None) -> Family:
    pack = pack_with(measures, rules or {})
    return Family(Boxes(pack, measures), frozenset(measures))


def said(cell: Cell, value: int, publisher: str = "vale", *, is_open: bool = True) -> Said:
    name = f"{publisher}/{'/'.join(map(str, cell))}/{value}"
    return Said(name, cell, publisher, Decimal(value), is_open, {})


def tell(family: Family, *told: Said) -> None:
    """One commit; a key is what, when, where and who."""
    commit = {}
    for each in told:
        key = f"{each.publisher}/{each.cell}"
        held = family._held[each.cell]
        commit[key] = (held.get(key), each)
    family.tell(commit)


@dataclass(frozen=True)
class Reader:
    """Knows which numbers are sums of which, and every sum that was published; tries all tables.

    It shares nothing with the code that it attacks.
    """

    sums: Sequence[tuple[tuple[int, ...], int]]
    """Published: the numbers that are added up, and the sum."""

    def cannot_tell(self, where: Sequence[int]) -> bool:
        """Whether for all that is published the sum of these numbers may be five or more."""
        known = {number for numbers, _ in self.sums for number in numbers}
        if not known.issuperset(where):
            return True  # a number that is in no published sum
        return self._goes_on({}, known, where)

    def _goes_on(self, table: dict[int, int], left: set[int], where: Sequence[int]) -> bool:
        """Whether the table so far can be filled in; where there is least choice first."""
        if left.isdisjoint(where) and sum(table[each] for each in where) < 5:
            return False
        if not left:
            return True
        choices = {number: self._choices(number, table, left) for number in left}
        number = min(left, key=lambda each: (len(choices[each]), each not in where, each))
        return any(
            self._goes_on({**table, number: value}, left - {number}, where)
            for value in choices[number]
        )

    def _choices(self, number: int, table: dict[int, int], left: set[int]) -> Sequence[int]:
        most = 10**6
        exactly = set()
        for numbers, total in self.sums:
            if number in numbers:
                rest = total - sum(table.get(each, 0) for each in numbers)
                most = min(most, rest)
                if not left.intersection(numbers) - {number}:
                    exactly.add(rest)
        if exactly:
            return [*exactly] if len(exactly) == 1 and 0 <= min(exactly) <= most else []
        return range(most, -1, -1)
