"""``naap incidents reconcile``, ``show`` and ``review`` on the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from naap.problems import UnusableInput
from naap.workspace import Workspace
from tests.incident_makers import account, run, workspace_with


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Two accounts that surely tell of one event, and two that may."""
    made = workspace_with(
        tmp_path / "w",
        [
            account("acled", "a1", killed_best=12),
            account("gtd", "g1", killed_best=12),
            account("acled", "a2", event_start="2021-06-01", event_end="2021-06-01"),
            account("gtd", "g2", event_start="2021-06-03", event_end="2021-06-03",
                    latitude=35.29, killed_best=4),
        ],
    )  # fmt: skip
    monkeypatch.chdir(tmp_path / "w")
    return made


@pytest.mark.parametrize("command", ["reconcile", "show", "review"])
def test_help_has_an_example(command: str) -> None:
    said = run(command, "--help").output
    assert f"Example: naap incidents {command}" in " ".join(said.split())
    assert "--json" in said


@pytest.mark.usefixtures("workspace")
def test_reconcile_tells_what_it_took_and_what_it_left() -> None:
    said = run("reconcile")
    assert said.exit_code == 0
    assert "4 accounts of 2 data sets: 3 incidents, 1 of them told by several" in said.output
    told = json.loads(run("reconcile", "--json").output)
    assert (told["accounts"], told["incidents"], told["takes"]) == (4, 3, "accepted")
    assert Path(told["folder"], "incidents.parquet").exists()


@pytest.mark.usefixtures("workspace")
def test_a_model_is_saved_and_used_again(tmp_path: Path) -> None:
    file = str(tmp_path / "model.json")
    first = json.loads(run("reconcile", "--save-model", file, "--json").output)
    again = json.loads(run("reconcile", "--model", file, "--json").output)
    assert first["model"] == again["model"]
    assert first["folder"] != again["folder"]


@pytest.mark.usefixtures("workspace")
def test_show_puts_accounts_beside_each_other() -> None:
    shown = run("show", "gtd/g1")
    assert "account/gtd/g1 is told of in:\nincident account/acled/a1" in shown.output
    assert "killed: 12 (all agree)" in shown.output
    lines = {line.split("  ")[0]: line for line in shown.output.splitlines() if line}
    assert lines["days"].endswith("agree")
    assert lines["type"].endswith("own words")
    assert shown.exit_code == 0
    told = json.loads(run("show", "account/acled/a1", "--json").output)
    assert told["incident_id"] == "account/acled/a1"
    assert [each["record_key"] for each in told["accounts"]] == ["a1", "g1"]
    assert told["links"][0]["compared"]["date"] == "same day"


@pytest.mark.usefixtures("workspace")
def test_show_of_accounts_that_disagree_is_a_finding() -> None:
    decided = run("review", "--decide", "acled/a2", "gtd/g2", "--answer", "one", "--by", "interior",
                  "--because", "The same market")  # fmt: skip
    assert decided.exit_code == 0
    shown = run("show", "acled/a2")
    assert shown.exit_code == 1
    assert "judged one event" in shown.output
    assert "killed: 3 (lowest 3, highest 4; middle account)" in shown.output


@pytest.mark.usefixtures("workspace")
def test_show_of_an_account_that_is_not_held() -> None:
    with pytest.raises(UnusableInput) as raised:
        run("show", "gtd/g99")
    assert "account that the ledger holds" in str(raised.value)


@pytest.mark.usefixtures("workspace")
def test_review_lists_asks_and_remembers() -> None:
    listed = run("review")
    assert listed.exit_code == 1
    assert "acled/a2 and gtd/g2" in listed.output
    told = json.loads(run("review", "--json").output)
    assert (told["left"], told["pairs"][0]["one"]) == (1, "account/acled/a2")
    asked = run("review", "--by", "interior", said="t\nTwo markets\n")
    assert asked.exit_code == 0
    assert "1 decided, 0 left" in asked.output
    assert run("review").output.startswith("0 pairs to look at")
    assert run("review").exit_code == 0
    assert json.loads(run("reconcile", "--json").output)["judgements"] == 1


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("key", ["s", "q"])
def test_who_skips_or_quits_decides_nothing(key: str) -> None:
    asked = run("review", "--by", "interior", said=f"{key}\n")
    assert "0 decided, 1 left" in asked.output
    assert asked.exit_code == 1


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--decide", "acled/a1", "gtd/g99"), "gtd/g99"),
        (("--decide", "acled/a1", "acled/a1"), "twice"),
    ],
)
def test_only_two_accounts_that_are_held_can_be_judged(words: tuple[str, ...], named: str) -> None:
    with pytest.raises(UnusableInput) as raised:
        run("review", *words, "--answer", "two", "--by", "interior", "--because", "Seen")
    assert named in str(raised.value)


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    "words",
    [
        ("--decide", "acled/a1", "gtd/g1", "--answer", "one", "--because", "Seen"),
        ("--decide", "acled/a1", "gtd/g1", "--by", "interior", "--because", "Seen"),
        ("--decide", "acled/a1", "gtd/g1", "--answer", "one", "--by", "interior"),
        ("--by", "Jo Doe"),
    ],
)
def test_an_office_an_answer_and_a_reason_are_needed(words: tuple[str, ...]) -> None:
    with pytest.raises(UnusableInput):
        run("review", *words)


@pytest.mark.usefixtures("workspace")
def test_without_the_extra_reconcile_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(UnusableInput) as raised:
        run("reconcile")
    assert "naap[linkage]" in str(raised.value)
