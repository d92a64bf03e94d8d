"""A number."""

from naap.ledger.kind import Column, Kind

KIND = Kind(
    name="figure",
    says="A publisher, or a body that returns a report, gives one number for one quantity, "
    "period and place.",
    columns=(
        Column("quantity", "text", "What was counted: the id of a quantity.", required=True),
        Column("period", "period", "What time the number speaks of.", required=True),
        Column("place", "text", "What place it speaks of.", required=True),
        Column("scope", "text", "What the count takes in and leaves out."),
        Column("unit", "text", "Unit of the value.", required=True),
        Column("value", "decimal", "The number.", required=True),
        Column("qualifier", "text", "exact, at least, more than, about or up to."),
        Column("breakdown", "text", "Parts that the source gives, as printed."),
        Column("cell", "text", "Which breakdown cell of a returned indicator it is."),
        Column("aggregate_of", "text", "Data set whose accounts replace this number."),
        Column("as_printed", "text", "The number with its words as printed, where they matter."),
        Column("note", "text", "What a reader must know."),
    ),
    subject=("publisher", "quantity", "period", "place", "scope", "unit"),
)
