"""Stand-ins: what they stand for returns, in its place, its order and (nearly) its width."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naap.figures import chart
from naap.figures.stand_ins import StandIns

URDU = "ابپتٹثجچحخدڈذرڑزسشصضطظعغفقکگلمنںوہھءیے"
LINES = st.text(alphabet=URDU + " 0123456789،()", min_size=1, max_size=40)
OTHERS = st.text(alphabet=st.characters(codec="ascii", exclude_characters="&<>"), max_size=12)
TEXTS = st.lists(st.one_of(LINES, OTHERS), min_size=1, max_size=3).map("\n".join)


def spec(*texts: str, **more: Any) -> dict[str, Any]:
    font = "'Noto Nastaliq Urdu', system-ui, sans-serif"
    return {
        "config": {"font": font, "text": {"font": font}},
        "data": {"values": [{"said": text, "rank": at} for at, text in enumerate(texts)]},
        "mark": "point",
        "encoding": {"y": {"field": "said", "type": "nominal", "axis": {"labelLimit": 0}}},
        **more,
    }


def said(svg: str) -> list[str]:
    return [unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


@given(st.lists(TEXTS, min_size=1, max_size=12))
def test_every_text_returns_as_it_was(texts: list[str]) -> None:
    stand_ins = StandIns(given_ := spec(*texts))
    rows = stand_ins.put_into(given_)["data"]["values"]
    for row, text in zip(rows, texts, strict=True):
        assert not re.search(r"[\u0600-\u06ff]", row["said"])
        assert stand_ins.put_back(row["said"], "") == text


@given(st.sets(LINES, min_size=2, max_size=20))
def test_stand_ins_sort_as_their_lines(lines: set[str]) -> None:
    slow = sorted(line for line in lines if set(line) & set(URDU))
    rows = StandIns(given_ := spec(*slow)).put_into(given_)["data"]["values"]
    exchanged = [row["said"] for row in rows]
    assert exchanged == sorted(exchanged)


def test_a_word_of_capitals_stays_open_to_an_expression() -> None:
    stand_ins = StandIns(given_ := spec("مزید N بغیر تاریخ کے"))
    exchanged = stand_ins.put_into(given_)["data"]["values"][0]["said"].replace("N", "12")
    assert stand_ins.put_back(exchanged, "") == "مزید 12 بغیر تاریخ کے"


def test_a_line_that_vega_cuts_short_is_not_guessed_at() -> None:
    stand_ins = StandIns(given_ := spec("خیبر پختونخوا میں ہلاکتیں"))
    exchanged = stand_ins.put_into(given_)["data"]["values"][0]["said"]
    assert stand_ins.put_back(f"<text>{exchanged[:-2]}…</text>", "") is None


@pytest.mark.parametrize("lines", [("پنجاب", "سندھ", "خیبر پختونخوا"), ("◆ ڈان", "● پپس 2019")])
def test_a_chart_is_laid_out_as_without_them(lines: tuple[str, ...]) -> None:
    given_ = spec(*lines)
    plain, quick = chart._drawn(given_, None), chart._with_stand_ins(given_, None)
    assert said(quick) == said(plain)
    assert set(re.findall('font-family="[^"]*"', quick)) == set(
        re.findall('font-family="[^"]*"', plain)
    )
    widths = [float(re.findall(r'width="([0-9.]+)"', svg)[0]) for svg in (plain, quick)]
    assert widths[1] == pytest.approx(widths[0], abs=4)
