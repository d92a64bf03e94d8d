"""Links against the truth of made sources: a small version of ``./run bench reconcile``."""

from __future__ import annotations

from pathlib import Path

import pytest

from naap.config import shipped_packs
from naap.engine import connect
from naap.incidents.reconcile import reconcile
from naap.pack import Pack, load
from tests.incident_proof import Proof, best_of_ceiling, ceiling
from tests.incident_worlds import TUNING, Event, Noise, held, made_events, real_events, tell


def scores(events: list[Event], pack: Pack, seed: int, noise: Noise | None = None) -> list[float]:
    """F1 of the likely links, that of the ceiling, and the precision of the sure links."""
    world = tell(events, pack, seed, 3, noise)
    with connect() as store:
        held(store, world.accounts)
        store.execute("CREATE TABLE ages (series VARCHAR, record_key VARCHAR, age BIGINT)")
        reconcile(store, pack, {})
        proof = Proof(store, world)
        links = store.execute("SELECT one, other, state FROM link").fetchall()
        pairs = store.execute("SELECT one - 1, other - 1 FROM pairs ORDER BY 1, 2").fetchall()
    sure = proof.score((a, b) for a, b, state in links if state == "accepted")
    likely = proof.score((a, b) for a, b, state in links if state in {"accepted", "likely"})
    best, _ = best_of_ceiling(proof, pairs, ceiling(proof, pairs, noise))
    return [likely.f1, best.f1, sure.precision]


def test_links_come_near_the_best_that_can_be_done() -> None:
    pack = load(shipped_packs()["example"])
    ours, best, sure = scores(made_events(pack, 900), pack, TUNING[0])
    assert ours >= 0.95 * best
    assert sure >= 0.98
    assert 0.8 < best < 0.97  # twins: nobody is perfect


def test_without_noise_nearly_all_is_found() -> None:
    pack = load(shipped_packs()["example"])
    still = Noise(moved_one=0, moved_two=0, jitter_km=0.1, coarse=0, killed_differ=0,
                  injured_differ=0, kind_wrong=0, means_wrong=0, split=0, merged=0)  # fmt: skip
    ours, _, sure = scores(made_events(pack, 500), pack, TUNING[0], still)
    assert ours > 0.95
    assert sure > 0.98


def test_the_truth_of_a_world_is_what_its_noise_says() -> None:
    """The generator errs as often as its docstring tells."""
    pack = load(shipped_packs()["example"])
    events = made_events(pack, 4000)
    world = tell(events, pack, 5, 2)
    told = world.truth.values()
    assert sum(len(each) for each in told) / (2 * len(events)) == pytest.approx(0.82, abs=0.03)
    moved = [
        abs((row["event_start"] - world.truth[row["series"], row["record_key"]][0].day).days)
        for row in world.accounts
    ]
    assert sum(each == 1 for each in moved) / len(moved) == pytest.approx(0.10, abs=0.02)
    assert sum(each == 2 for each in moved) / len(moved) == pytest.approx(0.05, abs=0.01)
    coarse = [row["place_precision"] in {"2", "3"} for row in world.accounts]
    assert sum(coarse) / len(coarse) == pytest.approx(0.20, abs=0.02)
    again = tell(events, pack, 5, 2)
    assert again.accounts == world.accounts
    assert tell(events, pack, 6, 2).accounts != world.accounts


@pytest.mark.shared
@pytest.mark.slow
def test_links_of_real_events_come_near_the_best_that_can_be_done(shared_data: Path) -> None:
    pack = load(shipped_packs()["pakistan"])
    events = real_events(shared_data / "ucdp" / "ged_pakistan_v22_1.csv", pack)
    some = [event for event in events if event.day.year in (2009, 2010)]
    ours, best, sure = scores(some, pack, TUNING[0])
    assert ours >= 0.95 * best
    assert sure >= 0.98
