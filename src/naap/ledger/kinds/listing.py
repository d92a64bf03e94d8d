"""An authority's decision to list an organisation, or to take it off its list."""

from naap.ledger.kind import Column, Kind

KIND = Kind(
    name="listing",
    says="An authority puts an organisation on its list, or takes it off.",
    columns=(
        Column("organisation", "text", "Id of the organisation.", required=True),
        Column("event", "text", "listed, delisted, under observation ...", required=True),
        Column("authority", "text", "Whose list it is.", required=True),
        Column("instrument", "text", "The law or list.", required=True),
        Column("happened_on", "period", "Date of the event; empty: not recorded."),
        Column("verified", "flag", "The date was read in the source itself."),
        Column("note", "text", "What a reader must know."),
    ),
    subject=("organisation", "authority"),
)
