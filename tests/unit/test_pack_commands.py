"""``naap pack`` on the command line."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

import naap
from naap.cli.pack import pack

EXAMPLE = Path(naap.__file__).parent / "packs" / "example"
PROJECT = Path(__file__).resolve().parents[2]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(pack, [str(word) for word in words], catch_exceptions=False)


def test_every_command_helps_with_an_example_and_speaks_json() -> None:
    for name, command in pack.commands.items():
        help_text = run(name, "--help").output
        assert f"Example: naap pack {name}" in " ".join(help_text.split()), name
        assert "--json" in help_text
        assert command.get_short_help_str()


def test_validate_without_problems() -> None:
    result = run("validate", EXAMPLE)
    assert (result.exit_code, result.stdout) == (0, "")
    result = run("validate", EXAMPLE, "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"problems": []})


def test_validate_with_problems(pack_copy: Path) -> None:
    words = (pack_copy / "words.csv").read_text(encoding="utf-8")
    (pack_copy / "words.csv").write_text(words.replace(",no\n", ",perhaps\n"), encoding="utf-8")
    result = run("validate", pack_copy)
    assert result.exit_code == 1
    assert "words.csv, row 2, column reviewed: found 'perhaps'; expected yes or no" in result.stdout
    wrong = words.count(",no\n")
    assert wrong > 1
    assert f"{wrong} problems" in result.stderr
    told = json.loads(run("validate", pack_copy, "--json").stdout)["problems"]
    assert told[0] | {"mend": ""} == {
        "file": "words.csv", "row": 2, "column": "reviewed", "found": "'perhaps'",
        "expected": "yes or no", "mend": "",
    }  # fmt: skip


def test_without_a_folder_it_is_the_pack_of_the_command_line() -> None:
    for words in (["validate"], ["diff"]):
        result = CliRunner().invoke(pack, words, obj=str(EXAMPLE), catch_exceptions=False)
        assert result.exit_code == 0, result.output


def test_validate_what_is_not_there(tmp_path: Path) -> None:
    result = run("validate", tmp_path / "none")
    assert result.exit_code == 2
    assert "no such folder" in result.stderr


def test_describe_says_what_it_did_and_replaces_a_link(pack_copy: Path, tmp_path: Path) -> None:
    assert "is up to date" in run("describe", pack_copy).stdout
    outside = tmp_path / "outside.json"
    outside.write_text("mine", encoding="utf-8")
    (pack_copy / "datapackage.json").unlink()
    (pack_copy / "datapackage.json").symlink_to(outside)
    assert run("validate", pack_copy).exit_code == 1
    told = json.loads(run("describe", pack_copy, "--json").stdout)
    assert told == {"file": str(pack_copy / "datapackage.json"), "changed": True}
    assert outside.read_text(encoding="utf-8") == "mine"
    assert run("validate", pack_copy).exit_code == 0


def test_describe_needs_settings(tmp_path: Path) -> None:
    result = run("describe", tmp_path)
    assert result.exit_code == 2
    assert "pack.yml" in result.stderr


def test_diff_of_the_version_in_force() -> None:
    result = run("diff", "--pack", EXAMPLE)
    assert result.exit_code == 0
    assert "kept (2)" in result.stdout
    assert "skos:exactMatch, confidence 1, Plan Office" in result.stdout
    assert "owner lost (1)" in result.stdout
    assert run("diff", "SAP19", "SAP22", "--pack", EXAMPLE).stdout == result.stdout
    assert "شمالی سڑکوں پر گشت" in run("diff", "--pack", EXAMPLE, "--language", "ur").stdout
    told = json.loads(run("diff", "--pack", EXAMPLE, "--json").stdout)
    assert told["owners_lost"] == ["SAP19-02"]
    assert [point["change"] for point in told["new_points"]].count("new") == 1


def test_diff_tells_of_gaps_in_the_crosswalk(pack_copy: Path) -> None:
    path = pack_copy / "crosswalk.sssom.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-3]), encoding="utf-8")
    result = run("diff", "--pack", pack_copy)
    assert result.exit_code == 1
    assert "the crosswalk has no row about it" in result.stdout


def test_diff_of_what_is_not_there(pack_copy: Path) -> None:
    assert run("diff", "SAP19", "SAP99", "--pack", pack_copy).exit_code == 2
    assert run("diff", "SAP19", "--pack", pack_copy).exit_code == 2
    (pack_copy / "points.csv").unlink()
    result = run("diff", "--pack", pack_copy, "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["problems"][0]["file"] == "points.csv"


def test_the_reference_page_is_up_to_date() -> None:
    page = PROJECT / "docs" / "guide" / "pack-fields.md"
    result = run("fields")
    assert page.read_text(encoding="utf-8") == result.stdout, (
        "run: ./run naap pack fields > docs/guide/pack-fields.md"
    )
    assert json.loads(run("fields", "--json").stdout)["page"] == result.stdout
