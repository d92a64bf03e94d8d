"""What a body reports about an action."""

from naap.ledger.kind import Column, Kind

KIND = Kind(
    name="action_report",
    says="A body reports how an action stands at the end of a period.",
    columns=(
        Column("body", "text", "Who reports: the id of a body.", required=True),
        Column("action", "text", "Id of the action.", required=True),
        Column("period", "period", "The period reported on.", required=True),
        Column("place", "text", "The area reported on."),
        Column("completion", "text", "The state reported.", required=True),
        Column("explanation", "text", "Why, in the body's words."),
        Column("note", "text", "What a reader must know."),
    ),
    subject=("body", "action", "period", "place"),
)
