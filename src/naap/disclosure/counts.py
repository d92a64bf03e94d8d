"""The counts of the ledger that may be small, commit by commit, as each changed what held."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from naap.engine import Engine
from naap.ledger import Ledger
from naap.ledger.disk import reading
from naap.ledger.handling import readable
from naap.ledger.kind import kind_named
from naap.ledger.manifest import Manifest
from naap.ledger.state import NOW, commits_until, history_sql

__all__ = ["LEAST", "WIDEST", "Cell", "Count", "Said", "commits"]

LEAST = 5
"""The smallest count that may be told."""

WIDEST = "TLP:GREEN"
"""Who reads no more than this gets no small count; from TLP:AMBER on, readers work with them."""

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DATES = re.compile(rf"\b\d{{1,2}} {_MONTH}\b|\b{_MONTH} \d{{1,2}}\b|\b\d{{4}}-\d\d(?:-\d\d)?\b")
_NUMBERS = re.compile(r"(?<![\w.,])\d+(?![\w]|[.,]\d)")


class Cell(NamedTuple):
    """What is counted, where, and from when to when; a stock, or a count since a start, on a day.

    Who counted does not matter: two who say the same thing say one thing.
    """

    quantity: str
    place: str
    start: date
    end: date


@dataclass(frozen=True)
class Count:
    """The numbers that stand in a cell, and those of it that were ever published."""

    values: tuple[int, ...] = ()
    """Those that now stand there, sorted."""
    newest: int = 0
    told: tuple[int, ...] = ()
    """The smallest and the largest that were published."""

    def when_told(self) -> Count:
        """As it is once these numbers are published."""
        every = (*self.values, *self.told)
        return replace(self, told=(min(every), max(every)))


@dataclass(frozen=True)
class Said:
    """A claim that now holds: a number, or a share, for a cell."""

    claim_id: str
    cell: Cell
    publisher: str
    value: Decimal
    is_open: bool
    """Whether its label lets a reader below TLP:AMBER read it."""
    words: Mapping[str, str]
    """Words beside the number that can tell other numbers, by column."""

    def tells_small(self, column: str) -> bool:
        """Whether the words in a column name a number under five."""
        numbers = _NUMBERS.findall(_DATES.sub("", self.words.get(column, "")))
        return any(int(each) < LEAST for each in numbers)


def commits(
    ledger: Ledger, log: Sequence[Manifest], measures: Mapping[str, str]
) -> Iterator[dict[str, Said | None]]:
    """For each commit in turn what became of each key: a claim, or None where it was taken back.

    ``measures``: the quantities that are asked for, and how each is measured.
    """
    kind = kind_named("figure")
    found = commits_until(ledger.folder, log, kind, NOW)
    if not found:
        return
    with reading(ledger.folder), Engine(threads=1) as engine:
        engine.table("asked", {"quantity": "VARCHAR"}, ({"quantity": each} for each in measures))
        rows = engine.rows(
            "SELECT number, op, key_id, claim_id, coalesce(publisher, source) AS publisher, "
            "quantity, place, period_start, period_end, value, handling, breakdown, as_printed, "
            f"note FROM ({history_sql(kind, found)}) "
            "WHERE op = 'retract' OR quantity IN (SELECT quantity FROM asked) "
            "ORDER BY number, key_id"
        )
    open_ = readable(WIDEST)
    for _, told in groupby(rows, key=lambda row: row["number"]):
        yield {
            str(row["key_id"]): _said(row, measures, open_) if row["op"] != "retract" else None
            for row in told
        }


def _said(row: Mapping[str, Any], measures: Mapping[str, str], open_: Sequence[str]) -> Said:
    end = row["period_end"]
    start = row["period_start"] if measures[row["quantity"]] in ("flow", "ratio") else end
    return Said(
        row["claim_id"],
        Cell(row["quantity"], row["place"], start, end),
        row["publisher"],
        row["value"],
        row["handling"] in open_,
        {name: row[name] for name in ("breakdown", "as_printed", "note") if row[name]},
    )
