"""Who owes a report to the coordinating office, about what, for which period, and by when."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from naap.pack.cells import Flag, Id, Ids, Ref, Span, Text, Whole
from naap.pack.tables.row import Handling, Point, Row, Source

__all__ = ["Frequency", "HolidayRow", "ObligationRow"]

Frequency = Literal["monthly", "quarterly", "half-yearly", "yearly", "fiscal-yearly"]


class ObligationRow(Row):
    """What bodies owe a report on, again and again: an indicator or an action, area by area."""

    table = "obligations"
    key = "obligation_id"
    optional = True

    obligation_id: Id = Field(description="Id of the obligation.")
    body_ids: Annotated[Ids, Ref("bodies")] = Field(
        (), description="Who owes it, each for itself; at least one body."
    )
    point_id: Point = Field(description="The point reported on.")
    indicator_id: Annotated[Id, Ref("indicators")] | None = Field(
        None, description="The indicator reported; empty where an action is."
    )
    quantity_ids: Annotated[Ids, Ref("quantities")] = Field(
        (),
        description="The quantities asked for; empty: all of the indicator but data sets' totals.",
    )
    action_id: Annotated[Id, Ref("actions")] | None = Field(
        None, description="The action whose state is reported; empty where an indicator is."
    )
    place_ids: Annotated[Ids, Ref("places")] = Field(
        (), description="The areas, each on a row of its own; empty: the body's own area."
    )
    frequency: Frequency = Field(description="How often; the report comes when the period ends.")
    due_days: Whole = Field(
        ge=0, le=366, description="Days from the end of the period to the due date."
    )
    grace_days: Whole = Field(
        0, ge=0, le=366, description="Days after the due date before a report counts as missing."
    )
    valid_from: Span | None = Field(None, description="First period owed begins on or after it.")
    valid_to: Span | None = Field(None, description="Last period owed ends on or before it.")
    handling: Handling = Field("TLP:CLEAR", description="Label that what is reported gets.")
    official: Flag = Field(
        description="yes: ordered by the state; no: a proposal of the pack, and pages say so."
    )
    source_id: Source = Field(description="Who says so.")


class HolidayRow(Row):
    """A day on which offices are closed: what is due then is due on the next working day."""

    table = "holidays"
    key = None
    unique = ("day",)
    optional = True

    day: Span = Field(description="The day, or several such as 2016-07-06/2016-07-08.")
    name_en: Text = Field(description="What is kept.")
    name_ur: Text | None = Field(None, description="The same in the second language.")
    source_id: Source = Field(description="Who says so.")
