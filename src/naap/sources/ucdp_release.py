"""Which release of the UCDP data a file is, by its name or as the user says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from naap.problems import UnusableInput
from naap.sources.source import Request

__all__ = ["Release", "release_of"]

_CANDIDATE_NAMES = (
    r"v(?P<year>\d{2})_(?P<first>0)_(?P<last>\d{1,2})(?!\d)",
    r"v(?P<year>\d{2})_(?P<first>\d{2})_(?P=year)_(?P<last>\d{2})(?!\d)",
)
_OFFICIAL_NAMES = (
    r"v(?P<year>\d{2})_(?P<number>\d{1,2})(?![\d_])",
    r"ged(?P<year>\d{2})(?P<number>\d)(?!\d)",
    r"(?<!\d)(?P<year>\d{2})\.(?P<number>\d{1,2})(?!\d)",
)
_MONTH = r"(?:0?[1-9]|1[0-2])"
_SAID = re.compile(
    rf"(?P<official>\d{{2}}\.[1-9]\d?)|\d{{2}}\.0\.{_MONTH}"
    rf"|(?P<year>\d{{2}})\.{_MONTH}\.(?P=year)\.{_MONTH}",
    re.ASCII,
)


@dataclass(frozen=True)
class Release:
    """A numbered release. Candidate releases hold the events of some months, not yet reviewed."""

    name: str
    candidate: bool

    @property
    def year(self) -> int:
        """The year in its number: an official release ends with the year before."""
        return 2000 + int(self.name[:2])

    @property
    def months(self) -> tuple[date, date] | None:
        """First and last day that a candidate release holds; None for an official one."""
        if not self.candidate:
            return None
        parts = [int(part) for part in self.name.split(".")]
        first, last = parts[1] or parts[-1], parts[-1]
        return date(self.year, first, 1), _next_month(self.year, last) - timedelta(days=1)

    @property
    def stated_on(self) -> str:
        """When it was published: the year of an official release, which its number names; for a
        candidate release, the month after the last one that it holds."""
        if self.months is None:
            return str(self.year)
        return f"{_next_month(self.year, self.months[1].month):%Y-%m}"


def _next_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


def release_of(request: Request) -> Release | None:
    """The release that the user named, or the one in the file name; None where neither says."""
    if request.release is None:
        return _release_in(request.file.name)
    said = _SAID.fullmatch(request.release)
    if said is None:
        raise UnusableInput.one(
            "--release",
            found=repr(request.release),
            expected="a release number",
            mend="Write 22.1, or 24.0.3 or 24.01.24.03 for a candidate release.",
        )
    return Release(request.release, candidate=said["official"] is None)


def _release_in(file_name: str) -> Release | None:
    for pattern in _CANDIDATE_NAMES:
        if found := re.search(pattern, file_name, re.ASCII):
            year, first, last = found["year"], found["first"], found["last"]
            name = f"{year}.0.{last}" if first == "0" else f"{year}.{first}.{year}.{last}"
            return Release(name, candidate=True) if _SAID.fullmatch(name) else None
    for pattern in _OFFICIAL_NAMES:
        if found := re.search(pattern, file_name, re.ASCII):
            return Release(f"{found['year']}.{found['number']}", candidate=False)
    return None
