"""From what stands in a cell of somebody's table to a number, a date or an id."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from naap.ledger import RefusedClaim
from naap.periods import Period, parse_period
from naap.sources.table_mapping import MAGNITUDES, Cell, Numerals

__all__ = ["Value", "as_number", "as_period", "as_text"]

Value = str | Decimal | date
"""Text where the file holds text; a number or a day where the file itself says that it is one."""

_YEARS = range(1800, 2201)
_OTHER_ORDER = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}")


def as_text(value: Value) -> str:
    """What a person sees in the cell."""
    if isinstance(value, Decimal):
        return format(value, "f").rstrip("0").rstrip(".") if value % 1 else str(int(value))
    return value if isinstance(value, str) else value.isoformat()


def as_number(column: str, value: Value, numerals: Numerals) -> Decimal:
    """RefusedClaim where it is no number in the way that the mapping declares."""
    try:
        number = value if isinstance(value, Decimal) else _read(as_text(value), numerals)
    except InvalidOperation:
        raise RefusedClaim(column, repr(as_text(value))[:80], _expected(numerals)) from None
    return number * numerals.times


def _read(text: str, numerals: Numerals) -> Decimal:
    factor = 1
    if numerals.magnitudes:
        number, _, word = text.rpartition(" ")
        if word.casefold() in numerals.magnitudes:
            text, factor = number.strip(), MAGNITUDES[word.casefold()]
    sign, digits = (text[0], text[1:]) if text[:1] in {"+", "-"} else ("", text)
    whole, point, rest = digits.partition(numerals.point)
    if numerals.thousands and numerals.thousands in whole:
        first, *groups = whole.split(numerals.thousands)
        # 1.206,5 read with the wrong sign, or 12,06, must not pass as another number.
        most = 2 if numerals.groups == "indian" and len(groups) > 1 else 3
        sizes = [len(group) for group in groups]
        inner = 2 if numerals.groups == "indian" else 3
        if not 1 <= len(first) <= most or sizes != [*[inner] * (len(sizes) - 1), 3]:
            raise InvalidOperation
        whole = first + "".join(groups)
    # Latin digits only, and neither 1e3, nan nor 1_000, which Decimal would take.
    if not (whole + rest).isdigit() or not (whole + rest).isascii():
        raise InvalidOperation
    return Decimal(f"{sign}{whole}.{rest}" if point else f"{sign}{whole}") * factor


def _expected(numerals: Numerals) -> str:
    told = [
        f"with {numerals.thousands!r} between thousands" if numerals.thousands else "",
        f"with {numerals.point!r} before decimals" if numerals.point != "." else "",
        f"or with {' or '.join(numerals.magnitudes)} after it" if numerals.magnitudes else "",
    ]
    if any(told):
        return f"a number {', '.join(filter(None, told))}, as the mapping says"
    return "a number such as 1206 or 48.5 (for 1,206 the mapping needs thousands: ',')"


def as_period(column: str, value: Value, cell: Cell, fiscal_year_starts: int) -> Period:
    """The time that the cell names, coarsened to the mapping's precision; or RefusedClaim."""
    try:
        found = _period(value, cell, fiscal_year_starts)
        if cell.precision is None or cell.precision == found.precision:
            return found
        return parse_period(_coarse(found, cell.precision))
    except (ValueError, OverflowError) as error:
        raise RefusedClaim(column, repr(as_text(value))[:80], str(error)) from None


def _period(value: Value, cell: Cell, fiscal_year_starts: int) -> Period:
    if isinstance(value, Decimal):
        # A number that is no year is a date that lost its format in the spreadsheet.
        if value not in _YEARS:
            raise ValueError("a date; format the cell as a date in the spreadsheet")
        return parse_period(str(int(value)))
    if isinstance(value, date):
        return parse_period(value.isoformat())
    if cell.format is None:
        if _OTHER_ORDER.fullmatch(value):
            raise ValueError('a date with the year first, or format: "%d/%m/%Y" in the mapping')
        return parse_period(value, fiscal_year_starts)
    try:
        day = datetime.strptime(value, cell.format).date()  # noqa: DTZ007
    except ValueError:
        raise ValueError(f"a date written as {cell.format}, as the mapping says") from None
    if "%d" in cell.format:
        return parse_period(day.isoformat())
    month = "%m" in cell.format or "%b" in cell.format.lower()
    return parse_period(f"{day:%Y-%m}" if month else f"{day.year:04}")


def _coarse(found: Period, precision: str) -> str:
    day = found.start
    text = {
        "day": day.isoformat(),
        "month": f"{day.year:04}-{day.month:02}",
        "quarter": f"{day.year:04}-Q{(day.month + 2) // 3}",
        "half-year": f"{day.year:04}-H{(day.month + 5) // 6}",
        "year": f"{day.year:04}",
    }[precision]
    if not (parse_period(text).start <= day and found.end <= parse_period(text).end):
        raise ValueError(f"a date within one {precision}, as the mapping says")
    return text
