"""Charts are drawn with our typefaces, from nothing but what they hold."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest

from naap.drawing.vega import svg_of

URDU = "خیبر پختونخوا میں ہلاکتیں"


def bars(font: str, *labels: str) -> dict[str, Any]:
    """A chart as wide as its longest label asks for."""
    return {
        "data": {"values": [{"label": label, "value": 1} for label in labels]},
        "mark": "bar",
        "encoding": {
            "y": {"field": "label", "type": "nominal"},
            "x": {"field": "value", "type": "quantitative"},
        },
        "config": {"font": font},
    }


def width(svg: str) -> float:
    return float(re.findall(r'width="([0-9.]+)"', svg)[0])


def test_what_lies_elsewhere_is_not_loaded() -> None:
    given = bars("sans-serif") | {"data": {"url": "https://example.org/rows.csv"}}
    with pytest.raises(PermissionError):
        svg_of(given)


def test_words_are_measured_in_nastaliq_where_a_chart_asks_for_it() -> None:
    nastaliq = width(svg_of(bars("'Noto Nastaliq Urdu', sans-serif", URDU)))
    assert nastaliq != width(svg_of(bars("sans-serif", URDU)))


def test_a_typeface_of_the_machine_is_not_looked_for() -> None:
    label = "Khyber Pakhtunkhwa"
    of_machine = svg_of(bars("'DejaVu Serif', sans-serif", label))
    assert width(of_machine) == width(svg_of(bars("'No Such Face', sans-serif", label)))


def test_those_who_need_typefaces_later_find_them() -> None:
    svg_of(bars("sans-serif", "a"))
    assert "naap" not in os.environ.get("FONTCONFIG_FILE", "")
