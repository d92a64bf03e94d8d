"""Counts that only a list could show, and that no list is given for: "based on ten interviews"."""

from __future__ import annotations

from collections.abc import Iterator

from naap.checks.prose.found import Found
from naap.checks.prose.nouns import noun_after
from naap.checks.prose.pattern import Line

__all__ = ["unlisted"]

_LISTED = frozenset({"interview", "interviewee", "respondent", "informant", "questionnaire"})


def unlisted(line: Line, used: frozenset[int]) -> Iterator[Found]:
    """A number of interviews or of people asked: the text would have to name them."""
    for place, token in enumerate(line.tokens):
        if token.type != "NUM" or place in used:
            continue
        noun = set(noun_after(line, place)) & _LISTED
        if noun:
            said = line.said(place, place)
            yield Found("count", said, "", "cannot tell",
                        f"missing: the list of the {noun.pop()}s",
                        used=frozenset({place}))  # fmt: skip
