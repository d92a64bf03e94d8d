"""Reading a large sheet of which few columns matter: only their cells are taken apart.

A general reader of workbooks makes an object of each cell, which takes minutes for 100,000 rows of
135 columns. Here the cells of other columns stay the bytes that they are, and what repeats is read
once.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Self, cast
from xml.etree import ElementTree as ET

from naap.problems import UnusableInput

__all__ = ["WideSheet"]

_LARGEST_SHEET = 4_000_000_000
_LARGEST_WORDS = 1_000_000_000
_MOST_WORDS = 10_000_000
_LARGEST_DESCRIPTION = 4_000_000
_LONGEST_ROW = 8_000_000
_LONGEST_KEPT = 200
"""Nothing that is read is longer; of longer cells only that they hold something matters."""
_PIECE = 1 << 20
_ROWS_A_REPORT = 5_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MOST_SEEN = 100_000
_LONGEST_SEEN = 64
_BROKEN = (OSError, EOFError, LookupError, RuntimeError, ValueError, ET.ParseError,
           zipfile.BadZipFile, zlib.error, NotImplementedError)  # fmt: skip
_BEGIN = re.compile(rb"<t(?:\s[^>]*)?>")
_TEXT = re.compile(rb"<t(?:\s[^>]*)?>(.*?)</t>", re.DOTALL)
_PHONETIC = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
_VALUE = re.compile(rb"<v(?:\s[^>]*)?>(.*?)</v>", re.DOTALL)
_CELL = b'<c r="'
_DIGITS = b"0123456789"
_NUMBER = re.compile(rb'\br="(\d+)"')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class WideSheet:
    """The first visible sheet of a workbook. Iterating gives (row number, cells by name).

    Only ``wanted`` columns are read; ``columns`` names all. ``among`` is asked once a row whether
    it is to be given: others are read past. Numbers are text as the workbook
    writes them, days the count of days since 1900. A formula gives the value that was saved.
    """

    def __init__(
        self,
        path: Path,
        wanted: Collection[str],
        needed: Sequence[str] = (),
        *,
        most_rows: int = 1_048_576,
        among: Callable[[], bool] = lambda: True,
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._path = path
        self._most_rows = most_rows
        self._among = among
        self._progress = progress
        self._archive: zipfile.ZipFile | None = None
        try:
            self._archive = zipfile.ZipFile(path)
            self.sheet, part = self._chosen(self._archive)
            self._words = self._shared_words(self._archive)
            if self._archive.getinfo(part).file_size > _LARGEST_SHEET:
                raise self._unusable("a sheet beyond all bounds", "one of this source")
            self._rows = self._in_rows(self._archive.open(part))
            self._header(wanted, needed)
        except _BROKEN as error:
            self.__exit__()
            raise self._odd(error) from None
        except UnusableInput:
            self.__exit__()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._progress("")
        if self._archive is not None:
            self._archive.close()

    def __iter__(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        try:
            for number, cells in self._rows:
                if number > self._most_rows + 1:
                    raise self._unusable(
                        f"more than {self._most_rows:,} rows", "a table of this source"
                    )
                if number % _ROWS_A_REPORT == 0:
                    self._progress(f"reading {self._path.name}: {number:,} rows")
                if self._among() and (row := self._row(number, cells)) is not None:
                    yield number, row
        except _BROKEN as error:
            raise self._odd(error) from None

    def place(self, row: int, column: str) -> str:
        """The column with the address of the cell, such as nkill (Data!CU7)."""
        letters = self._letters.get(column)
        return f"{column} ({self.sheet}!{letters.decode()}{row})" if letters else column

    def _row(self, number: int, cells: bytes) -> dict[str, str] | None:
        """The wanted cells by column; None for a row in which nothing stands."""
        if b"<v" not in cells and b"<t" not in cells:
            return None
        row = self._empty.copy()
        row.update(self._repeated(number, cells) or map(self._read, cells.split(_CELL)))
        row.pop("", None)
        return row

    def _repeated(self, number: int, cells: bytes) -> list[tuple[str, str]] | None:
        """What `_read` gives for each cell, quickly: without the row's number in their addresses,
        most cells are the same as one that was read before. None where that number also stands
        elsewhere, or not in every address."""
        behind = b'%d"' % number
        bare = cells.replace(behind, b'"').split(_CELL)
        if cells.count(behind) != len(bare):
            return None
        found = list(map(self._seen.get, bare))
        for at, each in enumerate(found):
            if each is None:
                cell = bare[at]
                if not cell.partition(b'"')[0].isalpha():
                    return None
                found[at] = each = self._read(cell)
                if len(self._seen) < _MOST_SEEN and len(cell) < _LONGEST_SEEN:
                    self._seen[cell] = each
        return cast("list[tuple[str, str]]", found)

    def _read(self, cell: bytes) -> tuple[str, str]:
        """The column and the text of a cell; of a column that nobody wants, nothing."""
        address, _, rest = cell.partition(b'"')
        name = self._names.get(address.rstrip(_DIGITS))
        return ("", "") if name is None else (name, _text_of(rest, self._words).strip())

    def _header(self, wanted: Collection[str], needed: Sequence[str]) -> None:
        first = next(self._rows, None)
        if first is None:
            raise self._unusable("an empty sheet", "a table with a header")
        named = {
            _letters(cell): _text_of(cell.partition(b'"')[2], self._words).strip()
            for cell in first[1].split(_CELL)
        }
        self.columns: list[str] = [name for name in named.values() if name]
        self._letters = {name: letters for letters, name in named.items() if name}
        self._wanted = [name for name in self._letters if name in wanted]
        self._names = {self._letters[name]: name for name in self._wanted}
        self._empty = dict.fromkeys(self._wanted, "")
        self._seen: dict[bytes, tuple[str, str]] = {}
        missing = [name for name in needed if name not in self._wanted]
        twice = sorted({name for name in self.columns if self.columns.count(name) > 1})
        if missing or twice:
            raise UnusableInput.one(
                self._path.name, row=1, column=", ".join(missing or twice),
                found="no such column" if missing else "the column more than once",
                expected=f"a header with every column that is read, in the sheet {self.sheet}",
                mend="Check that this is the right file, as its publisher released it.",
            )  # fmt: skip

    def _in_rows(self, stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
        """(number, cells) of each row; the cells are what follows the first ``<c r="``."""
        before, number = b"", 0
        while piece := stream.read(_PIECE):
            *rows, before = (before + piece).split(b"</row>")
            if len(before) > _LONGEST_ROW:
                raise ValueError("a row without end")
            for row in rows:
                head, _, cells = row.partition(_CELL)
                if b"<c " in head or b":row" in head:
                    raise ValueError("cells without an address")
                found = _NUMBER.search(head, head.rfind(b"<row"))
                number = int(found[1]) if found else number + 1
                yield number, cells
        if b":row" in before:
            raise ValueError("rows under a name of their own")

    def _chosen(self, archive: zipfile.ZipFile) -> tuple[str, str]:
        links = {
            link.get("Id", ""): link.get("Target", "")
            for link in _parsed(archive, "xl/_rels/workbook.xml.rels")
        }
        for sheet in _parsed(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet"):
            target = links.get(sheet.get(_LINK, ""), "")
            if target and sheet.get("state", "visible") == "visible":
                return sheet.get("name", ""), posixpath.normpath(
                    target.removeprefix("/") if target[0] == "/" else f"xl/{target}"
                )
        raise ValueError("no visible sheet")

    def _shared_words(self, archive: zipfile.ZipFile) -> list[str]:
        """What the cells of text point to, each cut to what can matter."""
        if "xl/sharedStrings.xml" not in archive.namelist():
            return []
        if archive.getinfo("xl/sharedStrings.xml").file_size > _LARGEST_WORDS:
            raise ValueError("more words than a workbook holds")
        words: list[str] = []
        before = b""
        with archive.open("xl/sharedStrings.xml") as stream:
            while piece := stream.read(_PIECE):
                *items, before = (before + piece).split(b"</si>")
                words += [_joined(item) for item in items]
                if len(words) > _MOST_WORDS or len(before) > _LONGEST_ROW:
                    raise ValueError("more words than a workbook holds")
        return words

    def _odd(self, error: BaseException) -> UnusableInput:
        return self._unusable(
            f"a workbook that cannot be read ({type(error).__name__})", "an .xlsx workbook"
        )

    def _unusable(self, found: str, expected: str) -> UnusableInput:
        return UnusableInput.one(
            self._path.name, found=found, expected=expected,
            mend="Open it in a spreadsheet program, and save it as .xlsx or as CSV UTF-8.",
        )  # fmt: skip


def _letters(cell: bytes) -> bytes:
    """AB of a cell that begins with AB12 and a quote."""
    return cell[: cell.find(b'"')].rstrip(_DIGITS)


def _text_of(cell: bytes, words: list[str]) -> str:
    head, _, body = cell.partition(b">")
    found = _VALUE.search(body)
    if found is None:
        return _joined(body) if b't="inlineStr"' in head else ""
    if b't="s"' in head:
        return words[int(found[1])]
    if b't="e"' in head:
        return ""
    text = found[1].decode()[:_LONGEST_KEPT]
    return html.unescape(text) if "&" in text else text


def _joined(item: bytes) -> str:
    """The text of a cell, which may come in runs of different looks."""
    if item.count(b"</t>") == 1 and b"<rPh" not in item:
        found = _BEGIN.search(item)
        begun = found.end() if found else len(item)
        runs = item[begun : max(begun, item.find(b"</t>"))]
    else:
        runs = b"".join(_TEXT.findall(_PHONETIC.sub(b"", item)))
    text = runs[: 4 * _LONGEST_KEPT].decode("utf-8", "ignore")
    if "&" in text:
        text = html.unescape(text)
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text[:_LONGEST_KEPT]


def _parsed(archive: zipfile.ZipFile, part: str) -> ET.Element:
    with archive.open(part) as stream:
        text = stream.read(_LARGEST_DESCRIPTION)
    if b"<!DOCTYPE" in text:
        raise ValueError("a document type")
    return ET.fromstring(text)
