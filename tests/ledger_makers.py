"""Claims and views for the tests of the ledger: as little as a test has to say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from naap.engine import Engine
from naap.ledger import Claim, Ledger, Moment, make_claim
from naap.ledger.handling import LABELS
from naap.ledger.kind import kinds
from naap.ledger.snapshot import Snapshot

OPEN, CLOSED = LABELS[0], LABELS[-1]
START = datetime(2020, 1, 1, tzinfo=UTC)

# The least that a claim of each kind must say, beside its key and what varies.
LEAST: dict[str, dict[str, Any]] = {
    "figure": {"quantity": "attacks", "period": "2016", "place": "country", "unit": "attacks"},
    "rating": {"assessor": "institute", "method": "survey", "point": "p1", "period": "2016"},
    "judgement": {"judged": ["account/data/1", "account/data/2"], "reason": "same day and place"},
    "listing": {"authority": "ministry", "event": "listed", "instrument": "act"},
}
VARIES = {"figure": "value", "rating": "rating", "judgement": "answer", "listing": "organisation"}


def claim(
    kind: str,
    key: str,
    said: int | str | Decimal,
    *,
    handling: str = OPEN,
    series: str = "s",
    **more: Any,
) -> Claim:
    """A claim of a kind that says one thing under KEY."""
    fields = {
        "series": series, "record_key": key, "source": "paper", "basis": "media",
        **LEAST[kind], VARIES[kind]: said if kind == "figure" else str(said),
    }  # fmt: skip
    if kind == "judgement":
        fields["question"] = "same event?"
    return make_claim(kind, handling=handling, **fields | more)


def figure(key: str, value: int | str | Decimal, **more: Any) -> Claim:
    return claim("figure", key, value, **more)


def hour(number: int) -> datetime:
    """The recording time of the tests' n-th commit."""
    return START + timedelta(hours=number)


def held(
    ledger: Ledger,
    moment: Moment | None = None,
    clearance: str = CLOSED,
    cache_folder: Path | None = None,
) -> dict[str, str]:
    """Key and claim id of everything that a reader sees, of the kinds above."""
    snapshot = Snapshot.of(ledger, moment or Moment(), clearance)
    if cache_folder is None:
        rows = _engine().rows(_keys_sql({name: snapshot.sql(kinds()[name]) for name in LEAST}))
    else:
        with Engine(threads=1) as engine:
            snapshot.register(engine, cache_folder)
            rows = engine.rows(_keys_sql({name: f"FROM {name}" for name in LEAST}))
    assert len(rows) == len({row["key"] for row in rows}), "a key stands twice"
    return {row["key"]: row["claim_id"] for row in rows}


def values(ledger: Ledger, moment: Moment | None = None, clearance: str = CLOSED) -> dict[str, int]:
    """Record key and value of every figure that a reader sees."""
    sql = Snapshot.of(ledger, moment or Moment(), clearance).sql(kinds()["figure"])
    rows = _engine().rows(f"SELECT record_key, value FROM ({sql})")
    assert len(rows) == len({row["record_key"] for row in rows}), "a key stands twice"
    return {row["record_key"]: int(row["value"]) for row in rows}


def _keys_sql(tables: dict[str, str]) -> str:
    return " UNION ALL ".join(
        f"SELECT concat('{name}/', series, '/', record_key) AS key, claim_id FROM ({sql})"
        for name, sql in tables.items()
    )


@cache
def _engine() -> Engine:
    """One for all: making an engine takes longer than most questions here."""
    return Engine(threads=1)
