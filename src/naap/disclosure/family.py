"""One family of counts, told commit by commit: which are published and which never are.

Every commit is decided once and for all, as if a review had been published right after it: what
was told cannot be called back, and what was withheld stays so. A later total that would give an
old small count away is therefore itself withheld.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from naap.disclosure.boxes import Boxes, joined
from naap.disclosure.counts import LEAST, Cell, Count, Said
from naap.disclosure.nest import Nest
from naap.disclosure.rests import leaves_small_rest

__all__ = ["Family"]


@dataclass
class Family:
    """The counts of quantities that rules bind together."""

    boxes: Boxes
    protected: frozenset[str]
    counts: dict[Cell, Count] = field(default_factory=dict)
    published: set[Cell] = field(default_factory=set)
    small: set[Cell] = field(default_factory=set)
    """Under five at some time: never published again. Among them are small rises of counts since
    a start, which nobody told as such: cells that begin before the day that they end on."""
    withheld: set[Cell] = field(default_factory=set)
    """Not under five, but they would give such a count away; never published again either."""
    kept_back: set[str] = field(default_factory=set)
    """Ids of the claims of both."""
    _sums: set[Cell] = field(default_factory=set)
    """Published, and nothing but the sum of other published counts."""
    _burnt: set[Cell] = field(default_factory=set)
    """Published once, and withheld since they were told anew."""
    _rests: set[Cell] = field(default_factory=set)
    """Withheld because a rest would have been small."""
    _held: dict[Cell, dict[str, Said]] = field(default_factory=lambda: defaultdict(dict))
    _lines: dict[tuple[str, str], set[Cell]] = field(default_factory=lambda: defaultdict(set))

    def tell(self, commit: Mapping[str, tuple[Said | None, Said | None]]) -> None:
        """A commit: for each key what held before and what holds now."""
        touched: dict[Cell, Said | None] = {}
        for key, (before, after) in commit.items():
            if before is not None:
                self._held[before.cell].pop(key, None)
                touched.setdefault(before.cell, None)
            if after is not None:
                self._held[after.cell][key] = after
                touched[after.cell] = after
        asked = [cell for cell, last in touched.items() if self._renew(cell, last)]
        self._decide(sorted(asked, key=lambda cell: (-self.counts[cell].newest, cell)))
        for cell in touched:
            if cell in self.small or cell in self.withheld:
                self.kept_back |= {each.claim_id for each in self._held[cell].values()}

    @property
    def has_secrets(self) -> bool:
        return bool(self.small or self.withheld)

    def _renew(self, cell: Cell, last: Said | None) -> bool:
        """Whether the cell is to be decided on: other numbers, or a label that lets it out."""
        held = self._held[cell].values()
        if not held:
            return False
        values = tuple(sorted({int(each.value // 1) for each in held}))
        before = self.counts.get(cell, Count())
        newest = int(last.value // 1) if last is not None else values[0]
        self.counts[cell] = Count(values, newest, before.told)
        if cell.quantity in self.protected:
            if values[0] < LEAST:
                self.small.add(cell)
            if self.boxes.since_start(cell):
                self._find_rises(cell)
        return values != before.values or cell not in self.published

    def _find_rises(self, cell: Cell) -> None:
        """Of a count since a start, what came in since a publisher's number before, or until the
        one after, is a count as well; that nothing came in tells of no one."""
        told = self._lines[cell.quantity, cell.place]
        told.add(cell)
        line = [each for each in told if self.publishers(each) & self.publishers(cell)]
        for one, other in pairwise(sorted(line, key=lambda each: each.end)):
            if cell in (one, other):
                rise = self.counts[other].newest - self.counts[one].newest
                if 0 < rise < LEAST:
                    self.small.add(other._replace(start=one.end + timedelta(days=1)))

    def _decide(self, asked: Sequence[Cell]) -> None:
        """Publish what can be, the largest first: totals before their parts."""
        again = self.published.intersection(asked)
        self.published -= again
        self._sums -= again
        open_ = [cell for cell in asked if self._is_open(cell)]
        secret = self.small | self.withheld
        wanted = [cell for cell in open_ if cell not in secret]
        self._burnt |= again & secret
        before = (self.counts.copy(), self.published.copy(), self._sums.copy())
        while True:
            for group in joined(self.boxes, [*self.counts, *self.small]) if wanted else ():
                self._decide_group([cell for cell in wanted if cell in group], group)
            burnt = again - self.published - self._burnt
            if not burnt:
                break
            # What holds a count that cannot be told anew cannot be told anew either.
            self._burnt |= burnt
            counts, published, sums = before
            self.counts = counts.copy()
            self.published, self._sums = published.copy(), sums.copy()
        self.withheld |= {*open_} - self.published - self.small

    def _decide_group(self, wanted: Sequence[Cell], group: set[Cell]) -> None:
        if not wanted:
            return
        nest = self._nest(group)
        left = []
        for cell in wanted:
            told = self._publish(cell, group, nest)
            if not told:
                left.append(cell)
                if nest is None and group & self._rests:
                    nest = self._nest(group)
        found = nest is not None
        while found and nest is not None:
            found = False
            for cell in left:
                if cell not in self.published and not self._is_burnt(cell) and nest.is_sum(cell):
                    self._tell(cell)
                    self._sums.add(cell)
                    found = True

    def _nest(self, group: set[Cell]) -> Nest | None:
        """Where something small lies in the group, its published counts, nested."""
        small = group & self.small
        if not small and not group & self._rests:
            return None
        nest = Nest(self.boxes, self.counts, frozenset(small))
        for cell in sorted((group & self.published) - self._sums,
                           key=lambda each: (-self.counts[each].newest, each)):  # fmt: skip
            if not nest.add(cell):
                self._sums.add(cell)
        return nest

    def _publish(self, cell: Cell, group: set[Cell], nest: Nest | None) -> bool:
        if self._is_burnt(cell):
            return False
        if nest is None:
            if leaves_small_rest(cell, group & self.published, self):
                self._rests.add(cell)
                return False
        elif nest.is_sum(cell):
            self._sums.add(cell)
        elif not nest.takes(cell):
            return False
        self._tell(cell)
        return True

    def _tell(self, cell: Cell) -> None:
        self.published.add(cell)
        self.counts[cell] = self.counts[cell].when_told()

    def publishers(self, cell: Cell) -> set[str]:
        return {each.publisher for each in self._held[cell].values()}

    def _is_open(self, cell: Cell) -> bool:
        return any(each.is_open for each in self._held[cell].values())

    def _is_burnt(self, cell: Cell) -> bool:
        return any(self.boxes.overlap(cell, each) for each in self._burnt)
