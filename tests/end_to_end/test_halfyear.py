"""Two years of returns from many offices, and the six-monthly review that is built from them."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from naap.cli import naap
from naap.disclosure import guarded
from naap.drawing.chart import Chart
from naap.engine import Engine
from naap.ledger.claim import plain_number
from naap.periods import parse_period
from naap.returns.expected import Expected, expected
from naap.review import Options, build
from naap.review.halfyear.narrative import folder_for, read_narratives
from naap.review.numbers import anchor, period_written
from naap.workspace import Workspace
from tests.restricted_makers import holding, returned, words_of
from tests.returns_makers import Happened, Office, live
from tests.review_makers import shipped
from tests.site_walk import Site

PERIOD = "2024-H2"
CLOSES = date(2025, 1, 30)
SECRETS: list[str] = []


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Happened]]:
    """A workspace after two years of returns: silence, lateness, errors, corrections; and one
    that nobody outside may read, of the office that otherwise stayed silent."""
    folder = tmp_path_factory.mktemp("lived") / "workspace"
    Workspace.create(folder, "example")
    office = Office(folder, shipped("example"))
    happened = live(office, "2023-01", 24)
    SECRETS.extend(returned(office, "statistics", "2024-06", "TLP:AMBER", 7_310_000,
                            on=date(2024, 8, 20)).secrets)  # fmt: skip
    return folder, happened


@pytest.fixture(scope="module")
def site(lived: tuple[Path, list[Happened]], tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The review of the half-year, in both languages, with the words of an analyst."""
    folder, _ = lived
    for language, words in (("en", "Most reports came; point 2 has no owner."), ("ur", "جائزہ۔")):
        path = folder_for(folder, parse_period(PERIOD)) / language
        path.mkdir(parents=True, exist_ok=True)
        head = "written-by: plan-office\nwritten-on: 2025-01-25\nhandling: TLP:CLEAR\n\n"
        (path / "summary.md").write_text(head + words, encoding="utf-8")
    out = tmp_path_factory.mktemp("site") / "review"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("naap.review.edition.drawn", _drawn)
        return Site(_built(folder, out))


def _drawn(chart: Chart, *_: object) -> str:
    """No picture: what it shows is tested with the figures."""
    return '<svg viewBox="0 0 1 1"></svg>'


def _built(folder: Path, out: Path, **asked: Any) -> Path:
    workspace = Workspace.here(folder)
    options = Options.asked(workspace.pack, PERIOD, **asked)
    words = read_narratives(folder, options.period, options.languages)
    snapshot = workspace.snapshot(options.moment, clearance="TLP:CLEAR")
    asked_for = replace(options, narratives=words, word=True)
    return build(workspace.pack, snapshot, asked_for, out).folder


OWN = {
    f"{folder}{name}.html" for folder in ("", "origins/")
    for name in ("halfyear", "scorecard", "registers")
}  # fmt: skip
# Pages that list of returned numbers the latest.
OWN |= {f"origins/{name}.html" for name in (
    "published-statements", "status-through-time", "statements-per-point", "evidence-by-basis",
    "at-a-glance")}  # fmt: skip
OWN |= {
    "figures/status-through-time.html",
    "figures/unchanged-values.html",
    "origins/unchanged-values.html",
}


def own(site: Site, found: list[str]) -> list[str]:
    """The complaints about the pages of the review of the period and of the scorecard."""
    names = OWN | {f"ur/{name}" for name in OWN}
    names |= {name for name in site.pages if "points/SAP22" in name}
    return [each for each in found if each.split(":")[0] in names]


def test_every_number_opens_its_origin_and_every_page_is_sound(site: Site) -> None:
    assert {*OWN, *(f"ur/{name}" for name in OWN)} <= set(site.pages)
    for check in (site.naked_numbers, site.broken_links, site.outside_requests, site.badly_built):
        assert own(site, check()) == [], check.__name__


def data(site: Site, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site.files[f"data/{name}.csv"].decode())))


