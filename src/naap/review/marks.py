"""Marks that pictures are drawn with by hand: lines, boxes, dots, words in the page's colours."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import escape

from naap.drawing.palette import palette

__all__ = ["Scale", "box", "colour", "dot", "line", "number_of", "svg", "text", "ticks"]

_FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif"
_URDU = "font-family:'Noto Nastaliq Urdu',system-ui,sans-serif"


@dataclass(frozen=True)
class Scale:
    """From a value to px."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / ((self.high - self.low) or 1)
        return round(self.start + share * (self.end - self.start), 1)


def colour(name: str) -> str:
    return f"var(--{name}, {palette()[name]['light']})"


def svg(width: float, height: float, parts: Iterable[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        'xmlns="http://www.w3.org/2000/svg" role="presentation" aria-hidden="true" '
        f'focusable="false">{"".join(parts)}</svg>'
    )


def text(
    x: float, y: float, said: object, ink: str = "muted", anchor: str = "start", size: float = 12,
    weight: int = 400, halo: bool = False,
) -> str:  # fmt: skip
    """Words; with a halo, lines that they cross stop short of them."""
    words = str(said)
    urdu = any("\u0600" <= sign <= "\u06ff" for sign in words)
    if urdu:  # numbers among the words keep their places
        words = f"\u202b{words}\u202c"
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    around = f"paint-order:stroke;stroke:{colour('paper')};stroke-width:4px;" if halo else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" text-anchor="{anchor}"{bold} '
        f'style="{around}fill:{colour(ink)};{_URDU if urdu else _FONT}">{escape(words)}</text>'
    )


def line(
    x1: float, y1: float, x2: float, y2: float, ink: str = "rule", width: float = 1, dash: str = ""
) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{colour(ink)}" '
        f'stroke-width="{width:g}"{dashed}/>'
    )


def number_of(month: str) -> int:
    """A month (2017-10) as a number."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def ticks(most: float) -> list[int]:
    """Three to five round numbers up to the largest."""
    step = 10 ** math.floor(math.log10(max(most, 4) / 2))
    wide = next(step * times for times in (1, 2, 5, 10) if max(most, 4) / (step * times) <= 5)
    return [int(each) for each in range(0, int(most) + 1, max(1, int(wide)))]


def box(
    x: float, y: float, width: float, height: float, ink: str, strength: float = 1, stroke: str = ""
) -> str:
    around = f' rx="4" stroke="{colour(stroke)}"' if stroke else ""
    thin = f' fill-opacity="{strength}"' if strength < 1 else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="{colour(ink)}"{thin}{around}/>'
    )


def dot(x: float, y: float, radius: float, fill: str, stroke: str = "") -> str:
    around = f' stroke="{colour(stroke)}" stroke-width="1.8"' if stroke else ""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{colour(fill)}"{around}/>'
