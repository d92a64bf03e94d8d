"""A decision of a post, or a frozen setting of a model, about claims."""

from naap.ledger.kind import Column, Kind

KIND = Kind(
    name="judgement",
    says="A named post, or a frozen model setting, answers a question about other claims. It "
    "refers to their keys, not to their content, and so survives the next release.",
    columns=(
        Column("question", "text", "What was asked.", required=True),
        Column("judged", "texts", "The keys judged: KIND/SERIES/RECORD_KEY.", required=True),
        Column("answer", "text", "What was decided.", required=True),
        Column("reason", "text", "Why.", required=True),
    ),
    subject=("question", "judged"),
)
