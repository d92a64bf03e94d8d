"""A body's word that it has no value for what it was asked."""

from naap.ledger.kind import Column, Kind

KIND = Kind(
    name="no_value",
    says="A body returns a reason in place of a number or state that it was asked for.",
    columns=(
        Column("body", "text", "Who reports: the id of a body.", required=True),
        Column("quantity", "text", "Id of the quantity that was asked for."),
        Column("action", "text", "Id of the action, where its state was asked for."),
        Column("period", "period", "The period reported on.", required=True),
        Column("place", "text", "The area reported on."),
        Column("reason", "text", "Why there is none: one of the four reasons of a return.",
               required=True),
    ),
    subject=("body", "quantity", "action", "period", "place"),
)  # fmt: skip
