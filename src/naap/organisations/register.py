"""The register: what sources say of organisations' names, relations and listings, as of a moment.

Nothing here decides who an organisation is. A claim says who says so; claims that differ stand
beside each other, and one that was withdrawn is still told, as withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal, TypeVar

from naap.engine import Engine
from naap.ledger.disk import reading
from naap.ledger.handling import readable
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.ledger.state import NOW, commits_until, history_sql, latest_sql
from naap.pack import Pack
from naap.pack.tables import BodyRow, OrganisationRow, SourceRow
from naap.periods import Period, parse_period

__all__ = ["Body", "Listing", "Name", "Register", "Relation", "Said", "Tie", "read_register"]

Status = Literal["asserted", "contested", "retracted"]


@dataclass(frozen=True)
class Said:
    """The part that every claim about organisations has: who said it, where and when."""

    claim_id: str
    key: str
    source: str
    publisher: str | None
    basis: str
    stated_on: Period | None
    recorded_on: date
    handling: str
    status: Status
    note: str | None


@dataclass(frozen=True)
class Name(Said):
    """A spelling that a source uses."""

    organisation: str
    name: str
    script: str
    name_kind: str
    eponym: bool
    valid_from: Period | None
    valid_to: Period | None


@dataclass(frozen=True)
class Relation(Said):
    """How two organisations stand to each other, as a source has it."""

    relation: str
    from_org: str
    to_org: str | None
    valid_from: Period | None
    valid_to: Period | None
    confidence: str | None


@dataclass(frozen=True)
class Listing(Said):
    """What an authority did with its list; ``when`` is None where no date was found."""

    organisation: str
    event: str
    authority: str
    instrument: str
    when: Period | None
    verified: bool


@dataclass(frozen=True)
class Tie(Said):
    """Something that a source tells which ties one organisation to another."""

    tie: str
    organisation: str
    other: str
    when: Period | None
    role: str | None
    told: str
    confidence: str | None


@dataclass(frozen=True)
class Body:
    """An organisation of the pack, or an entry of an imported list that the pack does not know."""

    org_id: str
    name_en: str
    name_ur: str | None = None
    acronym: str | None = None
    in_pack: bool = True


C = TypeVar("C", bound=Said)


@dataclass(frozen=True)
class Register:
    """Every claim about organisations that held at a moment, and those withdrawn by then."""

    digest: str
    released: date
    bodies: Mapping[str, Body]
    authorities: Mapping[str, str]
    """Name of each authority that lists anything, by its id, in the order of the pack."""
    names: tuple[Name, ...]
    relations: tuple[Relation, ...]
    listings: tuple[Listing, ...]
    withdrawn: tuple[Said, ...] = ()
    """Claims that were retracted by then: told, but they count for nothing."""
    source_titles: Mapping[str, str] = field(default_factory=dict, repr=False)
    ties: tuple[Tie, ...] = ()
    voices: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    """Whose word each source carries, and each body gives. Offices of one government are one."""

    @cached_property
    def listings_of(self) -> Mapping[str, tuple[Listing, ...]]:
        return _by(self.listings, lambda each: (each.organisation,))

    @cached_property
    def names_of(self) -> Mapping[str, tuple[Name, ...]]:
        return _by(self.names, lambda each: (each.organisation,))

    @cached_property
    def relations_of(self) -> Mapping[str, tuple[Relation, ...]]:
        """Relations in which an organisation stands on either side."""
        return _by(
            self.relations, lambda each: {each.from_org, *([each.to_org] if each.to_org else [])}
        )

    def name_of(self, org_id: str, language: str = "en") -> str:
        """What pages call it; the English name where the language has none."""
        body = self.bodies[org_id]
        return (body.name_ur if language == "ur" else None) or body.name_en

    def short_of(self, org_id: str) -> str:
        """Its acronym, or its name where it has none."""
        body = self.bodies[org_id]
        return body.acronym or body.name_en

    def voice_of(self, said: Said) -> str:
        """Whose word a claim is: of the body that gave it, or of whom its source speaks for."""
        return (
            self.voices.get(("body", said.publisher or ""))
            or self.voices.get(("source", said.source))
            or said.source
        )

    def source_title(self, source: str) -> str:
        return self.source_titles.get(source, source)


def read_register(snapshot: Snapshot, pack: Pack) -> Register:
    """The register as the snapshot's reader sees it."""
    reader = _Reader(pack.settings.fiscal_year_starts)
    held: dict[str, list[Any]] = {}
    gone: list[Said] = []
    with reading(snapshot.ledger.folder), Engine() as engine:
        readers = {
            "name": reader.name, "relation": reader.relation, "listing": reader.listing,
            "tie": reader.tie,
        }  # fmt: skip
        for kind, made in readers.items():
            rows = engine.rows(
                f"SELECT * FROM ({snapshot.sql(kind_named(kind))}) ORDER BY series, record_key"
            )
            held[kind] = [made(row, "asserted") for row in rows]
            gone += [made(row, "retracted") for row in engine.rows(_withdrawn(snapshot, kind))]
    listing_authorities = {each.authority for each in held["listing"]}
    return Register(
        digest=snapshot.digest,
        released=pack.settings.released,
        bodies=_bodies(pack, held["name"], held["listing"]),
        authorities={
            row.body_id: row.short_en or row.name_en
            for row in pack.rows(BodyRow)
            if row.body_id in listing_authorities
        },
        names=tuple(held["name"]),
        relations=tuple(held["relation"]),
        listings=tuple(held["listing"]),
        withdrawn=tuple(gone),
        source_titles={row.source_id: row.title for row in pack.rows(SourceRow)},
        ties=tuple(held["tie"]),
        voices=_voices(pack),
    )


