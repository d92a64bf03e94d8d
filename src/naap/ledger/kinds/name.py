"""A name of an organisation."""

from naap.ledger.kind import Column, Kind

KIND = Kind(
    name="name",
    says="A source uses this spelling for this organisation.",
    columns=(
        Column("organisation", "text", "Id of the organisation.", required=True),
        Column("name", "text", "The name as printed.", required=True),
        Column("script", "text", "ISO 15924 code of its script.", required=True),
        Column("name_kind", "text", "name, acronym, gloss or alias.", required=True),
        Column("eponym", "flag", "The name holds the name of a person."),
        Column("valid_from", "period", "Since when it is used."),
        Column("valid_to", "period", "Until when it was used."),
        Column("note", "text", "What a reader must know."),
    ),
    subject=("organisation",),
)
