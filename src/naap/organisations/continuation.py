"""An office judges a proposal: whether a body goes on as another one. A judgement claim, for
internal use until the office publishes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from naap.engine import Engine
from naap.ledger import Claim, make_claim
from naap.ledger.disk import reading
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.organisations.proposals import Proposal

__all__ = ["ANSWERS", "INTERNAL", "PUBLIC", "Judged", "judged_in", "judgement_of"]

QUESTION = "Is the first organisation likely to be a continuation of the second?"
ANSWERS = ("likely continuation", "not a continuation", "cannot be said")
INTERNAL, PUBLIC = "TLP:AMBER", "TLP:CLEAR"
_PREFIX = "continuation/"


@dataclass(frozen=True)
class Judged:
    """What an office decided about a proposal, on which claims, and whether it published it."""

    by: str
    on: str
    answer: str
    reason: str
    rests_on: frozenset[str]
    published: bool

    def __str__(self) -> str:
        return f"{self.answer}, {self.by} on {self.on}: {self.reason}"

    def unseen(self, proposal: Proposal) -> list[str]:
        """Keys of evidence that came after the decision."""
        keys = {each.claim.key for each in proposal.evidence}
        return sorted(keys - self.rests_on)


def judgement_of(
    proposal: Proposal, answer: str, office: str, reason: str, on: date, publish: bool
) -> Claim:
    """The judgement of an office; it refers to every claim that the proposal rests on."""
    return make_claim(
        "judgement",
        handling=PUBLIC if publish else INTERNAL,
        series=office,
        record_key=f"{_PREFIX}{proposal.proposal_id}",
        source=office,
        publisher=office,
        basis="own judgement",
        stated_on=on.isoformat(),
        question=QUESTION,
        judged=sorted({each.claim.key for each in proposal.evidence}),
        answer=answer,
        reason=reason,
    )


def judged_in(snapshot: Snapshot) -> Mapping[str, tuple[Judged, ...]]:
    """The decisions that hold and may be read, by the id of the proposal; each office's own."""
    judgements = snapshot.sql(kind_named("judgement"))
    with reading(snapshot.ledger.folder), Engine() as engine:
        rows = engine.rows(
            "SELECT record_key, publisher, answer, reason, stated_on, judged, handling "
            f"FROM ({judgements}) WHERE question = $question ORDER BY recorded_at, series",
            question=QUESTION,
        )
    found: dict[str, tuple[Judged, ...]] = {}
    for row in rows:
        made = Judged(
            row["publisher"], row["stated_on"], row["answer"], row["reason"],
            frozenset(row["judged"]), row["handling"] == PUBLIC,
        )  # fmt: skip
        key = row["record_key"].removeprefix(_PREFIX)
        found[key] = (*found.get(key, ()), made)
    return found
