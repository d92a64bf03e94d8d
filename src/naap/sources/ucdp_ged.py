"""UCDP GED: the official CSV file of events, plain or zipped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from naap.ledger import Claim, Coverage, RefusedClaim, make_claim
from naap.pack.tables import ActorRow
from naap.problems import Problem, UnusableInput
from naap.sources.source import Reading, Request, source_named
from naap.sources.subjects import check_subjects
from naap.sources.tabular import CsvFile

__all__ = ["SERIES", "read"]

SERIES = "ucdp-ged"
FIRST_DAY = date(1989, 1, 1)

_OTHER_NAMES = {"best_est": "best", "high_est": "high", "low_est": "low"}
_NEEDED = (
    "id", "year", "type_of_violence", "country_id", "date_start", "date_end", "date_prec",
    "best", "low", "high", "where_prec",
)  # fmt: skip
_USED = (
    *_NEEDED, "side_a_new_id", "side_b_new_id", "dyad_new_id", "number_of_sources", "adm_1",
    "adm_2", "latitude", "longitude", "event_clarity", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown",
)  # fmt: skip
_TYPES = {"1": "state-based", "2": "non-state", "3": "one-sided"}


def read(request: Request) -> Reading:
    """Accounts of the pack's country. A full release covers 1989 to the last year in the file."""
    country = request.pack.settings.data_sets.ucdp_country_id
    if country is None:
        raise UnusableInput.one(
            request.pack.folder / "pack.yml",
            column="data_sets.ucdp_country_id",
            found="nothing",
            expected="the number that UCDP gives the country",
            mend="Add it to pack.yml; it stands in the column country_id of the file.",
        )
    about = source_named(SERIES).about
    release = request.release or _release_in(request.file.name)
    reading = Reading(restates=True, release=release, stated_on=request.stated_on)
    if reading.stated_on is None and release is not None:
        reading.stated_on = f"20{release.partition('.')[0]}"
    actors: set[str] = set()
    last_year = 0
    with CsvFile(request.file, _OTHER_NAMES, _NEEDED) as file:
        known = {*_USED, *about.free_text, *about.not_needed}
        reading.unknown_columns = tuple(name for name in file.columns if name not in known)
        for number, row in file:
            reading.rows_read += 1
            if row["year"].isdigit():
                last_year = max(last_year, int(row["year"]))
            for column in about.free_text:
                if row.get(column):
                    reading.dropped[column] += 1
            if row["country_id"] != str(country):
                reading.outside["in another country"] += 1
                continue
            try:
                claim = _account(row, request, reading.stated_on)
                reading.claims.append(check_subjects(request.pack, claim))
                actors.update((row["side_a_new_id"], row["side_b_new_id"]))
            except RefusedClaim as refusal:
                reading.refused.append(
                    Problem(
                        request.file.name, number, refusal.column, refusal.found,
                        refusal.expected, "Correct the row, or leave refused rows out.",
                    )
                )  # fmt: skip
    reading.remarks = _remarks(request, release, actors)
    if last_year:
        days = ("event_start", FIRST_DAY, date(last_year, 12, 31))
        where = {"country": request.pack.settings.country_place}
        reading.coverage = (Coverage("account", SERIES, where, days),)
    return reading


def _account(row: Mapping[str, str], request: Request, stated_on: str | None) -> Claim:
    return make_claim(
        "account",
        series=SERIES,
        record_key=row["id"],
        source=SERIES,
        publisher=None,
        document=None,
        locator=f"id {row['id']}",
        basis="study",
        stated_on=stated_on,
        event_start=_day(row, "date_start"),
        event_end=_day(row, "date_end"),
        date_precision=row["date_prec"],
        country=request.pack.settings.country_place,
        area_1=row.get("adm_1"),
        area_2=row.get("adm_2"),
        longitude=row.get("longitude"),
        latitude=row.get("latitude"),
        place_precision=row["where_prec"],
        event_type=_type(row),
        side_a=row.get("side_a_new_id"),
        side_b=row.get("side_b_new_id"),
        dyad=row.get("dyad_new_id"),
        certainty=row.get("event_clarity"),
        report_count=_count(row, "number_of_sources", unknown="-1"),
        killed_best=_count(row, "best"),
        killed_low=_count(row, "low"),
        killed_high=_count(row, "high"),
        killed_civilians=_count(row, "deaths_civilians"),
        killed_side_a=_count(row, "deaths_a"),
        killed_side_b=_count(row, "deaths_b"),
        killed_unknown=_count(row, "deaths_unknown"),
    )


def _day(row: Mapping[str, str], column: str) -> date:
    try:
        return date.fromisoformat(row[column][:10])
    except ValueError:
        raise RefusedClaim(column, repr(row[column]), "a day such as 2014-12-16") from None


def _type(row: Mapping[str, str]) -> str:
    try:
        return _TYPES[row["type_of_violence"]]
    except KeyError:
        found = repr(row["type_of_violence"])
        raise RefusedClaim("type_of_violence", found, "1, 2 or 3") from None


def _count(row: Mapping[str, str], column: str, unknown: str | None = None) -> int | None:
    cell = row.get(column, "")
    if cell in {"", unknown}:
        return None
    if not (cell.isascii() and cell.isdigit()):
        raise RefusedClaim(column, repr(cell), "a whole number, 0 or more")
    return int(cell)


def _release_in(file_name: str) -> str | None:
    found = re.search(r"v(\d{2})_(\d{1,2})|(\d{2})\.(\d{1,2})|(\d{2})(\d)-csv", file_name)
    if found is None:
        return None
    major, minor = (part for part in found.groups() if part is not None)
    return f"{major}.{minor}"


def _remarks(request: Request, release: str | None, actors: set[str]) -> list[str]:
    remarks = []
    if release is None:
        remarks.append(
            "the file name holds no release number, so the date of the statement is not recorded; "
            "give one with --release 22.1"
        )
    labelled = {row.actor_id for row in request.pack.rows(ActorRow) if row.data_set == SERIES}
    if unlabelled := sorted(actors - labelled - {""}):
        remarks.append(
            f"{len(unlabelled)} parties have no reviewed label in the pack's actors.csv and are "
            f"shown by their UCDP id: {', '.join(unlabelled[:10])}"
            + (" ..." if len(unlabelled) > 10 else "")
        )
    return remarks
