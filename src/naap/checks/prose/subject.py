"""What a number is about: which quantity, by whom, where and when, in the words of the pack."""

from __future__ import annotations

from dataclasses import dataclass, replace

from naap.checks.prose.currencies import is_money
from naap.checks.prose.dates import EARLIER, When
from naap.checks.prose.evidence import Evidence
from naap.checks.prose.nouns import counted, noun_after
from naap.checks.prose.pattern import Line
from naap.checks.prose.vocabulary import content

__all__ = ["Subject", "quantity_of", "subject_of", "subject_place", "subject_publishers",
           "when_near"]  # fmt: skip

_AROUND = 7
"""So many words before and after a number may say what it counts, up to the next number."""
_ENOUGH = 0.45
"""So much of the weight of a quantity's words must stand there."""


@dataclass(frozen=True)
class Subject:
    """What a number is about; ``named`` are the publishers that the sentence names."""

    quantity: str
    place: str
    named: frozenset[str]
    when: When | None
    casualties: bool = False


def subject_of(
    line: Line, index: int, evidence: Evidence, like: Subject | None = None
) -> Subject | None:
    """The subject of the number at a place; None where the pack has no such quantity, or where
    several fit as well as each other. ``like`` is that of the number before it: "Interior counted
    521 attacks, Desk 905" says once what is counted."""
    around = _around(line, index)
    noun = content(counted(line, index))
    if like is not None and not noun_after(line, index):
        near = _publisher_near(line, line.tokens[index].start, evidence)
        return replace(like, named=near) if near != like.named else None
    quantity = quantity_of(around, noun, evidence, money=line.tokens[index].unit == "money")
    if quantity is None:
        return None
    words = {token.word for token in line.tokens if token.type == "W"}
    return Subject(
        quantity,
        subject_place(line, quantity, evidence, line.tokens[index].start),
        _publisher_near(line, line.tokens[index].start, evidence),
        when_near(line, index),
        casualties=bool({"casualty", "casualties"} & words),
    )


def _around(line: Line, index: int) -> set[str]:
    """The words around a number, up to the next number on either side."""
    found: list[str] = []
    for step in (-1, 1):
        left, place = _AROUND, index + step
        while 0 <= place < len(line.tokens) and left:
            token = line.tokens[place]
            if token.type not in ("W", "WHEN", "P", "ORD") or token.word == ";":
                if step < 0 and token.type == "NUM":  # what that number counts is its own
                    own = len(noun_after(line, place))
                    found = found[: len(found) - own] if own else found
                break
            if token.type == "P" and step > 0 and token.word in (",", ":", "dash"):
                break
            if token.type == "W":
                found.append(token.word)
                left -= 1
            place += step
    return content(found)


def quantity_of(
    around: set[str], noun: set[str], evidence: Evidence, *, money: bool = False
) -> str | None:
    """The quantity whose words stand around a number; its noun must be one of them."""
    words = evidence.vocabulary
    best: list[tuple[float, float, str]] = []
    for quantity, own in words.words.items():
        row = evidence.quantities[quantity]
        if money != is_money(row.unit) or row.unit == "per cent":
            continue
        met = own & (around | noun)
        counts_own = noun & own if noun else met & {"killed", "injured"}
        if not met or not (money or counts_own):
            continue
        weight = sum(words.weight[word] for word in met)
        whole = sum(words.weight[word] for word in own)
        if weight >= _ENOUGH * whole or (met & words.units[quantity] and len(met) > 1):
            best.append((weight - 0.3 * (whole - weight), weight / whole, quantity))
    best.sort(reverse=True)
    if not best:
        return None
    ties = [quantity for *score, quantity in best if score == list(best[0][:2])]
    if len({words.words[quantity] for quantity in ties}) > 1:
        return None
    # The same words: the plainest name is meant.
    return min(ties, key=lambda quantity: len(evidence.quantities[quantity].name_en))


def _distance(line: Line, index: int, place: int) -> int:
    """How far a time is from a number: marks between them part it from the number."""
    between = line.tokens[min(place, index) + 1 : max(place, index)]
    marks = sum(token.word in (",", ";", ")", ":", "dash") for token in between)
    numbers = sum(token.type == "NUM" for token in between)
    return abs(place - index) * 2 + (place < index) + 6 * marks + 6 * numbers


def when_near(line: Line, index: int) -> When | None:
    """The time that a number is told of: the nearest one, after it rather than before."""
    known = [(_distance(line, index, place), token.when)
             for place, token in enumerate(line.tokens)
             if token.when is not None and token.when.precision != EARLIER]  # fmt: skip
    if not known:
        return None
    when = min(known, key=lambda each: each[0])[1]
    years = {each.first.year for _, each in known if each.first is not None}
    return when.in_year(years.pop()) if len(years) == 1 else when


def _publisher_near(line: Line, at: int, evidence: Evidence) -> frozenset[str]:
    """Of several publishers that a line names, the ones named nearest before an offset: "Interior
    counted 521, Desk 905"."""
    named = [(match.start(), body) for name, body in evidence.vocabulary.bodies
             for match in name.finditer(line.text)]  # fmt: skip
    before = [start for start, _ in named if start < at]
    if not before:
        return frozenset(body for _, body in named)
    return frozenset(body for start, body in named if start == max(before))


def subject_publishers(line: Line, evidence: Evidence) -> frozenset[str]:
    return frozenset(body for name, body in evidence.vocabulary.bodies if name.search(line.text))


def subject_place(line: Line, quantity: str, evidence: Evidence, at: int = 0) -> str:
    """The place named nearest to an offset; where none is named, the one that all figures of the
    quantity speak of, else the country."""
    named = [(abs(match.start() - at), place)
             for name, place in evidence.vocabulary.places
             for match in name.finditer(line.text)]  # fmt: skip
    if named:
        return min(named)[1]
    places = {figure.place for figure in evidence.by_quantity.get(quantity, ())}
    return places.pop() if len(places) == 1 else evidence.country
