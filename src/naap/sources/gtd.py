"""The Global Terrorism Database, from its workbook or as CSV."""

from __future__ import annotations

import calendar
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from naap.ledger import Claim, Coverage, RefusedClaim, make_claim
from naap.sources.by_two import Among, take_rows_by_two
from naap.sources.event_cells import cells_of, country_code, degrees_in, grade_in
from naap.sources.gtd_codes import ATTACKS, TARGETS, YES_NO, victim_of
from naap.sources.parties import party_id, take_parties
from naap.sources.rows import Counted, Rows
from naap.sources.source import About, Reading, Request, source_named
from naap.sources.tabular import CsvFile
from naap.sources.wide_workbook import WideSheet

__all__ = ["SERIES", "USED", "read"]

SERIES = "gtd"
_NEEDED = (
    "eventid", "iyear", "imonth", "iday", "country", "provstate", "city", "latitude", "longitude",
    "specificity", "attacktype1", "targtype1", "gname", "nkill", "nwound",
)  # fmt: skip
USED = (
    *_NEEDED, "approxdate", "extended", "resolution", "doubtterr", "success", "suicide",
    "attacktype2", "attacktype3", "targtype2", "targtype3", "gname2", "gname3", "guncertain1",
    "guncertain2", "guncertain3", "claimed", "claim2", "claim3", "nkillter", "nwoundte",
)  # fmt: skip
_MEND = "Take the file as START released it, or correct the row."
_COLUMNS = {
    "record_key": "eventid", "area_1": "provstate", "locality": "city",
    "place_precision": "specificity",
}  # fmt: skip
_WHEN = ("iyear", "imonth", "iday", "approxdate", "extended", "resolution")
_WHAT = (
    "attacktype1", "attacktype2", "attacktype3", "targtype1", "targtype2", "targtype3", "success",
    "suicide", "doubtterr",
)  # fmt: skip
_WHO = (
    "gname", "gname2", "gname3", "claimed", "claim2", "claim3", "guncertain1", "guncertain2",
    "guncertain3",
)  # fmt: skip
_COUNTS = ("nkill", "nwound", "nkillter", "nwoundte")
_REMEMBERED = 16_384
_NO_END = "the day on which it ended cannot be read or is before it began; left out"
_EVENT = re.compile(r"(?:19|20)\d{10}", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,9}(?:\.\d{1,4})?", re.ASCII)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T]0{1,2}:00(?::00)?)?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.0)?", re.ASCII)
_DAY_ZERO = date(1899, 12, 30)
_PLACES = 8
_UNKNOWN = {"unknown", ""}
_DOUBT = {True: "doubt that it is terrorism", False: "terrorism without doubt", None: None}


def read(request: Request) -> Reading:
    """Accounts of the pack's country. A file of several years covers its first to its last."""
    release = request.release or _release_in(request.file.name)
    reading = Reading(restates=True, release=release, stated_on=request.stated_on)
    counted = take_rows_by_two(_opened, request, reading)
    years, named = counted["years"], counted["named"]
    if len(years) > 1:
        days = ("event_start", date(max(min(years), 1), 1, 1), date(max(years), 12, 31))
        where = {"country": request.pack.settings.country_place}
        reading.coverage = (Coverage("account", SERIES, where, days),)
    if lacking := reading.lacking_columns:
        reading.remarks.append(f"columns that this file lacks, left empty: {', '.join(lacking)}")
    if reading.stated_on is None:
        reading.remarks.append(
            "the date of the statement is not recorded; give one with --stated-on 2022-06"
        )
    reading.remarks += [f"in {count:,} events {what}" for what, count in counted["told"].items()]
    groups = Counter({name: named[name] for name in named if name.casefold() not in _UNKNOWN})
    take_parties(reading, SERIES, groups, request)
    return reading


@contextmanager
def _opened(request: Request, among: Among) -> Iterator[Rows[str]]:
    number = country_code(request.pack, "gtd_country_id", "the number that GTD gives the country")
    country = str(number)
    about = source_named(SERIES).about

    def claim_of(row: Mapping[str, str], counted: Counted) -> Claim | str:
        counted["years"][_year(row["iyear"])] += 1
        if row["country"] != country and _number(row, "country") != number:
            return "in another country"
        cells = _Cells(*(each(row) for each in cells_by_sense))
        for name in _groups(*cells.who[:3]):
            counted["named"][name] += 1
        return _account(row, cells, request, counted["told"])

    with _file(request, about, among) as file:
        cells_by_sense = [cells_of(each, file.columns) for each in (_WHEN, _WHAT, _WHO, _COUNTS)]
        yield Rows(file, claim_of, about, USED, _COLUMNS, _MEND)


