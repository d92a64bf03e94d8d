"""What the benchmarks measure on: made-up accounts, shaped like those of a public data set."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from naap.ledger import Batch, Claim, Ledger, make_claim
from naap.ledger.manifest import FORMAT
from tests.ledger_makers import hour

CLAIMS = 1_000_000
BATCH = 50_000
REVISED = 4
"""Every so many claims of a release is a revision of one that was told before."""


def account(number: int, release: int = 1) -> Claim:
    """The account of an event in a release: what it says differs from release to release."""
    day = date(2005, 1, 1) + timedelta(days=number % 7_000)
    killed = (number * 7 + release) % 23
    return make_claim(
        "account",
        series="made-up",
        record_key=str(number),
        source=f"made-up-{release}",
        document=f"Release {release}",
        locator=f"row {number}",
        basis="media",
        stated_on="2024-06",
        event_start=day,
        event_end=day,
        date_precision="day",
        country="country",
        area_1=f"Province {number % 8}",
        area_2=f"District {number % 130}",
        longitude=f"{60 + number % 1_500 / 100:.4f}",
        latitude=f"{24 + number % 1_200 / 100:.4f}",
        event_type="state-based",
        side_a=str(number % 3),
        side_b=str(100 + number % 60),
        report_count=number % 9,
        killed_best=killed,
        killed_low=killed - killed % 3,
        killed_high=killed + killed % 5,
    )


def folder() -> Path:
    """Where ledgers that take long to build are kept between runs."""
    given = os.environ.get("NAAP_BENCH_DIR")
    return Path(given) if given else Path(tempfile.gettempdir()) / "naap-bench"


def million() -> Ledger:
    """A ledger of a million claims, a fifth of them superseded, built by real appends."""
    kept = folder() / f"million-{FORMAT}"
    if (kept / "ledger.json").exists():
        return Ledger(kept)
    draft = kept.with_name(f".{kept.name}-{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    ledger = Ledger.create(draft)
    for release in range(CLAIMS // BATCH):
        first = release * BATCH
        claims = tuple(
            account(number - BATCH if release and number % REVISED == 0 else number, release)
            for number in range(first, first + BATCH)
        )
        ledger.append(Batch("bench", claims, at=hour(release)))
        print(f"\rbuilding: {first + BATCH:,} claims", end="", flush=True, file=sys.stderr)
    draft.rename(kept)
    return Ledger(kept)
