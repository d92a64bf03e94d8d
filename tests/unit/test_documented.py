"""Nothing that a user can type, set or import is without its place in the reference."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.program_pages import walk
from naap.cli import naap
from naap.config import SETTINGS
from naap.sources import sources

DOCS = Path(__file__).resolve().parents[2] / "docs"
FIGURES = Path(__file__).resolve().parents[2] / "src" / "naap" / "figures"


def lines_of(page: str) -> list[str]:
    return (DOCS / "reference" / f"{page}.md").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", [path for path, _ in walk(naap)])
def test_every_command_is_documented(path: str) -> None:
    assert f"## {path}" in lines_of("commands")


@pytest.mark.parametrize("name", sources())
def test_every_source_is_documented(name: str) -> None:
    assert f"## {name}" in lines_of("sources")


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_documented(name: str) -> None:
    assert [line for line in lines_of("settings") if line.startswith(f"| `{name}` | ")]


@pytest.mark.parametrize("path", sorted(FIGURES.glob("*/figure.yml")), ids=lambda p: p.parent.name)
def test_every_figure_is_documented(path: Path) -> None:
    assert f"### {path.parent.name}" in lines_of("figures")


@pytest.mark.parametrize("path", sorted((DOCS / "guide").glob("*.md")), ids=lambda p: p.stem)
def test_every_command_that_a_guide_names_exists(path: Path) -> None:
    known = {command for command, _ in walk(naap)}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("naap ", "./run naap ")):
            words = re.sub(r" --pack \S+", "", line.removeprefix("./run "), count=1).split()
            assert {" ".join(words[:2]), " ".join(words[:3])} & known, line
