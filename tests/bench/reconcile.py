"""How well accounts are linked, beside the ceiling, an exact-window rule and a plain Splink sketch.

Made sources tell of real events (where the shared data are) and of made ones; only the seeds for
reporting are used. ``tests/incident_worlds.py`` says how the sources err,
``tests/incident_proof.py`` what the ceiling is and what counts as right.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import duckdb
import numpy as np

from naap.config import shipped_packs
from naap.engine import connect
from naap.incidents.accounts import sql_of
from naap.incidents.reconcile import reconcile
from naap.pack import load
from tests.bench.peer import splink_sketch
from tests.conftest import shared_folder
from tests.incident_proof import Proof, Score, best_of_ceiling, ceiling
from tests.incident_worlds import REPORTING, held, made_events, real_events, tell

SAYS = (
    "accounts linked: precision and recall beside the ceiling, an exact-window rule and a plain "
    "Splink sketch, on seeds that nothing was tuned on"
)
RUNS = 1

_MADE = 3_000
_LEVELS = (0.99, 0.98, 0.95, 0.90)


def measure() -> dict[str, float]:
    found: dict[str, float] = {}
    file = shared_folder() / "data" / "ucdp" / "ged_pakistan_v22_1.csv"
    if file.exists():
        pack = load(shipped_packs()["pakistan"])
        events = real_events(file, pack)
        for sources in (2, 4):
            runs = [one_run(events, pack, seed, sources) for seed in REPORTING]
            found |= _mean(f"real_{sources}", runs)
    pack = load(shipped_packs()["example"])
    runs = [one_run(made_events(pack, _MADE, seed), pack, seed, 4) for seed in REPORTING]
    return found | _mean("made_4", runs)


def one_run(events: Sequence[Any], pack: Any, seed: int, sources: int) -> dict[str, float]:
    """Scores of one world, by name."""
    world = tell(events, pack, seed, sources)
    with connect() as store:
        held(store, world.accounts)
        store.execute("CREATE TABLE ages (series VARCHAR, record_key VARCHAR, age BIGINT)")
        reconcile(store, pack, {}, likely=True)
        proof = Proof(store, world)
        links = _links(store)
        sure = [(a, b) for a, b, _, state in links if state == "accepted"]
        taken = [(a, b) for a, b, _, state in links if state in {"accepted", "likely"}]
        pairs = store.execute("SELECT one - 1, other - 1 FROM pairs ORDER BY 1, 2").fetchall()
        bits = ceiling(proof, pairs)
        best, top = best_of_ceiling(proof, pairs, bits)
        ours = [(a, b, p) for a, b, p, state in links if state in {"accepted", "likely"}]
        return {
            **proof.score(taken).named("likely"),
            **proof.score(sure).named("accepted"),
            **proof.score(_together(store)).named("incidents"),
            **best.named("ceiling"),
            "share_of_ceiling": proof.score(taken).f1 / best.f1,
            **{f"recall_at_p{100 * each:.0f}": recall_at(proof, ours, each) for each in _LEVELS},
            **{f"ceiling_recall_at_p{100 * each:.0f}": recall_at(proof, top, each)
               for each in _LEVELS},
            **_exact_window(store, proof).named("exact_window"),
            **splink_sketch.score(store, proof).named("splink_sketch"),
            "accounts": len(world.accounts),
            "pairs": len(pairs),
            "possible_links": proof.possible,
            "incidents": _one(store, "SELECT count(*) FROM incidents"),
            "events_told": len({event.twins for told in world.truth.values() for event in told}),
        }  # fmt: skip


def recall_at(proof: Proof, ranked: list[tuple[int, int, float]], precision: float) -> float:
    """The highest recall among cuts of the list, likeliest first, that keep the precision."""
    right, best = 0, 0
    for number, (one, other, _) in enumerate(sorted(ranked, key=lambda each: -each[2]), start=1):
        right += proof.right((one, other))
        if right >= precision * number:
            best = right
    return best / proof.possible


def _links(store: duckdb.DuckDBPyConnection) -> list[tuple[int, int, float, str]]:
    return store.execute("SELECT one, other, probability, state FROM link").fetchall()


def _together(store: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    """All pairs of accounts that stand in one incident."""
    rows = store.execute(
        "SELECT list(number - 1 ORDER BY number) FROM member GROUP BY incident"
    ).fetchall()
    return [pair for (numbers,) in rows for pair in combinations(numbers, 2)]


def _exact_window(store: duckdb.DuckDBPyConnection, proof: Proof) -> Score:
    """Same day, within 30 km, no other type; the nearest first, one to one."""
    rows = store.execute(
        f"SELECT one - 1, other - 1 FROM ({sql_of('pairs')}) AS near "
        "WHERE gap_days = 0 AND span_days = 0 AND km <= 30 "
        "AND coalesce(same_means, 1) = 1 AND coalesce(same_between, 1) = 1 "
        "ORDER BY km, one, other"
    ).fetchall()
    full: set[tuple[int, str]] = set()
    taken = []
    for one, other in rows:
        places = {(one, proof.series[other]), (other, proof.series[one])}
        if not places & full:
            full |= places
            taken.append((one, other))
    return proof.score(taken)


def _mean(name: str, runs: list[dict[str, float]]) -> dict[str, float]:
    found = {f"{name}_{each}": float(np.mean([run[each] for run in runs])) for each in runs[0]}
    worst = min(run["share_of_ceiling"] for run in runs)
    least = min(run["accepted_precision"] for run in runs)
    return {**found, f"{name}_worst_share_of_ceiling": worst, f"{name}_worst_precision": least}


def _one(store: duckdb.DuckDBPyConnection, sql: str) -> float:
    row = store.execute(sql).fetchone()
    assert row is not None
    return float(row[0])
