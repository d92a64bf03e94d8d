"""The command line as a user meets it: exit codes, messages, JSON, help."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from click.testing import CliRunner

from docs.program_pages import walk
from naap.cli import MOST_TOLD, naap
from tests import ged_files
from tests.ged_files import elsewhere, event

HEAVY = ("duckdb", "pydantic", "yaml", "jinja2", "vl_convert", "rich", "naap.pack", "naap.ledger")
START = "import sys; sys.argv[0] = 'naap'; from naap.cli import main; sys.exit(main())"
COMMANDS = dict(walk(naap))


class Answer(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspaces") / "plan"
    assert run("init", str(folder), "--pack", "example").code == 0
    return folder


@pytest.fixture
def plan(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "plan"))


def run(*arguments: str, cwd: Path | None = None) -> Answer:
    """The program in a process of its own, as from a shell."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", START, *arguments],
        cwd=cwd, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return Answer(done.returncode, done.stdout, done.stderr)


def test_help_needs_nothing_heavy() -> None:
    program = (
        "import sys; from click.testing import CliRunner; from naap.cli import naap\n"
        "assert CliRunner().invoke(naap, ['--help']).exit_code == 0\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("path", COMMANDS)
def test_help_says_what_a_command_does_and_shows_it(path: str) -> None:
    answer = CliRunner().invoke(naap, [*path.split()[1:], "--help"], catch_exceptions=False)
    assert answer.exit_code == 0
    command = COMMANDS[path]
    assert command.help
    runs = not isinstance(command, click.Group) or command.invoke_without_command
    if runs:
        assert f"Example: {path} " in " ".join(answer.output.split())


@pytest.mark.parametrize("path", COMMANDS)
def test_the_short_lines_of_the_help_are_sentences(path: str) -> None:
    assert COMMANDS[path].get_short_help_str(200).endswith(".")


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["import"], ["init"], ["import", "ucdp-ged", "nowhere.csv"], ["-x"]]
)
def test_what_cannot_be_meant_ends_with_2(arguments: list[str], tmp_path: Path) -> None:
    answer = run(*arguments, cwd=tmp_path)
    assert answer.code == 2
    assert "Error: " in answer.err
    assert answer.out == ""


def test_init_says_what_it_made_and_what_comes_next(tmp_path: Path) -> None:
    answer = run("init", "plan", "--pack", "example", cwd=tmp_path)
    assert answer.code == 0
    assert "claims in its ledger, digest" in answer.out
    assert "cd plan && naap review" in answer.out
    assert answer.err == ""


def test_init_in_json(tmp_path: Path) -> None:
    told = json.loads(run("init", "plan", "--pack", "example", "--json", cwd=tmp_path).out)
    assert told["folder"] == "plan"
    assert told["pack"] == "example"
    assert told["claims"] > 50
    assert len(told["digest"]) == 64


def test_init_takes_the_pack_of_the_whole_command_line(tmp_path: Path) -> None:
    assert run("--pack", "example", "init", "plan", cwd=tmp_path).code == 0
    assert 'pack = "example"' in (tmp_path / "plan" / "naap.toml").read_text(encoding="utf-8")


def test_init_where_something_lies_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "note").touch()
    answer = run("init", "plan", cwd=tmp_path)
    assert answer.code == 2
    assert "found a folder with something in it; expected a new or empty folder" in answer.err


def test_init_with_an_unknown_pack_ends_with_2(tmp_path: Path) -> None:
    answer = run("init", "plan", "--pack", "atlantis", cwd=tmp_path)
    assert answer.code == 2
    assert "naap: atlantis: found no country pack" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_nothing_can_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    answer = run("init", "file/plan", "--pack", "example", cwd=tmp_path)
    assert answer.code == 2
    assert "Check the path, its permissions and the room on the disk." in answer.err


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        answer = run("init", "plan", "--pack", "example", cwd=tmp_path)
    finally:
        tmp_path.chmod(0o755)
    assert answer.code == 2
    assert "Permission denied" in answer.err


