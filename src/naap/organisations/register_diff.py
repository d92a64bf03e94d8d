"""What changed between two days: on lists, among organisations, in their names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from naap.organisations.lineage import Step, steps_of
from naap.organisations.listed import Answer, Turn, listed, turns_of
from naap.organisations.register import Listing, Name, Register
from naap.periods import Period

__all__ = ["ListChange", "NameChange", "RegisterDiff", "StepChange", "register_diff"]


@dataclass(frozen=True)
class ListChange:
    """A turn of an authority's list between the days, and its answers on both.

    ``surely`` is False where the dates leave it open whether it was between them. ``turn`` is None
    for an organisation put under observation: ``observed`` tells of it.
    """

    organisation: str
    authority: str
    before: Answer
    after: Answer
    turn: Turn | None
    observed: Listing | None
    surely: bool


@dataclass(frozen=True)
class StepChange:
    """Something between organisations that began (or ended) between the days."""

    step: Step
    ended: bool
    surely: bool


@dataclass(frozen=True)
class NameChange:
    """A name that a source first used between the days, by the dates that sources carry."""

    name: Name


@dataclass(frozen=True)
class RegisterDiff:
    """Everything that changed after the first day, up to and with the second."""

    start: date
    end: date
    listings: tuple[ListChange, ...]
    relations: tuple[StepChange, ...]
    names: tuple[NameChange, ...]
    undated_listings: int
    """Listings without a date, of which nobody can say whether they are between the days."""
    undated_relations: int


def register_diff(register: Register, start: date, end: date) -> RegisterDiff:
    """What happened after ``start``, up to and with ``end``; ValueError where they are not in
    order."""
    if end < start:
        raise ValueError(f"{end} lies before {start}")
    steps = steps_of(register.relations)
    return RegisterDiff(
        start=start,
        end=end,
        listings=tuple(_list_changes(register, start, end)),
        relations=tuple(_step_changes(steps, start, end)),
        names=tuple(_name_changes(register, start, end)),
        undated_listings=sum(each.when is None for each in register.listings),
        undated_relations=sum(step.dating is None for step in steps),
    )


def _list_changes(register: Register, start: date, end: date) -> Iterable[ListChange]:
    found = []
    for organisation, told in register.listings_of.items():
        for authority in sorted({each.authority for each in told}):
            of_this = [each for each in told if each.authority == authority]
            for turn in turns_of(of_this):
                if (how := _between(turn.dating.earliest, turn.dating.latest, start, end)) is None:
                    continue
                found.append(
                    _list_change(register, organisation, authority, start, end, how, turn=turn)
                )
            for each in of_this:
                if each.event != "under observation" or each.when is None:
                    continue
                if (how := _between(each.when.start, each.when.end, start, end)) is not None:
                    found.append(
                        _list_change(
                            register, organisation, authority, start, end, how, observed=each
                        )
                    )
    return sorted(found, key=lambda each: (_first_day(each), each.organisation, each.authority))


def _list_change(
    register: Register,
    organisation: str,
    authority: str,
    start: date,
    end: date,
    surely: bool,
    turn: Turn | None = None,
    observed: Listing | None = None,
) -> ListChange:
    (before,) = listed(register, organisation, start, [authority])
    (after,) = listed(register, organisation, end, [authority])
    return ListChange(organisation, authority, before.answer, after.answer, turn, observed, surely)


def _first_day(change: ListChange) -> date:
    if change.turn is not None:
        return change.turn.dating.earliest
    return change.observed.when.start if change.observed and change.observed.when else date.max


def _step_changes(steps: Iterable[Step], start: date, end: date) -> Iterable[StepChange]:
    for step in steps:
        if step.dating is not None:
            how = _between(step.dating.earliest, step.dating.latest, start, end)
            if how is not None:
                yield StepChange(step, False, how)
        for claim in step.claims:
            if claim.valid_to is None:
                continue
            how = _between(claim.valid_to.start, claim.valid_to.end, start, end)
            if how is not None:
                yield StepChange(step, True, how)
                break


def _name_changes(register: Register, start: date, end: date) -> Iterable[NameChange]:
    """By the first source that prints it, where that source's date lies between the days."""
    first: dict[tuple[str, str], Name] = {}
    for name in register.names:
        key = (name.organisation, name.name)
        if key not in first or _since(name) < _since(first[key]):
            first[key] = name
    for name in sorted(first.values(), key=lambda each: (_since(each), each.organisation)):
        period = name.valid_from or name.stated_on
        if period is not None and _between(period.start, period.end, start, end):
            yield NameChange(name)


def _since(name: Name) -> date:
    period: Period | None = name.valid_from or name.stated_on
    return period.start if period is not None else date.max


def _between(earliest: date, latest: date, start: date, end: date) -> bool | None:
    """True where it surely was after the first day and not after the second; False where it may
    have been; None where it was not."""
    if latest <= start or earliest > end:
        return None
    return earliest > start and latest <= end
