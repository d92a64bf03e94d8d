"""What a search answers beyond the name: bodies that came after the one found, its fronts, its
other names, as claims of relation have it. They are told by the path, never as the same name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from naap.organisations.index import DEFAULT_THRESHOLD, Hit
from naap.organisations.lineage import Lineage, Path
from naap.organisations.register import Register
from naap.organisations.told import step_words, when_words

__all__ = ["MOST_SCORE", "Kin", "kin_of", "names_in", "path_words"]

MOST_SCORE = 0.5
"""A body that was reached through lineage scores no more: less than a name needs to be shown."""
_NO_SUCCESSOR = ("splinter_of",)
"""A faction that broke away is another body: ``naap org lineage`` tells of it."""


@dataclass(frozen=True)
class Kin:
    """A body that sources hold to come from the one that was found by its name, and the path."""

    org_id: str
    name: str
    matched_name: str
    """The name by which the body at the start of the path was found."""
    score: float
    """``MOST_SCORE``, shared by the steps of the path: the nearer, the higher."""
    relation: str
    reason: str


def kin_of(register: Register, hits: Sequence[Hit]) -> list[Kin]:
    """The successors, fronts, wings and other names of what was surely found, nearest first.

    What was surely found itself is left out: its name answers for it. Of those that are equally
    near, the one that more sources name comes first.
    """
    sure = [hit for hit in hits if hit.score >= DEFAULT_THRESHOLD]
    line = Lineage.of(each for each in register.relations if each.relation not in _NO_SUCCESSOR)
    known = {hit.org_id for hit in sure}
    found = []
    for hit in sure:
        for path in line.nearest_after(hit.org_id):
            org_id = path.bodies[-1]
            if org_id not in known:
                known.add(org_id)
                found.append(_kin(register, hit, path))
    return sorted(found, key=lambda each: (-each.score, -_sources(register, each.org_id)))


def _sources(register: Register, org_id: str) -> int:
    named = (register.names_of, register.listings_of, register.relations_of)
    return len({said.source for claims in named for said in claims.get(org_id, ())})


def names_in(register: Register) -> list[tuple[str, str]]:
    """Every name that the register has, with the id of its organisation: food for an index."""
    names = [
        (body.org_id, text)
        for body in register.bodies.values()
        for text in (body.name_en, body.name_ur, body.acronym)
        if text
    ]
    return names + [(name.organisation, name.name) for name in register.names]


def _kin(register: Register, hit: Hit, path: Path) -> Kin:
    org_id = path.bodies[-1]
    sources = sorted({claim.source for hop in path.hops for s in hop.steps for claim in s.claims})
    return Kin(
        org_id=org_id,
        name=register.name_of(org_id),
        matched_name=hit.matched_name,
        score=round(MOST_SCORE / len(path.hops), 4),
        relation=path_words(register, path),
        reason=f"lineage, not the same name: the query is a name of {register.name_of(hit.org_id)} "
        f"({hit.reason}); relation as told by {', '.join(sources)}",
    )


def path_words(register: Register, path: Path) -> str:
    """The path as a sentence for each hop: 'Ridge Front renamed to New Ridge (2021-06)'."""
    hops = []
    for hop in path.hops:
        step = hop.steps[0]
        when = when_words(step.dating.dates if step.dating else [])
        contested = ", contested" if all(each.contested for each in hop.steps) else ""
        hops.append(f"{step_words(register, step)} ({when}{contested})")
    return "; ".join(hops)
