"""A chart as a part of a page: an SVG element in the page's own colours."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from naap.drawing.compiled import vega_with_rows
from naap.drawing.lighter import lighter
from naap.drawing.mirror import mirrored
from naap.drawing.palette import palette
from naap.drawing.vega import svg_of, svg_of_vega

__all__ = ["Chart", "drawn", "make_ready"]


@dataclass(frozen=True)
class Chart:
    """Vega-Lite with its rows (JSON), whether right and left are exchanged, and where it is kept
    as compiled, if anywhere."""

    spec: str
    mirror: bool = False
    compiled: Path | None = None


def drawn(chart: Chart, cache: Path | None = None) -> str:
    """The chart as an SVG element.

    With a cache folder, a picture once drawn from the same rows is taken from there.
    """
    svg = _themed(_kept(chart, cache))
    return mirrored(svg) if chart.mirror else svg


def make_ready() -> None:
    """Load what drawing takes, which can be done while there is nothing to draw yet."""
    svg_of_vega('{"marks": [{"type": "text", "encode": {"enter": {"text": {"value": "a"}}}}]}')


def _kept(chart: Chart, cache: Path | None) -> str:
    version = importlib.metadata.version("vl-convert-python")
    name = hashlib.sha256(f"{version}{chart.spec}".encode()).hexdigest()[:32]
    kept = cache / f"chart-{name}.svg" if cache is not None else None
    if kept is not None and kept.exists():
        return kept.read_text(encoding="utf-8")
    svg = _svg(chart.spec, chart.compiled)
    if kept is not None:
        draft = kept.with_name(f".{kept.name}-{os.getpid()}")
        draft.write_text(svg, encoding="utf-8")
        draft.replace(kept)
    return svg


@lru_cache(maxsize=256)
def _svg(spec: str, compiled: Path | None) -> str:
    """A process draws the same chart once."""
    vega = vega_with_rows(spec, compiled) if compiled is not None else None
    return svg_of(spec) if vega is None else svg_of_vega(vega)


def _themed(svg: str) -> str:
    """The same picture with colours that follow the page, and as a part of it for readers."""
    for name, shades in palette().items():
        shade = shades["light"]
        svg = re.sub(rf'="{shade}"', f'="var(--{name}, {shade})"', svg, flags=re.IGNORECASE)
    size = re.search(r'width="([0-9.]+)" height="([0-9.]+)"', svg)
    assert size is not None, "vl-convert gives every SVG its size"
    width, height = float(size[1]), float(size[2])
    opening = (
        f'<svg viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        'xmlns="http://www.w3.org/2000/svg" role="presentation" aria-hidden="true" '
        'focusable="false">'
    )
    return opening + lighter(svg.split(">", 1)[1].strip())
