"""Charts as pictures for Word: PNG at twice the size, in the colours of light pages.

Word draws SVG with the typefaces of the reader's machine, which may lack Nastaliq; a picture
looks the same everywhere. typst draws it, as in the PDF.
"""

from __future__ import annotations

import struct

from naap.drawing.vega import TYPEFACES
from naap.review.pdf.chart import printable
from naap.typeset import picture

__all__ = ["SCALE", "png_of", "size_of"]

SCALE = 2.0


def png_of(svg: str) -> bytes:
    """The picture's bytes: the same for the same SVG."""
    return picture(printable(svg), TYPEFACES, SCALE)


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG, in pixels of the chart."""
    width, height = struct.unpack(">II", png[16:24])
    return round(width / SCALE), round(height / SCALE)
