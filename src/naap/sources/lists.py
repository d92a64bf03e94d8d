"""What imports of authorities' lists share: an entry becomes one listing and its names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from naap.ledger import Claim, RefusedClaim, make_claim
from naap.pack import Pack
from naap.pack.tables import ActorRow, BodyRow
from naap.problems import Problem, UnusableInput
from naap.sources.source import Reading, Request

__all__ = ["PERSONS", "Entry", "EntryName", "authority_of", "bodies_by_entry", "take_entry"]

PERSONS = "about natural persons, who are never held"
"""Why a row gives no claim; the import report counts them under these words."""

_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_HAN = re.compile(r"[\u3400-\u9fff\uac00-\ud7af]")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,2}(?:[A-Z.-]{1,6})[A-Z]?", re.ASCII)


@dataclass(frozen=True)
class EntryName:
    """A name of an entry, as the list prints it. ``kind``: name or alias."""

    name: str
    kind: str = "alias"
    note: str | None = None
    locator: str | None = None


@dataclass(frozen=True)
class Entry:
    """An organisation on an authority's list, by the list's own id of it."""

    entry_id: str
    names: tuple[EntryName, ...]
    instrument: str
    listed_on: str | None
    locator: str
    row: int


@cache
def script_of(name: str) -> str:
    """ISO 15924 code by the letters of the name; Zyyy where it has none that is known here."""
    if _ARABIC.search(name):
        return "Arab"
    if _CYRILLIC.search(name):
        return "Cyrl"
    if _HAN.search(name):
        return "Hani"
    return "Latn" if _LETTER.search(name) else "Zyyy"


def bodies_by_entry(pack: Pack, source: str) -> Mapping[str, str]:
    """The pack's organisation for each entry that somebody has matched, from its actors.csv."""
    return {
        row.actor_id: row.org_id
        for row in pack.rows(ActorRow)
        if row.data_set == source and row.org_id is not None
    }


def authority_of(pack: Pack, authority: str) -> str:
    """The body that keeps the list; UnusableInput where the pack does not know it."""
    if not pack.has(BodyRow, authority):
        raise UnusableInput.one(
            pack.folder / "bodies.csv",
            column="body_id",
            found=f"no body {authority}",
            expected="the authority whose list is imported",
            mend=f"Add a row with the id {authority}.",
        )
    return authority


def take_entry(
    request: Request,
    reading: Reading,
    entry: Entry,
    *,
    source: str,
    authority: str,
    known: Mapping[str, str],
    stated_on: str | None,
) -> None:
    """Add the claims of an entry to the reading; a bad one is refused, with its row."""
    try:
        claims = list(_claims(entry, source, authority, known, stated_on))
    except RefusedClaim as refusal:
        reading.refused.append(
            Problem(
                request.file.name, entry.row, refusal.column, refusal.found[:120],
                refusal.expected, "Correct the entry, or leave it out with --leave-out-refused.",
            )
        )  # fmt: skip
        return
    for claim in claims:
        reading.take(claim, entry.row)


def _claims(
    entry: Entry, source: str, authority: str, known: Mapping[str, str], stated_on: str | None
) -> Iterator[Claim]:
    # An entry that nobody has matched is registered under its own id: who is who is for the list
    # to say, and for a person to join.
    organisation = known.get(entry.entry_id, f"{source}:{entry.entry_id}")
    said: dict[str, Any] = {
        "series": source,
        "source": source,
        "basis": "official",
        "stated_on": stated_on,
    }
    yield make_claim(
        "listing",
        record_key=entry.entry_id,
        publisher=authority,
        organisation=organisation,
        event="listed" if entry.listed_on else "on list, date unknown",
        authority=authority,
        instrument=entry.instrument,
        happened_on=entry.listed_on,
        verified=entry.listed_on is not None,
        locator=entry.locator,
        **said,
    )
    for each in {each.name: each for each in reversed(entry.names)}.values():
        acronym = each.kind == "alias" and _ACRONYM.fullmatch(each.name)
        yield make_claim(
            "name",
            record_key=f"{entry.entry_id}/{sha256(each.name.encode()).hexdigest()[:12]}",
            publisher=authority,
            organisation=organisation,
            name=each.name,
            script=script_of(each.name),
            name_kind="acronym" if acronym else each.kind,
            locator=each.locator or entry.locator,
            note=each.note,
            **said,
        )
