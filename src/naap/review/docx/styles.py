"""How the Word document looks: named styles, lists and settings, one place for each.

A style is told by its properties as Word names them. Sizes are in points, room in twentieths of a
point. ``left`` and ``right`` are start and end: Word turns them round in a paragraph that runs from
right to left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from naap.figures.figure import Language
from naap.review.docx.parts import TEXT_WIDTH_TWIPS

__all__ = [
    "FONT_FILE",
    "FONT_RELATION",
    "LATIN",
    "NASTALIQ",
    "font_table",
    "numbering",
    "settings",
    "styles",
]

LATIN = "Calibri"
NASTALIQ = "Noto Nastaliq Urdu"
FONT_FILE = "NotoNastaliqUrdu-Regular.ttf"
FONT_RELATION = "rId1"
_MONO = "Consolas"


@dataclass(frozen=True)
class _Style:
    """``size``: of Latin letters; those of Nastaliq are a little larger. ``about``: properties
    of the paragraph; ``look``: those of its letters."""

    name: str
    size: float | None = None
    about: str = ""
    look: str = ""
    based_on: str = "Normal"
    then: str | None = None


def _room(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


_KEEP = "<w:keepNext/><w:keepLines/>"
_TIGHT = _room(0, 0)
_TAB = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH_TWIPS}"/></w:tabs>'
_TAB_BARE = _TAB.replace(' w:leader="dot"', "")
_BOLD = "<w:b/><w:bCs/>"


def _bar(colour: str) -> str:
    """A line at the start of a paragraph; Word keeps it at the left, so both scripts get a box."""
    return f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{colour}"/></w:pBdr>'


def _paragraph_styles(colours: Mapping[str, str], is_urdu: bool) -> Mapping[str, _Style]:
    bar = _bar(colours["accent"])
    if is_urdu:
        bar = bar.replace("w:left", "w:right")
    indent = '<w:ind w:left="284" w:right="284"/>'
    quiet = f'<w:color w:val="{colours["muted"]}"/>'
    accent = f'<w:color w:val="{colours["accent"]}"/>'

    def contents(level: int, room: int) -> _Style:
        about = _TAB + _room(room, 0) + f'<w:ind w:left="{240 * (level - 1)}" w:right="567"/>'
        return _Style(f"toc {level}", 10 if level < 3 else 9, about, _BOLD * (level == 1))

    return {
        "Title": _Style("Title", 30, _KEEP + _room(2600, 240), _BOLD + accent, then="Normal"),
        "Subtitle": _Style("Subtitle", 13, _room(0, 120), quiet, then="Normal"),
        "Heading1": _Style(
            "heading 1", 20,
            _KEEP + "<w:pageBreakBefore/>" + _room(0, 240) + '<w:outlineLvl w:val="0"/>',
            _BOLD + accent, then="Normal",
        ),
        "Heading2": _Style(
            "heading 2", 14, _KEEP + _room(360, 120) + '<w:outlineLvl w:val="1"/>', _BOLD,
            then="Normal",
        ),
        "Heading3": _Style(
            "heading 3", 11.5, _KEEP + _room(320, 60) + '<w:outlineLvl w:val="2"/>',
            _BOLD + accent, then="Normal",
        ),
        "Caption": _Style("caption", 11, _KEEP + _room(320, 60), _BOLD, then="Normal"),
        "TOCHeading": _Style("TOC Heading", 20, _KEEP + _room(360, 200), _BOLD + accent),
        "TOC1": contents(1, 160),
        "TOC2": contents(2, 40),
        "TOC3": contents(3, 0),
        "TableofFigures": _Style("table of figures", 9.5, _TAB + _room(0, 60)
                                 + '<w:ind w:left="0" w:right="567"/>'),
        "Quote": _Style("Quote", None, f"<w:keepLines/>{bar}{_room(120, 120)}{indent}"),
        "Warning": _Style("Warning", None, f"<w:keepLines/>{bar}{_room(160, 160)}{indent}"),
        "Measure": _Style("Measure", 9.5, "<w:keepNext/>" + _room(0, 60), quiet),
        "Picture": _Style("Picture", None, "<w:keepNext/>" + _room(60, 80)
                          + '<w:jc w:val="center"/>'),
        "Note": _Style("Note", 8.5, _room(0, 40)),
        "Question": _Style("Question", 9.5, "<w:keepNext/>" + _room(0, 40), _BOLD + accent),
        "SmallHead": _Style("Small Head", 9.5, _KEEP + _room(200, 60), _BOLD),
        "NoteKept": _Style("Note Kept", 8.5, "<w:keepNext/><w:keepLines/>" + _room(0, 40)),
        "Small": _Style("Small", 9.5, _room(0, 80)),
        "ListBullet": _Style(
            "List Bullet", None, '<w:numPr><w:numId w:val="1"/></w:numPr>' + _room(0, 60),
        ),
        "SourceEntry": _Style(
            "Source Entry", 8.5,
            '<w:keepLines/><w:numPr><w:numId w:val="2"/></w:numPr>' + _room(0, 80),
        ),
        "TableText": _Style("Table Text", 8.5, _TIGHT),
        "TableNumber": _Style("Table Number", 8.5, _TIGHT + '<w:jc w:val="right"/>',
                              based_on="TableText"),
        "TableHead": _Style("Table Head", 8, "<w:keepNext/>" + _TIGHT, _BOLD + quiet,
                            based_on="TableText"),
        "TableHeadNumber": _Style("Table Head Number", 8, '<w:jc w:val="right"/>',
                                  based_on="TableHead"),
        "TableGroup": _Style("Table Group", 8.5, "<w:keepNext/>" + _room(100, 0),
                             based_on="TableText"),
        "BigNumber": _Style("Big Number", 20, "<w:keepNext/>" + _room(80, 0), accent),
        "Header": _Style("header", 8, _TAB_BARE + _TIGHT, quiet),
        "Footer": _Style("footer", 8, _TAB_BARE + _TIGHT, quiet),
    }  # fmt: skip


def _letter_styles(colours: Mapping[str, str]) -> Mapping[str, tuple[str, str]]:
    """Styles of letters within a paragraph: (name, look)."""
    quiet = f'<w:color w:val="{colours["muted"]}"/>'
    accent = f'<w:color w:val="{colours["accent"]}"/>'
    return {
        "Strong": ("Strong", _BOLD),
        "Quiet": ("Quiet", quiet),
        "Hyperlink": ("Hyperlink", accent + '<w:u w:val="single"/>'),
        "SourceNumber": ("Source Number", quiet),
        "CaptionLabel": ("Caption Label", '<w:b w:val="0"/><w:bCs w:val="0"/>' + accent),
        "PlaceholderText": (
            "Placeholder Text",
            quiet + '<w:shd w:val="clear" w:color="auto" w:fill="FFF4CC"/>',
        ),
        "Digest": (
            "Digest",
            f'<w:rFonts w:ascii="{_MONO}" w:hAnsi="{_MONO}"/>{quiet}{_size(6.5)}',
        ),
    }


def styles(language: Language, colours: Mapping[str, str]) -> str:
    """All styles, as what stands within ``w:styles``."""
    hexes = {name: shade.removeprefix("#").upper() for name, shade in colours.items()}
    return "".join(_styles(language, hexes))


def _styles(language: Language, colours: Mapping[str, str]) -> Iterator[str]:
    is_urdu = language == "ur"
    turned = "<w:bidi/>" * is_urdu
    # Nastaliq falls from word to word and brings its own height; Latin gets a little room.
    between = "" if is_urdu else ' w:line="264" w:lineRule="auto"'
    yield (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}"'
        f' w:eastAsia="{LATIN}" w:cs="{NASTALIQ}"/><w:color w:val="{colours["ink"]}"/>'
        f"{_size(10.5)}"
        '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ur-PK"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    yield (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f'<w:qFormat/><w:pPr>{turned}<w:spacing w:before="0" w:after="120"{between}/></w:pPr>'
        "</w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        "<w:semiHidden/></w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        "</w:style>"
    )
    for style_id, style in _paragraph_styles(colours, is_urdu).items():
        size = _size(style.size) if style.size else ""
        then = f'<w:next w:val="{style.then}"/>' if style.then else ""
        yield (
            f'<w:style w:type="paragraph" w:styleId="{style_id}"{_custom(style.name)}>'
            f'<w:name w:val="{style.name}"/><w:basedOn w:val="{style.based_on}"/>{then}<w:qFormat/>'
            f"<w:pPr>{_in_order(style.about, turned)}</w:pPr>"
            f"<w:rPr>{style.look}{size}</w:rPr></w:style>"
        )
    for style_id, (name, look) in _letter_styles(colours).items():
        yield (
            f'<w:style w:type="character" w:styleId="{style_id}"{_custom(name)}>'
            f'<w:name w:val="{name}"/><w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>'
            f"<w:rPr>{look}</w:rPr></w:style>"
        )
    yield _table_style("NaapTable", "Naap Table", colours, '<w:insideH w:val="single" w:sz="2"'
                       f' w:space="0" w:color="{colours["rule"]}"/>')  # fmt: skip
    yield _table_style("NaapFacts", "Naap Facts", colours, "")


def _table_style(style_id: str, name: str, colours: Mapping[str, str], borders: str) -> str:
    ruled = f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr>{ruled}'
        '<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
        '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="6"'
        f' w:space="0" w:color="{colours["ink"]}"/></w:tcBorders><w:vAlign w:val="bottom"/>'
        "</w:tcPr></w:tblStylePr></w:style>"
    )


def _size(points: float) -> str:
    """Half points, for Latin and for Nastaliq, which is set half a point larger."""
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2) + 1}"/>'


_KNOWN = {
    "Title", "Subtitle", "heading 1", "heading 2", "heading 3", "caption", "TOC Heading", "toc 1",
    "toc 2", "toc 3", "table of figures", "Quote", "List Bullet", "header", "footer", "Strong",
    "Hyperlink", "Placeholder Text",
}  # fmt: skip
"""Names that Word itself knows, and shows in the language of its menus."""


def _custom(name: str) -> str:
    return "" if name in _KNOWN else ' w:customStyle="1"'


def _in_order(about: str, turned: str) -> str:
    """With the direction where the schema wants it: before spacing, indents and alignment."""
    for tag in ("<w:spacing", "<w:ind", "<w:jc", "<w:outlineLvl"):
        if tag in about:
            return about.replace(tag, turned + tag, 1)
    return about + turned


def numbering() -> str:
    """Two lists: bullets, and the sources as [1], [2], [3]."""
    return (
        f"{_list(1, 'bullet', '•')}{_list(2, 'decimal', '[%1]')}"
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    )


def _list(number: int, kind: str, sign: str) -> str:
    hangs = 284 if kind == "bullet" else 567
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{hangs}" w:hanging="{hangs}"/></w:pPr></w:lvl></w:abstractNum>'
    )


def settings(language: Language) -> str:
    """Fields are worked out when the document is opened; letters that few have come with it."""
    written = '<w:themeFontLang w:val="en-GB" w:bidi="ur-PK"/>'
    embedded = "<w:embedTrueTypeFonts/>" * (language == "ur")
    return (
        f'<w:zoom w:percent="100"/>{embedded}<w:defaultTabStop w:val="720"/>'
        '<w:updateFields w:val="true"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'{written}<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
    )


def font_table(key: str | None) -> str:
    """Which typefaces are used, and what stands in for them where they are missing. ``key``: that
    of the Nastaliq that comes with the document, where it does."""
    embedded = f'<w:embedRegular r:id="{FONT_RELATION}" w:fontKey="{key}"/>' if key else ""
    return "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="{charset}"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="{pitch}"/>{inner}</w:font>'
        for name, other, charset, family, pitch, inner in (
            (LATIN, "Carlito", "00", "swiss", "variable", ""),
            (_MONO, "DejaVu Sans Mono", "00", "modern", "fixed", ""),
            (NASTALIQ, "Urdu Typesetting", "B2", "auto", "variable", embedded),
        )
    )
