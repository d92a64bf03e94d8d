"""XML from outside, element by element, without the parts of XML that can harm.

The standard library's expat does it: a document type is refused where it begins, so that no entity,
internal or external, ever exists, and nothing is fetched. That is what defusedxml adds to the same
parser; lxml would hold every text of a file in memory and needs options set right to be as safe.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from naap.problems import UnusableInput

__all__ = ["Record", "read_records"]

_DEEPEST = 32
_LONGEST_TEXT = 100_000
_MOST_FIELDS = 20_000
_BLOCK = 1 << 16


@dataclass
class Record:
    """One element of a list: its texts by path below it, in the order of the file."""

    name: str
    line: int
    fields: list[tuple[str, str]] = field(default_factory=list)

    def first(self, path: str) -> str | None:
        """The first text at a path such as ``ENTITY_ALIAS/ALIAS_NAME``, or None."""
        return next((text for at, text in self.fields if at == path), None)

    def all(self, path: str) -> list[str]:
        return [text for at, text in self.fields if at == path]


def read_records(
    file: Path,
    *,
    root: str,
    wanted: str,
    counted: Collection[str],
    skipped: Collection[str],
    take: Callable[[Record], None],
    attributes: Callable[[dict[str, str]], None] = lambda _: None,
) -> dict[str, int]:
    """Call ``take`` with every element ``wanted``; how many elements of each name ``counted``.

    The text of counted elements is never put together, nor that at a path in ``skipped``.
    ``attributes`` gets those of the root. UnusableInput for a file that is no XML, has another
    root or a document type, or goes deeper or longer than any list does.
    """
    reader = _Reader(file, root, wanted, frozenset(counted), frozenset(skipped), take, attributes)
    parser = expat.ParserCreate(intern={})
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.EntityDeclHandler = reader.doctype
    parser.ExternalEntityRefHandler = reader.external
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    reader.line_now = lambda: parser.CurrentLineNumber
    try:
        with file.open("rb") as stream:
            while block := stream.read(_BLOCK):
                parser.Parse(block, False)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise _refused(
            file,
            error.lineno,
            f"XML that cannot be read ({error})",
            "Fetch the file again; it may be cut off.",
        ) from None
    return reader.counts


@dataclass
class _Reader:
    """Where the parser stands: the elements around it, and the record that is being read."""

    file: Path
    root: str
    wanted: str
    counted: frozenset[str]
    skipped: frozenset[str]
    take: Callable[[Record], None]
    attributes: Callable[[dict[str, str]], None]
    counts: dict[str, int] = field(default_factory=dict)
    around: list[str] = field(default_factory=list)
    record: Record | None = None
    starts_at: int = 0
    silent_below: int | None = None
    texts: list[str] = field(default_factory=list)
    length: int = 0
    line_now: Callable[[], int] = lambda: 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.around:
            if name != self.root:
                raise self._refuse(
                    f"the element {name[:60]!r} at the top",
                    f"Give a file whose top element is {self.root}.",
                )
            self.attributes(attributes)
        self.around.append(name)
        if len(self.around) > _DEEPEST:
            raise self._refuse(
                f"elements nested deeper than {_DEEPEST}",
                "No list is so deep: do not trust the file.",
            )
        self.texts.clear()
        self.length = 0
        if self.silent_below is not None or self.record is not None:
            return
        if name in self.counted:
            self.counts[name] = self.counts.get(name, 0) + 1
            self.silent_below = len(self.around)
        elif name == self.wanted:
            self.record = Record(name, self.line_now())
            self.starts_at = len(self.around)

    def text(self, text: str) -> None:
        if self.record is None or self.silent_below is not None:
            return
        self.length += len(text)
        if self.length > _LONGEST_TEXT:
            raise self._refuse(
                f"a text of more than {_LONGEST_TEXT:,} letters",
                "No name is so long: do not trust the file.",
            )
        self.texts.append(text)

    def end(self, _: str) -> None:
        if self.record is not None:
            path = "/".join(self.around[self.starts_at :])
            said = " ".join("".join(self.texts).split())
            if said and path and path not in self.skipped:
                self.record.fields.append((path, said))
                if len(self.record.fields) > _MOST_FIELDS:
                    raise self._refuse(
                        f"an entry of more than {_MOST_FIELDS:,} fields",
                        "No entry is so long: do not trust the file.",
                    )
            if path == "":
                self.take(self.record)
                self.record = None
        self.texts.clear()
        self.length = 0
        if self.silent_below == len(self.around):
            self.silent_below = None
        self.around.pop()

    def doctype(self, *_: object) -> None:
        raise self._refuse(
            "a document type or an entity", "The publisher's file has none: do not trust this one."
        )

    def external(self, *_: object) -> int:
        self.doctype()
        return 0

    def _refuse(self, found: str, mend: str) -> UnusableInput:
        return _refused(self.file, self.line_now(), found, mend)


def _refused(file: Path, line: int, found: str, mend: str) -> UnusableInput:
    return UnusableInput.one(
        file.name, row=line, found=found, expected="the list as its publisher gives it", mend=mend
    )
