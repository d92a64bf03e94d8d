"""Reads an .xlsx workbook that anybody may have sent: cells as they stand, and nothing is run.

A workbook is a zip of XML. The standard library's expat reads it cell by cell, and refuses a
document type where it begins; sizes are limited while bytes are unpacked, not only as declared.
What openpyxl would read without a word (a formula beside its value, a merged cell) is told here.
"""

from __future__ import annotations

import functools
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal
from xml.parsers import expat

from naap.problems import UnusableInput

__all__ = ["LARGEST_FILE", "Found", "Sheet", "address", "letters", "read_workbook"]

LARGEST_FILE = 5_000_000
_LARGEST_UNPACKED = 60_000_000
_MOST_PARTS = 300
_MOST_CELLS = 500_000
_LONGEST_TEXT = 40_000
_BLOCK = 1 << 16
_MACROS = re.compile(
    r"vbaProject|macrosheets|activeX|embeddings/|externalLinks/|ctrlProps|dialogsheets", re.I
)
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_DATE_FORM = re.compile(r"[dmyhs]", re.I)
_NOT_FORM = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_ODD = (
    AssertionError, EOFError, IndexError, KeyError, NotImplementedError, OSError, OverflowError,
    RuntimeError, UnicodeError, ValueError, zipfile.BadZipFile, zlib.error, expat.ExpatError,
)  # fmt: skip

Kind = Literal["number", "text", "date", "flag", "error", "formula"]


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in a cell. A date is written 2016-04-08, a number as the file writes it."""

    kind: Kind
    text: str


@dataclass
class Sheet:
    """One sheet: its cells by row and column (both from 1), merged areas, cells with links."""

    name: str
    cells: dict[tuple[int, int], Found] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def text(self, row: int, column: int) -> str:
        found = self.cells.get((row, column))
        return found.text if found else ""


def read_workbook(data: bytes, name: str) -> dict[str, Sheet]:
    """Every worksheet by its name, hidden ones too. UnusableInput for what is no workbook, is too
    large, holds macros, embedded files or links to other workbooks, or needs a password."""

    def refuse(found: str, mend: str) -> UnusableInput:
        return UnusableInput.one(
            name, found=found, expected="the .xlsx workbook of a return", mend=mend
        )

    if len(data) > LARGEST_FILE:
        raise refuse(f"{len(data):,} bytes", f"Send at most {LARGEST_FILE:,}: the template as "
                     "it came, filled in.")  # fmt: skip
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse("an old .xls file, or one with a password",
                     "Save it as .xlsx without a password.")  # fmt: skip
    if not data.startswith(b"PK"):
        raise refuse("a file that is no workbook", "Send the filled-in template as .xlsx.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Package(archive, refuse).sheets()
    except _ODD as error:
        raise refuse(
            f"a workbook that cannot be read ({type(error).__name__})",
            "It may be cut off or damaged: open it, save it again as .xlsx and send that.",
        ) from None


def letters(column: int) -> str:
    """A, B, ... AA of a column number, which counts from 1."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


@functools.cache
def _column(name: str) -> int:
    """The number of a column of one to three letters."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def address(row: int, column: int) -> str:
    return f"{letters(column)}{row}"


def _local(tag: str) -> str:
    """The name of an element without a prefix, which any part of any element's name may have."""
    return tag.rpartition(":")[2]


