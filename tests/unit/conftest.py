"""What several files of tests begin with: a pack, a copy to spoil, a workspace to work in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from naap.config import shipped_packs
from naap.ledger import Ledger
from naap.pack import Pack
from naap.workspace import Workspace
from tests.review_makers import shipped


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The example pack."""
    return shipped("example")


@pytest.fixture
def pack_copy(tmp_path: Path) -> Path:
    """A copy of the folder of the example pack, to be changed."""
    return Path(shutil.copytree(shipped_packs()["example"], tmp_path / "pack"))


@pytest.fixture
def ledger(tmp_path: Path, pack: Pack) -> Ledger:
    """An empty ledger with the fiscal year of the pack."""
    return Ledger.create(tmp_path / "ledger", pack.settings.fiscal_year_starts)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace on the example pack as ``naap init`` makes it, never changed itself.

    A file of tests that wants more in it overrides this with a copy.
    """
    folder = tmp_path_factory.mktemp("workspaces") / "plan"
    Workspace.create(folder, "example")
    return folder


@pytest.fixture
def plan(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the workspace, to stand in and to change."""
    folder = Path(shutil.copytree(made, tmp_path / "plan"))
    monkeypatch.chdir(folder)
    return folder
