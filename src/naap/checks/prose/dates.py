"""Times in English prose: days, months, halves, years, fiscal years, spans and "the year before".

A span keeps both its ends, since "2008-2014" is six years or seven, and that is a question of its
own. A month without a year keeps none; who reads the sentence takes it from the text before.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from naap.checks.prose.currencies import CODES

__all__ = ["EARLIER", "MONTHS", "When", "find_times"]

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",),
            ("june", "jun"), ("july", "jul"), ("august", "aug"),
            ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
EARLIER = "earlier"


@dataclass(frozen=True)
class When:
    """``text[start:end]``, and the days it covers, both included.

    ``precision`` is day, month, quarter, half-year, year, fiscal year, span, or "earlier" for words
    such as "the year before", whose days depend on what they are compared with. ``first`` is None
    where the text gives no year.
    """

    start: int
    end: int
    precision: str
    first: date | None = None
    last: date | None = None
    month: int | None = None
    day: int | None = None

    @property
    def days(self) -> int | None:
        return (self.last - self.first).days + 1 if self.first and self.last else None

    def in_year(self, year: int) -> When:
        """The same day or month in a year that the text gave elsewhere."""
        if self.first is not None or self.month is None:
            return self
        try:
            first = date(year, self.month, self.day or 1)
        except ValueError:
            return self
        length = calendar.monthrange(year, self.month)[1]
        last = first if self.day else first.replace(day=length)
        return replace(self, first=first, last=last)


_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_ALONE = r"(?![\d,.]*\d|\s?%|\s?(?:per\s?cent|pc)\b|-[^\W\d])"
"""What may not follow a year: then it was part of a number, a share or a compound word."""
_BEFORE_WORD = re.compile(rf"[\w,.٫٬$€£][-–]?$|\b(?:Rs|No|{'|'.join(CODES)})\.?\s?$", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s+(?:people|persons?|civilians|soldiers|militants|terrorists|deaths|attacks|incidents|cases"
    r"|arrests|million|billion|crore|lakh|thousand|km|kilomet\w+|rupees|madrass?as|operations"
    r"|villages|schools|students|personnel|killed|injured|wounded|lives|times|days)\b",
    re.IGNORECASE,
)
"""After four digits, a thing that is counted: "2014 attacks" are attacks, "2014 plan" is a year."""
_IN = re.compile(
    r"(?:\b(?:in|during|since|for|by|year)|(?<!total )(?<!number )\bof)\s+$", re.IGNORECASE
)


def find_times(text: str) -> Iterator[When]:
    """Every time of the text, in its order, none over another; none out of the calendar."""
    found: list[When] = []
    has = {need for need, sign in _SIGNS.items() if sign.search(text)}
    for form, read, need in _FORMS:
        if need not in has:
            continue
        for match in form.finditer(text):
            if any(match.start() < each.end and each.start < match.end() for each in found):
                continue
            if _BEFORE_WORD.search(text, max(0, match.start() - 5), match.start()):
                continue
            try:
                when = read(match)
            except ValueError:  # 31 June
                continue
            if when is not None:
                found.append(when)
    yield from sorted(found, key=lambda when: when.start)


def _month_of(word: str) -> int:
    return int(word) if word.isdigit() else MONTHS[word.lower()]


def _day(match: re.Match[str]) -> When:
    month, day = _month_of(match["m"]), int(match["d"])
    only = date(int(match["y"]), month, day)
    return When(match.start(), match.end(), "day", only, only, month, day)


def _day_without_year(match: re.Match[str]) -> When:
    return When(match.start(), match.end(), "day", month=_month_of(match["m"]), day=int(match["d"]))


def _month(match: re.Match[str]) -> When:
    year, month = int(match["y"]), _month_of(match["m"])
    last = date(year, month, calendar.monthrange(year, month)[1])
    return When(match.start(), match.end(), "month", date(year, month, 1), last, month)


def _month_without_year(match: re.Match[str]) -> When:
    return When(match.start("m"), match.end(), "month", month=_month_of(match["m"]))


def _part(match: re.Match[str]) -> When | None:
    months = 6 if match["k"].lower().startswith(("half", "six", "h")) else 3
    which = match["n"].lower()
    number = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 12 // months}.get(which)
    closing = months * (number or int(which))
    if closing > 12:
        return None
    year = int(match["y"])
    last = date(year, closing, calendar.monthrange(year, closing)[1])
    precision = "half-year" if months == 6 else "quarter"
    first = date(year, closing - months + 1, 1)
    return When(match.start(), match.end(), precision, first, last)


def _fiscal(match: re.Match[str]) -> When | None:
    opening, closing = match["a"], match["b"]
    year = int(opening) if len(opening) == 4 else 2000 + int(opening)
    if closing is None:  # "FY17" and "fiscal year 2017" end in that year
        year -= 1
    elif int(closing) % 100 != (year + 1) % 100:
        return None
    return _fiscal_from(match, year)


def _fiscal_from(match: re.Match[str], year: int) -> When:
    first, last = date(year, 7, 1), date(year + 1, 6, 30)
    return When(match.start(), match.end(), "fiscal year", first, last)


def _short(match: re.Match[str]) -> When | None:
    year, closing = int(match["a"]), int(match["b"])
    if closing == (year + 1) % 100:
        return _fiscal_from(match, year)
    return _span_of(match, year, year - year % 100 + closing)


def _span(match: re.Match[str]) -> When | None:
    return _span_of(match, int(match["a"]), int(match["b"]))


def _span_of(match: re.Match[str], first: int, last: int) -> When | None:
    if last <= first:
        return None
    return When(match.start(), match.end(), "span", date(first, 1, 1), date(last, 12, 31))


def _year(match: re.Match[str]) -> When | None:
    year = int(match["y"])
    if match["s"]:
        last = date(year + 9, 12, 31)
        return When(match.start(), match.end(), "decade", date(year, 1, 1), last)
    if _COUNTED.match(match.string, match.end()) and not _IN.search(
        match.string, max(0, match.start() - 16), match.start()
    ):
        return None
    first, last = date(year, 1, 1), date(year, 12, 31)
    return When(match.start(), match.end(), "year", first, last)


def _earlier(match: re.Match[str]) -> When:
    return When(match.start(), match.end(), EARLIER)


_SIGNS = {
    "month": re.compile(rf"\b(?:{_MONTH})\b", re.IGNORECASE),
    "year": re.compile(_YEAR),
    "word": re.compile(r"\b(?:year|month|quarter|week|FY)", re.IGNORECASE),
}
"""What a text must hold for a form to be looked for."""
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], When | None], str], ...] = tuple(
    (
        re.compile(form, re.IGNORECASE),
        read,
        "month" if _MONTH in form else "word" if read in (_earlier, _fiscal) else "year",
    )
    for form, read in (
        (rf"(?P<y>{_YEAR})-(?P<m>0[1-9]|1[0-2])-(?P<d>\d\d)(?!\d)", _day),
        (rf"\b(?P<m>{_MONTH})\.?\s+(?P<d>{_DAY})(?:st|nd|rd|th)?,?\s+(?P<y>{_YEAR}){_ALONE}", _day),
        (
            (
                rf"\b(?P<d>{_DAY})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<m>{_MONTH})\.?,?[\s-]+"
                rf"(?P<y>{_YEAR}){_ALONE}"
            ),
            _day,
        ),
        (rf"\b(?P<m>{_MONTH})\.?,?(?:\s+of)?[\s-]+(?P<y>{_YEAR}){_ALONE}", _month),
        (rf"\b(?P<d>{_DAY})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m>{_MONTH})\b", _day_without_year),
        (rf"\b(?P<m>{_MONTH})\.?\s+(?P<d>{_DAY})(?:st|nd|rd|th)?\b{_ALONE}", _day_without_year),
        (
            (
                r"(?:the\s+)?\b(?P<n>first|second|third|fourth|last)\s+"
                rf"(?P<k>half|quarter|six\s+months|three\s+months)\s+(?:of\s+)?(?P<y>{_YEAR})"
            ),
            _part,
        ),
        (rf"\b(?P<k>[HQ])(?P<n>[1-4])\s+(?P<y>{_YEAR})", _part),
        (
            (
                r"\b(?:FY|(?:the\s+)?(?:fiscal|financial)\s+year\s+)\s?'?"
                rf"(?P<a>{_YEAR}|\d\d)(?:\s?[-–/]\s?(?P<b>{_YEAR}|\d\d))?(?!\d)"
            ),
            _fiscal,
        ),
        (rf"(?P<a>{_YEAR})[-–/](?P<b>\d\d)(?![\d-]|,\d)", _short),
        (
            (
                rf"(?:\b(?:from|between)\s+)?(?P<a>{_YEAR})(?:\s?[-–—/]\s?|\s+(?:to|until|till|through)"
                rf"\s+)(?P<b>{_YEAR}){_ALONE}"
            ),
            _span,
        ),
        (rf"\bbetween\s+(?P<a>{_YEAR})\s+and\s+(?P<b>{_YEAR}){_ALONE}", _span),
        (rf"(?P<y>{_YEAR})(?P<s>s(?!\w))?{_ALONE}(?!\w)", _year),
        (
            (
                r"\b(?:in|of|during|since|for|by|until|last|this|and|to|from|between|than|against|with)"
                rf"\s+(?P<m>{_MONTH})\b(?!\s+(?:be|have|not)\b)"
            ),
            _month_without_year,
        ),
        (
            (
                r"\b(?:(?:(?:the|an?|last|that|one)\s+)?(?:previous|preceding|last|prior|earlier)\s+"
                r"(?:calendar\s+|fiscal\s+)?(?:year|month|quarter|week)"
                r"|(?:the|an?|one)\s+(?:year|month|quarter|week)\s+(?:before|earlier|ago|previously)"
                r"|(?:its|their)\s+(?:previous|preceding)\s+(?:year|month)"
                r"|year[\s-]on[\s-]year|month[\s-]on[\s-]month)\b"
            ),
            _earlier,
        ),
    )
)
"""In order: what an earlier form has read, a later one does not read again."""
