"""What the README and the guides print is what the commands print.

A block marked ``console`` is a session: lines with ``$`` are typed, the others are expected.
Three dots stand for anything, on a line or in place of lines. The blocks of a page run one after
the other in one folder.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "docs/guide/start.md", "docs/guide/review.md", "docs/guide/organisations.md")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAAP = (sys.executable, "-P", "-c", "import sys; from naap.cli import main; sys.exit(main())")


def steps(page: str) -> list[tuple[str, str]]:
    """(command, expected output) of every command of a page."""
    text = "".join(BLOCK.findall((PROJECT / page).read_text(encoding="utf-8")))
    parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def fits(expected: str, printed: str) -> bool:
    pattern = re.escape(expected.strip()).replace(re.escape("..."), ".*")
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None


@pytest.mark.parametrize("page", PAGES)
def test_commands_print_what_the_page_says(page: str, tmp_path: Path) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    environment = os.environ | {
        "PYTHONPATH": str(PROJECT / "src"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    assert steps(page)
    for command, expected in steps(page):
        words = shlex.split(command.removeprefix("./run "))
        if words[0] == "cd":
            folder = folder / words[1]
            continue
        assert words[0] == "naap"
        ran = subprocess.run(
            [*NAAP, *words[1:]],
            cwd=folder, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        printed = ran.stdout + ran.stderr
        assert fits(expected, printed), f"$ {command}\n{printed}"


def test_three_dots_stand_for_anything_and_nothing_else_does() -> None:
    assert fits("a ... c\n...\nend\n", "a b c\nmore\nlines\nend\n")
    assert not fits("a.c\n", "abc\n")
    assert not fits("a\n", "a\nb\n")
