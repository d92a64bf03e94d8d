"""Detectors, plan quality, decisions and results: in words of both languages, and as commands."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import naap.status
from naap.cli import naap as program
from naap.engine import Engine
from naap.ledger.snapshot import Snapshot
from naap.pack.tables import TABLES
from naap.periods import parse_period
from naap.problems import UnusableInput
from naap.status.detectors import DETECTORS, detections
from naap.status.in_force import version
from naap.status.plan_quality import CRITERIA, plan_quality
from naap.status.results import results
from naap.status.results_iati import COLUMNS, flat, iati
from naap.status.sentences import names, sentence
from naap.status.told import Told
from naap.status.words import Why, word
from tests.plan_makers import example, number, pack_with, told_with
from tests.returns_makers import Office, live

DAY = date(2025, 1, 31)
NOBODY = cast("Snapshot", None)
STATUS = Path(naap.status.__file__).parent
WORDS = yaml.safe_load((STATUS / "words_registers.yml").read_text(encoding="utf-8"))


def run(*words: str, pack: str = "example") -> Result:
    given = ["--pack", pack, "status", *words]
    return CliRunner().invoke(program, given, standalone_mode=True)


# in words


def test_every_word_and_reason_is_there_in_both_languages_with_the_same_gaps() -> None:
    for group in ("words", "reasons"):
        for key, told in WORDS[group].items():
            assert set(told) == {"en", "ur"}, key
            gaps = [set(re.findall(r"{(\w+)}", text)) for text in told.values()]
            assert gaps[0] == gaps[1], key
            assert re.search(r"[\u0600-\u06ff]", told["ur"]), key


def test_every_reason_that_the_code_gives_stands_in_the_words_and_none_besides() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for folder in (STATUS, STATUS.parent / "cli")
        for path in sorted(folder.glob("*.py"))
    )
    for key in WORDS["reasons"]:
        stem = "never-started-" if key.startswith("never-started-") else key
        assert f'"{stem}' in code or f"'{stem}'" in code, key


def test_every_detector_and_criterion_has_a_title() -> None:
    for key in (*DETECTORS, *CRITERIA, "yes", "no", "cannot tell"):
        assert word(key, "en")
        assert word(key, "ur")


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("plan", ["SAP19", "SAP22"])
def test_every_finding_is_a_whole_sentence(language: Any, plan: str) -> None:
    pack = example()
    reasons: list[Why] = [each.why for each in detections(pack, NOBODY, DAY, plan, Told())]
    quality = plan_quality(pack, NOBODY, DAY, plan, Told())
    reasons += [one.why for each in quality.points for one in each.answers]
    assert len(reasons) > 25
    for reason in reasons:
        said = sentence(pack, reason, language)
        assert not re.search(r"[{}|]|\b(body|point|text|quantity|event|word|source):", said), said
        assert said[-1] in ".۔", said


def test_a_name_that_the_pack_lacks_stays_its_id() -> None:
    for value in ("body:gone", "point:gone", "source:gone", "event:gone", "quantity:gone"):
        assert names(example(), value, "en") == "gone"
    assert names(example(), "text:actions:gone:title", "en") == ""
    assert names(example(), "2024-01", "en") == "2024-01"
    assert names(example(), "body:justice|finance", "ur") == "وزارت انصاف، وزارت خزانہ"


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_no_value_of_a_reason_breaks_its_sentence(value: str) -> None:
    for language in ("en", "ur"):
        assert isinstance(names(example(), value, cast("Any", language)), str)


# versions


def test_a_version_counts_to_the_day_before_the_next() -> None:
    pack = example()
    assert version(pack, DAY).plan.plan_id == "SAP22"
    old = version(pack, DAY, "SAP19")
    assert (old.last, old.day) == (date(2022, 8, 31), DAY)
    assert version(pack, date(2022, 8, 31)).plan.plan_id == "SAP19"
    with pytest.raises(UnusableInput, match="SAP22 by 2022-08-31"):
        version(pack, date(2022, 8, 31), "SAP22")
    with pytest.raises(UnusableInput, match="SAP19"):
        version(pack, DAY, "SAP99")


def test_of_a_version_known_in_part_nothing_lacking_is_sure() -> None:
    pack = pack_with({"plans": {"SAP22": {"completeness": "partial", "points_stated": 7}}})
    found = detections(pack, NOBODY, DAY, None, Told())
    lacking = [each for each in found if each.detector in ("no-owner", "owner-lost")]
    assert lacking
    assert not any(each.sure for each in lacking)
    quality = plan_quality(pack, NOBODY, DAY, None, Told())
    assert quality.points_unknown == 2
    assert {each.criterion: each.answer for each in quality.answers} == {
        "activities": "no", "deadlines": "cannot tell", "funding": "no",
        "indicators": "cannot tell", "published": "cannot tell",
    }  # fmt: skip


# results


def told_of(rows: list[tuple[str, str, str, int, str]]) -> Told:
    numbers = [
        number(quantity, period, value, place, publisher)
        for quantity, period, place, value, publisher in rows
    ]
    return told_with(list({each.claim_id: each for each in numbers}.values()))


SAID = st.lists(
    st.tuples(
        st.sampled_from(["attacks", "centres-open", "cases-filed", "cases-decided-in-time",
                         "teachers-trained", "frozen", "judges"]),
        st.sampled_from(["2021", "2022", "2023", "2024", "2024-H1", "2024-Q1", "2024-12-31",
                         "2022-09/2024-12", "2024-06-30"]),
        st.sampled_from(["SZ", "SZ1", "SZ2"]),
        st.integers(0, 10_000),
        st.sampled_from(["peace-desk", "interior"]),
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(SAID)
def test_no_number_is_lost_or_made_up_on_its_way_to_the_tables(
    rows: list[tuple[str, str, str, int, str]],
) -> None:
    """Every number of an indicator of the plan since its adoption is on one line, with its claim,
    and nothing stands there that nobody told; a target is on one line whatever was told."""
    pack, known = example(), told_of(rows)
    found = results(pack, NOBODY, DAY, known=known)
    told = [claim for line in found for each in line.actuals for claim in each.claims]
    shares = {"cases-filed", "cases-decided-in-time"}
    wanted = {
        each.claim_id for each in known.numbers
        if each.end >= date(2022, 9, 1) and each.quantity not in {*shares, "judges"}
    }  # fmt: skip
    plain = [claim for claim in told if not claim.startswith(tuple(shares))]
    assert sorted(plain) == sorted(wanted)
    by_id = {each.claim_id: each for each in known.numbers}
    for line in found:
        for each in line.actuals:
            parts = [by_id[claim] for claim in each.claims]
            if len(parts) == 2:
                assert abs(each.value * parts[1].value - parts[0].value) <= parts[1].value / 10_000
            else:
                assert each.value == parts[0].value
    targets = [line.target.target_id for line in found if line.target is not None]
    assert sorted(targets) == sorted(
        row.model_dump()["target_id"] for row in pack.tables["targets"]
    )
    table = list(flat(pack, found))
    assert len(table) == sum(max(len(line.actuals), 1) for line in found)
    periods = [
        period for result in iati(pack, found) for each in result["indicator"]
        for period in each["period"]
    ]  # fmt: skip
    assert sum(len(each["actual"]) for each in periods) == sum(len(each.actuals) for each in found)
    assert sum(len(each["target"]) for each in periods) == len(targets)
    json.dumps(periods)


def test_what_is_written_in_the_shape_of_iati_can_be_read_back() -> None:
    known = told_of([
        ("cases-decided-in-time", "2024", "SZ", 63, "peace-desk"),
        ("cases-filed", "2024", "SZ", 90, "peace-desk"),
        ("attacks", "2024", "SZ", 79, "peace-desk"),
    ])  # fmt: skip
    told = iati(example(), results(example(), NOBODY, DAY, known=known))
    (courts,) = [each for each in told if each["reference"][0]["code"] == "SAP22-01"]
    assert courts["type"] == "2"
    (cases,) = courts["indicator"]
    assert (cases["measure"], cases["ascending"]) == ("2", "1")
    assert cases["baseline"] == [
        {"year": "2021", "iso-date": "2021-12-31", "value": "42", "location": [{"ref": "SZ"}]}
    ]
    (period,) = cases["period"]
    assert period["period-end"] == {"iso-date": "2024-12-31"}
    assert [each["value"] for each in period["target"]] == ["70"]
    assert [each["value"] for each in period["actual"]] == ["70"]
    proposed = json.dumps([each for each in told if each["reference"][0]["code"] == "SAP22-05"])
    assert "proposal, not official" in proposed
    (roads,) = [each for each in told if each["reference"][0]["code"] == "SAP22-02"
                and each["type"] == "3"]  # fmt: skip
    assert roads["indicator"][0]["ascending"] == "0"


def test_a_period_asks_for_what_ends_in_it() -> None:
    known = told_of([("attacks", "2023", "SZ", 66, "peace-desk"),
                     ("attacks", "2024", "SZ", 79, "peace-desk")])  # fmt: skip
    found = results(example(), NOBODY, DAY, None, parse_period("2023"), known)
    assert {line.end for line in found} == {date(2023, 12, 31)}
    assert {line.indicator.indicator_id for line in found} == {"I-attacks", "I-desks"}


def test_the_direction_decides_which_side_of_a_target_is_reached() -> None:
    known = told_of([("attacks", "2024", "SZ", 20, "peace-desk"),
                     ("teachers-trained", "2022-09/2024-12", "SZ1", 799, "peace-desk"),
                     ("frozen", "2022-09/2024-12", "SZ", 99, "peace-desk")])  # fmt: skip
    found = {
        line.target.target_id: [each.reached for each in line.actuals]
        for line in results(example(), NOBODY, DAY, known=known) if line.target
    }  # fmt: skip
    assert found["T-attacks-24"] == [True]
    assert found["T-teachers-24"] == [False]
    assert found["T-frozen"] == [None]


# as commands

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


def test_every_detector_row_names_a_row_of_the_pack() -> None:
    pack = example()
    tables = {"point": "points", "action": "actions", "milestone": "milestones",
              "target": "targets", "decision": "decisions", "quantity": "quantities"}  # fmt: skip
    for each in detections(pack, NOBODY, DAY, None, Told()):
        assert pack.has(TABLES[tables[each.kind]], each.subject)
        assert all(pack.has(TABLES["sources"], source) for source in each.sources)


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


# over a year of returns


def test_what_was_returned_and_accepted_is_an_actual_and_what_is_restricted_stays_inside(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path)
    live(office, "2023-10", 3)
    day = date(2024, 3, 1)
    inside, outside = (
        Snapshot.of(office.ledger, clearance=label) for label in ("TLP:RED", "TLP:CLEAR")
    )
    every = results(office.pack, inside, day)
    public = results(office.pack, outside, day)
    claims = {
        name: {claim for line in lines for each in line.actuals for claim in each.claims}
        for name, lines in (("inside", every), ("outside", public))
    }
    with Engine(threads=1) as engine:
        inside.register(engine)
        label = {row["claim_id"]: row["handling"] for row in
                 engine.rows("SELECT claim_id, handling FROM figure")}  # fmt: skip
    assert claims["inside"] <= label.keys(), "every actual is a claim of the ledger"
    restricted = {claim for claim in claims["inside"] if label[claim] != "TLP:CLEAR"}
    assert restricted, "the pack asks for money frozen under TLP:AMBER"
    assert claims["outside"] == claims["inside"] - restricted
    frozen = [[line.actuals for line in lines if line.quantity == "frozen"]
              for lines in (every, public)]  # fmt: skip
    assert any(frozen[0])
    assert frozen[1] == [()], "the target stays, and no number stands beside it"
    told = {claim for each in detections(office.pack, outside, day) for claim in each.claims}
    assert not told & restricted
    asked = plan_quality(office.pack, outside, day)
    answered = {claim for each in asked.points for one in each.answers for claim in one.claims}
    assert not answered & restricted


def test_a_report_that_says_more_than_not_started_is_a_sign_of_a_beginning(tmp_path: Path) -> None:
    office = Office(tmp_path)
    live(office, "2024-01", 2)
    day = date(2024, 6, 1)
    told = detections(office.pack, office.snapshot, day)
    with Engine(threads=1) as engine:
        office.snapshot.register(engine)
        begun = {row["action"] for row in engine.rows(
            "SELECT action FROM action_report WHERE completion NOT IN ('not started', "
            "'no evidence available')"
        )}  # fmt: skip
    assert begun
    silent = {each.subject for each in told if each.detector == "never-started"}
    assert not silent & begun
