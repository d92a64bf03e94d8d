"""A test run says what it left out, and fails where leaving out is not allowed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"

SAMPLE = """
import pytest

@pytest.mark.shared
def test_of_shared_data(shared_data):
    assert shared_data.name == "data"

@pytest.mark.shared
def test_of_more_shared_data():
    pass

def test_of_nothing_special():
    pass
"""


def run_sample(folder: Path, **environment: str) -> tuple[int, str]:
    shutil.copy(CONFTEST, folder)
    (folder / "test_sample.py").write_text(SAMPLE)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NAAP_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir=."],
        cwd=folder,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    shared: needs shared data\n")
    return tmp_path


def test_what_is_absent_is_left_out_and_named(folder: Path) -> None:
    code, output = run_sample(folder, NAAP_SHARED=str(folder / "absent"))
    assert code == 0
    assert "1 passed, 2 skipped" in output
    assert "shared: 2 tests, because the shared folder (NAAP_SHARED) is absent" in output


def test_leaving_out_what_is_required_fails(folder: Path) -> None:
    code, output = run_sample(folder, NAAP_SHARED=str(folder / "absent"), NAAP_REQUIRE="shared")
    assert code == 1
    assert "NAAP_REQUIRE names shared, but the shared folder" in output


def test_what_is_present_runs(folder: Path) -> None:
    (folder / "present").mkdir()
    code, output = run_sample(folder, NAAP_SHARED=str(folder / "present"))
    assert code == 0
    assert "3 passed" in output
    assert "Nothing was left out." in output


def test_an_unknown_requirement_is_refused(folder: Path) -> None:
    code, output = run_sample(folder, NAAP_REQUIRE="broswer")
    assert code == 4
    assert "broswer; known: browser, shared, postgres, spark" in output
