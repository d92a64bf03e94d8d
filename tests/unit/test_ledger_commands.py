"""What people type: naap ledger, in a workspace of the example pack."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from naap.cli.ledger import ledger as group
from naap.ledger import Batch, Ledger
from naap.ledger.verify import verify
from naap.problems import UnusableInput
from naap.workspace import Workspace
from tests.ledger_makers import figure, values

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "workspace"
    workspace, _ = Workspace.create(folder, pack="example")
    workspace.ledger().append(Batch("post", (figure("a", 1), figure("b/b", 2))))
    workspace.ledger().append(Batch("post", (figure("a", 3),)))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(made, tmp_path / "workspace")
    monkeypatch.chdir(tmp_path / "workspace")
    return tmp_path / "workspace"


@pytest.fixture
def run(folder: Path) -> Run:
    def run(*words: str, code: int = 0, **more: str) -> Result:
        done = CliRunner().invoke(group, list(words), **more)  # type: ignore[arg-type]
        assert done.exit_code == code, (done.output, done.exception)
        return done

    return run


def test_every_command_has_an_example_and_says_what_it_does() -> None:
    for name, command in group.commands.items():
        done = CliRunner().invoke(group, [name, "--help"])
        assert f"naap ledger {name}" in done.output
        assert len(command.help or "") > 30
        assert "--json" in done.output


def test_log_digest_and_verify_agree(run: Run, folder: Path) -> None:
    commits = json.loads(run("log", "--json").output)
    assert [each["number"] for each in commits] == [1, 2, 3]
    digest = run("digest").output.strip()
    assert digest == commits[-1]["digest"]
    assert "Nothing was altered" in run("verify", "--against", digest[:10]).output
    assert "no commit with the digest" in run("verify", "--against", "0" * 64, code=1).output
    data = next(Path(folder, "ledger", "figure").glob("*.parquet"))
    data.write_bytes(data.read_bytes()[:-1])
    answer = json.loads(run("verify", "--json", code=1).output)
    assert [problem["file"] for problem in answer["problems"]] == [str(data)]


def test_show_marks_the_entry_that_holds(run: Run) -> None:
    rows = json.loads(run("show", "figure/s/a", "--json").output)
    assert [(row["number"], row["holds"]) for row in rows] == [(2, False), (3, True)]
    told = run("show", rows[1]["claim_id"][:8]).output
    assert "* commit 3" in told
    assert "value: 3\n" in told
    assert "locator: not recorded" in told
    run("show", "figure/s/absent", code=1)
    assert isinstance(run("show", "abc", code=1).exception, UnusableInput)


def test_diff_takes_numbers_digests_days_and_now(run: Run) -> None:
    commits = json.loads(run("log", "--json").output)
    told = run("diff", "2", commits[2]["digest"][:8]).output
    assert "revised  figure/s/a" in told
    assert "value: 1" in told
    assert "0 added, 1 revised, 0 removed" in told
    assert "2 added" in run("diff", "1").output
    assert len(json.loads(run("diff", "0", "1", "--json").output)) > 10
    assert "0 added, 0 revised, 0 removed" in run("diff", "9999-01-01", "now").output
    for wrong in ("4", "zzz", "2016-13-45"):
        assert isinstance(run("diff", wrong, code=1).exception, UnusableInput)


def test_retract_and_relabel_are_commits(run: Run, folder: Path) -> None:
    assert "Commit 4" in run("retract", "figure/s/a", "--by", "p", "--reason", "typo").output
    assert "Nothing changed" in run("retract", "figure/s/a", "--by", "p", "--reason", "x").output
    assert "    reason: typo\n" in run("show", "figure/s/a").output
    run("relabel", "figure/s/b/b", "tlp:amber", "--by", "p")
    ledger = Ledger(folder / "ledger")
    assert values(ledger, clearance="TLP:GREEN").keys().isdisjoint({"a", "b/b"})
    assert values(ledger, clearance="TLP:AMBER")["b/b"] == 2
    assert ledger.log()[3].about == {"command": "retract", "reason": "typo"}
    run("relabel", "figure/s/b/b", "SECRET", "--by", "p", code=2)


def test_expunge_asks_first(run: Run, folder: Path) -> None:
    claim_id = figure("a", 1).claim_id
    words = ("expunge", claim_id, "--by", "court", "--reason", "order 1")
    run(*words, code=1, input="n\n")
    assert len(Ledger(folder / "ledger").log()) == 3
    assert "1 claims expunged. Commit 4" in run(*words, "--yes").output
    assert "content expunged" in run("show", claim_id).output
    assert verify(Ledger(folder / "ledger")) == []
    assert isinstance(run(*words, "--yes", code=1).exception, UnusableInput)


def test_tidy_removes_what_no_commit_names(run: Run, folder: Path) -> None:
    left = folder / "ledger" / "figure" / ".1-abc.parquet"
    left.write_bytes(b"half")
    assert "0 files" in run("tidy").output
    assert str(left) in run("tidy", "--older-than", "0", "--dry-run").output
    assert left.exists()
    run("tidy", "--older-than", "0")
    assert not left.exists()
