"""What became of an organisation, and what it came from: steps from older to newer, and the paths
that they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from naap.organisations.dates import Dating, could_be_one, dated
from naap.organisations.register import Relation
from naap.periods import Period

__all__ = ["MOST_PATHS", "Hop", "Lineage", "Path", "Step", "families", "steps_of"]

_FORWARD = ("renamed_to", "merged_into", "rejoined")
_BACKWARD = (
    "splinter_of", "formed_by_union", "part_of", "front_for", "wing_of", "successor_of", "alias_of",
)  # fmt: skip
_TWINS = ("alias_of",)
_BESIDE = ("allied_with", "rival_of")
MOST_PATHS = 200
_LONGEST = 10


@dataclass(frozen=True)
class Step:
    """One event between two organisations, or about one, and every claim that tells of it.

    ``older`` and ``newer`` follow time for a change (renamed, split, merged, united); they lead
    from the larger body to a front, wing or part of it, and from a body to another name of it.
    """

    relation: str
    older: str
    newer: str | None
    claims: tuple[Relation, ...]

    @cached_property
    def dating(self) -> Dating | None:
        """None where no claim gives a date."""
        days = [each.valid_from for each in self.claims if each.valid_from is not None]
        return dated(days) if days else None

    @property
    def contested(self) -> bool:
        """Whether a source doubts it, or the sources give dates that cannot all be right."""
        doubted = any(each.status == "contested" for each in self.claims)
        return doubted or (self.dating is not None and self.dating.contested)

    @property
    def earliest(self) -> date | None:
        return self.dating.earliest if self.dating else None

    @property
    def bodies(self) -> tuple[str, ...]:
        return (self.older, self.newer) if self.newer else (self.older,)


@dataclass(frozen=True)
class Hop:
    """From one organisation to the next on a path, by one or more steps that the order allows."""

    older: str
    newer: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Path:
    """Hops one after the other; one that ends where it began left and came back."""

    hops: tuple[Hop, ...]

    @property
    def bodies(self) -> tuple[str, ...]:
        return (self.hops[0].older, *(hop.newer for hop in self.hops))


def steps_of(relations: Iterable[Relation]) -> list[Step]:
    """The steps that claims tell of, by date, those without one last.

    Claims of one relation between the same two are one step where their dates can be of one day,
    or where sources dispute them; otherwise it happened more than once.
    """
    told: dict[tuple[str, str, str | None], list[Relation]] = {}
    for each in relations:
        told.setdefault((each.relation, each.from_org, each.to_org), []).append(each)
    steps = []
    for (relation, from_org, to_org), claims in told.items():
        older, newer = from_org, to_org
        if to_org is not None and relation in _BACKWARD:
            older, newer = to_org, from_org
        steps += [Step(relation, older, newer, tuple(event)) for event in _events(claims)]
    return sorted(steps, key=lambda step: (step.earliest or date.max, step.relation, step.bodies))


def _events(claims: Sequence[Relation]) -> list[list[Relation]]:
    events: list[list[Relation]] = []
    for claim in sorted(claims, key=lambda each: (_starts(each.valid_from), each.key)):
        for event in events:
            if all(_of_one_event(claim, each) for each in event):
                event.append(claim)
                break
        else:
            events.append([claim])
    return events


def _starts(period: Period | None) -> date:
    return period.start if period is not None else date.max


def _of_one_event(one: Relation, other: Relation) -> bool:
    disputed = one.status == other.status == "contested"
    return disputed or could_be_one(one.valid_from, other.valid_from)


def families(relations: Iterable[Relation]) -> list[frozenset[str]]:
    """Organisations held together by descent, parts or other names, the largest family first.

    Allies and rivals are not family: they are told beside it.
    """
    member: dict[str, set[str]] = {}
    for each in relations:
        if each.to_org is None or each.relation in _BESIDE:
            continue
        joined = member.get(each.from_org, {each.from_org}) | member.get(each.to_org, {each.to_org})
        for org in joined:
            member[org] = joined
    distinct = {id(group): frozenset(group) for group in member.values()}
    return sorted(distinct.values(), key=lambda group: (-len(group), min(group)))


@dataclass(frozen=True)
class Lineage:
    """The steps among organisations, to be asked for what came after one and what before."""

    steps: tuple[Step, ...]

    @classmethod
    def of(cls, relations: Iterable[Relation]) -> Lineage:
        return cls(tuple(steps_of(relations)))

    def about(self, organisation: str) -> list[Step]:
        """Every step in which it stands, allies and rivals included."""
        return [step for step in self.steps if organisation in step.bodies]

    def after(self, organisation: str) -> list[Path]:
        """What became of it: the longest paths forward, each in an order that the dates allow."""
        return self._paths(organisation, self._next)

    def nearest_after(self, organisation: str) -> list[Path]:
        """The shortest path forward to each body that the order of dates allows, nearest first."""
        reached: dict[str, tuple[date, Path]] = {}
        edge: list[tuple[str, tuple[Hop, ...], date]] = [(organisation, (), date.min)]
        while edge:
            further: list[tuple[str, tuple[Hop, ...], date]] = []
            for here, hops, moment in edge:
                for there, steps in sorted(self._next.get(here, {}).items()):
                    possible = tuple(step for step in steps if _possible(step, moment, False))
                    if there == organisation or not possible:
                        continue
                    way = (*hops, Hop(here, there, possible))
                    then = _moment_after(possible, moment, False)
                    # A longer way counts only where it arrives earlier, and so leads further.
                    if there not in reached or then < reached[there][0]:
                        first = reached[there][1] if there in reached else Path(way)
                        reached[there] = then, first
                        further.append((there, way, then))
            edge = further
        return [path for _, path in reached.values()]

    def before(self, organisation: str) -> list[Path]:
        """What it came from: the longest paths that end in it, older bodies first."""
        return self._paths(organisation, self._previous, backwards=True)

    def unions(self, organisation: str) -> list[tuple[str, tuple[Step, ...]]]:
        """Unions in which it stands: the new body, and the step of each part."""
        new = {
            step.newer or step.older
            for step in self.steps
            if step.relation == "formed_by_union" and organisation in step.bodies
        }
        return [(body, self._union(body)) for body in sorted(new)]

    def _union(self, new: str) -> tuple[Step, ...]:
        return tuple(
            step
            for step in self.steps
            if step.relation == "formed_by_union" and (step.newer or step.older) == new
        )

    @cached_property
    def _next(self) -> Mapping[str, Mapping[str, list[Step]]]:
        found: dict[str, dict[str, list[Step]]] = {}
        for step in self.steps:
            if step.newer is None or step.relation in _BESIDE:
                continue
            ends = [(step.older, step.newer)]
            if step.relation in _TWINS:
                ends.append((step.newer, step.older))
            for older, newer in ends:
                found.setdefault(older, {}).setdefault(newer, []).append(step)
        return found

    @cached_property
    def _previous(self) -> Mapping[str, Mapping[str, list[Step]]]:
        found: dict[str, dict[str, list[Step]]] = {}
        for older, newer in self._next.items():
            for org, steps in newer.items():
                found.setdefault(org, {})[older] = steps
        return found

    def _paths(
        self,
        start: str,
        ways: Mapping[str, Mapping[str, list[Step]]],
        *,
        backwards: bool = False,
    ) -> list[Path]:
        found: list[Path] = []

        def walk(here: str, hops: tuple[Hop, ...], seen: frozenset[str], moment: date) -> None:
            if len(found) >= MOST_PATHS:
                return
            extended = False
            for there, steps in sorted(ways.get(here, {}).items()):
                possible = tuple(step for step in steps if _possible(step, moment, backwards))
                back_home = there == start and len(hops) > 0
                if (there in seen and not back_home) or not possible or len(hops) >= _LONGEST:
                    continue
                if back_home and not any(step.dating for step in possible):
                    continue  # an alias leads back without anything having happened
                extended = True
                hop = Hop(there, here, possible) if backwards else Hop(here, there, possible)
                way = (hop, *hops) if backwards else (*hops, hop)
                if back_home:
                    found.append(Path(way))
                else:
                    walk(there, way, seen | {there}, _moment_after(possible, moment, backwards))
            if hops and not extended:
                found.append(Path(hops))

        walk(start, (), frozenset({start}), date.max if backwards else date.min)
        return _in_order(found)


def _possible(step: Step, moment: date, backwards: bool) -> bool:
    if step.dating is None:
        return True
    return step.dating.earliest <= moment if backwards else step.dating.latest >= moment


def _moment_after(steps: Iterable[Step], moment: date, backwards: bool) -> date:
    if backwards:
        ends = [step.dating.latest for step in steps if step.dating]
        return min(moment, max(ends, default=moment))
    starts = [step.dating.earliest for step in steps if step.dating]
    return max(moment, min(starts, default=moment))


def _in_order(paths: Iterable[Path]) -> list[Path]:
    kept = {path.bodies: path for path in paths}
    return [_trimmed(kept[bodies]) for bodies in sorted(kept)]


def _trimmed(path: Path) -> Path:
    """Without the steps of a hop that lie after all of a later hop, or before all of an earlier."""
    hops = list(path.hops)
    moment = date.max
    for place in range(len(hops) - 1, -1, -1):
        hops[place] = _kept(hops[place], moment, backwards=True)
        moment = _moment_after(hops[place].steps, moment, backwards=True)
    moment = date.min
    for place, hop in enumerate(hops):
        hops[place] = _kept(hop, moment, backwards=False)
        moment = _moment_after(hops[place].steps, moment, backwards=False)
    return Path(tuple(hops))


def _kept(hop: Hop, moment: date, *, backwards: bool) -> Hop:
    return Hop(hop.older, hop.newer, tuple(s for s in hop.steps if _possible(s, moment, backwards)))
