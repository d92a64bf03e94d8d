"""Times as readers are told them: 2014-12-24 is 24 December 2014 on pages, in charts and PDFs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from naap.figures.figure import Language

__all__ = ["day_written", "month_names", "period_written", "times_written"]

_MONTHS: dict[Language, tuple[str, ...]] = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
    "ur": (
        "جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر",
        "نومبر", "دسمبر",
    ),
}  # fmt: skip
_URDU_PLACES = ("پہلی", "دوسری", "تیسری", "چوتھی")
_URDU_PARTS = {"H": "ششماہی", "Q": "سہ ماہی"}
_TO: dict[Language, str] = {"en": "to", "ur": "تا"}


@lru_cache(maxsize=4096)
def period_written(text: str, language: Language = "en") -> str:
    """A period as a reader says it: 2014-12-24 as 24 December 2014, 2002/2003 as 2002 to 2003.

    Half-years, quarters and fiscal years stay as they are in English: 2024-H1, 2024-Q1, FY2016-17.
    """
    if "/" in text:
        first, _, last = text.partition("/")
        ends = (period_written(first, language), period_written(last, language))
        return f" {_TO[language]} ".join(ends)
    if found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
        return f"{int(found[3])} {_MONTHS[language][int(found[2]) - 1]} {found[1]}"
    if found := re.fullmatch(r"(\d{4})-(\d{2})", text):
        return f"{_MONTHS[language][int(found[2]) - 1]} {found[1]}"
    return _in_urdu(text) if language == "ur" else text


def _in_urdu(text: str) -> str:
    """A half-year, a quarter or a fiscal year in words; anything else as it is.

    After Urdu letters 2016-17 is shown as 17-2016; with a slash the first year stays first, and
    so it does in a PDF, which takes no marks of direction.
    """
    if found := re.fullmatch(r"(\d{4})-(?:(H)([12])|(Q)([1-4]))", text):
        part, place = found[2] or found[4], int(found[3] or found[5])
        return f"{found[1]} کی {_URDU_PLACES[place - 1]} {_URDU_PARTS[part]}"
    if found := re.fullmatch(r"FY(\d{4})-(\d{2})", text):
        return f"مالی سال {found[1]}/{found[2]}"
    return text


def times_written(times: Sequence[str], language: Language = "en") -> str:
    """Several periods in a row; months of one year name it once: July, September to November 2024.

    A span within a year counts as such months, and ``…`` stands as it is.
    """
    read = [_months_of_a_year(text, language) for text in times]
    said = []
    for place, (text, found) in enumerate(zip(times, read, strict=True)):
        after = read[place + 1] if place + 1 < len(read) else None
        if found is None:
            said.append(period_written(text, language))
        elif after is not None and after[1] == found[1]:
            said.append(found[0])
        else:
            said.append(" ".join(found))
    return ("، " if language == "ur" else ", ").join(said)


def _months_of_a_year(text: str, language: Language) -> tuple[str, str] | None:
    """The months and the year of a month, or of a span of months in one year."""
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:/\1-(\d{2}))?", text)
    if found is None:
        return None
    months = [_MONTHS[language][int(each) - 1] for each in found.group(2, 3) if each]
    return f" {_TO[language]} ".join(months), found[1]


def month_names(language: Language) -> tuple[str, ...]:
    return _MONTHS[language]


def day_written(day: date, language: Language = "en") -> str:
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"
