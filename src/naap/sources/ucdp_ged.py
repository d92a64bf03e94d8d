"""UCDP GED: the official events, from the CSV file, plain or zipped, or from the API."""

from __future__ import annotations

from datetime import date

from naap.ledger import Coverage
from naap.problems import UnusableInput
from naap.sources.source import Reading, Request, source_named
from naap.sources.ucdp_events import country_number, read_events
from naap.sources.ucdp_release import release_of

__all__ = ["SERIES", "read"]

SERIES = "ucdp-ged"

_FIRST_YEAR = 1989
"""GED begins here; what the API gives for one country may begin later."""


def read(request: Request) -> Reading:
    """Accounts of the pack's country.

    A release covers the first to the last year in the file. A file that holds one year only
    covers nothing: what it lacks is left alone. Candidate releases have a source of their own.
    """
    release = release_of(request)
    if release is not None and release.candidate:
        raise UnusableInput.one(
            request.file.name,
            found=f"the candidate release {release.name}",
            expected="an official release of UCDP GED, such as 24.1",
            mend="Import it with: naap import ucdp-candidate FILE",
        )
    country = country_number(request)
    reading, years = read_events(request, source_named(SERIES).about, SERIES, release)
    if not reading.claims and not reading.refused:
        raise UnusableInput.one(
            request.file.name,
            column="country_id",
            found=f"no event with the number {country} in {reading.rows_read:,} rows",
            expected="events of the pack's country",
            mend="Check that the file holds this country; nothing was changed.",
        )
    if request.fetched and release:
        years |= {_FIRST_YEAR, release.year - 1}
    if len(years) > 1:
        days = ("event_start", date(min(years), 1, 1), date(max(years), 12, 31))
        where = {"country": request.pack.settings.country_place}
        reading.coverage = (Coverage("account", SERIES, where, days),)
    elif not request.partial:
        reading.remarks.append("events of one year only: what the file lacks is left alone")
    return reading
