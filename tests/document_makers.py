"""Documents of every kind that can be read, made from paragraphs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from functools import cache
from html import escape

import typst

__all__ = ["docx", "docx_of", "html", "pdf", "picture_pdf"]

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx_of(body: str, *, head: str = "") -> bytes:
    """A Word file with this XML as its body."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document xmlns:w="{_WORD}">'
            f"<w:body>{body}</w:body></w:document>",
        )
    return held.getvalue()


def docx(paragraphs: Sequence[str]) -> bytes:
    return docx_of(
        "".join(f"<w:p><w:r><w:t>{escape(said)}</w:t></w:r></w:p>" for said in paragraphs)
    )


def html(paragraphs: Sequence[str]) -> bytes:
    said = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in paragraphs)
    head = "<head><title>1,234 words</title></head>"
    return f"<!doctype html><html>{head}<body>{said}</body></html>".encode()


@cache
def pdf(pages: tuple[str, ...], width_mm: int = 90) -> bytes:
    """A PDF with one text a page, set justified and with words divided at line ends."""
    inputs = {str(number): page for number, page in enumerate(pages)}
    content = "\n#pagebreak()\n".join(f'#sys.inputs.at("{number}")' for number in inputs)
    look = f"#set page(width: {width_mm}mm, height: 200mm)\n#set par(justify: true)\n"
    return typst.compile(
        f'{look}#set text(size: 10pt, hyphenate: true, lang: "en")\n{content}'.encode(),
        sys_inputs=inputs,
    )


@cache
def picture_pdf() -> bytes:
    """A page with a drawing on it and no text, as a scan is."""
    return typst.compile(b"#rect(width: 3cm, height: 2cm, fill: black)")
