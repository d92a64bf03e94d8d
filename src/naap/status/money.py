"""Money of the plan in a period, each sum counted once: one publisher, one level of places, and
periods that do not overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from naap.pack import Pack
from naap.pack.tables import PlaceRow, QuantityRow
from naap.status.told import Number, Told

__all__ = ["STEPS", "Money", "Step", "money_in"]

Step = Literal["requested", "allocated", "released", "spent"]
STEPS: tuple[Step, ...] = ("requested", "allocated", "released", "spent")
_LEVELS = ("country", "province", "district")


@dataclass(frozen=True)
class Money:
    """What one publisher tells of one kind of money in a period.

    ``value`` in ``unit`` is the sum over ``periods`` and ``places`` where it is a flow, else the
    last one. ``beside`` names publishers who tell of the same money and are not added up.
    """

    quantity: str
    step: Step
    points: tuple[str, ...]
    unit: str
    value: Decimal
    publisher: str
    places: tuple[str, ...]
    periods: tuple[str, ...]
    numbers: tuple[Number, ...]
    beside: tuple[str, ...]


def money_in(pack: Pack, told: Told, first: date, last: date) -> tuple[Money, ...]:
    """Money on periods that lie between two days, in the order of the pack's quantities.

    Nothing where nobody told: no number is not zero.
    """
    return tuple(
        each
        for row in pack.rows(QuantityRow)
        if row.money is not None
        for each in _of(pack, row, told.numbers_of.get(row.quantity_id, ()), first, last)
    )


def _of(
    pack: Pack, row: QuantityRow, numbers: Iterable[Number], first: date, last: date
) -> Iterator[Money]:
    inside = [each for each in numbers if first <= each.start and each.end <= last]
    publishers = sorted({each.publisher for each in inside})
    if not inside or row.money is None:
        return
    # A body's own return comes before what others print; then who tells the most.
    chosen = max(publishers, key=lambda name: (
        any(each.publisher == each.series == name for each in inside),
        sum(each.publisher == name for each in inside), name,
    ))  # fmt: skip
    own = [each for each in inside if each.publisher == chosen and each.unit == row.unit]
    used = _once(_of_largest_places(pack, own), row.measure == "flow")
    if not used:
        return
    yield Money(
        quantity=row.quantity_id,
        step=row.money,
        points=row.point_ids,
        unit=row.unit,
        value=sum((each.value for each in used), Decimal(0)),
        publisher=chosen,
        places=tuple(dict.fromkeys(each.place for each in used)),
        periods=tuple(dict.fromkeys(each.period for each in used)),
        numbers=tuple(used),
        beside=tuple(name for name in publishers if name != chosen),
    )


def _of_largest_places(pack: Pack, numbers: Sequence[Number]) -> list[Number]:
    """The number of a country holds those of its provinces, and these those of their districts."""
    levels = [pack.get(PlaceRow, each.place).level for each in numbers]
    largest = min(levels, key=_LEVELS.index, default="country")
    return [each for each, level in zip(numbers, levels, strict=True) if level == largest]


def _once(numbers: Iterable[Number], flow: bool) -> list[Number]:
    """Of each place the periods that do not overlap, the longest first; of a count since a start,
    or at a date, the last one."""
    taken: dict[str, list[Number]] = {}
    ordered = sorted(
        numbers,
        key=lambda each: (each.start - each.end if flow else each.start - each.start,
                          -each.end.toordinal(), each.series != each.publisher, each.key),
    )  # fmt: skip
    for each in ordered:
        held = taken.setdefault(each.place, [])
        apart = all(each.end < other.start or other.end < each.start for other in held)
        if not held or (flow and apart):
            held.append(each)
    found = [each for rows in taken.values() for each in rows]
    return sorted(found, key=lambda each: (each.end, each.place, each.key))
