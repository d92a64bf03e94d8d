"""The text of a web page or of a Markdown file, one paragraph a block."""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser

from naap.checks.prose.document import clean

__all__ = ["charset_of", "html_paragraphs", "markdown_paragraphs"]

_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
        *("details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer"),
        *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li"),
        *("main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody"),
        *("td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
"""A cell of a table is a block too: numbers that stand side by side are not a sentence."""
_UNREAD = frozenset(
    {
        *("head", "script", "style", "template", "noscript", "svg", "math", "iframe", "object"),
        *("select", "textarea", "button", "canvas", "audio", "video"),
    }
)
_VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr"),
    }
)
_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡§])[\])]?(?:\s*,\s*\d{1,3})*")
"""What stands raised: the mark of a note, which would be read as the last digit of a number."""
_DECLARATION = re.compile(r"<!\[(?:(?!--)[^>])*>?")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)


class _Reader(HTMLParser):
    """Collects paragraphs; what a reader of the page does not see is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self._line: list[str] = []
        self._raised: list[str] | None = None
        self._unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unread:
            if tag == self._unread[-1] and tag not in _VOID:
                self._unread.append(tag)
            # A page that forgot to close its head shows its body all the same.
            if tag == "body" and self._unread[-1] == "head":
                self._unread.clear()
            return
        hidden = any(name == "hidden" for name, _ in attrs)
        if tag in _UNREAD or (hidden and tag not in _VOID):
            self._unread.append(tag)
        elif tag == "br":
            self._line.append("\n")
        elif tag == "sup":
            self._raised = []
        elif tag in _BLOCKS:
            self._end_paragraph()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._unread:
            if tag == self._unread[-1]:
                self._unread.pop()
        elif tag == "sup":
            self._end_raised()
        elif tag in _BLOCKS:
            self._end_paragraph()

    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        into = self._line if self._raised is None else self._raised
        into.append(re.sub(r"[ \t\r\n\f]+", " ", data))

    def finish(self) -> list[str]:
        self.close()
        self._end_paragraph()
        return self.paragraphs

    def _end_raised(self) -> None:
        raised, self._raised = "".join(self._raised or ()), None
        if not _MARK.fullmatch(raised.strip()):
            self._line.append(raised)

    def _end_paragraph(self) -> None:
        if self._raised is not None:
            self._end_raised()
        text = re.sub(r" *\n *", "\n", "".join(self._line))
        if text.strip():
            self.paragraphs.append(clean(re.sub(r" {2,}", " ", text)).strip())
        self._line = []


def html_paragraphs(text: str) -> list[str]:
    """Each block of a page that a reader sees, in order."""
    reader = _Reader()
    # Browsers take `<![...>` for a comment; the parser of the library stumbles over some of them.
    reader.feed(_DECLARATION.sub(" ", text))
    return reader.finish()


def markdown_paragraphs(text: str) -> list[str]:
    """Each block of a Markdown text (CommonMark with tables), without its marks."""
    from markdown_it import MarkdownIt

    return html_paragraphs(MarkdownIt("commonmark").enable("table").render(text))


def charset_of(data: bytes) -> str | None:
    """The encoding that a page names in its first kilobytes, where Python knows it."""
    found = _CHARSET.search(data[:4096])
    if found is None:
        return None
    try:
        return codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None
