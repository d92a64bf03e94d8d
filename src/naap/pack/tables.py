"""The tables of a country pack: one class a table, one field a column.

The field-by-field documentation of the format is made from these classes.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from naap.pack.cells import Amount, Flag, Id, Ids, Ref, Share, Span, Text, Whole

__all__ = ["NO_TERM", "TABLES", "Row"]

NO_TERM = "sssom:NoTermFound"

Source = Annotated[Id, Ref("sources")]
Body = Annotated[Id, Ref("bodies")]
Place = Annotated[Id, Ref("places")]
Point = Annotated[Id, Ref("points")]
Points = Annotated[Ids, Ref("points")]
Organisation = Annotated[Id, Ref("organisations")]
Domain = Literal["kinetic", "non-kinetic", "mixed", "institutional"]
Basis = Literal[
    "official", "court record", "survey", "study", "media", "testimony", "own judgement"
]
Handling = Literal["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]


class Row(BaseModel):
    """One row of a table of the pack."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    table: ClassVar[str]
    key: ClassVar[str | None]
    """The column that holds the row's id, if other tables may name the row."""
    unique: ClassVar[tuple[str, ...]] = ()
    """Columns that no two rows may share; where there is neither, no two rows may be equal."""
    optional: ClassVar[bool] = False


class SourceRow(Row):
    """A document, page or table that statements were taken from, or our own judgement."""

    table = "sources"
    key = "source_id"

    source_id: Id = Field(description="Id of the source.")
    title: Text = Field(description="What it is, in words a reader can look for.")
    publisher: Text | None = Field(None, description="Who published it.")
    url: Text | None = Field(None, description="Where it was found.")
    published_on: Span | None = Field(None, description="When it was published, if known.")
    basis: Basis = Field(description="What kind of evidence it is.")
    seen: Literal["full text", "excerpt", "copy", "not recorded", "written here"] = Field(
        description="What the pack's authors had before them; 'written here' for own judgement."
    )
    licence: Text | None = Field(None, description="Terms, where they matter for publication.")
    attribution: Text | None = Field(None, description="The credit line that the licence asks for.")


class PlanRow(Row):
    """One version of the plan."""

    table = "plans"
    key = "plan_id"

    plan_id: Id = Field(description="Id of the version.")
    title_en: Text = Field(description="Its name in English.")
    title_ur: Text | None = Field(None, description="Its name in the second language.")
    adopted: Span = Field(description="When it was adopted.")
    replaces: Annotated[Id, Ref("plans")] | None = Field(None, description="The version before.")
    completeness: Literal["full", "partial"] = Field(
        description="Whether every point of the version is known to the pack."
    )
    points_stated: Whole | None = Field(
        None, ge=1, description="How many points it is said to have."
    )
    note_en: Text | None = Field(None, description="What a reader must know; said on its pages.")
    note_ur: Text | None = Field(None, description="The same in the second language.")
    source_id: Source = Field(description="Where the version is taken from.")


class PointRow(Row):
    """One point of one version. Its id is stable; its official number belongs to the version."""

    table = "points"
    key = "point_id"

    point_id: Id = Field(description="Stable id of the point.")
    plan_id: Annotated[Id, Ref("plans")] = Field(description="The version it belongs to.")
    number: Whole | None = Field(
        None, ge=1, description="Official number; empty where unpublished."
    )
    title_en: Text = Field(description="Short title, ours.")
    title_ur: Text | None = Field(None, description="The same in the second language.")
    text_official: Text | None = Field(None, description="The words of the plan, as published.")
    domain: Domain = Field(description="What kind of measure it is.")
    domain_source_id: Source = Field(description="Who says so; often our own judgement.")
    theme: Id = Field(description="Subject group; its words are in words.csv as theme.NAME.")
    responsibility: Literal["federal", "provincial", "federal+provincial", "not recorded"] = Field(
        "not recorded", description="Which level of government has to act."
    )
    certainty: Literal["confirmed", "number and topic seen", "topic seen", "not found"] = Field(
        description="How much of the point the source shows."
    )
    source_id: Source = Field(description="Where the point is taken from.")
    note: Text | None = Field(None, description="What a reader should know about the row.")


class PointNumberRow(Row):
    """A number that somebody else uses for a point, where it differs from the official one."""

    table = "point_numbers"
    key = None
    optional = True

    point_id: Point = Field(description="The point meant.")
    number: Whole = Field(ge=1, description="The number used for it.")
    source_id: Source = Field(description="Who uses it.")
    note: Text | None = Field(None, description="Context.")


