"""What the sender of a return gets: what came, when, and hashes that prove it later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from naap.ledger.claim import canonical
from naap.returns.store import Cell, Filing, Question
from naap.returns.words import Message

__all__ = ["Submission", "receipt_of"]


@dataclass(frozen=True)
class Submission:
    """What became of a file.

    ``filing`` is None where nothing was stored: a dry run, or ``messages`` that say what to mend.
    ``repeated``: the same file had come before, and nothing was done. ``receipt`` is empty
    without a filing.
    """

    body: str
    month: str
    file: str
    rows: int
    filled: int
    reasons: int
    messages: tuple[Message, ...]
    more_messages: int
    questions: tuple[Question, ...]
    filing: Filing | None
    repeated: bool
    receipt: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {
            "body": self.body,
            "period": self.month,
            "file_sha256": self.file,
            "rows": self.rows,
            "filled": self.filled,
            "reasons": self.reasons,
            "messages": [each.as_json() for each in self.messages],
            "more_messages": self.more_messages,
            "questions": [
                {"cell": each.address, "code": each.code, "rule": each.rule,
                 "en": each.en, "ur": each.ur}
                for each in self.questions
            ],
            "return": self.filing.id if self.filing else None,
            "state": self.filing.state if self.filing else None,
            "repeated": self.repeated,
            "receipt": self.receipt,
        }  # fmt: skip


def receipt_of(filing: Filing, cells: Iterable[Cell], received_at: datetime) -> dict[str, Any]:
    """The receipt of a filing. ``content`` is a hash of the answers alone, so that two files with
    equal answers agree in it; ``receipt`` seals all the rest."""
    answers = [[each.code, each.value, each.reason, each.explanation] for each in cells]
    told: dict[str, Any] = {
        "return": filing.id,
        "body": filing.body,
        "period": filing.month,
        "received_at": received_at.isoformat(),
        "file_sha256": filing.file,
        "content": hashlib.sha256(canonical(answers)).hexdigest(),
    }
    return {**told, "receipt": hashlib.sha256(canonical(told)).hexdigest()}
