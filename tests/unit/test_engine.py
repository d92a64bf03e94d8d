"""What an engine says of a ledger file that cannot be read."""

from pathlib import Path

import duckdb
import pytest

from naap.engine import Engine
from naap.problems import UnusableInput


def test_a_damaged_data_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    damaged = tmp_path / "broken.parquet"
    damaged.write_bytes(b"PAR1 and then nothing that a reader knows")
    with Engine() as engine, pytest.raises(UnusableInput, match="naap ledger verify"):
        engine.rows(f"SELECT * FROM read_parquet('{damaged}')")


def test_an_error_of_the_query_itself_stays_what_it_is() -> None:
    with Engine() as engine, pytest.raises(duckdb.Error):
        engine.rows("SELECT nothing_of_that_name")


def test_the_engine_draws_no_progress_bar() -> None:
    with Engine() as engine:
        answer = engine.rows("SELECT current_setting('enable_progress_bar') AS bar")
    assert answer == [{"bar": False}]