def test_the_file_has_every_returned_number_and_what_led_to_it(
    site: Site, lived: tuple[Path, list[Happened]]
) -> None:
    """Each with its claim, the returned file by its digest, and the cell."""
    folder, _ = lived
    workspace = Workspace.here(folder)
    moment = Options.asked(workspace.pack, PERIOD).moment
    held: dict[str, list[dict[str, Any]]] = {}
    for label in ("TLP:CLEAR", "TLP:RED"):
        with Engine(threads=1) as engine:
            snapshot = workspace.snapshot(moment, clearance=label)
            guarded(snapshot, workspace.pack).register(engine)
            held[label] = engine.rows("SELECT * FROM figure WHERE source = 'returns'")
    found = {row["claim_id"]: row for row in data(site, "returned-numbers")}
    statements = {row["row_id"]: row for row in data(site, "published-statements")}
    assert found.keys() == {row["claim_id"] for row in held["TLP:CLEAR"]}
    assert len(held["TLP:RED"]) > len(found), "offices also returned what is not for everybody"
    for row in held["TLP:CLEAR"]:
        told = found[row["claim_id"]]
        stated = statements[told["row_id"]]
        assert told["value"] == plain_number(row["value"])
        assert Decimal(stated["value"]) == row["value"]
        assert stated["claims"] == row["claim_id"]
        assert (told["file"], told["cell"]) == (row["document"], row["locator"])
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", told["file"])
        assert re.fullmatch(r".*[A-Z]+[0-9]+", told["cell"])


def test_pages_list_the_latest_returned_number_and_count_the_earlier_ones(site: Site) -> None:
    runs: dict[tuple[str, ...], list[dict[str, str]]] = {}
    rows = data(site, "returned-numbers")
    for row in rows:
        key = ("quantity", "scope", "place", "unit", "publisher")
        runs.setdefault(tuple(row[name] for name in key), []).append(row)
    ends = {row["period"]: parse_period(row["period"], 7).end for row in rows}
    origin = site.ids["origins/published-statements.html"]
    not_listed = 0
    for run in runs.values():
        last = max(ends[row["period"]] for row in run)
        for row in run:
            at = origin.get(anchor(row["row_id"]))
            assert row["latest"] == ("no" if ends[row["period"]] < last else "yes")
            if ends[row["period"]] < last:
                not_listed += at is None
                continue
            assert at is not None, row
            assert at.text.endswith(f"{len(run) - 1} earlier") == (len(run) > 1), at.text
    assert not_listed > 20
    cells = [each.text for each in origin["not-listed-rows"].all("th", "td")]
    assert cells[1:] == [f"{not_listed:,}", "published-statements.csv"]
    point = site.pages["points/SAP22-02.html"]
    assert [each for each in point.all("a") if each.attributes["href"].endswith(
        "data/returned-numbers.csv")]  # fmt: skip


def test_the_reports_counted_are_those_that_offices_sent(
    site: Site, lived: tuple[Path, list[Happened]]
) -> None:
    """Held against what the simulation did: of a silent month all is missing; of one in which a
    return came, at most what it gave a reason for, which leaves no claim for the public."""
    folder, happened = lived
    office = Office(folder, shipped("example"))
    rows = list(csv.DictReader(io.StringIO(site.files["data/scorecard-missing.csv"].decode())))
    missing = {(row["body_id"], month, row["place_id"], row["missing"].removeprefix("report: "))
               for row in rows for month in row["periods"].split()}  # fmt: skip
    seen: Counter[str] = Counter()
    for each in happened:
        if each.month < "2024-07":
            continue
        owed = {
            (row.body, str(row.period), row.place, row.indicator or row.subject)
            for row in office.rows(each.body, each.month)
            if row.handling == "TLP:CLEAR" and str(row.period) == each.month
        }
        seen[each.kind] += 1
        if each.kind == "silent":
            assert owed <= missing, each
        elif owed:
            assert len(owed & missing) < len(owed), each
    assert seen["silent"] > 0
    assert seen["late"] > 0


def public_reports(office: Office, happened: list[Happened]) -> Iterator[tuple[Happened, Expected]]:
    """Every report of the period that the public may know of and that had come or was due when
    the review closed, with what the simulation did with it."""
    period = parse_period(PERIOD)
    kinds = {(each.body, each.month): each for each in happened}
    silent = Happened("", "", "silent", None)
    for each in expected(office.pack, period.start, period.end):
        what = kinds.get((each.body, each.month), silent)
        if each.obligation.handling == "TLP:CLEAR" and (what.received_on or each.due < CLOSES):
            yield what, each


