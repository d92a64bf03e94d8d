"""One incident as its accounts tell it: each beside the others, what they agree and disagree on."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Literal

from naap.engine import Engine
from naap.incidents.comparing import comparisons
from naap.incidents.reconcile import Incidents
from naap.ledger.disk import reading
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.problems import UnusableInput
from naap.sources.parties import Parties

__all__ = ["Incident", "Respect", "account_key", "accounts_of", "find_incident", "respects_of"]

Verdict = Literal["agree", "differ", "near", "own words", "one tells", "nobody tells"]
"""near: points within some kilometres; own words: each data set has types of its own, which can
differ only in their words."""
_PREFIX = "account/"
_NEAR_KM = 15.0
_KM_A_DEGREE = 111.2
_DIFFERENCE: dict[str, Verdict] = {
    "type": "own words", "targets": "own words", "victims": "own words",
}  # fmt: skip


@dataclass(frozen=True)
class Respect:
    """What each account says in one respect, in the order of the accounts."""

    name: str
    said: tuple[str | None, ...]
    verdict: Verdict


@dataclass(frozen=True)
class Incident:
    """``asked`` is the key that was asked for; the incident's id is that of its oldest account."""

    asked: str
    row: dict[str, Any]
    accounts: tuple[dict[str, Any], ...]
    respects: tuple[Respect, ...]
    victims: tuple[dict[str, Any], ...]
    links: tuple[dict[str, Any], ...]
    """Pairs of its accounts, and of one of them with an account of another incident."""


def account_key(text: str) -> str:
    """The key of an account: ``account/SERIES/RECORD_KEY``, also where only the end is given."""
    return text if text.startswith(_PREFIX) else _PREFIX + text


def find_incident(
    incidents: Incidents, snapshot: Snapshot, parties: Parties, asked: str
) -> Incident:
    """The incident that holds the account, whichever of its accounts is named.

    Incidents that were joined keep the id of the oldest account, so that every older id leads
    there. UnusableInput where no incident holds the account.
    """
    key = account_key(asked)
    held = incidents.rows(
        "SELECT incident_id FROM members WHERE concat('account/', series, '/', record_key) = ?",
        [key],
    )
    if not held:
        raise UnusableInput.one(
            "ID", found=repr(asked), expected="the key of an account that the ledger holds",
            mend=_gone(snapshot, key),
        )  # fmt: skip
    incident_id = held[0]["incident_id"]
    keys = [
        row["key"]
        for row in incidents.rows(
            "SELECT concat('account/', series, '/', record_key) AS key FROM members "
            "WHERE incident_id = ? ORDER BY series, record_key",
            [incident_id],
        )
    ]
    accounts = accounts_of(snapshot, keys)
    marks = ", ".join("?" * len(keys))
    links = incidents.rows(
        f"SELECT * FROM links WHERE one IN ({marks}) OR other IN ({marks}) "
        "ORDER BY probability DESC NULLS LAST, one, other",
        [*keys, *keys],
    )
    return Incident(
        asked=key,
        row=incidents.rows("SELECT * FROM incidents WHERE incident_id = ?", [incident_id])[0],
        accounts=tuple(accounts),
        respects=respects_of(accounts, parties),
        victims=tuple(
            incidents.rows(
                "SELECT harm, victims, low, best, high, rule, n_sources FROM victims "
                "WHERE incident_id = ? ORDER BY ALL",
                [incident_id],
            )
        ),
        links=tuple({**link, "compared": _compared(link)} for link in links),
    )


def accounts_of(snapshot: Snapshot, keys: Sequence[str]) -> list[dict[str, Any]]:
    """The accounts under these keys, in the order of the keys; those that are held."""
    told = snapshot.sql(kind_named("account"))
    with reading(snapshot.ledger.folder), Engine() as engine:
        rows = engine.rows(
            f"SELECT concat('account/', series, '/', record_key) AS key, * FROM ({told}) "
            "WHERE list_contains($keys, concat('account/', series, '/', record_key))",
            keys=list(keys),
        )
    by_key = {row["key"]: row for row in rows}
    return [by_key[key] for key in keys if key in by_key]


