"""Tracks through time, drawn: one layout for wide pages, one for a telephone, one for many tracks.

Time runs left to right in every language. Colours are those of the page, by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from markupsafe import escape

from naap.drawing.palette import palette
from naap.figures.figure import Language
from naap.review.organisations.tracks import Bar, Link, Mark, Timeline, Track

__all__ = ["SHAPES", "Look", "drawn", "standing_alone"]

SHAPES = ("■", "●", "◆", "▲", "▼", "✚")
"""What stands for each authority in words; the picture draws the same shapes."""

_LOOSE = ("front_for", "wing_of", "part_of", "alias_of", "successor_of")
_PALETTE = tuple(f"publisher-{number}" for number in range(1, 7))


@dataclass(frozen=True)
class Look:
    """How a picture is laid out: its width in px, and its words.

    ``names`` gives the label of a track; ``steps`` the words for how it began, with the date;
    ``authorities`` the order of shapes and colours; ``gutter`` px at the left for names beside the
    tracks, or 0 for names above them.
    """

    language: Language
    width: int
    names: Mapping[str, str]
    steps: Callable[[Link | Track], str]
    authorities: tuple[str, ...]
    gutter: int = 0
    headings: Mapping[str, str] = field(default_factory=dict)
    """Tracks above which a heading stands, by organisation."""


@dataclass(frozen=True)
class _Lane:
    """Where a track lies: the top of its room, its line, and how many rows of bars it has."""

    top: float
    line: float
    bottom: float
    listers: tuple[str, ...]


@dataclass
class _Paper:
    """What has been drawn, and which places for words are taken."""

    parts: list[str] = field(default_factory=list)
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def add(self, svg: str) -> None:
        self.parts.append(svg)

    def is_free(self, left: float, top: float, right: float, bottom: float) -> bool:
        return not any(
            left < box[2] and right > box[0] and top < box[3] and bottom > box[1]
            for box in self.taken
        )

    def take(self, left: float, top: float, right: float, bottom: float) -> None:
        self.taken.append((left, top, right, bottom))


def drawn(time: Timeline, look: Look) -> str:
    """The picture as an SVG element in the page's own colours."""
    lanes, height = _lanes(time, look)
    x = _scale(time, look)
    paper = _Paper()
    _axis(paper, time, look, x, height)
    for link in time.links:
        _draw_link(paper, link, lanes, x, time)
    for track, lane in zip(time.tracks, lanes, strict=True):
        _draw_track(paper, track, lane, look, x, time)
    for link in time.links:
        _date_link(paper, link, lanes, look, x)
    font = "'Noto Nastaliq Urdu', system-ui, sans-serif" if look.language == "ur" else (
        "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
    )  # fmt: skip
    return (
        f'<svg viewBox="0 0 {look.width} {height:g}" width="{look.width}" height="{height:g}" '
        'xmlns="http://www.w3.org/2000/svg" role="presentation" aria-hidden="true" '
        f'focusable="false" font-family="{font}">{"".join(paper.parts)}</svg>'
    )


def standing_alone(svg: str, title: str) -> str:
    """The picture as a file of its own: light colours, a white ground, a title."""
    for name, shades in palette().items():
        svg = re.sub(rf"var\(--{name}\)", shades["light"], svg)
    svg = svg.replace(' role="presentation" aria-hidden="true" focusable="false"', "")
    opening, _, rest = svg.partition(">")
    ground = f'<title>{escape(title)}</title><rect width="100%" height="100%" fill="#ffffff"/>'
    return f'<?xml version="1.0" encoding="utf-8"?>\n{opening}>{ground}{rest}\n'


def _lanes(time: Timeline, look: Look) -> tuple[list[_Lane], float]:
    lanes = []
    top = 26.0
    words = 24 if look.language == "ur" else 15
    for track in time.tracks:
        told = {bar.authority for bar in track.bars} | {mark.authority for mark in track.marks}
        listers = tuple(each for each in look.authorities if each in told)
        if track.org_id in look.headings:
            top += words + 12
        if look.gutter:
            line = top + (11 if look.language == "ur" else 7)
            bottom = top + max(words - 2 if look.language == "ur" else words, 9 + 4 * len(listers))
        else:
            line = top + words + 10
            bottom = line + 9 + 6 * max(1, len(listers)) + 7
        lanes.append(_Lane(top, line, bottom, listers))
        top = bottom
    return lanes, top + 26


def _scale(time: Timeline, look: Look) -> Callable[[date], float]:
    first = date(time.first.year, 1, 1)
    days = max(1, (time.last - first).days)
    left, right = look.gutter + 12.0, look.width - 14.0

    def x(day: date) -> float:
        share = (min(max(day, first), time.last) - first).days / days
        return round(left + share * (right - left), 1)

    return x


