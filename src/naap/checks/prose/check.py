"""Find the claims of a text and judge each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from naap.checks.prose.average import averages
from naap.checks.prose.beside import beside, missing_view
from naap.checks.prose.change import changes
from naap.checks.prose.comparison import comparisons
from naap.checks.prose.count import counts
from naap.checks.prose.duration import durations
from naap.checks.prose.evidence import Evidence
from naap.checks.prose.facts import facts_of
from naap.checks.prose.found import Found
from naap.checks.prose.paragraph import contradictions
from naap.checks.prose.parts import bounds, parts_of
from naap.checks.prose.pattern import Line
from naap.checks.prose.ranking import listed_trends, rankings
from naap.checks.prose.rate import rates
from naap.checks.prose.rest import rest
from naap.checks.prose.result import Result
from naap.checks.prose.sentences import Sentence, sentences
from naap.checks.prose.share import shares
from naap.checks.prose.tokens import Token, tokens_of
from naap.checks.prose.universal import universals
from naap.checks.prose.unlisted import unlisted
from naap.checks.prose.untold import untold

__all__ = ["check_text"]

_CANDIDATE = re.compile(
    r"\d|\b(?:"
    r"halv\w+|doubl\w+|tripl\w+|trebl\w+|quadrupl\w+|thirds?|quarters?|half|fifth|fourth|tenth|twice"
    r"|thrice|\w+fold|every|each|year by year|low|lowest|fewest|highest|deadliest|worst|bloodiest"
    r"|no|none|all|zero|most|largest|record|continued|continuously|steadily|consistently|consecutive|successive"
    r"|through to|points?|led to|prompted|resulted|triggered|launched|preceded|followed|paved"
    r"|dozen|hundred|thousand|lakh|million|crore"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)\b",
    re.IGNORECASE,
)
"""Without one of these a sentence holds no claim of any form, and is not read further."""


_WITHOUT_NUMBER = re.compile(r"\b(?:no|none|zero|all|every|each|decade)\b", re.IGNORECASE)
"""Words that make a claim without a number beside them."""
_LEANS = re.compile(
    r"(?:(?:Of|Among|Amongst)\s+(?:them|these|those|whom|the\s+(?:dead|killed|total|victims))\b"
    r"|(?:This|That|It|Which|These|They|Those|The\s+(?:drop|fall|rise|decline|increase|dead|victims))\b)"
)
"""How a sentence begins that is told of numbers of the one before."""
_BREAK = re.compile(r"\n[ \t]*\n")
_BACK = 2
"""So many sentences before can be leant on."""
_MOST_NUMBERS = 60
"""A stretch with more numbers than these is a table and no sentence."""
_FORMS = (
    averages, rates, universals, listed_trends, changes, shares, durations, rankings, comparisons,
    parts_of, bounds,
)  # fmt: skip
"""In order: a number that one form has read is not read by the next."""


def check_text(text: str, evidence: Evidence | None = None) -> list[Result]:
    """Every claim of the text that was understood, in the order of the text.

    Without ``evidence`` only numbers that the text itself gives are held against each other.
    """
    read: dict[str, tuple[Line, list[Found]]] = {}
    lines: list[tuple[Sentence, Line]] = []
    found: list[Result] = []
    before: list[Sentence] = []
    for sentence in sentences(text):
        if before and _BREAK.search(text, before[-1].end, sentence.start):
            before = []
        before = [*before[-_BACK:], sentence]
        if not _CANDIDATE.search(sentence.text):
            continue
        if sentence.text not in read:  # running heads and boilerplate are read once
            line = Line(sentence.text, tuple(tokens_of(sentence.text)))
            read[sentence.text] = line, _claims(line, evidence)
        line, claims = read[sentence.text]
        lines.append((sentence, line))
        joined = _joined(text, before, claims, evidence)
        found += joined or [claim.result(sentence) for claim in claims]
    found += contradictions(text, lines)
    return sorted(found, key=lambda result: result.start)


def _joined(
    text: str, before: list[Sentence], claims: list[Found], evidence: Evidence | None
) -> list[Result]:
    """A sentence that leans on the one or two before it ("Of them, 630 were civilians", "This is a
    decline of 48 percent"), read together with them; nothing where that decides no more."""
    if len(before) < 2 or not _LEANS.match(before[-1].text):
        return []
    if any(claim.verdict != "cannot tell" for claim in claims):
        return []
    for many in range(2, len(before) + 1):
        first = before[-many]
        whole = Sentence(text[first.start : before[-1].end], first.start)
        line = Line(whole.text, tuple(_tokens_of_all(before[-many:])))
        edge = before[-1].start - first.start
        decided = [
            claim for claim in _claims(line, None)
            if claim.verdict != "cannot tell"
            and min(line.tokens[place].start for place in claim.used) < edge
            and max(line.tokens[place].end for place in claim.used) > edge
        ]  # fmt: skip
        if decided:
            return [claim.result(whole) for claim in decided]
    return []


def _tokens_of_all(parts: list[Sentence]) -> Iterator[Token]:
    """The tokens of sentences in a row, parted by semicolons."""
    for part in parts:
        offset = part.start - parts[0].start
        if offset:
            yield Token("P", offset - 1, offset, ";")
        for token in tokens_of(part.text):
            yield replace(token, start=token.start + offset, end=token.end + offset)


def _claims(line: Line, evidence: Evidence | None) -> list[Found]:
    """From the numbers of the text itself first; what these leave open, from the evidence."""
    used: frozenset[int] = frozenset()
    claims: list[Found] = []

    def take(found: Iterable[Found]) -> None:
        nonlocal used
        for each in found:
            used |= each.used
            claims.append(each)

    numbers = sum(token.type not in ("W", "P", "WHEN", "ORD", "ADJ") for token in line.tokens)
    if numbers > _MOST_NUMBERS:
        return []
    if numbers or _WITHOUT_NUMBER.search(line.text):
        for form in _FORMS:
            take(form(line, used, evidence))
    else:
        take(rankings(line, used, evidence))
    claims = missing_view(line, claims)
    take(rest(line, used, evidence))
    take(unlisted(line, used))
    take(untold(line, used, evidence))
    if evidence is not None:
        claims = [beside(line, each, evidence) for each in claims]
        take(facts_of(line, used, evidence.facts))
        take(counts(line, used, evidence))
    return claims
