"""Closed and expunged content stays away: in past views, in caches, after another import."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from naap.ledger import Batch, Ledger, Moment
from naap.ledger.expunge import expunge
from naap.ledger.snapshot import Snapshot
from naap.ledger.verify import verify
from naap.problems import UnusableInput
from tests.ledger_makers import CLOSED, OPEN, figure, held, hour, values

THEN = Moment(as_of=hour(1))
KEY = "figure/s/a"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A claim of 2015, and one that took its place."""
    ledger = Ledger.create(tmp_path / "ledger")
    ledger.append(Batch("test", (figure("a", 1, stated_on="2015"),), at=hour(1)))
    ledger.append(Batch("test", (figure("a", 2, stated_on="2017"),), at=hour(2)))
    return ledger


def remove(ledger: Ledger, value: int, stated_on: str, cache: Path | None = None) -> None:
    claim_id = figure("a", value, stated_on=stated_on).claim_id
    expunge(ledger, [claim_id], recorded_by="court", reason="order 1", cache=cache)


def test_a_label_given_later_closes_cached_views_of_the_past(
    ledger: Ledger, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    before = held(ledger, THEN, OPEN, cache)
    assert list(before) == [KEY]
    ledger.append(Batch("test", relabelled={KEY: CLOSED}))
    assert held(ledger, THEN, OPEN, cache) == held(ledger, THEN, OPEN) == {}
    assert Snapshot.of(ledger, THEN, OPEN).find(KEY) == []
    assert held(ledger, THEN, CLOSED, cache) == before


def test_expunged_content_is_in_no_file_view_or_cache(ledger: Ledger, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    secret = figure("s", 1, note="the secret name")
    ledger.append(Batch("test", (secret,)))
    ledger.append(Batch("test", relabelled={secret.key: "TLP:GREEN"}))
    held(ledger, cache_folder=cache)
    expunge(ledger, [secret.claim_id], recorded_by="court", reason="order 1", cache=cache)
    assert list(cache.iterdir()) == []
    assert verify(ledger) == []
    rows = Snapshot.of(ledger, clearance=CLOSED).find(secret.claim_id)
    assert [(row["op"], row["note"], row["series"]) for row in rows] == [
        ("assert", None, None),
        ("relabel", None, None),
    ]
    for path in ledger.folder.rglob("*"):
        assert path.is_dir() or b"secret" not in path.read_bytes()


def test_no_older_claim_comes_back_when_the_latest_is_expunged(ledger: Ledger) -> None:
    remove(ledger, 2, "2017")
    assert values(ledger) == {}
    assert values(ledger, Moment(stated_by=date(2016, 1, 1))) == {}
    assert values(ledger, THEN) == {"a": 1}


def test_an_expunged_claim_is_skipped_whatever_holds_now(ledger: Ledger) -> None:
    remove(ledger, 1, "2015")
    assert (values(ledger), values(ledger, THEN)) == ({"a": 2}, {})
    again = ledger.append(Batch("test", (figure("a", 1, stated_on="2015"),)))
    assert (again.number, again.tallies["figure"].expunged) == (None, 1)
    assert values(ledger) == {"a": 2}
    remove(ledger, 2, "2017")
    assert ledger.append(Batch("test", (figure("a", 2, stated_on="2017"),))).number is None
    assert ledger.append(Batch("test", (figure("a", 3),))).tallies["figure"].new == 1
    assert values(ledger) == {"a": 3}


def test_what_a_killed_writer_left_of_expunged_content_goes_too(ledger: Ledger) -> None:
    told = figure("a", 1, stated_on="2015").claim_id
    staged = ledger.folder / "figure" / ".1-left.jsonl"
    half = ledger.folder / "figure" / ".1-left.parquet"
    other = ledger.folder / "figure" / ".2-at-work.jsonl"
    staged.write_text(f'{{"claim_id":"{told}"}}')
    half.write_bytes(b"PAR1")
    other.write_text("{}")
    remove(ledger, 1, "2015")
    assert (staged.exists(), half.exists(), other.exists()) == (False, False, True)


def test_only_content_that_is_held_can_be_expunged(ledger: Ledger) -> None:
    with pytest.raises(UnusableInput, match="no content of claim"):
        expunge(ledger, ["0" * 64], recorded_by="court", reason="order 1", cache=None)
    assert len(ledger.log()) == 2
    assert not list(ledger.folder.glob("figure/.*"))