def test_the_page_says_how_many_reports_came_on_time_late_and_not_at_all(
    site: Site, lived: tuple[Path, list[Happened]]
) -> None:
    """As the simulation did it. A return that came on time and was corrected months later, after
    the lock, is on time; one that was sent back came when it came again."""
    folder, happened = lived
    truth: Counter[str] = Counter()
    seen: set[str] = set()
    by_office: dict[str, Counter[str]] = {}
    for what, each in public_reports(Office(folder, shipped("example")), happened):
        came = what.received_on
        state = "missing" if came is None else "on_time" if came <= each.due else "late"
        truth[state] += 1
        by_office.setdefault(each.body, Counter())[state] += 1
        seen.add(what.kind)
    assert seen == {"on time", "late", "silent", "sent back", "corrected"}
    page = site.pages["halfyear.html"]
    told = re.search(r"(\d+) reports were due for this period: (\d+) came on time, (\d+) late, "
                     r"and (\d+) did not come", page.text)  # fmt: skip
    assert told is not None
    due, *states = map(int, told.groups())
    assert states == [truth["on_time"], truth["late"], truth["missing"]]
    assert due == sum(states)
    for body, states_of in by_office.items():
        for state in ("on_time", "late", "missing"):
            row = site.ids["origins/halfyear.html"][f"r-{state}_{body}"]
            assert [each.text for each in row.all("data")][:1] == [str(states_of[state])]


def test_a_correction_stands_in_the_place_of_what_it_corrects_and_a_file_sent_back_nowhere(
    site: Site, lived: tuple[Path, list[Happened]]
) -> None:
    folder, happened = lived
    office = Office(folder, shipped("example"))
    told = {(row["publisher"], row["quantity"], row["place"], row["period"]): row["value"]
            for row in data(site, "returned-numbers")}  # fmt: skip
    corrected = [each for each in happened if each.kind == "corrected"]
    seen = 0
    for each in corrected:
        versions = [
            filing
            for filing in office.store.filings(body=each.body, month=each.month)
            if filing.state == "locked" and filing.received_at.date() <= CLOSES
        ]
        row = next(row for row in office.rows(each.body, each.month) if not row.is_action)
        if row.handling != "TLP:CLEAR":
            continue
        values = [office.store.cells(filing.id)[row.code].value for filing in versions]
        key = (each.body, row.subject, row.place, str(row.period))
        assert told[key] == values[-1]
        seen += len(values) > 1
    assert seen > 2, "some corrections came before the review closed"
    assert any(each.kind == "sent back" for each in happened)
    assert "999999" not in set(told.values())
    assert not [name for name, content in site.files.items() if b"999,999" in content]


def test_reports_that_the_evidence_does_not_bear_out_are_listed(
    site: Site, lived: tuple[Path, list[Happened]]
) -> None:
    """The ministry says that the first action is complete; one of its milestones is not shown."""
    folder, _ = lived
    office = Office(folder, shipped("example"))
    last = max((filing for filing in office.store.filings(body="justice")
                if filing.state == "locked" and filing.month >= "2024-07"),
               key=lambda filing: filing.month)  # fmt: skip
    (said,) = [cell.value for code, cell in office.store.cells(last.id).items() if "A22-1" in code]
    assert said == "complete"
    assert (
        f"Justice Ministry, Sabzkoh: Reported complete for {period_written(last.month)}, while 1 "
        "of 3 milestones are not shown to be delivered" in site.pages["halfyear.html"].text
    )


def test_a_restricted_return_is_in_no_file_in_either_language(site: Site) -> None:
    """As the files are sent out: the PDF as pdftotext reads it, the Word document unpacked."""
    every = words_of(site)
    assert {"ur/review-ur.docx/word/document.xml", "data/returned-numbers.csv"} <= every.keys()
    assert len(SECRETS) >= 3
    for secret in SECRETS:
        assert holding(every, secret) == []
    open_ones = [row for row in data(site, "returned-numbers") if row["latest"] == "yes"]
    shown = max((row["value"] for row in open_ones), key=int)
    wanted = {"halfyear.html", "ur/halfyear.html", "review-en.docx/word/document.xml, read"}
    if shutil.which("pdftotext") is not None:
        wanted.add("review-en.pdf")
    assert wanted <= set(holding(every, shown)), "what is open would be found"


