"""Screening a list of organisations: decisions, resume after a stop, a receipt that replays."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from naap.cli import naap
from naap.ledger import Batch, make_claim
from naap.organisations import DEFAULT_THRESHOLD
from naap.organisations.register import Register
from naap.organisations.screening import (
    COLUMNS,
    Settings,
    as_csv,
    read_names,
    screen,
    screened_into,
)
from naap.problems import UnusableInput
from naap.workspace import Workspace
from tests.register_makers import listing, name, register, relation

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
LIST = """id,name
1,Kala Tila Mahaz
2,Harbour Aid Guild
3,Green Sea Union
4,New Ridge Movement
"""


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(
        naap, ["--pack", "example", "org", "screen", *map(str, words)], catch_exceptions=False
    )


@pytest.fixture
def partners(tmp_path: Path) -> Path:
    file = tmp_path / "partners.csv"
    file.write_text(LIST, encoding="utf-8-sig")
    return file


@cache
def made() -> Register:
    return register(
        listing("listed", "2016-08-01", org="a"),
        listing("delisted", "2020-01-01", org="a"),
        listing("listed", "2015", org="b"),
        relation("front_for", "c", "b", "2017"),
        relation("front_for", "d", "b", "2017", confidence="contested"),
        name("a", "Red Hill Front", None),
        name("b", "Blue Valley Army", None),
        name("c", "Lantern Relief Society", None),
        name("d", "Orchard Welfare League", None),
    )


def asked(names: list[tuple[int, str]], on: str = "2018-01-01") -> Settings:
    data = repr(names).encode()
    return Settings.of(data, "name", date.fromisoformat(on), DEFAULT_THRESHOLD, made(), "test")


@pytest.mark.parametrize(
    ("asks", "on", "decision", "org_id"),
    [
        ("RED-HILL FRONT", "2018-01-01", "flagged", "a"),
        ("Red Hill Front", "2016-07-31", "clear", "a"),
        ("Red Hill Front", "2020-01-01", "clear", "a"),
        ("Blue Valley Army", "2015-06-01", "flagged", "b"),  # some day of 2015: uncertain
        ("Lantern Relief Society", "2018-01-01", "flagged", "c"),
        ("Orchard Welfare League", "2018-01-01", "clear", "d"),  # contested
        ("Grey Lake Choir", "2018-01-01", "clear", ""),
    ],
)
def test_the_lists_of_the_day_decide(asks: str, on: str, decision: str, org_id: str) -> None:
    (row,) = screen(made(), [(2, asks)], asked([], on))
    assert tuple(row) == COLUMNS
    assert (row["decision"], row["org_id"], row["on"]) == (decision, org_id, on)
    assert row["reason"]
    if org_id == "c":
        assert "front for" in row["listed"]


def test_no_lawful_body_is_flagged() -> None:
    workspace = Workspace.here(pack="pakistan")
    from naap.organisations.register import read_register

    found = read_register(workspace.snapshot(), workspace.pack)
    file = FIXTURES / "lawful_bodies.csv"
    data = file.read_bytes()
    names = read_names(file, data, "name")
    on = Settings.of(data, "name", date(2025, 12, 1), DEFAULT_THRESHOLD, found, "test")
    rows = list(screen(found, names, on))
    assert len(rows) > 200
    assert [row["name"] for row in rows if row["decision"] == "flagged"] == []


NAMES = st.sampled_from(
    ["Red Hill Front", "Blue Valley Army", "Grey Lake", "سرخ محاذ", 'a "b", c', "two\nlines", "="]
)


@settings(max_examples=40)
@given(data=st.data(), said=st.lists(NAMES, min_size=1, max_size=8))
def test_a_run_that_stopped_anywhere_goes_on_to_the_same_bytes(
    data: st.DataObject, said: list[str]
) -> None:
    names = list(enumerate(said, 2))
    whole = as_csv(screen(made(), names, asked(names)))
    with TemporaryDirectory() as folder:
        partial = Path(folder) / "out.csv.partial"
        assert as_csv(screened_into(partial, made(), names, asked(names))) == whole
        left = partial.read_bytes()
        cut = data.draw(st.integers(0, len(left)))
        partial.write_bytes(left[:cut] + data.draw(st.binary(max_size=5)))
        told: list[tuple[int, int]] = []
        again = screened_into(partial, made(), names, asked(names), lambda *n: told.append(n))
        assert as_csv(again) == whole
        assert partial.read_bytes() == left
        # Every row that was whole is kept; the first line holds the settings.
        assert told[0][1] == max(0, left[:cut].count(b"\n") - 1)


def test_other_settings_start_anew(tmp_path: Path) -> None:
    names, partial = [(2, "Red Hill Front")], tmp_path / "partial"
    (first,) = screened_into(partial, made(), names, asked(names))
    (second,) = screened_into(partial, made(), names, asked(names, "2021-01-01"))
    assert (first["decision"], second["decision"]) == ("flagged", "clear")


def test_the_command_writes_rows_and_a_receipt_and_leaves_nothing_else(partners: Path) -> None:
    out = partners.with_name("out.csv")
    result = run(partners, "--column", "name", "--on", "2018-01-01", "--out", out, "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["flagged"]) == (1, 1)
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows == told["rows"]
    assert [(row["row"], row["decision"], row["org_id"]) for row in rows] == [
        ("2", "flagged", "ridge-front"), ("3", "clear", "harbour-guild"), ("4", "clear", ""),
        ("5", "clear", "new-ridge"),
    ]  # fmt: skip
    assert {row["ledger_digest"] for row in rows} == {told["ledger_digest"]}
    assert rows[0]["listed"] == "Interior: yes"
    assert sorted(path.name for path in partners.parent.iterdir()) == [
        "out.csv", "out.csv.receipt.json", "partners.csv"
    ]  # fmt: skip


def test_a_receipt_replays_and_tells_what_was_altered(partners: Path) -> None:
    out, again = partners.with_name("out.csv"), partners.with_name("again.csv")
    run(partners, "--column", "name", "--on", "2018-01-01", "--out", out)
    receipt = partners.with_name("out.csv.receipt.json")
    result = run("--replay", receipt, "--out", again)
    assert (result.exit_code, again.read_bytes()) == (0, out.read_bytes())
    out.write_text("altered")
    assert json.loads(run("--replay", receipt, "--json").stdout)["output_altered"]
    out.unlink()
    partners.write_text(LIST.replace("Green Sea Union", "BRF"))
    result = run("--replay", receipt, "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["reproduced"], told["differs"]) == (1, False, ["input_sha256"])


def test_a_receipt_replays_after_the_register_grew(
    partners: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = Workspace.create(tmp_path / "home", "example")
    monkeypatch.chdir(tmp_path / "home")

    def here(*words: str | Path) -> Result:
        return CliRunner().invoke(
            naap, ["org", "screen", *map(str, words)], catch_exceptions=False
        )  # fmt: skip

    out = partners.with_name("out.csv")
    here(partners, "--column", "name", "--on", "2018-01-01", "--out", out)
    claim = make_claim(
        "name", series="herald", record_key="n-9", source="herald", basis="media",
        organisation="ridge-front", name="Green Sea Union", script="Latn", name_kind="alias",
    )  # fmt: skip
    home.writable_ledger().append(Batch("test", (claim,)))
    assert here("--replay", partners.with_name("out.csv.receipt.json")).exit_code == 0
    told = json.loads(here(partners, "--column", "name", "--on", "2018-01-01", "--json").stdout)
    assert told["flagged"] == 2


@pytest.mark.parametrize(
    ("text", "row", "found"),
    [
        ("id,title\n1,x\n", 1, "the columns id, title"),
        ("", 1, "the columns (none)"),
        ("id,name\n1,x\n2, \n", 3, "no name"),
        ("id,name\n1,x\n2\n", 3, "1 cells"),
        ('id,name\n1,"x\n', 2, "unexpected end of data"),
    ],
)
def test_bad_input_is_told_by_row_and_column(
    tmp_path: Path, text: str, row: int, found: str
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(text)
    with pytest.raises(UnusableInput) as told:
        read_names(file, file.read_bytes(), "name")
    (problem,) = told.value.problems
    assert (problem.file, problem.row, problem.column) == (str(file), row, "name")
    assert problem.found == found


def test_what_cannot_be_screened_is_told(partners: Path) -> None:
    for words in ((), (partners,), ("--replay", partners),
                  (partners, "--column", "name", "--out", partners)):  # fmt: skip
        with pytest.raises(UnusableInput):
            run(*words)
    with pytest.raises(UnusableInput, match="UTF-8"):
        read_names(partners, b"name\ncaf\xe9\n", "name")


def test_help_says_that_persons_are_never_screened() -> None:
    assert "Persons are never screened" in run("--help").stdout


def test_a_decision_is_remembered_shown_again_and_can_be_taken_back(
    partners: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = Workspace.create(tmp_path / "home", "example")
    monkeypatch.chdir(tmp_path / "home")

    def org(*words: str | Path) -> Result:
        return CliRunner().invoke(naap, ["org", *map(str, words)], catch_exceptions=False)

    asks = ("screen", partners, "--column", "name", "--on", "2018-01-01")
    out = partners.with_name("out.csv")
    first = json.loads(org(*asks, "--out", out, "--json").stdout)["rows"][0]
    said = ("--not-a-match", "--because", "A choir of that name.", "--by", "interior")
    key = json.loads(org("decide", first["match"], *said, "--json").stdout)["keys"][0]
    again = org(*asks, "--json")
    row = json.loads(again.stdout)["rows"][0]
    assert (again.exit_code, row["decision"], row["org_id"]) == (0, "clear", "ridge-front")
    assert row["decided"] == (
        f"ridge-front: not a match, interior on {datetime.now(UTC).date()}: A choir of that name."
    )
    assert "decided before" in org(*asks).stdout
    # The receipt of the day before the decision still gives what it gave.
    assert org("screen", "--replay", partners.with_name("out.csv.receipt.json")).exit_code == 0
    partners.write_text(LIST.replace("Kala Tila Mahaz", "KALA TILA MAHAZ"))
    assert json.loads(org(*asks, "--json").stdout)["flagged"] == 0
    partners.write_text(LIST.replace("Kala Tila Mahaz", "Black Ridge Front"))
    assert json.loads(org(*asks, "--json").stdout)["flagged"] == 1
    home.writable_ledger().append(Batch("interior", retracted=(key,)))
    partners.write_text(LIST)
    assert json.loads(org(*asks, "--json").stdout)["flagged"] == 1


@pytest.mark.parametrize(
    ("row", "by", "because"),
    [
        ("nobody/1a2b3c4d5e6f7081", "interior", "x"),
        ("ridge-front", "interior", "x"),
        ("ridge-front/1a2b3c4d5e6f7081", "a person", "x"),
        ("ridge-front/1a2b3c4d5e6f7081", "interior", " "),
        ("ridge-front/1a2b3c4d5e6f7081", "interior", "a bell \a"),
    ],
)
def test_a_decision_needs_a_row_an_office_and_a_reason(
    row: str, by: str, because: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Workspace.create(tmp_path / "home", "example")
    monkeypatch.chdir(tmp_path / "home")
    with pytest.raises(UnusableInput):
        CliRunner().invoke(
            naap, ["org", "decide", row, "--not-a-match", "--because", because, "--by", by],
            catch_exceptions=False,
        )  # fmt: skip
