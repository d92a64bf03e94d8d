"""Statistics of events: what was asked is counted, and each row says how many sources are behind.

The queries stand beside this module. ``countable`` is the one place that decides what is counted:
the accounts of each data set apart, or incidents, in which several accounts of one event are one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import duckdb

from naap.incidents.accounts import kin_in, read_accounts, sql_of, table_of, take_accounts
from naap.incidents.people import People
from naap.incidents.reconcile import Incidents
from naap.incidents.stats_question import (
    SEVERAL,
    TIMES,
    Kept,
    Question,
    ancestors_of,
    roots_of,
)
from naap.ledger.snapshot import Snapshot
from naap.organisations.register import Register
from naap.pack import Pack
from naap.pack.tables import ActorRow, OrganisationRow, PlaceRow
from naap.periods import parse_period
from naap.problems import UnusableInput
from naap.sources.parties import spelled_in

__all__ = ["agreement", "countable", "period_name", "statistics"]

_ALL = "all"
_NOT_TOLD = "not told"
_PER = 100_000
_LAST = 1_000_000
_OWN = {"province", "district", "type", "attribution"}


def countable(
    store: duckdb.DuckDBPyConnection,
    snapshot: Snapshot,
    pack: Pack,
    register: Register,
    incidents: Incidents | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> None:
    """Make the tables that are counted from: ``counted`` (one row an event), ``tells`` (the
    accounts behind each) and ``traits`` (what an event may have several of).

    Without ``incidents`` each account is an event of its data set, and data sets are never added
    up. UnusableInput where the ledger holds no account.
    """
    progress("reading accounts")
    take_accounts(store, snapshot)
    spelled = spelled_in(snapshot)
    if not read_accounts(store, pack, kin_in(register), progress, spelled=spelled):
        raise UnusableInput.one(
            "ledger", found="no account of any event", expected="accounts that were imported",
            mend="Import some first, such as with: naap import ucdp-ged FILE",
        )  # fmt: skip
    if incidents is None:
        store.execute(
            "CREATE OR REPLACE TABLE tells AS SELECT "
            "concat('account/', series, '/', record_key) AS id, series, record_key FROM told"
        )
        store.execute(f"CREATE OR REPLACE TABLE counted AS {sql_of('counted_accounts')}")
    else:
        incidents.views(store)
        store.execute(
            "CREATE OR REPLACE TABLE tells AS "
            "SELECT incident_id AS id, series, record_key FROM members"
        )
        store.execute(f"CREATE OR REPLACE TABLE counted AS {sql_of('counted_incidents')}")
    heads = roots_of(ancestors_of(register))
    pairs = [(organisation, root) for organisation, roots in heads.items() for root in roots]
    table_of(
        store, "ancestry",
        {"organisation": [each for each, _ in pairs], "root": [root for _, root in pairs]},
        "VARCHAR VARCHAR",
    )  # fmt: skip
    store.execute(f"CREATE OR REPLACE TABLE traits AS {sql_of('traits')}")


def statistics(
    store: duckdb.DuckDBPyConnection, asked: Question, pack: Pack
) -> list[dict[str, Any]]:
    """The rows, in the order of data set, family, groups (provinces in the pack's) and period.

    Each has its period and groups, ``events``, ``killed`` (best, low and high), ``injured`` and
    how many events tell a number, ``killed_per_event`` (of those that tell one), ``share`` (of the
    events of its data set, family and period), ``events_change`` and ``killed_change`` on the same
    period of the year before, ``events_five_year_mean``, the rate per 100,000 people of its place
    with the count of people that it rests on, ``across`` (events that reach into a later period)
    and ``sources``. None: not told, or nothing to compare with.
    """
    starts = pack.settings.fiscal_year_starts
    parameters: dict[str, Any] = {}
    conditions = " AND ".join(
        _condition(each, number, parameters, starts) for number, each in enumerate(asked.kept)
    )
    cells = [*asked.groups, *[None] * (3 - len(asked.groups))]
    joins = "".join(
        f" LEFT JOIN traits AS t{at} ON counted.id = t{at}.id AND t{at}.trait = '{name}'"
        for at, name in enumerate(cells)
        if name in SEVERAL
    )
    columns = ", ".join(f"{_cell(name, at)} AS cell_{at + 1}" for at, name in enumerate(cells))
    number = {day: _period_sql(asked.time, day, starts) for day in ("first_day", "last_day")}
    store.execute(
        f"CREATE OR REPLACE TABLE chosen AS SELECT DISTINCT counted.counted_in, counted.family, "
        f"{number['first_day']} AS period_number, {number['last_day']} AS last_period_number, "
        f"{columns}, counted.id, killed, killed_low, killed_high, injured "
        f"FROM counted{joins} WHERE {conditions or 'true'}",
        parameters,
    )
    _spans(store, asked, number["first_day"], starts)
    found = _rows(store, sql_of("statistics"))
    people, called = People(pack), _names(pack)
    told = [_told(row, asked, people, called, starts) for row in found]
    position = {row.place_id: row.position or _LAST for row in pack.rows(PlaceRow)}
    # Provinces stand in the pack's one order, never in that of their numbers.
    return sorted(
        told,
        key=lambda row: (
            row["counted_in"],
            row["family"],
            [(position.get(row[name], _LAST), row[name]) for name in asked.groups],
            row["period"],
        ),
    )


def agreement(store: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """How far each two data sets see the same, from tables made by ``countable`` with incidents.

    One row for each ordered pair and family: ``incidents`` that ``one`` tells of in the time that
    ``other`` covers, how many of them ``both_tell`` of, their ``share``; and of those in which both
    count the killed (``both_count_killed``), how many have the ``same_killed``, and the sums.
    """
    return _rows(store, sql_of("agreement"))


def _rows(store: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    answer = store.execute(sql)
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _condition(kept: Kept, number: int, parameters: dict[str, Any], starts: int) -> str:
    name = f"value_{number}"
    if kept.name == "period":
        spans = []
        for at, text in enumerate(kept.values):
            period = parse_period(text, starts)
            parameters |= {f"{name}_{at}_first": period.start, f"{name}_{at}_last": period.end}
            spans.append(f"first_day BETWEEN ${name}_{at}_first AND ${name}_{at}_last")
        return f"({' OR '.join(spans)})"
    parameters[name] = list(kept.values)
    if kept.name in SEVERAL:
        trait = "party" if kept.name == "lineage" else kept.name
        return (
            f"counted.id IN (SELECT id FROM traits WHERE trait = '{trait}' "
            f"AND list_contains(${name}, value))"
        )
    return f"list_contains(${name}, coalesce(counted.{kept.name}, '{_NOT_TOLD}'))"


def _cell(name: str | None, at: int) -> str:
    if name is None:
        return f"'{_ALL}'"
    column = f"counted.{name}" if name in _OWN else f"t{at}.value"
    return f"coalesce({column}, '{_NOT_TOLD}')"


def _period_sql(time: str | None, day: str, starts: int) -> str:
    """The number of the period in which a day lies: periods follow each other by ones."""
    year, month = f"CAST(year({day}) AS INTEGER)", f"CAST(month({day}) AS INTEGER)"
    return {
        None: "0",
        "month": f"{year} * 12 + {month} - 1",
        "half-year": f"{year} * 2 + CASE WHEN {month} > 6 THEN 1 ELSE 0 END",
        "year": year,
        "fiscal-year": f"{year} - CASE WHEN {month} < {int(starts)} THEN 1 ELSE 0 END",
    }[time]


def _spans(store: duckdb.DuckDBPyConnection, asked: Question, number: str, starts: int) -> None:
    """From when to when each data set tells of events, within what was asked: there, nothing
    told is a zero."""
    given: dict[str, Any] = {}
    within = " AND ".join(
        _condition(each, at, given, starts)
        for at, each in enumerate(asked.kept)
        if each.name == "period"
    )
    store.execute(
        f"CREATE OR REPLACE TABLE spans AS SELECT counted_in, min({number}) AS first_period, "
        f"max({number}) AS last_period, count(killed) AS killed_told, "
        f"count(injured) AS injured_told FROM counted WHERE {within or 'true'} GROUP BY counted_in",
        given,
    )
    store.execute(
        "CREATE OR REPLACE TABLE periods AS SELECT CAST(unnest(range((SELECT min(first_period) "
        "FROM spans), (SELECT max(last_period) + 1 FROM spans))) AS INTEGER) AS period_number"
    )
    a_year = TIMES[asked.time] if asked.time else 1
    store.execute(
        "CREATE OR REPLACE TABLE years_back AS SELECT CAST(unnest(range(1, 6)) AS INTEGER) "
        f"AS years, {a_year} AS a_year"
    )


def period_name(time: str | None, number: int) -> str:
    """The period of a number, as ``naap.periods`` reads it; ``all`` for the whole time."""
    if time == "month":
        return f"{number // 12:04}-{number % 12 + 1:02}"
    if time == "half-year":
        return f"{number // 2:04}-H{number % 2 + 1}"
    if time == "fiscal-year":
        return f"FY{number:04}-{(number + 1) % 100:02}"
    return f"{number:04}" if time == "year" else _ALL


def _names(pack: Pack) -> Mapping[str, str]:
    names = {row.place_id: row.name_en for row in pack.rows(PlaceRow)}
    names |= {row.org_id: row.name_en for row in pack.rows(OrganisationRow)}
    return names | {f"{row.data_set}:{row.actor_id}": row.label_en for row in pack.rows(ActorRow)}


def _told(
    row: dict[str, Any],
    asked: Question,
    people: People,
    called: Mapping[str, str],
    starts: int,
) -> dict[str, Any]:
    cells = [row.pop(f"cell_{at}") for at in (1, 2, 3)]
    number = row.pop("period_number")
    groups: dict[str, Any] = {}
    for name, value in zip(asked.groups, cells, strict=False):
        groups[name] = value
        if name in {"province", "district", "perpetrator", "party", "lineage"}:
            groups[f"{name}_name"] = called.get(value, value)
    period = period_name(asked.time, number)
    last = parse_period(period, starts).end if asked.time else date.max
    place = groups.get("district") or groups.get("province") or _place_kept(asked, people.country)
    counted = people.of(place, last) if place else None
    return {
        "counted_in": row.pop("counted_in"),
        "family": row.pop("family"),
        "period": period,
        **groups,
        **row,
        "population": counted.people if counted else None,
        "population_counted": counted.counted if counted else None,
        "population_districts": counted.districts if counted else None,
        "events_per_100000": row["events"] * _PER / counted.people if counted else None,
        "killed_per_100000": row["killed"] * _PER / counted.people
        if counted and row["killed"] is not None
        else None,
    }


def _place_kept(asked: Question, country: str) -> str | None:
    """The place whose people a rate is of; None where events were chosen from several."""
    for kept in asked.kept:
        if kept.name in {"district", "province"}:
            return kept.values[0] if len(kept.values) == 1 else None
    return country
