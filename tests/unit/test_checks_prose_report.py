"""The report on a text: each claim marked in place, told in words, and no word of the text lost."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naap.checks.prose import FLAGS, FORMS, VERDICTS, Result
from naap.checks.prose.document import Document
from naap.checks.prose.reading import read
from naap.checks.prose.report import Basis, Language, is_finding, labels, report
from naap.checks.prose.result import Verdict

TEXT = (
    "A year <b>in</b> numbers & words\n\n"
    "Attacks fell from 1,206 to 625, a decline of 48 percent. Nobody spoke.\n\n"
    "Cases were halved from 176 to 89. Of 717 cases 646 were decided."
)


def a_result(document: Document, sentence: str, verdict: Verdict, **said: object) -> Result:
    start = document.text.index(sentence)
    fields: dict[str, object] = {
        "form": "change", "stated": "", "computed": "", "why": "as worked out", **said,
    }  # fmt: skip
    return Result(sentence, start, start + len(sentence), verdict=verdict, **fields)  # type: ignore[arg-type]


@pytest.fixture
def document() -> Document:
    return read("the report.txt", TEXT.encode())


@pytest.fixture
def results(document: Document) -> list[Result]:
    fell = "Attacks fell from 1,206 to 625, a decline of 48 percent."
    halved = "Cases were halved from 176 to 89."
    return [
        a_result(document, fell, "holds", stated="decline of 48 percent", computed="-48.2 %"),
        a_result(document, halved, "fails", stated="halved", computed="0.506 is left",
                 inputs=("176", "89"), claims=("a" * 64,)),
        a_result(document, halved, "holds", stated="from 176 to 89", flags=("wrong word",)),
        a_result(document, "Of 717 cases 646 were decided.", "cannot tell"),
    ]  # fmt: skip


class _Page(HTMLParser):
    """The words of the text in a report, and of each note."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.notes: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.outside: list[str] = []
        self._into: list[str] | None = None
        self._skip = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.outside += [given[key] for key in ("src", "srcset", "action", "data") if key in given]
        if "id" in given:
            self.ids.add(given["id"])
        if "href" in given:
            self.links.append(given["href"])
        if tag in {"dt", "dd", "summary"}:
            self.handle_data(" ")
        if tag == "p" and given.get("class") == "said":
            self._into = self.said
            self.said.append("")
        elif tag == "aside":
            self._into = self.notes
            self.notes.append("")
        elif self._skip or (tag == "a" and given.get("class", "").startswith("ref")):
            self._skip += 1

    def handle_endtag(self, tag: str) -> None:
        if self._skip:
            self._skip -= 1
        elif tag == "aside" or (tag == "p" and self._into is self.said):
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None and not self._skip:
            self._into[-1] += data


def flat(text: str) -> str:
    return " ".join(text.split())


def test_each_claim_has_a_note_in_the_order_of_the_text(
    document: Document, results: list[Result]
) -> None:
    page = _Page(report(document, [results[3], *results[:3]]))
    assert [re.sub(r"\D.*", "", flat(note)) for note in page.notes] == ["1", "2", "3", "4"]
    first, second, third, fourth = map(flat, page.notes)
    assert "✓ holds change · paragraph 2" in first
    assert "stated decline of 48 percent computed -48.2 % as worked out" in first
    assert "✗ fails change · paragraph 3" in second
    assert "from 176; 89" in second
    assert "Statements in the ledger: 1" in second
    assert "wrong word" in third
    assert "? cannot tell" in fourth


def test_the_text_stays_as_it_was(document: Document, results: list[Result]) -> None:
    assert list(map(flat, _Page(report(document, results)).said)) == list(
        map(flat, TEXT.split("\n\n"))
    )


def test_a_claim_is_marked_in_its_sentence_and_linked_to_its_note(
    document: Document, results: list[Result]
) -> None:
    text = report(document, results)
    page = _Page(text)
    marked = '<mark class="fails"><span id="s2"></span><span id="s3"></span>Cases were '
    assert marked + "<strong>halved</strong> <strong>from 176 to 89</strong>.</mark>" in text
    inner = {link.removeprefix("#") for link in page.links if link.startswith("#")}
    assert {f"{kind}{n}" for kind in "sn" for n in range(1, 5)} <= inner <= page.ids