def _voices(pack: Pack) -> dict[tuple[str, str], str]:
    """Name of who speaks, by source and by body: two that pass on one statement are not two."""
    found = {("body", row.body_id): _speaker(pack, row.body_id) for row in pack.rows(BodyRow)}
    for source in pack.rows(SourceRow):
        body = source.speaks_for
        said = _speaker(pack, body) if body else source.publisher or source.title
        found["source", source.source_id] = said
    return found


def _speaker(pack: Pack, body_id: str) -> str:
    """The largest body that it belongs to; a circle is cut where it closes."""
    seen = [body_id]
    while (larger := pack.get(BodyRow, seen[-1]).part_of) is not None and larger not in seen:
        seen.append(larger)
    return pack.get(BodyRow, seen[-1]).name_en


def _withdrawn(snapshot: Snapshot, kind_name: str) -> str:
    """SQL for the content of claims whose last operation took them back, under today's labels."""
    kind = kind_named(kind_name)
    folder, log = snapshot.ledger.folder, snapshot.log
    commits = commits_until(folder, log, kind, snapshot.moment)
    today = latest_sql(kind, commits_until(folder, log, kind, NOW), NOW)
    labels = ", ".join(f"'{label}'" for label in readable(snapshot.clearance))
    return (
        "SELECT DISTINCT ON (told.key_id) told.* REPLACE (last.recorded_at AS recorded_at) "
        f"FROM ({history_sql(kind, commits)}) told "
        f"JOIN ({latest_sql(kind, commits, snapshot.moment)}) last USING (key_id, claim_id) "
        f"JOIN (SELECT key_id FROM ({today}) WHERE handling IN ({labels})) USING (key_id) "
        "WHERE last.op = 'retract' AND told.op <> 'retract' AND told.series IS NOT NULL "
        "ORDER BY told.key_id, told.number DESC"
    )


def _bodies(pack: Pack, names: Iterable[Name], listings: Iterable[Listing]) -> dict[str, Body]:
    found = {
        row.org_id: Body(row.org_id, row.name_en, row.name_ur, row.acronym)
        for row in pack.rows(OrganisationRow)
    }
    for name in names:  # an entry comes with its own name before its aliases
        if name.organisation not in found or (
            name.name_kind == "name" and not found[name.organisation].in_pack
        ):
            found[name.organisation] = Body(name.organisation, name.name, in_pack=False)
    for listing in listings:
        unnamed = Body(listing.organisation, listing.organisation, in_pack=False)
        found.setdefault(listing.organisation, unnamed)
    return found


@dataclass(frozen=True)
class _Reader:
    """Rows of the ledger as claims of the register."""

    fiscal_year_starts: int

    def name(self, row: Mapping[str, Any], status: Status) -> Name:
        return Name(
            **self._said("name", row, status),
            organisation=row["organisation"],
            name=row["name"],
            script=row["script"],
            name_kind=row["name_kind"],
            eponym=bool(row["eponym"]),
            valid_from=self._period(row["valid_from"]),
            valid_to=self._period(row["valid_to"]),
        )

    def relation(self, row: Mapping[str, Any], status: Status) -> Relation:
        contested = status == "asserted" and row["confidence"] == "contested"
        return Relation(
            **self._said("relation", row, "contested" if contested else status),
            relation=row["relation"],
            from_org=row["from_organisation"],
            to_org=row["to_organisation"],
            valid_from=self._period(row["valid_from"]),
            valid_to=self._period(row["valid_to"]),
            confidence=row["confidence"],
        )

    def listing(self, row: Mapping[str, Any], status: Status) -> Listing:
        return Listing(
            **self._said("listing", row, status),
            organisation=row["organisation"],
            event=row["event"],
            authority=row["authority"],
            instrument=row["instrument"],
            when=self._period(row["happened_on"]),
            verified=bool(row["verified"]),
        )

    def tie(self, row: Mapping[str, Any], status: Status) -> Tie:
        contested = status == "asserted" and row["confidence"] == "contested"
        return Tie(
            **self._said("tie", row, "contested" if contested else status),
            tie=row["tie"],
            organisation=row["organisation"],
            other=row["other_organisation"],
            when=self._period(row["happened_on"]),
            role=row["role"],
            told=row["told"],
            confidence=row["confidence"],
        )

    def _said(self, kind: str, row: Mapping[str, Any], status: Status) -> dict[str, Any]:
        return {
            "claim_id": row["claim_id"],
            "key": f"{kind}/{row['series']}/{row['record_key']}",
            "source": row["source"],
            "publisher": row["publisher"],
            "basis": row["basis"],
            "stated_on": self._period(row["stated_on"]),
            "recorded_on": row["recorded_at"].date(),
            "handling": row["handling"],
            "status": status,
            "note": row["note"],
        }

    def _period(self, text: str | None) -> Period | None:
        return None if text is None else parse_period(text, self.fiscal_year_starts)


def _by(claims: Iterable[C], keys: Any) -> dict[str, tuple[C, ...]]:
    found: dict[str, list[C]] = {}
    for each in claims:
        for key in keys(each):
            found.setdefault(key, []).append(each)
    return {key: tuple(each) for key, each in found.items()}
