"""The PDF: what it says, that nothing in it is taken for markup, that it is the same each time."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from naap.beside import beside
from naap.drawing.vega import TYPEFACES
from naap.figures.figure import Language
from naap.review.pages import Review
from naap.review.pdf.chart import _urdu_first, printable
from naap.review.pdf.content import content_of
from naap.review.pdf.document import pdf
from naap.review.pdf.text import cleaned, refs_in, title_of
from naap.typeset import Document, _spelt_out, _unshown, typeset
from tests.conftest import PROJECT
from tests.pdf_makers import reviewed

HOSTILE = (
    '#panic("read as markup")', "$x$ [a] \\u{41} \"q\" @label <label> *b* _i_ `r` // /* ~ = - + #",
    "]\n\n= Heading\n#import \"x\"", "\u202eturned\u202d \u2066unclosed", "漢字 \U0001f600 ﷺ",
    "\x00\x07\x1b[31m", "a\u2028b\u2029c", "&lt;tspan&gt;",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_point_figure_and_number_of_the_review_is_in_it(language: Language) -> None:
    review = reviewed("pakistan", language)
    content = content_of(review)
    assert [each["title"] for each in content["figures"]] == [
        title_of(made) for made in review.shown
    ]
    points = [each["id"] for plan in content["plans"] for each in plan["sections"]]
    assert sorted(points) == sorted(this.point.point_id for this in review.points)
    printed = sum(
        len(group["rows"])
        for plan in content["plans"]
        for point in plan["sections"]
        for group in point["groups"]
    )
    told = {(g.quantity, g.scope): len(g.rows) for this in review.points for g in this.groups}
    assert printed == sum(told.values()), "each number once"


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_figure_with_too_many_sources_to_print_says_where_they_are(language: Language) -> None:
    review = reviewed("pakistan", language)
    told = {each["id"]: each["sources"] for each in content_of(review)["figures"]}
    pointed = {name for name, said in told.items() if f"origins/{name}.html" in said}
    for name, said in told.items():
        sources = {line.source_id for line in review.origins[name].claims.values()}
        rows = review.origins[name].pack_rows.values()
        sources |= {row.source_id for row in rows if row.source_id}
        assert (name in pointed) == (len(sources) > 12)
        assert name not in pointed or f"{len(sources)} " in said[2]
        assert name in pointed or set(refs_in(said)) == sources
    assert pointed


def test_numbers_printed_under_one_point_are_pointed_to_from_the_other() -> None:
    content = content_of(reviewed("pakistan", "en"))
    sections = [each for plan in content["plans"] for each in plan["sections"]]
    for this in (this for this in reviewed("pakistan", "en").points if this.groups):
        section = next(each for each in sections if each["id"] == this.point.point_id)
        assert section["groups"] or '"p":' in json.dumps(section["facts"]), this.point.point_id


@pytest.mark.parametrize("name", ["pakistan", "example"])
def test_every_source_that_is_named_is_listed_once_and_none_else(name: str) -> None:
    content = content_of(reviewed(name, "en"))
    listed = [each["id"] for each in content.pop("sources")]
    assert len(set(listed)) == len(listed)
    assert set(listed) == set(refs_in(content))


def _pieces(node: Any) -> Iterator[str]:
    """The texts of all lines in a content."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _pieces(value)
    elif isinstance(node, list):
        for each in node:
            yield from _pieces(each)


def test_in_urdu_marks_between_words_are_urdu() -> None:
    content = content_of(reviewed("pakistan", "ur"))
    plans = list(_pieces(content["plans"]))
    assert not [each for each in plans if each.startswith((", ", "; ", ". "))]
    assert [each for each in plans if each.startswith("، ")], "a period, and the place beside it"
    english = list(_pieces(content_of(reviewed("pakistan", "en"))["plans"]))
    assert not [each for each in english if each.startswith(("، ", "؛ ", "۔ "))]


def test_a_cell_holds_no_empty_piece() -> None:
    content = content_of(reviewed("pakistan", "en"))
    for plan in content["plans"]:
        for point in plan["sections"]:
            cells = [cell for group in point["groups"] for row in group["rows"] for cell in row]
            assert all(piece not in ("", {"t": "", "m": True}) for cell in cells for piece in cell)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_same_review_gives_the_same_bytes(language: Language) -> None:
    review = reviewed("example", language)
    assert pdf(review) == pdf(review)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_it_is_an_archive_that_names_no_place_on_this_machine(language: Language) -> None:
    made = pdf(reviewed("example", language))
    assert made.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert (b"<pdfuaid:part>1</pdfuaid:part>" in made) == (language == "en")
    assert (b"StructTreeRoot" in made) == (language == "en")
    assert f"<rdf:li>{language}" in made.decode("latin-1") or f"({language})".encode() in made
    for place in (str(PROJECT), "/site-packages", "/tmp/", "C:\\"):
        assert place.encode() not in made


def test_its_date_is_that_of_the_ledger() -> None:
    review = reviewed("example", "en")
    recorded = review.snapshot.log[-1].recorded_at
    assert f"{recorded:%Y-%m-%dT%H:%M:%S}".encode() in pdf(review)
    without = replace(review, snapshot=replace(review.snapshot, log=()))
    assert f"{review.pack.settings.released}T00:00:00".encode() in pdf(without)