def test_the_summary_counts_and_lists_what_to_look_at_first(
    document: Document, results: list[Result]
) -> None:
    brief = flat(re.sub(r"<[^>]+>", " ", report(document, results)).partition("The text with")[0])
    assert "✓ holds The number and its words agree. 2" in brief
    assert "✗ fails The numbers say otherwise. 1" in brief
    assert "⇄ ambiguous It depends on how it is read. 0" in brief
    first = brief.partition("What to look at first")[2]
    assert first.index("✗ fails") < first.index("✓ holds")
    assert first.count("holds") == 1
    assert "cannot tell" not in first
    assert [is_finding(result) for result in results] == [False, True, True, False]


def test_nothing_is_asked_of_anywhere_else(document: Document, results: list[Result]) -> None:
    text = report(document, results, Basis("0123", date(2025, 6, 30), {"a" * 64: "Desk: attacks"}))
    page = _Page(text)
    assert page.outside == []
    assert all(link.startswith(("#", "data:,")) for link in page.links)
    assert not re.search(r"https?:|@import|url\(|<script|javascript:", text)
    assert "default-src 'none'" in text
    assert "Desk: attacks" in text
    assert "2025-06-30" in text
    assert "0123" in text


def test_markup_in_a_text_is_shown_and_never_run() -> None:
    said = 'Of 10 <script>alert("1")</script> cases 5 <img src=x onerror=y> held.'
    document = read("<i>name</i>.txt", said.encode())
    result = a_result(document, said, "fails", stated="<img src=x", computed="<u>5</u>")
    text = report(document, [result])
    assert not re.search(r"<(?:script|img|u|i)\b", text)
    assert flat(_Page(text).said[0]) == said


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_word_of_a_result_has_a_label_in_both_languages(language: Language) -> None:
    keys = {*FORMS, *FLAGS, *VERDICTS, *(f"says_{verdict}" for verdict in VERDICTS)}
    assert keys <= labels().keys()
    assert all(labels()[key][language] for key in labels() if key != "unreviewed")


def test_a_report_in_urdu_runs_from_right_to_left_and_leaves_the_text_alone(
    document: Document, results: list[Result]
) -> None:
    text = report(document, results, language="ur")
    assert '<html lang="ur" dir="rtl">' in text
    assert labels()["unreviewed"]["ur"] in text
    assert labels()["fails"]["ur"] in text
    assert "fails</span>" not in text
    assert len(re.findall(r'<p class="said" lang="en" dir="ltr">', text)) == 3


def test_pages_are_told_and_so_are_those_without_text() -> None:
    document = Document("r.pdf", "Four of 5 held.\n\nSix of 7 held.", "page", (0, 17, 17))
    result = a_result(document, "Six of 7 held.", "ambiguous", stated="Six of 7")
    text = flat(re.sub(r"<[^>]+>", " ", report(document, [result])))
    assert "Pages without text, not read : 2" in text.replace("read:", "read :")
    assert "⇄ ambiguous change · page 3" in text
    assert text.count("page 3") == 3


def test_a_text_without_claims_says_so() -> None:
    text = report(read("r.txt", b"Nothing to count."), [])
    assert labels()["nothing"]["en"] in text
    assert labels()["to_mend"]["en"] not in text


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_text_survives_any_marks(data: st.DataObject) -> None:
    said = data.draw(st.text(alphabet='ab<&." 12\n', min_size=1).filter(str.strip))
    document = read("r.txt", said.encode())
    ends = st.integers(0, len(document.text))
    spans = data.draw(st.lists(st.tuples(ends, ends).map(sorted), max_size=4))
    results = [
        Result(document.text[start:end], start, end, "sum",
               data.draw(st.sampled_from(["", "a", document.text[start:end]])), "3", verdict)
        for (start, end), verdict in zip(spans, VERDICTS, strict=False) if start < end
    ]  # fmt: skip
    page = _Page(report(document, results))
    assert "".join("".join(page.said).split()) == "".join(document.text.split())
    assert len(page.notes) == len(results)
