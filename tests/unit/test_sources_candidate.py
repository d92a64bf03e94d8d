"""UCDP candidate events: with and without a header, their months, and the official events."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

import naap
from naap.ledger import Ledger
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.problems import UnusableInput
from naap.sources import Reading, Report, Request, import_file, source_named
from naap.sources.ucdp_release import release_of
from tests import ged_files
from tests.ged_files import Row, elsewhere, event
from tests.review_makers import computed

CANDIDATE = source_named("ucdp-candidate")
FIGURES = Path(naap.__file__).parent / "figures"
MONTH = "GEDEvent_v24_0_3.csv"
Import = Callable[..., Report]


@pytest.fixture
def bring_in(pack: Pack, ledger: Ledger, tmp_path: Path) -> Import:
    def import_rows(name: str, rows: list[Row], source: str = "ucdp-candidate") -> Report:
        path = ged_files.write(tmp_path / name, rows)
        return import_file(ledger, source_named(source), Request(path, pack), recorded_by="test")

    return import_rows


def in_month(number: int, month: str, **changed: str) -> Row:
    days = {"date_start": f"{month}-04", "date_end": f"{month}-05"}
    return event(number, year=month[:4], **(days | changed))


def held(ledger: Ledger, series: str = "ucdp-candidate") -> dict[str, str]:
    rows = duckdb.sql(Snapshot.of(ledger).sql(kind_named("account")))
    chosen = rows.filter(f"series = '{series}'").project("record_key, stated_on")
    return dict(chosen.fetchall())


def headerless(path: Path, rows: list[Row], columns: list[str]) -> Path:
    text = ged_files.text_of(rows, columns).split("\r\n", 1)[1]
    path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize(
    ("name", "months", "stated_on"),
    [
        ("GEDEvent_v24_0_1.csv", (date(2024, 1, 1), date(2024, 1, 31)), "2024-02"),
        ("GEDEvent_v24_0_2.zip", (date(2024, 2, 1), date(2024, 2, 29)), "2024-03"),
        ("GEDEvent_v24_0_12.csv", (date(2024, 12, 1), date(2024, 12, 31)), "2025-01"),
        ("GEDEvent_v24_01_24_06.csv", (date(2024, 1, 1), date(2024, 6, 30)), "2024-07"),
        ("GEDEvent_v23_01_23_12.csv", (date(2023, 1, 1), date(2023, 12, 31)), "2024-01"),
    ],
)
def test_the_release_number_names_the_months(
    name: str, months: tuple[date, date], stated_on: str, pack: Pack
) -> None:
    release = release_of(Request(Path(name), pack))
    assert release is not None
    assert release.candidate
    assert (release.months, release.stated_on) == (months, stated_on)


@pytest.mark.parametrize("said", ["24.0.13", "24.0.0", "24.13.24.14", "24.01.25.02", "24.0"])
def test_a_release_without_such_a_month_is_refused(said: str, pack: Pack) -> None:
    with pytest.raises(UnusableInput, match="--release"):
        release_of(Request(Path("events.csv"), pack, release=said))


def test_a_file_without_a_header_gives_the_same_claims(pack: Pack, tmp_path: Path) -> None:
    rows = [in_month(1, "2024-03"), in_month(2, "2024-03", best="9")]
    with_header = ged_files.write(tmp_path / MONTH, rows)
    readings: list[Reading] = [CANDIDATE.read(Request(with_header, pack))]
    bare = headerless(tmp_path / MONTH, rows, ged_files.LAYOUTS["late"])
    readings.append(CANDIDATE.read(Request(bare, pack)))
    assert readings[0].claims == readings[1].claims
    assert readings[0].dropped == readings[1].dropped
    assert readings[1].rows_read == 2
    assert [remark for remark in readings[1].remarks if "no header" in remark]


def test_rows_of_a_file_without_a_header_count_from_one(pack: Pack, tmp_path: Path) -> None:
    rows = [in_month(1, "2024-03"), in_month(2, "2024-03", best="many")]
    bare = headerless(tmp_path / MONTH, rows, ged_files.LAYOUTS["late"])
    (problem,) = CANDIDATE.read(Request(bare, pack)).refused
    assert (problem.row, problem.column) == (2, "best")


def test_a_file_without_a_header_in_another_width_is_refused(pack: Pack, tmp_path: Path) -> None:
    bare = headerless(tmp_path / MONTH, [in_month(1, "2024-03")], ged_files.LAYOUTS["country file"])
    with pytest.raises(UnusableInput, match="no such column among 1"):
        CANDIDATE.read(Request(bare, pack))


def test_what_the_coders_doubt_is_kept_and_their_words_are_not(pack: Pack, tmp_path: Path) -> None:
    doubts = ["Clear", "Check deaths", "Check 3: SECRET", "SECRET", "Low Confidence"]
    rows = [in_month(at, "2024-03", code_status=doubt) for at, doubt in enumerate(doubts)]
    reading = CANDIDATE.read(Request(ged_files.write(tmp_path / MONTH, rows), pack))
    assert [claim.fields.get("note") for claim in reading.claims] == [
        None, "Not cleared by UCDP (Check deaths)", "Not cleared by UCDP (Check 3)",
        "Not cleared by UCDP (no check named)", "Not cleared by UCDP (Low confidence)",
    ]  # fmt: skip


def test_a_later_release_revises_its_months_and_no_others(bring_in: Import, ledger: Ledger) -> None:
    bring_in("GEDEvent_v24_0_2.csv", [in_month(1, "2024-02"), *elsewhere()])
    bring_in(MONTH, [in_month(2, "2024-03"), in_month(3, "2024-03"), *elsewhere()])
    assert held(ledger) == {"1": "2024-03", "2": "2024-04", "3": "2024-04"}
    told_anew = [in_month(2, "2024-03", best="7"), in_month(1, "2024-02"), *elsewhere()]
    report = bring_in("GEDEvent_v24_01_24_03.csv", told_anew)
    tally = report.receipt.tallies["account"]
    assert (tally.superseding, tally.unchanged, tally.retracted) == (1, 1, 1)
    assert held(ledger).keys() == {"1", "2"}


def test_a_month_without_an_event_here_is_an_answer(bring_in: Import, ledger: Ledger) -> None:
    bring_in(MONTH, [in_month(1, "2024-03"), *elsewhere()])
    report = bring_in(MONTH, elsewhere())
    assert report.receipt.tallies["account"].retracted == 1
    assert held(ledger) == {}


@pytest.mark.parametrize(
    ("name", "told"), [("ged241.csv", "naap import ucdp-ged"), ("events.csv", "--release 24.0.3")]
)
def test_what_is_no_candidate_release_is_refused(name: str, told: str, bring_in: Import) -> None:
    with pytest.raises(UnusableInput, match=told):
        bring_in(name, [event(1), *elsewhere()])


def test_no_figure_counts_candidate_events(bring_in: Import, ledger: Ledger) -> None:
    """An event may stand in both series; what is drawn comes from the official one alone."""
    bring_in("ged251.csv", [in_month(1, "2024-03"), *elsewhere(last=2024)], "ucdp-ged")
    before = computed("deaths-by-month", ledger).rows
    bring_in(MONTH, [in_month(1, "2024-03", best="50"), in_month(9, "2024-03"), *elsewhere()])
    assert len(held(ledger)) == 2
    assert computed("deaths-by-month", ledger).rows == before


@pytest.mark.parametrize(
    "path", sorted(FIGURES.glob("*/*.sql")), ids=lambda p: f"{p.parent.name}/{p.name}"
)
def test_every_figure_that_asks_for_accounts_names_the_series(path: Path) -> None:
    """Or takes those that stand behind incidents, which hold an event of both series once."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"JOIN account\s+ON account.series = incident_account.series", "", text)
    asked = re.findall(r"(?:FROM|JOIN) account\b", text)
    assert len(asked) <= text.count("series = 'ucdp-ged'")
