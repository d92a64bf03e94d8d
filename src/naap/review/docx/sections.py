"""The sections of the Word document, from the same content as those of the PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from naap.review.docx.parts import (
    Column,
    Paper,
    attribute,
    bookmarked,
    caption,
    cite,
    field_of,
    full_width_row,
    line,
    link,
    paragraph,
    picture,
    row,
    run,
    table,
)

__all__ = [
    "THIRDS", "Entry", "Made", "Picture", "after_table", "contents", "cover", "front",
    "numbers_and_words", "points", "rest",
]  # fmt: skip

TAB = "<w:r><w:tab/></w:r>"
PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'
_POINTS = (
    Column(0.06), Column(0.34), Column(0.14), Column(0.14), Column(0.2), Column(0.12, True),
)  # fmt: skip
_FACTS = (Column(0.2), Column(0.8))
_NUMBERS = (Column(0.22), Column(0.11, True), Column(0.14), Column(0.2), Column(0.33))
THIRDS = (Column(1 / 3), Column(1 / 3), Column(1 / 3))


@dataclass(frozen=True)
class Entry:
    """A heading or caption as the contents name it."""

    level: int | Literal["Figure", "Table"]
    said: str
    bookmark: str


@dataclass(frozen=True)
class Picture:
    """A chart in the package: its relation and its size."""

    relation: str
    width_emu: int
    height_emu: int


@dataclass(frozen=True)
class Made:
    """What has been written so far: ``entries`` for the contents grow with it."""

    paper: Paper
    content: Mapping[str, Any]
    entries: list[Entry] = field(default_factory=list)

    def word(self, key: str) -> str:
        return self.paper.words[key]

    def heading(self, level: int, said: str, bookmark: str | None = None) -> str:
        name = bookmark or f"_Toc{next(self.paper.ids):06}"
        self.entries.append(Entry(level, said, name))
        return paragraph(
            self.paper, bookmarked(self.paper, name, run(self.paper, said)), f"Heading{level}"
        )

    def caption(self, kind: Literal["Figure", "Table"], said: str) -> str:
        made, name = caption(self.paper, kind, said)
        number = self.paper.counted[kind]
        label = self.word("figure" if kind == "Figure" else "table")
        self.entries.append(Entry(kind, f"{label} {number}{self.word('full_stop')} {said}", name))
        return made

    def text(self, said: str, style: str = "", *, letters: str = "") -> str:
        return paragraph(self.paper, run(self.paper, said, letters), style)

    def line(self, pieces: Sequence[str | Mapping[str, Any]], style: str = "") -> str:
        return paragraph(self.paper, line(self.paper, pieces), style)


# --- before the figures ----------------------------------------------------------------------


def cover(made: Made) -> Iterator[str]:
    content = made.content
    yield made.text(content["title"], "Title")
    yield made.text(made.word("review_of"), "Subtitle")
    for said in content["period"]:
        yield made.text(said, "Subtitle")
    yield made.text(made.word("pdf_lede"))
    yield made.text(made.word("word_lede"))
    for said in content["warnings"]:
        yield made.text(said, "Warning")
    yield made.text(f"{made.word('digest_of_ledger')}:", "Small", letters="Quiet")
    yield made.text(content["digest"], "Small", letters="Digest")
    yield made.text(f"{made.word('made_with')} Naap {content['version']}", "Small", letters="Quiet")


def contents(made: Made) -> Iterator[str]:
    """The contents and the list of figures and tables: fields, with what they now come to."""
    headings = [each for each in made.entries if isinstance(each.level, int)]
    yield paragraph(made.paper, PAGE_BREAK)
    yield made.text(made.word("contents"), "TOCHeading")
    yield from _listed(made, 'TOC \\o "1-3" \\h \\z \\u', headings)
    yield made.text(made.word("word_list_of_figures"), "TOCHeading")
    for kind in ("Figure", "Table"):
        named = [each for each in made.entries if each.level == kind]
        yield from _listed(made, f'TOC \\h \\z \\c "{kind}"', named)


def _listed(made: Made, instruction: str, entries: Sequence[Entry]) -> Iterator[str]:
    """A list as one field over several paragraphs. Pages are Word's to find."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r>'
        f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    for place, entry in enumerate(entries):
        style = f"TOC{entry.level}" if isinstance(entry.level, int) else "TableofFigures"
        page = field_of(f"PAGEREF {entry.bookmark} \\h", run(made.paper, "…"))
        shown = link(entry.bookmark, run(made.paper, entry.said) + TAB + page)
        first, last = place == 0, place == len(entries) - 1
        yield paragraph(made.paper, begin * first + shown + end * last, style)


