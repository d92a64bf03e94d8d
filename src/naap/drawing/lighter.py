"""An SVG of Vega without what changes no picture: half its size, or less."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

__all__ = ["lighter"]

# The page tells a reader's software about the picture; Vega's names are for Vega.
_WEIGHT = re.compile(r' (?:role|aria-[a-z]+|class)="[^"]*"| pointer-events="none"| opacity="1"')
_FRAME = re.compile(r'<path d="[^"]*"(?: display="none")?/>')
_PLACES = re.compile(r'(?<= )(?:d|transform|[xy][12]?|c[xy]|r|width|height)="[^"]*\.[^"]*"')
_LONG = re.compile(r"[0-9]+\.[0-9]{3,}")
_TAG = re.compile('<(?:[^<>"]|"[^"]*")*>')
_MARK = re.compile("<(?:path|line|rect|circle|text)(?: [^<>]*)?>")
_SIBLINGS = re.compile(
    "<g>((?:<(?:path|line|rect|circle)(?: [^<>]*)?/>|<text(?: [^<>]*)?>[^<>]*</text>)+)</g>"
)
_INHERITED = re.compile(r' (?:fill|stroke|stroke-width|font-size|font-weight)="[^"]*"')
_FONT = re.compile(r' font-family="[^"]*"')


def lighter(svg: str) -> str:
    """The same picture (what stands in the SVG element): no frames without fill and line, places
    to a hundredth of a pixel, what marks share said once."""
    svg = _TAG.sub(lambda tag: _lighter_tag(tag[0]), svg)
    svg = _SIBLINGS.sub(_said_once, svg)
    fonts = Counter(_FONT.findall(svg)).most_common(1)
    if fonts:
        font = fonts[0][0]
        svg = svg.replace(font, "").replace("<g", f"<g{font}", 1)
    return svg


def _said_once(group: re.Match[str]) -> str:
    """A group whose marks are alike, with what they share said by the group."""
    marks = _MARK.findall(group[1])
    if len(marks) < 3:
        return group[0]
    shared = set(_INHERITED.findall(marks[0])).intersection(*map(_INHERITED.findall, marks[1:]))
    said = "".join(sorted(shared))
    inside = _MARK.sub(
        lambda mark: _INHERITED.sub(lambda it: "" if it[0] in shared else it[0], mark[0]), group[1]
    )
    return f"<g{said}>{inside}</g>"


@lru_cache(maxsize=1 << 14)
def _lighter_tag(heavy: str) -> str:
    """Most tags stood before, in this picture or in that of another language."""
    tag = _WEIGHT.sub("", heavy)
    if 'class="background"' in heavy or 'class="foreground"' in heavy:
        return _FRAME.sub("", tag)
    return _PLACES.sub(_rounded_all, tag) if "." in tag else tag


def _rounded_all(attribute: re.Match[str]) -> str:
    return _LONG.sub(_rounded, attribute[0])


def _rounded(number: re.Match[str]) -> str:
    return f"{round(float(number[0]), 2):g}" if float(number[0]) < 1e4 else number[0]
