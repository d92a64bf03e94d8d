"""The tables of a country pack: one class a table, one field a column.

The field-by-field documentation of the format is made from these classes.
"""

from __future__ import annotations

from naap.pack.tables.evidence import (
    FigureRow,
    IndicatorRow,
    QuantityRow,
    RatingRow,
    ScopeRow,
    SourceRow,
)
from naap.pack.tables.organisations import (
    ActorRow,
    LimbRow,
    ListingRow,
    NameRow,
    OrganisationRow,
    RelationRow,
    TieRow,
)
from naap.pack.tables.outlook import (
    EvaluationRecordRow,
    EvaluationRow,
    EvaluationSeriesRow,
    ForecastRecordRow,
    ForecastRow,
)
from naap.pack.tables.places import (
    ContextEventRow,
    PlaceLabelRow,
    PlaceParentRow,
    PlaceRow,
    PopulationRow,
)
from naap.pack.tables.plan import (
    NO_TERM,
    ActionRow,
    BodyRow,
    CommitteeRow,
    CrosswalkRow,
    FrameworkRow,
    OwnerRow,
    PlanRow,
    PointNumberRow,
    PointRow,
    PointStateRow,
)
from naap.pack.tables.registers import DecisionRow, MilestoneRow, TargetRow
from naap.pack.tables.returns import HolidayRow, ObligationRow
from naap.pack.tables.row import Row
from naap.pack.tables.words import WordRow

__all__ = [
    "NO_TERM",
    "RECORDED",
    "TABLES",
    "ActionRow",
    "ActorRow",
    "BodyRow",
    "CommitteeRow",
    "ContextEventRow",
    "CrosswalkRow",
    "DecisionRow",
    "EvaluationRecordRow",
    "EvaluationRow",
    "EvaluationSeriesRow",
    "FigureRow",
    "ForecastRecordRow",
    "ForecastRow",
    "FrameworkRow",
    "HolidayRow",
    "IndicatorRow",
    "LimbRow",
    "ListingRow",
    "MilestoneRow",
    "NameRow",
    "ObligationRow",
    "OrganisationRow",
    "OwnerRow",
    "PlaceLabelRow",
    "PlaceParentRow",
    "PlaceRow",
    "PlanRow",
    "PointNumberRow",
    "PointRow",
    "PointStateRow",
    "PopulationRow",
    "QuantityRow",
    "RatingRow",
    "RelationRow",
    "Row",
    "ScopeRow",
    "SourceRow",
    "TargetRow",
    "TieRow",
    "WordRow",
]

TABLES: dict[str, type[Row]] = {
    row.table: row
    for row in (
        SourceRow, PlanRow, PointRow, PointNumberRow, PointStateRow, BodyRow, OwnerRow,
        CommitteeRow, ActionRow, IndicatorRow, QuantityRow, ScopeRow, FigureRow, RatingRow,
        DecisionRow, TargetRow, MilestoneRow, ObligationRow, HolidayRow,
        CrosswalkRow, FrameworkRow, PlaceRow, PlaceParentRow, PlaceLabelRow, PopulationRow,
        ContextEventRow, OrganisationRow, NameRow, RelationRow, ListingRow, TieRow, LimbRow,
        ActorRow, WordRow, ForecastRecordRow, ForecastRow, EvaluationRecordRow, EvaluationRow,
        EvaluationSeriesRow,
    )
}  # fmt: skip

RECORDED: dict[str, type[Row]] = {
    row.table: row
    for row in (
        ForecastRecordRow, ForecastRow, EvaluationRecordRow, EvaluationRow, EvaluationSeriesRow,
    )
}  # fmt: skip
"""Tables of what was recorded: derived, thousands of rows, and read only by who draws them."""
