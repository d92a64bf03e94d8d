"""How numbers and dates are written in a page."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from naap.figures.figure import Language
from naap.figures.times import day_written, month_names, period_written, times_written

__all__ = ["anchor", "day_written", "month_names", "period_written", "times_written", "written"]


def written(value: Any, language: Language = "en") -> str:
    """1206 as 1,206; 48.50 as 48.5; a day as 24 December 2014. Digits are Latin throughout."""
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return f"{int(value):,}"
        return f"{value.normalize():,f}"
    if isinstance(value, date):
        return day_written(value, language)
    return str(value)


@lru_cache(maxsize=16384)
def anchor(row_id: str) -> str:
    """An HTML id for a row, another one for every row: what no id or link may hold is spelt out."""
    return "r-" + re.sub(r"[^A-Za-z0-9_.:/-]", lambda sign: f"~{ord(sign[0]):x}~", row_id)
