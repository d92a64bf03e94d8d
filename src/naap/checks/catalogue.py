"""The catalogue of words: what each check tests, what findings say, how to mend them; en and ur."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from naap.pack.rules import Severity
from naap.yml import read_yml

__all__ = ["catalogue", "usual_severity"]


@cache
def catalogue() -> dict[str, Any]:
    """``words.yml``: checks, verdicts, flags, severities."""
    read: dict[str, Any] = read_yml(Path(__file__).parent / "words.yml")
    return read


def usual_severity(check: str, case: str) -> Severity:
    """How much a finding matters where its rule does not say."""
    about = catalogue()["checks"][check]
    severity: Severity = about["says"][case].get("severity", about["severity"])
    return severity
