"""A thousand imports of several kinds, killed at any moment."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time

SAYS = "kill 1,000 imports of three kinds at any moment: each left all or nothing"
RUNS = 1
KILLS = 1_000


def measure() -> dict[str, float]:
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        done = subprocess.run(
            [sys.executable, "-m", "tests.ledger_kills", "kill", scratch, str(KILLS), "7"],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    outcome: dict[str, float] = json.loads(done.stdout)
    return {**outcome, "all_s": time.perf_counter() - begun}