class PointStateRow(Row):
    """A state in the life of a point. No state stands without a source."""

    table = "point_states"
    key = None
    optional = True

    point_id: Point = Field(description="The point.")
    state: Literal["proposed", "active", "completed", "elapsed", "superseded", "dropped"] = Field(
        description="completed: target met, with evidence; elapsed: its term ran out."
    )
    since: Span | None = Field(None, description="From when; empty where the source has no date.")
    reason_en: Text = Field(description="Why, in one sentence.")
    reason_ur: Text | None = Field(None, description="The same in the second language.")
    source_id: Source = Field(description="Who says so.")


class BodyRow(Row):
    """An office, ministry, committee, court, agency, think tank or newspaper: never a person."""

    table = "bodies"
    key = "body_id"

    body_id: Id = Field(description="Id of the body.")
    name_en: Text = Field(description="Its name in English.")
    name_ur: Text | None = Field(None, description="Its name in the second language.")
    short_en: Text | None = Field(None, description="Short name for charts.")
    short_ur: Text | None = Field(None, description="Short name in the second language.")
    type: Literal[
        "office", "ministry", "authority", "agency", "committee", "province", "court",
        "parliament", "think tank", "media", "civil society", "international", "data set", "other",
    ] = Field(description="What it is.")  # fmt: skip
    place_id: Place | None = Field(None, description="The area it answers for.")


class OwnerRow(Row):
    """Who has to do with a point, in what role, from when to when."""

    table = "owners"
    key = None
    optional = True

    point_id: Point = Field(description="The point.")
    body_id: Body = Field(description="The body.")
    role: Literal["accountable", "lead", "responsible", "supporting", "reporter", "registrar"] = (
        Field(description="What it does for the point.")
    )
    task_en: Text | None = Field(None, description="The part of the point that it answers for.")
    valid_from: Span | None = Field(None, description="From when.")
    valid_to: Span | None = Field(None, description="Until when.")
    source_id: Source = Field(description="Who says so.")


class CommitteeRow(Row):
    """A committee set up for a plan."""

    table = "committees"
    key = "committee_id"
    optional = True

    committee_id: Id = Field(description="Id of the committee.")
    plan_id: Annotated[Id, Ref("plans")] = Field(description="The version that it serves.")
    number: Whole | None = Field(None, ge=1, description="Its number in the source.")
    subject_en: Text = Field(description="What it was for.")
    subject_ur: Text | None = Field(None, description="The same in the second language.")
    point_id: Point | None = Field(None, description="The point it answers for.")
    head: Body | None = Field(None, description="The office that heads it; empty: not recovered.")
    constituted: Span | None = Field(None, description="When it was set up.")
    source_id: Source = Field(description="Who says so.")


class ActionRow(Row):
    """A task under a point, with owner and due date."""

    table = "actions"
    key = "action_id"
    optional = True

    action_id: Id = Field(description="Id of the action.")
    point_id: Point = Field(description="The point it serves.")
    title_en: Text = Field(description="What is to be done.")
    title_ur: Text | None = Field(None, description="The same in the second language.")
    domain: Domain | None = Field(None, description="Kind of measure, where it differs.")
    owner: Body | None = Field(None, description="Who has to do it.")
    starts: Span | None = Field(None, description="Planned start.")
    due: Span | None = Field(None, description="Due date.")
    verified_by: Text | None = Field(None, description="Means of verification.")
    official: Flag = Field(description="yes: published by the state; no: a proposal of the pack.")
    source_id: Source = Field(description="Who says so.")


class IndicatorRow(Row):
    """A measure drafted for the plan: what should be counted."""

    table = "indicators"
    key = "indicator_id"
    optional = True

    indicator_id: Id = Field(description="Id of the indicator.")
    point_ids: Points = Field(description="The points it measures, separated by |.")
    level: Literal["input", "process", "output", "outcome", "impact", "safeguard", "context"] = (
        Field(description="Where it stands in the chain of results.")
    )
    name_en: Text = Field(description="Its name.")
    name_ur: Text | None = Field(None, description="The same in the second language.")
    numerator: Text = Field(description="What is counted.")
    denominator: Text | None = Field(None, description="Out of what; empty for counts.")
    unit: Text = Field(description="Unit of the value.")
    direction: Literal["up", "down", "none"] = Field(
        description="Which way is better; none where the plan may not wish for either."
    )
    measure: Literal["flow", "stock", "cumulative", "ratio", "milestone"] = Field(
        description="flow: in a period; stock: at a date; cumulative: since a start."
    )
    aggregation: Literal["sum", "last", "ratio of sums", "none"] = Field(
        description="How values of parts or months make one of the whole."
    )
    frequency: Text = Field(description="How often it should be reported.")
    disaggregation: Text | None = Field(None, description="By what it should be broken down.")
    publishers: Text | None = Field(None, description="Who has the numbers, in words.")
    published_today: Text | None = Field(None, description="Whether they publish them now.")
    measurable: Flag = Field(description="no: not measurable as written.")
    caveat: Text | None = Field(None, description="What a reader must know.")
    source_id: Source = Field(description="Where the idea is taken from; often our own judgement.")


