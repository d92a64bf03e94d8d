"""An office says that a name is not that of a registered body: a judgement claim in the ledger.

The name itself is not written there, only its digest: it may be that of a lawful body, which has
no place in a public ledger. It is known again when it is screened again, also in other case.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from naap.engine import Engine
from naap.ledger import Claim, make_claim
from naap.ledger.disk import reading
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.organisations.names import parse
from naap.organisations.register import Register
from naap.problems import UnusableInput

__all__ = ["Decided", "decisions_of", "match_id", "not_a_match"]

QUESTION = "Is this name, given by its digest, a name of the organisation?"
_ANSWER = "not a match"
_PREFIX = "match/"
_MATCH = re.compile(r"(.+)/[0-9a-f]{16}")


@dataclass(frozen=True)
class Decided:
    """Who decided, when and why."""

    by: str
    on: str
    reason: str

    def __str__(self) -> str:
        return f"{_ANSWER}, {self.by} on {self.on}: {self.reason}"


def match_id(org_id: str, name: str) -> str:
    """The id of a name beside an organisation; one for all ways of writing it in case and marks."""
    return f"{org_id}/{hashlib.sha256(parse(name).text.encode()).hexdigest()[:16]}"


def not_a_match(
    register: Register, match: str, by: str, reason: str, on: date, handling: str
) -> Claim:
    """The judgement of an office; it refers to every claim about the organisation."""
    found = _MATCH.fullmatch(match)
    org_id = found[1] if found else None
    if org_id is None or org_id not in register.bodies:
        raise UnusableInput.one(
            "ROW", found=repr(match), expected="the cell 'match' of a row that was screened",
            mend="Copy it from the output of: naap org screen",
        )  # fmt: skip
    every = (register.names_of, register.listings_of, register.relations_of)
    return make_claim(
        "judgement",
        handling=handling,
        series=by,
        record_key=f"{_PREFIX}{match}",
        source=by,
        publisher=by,
        basis="own judgement",
        stated_on=on.isoformat(),
        question=QUESTION,
        judged=sorted({each.key for claims in every for each in claims.get(org_id, ())}),
        answer=_ANSWER,
        reason=reason,
    )


def decisions_of(snapshot: Snapshot) -> Mapping[str, Decided]:
    """The decisions that hold, by the id of the match; the newest of several."""
    judgements = snapshot.sql(kind_named("judgement"))
    with reading(snapshot.ledger.folder), Engine() as engine:
        rows = engine.rows(
            f"SELECT record_key, publisher, reason, stated_on FROM ({judgements}) "
            "WHERE question = $question ORDER BY recorded_at, series, record_key",
            question=QUESTION,
        )
    return {
        row["record_key"].removeprefix(_PREFIX): Decided(
            row["publisher"], row["stated_on"], row["reason"]
        )
        for row in rows
    }
