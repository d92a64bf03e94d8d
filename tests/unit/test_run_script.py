"""What a user meets at ./run. Set-up is played by a stand-in Python, so nothing is fetched."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
COMMANDS = ("review", "naap", "test", "check", "docs", "bench", "help")

# Notes what set-up asks for and carries out everything else with the Python that runs the tests.
STAND_IN = """#!/bin/sh
case "$*" in
    *"-m venv "*)
        for folder; do :; done
        mkdir -p "$folder/bin" && ln -s "$0" "$folder/bin/python"
        echo venv >>"$CALLS" ;;
    *"-m pip "*)
        for file; do :; done
        echo "pip ${file##*/}" >>"$CALLS"
        sleep "${PIP_TAKES:-0}"
        [ -z "${BREAK_PIP:-}" ] || { echo "$BREAK_PIP"; exit 1; } ;;
    *naap-source*) ;;
    *) PYTHONPATH=$SOURCE exec "$REAL_PYTHON" "$@" ;;
esac
"""

STUB_CLI = """
import sys
from pathlib import Path

def main() -> int:
    print("|".join(sys.argv))
    if "--out" in sys.argv:
        out = Path(sys.argv[sys.argv.index("--out") + 1])
        out.mkdir(parents=True)
        (out / "index.html").touch()
    return 7 if "seven" in sys.argv else 0
