"""The typefaces with which words in a chart are measured: those that ship, on every machine.

Vega asks how wide a word is before it places it. vl-convert would look through all typefaces of
the machine for an answer, which takes time and gives another picture on another machine. So it is
led to Nastaliq, which ships, and is left with Liberation Sans, which it carries itself.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

__all__ = ["TYPEFACES", "measure_with_ours"]

TYPEFACES = Path(__file__).parent / "typefaces"
_ASKED = "FONTCONFIG_FILE"


@cache
def measure_with_ours() -> None:
    """To be called before the first chart of a process is drawn.

    Where typefaces are not looked up through fontconfig (macOS, Windows), those of the machine
    stay known beside ours.
    """
    import vl_convert

    before = os.environ.get(_ASKED)
    os.environ[_ASKED] = str(TYPEFACES / "fonts.conf")
    try:
        vl_convert.register_font_directory(str(TYPEFACES))
    finally:
        # A browser that this process starts later needs all typefaces.
        if before is None:
            del os.environ[_ASKED]
        else:
            os.environ[_ASKED] = before
