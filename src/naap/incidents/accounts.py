"""The accounts of every data set, in terms that can be compared: the table ``told``."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from naap.incidents.places import Places
from naap.ledger.disk import reading
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.ledger.state import commits_until, history_sql
from naap.organisations.register import Register
from naap.pack import Pack
from naap.problems import UnusableInput
from naap.sources import sources
from naap.sources.parties import Parties

__all__ = ["kin_in", "read_accounts", "sql_of", "table_of", "take_accounts"]

_HERE = Path(__file__).parent
_GRADES = {"place": 0, "district": 1, "province": 2, "country": 3}
_KIN_BY = frozenset({"renamed_to", "alias_of", "merged_into", "splinter_of", "front_for",
                     "wing_of"})  # fmt: skip
"""Relations by which sources take one body for the other."""
_NAMES_PLACED = (
    "series VARCHAR, area_1 VARCHAR, area_2 VARCHAR, locality VARCHAR, place_precision VARCHAR, "
    "epoch INTEGER, grade INTEGER, district VARCHAR, province VARCHAR"
)
_NAMED = ("series", "area_1", "area_2", "locality", "place_precision", "epoch")


def sql_of(name: str) -> str:
    """The text of a query that stands beside this module."""
    return (_HERE / f"{name}.sql").read_text(encoding="utf-8")


def table_of(
    store: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, Iterable[Any]], types: str
) -> None:
    """Make a table of columns of Python values, or of numpy arrays; ``types`` are their SQL types,
    in order."""
    try:
        import numpy as np
    except ImportError:
        raise UnusableInput.one(
            "numpy", found="that it is not installed", expected="numpy, to link accounts",
            mend="Install it with: pip install 'naap[linkage]'",
        ) from None  # fmt: skip

    arrays = {}
    for column, values in columns.items():
        if isinstance(values, np.ndarray):
            arrays[column] = values
        else:
            listed = list(values)
            arrays[column] = np.empty(len(listed), dtype=object)
            arrays[column][:] = listed
    # The type of a column is found from all its values, not from some: many may be empty.
    longest = max(map(len, arrays.values()))
    store.execute(f"SET pandas_analyze_sample = {max(longest, 1)}")
    store.register("_given", arrays)
    kinds = zip(arrays, types.split(), strict=True)
    cast = ", ".join(f'CAST("{column}" AS {kind}) AS "{column}"' for column, kind in kinds)
    store.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT {cast} FROM _given")
    store.unregister("_given")


def read_accounts(
    store: duckdb.DuckDBPyConnection,
    pack: Pack,
    kin: Mapping[str, str],
    progress: Callable[[str], None] = lambda _: None,
    known_names: Path | None = None,
    spelled: Mapping[tuple[str, str], str] | None = None,
) -> int:
    """Make the table ``told`` from the tables ``account`` and ``ages``; how many accounts it has.

    ``kin`` gives each organisation one of its kin that stands for all of them (``kin_in``).
    ``spelled``: the organisations that imports found by the spelling of a name (``spelled_in``).
    ``known_names``: a file that keeps which places names mean, as long as pack and program stay;
    most of the time goes into that.
    """
    progress("placing events")
    _place(store, Places(pack), known_names)
    progress("looking up organisations")
    _parties(store, Parties(pack, spelled), kin)
    with (_HERE / "event_types.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    table_of(
        store, "event_types",
        {
            "series": [row["series"] for row in rows],
            "event_type": [row["event_type"] for row in rows],
            "means": [row["means"] or None for row in rows],
            "between_whom": [row["between"] or None for row in rows],
            "family": [row["family"] for row in rows],
        },
        "VARCHAR VARCHAR VARCHAR VARCHAR VARCHAR",
    )  # fmt: skip
    store.execute(f"CREATE OR REPLACE TABLE told AS {sql_of('told')}")
    counted = store.execute("SELECT count(*) FROM told").fetchone()
    return int(counted[0]) if counted else 0


def kin_in(register: Register) -> dict[str, str]:
    """Each organisation that has kin, with the one that stands for them: the first by id."""
    leader: dict[str, str] = {}

    def lead(org: str) -> str:
        while org in leader and leader[org] != org:
            org = leader[org]
        return org

    for claim in register.relations:
        if claim.relation in _KIN_BY and claim.to_org:
            one, other = sorted((lead(claim.from_org), lead(claim.to_org)))
            leader[other] = leader[one] = one
    return {org: lead(org) for org in leader}


def take_accounts(store: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    """Make the tables ``account``, of what the snapshot holds, and ``ages``: the commit in which
    each account was first recorded."""
    kind = kind_named("account")
    commits = commits_until(snapshot.ledger.folder, snapshot.log, kind, snapshot.moment)
    with reading(snapshot.ledger.folder):
        store.execute(f"CREATE OR REPLACE TABLE account AS {snapshot.sql(kind)}")
        store.execute(
            "CREATE OR REPLACE TABLE ages AS SELECT series, record_key, min(number) AS age "
            f"FROM ({history_sql(kind, commits)}) WHERE series IS NOT NULL GROUP BY ALL"
            if commits
            else "CREATE OR REPLACE TABLE ages (series VARCHAR, record_key VARCHAR, age BIGINT)"
        )


def _place(
    store: duckdb.DuckDBPyConnection, places: Places, known_names: Path | None = None
) -> None:
    """The table ``placed``. Names are resolved once for all the events of one time that share
    them; a point only where they leave the district open."""
    days = [row[0] for row in store.execute("SELECT DISTINCT event_start FROM account").fetchall()]
    table_of(
        store, "epochs",
        {"event_start": days, "epoch": map(places.gazetteer.epoch, days)}, "DATE INTEGER",
    )  # fmt: skip
    store.execute(
        "CREATE OR REPLACE TABLE asked AS SELECT account.series, account.record_key, "
        "account.event_start, area_1, area_2, locality, place_precision, epoch, "
        "CAST(latitude AS DOUBLE) AS latitude, CAST(longitude AS DOUBLE) AS longitude "
        "FROM account INNER JOIN epochs ON account.event_start = epochs.event_start"
    )
    _place_names(store, places, known_names)
    same = " AND ".join(f"asked.{name} IS NOT DISTINCT FROM named.{name}" for name in _NAMED)
    open_ = _rows(
        store,
        f"SELECT {', '.join(f'asked.{name}' for name in _NAMED)}, asked.latitude, asked.longitude, "
        "min(event_start) AS event_start FROM asked "
        f"INNER JOIN names_placed AS named ON {same} "
        "WHERE named.district IS NULL AND named.grade < 2 AND asked.latitude IS NOT NULL "
        "AND asked.longitude IS NOT NULL GROUP BY ALL",
    )
    nearest = [places.of_account(row) for row in open_]
    table_of(
        store, "points_placed",
        {
            **{name: [row[name] for row in open_] for name in (*_NAMED, "latitude", "longitude")},
            "district": [place.district for place in nearest],
            "province": [place.province for place in nearest],
        },
        "VARCHAR VARCHAR VARCHAR VARCHAR VARCHAR INTEGER DOUBLE DOUBLE VARCHAR VARCHAR",
    )  # fmt: skip
    same_point = same.replace("named.", "points.")
    store.execute(
        "CREATE OR REPLACE TABLE placed AS SELECT asked.series, asked.record_key, named.grade, "
        "coalesce(named.district, points.district) AS district, "
        "coalesce(points.province, named.province) AS province "
        f"FROM asked INNER JOIN names_placed AS named ON {same} "
        f"LEFT JOIN points_placed AS points ON {same_point} "
        "AND asked.latitude = points.latitude AND asked.longitude = points.longitude"
    )


def _place_names(
    store: duckdb.DuckDBPyConnection, places: Places, known_names: Path | None
) -> None:
    """The table ``names_placed``: what each name means, from the file of those that are known."""
    listed = ", ".join(_NAMED)
    file = str(known_names).replace("'", "''")
    known = (
        f"SELECT * FROM read_parquet('{file}')" if known_names and known_names.exists() else None
    )
    store.execute(
        f"CREATE OR REPLACE TABLE names_placed AS {known}"
        if known
        else f"CREATE OR REPLACE TABLE names_placed ({_NAMES_PLACED})"
    )
    same = " AND ".join(f"asked.{name} IS NOT DISTINCT FROM named.{name}" for name in _NAMED)
    rows = _rows(
        store,
        f"SELECT {listed}, min(event_start) AS event_start FROM asked WHERE NOT EXISTS "
        f"(SELECT 1 FROM names_placed AS named WHERE {same}) GROUP BY {listed}",
    )
    found = [places.of_account({**row, "latitude": None, "longitude": None}) for row in rows]
    table_of(
        store, "names_found",
        {
            **{name: [row[name] for row in rows] for name in _NAMED},
            "grade": [_grade(row["series"], row["place_precision"]) for row in rows],
            "district": [place.district for place in found],
            "province": [place.province for place in found],
        },
        "VARCHAR VARCHAR VARCHAR VARCHAR VARCHAR INTEGER INTEGER VARCHAR VARCHAR",
    )  # fmt: skip
    store.execute("INSERT INTO names_placed SELECT * FROM names_found")
    if known_names and rows:
        draft = known_names.with_name(f".{known_names.name}-{os.getpid()}")
        quoted = str(draft).replace("'", "''")
        store.execute(f"COPY names_placed TO '{quoted}' (FORMAT parquet)")
        draft.replace(known_names)


def _grade(series: str, precision: str | None) -> int:
    """How closely the data set knows the place, 0 to 3. A point that it does not grade is taken
    at its word."""
    source = sources().get(series)
    grades: Mapping[str, str] = source.about.place_grades if source else _GRADES_OF_ANYBODY
    return _GRADES.get(grades.get(precision or "", "place"), 0)


_GRADES_OF_ANYBODY = {name: name for name in _GRADES}


def _parties(store: duckdb.DuckDBPyConnection, parties: Parties, kin: Mapping[str, str]) -> None:
    """The table ``parties_of``: the registered organisations that an account names, at most two
    of them, for comparing; an incident shows all."""
    store.execute(
        "CREATE OR REPLACE TABLE named_parties AS "
        "SELECT series, record_key, side_a AS party FROM account WHERE side_a IS NOT NULL "
        "UNION SELECT series, record_key, side_b FROM account WHERE side_b IS NOT NULL "
        "UNION SELECT series, record_key, unnest(perpetrators) FROM account"
    )
    rows = store.execute("SELECT DISTINCT series, party FROM named_parties").fetchall()
    known = [(series, party, parties.organisation(series, party)) for series, party in rows]
    known = [each for each in known if each[2]]
    table_of(
        store, "registered",
        {
            "series": [series for series, _, _ in known],
            "party": [party for _, party, _ in known],
            "organisation": [org for _, _, org in known],
            "kin": [kin.get(org or "", org) for _, _, org in known],
        },
        "VARCHAR VARCHAR VARCHAR VARCHAR",
    )  # fmt: skip
    store.execute(
        "CREATE OR REPLACE TABLE parties_of AS SELECT named.series, named.record_key, "
        "min(organisation) AS organisation_1, "
        "nullif(max(organisation), min(organisation)) AS organisation_2, "
        "min(kin) AS kin_1, nullif(max(kin), min(kin)) AS kin_2 "
        "FROM named_parties AS named INNER JOIN registered "
        "ON named.series = registered.series AND named.party = registered.party GROUP BY ALL"
    )


def _rows(store: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    answer = store.execute(sql)
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
