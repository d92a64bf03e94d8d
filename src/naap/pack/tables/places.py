"""Places, valid in time, and what happened there."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from naap.pack.cells import Amount, Flag, Id, Span, Text, Whole
from naap.pack.tables.row import Place, Points, Row, Source

__all__ = ["ContextEventRow", "PlaceLabelRow", "PlaceParentRow", "PlaceRow", "PopulationRow"]


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


class PlaceLabelRow(Row):
    """What an outside data set calls a place. Events of the data set are placed by these labels.

    A label may be valid in time: a province that was merged into another one has a row for each.
    """

    table = "place_labels"
    key = None
    optional = True

    data_set: Id = Field(
        description="The data set's source name, such as ucdp-ged; any: another name of the place, "
        "which any source may use."
    )
    label_1: Text = Field(description="Its label of the first-level area.")
    label_2: Text | None = Field(
        None, description="Its label of the second-level area; empty: events that name none."
    )
    place_id: Place = Field(description="The place meant: a province or a district.")
    valid_from: Span | None = Field(None, description="Events since when; empty: always.")
    valid_to: Span | None = Field(None, description="Events until when; empty: always.")
    source_id: Source = Field(description="Who says so; often our own judgement.")


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
