"""Accounts of many data sets become incidents: a cache, named by the ledger and the settings.

Delete it and it can be made again to the byte. What a person decided is in the ledger.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb

import naap
from naap.engine import connect
from naap.incidents.accounts import kin_in, read_accounts, sql_of, table_of, take_accounts
from naap.incidents.comparing import comparisons, pairs_sql
from naap.incidents.joining import joined
from naap.incidents.judging import Judged, judgements_of
from naap.incidents.matching import Candidates, most_links, one_to_one, probabilities
from naap.incidents.model import ENOUGH_PAIRS, Model, estimate, shipped_model, weights_sql
from naap.incidents.on_spark import pairs_on_spark
from naap.ledger.claim import canonical
from naap.ledger.manifest import EMPTY_DIGEST
from naap.ledger.snapshot import Snapshot
from naap.organisations.register import read_register
from naap.pack import Pack
from naap.problems import UnusableInput
from naap.sources.parties import spelled_in

__all__ = ["Engine", "Incidents", "incidents_of", "link", "reconcile"]

Engine = Literal["duckdb", "spark"]
"""Where accounts are compared."""
TABLES = ("incidents", "members", "victims", "links")
_SHOWN_FROM = 0.02
"""Candidates that are less likely than this are not kept."""
_OVERLAP = 0.8
"""Of the links that there can be at most, so many are expected, when the model is estimated."""
_SURE_BITS = 40.0


@dataclass(frozen=True)
class Incidents:
    """Where the tables lie, as Parquet files, and how they were made.

    ``incidents``: one row each; ``members``: incident_id, series, record_key; ``victims``: killed
    and injured by class; ``links``: every pair of accounts that may be one event, with its
    probability and its state.
    """

    folder: Path
    about: dict[str, Any]

    def path(self, table: str) -> Path:
        return self.folder / f"{table}.parquet"

    def views(self, store: duckdb.DuckDBPyConnection) -> None:
        """Make each table a view of the connection."""
        for table in TABLES:
            quoted = str(self.path(table)).replace("'", "''")
            store.execute(f"CREATE OR REPLACE VIEW {table} AS SELECT * FROM '{quoted}'")

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The answer to a question about the tables, as one dict a row."""
        with connect() as store:
            self.views(store)
            answer = store.execute(sql, list(parameters))
            names = [column[0] for column in answer.description or ()]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def incidents_of(
    snapshot: Snapshot,
    pack: Pack,
    cache: Path,
    model: Model | None = None,
    likely: bool = False,
    progress: Callable[[str], None] = lambda _: None,
    engine: Engine = "duckdb",
) -> Incidents:
    """The incidents of what the snapshot holds, from the cache or made now.

    ``model`` None: estimated from these accounts, or the shipped one where they are too few.
    ``engine``: where accounts are compared; the incidents are the same.
    ``likely``: links that a person should look at are taken too. UnusableInput where the ledger
    holds no account.
    """
    folder = cache / f"incidents-{_name(snapshot, pack, model, likely, engine)}"
    about = folder / "about.json"
    if about.exists():
        return Incidents(folder, json.loads(about.read_text(encoding="utf-8")))
    draft = folder.with_name(f".{folder.name}-{os.getpid()}-{os.urandom(4).hex()}")
    draft.mkdir(parents=True)
    try:
        with connect() as store:
            progress("reading accounts")
            take_accounts(store, snapshot)
            kin = kin_in(read_register(snapshot, pack))
            made, used = reconcile(
                store, pack, kin, judgements_of(snapshot), model, likely, progress, engine,
                cache / f"place-names-{_marks(pack)}.parquet", spelled_in(snapshot),
            )  # fmt: skip
            _write(store, draft)
        used.save(draft / "model.json")
        del made["seconds"]  # the same evidence gives the same bytes
        made["digest"] = snapshot.digest
        (draft / "about.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
        with suppress(OSError):  # another process may have made the same
            draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Incidents(folder, json.loads(about.read_text(encoding="utf-8")))


def reconcile(
    store: duckdb.DuckDBPyConnection,
    pack: Pack,
    kin: dict[str, str],
    judged: Sequence[Judged] = (),
    model: Model | None = None,
    likely: bool = False,
    progress: Callable[[str], None] = lambda _: None,
    engine: Engine = "duckdb",
    known_names: Path | None = None,
    spelled: Mapping[tuple[str, str], str] | None = None,
) -> tuple[dict[str, Any], Model]:
    """Make the tables of ``TABLES`` from the tables ``account`` and ``ages``; how it went, and the
    model that was used."""
    seconds: dict[str, float] = {}
    clock = _clock(seconds)
    if not read_accounts(store, pack, kin, progress, known_names, spelled):
        raise UnusableInput.one(
            "ledger", found="no account of any event", expected="accounts that were imported",
            mend="Import some first, such as with: naap import ucdp-ged FILE",
        )  # fmt: skip
    clock("read")
    progress("comparing accounts")
    if engine == "spark":
        pairs_on_spark(store)
    else:
        store.execute(f"CREATE OR REPLACE TABLE pairs AS {pairs_sql()} ORDER BY one, other")
    clock("compare")
    numbers = _candidates(store)
    if model is None:
        progress("estimating the model")
        model = _model_for(store, numbers)
    clock("estimate")
    progress("linking")
    incidents, links, counts = link(store, numbers, model, judged, likely)
    clock("link")
    progress("writing incidents")
    _tables(store, incidents, links)
    clock("write")
    told = _one(store, "SELECT count(*), count(DISTINCT series) FROM told")
    about = {
        "accounts": told[0],
        "data_sets": told[1],
        "pairs": len(numbers.one),
        **counts,
        "incidents": _one(store, "SELECT count(*) FROM incidents")[0],
        "of_several_sources": _one(
            store, "SELECT count(*) FROM incidents WHERE n_sources > 1"
        )[0],
        "judgements": len(judged),
        "model": model.digest,
        "model_of_pairs": model.pairs,
        "accepted_from": model.accepted_from,
        "likely_from": model.likely_from,
        "takes": "likely" if likely else "accepted",
        "naap": naap.__version__,
        "seconds": seconds,
    }  # fmt: skip
    return about, model


def link(
    store: duckdb.DuckDBPyConnection,
    given: Candidates,
    model: Model,
    judged: Sequence[Judged],
    likely: bool,
) -> tuple[list[int], dict[str, Any], dict[str, int]]:
    """The account that stands for the incident of each one; the links to keep, as columns; and
    how many links there are of each sort."""
    import numpy as np

    bits = _column(store, f"SELECT {weights_sql(model)} AS bits FROM pairs ORDER BY one, other")
    by_key = _numbers_of(store, judged)
    place = _places_of(given, by_key)
    for (one, other), each in by_key.items():
        at = place.get((one, other))
        if at is not None:
            bits[at] = _SURE_BITS if each.answer == "one event" else -_SURE_BITS
    likelihood = probabilities(given, bits)
    taken = one_to_one(given, likelihood, model.likely_from)
    sure = taken & (likelihood >= model.accepted_from)
    joins = np.flatnonzero(taken if likely else sure)
    joins = joins[np.lexsort((given.other[joins], given.one[joins], -likelihood[joins]))]
    together = [pair for pair, each in by_key.items() if each.answer == "one event"]
    apart = [pair for pair, each in by_key.items() if each.answer == "two events"]
    incidents = joined(
        given.series.tolist(),
        zip(given.one[joins].tolist(), given.other[joins].tolist(), strict=True),
        together,
        apart,
    )
    state = np.where(sure, "accepted", np.where(taken, "likely", "candidate")).astype(object)
    for pair, each in by_key.items():
        if pair in place:
            state[place[pair]] = f"judged {each.answer}"
    kept = np.flatnonzero((likelihood >= _SHOWN_FROM) | (bits == -_SURE_BITS))
    # Some judged pairs are no candidates: too far apart, or of one data set.
    more = [(*pair, f"judged {each.answer}") for pair, each in by_key.items() if pair not in place]
    unknown = np.full(len(more), np.nan)
    links = {
        "one": np.append(given.one[kept], [one for one, _, _ in more]).astype(np.int64),
        "other": np.append(given.other[kept], [other for _, other, _ in more]).astype(np.int64),
        "bits": np.append(bits[kept], unknown),
        "probability": np.append(likelihood[kept], unknown),
        "state": np.append(state[kept], np.array([said for *_, said in more], dtype=object)),
    }
    counts = {"accepted": int(sure.sum()), "likely": int((taken & ~sure).sum())}
    return incidents, links, counts


def _candidates(store: duckdb.DuckDBPyConnection) -> Candidates:
    """The pairs, accounts numbered from 0."""
    import numpy as np

    found = store.execute("SELECT one - 1 AS one, other - 1 AS other FROM pairs ORDER BY 1, 2")
    pairs = found.fetchnumpy()
    names = store.execute("SELECT series FROM told ORDER BY number").fetchnumpy()["series"]
    sets, series = np.unique(names.astype(str), return_inverse=True)
    return Candidates(
        pairs["one"].astype(np.int64), pairs["other"].astype(np.int64), series, len(sets)
    )


def _model_for(store: duckdb.DuckDBPyConnection, given: Candidates) -> Model:
    if len(given.one) < ENOUGH_PAIRS:
        return shipped_model()
    return estimate(store, min(0.5, _OVERLAP * most_links(given) / len(given.one)))


def _numbers_of(
    store: duckdb.DuckDBPyConnection, judged: Sequence[Judged]
) -> dict[tuple[int, int], Judged]:
    """The judgements by the numbers of the two accounts, where both are still held."""
    if not judged:
        return {}
    table_of(
        store, "judged_keys",
        {"key": sorted({key for each in judged for key in (each.one, each.other)})}, "VARCHAR",
    )  # fmt: skip
    rows = store.execute(
        "SELECT judged_keys.key, told.number - 1 FROM judged_keys INNER JOIN told "
        "ON judged_keys.key = concat('account/', told.series, '/', told.record_key)"
    ).fetchall()
    number = dict(rows)
    return {
        (min(pair), max(pair)): each
        for each in judged
        if each.one in number and each.other in number
        for pair in [(number[each.one], number[each.other])]
    }


def _places_of(
    given: Candidates, wanted: dict[tuple[int, int], Judged]
) -> dict[tuple[int, int], int]:
    """Where the judged pairs stand among the candidates, which are in order."""
    import numpy as np

    many = len(given.series)
    codes = given.one * many + given.other
    found = {}
    for one, other in wanted:
        at = int(np.searchsorted(codes, one * many + other))
        if at < len(codes) and codes[at] == one * many + other:
            found[one, other] = at
    return found


def _tables(store: duckdb.DuckDBPyConnection, incidents: list[int], links: dict[str, Any]) -> None:
    import numpy as np

    table_of(
        store, "assigned",
        {
            "number": np.arange(1, len(incidents) + 1),
            "incident": np.array(incidents, dtype=np.int64) + 1,
        },
        "BIGINT BIGINT",
    )  # fmt: skip
    store.execute(
        "CREATE OR REPLACE TABLE member AS SELECT assigned.number, assigned.incident, "
        "told.series, told.record_key, concat('account/', first_value(told.series) OVER eldest, "
        "'/', first_value(told.record_key) OVER eldest) AS incident_id "
        "FROM assigned INNER JOIN told ON assigned.number = told.number "
        "WINDOW eldest AS (PARTITION BY assigned.incident ORDER BY told.age, told.number)"
    )
    table_of(store, "link", links, "BIGINT BIGINT DOUBLE DOUBLE VARCHAR")
    store.execute(f"CREATE OR REPLACE TABLE incidents AS {sql_of('incidents')}")
    store.execute(f"CREATE OR REPLACE TABLE victims AS {sql_of('victims')}")
    store.execute(
        "CREATE OR REPLACE TABLE members AS SELECT incident_id, series, record_key FROM member"
    )
    levels = ", ".join(f"pairs.{each.column}" for each in comparisons())
    store.execute(
        "CREATE OR REPLACE TABLE links AS SELECT "
        "concat('account/', one.series, '/', one.record_key) AS one, "
        "concat('account/', other.series, '/', other.record_key) AS other, "
        "nullif(link.bits, CAST('NaN' AS DOUBLE)) AS bits, "
        "nullif(link.probability, CAST('NaN' AS DOUBLE)) AS probability, link.state, "
        f"greatest(one.killed_best, other.killed_best) AS killed_most, {levels} FROM link "
        "INNER JOIN told AS one ON link.one + 1 = one.number "
        "INNER JOIN told AS other ON link.other + 1 = other.number "
        "LEFT JOIN pairs ON pairs.one = link.one + 1 AND pairs.other = link.other + 1"
    )
    # Rows of one data set that say the same to the word may be one event told twice. They may as
    # well be two alike, so only a person joins them.
    store.execute(
        "INSERT INTO links (one, other, state, killed_most) "
        "SELECT * FROM (SELECT 'account/' || series || '/' || lag(record_key) OVER alike AS one, "
        "concat('account/', series, '/', record_key) AS other, 'same words' AS state, killed_best "
        "FROM account WHERE value_hash IS NOT NULL "
        "WINDOW alike AS (PARTITION BY series, value_hash ORDER BY record_key)) AS doubled "
        "WHERE one IS NOT NULL AND NOT EXISTS (SELECT 1 FROM links AS known "
        "WHERE least(doubled.one, doubled.other) = least(known.one, known.other) "
        "AND greatest(doubled.one, doubled.other) = greatest(known.one, known.other))"
    )


def _write(store: duckdb.DuckDBPyConnection, folder: Path) -> None:
    for table in TABLES:
        quoted = str(folder / f"{table}.parquet").replace("'", "''")
        store.execute(
            f"COPY (SELECT * FROM {table} ORDER BY ALL) TO '{quoted}' "
            "(FORMAT parquet, COMPRESSION zstd)"
        )


def _name(snapshot: Snapshot, pack: Pack, model: Model | None, likely: bool, engine: Engine) -> str:
    """Changes with the evidence, the reader, the pack, the model and the program."""
    return hashlib.sha256(
        canonical(
            [
                snapshot.log[-1].digest if snapshot.log else EMPTY_DIGEST,
                [old for manifest in snapshot.log for old in manifest.replaced],
                snapshot.clearance,
                str(snapshot.moment),
                _marks(pack),
                model.digest if model else "estimated",
                likely,
                engine,
                naap.__version__,
                duckdb.__version__,
            ]
        )
    ).hexdigest()[:32]


def _marks(pack: Pack) -> str:
    """Changes with the release of Naap and with every file of the pack and of this room."""
    marks = hashlib.sha256(naap.__version__.encode())
    for path in [*sorted(pack.folder.glob("*")), *sorted(Path(__file__).parent.glob("*"))]:
        if path.is_file():
            marks.update(path.name.encode() + b"\0" + path.read_bytes())
    return marks.hexdigest()[:32]


def _column(store: duckdb.DuckDBPyConnection, sql: str) -> Any:
    return next(iter(store.execute(sql).fetchnumpy().values()))


def _one(store: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = store.execute(sql).fetchone()
    assert row is not None
    return tuple(row)


def _clock(seconds: dict[str, float]) -> Callable[[str], None]:
    """Notes the processor seconds since it was asked last."""
    last = [time.process_time()]

    def note(what: str) -> None:
        now = time.process_time()
        seconds[what] = round(now - last[0], 3)
        last[0] = now

    return note