def front(made: Made, pictures: Mapping[str, Picture]) -> Iterator[str]:
    """What is known at a glance, and the figures."""
    yield made.heading(1, made.word("pdf_glance"))
    yield numbers_and_words(made, made.content["glance"], made.word("pdf_glance"))
    for said in made.content["partial"]:
        yield made.line(said)
    yield made.heading(2, made.word("missing"))
    yield made.text(made.word("missing_sub"), "Measure")
    yield _missing(made)
    yield made.heading(1, made.word("figures"))
    for figure in made.content["figures"]:
        yield from _figure(made, figure, pictures.get(figure["id"]))


def numbers_and_words(made: Made, said: Sequence[Sequence[str]], about: str) -> str:
    """Numbers, each above what it counts, three in a row."""
    cells = [made.text(number, "BigNumber") + made.text(words, "Small") for number, words in said]
    cells += [made.text("")] * (-len(cells) % len(THIRDS))
    rows = [row(THIRDS, cells[start : start + 3]) for start in range(0, len(cells), 3)]
    return table(made.paper, THIRDS, [], rows, about, style="NaapFacts") + after_table(made)


def _missing(made: Made) -> str:
    titles = [title for title, _ in made.content["missing"]]
    cells = [
        "".join(made.text(said, "TableText") for said in points)
        or made.text(made.word("missing_nothing"), "TableText", letters="Quiet")
        for _, points in made.content["missing"]
    ]
    rows = [row(THIRDS, cells, "")]
    return table(made.paper, THIRDS, titles, rows, made.word("missing")) + after_table(made)


def _figure(made: Made, figure: Mapping[str, Any], drawn: Picture | None) -> Iterator[str]:
    stop = made.word("full_stop")
    yield made.caption("Figure", figure["title"])
    yield made.text(figure["subtitle"], "Measure")
    if figure["domains"]:
        colours = made.content["colours"]
        named = "".join(
            _coloured("●", colours[name]) + run(made.paper, f" {said}   ")
            for name, said in figure["domains"]
        )
        open_circle = run(made.paper, f"○ {made.word('open_circle')}")
        yield paragraph(made.paper, named + open_circle, "Measure")
    if drawn is None:
        yield made.text(figure["nothing"], "Measure")
    else:
        shown = picture(made.paper, drawn.relation, drawn.width_emu, drawn.height_emu,
                        figure["id"], f"{figure['title']}{stop} {figure['alt']}")  # fmt: skip
        yield paragraph(made.paper, shown, "Picture")
    for place, event in enumerate(figure["events"]):
        yield made.line([f"{place + 1}. ", *event], "NoteKept")
    # What would explain a picture is left out where there is none.
    for note in figure["notes"] if drawn is not None else ():
        yield made.text(note, "NoteKept")
    about = [{"t": f"{made.word('unit')}: ", "b": True}, f"{figure['unit']}{stop} ",
             {"t": f"{made.word('sources')}: ", "b": True}, *figure["sources"]]  # fmt: skip
    yield made.line(about, "Note")


def _coloured(sign: str, colour: str) -> str:
    shade = f"<w:color w:val={attribute(colour.removeprefix('#').upper())}/>"
    return f"<w:r><w:rPr>{shade}</w:rPr><w:t>{sign}</w:t></w:r>"


def after_table(made: Made) -> str:
    """Two tables without a line between them would be one."""
    return made.text("", "Small")


# --- the points ------------------------------------------------------------------------------


def points(made: Made) -> Iterator[str]:
    yield made.heading(1, made.word("points_title"))
    for plan in made.content["plans"]:
        yield made.heading(2, plan["title"])
        yield made.line(plan["adopted"], "Measure")
        yield made.caption("Table", f"{made.word('word_plan_points')}: {plan['title']}")
        yield _list_of_points(made, plan)
    yield made.text(made.content["points_note"], "Note")
    yield made.heading(1, made.word("pdf_point_by_point"))
    for plan in made.content["plans"]:
        yield made.heading(2, plan["title"])
        for point in plan["sections"]:
            yield from _point(made, point)


