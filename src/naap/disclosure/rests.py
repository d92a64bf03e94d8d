"""What is left over when published counts are taken from one another is a count as well."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Protocol

from naap.disclosure.boxes import Boxes
from naap.disclosure.counts import LEAST, Cell, Count

__all__ = ["leaves_small_rest"]


class _Told(Protocol):
    boxes: Boxes
    protected: frozenset[str]
    counts: dict[Cell, Count]


def leaves_small_rest(cell: Cell, published: Collection[Cell], told: _Told) -> bool:
    """Whether a count, published beside the others, leaves one to four over: of itself
    or of one that holds it.

    Nothing at all may be left over: that two numbers agree tells of no one.
    """
    if cell.quantity not in told.protected and not told.boxes.is_tangled:
        wholes = [each for each in published if each.quantity in told.protected]
        if not any(told.boxes.overlap(each, cell) for each in wholes):
            return False
    return any(
        0 < told.counts[whole].newest - sum(told.counts[part].newest for part in parts) < LEAST
        for whole, parts in _wholes(cell, published, told)
    )


def _wholes(
    cell: Cell, published: Collection[Cell], told: _Told
) -> Iterator[tuple[Cell, list[Cell]]]:
    """Counts, and published parts of them that lie side by side, the new one among either."""
    for by in _AXES:
        line = [each for each in published if each != cell and by(each) == by(cell)]
        if told.boxes.since_start(cell) and by is _AXES[1]:
            continue  # its rises are small counts of their own
        inside = [each for each in line if told.boxes.lie(each, cell) == "inside"]
        if inside:
            yield cell, _side_by_side([], inside, told)
        for whole in line:
            if told.boxes.lie(whole, cell) == "around":
                parts = [each for each in line if told.boxes.lie(each, whole) == "inside"]
                yield whole, _side_by_side([cell], parts, told)


def _side_by_side(laid: list[Cell], cells: list[Cell], told: _Told) -> list[Cell]:
    """The largest that share nothing with those laid before them."""
    for cell in sorted(cells, key=lambda each: (-told.counts[each].newest, each)):
        if not any(told.boxes.overlap(cell, each) for each in laid):
            laid.append(cell)
    return laid


_AXES = (
    lambda cell: (cell.quantity, cell.start, cell.end),
    lambda cell: (cell.quantity, cell.place),
    lambda cell: (cell.place, cell.start, cell.end),
)
"""What counts have in common that are compared over areas, over time, over classes."""