def test_settings_that_do_not_exist_end_with_2_and_name_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "naap.toml").write_text('pack = "example"\nledgr = "x"\n', encoding="utf-8")
    answer = run("ledger", "digest", cwd=tmp_path)
    assert answer.code == 2
    assert "column ledgr: found a setting that does not exist" in answer.err
    assert "Did you mean ledger?" in answer.err


def test_commands_work_on_the_workspace_around_them(made: Path) -> None:
    inside = made / "notes"
    inside.mkdir(exist_ok=True)
    digest = run("ledger", "digest", cwd=inside)
    assert digest.code == 0
    assert digest.out == run("ledger", "digest", cwd=made).out


def test_import_outside_a_workspace_ends_with_2(tmp_path: Path) -> None:
    ged_files.write(tmp_path / "ged221.csv", [event(1)])
    answer = run("import", "ucdp-ged", "ged221.csv", cwd=tmp_path)
    assert answer.code == 2
    assert "found no workspace here" in answer.err
    assert "naap init DIR" in answer.err


def test_import_tells_what_became_of_every_row(plan: Path) -> None:
    ged_files.write(plan / "ged221.csv", [event(1), event(2, side_b_new_id="5"), *elsewhere()])
    answer = run("import", "ucdp-ged", "ged221.csv", cwd=plan)
    assert answer.code == 0
    assert answer.err == ""
    lines = answer.out.splitlines()
    assert lines[:3] == [
        "ged221.csv: 1,002 rows read",
        "  1,000 rows in another country, left out",
        "  account: 2 new, 0 superseding, 0 unchanged, 0 retracted",
    ]
    assert lines[3] == (
        "  free text dropped at the door, cells by column: source_article 1,002, "
        "source_headline 1,002, source_original 1,002, where_description 1,002, "
        "where_coordinates 1,002"
    )
    assert lines[4].startswith("  note: 1 parties have no reviewed label")
    assert lines[5].startswith("Commit 2. Digest ")
    again = run("import", "ucdp-ged", "ged221.csv", cwd=plan)
    assert again.out.splitlines()[-1].startswith("Nothing changed. Digest ")


def test_import_with_refused_rows_changes_nothing_or_ends_with_1(plan: Path) -> None:
    ged_files.write(plan / "ged221.csv", [event(1), event(2, best="?"), *elsewhere()])
    before = run("ledger", "digest", cwd=plan).out
    answer = run("import", "ucdp-ged", "ged221.csv", cwd=plan)
    assert answer.code == 2
    assert "naap: ged221.csv, row 3, column best: found '?'" in answer.err
    assert run("ledger", "digest", cwd=plan).out == before
    answer = run("import", "ucdp-ged", "ged221.csv", "--leave-out-refused", cwd=plan)
    assert answer.code == 1
    assert "  1 rows refused:\n    ged221.csv, row 3, column best" in answer.out


def test_import_in_json(plan: Path) -> None:
    ged_files.write(plan / "ged221.csv", [event(1), event(2, best="?"), *elsewhere()])
    command = ("import", "ucdp-ged", "ged221.csv", "--json")
    refused = run(*command, cwd=plan)
    assert refused.code == 2
    (problem,) = json.loads(refused.out)["problems"]
    assert (problem["row"], problem["column"], problem["found"]) == (3, "best", "'?'")
    left_out = run(*command, "--leave-out-refused", cwd=plan)
    assert left_out.code == 1
    told = json.loads(left_out.out)
    assert told["rows_read"] == 1002
    assert told["claims"]["account"]["new"] == 1
    assert told["outside"] == {"in another country": 1000}
    assert told["refused"] == [problem]
    assert told["release"] == "22.1"


