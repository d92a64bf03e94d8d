"""One data set's account of one event."""

from naap.ledger.kind import Column, Kind

KIND = Kind(
    name="account",
    says="A data set tells of one event: when, where, between whom, and how many were killed "
    "or injured. Accounts of one event by several data sets stand beside each other.",
    columns=(
        Column("event_start", "date", "First day of the event.", required=True),
        Column("event_end", "date", "Last day of the event.", required=True),
        Column("date_precision", "text", "How exact the days are.", required=True),
        Column("country", "text", "Country, as the pack's place id.", required=True),
        Column("area_1", "text", "First-level area, in the data set's own words."),
        Column("area_2", "text", "Second-level area, in the data set's own words."),
        Column("locality", "text", "Town or village, in the data set's own words."),
        Column("longitude", "decimal", "Degrees east."),
        Column("latitude", "decimal", "Degrees north."),
        Column("place_precision", "text", "How exact the place is."),
        Column("event_type", "text", "Type of event, in the data set's own words.", required=True),
        Column("event_subtype", "text", "Finer type of event, in the data set's own words."),
        Column("succeeded", "flag", "False: the attack failed or was foiled."),
        Column("suicide", "flag", "True: an attacker meant to die."),
        Column("targets", "texts", "Classes of targets, in the data set's own words."),
        Column(
            "victims",
            "texts",
            "Classes of those hit: civilians, demonstrators, "
            "security-forces, government, armed-group, other-forces, unknown.",
        ),
        Column("side_a", "text", "First party: the data set's id of it."),
        Column("side_b", "text", "Second party: the data set's id of it."),
        Column("dyad", "text", "The data set's id of the two parties together."),
        Column("attribution", "text", "claimed, attributed, suspected or unknown."),
        Column("perpetrators", "texts", "Who is said to have done it: the data set's ids."),
        Column(
            "perpetrator_grades",
            "texts",
            "claimed, attributed, suspected or unknown, for "
            "each of the perpetrators in their order.",
        ),
        Column("certainty", "text", "How clear the event is, in the data set's own grades."),
        Column("report_count", "integer", "Reports that the data set rests on."),
        Column("killed_best", "integer", "Persons killed, best estimate."),
        Column("killed_low", "integer", "Persons killed, low estimate."),
        Column("killed_high", "integer", "Persons killed, high estimate."),
        Column("killed_civilians", "integer", "Civilians killed."),
        Column("killed_side_a", "integer", "Killed of the first party."),
        Column("killed_side_b", "integer", "Killed of the second party."),
        Column("killed_unknown", "integer", "Killed whose side is not known."),
        Column("injured_best", "integer", "Persons injured, best estimate."),
        Column("injured_low", "integer", "Persons injured, low estimate."),
        Column("injured_high", "integer", "Persons injured, high estimate."),
        Column("injured_civilians", "integer", "Civilians injured."),
        Column("injured_side_a", "integer", "Injured of the first party."),
        Column("injured_side_b", "integer", "Injured of the second party."),
        Column("injured_unknown", "integer", "Injured whose side is not known."),
        Column("note", "text", "What a reader must know."),
    ),
    subject=("series", "record_key"),
)
