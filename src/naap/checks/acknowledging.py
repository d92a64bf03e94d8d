"""An office says why a finding stands: a judgement claim in the ledger, which names the claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from naap.checks.outcome import Acknowledged, Outcome
from naap.engine import Engine
from naap.ledger import Claim, make_claim

__all__ = ["acknowledgement", "acknowledgements", "with_acknowledgement"]

QUESTION = "Does this finding of a check stand, and why?"


def acknowledgement(found: Outcome, by: str, reason: str, on: date | None = None) -> Claim:
    """The judgement of an office on a finding.

    It counts for the numbers that the finding had: with other numbers it has to be given again.
    """
    return make_claim(
        "judgement",
        handling=found.handling,
        series=by,
        record_key=f"check/{found.id}",
        source=by,
        publisher=by,
        basis="own judgement",
        stated_on=None if on is None else on.isoformat(),
        question=QUESTION,
        judged=list(found.keys),
        answer=found.measured,
        reason=reason,
    )


def acknowledgements(engine: Engine) -> Mapping[tuple[str, str], Acknowledged]:
    """Acknowledgements that hold, by the finding and by what it said; the newest of several."""
    rows = engine.rows(
        "SELECT record_key, answer, publisher, reason, recorded_at FROM judgement "
        "WHERE question = $question ORDER BY recorded_at, record_key",
        question=QUESTION,
    )
    return {
        (row["record_key"].removeprefix("check/"), row["answer"]): Acknowledged(
            row["publisher"], row["reason"], row["recorded_at"].strftime("%Y-%m-%d")
        )
        for row in rows
    }


def with_acknowledgement(found: Outcome, known: Mapping[tuple[str, str], Acknowledged]) -> Outcome:
    """The outcome, with the acknowledgement that was given for it."""
    given = known.get((found.id, found.measured))
    return replace(found, acknowledged=given) if given is not None else found
