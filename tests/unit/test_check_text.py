"""``naap check text`` as a user meets it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from naap.cli import naap
from naap.cli.check_text import text
from naap.ledger.manifest import EMPTY_DIGEST
from naap.problems import UnusableInput
from tests.document_makers import docx, html, pdf

RIGHT = "Attacks fell from 1,206 in 2014 to 625 in 2015, a decline of 48 percent."
WRONG = "Attacks fell from 1,206 in 2014 to 625 in 2015, a decline of 38 percent."
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "check-text.md"
START = "import sys; sys.argv[0] = 'naap'; from naap.cli import main; sys.exit(main())"
KEYS = ["sentence", "start", "end", "form", "stated", "computed", "verdict", "inputs", "claims",
        "flags", "why"]  # fmt: skip


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


def check(*words: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(
        naap, ["--pack", "example", "check", "text", *words], input=stdin, catch_exceptions=False
    )


def written(name: str, data: str | bytes) -> str:
    Path(name).write_bytes(data.encode() if isinstance(data, str) else data)
    return name


@pytest.mark.parametrize(("said", "code", "verdict"), [(RIGHT, 0, "holds"), (WRONG, 1, "fails")])
def test_the_exit_status_tells_of_findings(said: str, code: int, verdict: str) -> None:
    done = check("-", "--no-ledger", stdin=said)
    assert done.exit_code == code
    assert done.stdout.startswith(f"{verdict} (change, paragraph 1)\n  {said}\n")
    assert "computed -48.2 %" in done.stdout
    assert f"1 claims: 1 {verdict}." in done.stderr


def test_what_cannot_be_told_is_no_finding_and_neither_is_nothing() -> None:
    assert check("-", "--no-ledger", stdin="Sixty per cent of women felt unsafe.").exit_code == 0
    done = check("-", "--no-ledger", stdin="He was born on 3 May.")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "0 claims.\n")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("said.txt", f"First.\r\n\r\n{WRONG}"),
        ("said.md", f"# First\n\n*{WRONG}*"),
        ("said.html", html(("First.", WRONG))),
        ("said.docx", docx(("First.", WRONG))),
        ("said.pdf", pdf(("First.", WRONG), width_mm=180)),
    ],
)
def test_a_file_of_every_kind_is_checked(name: str, data: str | bytes) -> None:
    done = check(written(name, data), "--no-ledger")
    assert done.exit_code == 1
    assert f"fails (change, {'page' if name.endswith('pdf') else 'paragraph'} 2)" in done.stdout


def test_json_is_a_list_of_results_with_offsets_in_the_text() -> None:
    said = f"Nothing here.\n\n{WRONG} {RIGHT}"
    done = check("-", "--no-ledger", "--json", stdin=said)
    assert done.exit_code == 1
    results = json.loads(done.stdout)
    assert [list(result) for result in results] == [KEYS, KEYS]
    assert [result["verdict"] for result in results] == ["fails", "holds"]
    for result in results:
        assert said[result["start"] : result["end"]] == result["sentence"]


def test_the_page_is_written_and_names_the_ledger_it_was_held_against() -> None:
    written("said.txt", WRONG)
    assert check("said.txt", "--html", "page.html").exit_code == 1
    page = Path("page.html").read_text(encoding="utf-8")
    assert "✗</span> fails" in page
    assert "the numbers of the text itself and the ledger" in page
    assert EMPTY_DIGEST not in page
    check("said.txt", "--html", "page.html", "--as-of", "2001-01-01")
    page = Path("page.html").read_text(encoding="utf-8")
    assert "2001-01-01" in page
    assert EMPTY_DIGEST in page
    check("said.txt", "--html", "page.html", "--no-ledger", "--language", "ur")
    page = Path("page.html").read_text(encoding="utf-8")
    assert 'dir="rtl"' in page
    assert EMPTY_DIGEST not in page


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["said.txt", "--html", "./said.txt"], "would be lost"),
        (["said.txt", "--no-ledger", "--as-of", "2020-01-01"], "--no-ledger leaves nothing"),
        (["said.txt", "--as-of", "yesterday"], "is not a day"),
        ([], "Missing argument"),
    ],
)
def test_wrong_use_is_refused_and_the_text_stays(words: list[str], told: str) -> None:
    written("said.txt", WRONG)
    done = check(*words)
    assert done.exit_code == 2
    assert told in done.stderr
    assert Path("said.txt").read_text() == WRONG


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("missing.txt", None, "No such file"),
        ("scan.odt", b"x", "'.odt'"),
        ("half.pdf", pdf((WRONG,))[:-60], "breaks off"),
        ("half.docx", docx((WRONG,))[:-60], "damaged"),
        ("empty.txt", b"", "no text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(name: str, data: bytes | None, told: str) -> None:
    if data is not None:
        written(name, data)
    with pytest.raises(UnusableInput, match=re.escape(told)):
        check(name, "--html", "page.html")
    assert not Path("page.html").exists()


def test_a_refusal_ends_with_2_and_is_told_in_json_too() -> None:
    written("half.pdf", b"%PDF-")
    done = subprocess.run(
        [sys.executable, "-P", "-c", START, "check", "text", "half.pdf", "--json"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, "")
    (problem,) = json.loads(done.stdout)["problems"]
    assert problem["file"] == "half.pdf"
    assert "breaks off" in problem["found"]


def test_the_example_of_the_guide_prints_what_the_guide_says() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    said = re.findall(r"^```text\n(.*?)^```$", guide, re.DOTALL | re.MULTILINE)[0]
    session = re.findall(r"^```console\n(.*?)^```$", guide, re.DOTALL | re.MULTILINE)[0]
    typed, _, printed = session.partition("\n")
    written("statement.txt", said)
    done = check(*typed.removeprefix("$ naap check text ").split())
    assert done.stdout + done.stderr == printed


def test_every_option_stands_in_the_guide() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    for parameter in text.params:
        for option in parameter.opts:
            assert option == "file" or option in guide, option
