"""Published counts around small ones, nested, and why they do not give the small ones away.

Of any two counts in the nest one holds the other, or they share nothing. What is left of each
when those inside it are taken away, its rest, is nothing or at least five. And every small count
reaches into a rest of at least five, or beyond all that is published. So there is another table
that agrees with everything published, in which all of that rest is the small count's: nobody can
tell that it is under five, let alone what it is.

A count that is the sum of counts in the nest tells nothing new, wherever it lies, as long as no
small count lies between them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from naap.disclosure.boxes import Boxes
from naap.disclosure.counts import LEAST, Cell, Count

__all__ = ["Nest"]

_MOST = 2000
"""With more counts than this nothing is added any more: more is withheld, never less."""


@dataclass
class Nest:
    """Published counts of one family, and the small ones that they must not give away."""

    boxes: Boxes
    counts: Mapping[Cell, Count]
    small: frozenset[Cell]
    is_closed: bool = False
    """Counts were published that are not nested, before a small one came in."""
    _inside: dict[Cell | None, set[Cell]] = field(default_factory=lambda: defaultdict(set))
    _around: dict[Cell, Cell | None] = field(default_factory=dict)

    def add(self, cell: Cell) -> bool:
        """Put in a count that is published already; False: it is a sum and tells nothing new."""
        around, inside, is_across = self._place(cell)
        if is_across and self.is_sum(cell):
            return False
        self.is_closed |= is_across
        if not is_across:
            self._put(cell, around, inside)
        return True

    def takes(self, cell: Cell) -> bool:
        """Put a count in, if all that is said above still holds with it; whether it does."""
        around, inside, is_across = self._place(cell)
        if self.is_closed or is_across or len(self._around) >= _MOST:
            return False
        near = [each for each in self.small if self.boxes.overlap(each, around or cell)]
        if not all(self._reaches(each) for each in near):
            return False
        self._put(cell, around, inside)
        fine = all(self._has_good_rest(each) for each in (cell, around) if each is not None)
        if fine and all(self._reaches(each) for each in near):
            return True
        self._take_out(cell)
        return False

    def is_sum(self, cell: Cell) -> bool:
        """Whether a count is the sum of some in the nest, with no small one between them."""
        parts = list(self._largest_in(cell, None))
        told = [self.counts[each].values for each in (cell, *parts)]
        return (
            bool(parts)
            and not self.is_closed
            and all(len(values) == 1 for values in told)
            and told[0][0] == sum(values[0] for values in told[1:])
            and not any(
                self.boxes.overlap(each, cell)
                and not any(self.boxes.within(each, part) for part in parts)
                for each in self.small
            )
        )

    def _largest_in(self, cell: Cell, around: Cell | None) -> Iterator[Cell]:
        for each in self._inside[around].copy():
            lie = self.boxes.lie(each, cell)
            if lie in ("inside", "same"):
                yield each
            elif lie != "apart":
                yield from self._largest_in(cell, each)

    def _place(self, cell: Cell) -> tuple[Cell | None, set[Cell], bool]:
        """The smallest count around a new one, those it would take in, and whether others lie
        across it."""
        around: Cell | None = None
        while True:
            lies = {each: self.boxes.lie(each, cell) for each in self._inside[around]}
            further = next((each for each, lie in lies.items() if lie == "around"), None)
            if further is None:
                break
            around = further
        inside = {each for each, lie in lies.items() if lie == "inside"}
        return around, inside, any(lie in ("across", "same") for lie in lies.values())

    def _put(self, cell: Cell, around: Cell | None, inside: set[Cell]) -> None:
        self._inside[around] = (self._inside[around] - inside) | {cell}
        self._inside[cell] = inside
        self._around[cell] = around
        for each in inside:
            self._around[each] = cell

    def _take_out(self, cell: Cell) -> None:
        around, inside = self._around.pop(cell), self._inside.pop(cell)
        self._inside[around] = (self._inside[around] - {cell}) | inside
        for each in inside:
            self._around[each] = around

    def _rest(self, cell: Cell) -> tuple[int, int]:
        """What is left of a count without those inside it, at least and at most, over all that
        was ever published of them."""
        low, high = self._told(cell)
        parts = [self._told(each) for each in self._inside[cell]]
        return low - sum(most for _, most in parts), high - sum(least for least, _ in parts)

    def _told(self, cell: Cell) -> tuple[int, int]:
        low, high = self.counts[cell].when_told().told
        return low, high

    def _has_good_rest(self, cell: Cell) -> bool:
        least, most = self._rest(cell)
        return least >= LEAST or most <= 0

    def _reaches(self, small: Cell, around: Cell | None = None) -> bool:
        """Whether a small count reaches into a rest that is all its own or beyond every count."""
        over = [each for each in self._inside[around] if self.boxes.overlap(small, each)]
        if not over:
            return around is None or self._rest(around)[0] >= LEAST
        return any(self._reaches(small, each) for each in over)
