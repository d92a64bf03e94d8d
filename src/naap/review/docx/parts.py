"""Pieces of a Word document as XML: runs, paragraphs, fields, captions, tables, content controls.

Only ``run`` and ``attribute`` take words in, and neither lets them become markup. Everything else
is made of what these return. The order of elements within properties is that of the schema
(ECMA-376 part 1, chapter 17), which Word insists on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal
from xml.sax.saxutils import escape

from naap.figures.figure import Language
from naap.review.pdf.text import ARABIC, cleaned

__all__ = [
    "TEXT_WIDTH_TWIPS",
    "Column",
    "Paper",
    "attribute",
    "bookmarked",
    "caption",
    "cite",
    "field_of",
    "full_width_row",
    "line",
    "link",
    "paragraph",
    "picture",
    "row",
    "run",
    "slot",
    "table",
]

TEXT_WIDTH_TWIPS = 9638
"""170 mm: a page of A4 between margins of 20 mm."""
_MARK = "\u200e"
# Words of another script: from the first to the last letter or digit between two Urdu words, with
# a number that is joined to the first, as in 2023-H2.
_FOREIGN = re.compile(
    rf"(?:[0-9][0-9./:-]*)?(?!{ARABIC.pattern})[^\W\d_](?:(?:(?!{ARABIC.pattern}).)*(?!{ARABIC.pattern})[\w%])?"
)
_LETTER = re.compile(rf"(?!{ARABIC.pattern})[^\W\d_]")


@dataclass(frozen=True)
class Paper:
    """What every piece of one document needs to know. ``numbers``: those of the sources by id;
    ``places``: names of bookmarks by the id of a point."""

    language: Language
    words: Mapping[str, str]
    numbers: Mapping[str, int]
    places: Mapping[str, str]
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    counted: dict[str, int] = field(default_factory=dict)

    @property
    def is_urdu(self) -> bool:
        return self.language == "ur"

    def next_number(self, kind: str) -> int:
        """The next number of a figure or table."""
        self.counted[kind] = self.counted.get(kind, 0) + 1
        return self.counted[kind]


# --- words -----------------------------------------------------------------------------------


def attribute(said: str) -> str:
    """Words as the value of an attribute, with its quotation marks."""
    return '"' + escape(cleaned(said), {'"': "&quot;"}) + '"'


def run(paper: Paper, said: str, style: str = "") -> str:
    """Words, each script in runs of its own with its own direction."""
    look = f'<w:rStyle w:val="{style}"/>' if style else ""
    return "".join(
        f"<w:r>{_properties(look + '<w:rtl/>' * is_rtl)}"
        f'<w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
        for part, is_rtl in _by_direction(cleaned(said), paper.is_urdu)
        if part
    )


def _properties(said: str) -> str:
    return f"<w:rPr>{said}</w:rPr>" if said else ""


def _by_direction(said: str, is_urdu: bool) -> Iterator[tuple[str, bool]]:
    """The parts of a text: (words, whether they run from right to left).

    Digits and signs go with what is around them. Where words of another script begin or end with
    such a sign, an invisible mark keeps it on their side.
    """
    has_arabic = ARABIC.search(said) is not None
    if not has_arabic and (not is_urdu or not _LETTER.search(said)):
        yield said, is_urdu
    elif not has_arabic:
        before = "" if _LETTER.match(said) else _MARK
        after = "" if said[-1].isalnum() else _MARK
        yield before + said + after, False
    else:
        at = 0
        for found in _FOREIGN.finditer(said):
            yield said[at : found.start()], True
            words, at = found[0], found.end()
            if words.count("(") > words.count(")") and said[at : at + 1] == ")":
                words, at = f"{words}){_MARK}", at + 1
            yield _MARK * words[0].isdigit() + words, False
        yield said[at:], True


# --- fields and links ------------------------------------------------------------------------


def field_of(instruction: str, shown: str) -> str:
    """A field that Word works out anew; ``shown``: runs of what it last came to."""
    return f"<w:fldSimple w:instr={attribute(f' {instruction} ')}>{shown}</w:fldSimple>"


def link(to: str, shown: str) -> str:
    """Runs that lead to a bookmark."""
    return f'<w:hyperlink w:anchor="{to}" w:history="1">{shown}</w:hyperlink>'


def bookmarked(paper: Paper, name: str, content: str) -> str:
    """Content under a name that fields and links can ask for."""
    number = next(paper.ids)
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )


def cite(paper: Paper, source_id: str) -> str:
    """The number of a source: a cross reference, which follows when sources are added."""
    number = paper.numbers[source_id]
    shown = run(paper, f"[{number}]", "SourceNumber")
    return field_of(f"REF source_{number} \\n \\h", shown)


def line(paper: Paper, pieces: Sequence[str | Mapping[str, Any]], style: str = "") -> str:
    """A line as pdf_text describes it."""
    return "".join(_piece(paper, piece, style) for piece in pieces)


def _piece(paper: Paper, piece: str | Mapping[str, Any], style: str) -> str:
    if isinstance(piece, str):
        return run(paper, piece, style)
    if "r" in piece:
        return cite(paper, piece["r"])
    if "p" in piece:
        place = paper.places[piece["p"]]
        return link(place, run(paper, piece["t"], "Hyperlink"))
    looks = {"b": "Strong", "m": "Quiet"}
    return run(paper, piece["t"], next((looks[key] for key in looks if piece.get(key)), style))


# --- paragraphs ------------------------------------------------------------------------------


def paragraph(
    paper: Paper, content: str, style: str = "", *, follows: str | None = None, more: str = ""
) -> str:
    """Runs as a paragraph. ``follows``: words whose own direction it takes, where they are of
    another script throughout. ``more``: properties that stand after the style."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    turned = ""
    if paper.is_urdu:
        own = follows is not None and not ARABIC.search(follows) and _LETTER.search(follows)
        turned = '<w:bidi w:val="0"/>' if own else "<w:bidi/>"
    return f"<w:p><w:pPr>{named}{more}{turned}</w:pPr>{content}</w:p>"


