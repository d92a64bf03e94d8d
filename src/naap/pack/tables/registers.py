"""What was decided, what is to be reached, and what was to be delivered by when."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from naap.pack.cells import Amount, Flag, Id, Ids, Ref, Span, Text
from naap.pack.tables.row import Place, Point, Row, Source

__all__ = ["DecisionRow", "MilestoneRow", "TargetRow"]

Quantity = Annotated[Id, Ref("quantities")]


class DecisionRow(Row):
    """What a meeting decided, who has to see to it, and what became of it."""

    table = "decisions"
    key = "decision_id"
    optional = True

    decision_id: Id = Field(description="Id of the decision.")
    meeting_en: Text = Field(description="The meeting that decided.")
    meeting_ur: Text | None = Field(None, description="The same in the second language.")
    held: Span = Field(description="When it met.")
    point_id: Point | None = Field(None, description="The point; empty: the plan as a whole.")
    text_en: Text = Field(description="What was decided, in one sentence.")
    text_ur: Text | None = Field(None, description="The same in the second language.")
    responsible: Annotated[Ids, Ref("bodies")] = Field(
        (), description="Who has to see to it, separated by |; empty: the source names nobody."
    )
    due: Span | None = Field(None, description="By when; empty: the source gives no date.")
    action_id: Annotated[Id, Ref("actions")] | None = Field(
        None, description="The action of the plan that carries it out."
    )
    repeats: Annotated[Id, Ref("decisions")] | None = Field(
        None, description="The earlier decision that is given again."
    )
    follow_up_en: Text | None = Field(None, description="What was done about it.")
    follow_up_ur: Text | None = Field(None, description="The same in the second language.")
    followed_up_on: Span | None = Field(None, description="When that was.")
    follow_up_source_id: Source | None = Field(None, description="Who says what was done.")
    source_id: Source = Field(description="Who says what was decided.")
    note: Text | None = Field(None, description="What a reader must know.")


class TargetRow(Row):
    """What an indicator is to reach, in which area, by when, and from where it starts."""

    table = "targets"
    key = "target_id"
    optional = True

    target_id: Id = Field(description="Id of the target.")
    indicator_id: Annotated[Id, Ref("indicators")] = Field(description="The indicator.")
    quantity_id: Quantity | None = Field(
        None, description="The quantity whose figures show it; empty: the indicator's only one."
    )
    per_quantity_id: Quantity | None = Field(
        None, description="For a share: the quantity that the other is divided by."
    )
    place_id: Place | None = Field(None, description="The area; empty: the country.")
    text_en: Text | None = Field(None, description="The target in the words of its source.")
    text_ur: Text | None = Field(None, description="The same in the second language.")
    baseline_period: Span | None = Field(None, description="What time the baseline speaks of.")
    baseline_value: Amount | None = Field(
        None, description="Where it starts, in the unit of the quantity, or of the share."
    )
    target_period: Span | None = Field(None, description="By when; empty: the source says nothing.")
    target_value: Amount | None = Field(
        None, description="What is to be reached; empty: the source gives no number."
    )
    official: Flag = Field(description="yes: published by the state; no: a proposal of the pack.")
    source_id: Source = Field(description="Who says so.")


class MilestoneRow(Row):
    """A step of an action that can be seen to be done."""

    table = "milestones"
    key = "milestone_id"
    optional = True

    milestone_id: Id = Field(description="Id of the milestone.")
    action_id: Annotated[Id, Ref("actions")] = Field(description="The action that it belongs to.")
    title_en: Text = Field(description="What is there when it is reached.")
    title_ur: Text | None = Field(None, description="The same in the second language.")
    due: Span = Field(description="By when.")
    delivered: Span | None = Field(None, description="When it was delivered; empty: not known to.")
    evidence_source_id: Source | None = Field(None, description="What shows that it was.")
    official: Flag = Field(description="yes: published by the state; no: a proposal of the pack.")
    source_id: Source = Field(description="Who says that it is a milestone.")
