"""The events of UCDP, official or candidate: from the rows of a file to accounts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from naap.ledger import Claim, RefusedClaim, make_claim
from naap.pack.tables import ActorRow
from naap.sources.event_cells import country_code, degrees, grade, whole_number
from naap.sources.rows import take_rows
from naap.sources.source import About, Reading, Request
from naap.sources.tabular import CsvFile
from naap.sources.ucdp_release import Release

__all__ = ["LAYOUT", "USED", "country_number", "read_events"]

_OTHER_NAMES = {"best_est": "best", "high_est": "high", "low_est": "low"}
_NEEDED = (
    "id", "year", "type_of_violence", "country_id", "date_start", "date_end", "date_prec",
    "best", "low", "high", "where_prec", "side_a_new_id", "side_b_new_id",
)  # fmt: skip
USED = (
    *_NEEDED, "dyad_new_id", "number_of_sources", "adm_1", "adm_2", "latitude", "longitude",
    "event_clarity", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "code_status",
)  # fmt: skip
_TYPES = {"1": "state-based", "2": "non-state", "3": "one-sided"}
_COLUMNS = {
    "record_key": "id", "area_1": "adm_1", "area_2": "adm_2", "date_precision": "date_prec",
}  # fmt: skip
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?", re.ASCII)
_DOUBT = re.compile(
    r"Check (?:\d+|deaths|dyad|geography|type of violence)\b|Low confidence\b", re.ASCII | re.I
)
_ACTORS_OF = "ucdp-ged"
"""The pack's actors.csv names the parties under this data set; candidate events share its ids."""
LAYOUT = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
"""The columns since release 21.1, in their order: some candidate files came without a header."""


def country_number(request: Request) -> int:
    """The number that UCDP gives the pack's country."""
    return country_code(
        request.pack, "ucdp_country_id", "the number that UCDP gives the country, as in country_id"
    )


def read_events(
    request: Request,
    about: About,
    series: str,
    release: Release | None,
    layout: Sequence[str] = (),
) -> tuple[Reading, set[int]]:
    """The accounts of the pack's country, without coverage; and the years of all the rows.

    ``layout`` is given where files of the source may come without a header.
    """
    country = country_number(request)
    reading = Reading(
        restates=True,
        release=release.name if release else None,
        stated_on=request.stated_on or (release.stated_on if release else None),
    )
    years: set[int] = set()

    def claim_of(row: Mapping[str, str]) -> Claim | str:
        years.add(_year(row))
        if whole_number(row, "country_id", needed=True) != country:
            return "in another country"
        return _account(row, request, series, reading.stated_on)

    with CsvFile(
        request.file, _OTHER_NAMES, _NEEDED, whole_lines=True, layout=layout,
        most_rows=about.assertions.most_rows, wanted={*USED, *about.free_text},
        progress=request.progress,
    ) as file:  # fmt: skip
        lacking = [name for name in USED if name not in file.columns]
        take_rows(
            file, request, reading, claim_of, about=about, used=USED, columns=_COLUMNS,
            mend="Download the file again, or correct the row.",
        )  # fmt: skip
        if not file.has_header:
            reading.remarks.append(
                "the file has no header; its columns were taken in UCDP's usual order"
            )
    reading.remarks += _remarks(request, release, reading, lacking)
    if request.fetched:
        reading.dropped.update(request.fetched.dropped)
        reading.remarks += request.fetched.remarks
    return reading, years


