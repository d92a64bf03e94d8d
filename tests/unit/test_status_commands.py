"""``naap status`` as an analyst types it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

import naap.status
from naap.cli import naap as program
from naap.ledger import Batch, Ledger
from naap.problems import UnusableInput
from naap.status import PERIODS
from naap.status.completion_rules import RULES_OF_ACTIONS, RULES_OF_POINTS, SCALE
from naap.status.contradictions import CONTRADICTIONS
from naap.status.words import said, why, word
from tests.status_makers import number, report

COMMANDS = ("show", "reporting", "completion", "contradictions", "balance", "neglect", "rate")
PERIOD = ("--period", "2024-H1")
RATING = ("rate", "A22-1", "--as", "limited", "--post", "plan-office", "--evidence",
          "council-minutes", "--because", "The minutes name 20 judges", *PERIOD)  # fmt: skip


@pytest.fixture(scope="session")
def made(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspaces") / "plan"
    shutil.copytree(made, folder)
    claims = (
        report("justice", "A22-1", "2024-05", "SZ", "complete"),
        report("justice", "A22-1", "2024-06", "SZ", "substantial"),
        number("finance", "spent-03", "2024-Q1", "SZ", "7.50"),
        number("finance", "frozen", "2024-05", "SZ", 999331, handling="TLP:AMBER"),
    )
    Ledger(folder / "ledger").append(
        Batch(recorded_by="test", asserted=claims, about={"command": "test"})
    )
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, ["status", *arguments])


def answer(*arguments: str) -> Any:
    done = run(*arguments, "--json")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return json.loads(done.output)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str) -> None:
    done = run(command, "--help")
    assert done.exit_code == 0
    assert f"Example: naap status {command}" in " ".join(done.output.split())


@pytest.mark.parametrize("command", ["contradictions", "neglect"])
def test_help_tells_how_many_periods_are_the_default(command: str) -> None:
    assert f"Default: {PERIODS}." in " ".join(run(command, "--help").output.split())


@pytest.mark.parametrize("period", ["2010", "2999", "9999", "soon"])
def test_a_period_of_no_plan_is_told(plan: Path, period: str) -> None:
    assert isinstance(run("show", "--period", period).exception, UnusableInput)


def test_the_whole_status_on_one_page(plan: Path) -> None:
    done = run("show", *PERIOD)
    assert done.exit_code == 1
    for part in ("Reporting by body", "Completion", "Contradictions: ", "Balance, on four axes",
                 "Neglected: ", "completion goes backwards"):  # fmt: skip
        assert part in done.output
    assert "more under a stricter label than this workspace reads (TLP:CLEAR)" in done.output
    assert "999331" not in done.output


def test_completion_sets_both_beside_each_other(plan: Path) -> None:
    done = run("completion", *PERIOD, "--point", "SAP22-01")
    assert done.exit_code == 1
    assert "as reported: substantial for 2024-06" in done.output
    assert "as evidenced: limited [some-milestones]" in done.output
    assert "missing: 2024-01, 2024-02, 2024-03, 2024-04" in done.output
    assert "SAP22-02" not in done.output


def test_what_only_the_pack_proposes_is_marked(plan: Path) -> None:
    shown = run("completion", *PERIOD, "--point", "SAP22-05").output
    assert "A22-4 Train two officers for each warning desk, SZ (proposal, not official)" in shown
    found = answer("show", *PERIOD)
    assert {each["action"]: each["official"] for each in found["actions"]}["A22-4"] is False
    marked = {each["subject"]: each["official"] for each in found["contradictions"]}
    assert (marked["I-teachers"], marked["I-centres"]) == (False, True)


def test_json_says_the_same(plan: Path) -> None:
    found = answer("show", *PERIOD)
    assert set(found) >= {"reporting", "points", "actions", "contradictions", "balance",
                          "neglected"}  # fmt: skip
    (back,) = [each for each in found["contradictions"] if each["id"] == "backwards"]
    assert back["why"]["en"] == "Reported complete for 2024-05 and substantial for 2024-06."
    (spent,) = [each for each in found["balance"]["money"] if each["value"] is not None]
    assert (spent["domain"], spent["step"], spent["value"]) == ("non-kinetic", "spent", "7.5")
    assert found["points"] == answer("completion", *PERIOD)["points"]
    assert found["reporting"]["all"] == answer("reporting", *PERIOD)["all"]
    assert found["contradictions"] == answer("contradictions", *PERIOD)["contradictions"]
    assert found["balance"]["money"] == answer("balance", *PERIOD)["money"]
    assert found["neglected"] == answer("neglect", *PERIOD)["neglected"]
    assert "999331" not in json.dumps(found)


def test_codes_tell_whether_there_is_anything(plan: Path) -> None:
    assert run("contradictions", *PERIOD).exit_code == 1
    assert run("balance", *PERIOD).exit_code == 0
    assert run("neglect", *PERIOD).exit_code == 1
    assert run("neglect", *PERIOD, "--periods", "40").exit_code == 1
    assert run("reporting", *PERIOD, "--on", "2024-02-01").exit_code == 0


def test_what_one_body_is_silent_about_in_one_go_is_one_line(plan: Path) -> None:
    shown = run("contradictions", *PERIOD).output
    assert shown.count("lakeland, SZ2: 22 reports in a row did not come") == 1
    assert "I-desks, I-warnings (proposal, not official)" in shown


def test_as_of_a_past_day(plan: Path) -> None:
    found = answer("completion", *PERIOD, "--point", "SAP22-01", "--on", "2024-06-10")
    assert found["actions"][0]["reported_period"] == "2024-05"
    assert found["on"] == "2024-06-10"


def test_a_rating_is_kept_and_outranks(plan: Path) -> None:
    done = run(*RATING)
    assert (done.exit_code, done.exception) == (0, None)
    assert "the rules propose limited [some-milestones]" in done.output
    found = answer("completion", *PERIOD, "--point", "SAP22-01")["actions"][0]
    assert (found["state"], found["decided"]["post"]) == ("limited", "plan-office")
    assert (
        "rated limited for 2024-H1 by plan-office, on council-minutes"
        in run("completion", *PERIOD).output
    )
    kept = answer_of_ledger("judgement/plan-office/state/A22-1/SZ/2024-H1")
    assert "action_report/justice/A22-1/2024-06/SZ" in kept


def answer_of_ledger(key: str) -> str:
    return CliRunner().invoke(program, ["ledger", "show", key]).output


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"--because": " "}, "without a reason is refused"),
        ({"--evidence": ""}, "without a source is refused"),
        ({"--evidence": "council"}, "sources.csv; nearest: council-minutes"),
        ({"--as": "done"}, "substantial, complete"),
        ({"--post": "someone"}, "bodies.csv"),
        ({"--period": "soon"}, "is not a date"),
        ({"--place": "SZ2"}, "an action with its area"),
        ({"--handling": "secret"}, "TLP:CLEAR"),
    ],
)
def test_a_rating_that_is_refused_changes_nothing(
    plan: Path, changed: dict[str, str], message: str
) -> None:
    before = sorted((plan / "ledger" / "log").iterdir())
    words = list(RATING)
    for option, value in changed.items():
        if option in words:
            words[words.index(option) + 1] = value
        else:
            words += [option, value]
    done = run(*words)
    assert message in str(done.exception)
    assert sorted((plan / "ledger" / "log").iterdir()) == before


def test_an_action_with_several_areas_is_rated_area_by_area(plan: Path) -> None:
    words = ["A22-2" if each == "A22-1" else each for each in RATING]
    assert "SZ1, SZ2, SZ3" in str(run(*words).exception)
    assert run(*words, "--place", "SZ2").exit_code == 0
    states = {each["area"]: each["decided"] for each in answer("completion", *PERIOD)["actions"]
              if each["action"] == "A22-2"}  # fmt: skip
    assert [area for area, given in states.items() if given] == ["SZ2"]


def test_a_rating_is_as_restricted_as_what_it_rests_on(plan: Path) -> None:
    words = ["SAP22-04" if each == "A22-1" else each for each in RATING]
    assert answer(*words)["handling"] == "TLP:CLEAR"
    Ledger(plan / "ledger").append(
        Batch(recorded_by="test", about={"command": "test"}, asserted=(
            report("finance", "A22-3", "2024-H1", "SZ", "complete", handling="TLP:AMBER"),
        ))
    )  # fmt: skip
    assert answer(*words)["handling"] == "TLP:AMBER"
    points = {each["point"]: each for each in answer("completion", *PERIOD)["points"]}
    assert points["SAP22-04"]["decided"] is None


def test_the_shipped_plan_says_that_nothing_was_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(program, ["--pack", "pakistan", "status", "show", "--period",
                                        "2017-H1"])  # fmt: skip
    assert "Nothing was asked for" in done.output
    assert "not asked for" in done.output
    assert "Contradictions: none found" in done.output
    assert "money: nobody told of any" in done.output


# Words


def test_every_state_rule_and_contradiction_has_words_in_both_languages() -> None:
    path = Path(str(naap.status.__file__)).parent / "words.yml"
    catalogue = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key in (*SCALE, *CONTRADICTIONS):
        assert word(key, "en")
        assert word(key, "ur") != word(key, "en")
    rules = {rule.id for rule in RULES_OF_ACTIONS} | {rule.id for rule in RULES_OF_POINTS}
    assert set(catalogue["reasons"]) == rules | set(CONTRADICTIONS)
    for key, texts in catalogue["reasons"].items():
        gaps = {part.split("}")[0] for part in texts["en"].split("{")[1:]}
        assert {part.split("}")[0] for part in texts["ur"].split("{")[1:]} <= gaps, key


def test_a_word_in_a_reason_is_translated_and_a_number_keeps_its_order() -> None:
    told = why("backwards", before="complete", before_period="2024-05", now="limited",
               period="2024-06")  # fmt: skip
    assert said(told, "en") == "Reported complete for 2024-05 and limited for 2024-06."
    assert "«مکمل»" in said(told, "ur")
    assert "\u200e2024-06" in said(told, "ur")


@pytest.mark.parametrize(("language", "mark"), [("en", ""), ("ur", "\u200e")])
def test_pages_part_the_thousands_of_days_and_commands_do_not(language: Any, mark: str) -> None:
    """1879 is a count of days here, though it could be a year."""
    told = why("nothing-since", count=1879)
    assert f"{mark}1879 " in said(told, language)
    assert f"{mark}1,879 " in said(told, language, lambda period, _: period)
    assert said(why("age", count=26), "en", lambda period, _: period) == "26 days old"
