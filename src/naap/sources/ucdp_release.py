"""Which release of the UCDP data a file is, by its name or as the user says."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
_SAID = re.compile(r"(\d{2})\.(\d{1,2})|(\d{2})\.0\.\d{1,2}|(\d{2})\.\d{2}\.\d{2}\.\d{2}", re.ASCII)


@dataclass(frozen=True)
class Release:
    """A numbered release. Candidate releases hold the events of some months, not yet reviewed."""

    name: str
    candidate: bool

    @property
    def stated_on(self) -> str | None:
        """The year of an official release, which its number names."""
        return None if self.candidate else f"20{self.name[:2]}"


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
    return Release(request.release, candidate=said[1] is None)


def _release_in(file_name: str) -> Release | None:
    for pattern in _CANDIDATE_NAMES:
        if found := re.search(pattern, file_name, re.ASCII):
            year, first, last = found["year"], found["first"], found["last"]
            name = f"{year}.0.{last}" if first == "0" else f"{year}.{first}.{year}.{last}"
            return Release(name, candidate=True)
    for pattern in _OFFICIAL_NAMES:
        if found := re.search(pattern, file_name, re.ASCII):
            return Release(f"{found['year']}.{found['number']}", candidate=False)
    return None