def _account(row: Mapping[str, str], request: Request, series: str, stated_on: str | None) -> Claim:
    first, last = _day(row, "date_start"), _day(row, "date_end")
    if last < first:
        raise RefusedClaim("date_end", str(last), f"no day before date_start, {first}")
    event = str(whole_number(row, "id", needed=True))
    return make_claim(
        "account",
        series=series,
        record_key=event,
        source=series,
        locator=f"id {event}",
        basis="study",
        stated_on=stated_on,
        event_start=first,
        event_end=last,
        date_precision=grade(row, "date_prec", 5),
        country=request.pack.settings.country_place,
        area_1=row.get("adm_1"),
        area_2=row.get("adm_2"),
        longitude=degrees(row, "longitude", 180),
        latitude=degrees(row, "latitude", 90),
        place_precision=grade(row, "where_prec", 7),
        event_type=_type(row),
        side_a=_party(row, "side_a_new_id"),
        side_b=_party(row, "side_b_new_id"),
        dyad=_party(row, "dyad_new_id"),
        certainty=grade(row, "event_clarity", 2),
        report_count=None if row.get("number_of_sources") == "-1"
        else whole_number(row, "number_of_sources"),
        killed_best=whole_number(row, "best", needed=True),
        killed_low=whole_number(row, "low", needed=True),
        killed_high=whole_number(row, "high", needed=True),
        killed_civilians=whole_number(row, "deaths_civilians"),
        killed_side_a=whole_number(row, "deaths_a"),
        killed_side_b=whole_number(row, "deaths_b"),
        killed_unknown=whole_number(row, "deaths_unknown"),
        note=_note(row),
    )  # fmt: skip


def _day(row: Mapping[str, str], column: str) -> date:
    # 3/4/2014 may be March or April: a spreadsheet wrote that, and only the original can tell.
    found = _DAY.fullmatch(row[column])
    try:
        return date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise RefusedClaim(
            column, repr(row[column][:40]), "a day with the year first, such as 2014-12-16"
        ) from None


def _year(row: Mapping[str, str]) -> int:
    year = whole_number(row, "year")
    if year is None or not 1946 <= year <= 2200:
        raise RefusedClaim("year", repr(row["year"][:40]), "a year such as 2014")
    return year


def _type(row: Mapping[str, str]) -> str:
    try:
        return _TYPES[row["type_of_violence"]]
    except KeyError:
        found = repr(row["type_of_violence"][:40])
        raise RefusedClaim("type_of_violence", found, "1, 2 or 3") from None


def _party(row: Mapping[str, str], column: str) -> str | None:
    number = whole_number(row, column)
    return None if number is None else str(number)


def _note(row: Mapping[str, str]) -> str | None:
    """Candidate events carry a doubt of their coders: one of the known words is kept, no other."""
    status = row.get("code_status", "")
    if status in {"", "Clear"}:
        return None
    doubt = _DOUBT.match(status)
    return f"Not cleared by UCDP ({doubt[0].capitalize() if doubt else 'no check named'})"


def _remarks(
    request: Request, release: Release | None, reading: Reading, lacking: list[str]
) -> list[str]:
    remarks = []
    if release is None:
        remarks.append("the file name holds no release number; give one with --release 22.1")
    if reading.stated_on is None:
        remarks.append(
            "the date of the statement is not recorded; give one with --stated-on 2022-06"
        )
    if lacking:
        remarks.append(f"columns that this file lacks, left empty: {', '.join(lacking)}")
    disordered = sum(not _in_order(claim) for claim in reading.claims)
    if disordered:
        remarks.append(
            f"in {disordered:,} events the low, best and high estimates are not in this order; "
            "kept as published"
        )
    parties = {claim.fields.get(side) for claim in reading.claims for side in ("side_a", "side_b")}
    labelled = {row.actor_id for row in request.pack.rows(ActorRow) if row.data_set == _ACTORS_OF}
    if unlabelled := sorted(party for party in parties if party and party not in labelled):
        remarks.append(
            f"{len(unlabelled)} parties have no reviewed label in the pack's actors.csv and are "
            f"shown by their UCDP id: {', '.join(unlabelled[:10])}"
            + (" ..." if len(unlabelled) > 10 else "")
        )
    return remarks


def _in_order(claim: Claim) -> bool:
    fields = claim.fields
    return bool(fields["killed_low"] <= fields["killed_best"] <= fields["killed_high"])