def _axis(
    paper: _Paper, time: Timeline, look: Look, x: Callable[[date], float], height: float
) -> None:
    years = time.last.year - time.first.year + 1
    room = (look.width - look.gutter) / max(1, years)
    every = next((step for step in (1, 2, 5, 10, 20) if room * step >= 44), 50)
    for year in range(-(-time.first.year // every) * every, time.last.year + 1, every):
        at = x(date(year, 1, 1))
        paper.add(
            f'<line x1="{at}" x2="{at}" y1="18" y2="{height - 18:g}" stroke="var(--rule)"/>'
            + "".join(
                f'<text x="{at}" y="{y:g}" text-anchor="middle" font-size="11" '
                f'font-family="system-ui, sans-serif" fill="var(--muted)">{year}</text>'
                for y in (12, height - 5)
            )
        )


def _draw_track(
    paper: _Paper,
    track: Track,
    lane: _Lane,
    look: Look,
    x: Callable[[date], float],
    time: Timeline,
) -> None:
    left, right = look.gutter + 12.0, look.width - 14.0
    y = lane.line
    start = x(track.start) if track.start else left
    end = x(track.end) if track.end else right
    if track.start is None:
        paper.add(_line(left, right, y, "var(--muted)", 1, "1 5"))
    else:
        if not track.begins:
            paper.add(_line(max(look.gutter + 2.0, start - 16), start, y, "var(--ink)", 2, "2 3"))
        paper.add(_line(start, max(end, start + 2), y, "var(--ink)", 2.4))
        if track.ends:
            paper.add(f'<path d="M{end} {y - 5:g}v10" stroke="var(--ink)" stroke-width="2"/>')
        elif end < right:
            paper.add(_line(end, right, y, "var(--ink)", 1, "1 4"))
    for row, authority in enumerate(lane.listers):
        colour = _colour(look, authority)
        level = y + (5 if look.gutter else 9) + row * (4 if look.gutter else 6)
        for bar in track.bars:
            if bar.authority == authority:
                paper.add(_bar(bar, level, colour, x, right, 2.6 if look.gutter else 4))
        for mark in track.marks:
            if mark.authority == authority:
                paper.add(_mark(mark, level, colour, look, x))
    _name(paper, track, lane, look, start)


def _name(paper: _Paper, track: Track, lane: _Lane, look: Look, start: float) -> None:
    if heading := look.headings.get(track.org_id):
        paper.add(_text(heading, 2, lane.top - 8, look, size=12, weight=700))
    name = look.names[track.org_id]
    if look.gutter:
        indent = 4 + 6 * min(track.depth, 3)
        paper.add(_text(name, indent, lane.line + 3.5, look, size=10.5))
        return
    how = look.steps(track) if track.born else ""
    size = 12.5
    width = _width(name, size) * 1.08
    whole = width + (_width(how, 11) + 10 if how else 0)
    if how and whole > look.width - 8:
        how, whole = "", width
    is_urdu = look.language == "ur"
    # The thin strokes of Nastaliq are lost on an arrow: none runs through the words or into them.
    beside = 8 if is_urdu and track.born else 0
    at = max(2.0, min(start + beside, look.width - whole - 4))
    baseline = lane.line - (10 if is_urdu else 8)
    if is_urdu:
        paper.add(f'<rect x="{at - 2:g}" y="{lane.top + 4:g}" width="{whole + 4:g}" '
                  f'height="{lane.line - lane.top - 13:g}" fill="var(--paper)"/>')  # fmt: skip
    paper.add(_text(name, at, baseline, look, size=size, weight=600, then=how))
    paper.take(at, lane.top, at + whole, lane.line - 2)


def _draw_link(
    paper: _Paper, link: Link, lanes: list[_Lane], x: Callable[[date], float], time: Timeline
) -> None:
    """A line from one track to the other at its day; where no source gives one, before the first
    fact of the newer body."""
    above, below = lanes[link.older].line, lanes[link.newer].line
    track = time.tracks[link.newer]
    dashes = ' stroke-dasharray="5 3"' if link.step.contested else ""
    if link.day is None:
        at = (x(track.start) - 16) if track.start else x(time.last)
        at = max(6.0, at)
        dashes = ' stroke-dasharray="1 4"'
    else:
        at = x(link.day)
        if link.step.relation in _LOOSE and not link.step.contested:
            dashes = ' stroke-dasharray="2 3"'
    down = 1 if below > above else -1
    paper.add(
        f'<path d="M{at} {above:g}V{below:g}" fill="none" stroke="var(--muted)" '
        f'stroke-width="1.6"{dashes}/>'
    )
    if link.day is None:
        return
    if link.span is not None:
        level = above if link.into else below
        paper.add(_line(x(link.span[0]), x(link.span[1]), level, "var(--muted)", 6, None, 0.35))
    tip = below - 3 * down
    paper.add(
        f'<path d="M{at - 4:g} {tip - 5 * down:g}L{at} {tip:g}L{at + 4:g} {tip - 5 * down:g}Z" '
        f'fill="{"var(--paper)" if link.step.contested else "var(--ink)"}" stroke="var(--ink)"/>'
        f'<circle cx="{at}" cy="{above:g}" r="3" fill="var(--paper)" stroke="var(--ink)" '
        'stroke-width="1.6"/>'
    )


def _date_link(
    paper: _Paper, link: Link, lanes: list[_Lane], look: Look, x: Callable[[date], float]
) -> None:
    """The date of a step that does not stand in the label of its track, where there is room."""
    if look.gutter or link.day is None:
        return
    words = look.steps(link)
    if not words:
        return
    at, width = x(link.day), _width(words, 10.5)
    here = lanes[link.older]
    height = 16 if look.language == "ur" else 11
    for left in (at + 6, at - 6 - width):
        for baseline in (here.line - 5, here.bottom - 1):
            box = (left, baseline - height, left + width, baseline + 2)
            if left >= 2 and left + width <= look.width - 2 and paper.is_free(*box):
                paper.add(_text(words, left, baseline, look, size=10.5, colour="var(--muted)"))
                paper.take(*box)
                return


def _bar(
    bar: Bar, y: float, colour: str, x: Callable[[date], float], right: float, thick: float
) -> str:
    start = x(bar.start) if bar.start is not None else right - 26
    end = max(x(bar.end), start + 2)
    return _line(start, end, y, colour, thick, None if bar.sure else "3 3", 0.85)


def _mark(mark: Mark, y: float, colour: str, look: Look, x: Callable[[date], float]) -> str:
    parts = []
    shape = look.authorities.index(mark.authority)
    size = 3.2 if look.gutter else 4.6
    contested = len(mark.days) > 1
    for start, end in mark.days:
        if end - start > timedelta(days=20):
            parts.append(_line(x(start), x(end), y, colour, size * 1.7, None, 0.3))
        at = x(start + (end - start) / 2)
        fill = colour if mark.puts_on and not contested else "var(--paper)"
        parts.append(
            f'<path d="{_shape(shape, at, y, size)}" fill="{fill}" stroke="{colour}" '
            'stroke-width="1.4"/>'
        )
        if not mark.puts_on:
            parts.append(
                f'<path d="M{at - size:g} {y + size:g}L{at + size:g} {y - size:g}" '
                f'stroke="{colour}" stroke-width="1.4"/>'
            )
    return "".join(parts)


def _shape(number: int, x: float, y: float, r: float) -> str:
    match number % 5:
        case 0:
            return f"M{x - r:g} {y - r:g}h{2 * r:g}v{2 * r:g}h{-2 * r:g}Z"
        case 1:
            return f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0Z"
        case 2:
            q = r * 1.25
            return f"M{x:g} {y - q:g}l{q:g} {q:g}l{-q:g} {q:g}l{-q:g} {-q:g}Z"
        case 3:
            return f"M{x:g} {y - r:g}l{r:g} {2 * r:g}h{-2 * r:g}Z"
    return f"M{x:g} {y + r:g}l{r:g} {-2 * r:g}h{-2 * r:g}Z"


def _colour(look: Look, authority: str) -> str:
    return f"var(--{_PALETTE[look.authorities.index(authority) % len(_PALETTE)]})"


def _line(
    start: float,
    end: float,
    y: float,
    colour: str,
    thick: float,
    dashes: str | None = None,
    opacity: float = 1,
) -> str:
    extra = f' stroke-dasharray="{dashes}"' if dashes else ""
    extra += f' stroke-opacity="{opacity:g}"' if opacity < 1 else ""
    return f'<path d="M{start:g} {y:g}H{end:g}" stroke="{colour}" stroke-width="{thick:g}"{extra}/>'


def _width(text: str, size: float) -> float:
    """About as wide as a browser sets it: Nastaliq runs narrower than Latin letters."""
    urdu = sum(_is_arabic(sign) for sign in text)
    return size * (0.43 * urdu + 0.55 * (len(text) - urdu))


def _is_arabic(sign: str) -> bool:
    return "\u0590" <= sign <= "\u08ff"


def _text(
    text: str,
    x: float,
    y: float,
    look: Look,
    *,
    size: float,
    weight: int = 400,
    colour: str = "var(--ink)",
    then: str = "",
) -> str:
    """Words whose left edge stands at x, whatever way they are read; ``then`` follows, lighter."""
    rtl = any(_is_arabic(sign) for sign in text + then)
    direction = ' direction="rtl" text-anchor="end"' if rtl else ""
    extra = (
        f'<tspan font-weight="400" font-size="{size - 1.5:g}" fill="var(--muted)">'
        f"{'، ' if rtl else ', '}{escape(then)}</tspan>"
        if then
        else ""
    )
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="{weight}" fill="{colour}"'
        f'{direction} stroke="var(--paper)" stroke-width="3" paint-order="stroke">'
        f"{escape(text)}{extra}</text>"
    )
