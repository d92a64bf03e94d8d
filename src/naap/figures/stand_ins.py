"""Words that are slow to measure, with others of the same width in their place while a chart is
laid out.

Vega asks three times and more how wide a word is, and each answer in Nastaliq takes a thousandth of
a second, four times as long as in Latin. So each line of such text is measured once, by HarfBuzz;
Vega is given a Latin stand-in that is as wide; and the line returns to the picture when it is
drawn. Stand-ins sort as their lines do. An expression of a chart may compare, join and cut lines
up at their ends, but must name no such word itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from naap.figures.typefaces import TYPEFACES

__all__ = ["StandIns"]

_SLOW = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
# Sixteen letters of which no three follow each other in the text of a chart, in the order of their
# numbers, and one that fills up. Widths in em, in Liberation Sans, which vl-convert carries.
_DIGITS = "ìíîïĩīĭįĺļľŀłţťŧ"
_WIDTHS = (0.278,) * 7 + (0.222,) * 3 + (0.292, 0.334, 0.222, 0.278, 0.375, 0.278)
_WIDTH = dict(zip(_DIGITS, _WIDTHS, strict=True))
_FILLING, _FILLING_WIDTH = "ſ", 0.222
# What parts a text: lines, parts that a chart sets on lines of their own, and capitals, for which
# an expression may put something else.
_BETWEEN = re.compile(r"([\n|]|[A-Z]+)")
_TYPEFACE = "sans-serif"
_TOKEN = re.compile(f"([{_DIGITS}]{{3}}){_FILLING}*(…)?")


class StandIns:
    """Exchanges the slow lines of one chart, and changes them back."""

    def __init__(self, *texts: Any) -> None:
        """``texts``: whatever holds the chart's words, as JSON."""
        lines: set[str] = set()
        for text in texts:
            _changed(text, lambda said: _gather(said, lines))
        self._token: dict[str, str] = {}
        self._line: dict[str, str] = {}
        for number, line in enumerate(sorted(lines)):
            if number >= len(_DIGITS) ** 3:
                break
            name = "".join(_DIGITS[number >> shift & 15] for shift in (8, 4, 0))
            missing = _width(line) - sum(_WIDTH[letter] for letter in name)
            self._token[line] = name + _FILLING * max(0, round(missing / _FILLING_WIDTH))
            self._line[name] = line

    def put_into(self, spec: Mapping[str, Any]) -> dict[str, Any]:
        """The same chart with a stand-in for each slow line of its texts, in a plain typeface.

        (In Nastaliq a sign that Liberation Sans lacks would have Latin letters measured as boxes.)
        """
        exchanged: dict[str, Any] = _changed(spec, self._exchange)
        config = exchanged["config"]
        config |= {"font": _TYPEFACE, "text": {**config["text"], "font": _TYPEFACE}}
        return exchanged

    def put_back(self, svg: str, typeface: str) -> str | None:
        """The drawn SVG with its lines and typeface again; None where Vega cut a line short."""
        cut = False

        def line(found: re.Match[str]) -> str:
            nonlocal cut
            cut = cut or found[2] is not None or found[1] not in self._line
            return escape(self._line.get(found[1], found[0]))

        restored = _TOKEN.sub(line, svg)
        if cut or _FILLING in restored:
            return None
        return restored.replace(f'font-family="{_TYPEFACE}"', f'font-family="{typeface}"')

    def __bool__(self) -> bool:
        """Whether there is any slow line."""
        return bool(self._line)

    def _exchange(self, text: str) -> str:
        if not _SLOW.search(text):
            return text
        return "".join(self._token.get(line, line) for line in _BETWEEN.split(text))


def _gather(text: str, lines: set[str]) -> str:
    if _SLOW.search(text):
        lines.update(line for line in _BETWEEN.split(text) if _SLOW.search(line))
    return text


def _changed(node: Any, change: Callable[[str], str]) -> Any:
    if isinstance(node, str):
        return change(node)
    if isinstance(node, Mapping):
        return {key: _changed(value, change) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_changed(value, change) for value in node]
    return node


@cache
def _width(line: str) -> float:
    """How wide a line is in Nastaliq, in em."""
    import uharfbuzz

    font = _nastaliq()
    buffer = uharfbuzz.Buffer()
    buffer.add_str(line)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    return float(sum(glyph.x_advance for glyph in buffer.glyph_positions) / font.face.upem)


@cache
def _nastaliq() -> Any:
    import uharfbuzz

    path = TYPEFACES / "NotoNastaliqUrdu-Regular.ttf"
    return uharfbuzz.Font(uharfbuzz.Face(path.read_bytes()))
