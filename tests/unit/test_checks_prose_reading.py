"""Documents are read into the words that a reader sees, and refused in words of use."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from naap.checks.prose import document as documents
from naap.checks.prose import reading
from naap.checks.prose.reading import read, read_file
from naap.problems import UnusableInput
from tests.document_makers import docx, docx_of, html, pdf, picture_pdf

LOCKED = Path(__file__).parents[1] / "fixtures" / "documents" / "locked.pdf"
PARAGRAPHS = (
    "Attacks fell from 1,206 in 2014 to 625 in 2015, a decline of 48 percent.",
    "Of the 717 cases (646 decided & 71 pending) none was dropped.",
)
BOTH = "\n\n".join(PARAGRAPHS)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("ending", "data"),
    [
        (".txt", BOTH.encode()),
        (".md", BOTH.encode()),
        (".html", html(PARAGRAPHS)),
        (".docx", docx(PARAGRAPHS)),
    ],
)
def test_every_kind_gives_the_same_text_and_paragraphs(
    ending: str, data: bytes, tmp_path: Path
) -> None:
    path = tmp_path / f"report{ending}"
    path.write_bytes(data)
    read = read_file(path)
    assert read.text == BOTH
    assert read.unit == "paragraph"
    assert [read.number_at(read.text.index(said)) for said in PARAGRAPHS] == [1, 2]
    assert read.number_at(len(read.text) - 1) == 2


def test_a_pdf_gives_running_text_and_its_pages() -> None:
    read = reading.read("report.pdf", pdf(PARAGRAPHS), "PDF")
    assert flat(read.text) == " ".join(PARAGRAPHS)
    assert read.unit == "page"
    assert read.number_at(read.text.index("717")) == 2


def test_a_word_divided_at_a_line_end_is_whole_again_and_a_range_of_years_stays() -> None:
    said = (
        "In the fiscal years 2014-15 the implementation of the counterterrorism organisation, "
        "administrative responsibilities was extraordinarily unsatisfactory, notwithstanding "
    ) * 3
    raw = reading.read("report.pdf", pdf((said,), width_mm=75), "PDF").text
    assert flat(raw) == flat(said)
    assert "\n" in raw


def test_a_sentence_goes_on_over_the_page_break() -> None:
    read = reading.read("r.pdf", pdf(("The toll rose from 120", "to 180 within a year.")), "PDF")
    assert flat(read.text) == "The toll rose from 120 to 180 within a year."
    assert "\n\n" not in read.text
    assert read.number_at(read.text.index("180")) == 2


def test_pages_without_text_are_named_and_counted() -> None:
    made = read("r.pdf", pdf(("", PARAGRAPHS[0], "", PARAGRAPHS[1])), "PDF")
    assert made.empty_pages == (1, 3)
    assert [made.number_at(made.text.index(start)) for start in ("Attacks", "Of the")] == [2, 4]
    assert read("r.txt", BOTH.encode()).empty_pages == ()


def test_page_numbers_and_running_heads_are_no_text() -> None:
    pages = tuple(f"Annual report {n}\\\nWe counted {n}2 attacks.\\\n{n}" for n in range(3, 8))
    broken = tuple(page.replace("\\\n", "\n\n") for page in pages)
    read = reading.read("r.pdf", pdf(broken), "PDF")
    assert flat(read.text) == " ".join(f"We counted {n}2 attacks." for n in range(3, 8))


def test_what_a_reader_of_a_page_does_not_see_is_not_read() -> None:
    page = (
        "<html><head><title>12 of 40</title><style>p{margin:3px}</style></head><body>"
        "<script>var a = 1206;</script><p>The toll was 1,206<sup>3</sup> and&nbsp;625"
        "<sup>[12]</sup><br>in all.<p hidden>99 red herrings</p><p>It is 10<sup>th</sup>.</p>"
        "<table><tr><td>Punjab<td>120<td>85</table><![if !IE]>seen<![endif]><!-- 5 of 7 -->"
    )
    assert read("p.html", page.encode()).text.split("\n\n") == [
        "The toll was 1,206 and\xa0625\nin all.", "It is 10th.", "Punjab", "120", "85", "seen",
    ]  # fmt: skip


def test_marks_of_markdown_are_no_text() -> None:
    said = "# Report\n\nThe *toll* was [1,206](https://example.org/625).\n\n- 12 men\n- 7 women\n"
    made = read("r.md", said.encode(), "Markdown")
    assert made.text.split("\n\n") == ["Report", "The toll was 1,206.", "12 men", "7 women"]


def test_deleted_moved_hidden_and_raised_text_of_a_word_file_is_not_read() -> None:
    def run(text: str, look: str = "") -> str:
        return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"

    raised, seen = '<w:vertAlign w:val="superscript"/>', '<w:vanish w:val="0"/>'
    body = (
        f"<w:p>{run('The toll was 1,206')}{run('3', raised)}"
        f"<w:del><w:r><w:delText>9</w:delText></w:r></w:del><w:moveFrom>{run('77')}</w:moveFrom>"
        f"{run('88', '<w:vanish/>')}{run(' in 2014', seen)}{run('.')}</w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('Punjab')}</w:p></w:tc>"
        f"<w:tc><w:p>{run('120')}</w:p></w:tc></w:tr></w:tbl>"
    )
    assert (
        read("r.docx", docx_of(body), "Word").text == "The toll was 1,206 in 2014.\n\nPunjab\n\n120"
    )


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("\ufeffSome 12 were held.\r\nThen 7.".encode(), "Some 12 were held.\nThen 7."),
        ("Some 12 were held.".encode("utf-16"), "Some 12 were held."),
        ("ﬁve o\u00adfﬁcers".encode(), "five officers"),
        (b"<html><meta charset=windows-1252><p>\x93Twelve\x94 men", "“Twelve” men"),
        (b"<?xml version='1.0'?><html><body>12 men</body></html>", "12 men"),
    ],
)
def test_text_is_read_in_its_encoding(data: bytes, text: str) -> None:
    assert read("given", data).text == text


def _archive(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return held.getvalue()


REFUSED: dict[str, tuple[str | None, Callable[[], bytes], str]] = {
    "nothing": ("plain text", lambda: b"", "no text"),
    "only blanks": (None, lambda: b" \n\t\n", "no text"),
    "an empty PDF": ("PDF", lambda: b"", "breaks off"),
    "Latin-1": ("plain text", lambda: "café".encode("latin-1"), "byte 3 is not UTF-8"),
    "a false charset": (None, lambda: b"<html><meta charset=ascii><p>\xff", "is not ascii"),
    "a picture": ("plain text", lambda: b"GIF89a\0\0\x01", "no text"),
    "a PDF called text": ("plain text", lambda: pdf(PARAGRAPHS), "a PDF file under this ending"),
    "a Word file called PDF": ("PDF", lambda: docx(PARAGRAPHS), "a Word file under this ending"),
    "text called Word": ("Word", lambda: b"hello", "something else under this ending"),
    "text called PDF": ("PDF", lambda: b"hello", "something else under this ending"),
    "a page called Word": ("Word", lambda: html(PARAGRAPHS), "a HTML file under this ending"),
    "an old Word file": ("Word", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Word file"),
    "rich text": (None, lambda: rb"{\rtf1 hello}", "rich text"),
    "a scan": ("PDF", picture_pdf, "without a text layer"),
    "a locked PDF": ("PDF", LOCKED.read_bytes, "locked with a password"),
    "half a PDF": ("PDF", lambda: pdf(PARAGRAPHS)[:-40], "breaks off"),
    "a PDF of nothing": ("PDF", lambda: b"%PDF-1.7\n%%EOF", "a damaged PDF"),
    "half a Word file": ("Word", lambda: docx(PARAGRAPHS)[:-40], "a damaged Word file"),
    "some archive": ("Word", lambda: _archive(readme=b"<a/>"), "an archive without word/"),
    "a zip bomb": ("Word", lambda: _archive(word__document=b" " * 70_000_000), "more than 64 MB"),
    "a laughing document": (
        "Word",
        lambda: docx_of("<w:p/>", head='<!DOCTYPE a [<!ENTITY b "12">]>'),
        "a document type of its own",
    ),
    "half a text in a Word file": (
        "Word", lambda: _archive(word__document=b"<a><b>12"), "breaks off or is damaged at line 1",
    ),
    "too large": (None, lambda: b"a" * (reading.MOST_BYTES + 1), "more than 50 MB"),
    "too long": (None, lambda: b"a" * (documents.MOST_CHARACTERS + 1), "8,000,000 characters"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_with_the_reason_and_what_to_do(case: str) -> None:
    kind, made, found = REFUSED[case]
    with pytest.raises(UnusableInput) as refused:
        read("given", made(), kind)
    (problem,) = refused.value.problems
    assert problem.file == "given"
    assert found in problem.found
    assert re.search(r"[a-z].*\.$", problem.mend)
    assert problem.expected


@pytest.mark.parametrize(
    ("name", "found"),
    [("report.odt", "'.odt'"), ("report", "without an ending"), ("missing.txt", "No such file")],
)
def test_a_file_of_an_unknown_kind_or_none_is_refused(
    name: str, found: str, tmp_path: Path
) -> None:
    if name != "missing.txt":
        (tmp_path / name).write_text("12 men")
    with pytest.raises(UnusableInput, match=re.escape(found)):
        read_file(tmp_path / name)
    with pytest.raises(UnusableInput, match="a folder"):
        read_file(tmp_path)


def _read_or_refused(data: bytes, kind: str | None) -> None:
    try:
        made = read("given", data, kind)
    except UnusableInput:
        return
    assert made.text.strip()
    assert list(made.starts) == sorted(made.starts)
    assert made.starts
    assert made.number_at(0) >= 1
    assert made.number_at(len(made.text) - 1) <= len(made.starts)


WHOLE = {"PDF": pdf(PARAGRAPHS), "Word": docx(PARAGRAPHS), "HTML": html(PARAGRAPHS)}
some_kind = st.sampled_from(sorted(WHOLE))
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(some_kind, st.floats(0, 1, exclude_max=True))
def test_a_truncated_file_is_refused_or_read_and_never_crashes(kind: str, part: float) -> None:
    whole = WHOLE[kind]
    cut = whole[: int(len(whole) * part)]
    if kind == "HTML":
        _read_or_refused(cut, kind)
    else:
        # Not a page less without a word: the end of either file says that it is whole.
        with pytest.raises(UnusableInput):
            read("given", cut if len(whole) - len(cut) > 8 else cut[:-8], kind)


@patient
@given(
    some_kind,
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6)), max_size=8),
)
def test_a_damaged_file_is_refused_or_read_and_never_crashes(
    kind: str, damage: list[tuple[float, bytes]]
) -> None:
    data = bytearray(WHOLE[kind])
    for part, new in damage:
        at = int(len(data) * part)
        data[at : at + len(new)] = new
    _read_or_refused(bytes(data), kind)


@patient
@given(
    st.one_of(st.binary(), st.text().map(str.encode)),
    st.sampled_from([*reading.ENDINGS.values(), None]),
)
@example(b"<![foo", "HTML")
@example(b"<!DOCTYPE [<!x", "HTML")
@example("نو 12".encode(), "Markdown")
def test_any_bytes_are_refused_or_read_and_never_crash(data: bytes, kind: str | None) -> None:
    _read_or_refused(data, kind)


@patient
@given(st.text(alphabet="<>!-[]/?&;# \n=\"'abdiprsuv019", max_size=80))
@example("<![a--><![CDATA[<!--")
def test_odd_markup_never_crashes(said: str) -> None:
    _read_or_refused(f"<html>{said}".encode(), "HTML")
    _read_or_refused(said.encode(), "Markdown")


@patient
@given(st.lists(st.text(alphabet="ab1 ,.\n", min_size=1), min_size=1, max_size=5))
def test_a_place_is_the_paragraph_that_holds_the_character(paragraphs: list[str]) -> None:
    told = [flat(paragraph) for paragraph in paragraphs if flat(paragraph)]
    if not told:
        return
    made = read("given", "\n\n".join(told).encode())
    assert len(made.starts) == len(told)
    for number, start in enumerate(made.starts, start=1):
        assert made.number_at(start) == number
        assert made.text[start:].startswith(told[number - 1])
