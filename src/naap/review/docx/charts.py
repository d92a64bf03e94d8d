"""Charts as pictures for Word: PNG at twice the size, in the colours of light pages.

Word draws SVG with the typefaces of the reader's machine, which may lack Nastaliq; a picture
looks the same everywhere.
"""

from __future__ import annotations

import re
import struct

from naap.figures import vega
from naap.review.pdf.text import ARABIC, ARABIC_WORDS, cleaned, urdu_first

__all__ = ["SCALE", "png_of", "size_of"]

SCALE = 2.0
# That with which the chart was measured, and which vl-convert carries.
_LATIN = "Liberation Sans"
# A page may be shown dark; what is drawn for a light one stays readable on its own ground.
_PAPER = '<rect width="100%" height="100%" fill="#fff"/>'
_TEXT = re.compile(r'<text((?: [\w:-]+="[^"]*")*)>(.*?)</text>', re.DOTALL)
_FOREIGN = re.compile(r"[A-Za-z■-◿♦…]")
_LINES = re.compile(r'<tspan(?: x="([^"]*)")?(?: dy="([^"]*)")?>(.*?)</tspan>', re.DOTALL)


def png_of(svg: str) -> bytes:
    """The picture's bytes: the same for the same SVG."""
    return vega.png_of(_drawable(svg), SCALE)


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG, in pixels of the chart."""
    width, height = struct.unpack(">II", png[16:24])
    return round(width / SCALE), round(height / SCALE)


def _drawable(svg: str) -> str:
    svg = re.sub(r"var\(--[\w-]+, (#[0-9a-fA-F]{3,8})\)", r"\1", svg)
    svg = re.sub(r' ?font-family="[^"]*"', "", svg)
    svg = svg.replace("<svg ", f'<svg font-family="{_LATIN}" ', 1)
    return _TEXT.sub(_text, svg.replace(">", f">{_PAPER}", 1))


def _text(found: re.Match[str]) -> str:
    """A text as one element a line, each moved as a whole.

    Of a line that is moved by its own attributes, only the first letter moves in Nastaliq.
    """
    about, said = found.groups()
    lines = [("", "", said)] if _LINES.sub("", said).strip() else _LINES.findall(said)
    made, down = "", 0.0
    for at, dy, words in lines:
        down += float(dy or 0)
        moved = f"translate({at or 0},{down:g})"
        placed = re.sub(r'( transform="[^"]*)"', rf'\1 {moved}"', about)
        if placed == about:
            placed += f' transform="{moved}"'
        made += f"<text{placed}{_in_typefaces(cleaned(words))}</text>"
    return made


def _in_typefaces(words: str) -> str:
    """The end of the tag and what follows it, each letter in a typeface that has it."""
    words = words.replace("◆", "♦")
    if not ARABIC.search(words):
        return f">{words}"
    if not _FOREIGN.search(words):
        return f' font-family="Noto Nastaliq Urdu">{words}'
    return f">{ARABIC_WORDS.sub(_nastaliq, urdu_first(words))}"


def _nastaliq(words: re.Match[str]) -> str:
    return f'<tspan font-family="Noto Nastaliq Urdu">{words[0]}</tspan>'
