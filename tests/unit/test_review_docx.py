"""The Word document: named styles, numbers that follow, both directions, never markup."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import docx as word_files
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from naap.figures.figure import Language
from naap.periods import parse_period
from naap.review.docx.charts import png_of
from naap.review.docx.document import docx
from naap.review.docx.parts import _by_direction
from naap.review.halfyear.narrative import SLOTS, Narrative, blocks_of
from naap.review.pages import Review
from naap.review.pdf.content import content_of
from naap.review.pdf.text import ARABIC
from tests.conftest import PROJECT
from tests.pdf_makers import reviewed
from tests.unit.test_review_pdf import HOSTILE, saying

LANGUAGES: tuple[Language, ...] = ("en", "ur")
LATIN_END = re.compile(r"(?<![A-Za-z])[.?](?=\s|$)")
NUMBER_OF_A_LIST = re.compile(r"^\d+\. ")


@cache
def made(language: Language) -> bytes:
    return docx(reviewed("example", language))


def opened(content: bytes) -> Document:
    return word_files.Document(io.BytesIO(content))


def all_of(document: Document, tag: str) -> Iterator[Any]:
    yield from document.element.body.iter(qn(tag))


def words_of(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(qn("w:t")))


def styled(document: Document, style: str) -> list[Any]:
    return [
        each
        for each in all_of(document, "w:p")
        if (named := each.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")) is not None
        and named.get(qn("w:val")) == style
    ]


def without_marks(said: str) -> str:
    return said.replace("\u200e", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_written_in_named_styles_that_it_holds(language: Language) -> None:
    document = opened(made(language))
    held = {style.style_id for style in document.styles}
    used = {
        each.get(qn("w:val"))
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle")
        for each in all_of(document, tag)
    }
    assert used <= held
    assert {"Title", "Heading1", "Heading2", "Heading3", "Caption", "Quote", "TOC1", "TOC3",
            "TableofFigures", "NaapTable", "TableNumber", "SourceNumber"} <= used  # fmt: skip
    for paragraph in document.paragraphs:
        if words_of(paragraph._p).strip():
            assert not paragraph._p.findall(f".//{qn('w:sz')}"), "sizes belong to styles"


@pytest.mark.parametrize("language", LANGUAGES)
def test_captions_are_counted_by_word_and_by_us_alike(language: Language) -> None:
    document = opened(made(language))
    content = content_of(reviewed("example", language))
    found: dict[str, list[int]] = {"Figure": [], "Table": []}
    for caption in styled(document, "Caption"):
        (field,) = caption.iter(qn("w:fldSimple"))
        kind = field.get(qn("w:instr")).split()[1]
        found[kind].append(int(words_of(field)))
    assert found["Figure"] == list(range(1, len(content["figures"]) + 1))
    assert found["Table"] == list(range(1, len(found["Table"]) + 1)) != []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_stands_in_it_with_words_for_who_cannot_see_it(language: Language) -> None:
    document = opened(made(language))
    drawn = [each for each in content_of(reviewed("example", language))["figures"] if each["drawn"]]
    told = [each.get("descr") for each in all_of(document, "wp:docPr")]
    stop = {"en": ".", "ur": "۔"}[language]
    assert told == [f"{each['title']}{stop} {each['alt']}" for each in drawn]
    assert len(document.inline_shapes) == len(drawn) > 10
    for shape in document.inline_shapes:
        assert shape.width.mm <= 170.1
        assert shape.height.mm <= 180.1
    numbers = [each.get("id") for each in all_of(document, "wp:docPr")]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sources_are_numbered_without_gaps_and_every_reference_finds_one(
    language: Language,
) -> None:
    document = opened(made(language))
    listed = content_of(reviewed("example", language))["sources"]
    entries = styled(document, "SourceEntry")
    marks = [entry.find(qn("w:bookmarkStart")).get(qn("w:name")) for entry in entries]
    assert marks == [f"source_{place + 1}" for place in range(len(listed))]
    assert [without_marks(words_of(entry)).startswith(source["title"])
            for entry, source in zip(entries, listed, strict=True)]  # fmt: skip
    asked = {}
    for field in all_of(document, "w:fldSimple"):
        if found := re.match(r" REF (source_\d+) \\n \\h $", field.get(qn("w:instr"))):
            asked[found[1]] = words_of(field)
    assert asked == {name: f"[{place + 1}]" for place, name in enumerate(marks)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_and_field_leads_somewhere_in_the_document(language: Language) -> None:
    document = opened(made(language))
    names = [each.get(qn("w:name")) for each in all_of(document, "w:bookmarkStart")]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,39}", name) for name in names)
    led = {each.get(qn("w:anchor")) for each in all_of(document, "w:hyperlink")}
    assert led <= set(names)
    begun = [each.get(qn("w:fldCharType")) for each in all_of(document, "w:fldChar")]
    assert begun == ["begin", "separate", "end"] * 3, "contents, figures, tables"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_name_every_heading(language: Language) -> None:
    document = opened(made(language))
    for level in (1, 2, 3):
        headings = [words_of(each) for each in styled(document, f"Heading{level}")]
        listed = [
            words_of(each.find(qn("w:hyperlink"))) for each in styled(document, f"TOC{level}")
        ]
        assert [each.removesuffix("…") for each in listed] == headings != []


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_repeat_their_head_and_put_numbers_at_the_end_of_the_line(
    language: Language,
) -> None:
    document = opened(made(language))
    for table in all_of(document, "w:tbl"):
        about = table.find(qn("w:tblPr"))
        assert about.find(qn("w:tblDescription")).get(qn("w:val"))
        assert (about.find(qn("w:bidiVisual")) is not None) == (language == "ur")
        widths = [int(each.get(qn("w:w"))) for each in table.iter(qn("w:gridCol"))]
        assert sum(widths) <= 9640
        if about.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1":
            assert table.find(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        for row in table.iter(qn("w:tr")):
            spans = [int(each.get(qn("w:val"))) for each in row.iter(qn("w:gridSpan"))]
            assert len(row.findall(qn("w:tc"))) + sum(spans) - len(spans) == len(widths)
            assert all(each.find(qn("w:p")) is not None for each in row.iter(qn("w:tc")))
    printed = [
        row[1][0]
        for plan in content_of(reviewed("example", language))["plans"]
        for point in plan["sections"] for group in point["groups"] for row in group["rows"]
    ]  # fmt: skip
    aligned = [without_marks(words_of(each)) for each in styled(document, "TableNumber")]
    assert [each for each in aligned if each in printed] != []
    assert set(printed) <= set(aligned)


def test_urdu_runs_from_right_to_left_wherever_it_stands() -> None:
    document = opened(made("ur"))
    for paragraph in all_of(document, "w:p"):
        turned = paragraph.find(f"{qn('w:pPr')}/{qn('w:bidi')}")
        assert turned is not None, words_of(paragraph)
        if turned.get(qn("w:val")) == "0":
            assert not ARABIC.search(words_of(paragraph).split("[")[0][:20])
    for run in all_of(document, "w:r"):
        said = words_of(run)
        is_rtl = run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None
        assert is_rtl or not ARABIC.search(said), said
        assert not (is_rtl and re.search("[A-Za-z]", said)), said
    normal = document.styles["Normal"].element
    assert normal.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None
    (language,) = document.styles.element.iter(qn("w:lang"))
    assert language.get(qn("w:bidi")) == "ur-PK"
    (fonts,) = document.styles.element.findall(f"{qn('w:docDefaults')}//{qn('w:rFonts')}")
    assert fonts.get(qn("w:cs")) == "Noto Nastaliq Urdu"


def test_urdu_brings_its_typeface_and_english_does_not() -> None:
    parts = zipfile.ZipFile(io.BytesIO(made("ur")))
    table = parts.read("word/fontTable.xml").decode()
    key = re.search(r'w:fontKey="\{([0-9A-F-]{36})\}"', table)
    assert key is not None
    letters = parts.read("word/fonts/font1.odttf")
    turned = bytes.fromhex(key[1].replace("-", ""))[::-1] * 2
    shown = bytes(a ^ b for a, b in zip(letters[:32], turned, strict=True)) + letters[32:]
    ours = PROJECT / "src/naap/drawing/typefaces/NotoNastaliqUrdu-Regular.ttf"
    assert shown == ours.read_bytes()
    assert not [name for name in zipfile.ZipFile(io.BytesIO(made("en"))).namelist()
                if "font1" in name]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_says_what_it_is(language: Language) -> None:
    review = reviewed("example", language)
    about = opened(made(language)).core_properties
    assert about.title == review.pack.settings.title[language]
    assert about.language == {"en": "en-GB", "ur": "ur-PK"}[language]
    assert about.identifier == review.snapshot.digest
    assert about.author == "Naap"
    recorded = review.snapshot.log[-1].recorded_at
    assert about.created == about.modified == recorded.replace(microsecond=0)
    footer = opened(made(language)).sections[0].footer.part.element
    assert review.snapshot.digest in words_of(footer)
    asked = [each.get(qn("w:instr")).strip() for each in footer.iter(qn("w:fldSimple"))]
    assert asked == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_review_gives_the_same_bytes(language: Language) -> None:
    assert docx(reviewed("example", language)) == made(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_holds_no_macro_and_asks_for_nothing_from_elsewhere(language: Language) -> None:
    parts = zipfile.ZipFile(io.BytesIO(made(language)))
    for name in parts.namelist():
        assert not re.search(r"\.bin$|vba|thumbnail|customXml", name), name
        text = parts.read(name).decode("latin-1")
        assert 'TargetMode="External"' not in text, name
        for place in (str(PROJECT), "/site-packages", "python-docx"):
            assert place not in text, name
        if name.endswith((".xml", ".rels")):
            parse_xml(parts.read(name))


def in_period(language: Language, *words: Narrative) -> Review:
    review = reviewed("example", language)
    options = replace(review.options, period=parse_period("2023-H2", 1), narratives=words)
    return replace(review, options=options, shared={})


def test_a_review_of_a_period_waits_for_the_words_of_the_office() -> None:
    document = opened(docx(in_period("en")))
    slots = list(all_of(document, "w:sdt"))
    tags = [each.find(f".//{qn('w:tag')}").get(qn("w:val")) for each in slots]
    assert sorted(tags) == sorted(f"narrative-{name}" for name in SLOTS)
    assert all(each.find(f".//{qn('w:showingPlcHdr')}") is not None for each in slots)
    numbers = [each.find(f".//{qn('w:id')}").get(qn("w:val")) for each in slots]
    assert len(set(numbers)) == len(SLOTS)
    assert not list(all_of(opened(made("en")), "w:sdt")), "a review of no period has none"


def test_words_that_the_workspace_holds_stand_in_their_slot() -> None:
    text = "The plan **slowed**.\n\n- First\n- Second"
    said = Narrative("summary", "en", "review-analyst", date(2024, 1, 20), "TLP:CLEAR",
                     tuple(blocks_of(text)))  # fmt: skip
    kept = replace(said, slot="impact", handling="TLP:AMBER")
    other = replace(said, language="ur", blocks=tuple(blocks_of("اردو")))
    document = opened(docx(in_period("en", other, said, kept)))
    filled = {
        each.find(f".//{qn('w:tag')}").get(qn("w:val")): each
        for each in all_of(document, "w:sdt")
        if each.find(f".//{qn('w:showingPlcHdr')}") is None
    }
    assert list(filled) == ["narrative-summary"], "neither restricted words nor another's"
    paragraphs = [words_of(each) for each in filled["narrative-summary"].iter(qn("w:p"))]
    assert paragraphs == ["The plan slowed.", "First", "Second"]
    assert "review-analyst" in "".join(words_of(each) for each in styled(document, "Note"))


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("نکتہ 5", [("نکتہ 5", True)]),
        ("1,335 (2016)", [("1,335 (2016)", True)]),
        ("مدت: 2023-H2", [("مدت: ", True), ("\u200e2023-H2", False)]),
        (
            "وہ NACTA (Act 2013) ہے",
            [("وہ ", True), ("NACTA (Act 2013)\u200e", False), (" ہے", True)],
        ),
        ("70 shops.", [("\u200e70 shops.\u200e", False)]),
        ("", []),
    ],
)
def test_each_script_keeps_its_own_direction_in_urdu(
    said: str, parts: list[tuple[str, bool]]
) -> None:
    assert [each for each in _by_direction(said, is_urdu=True) if each[0]] == parts


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_review_of_a_period_says_what_its_pdf_says(language: Language) -> None:
    review = in_period(language)
    this = content_of(review)["halfyear"]
    document = opened(docx(review))
    assert this["title"] in [without_marks(words_of(each)) for each in styled(document, "Heading1")]
    told = without_marks(" ".join(words_of(each) for each in all_of(document, "w:p")))
    for state in this["states"]:
        assert state["why"] in told
        assert state["evidenced"] in told
    for cells in [*this["balance"], *this["reporting"]]:
        assert all(cell in told for cell in cells)
    for paragraph in all_of(document, "w:p") if language == "ur" else ():
        assert paragraph.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None


def test_sentences_in_urdu_end_with_the_marks_of_urdu() -> None:
    said = Narrative("summary", "ur", "review-analyst", date(2024, 1, 20), "TLP:CLEAR",
                     tuple(blocks_of("جائزہ۔")))  # fmt: skip
    document = opened(docx(in_period("ur", said)))
    lines = [without_marks(words_of(each)) for each in all_of(document, "w:p")]
    lines += [str(each.get("descr")) for each in all_of(document, "wp:docPr")]
    urdu = [NUMBER_OF_A_LIST.sub("", each) for each in lines if ARABIC.search(each)]
    assert len(urdu) > 100
    assert any("review-analyst" in each for each in urdu)
    assert [each for each in urdu if LATIN_END.search(each)] == []


@settings(
    max_examples=10, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
@example("".join(HOSTILE), "en")
@example("".join(HOSTILE), "ur")
@example("]]>&amp;<w:p/>\"'\ufffe\ud800\x00 \u202eabc ناپ\u200f 5%", "ur")
@example("ناپ and NACTA (2016), " * 40, "ur")
@example("long" * 2000, "en")
def test_words_of_a_source_never_break_the_file(said: str, language: Language) -> None:
    review = saying(replace(reviewed("example", language), drawn={"wide": {}}), said)
    document = opened(docx(review))
    content = content_of(review)
    for point in content["plans"][0]["sections"]:
        told = [without_marks(words_of(each)) for each in styled(document, "Heading3")]
        assert any(point["title"] in each for each in told)


@pytest.mark.parametrize(
    "inner",
    [
        "<text/>",
        '<text x="3">a &lt;b&gt; &amp; "c"</text>',
        '<text>ناپ<tspan font-size="9">b</tspan></text>',
        '<text transform="scale(-1,1)"><tspan>ایک</tspan><tspan x="0" dy="20">دو</tspan></text>',
    ],
)
def test_every_kind_of_text_in_a_chart_is_drawn(inner: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60">{inner}</svg>'
    assert png_of(svg).startswith(b"\x89PNG")
