"""Proving that a large ledger is unaltered."""

from __future__ import annotations

import time

from naap.ledger.verify import verify
from tests.bench.data import CLAIMS, million

SAYS = "verify a ledger of 1 million claims"
RUNS = 1


def prepare() -> None:
    million()


def measure() -> dict[str, float]:
    ledger = million()
    begun = time.perf_counter()
    assert verify(ledger) == []
    took = time.perf_counter() - begun
    return {"verify_s": took, "claims_per_s": CLAIMS / took}
