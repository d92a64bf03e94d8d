"""A report on a text: the text itself with each claim marked, and what it comes to beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Literal

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from naap.checks.prose.document import Document
from naap.checks.prose.result import VERDICTS, Result, Verdict
from naap.yml import read_yml

__all__ = ["Basis", "Language", "is_finding", "labels", "report"]

Language = Literal["en", "ur"]

_HERE = Path(__file__).parent
_PARAGRAPHS = re.compile(r"(\n{2,})")
_MARKS: dict[Verdict, str] = {
    "holds": "✓", "holds loosely": "≈", "fails": "✗", "ambiguous": "⇄", "cannot tell": "?",
}  # fmt: skip
"""A shape for each verdict, so that none is told by colour alone."""
_AROUND = 60
"""So many characters stand on either side of what a claim states, in the list of findings."""
_FIRST: tuple[Verdict, ...] = ("fails", "ambiguous", "holds loosely", "holds", "cannot tell")
"""In the order in which a reader wants to see them."""


@dataclass(frozen=True)
class Basis:
    """What the claims were held against: nothing but the text, or a ledger as of a day.

    ``told`` says what a claim of the ledger states, by its id.
    """

    digest: str | None = None
    as_of: date | None = None
    told: Mapping[str, str] | None = None


@dataclass(frozen=True)
class _Note:
    """A result with its number in the report and its place in the document."""

    number: int
    place: int
    result: Result

    @property
    def mark(self) -> str:
        return _MARKS[self.result.verdict]

    @property
    def kind(self) -> str:
        return self.result.verdict.replace(" ", "-")

    @property
    def inputs(self) -> tuple[str, ...]:
        """The numbers that entered, unless the reason names them all."""
        said = f"{self.result.why} {self.result.computed}"
        inputs = self.result.inputs
        return () if all(each in said for each in inputs) else inputs

    @property
    def excerpt(self) -> Markup:
        """The words that state the claim, with those around them."""
        sentence = self.result.sentence
        at = max(0, sentence.find(self.result.stated))
        start = sentence.rfind(" ", 0, max(0, at - _AROUND)) + 1 if at > _AROUND else 0
        stop = sentence.find(" ", at + len(self.result.stated) + _AROUND)
        cut = sentence[start : stop if stop >= 0 else len(sentence)]
        before, after = "… " if start else "", " …" if stop >= 0 else ""
        return before + _emphasised(cut, [self]) + after


@dataclass(frozen=True)
class _Piece:
    """A stretch of a paragraph; a sentence with claims has notes."""

    text: Markup | str
    start: int
    notes: tuple[_Note, ...] = ()

    @property
    def kind(self) -> str:
        """That of the note which a reader wants to see first."""
        return min(self.notes, key=lambda note: _FIRST.index(note.result.verdict)).kind


@dataclass(frozen=True)
class _Block:
    """A paragraph of the text, and the notes that stand beside it."""

    place: int
    pieces: tuple[_Piece, ...]

    @property
    def notes(self) -> tuple[_Note, ...]:
        return tuple(note for piece in self.pieces for note in piece.notes)


@cache
def _catalogue() -> Mapping[str, object]:
    catalogue: Mapping[str, object] = read_yml(_HERE / "labels.yml")
    return catalogue


def labels() -> Mapping[str, Mapping[Language, str]]:
    """Every label by its key, in every language."""
    found: Mapping[str, Mapping[Language, str]] = _catalogue()["labels"]  # type: ignore[assignment]
    return found


def is_finding(result: Result) -> bool:
    """Whether somebody has to look at it: it fails, can be read in two ways, or carries a flag."""
    return result.verdict in {"fails", "ambiguous"} or bool(result.flags)


def report(
    document: Document,
    results: Sequence[Result],
    basis: Basis | None = None,
    language: Language = "en",
) -> str:
    """The report as one HTML file that asks for nothing else; the text itself stays as it is."""
    basis = basis or Basis()
    ordered = sorted(results, key=lambda result: (result.start, result.end))
    notes = [
        _Note(number, document.number_at(result.start), result)
        for number, result in enumerate(ordered, start=1)
    ]
    to_mend = sorted(
        (
            note
            for note in notes
            if note.result.verdict in {"fails", "ambiguous"} or note.result.flags
        ),
        key=lambda note: _FIRST.index(note.result.verdict),
    )
    return _template().render(
        document=document,
        name=Path(document.name).name or document.name,
        basis=basis,
        language=language,
        reviewed=language == "en" or bool(_catalogue()["reviewed"]),
        t=lambda key: labels()[key][language],
        counts={verdict: sum(note.result.verdict == verdict for note in notes)
                for verdict in VERDICTS},
        marks=_MARKS,
        to_mend=to_mend,
        notes=notes,
        blocks=list(_blocks(document, notes)),
        style=Markup((_HERE / "report.css").read_text(encoding="utf-8")),
    )  # fmt: skip


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.from_string((_HERE / "report.html").read_text(encoding="utf-8"))


def _blocks(document: Document, notes: Sequence[_Note]) -> Iterator[_Block]:
    """The text in paragraphs, cut at the sentences that have notes."""
    open_: list[_Piece] = []
    for piece in _pieces(document.text, notes):
        if piece.notes:
            open_.append(piece)
            continue
        at = piece.start
        for number, part in enumerate(_PARAGRAPHS.split(piece.text)):
            if number and open_:
                yield _Block(document.number_at(open_[0].start), tuple(open_))
                open_ = []
            if part.strip() or (open_ and part and not part.startswith("\n\n")):
                open_.append(_Piece(part, at))
            at += len(part)
    if open_:
        yield _Block(document.number_at(open_[0].start), tuple(open_))


def _pieces(text: str, notes: Sequence[_Note]) -> Iterator[_Piece]:
    here = 0
    for (start, end), each in groupby(notes, key=lambda note: (note.result.start, note.result.end)):
        of_sentence = tuple(each)
        yield _Piece(text[here:start], here)
        yield _Piece(_emphasised(text[max(here, start) : end], of_sentence), start, of_sentence)
        here = max(here, end)
    yield _Piece(text[here:], here)


def _emphasised(sentence: str, notes: Iterable[_Note]) -> Markup:
    """A sentence with the words that state each claim set apart."""
    spans: list[tuple[int, int]] = []
    for note in notes:
        at = sentence.find(note.result.stated) if note.result.stated else -1
        stop = at + len(note.result.stated)
        if at >= 0 and all(stop <= start or at >= end for start, end in spans):
            spans.append((at, stop))
    out, here = Markup(), 0
    for start, stop in sorted(spans):
        out += sentence[here:start]
        out += Markup("<strong>{}</strong>").format(sentence[start:stop])
        here = stop
    return out + sentence[here:]
