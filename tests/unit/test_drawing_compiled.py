"""Charts are compiled once, anew when they change, and look as if they never had been."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from naap.drawing import compiled
from naap.drawing.chart import Chart, drawn
from naap.drawing.compiled import compile_chart, vega_with_rows
from naap.drawing.vega import svg_of, svg_of_vega
from naap.figures import Computed, figures
from naap.figures.chart import Variant, chart_of, compile_charts
from naap.figures.figure import Language
from tests.pdf_makers import reviewed

ROWS = [{"name": "a", "value": 2.0}, {"name": 'b, [{"rows of": "rows"}]', "value": 11}]


def chart(rows: list[dict[str, Any]], mark: str = "bar") -> str:
    encoding = {
        "x": {"field": "value", "type": "quantitative"},
        "y": {"field": "name", "type": "nominal"},
    }
    layers = [
        {"data": {"name": name}, "mark": mark, "encoding": encoding} for name in ("rows", "x")
    ]
    return json.dumps({"layer": layers, "datasets": {"rows": rows, "unasked": [{}]}})


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "__pycache__" / "chart-wide-en.compiled"


def may_write(monkeypatch: pytest.MonkeyPatch, *, may: bool) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", not may)


def refuse_to_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> None:
        raise AssertionError("compiled once more")

    monkeypatch.setattr(compiled, "vega_of", fail)


def is_drawn_right(spec: str, kept: Path) -> bool:
    vega = vega_with_rows(spec, kept)
    return vega is not None and svg_of_vega(vega) == svg_of(spec)


def test_what_set_up_compiled_is_not_compiled_again(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_chart(chart([]), kept)
    refuse_to_compile(monkeypatch)
    assert is_drawn_right(chart(ROWS), kept)
    assert is_drawn_right(chart(ROWS[:1]), kept)
    assert is_drawn_right(chart([]), kept)


def test_set_up_compiles_every_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_charts()
    refuse_to_compile(monkeypatch)
    for figure in figures():
        for language in get_args(Language):
            for variant in get_args(Variant) if figure.has_chart else ():
                made = chart_of(Computed(figure, language, [], None, {}), variant, {})
                assert made.compiled is not None
                assert vega_with_rows(made.spec, made.compiled)


@pytest.mark.parametrize(("name", "language"), [("example", "en"), ("pakistan", "ur")])
def test_compiled_charts_are_the_same_pictures(
    name: str, language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write(monkeypatch, may=True)
    review = reviewed(name, language)
    for made in review.computed.values():
        for variant in get_args(Variant) if made.figure.has_chart and made.rows else ():
            spec = chart_of(made, variant, review.extras[made.figure.figure_id]).spec
            assert is_drawn_right(spec, tmp_path / f"{made.figure.figure_id}-{variant}")


def test_a_chart_is_kept_when_it_is_first_drawn(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write(monkeypatch, may=True)
    svg = drawn(Chart(chart(ROWS), compiled=kept))
    assert svg == drawn(Chart(chart(ROWS)))
    refuse_to_compile(monkeypatch)
    assert is_drawn_right(chart(ROWS[:1]), kept)


def test_nothing_is_written_where_python_may_not_write_its_own(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write(monkeypatch, may=False)
    assert drawn(Chart(chart(ROWS), compiled=kept)) == drawn(Chart(chart(ROWS)))
    assert not kept.parent.exists()


def test_a_chart_that_changed_is_compiled_anew(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    may_write(monkeypatch, may=True)
    compile_chart(chart(ROWS), kept)
    assert is_drawn_right(chart(ROWS, mark="point"), kept)


@pytest.mark.parametrize("length", [0, 3, 80, -1])
def test_half_a_file_is_compiled_anew(
    kept: Path, length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write(monkeypatch, may=True)
    compile_chart(chart(ROWS), kept)
    kept.write_bytes(kept.read_bytes()[:length])
    assert is_drawn_right(chart(ROWS), kept)


def test_something_else_in_its_place_is_compiled_anew(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write(monkeypatch, may=True)
    kept.parent.mkdir()
    kept.write_bytes(b"\xff\xfe\x00")
    assert is_drawn_right(chart(ROWS), kept)


def test_what_cannot_be_kept_is_compiled_and_used(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write(monkeypatch, may=True)
    kept.parent.write_text("a file where the folder would be")
    assert is_drawn_right(chart(ROWS), kept)
