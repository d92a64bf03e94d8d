"""The UN Security Council's consolidated list, from its XML file: organisations only."""

from __future__ import annotations

import re

from naap.ledger import Coverage
from naap.problems import Problem
from naap.sources.lists import (
    PERSONS,
    Entry,
    EntryName,
    authority_of,
    bodies_by_entry,
    take_entry,
)
from naap.sources.safe_xml import Record, read_records
from naap.sources.source import Reading, Request, source_named

__all__ = ["SERIES", "read"]

SERIES = "un-consolidated"
AUTHORITY = "unsc"

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T+Z-].*)?", re.ASCII)
_QUALITIES = {"f.k.a.": "Formerly so called.", "Low": "The list holds the name to be weak."}
_USED = {
    "DATAID", "FIRST_NAME", "NAME_ORIGINAL_SCRIPT", "REFERENCE_NUMBER", "UN_LIST_TYPE",
    "LISTED_ON", "ENTITY_ALIAS/ALIAS_NAME", "ENTITY_ALIAS/QUALITY",
}  # fmt: skip


def read(request: Request) -> Reading:
    """A listing and the names of every entity. Individuals are counted and never read."""
    about = source_named(SERIES).about
    authority = authority_of(request.pack, AUTHORITY)
    known = bodies_by_entry(request.pack, SERIES)
    reading = Reading(release=request.release, stated_on=request.stated_on)
    unknown: set[str] = set()

    def root(attributes: dict[str, str]) -> None:
        if found := _DAY.fullmatch(attributes.get("dateGenerated", "")):
            reading.release = reading.release or found[1]
            reading.stated_on = reading.stated_on or found[1]

    def take(record: Record) -> None:
        reading.rows_read += 1
        for path, _ in record.fields:
            if path in about.free_text:
                reading.dropped[path] += 1
            elif path not in _USED and path not in about.not_needed:
                unknown.add(path)
        entry = _entry(record, request, reading)
        if entry is not None:
            take_entry(
                request, reading, entry, source=SERIES, authority=authority, known=known,
                stated_on=reading.stated_on,
            )  # fmt: skip

    counts = read_records(
        request.file, root="CONSOLIDATED_LIST", wanted="ENTITY", counted={"INDIVIDUAL"},
        skipped=(), take=take, attributes=root,
    )  # fmt: skip
    if persons := counts.get("INDIVIDUAL"):
        reading.outside[PERSONS] = persons
    reading.unknown_columns = tuple(sorted(unknown))
    reading.restates = True
    reading.coverage = (Coverage("listing", SERIES), Coverage("name", SERIES))
    return reading


def _entry(record: Record, request: Request, reading: Reading) -> Entry | None:
    number, name = record.first("REFERENCE_NUMBER"), record.first("FIRST_NAME")
    if number is None or name is None:
        missing = "REFERENCE_NUMBER" if number is None else "FIRST_NAME"
        _refuse(request, reading, record, missing, "nothing", "a value in every entity")
        return None
    listed_on = record.first("LISTED_ON")
    day = _DAY.fullmatch(listed_on) if listed_on else None
    if listed_on and day is None:
        _refuse(request, reading, record, "LISTED_ON", repr(listed_on[:60]), "a day: 2005-05-02")
        return None
    regime = record.first("UN_LIST_TYPE")
    names = [EntryName(name, "name")]
    names += [EntryName(each, "name") for each in record.all("NAME_ORIGINAL_SCRIPT")]
    return Entry(
        entry_id=number,
        names=(*names, *_aliases(record)),
        instrument=f"Consolidated list{f', {regime}' if regime else ''}, entry {number}",
        listed_on=day[1] if day else None,
        locator=f"entry {number}",
        row=record.line,
    )


def _aliases(record: Record) -> list[EntryName]:
    """The quality stands before or after its name, within the same alias."""
    found: list[EntryName] = []
    quality: str | None = None
    for path, text in record.fields:
        if path == "ENTITY_ALIAS/QUALITY":
            quality = text
        elif path == "ENTITY_ALIAS/ALIAS_NAME":
            found.append(EntryName(text, "alias", _QUALITIES.get(quality or "")))
            quality = None
    return found


def _refuse(
    request: Request, reading: Reading, record: Record, column: str, found: str, expected: str
) -> None:
    reading.refused.append(
        Problem(
            request.file.name, record.line, column, found, expected,
            "Fetch the file again, or leave the entity out with --leave-out-refused.",
        )
    )  # fmt: skip
