"""The tables that figures ask: one reader's words in place of another's, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from naap.config import shipped_packs
from naap.engine import Engine
from naap.figures import compute, figures
from naap.figures.compute import Known, show
from naap.figures.figure import Figure
from naap.figures.tables import asks_words, register_pack, register_words
from naap.pack import load
from naap.workspace import Workspace


def _tables(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    names = [row["name"] for row in engine.rows("SHOW TABLES")]
    return {name: engine.rows(f'FROM "{name}"') for name in names}


@pytest.mark.parametrize("name", sorted(shipped_packs()))
def test_words_of_another_language_make_the_tables_of_that_language(name: str) -> None:
    pack = load(shipped_packs()[name])
    with Engine(threads=1) as engine, Engine(threads=1) as other:
        register_pack(engine, pack, "en")
        english = _tables(engine)
        register_words(engine, pack, "ur")
        register_pack(other, pack, "ur")
        assert _tables(engine) == _tables(other)
        assert _tables(engine) != english


def test_figures_that_ask_incidents_are_known(tmp_path: Path) -> None:
    asking = {each.figure_id for each in figures() if each.asks_incidents}
    assert asking == {"data-sets-agreement", "incidents"}
    about = figures()[0].about
    (tmp_path / "query.sql").write_text("SELECT 1 AS row_id", encoding="utf-8")
    assert not Figure("made", tmp_path, about).asks_incidents
    beside = "SELECT * FROM figure JOIN incident_account USING (claim_id)"
    (tmp_path / "beside.sql").write_text(beside, encoding="utf-8")
    assert Figure("made", tmp_path, about).asks_incidents


def test_what_asks_no_words_is_the_same_in_every_language() -> None:
    workspace = Workspace.here(pack="pakistan")
    pack, snapshot = workspace.pack, workspace.snapshot(clearance="TLP:CLEAR")
    with Engine(threads=1) as engine, Engine(threads=1) as other:
        show(engine, pack, snapshot, "en")
        show(other, pack, snapshot, "ur")
        asked = [each for each in figures() if not asks_words(each.query)]
        for figure in asked:
            rows = compute(figure, engine, pack, "en").rows
            assert rows == compute(figure, other, pack, "ur").rows
            known: Known = {}
            assert compute(figure, other, pack, "ur", known).rows == rows
            assert known[figure.query] == rows
            told = compute(figure, engine, pack, "en", {figure.query: []})
            assert told.rows == []
    assert {"deaths-by-month", "revisions-by-year"} <= {each.figure_id for each in asked}
    assert asks_words("SELECT name FROM pack_places")
    assert asks_words("SELECT says FROM check_finding")
