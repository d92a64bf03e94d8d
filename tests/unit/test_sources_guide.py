"""The source that the guide builds works as the guide says."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import naap.sources
from naap.cli import naap as program
from naap.config import shipped_packs
from naap.ledger import Ledger
from naap.pack import load
from naap.sources import Request, import_file, source_named
from naap.sources import sources as all_sources

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "add-a-source.md"


def blocks(language: str) -> list[str]:
    text = GUIDE.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The guide's two files, found as if they lay beside the other sources."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "patrol_log.py").write_text(blocks("python")[0], encoding="utf-8")
    (folder / "patrol_log.yml").write_text(blocks("yaml")[0], encoding="utf-8")
    monkeypatch.setattr(naap.sources, "__path__", [*naap.sources.__path__, str(folder)])
    all_sources.cache_clear()
    yield
    all_sources.cache_clear()
    sys.modules.pop("naap.sources.patrol_log", None)
    vars(naap.sources).pop("patrol_log", None)


@pytest.mark.usefixtures("installed")
def test_the_worked_source_is_found_and_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = CliRunner()
    made = run.invoke(program, ["init", str(tmp_path / "try-it"), "--pack", "example"])
    assert made.exit_code == 0
    monkeypatch.chdir(tmp_path / "try-it")
    Path("patrol.csv").write_text(blocks("none")[0], encoding="utf-8")
    (command,) = re.findall(r"^naap import .*$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    answer = run.invoke(program, command.split()[1:], catch_exceptions=False)
    assert answer.exit_code == 0
    assert answer.stdout.startswith(blocks("text")[0])
    assert "Doe" not in "".join(
        file.read_bytes().decode("latin-1") for file in Path("ledger").rglob("*.parquet")
    )
    assert "patrol-log" in run.invoke(program, ["sources"]).stdout


@pytest.mark.usefixtures("installed")
def test_the_test_of_the_guide_passes(tmp_path: Path) -> None:
    names: dict[str, object] = {}
    exec(compile(blocks("python")[1], str(GUIDE), "exec"), names)
    (test,) = [each for name, each in names.items() if name.startswith("test_")]
    assert callable(test)
    test(tmp_path)


@pytest.mark.usefixtures("installed")
def test_a_later_file_of_the_worked_source_retracts_what_it_lacks(tmp_path: Path) -> None:
    pack = load(shipped_packs()["example"])
    ledger = Ledger.create(tmp_path / "ledger")
    file = tmp_path / "patrol.csv"
    first = blocks("none")[0]
    for text, retracted in ((first, 0), ("\n".join(first.splitlines()[:2]), 1)):
        file.write_text(text, encoding="utf-8")
        report = import_file(
            ledger, source_named("patrol-log"), Request(file, pack), recorded_by="test"
        )
        assert report.receipt.tallies["figure"].retracted == retracted
