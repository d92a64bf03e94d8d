"""How long it takes to link 42,000 and 420,000 accounts.

The accounts are those of four sources that tell of the same events (real ones where the shared data
are, else made ones), the events told again and again forty years later each, so that they are as
dense as they were. What is timed begins with the table of accounts and ends with the tables of
incidents: places, organisations, candidates, model, links, incidents. ``cpu`` is the time of all
processors; on two free ones the clock shows half of it or more. The yardstick, a sum of twenty
million numbers, tells how much slower than usual a busy machine is.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from naap.config import shipped_packs
from naap.engine import connect
from naap.incidents.model import shipped_model
from naap.incidents.reconcile import reconcile
from naap.pack import load
from tests.bench.memory import peak_memory_mb
from tests.conftest import shared_folder
from tests.incident_worlds import REPORTING, held, made_events, real_events, repeated, tell

SAYS = "link 42,000 accounts (target 4 s) and 420,000 (target 40 s, 4 GB) of four made sources"
RUNS = 1

_SIZES = {"42k": 2, "420k": 20}
"""How often the real events are told again."""
_MADE_AS_MANY = 6_400


def _folder() -> Path:
    given = os.environ.get("NAAP_BENCH_DIR")
    return (Path(given) if given else Path(tempfile.gettempdir()) / "naap-bench") / "accounts"


def _file(size: str) -> tuple[Path, str]:
    real = (shared_folder() / "data" / "ucdp" / "ged_pakistan_v22_1.csv").exists()
    return _folder() / f"{size}-{'real' if real else 'made'}.parquet", (
        "pakistan" if real else "example"
    )


def prepare() -> None:
    _folder().mkdir(parents=True, exist_ok=True)
    for size, times in _SIZES.items():
        file, name = _file(size)
        if file.exists():
            continue
        pack = load(shipped_packs()[name])
        events = (
            real_events(shared_folder() / "data" / "ucdp" / "ged_pakistan_v22_1.csv", pack)
            if name == "pakistan"
            else made_events(pack, _MADE_AS_MANY)
        )
        world = tell(repeated(events, times), pack, REPORTING[0])
        draft = file.with_suffix(f".{os.getpid()}")
        with connect() as store:
            held(store, world.accounts)
            store.execute(f"COPY account TO '{draft}' (FORMAT parquet)")
        draft.replace(file)


def measure() -> dict[str, float]:
    begun = time.process_time()
    sum(range(20_000_000))
    found: dict[str, float] = {"yardstick_cpu_s": time.process_time() - begun}
    for size in _SIZES:
        for model in ("frozen", "estimated", "again"):
            done = subprocess.run(
                [sys.executable, "-m", "tests.bench.reconcile_speed", size, model],
                stdout=subprocess.PIPE, text=True, check=True,
            )  # fmt: skip
            found |= json.loads(done.stdout.splitlines()[-1])
    return found


def once(size: str, model: str) -> dict[str, Any]:
    """One run in this process. ``again``: the model is given, and the places that names mean are
    known from the time before, as with the next release of a data set."""
    file, name = _file(size)
    pack = load(shipped_packs()[name])
    with connect() as store:
        store.execute("SET threads = 2")
        store.execute(f"CREATE TABLE account AS SELECT * FROM '{file}'")
        store.execute("CREATE TABLE ages (series VARCHAR, record_key VARCHAR, age BIGINT)")
        given = None if model == "estimated" else shipped_model()
        names = file.with_suffix(".names") if model == "again" else None
        if names and not names.exists():
            reconcile(store, pack, {}, model=given, known_names=names)
        begun, cpu = time.perf_counter(), time.process_time()
        about, _ = reconcile(store, pack, {}, model=given, known_names=names)
        seconds, worked = time.perf_counter() - begun, time.process_time() - cpu
    named = f"{size}_{model}"
    return {
        f"{named}_accounts": about["accounts"],
        f"{named}_pairs": about["pairs"],
        f"{named}_s": seconds,
        f"{named}_cpu_s": worked,
        f"{named}_peak_mb": peak_memory_mb(),
        **{f"{named}_{step}_cpu_s": spent for step, spent in about["seconds"].items()},
    }


if __name__ == "__main__":
    print(json.dumps(once(*sys.argv[1:3])))
