"""``naap status detectors``, ``plan-quality``, ``decisions``, ``results`` and ``ratings``."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from naap.cli import naap as program
from naap.problems import UnusableInput
from naap.status.plan_quality import CRITERIA
from naap.status.results_iati import COLUMNS


def run(*words: str, pack: str = "example") -> Result:
    given = ["--pack", pack, "status", *words]
    return CliRunner().invoke(program, given, standalone_mode=True)


COMMANDS = ("detectors", "plan-quality", "decisions", "results", "ratings")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps_with_an_example_and_speaks_json(command: str) -> None:
    told = run(command, "--help")
    assert told.exit_code == 0
    assert "Example: naap" in told.output
    assert "--json" in told.output
    assert "exit code" in " ".join(told.output.split())
    assert command in run("--help").output


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_command_tells_findings_of_the_example_with_exit_code_1(
    command: str, language: str
) -> None:
    plain = run(command, "--on", "2025-01-31", "--language", language)
    assert (plain.exit_code, plain.exception) == (1, plain.exception), plain.output
    assert len(plain.output.splitlines()) > 5
    data = run(command, "--on", "2025-01-31", "--json")
    assert data.exit_code == 1
    assert json.loads(data.output)["on"] == "2025-01-31"


def test_nothing_found_is_exit_code_0() -> None:
    assert run("decisions", "--overdue", "--on", "2022-12-31").exit_code == 0
    told = run("detectors", "--detector", "several-owners", "--on", "2025-01-31")
    assert (told.exit_code, told.output) == (0, "Nothing found.\n")
    assert run("ratings", "--point", "SAP22-01", "--on", "2025-01-31").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("detectors", "--plan", "SAP99"),
        ("detectors", "--detector", "smoke"),
        ("plan-quality", "--point", "SAP99-01"),
        ("ratings", "--point", "SAP99-01"),
        ("results", "--period", "soon"),
        ("decisions", "--on", "2001-01-01"),
    ],
)
def test_what_cannot_be_asked_is_unusable_input(words: tuple[str, ...]) -> None:
    told = run(*words)
    assert isinstance(told.exception, UnusableInput)
    assert "expected" in str(told.exception)


def test_the_table_for_spreadsheets_has_its_columns_and_claims() -> None:
    told = run("results", "--on", "2025-01-31", "--csv")
    rows = list(csv.DictReader(io.StringIO(told.output)))
    assert tuple(rows[0]) == COLUMNS
    (desk,) = [row for row in rows if row["period"] == "2024" and row["publisher"] == "peace-desk"
               and row["place"] == "SZ"]  # fmt: skip
    assert (desk["baseline"], desk["target"], desk["actual"], desk["reached"]) == (
        "27", "20", "79", "no",
    )  # fmt: skip
    assert re.fullmatch(r"[0-9a-f]{64}", desk["claims"])
    silent = [row for row in rows if row["target_id"] == "T-centres-vale"]
    assert [(row["actual"], row["due"]) for row in silent] == [("", "yes")]
    assert all(Decimal(row["actual"]) >= 0 for row in rows if row["actual"])


def test_a_past_day_knows_nothing_of_later() -> None:
    then = json.loads(run("decisions", "--on", "2023-06-30", "--json").output)["decisions"]
    assert [each["decision"] for each in then] == ["D22-1", "D22-2", "D23-1", "D23-2"]
    assert all(each["follow_up"] is None for each in then)


# the plan of Pakistan, as far as its pack knows it


def test_the_points_of_2014_name_no_indicator_and_one_term() -> None:
    told = json.loads(run("plan-quality", "--plan", "NAP14", "--on", "2025-01-31", "--json",
                          pack="pakistan").output)  # fmt: skip
    tally = {
        criterion: sorted(
            point["point"] for point in told["points"] for each in point["answers"]
            if (each["criterion"], each["answer"]) == (criterion, "yes")
        )
        for criterion in CRITERIA
    }  # fmt: skip
    assert tally["activities"] == tally["indicators"] == []
    assert tally["deadlines"] == ["NAP14-02"]
    assert tally["funding"] == ["NAP14-04"]
    assert len(tally["published"]) == 20


def test_of_the_plan_of_2021_hardly_anything_can_be_told() -> None:
    run_ = run("plan-quality", "--on", "2025-01-31", "--json", pack="pakistan")
    told = json.loads(run_.output)
    assert {each["answer"] for each in told["answers"]} == {"cannot tell"}
    assert run_.exit_code == 0


def test_what_was_ordered_in_2021_was_ordered_again_and_nothing_followed() -> None:
    told = json.loads(run("decisions", "--on", "2025-01-31", "--json", pack="pakistan").output)
    order = {each["decision"]: each for each in told["decisions"]}["apex-2021-indicators"]
    assert (order["held"], order["never_followed"], order["open_days"]) == (
        "2021-09-09",
        True,
        1240,
    )
    assert order["given_again"] == ["coordination-2023-targets"]


def test_the_lead_in_balochistan_was_lost_in_the_revision() -> None:
    told = json.loads(run("detectors", "--detector", "owner-lost", "--on", "2025-06-30", "--json",
                          pack="pakistan").output)  # fmt: skip
    found = {each["subject"]: each for each in told["detections"]}["NAP14-17"]
    assert "Government of Balochistan" in found["says"]["en"]
    assert (found["sure"], found["sources"]) == (False, ["SABAH2025"])
    assert "2021 names nobody" in found["note"]


def _sessions() -> list[tuple[str, str]]:
    guide = Path(__file__).resolve().parents[2] / "docs" / "guide" / "status-registers.md"
    text = "".join(re.findall(r"^```console\n(.*?)^```$", guide.read_text("utf-8"), re.M | re.S))
    parts = re.split(r"^\$ naap (.*)\n", text, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize(("command", "expected"), _sessions())
def test_the_guide_shows_what_the_commands_print(command: str, expected: str) -> None:
    told = CliRunner().invoke(program, command.split())
    pattern = re.escape(expected.strip()).replace(re.escape("..."), ".*")
    assert re.fullmatch(pattern, told.output.strip(), re.DOTALL), told.output
