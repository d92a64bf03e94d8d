"""Every kind of claim is documented, on a page made from the kinds themselves."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from naap.ledger.describe import kinds_page
from naap.ledger.kind import Kind, kinds

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "kinds.md"


def test_the_page_of_kinds_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == kinds_page(), (
        "make it with: python -m naap.ledger.describe > docs/reference/kinds.md"
    )


@pytest.mark.parametrize("kind", kinds().values(), ids=kinds())
def test_a_kind_says_what_it_and_each_column_is(kind: Kind) -> None:
    for text in (kind.says, *(column.says for column in kind.columns)):
        assert text.strip().endswith((".", "...")), f"a sentence is missing after {text!r}"


def test_no_kind_or_column_needs_quotes_in_sql() -> None:
    names = {name for kind in kinds().values() for name, _ in kind.stored_columns} | {*kinds()}
    with duckdb.connect() as engine:
        reserved = engine.execute(
            "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'"
        ).fetchall()
    assert names.isdisjoint(row[0] for row in reserved)
