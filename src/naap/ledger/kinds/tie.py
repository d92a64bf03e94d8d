"""Something that ties one organisation to another."""

from naap.ledger.kind import Column, Kind

KIND = Kind(
    name="tie",
    says="A source tells of something that ties an organisation to another one: premises, officers "
    "by their role, symbols. It does not say that the two are one.",
    columns=(
        Column("tie", "text", "premises, officers, symbols, publications, founder, activity or "
               "alias.", required=True),
        Column("organisation", "text", "Whom it is told of.", required=True),
        Column("other_organisation", "text", "The one that it is tied to.", required=True),
        Column("happened_on", "period", "When it was so; empty: not recorded."),
        Column("role", "text", "Of officers: the role they had; never a person's name."),
        Column("told", "text", "What the source tells, in few words.", required=True),
        Column("confidence", "text", "high, medium, low or contested."),
        Column("note", "text", "What a reader must know."),
    ),
    subject=("tie", "organisation", "other_organisation"),
)  # fmt: skip
