"""Proposals that a body is likely to go on as another one: for an office to judge, never a finding.

They rest on documented claims alone, cite every one, and need sources that are independent of each
other. They are for internal use (TLP:AMBER): no page, document or export shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from naap.organisations.dates import Dating
from naap.organisations.lineage import steps_of
from naap.organisations.listed import listed, turns_of
from naap.organisations.names import parse
from naap.organisations.register import Register, Relation, Said, Tie
from naap.organisations.told import when_words
from naap.pack.tables import LimbRow
from naap.periods import Period

__all__ = [
    "MOST_MONTHS", "SOURCES_NEEDED", "TIES", "Evidence", "Proposal", "evidence_of", "listed_first",
    "proposals",
]  # fmt: skip

CONTINUES = ("renamed_to", "successor_of", "alias_of", "front_for", "wing_of", "part_of")
"""Relations in which a source holds a body to go on in, or through, another. A faction that broke
away is not among them, nor an ally."""
TIES = ("premises", "officers", "symbols", "publications", "founder", "activity", "alias")
SOURCES_NEEDED = 2
MOST_MONTHS = 24
"""So long after a ban a body's first dated fact is told beside the rest. It counts for nothing."""
_ALIAS_NAME, _SOON = "name", "soon after a ban"
_FREE = ("no", "not in this register")


@dataclass(frozen=True)
class Evidence:
    """One claim that bears on a proposal, and whose word it is."""

    sort: str
    claim: Said
    voice: str
    """Who speaks: the publisher, or whose statement the source passes on. Offices of one
    government are one voice."""
    words: str
    counts: bool
    """Whether its voice counts: contested claims are told and do not."""

    @property
    def said_by(self) -> date | None:
        """The last day on which it can have been said; None: not recorded."""
        return self.claim.stated_on.end if self.claim.stated_on else None

    @property
    def happened_by(self) -> date | None:
        """The last day on which what it tells can have begun; None: it gives no date."""
        match self.claim:
            case Relation(valid_from=when) | Tie(when=when) if when is not None:
                return when.end
        return None


@dataclass(frozen=True)
class Proposal:
    """That ``body`` may be a continuation of ``of``, which ``authority`` lists or has listed."""

    body: str
    of: str
    authority: str
    evidence: tuple[Evidence, ...]
    limbs: tuple[LimbRow, ...]
    missing: tuple[str, ...]

    @property
    def proposal_id(self) -> str:
        return f"{self.body}/{self.of}"

    @cached_property
    def voices(self) -> tuple[str, ...]:
        return tuple(sorted({each.voice for each in self.evidence if each.counts}))

    @property
    def is_made(self) -> bool:
        """Whether enough independent sources tell of it; otherwise it is short of one."""
        return len(self.voices) >= SOURCES_NEEDED


def proposals(
    register: Register, limbs: Iterable[LimbRow], on: date, months: int = MOST_MONTHS
) -> list[Proposal]:
    """The pairs that any claim said by the end of ``on`` bears on, most sources first.

    The older one has been listed by that day, the newer one is not listed then, both by the
    authority whose law the limbs are of (without limbs: each that lists anything). Claims of which
    nobody noted when they were said are taken in.
    """
    known = tuple(limbs)
    authorities = [each for each in register.authorities if _has_limb(known, each)]
    found = []
    for (body, of), told in evidence_of(register).items():
        said = [each for each in told if each.said_by is None or each.said_by <= on]
        if not said:
            continue
        for authority in authorities or register.authorities:
            if _was_listed(register, of, authority, on) and _is_free(register, body, authority, on):
                beside = _soon_after(register, said, of, authority, months)
                found.append(_proposal(known, body, of, authority, [*said, *beside]))
    return sorted(found, key=lambda each: (-len(each.voices), each.body, each.of))


def evidence_of(register: Register) -> dict[tuple[str, str], list[Evidence]]:
    """What every claim tells, by the pair: the body that goes on, and the one it would go on as."""
    found: dict[tuple[str, str], list[Evidence]] = {}
    for pair, each in (*_of_relations(register), *_of_ties(register), *_of_names(register)):
        found.setdefault(pair, []).append(each)
    return found


def _of_relations(register: Register) -> Iterator[tuple[tuple[str, str], Evidence]]:
    told = [each for each in register.relations if each.relation in CONTINUES]
    for step in steps_of(told):
        if step.newer is None:
            continue
        pairs = [(step.newer, step.older)]
        if step.relation == "alias_of":
            pairs.append((step.older, step.newer))
        for claim in step.claims:
            for pair in pairs:
                yield pair, _evidence(register, step.relation, claim, _sentence(register, claim))


def _sentence(register: Register, claim: Relation) -> str:
    other = register.name_of(claim.to_org) if claim.to_org else ""
    note = f" ({claim.note})" if claim.note else ""
    return f"{register.name_of(claim.from_org)} {claim.relation.replace('_', ' ')} {other}{note}"


