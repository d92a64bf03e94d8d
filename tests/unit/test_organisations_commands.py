"""``naap org search`` and ``naap org match`` on the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from naap.cli import naap
from naap.cli.org_search import match, search
from naap.organisations import DEFAULT_THRESHOLD
from naap.organisations.kin import MOST_SCORE
from naap.organisations.lineage import Lineage
from naap.problems import UnusableInput
from tests.register_makers import relation

NAMES = """id,name
ridge,Black Ridge Front
ridge,کالا ٹیلہ محاذ
guild,Harbour Aid Guild
"""


def run(command: object, *words: str | Path) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words], catch_exceptions=False)  # type: ignore[arg-type]


@pytest.fixture
def names(tmp_path: Path) -> Path:
    file = tmp_path / "names.csv"
    file.write_text(NAMES, encoding="utf-8-sig")
    return file


def test_both_help_with_an_example_and_speak_json() -> None:
    for name, command in (("search", search), ("match", match)):
        said = run(command, "--help").output
        assert f"Example: naap org {name}" in " ".join(said.split())
        assert "--json" in said


def test_a_list_of_ones_own_is_searched(names: Path) -> None:
    result = run(search, "Kala Tila Mahaz", "--names", names, "--json")
    assert result.exit_code == 0
    (hit,) = json.loads(result.stdout)
    assert list(hit) == ["org_id", "name", "matched_name", "score", "relation", "reason"]
    assert (hit["org_id"], hit["name"]) == ("ridge", "Black Ridge Front")
    assert hit["matched_name"] == "کالا ٹیلہ محاذ"
    assert hit["relation"] == "same"
    assert "transliteration" in hit["reason"]


def test_an_answer_in_words(names: Path) -> None:
    result = run(search, "BRF", "--names", names)
    assert result.exit_code == 0
    assert "Black Ridge Front (ridge)" in result.stdout
    assert "why: acronym: BRF" in result.stdout


def test_nothing_found_is_a_finding(names: Path) -> None:
    result = run(search, "Green Sea Union", "--names", names)
    assert (result.exit_code, result.stdout.startswith("No name on the list")) == (1, True)
    result = run(search, "Green Sea Union", "--names", names, "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (1, [])


def test_limit_and_threshold(names: Path) -> None:
    hits = json.loads(run(search, "Ridge Guild", "--names", names, "--threshold", "0", "--limit",
                          "1", "--json").stdout)  # fmt: skip
    assert len(hits) == 1


def test_pairs_are_scored(tmp_path: Path) -> None:
    pairs, out = tmp_path / "pairs.csv", tmp_path / "scored.csv"
    pairs.write_text("note,name_a,name_b\n1,Red Hill Front,RED-HILL FRONT\n2,Red,Blue\n")
    result = run(match, "--pairs", pairs, "--out", out, "--json")
    assert (result.exit_code, json.loads(result.stdout)["pairs"]) == (0, 2)
    with out.open(encoding="utf-8", newline="") as stream:
        first, second = csv.DictReader(stream)
    assert list(first) == ["note", "name_a", "name_b", "score", "reason"]
    assert (first["note"], float(first["score"]), float(second["score"])) == ("1", 1.0, 0.0)


@pytest.mark.parametrize(
    ("text", "column"),
    [("id,title\n1,x\n", "name"), ("", "id")],
)
def test_a_list_without_its_columns_is_told(tmp_path: Path, text: str, column: str) -> None:
    file = tmp_path / "list.csv"
    file.write_text(text)
    with pytest.raises(UnusableInput) as told:
        run(search, "x", "--names", file)
    assert (told.value.problems[0].row, told.value.problems[0].column) == (1, column)


def test_a_list_in_another_encoding_is_told(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(b"id,name\n1,caf\xe9\n")
    with pytest.raises(UnusableInput, match="UTF-8"):
        run(search, "x", "--names", file)


def asked(*words: str) -> list[dict[str, str | float]]:
    result = run(naap, "--pack", "example", "org", "search", *words, "--json")
    found: list[dict[str, str | float]] = json.loads(result.stdout)
    return found


def test_a_successor_and_a_wing_are_answered_through_lineage_and_never_as_the_same_name() -> None:
    found = {each["org_id"]: each for each in asked("Kala Tila Mahaz")}
    assert found["ridge-front"]["relation"] == "same"
    assert found["new-ridge"]["relation"] == (
        "Black Ridge Front renamed to New Ridge Movement (2021-06)"
    )
    assert found["road-column"]["relation"] == (
        "Road Column wing of Black Ridge Front (date not recorded)"
    )
    for each in ("new-ridge", "road-column"):
        assert float(found[each]["score"]) <= MOST_SCORE < DEFAULT_THRESHOLD
        assert str(found[each]["reason"]).startswith("lineage, not the same name")
        assert found[each]["matched_name"] == "Kala Tila Mahaz"
    assert next(iter(found)) == "ridge-front"
    assert "through lineage: " in run(naap, "--pack", "example", "org", "search", "BRF").stdout


def test_the_nearest_come_first_within_the_usual_limit() -> None:
    result = run(naap, "--pack", "pakistan", "org", "search", "LeT", "--json")
    found = json.loads(result.stdout)
    assert len(found) == 10
    assert [each["score"] for each in found] == sorted(
        (each["score"] for each in found), reverse=True
    )
    steps = [each["relation"].count(";") for each in found if each["relation"] != "same"]
    assert steps == sorted(steps)
    assert {"jud", "fif"} <= {each["org_id"] for each in found}
    assert all(
        each["score"] == pytest.approx(MOST_SCORE / (1 + each["relation"].count(";")))
        for each in found
        if each["relation"] != "same"
    )


def test_a_low_threshold_makes_no_same_name_of_a_successor() -> None:
    found = {each["org_id"]: each for each in asked("Black Ridge Front", "--threshold", "0")}
    assert [each["org_id"] for each in found.values() if each["relation"] != "same"] == [
        "new-ridge", "road-column"
    ]  # fmt: skip


def test_lineage_leads_forward_only_and_never_to_a_rival() -> None:
    assert [each["org_id"] for each in asked("Harbour Aid Guild")] == ["harbour-guild"]
    assert [each["org_id"] for each in asked("Nai Tila Tehreek")] == ["new-ridge"]


def test_the_shortest_path_to_each_body_in_an_order_that_dates_allow() -> None:
    line = Lineage.of(
        [
            relation("renamed_to", "a", "b", "2001"),
            relation("renamed_to", "b", "c", "2003"),
            relation("front_for", "d", "c", "2000"),  # before there was a c that followed a
            relation("alias_of", "a", "c"),
        ]
    )
    assert [path.bodies for path in line.nearest_after("a")] == [
        ("a", "b"), ("a", "c"), ("a", "c", "d")
    ]  # fmt: skip
    dated = Lineage(tuple(step for step in line.steps if step.relation != "alias_of"))
    assert [path.bodies for path in dated.nearest_after("a")] == [("a", "b"), ("a", "b", "c")]
