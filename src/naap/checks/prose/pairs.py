"""The two numbers that a change is told between: what was before, and what is now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from naap.checks.prose.dates import EARLIER
from naap.checks.prose.nouns import same_noun
from naap.checks.prose.pattern import Line

__all__ = ["Pair", "pairs"]


@dataclass(frozen=True)
class Pair:
    """Places of the old and the new number among the tokens of a line."""

    old: int
    new: int
    weight: int
    """How plainly the words say it; 0 is plainest."""

    @property
    def first(self) -> int:
        return min(self.old, self.new)

    @property
    def last(self) -> int:
        return max(self.old, self.new)


_V = "NUM|PCT"
PAIRS: tuple[tuple[str, int], ...] = (
    (f"from ... old={_V} ~ to ... new={_V}", 0),
    (f"to ... new={_V} ~ from ... old={_V}", 0),
    (f"against|versus|vs ... old={_V} ~ , ~ new={_V}", 1),
    (f"compared ~ old={_V} ~ , ~ new={_V}", 1),
    (f"than|vs|versus|against|compared|from|over ... old={_V}", 2),
    (f"from|with|to|than|against WHEN , when|with|which ... old={_V}", 2),
    (f"more|fewer|less|higher|lower ~ new={_V} ~ than ~ old={_V}", 1),
    ("MULT as many|much|high ~ new=NUM ~ as ~ old=NUM", 1),
    ("MULT ... old=NUM", 2),
)
"""``from 1,206 in 2014 to 625``; ``to 625 from 1,206``; ``against 20 in January, 55``; and, with
the new number somewhere before it, ``625, down from 1,206``, ``than the 257``."""


def pairs(line: Line) -> Iterator[Pair]:
    """Every pair that the words of the line name, the plainest wording first."""
    seen: set[tuple[int, int]] = set()
    for wanted, weight in PAIRS:
        for match in line.matches(wanted):
            old = match.named["old"]
            new = match.named.get("new")
            if new is None:
                new = _before(line, match.first, old)
            if new is None or line.tokens[old].type != line.tokens[new].type:
                continue
            if weight == 2 and (new, old) in seen:
                continue  # "from 1,206 to 625" was read already
            if (old, new) not in seen and line.tokens[old].value >= 0:
                seen.add((old, new))
                seen.add((new, old))
                yield Pair(old, new, weight)
    for pair in _dated(line):
        if (pair.old, pair.new) not in seen:
            yield pair


def _before(line: Line, stop: int, old: int) -> int | None:
    """The last number before that can count the same as the old one."""
    for index in range(stop - 1, -1, -1):
        token = line.tokens[index]
        if token.type == line.tokens[old].type and token.type in ("NUM", "PCT"):
            if same_noun(line, index, old) and not _is_size(line, index):
                return index
        elif token.type == "P" and token.word == ";":
            return None
    return None


def _is_size(line: Line, index: int) -> bool:
    """Whether a number is itself the change: "48 percent from 12", "325 more than the 852"."""
    after = line.tokens[index + 1].word
    if line.tokens[index].type == "PCT":
        return after in ("from", "than")
    return after in ("more", "fewer", "less", "higher", "lower")


def _dated(line: Line) -> Iterator[Pair]:
    """Two numbers with a time each: "1,206 in 2014 and 625 in 2015"; the earlier one is old."""
    dated: dict[int, int] = {}
    for wanted in ("n=NUM|PCT ... [ ( ] w=WHEN", "w=WHEN ~ n=NUM|PCT"):
        for match in line.matches(wanted):
            number, time = match.named["n"], match.named["w"]
            if number not in dated and time not in dated.values():
                dated[number] = time
    places = sorted(dated)
    for one, other in pairwise(places):
        first = line.tokens[dated[one]].when
        second = line.tokens[dated[other]].when
        if first is None or second is None or line.tokens[one].type != line.tokens[other].type:
            continue
        if not same_noun(line, one, other):
            continue
        if second.precision == EARLIER:
            yield Pair(other, one, 3)
        elif first.precision == EARLIER:
            yield Pair(one, other, 3)
        elif first.precision == second.precision and first.first and second.first:
            earlier_first = first.first < second.first
            yield Pair(one, other, 3) if earlier_first else Pair(other, one, 3)