def saying(review: Review, said: str) -> Review:
    """The review of a pack whose every text is another one."""
    points = [
        replace(
            this,
            point=this.point.model_copy(
                update={"title_en": f"t{said}", "text_official": said, "note": said}
            ),
            groups=[
                replace(g, quantity=f"{said}{n}", scope=said) for n, g in enumerate(this.groups)
            ],
            ratings=[{**row, "rating": said, "assessor_name": said} for row in this.ratings],
        )
        for this in review.points[:2]
    ]
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"/>'
    made = replace(review, drawn={"wide": dict.fromkeys(review.drawn["wide"], lambda: svg)})
    made.__dict__["points"] = points
    return made


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(st.text(max_size=60))
@example("".join(HOSTILE))
def test_words_of_a_source_are_never_markup(said: str) -> None:
    assert pdf(saying(reviewed("example", "en"), said)).startswith(b"%PDF")


@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_words_set_in_urdu_too(said: str) -> None:
    assert pdf(saying(reviewed("example", "ur"), said)).startswith(b"%PDF")


def test_a_note_longer_than_a_page_goes_on_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    content = content_of(reviewed("example", "en"))
    first = next(point for point in content["plans"][0]["sections"] if point["groups"])
    first["groups"][0]["rows"][0][-1] = ["word " * 2500 + "endofnote"]
    monkeypatch.setattr("naap.review.pdf.document.content_of", lambda review: content)
    pages = pypdfium2.PdfDocument(pdf(reviewed("example", "en")))
    shown = "".join(page.get_textpage().get_text_bounded() for page in pages)
    assert shown.count("endofnote") == 1


@given(st.text())
def test_no_sign_that_steers_is_left(said: str) -> None:
    left = cleaned(said)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", left)
    assert cleaned(left) == left


def test_a_letter_that_no_typeface_has_is_spelt_out() -> None:
    assert _spelt_out("a漢b", _unshown("a漢b", TYPEFACES)) == "a[U+6F22]b"
    assert list(_unshown("Añ–→ ناپ ہے۔", TYPEFACES)) == []


@pytest.mark.parametrize(
    ("said", "ordered"),
    [
        ("● وزارت", "وزارت \u200e●"), ("Millat: اہل سنت", "اہل سنت \u200e: Millat"),
        ("24 دسمبر", "دسمبر \u200e24"), ("ناپ 12", "ناپ 12"),
        ("● عدد ○ وہی", "عدد ○ وہی \u200e●"), ("none", "none"), ("", ""),
    ],
)  # fmt: skip
def test_urdu_comes_first_in_a_line_of_a_chart(said: str, ordered: str) -> None:
    assert _urdu_first(said) == ordered


def test_each_line_of_a_chart_moves_as_a_whole() -> None:
    text = '<text transform="scale(-1,1)"><tspan>ایک</tspan><tspan x="0" dy="20">دو</tspan></text>'
    drawn = printable(f"<svg >{text}</svg>")
    assert 'transform="scale(-1,1) translate(0,20)"' in drawn
    assert "<tspan x" not in drawn


def test_trouble_of_typst_is_told_in_its_words(tmp_path: Path) -> None:
    template = tmp_path / "wrong.typ"
    template.write_text("#nothing-of-this-name", encoding="utf-8")
    made_at = datetime(2026, 1, 1, tzinfo=UTC)
    document = Document(template, TYPEFACES, "{}", ("a-2b",), False, made_at)
    with beside(2) as others, pytest.raises(RuntimeError, match="unknown variable"):
        others.apart(typeset, document)()


def test_charts_take_the_colours_and_typefaces_that_paper_has() -> None:
    svg = (
        '<svg ><text fill="var(--ink, #1b1f24)" font-family="\'Noto Nastaliq Urdu\', system-ui">'
        "▼ ناپ ہے 12</text></svg>"
    )
    assert printable(svg) == (
        '<svg font-family="Libertinus Serif" ><text fill="#1b1f24">'
        '<tspan font-family="Noto Nastaliq Urdu">ناپ ہے </tspan>12 \u200e▼</text></svg>'
    )


def as_seen(pdf: bytes) -> str:
    """The letters of the first page from left to right, line by line."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    text = page.get_text_range()
    lines: dict[float, list[tuple[float, str]]] = {}
    for number, letter in enumerate(text[: page.count_chars()]):
        left, bottom, _, _ = page.get_charbox(number, loose=True)
        lines.setdefault(round(bottom), []).append((left, letter))
    return "\n".join("".join(letter for _, letter in sorted(line)) for line in lines.values())


@pytest.mark.parametrize("said", ["2014-12-24", "2014-12/2015-06", "2016-17", "-18", "+2.5"])
def test_in_urdu_a_date_begins_with_its_year_and_a_number_with_its_sign(
    tmp_path: Path, said: str
) -> None:
    typst = tmp_path / "typst"
    shutil.copytree(PROJECT / "src/naap/review/pdf/typst", typst)
    template = typst / "sentence.typ"
    template.write_text('#import "look.typ": *\n#show: styled\n#say(content.said)')
    sentence = f"منظوری ({said}) سے پہلے" if said[0] == "2" else f"تبدیلی {said} ہے"
    content = {
        "language": "ur", "said": sentence,
        "words": {"digest_of_ledger": ""}, "title": "", "version": "", "digest": "", "sources": [],
        "colours": dict.fromkeys(("ink", "muted", "rule", "accent"), "#000000"),
    }  # fmt: skip
    made = typeset(Document(template, TYPEFACES, json.dumps(content), ("a-2b",), False,
                            datetime(2025, 1, 1, tzinfo=UTC)))  # fmt: skip
    assert said in as_seen(made)
