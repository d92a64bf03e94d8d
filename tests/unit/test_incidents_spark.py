"""The same clusters on Spark as on DuckDB."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from naap.cli import naap
from naap.config import shipped_packs
from naap.engine import connect
from naap.incidents.comparing import pairs_sql
from naap.incidents.on_spark import spark_sql
from naap.incidents.reconcile import Engine, reconcile
from naap.pack import load
from tests.incident_worlds import held, made_events, tell


def test_the_query_can_be_put_into_the_dialect_of_spark() -> None:
    assert "GREATEST(" in spark_sql(pairs_sql())


def test_only_the_command_that_knows_spark_takes_it() -> None:
    said = CliRunner().invoke(naap, ["--engine", "spark", "sources"])
    assert said.exit_code == 2
    assert "naap --engine spark incidents reconcile" in said.output


@pytest.mark.spark
@pytest.mark.slow
def test_spark_and_duckdb_give_the_same_incidents() -> None:
    pack = load(shipped_packs()["example"])
    accounts = tell(made_events(pack, 250), pack, 12, 3).accounts
    found = []
    engines: tuple[Engine, ...] = ("duckdb", "spark")
    for engine in engines:
        with connect() as store:
            held(store, accounts)
            store.execute("CREATE TABLE ages (series VARCHAR, record_key VARCHAR, age BIGINT)")
            reconcile(store, pack, {}, likely=True, engine=engine)
            found.append(
                [
                    store.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
                    for table in ("pairs", "members", "incidents", "links")
                ]
            )
    assert len(found[0][0]) > 500
    assert found[0] == found[1]
