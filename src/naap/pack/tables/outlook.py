"""Forecasts and answers that were recorded when they were made: derived, never claims.

``naap forecast record`` and ``naap evaluate --record`` write these tables. A row that stands is
never altered: a new record only adds rows.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from naap.pack.cells import Amount, Flag, Id, Ref, Share, Span, Text, Whole
from naap.pack.tables.row import Place, Row

__all__ = [
    "EvaluationRecordRow",
    "EvaluationRow",
    "EvaluationSeriesRow",
    "ForecastRecordRow",
    "ForecastRow",
]


class ForecastRecordRow(Row):
    """How and from what forecasts were made, one row for each time that they were recorded."""

    table = "forecast_records"
    key = "record_id"
    optional = True

    record_id: Id = Field(description="Id of the record.")
    made_on: Span = Field(description="The day on which it was made.")
    counted: Literal["deaths", "events"] = Field(description="What is counted.")
    counts: Text = Field(description="Where the counts came from: ledger, or the name of a file.")
    counts_from: Span = Field(description="The first month of them.")
    counts_to: Span = Field(description="The last month of them.")
    counts_sha256: Text = Field(
        description="Hash of all these counts, by place and month: another hash, other counts."
    )
    ledger_digest: Text | None = Field(None, description="The state of the ledger; empty: a file.")
    program: Text = Field(description="The version of the program.")
    model: Text = Field(description="The model.")
    settings_sha256: Text = Field(description="Hash of its settings.")
    draws: Whole = Field(ge=1, description="Draws that the quantiles were read off.")
    seed: Whole = Field(ge=0, description="The seed.")
    command: Text = Field(description="The command that made it.")


class ForecastRow(Row):
    """What a model said of one place and month: quantiles of its draws, and probabilities.

    Baselines say the same of every month ahead and have one row for each origin.
    """

    table = "forecasts"
    key = None
    unique = ("place_id", "origin", "model", "months_ahead")
    optional = True

    record_id: Annotated[Id, Ref("forecast_records")] = Field(description="How it was made.")
    place_id: Place = Field(description="The place.")
    origin: Span = Field(description="The last month whose counts were looked at.")
    model: Text = Field(description="The model, or the baseline it has to beat.")
    months_ahead: Whole | None = Field(
        None, ge=1, description="From the origin to the month told; empty: the same for each."
    )
    retrospective: Flag = Field(
        description="yes: made when later months had been counted already, without looking at them."
    )
    q05: Whole = Field(ge=0, description="In 1 of 20 draws the count was below or at this.")
    q25: Whole = Field(ge=0, description="In 1 of 4.")
    q50: Whole = Field(ge=0, description="In 1 of 2.")
    q75: Whole = Field(ge=0, description="In 3 of 4.")
    q95: Whole = Field(ge=0, description="In 19 of 20.")
    p1: Share = Field(description="Probability of at least 1.")
    p25: Share = Field(description="Probability of at least 25.")
    p100: Share = Field(description="Probability of at least 100.")


class EvaluationRecordRow(Row):
    """One question whether counts changed at an event, as it was asked and answered."""

    table = "evaluation_records"
    key = "record_id"
    optional = True

    record_id: Id = Field(description="Id of the record.")
    made_on: Span = Field(description="The day on which it was asked.")
    event_id: Annotated[Id, Ref("plans", "context_events")] = Field(description="The event.")
    event_on: Span = Field(description="Its first day.")
    outcome: Text = Field(description="What was counted, such as killed.")
    publisher: Text = Field(description="Whose counts.")
    scope: Text | None = Field(None, description="The scope of the counts.")
    first_after: Span = Field(description="The first month or year after the event.")
    ledger_digest: Text = Field(description="The state of the ledger.")
    counts_sha256: Text = Field(description="Hash of the series: another hash, other counts.")
    donors: Text | None = Field(None, description="The file of other countries; empty: none given.")
    donors_sha256: Text | None = Field(None, description="Hash of that file.")
    program: Text = Field(description="The version of the program.")
    seed: Whole = Field(ge=0, description="The seed.")
    command: Text = Field(description="The command that made it.")
    answer_en: Text = Field(description="The answer: what holds across designs, what does not.")
    answer_ur: Text | None = Field(None, description="The same in the second language.")


class EvaluationRow(Row):
    """What one design found: in the question itself, or in one asked a little differently."""

    table = "evaluations"
    key = None
    optional = True

    record_id: Annotated[Id, Ref("evaluation_records")] = Field(description="The question.")
    about: Literal["event", "date", "window", "outcome", "publisher", "area"] = Field(
        description="event: the question itself; else what was changed in it."
    )
    what: Text | None = Field(None, description="To what it was changed.")
    design: Literal["segmented", "breaks", "synthetic", "forecast"] = Field(
        description="The design."
    )
    finding: Literal["fewer", "more", "unclear", "untold"] = Field(
        description="fewer or more than expected, no change that stands out, or cannot be told."
    )
    ratio: Amount | None = Field(None, ge=0, description="Counts over what was expected.")
    ratio_low: Amount | None = Field(None, ge=0, description="Of its 95 % interval, the low end.")
    ratio_high: Amount | None = Field(None, ge=0, description="The high end.")
    difference: Amount | None = Field(None, description="Counts a month or year above expected.")
    p: Share | None = Field(None, description="How often as much is seen where nothing happened.")
    date_rank: Whole | None = Field(None, ge=1, description="Rank among other dates, 1 strongest.")
    dates: Whole | None = Field(None, ge=1, description="How many dates, with the event's own.")
    unit_rank: Whole | None = Field(None, ge=1, description="Rank among other countries.")
    units: Whole | None = Field(None, ge=1, description="How many countries, with its own.")
    breaks: Text | None = Field(None, description="Where the series breaks, by spaces.")
    made: Text = Field(description="How it was made, or why it cannot be told.")


class EvaluationSeriesRow(Row):
    """Counts around an event, and what a regression expects of them without a change."""

    table = "evaluation_series"
    key = None
    unique = ("record_id", "time")
    optional = True

    record_id: Annotated[Id, Ref("evaluation_records")] = Field(description="The question.")
    time: Span = Field(description="Month or year.")
    counted: Whole = Field(ge=0, description="The count.")
    expected: Amount = Field(ge=0, description="The count expected had nothing changed.")
