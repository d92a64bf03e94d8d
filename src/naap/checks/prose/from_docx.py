"""The text of a Word file: the paragraphs of its main document part.

Notes, comments, headers and footers lie in other parts and are not read. Text that was deleted,
moved away or hidden is not read either.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from xml.parsers import expat

from naap.checks.prose.document import clean
from naap.problems import UnusableInput

__all__ = ["docx_paragraphs"]

_MOST_BYTES = 64_000_000
"""Of the unpacked document part: a book has two or three million."""
_MAIN = "word/document.xml"
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError,
    NotImplementedError, ValueError, KeyError, IndexError,
)  # fmt: skip
"""What the zip module raises on damaged archives, depending on where the damage is."""
_LEFT_OUT = frozenset({"moveFrom", "Fallback", "del"})


class _Doctype(Exception):
    """The part declares a document type: Word never does, and it can hide endless entities."""


def docx_paragraphs(name: str, data: bytes) -> list[str]:
    """Every paragraph in order, cells of tables too; UnusableInput for what is no Word file."""
    reader = _Reader()
    try:
        reader.parse(_part(name, data))
    except expat.ExpatError as error:
        raise _refused(
            name, f"a Word file whose text breaks off or is damaged at line {error.lineno}"
        ) from None
    except _Doctype:
        raise _refused(name, "a Word file that declares a document type of its own") from None
    return reader.paragraphs


def _part(name: str, data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _MAIN not in archive.namelist():
                raise _refused(name, f"an archive without {_MAIN}")
            info = archive.getinfo(_MAIN)
            if info.flag_bits & 1:
                raise _refused(name, "a Word file locked with a password")
            with archive.open(info) as part:
                # The size that the archive states may be false, so that it is not asked.
                read = part.read(_MOST_BYTES + 1)
    except _DAMAGED as error:
        raise _refused(name, f"a damaged Word file ({type(error).__name__})") from None
    if len(read) > _MOST_BYTES:
        raise _refused(name, f"a text of more than {_MOST_BYTES // 1_000_000} MB when unpacked")
    return read


def _refused(name: str, found: str) -> UnusableInput:
    return UnusableInput.one(
        name,
        found=found,
        expected="a .docx file that is whole and open",
        mend="Open it in a word processor and save it again as .docx without a password.",
    )


class _Reader:
    """Walks the part without building a tree, so that a large or deep one costs no more."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self._open: list[list[str]] = []
        self._run: list[str] = []
        self._left_out = 0
        self._in_text = False
        self._raised = self._hidden = False

    def parse(self, part: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = self._doctype
        parser.Parse(part, True)

    def _doctype(self, *_: object) -> None:
        raise _Doctype

    def _start(self, element: str, attributes: Mapping[str, str]) -> None:
        name = element.rpartition(" ")[2]
        value = {key.rpartition(" ")[2]: said for key, said in attributes.items()}.get("val", "on")
        off = value in {"0", "false", "off", "none", "baseline"}
        if name in _LEFT_OUT:
            self._left_out += 1
        elif name == "p":
            self._open.append([])
        elif name == "r":
            self._run, self._raised, self._hidden = [], False, False
        elif name == "vertAlign":
            self._raised = value == "superscript"
        elif name in {"vanish", "webHidden"}:
            self._hidden = not off
        elif name == "t":
            self._in_text = True
        elif name in {"tab", "ptab"}:
            self._run.append(" ")
        elif name in {"br", "cr"}:
            self._run.append("\n")
        elif name == "noBreakHyphen":
            self._run.append("-")

    def _data(self, data: str) -> None:
        if self._in_text:
            self._run.append(data)

    def _end(self, element: str) -> None:
        name = element.rpartition(" ")[2]
        if name in _LEFT_OUT:
            self._left_out -= 1
        elif name == "t":
            self._in_text = False
        elif name == "r":
            text = "".join(self._run)
            # A raised number is the mark of a note: it would lengthen the number before it.
            unread = self._left_out or self._hidden or (self._raised and text.strip().isdigit())
            if self._open and not unread:
                self._open[-1].append(text)
            self._run = []
        elif name == "p" and self._open:
            text = clean("".join(self._open.pop())).strip()
            if text:
                self.paragraphs.append(text)
