"""The model of links: estimated by Splink, kept as a file, the same weights as Splink's own."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import duckdb
import pytest

from naap.config import shipped_packs
from naap.engine import connect
from naap.incidents import model as models
from naap.incidents.accounts import read_accounts
from naap.incidents.comparing import comparisons, pairs_sql, patterns_sql
from naap.incidents.model import Model, estimate, read_model, shipped_model, weights_sql
from naap.pack import load
from naap.problems import UnusableInput
from tests.incident_worlds import held, made_events, tell


@pytest.fixture(scope="module")
def store() -> duckdb.DuckDBPyConnection:
    pack = load(shipped_packs()["example"])
    store = connect()
    held(store, tell(made_events(pack, 500), pack, 12).accounts)
    store.execute("CREATE TABLE ages (series VARCHAR, record_key VARCHAR, age BIGINT)")
    assert read_accounts(store, pack, {}) > 1000
    store.execute(f"CREATE TABLE pairs AS {pairs_sql()}")
    return store


@pytest.fixture(scope="module")
def estimated(store: duckdb.DuckDBPyConnection) -> Model:
    return estimate(store, 0.2)


def test_what_is_alike_speaks_for_one_event(estimated: Model) -> None:
    for name, best, worst in (("date", 0, 3), ("place", 0, 6), ("killed", 3, 14)):
        assert estimated.weight(name, best) > 0 > estimated.weight(name, worst)
    assert estimated.weight("killed", -1) == 0
    for each in comparisons():
        for shares in (estimated.m[each.name], estimated.u[each.name]):
            assert len(shares) == len(each.levels)
            assert sum(shares) == pytest.approx(1, abs=0.01)


def test_weights_are_those_of_splink(store: duckdb.DuckDBPyConnection, estimated: Model) -> None:
    """Splink predicts the same pairs with the same m and u; its weight holds the share too."""
    store.execute(
        f"CREATE OR REPLACE TABLE patterns AS SELECT row_number() OVER () AS pattern, * "
        f"FROM ({patterns_sql()})"
    )
    rows = store.execute("SELECT * EXCLUDE pattern FROM patterns").fetchall()
    made = models.linker(store, rows, estimated.share, estimated)
    made.inference.predict().as_duckdbpyrelation().create_view("predicted", replace=True)
    found = store.execute(
        f"SELECT DISTINCT {weights_sql(estimated)}, match_weight FROM patterns INNER JOIN "
        "(SELECT unique_id_r AS number, match_weight FROM predicted) AS predicted "
        "ON patterns.pattern = predicted.number"
    ).fetchall()
    assert len(found) > 500
    prior = math.log2(estimated.share / (1 - estimated.share))
    assert [ours + prior for ours, _ in found] == pytest.approx([splink for _, splink in found])


def test_a_level_that_no_pair_is_at_says_nothing(estimated: Model) -> None:
    assert estimated.weight("place", 15) == pytest.approx(0, abs=0.01)


def test_a_saved_model_comes_back_with_its_digest(tmp_path: Path, estimated: Model) -> None:
    estimated.save(tmp_path / "m.json")
    assert read_model(tmp_path / "m.json").digest == estimated.digest != shipped_model().digest


@pytest.mark.parametrize("change", ["m", "level", "cut", "absent"])
def test_an_altered_model_is_refused(tmp_path: Path, estimated: Model, change: str) -> None:
    file = tmp_path / "m.json"
    estimated.save(file)
    body = json.loads(file.read_text())
    if change == "m":
        body["comparisons"]["date"][0]["m"] = "0.990000"
    elif change == "level":
        body["comparisons"]["date"].pop()
    file.write_text(json.dumps(body)[: 100 if change == "cut" else None])
    if change == "absent":
        file.unlink()
    with pytest.raises(UnusableInput) as raised:
        read_model(file)
    assert "Save the model again" in str(raised.value)


def test_the_shipped_model_is_whole() -> None:
    model = shipped_model()
    assert {each.name for each in comparisons()} == set(model.m) == set(model.u)
    assert 0 < model.likely_from < model.accepted_from < 1


def test_without_the_extra_the_command_names_it(
    store: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "splink").mkdir()
    (tmp_path / "splink" / "__init__.py").write_text("raise ImportError('not here')")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [each for each in __import__("sys").modules if each.split(".")[0] == "splink"]:
        monkeypatch.delitem(__import__("sys").modules, name)
    with pytest.raises(UnusableInput) as raised:
        estimate(store, 0.2)
    assert "naap[linkage]" in str(raised.value)
    shutil.rmtree(tmp_path / "splink")