def respects_of(accounts: Sequence[dict[str, Any]], parties: Parties) -> tuple[Respect, ...]:
    """What the accounts say, one respect after the other."""
    found = [
        _respect(name, [say(row) for row in accounts])
        for name, say in (*_SAID.items(), ("organisations", _organisations(parties)))
    ]
    return tuple(_near(each) if each.name == "point" else each for each in found)


def _respect(name: str, said: list[str | None]) -> Respect:
    told = [each for each in said if each]
    verdict: Verdict
    if len(told) < 2:
        verdict = "one tells" if told else "nobody tells"
    else:
        verdict = "agree" if len(set(told)) == 1 else _DIFFERENCE.get(name, "differ")
    return Respect(name, tuple(said), verdict)


def _near(points: Respect) -> Respect:
    """Nobody gives the same point: what counts is how far they are from each other."""
    if points.verdict != "differ":
        return points
    at = [tuple(map(float, each.split(", "))) for each in points.said if each]
    far = any(
        _KM_A_DEGREE * math.hypot(a - c, (b - d) * math.cos(math.radians(a))) > _NEAR_KM
        for (a, b), (c, d) in combinations(at, 2)
    )
    return points if far else replace(points, verdict="near")


def _days(row: dict[str, Any]) -> str:
    first, last = row["event_start"], row["event_end"]
    return str(first) if first == last else f"{first} to {last}"


def _place(row: dict[str, Any]) -> str | None:
    return ", ".join(filter(None, (row["locality"], row["area_2"], row["area_1"]))) or None


def _point(row: dict[str, Any]) -> str | None:
    if row["latitude"] is None or row["longitude"] is None:
        return None
    return f"{float(row['latitude']):.3f}, {float(row['longitude']):.3f}"


def _range(harm: str) -> Callable[[dict[str, Any]], str | None]:
    def said(row: dict[str, Any]) -> str | None:
        low, best, high = (row[f"{harm}_{each}"] for each in ("low", "best", "high"))
        if best is None:
            return None
        bounds = {each for each in (low, high) if each is not None} - {best}
        low, high = best if low is None else low, best if high is None else high
        return f"{best} ({low} to {high})" if bounds else str(best)

    return said


def _count(column: str) -> Callable[[dict[str, Any]], str | None]:
    return lambda row: None if row[column] is None else str(row[column])


def _words(column: str) -> Callable[[dict[str, Any]], str | None]:
    return lambda row: ", ".join(row[column] or []) or None


def _organisations(parties: Parties) -> Callable[[dict[str, Any]], str | None]:
    def said(row: dict[str, Any]) -> str | None:
        named = [row["side_a"], row["side_b"], *(row["perpetrators"] or [])]
        found = {parties.organisation(row["series"], each) for each in named if each}
        return ", ".join(sorted(each for each in found if each)) or None

    return said


_SAID: dict[str, Callable[[dict[str, Any]], str | None]] = {
    "days": _days,
    "place": _place,
    "point": _point,
    "type": lambda row: row["event_type"],
    "killed": _range("killed"),
    "killed civilians": _count("killed_civilians"),
    "injured": _range("injured"),
    "targets": _words("targets"),
    "victims": _words("victims"),
    "attribution": lambda row: row["attribution"],
}


def _compared(link: dict[str, Any]) -> dict[str, str]:
    return {
        each.name: each.label(link[each.column])
        for each in comparisons()
        if link[each.column] is not None
    }


def _gone(snapshot: Snapshot, key: str) -> str:
    found = snapshot.find(key)
    if found:
        return f"It was held and is no longer; see: naap ledger show {key}"
    return "List incidents with: naap incidents reconcile --json"
