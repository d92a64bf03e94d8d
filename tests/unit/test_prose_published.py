"""The published checks: every verdict and computed value, from a sentence around the numbers."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from naap.checks.prose import VERDICTS, Evidence, Result, check_text
from naap.workspace import Workspace

ROWS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "fixtures" / "checks_published.yml").read_text(encoding="utf-8")
)
FILES = ("seed_figure_checks.csv", "published_figure_checks.csv")
NAMES = [f"{row['id']}: {row['text'][:40]}" for row in ROWS]
OURS = {
    "HOLDS": {"holds"}, "FAILS": {"fails"}, "WRONG": {"fails"}, "LOOSE": {"holds loosely"},
    "AMBIGUOUS": {"ambiguous"}, "CHECK": {"cannot tell"}, "UNVERIFIED": {"cannot tell"},
    "INCOMPLETE": {"fails"}, "WRONG YEAR": {"fails"},
}  # fmt: skip
"""Their words and ours, as the guide gives them; the others are flags of ours."""


@cache
def evidence() -> Evidence:
    workspace = Workspace.here(pack="pakistan")
    return Evidence.of(workspace.snapshot(), workspace.pack)


def found(row: dict[str, Any], results: list[Result], *, flags: bool) -> list[Result]:
    """The results that are as the row wants them."""
    return [
        each
        for each in results
        if (each.form, each.verdict) == (row["form"], row["verdict"])
        and str(row.get("computed", "")) in f"{each.computed} {each.why}"
        and str(row.get("missing", "")) in each.why
        and (not flags or set(row.get("flags", ())) <= set(each.flags))
    ]


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_a_published_check_is_reproduced(row: dict[str, Any]) -> None:
    results = check_text(row["text"], evidence())
    assert found(row, results, flags=True), results


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.get("ledger") is not True],
    ids=[name for name, row in zip(NAMES, ROWS, strict=True) if row.get("ledger") is not True],
)  # fmt: skip
def test_arithmetic_alone_needs_no_ledger(row: dict[str, Any]) -> None:
    results = check_text(row["text"])
    assert found(row, results, flags=row.get("ledger") != "flags"), results


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_the_verdict_is_the_one_that_their_word_stands_for(row: dict[str, Any]) -> None:
    assert row["verdict"] in VERDICTS
    assert row["verdict"] in OURS.get(row["theirs"], set(VERDICTS))


@pytest.mark.shared
@pytest.mark.parametrize("file", FILES)
def test_every_published_check_is_among_them(file: str, shared_data: Path) -> None:
    with (shared_data / "plan" / file).open(encoding="utf-8-sig", newline="") as stream:
        theirs = {row["check_id"]: row["verdict"] for row in csv.DictReader(stream)}
    assert theirs
    for check, verdict in theirs.items():
        ours = [row["theirs"] for row in ROWS if row["id"] == check]
        assert verdict in ours, f"{check}: {verdict} is not among {ours}"
