"""The plan: its versions, points, who has to act, and how one version becomes another."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from naap.pack.cells import Flag, Id, Ref, Share, Span, Text, Whole
from naap.pack.tables.row import Body, Domain, Place, Point, Row, Source

__all__ = [
    "NO_TERM",
    "ActionRow",
    "BodyRow",
    "CommitteeRow",
    "CrosswalkRow",
    "FrameworkRow",
    "OwnerRow",
    "PlanRow",
    "PointNumberRow",
    "PointRow",
    "PointStateRow",
]

NO_TERM = "sssom:NoTermFound"


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
    term_ends: Span | None = Field(
        None, description="The last day of its term, where the plan or a law gives it one."
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
    part_of: Body | None = Field(
        None, description="The body it belongs to, where what both say is the word of one."
    )


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
