"""Parties of imported events whose names are spellings of a registered organisation's."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from naap.cli import naap
from naap.cli.importing import matcher
from naap.config import shipped_packs
from naap.pack import load
from naap.workspace import Workspace
from tests.event_files import ACLED, acled_event, write_csv

LAWFUL = Path(__file__).resolve().parents[1] / "fixtures" / "lawful_bodies.csv"


def run(*words: str) -> str:
    result = CliRunner().invoke(naap, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_an_import_finds_the_organisation_by_a_spelling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Workspace.create(tmp_path / "w", "example")
    monkeypatch.chdir(tmp_path / "w")
    rows = [
        acled_event(1, actor1="Blak Ridge Front (Sabzkoh)"),
        acled_event(2),
        acled_event(3, actor1="Brotherhood of the Lake", actor2=""),
    ]
    file = str(write_csv(tmp_path / "export.csv", rows, ACLED))
    report = json.loads(run("import", "acled", file, "--json"))
    assert report["parties"] == {
        "by spelling": 1, "known to the pack": 1, "kept by an id alone": 2,
    }  # fmt: skip
    assert report["claims"]["judgement"]["new"] == 1
    rows_of = json.loads(run("incidents", "stats", "--by", "perpetrator", "--json"))["rows"]
    assert {row["perpetrator"]: row["events"] for row in rows_of}["ridge-front"] == 2
    again = json.loads(run("import", "acled", file, "--json"))
    assert again["commit"] is None, "the same file changes nothing"
    assert "1 by spelling" in run("import", "acled", file)


def test_no_lawful_body_is_taken_for_a_listed_one() -> None:
    spelling_of = matcher(load(shipped_packs()["pakistan"]))
    with LAWFUL.open(encoding="utf-8", newline="") as stream:
        names = [row["name"] for row in csv.DictReader(stream)]
    assert len(names) > 300
    assert {name: found for name in names if (found := spelling_of(name))} == {}
    known = {
        "Tehreek-i-Taliban Pakistan": "ttp",
        "Jaish ul Adl": "jaa",
        "Harkat ul Mujahideen": "hum",
    }
    assert {name: each.org_id for name in known if (each := spelling_of(name))} == known
    general = ("Unidentified Armed Group", "Civilians", "Taliban", "Police Forces of Pakistan")
    assert [name for name in general if spelling_of(name)] == []
