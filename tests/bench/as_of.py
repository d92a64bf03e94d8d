"""A past view of a million claims, from the files and from the cache; and the same in SQLite."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path

import duckdb

from naap.engine import Engine
from naap.ledger import Ledger, Moment
from naap.ledger.kind import kinds
from naap.ledger.snapshot import Snapshot
from naap.ledger.state import NOW, commits_until, history_sql
from tests.bench.data import folder, million
from tests.bench.memory import peak_memory_mb

SAYS = "as-of views of 1 million claims (target: 1.0 s and 1 GB on 2 cores), against SQLite"
RUNS = 5

COUNT_AND_SUM = "SELECT count(*) AS claims, sum(killed_best)::BIGINT AS killed FROM account"
PIVOT = """
SELECT area_1, {year} AS year, count(*) AS claims, sum(killed_best) AS best,
       sum(killed_low) AS low, sum(killed_high) AS high
FROM account GROUP BY 1, 2 ORDER BY 1, 2
"""
COLUMNS = (
    "key_id", "claim_id", "op", "handling", "series", "record_key", "source", "document",
    "locator", "basis", "stated_on", "event_start", "event_end", "date_precision", "country",
    "area_1", "area_2", "longitude", "latitude", "event_type", "side_a", "side_b",
    "report_count", "killed_best", "killed_low", "killed_high", "recorded_at", "number",
)  # fmt: skip
SQLITE_VIEW = """
CREATE TEMP VIEW account AS SELECT told.* FROM told JOIN (
    SELECT key_id, max(number) AS number FROM told WHERE recorded_at <= '{until}' GROUP BY key_id
) last USING (key_id, number) WHERE op <> 'retract' AND handling = 'TLP:CLEAR'
"""


def prepare() -> None:
    sqlite_file(million())


def moment(ledger: Ledger) -> Moment:
    """The last commit but one: an instant, so that every claim's date is looked at."""
    return Moment(as_of=ledger.log()[-2].recorded_at)


def sqlite_file(ledger: Ledger) -> Path:
    """The same rows in one indexed SQLite table."""
    path = folder() / f"{ledger.folder.name}.sqlite"
    if path.exists():
        return path
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    kind = kinds()["account"]
    sql = history_sql(kind, commits_until(ledger.folder, ledger.log(), kind, NOW))
    wanted = ", ".join(f"{name}::VARCHAR" if "_id" in name else name for name in COLUMNS)
    store = sqlite3.connect(draft)
    store.execute(f"CREATE TABLE told ({', '.join(COLUMNS)})")
    with duckdb.connect() as engine:
        answer = engine.execute(f"SELECT {wanted} FROM ({sql})")
        while rows := answer.fetchmany(20_000):
            store.executemany(
                f"INSERT INTO told VALUES ({', '.join('?' * len(COLUMNS))})",
                [
                    [v if v is None or isinstance(v, int | str) else str(v) for v in row]
                    for row in rows
                ],
            )
    store.execute("CREATE INDEX told_by_key ON told (key_id, number)")
    store.commit()
    store.close()
    draft.rename(path)
    return path


def seconds(ask: Engine, sql: str) -> tuple[float, list[dict[str, object]]]:
    begun = time.perf_counter()
    rows = ask.rows(sql)
    return time.perf_counter() - begun, rows


def measure() -> dict[str, float]:
    ledger = million()
    snapshot = Snapshot.of(ledger, moment(ledger))
    pivot = PIVOT.format(year="year(event_start)")
    with Engine(threads=2) as engine:
        begun = time.perf_counter()
        snapshot.register(engine)
        registered = time.perf_counter() - begun
        counted, totals = seconds(engine, COUNT_AND_SUM)
        pivoted, table = seconds(engine, pivot)
    peak = peak_memory_mb()
    with tempfile.TemporaryDirectory() as scratch:
        begun = time.perf_counter()
        with Engine(threads=2) as engine:
            snapshot.register(engine, Path(scratch))
        built = time.perf_counter() - begun
        with Engine(threads=2) as engine:
            begun = time.perf_counter()
            snapshot.register(engine, Path(scratch))
            opened = time.perf_counter() - begun
            cache_counted, same_totals = seconds(engine, COUNT_AND_SUM)
            cache_pivoted, same_table = seconds(engine, pivot)
    assert (same_totals, same_table) == (totals, table)
    return {
        "claims_in_view": float(str(totals[0]["claims"])),
        "files_register_s": registered,
        "files_count_and_sum_s": counted,
        "files_pivot_s": pivoted,
        "files_peak_memory_mb": peak,
        "cache_build_s": built,
        "cache_register_s": opened,
        "cache_count_and_sum_s": cache_counted,
        "cache_pivot_s": cache_pivoted,
        **against_sqlite(ledger, snapshot.moment, totals, counted, pivoted),
    }


def against_sqlite(
    ledger: Ledger, when: Moment, totals: list[dict[str, object]], counted: float, pivoted: float
) -> dict[str, float]:
    path = sqlite_file(ledger)
    store = sqlite3.connect(path)
    until = str(when.as_of).removesuffix("+00:00")
    store.execute(SQLITE_VIEW.format(until=until))
    begun = time.perf_counter()
    row = store.execute("SELECT count(*), sum(killed_best) FROM account").fetchone()
    sqlite_counted = time.perf_counter() - begun
    assert row == tuple(totals[0].values()), "SQLite sees other claims"
    begun = time.perf_counter()
    store.execute(PIVOT.format(year="substr(event_start, 1, 4)")).fetchall()
    sqlite_pivoted = time.perf_counter() - begun
    store.close()
    size = sum(each.stat().st_size for each in ledger.folder.rglob("*") if each.is_file())
    return {
        "ledger_mb": size / 1e6,
        "sqlite_mb": path.stat().st_size / 1e6,
        "sqlite_size_ratio": path.stat().st_size / size,
        "sqlite_count_and_sum_s": sqlite_counted,
        "sqlite_pivot_s": sqlite_pivoted,
        "sqlite_count_and_sum_ratio": sqlite_counted / counted,
        "sqlite_pivot_ratio": sqlite_pivoted / pivoted,
    }