class QuantityRow(Row):
    """What a publisher counts, in the publisher's own sense. Figures are values of quantities."""

    table = "quantities"
    key = "quantity_id"

    quantity_id: Id = Field(description="Id of the quantity.")
    name_en: Text = Field(description="What is counted.")
    name_ur: Text | None = Field(None, description="The same in the second language.")
    unit: Text = Field(description="Unit, in the plural: attacks, persons, million litres.")
    measure: Literal["flow", "stock", "cumulative", "ratio"] = Field(
        description="flow: in a period; stock: at a date; cumulative: since a start."
    )
    point_ids: Points = Field(description="Points that it speaks about, separated by |.")
    indicator_id: Annotated[Id, Ref("indicators")] | None = Field(
        None, description="The indicator it comes nearest to."
    )
    note: Text | None = Field(None, description="What a reader must know.")


class ScopeRow(Row):
    """What a publisher's count takes in and leaves out."""

    table = "scopes"
    key = "scope_id"
    optional = True

    scope_id: Id = Field(description="Id of the scope.")
    title_en: Text = Field(description="A few words for a chart or table.")
    title_ur: Text | None = Field(None, description="The same in the second language.")
    includes: Text = Field(description="What is counted and what is not.")
    source_id: Source = Field(description="Who says so.")


class FigureRow(Row):
    """A published number. Files of this table are figures.csv and any figures_NAME.csv."""

    table = "figures"
    key = "record_id"
    optional = True

    record_id: Id = Field(description="Id of the row; it never changes its meaning.")
    publisher: Body = Field(description="Who counted.")
    quantity_id: Annotated[Id, Ref("quantities")] = Field(description="What was counted.")
    period: Span = Field(
        description="What time it speaks of: a period for a flow, a date for a stock, "
        "a span for a cumulative count."
    )
    place_id: Place = Field(description="What area it speaks of.")
    scope_id: Annotated[Id, Ref("scopes")] | None = Field(None, description="What is in and out.")
    value: Amount = Field(description="The number, plain: no thousands separators.")
    qualifier: Literal["exact", "at least", "more than", "about", "up to"] = Field(
        "exact", description="The word that stands before the number in the source."
    )
    breakdown: Text | None = Field(None, description="Parts that the source gives, as printed.")
    aggregate_of: Id | None = Field(
        None, description="Data set whose accounts, once in the ledger, replace this row."
    )
    stated_on: Span | None = Field(None, description="When it was said; empty: not recorded.")
    document: Text | None = Field(None, description="Document, if not the source as a whole.")
    locator: Text | None = Field(None, description="Page, table, row; empty: not recorded.")
    source_id: Source = Field(description="Who carried it.")
    handling: Handling = Field("TLP:CLEAR", description="Who may see it.")
    note: Text | None = Field(None, description="What a reader must know.")


class RatingRow(Row):
    """What an assessor thought of a point."""

    table = "ratings"
    key = "record_id"
    optional = True

    record_id: Id = Field(description="Id of the row.")
    assessor: Body = Field(description="Who rated.")
    method_en: Text = Field(description="How, in a few words.")
    point_id: Point = Field(description="The point rated.")
    period: Span = Field(description="The time that the rating speaks of.")
    rating: Text = Field(description="The rating in the assessor's words.")
    stated_on: Span | None = Field(None, description="When it was said.")
    locator: Text | None = Field(None, description="Page, table, row.")
    source_id: Source = Field(description="Who carried it.")
    handling: Handling = Field("TLP:CLEAR", description="Who may see it.")
    note: Text | None = Field(None, description="What a reader must know.")


class CrosswalkRow(Row):
    """How a point of one version relates to a point of another, in the SSSOM columns."""

    table = "crosswalk"
    key = None
    unique = ("subject_id", "predicate_id", "object_id", "author_label")
    optional = True

    subject_id: Point = Field(description="Point of the earlier version.")
    predicate_id: Literal[
        "skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch",
        "skos:relatedMatch", "sssom:NoTermFound",
    ] = Field(description="exact and close: kept; broad: went into a wider point.")  # fmt: skip
    object_id: Annotated[str, Ref("points", "frameworks", besides=NO_TERM)] = Field(
        description="Point of the later version, or sssom:NoTermFound."
    )
    mapping_justification: Text = Field(description="A semapv term.")
    confidence: Share = Field(description="0 to 1.")
    author_label: Text = Field(description="Who made the mapping: a body, never a person.")
    comment: Text | None = Field(None, description="Why.")
    source_id: Source = Field(description="What it rests on.")


