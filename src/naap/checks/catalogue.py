"""The catalogue of words: what each check tests, what findings say, how to mend them; en and ur."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from naap.pack.rules import Severity

__all__ = ["catalogue", "usual_severity"]


@cache
def catalogue() -> dict[str, Any]:
    """``words.yml``: checks, verdicts, flags, severities."""
    text = (Path(__file__).parent / "words.yml").read_text(encoding="utf-8")
    # The parser in C reads the same ten times faster, where PyYAML was built with it.
    read: dict[str, Any] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return read


def usual_severity(check: str, case: str) -> Severity:
    """How much a finding matters where its rule does not say."""
    about = catalogue()["checks"][check]
    severity: Severity = about["says"][case].get("severity", about["severity"])
    return severity
