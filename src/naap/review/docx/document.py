"""The review as one Word document in one language, for an officer who goes on writing.

It says what the PDF says (``content_of``), in Word's own styles, captions, fields and content
controls. Nothing in it asks for another file: no macros, no template, no link to a picture.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any

from naap.drawing.vega import TYPEFACES
from naap.figures.figure import Language
from naap.review.docx.charts import png_of, size_of
from naap.review.docx.halfyear import halfyear
from naap.review.docx.parts import TEXT_WIDTH_TWIPS, Paper, field_of, paragraph, run
from naap.review.docx.sections import Made, Picture, contents, cover, front, points, rest
from naap.review.docx.styles import (
    FONT_FILE,
    FONT_RELATION,
    font_table,
    numbering,
    settings,
    styles,
)
from naap.review.pages import Review
from naap.review.pdf.content import content_of
from naap.review.pdf.document import recorded
from naap.review.words import words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part

__all__ = ["docx"]

_EMU_PER_PIXEL = 9525
_EMU_PER_TWIP = 635
_EMU_PER_MM = 36_000
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1247" w:right="1134" w:bottom="1247"'
    ' w:left="1134" w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/>'
)
_FONT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_DRAWN_AT = (1980, 1, 1, 0, 0, 0)
_PROGRAM = (
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"><Application>Naap</Application></Properties>'
)
_LEFT_BEHIND = {
    "thumbnail", "customXml", "stylesWithEffects", "webSettings", "fontTable",
    "extended-properties",
}  # fmt: skip
"""What comes with python-docx's own template, and says nothing here or is made anew."""


def docx(review: Review) -> bytes:
    """The document's bytes, the same for the same review."""
    import docx as word_files

    content = content_of(review)
    document = word_files.Document()
    _bare(document)
    _dressed(document, review.language, content["colours"])
    pictures = _pictures(document, review, content)
    paper = Paper(
        review.language,
        {key: said[review.language] for key, said in words().items()},
        {source["id"]: place + 1 for place, source in enumerate(content["sources"])},
        {
            point["id"]: f"point_{place + 1}"
            for place, point in enumerate(
                each for plan in content["plans"] for each in plan["points"]
            )
        },
    )
    made = Made(paper, content)
    body = [*halfyear(made), *front(made, pictures), *points(made), *rest(made)]
    everything = "".join([*cover(made), *contents(made), *body])
    _filled(document, made, everything)
    _described(document, review, content["title"])
    return _packed(document)


# --- the package -----------------------------------------------------------------------------


def _bare(document: Document) -> None:
    """Without what the template brings that the review does not need."""
    for holder in (document.part, document.part.package):
        for relation_id, relation in list(holder.rels.items()):
            if relation.reltype.rpartition("/")[2] in _LEFT_BEHIND:
                del holder.rels[relation_id]


def _dressed(document: Document, language: Language, colours: Mapping[str, str]) -> None:
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE

    part = document.part
    _replace(document.styles.element, styles(language, colours))
    _replace(part.numbering_part.element, numbering())
    _replace(document.settings.element, settings(language))
    embedded = _embedded(FONT_FILE) if language == "ur" else None
    key = embedded[1] if embedded else None
    table = f"<w:fonts {_NAMESPACES}>{font_table(key)}</w:fonts>"
    fonts = _added(part, "/word/fontTable.xml", CONTENT_TYPE.WML_FONT_TABLE, table.encode())
    part.relate_to(fonts, RELATIONSHIP_TYPE.FONT_TABLE)
    if embedded:
        letters = _added(part, "/word/fonts/font1.odttf", _FONT_TYPE, embedded[0])
        fonts.load_rel(RELATIONSHIP_TYPE.FONT, letters, FONT_RELATION)


def _added(holder: Any, name: str, content_type: str, content: bytes) -> Part:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    return Part(PackURI(name), content_type, content, holder.package)


def _replace(element: Any, inner: str) -> None:
    """Other children for an element that python-docx has made a part of."""
    from docx.oxml import parse_xml

    del element[:]
    element.extend(parse_xml(f"<w:body {_NAMESPACES}>{inner}</w:body>"))


