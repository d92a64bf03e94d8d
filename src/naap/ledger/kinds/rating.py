"""What an assessor thought of a point."""

from naap.ledger.kind import Column, Kind

KIND = Kind(
    name="rating",
    says="An assessor rates how a point of the plan stands in a period, in its own words.",
    columns=(
        Column("assessor", "text", "Who rated: the id of a body.", required=True),
        Column("method", "text", "How, in a few words.", required=True),
        Column("point", "text", "Id of the point.", required=True),
        Column("period", "period", "The time that the rating speaks of.", required=True),
        Column("rating", "text", "The rating in the assessor's words.", required=True),
        Column("note", "text", "What a reader must know."),
    ),
    subject=("point",),
)
