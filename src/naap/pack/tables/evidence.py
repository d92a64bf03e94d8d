"""What is known: sources, indicators, and the figures and ratings that were published."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from naap.pack.cells import Amount, Flag, Id, Ref, Span, Text
from naap.pack.tables.row import Basis, Body, Handling, Place, Point, Points, Row, Source

__all__ = ["FigureRow", "IndicatorRow", "QuantityRow", "RatingRow", "ScopeRow", "SourceRow"]


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
    speaks_for: Body | None = Field(
        None, description="The body whose statement it passes on, where it adds nothing of its own."
    )


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
    money: Literal["requested", "allocated", "released", "spent"] | None = Field(
        None,
        description="For money of the plan: at which step it is. Its points say what kind of "
        "measure it pays for. No part of a sum that is marked: it would count twice.",
    )
    small_counts: Literal["protected"] | None = Field(
        None,
        description="protected: it counts people in programmes, prisons or courts. Counts under "
        "five leave no review or export, nor what would give them back.",
    )
    data_set: Id | None = Field(
        None,
        description="Data set whose totals its values are; such figures are not counted among "
        "the published numbers about the plan.",
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
    as_printed: Text | None = Field(
        None,
        description="The number with its words as printed, where they matter: 9,00 kilometers.",
    )
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
