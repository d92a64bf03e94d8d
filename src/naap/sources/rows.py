"""From the rows of a table to claims: counted, checked, and refused one by one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from naap.ledger import Claim, RefusedClaim
from naap.problems import Problem
from naap.sources.source import About, Reading, Request
from naap.sources.subjects import check_subjects
from naap.sources.tabular import Table

__all__ = [
    "Counted", "Found", "Rows", "Tally", "found_in", "settle", "take_counted_rows", "take_rows",
]  # fmt: skip

_LONGEST_FOUND = 120


V = TypeVar("V")
Counted = defaultdict[str, Counter[Any]]
"""What a source itself counts in the rows, under names of its own."""
Found = list[Claim | Problem | str]
"""What a row gives: its claims, the reason for which there is none, or what is wrong with it."""


@dataclass(frozen=True)
class Rows(Generic[V]):
    """A file that is open, and what a source makes of its rows.

    ``claim_of`` gives the claims of a row, or the reason in words why it gives none; it raises
    RefusedClaim for a bad cell. ``used`` are the file's columns that it reads: any other that
    ``about`` does not name either is reported. ``columns`` maps a claim's column to the file's,
    where they differ, so that a refusal names what the reader of the file sees.
    """

    file: Table[V]
    claim_of: Callable[[Mapping[str, V], Counted], Claim | str | Sequence[Claim]]
    about: About
    used: Collection[str]
    columns: Mapping[str, str]
    mend: str

    @property
    def unknown_columns(self) -> tuple[str, ...]:
        known = {*self.used, *self.about.free_text, *self.about.not_needed}
        return tuple(name for name in self.file.columns if name not in known)

    @property
    def free_text(self) -> list[str]:
        """The columns of the file that are dropped at the door."""
        return [name for name in self.about.free_text if name in self.file.columns]

    def refused(self, request: Request, number: int, refusal: RefusedClaim) -> Problem:
        """A refusal as it is told to whoever has the file."""
        column = self.columns.get(refusal.column, refusal.column)
        return Problem(
            request.file.name,
            number,
            self.file.place(number, column),
            refusal.found[:_LONGEST_FOUND],
            refusal.expected,
            self.mend,
        )


@dataclass
class Tally:
    """What is counted in rows. Two of them added, the earlier rows first, are that of all."""

    rows: int = 0
    filled: Counter[tuple[bool, ...]] = field(default_factory=Counter)
    """How many rows have free text in the same columns: few combinations in many rows."""
    counted: Counted = field(default_factory=lambda: defaultdict(Counter))

    def add(self, other: Tally) -> None:
        self.rows += other.rows
        self.filled.update(other.filled)
        for name, counter in other.counted.items():
            self.counted[name].update(counter)


def take_rows(
    file: Table[V],
    request: Request,
    reading: Reading,
    claim_of: Callable[[Mapping[str, V]], Claim | str | Sequence[Claim]],
    *,
    about: About,
    used: Collection[str],
    columns: Mapping[str, str],
    mend: str,
) -> None:
    """Add every row of the file to the reading: as a claim, as refused, or as left out. `Rows` says
    what is to be given."""
    rows = Rows(file, lambda row, _: claim_of(row), about, used, columns, mend)
    take_counted_rows(rows, request, reading)


def take_counted_rows(rows: Rows[V], request: Request, reading: Reading) -> Counted:
    """`take_rows`, of a source that counts: what it has counted comes back."""
    tally = Tally()
    settle(rows, request, reading, found_in(rows, request, lambda: tally), tally)
    return tally.counted


def found_in(
    rows: Rows[V], request: Request, tally: Callable[[], Tally]
) -> Iterator[tuple[int, Found]]:
    """What each row of the file gives, with its number, in their order. It is counted in what
    ``tally`` gives after the row is read."""
    free_text, claim_of = rows.free_text, rows.claim_of
    for number, row in rows.file:
        counts = tally()
        counts.rows += 1
        counts.filled[tuple(map(bool, map(row.__getitem__, free_text)))] += 1
        found: Found = []
        try:
            told = claim_of(row, counts.counted)
            if isinstance(told, str):
                found.append(told)
            else:
                for claim in [told] if isinstance(told, Claim) else told:
                    found.append(check_subjects(request.pack, claim))
        except RefusedClaim as refusal:
            found.append(rows.refused(request, number, refusal))
        yield number, found


def settle(
    rows: Rows[V],
    request: Request,
    reading: Reading,
    found: Iterable[tuple[int, Found]],
    tally: Tally,
) -> None:
    """Put into the reading what was found, row by row as they stand in the file, and then what
    was counted."""
    for number, all_found in found:
        for each in all_found:
            if isinstance(each, str):
                reading.outside[each] += 1
            elif isinstance(each, Problem):
                reading.refused.append(each)
            else:
                try:
                    reading.take(each, number)
                except RefusedClaim as refusal:
                    reading.refused.append(rows.refused(request, number, refusal))
                    break
    reading.rows_read += tally.rows
    reading.unknown_columns = rows.unknown_columns
    reading.lacking_columns = tuple(name for name in rows.used if name not in rows.file.columns)
    for which, count in tally.filled.items():
        for column, told in zip(rows.free_text, which, strict=True):
            if told:
                reading.dropped[column] += count
