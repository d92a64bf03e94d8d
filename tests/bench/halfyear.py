"""The six-monthly review of a year of returns and of ten: 8 offices, 67 indicators, each month."""

from __future__ import annotations

import os
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from naap.beside import beside
from naap.ledger import Batch, Claim, Ledger, make_claim
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.pack.tables import ObligationRow
from naap.returns.claims import key_of
from naap.returns.expected import expected
from naap.review import Options, build
from tests.bench.returns import pack_of

SAYS = "a half-year's review from one year of accepted returns (6,432 cells), and from ten years"
RUNS = 1
LAST = 2024
YEARS = (1, 10)
MOST_SECONDS = {1: 15.0, 10: 60.0}


def measure() -> dict[str, float]:
    """Seconds on the wall and of the processor, with those of the processes beside."""
    measured: dict[str, float] = {}
    asked = pack_of(1)
    # Owed for as long as the benchmark asks, and held to no target of the pack that ships: its
    # indicators are made up.
    owed = tuple(row.model_copy(update={"valid_from": None}) for row in asked.rows(ObligationRow))
    tables = {**asked.tables, "targets": (), "obligations": owed}
    pack = Pack(asked.folder, asked.settings, tables, {})
    for years in YEARS:
        with tempfile.TemporaryDirectory(prefix="naap-bench-") as scratch:
            folder = Path(scratch)
            ledger = Ledger.create(folder / "ledger")
            claims = tuple(returned(pack, years))
            at = datetime(LAST + 1, 1, 31, tzinfo=UTC)
            ledger.append(Batch("bench", asserted=claims, at=at))
            wall, processor = time.perf_counter(), _processor()
            options = Options.asked(pack, f"{LAST}-H2")
            snapshot = Snapshot.of(ledger, options.moment)
            with beside(os.cpu_count() or 1) as others:
                built = build(
                    pack, snapshot, options, folder / "out",
                    cache=folder / "cache", others=others,
                )  # fmt: skip
            seconds = time.perf_counter() - wall
            assert (built.folder / "halfyear.html").exists()
            measured |= {
                f"years_{years}_cells": len(claims),
                f"years_{years}_s": seconds,
                f"years_{years}_most_s": MOST_SECONDS[years],
                f"years_{years}_cpu_s": _processor() - processor,
                f"years_{years}_mb": built.bytes / 1e6,
            }
    return measured


def returned(pack: Pack, years: int) -> Iterator[Claim]:
    """What accepted returns leave in the ledger: a number for every row that was asked."""
    first, last = date(LAST - years + 1, 1, 1), date(LAST, 12, 31)
    for each in expected(pack, first, last):
        for row in each.rows:
            _, series, key = key_of(row).split("/", 2)
            month = row.period.end.year * 12 + row.period.end.month
            yield make_claim(
                "figure", series=series, record_key=key, source=str(pack.settings.returns_source),
                publisher=row.body, basis="official", stated_on=str(each.due - timedelta(days=1)),
                quantity=row.subject, period=str(row.period), place=row.place, unit=row.unit,
                value=month % 97 + 60, qualifier="exact",
            )  # fmt: skip


def _processor() -> float:
    """Of this process and of those that it waited for."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in usages)
