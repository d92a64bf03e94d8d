"""From the rows of a table to claims: counted, checked, and refused one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from naap.ledger import Claim, RefusedClaim
from naap.problems import Problem
from naap.sources.source import About, Reading, Request
from naap.sources.subjects import check_subjects
from naap.sources.tabular import Table

__all__ = ["take_rows"]

_LONGEST_FOUND = 120


V = TypeVar("V")


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
    """Add every row of the file to the reading: as a claim, as refused, or as left out.

    ``claim_of`` gives the claims of a row, or the reason in words why it gives none; it raises
    RefusedClaim for a bad cell. ``used`` are the file's columns that it reads: any other that
    ``about`` does not name either is reported. ``columns`` maps a claim's column to the file's,
    where they differ, so that a refusal names what the reader of the file sees.
    """
    known = {*used, *about.free_text, *about.not_needed}
    reading.unknown_columns = tuple(name for name in file.columns if name not in known)
    free_text = [name for name in about.free_text if name in file.columns]
    filled: Counter[tuple[bool, ...]] = Counter()  # many rows have free text in the same columns
    for number, row in file:
        reading.rows_read += 1
        filled[tuple(map(bool, map(row.__getitem__, free_text)))] += 1
        try:
            found = claim_of(row)
            if isinstance(found, str):
                reading.outside[found] += 1
                continue
            for claim in [found] if isinstance(found, Claim) else found:
                reading.take(check_subjects(request.pack, claim), number)
        except RefusedClaim as refusal:
            column = columns.get(refusal.column, refusal.column)
            reading.refused.append(
                Problem(
                    request.file.name,
                    number,
                    file.place(number, column),
                    refusal.found[:_LONGEST_FOUND],
                    refusal.expected,
                    mend,
                )
            )
    for which, count in filled.items():
        for column, told in zip(free_text, which, strict=True):
            if told:
                reading.dropped[column] += count
