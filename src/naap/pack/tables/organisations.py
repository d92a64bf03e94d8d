"""Organisations: their names, relations and listings, and parties to events."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from naap.pack.cells import Flag, Id, Ids, Span, Text
from naap.pack.tables.row import Body, Handling, Organisation, Row, Source

__all__ = [
    "ActorRow", "LimbRow", "ListingRow", "NameRow", "OrganisationRow", "RelationRow", "TieRow",
]  # fmt: skip


class OrganisationRow(Row):
    """A registered organisation. Registration says nothing about it; listings and relations do."""

    table = "organisations"
    key = "org_id"
    optional = True

    org_id: Id = Field(description="Id of the organisation.")
    name_en: Text = Field(description="The name that pages use.")
    name_ur: Text | None = Field(None, description="The same in the second language.")
    acronym: Text | None = Field(None, description="Its usual short form.")
    note: Text | None = Field(None, description="What a reader must know.")


class NameRow(Row):
    """A spelling that a source uses for an organisation."""

    table = "names"
    key = "record_id"
    optional = True

    record_id: Id = Field(description="Id of the row.")
    org_id: Organisation = Field(description="The organisation meant.")
    name: Text = Field(description="The name as printed.")
    script: Literal["Latn", "Arab"] = Field(description="ISO 15924 code of the script.")
    kind: Literal["name", "acronym", "gloss", "alias"] = Field(description="What it is.")
    eponym: Flag = Field(False, description="yes: the name holds the name of a person.")
    source_id: Source = Field(description="Who prints it.")
    handling: Handling = Field("TLP:CLEAR", description="Who may see it.")


class RelationRow(Row):
    """What a source says about two organisations."""

    table = "relations"
    key = "record_id"
    optional = True

    record_id: Id = Field(description="Id of the row.")
    relation: Literal[
        "renamed_to", "splinter_of", "merged_into", "formed_by_union", "part_of", "front_for",
        "wing_of", "alias_of", "allied_with", "rival_of", "rejoined", "dissolved",
        "official_label", "successor_of",
    ] = Field(description="What the source says of them.")  # fmt: skip
    from_org: Organisation = Field(description="The organisation that the sentence is about.")
    to_org: Organisation | None = Field(None, description="The other one; empty for dissolved.")
    valid_from: Span | None = Field(None, description="Since when, as printed.")
    valid_to: Span | None = Field(None, description="Until when.")
    confidence: Literal["high", "medium", "low", "contested"] = Field(description="How sure.")
    source_id: Source = Field(description="Who says so.")
    handling: Handling = Field("TLP:CLEAR", description="Who may see it.")
    note: Text | None = Field(None, description="What a reader must know.")


class ListingRow(Row):
    """An authority puts an organisation on its list, or takes it off."""

    table = "listings"
    key = "record_id"
    optional = True

    record_id: Id = Field(description="Id of the row.")
    org_id: Organisation = Field(description="The organisation.")
    event: Literal["listed", "delisted", "under observation", "on list, date unknown"] = Field(
        description="What the authority did."
    )
    authority: Body = Field(description="Whose list it is.")
    instrument: Text = Field(description="The law or list.")
    when: Span | None = Field(None, description="Date of the event; empty: not recorded.")
    verified: Flag = Field(description="yes: the date was read in the source itself.")
    source_id: Source = Field(description="Who says so.")
    handling: Handling = Field("TLP:CLEAR", description="Who may see it.")
    note: Text | None = Field(None, description="What a reader must know.")


class TieRow(Row):
    """What a source tells that ties an organisation to another. It makes no one body of two."""

    table = "ties"
    key = "record_id"
    optional = True

    record_id: Id = Field(description="Id of the row.")
    tie: Literal[
        "premises", "officers", "symbols", "publications", "founder", "activity", "alias"
    ] = Field(
        description="What they share. officers: by role; founder: a body that a source names; "
        "activity: after a ban; alias: an authority takes one for the other."
    )  # fmt: skip
    org_id: Organisation = Field(description="The organisation that it is told of.")
    other_org: Organisation = Field(description="The one that it is tied to.")
    when: Span | None = Field(None, description="When it was so; empty: not recorded.")
    role: Text | None = Field(None, description="Of officers: their role; never a name.")
    told: Text = Field(description="What the source tells, in few words.")
    confidence: Literal["high", "medium", "low", "contested"] = Field(description="How sure.")
    source_id: Source = Field(description="Who says so.")
    stated_on: Span | None = Field(
        None, description="When it was said; empty: when the source was published."
    )
    handling: Handling = Field("TLP:CLEAR", description="Who may see it.")
    note: Text | None = Field(None, description="What a reader must know.")


class LimbRow(Row):
    """One ground on which a law lets an authority list an organisation."""

    table = "limbs"
    key = "limb_id"
    optional = True

    limb_id: Id = Field(description="Id of the row.")
    authority: Body = Field(description="Whose list the law is about.")
    provision: Text = Field(description="The law and its section.")
    says_en: Text = Field(description="What the ground is, as the source tells it.")
    says_ur: Text | None = Field(None, description="The same in the second language.")
    evidence: Ids = Field(
        (), description="Relations and ties that would bear on it, separated by |."
    )
    evidence_source_id: Source = Field(description="Who says so; often our own judgement.")
    source_id: Source = Field(description="Where the ground is taken from.")
    note: Text | None = Field(None, description="What a reader must know.")


class ActorRow(Row):
    """A party to events, or an entry of a list, in an outside data set: organisation or label."""

    table = "actors"
    key = None
    unique = ("data_set", "actor_id")
    optional = True

    data_set: Id = Field(description="The data set's source name, such as ucdp-ged or ofac-sdn.")
    actor_id: Text = Field(description="The data set's own id of the party or entry.")
    org_id: Organisation | None = Field(None, description="The registered organisation, if one.")
    label_en: Text = Field(description="What pages call it: an organisation or group of people.")
    label_ur: Text | None = Field(None, description="The same in the second language.")
    reviewed: Flag = Field(description="yes: somebody has checked that it names no person.")
