"""Findings of the checks in words: periods as pages write them, in data as data have them."""

from __future__ import annotations

import re
from functools import cache
from typing import get_args

import pytest

from naap.checks.outcome import Outcome
from naap.checks.words import said
from naap.figures.figure import Language
from naap.figures.times import period_written
from naap.review.findings import by_severity, findings_about, findings_of
from naap.review.halfyear.reviewed import halfyear_of
from naap.review.pages import Review
from naap.workspace import Workspace
from tests.halfyear_makers import period_of

LANGUAGES: tuple[Language, ...] = get_args(Language)
AS_DATA = re.compile(r"\b[0-9]{4}-(?:[0-9]{2}|[HQ][0-9])\b|\bFY[0-9]{4}")


def outcome(check: str, case: str, stated: str, period: str, **numbers: str) -> Outcome:
    return Outcome(
        rule="r", check=check, severity="warning", verdict="ambiguous", case=case, stated=stated,
        computed="2", unit="", quantity="killed", place="SZ", publisher=None, period=period,
        inputs=(), numbers=numbers,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("found", "english", "urdu"),
    [
        (
            outcome("stale", "all stand still", "70", "2015", reports="5",
                    **{"from": "2015-03-25", "to": "2016-H1"}),
            "It stands at 70 in 5 reports from 25 March 2015 to 2016-H1; its neighbours",
            "رپورٹوں میں 25 مارچ 2015 سے 2016 کی پہلی ششماہی تک 5 بار 70",
        ),
        (
            outcome("vocabulary", "since when", "500", "2017-04-22"),
            "The number 500 is told for one day, 22 April 2017: since when",
            "عدد 500 ایک دن (22 اپریل 2017) کے لیے",
        ),
        (
            outcome("vocabulary", "two kinds of year", "2015; FY2016-17", "2015"),
            "The series mixes calendar and fiscal years: 2015; FY2016-17.",
            "سلسلے میں کیلنڈر اور مالی سال ملے ہوئے ہیں: 2015؛ مالی سال 2016/17۔",
        ),
        (
            outcome("publishers", "publishers differ", "900; 1,250", "2019-11-05"),
            "Publishers differ by at least 2 times: 900; 1,250.",
            "ناشروں میں کم از کم 2 گنا فرق ہے: 900؛ 1,250۔",
        ),
        (
            outcome("denominator", "several denominators", "9", "2019", shares="59.1; 55.0"),
            "The count of 9 is 59.1; 55.0 per cent",
            "گنتی 9 بنیاد کے لحاظ سے 59.1؛ 55.0 فیصد ہے۔",
        ),
        (
            outcome("breakdown", "adds up", "9", "2019", as_printed="4 in 2016-H1; 5 later"),
            "The parts as printed (4 in 2016-H1; 5 later) give 9.",
            "چھپے ہوئے حصے (\u20664 in 2016-H1; 5 later\u2069) 9 بنتے ہیں۔",
        ),
    ],
)  # fmt: skip
def test_periods_and_lists_are_told_as_on_pages(found: Outcome, english: str, urdu: str) -> None:
    assert said(found, "en", period_written).startswith(english)
    assert said(found, "ur", period_written).startswith(urdu)


def test_commands_tell_periods_as_data_have_them() -> None:
    found = outcome("vocabulary", "since when", "500", "2017-04-22")
    assert [language for language in LANGUAGES if "2017-04-22" in said(found, language)] == [
        *LANGUAGES
    ]


@cache
def reviewed(language: Language) -> Review:
    return period_of(Workspace.here(pack="pakistan"), "2023-H2", language)


def shown(review: Review) -> dict[str, list[str]]:
    """The sentences of findings, by the pages that they stand on."""
    made, this = review.computed["findings"], halfyear_of(review)
    assert this is not None
    rows = {
        "page": [row for rules in by_severity(made).values()
                 for each in rules for row in each.rows],
        "figure": findings_of(review.computed["published-statements"], made),
        "point": [row for each in review.points
                  for row in findings_about(each.point.point_id, made)],
        "period": this.findings,
    }  # fmt: skip
    return {name: [row["says"] for row in told] for name, told in rows.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_review_tells_readers_what_its_data_hold(language: Language) -> None:
    review = reviewed(language)
    made = review.computed["findings"]
    assert any(AS_DATA.search(row["says"]) for row in made.rows)
    for name, sentences in shown(review).items():
        assert sentences, name
        assert [each for each in sentences if AS_DATA.search(each)] == [], name
    columns = {each.name: each.label or each.name for each in made.figure.about.columns}
    printed = [row[columns[name]] for row in made.rows for name in ("says", "stated")]
    assert [each for each in printed if AS_DATA.search(each)] == []
    assert any("؛ " in each for each in printed) == (language == "ur")