def _list_of_points(made: Made, plan: Mapping[str, Any]) -> str:
    head = ["", *map(made.word, ("point", "domain", "state", "named_owner", "published_numbers"))]

    def cell(said: str | None, style: str = "TableText") -> str:
        if said is None:
            return made.text(made.word("none_found"), style, letters="Quiet")
        return made.text(said, style)

    rows = []
    for point in plan["points"]:
        title = link(made.paper.places[point["id"]], run(made.paper, point["title"]))
        rows.append(
            row(
                _POINTS,
                [
                    cell(str(point["number"] or "")),
                    paragraph(made.paper, title, "TableText"),
                    *(cell(point[key]) for key in ("domain", "state", "owner")),
                    cell(point["count"], "TableNumber"),
                ],
            )
        )
    return table(made.paper, _POINTS, head, rows, plan["title"]) + after_table(made)


def _point(made: Made, point: Mapping[str, Any]) -> Iterator[str]:
    paper, place = made.paper, made.paper.places[point["id"]]
    number = f"{point['number']}. " if point["number"] else ""
    yield made.heading(3, number + point["title"], place)
    if point["tags"]:
        yield made.text(" · ".join(point["tags"]), "Measure")
    if point["doubt"]:
        yield made.line(point["doubt"], "Small")
    cited = run(paper, " ") + cite(paper, point["promised_source"]["r"])
    if point["promised"] is not None:
        said = point["promised"]
        yield paragraph(paper, run(paper, said) + cited, "Quote", follows=said)
    else:
        unknown = run(paper, made.word("words_not_found"), "Quiet")
        yield paragraph(paper, unknown + cited, "Small")
    facts = [
        row(
            _FACTS,
            [made.text(title, "TableHead"),
             "".join(made.line(each, "TableText") for each in lines) or made.text("", "TableText")],
            "",
        )
        for title, lines in point["facts"]
    ]  # fmt: skip
    about = f"{made.word('word_point_facts')} {point['title']}"
    yield table(paper, _FACTS, [], facts, about, style="NaapFacts") + after_table(made)
    if point["groups"]:
        yield made.caption("Table", f"{made.word('word_point_numbers')} {point['title']}")
        yield _numbers(made, point) + after_table(made)


def _numbers(made: Made, point: Mapping[str, Any]) -> str:
    head = list(map(made.word, ("period_or_date", "value", "unit", "publisher", "source")))
    rows = []
    for group in point["groups"]:
        rows.append(full_width_row(_NUMBERS, made.line(group["title"], "TableGroup")))
        for cells in group["rows"]:
            styled = zip(cells, _NUMBERS, strict=True)
            rows.append(
                row(
                    _NUMBERS,
                    [made.line(each, "TableNumber" if column.is_number else "TableText")
                     for each, column in styled],
                )
            )  # fmt: skip
    about = f"{made.word('word_point_numbers')} {point['title']}"
    return table(made.paper, _NUMBERS, head, rows, about)


# --- what stands at the end ------------------------------------------------------------------


def rest(made: Made) -> Iterator[str]:
    """Sources, methods and notices."""
    paper = made.paper
    yield made.heading(1, made.word("sources"))
    yield made.text(made.word("sources_lede"), "Small")
    for source in made.content["sources"]:
        name = f"source_{paper.numbers[source['id']]}"
        said = run(paper, source["title"], "Strong")
        about = [f"{made.word('full_stop')} ", *source["about"]] if source["about"] else []
        entry = bookmarked(paper, name, said) + line(paper, about)
        if source["url"]:
            entry += "<w:r><w:br/></w:r>" + run(paper, source["url"], "Quiet")
        yield paragraph(paper, entry, "SourceEntry", follows=source["title"])
    yield made.heading(1, made.word("methods"))
    for heading, paragraphs in made.content["methods"]:
        yield made.heading(2, heading)
        for said in paragraphs:
            yield made.line(said, "Small")
    for key, said in (("pdf_disclaimer", "disclaimer"), ("corrections", "corrections")):
        yield made.heading(2, made.word(key))
        yield made.text(made.content[said])