def test_balance_stands_on_four_axes_and_is_never_one_number(site: Site) -> None:
    (table,) = (each for each in site.pages["halfyear.html"].all("table")
                if "balance" in each.classes)  # fmt: skip
    heads = [row.text.split()[0] for row in table.all("th") if row.attributes["scope"] == "row"]
    axes = {"Points": 1, "Actions": 1, "of": 1, "Milestones": 2, "Money": 4}
    assert Counter(heads) == Counter(axes)
    assert "total" not in table.text.lower()


def test_a_point_page_has_its_card_and_questions(site: Site) -> None:
    page = site.pages["points/SAP22-02.html"]
    assert "No office has been named in public as the owner" in page.text or (
        "the revision names none" in page.text
    )
    assert [each for each in page.all("section") if "card" in each.classes]
    older = site.pages["points/SAP19-02.html"]
    assert not [each for each in older.all("section") if "card" in each.classes]


def test_the_data_are_described_and_their_ids_are_those_of_the_pack(site: Site) -> None:
    package = json.loads(site.files["data/datapackage.json"])
    resources = {each["name"]: each for each in package["resources"]}
    for name in ("points", "map", "missing", "questions"):
        described = resources[f"scorecard-{name}"]
        lines = site.files[f"data/{described['path']}"].decode().splitlines()
        assert lines[0].split(",") == [each["name"] for each in described["schema"]["fields"]]
        assert len(lines) > 1, name
    assert "halfyear-changes" in resources


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not there")
def test_the_pdf_holds_the_section_at_its_front(site: Site) -> None:
    path = str(site.folder / "review-en.pdf")
    done = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True)
    pages = done.stdout.decode().translate(dict.fromkeys(range(0x2066, 0x206A))).split("\f")
    text = [" ".join(page.split()) for page in pages]
    at = next(n for n, page in enumerate(text) if page.startswith("What became of the plan,"))
    assert at <= 4, "after the cover and the contents"
    assert "Most reports came; point 2 has no owner." in text[at]
    assert "Written by plan-office" in text[at]
    assert any("How far each point has come" in page for page in text[at : at + 6])
    assert site.files["ur/review-ur.pdf"].startswith(b"%PDF")


def test_words_are_kept_when_the_review_is_built_again(
    site: Site, lived: tuple[Path, list[Happened]], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    folder, _ = lived
    assert "Most reports came" in site.pages["halfyear.html"].text
    assert "جائزہ۔" in site.pages["ur/halfyear.html"].text
    files = {path: path.read_bytes() for path in (folder / "narrative").rglob("*.md")}
    monkeypatch.chdir(folder)
    answer = CliRunner().invoke(naap, ["review", "narrative", "--period", PERIOD, "--json"])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.output)
    assert {(each["slot"], each["language"]) for each in told["written"]} == {
        ("summary", "en"), ("summary", "ur"),
    }  # fmt: skip
    assert len(told["made"]) == 14
    monkeypatch.setattr("naap.review.edition.drawn", _drawn)
    monkeypatch.setattr("naap.review.edition.pdf", lambda *_: b"")
    out = tmp_path / "again"
    shutil.copytree(site.folder, out)
    again = Site(_built(folder, out, languages=("en",)))
    assert "Most reports came" in again.pages["halfyear.html"].text
    assert {path: path.read_bytes() for path in files} == files


def test_a_word_file_that_cannot_be_used_stops_the_build_and_says_why(
    lived: tuple[Path, list[Happened]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = lived
    path = folder / "narrative" / PERIOD / "en" / "impact.md"
    kept = path.read_bytes() if path.exists() else None
    path.write_text("No head, only words.", encoding="utf-8")
    monkeypatch.chdir(folder)
    try:
        answer = CliRunner().invoke(naap, ["review", "--period", PERIOD, "--out", "never"])
    finally:
        path.unlink() if kept is None else path.write_bytes(kept)
    assert answer.exit_code != 0
    assert "impact.md" in f"{answer.output}{answer.exception}"
    assert not (folder / "never").exists()
