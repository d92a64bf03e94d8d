"""Statistics of the real events of UCDP GED 22.1 against sums of the file itself."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from naap.engine import connect
from naap.incidents.stats import countable, statistics
from naap.incidents.stats_question import question
from naap.organisations.register import read_register
from naap.sources import Request, import_file, source_named
from naap.workspace import Workspace


@pytest.mark.shared
def test_years_are_those_of_the_file(shared_data: Path, tmp_path: Path) -> None:
    file = shared_data / "ucdp" / "ged_pakistan_v22_1.csv"
    events, killed = Counter[str](), Counter[str]()
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            year = row["date_start"][:4]
            events[year] += 1
            killed[year] += int(row["best"])
    workspace, _ = Workspace.create(tmp_path / "w", "pakistan")
    import_file(
        workspace.ledger(), source_named("ucdp-ged"),
        Request(file, workspace.pack, partial=True, release="22.1"), recorded_by="tests",
    )  # fmt: skip
    pack, snapshot = workspace.pack, workspace.snapshot()
    register = read_register(snapshot, pack)
    with connect() as store:
        countable(store, snapshot, pack, register)
        years = statistics(store, question("year", (), pack, register), pack)
        assert {row["period"]: row["events"] for row in years} == dict(events)
        assert {row["period"]: row["killed"] for row in years} == dict(killed)
        parts = statistics(store, question("year,province", (), pack, register), pack)
        for year in events:
            mine = [row for row in parts if row["period"] == year]
            assert sum(row["events"] for row in mine) == events[year]
        # The tribal areas are a province of their own until they were merged in 2018.
        fata = {row["period"]: row["events"] for row in parts if row["province"] == "PK-FATA"}
        assert fata["2009"] > 0
        assert [year for year, count in fata.items() if year > "2018" and count] == []
        (taliban,) = statistics(store, question("", ["party=ttp"], pack, register), pack)
        (strict,) = [
            row
            for row in statistics(store, question("party", (), pack, register), pack)
            if row["party"] == "ttp"
        ]
        assert taliban["events"] > strict["events"] > 1_000, "splinters count with their origin"
