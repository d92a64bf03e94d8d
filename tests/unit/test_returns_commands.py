"""``naap returns`` as an officer and the coordinator type it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from naap.cli import naap
from naap.pack import load
from naap.periods import parse_period
from naap.problems import UnusableInput
from naap.returns.expected import rows_of
from tests.returns_makers import EXAMPLE, fill, plain

PERIOD = "2024-03"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(naap, ["returns", *arguments])


def answer(*arguments: str) -> Any:
    done = run(*arguments, "--json")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return json.loads(done.output)


def filled(plan: Path, answers: dict[str, Any] | None = None) -> str:
    """The template of vale for March, filled in with sevens but for these answers."""
    assert run("template", "--body", "vale", "--period", PERIOD).exit_code == 0
    blank = (plan / f"return-vale-{PERIOD}.xlsx").read_bytes()
    rows = rows_of(load(EXAMPLE), "vale", parse_period(PERIOD))
    given = answers or {}
    told = plain(rows) | {row.code: given[row.subject] for row in rows if row.subject in given}
    (plan / "filled.xlsx").write_bytes(fill(blank, told))
    return "filled.xlsx"


def test_from_template_to_ledger(plan: Path) -> None:
    name = filled(plan)
    tried = run("submit", name, "--by", "vale", "--dry-run")
    assert (tried.exit_code, "Nothing was stored" in tried.output) == (0, True)
    sent = answer("submit", name, "--by", "vale")
    assert (sent["return"], sent["state"]) == (f"vale-{PERIOD}-1", "submitted")
    assert sent["receipt"]["file_sha256"] == sent["file_sha256"]
    assert run("approve", sent["return"], "--by", "vale").exit_code == 0
    accepted = answer("accept", "--all-approved", PERIOD, "--by", "plan-office")
    assert (accepted["accepted"], accepted["commit"]) == ([sent["return"]], 2)
    assert run("lock", PERIOD, "--by", "plan-office").output.startswith("Locked: vale-2024-03-1")
    shown = answer("show", sent["return"])
    assert [step["step"] for step in shown["steps"]] == [
        "submitted", "approved", "accepted", "locked",
    ]  # fmt: skip
    assert run("show", sent["return"], "--file", "kept.xlsx").exit_code == 0
    assert (plan / "kept.xlsx").read_bytes() == (plan / name).read_bytes()
    assert "vale-2024-03-1  locked" in run("show").output


def test_faults_are_told_in_both_languages_with_exit_code_1(plan: Path) -> None:
    done = run("submit", filled(plan, {"patrol-days": "seven"}), "--by", "vale")
    assert done.exit_code == 1
    assert "Numbers!J4: seven is no number" in done.output
    assert "عدد نہیں" in done.output
    assert "Nothing was stored." in done.output
    assert answer("show") == []


def test_sent_back_and_mended(plan: Path) -> None:
    sent = answer("submit", filled(plan), "--by", "vale")["return"]
    done = run("send-back", sent, "--reason", "Look again", "--cell", "Numbers!J5=Of the year",
               "--by", "plan-office")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert (plan / f"{sent}-back.xlsx").exists()
    shown = run("show", sent).output
    assert "plan-office: sent back, Look again" in shown
    assert "O-centres/centres-open/SZ1/2024-03: Of the year" in shown


def test_a_question_is_answered(plan: Path) -> None:
    name = filled(plan, {"warnings-passed-on": 9})
    sent = answer("submit", name, "--by", "vale")
    (question,) = sent["questions"]
    with pytest.raises(UnusableInput, match="an explanation in that cell"):
        CliRunner().invoke(
            naap, ["returns", "approve", sent["return"], "--by", "vale"], catch_exceptions=False
        )
    told = answer("explain", sent["return"], "--cell", f"{question['cell']}=Old ones, too",
                  "--by", "vale")  # fmt: skip
    assert told["open"] == []
    assert run("approve", sent["return"], "--by", "vale").exit_code == 0


def test_due_lists_by_body_point_area_and_period(plan: Path) -> None:
    answer("submit", filled(plan), "--by", "vale")
    done = run("due", "--period", PERIOD, "--on", "2024-06-01")
    assert done.exit_code == 1, "something is missing"
    for words in ("by body", "by point", "by area", "by period", "coast  Government of Coast",
                  "missing", "(proposal, not official)"):  # fmt: skip
        assert words in done.output
    told = answer("due", "--period", PERIOD, "--on", "2030-01-01")
    assert told["counts"]["body"]["vale"]["actual"] == 8
    assert told["counts"]["body"]["coast"]["missing"] == 8
    early = answer("due", "--period", PERIOD, "--on", "2024-04-01", "--body", "coast")
    assert {each["state"] for each in early["reports"]} == {"not yet due"}


def test_due_needs_no_workspace_and_says_when_nothing_is_owed() -> None:
    done = CliRunner().invoke(naap, ["--pack", "example", "returns", "due", "--period", "2016-03"])
    assert (done.exit_code, "Nothing is owed for 2016-03" in done.output) == (0, True)


@pytest.mark.parametrize(
    ("day", "days", "words"),
    [
        ("2024-04-03", 7, "(in 7 days)"),
        ("2024-04-07", 3, "(in 3 days)"),
        ("2024-04-10", 0, "today"),
    ],
)
def test_reminders_as_text_and_as_json(plan: Path, day: str, days: int, words: str) -> None:
    text = run("remind", "--on", day).output
    assert "Government of Vale: your return for 2024-03 is due on 2024-04-10" in text
    assert words in text
    told = answer("remind", "--on", day)
    assert {each["days"] for each in told} == {days}
    assert {each["due"] for each in told} == {"2024-04-10"}
    for each in told:
        assert each["en"] in text
        assert each["ur"] in text


def test_nobody_is_reminded_on_other_days(plan: Path) -> None:
    assert "No return is due" in run("remind", "--on", "2024-04-09").output
    assert answer("remind", "--on", "2024-04-09") == []


def test_a_calendar_of_due_dates_is_what_other_programs_read(plan: Path) -> None:
    """RFC 5545: every line ends in CRLF and has at most 75 bytes, every event its id and stamp."""
    data = run("remind", "--on", "2024-04-01", "--format", "ics").stdout_bytes
    assert data.count(b"\n") == data.count(b"\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-2:] == ["END:VCALENDAR", ""]
    events = "\n".join(lines).split("BEGIN:VEVENT\n")[1:]
    assert len(events) > 5
    for event in events:
        for name in ("UID:", "DTSTAMP:20240401T000000Z", "DTSTART;VALUE=DATE:2024", "SUMMARY:"):
            assert len(re.findall(f"^{name}", event, re.M)) == 1, (name, event)
        assert re.findall(r"^TRIGGER:(.*)$", event, re.M) == ["-P7D", "-P3D", "PT0S"]
    assert len(set(re.findall("^UID:.*$", "\n".join(lines), re.M))) == len(events)
    march = [each for each in events if "Government of Vale" in each and "2024-03" in each]
    days = [re.findall(r"^DTSTART;VALUE=DATE:(.*)$", each, re.M)[0] for each in march]
    assert days == ["20240410", "20240415"], "months, and the quarter that ends with it"


def test_no_calendar_is_written_where_nothing_is_owed() -> None:
    done = CliRunner().invoke(naap, ["--pack", "pakistan", "returns", "remind", "--format", "ics"])
    assert (done.exit_code, done.stdout) == (0, "")
    assert "no calendar to write" in done.stderr


def test_a_workbook_that_somebody_has_filled_in_is_left_alone(plan: Path) -> None:
    asked = ("template", "--body", "vale", "--period", PERIOD)
    file = Path(answer(*asked)["file"])
    assert answer(*asked)["file"] == str(file)
    assert answer(*asked, "--language", "ur")["file"] != str(file)
    file.write_bytes(b"filled in")
    told = run(*asked)
    assert isinstance(told.exception, UnusableInput)
    assert "filled in" in str(told.exception)
    assert file.read_bytes() == b"filled in"


def test_a_template_in_urdu_goes_where_it_is_asked_to(plan: Path) -> None:
    told = answer("template", "--body", "vale", "--period", PERIOD, "--language", "ur", "--out",
                  "vale.xlsx")  # fmt: skip
    assert told["rows"] == 10
    assert (plan / "vale.xlsx").read_bytes()[:2] == b"PK"
    assert [path.name for path in plan.iterdir() if path.name.startswith(".vale")] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["template", "--body", "vale", "--period", "2024"], "a month such as 2016-03"),
        (["template", "--body", "herald", "--period", PERIOD], "nothing that 'herald' owes"),
        (["due", "--period", "soon"], "is not a date"),
        (["due", "--period", PERIOD, "--body", "nobody"], "an id from bodies.csv"),
        (["show", "vale-2024-03-7"], "no return 'vale-2024-03-7'"),
        (["lock", PERIOD, "--by", "vale"], "accepting and locking for the coordinator"),
        (["explain", "x", "--cell", "Numbers!J4", "--by", "vale"], "expected CELL=TEXT"),
    ],
)
def test_what_cannot_be_done_is_told(plan: Path, arguments: list[str], words: str) -> None:
    with pytest.raises(UnusableInput, match=words):
        CliRunner().invoke(naap, ["returns", *arguments], catch_exceptions=False)