def _file(request: Request, about: About, among: Among) -> CsvFile | WideSheet:
    most = about.assertions.most_rows
    wanted = {*USED, *about.free_text}
    if _is_workbook(request):
        return WideSheet(
            request.file, wanted, needed=_NEEDED, most_rows=most, among=among,
            progress=request.progress,
        )  # fmt: skip
    return CsvFile(
        request.file, needed=_NEEDED, most_rows=most, wanted=wanted, among=among,
        progress=request.progress,
    )  # fmt: skip


def _is_workbook(request: Request) -> bool:
    try:
        with zipfile.ZipFile(request.file) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def _release_in(file_name: str) -> str | None:
    """globalterrorismdb_0522dist.xlsx was released in May 2022."""
    found = re.search(r"globalterrorismdb_(\d\d)(\d\d)dist", file_name, re.ASCII)
    return f"20{found[2]}.{found[1]}" if found else None


class _Cells(NamedTuple):
    """Cells of a row that are understood together."""

    when: tuple[str, ...]
    what: tuple[str, ...]
    who: tuple[str, ...]
    counts: tuple[str, ...]


def _account(row: Mapping[str, str], cells: _Cells, request: Request, told: Counter[str]) -> Claim:
    event = row["eventid"].removesuffix(".0")
    if not _EVENT.fullmatch(event):
        raise RefusedClaim(
            "eventid", repr(event[:40]),
            "an id of 12 digits such as 201412160001 (a spreadsheet may have rounded it)",
        )  # fmt: skip
    days, remark = _days(*cells.when)
    if remark:
        told[remark] += 1
    what, who = _what(*cells.what), _who(*cells.who)
    counts = []
    for column, cell in zip(_COUNTS, cells.counts, strict=True):
        count = _counted(column, cell)
        counts.append(count)
        if count.remark:
            told[count.remark] += 1
    killed, injured, killed_a, injured_a = counts
    return make_claim(
        "account",
        series=SERIES,
        record_key=event,
        source=SERIES,
        locator=f"eventid {event}",
        basis="study",
        stated_on=request.stated_on,
        country=request.pack.settings.country_place,
        area_1=_named(row["provstate"]),
        locality=_named(row["city"]),
        longitude=_degrees(row["longitude"], "longitude", 180),
        latitude=_degrees(row["latitude"], "latitude", 90),
        place_precision=_grade(row["specificity"]),
        killed_low=killed.low,
        killed_best=killed.best,
        killed_high=killed.high,
        killed_side_a=killed_a.best,
        injured_low=injured.low,
        injured_best=injured.best,
        injured_high=injured.high,
        injured_side_a=injured_a.best,
        **days,
        **what,
        **who,
    )


# Few things happen, to few, in many rows: what the codebook says of them is looked up once.


@lru_cache(_REMEMBERED)
def _what(*cells: str) -> Mapping[str, Any]:
    row = dict(zip(_WHAT, cells, strict=True))
    attacks = [_coded(row, f"attacktype{at}", ATTACKS) for at in (1, 2, 3)]
    targets = [_code(row, f"targtype{at}", TARGETS) for at in (1, 2, 3)]
    if attacks[0] is None:
        raise RefusedClaim("attacktype1", "nothing", "a type of attack, 1 to 9")
    hit = [code for code in targets if code is not None]
    return {
        "event_type": attacks[0],
        "event_subtype": " + ".join(filter(None, attacks[1:])) or None,
        "succeeded": _coded(row, "success", YES_NO),
        "suicide": _coded(row, "suicide", YES_NO),
        "targets": tuple(TARGETS[code] for code in hit),
        "victims": tuple(sorted({victim_of(code) for code in hit})),
        "certainty": _DOUBT[_coded(row, "doubtterr", YES_NO)],
    }


@lru_cache(_REMEMBERED)
def _who(*cells: str) -> Mapping[str, Any]:
    row = dict(zip(_WHO, cells, strict=True))
    names = _groups(*cells[:3])
    grades = [_attribution(row, at, name) for at, name in enumerate(names, start=1)]
    return {
        "side_a": party_id(names[0]) if names and names[0].casefold() not in _UNKNOWN else None,
        "attribution": grades[0] if grades else "unknown",
        "perpetrators": tuple(party_id(name) for name in names),
        "perpetrator_grades": tuple(grades),
    }


