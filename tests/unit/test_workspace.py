"""Workspaces: made whole or not at all, found from inside, and the shipped pack without one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from naap.config import SETTINGS, find_settings, shipped_packs
from naap.ledger import Ledger
from naap.pack import Pack
from naap.problems import UnusableInput
from naap.sources import Report
from naap.workspace import Workspace

EXAMPLE = shipped_packs()["example"]
MAKE_SHIPPED = (
    "from pathlib import Path; from naap.workspace import Workspace; "
    "print(Workspace.here(Path('/'), pack='example').ledger().digest())"
)
as_a_user = pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    Workspace.create(tmp_path / "plan", "example")
    return tmp_path / "plan"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "naap"


def settings_of(folder: Path) -> dict[str, str]:
    return tomllib.loads((folder / "naap.toml").read_text(encoding="utf-8"))


def test_a_workspace_is_settings_and_a_ledger_with_the_claims_of_the_pack(tmp_path: Path) -> None:
    workspace, report = Workspace.create(tmp_path / "plan", "example", "review-analyst")
    assert {path.name for path in (tmp_path / "plan").iterdir()} == {"naap.toml", "ledger"}
    assert settings_of(tmp_path / "plan").keys() == SETTINGS.keys()
    assert workspace.settings.recorded_by == "review-analyst"
    assert workspace.settings.pack == EXAMPLE
    assert report.receipt.tallies["figure"].new > 0
    assert workspace.ledger().digest() == report.receipt.digest
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def test_every_fresh_workspace_has_the_same_digest(made: Path, cache: Path) -> None:
    _, other = Workspace.create(made.parent / "other", "example", "somebody-else")
    assert Workspace.here(made).ledger().digest() == other.receipt.digest
    assert Workspace.here(Path("/"), "example").ledger().digest() == other.receipt.digest


def test_a_workspace_is_found_from_any_folder_inside_it(made: Path) -> None:
    deep = made / "notes" / "2024"
    deep.mkdir(parents=True)
    assert Workspace.here(deep).settings.home == made.resolve()
    assert Workspace.here(deep, pack="example").settings.home is None


def test_an_empty_folder_can_become_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    Workspace.create(tmp_path / "plan", "example")
    assert (tmp_path / "plan" / "naap.toml").is_file()


def test_the_folder_one_stands_in_stays_the_same_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = tmp_path.stat().st_ino
    Workspace.create(Path(), "example")
    assert tmp_path.stat().st_ino == before
    assert {path.name for path in tmp_path.iterdir()} == {"naap.toml", "ledger"}


@pytest.mark.parametrize("content", ["notes.txt", ".hidden"])
def test_a_folder_with_something_in_it_is_left_alone(content: str, tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / content).touch()
    with pytest.raises(UnusableInput, match="a folder with something in it"):
        Workspace.create(folder, "example")
    assert [path.name for path in folder.iterdir()] == [content]


def test_a_pack_that_does_not_exist_is_told_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="atlantis: found no country pack; expected example"):
        Workspace.create(tmp_path / "plan", "atlantis")
    assert list(tmp_path.iterdir()) == []


def test_a_workspace_is_not_made_inside_the_pack_that_it_works_on(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "pack")
    with pytest.raises(UnusableInput, match="a folder inside the pack"):
        Workspace.create(tmp_path / "pack" / "plan", str(tmp_path / "pack"))


def test_a_pack_of_ones_own_is_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / 'my "own" pack'
    shutil.copytree(EXAMPLE, own)
    monkeypatch.chdir(tmp_path)
    workspace, _ = Workspace.create(tmp_path / "plan", own.name, 'post "7"\\')
    assert workspace.settings.pack == own
    assert workspace.settings.recorded_by == 'post "7"\\'


def test_a_shipped_pack_is_named_even_beside_a_folder_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "example").mkdir()
    monkeypatch.chdir(tmp_path)
    Workspace.create(tmp_path / "plan", "example")
    assert settings_of(tmp_path / "plan")["pack"] == "example"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('pak = "example"', "column pak: found a setting that does not exist"),
        ('pak = "example"', "Did you mean pack?"),
        ('pak = "example"', "column pack: found nothing"),
        ('pack = ["example"]', "column pack: found .*expected text"),
        ('pack = ""', "column pack: found ''; expected text"),
        ('pack = "atlantis"', "naap.toml, column pack: found 'atlantis'"),
        ("pack = example", "expected a TOML file"),
        ('pack = "example"\nclearance = "RED"', "column clearance: found 'RED'; .*TLP:RED"),
        ('pack = "example"\nledger = 3', "column ledger: found 3; expected text"),
    ],
)
def test_settings_that_cannot_be_right_are_told(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "naap.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInput, match=told):
        Workspace.here(tmp_path)


def test_a_ledger_that_is_gone_is_told(made: Path) -> None:
    shutil.rmtree(made / "ledger")
    with pytest.raises(UnusableInput, match="found no ledger here"):
        Workspace.here(made).ledger()


def test_an_init_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(ledger: Ledger, pack: Pack, progress: Callable[[str], None]) -> Report:
        raise KeyboardInterrupt

    monkeypatch.setattr("naap.workspace._import_pack", fail)
    with pytest.raises(KeyboardInterrupt):
        Workspace.create(tmp_path / "plan", "example")
    assert list(tmp_path.iterdir()) == []


def test_a_killed_init_leaves_no_workspace_and_the_next_sweeps_up(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys; import naap.workspace as w; from pathlib import Path\n"
        "real = w._import_pack\n"
        "def die(*a):\n    real(*a)\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        "w._import_pack = die\n"
        "w.Workspace.create(Path(sys.argv[1]), 'example')\n"
    )
    ended = subprocess.run([sys.executable, "-c", program, tmp_path / "plan"], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert not (tmp_path / "plan").exists()
    (draft,) = tmp_path.iterdir()
    assert draft.name.startswith(".naap-draft-plan-")
    os.utime(draft, (time.time() - 86400,) * 2)
    Workspace.create(tmp_path / "plan", "example")
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


@as_a_user
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(OSError, match="Permission denied"):
            Workspace.create(tmp_path / "plan", "example")
    finally:
        tmp_path.chmod(0o755)


def test_outside_a_workspace_nothing_is_written_to_the_ledger(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="naap init DIR"):
        Workspace.here(tmp_path, "example").writable_ledger()


def test_the_shipped_ledger_is_made_once_and_can_be_deleted(cache: Path, tmp_path: Path) -> None:
    first = Workspace.here(tmp_path, "example").ledger()
    assert [path.parent for path in (first.folder,)] == [cache]
    made_at = (first.folder / "ledger.json").stat().st_mtime_ns
    again = Workspace.here(tmp_path, "example").ledger()
    assert (again.folder / "ledger.json").stat().st_mtime_ns == made_at
    digest = first.digest()
    shutil.rmtree(cache)
    assert Workspace.here(tmp_path, "example").ledger().digest() == digest
    assert [path.name for path in cache.iterdir()] == [first.folder.name]


def test_a_changed_pack_gets_a_new_ledger(cache: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(EXAMPLE, own)
    first = Workspace.here(tmp_path, str(own)).ledger()
    figures = own / "figures.csv"
    changed = figures.read_text(encoding="utf-8").replace(",61,exact", ",62,exact", 1)
    figures.write_text(changed, encoding="utf-8")
    assert Workspace.here(tmp_path, str(own)).ledger().digest() != first.digest()


def test_two_processes_at_once_make_one_shipped_ledger(cache: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", MAKE_SHIPPED], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [process.communicate(timeout=60)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert len(set(said)) == 1
    assert len(list(cache.iterdir())) == 1


def test_a_cache_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(UnusableInput, match="Set XDG_CACHE_HOME to a folder that you may write"):
        Workspace.here(tmp_path, "example").ledger()


def test_no_home_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(UnusableInput, match="Set HOME or XDG_CACHE_HOME"):
        Workspace.here(tmp_path, "example").ledger()


def test_the_pack_that_ships_is_used_where_there_is_no_workspace() -> None:
    settings = find_settings(Path("/"))
    assert settings.pack in shipped_packs().values()
    assert (settings.home, settings.ledger) == (None, None)


def test_the_key_of_a_workspace_is_made_once(made: Path) -> None:
    key = Workspace.here(made).review_key()
    assert len(key) == 32
    assert Workspace.here(made).review_key() == key
    assert {path.name for path in made.iterdir()} == {"naap.toml", "ledger", ".naap-key"}
    assert (made / ".naap-key").stat().st_mode & 0o777 == 0o600
