"""Parties to events in data sets that name them by words and have no number for them.

Such a name is a group's, but nobody has checked that it names no person. So the name itself is not
stored: a party's id is its acronym, where the data set prints one, and a digest of the name. Equal
names have equal ids, and whoever knows a name finds its party: the spellings in the pack's
``names.csv`` tell which registered organisation is meant, also after the import.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from naap.pack import Pack
from naap.pack.tables import ActorRow, NameRow, OrganisationRow

__all__ = ["Parties", "party_id", "unregistered"]

_SHORT = r"[A-Z][A-Z0-9-]{1,9}"
_BEFORE = re.compile(rf"({_SHORT}):\s+(?=\S)")
_BEHIND = re.compile(rf"\s*\(({_SHORT})\)")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_ID = re.compile(r"(?:([a-z][a-z0-9-]*)\.)?([0-9a-f]{12})", re.ASCII)
_TOLD = 10


@lru_cache(65_536)
def party_id(name: str) -> str:
    """``brf.`` and a digest for ``BRF: Black Ridge Front`` and for ``Black Ridge Front (BRF)``; the
    digest alone where no acronym is printed.

    Case, accents, hyphens and brackets such as (2018-2022) or (Sabzkoh) make no difference.
    """
    short = _BEFORE.match(name) or _BEHIND.search(name)
    words = _BRACKETS.sub("", _BEFORE.sub("", name, count=1))
    digest = _digest(words if _folded(words) else name)
    return f"{short[1].lower()}.{digest}" if short else digest


def _folded(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(each for each in letters if each.isalnum())


def _digest(name: str) -> str:
    return hashlib.sha256(_folded(name).encode()).hexdigest()[:12]


class Parties:
    """Which registered organisation a party is, by the pack's actors and names."""

    def __init__(self, pack: Pack) -> None:
        self._actors = {(row.data_set, row.actor_id): row.org_id for row in pack.rows(ActorRow)}
        spelled = [(row.name, row.org_id) for row in pack.rows(NameRow)]
        spelled += [(row.name_en, row.org_id) for row in pack.rows(OrganisationRow)]
        short = [(row.name, row.org_id) for row in pack.rows(NameRow) if row.kind == "acronym"]
        short += [(row.acronym, row.org_id) for row in pack.rows(OrganisationRow) if row.acronym]
        self._names = _unequivocal((_digest(name), org) for name, org in spelled)
        self._acronyms = _unequivocal((name.lower(), org) for name, org in short)

    def organisation(self, series: str, party: str) -> str | None:
        """The organisation, or None where the pack tells of none: by the data set's row in
        actors.csv, else by name, else by an acronym that only one organisation has."""
        if (series, party) in self._actors:
            return self._actors[series, party]
        found = _ID.fullmatch(party)
        if found is None:
            return None
        return self._names.get(found[2]) or self._acronyms.get(found[1] or "")

    def known(self, series: str, party: str) -> bool:
        """Whether somebody has said what the party is: an organisation, or a reviewed label."""
        return (series, party) in self._actors or self.organisation(series, party) is not None


def _unequivocal(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Spellings that mean one organisation and no other."""
    meant: dict[str, set[str]] = {}
    for spelling, organisation in pairs:
        meant.setdefault(spelling, set()).add(organisation)
    return {spelling: org for spelling, (org, *more) in meant.items() if not more}


def unregistered(series: str, named: Counter[str], pack: Pack) -> list[str]:
    """The remark on parties that the pack does not know, the most frequent ones by name.

    ``named`` counts names as the file writes them. They are told to whoever has the file, and
    go nowhere else.
    """
    parties = Parties(pack)
    unknown = {
        name: count
        for name, count in named.items()
        if not parties.known(series, party_id(name))
    }  # fmt: skip
    if not unknown:
        return []
    told = "; ".join(
        f"{name} = {party_id(name)} ({count:,})"
        for name, count in Counter(unknown).most_common(_TOLD)
    )
    more = " ..." if len(unknown) > _TOLD else ""
    remark = f"{len(unknown):,} parties are no organisation that the pack knows, and are kept by "
    remark += "an id made from the name; to register one, add its spelling to names.csv or the id "
    return [f"{remark}to actors.csv: {told}{more}"]
