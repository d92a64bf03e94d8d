"""A figure's picture: Vega-Lite with the rows put in, and the words and colours of the page.

In ``chart.vl.json`` a text ``@name`` becomes the figure's word in the reader's language,
``colour:name`` a colour of ``palette.yml``, ``@width`` the width of a panel, and a data source
named ``rows`` (or the name of another of the figure's .sql files) the rows of that query. A word
that is a number stands as one. A row's ``label`` also stands as ``label_wrapped``, in as many lines
as ``label_lines`` says; the figure's words ``letters`` and ``letters-narrow`` say how many letters
fit on one. Where it has words ``name-letters`` and ``name-letters-narrow``, each ``*_name`` of a
row also stands as ``*_name_cut``, no longer than that. A column of periods also stands as
``*_written``, as pages write it.
"""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args

from naap.drawing.chart import Chart
from naap.drawing.compiled import compile_chart
from naap.drawing.palette import palette
from naap.figures.compute import Computed
from naap.figures.figure import Language, figures
from naap.figures.times import period_written

__all__ = ["Extra", "Variant", "chart_of", "compile_charts"]

Extra = Mapping[str, Sequence[Mapping[str, Any]]]
"""The rows of a figure's other queries, by name."""

Variant = Literal["wide", "narrow"]
_WIDTHS: dict[Variant, int] = {"wide": 704, "narrow": 326}
# Nastaliq runs narrow and needs height: more letters on a line, rarely a second line.
_LINE: dict[Language, int] = {"en": 44, "ur": 66}
_FONT: dict[Language, str] = {
    "en": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
    "ur": "'Noto Nastaliq Urdu', system-ui, sans-serif",
}


def chart_of(computed: Computed, variant: Variant, extra: Extra) -> Chart:
    """The figure's chart, ready to be drawn. ``extra`` holds the rows of its other queries."""
    figure = computed.figure
    name = "chart.narrow.vl.json" if variant == "narrow" else "chart.vl.json"
    text = figure.text(name) or figure.text("chart.vl.json")
    if text is None:
        raise ValueError(f"figure {figure.figure_id} has no chart")
    words = {key: word[computed.language] for key, word in figure.about.words.items()}
    spec = _filled(json.loads(text), words, _WIDTHS[variant])
    if computed.language == "ur" and not figure.about.mirror:
        spec = _from_the_right(spec)
    spec["config"] = _config(computed.language, figure.about.mirror) | spec.get("config", {})
    line = _letters(words, "letters", variant) or _LINE[computed.language]
    longest_name = _letters(words, "name-letters", variant)
    columns = [each.name for each in figure.about.columns if each.format == "period"]
    told = [name for name in columns if f"{name}_written" in text]

    def written(row: Mapping[str, Any]) -> dict[str, str]:
        return {
            f"{name}_written": period_written(row[name], computed.language)
            for name in told
            if row.get(name)
        }

    spec["datasets"] = {
        key: _named_in(text, [_plain(row, line, longest_name) | written(row) for row in rows])
        for key, rows in {"rows": computed.rows, **extra}.items()
    }
    mirror = computed.language == "ur" and figure.about.mirror
    kept = figure.folder / "__pycache__" / f"chart-{variant}-{computed.language}.compiled"
    return Chart(json.dumps(spec, sort_keys=True), mirror, kept)


def compile_charts() -> None:
    """Keep every chart of the figures as compiled, for each language and width."""
    for figure in figures():
        if figure.has_chart:
            for language in get_args(Language):
                for variant in get_args(Variant):
                    chart = chart_of(Computed(figure, language, [], None, {}), variant, {})
                    assert chart.compiled is not None
                    compile_chart(chart.spec, chart.compiled)


def _from_the_right(spec: dict[str, Any]) -> dict[str, Any]:
    """Panels that stand side by side, the first at the right: time runs as before in each."""
    panels = spec.get("concat", [])
    if len(panels) < 2 or spec.get("columns") != len(panels):
        return spec
    return spec | {"concat": panels[::-1]}


def _filled(node: Any, words: Mapping[str, str], width: int) -> Any:
    if isinstance(node, dict):
        return {key: _filled(value, words, width) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled(value, words, width) for value in node]
    if not isinstance(node, str):
        return node
    if node.startswith("colour:"):
        return palette()[node.removeprefix("colour:")]["light"]
    if share := re.fullmatch(r"@width(?:\*([0-9.]+))?(?:-([0-9]+))?", node):
        return round(width * float(share[1] or 1)) - int(share[2] or 0)
    if node.startswith("@") and node[1:] in words:
        word = words[node[1:]]
        return int(word) if re.fullmatch(r"-?[0-9]+", word) else word
    return node


def _named_in(text: str, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The columns that the chart names: a table holds much more."""
    named = [name for name in dict.fromkeys(name for row in rows for name in row) if name in text]
    return [{name: row[name] for name in named if name in row} for row in rows]


def _letters(words: Mapping[str, str], word: str, variant: Variant) -> int | None:
    said = words.get(f"{word}-narrow") if variant == "narrow" else None
    said = said or words.get(word)
    return int(said) if said else None


def _plain(row: Mapping[str, Any], letters: int, longest_name: int | None) -> dict[str, Any]:
    plain = {key: _simple(value) for key, value in row.items() if key != "claims"}
    if longest_name is not None:
        names = [key for key, value in row.items() if key.endswith("_name") and value]
        plain |= {f"{key}_cut": _cut(row[key], longest_name) for key in names}
    if isinstance(label := row.get("label"), str):
        lines = textwrap.wrap(label, letters, max_lines=3, placeholder=" …")
        plain |= {"label_wrapped": "\n".join(lines), "label_lines": len(lines)}
    return plain


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    # The dots stand where the words break off, not where the line of another script would end.
    mark = "\u200f" if unicodedata.bidirectional(text[0]) in {"R", "AL"} else ""
    return f"{text[: longest - 1]}…{mark}"


def _simple(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _config(language: Language, mirror: bool) -> dict[str, Any]:
    ink, muted, rule = (palette()[name]["light"] for name in ("ink", "muted", "rule"))
    # Words are cut where a chart says so, and nowhere else: Vega would measure each of them thrice.
    uncut = {"labelLimit": 0, "titleLimit": 0}
    near = "end" if language == "ur" and not mirror else "start"
    return {
        "aria": False,
        "background": None,
        "font": _FONT[language],
        "padding": {"left": 8, "top": 4, "right": 8, "bottom": 4},
        "view": {"stroke": None},
        "axis": {
            "labelColor": muted,
            "labelFontSize": 12,
            "title": None,
            "titleColor": muted,
            "domainColor": muted,
            "tickColor": rule,
            "tickSize": 4,
            "gridColor": rule,
            "gridWidth": 0.75,
            "labelPadding": 4,
            **uncut,
        },
        "axisY": {"domain": False, "ticks": False, "tickCount": 4, "labelPadding": 6},
        "axisX": {"grid": False},
        "text": {"fill": ink, "fontSize": 12, "font": _FONT[language]},
        "header": {
            "labelColor": ink,
            "labelFontSize": 13,
            "labelFontWeight": 600,
            "labelAnchor": near,
            "title": None,
            **uncut,
        },
        "legend": {
            "labelColor": ink,
            "labelFontSize": 12,
            "title": None,
            "orient": "top",
            **uncut,
        },
        "title": {"color": ink, "fontSize": 13, "fontWeight": 600, "anchor": near, "limit": 0},
    }
