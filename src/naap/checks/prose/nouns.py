"""What a number counts: the words around it."""

from __future__ import annotations

from functools import lru_cache

from naap.checks.prose.pattern import Line
from naap.checks.prose.words import DOWN, EVENTS, NOUN_ENDS, PEOPLE, UP, stem

__all__ = ["counted", "noun_after", "same_noun"]

_MOST_WORDS = 5
_FILLER = frozenset(
    {"such", "more", "another", "further", "additional", "other", "new", "different", "separate",
     "fresh", "some", "total"}
)  # fmt: skip


@lru_cache(maxsize=256)
def noun_after(line: Line, index: int) -> tuple[str, ...]:
    """The words right after a number, up to a preposition, a verb or a mark, in the singular."""
    found: list[str] = []
    for token in line.tokens[index + 1 : index + 2 + _MOST_WORDS]:
        if token.type != "W" or token.word in NOUN_ENDS or token.word in DOWN | UP:
            break
        found.append(stem(token.word))
    return tuple(word for word in found[:_MOST_WORDS] if word not in _FILLER)


def counted(line: Line, index: int) -> tuple[str, ...]:
    """The noun after a number, else the words before it: "killed 852", "civilians (55)"."""
    after = noun_after(line, index)
    if after:
        return after
    found: list[str] = []
    for token in reversed(line.tokens[max(0, index - 4) : index]):
        if token.type == "P" and token.word in ("(", ":") and not found:
            continue
        if token.type != "W" or (token.word in NOUN_ENDS and found):
            break
        if token.word not in NOUN_ENDS:
            found.append(stem(token.word))
    return tuple(reversed(found))


def same_noun(line: Line, one: int, other: int) -> bool:
    """Whether two numbers can count the same: one has no noun of its own, they share a word,
    or both are of people, or both of events."""
    first, second = noun_after(line, one), noun_after(line, other)
    money = {line.tokens[one].unit, line.tokens[other].unit}
    if len(money) > 1 and first and second:
        return False
    if not first or not second or set(first) & set(second):
        return True
    return any(kind & set(first) and kind & set(second) for kind in (PEOPLE, EVENTS))
