"""An office says whether two accounts tell of one event: a judgement claim on their keys.

It refers to the keys and not to what the accounts say, so it outlives the next release; it
outranks the model.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Literal

from naap.engine import Engine
from naap.ledger import Claim, make_claim
from naap.ledger.disk import reading
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot

__all__ = ["Answer", "Judged", "judge", "judgements_of"]

QUESTION = "Do these two accounts tell of one event?"
Answer = Literal["one event", "two events"]
_PREFIX = "same-event/"


@dataclass(frozen=True)
class Judged:
    """Two keys (``account/SERIES/RECORD_KEY``, in their order), who answered what, when, why."""

    one: str
    other: str
    answer: Answer
    by: str
    on: str
    reason: str

    def __str__(self) -> str:
        return f"{self.answer}, {self.by} on {self.on}: {self.reason}"


def judge(
    one: str, other: str, answer: Answer, by: str, reason: str, on: date, handling: str
) -> Claim:
    """The judgement of an office about two accounts, given by their keys."""
    keys = sorted((one, other))
    mark = hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]
    return make_claim(
        "judgement",
        handling=handling,
        series=by,
        record_key=f"{_PREFIX}{mark}",
        source=by,
        publisher=by,
        basis="own judgement",
        stated_on=on.isoformat(),
        question=QUESTION,
        judged=keys,
        answer=answer,
        reason=reason,
    )


def judgements_of(snapshot: Snapshot) -> list[Judged]:
    """The judgements that hold; of several on the same two accounts the newest."""
    told = snapshot.sql(kind_named("judgement"))
    with reading(snapshot.ledger.folder), Engine() as engine:
        rows = engine.rows(
            f"SELECT judged, answer, publisher, stated_on, reason FROM ({told}) "
            "WHERE question = $question ORDER BY recorded_at, series, record_key",
            question=QUESTION,
        )
    found = {}
    for row in rows:
        one, other = sorted(row["judged"])
        found[one, other] = Judged(
            one, other, row["answer"], row["publisher"], row["stated_on"], row["reason"]
        )
    return list(found.values())
