"""What screening and matching write: no cell that a spreadsheet runs, one writer, any past day."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st

from naap.cli import naap
from naap.ledger import Batch, make_claim
from naap.organisations.formulas import as_written, harmless
from naap.organisations.screening import alone
from naap.problems import UnusableInput
from naap.workspace import Workspace

HOSTILE = (
    "=1+1",
    "+Aid",
    "-Aid",
    "@Aid",
    "\t=x",
    "'=x",
    "''+x",
    "'Aid",
    "12",
    "-5",
    "+3.25",
    "'-5",
)


@given(st.one_of(st.text(), st.text("'=+-@\t\r 1x.", max_size=8)))
@example("'=x")
@example("-5")
def test_any_text_comes_back_and_none_is_run(text: str) -> None:
    written = harmless(text)
    assert as_written(written) == text
    if written[:1] in set("=+-@\t\r") and written:
        float(written)  # a number, which stays one


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"), ("@Aid", "'@Aid"), ("'=x", "''=x"), ("'Aid", "'Aid"), ("-5", "-5"),
        ("+3.25", "+3.25"), ("Black Ridge Front", "Black Ridge Front"), ("", ""),
    ],
)  # fmt: skip
def test_only_what_would_run_gets_an_apostrophe(text: str, written: str) -> None:
    assert harmless(text) == written


def org(*words: str | Path) -> Result:
    return CliRunner().invoke(naap, ["org", *map(str, words)], catch_exceptions=False)


def cells(file: Path, column: str) -> list[str]:
    with file.open(encoding="utf-8", newline="") as stream:
        return [row[column] for row in csv.DictReader(stream)]


def test_a_screened_file_and_scored_pairs_can_be_read_again_as_they_were(tmp_path: Path) -> None:
    file, out, again = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["name"], *([each] for each in HOSTILE)])
    asks = ("--pack", "example", "screen", file, "--column", "name", "--on", "2018-01-01")
    org(*asks, "--out", out)
    told = json.loads(org(*asks, "--json").stdout)
    assert cells(out, "name") == [harmless(row["name"]) for row in told["rows"]]
    assert not any(cell[:1] in {"=", "@", "\t"} for cell in cells(out, "name"))
    org("--pack", "example", "screen", out, "--column", "name", "--on", "2018-01-01",
        "--out", again)  # fmt: skip
    assert cells(again, "name") == cells(out, "name")
    assert org("--pack", "example", "screen", "--replay", f"{out}.receipt.json").exit_code == 0
    pairs, scored = tmp_path / "pairs.csv", tmp_path / "scored.csv"
    with pairs.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["name_a", "name_b"], ["=HYPERLINK(1)", "+Aid"]])
    org("match", "--pairs", pairs, "--out", scored)
    assert cells(scored, "name_a") == ["'=HYPERLINK(1)"]
    org("match", "--pairs", scored, "--out", pairs)
    assert cells(pairs, "name_a") == ["'=HYPERLINK(1)"]


def test_two_runs_do_not_write_one_output(tmp_path: Path) -> None:
    file, out = tmp_path / "a.csv", tmp_path / "out.csv"
    file.write_text("name\nKala Tila Mahaz\n")
    asks = ("--pack", "example", "screen", file, "--column", "name", "--on", "2018-01-01")
    with (
        alone(out.with_name("out.csv.partial")),
        pytest.raises(UnusableInput, match="another run"),
    ):
        org(*asks, "--out", out)
    assert not out.exists()
    assert org(*asks, "--out", out).exit_code == 1
    assert cells(out, "decision") == ["flagged"]
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "a.csv", "out.csv", "out.csv.receipt.json"
    ]  # fmt: skip


def test_a_list_is_screened_as_the_ledger_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = Workspace.create(tmp_path / "home", "example")
    monkeypatch.chdir(tmp_path / "home")
    claim = make_claim(
        "name", series="herald", record_key="n-9", source="herald", basis="media",
        organisation="ridge-front", name="Green Sea Union", script="Latn", name_kind="alias",
    )  # fmt: skip
    home.writable_ledger().append(Batch("test", (claim,), at=datetime(2025, 6, 1, 12, tzinfo=UTC)))
    file, out = tmp_path / "a.csv", tmp_path / "out.csv"
    file.write_text("name\nGreen Sea Union\n")
    asks = ("screen", file, "--column", "name", "--on", "2018-01-01")
    assert json.loads(org(*asks, "--json").stdout)["flagged"] == 1
    assert json.loads(org(*asks, "--as-of", "2025-06-01", "--json").stdout)["flagged"] == 1
    assert json.loads(org(*asks, "--as-of", "2025-05-31", "--json").stdout)["flagged"] == 0
    assert org(*asks, "--as-of", "2025-05-31", "--out", out).exit_code == 0
    replayed = org("screen", "--replay", f"{out}.receipt.json", "--json")
    assert (replayed.exit_code, json.loads(replayed.stdout)["differs"]) == (0, [])
    with pytest.raises(UnusableInput, match="this ledger starts then"):
        org(*asks, "--as-of", "1999-01-01")
    with pytest.raises(UnusableInput, match="--as-of"):
        org("screen", "--replay", f"{out}.receipt.json", "--as-of", "2025-05-31")
