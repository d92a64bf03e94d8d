"""Whether an authority listed an organisation on a day, by all that sources say of its list.

A list changes by turns: on, off, on again. Sources date a turn to a day, a month or a year, and do
not always agree. The answer is *yes* or *no* only where every reading of the dates gives the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from naap.organisations.dates import Dating, dated
from naap.organisations.register import Listing, Register, Relation, Said
from naap.periods import Period

__all__ = ["ANSWERS", "Answer", "Coverage", "Turn", "Verdict", "coverage_of", "listed", "turns_of"]

Answer = Literal["yes", "no", "listed, date unknown", "uncertain", "not in this register"]
ANSWERS: tuple[Answer, ...] = (
    "yes", "no", "listed, date unknown", "uncertain", "not in this register"
)  # fmt: skip
_ON, _OFF, _OBSERVED, _UNDATED = "listed", "delisted", "under observation", "on list, date unknown"
_SAME_AS = ("alias_of", "front_for", "wing_of", "part_of")


@dataclass(frozen=True)
class Turn:
    """One change of an authority's list about one organisation, and every claim of it."""

    puts_on: bool
    claims: tuple[Listing, ...]
    dating: Dating


@dataclass(frozen=True)
class Coverage:
    """How far this register knows an authority's list."""

    authority: str
    bodies: int
    undated: int
    first: date | None
    last: date | None
    newest_source: date | None
    """The last day on which one of its sources can have been stated."""


@dataclass(frozen=True)
class Through:
    """An organisation on the authority's list, of which a source says that this one is part."""

    relation: Relation
    organisation: str
    answer: Answer


@dataclass(frozen=True)
class Verdict:
    """What this register says of one organisation on one authority's list on one day."""

    organisation: str
    authority: str
    on: date
    answer: Answer
    turns: tuple[Turn, ...] = ()
    undated: tuple[Listing, ...] = ()
    observed: tuple[Listing, ...] = ()
    """Put under observation, which is another thing than listed."""
    withdrawn: tuple[Said, ...] = ()
    through: tuple[Through, ...] = ()
    contested: tuple[Turn, ...] = field(default=())

    @property
    def claims(self) -> tuple[Listing, ...]:
        """Every claim that the answer rests on, in the order of time."""
        told = [each for turn in self.turns for each in turn.claims]
        return (*told, *self.undated, *self.observed)


def turns_of(listings: Iterable[Listing]) -> tuple[Turn, ...]:
    """The dated turns in the order of time.

    Two listings with no delisting between them are one turn told twice: nobody is put on a list
    who stands on it. Where their dates differ, the turn is contested, and both dates are kept.
    """
    told = sorted(
        (each for each in listings if each.when is not None and each.event in {_ON, _OFF}),
        key=lambda each: (_period(each).start, _period(each).end, each.key),
    )
    runs: list[list[Listing]] = []
    for each in told:
        if runs and runs[-1][0].event == each.event:
            runs[-1].append(each)
        else:
            runs.append([each])
    return tuple(
        Turn(run[0].event == _ON, tuple(run), dated(_period(each) for each in run)) for run in runs
    )


def _period(listing: Listing) -> Period:
    if listing.when is None:
        raise ValueError(f"{listing.key} has no date")
    return listing.when


def answer_on(turns: Sequence[Turn], undated: Sequence[Listing], day: date) -> Answer:
    """The answer for a day, at its end: who is listed on a day is listed on that day."""
    on_undated = [each for each in undated if each.event != _OFF]
    off_undated = [each for each in undated if each.event == _OFF]
    if not turns:
        if on_undated:
            return "uncertain" if off_undated else "listed, date unknown"
        return "uncertain" if off_undated else "no"
    least, most = _turns_taken(turns, day)
    states = {_state_after(turns, taken) for taken in range(least, most + 1)}
    if len(states) > 1:
        return "uncertain"
    if not states.pop():
        seen = any(each.stated_on and each.stated_on.end <= day for each in on_undated)
        return "listed, date unknown" if most == 0 and seen else "no"
    if off_undated:
        return "uncertain"
    return "yes" if least else "listed, date unknown"


def _turns_taken(turns: Sequence[Turn], day: date) -> tuple[int, int]:
    """How many turns have been taken by the end of a day: at least, at most. They come in order, so
    a turn that is surely past carries those before it along, and none can overtake another."""
    least = max((n for n, turn in enumerate(turns, 1) if turn.dating.latest <= day), default=0)
    most = 0
    for turn in turns:
        if turn.dating.earliest > day:
            break
        most += 1
    return least, max(least, most)


def _state_after(turns: Sequence[Turn], taken: int) -> bool:
    """Whether it is listed after so many turns; before the first one, the opposite of that one."""
    return turns[taken - 1].puts_on if taken else not turns[0].puts_on


def listed(
    register: Register, organisation: str, on: date, authorities: Iterable[str] | None = None
) -> list[Verdict]:
    """The answer of each authority (default: all that list anything here), in the pack's order."""
    wanted = list(register.authorities if authorities is None else authorities)
    return [_verdict(register, organisation, authority, on) for authority in wanted]


def _verdict(register: Register, organisation: str, authority: str, on: date) -> Verdict:
    told = _told(register, organisation, authority)
    withdrawn = tuple(
        each
        for each in register.withdrawn
        if isinstance(each, Listing)
        and (each.organisation, each.authority) == (organisation, authority)
    )
    through = _through(register, organisation, authority, on)
    if not told:
        nothing: Answer = "not in this register"
        return Verdict(organisation, authority, on, nothing, withdrawn=withdrawn, through=through)
    turns = turns_of(told)
    undated = tuple(
        each for each in told
        if each.event == _UNDATED or (each.when is None and each.event in {_ON, _OFF})
    )  # fmt: skip
    answer = answer_on(turns, undated, on)
    return Verdict(
        organisation=organisation,
        authority=authority,
        on=on,
        answer=answer,
        turns=turns,
        undated=undated,
        observed=tuple(each for each in told if each.event == _OBSERVED),
        withdrawn=withdrawn,
        through=() if answer in {"yes", "listed, date unknown"} else through,
        contested=tuple(turn for turn in turns if turn.dating.contested),
    )


def _told(register: Register, organisation: str, authority: str) -> tuple[Listing, ...]:
    every = register.listings_of.get(organisation, ())
    return tuple(each for each in every if each.authority == authority)


def _through(
    register: Register, organisation: str, authority: str, on: date
) -> tuple[Through, ...]:
    found = []
    for relation in register.relations_of.get(organisation, ()):
        other = relation.to_org
        if relation.relation not in _SAME_AS or relation.from_org != organisation or not other:
            continue
        told = _told(register, other, authority)
        if not told:
            continue
        undated = tuple(each for each in told if each.when is None)
        answer = answer_on(turns_of(told), undated, on)
        if answer in {"yes", "listed, date unknown"}:
            found.append(Through(relation, other, answer))
    return tuple(found)


def coverage_of(register: Register, authority: str) -> Coverage:
    """What this register holds of an authority's list: how many bodies, from when to when."""
    told = [each for each in register.listings if each.authority == authority]
    days = [each.when for each in told if each.when is not None]
    stated = [each.stated_on.end for each in told if each.stated_on is not None]
    dated_bodies = {each.organisation for each in told if each.when is not None}
    bodies = {each.organisation for each in told}
    return Coverage(
        authority=authority,
        bodies=len(bodies),
        undated=len(bodies - dated_bodies),
        first=min((each.start for each in days), default=None),
        last=max((each.end for each in days), default=None),
        newest_source=max(stated, default=None),
    )
