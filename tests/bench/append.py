"""Appending accounts: a country's worth of a public data set, and a large batch."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from naap.ledger import Batch, Ledger
from naap.ledger.verify import verify
from tests.bench.data import account

SAYS = "append 6,416 accounts, again unchanged, verify; append 100,000; all with making the claims"
RUNS = 3


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as scratch:
        small = Ledger.create(Path(scratch) / "small")
        begun = time.perf_counter()
        claims = tuple(map(account, range(6_416)))
        made = time.perf_counter()
        small.append(Batch("bench", claims))
        first = time.perf_counter()
        assert small.append(Batch("bench", claims)).number is None
        again = time.perf_counter()
        assert verify(small) == []
        verified = time.perf_counter()
        large = Ledger.create(Path(scratch) / "large")
        started = time.perf_counter()
        large.append(Batch("bench", tuple(map(account, range(100_000)))))
        ended = time.perf_counter()
    return {
        "make_6416_s": made - begun,
        "append_6416_s": first - made,
        "append_unchanged_6416_s": again - first,
        "verify_6416_s": verified - again,
        "make_and_append_100000_s": ended - started,
    }
