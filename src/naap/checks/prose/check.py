"""Find the claims of a text and judge each."""

from __future__ import annotations

from naap.checks.prose.evidence import Evidence
from naap.checks.prose.result import Result

__all__ = ["check_text"]


def check_text(text: str, evidence: Evidence | None = None) -> list[Result]:
    """Every claim of the text that was understood, in the order of the text.

    Without ``evidence`` only numbers that the text itself gives are held against each other.
    """
    return []
