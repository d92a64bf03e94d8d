"""A chart for paper and for pictures: plain colours, and typefaces that come with the program.

What draws SVG for typst finds a letter that a typeface lacks in no other one, sets letters of two
typefaces right only where those in Nastaliq come first, and of a line that is moved by its own
attributes moves only the first letter in Nastaliq. So every line is an element of its own, Urdu
words come first in it, and each script is told its typeface.
"""

from __future__ import annotations

import re

from naap.review.pdf.text import ARABIC, ARABIC_WORDS, cleaned

__all__ = ["printable"]

_TEXT = re.compile(r'<text((?: [\w:-]+="[^"]*")*)>(.*?)</text>', re.DOTALL)
_LINES = re.compile(r'<tspan(?: x="([^"]*)")?(?: dy="([^"]*)")?>(.*?)</tspan>', re.DOTALL)
_LEFT_TO_RIGHT = "\u200e"
"""Digits after Urdu would go on from right to left; after this mark they do not."""
_TAG = re.compile("<[^<>]*>")


def printable(svg: str) -> str:
    """The same chart in the colours of light pages, as typst can draw it."""
    svg = re.sub(r"var\(--[\w-]+, (#[0-9a-fA-F]{3,8})\)", r"\1", svg)
    svg = re.sub(r' ?font-family="[^"]*"', "", svg)
    svg = svg.replace("<svg ", '<svg font-family="Libertinus Serif" ', 1)
    return _TEXT.sub(_lines, cleaned(svg))


def _lines(found: re.Match[str]) -> str:
    """A text as one element a line, each moved as a whole."""
    about, said = found.groups()
    lines = [("", "", said)] if _LINES.sub("", said).strip() else _LINES.findall(said)
    made, down = "", 0.0
    for at, dy, words in lines:
        down += float(dy or 0)
        placed = about
        if at or down:
            moved = f"translate({at or 0},{down:g})"
            placed = re.sub(r'( transform="[^"]*)"', rf'\1 {moved}"', about)
            if placed == about:
                placed += f' transform="{moved}"'
        words = _urdu_first(_TAG.sub("", words))
        made += f"<text{placed}>{ARABIC_WORDS.sub(_in_nastaliq, words)}</text>"
    return made


def _urdu_first(said: str) -> str:
    """A line with its Urdu words before what stands in front of them: where a line runs from left
    to right, a mark then stands at their right, as it should."""
    first = ARABIC.search(said)
    before = said[: first.start()].strip() if first else ""
    if first is None or not before:
        return said
    if before.endswith(":"):
        before = f": {before[:-1]}"
    return f"{said[first.start() :].strip()} {_LEFT_TO_RIGHT}{before}"


def _in_nastaliq(words: re.Match[str]) -> str:
    return f'<tspan font-family="Noto Nastaliq Urdu">{words[0]}</tspan>'
