"""Run the paragraphs of the chapter on statistics."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from naap.engine import connect
from naap.incidents.stats import countable, statistics
from naap.incidents.stats_question import question
from naap.organisations.register import read_register
from tests.incident_makers import account, found_in, workspace_with
from tests.spec.render import paragraphs

CHAPTER = paragraphs("statistics")
COLUMNS = {"counted in": "counted_in", "change": "events_change"}


def account_of(row: dict[str, Any]) -> dict[str, Any]:
    day = str(row["day"])
    victims = row.get("victims")
    return account(
        row["series"], str(row["key"]), event_start=day, event_end=day, event_type=row["type"],
        killed_best=None if row["killed"] == "-" else row["killed"],
        **({"victims": victims.split(", ")} if victims else {}),
    )  # fmt: skip


@pytest.mark.parametrize("test", [test for _, test in CHAPTER], ids=[name for name, _ in CHAPTER])
def test_the_statistics_are_those_of_the_table(test: dict[str, Any], tmp_path: Path) -> None:
    rows = [account_of(row) for step in test["given"] for row in step["accounts"]]
    workspace = workspace_with(tmp_path / "w", rows)
    pack, snapshot = workspace.pack, workspace.snapshot()
    register = read_register(snapshot, pack)
    for step in test["expect"]:
        incidents = found_in(workspace) if step.get("incidents") else None
        with connect() as store:
            countable(store, snapshot, pack, register, incidents)
            found = statistics(store, question(step["by"], (), pack, register), pack)
        told = [
            {
                name: "-" if (value := row[COLUMNS.get(name, name.replace(" ", "_"))]) is None
                else value
                for name in expected
            }
            for row, expected in zip(found, step["rows"], strict=True)
        ]  # fmt: skip
        assert told == step["rows"], step["says"]
