"""Run the paragraphs of the chapter on the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from naap.engine import Engine
from naap.ledger import Batch, Coverage, Ledger, Moment
from naap.ledger.snapshot import Snapshot
from naap.ledger.verify import verify
from tests.ledger_makers import CLOSED, OPEN, figure
from tests.spec.render import paragraphs

CHAPTER = paragraphs("ledger")


def key_of(row: dict[str, Any]) -> str:
    return f"figure/{row.get('series', 's')}/{row['record']}"


def batch_of(rows: list[dict[str, Any]]) -> Batch:
    """The rows of one commit, at noon of their day."""
    told = [row for row in rows if row["op"] in {"assert", "full release"}]
    full = [row for row in rows if row["op"] == "full release"]
    stated = [row.get("stated_on") for row in rows if row["op"] == "retract"]
    return Batch(
        "spec",
        asserted=tuple(
            figure(
                row["record"],
                row["value"],
                handling=row.get("label", OPEN),
                **{
                    name: str(row[name]) for name in ("series", "place", "stated_on") if name in row
                },
            )
            for row in told
        ),
        retracted=tuple(key_of(row) for row in rows if row["op"] == "retract"),
        relabelled={key_of(row): row["label"] for row in rows if row["op"] == "relabel"},
        coverage=tuple(
            Coverage("figure", "s", {"place": row["place"]} if "place" in row else {})
            for row in full[:1]
        ),
        stated_on=str(stated[0]) if stated and stated[0] else None,
        at=datetime.combine(rows[0]["day"], time(12), UTC) + timedelta(seconds=rows[0]["commit"]),
    )


def seen(ledger: Ledger, question: dict[str, Any]) -> tuple[list[dict[str, Any]], int]:
    as_of: date | None = question.get("as_of")
    snapshot = Snapshot.of(
        ledger, Moment(as_of, question.get("stated_by")), question.get("clearance", CLOSED)
    )
    with Engine(threads=1) as engine:
        snapshot.register(engine)
        rows = engine.rows(
            "SELECT record_key AS record, value::INT AS value FROM figure ORDER BY record"
        )
        withheld = engine.rows("SELECT coalesce(sum(claims), 0)::INT AS count FROM withheld")
    return rows, withheld[0]["count"]


@pytest.mark.parametrize("test", [test for _, test in CHAPTER], ids=[name for name, _ in CHAPTER])
def test_paragraph(test: dict[str, Any], tmp_path: Path) -> None:
    ledger = Ledger.create(tmp_path / "ledger")
    writes = test["given"][0]["writes"]
    for _, commit in groupby(writes, key=lambda row: row["commit"]):
        ledger.append(batch_of(list(commit)))
    for question in test["expect"]:
        if "commits" in question:
            assert len(ledger.log()) == question["commits"]
        if "rows" in question:
            rows, withheld = seen(ledger, question)
            assert rows == question["rows"], question.get("says")
            assert withheld == question.get("withheld", withheld)
    assert verify(ledger) == []
