"""Read a document of any kind that is known into text: plain, Markdown, HTML, Word, PDF."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path

from naap.checks.prose.document import Document, clean, document
from naap.checks.prose.from_docx import docx_paragraphs
from naap.checks.prose.from_html import charset_of, html_paragraphs, markdown_paragraphs
from naap.checks.prose.from_pdf import pdf_pages
from naap.problems import UnusableInput

__all__ = ["ENDINGS", "MOST_BYTES", "read", "read_file"]

MOST_BYTES = 50_000_000

ENDINGS = {
    ".txt": "plain text", ".text": "plain text", ".md": "Markdown", ".markdown": "Markdown",
    ".html": "HTML", ".htm": "HTML", ".xhtml": "HTML", ".docx": "Word", ".pdf": "PDF",
}  # fmt: skip

_PARAGRAPH = re.compile(r"(?:\A\s*|\n[ \t]*\n\s*)(?=\S)")

_NOT_READ = (
    (b"\xd0\xcf\x11\xe0", "an old Word file, or one locked with a password",
     "Open it in a word processor and save it as .docx without a password."),
    (b"{\\rtf", "a file in rich text format", "Open it in a word processor and save it as .docx."),
)  # fmt: skip


def read_file(path: Path) -> Document:
    """The text of a file; UnusableInput says what is wrong with one that cannot be read."""
    name = str(path)
    if path.is_dir():
        raise UnusableInput.one(
            name, found="a folder", expected="one file", mend="Name a file in it."
        )
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnusableInput.one(
            name, found=error.strerror or type(error).__name__, expected="a file that can be read",
            mend="Check the path and its permissions.",
        ) from None  # fmt: skip
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise UnusableInput.one(
            name,
            found=f"the ending {ending!r}" if ending else "a name without an ending",
            expected=f"one of {', '.join(ENDINGS)}",
            mend="Give the file the ending of what it holds, or pass it as standard input.",
        )
    return read(name, data, ENDINGS[ending])


def read(name: str, data: bytes, kind: str | None = None) -> Document:
    """The text of ``data``, which holds one of the kinds of `ENDINGS`.

    Without ``kind`` the first bytes decide; text that is neither a PDF, a Word file nor a web page
    is taken as plain. Raises UnusableInput, and nothing else, for data that cannot be read.
    """
    if len(data) > MOST_BYTES:
        raise UnusableInput.one(
            name,
            found=f"more than {MOST_BYTES // 1_000_000} MB",
            expected="a text that a person could read",
            mend="Check it in parts.",
        )
    for first, found, mend in _NOT_READ:
        if data.startswith(first):
            raise UnusableInput.one(name, found=found, expected=_expected(kind), mend=mend)
    looks = _looks_like(data)
    if kind is None:
        kind = looks or "plain text"
    elif looks != kind and data and {looks, kind} & {"PDF", "Word"}:
        raise UnusableInput.one(
            name,
            found=f"{f'a {looks} file' if looks else 'something else'} under this ending",
            expected=_expected(kind),
            mend="Give the file the ending of what it holds, or fetch it again.",
        )
    return _READERS[kind](name, data)


def _expected(kind: str | None) -> str:
    return f"a file that holds {kind}" if kind else "plain text, HTML, a .docx file or a PDF"


def _looks_like(data: bytes) -> str | None:
    if b"%PDF-" in data[:1024]:
        return "PDF"
    if data.startswith(b"PK"):
        return "Word"
    if re.match(rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|\?xml)",
                data[:4096], re.I | re.S):  # fmt: skip
        return "HTML"
    return None


def _decoded(name: str, data: bytes, charset: str | None = None) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            charset = encoding
            break
    try:
        text = data.decode(charset or "utf-8")
    except (UnicodeError, LookupError) as error:
        at = getattr(error, "start", None)
        raise UnusableInput.one(
            name,
            found=f"byte {at:,} is not {charset or 'UTF-8'}" if at is not None
            else f"text that is not {charset}",
            expected=f"text in {charset or 'UTF-8'}",
            mend="Save it as UTF-8.",
        ) from None  # fmt: skip
    if "\0" in text:
        raise UnusableInput.one(
            name,
            found="bytes that are no text",
            expected="text in UTF-8",
            mend="Give the file the ending of what it holds, or save it as UTF-8.",
        )
    return text


def _plain(name: str, data: bytes) -> Document:
    """Paragraphs stand apart by an empty line; the text stays as it is but for line ends."""
    text = clean(_decoded(name, data))
    document(name, "paragraph", [text])  # refuses what is empty or too long
    starts = (found.end() for found in _PARAGRAPH.finditer(text))
    return Document(name, text, "paragraph", tuple(starts))


def _markdown(name: str, data: bytes) -> Document:
    return document(name, "paragraph", markdown_paragraphs(_decoded(name, data)))


def _html(name: str, data: bytes) -> Document:
    return document(name, "paragraph", html_paragraphs(_decoded(name, data, charset_of(data))))


def _word(name: str, data: bytes) -> Document:
    return document(name, "paragraph", docx_paragraphs(name, data))


def _pdf(name: str, data: bytes) -> Document:
    return document(name, "page", pdf_pages(name, data))


_READERS: dict[str, Callable[[str, bytes], Document]] = {
    "plain text": _plain, "Markdown": _markdown, "HTML": _html, "Word": _word, "PDF": _pdf,
}  # fmt: skip
