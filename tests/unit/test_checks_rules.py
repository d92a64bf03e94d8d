"""Rules of a pack: read from rules.yml, told with their line, run over a ledger as of a day."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from naap.checks.acknowledging import acknowledgement
from naap.checks.as_data import COLUMNS, as_json, as_row
from naap.checks.catalogue import catalogue
from naap.checks.outcome import Outcome
from naap.checks.run import RUNNERS, check_ledger
from naap.checks.words import mend, rule_title, said
from naap.cli import naap
from naap.config import shipped_packs
from naap.ledger import Batch, Ledger, Moment
from naap.ledger.snapshot import Snapshot
from naap.ledger.state import NOW
from naap.pack import Pack, load, validate
from naap.pack.rules import CHECKS, RULES_FILE
from naap.sources import Request, import_file, source_named
from tests.ledger_makers import claim

EXAMPLE = shipped_packs()["example"]
HEAD = ["record_id", "publisher", "quantity_id", "period", "place_id", "value", "qualifier",
        "breakdown", "as_printed", "scope_id", "source_id"]  # fmt: skip
FACTS: list[tuple[str, ...]] = [
    # record, publisher, quantity, period, place, value and what else matters
    ("c-open", "justice", "judges", "2021-12-31", "SZ1", "100"),
    ("c-in", "justice", "attacks", "2022", "SZ1", "30"),
    ("c-out", "justice", "injured", "2022", "SZ1", "20"),
    ("c-close", "justice", "judges", "2022-12-31", "SZ1", "115"),
    ("s-1", "vale", "judges", "2020-03-01", "SZ2", "70"),
    ("s-2", "vale", "judges", "2021-03-01", "SZ2", "70"),
    ("s-3", "vale", "judges", "2022-03-01", "SZ2", "70"),
    ("s-4", "vale", "judges", "2023-03-01", "SZ2", "20"),
    ("n-1", "vale", "frozen", "2020-03-01", "SZ2", "1"),
    ("n-2", "vale", "frozen", "2022-03-01", "SZ2", "2"),
    ("p-1", "herald", "killed", "2016", "SZ", "140", "exact", "", "140 casualties"),
    ("p-2", "herald", "attacks", "2016", "SZ", "900", "exact", "", "9,00 attacks"),
    ("b-1", "herald", "killed", "2015", "SZ", "100", "exact", "60 north + 45 south", ""),
]


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., tuple[Pack, Ledger]]:
    """The example pack with other rules and more figures, and its ledger."""

    def make(rules: str, facts: list[tuple[str, ...]] = FACTS) -> tuple[Pack, Ledger]:
        folder = Path(shutil.copytree(EXAMPLE, tmp_path / "pack"))
        (folder / RULES_FILE).write_text(rules, encoding="utf-8")
        with (folder / "figures_made.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEAD)
            for fact in facts:
                cells = [*fact, *[""] * (10 - len(fact))]
                cells[6] = cells[6] or "exact"
                writer.writerow([*cells, "herald"])
        pack = load(folder)
        ledger = Ledger.create(tmp_path / "ledger", pack.settings.fiscal_year_starts)
        request = Request(file=folder / "pack.yml", pack=pack)
        import_file(ledger, source_named("pack"), request, recorded_by="test")
        return pack, ledger

    return make


def findings(pack: Pack, ledger: Ledger, moment: Moment = NOW) -> list[Outcome]:
    return [each for each in check_ledger(pack, Snapshot.of(ledger, moment)) if each.is_finding]


def rule(check: str, rest: str) -> str:
    return f"r:\n  check: {check}\n  title: {{en: It must hold}}\n{rest}"


UNIT = rule("unit", "  quantities: all\n")
Made = Callable[..., tuple[Pack, Ledger]]


@pytest.mark.parametrize(
    ("check", "rest", "expected"),
    [
        ("stock-flow", "  closing: judges\n  inflows: attacks\n  outflows: injured\n",
         [("fails", (), "115", "110")]),
        ("stale", "  quantities: judges\n  neighbours: frozen\n",
         [("ambiguous", ("stale",), "70", "70")]),
        ("stale", "  quantities: judges\n  neighbours: frozen\n  reports: 4\n", []),
        ("stale", "  quantities: judges\n  neighbours: killed\n", []),
        ("break", "  quantities: judges\n", [("ambiguous", ("series break",), "20", "-71.4")]),
        ("break", "  quantities: judges\n  factor: 4\n", []),
        ("vocabulary", "  quantities: killed\n  not_words: casualt\n",
         [("holds", ("wrong word",), "140", "")]),
        ("printed", "  quantities: attacks\n", [("ambiguous", ("number format",), "900", "900")]),
        ("breakdown", "  quantities: all\n", [("fails", (), "100", "105")]),
        ("bounds", "  quantities: judges\n  most: 200\n", [("fails", (), "212", "200")]),
        ("identity", "  stated: {quantity: judges, places: SZ2}\n  plus: judges\n", []),
        ("cumulative", "  quantities: all\n", [("fails", (), "58", "63.25")]),
        ("repeats", "  quantities: killed\n", [("fails", ("conflict",), "178; 188", "")]),
        ("publishers", "  quantities: attacks\n  spread: 1.4\n",
         [("ambiguous", ("conflict", "scope"), "19; 27", "1.42")]),
        ("outlier", "  quantity: attacks\n  over: time\n  threshold: 1.4\n",
         [("ambiguous", ("outlier",), each, each) for each in ("19", "79")]),
    ],
    ids=lambda value: value if isinstance(value, str) and "\n" not in value else "",
)  # fmt: skip
def test_each_check_finds_what_it_should(
    made: Made, check: str, rest: str, expected: list[tuple[object, ...]]
) -> None:
    pack, ledger = made(rule(check, rest))
    told = [(each.verdict, each.flags, each.stated, each.computed)
            for each in findings(pack, ledger)]  # fmt: skip
    assert told == expected


def test_a_finding_names_its_claims_and_speaks_both_languages(made: Made) -> None:
    pack, ledger = made((EXAMPLE / RULES_FILE).read_text(encoding="utf-8"))
    found = findings(pack, ledger)
    assert {each.check for each in found} >= {"sum", "cumulative", "repeats", "publishers"}
    for each in check_ledger(pack, Snapshot.of(ledger)):
        assert each.claims
        for language in ("en", "ur"):
            for text in (said(each, language), mend(each, pack, language),
                         rule_title(each, pack, language)):  # fmt: skip
                assert text
                assert "{" not in text
        assert list(as_row(each, pack)) == list(COLUMNS)
        json.dumps(as_json(each, pack))


def test_the_past_has_the_findings_of_the_past(made: Made) -> None:
    pack, ledger = made(rule("cumulative", "  quantities: frozen\n"))
    assert len(findings(pack, ledger)) == 1
    before = pack.settings.released - timedelta(days=1)
    assert findings(pack, ledger, Moment(as_of=before)) == []
    assert findings(pack, ledger, Moment(stated_by=date(2024, 12, 31))) == []


def test_an_acknowledged_finding_shows_so_until_a_number_changes(made: Made) -> None:
    pack, ledger = made(rule("cumulative", "  quantities: frozen\n"))
    (found,) = findings(pack, ledger)
    ledger.append(Batch("test", (acknowledgement(found, "finance", "Money was given back."),)))
    (known,) = findings(pack, ledger)
    assert known.acknowledged is not None
    assert (known.acknowledged.by, known.acknowledged.reason) == (
        "finance", "Money was given back."
    )  # fmt: skip
    assert replace(known, acknowledged=None) == found
    fields = dict(found.inputs[0].value.__dict__)
    ledger.append(
        Batch("test", (claim("figure", "frozen-2024", 50, series="pack-example",
                             quantity="frozen", place="SZ", unit=fields["unit"],
                             publisher="finance", period="2019-03-14/2024-12-31"),),
              at=datetime.now(UTC))
    )  # fmt: skip
    (after,) = findings(pack, ledger)
    assert after.id == found.id
    assert after.stated == "50"
    assert after.acknowledged is None


@pytest.mark.parametrize(
    ("text", "row", "column", "word"),
    [
        ("r:\n  check: summ\n  title: {en: x}\n", 2, "r.check", "Did you mean sum?"),
        ("r:\n  check: sum\n  title: {en: x}\n  whole: attakcs\n  parts: killed\n", 4, "r.whole",
         "Did you mean attacks?"),
        ("r:\n  check: sum\n  title: {en: x}\n  whole: attacks\n", 1, "r", "parts_by"),
        ("r:\n  check: sum\n  title: {en: x}\n  whole: attacks\n  prats: killed\n", 5, "r.prats",
         "Did you mean parts?"),
        (UNIT + "  reports: 1\n", 5, "r.reports", "one of: check"),
        ("r:\n  check: unit\n  title: {ur: x}\n  quantities: all\n", 3, "r.title", "English"),
        ("r: 5\n", 1, None, "ID: {check: ...}"),
        ("- r\n", 1, None, "rules"),
        ("r: {check: [", 2, None, "YAML"),
        (UNIT + UNIT, 5, "r", "twice"),
    ],
)  # fmt: skip
def test_a_fault_in_the_rules_is_told_with_its_line(
    tmp_path: Path, text: str, row: int, column: str | None, word: str
) -> None:
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "pack"))
    (folder / RULES_FILE).write_text(text, encoding="utf-8")
    told = [each for each in validate(folder) if each.file == RULES_FILE]
    assert told
    assert row in [each.row for each in told]
    assert column is None or any((each.column or "").startswith(column) for each in told)
    assert word in " ".join(map(str, told))


def test_a_pack_without_rules_is_fine(made: Made) -> None:
    pack, ledger = made("")
    assert check_ledger(pack, Snapshot.of(ledger)) == []


def test_every_check_runs_and_has_its_words() -> None:
    assert set(RUNNERS) == set(CHECKS) == set(catalogue()["checks"])
    for name, about in catalogue()["checks"].items():
        for texts in (about["title"], about["tests"], about["mend"], *about["says"].values()):
            assert texts["en"], name
            assert texts["ur"], name


def test_the_command_tells_findings_and_takes_acknowledgements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    assert run(naap, ["init", "plan", "--pack", "example"]).exit_code == 0
    monkeypatch.chdir(tmp_path / "plan")
    answer = run(naap, ["check", "--json"])
    told = json.loads(answer.output)
    assert (answer.exit_code, bool(told["findings"])) == (1, True)
    for each in told["findings"]:
        assert run(naap, ["check", "acknowledge", each["finding"], "--by", "interior",
                          "--reason", "Known."]).exit_code == 0  # fmt: skip
    again = run(naap, ["check"])
    assert again.exit_code == 0
    assert again.output.count("acknowledged by interior") == len(told["findings"])
    assert run(naap, ["check", "--language", "ur"]).exit_code == 0
