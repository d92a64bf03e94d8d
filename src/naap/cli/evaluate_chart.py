"""The chart of ``naap evaluate``: the series around the event, and the designs side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from naap.outlook.evaluate import Evaluation
    from naap.outlook.evaluate_answer import Language

__all__ = ["draw"]

_WIDTHS = {False: 704, True: 326}
_FONT: Mapping[str, str] = {
    "en": "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
    "ur": "'Noto Nastaliq Urdu', system-ui, sans-serif",
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "observed": {"en": "counted", "ur": "شمار"},
    "expected": {"en": "expected without a change", "ur": "تبدیلی کے بغیر متوقع"},
    "ratio": {"en": "times what was expected; the line is the 95 % interval",
              "ur": "متوقع تعداد کا کتنا گنا؛ لکیر 95 فیصد وقفہ ہے"},
    "none": {"en": "no break near", "ur": "قریب کوئی ٹوٹ نہیں"},
    "untold": {"en": "cannot be told", "ur": "بتایا نہیں جا سکتا"},
    "month": {"en": "by month", "ur": "ماہ وار"},
    "year": {"en": "by year", "ur": "سال وار"},
}  # fmt: skip
_OUTCOMES: Mapping[str, Mapping[str, str]] = {
    "killed": {"en": "People killed", "ur": "ہلاک افراد"},
    "attacks": {"en": "Attacks", "ur": "حملے"},
}
_FARTHEST = 16.0
"""An interval is drawn to a 16th and to 16 times what was expected."""


def draw(found: Evaluation, language: Language, narrow: bool) -> str:
    """An SVG of the series with the expected counts, over the interval of each design."""
    from naap.drawing.vega import svg_of

    return svg_of(_spec(found, language, _WIDTHS[narrow], narrow))


def _spec(found: Evaluation, language: Language, width: int, narrow: bool) -> dict[str, Any]:
    from naap.drawing.palette import palette

    colour = {name: shades["light"] for name, shades in palette().items()}
    words = {key: word[language] for key, word in _WORDS.items()}
    title = found.event.title_en if language == "en" else found.event.title_ur
    panels = [_intervals(found, language, width, narrow, colour, words)]
    if rows := _series_rows(found):
        panels.insert(0, _series(found, rows, title, language, width, colour, words))
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": colour["paper"],
        "padding": 10,
        "spacing": 26,
        "vconcat": panels,
        "config": {
            "font": _FONT[language],
            "view": {"stroke": None},
            "axis": {
                "labelColor": colour["muted"], "titleColor": colour["muted"],
                "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": 400,
                "gridColor": colour["rule"], "domainColor": colour["muted"],
                "tickColor": colour["rule"], "labelLimit": 0, "titleLimit": 0,
                "titlePadding": 18 if language == "ur" else 6,
            },
            "text": {"fontSize": 12},
            "title": {"anchor": "end" if language == "ur" else "start", "fontSize": 13,
                      "color": colour["ink"], "subtitleColor": colour["muted"], "limit": 0,
                      "subtitlePadding": 16 if language == "ur" else 4,
                      "offset": 16 if language == "ur" else 6},
        },
    }  # fmt: skip


def _series_rows(found: Evaluation) -> list[dict[str, Any]]:
    details = next(each for each in found.estimates if each.design == "segmented").details
    if not details:
        return []
    after = found.series.written(found.start)
    middle = "-15" if found.series.monthly else "-07-01"
    return [
        {"day": time + middle, "observed": count, "expected": mean, "after": time >= after}
        for time, count, mean in zip(
            details["times"], details["observed"], details["expected"], strict=True
        )
    ]


def _measure(found: Evaluation, language: Language) -> str:
    outcome = _OUTCOMES.get(found.series.outcome, {}).get(language, found.series.outcome)
    time = _WORDS["month" if found.series.monthly else "year"][language]
    if language == "ur":  # Nastaliq has no Latin letters: the publisher stands in the answer
        return f"{outcome}، {time}"
    return f"{outcome}, {time} ({found.series.publisher.upper()})"


def _series(
    found: Evaluation, rows: list[dict[str, Any]], title: str, language: Language, width: int,
    colour: Mapping[str, str], words: Mapping[str, str],
) -> dict[str, Any]:  # fmt: skip
    x = {"field": "day", "type": "temporal", "title": None,
         "axis": {"format": "%Y", "tickCount": "year", "grid": False}}  # fmt: skip
    y = {"type": "quantitative", "title": None, "axis": {"tickCount": 4, "domain": False}}
    last = rows[-1]["day"]
    return {
        "width": width - 60,
        "height": 190,
        "title": {"text": title, "subtitle": _measure(found, language)},
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "bar", "width": 2.4 if width > 400 else 1.6,
                      "color": colour["accent"]},
             "encoding": {"x": x, "y": {"field": "observed", **y}}},
            {"mark": {"type": "line", "color": colour["kinetic"], "strokeWidth": 2},
             "transform": [{"filter": "!datum.after"}],
             "encoding": {"x": x, "y": {"field": "expected", **y}}},
            {"mark": {"type": "line", "color": colour["kinetic"], "strokeWidth": 2,
                      "strokeDash": [4, 3]},
             "transform": [{"filter": "datum.after"}],
             "encoding": {"x": x, "y": {"field": "expected", **y}}},
            {"mark": {"type": "rule", "color": colour["ink"], "strokeDash": [2, 2]},
             "data": {"values": [{"day": found.event.day.isoformat()}]},
             "encoding": {"x": x, "y": {"value": 40}, "y2": {"value": 190}}},
            *_text({"align": "right", "y": 8, "x": width - 62, "color": colour["kinetic"],
                    "text": words["expected"]}, colour, data={"values": [{"day": last}]}),
            *_text({"align": "right", "y": 28, "x": width - 62, "color": colour["accent"],
                    "text": words["observed"]}, colour, data={"values": [{"day": last}]}),
        ],
    }  # fmt: skip


def _intervals(
    found: Evaluation, language: Language, width: int, narrow: bool,
    colour: Mapping[str, str], words: Mapping[str, str],
) -> dict[str, Any]:  # fmt: skip
    from naap.outlook.evaluate_answer import design_word

    rows = []
    for each in found.estimates:
        row: dict[str, Any] = {"name": design_word(each.design, language), "said": ""}
        if each.ratio is None or each.ratio_low is None or each.ratio_high is None:
            row["said"] = words["none" if each.is_told else "untold"]
        else:
            row |= {
                "ratio": min(max(each.ratio, 1 / _FARTHEST), _FARTHEST),
                "low": max(each.ratio_low, 1 / _FARTHEST),
                "high": min(each.ratio_high, _FARTHEST),
            }
        rows.append(row)
    y = {"field": "name", "type": "nominal", "sort": None, "title": None,
         "axis": None}  # fmt: skip
    near = {"align": "right", "x": width - 60} if language == "ur" else {"align": "left", "x": 0}
    scale = {"type": "log", "domain": [1 / _FARTHEST, _FARTHEST]}
    ticks = [0.0625, 0.25, 0.5, 1, 2, 4, 16]
    x = {"type": "quantitative", "scale": scale, "title": words["ratio"],
         "axis": {"values": ticks, "format": ".3~g", "labelOverlap": True}}  # fmt: skip
    return {
        "width": width - 60,
        "height": {"step": 58 if language == "ur" else 46},
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "rule", "color": colour["ink"]}, "data": {"values": [{}]},
             "encoding": {"x": {"datum": 1, **x}}},
            *_text({**near, "dy": -13, "fontWeight": 600, "color": colour["ink"]}, colour,
                   encoding={"y": y, "text": {"field": "name"}}),
            {"mark": {"type": "rule", "strokeWidth": 3, "color": colour["accent"], "yOffset": 7},
             "transform": [{"filter": "isValid(datum.ratio)"}],
             "encoding": {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"}}},
            {"mark": {"type": "point", "filled": True, "size": 90, "color": colour["accent"],
                      "opacity": 1, "yOffset": 7},
             "transform": [{"filter": "isValid(datum.ratio)"}],
             "encoding": {"y": y, "x": {"field": "ratio", **x}}},
            *_text({**near, "dy": 9, "color": colour["muted"]}, colour,
                   encoding={"y": y, "text": {"field": "said"}}),
        ],
    }  # fmt: skip


def _text(mark: Mapping[str, Any], colour: Mapping[str, str], **more: Any) -> list[dict[str, Any]]:
    """Words over lines: first as paper, so that no line runs through them."""
    paper = {"color": colour["paper"], "stroke": colour["paper"], "strokeWidth": 6}
    return [{"mark": {**mark, **look, "type": "text"}, **more} for look in (paper, {})]
