"""The list of specially designated nationals of the US Treasury: sdn.csv with alt.csv beside it."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

from naap.ledger import Coverage
from naap.problems import Problem, UnusableInput
from naap.sources.lists import (
    PERSONS,
    Entry,
    EntryName,
    authority_of,
    bodies_by_entry,
    take_entry,
)
from naap.sources.source import Reading, Request

__all__ = ["SERIES", "read"]

SERIES = "ofac-sdn"
AUTHORITY = "ofac"

_NULL = "-0-"
_COLUMNS, _ALT_COLUMNS = 12, 5
_NUMBER, _NAME, _TYPE, _PROGRAM, _REMARKS = 0, 1, 2, 3, 11
_CARRIERS = "about ships and aircraft, which are no organisations"
_NAMES_OF_OTHERS = "other names of persons, ships or aircraft, never read"
_FORMER = {"fka": "Formerly so called.", "nka": "Now so called."}
_LARGEST_MB = 200


def read(request: Request) -> Reading:
    """A listing and the names of every entity. The list gives no date of a listing."""
    authority = authority_of(request.pack, AUTHORITY)
    known = bodies_by_entry(request.pack, SERIES)
    reading = Reading(release=request.release, stated_on=request.stated_on)
    entities: dict[str, tuple[int, list[str]]] = {}
    for number, row in _rows(request.file, _COLUMNS, request, reading):
        reading.rows_read += 1
        kind = row[_TYPE].casefold()
        if kind == "individual":
            reading.outside[PERSONS] += 1
        elif kind in {"vessel", "aircraft"}:
            reading.outside[_CARRIERS] += 1
        elif kind not in {"", "entity"}:
            # What is not known may be a person: refused, and nothing of the row is told.
            _refuse(
                request,
                reading,
                number,
                "SDN_Type",
                repr(kind[:30]),
                "-0-, individual, vessel or aircraft",
            )
        elif not row[_NUMBER].isdigit() or not row[_NAME]:
            _refuse(
                request, reading, number, "ent_num", repr(row[_NUMBER][:30]), "a number and a name"
            )
        else:
            if row[_REMARKS]:
                reading.dropped["Remarks"] += 1
            entities[row[_NUMBER]] = (number, row)
    others = _other_names(request, reading, entities)
    for entry_id, (number, row) in entities.items():
        program = row[_PROGRAM].strip("[] ").replace("] [", ", ")
        entry = Entry(
            entry_id=entry_id,
            names=(EntryName(row[_NAME], "name"), *(others or {}).get(entry_id, ())),
            instrument=f"SDN list, entry {entry_id}{f' ({program})' if program else ''}",
            listed_on=None,
            locator=f"entry {entry_id}",
            row=number,
        )
        take_entry(
            request, reading, entry, source=SERIES, authority=authority, known=known,
            stated_on=request.stated_on,
        )  # fmt: skip
    reading.restates = True
    # Without alt.csv, the other names that an earlier file gave are left alone.
    reading.coverage = (
        Coverage("listing", SERIES),
        *((Coverage("name", SERIES),) if others is not None else ()),
    )
    if request.stated_on is None:
        reading.remarks.append("the file does not say its day: give it with --stated-on")
    return reading


def _other_names(
    request: Request, reading: Reading, entities: dict[str, tuple[int, list[str]]]
) -> dict[str, list[EntryName]] | None:
    """By entry; None where the file of other names is not there."""
    beside = _beside(request.file)
    if beside is None:
        reading.remarks.append("no alt.csv beside the file: other names are not read")
        return None
    reading.remarks.append(
        f"{beside.name}, sha256 {hashlib.sha256(beside.read_bytes()).hexdigest()}"
    )
    found: dict[str, list[EntryName]] = {}
    for number, row in _rows(beside, _ALT_COLUMNS, request, reading):
        if row[0] not in entities:
            reading.outside[_NAMES_OF_OTHERS] += 1
            continue
        if not row[3]:
            _refuse(request, reading, number, "alt_name", "nothing", "a name", beside.name)
            continue
        name = EntryName(
            row[3], "alias", _FORMER.get(row[2].casefold()), f"entry {row[0]}, no {row[1]}"
        )
        found.setdefault(row[0], []).append(name)
    return found


def _beside(file: Path) -> Path | None:
    """alt.csv for sdn.csv, and sdn_2025_alt.csv or alt_2025.csv for names with more in them."""
    wanted = file.name.casefold().replace("sdn", "alt", 1)
    return next(
        (each for each in sorted(file.parent.iterdir()) if each.name.casefold() == wanted), None
    )


def _rows(
    file: Path, columns: int, request: Request, reading: Reading
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file without a header; the sign at its end, from the days of DOS, is no row."""
    if file.stat().st_size > _LARGEST_MB * 1_000_000:
        raise UnusableInput.one(
            file.name, found=f"more than {_LARGEST_MB} MB", expected="the list, of a few MB",
            mend="Check the file.",
        )  # fmt: skip
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    lines = io.StringIO(text.replace("\x1a", ""), newline="")
    reader = csv.reader(lines, skipinitialspace=True, strict=True)
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != columns:
                _refuse(
                    request,
                    reading,
                    reader.line_num,
                    "",
                    f"{len(row)} cells",
                    f"{columns} cells",
                    file.name,
                )
                continue
            cells = [" ".join(cell.split()) for cell in row]
            yield reader.line_num, ["" if cell == _NULL else cell for cell in cells]
    except csv.Error as error:
        raise UnusableInput.one(
            file.name, row=reader.line_num, found=f"a row that cannot be read ({error})",
            expected="the CSV file as the Treasury gives it", mend="Fetch the file again.",
        ) from None  # fmt: skip


def _refuse(
    request: Request,
    reading: Reading,
    row: int,
    column: str,
    found: str,
    expected: str,
    file: str | None = None,
) -> None:
    reading.refused.append(
        Problem(
            file or request.file.name, row, column or None, found, expected,
            "Fetch the file again, or leave the row out with --leave-out-refused.",
        )
    )  # fmt: skip
