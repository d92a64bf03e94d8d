"""The scorecard: what is drawn, what is asked, and what never reaches the public."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from naap.drawing.chart import Chart
from naap.ledger.handling import LABELS
from naap.periods import parse_period
from naap.review import Options, build
from naap.review.docx.charts import png_of
from naap.review.pages import Review
from naap.review.pdf.content import content_of
from naap.review.scorecard.card import KINDS, MAPS, Mark, scorecard_of
from naap.review.scorecard.data import tables_of_halfyear, tables_of_scorecard
from naap.review.scorecard.pages import on_points
from naap.review.scorecard.questions import _against_each_other
from naap.review.words import words
from naap.status import SCALE
from naap.status.words import word as status_word
from naap.workspace import Workspace
from tests.halfyear_makers import pages_of, period_of
from tests.restricted_makers import BODIES, holding, returned, words_of
from tests.returns_makers import Office
from tests.review_makers import shipped
from tests.site_walk import Site, parse


@cache
def card_of(pack: str, period: str | None = None, language: Any = "en") -> Review:
    return period_of(Workspace.here(pack=pack), period, language)


def test_a_point_has_a_mark_for_each_area_and_half_year_and_every_kind_has_words() -> None:
    card = scorecard_of(card_of("example", "2024-H1"))
    assert [half.text for half in card.halves] == ["2022-H2", "2023-H1", "2023-H2", "2024-H1"]
    for name in MAPS:
        assert len(card.maps[name]) == 5
        for line in card.maps[name]:
            assert [cell.area for cell in line.cells] == list(card.areas)
            for mark in (mark for cell in line.cells for mark in cell.marks):
                assert mark.kind in KINDS[name]
    for kind in (kind for name in MAPS for kind in KINDS[name]):
        if kind in SCALE:
            assert status_word(kind, "ur")
        else:
            assert words()[f"sc_k_{kind.replace(' ', '_')}"]["ur"]


@pytest.mark.parametrize("pack", ["example", "pakistan"])
def test_areas_stand_in_the_geographic_order_of_the_pack(pack: str) -> None:
    areas = scorecard_of(card_of(pack)).areas
    assert [area.is_country for area in areas] == [True] + [False] * (len(areas) - 1)
    positions = [area.place.position or 0 for area in areas[1:]]
    assert positions == sorted(positions)


def test_areas_that_had_ended_are_left_out_and_those_of_the_time_are_not() -> None:
    def names(period: str) -> set[str]:
        return {area.place.place_id for area in scorecard_of(card_of("pakistan", period)).areas}

    assert "PK-FATA" in names("2017-H1")
    assert "PK-FATA" not in names("2024-H2")


def test_where_nobody_owes_a_report_nothing_is_drawn_as_come_or_missing() -> None:
    card = scorecard_of(card_of("pakistan", "2016-H2"))
    assert not card.is_owed
    assert card.maps["reporting"] == ()
    whole = {cell.marks[0].kind for line in card.maps["implementation"] for cell in line.cells
             if cell.area.is_country}  # fmt: skip
    assert whole == {SCALE[0]}


def test_what_was_published_about_an_area_is_marked_there_and_in_its_half_year() -> None:
    card = scorecard_of(card_of("pakistan", "2017-H1"))
    madrassas = next(x for x in card.maps["published"] if x.point.point_id == "NAP14-10")
    sindh = next(cell for cell in madrassas.cells if cell.area.place.name_en == "Sindh")
    assert sindh.marks[-1] == Mark(parse_period("2017-H1"), "numbers")
    assert sindh.marks[0].kind == "no number"


@pytest.mark.parametrize(
    ("pack", "period"), [("pakistan", "2016-H2"), ("pakistan", None), ("example", "2024-H1")]
)
def test_each_gap_of_a_point_is_a_question_with_a_source_and_an_office(
    pack: str, period: str | None
) -> None:
    for language in ("en", "ur"):
        review = card_of(pack, period, language)
        for point_id, mine in on_points(review).items():
            keys = [each.key for each in mine.questions]
            page = mine.known.page
            assert ("owner" in keys or "owner_lost" in keys) == (not page.owners), point_id
            assert ("actions" in keys) == (not page.actions), point_id
            assert ("never" in keys) == (mine.known.last is None), point_id
            assert ("stale" in keys) == mine.known.is_stale, point_id
            for each in mine.questions:
                assert each.words
                assert each.to
                assert each.sources
                assert "{" not in each.words
                assert "None" not in each.words


@pytest.mark.parametrize(
    ("language", "it", "said"),
    [
        ("en", "It ", "”: It does not say where it starts"),
        ("ur", "یہ ", "“: یہ نہیں بتاتا کہ آغاز"),
    ],
)
def test_a_question_names_what_it_is_about_and_asks_what_can_be_answered(
    language: Any, it: str, said: str
) -> None:
    """They are read out: nobody would know what "it" is, and of a silence nothing is right."""
    review = card_of("example", "2024-H1", language)
    asked = [
        (key, text)
        for mine in on_points(review).values()
        for key, text, _, _ in _against_each_other(review, scorecard_of(review), mine.known)
    ]
    assert [text for _, text in asked if said in text]
    assert not [text for _, text in asked if text.startswith((it, "“”", "”“"))]
    assert all(text[0] in "“”" for key, text in asked if key == "silent")
    right = words()["sq_contradiction"][language].partition("} ")[2]
    assert "silent" in {key for key, _ in asked}
    assert not [text for key, text in asked if key == "silent" and right in text]
    for mine in on_points(review).values():
        assert len({(each.words, each.to) for each in mine.questions}) == len(mine.questions)


def test_questions_tell_of_reports_that_did_not_come() -> None:
    """Nobody has returned anything in the pack that ships: every office that owes is asked."""
    mine = on_points(card_of("example", "2024-H1"))["SAP22-02"]
    asked = [each for each in mine.questions if each.key == "missing"]
    assert {name for each in asked for name in each.to} >= {"Interior Ministry"}
    assert "owed 30 reports on this point, and 30 of them did not come" in asked[0].words


def test_the_data_say_what_the_pages_say() -> None:
    review = card_of("example", "2024-H1")
    tables = {each.name: each for each in (*tables_of_scorecard(review),
                                           *tables_of_halfyear(review))}  # fmt: skip
    card = scorecard_of(review)
    marks = tables["scorecard-map"].rows
    assert len(marks) == sum(
        len(cell.marks) for name in MAPS for line in card.maps[name] for cell in line.cells
    )
    points = {each["point_id"]: each for each in tables["scorecard-points"].rows}
    assert card.status is not None
    assert {each.point_id: each.evidenced for each in card.status.points} == {
        name: each["evidenced"] for name, each in points.items()
    }
    for table in tables.values():
        names = {name for name, _, _ in table.columns}
        assert all(each.keys() <= names for each in table.rows), table.name


def test_pages_name_every_state_in_words_beside_its_mark() -> None:
    page = parse(pages_of(card_of("example", "2024-H1"))["scorecard.html"])
    cells = [cell for table in page.all("table") if "heat" in table.classes
             for cell in table.all("td")]  # fmt: skip
    assert cells
    for cell in cells:
        (latest,) = (each for each in cell.all("span") if "latest" in each.classes)
        assert latest.text


PIXEL = png_of('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')


@pytest.fixture(autouse=True)
def _no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn(chart: Chart, *_: object) -> str:
        return f"<svg>{json.loads(chart.spec)['datasets']}</svg>"

    def said(review: Review, *_: object) -> bytes:
        return json.dumps(content_of(review), ensure_ascii=False).encode()

    monkeypatch.setattr("naap.review.edition.drawn", drawn)
    monkeypatch.setattr("naap.review.edition.pdf", said)
    monkeypatch.setattr("naap.review.docx.document.png_of", lambda _: PIXEL)


@settings(
    max_examples=5, deadline=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.function_scoped_fixture),
)  # fmt: skip
@given(
    st.dictionaries(st.sampled_from(BODIES), st.sampled_from(LABELS), min_size=3, max_size=6),
    st.sampled_from(["2024-03", "2024-06"]),
)
def test_no_restricted_return_reaches_any_file(labels: dict[str, str], month: str) -> None:
    """Whatever labels offices give: no number, no remark, and no trace of whether it came, in no
    page, data file, PDF or Word document; and what everybody may read is there."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "workspace"
        Workspace.create(folder, "example")
        office = Office(folder, shipped("example"))
        hidden = {
            body: returned(office, body, month, label, 7_310_000 + 1_000 * at_body)
            for at_body, (body, label) in enumerate(labels.items())
        }
        workspace = Workspace.here(folder)
        options = Options.asked(workspace.pack, "2024-H1", languages=("en",))
        snapshot = workspace.snapshot(options.moment, clearance="TLP:CLEAR")
        site = Site(build(workspace.pack, snapshot, replace(options, word=True),
                          Path(scratch) / "out").folder)  # fmt: skip
        every = words_of(site)
        assert {"review-en.pdf", "review-en.docx/word/document.xml"} <= every.keys()
        for body, told in hidden.items():
            for secret in told.secrets:
                assert holding(every, secret) == [], (body, labels[body], secret)
            for number in told.numbers:
                assert "data/returned-numbers.csv" in holding(every, number), (body, labels[body])
            counted = every["origins/halfyear.html"] + every["origins/scorecard.html"]
            assert not [name for name in told.closed if f"{name}<" in counted], labels[body]
            assert not [name for name in told.open if f"{name}<" not in counted], labels[body]
            rows = csv.DictReader(io.StringIO(every["data/scorecard-missing.csv"]))
            named = {f"{row['body_id']}/{row['place_id']}/{period}" for row in rows
                     for period in row["periods"].split()}  # fmt: skip
            both = {name.partition("/")[2] for name in told.closed | told.open}
            assert not named & both - {n.partition("/")[2] for n in told.open}


def test_the_day_of_the_scorecard_is_when_the_review_closes() -> None:
    assert scorecard_of(card_of("pakistan", "2016-H2")).day == date(2017, 1, 30)
    assert scorecard_of(card_of("pakistan")).day >= date(2026, 11, 1)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_beside_the_marks_of_earlier_numbers_no_number_says_of_which_half_year(
    language: Any,
) -> None:
    review = card_of("pakistan", None, language)
    (html,) = (html for name, html in pages_of(review).items()
               if name.endswith("scorecard.html") and "origins/" not in name)  # fmt: skip
    none = words()["sc_k_no_number"][language]
    (grid,) = (each for each in parse(html).all("table") if "heat-published" in each.classes)
    dated = []
    for cell in grid.all("td"):
        marks = [each for each in cell.all("span") if "mark" in each.classes]
        (latest,) = (each for each in cell.all("span") if "latest" in each.classes)
        had_numbers = any("m-numbers" in each.classes for each in marks)
        assert (latest.text.strip() == none) == (not had_numbers)
        dated += [latest.text] if had_numbers and "m-no-number" in marks[-1].classes else []
    assert dated
    assert all(each.rstrip().endswith(none) and "20" in each for each in dated)
