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
from collections.abc import Iterable, Mapping
from functools import lru_cache

from naap.engine import Engine
from naap.ledger import Claim, make_claim
from naap.ledger.disk import reading
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.pack.tables import ActorRow, NameRow, OrganisationRow
from naap.sources.source import Reading, Request, Spelling

__all__ = ["Parties", "party_id", "spelled_in", "take_parties"]

_SHORT = r"[A-Z][A-Z0-9-]{1,9}"
_BEFORE = re.compile(rf"({_SHORT}):\s+(?=\S)")
_BEHIND = re.compile(rf"\s*\(({_SHORT})\)")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_ID = re.compile(r"(?:([a-z][a-z0-9-]*)\.)?([0-9a-f]{12})", re.ASCII)
_TOLD = 10
_MATCHER = "name-matcher"
_QUESTION = "Which registered organisation is this party to an event?"


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

    def __init__(self, pack: Pack, spelled: Mapping[tuple[str, str], str] | None = None) -> None:
        self._spelled = spelled or {}
        self._actors = {(row.data_set, row.actor_id): row.org_id for row in pack.rows(ActorRow)}
        written = [(row.name, row.org_id) for row in pack.rows(NameRow)]
        written += [(row.name_en, row.org_id) for row in pack.rows(OrganisationRow)]
        short = [(row.name, row.org_id) for row in pack.rows(NameRow) if row.kind == "acronym"]
        short += [(row.acronym, row.org_id) for row in pack.rows(OrganisationRow) if row.acronym]
        self._names = _unequivocal((_digest(name), org) for name, org in written)
        self._acronyms = _unequivocal((name.lower(), org) for name, org in short)

    def organisation(self, series: str, party: str) -> str | None:
        """The organisation, or None where the pack tells of none: by the data set's row in
        actors.csv, else by name, else by an acronym that only one organisation has, else by the
        spelling that an import found (``spelled_in``)."""
        if (series, party) in self._actors:
            return self._actors[series, party]
        found = _ID.fullmatch(party)
        if found is None:
            return None
        return (
            self._names.get(found[2])
            or self._acronyms.get(found[1] or "")
            or self._spelled.get((series, party))
        )

    def known(self, series: str, party: str) -> bool:
        """Whether somebody has said what the party is: an organisation, or a reviewed label."""
        return (series, party) in self._actors or self.organisation(series, party) is not None


def _unequivocal(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Spellings that mean one organisation and no other."""
    meant: dict[str, set[str]] = {}
    for spelling, organisation in pairs:
        meant.setdefault(spelling, set()).add(organisation)
    return {spelling: org for spelling, (org, *more) in meant.items() if not more}


def spelled_in(snapshot: Snapshot) -> dict[tuple[str, str], str]:
    """By (data set, party) the organisations that imports found by the spelling of a name."""
    told = snapshot.sql(kind_named("judgement"))
    with reading(snapshot.ledger.folder), Engine() as engine:
        rows = engine.rows(
            f"SELECT record_key, answer FROM ({told}) "
            "WHERE question = $question AND series = $series ORDER BY record_key",
            question=_QUESTION,
            series=_MATCHER,
        )
    found = {}
    for row in rows:
        data_set, _, party = row["record_key"].partition("/")
        found[data_set, party] = row["answer"]
    return found


def take_parties(found: Reading, series: str, named: Counter[str], request: Request) -> None:
    """Say of each party of a file which organisation it is, and count in how many ways.

    ``named`` counts names as the file writes them. One that the pack does not know, and that is
    surely a spelling of one organisation's name, gives a judgement of the name matcher: it holds
    the party's id and the organisation, never the name. The others are told to whoever has the
    file, the most frequent ones by name, and go nowhere else.
    """
    parties = Parties(request.pack)
    unknown: Counter[str] = Counter()
    judged: dict[str, Claim] = {}
    for name, count in named.items():
        party = party_id(name)
        if parties.known(series, party):
            found.parties["known to the pack"] += 1
        elif spelling := request.spelling_of(_BRACKETS.sub("", _BEFORE.sub("", name, count=1))):
            found.parties["by spelling"] += 1
            judged[party] = _judged(series, party, spelling)
        else:
            found.parties["kept by an id alone"] += 1
            unknown[name] = count
    found.claims += judged.values()
    if unknown:
        found.remarks.append(_unregistered(unknown))


def _judged(series: str, party: str, spelling: Spelling) -> Claim:
    return make_claim(
        "judgement",
        series=_MATCHER,
        record_key=f"{series}/{party}",
        source=_MATCHER,
        basis="own judgement",
        question=_QUESTION,
        judged=[f"party/{series}/{party}"],
        answer=spelling.org_id,
        reason=f"its name is a spelling of {spelling.name} (score {spelling.score:.2f}); "
        "a row in actors.csv overrides it",
    )


def _unregistered(unknown: Counter[str]) -> str:
    told = "; ".join(
        f"{name} = {party_id(name)} ({count:,})" for name, count in unknown.most_common(_TOLD)
    )
    more = " ..." if len(unknown) > _TOLD else ""
    return (
        f"{len(unknown):,} parties are no organisation that the pack knows, and are kept by "
        "an id made from the name; to register one, add its spelling to names.csv or the id "
        f"to actors.csv: {told}{more}"
    )