"""


def fake_python(folder: Path, name: str, answer: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{answer}\n")
    path.chmod(0o755)


class Copy:
    """A copy of the project, with a stub behind the command line, in a path with a space."""

    def __init__(self, tmp_path: Path) -> None:
        self.root = tmp_path / "a copy"
        source = self.root / "src" / "naap"
        source.mkdir(parents=True)
        source.joinpath("__init__.py").touch()
        source.joinpath("cli.py").write_text(STUB_CLI)
        for name in ("run", "requirements.txt", "requirements-dev.txt"):
            shutil.copy(PROJECT / name, self.root)
        stand_in = tmp_path / "stand in"
        stand_in.write_text(STAND_IN)
        stand_in.chmod(0o755)
        self.calls = tmp_path / "calls"
        self.calls.touch()
        self.elsewhere = tmp_path / "elsewhere"
        self.elsewhere.mkdir()
        # An empty part of PYTHONPATH would mean the current folder.
        inherited = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        self.environment = {
            "PATH": os.environ["PATH"],
            "NAAP_PYTHON": str(stand_in),
            "REAL_PYTHON": sys.executable,
            "SOURCE": os.pathsep.join(filter(None, [str(self.root / "src"), *inherited])),
            "CALLS": str(self.calls),
        }

    def start(self, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [str(self.root / "run"), *arguments],
            cwd=self.elsewhere,
            env=self.environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, **environment: str) -> tuple[int, str, str]:
        with self.start(*arguments, **environment) as process:
            out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def pip_calls(self) -> int:
        return self.calls.read_text().count("pip ")


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


@pytest.mark.parametrize("arguments", [(), ("help",), ("--help",)])
def test_help_lists_every_command_and_sets_nothing_up(
    copy: Copy, arguments: tuple[str, ...]
) -> None:
    code, out, err = copy.run(*arguments)
    assert (code, err) == (0, "")
    listed = [line.split()[0] for line in out.splitlines() if line.startswith("  ")]
    assert set(COMMANDS) <= set(listed)
    assert copy.calls.read_text() == ""


def test_an_unknown_command_is_named(copy: Copy) -> None:
    code, out, err = copy.run("reveiw")
    assert (code, out) == (2, "")
    assert "unknown command 'reveiw'" in err


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("echo 3.9.2 old pip", "too old. Found: python3 (3.9.2); needed: 3.11"),
        ("echo 3.11.2 new nopip", "apt install python3-pip"),
        ("exit 127", "no working Python found"),
    ],
)
def test_an_unusable_python_is_explained(
    copy: Copy, tmp_path: Path, answer: str, message: str
) -> None:
    for name in ("python3.13", "python3.12", "python3.11"):
        fake_python(tmp_path / "fake", name, "exit 127")
    fake_python(tmp_path / "fake", "python3", answer)
    path = f"{tmp_path / 'fake'}:{os.environ['PATH']}"
    code, out, err = copy.run("naap", NAAP_PYTHON="", PATH=path)
    assert (code, out) == (1, "")
    assert message in err
    assert not (copy.root / ".venv").exists()


def test_output_arguments_and_exit_code_pass_unchanged(copy: Copy) -> None:
    code, out, err = copy.run("naap", "a  b", "$HOME", "seven")
    assert (code, out) == (7, "naap|a  b|$HOME|seven\n")
    assert "Setting up Naap" in err


def test_the_second_start_is_silent_and_fast(copy: Copy) -> None:
    copy.run("naap")
    start = time.monotonic()
    code, out, err = copy.run("naap")
    assert (code, out, err) == (0, "naap\n", "")
    assert time.monotonic() - start < 1
    assert copy.pip_calls() == 1


def test_the_first_command_finds_the_program_compiled(copy: Copy) -> None:
    copy.run("naap", PYTHONDONTWRITEBYTECODE="1")
    assert list(copy.root.glob("src/naap/__pycache__/*.pyc"))


def test_a_changed_requirement_is_installed(copy: Copy) -> None:
    copy.run("naap")
    with (copy.root / "requirements.txt").open("a") as file:
        file.write("# changed\n")
    copy.run("naap")
    assert copy.pip_calls() == 2


def test_only_development_commands_install_the_development_tools(copy: Copy) -> None:
    copy.run("naap")
    copy.run("bench")
    copy.run("naap")
    assert copy.calls.read_text().split("\n") == [
        "venv",
        "pip requirements.txt",
        "pip requirements-dev.txt",
        "",
    ]


@pytest.mark.parametrize(
    ("complaint", "message"),
    [
        ("Connection refused", "could not be fetched"),
        ("No space left on device", "the disk is full"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "differs from the one"),
    ],
)
def test_a_failed_set_up_is_explained_and_does_not_count(
    copy: Copy, complaint: str, message: str
) -> None:
    code, out, err = copy.run("naap", BREAK_PIP=complaint)
    assert (code, out) == (1, "")
    assert complaint in err
    assert message in err
    assert copy.run("naap")[:2] == (0, "naap\n")
    assert copy.pip_calls() == 2


def test_two_starts_at_once_set_up_once(copy: Copy) -> None:
    slow = {"PIP_TAKES": "0.5"}
    with copy.start("naap", "one", **slow) as first, copy.start("naap", "two", **slow) as second:
        outputs = [first.communicate(timeout=60)[0], second.communicate(timeout=60)[0]]
    assert outputs == ["naap|one\n", "naap|two\n"]
    assert copy.pip_calls() == 1


def test_a_folder_that_is_not_an_environment_is_left_alone(copy: Copy, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter").touch()
    code, _, err = copy.run("naap", NAAP_VENV=str(mine))
    assert code == 1
    assert "is not an environment made by ./run" in err
    assert [path.name for path in mine.iterdir()] == ["letter"]


def test_files_in_the_current_folder_are_not_taken_for_modules(copy: Copy) -> None:
    for name in ("naap.py", "json.py", "importlib.py", "fcntl.py"):
        (copy.elsewhere / name).write_text("raise SystemExit('wrong module')")
    assert copy.run("naap")[:2] == (0, "naap\n")


def test_review_ends_with_the_path_of_the_page(copy: Copy, tmp_path: Path) -> None:
    out = tmp_path / "my review"
    for arguments, folder in (((), copy.root / "out/review"), (("--out", str(out)), out)):
        code, stdout, _ = copy.run("review", *arguments)
        assert code == 0
        assert stdout.splitlines()[-1] == str(folder / "index.html")
        assert (folder / "index.html").exists()


def test_requirements_are_pinned_hashed_and_name_no_host() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (PROJECT / name).read_text()
        assert "://" not in text
        assert "--index-url" not in text
        for requirement in text.replace("\\\n", " ").splitlines():
            if requirement and not requirement.startswith("#"):
                assert "==" in requirement
                assert "--hash=sha256:" in requirement