def caption(paper: Paper, kind: Literal["Figure", "Table"], said: str) -> tuple[str, str]:
    """A numbered caption above what it names: (its paragraph, the name of its bookmark)."""
    number = paper.next_number(kind)
    label = paper.words["figure" if kind == "Figure" else "table"]
    name = f"_{kind}{number:05}"
    # SEQ names its own counter; what stands before it is for the reader.
    counted = field_of(f"SEQ {kind} \\* ARABIC", run(paper, str(number), "CaptionLabel"))
    numbered = run(paper, f"{label} ", "CaptionLabel") + counted
    stop = run(paper, f"{paper.words['full_stop']} ", "CaptionLabel")
    content = numbered + stop + run(paper, said)
    return paragraph(paper, bookmarked(paper, name, content), "Caption"), name


def slot(paper: Paper, tag: str, title: str, content: Sequence[str], *, is_empty: bool) -> str:
    """A content control: a marked place for an analyst's words, as whole paragraphs."""
    number = next(paper.ids)
    waiting = "<w:showingPlcHdr/>" * is_empty
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={attribute(title)}/><w:tag w:val={attribute(tag)}/>"
        f'<w:id w:val="{1_000_000 + number}"/>{waiting}</w:sdtPr>'
        f"<w:sdtContent>{''.join(content)}</w:sdtContent></w:sdt>"
    )


# --- tables ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """``share`` of the width of the text; ``is_number`` puts cells at the line's end."""

    share: float
    is_number: bool = False


def table(
    paper: Paper,
    columns: Sequence[Column],
    head: Sequence[str],
    rows: Sequence[str],
    about: str,
    *,
    style: str = "NaapTable",
) -> str:
    """A table as wide as the text, its head repeated on each page. ``about``: for those who
    cannot see it."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _widths(columns))
    titled = [
        paragraph(paper, run(paper, said), "TableHeadNumber" if column.is_number else "TableHead")
        for said, column in zip(head, columns, strict=bool(head))
    ]
    top = row(columns, titled, "<w:cantSplit/><w:tblHeader/>") if head else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>{"<w:bidiVisual/>" * paper.is_urdu}'
        f'<w:tblW w:w="{sum(_widths(columns))}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{"0620" if head else "0600"}" w:firstRow="{int(bool(head))}"'
        ' w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblDescription w:val={attribute(about)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{top}{''.join(rows)}</w:tbl>"
    )


def row(columns: Sequence[Column], cells: Sequence[str], said: str = "<w:cantSplit/>") -> str:
    """Cells, each of one paragraph or more."""
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for width, cell in zip(_widths(columns), cells, strict=True)
    )
    return f"<w:tr><w:trPr>{said}</w:trPr>{made}</w:tr>"


def full_width_row(columns: Sequence[Column], cell: str) -> str:
    """One cell over all columns, which names the rows below it."""
    return (
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{sum(_widths(columns))}"'
        f' w:type="dxa"/><w:gridSpan w:val="{len(columns)}"/></w:tcPr>{cell}</w:tc></w:tr>'
    )


def _widths(columns: Sequence[Column]) -> list[int]:
    return [round(each.share * TEXT_WIDTH_TWIPS) for each in columns]


# --- pictures --------------------------------------------------------------------------------


def picture(
    paper: Paper, relation: str, width_emu: int, height_emu: int, name: str, alt: str
) -> str:
    """A picture in the line, with the words that stand for it."""
    number = next(paper.ids)
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width_emu}" cy="{height_emu}"/>'
        f'<wp:docPr id="{number}" name={attribute(name)} descr={attribute(alt)}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name={attribute(name)}'
        f" descr={attribute(alt)}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width_emu}" cy="{height_emu}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
