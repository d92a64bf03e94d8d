"""What a paragraph says of itself: one thing counted twice, with two numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from naap.checks.prose.found import Found
from naap.checks.prose.nouns import noun_after
from naap.checks.prose.pattern import Line
from naap.checks.prose.printing import number
from naap.checks.prose.result import Result
from naap.checks.prose.sentences import Sentence
from naap.checks.prose.vocabulary import content

__all__ = ["contradictions"]

_BREAK = re.compile(r"\n[ \t]*\n")
_LIST_WORDS = frozenset({"list", "name", "currently", "far", "now", "date", "today", "such"})
_NOT_ALL = frozenset(
    {"more", "another", "other", "others", "new", "additional", "further", "of", "were", "each",
     "some", "these", "those", "had"}
)  # fmt: skip


def contradictions(text: str, lines: Iterable[tuple[Sentence, Line]]) -> list[Result]:
    """Present counts of the same things in one paragraph that differ: "the list has 78 proscribed
    organisations ... seventy organisations are proscribed"."""
    found: list[Result] = []
    told: dict[frozenset[str], list[tuple[Fraction, str]]] = {}
    end = 0
    for sentence, line in lines:
        if _BREAK.search(text, end, sentence.start):
            told = {}
        end = sentence.end
        for place, key in _present_counts(line):
            value = line.tokens[place].value
            before = told.setdefault(key, [])
            if before and value not in [each for each, _ in before]:
                numbers = [*dict.fromkeys(number(each) for each, _ in before), number(value)]
                found.append(
                    Found(
                        "count",
                        line.said(place, place),
                        "; ".join(numbers),
                        "fails",
                        "the same paragraph gives " + ", ".join(numbers) + " for the same thing",
                        tuple(said for _, said in before),
                        flags=("conflict",),
                    ).result(sentence)
                )
            before.append((value, line.said(place, place)))
    return found


def _present_counts(line: Line) -> list[tuple[int, frozenset[str]]]:
    """Numbers of things that are, or stand on a list, now: no time and no part is told."""
    found = []
    for place, token in enumerate(line.tokens):
        if token.type != "NUM" or token.qualifier or token.unit or token.value < 2:
            continue
        before = line.tokens[place - 1].word if place else ""
        noun = noun_after(line, place)
        after = line.words(place + 1 + len(noun), place + 3 + len(noun))
        if before in _NOT_ALL or before == "the" or set(after[:1]) & _NOT_ALL:
            continue
        key = content(noun)
        if after[:1] in (["are"], ["have"]):
            key |= content([word for word in after[1:3] if word not in ("been", "now")])
        key = {word for word in key if word not in _LIST_WORDS}
        if len(key) == 2 and not any(each.when is not None for each in line.tokens):
            found.append((place, frozenset(key)))
    return found
