"""How periods and lists are written for a reader of English and of Urdu."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naap.periods import parse_period
from naap.review import numbers
from naap.review.numbers import period_written
from naap.review.words import words

TEMPLATES = Path(numbers.__file__).parent / "templates"
OF_ENGLISH_REMARKS = 'row.breakdown or "" }}{{ "; " if row.breakdown and row.note }}{{ row.note'
"""A breakdown and a note are quoted from the English of the source, with what stands between."""

parts_of_years = st.integers(1947, 2098).flatmap(
    lambda year: st.sampled_from([
        *(f"{year}-H{half}" for half in (1, 2)), *(f"{year}-Q{quarter}" for quarter in range(1, 5)),
        f"FY{year}-{(year + 1) % 100:02d}",
    ])
)  # fmt: skip


@pytest.mark.parametrize(
    ("period", "urdu"),
    [
        ("2022-H1", "2022 کی پہلی ششماہی"),
        ("2022-H2", "2022 کی دوسری ششماہی"),
        ("2023-Q1", "2023 کی پہلی سہ ماہی"),
        ("2023-Q4", "2023 کی چوتھی سہ ماہی"),
        ("FY2016-17", "مالی سال 2016/17"),
        ("2022-H1/2023-H2", "2022 کی پہلی ششماہی تا 2023 کی دوسری ششماہی"),
        ("2023-Q5", "2023-Q5"),
        ("2023-H3", "2023-H3"),
        ("2024", "2024"),
    ],
)
def test_parts_of_years_are_told_in_words_of_urdu(period: str, urdu: str) -> None:
    assert period_written(period, "ur") == urdu


@given(parts_of_years)
def test_english_keeps_parts_of_years_as_data_files_write_them(period: str) -> None:
    assert parse_period(period).text == period_written(period) == period


@given(parts_of_years, parts_of_years)
def test_in_urdu_no_letter_is_latin_and_no_two_periods_are_told_alike(one: str, two: str) -> None:
    told = [period_written(each, "ur") for each in (one, two)]
    assert not re.search("[A-Za-z]", " ".join(told))
    assert (told[0] == told[1]) == (one == two)


@given(parts_of_years)
def test_what_is_told_in_urdu_stands_without_marks_of_direction_and_without_a_hyphen(
    period: str,
) -> None:
    """A PDF drops the marks, and around a hyphen digits after Urdu letters change places."""
    told = period_written(period, "ur")
    assert told.isprintable()
    assert "-" not in told


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_what_pages_put_between_words_is_a_word_of_the_catalogue(path: Path) -> None:
    """A comma or semicolon in a template would stand on the pages of both languages."""
    text = path.read_text(encoding="utf-8").replace(OF_ENGLISH_REMARKS, "")
    text = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    printed = re.findall(r"""\{\{-?(?:[^}]*[( ])?["']([,;] ?)["'][^}]*\}\}""", text)
    between = re.sub(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}|<[^>]*>", "", text, flags=re.DOTALL)
    assert (printed, re.findall(".*[,;].*", between)) == ([], [])


def test_what_stands_between_words_is_of_the_readers_script() -> None:
    between = {key: words()[key] for key in ("comma", "semicolon")}
    assert between == {"comma": {"en": ", ", "ur": "، "}, "semicolon": {"en": "; ", "ur": "؛ "}}
