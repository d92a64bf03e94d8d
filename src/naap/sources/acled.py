"""ACLED: political violence and protest, from a CSV export or from the API."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from naap.ledger import Claim, Coverage, RefusedClaim, make_claim
from naap.sources.acled_codes import ACTORS, MONTHS, TYPES, UNDIRECTED, Actor, victim_of
from naap.sources.by_two import Among, take_rows_by_two
from naap.sources.event_cells import (
    cells_of,
    coded,
    country_code,
    degrees,
    grade,
    whole_number,
)
from naap.sources.parties import party_id, take_parties
from naap.sources.rows import Counted, Rows
from naap.sources.source import Reading, Request, source_named
from naap.sources.tabular import CsvFile

__all__ = ["SERIES", "USED", "read"]

SERIES = "acled"
_NEEDED = (
    "event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1",
    "inter1", "actor2", "inter2", "iso", "admin1", "latitude", "longitude", "geo_precision",
    "fatalities",
)  # fmt: skip
USED = (
    *_NEEDED, "assoc_actor_1", "civilian_targeting", "admin2", "location", "timestamp",
)  # fmt: skip
_MEND = "Export the file again, or correct the row."
_COLUMNS = {
    "record_key": "event_id_cnty", "area_1": "admin1", "area_2": "admin2", "locality": "location",
    "date_precision": "time_precision", "place_precision": "geo_precision",
    "side_a": "actor1", "side_b": "actor2", "stated_on": "timestamp",
}  # fmt: skip
_WHAT = (
    "event_type", "sub_event_type", "civilian_targeting", "actor1", "assoc_actor_1", "inter1",
    "actor2", "inter2",
)  # fmt: skip
_EVENT = re.compile(r"[A-Z]{3}\d{1,9}", re.ASCII)
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})", re.ASCII)
_SECOND = re.compile(r"\d{9,10}", re.ASCII)
_UNKNOWN = re.compile(r"unidentified\b", re.IGNORECASE)
_NO_ACTOR = "0"
_MOST_ACTORS = 20


def read(request: Request) -> Reading:
    """Accounts of the pack's country.

    An export holds what somebody has filtered: it covers nothing, and what it lacks is left
    alone. All events of the country, fetched from the API, cover the days from first to last.
    """
    reading = Reading(restates=True, release=request.release, stated_on=request.stated_on)
    counted = take_rows_by_two(_opened, request, reading)
    if lacking := reading.lacking_columns:
        reading.remarks.append(f"columns that this file lacks, left empty: {', '.join(lacking)}")
    if request.fetched:
        reading.dropped.update(request.fetched.dropped)
        reading.remarks += request.fetched.remarks
        reading.gone = tuple(f"account/{SERIES}/{event}" for event in request.fetched.gone)
        reading.coverage = _covered(reading, request)
    else:
        reading.remarks.append("an export: events that the file lacks are left alone")
    take_parties(reading, SERIES, counted["named"], request)
    return reading


@contextmanager
def _opened(request: Request, among: Among) -> Iterator[Rows[str]]:
    country = country_code(request.pack, "iso_number", "the country's number in ISO 3166-1")
    about = source_named(SERIES).about
    place = request.pack.settings.country_place

    def claim_of(row: Mapping[str, str], counted: Counted) -> Claim | str:
        if whole_number(row, "iso", needed=True) != country:
            return "in another country"
        for actor in ("actor1", "actor2"):
            if row[actor]:
                counted["named"][row[actor]] += 1
        return _account(row, request.stated_on, place, what_cells(row))

    with CsvFile(
        request.file, needed=_NEEDED, delimiter=_delimiter(request), whole_lines=False,
        most_rows=about.assertions.most_rows, wanted={*USED, *about.free_text}, among=among,
        progress=request.progress,
    ) as file:  # fmt: skip
        what_cells = cells_of(_WHAT, file.columns)
        yield Rows(file, claim_of, about, USED, _COLUMNS, _MEND)


def _covered(reading: Reading, request: Request) -> tuple[Coverage, ...]:
    """The days that came: an account may be kept from the events of the last months."""
    days = [claim.fields["event_start"] for claim in reading.claims]
    where = {"country": request.pack.settings.country_place}
    within = ("event_start", min(days), max(days)) if days else None
    return (Coverage("account", SERIES, where, within),) if within else ()


def _delimiter(request: Request) -> str:
    """Exports were parted by semicolons for some years."""
    with request.file.open("rb") as file:
        start = file.readline(10_000)
    return ";" if start.count(b";") > start.count(b",") else ","


def _account(
    row: Mapping[str, str], stated_on: str | None, country: str, what_cells: tuple[str, ...]
) -> Claim:
    event = row["event_id_cnty"]
    if not _EVENT.fullmatch(event):
        raise RefusedClaim("event_id_cnty", repr(event[:40]), "an id such as PAK12345")
    day = _day(row["event_date"])
    what = _what(*what_cells)
    deaths = whole_number(row, "fatalities", needed=True)
    return make_claim(
        "account",
        series=SERIES,
        record_key=event,
        source=SERIES,
        locator=f"event_id_cnty {event}",
        basis="study",
        stated_on=_uploaded(row) or stated_on,
        event_start=day,
        event_end=day,
        date_precision=grade(row, "time_precision", 3),
        country=country,
        area_1=row["admin1"],
        area_2=row.get("admin2"),
        locality=row.get("location"),
        longitude=degrees(row, "longitude", 180),
        latitude=degrees(row, "latitude", 90),
        place_precision=grade(row, "geo_precision", 3),
        killed_best=deaths,
        **what,
    )


@lru_cache(8_192)
def _what(*cells: str) -> Mapping[str, Any]:
    """What happened between whom: the same few things, in a hundred thousand rows."""
    row = dict(zip(_WHAT, cells, strict=True))
    type_ = row["event_type"]
    subtypes = TYPES.get(type_)
    if subtypes is None:
        raise RefusedClaim("event_type", repr(type_[:40]), f"one of {', '.join(TYPES)}")
    subtype = row["sub_event_type"]
    if subtype not in subtypes:
        raise RefusedClaim("sub_event_type", repr(subtype[:40]), f"one of {', '.join(subtypes)}")
    parties, grades = _perpetrators(row, type_)
    return {
        "event_type": type_,
        "event_subtype": subtype,
        "suicide": True if subtype == "Suicide bomb" else None,
        "targets": ("Civilian targeting",) if row["civilian_targeting"] else None,
        "victims": tuple(_victims(row, type_)),
        "side_a": party_id(row["actor1"]) if row["actor1"] else None,
        "side_b": party_id(row["actor2"]) if row["actor2"] else None,
        "attribution": grades[0] if grades else None,
        "perpetrators": tuple(parties),
        "perpetrator_grades": tuple(grades),
    }


@lru_cache(20_000)
def _day(cell: str) -> date:
    found = _DAY.fullmatch(cell)
    try:
        if found:
            return date(int(found[3]), MONTHS[found[2].lower()], int(found[1]))
        if _ISO.fullmatch(cell):
            return date.fromisoformat(cell)
    except (ValueError, KeyError):
        pass
    raise RefusedClaim(
        "event_date", repr(cell[:40]), "a day such as 2014-12-16 or 16 December 2014"
    )


def _uploaded(row: Mapping[str, str]) -> str | None:
    """The day on which ACLED last said so: each row has the second of its last change."""
    cell = row.get("timestamp", "")
    if not cell:
        return None
    if not _SECOND.fullmatch(cell):
        raise RefusedClaim("timestamp", repr(cell[:40]), "seconds since 1970, such as 1700000000")
    return _day_of(int(cell) // 86_400)


@lru_cache(20_000)
def _day_of(number: int) -> str:
    """The day so many days after 1 January 1970."""
    return (date(1970, 1, 1) + timedelta(days=number)).isoformat()


def _actors(row: Mapping[str, str]) -> list[Actor]:
    what = "a class of actor: 0 to 8, or one of the codebook's words"
    there = [column for column in ("inter1", "inter2") if row[column] not in {"", _NO_ACTOR}]
    found = [coded(row, column, ACTORS, what) for column in there]
    return [actor for actor in found if actor is not None]


def _victims(row: Mapping[str, str], type_: str) -> list[str]:
    """Both sides of a battle; of an attack, whom it hit. ACLED counts the killed in one number,
    so the classes say who was hit and not how many of each were killed."""
    actors = _actors(row)
    second = row["inter2"] not in {"", _NO_ACTOR}
    if row.get("civilian_targeting"):
        return ["civilians"]
    if type_ == "Battles":
        return sorted({victim_of(actor) for actor in actors})
    if type_ in {"Violence against civilians", "Explosions/Remote violence", "Riots"}:
        return [victim_of(actors[-1])] if second else []
    if row["sub_event_type"] == "Excessive force against protesters":
        return ["demonstrators"]
    return []


def _perpetrators(row: Mapping[str, str], type_: str) -> tuple[list[str], list[str]]:
    """Where an attack has a direction, the first actor and those with it. ACLED does not say who
    claimed an attack: a named actor is attributed, an unidentified one unknown."""
    if type_ in UNDIRECTED or not row["actor1"]:
        return [], []
    beside = [name.strip() for name in row.get("assoc_actor_1", "").split(";")]
    names = [row["actor1"], *filter(None, beside)][:_MOST_ACTORS]
    grades = ["unknown" if _UNKNOWN.match(name) else "attributed" for name in names]
    return [party_id(name) for name in names], grades
