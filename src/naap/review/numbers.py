"""How numbers and dates are written in a page."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

__all__ = ["anchor", "written"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def written(value: Any) -> str:
    """1206 as 1,206; 48.50 as 48.5; a period 2009-01 as January 2009."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return f"{int(value):,}"
        return f"{value.normalize():,f}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, date):
        return day_written(value)
    return str(value)


def period_written(text: str) -> str:
    """A period as a reader says it: 2014-12-24 as 24 December 2014, 2002/2003 as 2002 to 2003."""
    if "/" in text:
        first, _, last = text.partition("/")
        return f"{period_written(first)} to {period_written(last)}"
    if found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
        return f"{int(found[3])} {_MONTHS[int(found[2]) - 1]} {found[1]}"
    if found := re.fullmatch(r"(\d{4})-(\d{2})", text):
        return f"{_MONTHS[int(found[2]) - 1]} {found[1]}"
    return text


def day_written(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def anchor(row_id: str) -> str:
    """An HTML id for a row: letters, digits and hyphens."""
    return "r-" + re.sub(r"[^A-Za-z0-9_.-]+", "-", row_id)
