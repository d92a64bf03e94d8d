"""Find the claims of a text and judge each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from naap.checks.prose.beside import beside, missing_view
from naap.checks.prose.change import changes
from naap.checks.prose.count import counts
from naap.checks.prose.duration import durations
from naap.checks.prose.evidence import Evidence
from naap.checks.prose.facts import facts_of
from naap.checks.prose.found import Found
from naap.checks.prose.paragraph import contradictions
from naap.checks.prose.parts import parts_of
from naap.checks.prose.pattern import Line
from naap.checks.prose.ranking import rankings
from naap.checks.prose.rate import rates
from naap.checks.prose.rest import rest
from naap.checks.prose.result import Result
from naap.checks.prose.sentences import sentences
from naap.checks.prose.share import shares
from naap.checks.prose.tokens import tokens_of
from naap.checks.prose.unlisted import unlisted
from naap.checks.prose.untold import untold

__all__ = ["check_text"]

_CANDIDATE = re.compile(
    r"\d|halv|doubl|tripl|trebl|third|quarter|half|all|no\b|every|lowest|highest|continued|dozen"
    r"|hundred|thousand|million|points?\b|led\s+to|prompted|resulted|triggered|launched|preceded"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b|teen\b|ty\b",
    re.IGNORECASE,
)
"""Without one of these a sentence holds no claim of any form, and is not read further."""


_FORMS = (rates, changes, shares, durations, rankings, parts_of)
"""In order: a number that one form has read is not read by the next."""


def check_text(text: str, evidence: Evidence | None = None) -> list[Result]:
    """Every claim of the text that was understood, in the order of the text.

    Without ``evidence`` only numbers that the text itself gives are held against each other.
    """
    lines = [
        (sentence, Line(sentence.text, tuple(tokens_of(sentence.text))))
        for sentence in sentences(text)
        if _CANDIDATE.search(sentence.text)
    ]
    found = [
        claim.result(sentence) for sentence, line in lines for claim in _claims(line, evidence)
    ]
    found += contradictions(text, lines)
    return sorted(found, key=lambda result: result.start)


def _claims(line: Line, evidence: Evidence | None) -> list[Found]:
    """From the numbers of the text itself first; what these leave open, from the evidence."""
    used: frozenset[int] = frozenset()
    claims: list[Found] = []

    def take(found: Iterable[Found]) -> None:
        nonlocal used
        for each in found:
            used |= each.used
            claims.append(each)

    for form in _FORMS:
        take(form(line, used, evidence))
    claims = missing_view(line, claims)
    take(rest(line, used, evidence))
    take(unlisted(line, used))
    take(untold(line, used, evidence))
    if evidence is not None:
        claims = [beside(line, each, evidence) for each in claims]
        take(facts_of(line, used, evidence.facts))
        take(counts(line, used, evidence))
    return claims
