"""A chart as a part of a page: an SVG element in the page's own colours."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from naap.drawing.lighter import lighter
from naap.drawing.mirror import mirrored
from naap.drawing.palette import palette
from naap.drawing.vega import svg_of

__all__ = ["Chart", "drawn", "make_ready"]


@dataclass(frozen=True)
class Chart:
    """Vega-Lite with its rows (JSON), and whether right and left are exchanged."""

    spec: str
    mirror: bool = False


def drawn(chart: Chart, cache: Path | None = None) -> str:
    """The chart as an SVG element.

    With a cache folder, a picture once drawn from the same rows is taken from there.
    """
    svg = _themed(_kept(chart.spec, cache))
    return mirrored(svg) if chart.mirror else svg


def make_ready() -> None:
    """Load what drawing takes, which can be done while there is nothing to draw yet."""
    _svg('{"data": {"values": [{}]}, "mark": "point"}')


def _kept(spec: str, cache: Path | None) -> str:
    version = importlib.metadata.version("vl-convert-python")
    name = hashlib.sha256(f"{version}{spec}".encode()).hexdigest()[:32]
    kept = cache / f"chart-{name}.svg" if cache is not None else None
    if kept is not None and kept.exists():
        return kept.read_text(encoding="utf-8")
    svg = _svg(spec)
    if kept is not None:
        draft = kept.with_name(f".{kept.name}-{os.getpid()}")
        draft.write_text(svg, encoding="utf-8")
        draft.replace(kept)
    return svg


@lru_cache(maxsize=256)
def _svg(spec: str) -> str:
    """A process draws the same chart once."""
    return svg_of(spec)


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