def _embedded(file: str) -> tuple[bytes, str]:
    """A typeface as it travels in a document: (its bytes, its key).

    The format turns over the first 32 bytes with the key, so that the file is of no use as it is
    (ECMA-376 part 4, 15.2.13); here the key follows from the typeface and not from chance.
    """
    letters = (TYPEFACES / file).read_bytes()
    name = hashlib.sha256(letters).hexdigest().upper()
    turned = bytes.fromhex(name[:32])[::-1] * 2
    hidden = bytes(a ^ b for a, b in zip(letters[:32], turned, strict=True)) + letters[32:]
    return hidden, f"{{{name[:8]}-{name[8:12]}-{name[12:16]}-{name[16:20]}-{name[20:32]}}}"


def _pictures(
    document: Document, review: Review, content: Mapping[str, Any]
) -> Mapping[str, Picture]:
    widest = TEXT_WIDTH_TWIPS * _EMU_PER_TWIP
    made = {}
    for figure in content["figures"]:
        if not figure["drawn"]:
            continue
        png = png_of(review.drawn["wide"][figure["id"]]())
        relation, _ = document.part.get_or_add_image(io.BytesIO(png))
        width, height = (pixels * _EMU_PER_PIXEL for pixels in size_of(png))
        # Nothing is taller than its page with its caption.
        share = min(0.92, widest / width, 180 * _EMU_PER_MM / height)
        made[figure["id"]] = Picture(relation, round(width * share), round(height * share))
    return made


def _filled(document: Document, made: Made, everything: str) -> None:
    from docx.oxml import parse_xml

    paper, content = made.paper, made.content
    section = document.sections[0]
    body = document.element.body
    _replace(body.sectPr, _PAGE + "<w:bidi/>" * paper.is_urdu)
    written = parse_xml(f"<w:body {_NAMESPACES}>{everything}</w:body>")
    for element in list(body)[:-1]:
        body.remove(element)
    for element in list(written):
        body.sectPr.addprevious(element)
    tab = "<w:r><w:tab/></w:r>"
    period = run(paper, " · ".join(content["period"]))
    _replace(section.header.part.element, paragraph(
        paper, run(paper, content["title"]) + tab + period, "Header"))  # fmt: skip
    page = field_of("PAGE", run(paper, "1"))
    pages = field_of("NUMPAGES", run(paper, "1"))
    foot = run(paper, content["digest"], "Digest") + tab + page
    foot += run(paper, f" {paper.words['word_page_of']} ") + pages
    _replace(section.footer.part.element, paragraph(paper, foot, "Footer"))


def _described(document: Document, review: Review, title: str) -> None:
    """Title, language and dates among the properties of the file."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE

    moment = recorded(review).astimezone(UTC).replace(tzinfo=None)
    about = document.core_properties
    about.title, about.language = title, "ur-PK" if review.language == "ur" else "en-GB"
    about.author = about.last_modified_by = "Naap"
    about.created = about.modified = moment
    about.revision, about.identifier = 1, review.snapshot.digest
    about.comments = about.keywords = about.subject = about.category = ""
    package = document.part.package
    program = _added(
        document.part, "/docProps/app.xml", CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, _PROGRAM
    )
    package.relate_to(program, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)


def _packed(document: Document) -> bytes:
    """The package as python-docx would save it, but with the same date and order each time.

    Pictures are small already and are stored as they are.
    """
    package = document.part.package
    parts = sorted(package.iter_parts(), key=lambda part: part.partname)
    content = {"[Content_Types].xml": _content_types(parts), "_rels/.rels": package.rels.xml}
    for part in parts:
        content[part.partname.membername] = part.blob
        if part.rels:
            content[part.partname.rels_uri.membername] = part.rels.xml
    done = io.BytesIO()
    with zipfile.ZipFile(done, "w") as file:
        for name, made in content.items():
            info = zipfile.ZipInfo(name, _DRAWN_AT)
            stored = name.endswith(".png")
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            file.writestr(info, made)
    return done.getvalue()


def _content_types(parts: Sequence[Part]) -> bytes:
    told = "".join(
        f'<Override PartName="{part.partname}" ContentType="{part.content_type}"/>'
        for part in parts
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    ).encode()
