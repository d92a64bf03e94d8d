"""The way to vl-convert, which draws Vega-Lite: on every machine the same picture, without network.

Vega asks how wide a word is before it places it. vl-convert would look through all typefaces of
the machine for an answer, which takes time and gives another picture on another machine. So it is
led to Nastaliq, which ships, and is left with Liberation Sans, which it carries itself.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["TYPEFACES", "svg_of", "svg_of_vega", "vega_of"]

TYPEFACES = Path(__file__).parent / "typefaces"
_ASKED = "FONTCONFIG_FILE"
_MOST_MEMORY_MB = 128


def svg_of(spec: Mapping[str, Any] | str) -> str:
    """A Vega-Lite specification, or its JSON, as SVG.

    Raises ValueError for what Vega cannot draw, PermissionError for data that lie elsewhere.
    """
    import vl_convert

    _settle()
    svg: str = vl_convert.vegalite_to_svg(spec)
    return svg


def vega_of(spec: str) -> dict[str, Any]:
    """What a Vega-Lite specification (JSON) comes to. Raises ValueError as ``svg_of`` does."""
    import vl_convert

    _settle()
    vega: dict[str, Any] = vl_convert.vegalite_to_vega(spec)
    return vega


def svg_of_vega(vega: str) -> str:
    """A specification in Vega (JSON) as SVG. Raises what ``svg_of`` does."""
    import vl_convert

    _settle()
    svg: str = vl_convert.vega_to_svg(vega)
    return svg


@cache
def _settle() -> None:
    """Once in a process. Where typefaces are not looked up through fontconfig (macOS, Windows),
    those of the machine stay known beside ours."""
    import vl_convert

    # It also tells what Vega makes of a chart that is as it should be.
    logging.getLogger("vl_convert").setLevel(logging.ERROR)
    # The engine would rather take memory than tidy up. A picture that needs more than this has
    # tens of thousands of marks, and a page of many megabytes.
    vl_convert.configure(allowed_base_urls=[], base_url=False, max_v8_heap_size_mb=_MOST_MEMORY_MB)
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
