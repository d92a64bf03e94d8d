"""Find the claims of a text and judge each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from naap.checks.prose.change import changes
from naap.checks.prose.duration import durations
from naap.checks.prose.evidence import Evidence
from naap.checks.prose.found import Found
from naap.checks.prose.parts import parts_of
from naap.checks.prose.pattern import Line
from naap.checks.prose.rate import rates
from naap.checks.prose.result import Result
from naap.checks.prose.sentences import sentences
from naap.checks.prose.share import shares
from naap.checks.prose.tokens import tokens_of

__all__ = ["check_text"]

_CANDIDATE = re.compile(
    r"\d|halv|doubl|tripl|trebl|third|quarter|half|all|no\b|every|lowest|highest|continued|dozen"
    r"|hundred|thousand|million|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b|teen\b|ty\b",
    re.IGNORECASE,
)
"""Without one of these a sentence holds no claim of any form, and is not read further."""


def check_text(text: str, evidence: Evidence | None = None) -> list[Result]:
    """Every claim of the text that was understood, in the order of the text.

    Without ``evidence`` only numbers that the text itself gives are held against each other.
    """
    found: list[Result] = []
    for sentence in sentences(text):
        if not _CANDIDATE.search(sentence.text):
            continue
        line = Line(sentence.text, tuple(tokens_of(sentence.text)))
        found += [claim.result(sentence) for claim in _claims(line, evidence)]
    return found


def _claims(line: Line, evidence: Evidence | None) -> Iterator[Found]:
    used: frozenset[int] = frozenset()
    for form in (rates, changes, shares, durations, parts_of):
        for found in form(line, used):
            used |= found.used
            yield found
