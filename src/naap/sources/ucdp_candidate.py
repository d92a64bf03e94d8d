"""UCDP Candidate Events: the events of the last months, before the yearly review."""

from __future__ import annotations

from naap.ledger import Coverage
from naap.problems import UnusableInput
from naap.sources.source import Reading, Request, source_named
from naap.sources.ucdp_events import LAYOUT, read_events
from naap.sources.ucdp_release import release_of

__all__ = ["SERIES", "read"]

SERIES = "ucdp-candidate"


def read(request: Request) -> Reading:
    """Accounts of the pack's country, in a series of their own.

    A release covers its months: events of these days that an earlier release told and this one
    lacks are retracted. A month without an event in the country is an answer, not a fault.
    """
    release = release_of(request)
    if release is None or release.months is None:
        raise UnusableInput.one(
            request.file.name,
            found=f"the release {release.name}" if release else "no release in the file name",
            expected="a candidate release, such as 24.0.3 or 24.01.24.06",
            mend="Import an official release with: naap import ucdp-ged FILE"
            if release
            else "Say which one it is: --release 24.0.3",
        )
    reading, _ = read_events(request, source_named(SERIES).about, SERIES, release, LAYOUT)
    where = {"country": request.pack.settings.country_place}
    days = ("event_start", *release.months)
    reading.coverage = (Coverage("account", SERIES, where, days),)
    return reading