class FrameworkRow(Row):
    """A policy, law or strategy that the plan stands beside."""

    table = "frameworks"
    key = "framework_id"
    optional = True

    framework_id: Id = Field(description="Id of the framework.")
    title_en: Text = Field(description="Its name.")
    title_ur: Text | None = Field(None, description="The same in the second language.")
    level: Literal["national", "provincial", "international"] = Field(description="Whose it is.")
    adopted: Span | None = Field(None, description="When it was adopted.")
    note: Text | None = Field(None, description="What a reader must know.")
    source_id: Source = Field(description="Who says so.")


class PlaceRow(Row):
    """A country, province or district, valid in time."""

    table = "places"
    key = "place_id"

    place_id: Id = Field(description="P-code where one exists.")
    name_en: Text = Field(description="Its name, as the pack prints it.")
    name_ur: Text | None = Field(None, description="The same in the second language.")
    level: Literal["country", "province", "district"] = Field(description="What it is.")
    valid_from: Span | None = Field(None, description="Since when; empty: not recorded.")
    valid_to: Span | None = Field(None, description="Last day; empty: still valid.")
    longitude: Amount | None = Field(None, ge=-180, le=180, description="Degrees east of a point.")
    latitude: Amount | None = Field(None, ge=-90, le=90, description="Degrees north of a point.")
    area_km2: Amount | None = Field(None, gt=0, description="Area in square kilometres.")
    position: Whole | None = Field(None, ge=1, description="Place in the fixed geographic order.")
    source_id: Source = Field(description="Who says so.")
    note: Text | None = Field(None, description="What a reader must know.")


class PlaceParentRow(Row):
    """Which place another lies in, from when to when."""

    table = "place_parents"
    key = None
    optional = True

    place_id: Place = Field(description="The smaller place.")
    parent_id: Place = Field(description="The larger place.")
    valid_from: Span | None = Field(None, description="Since when; empty: not recorded.")
    valid_to: Span | None = Field(None, description="Last day; empty: still valid.")
    source_id: Source = Field(description="Who says so.")


class PopulationRow(Row):
    """People counted in a place."""

    table = "populations"
    key = None
    unique = ("place_id", "counted", "source_id")
    optional = True

    place_id: Place = Field(description="The place.")
    counted: Span = Field(description="Date or year of the count.")
    population: Whole = Field(ge=0, description="Persons.")
    source_id: Source = Field(description="Who says so.")
    note: Text | None = Field(None, description="What a reader must know.")


class ContextEventRow(Row):
    """What else happened: operations, sunset dates, closures. Drawn beside series, never blamed."""

    table = "context_events"
    key = "event_id"
    optional = True

    event_id: Id = Field(description="Id of the event.")
    title_en: Text = Field(description="A few words for a chart.")
    title_ur: Text | None = Field(None, description="The same in the second language.")
    type: Literal["plan", "operation", "attack", "law", "border", "talks", "administration"] = (
        Field(description="What kind of event.")
    )
    when: Span = Field(description="Day, month or span.")
    point_ids: Points = Field(description="Points it bears on, separated by |.")
    prominent: Flag = Field(description="yes: drawn on charts; no: listed only.")
    source_id: Source = Field(description="Who says so.")


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
    note: Text | None = Field(None, description="What a reader must know.")


class ActorRow(Row):
    """A party to events in an outside data set: a registered organisation or a reviewed label."""

    table = "actors"
    key = None
    unique = ("data_set", "actor_id")
    optional = True

    data_set: Id = Field(description="The data set's source name, such as ucdp-ged.")
    actor_id: Text = Field(description="The data set's own id of the party.")
    org_id: Organisation | None = Field(None, description="The registered organisation, if one.")
    label_en: Text = Field(description="What pages call it: an organisation or group of people.")
    label_ur: Text | None = Field(None, description="The same in the second language.")
    reviewed: Flag = Field(description="yes: somebody has checked that it names no person.")


class WordRow(Row):
    """A word of the pack in both languages: themes, domains, states, units, disclaimers."""

    table = "words"
    key = None
    unique = ("word",)

    word: Annotated[str, Field(pattern=r"^[a-z0-9_.+ -]+$")] = Field(
        description="What it is the word for: theme.justice, unit.persons."
    )
    en: Text = Field(description="In English.")
    ur: Text | None = Field(None, description="In the second language.")
    reviewed: Flag = Field(description="yes: a reader of the second language has agreed.")


TABLES: dict[str, type[Row]] = {
    row.table: row
    for row in (
        SourceRow, PlanRow, PointRow, PointNumberRow, PointStateRow, BodyRow, OwnerRow,
        CommitteeRow, ActionRow, IndicatorRow, QuantityRow, ScopeRow, FigureRow, RatingRow,
        CrosswalkRow, FrameworkRow, PlaceRow, PlaceParentRow, PopulationRow, ContextEventRow,
        OrganisationRow, NameRow, RelationRow, ListingRow, ActorRow, WordRow,
    )
}  # fmt: skip
