"""Months as numbers: January 1980 is 1, as VIEWS counts them."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["month_number", "month_numbers", "month_text"]

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,6}", re.ASCII)
_SPAN = re.compile(r"(\d{1,3})(?::(\d{1,3}))?", re.ASCII)
_BEFORE_FIRST = 1980 * 12


def month_number(text: str) -> int:
    """``2017-10`` or ``454`` -> 454; ValueError says what was expected."""
    if month := _MONTH.fullmatch(text):
        return int(month[1]) * 12 + int(month[2]) - _BEFORE_FIRST
    if _NUMBER.fullmatch(text):
        return int(text)
    raise ValueError(f"{text!r} is no month: write 2017-10, or a number such as 454")


def month_text(number: int) -> str:
    """454 -> ``2017-10``."""
    year, month = divmod(number - 1 + _BEFORE_FIRST, 12)
    return f"{year:04d}-{month + 1:02d}"


def month_numbers(span: str) -> Sequence[int]:
    """``3:14`` -> 3 to 14, both included; ``6`` -> 6 alone: months ahead of the origin."""
    found = _SPAN.fullmatch(span)
    steps = range(int(found[1]), int(found[2] or found[1]) + 1) if found else range(0)
    if not steps or steps[0] < 1:
        raise ValueError(f"{span!r} are no months ahead: write 3:14, or 1:12, or one number")
    return steps