class _Package:
    """The parts of the zip, read within limits."""

    def __init__(
        self, archive: zipfile.ZipFile, refuse: Callable[[str, str], UnusableInput]
    ) -> None:
        self.archive, self.refuse, self.left = archive, refuse, _LARGEST_UNPACKED
        members = archive.infolist()
        names = [member.filename for member in members]
        if len(members) > _MOST_PARTS or len(set(names)) != len(names):
            raise refuse(f"a zip of {len(members)} parts, or with parts that stand twice",
                         "Send the template as it came, filled in.")  # fmt: skip
        if sum(member.file_size for member in members) > _LARGEST_UNPACKED:
            raise self._too_large()
        if any(member.flag_bits & 1 for member in members):
            raise refuse("a file with a password", "Save it without a password.")
        types = self._bytes("[Content_Types].xml")
        odd = next(filter(_MACROS.search, names), None)
        if odd or b"macroEnabled" in types or b"vnd.ms-excel.sheet.binary" in types:
            raise refuse(f"macros, embedded files or links to other workbooks ({odd or 'macros'})",
                         "Save it as a plain .xlsx workbook. Macros are never run.")  # fmt: skip

    def sheets(self) -> dict[str, Sheet]:
        book = self._linked("_rels/.rels", "")["/officeDocument"][0][1]
        folder, _, own = book.rpartition("/")
        links = self._linked(f"{folder}/_rels/{own}.rels".lstrip("/"), folder)
        parts = dict(links.get("/worksheet", ()))
        named: dict[str, str] = {}
        epoch = [date(1899, 12, 30)]

        def start(tag: str, given: Mapping[str, str]) -> None:
            tag = _local(tag)
            if tag == "sheet":
                own = [each for key, each in given.items() if key.rpartition(":")[2] == "id"]
                named[given["name"]] = own[0]
            elif tag == "workbookPr" and given.get("date1904") in {"1", "true"}:
                epoch[0] = date(1904, 1, 1)

        self._parse(book, start)
        texts = [each for _, part in links.get("/sharedStrings", ()) for each in self._texts(part)]
        dates = [each for _, part in links.get("/styles", ()) for each in self._dates(part)]
        found = {}
        count = 0
        for name, reference in named.items():
            if reference in parts:
                reader = _SheetReader(Sheet(name), texts, dates, epoch[0], count, self.refuse)
                self._parse(parts[reference], reader.start, reader.end, reader.text)
                count = reader.count
                found[name] = reader.sheet
        if not found:
            raise ValueError("no worksheet")
        return found

    def _linked(self, part: str, folder: str) -> dict[str, list[tuple[str, str]]]:
        """(id, part) of what a part links to, by the last word of the link's type."""
        found: dict[str, list[tuple[str, str]]] = {}

        def start(tag: str, given: Mapping[str, str]) -> None:
            if _local(tag) == "Relationship" and given.get("TargetMode") != "External":
                target = given["Target"]
                inside = target if target.startswith("/") else f"{folder}/{target}"
                kind = "/" + given["Type"].rpartition("/")[2]
                found.setdefault(kind, []).append((given["Id"], inside.strip("/")))

        self._parse(part, start)
        return found

    def _texts(self, part: str) -> list[str]:
        texts: list[str] = []
        pieces: list[str] = []
        inside = {"t": 0, "rPh": 0}

        def start(tag: str, _: Mapping[str, str]) -> None:
            tag = _local(tag)
            if tag == "si":
                pieces.clear()
            elif tag in inside:
                inside[tag] += 1

        def end(tag: str) -> None:
            tag = _local(tag)
            if tag == "si":
                texts.append("".join(pieces)[:_LONGEST_TEXT])
            elif tag in inside:
                inside[tag] -= 1

        def text(said: str) -> None:
            if inside["t"] and not inside["rPh"]:
                pieces.append(said)

        self._parse(part, start, end, text)
        return texts

    def _dates(self, part: str) -> list[bool]:
        """For each style of a cell, whether it shows the cell's number as a date."""
        forms: dict[int, str] = {}
        dates: list[bool] = []
        where = [""]

        def start(tag: str, given: Mapping[str, str]) -> None:
            tag = _local(tag)
            if tag == "numFmt":
                forms[int(given["numFmtId"])] = given.get("formatCode", "")
            elif tag in {"cellXfs", "cellStyleXfs"}:
                where[0] = tag
            elif tag == "xf" and where[0] == "cellXfs":
                form = int(given.get("numFmtId", "0"))
                plain = _NOT_FORM.sub("", forms.get(form, ""))
                own = form in forms and _DATE_FORM.search(plain.replace("General", ""))
                dates.append(bool(own) or form in _DATES)

        self._parse(part, start)
        return dates

    def _too_large(self) -> UnusableInput:
        return self.refuse(f"a workbook that unpacks to more than {_LARGEST_UNPACKED:,} bytes",
                           "Send the template as it came, filled in.")  # fmt: skip

    def _bytes(self, part: str) -> bytes:
        with self.archive.open(part) as stream:
            data = stream.read(self.left + 1)
        self._spend(len(data))
        return data

    def _spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise self._too_large()

    def _parse(
        self,
        part: str,
        start: Callable[[str, Mapping[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Read a part of XML. Elements are handed on as they are named; see ``_local``."""
        parser = expat.ParserCreate(intern={})
        parser.buffer_text = True
        parser.StartElementHandler = start
        if end is not None:
            parser.EndElementHandler = end
        if text is not None:
            parser.CharacterDataHandler = text

        def doctype(*_: object) -> None:
            raise self.refuse("a document type inside the workbook",
                              "No spreadsheet program writes one: do not trust the file.",
                              )  # fmt: skip

        parser.StartDoctypeDeclHandler = doctype
        with self.archive.open(part) as stream:
            while block := stream.read(_BLOCK):
                self._spend(len(block))
                parser.Parse(block, False)
        parser.Parse(b"", True)


class _SheetReader:
    """Where the parser stands in a sheet."""

    def __init__(
        self,
        sheet: Sheet,
        texts: list[str],
        dates: list[bool],
        epoch: date,
        count: int,
        refuse: Callable[[str, str], UnusableInput],
    ) -> None:
        self.sheet, self.texts, self.dates, self.epoch = sheet, texts, dates, epoch
        self.count, self.refuse = count, refuse
        self.row = self.column = 0
        self.kind = self.style = ""
        self.formula = self.inside = self.reading = False
        self.pieces: list[str] = []

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "c":
            self._open(given)
        elif tag == "row":
            self.row = int(given.get("r", self.row + 1))
            self.column = 0
        elif tag in {"v", "t"}:
            self.reading = self.inside
        elif tag == "f":
            self.formula = True
        elif tag == "mergeCell":
            self.sheet.merged.append(given.get("ref", ""))
        elif tag == "hyperlink":
            self.sheet.links.append(given.get("ref", ""))
        elif ":" in tag:
            self.start(_local(tag), given)

    def _open(self, given: Mapping[str, str]) -> None:
        if place := _REFERENCE.fullmatch(given.get("r", "")):
            self.row, self.column = int(place[2]), _column(place[1])
        else:
            self.column += 1
        self.kind, self.style = given.get("t", "n"), given.get("s", "0")
        self.formula, self.inside = False, True
        self.pieces.clear()

    def text(self, said: str) -> None:
        if self.reading:
            self.pieces.append(said)

    def end(self, tag: str) -> None:
        if tag in {"v", "t"}:
            self.reading = False
        elif tag == "c":
            self.inside = False
            found = self._found("".join(self.pieces)[:_LONGEST_TEXT])
            if found is None:
                return
            self.count += 1
            if self.count > _MOST_CELLS:
                raise self.refuse(f"more than {_MOST_CELLS:,} filled cells",
                                  "Send the template as it came, filled in.")  # fmt: skip
            self.sheet.cells[self.row, self.column] = found
        elif ":" in tag:
            self.end(_local(tag))

    def _found(self, text: str) -> Found | None:
        if self.formula:
            return Found("formula", text)
        if self.kind == "s":
            text = self.texts[int(text)] if text else ""
        if self.kind in {"s", "str", "inlineStr"}:
            return Found("text", text.strip()) if text.strip() else None
        if not text.strip():
            return None
        if self.kind in {"b", "e"}:
            return Found("flag" if self.kind == "b" else "error", text)
        if self.kind == "d":
            return Found("date", text[:10])
        style = int(self.style)
        if style < len(self.dates) and self.dates[style]:
            return Found("date", self._day(float(text)))
        return Found("number", text)

    def _day(self, days: float) -> str:
        try:
            return (self.epoch + timedelta(days=int(days))).isoformat()
        except OverflowError:
            return str(days)