@lru_cache(_REMEMBERED)
def _days(*cells: str) -> tuple[Mapping[str, Any], str | None]:
    """First and last day, and how exact they are: a day or month of 0 is not known."""
    row = dict(zip(_WHEN, cells, strict=True))
    year = _number(row, "iyear", most=2200) or 0
    month, day = _number(row, "imonth", most=12), _number(row, "iday", most=31)
    if year < 1900:
        raise RefusedClaim("iyear", repr(row["iyear"][:40]), "a year such as 2014")
    if not month:
        return _from_to(date(year, 1, 1), date(year, 12, 31), "year"), None
    if not day:
        last = date(year, month, calendar.monthrange(year, month)[1])
        return _from_to(date(year, month, 1), last, "month"), None
    try:
        first = date(year, month, day)
    except ValueError:
        raise RefusedClaim("iday", str(day), f"a day of {year}-{month:02}") from None
    precision = "about" if row["approxdate"] else "day"
    ended: date | None = first
    if _coded(row, "extended", YES_NO) and row["resolution"]:
        ended = _resolved(row["resolution"])
    if ended is None or ended < first:
        return _from_to(first, first, precision), _NO_END
    return _from_to(first, ended, precision), None


def _from_to(first: date, last: date, precision: str) -> Mapping[str, Any]:
    return {"event_start": first, "event_end": last, "date_precision": precision}


def _resolved(cell: str) -> date | None:
    """A workbook holds the days since 1900; text is taken with the year first only."""
    if _SERIAL.fullmatch(cell):
        return _DAY_ZERO + timedelta(days=int(cell[:5]))
    found = _DAY.fullmatch(cell)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _groups(*cells: str) -> list[str]:
    return [name for name in cells if name]


def _attribution(row: Mapping[str, str], at: int, name: str) -> str:
    """How surely the group did it: claimed where one claimed it in its name, else suspected where
    GTD marks it so, else attributed."""
    if name.casefold() in _UNKNOWN:
        return "unknown"
    if _coded(row, "claimed" if at == 1 else f"claim{at}", YES_NO):
        return "claimed"
    return "suspected" if _coded(row, f"guncertain{at}", YES_NO) else "attributed"


def _plain(cell: str) -> str:
    """Programs that know no gaps in whole numbers write 7 as 7.0."""
    return cell.removesuffix(".0")


def _number(row: Mapping[str, str], column: str, most: int = 10**6) -> int | None:
    cell = _plain(row.get(column, ""))
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and int(cell) <= most):
        raise RefusedClaim(column, repr(cell[:40]), f"a whole number from 0 to {most}")
    return int(cell)


def _code(row: Mapping[str, str], column: str, codes: Mapping[str, Any]) -> str | None:
    cell = _plain(row.get(column, ""))
    if cell in {"", "."}:
        return None
    if cell not in codes:
        known = ", ".join(codes)
        raise RefusedClaim(column, repr(cell[:40]), f"a code of the codebook: {known}")
    return cell


def _coded(row: Mapping[str, str], column: str, codes: Mapping[str, Any]) -> Any:
    code = _code(row, column, codes)
    return None if code is None else codes[code]


class _Count(NamedTuple):
    """Persons. GTD gives one number; only the share of a divided total has a low and a high one."""

    low: int | None
    best: int | None
    high: int | None
    remark: str | None = None


@lru_cache(_REMEMBERED)
def _counted(column: str, cell: str) -> _Count:
    """The persons, perhaps with a remark; -9 and -99 say that it is not known. GTD divides what
    several incidents share."""
    if _plain(cell) in {"", "-9", "-99"}:
        return _Count(None, None, None)
    if not _WHOLE.fullmatch(cell) or cell.startswith("-"):
        raise RefusedClaim(column, repr(cell[:40]), "a number of persons, -9 or -99")
    number = Decimal(cell)
    best, low = int(number.to_integral_value()), int(number)
    if not number % 1:
        return _Count(None, best, None)
    remark = f"{column} is a fraction, the share of a total; rounded, with its bounds"
    return _Count(low, best, low + 1, remark)


@lru_cache(_REMEMBERED)
def _degrees(cell: str, column: str, most: int) -> str | None:
    whole, point, places = cell.partition(".")
    if point and len(places) > _PLACES and (whole.lstrip("-") + places).isdecimal():
        cell = str(round(Decimal(cell), _PLACES))
    return degrees_in(cell, column, most)


@lru_cache(_REMEMBERED)
def _year(cell: str) -> int:
    return _number({"iyear": cell}, "iyear", most=2200) or 0


@lru_cache(_REMEMBERED)
def _grade(cell: str) -> str | None:
    return grade_in(_plain(cell), "specificity", 5)


@lru_cache(_REMEMBERED)
def _named(cell: str) -> str | None:
    return None if cell.casefold() in _UNKNOWN else cell