def _of_ties(register: Register) -> Iterator[tuple[tuple[str, str], Evidence]]:
    for tie in register.ties:
        role = f"; role: {tie.role}" if tie.role else ""
        yield (tie.organisation, tie.other), _evidence(register, tie.tie, tie, tie.told + role)


def _of_names(register: Register) -> Iterator[tuple[tuple[str, str], Evidence]]:
    """A list that prints the name of one body as another name of a second one.

    A name that several bodies bear says nothing of any of them.
    """
    owners: dict[str, set[str]] = {}
    for body in register.bodies.values():
        if body.in_pack:
            owners.setdefault(parse(body.name_en).text, set()).add(body.org_id)
    for name in register.names:
        if name.name_kind == "name" and register.bodies[name.organisation].in_pack:
            owners.setdefault(parse(name.name).text, set()).add(name.organisation)
    for name in register.names:
        bearers = owners.get(parse(name.name).text, set())
        if name.name_kind != "alias" or len(bearers) != 1 or name.organisation in bearers:
            continue
        (bearer,) = bearers
        words = f"Prints {name.name} as another name of {register.name_of(name.organisation)}"
        yield (bearer, name.organisation), _evidence(register, _ALIAS_NAME, name, words)


def _evidence(register: Register, sort: str, claim: Said, words: str) -> Evidence:
    contested = claim.status == "contested" or getattr(claim, "confidence", None) == "contested"
    return Evidence(sort, claim, register.voice_of(claim), words, counts=not contested)


def _soon_after(
    register: Register, said: Sequence[Evidence], of: str, authority: str, months: int
) -> Iterator[Evidence]:
    """The first dated fact that ties the two, where it lies so soon after the listing."""
    ban = listed_first(register, of, authority)
    dated = [(each, day) for each in said if (day := _dated(each.claim)) is not None]
    if ban is None or not dated:
        return
    first, when = min(dated, key=lambda each: (each[1].start, each[0].claim.key))
    passed = (when.start.year - ban.latest.year) * 12 + when.start.month - ban.latest.month
    if ban.earliest <= when.end and passed <= months:
        words = (
            f"First dated {when.text}; {register.name_of(of)} was listed "
            f"{when_words(ban.dates)}: within {months} months"
        )
        yield Evidence(_SOON, first.claim, first.voice, words, counts=False)


def _dated(claim: Said) -> Period | None:
    if isinstance(claim, Relation):
        return claim.valid_from
    return claim.when if isinstance(claim, Tie) else None


def listed_first(register: Register, organisation: str, authority: str) -> Dating | None:
    """When the authority first listed it, as all who tell of it say; None without a date."""
    told = [e for e in register.listings_of.get(organisation, ()) if e.authority == authority]
    return next((turn.dating for turn in turns_of(told) if turn.puts_on), None)


def _was_listed(register: Register, organisation: str, authority: str, on: date) -> bool:
    first = listed_first(register, organisation, authority)
    if first is not None and first.latest <= on:
        return True
    (verdict,) = listed(register, organisation, on, [authority])
    return verdict.answer in {"yes", "listed, date unknown"}


def _is_free(register: Register, organisation: str, authority: str, on: date) -> bool:
    (verdict,) = listed(register, organisation, on, [authority])
    return verdict.answer in _FREE


def _has_limb(limbs: Iterable[LimbRow], authority: str) -> bool:
    return any(limb.authority == authority for limb in limbs)


def _proposal(
    limbs: Sequence[LimbRow], body: str, of: str, authority: str, said: Sequence[Evidence]
) -> Proposal:
    sorts = {each.sort for each in said if each.counts}
    concerned = tuple(
        limb for limb in limbs if limb.authority == authority and sorts & set(limb.evidence)
    )
    ordered = tuple(sorted(said, key=lambda each: (each.sort == _SOON, each.said_by or date.max,
                                                   each.claim.key, each.sort)))  # fmt: skip
    return Proposal(body, of, authority, ordered, concerned, tuple(_missing(said, concerned)))


def _missing(said: Sequence[Evidence], limbs: Sequence[LimbRow]) -> Iterator[str]:
    """What an office would have to find before it could rest on this."""
    voices = sorted({each.voice for each in said if each.counts})
    if len(voices) < SOURCES_NEEDED:
        beside = f" beside {voices[0]}" if voices else ""
        yield f"{SOURCES_NEEDED - len(voices)} more independent source(s){beside}"
    if not limbs:
        yield "the limb of the law: not recorded for evidence of this kind"
    there = {each.sort for each in said}
    yield "nothing is documented of: " + ", ".join(tie for tie in TIES if tie not in there)
    if contested := sum(not each.counts and each.sort != _SOON for each in said):
        yield f"agreement: {contested} contested claim(s), which do not count"
    if undated := sum(each.said_by is None for each in said):
        yield f"when it was said: not recorded for {undated} claim(s)"
