"""What a check of one claim in a text says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["FLAGS", "FORMS", "VERDICTS", "Result", "Verdict"]

Verdict = Literal["holds", "holds loosely", "fails", "ambiguous", "cannot tell"]

VERDICTS: tuple[Verdict, ...] = ("holds", "holds loosely", "fails", "ambiguous", "cannot tell")
FORMS = (
    "count", "sum", "parts", "change", "fraction", "multiple", "share", "rate", "average",
    "ranking", "trend", "duration", "date", "universal", "bound", "comparison",
)  # fmt: skip
"""How a claim is worded; each is a chapter of the grammar."""
FLAGS = (
    "wrong word", "denominator", "scope", "conflict", "stale", "unit", "series break", "outlier",
    "number format", "wrong year", "missing view", "incomplete",
)  # fmt: skip
"""What is to be said beside a verdict: a right number can carry the wrong word."""


@dataclass(frozen=True)
class Result:
    """One claim of a text, with what was stated, what was computed, and from what.

    ``start`` and ``end`` are character offsets in the text that was given:
    ``text[start:end] == sentence``. ``claims`` are ids of the ledger's claims that were used.
    ``inputs`` are the numbers that entered, in the words of the text or of the ledger.
    """

    sentence: str
    start: int
    end: int
    form: str
    stated: str
    computed: str
    verdict: Verdict
    inputs: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    why: str = ""

    def to_json(self) -> dict[str, str | int | list[str]]:
        """The keys in the order that the guide promises."""
        return {
            "sentence": self.sentence,
            "start": self.start,
            "end": self.end,
            "form": self.form,
            "stated": self.stated,
            "computed": self.computed,
            "verdict": self.verdict,
            "inputs": list(self.inputs),
            "claims": list(self.claims),
            "flags": list(self.flags),
            "why": self.why,
        }
