"""What a person asks of the statistics: by what to group, and what to leave out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from naap.organisations.lineage import steps_of
from naap.organisations.register import Register
from naap.pack import Pack
from naap.pack.tables import OrganisationRow, PlaceRow
from naap.periods import parse_period
from naap.problems import UnusableInput

__all__ = ["GROUPS", "TIMES", "Kept", "Question", "ancestors_of", "question", "roots_of"]

Time = Literal["month", "half-year", "year", "fiscal-year"]
TIMES: Mapping[str, int] = {"month": 12, "half-year": 2, "year": 1, "fiscal-year": 1}
"""The units of time, and how many make a year."""
GROUPS: Mapping[str, str] = {
    "province": "the province in which the place lay on that day",
    "district": "the district in which the place lay on that day",
    "type": "type of event, in the data set's own words",
    "attribution": "how surely somebody is said to have done it",
    "target": "classes of targets; an event may have several",
    "victim": "classes of those hit; an event may have several",
    "perpetrator": "who is said to have done it; an event may have several",
    "party": "the parties on either side; an event may have several",
    "lineage": "the bodies that the parties descend from or belong to, at the head of the lineage",
    "source": "the data sets that tell of it",
}
"""What else to group by. Those of which an event may have several do not add up."""
SEVERAL = frozenset({"target", "victim", "perpetrator", "party", "lineage", "source"})
_FILTERS = (*GROUPS, "period", "family")
_MOST_GROUPS = 3
_DESCENT = frozenset({"renamed_to", "splinter_of", "formed_by_union", "part_of", "front_for",
                      "wing_of", "successor_of", "alias_of"})  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """Only events that have one of the values are counted."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """``time`` None: the whole time as one. ``groups``: at most three of ``GROUPS``."""

    time: str | None = "year"
    groups: tuple[str, ...] = ()
    kept: tuple[Kept, ...] = ()

    @property
    def overlapping(self) -> bool:
        """Whether an event may stand in several rows, so that they do not add up."""
        return bool(SEVERAL.intersection(self.groups))


def question(by: str, where: Iterable[str], pack: Pack, register: Register) -> Question:
    """Read ``month,province`` and conditions such as ``province=Vale``; UnusableInput says what
    is wrong with them. Conditions on one thing are alternatives, those on several all hold."""
    named = [each.strip() for each in by.split(",") if each.strip()]
    times = [each for each in named if each in TIMES]
    groups = tuple(each for each in named if each not in TIMES)
    for each in groups:
        if each not in GROUPS:
            raise _unusable("--by", repr(each), each, [*TIMES, *GROUPS])
    if len(times) > 1 or len(groups) > _MOST_GROUPS or len(set(named)) < len(named):
        raise UnusableInput.one(
            "--by", found=repr(by),
            expected=f"at most one unit of time and {_MOST_GROUPS} other things, each once",
            mend="Ask several times.",
        )  # fmt: skip
    kept: dict[str, list[str]] = {}
    for condition in where:
        name, stroke, value = (part.strip() for part in condition.partition("="))
        if name not in _FILTERS or not stroke or not value:
            raise _unusable("--where", repr(condition), name, _FILTERS, "NAME=VALUE, NAME being ")
        kept.setdefault(name, []).extend(_meant(name, value, pack, register))
    return Question(
        times[0] if times else None,
        groups,
        tuple(Kept(name, tuple(dict.fromkeys(values))) for name, values in kept.items()),
    )


def ancestors_of(register: Register) -> dict[str, frozenset[str]]:
    """Each organisation that has a lineage, with those that it descends from or belongs to, itself
    included."""
    above: dict[str, set[str]] = {}
    for step in steps_of(register.relations):
        if step.relation in _DESCENT and step.newer is not None:
            above.setdefault(step.newer, set()).add(step.older)
    found = {}
    for organisation in {*above, *(each for older in above.values() for each in older)}:
        seen, ahead = {organisation}, [organisation]
        while ahead:
            new = above.get(ahead.pop(), set()) - seen
            seen |= new
            ahead += new
        found[organisation] = frozenset(seen)
    return found


def roots_of(ancestors: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    """The heads of each organisation's lineage: those of its ancestors that have no other."""
    found = {}
    for organisation, above in ancestors.items():
        heads = sorted(each for each in above if ancestors.get(each, {each}) == {each})
        # Bodies that are each said to be another's part have no head: the first by id stands.
        found[organisation] = tuple(heads) or (min(above),)
    return found


def _meant(name: str, value: str, pack: Pack, register: Register) -> list[str]:
    if name in {"province", "district"}:
        level = [row for row in pack.rows(PlaceRow) if row.level == name]
        return _by_id_or_name(name, value, [(row.place_id, row.name_en) for row in level])
    if name in {"perpetrator", "party", "lineage"}:
        if ":" in value:
            return [value]
        rows = [(row.org_id, row.name_en) for row in pack.rows(OrganisationRow)]
        wanted = _by_id_or_name(name, value, rows)
        below = [org for org, above in ancestors_of(register).items() if above.intersection(wanted)]
        return sorted({*wanted, *below})
    if name == "period":
        try:
            parse_period(value, pack.settings.fiscal_year_starts)
        except ValueError as error:
            raise UnusableInput.one(
                "--where", found=repr(value), expected="a period such as 2014-12 or 2014/2016",
                mend=f"{error}.",
            ) from None  # fmt: skip
    return [value]


def _by_id_or_name(name: str, value: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    listed = list(rows)
    found = [
        row_id
        for row_id, row_name in listed
        if value.casefold() in {row_id.casefold(), row_name.casefold()}
    ]
    if not found:
        known = [each for row in listed for each in row]
        raise _unusable(
            f"--where {name}", repr(value), value, known, f"a {name} of the pack, by id or name: "
        )
    return found


def _unusable(
    where: str, found: str, asked: str, known: Iterable[str], before: str = ""
) -> UnusableInput:
    listed = list(known)
    near = difflib.get_close_matches(asked, listed, n=3, cutoff=0.5)
    shown = listed if len(listed) <= 20 else near
    return UnusableInput.one(
        where, found=found, expected=f"{before}{', '.join(shown) or 'one that is known'}",
        mend=f"Perhaps {' or '.join(near)}?" if near else "See: naap incidents stats --help",
    )  # fmt: skip
