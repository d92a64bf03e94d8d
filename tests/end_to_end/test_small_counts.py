"""The public build of a ledger with small counts: which ones they are makes no difference to it."""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from naap.cli import naap
from naap.engine import Engine
from naap.ledger import Batch, Claim, make_claim
from naap.ledger.kind import kind_named
from naap.workspace import Workspace
from tests.review_makers import review

DIGESTS = re.compile(rb"[0-9a-f]{12,64}")
VALE, LAKELAND, COAST = "SZ1", "SZ2", "SZ3"


def joined(place: str, value: int, month: str = "2024-03", **more: str) -> Claim:
    return make_claim(
        "figure", handling=more.pop("handling", "TLP:CLEAR"), series="plan-office",
        record_key=f"I-return/people-in-programme/{month}/{place}", source="returns",
        publisher="plan-office", basis="official", quantity="people-in-programme", period=month,
        place=place, unit="persons", value=value, qualifier="exact", stated_on="2024-04-05",
        **more,
    )  # fmt: skip


def workspace_with(folder: Path, vale: int) -> Workspace:
    """March: a small count, one that covers it, a third, their total, and a label that closes
    another month's small count. April: nothing small."""
    workspace, _ = Workspace.create(folder, "example")
    march = [joined(VALE, vale), joined(LAKELAND, 23 - vale), joined(COAST, 61), joined("SZ", 84)]
    april = [joined(place, value, "2024-04") for place, value in
             ((VALE, 17), (LAKELAND, 19), (COAST, 71), ("SZ", 107))]  # fmt: skip
    may = [joined(VALE, vale, "2024-05", handling="TLP:AMBER"),
           joined(LAKELAND, 31 - vale, "2024-05"), joined("SZ", 31, "2024-05")]  # fmt: skip
    workspace.ledger().append(
        Batch("tests", asserted=(*march, *april, *may), at=datetime(2024, 6, 10, tzinfo=UTC))
    )
    return workspace


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Workspace]:
    folder = tmp_path_factory.mktemp("small")
    return {vale: workspace_with(folder / f"w{vale}", vale) for vale in (4, 1)}


@pytest.fixture(scope="module")
def reviews(workspaces: dict[int, Workspace], tmp_path_factory: pytest.TempPathFactory
            ) -> dict[int, Path]:  # fmt: skip
    folder = tmp_path_factory.mktemp("reviews")
    return {vale: review(workspace, folder / f"r{vale}", languages=("en",)).folder
            for vale, workspace in workspaces.items()}  # fmt: skip


def test_nobody_can_tell_one_small_count_from_another(reviews: dict[int, Path]) -> None:
    """Every file of the build is the same whether four people are in the programme or one."""
    four, one = (
        {
            path.relative_to(folder).as_posix(): DIGESTS.sub(b"*", path.read_bytes())
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix != ".pdf"
        }
        for folder in reviews.values()
    )
    assert four.keys() == one.keys()
    assert [name for name in four if four[name] != one[name]] == []
    assert b"small count" in four["methods.html"]


def test_what_is_published_of_a_month_with_a_small_count(workspaces: dict[int, Workspace]) -> None:
    assert told(workspaces[4]) == {
        ("2024-03", "SZ"): 84, ("2024-03", COAST): 61,
        ("2024-04", "SZ"): 107, ("2024-04", VALE): 17, ("2024-04", LAKELAND): 19,
        ("2024-04", COAST): 71,
        ("2024-05", "SZ"): 31,
    }  # fmt: skip
    amber = told(workspaces[4], "TLP:AMBER")
    assert amber["2024-03", VALE] == 4
    assert len(amber) == 11, "who may work with the numbers has all of them"
    assert told(workspaces[4], "TLP:GREEN") == told(workspaces[4])


def told(workspace: Workspace, clearance: str = "TLP:CLEAR") -> dict[tuple[str, str], int]:
    with Engine(threads=1) as engine:
        rows = engine.rows(
            "SELECT period, place, value FROM "
            f"({workspace.snapshot(clearance=clearance).sql(kind_named('figure'))}) "
            "WHERE quantity = 'people-in-programme'"
        )
    return {(row["period"], row["place"]): int(row["value"]) for row in rows}


def run(*words: str) -> Result:
    return CliRunner().invoke(naap, words)


def test_the_commands_tell_no_small_count(
    workspaces: dict[int, Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = workspaces[4].settings.home
    assert folder is not None
    monkeypatch.chdir(folder)
    key = f"figure/plan-office/I-return/people-in-programme/2024-03/{VALE}"
    shown = run("ledger", "show", key)
    assert "people-in-programme, " not in shown.output
    assert shown.exit_code != 0
    changed = run("ledger", "diff", "1", "now", "--json")
    keys = [each["key"] for each in json.loads(changed.stdout)]
    assert key not in keys
    assert key.replace("03/SZ1", "04/SZ1") in keys


def test_data_files_hold_no_claim_that_is_withheld(reviews: dict[int, Path]) -> None:
    held = (reviews[1] / "data" / "claims.csv").read_text(encoding="utf-8")
    keys = [row["key"] for row in csv.DictReader(held.splitlines())]
    claims = {key for key in keys if "people-in-programme" in key}
    named = "figure/plan-office/I-return/people-in-programme"
    assert f"{named}/2024-04/SZ1" in claims
    assert claims.isdisjoint(
        {f"{named}/{each}" for each in ("2024-03/SZ1", "2024-03/SZ2", "2024-05/SZ1", "2024-05/SZ2")}
    )