def test_many_problems_are_counted_on_a_screen_and_listed_in_json(plan: Path) -> None:
    rows = [event(number, best="?") for number in range(MOST_TOLD + 7)]
    ged_files.write(plan / "ged221.csv", rows)
    shown = run("import", "ucdp-ged", "ged221.csv", cwd=plan).err.splitlines()
    assert len(shown) == MOST_TOLD + 1
    assert shown[-1] == "naap: and 7 more; --json lists all"
    listed = json.loads(run("import", "ucdp-ged", "ged221.csv", "--json", cwd=plan).out)
    assert len(listed["problems"]) == MOST_TOLD + 7


def test_a_source_that_does_not_exist_is_told_with_those_that_do(plan: Path) -> None:
    answer = run("import", "ucpd-ged", "naap.toml", cwd=plan)
    assert answer.code == 2
    assert "found no such source; expected one of acled, figures, gtd, ofac-sdn, pack" in answer.err


def test_the_pack_source_takes_the_pack_of_the_workspace_only(plan: Path) -> None:
    answer = run("import", "pack", "naap.toml", cwd=plan)
    assert answer.code == 2
    assert "found another file" in answer.err


def test_sources_are_listed_for_people_and_for_machines(tmp_path: Path) -> None:
    listed = run("sources", cwd=tmp_path)
    assert listed.code == 0
    assert "ucdp-ged\n  UCDP Georeferenced Event Dataset." in listed.out
    assert "Licence: CC BY 4.0." in listed.out
    told = json.loads(run("sources", "--json", cwd=tmp_path).out)
    assert told["ucdp-ged"]["publish"] == "rows"


def test_totals_by_month_are_rows_of_a_pack(tmp_path: Path) -> None:
    rows = [event(1, year="2020"), event(2, year="2020", best="7"), *elsewhere(last=2020)]
    ged_files.write(tmp_path / "ged211.csv", rows)
    asked = ("--pack", "example", "sources", "totals", "ged211.csv", "--source-id", "events-file")
    shown = run(*asked, cwd=tmp_path)
    assert shown.code == 0
    lines = shown.out.splitlines()
    assert lines[0].startswith("record_id,publisher,quantity_id,period,place_id")
    assert len(lines) == 1 + 32 * 12 * 4
    (march,) = [line for line in lines if "2020-03-best" in line]
    assert march == (
        "ucdp-ged-2020-03-best,ucdp,ucdp-deaths-best,2020-03,SZ,ucdp-organised-violence,13,"
        "ucdp-ged,events-file"
    )
    written = run(*asked, "--out", "totals.csv", cwd=tmp_path)
    assert written.out == ""
    assert "1,536 rows written to totals.csv" in written.err
    assert (tmp_path / "totals.csv").read_text(encoding="utf-8") == shown.out


def test_totals_of_a_candidate_release_are_refused(tmp_path: Path) -> None:
    ged_files.write(tmp_path / "GEDEvent_v24_0_3.csv", [event(1), event(2, year="2019")])
    answer = run(
        "--pack", "example", "sources", "totals", "GEDEvent_v24_0_3.csv", "--source-id", "x",
        cwd=tmp_path,
    )  # fmt: skip
    assert answer.code == 2
    assert "expected an official release of UCDP GED" in answer.err


def test_a_reader_who_has_had_enough_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-P", "-c", START, "sources", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_version() -> None:
    assert run("--version").out.startswith("naap, version ")


def test_progress_goes_to_a_terminal_and_is_cleared_before_the_answer(plan: Path) -> None:
    ged_files.write(plan / "ged221.csv", [event(1), *elsewhere(6000)])
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-P", "-c", START, "import", "ucdp-ged", "ged221.csv"],
        cwd=plan, stdout=terminal, stderr=terminal, stdin=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        os.close(terminal)
        said = b""
        # At its end a terminal gives an error on Linux and nothing elsewhere.
        with contextlib.suppress(OSError):
            while some := os.read(controller, 4096):
                said += some
        os.close(controller)
    assert process.returncode == 0
    assert b"\r\x1b[Kreading ged221.csv: 5,000 rows ..." in said
    assert b"\r\x1b[Kged221.csv: 6,001 rows read" in said
