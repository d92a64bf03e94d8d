"""Patterns over the tokens of a sentence: the language that the grammar of claims is written in.

A pattern is a row of elements with blanks between them:

=============== ===========================================================================
``NUM|PCT``     a token of one of these types (see `naap.checks.prose.tokens`)
``old=NUM``     the same, kept under a name
``fell|fallen`` one of these words
``@down``       a word of the class of this name (see `naap.checks.prose.words`)
``x=@any``      any word, kept under a name
``, ; : ( ) --`` a mark; ``--`` is a dash
``...``         up to six words, and nothing else
``~``           up to fourteen words, times, commas, brackets and dashes, but no number
``[ x y ]``     x y, or nothing
=============== ===========================================================================

They are compiled once to regular expressions over a coded sentence, in which each token is
``TYPE:word`` and a blank: a finite automaton and no recursion, so that the time grows with the
length of a sentence only.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from naap.checks.prose.tokens import Token
from naap.checks.prose.words import CLASSES

__all__ = ["Line", "Match", "pattern"]

_MARKS = {",": "comma", ";": "semi", ":": "colon", "(": "open", ")": "close", "--": "dash"}
_CODES = {**_MARKS, "/": "stroke", "=": "equals", "+": "plus", "−": "dash"}
_TYPES = ("NUM", "PCT", "PTS", "MULT", "FRAC", "RATIO", "ORD", "ADJ", "WHEN")


@dataclass(frozen=True, eq=False)
class Line:
    """A sentence and its tokens; two lines are equal only if they are the same one."""

    text: str
    tokens: tuple[Token, ...]

    @cached_property
    def _coded(self) -> tuple[str, list[int]]:
        parts, starts, position = [], [], 0
        for token in self.tokens:
            part = f"{token.type}:{_CODES.get(token.word, token.word).replace(' ', '_')} "
            starts.append(position)
            parts.append(part)
            position += len(part)
        return "".join(parts), starts

    @cached_property
    def _holds(self) -> frozenset[str]:
        """The types and the words of the tokens: what patterns need is looked up here first."""
        return frozenset(token.type for token in self.tokens) | frozenset(
            token.word for token in self.tokens if token.type == "W"
        )

    def matches(self, wanted: str) -> Iterator[Match]:
        """Every place where the pattern fits, also where two of them overlap."""
        coded, starts = self._coded
        form, needs = pattern(wanted)
        for needed in needs:
            if needed.isdisjoint(self._holds):
                return
        position = 0
        while found := form.search(coded, position):
            named = {name: bisect_right(starts, found.start(name)) - 1
                     for name in form.groupindex if found.group(name) is not None}  # fmt: skip
            first = bisect_right(starts, found.start()) - 1
            last = bisect_right(starts, max(found.start(), found.end() - 1)) - 1
            yield Match(first, last, named)
            if first + 1 >= len(starts):
                return
            position = starts[first + 1]

    def said(self, first: int, last: int) -> str:
        """The words of the text from one token to another."""
        return self.text[self.tokens[first].start : self.tokens[last].end]

    def words(self, first: int = 0, last: int | None = None) -> list[str]:
        """The plain words among the tokens from one to another, both included."""
        stop = len(self.tokens) if last is None else last + 1
        return [token.word for token in self.tokens[max(0, first) : stop] if token.type == "W"]

    def has(self, wanted: str) -> bool:
        return next(self.matches(wanted), None) is not None


@dataclass(frozen=True)
class Match:
    """Where a pattern fits: its first and last token, and the places of its named ones."""

    first: int
    last: int
    named: Mapping[str, int]


@cache
def pattern(wanted: str) -> tuple[re.Pattern[str], tuple[frozenset[str], ...]]:
    """The regular expression over coded sentences that a pattern stands for; and what a sentence
    must hold for it to fit at all, one of each group: most sentences are told so at once."""
    form = re.compile(r"(?:(?<=\s)|^)" + "".join(_element(each) for each in wanted.split()))
    needs, depth = [], 0
    for each in wanted.split():
        depth += (each == "[") - (each == "]")
        words = each.rpartition("=")[2]
        if depth or not re.fullmatch(r"@?[A-Za-z|@-]+", words) or words in ("--", "@any"):
            continue
        needs.append(frozenset(words.split("|") if words.split("|")[0] in _TYPES
                               else _listed(words)))  # fmt: skip
    return form, tuple(needs)


def _element(element: str) -> str:
    if element == "[":
        return "(?:"
    if element == "]":
        return ")?"
    if element == "...":
        return r"(?:W:\S+ ){0,6}?"
    if element == "~":
        return r"(?:(?:W|WHEN|ORD|ADJ|P):(?!semi\b)\S+ ){0,14}?"
    if element in _MARKS:
        return f"P:{_MARKS[element]} "
    name, _, wanted = element.rpartition("=")
    if wanted == "@any":
        return rf"(?P<{name}>W:\S+ )"
    if wanted.split("|")[0] in _TYPES:
        code = rf"(?:{wanted}):\S+ "
    else:
        words = _listed(wanted)
        code = f"W:(?:{_alternatives(words)}) "
    return f"(?P<{name}>{code})" if name else code


def _listed(wanted: str) -> set[str]:
    """The words that one element allows, those of classes written out."""
    words: set[str] = set()
    for word in wanted.split("|"):
        words |= CLASSES[word[1:]] if word.startswith("@") else {word}
    return words


def _alternatives(words: set[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
