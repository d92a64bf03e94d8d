"""A relation between organisations."""

from naap.ledger.kind import Column, Kind

KIND = Kind(
    name="relation",
    says="A source says how two organisations stand, or stood, to each other.",
    columns=(
        Column("relation", "text", "renamed_to, splinter_of, front_for ...", required=True),
        Column("from_organisation", "text", "Whom the sentence is about.", required=True),
        Column("to_organisation", "text", "The other one."),
        Column("valid_from", "period", "Since when, as printed."),
        Column("valid_to", "period", "Until when."),
        Column("confidence", "text", "high, medium, low or contested."),
        Column("note", "text", "What a reader must know."),
    ),
    subject=("relation", "from_organisation", "to_organisation"),
)
