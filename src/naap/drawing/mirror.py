"""A chart's picture mirrored, for a language written from right to left.

The page turns, the words do not: each text is turned back in its place and runs the other way.
Charts with an axis of time or a map stay as they are.
"""

from __future__ import annotations

import re

__all__ = ["mirrored"]

_ANCHORS = {"start": "end", "middle": "middle", "end": "start"}


def mirrored(svg: str) -> str:
    """The same SVG (as Vega writes it, with its width in px) with right and left exchanged."""
    width = re.search(r'<svg[^>]* width="([0-9.]+)"', svg)
    assert width is not None, "vl-convert gives every SVG its size"
    opening, _, content = re.sub(r"<text [^>]*>", _turned_back, svg).partition(">")
    content = content.removesuffix("</svg>")
    return f'{opening}><g transform="translate({width[1]},0) scale(-1,1)">{content}</g></svg>'


def _turned_back(found: re.Match[str]) -> str:
    text = re.sub(
        r'text-anchor="(start|middle|end)"',
        lambda anchor: f'text-anchor="{_ANCHORS[anchor[1]]}"',
        found[0],
    )
    return re.sub(r'transform="([^"]*)"', r'transform="\1 scale(-1,1)"', text)
