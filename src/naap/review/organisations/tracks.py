"""Organisations as tracks through time: where each begins and ends, what joins them, who lists it.

A track says no more than its sources: it is drawn from the first dated fact to the last one, and
what lies before or after is left open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from naap.organisations.lineage import Step
from naap.organisations.listed import turns_of
from naap.organisations.register import Listing, Register

__all__ = ["Bar", "Link", "Mark", "Timeline", "Track", "timeline"]

_JOINS = (
    "renamed_to", "splinter_of", "merged_into", "formed_by_union", "part_of", "front_for",
    "wing_of", "alias_of", "rejoined", "successor_of",
)  # fmt: skip
_INTO = ("merged_into", "rejoined")
_ENDS = ("renamed_to", "merged_into", "dissolved")


@dataclass(frozen=True)
class Bar:
    """A stretch of time on an authority's list. Not ``sure``: the dates leave it open.

    Without ``start`` nobody says since when.
    """

    authority: str
    start: date | None
    end: date
    sure: bool


@dataclass(frozen=True)
class Mark:
    """A turn of an authority's list. ``days`` holds one date, or all that sources dispute."""

    authority: str
    puts_on: bool
    days: tuple[tuple[date, date], ...]


@dataclass(frozen=True)
class Track:
    """One organisation. Without ``start`` no source gives any date of it."""

    org_id: str
    start: date | None
    end: date | None
    begins: bool
    """Whether a source dates its beginning; otherwise ``start`` is the first fact."""
    ends: bool
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    depth: int
    born: Step | None


@dataclass(frozen=True)
class Link:
    """A step between two tracks, by their places from the top. ``day`` is None where not dated."""

    step: Step
    older: int
    newer: int
    day: date | None
    span: tuple[date, date] | None
    into: bool


@dataclass(frozen=True)
class Timeline:
    """Tracks from the top down, what joins them, and the time they stand in."""

    tracks: tuple[Track, ...]
    links: tuple[Link, ...]
    first: date
    last: date


def timeline(
    register: Register, members: Iterable[str], steps: Sequence[Step], today: date
) -> Timeline:
    """The tracks of these organisations. ``steps`` are those that may be shown; ``today`` is the
    last day that is drawn."""
    kept = frozenset(members)
    inside = [
        step for step in steps
        if step.relation in _JOINS and step.newer is not None and set(step.bodies) <= kept
    ]  # fmt: skip
    about = [step for step in steps if set(step.bodies) <= kept]
    parents = _parents(kept, inside)
    order = _order(kept, parents, {org: _start(register, org, about)[0] for org in kept})
    place = {org: number for number, (org, _) in enumerate(order)}
    tracks = tuple(_track(register, org, depth, about, parents, today) for org, depth in order)
    days = [each for track in tracks for each in (track.start, track.end) if each is not None]
    links = tuple(_link(step, place) for step in inside)
    return Timeline(tracks, links, min([*days, today]), today)


def _parents(members: frozenset[str], steps: Sequence[Step]) -> dict[str, tuple[str, Step]]:
    """What each came from, for the order and the label: the first step that leads to it."""
    found: dict[str, tuple[str, Step]] = {}

    def leads_back(org: str, to: str) -> bool:
        while org in found:
            org = found[org][0]
            if org == to:
                return True
        return org == to

    births = [step for step in steps if step.relation not in _INTO]
    for step in sorted(births, key=lambda each: each.earliest or date.max):
        if step.newer and step.newer not in found and not leads_back(step.older, step.newer):
            found[step.newer] = (step.older, step)
    return found


def _order(
    members: frozenset[str],
    parents: dict[str, tuple[str, Step]],
    starts: dict[str, date | None],
) -> list[tuple[str, int]]:
    """Each body below the one that it came from; the latest first, so that lines rarely cross."""
    children: dict[str, list[str]] = {}
    for org, (older, _) in parents.items():
        children.setdefault(older, []).append(org)
    found: list[tuple[str, int]] = []

    def walk(org: str, depth: int) -> None:
        found.append((org, depth))
        below = children.get(org, [])
        for child in sorted(below, key=lambda each: (starts[each] or date.max, each), reverse=True):
            walk(child, depth + 1)

    roots = [org for org in members if org not in parents]
    for root in sorted(roots, key=lambda each: (starts[each] or date.max, each)):
        walk(root, 0)
    return found


def _start(
    register: Register, org: str, steps: Sequence[Step]
) -> tuple[date | None, date | None, bool]:
    """First and last dated fact, and whether the first one is its beginning."""
    facts: list[date] = []
    births: list[date] = []
    for step in steps:
        if org not in step.bodies or step.dating is None:
            continue
        facts += [step.dating.earliest, step.dating.latest]
        facts += [claim.valid_to.end for claim in step.claims if claim.valid_to is not None]
        born = step.newer == org and step.relation not in _INTO
        alone = step.newer is None and step.relation == "formed_by_union"
        if born or alone or (step.relation == "splinter_of" and step.newer is None):
            births.append(step.dating.earliest)
    for listing in register.listings_of.get(org, ()):
        if listing.when is not None:
            facts += [listing.when.start, listing.when.end]
    if not facts:
        return None, None, False
    return min(facts), max(facts), bool(births) and min(births) <= min(facts)


def _track(
    register: Register,
    org: str,
    depth: int,
    steps: Sequence[Step],
    parents: dict[str, tuple[str, Step]],
    today: date,
) -> Track:
    start, end, begins = _start(register, org, steps)
    last = [
        step for step in steps
        if step.older == org and step.relation in _ENDS
        and step.dating and step.dating.latest == end
    ]  # fmt: skip
    bars, marks = _listings(register.listings_of.get(org, ()), today)
    return Track(
        org_id=org,
        start=start,
        end=end,
        begins=begins,
        ends=bool(last),
        bars=bars,
        marks=marks,
        depth=depth,
        born=parents[org][1] if org in parents else None,
    )


def _listings(listings: Sequence[Listing], today: date) -> tuple[tuple[Bar, ...], tuple[Mark, ...]]:
    bars: list[Bar] = []
    marks: list[Mark] = []
    for authority in sorted({each.authority for each in listings}):
        told = [each for each in listings if each.authority == authority]
        turns = turns_of(told)
        for number, turn in enumerate(turns):
            days = tuple((each.start, each.end) for each in turn.dating.dates)
            marks.append(Mark(authority, turn.puts_on, days))
            if turn.puts_on:
                after = turns[number + 1].dating if number + 1 < len(turns) else None
                if turn.dating.earliest < turn.dating.latest:
                    bars.append(Bar(authority, turn.dating.earliest, turn.dating.latest, False))
                until = after.earliest if after else today
                bars.append(Bar(authority, turn.dating.latest, until, True))
                if after and after.earliest < after.latest:
                    bars.append(Bar(authority, after.earliest, after.latest, False))
        if not turns and any(each.event != "under observation" for each in told):
            seen = [each.stated_on.start for each in told if each.stated_on is not None]
            bars.append(Bar(authority, min(seen, default=None), today, False))
    return tuple(bars), tuple(marks)


def _link(step: Step, place: dict[str, int]) -> Link:
    assert step.newer is not None
    dating = step.dating
    span = (dating.earliest, dating.latest) if dating else None
    return Link(
        step=step,
        older=place[step.older],
        newer=place[step.newer],
        day=dating.earliest if dating else None,
        span=span if span and span[0] < span[1] else None,
        into=step.relation in _INTO,
    )  # fmt: skip
