"""A document as plain text, and where in the document each character of the text stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from naap.problems import UnusableInput

__all__ = ["MOST_CHARACTERS", "Document", "Unit", "clean", "document"]

MOST_CHARACTERS = 8_000_000
"""About 3,000 printed pages."""

Unit = Literal["page", "paragraph"]

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_UNSEEN = dict.fromkeys(
    (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
)
"""Soft hyphens, marks of direction and width: they would part a number from its word."""
_BREAKS_OFF = re.compile(r"[\w,;(–-]$")
"""How a page ends whose last sentence goes on on the next."""
_CONTROL = dict.fromkeys((*range(9), *range(14, 32), 127), " ")


@dataclass(frozen=True)
class Document:
    """``text`` with the offset at which each page or paragraph starts.

    Offsets count characters of ``text``, from 0. A page without text starts where the next does.
    """

    name: str
    text: str
    unit: Unit
    starts: tuple[int, ...]

    def number_at(self, offset: int) -> int:
        """The page or paragraph, counted from 1, that holds the character at an offset."""
        return max(1, bisect_right(self.starts, offset))

    @property
    def empty_pages(self) -> tuple[int, ...]:
        """Pages in which there is no text to read: pictures, or blank."""
        ends = (*self.starts[1:], len(self.text))
        return tuple(
            number
            for number, (start, end) in enumerate(zip(self.starts, ends, strict=True), start=1)
            if not self.text[start:end].strip()
        )


def clean(text: str) -> str:
    """Text with one kind of line end, no ligatures, and no characters that nobody sees."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n\n")
    return text.translate(_CONTROL).translate(_UNSEEN).translate(_LIGATURES)


def document(name: str, unit: Unit, pieces: Iterable[str]) -> Document:
    """Join pages or paragraphs; UnusableInput where there is no text in them, or too much.

    A page that breaks off within a sentence is joined to the next by a blank, everything else by
    an empty line.
    """
    text: list[str] = []
    starts: list[int] = []
    length = 0
    for piece in pieces:
        stripped = piece.strip()
        if not stripped and unit == "paragraph":
            continue
        if stripped and length:
            gap = " " if unit == "page" and _BREAKS_OFF.search(text[-1]) else "\n\n"
            text.append(gap)
            length += len(gap)
        starts.append(length)
        if not stripped:
            continue
        text.append(stripped)
        length += len(stripped)
        if length > MOST_CHARACTERS:
            raise UnusableInput.one(
                name,
                found=f"more than {MOST_CHARACTERS:,} characters of text",
                expected="a text that a person could read",
                mend="Check it in parts.",
            )
    if not length:
        raise UnusableInput.one(
            name,
            found="no text",
            expected="sentences to check",
            mend="Scanned pages are pictures: have their text recognised first."
            if unit == "page"
            else "Check that this is the right file.",
        )
    return Document(name, "".join(text), unit, tuple(starts))
