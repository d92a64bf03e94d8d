"""What a column of somebody's table seems to hold, and why one may think so."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from naap.ledger import RefusedClaim
from naap.pack import Pack
from naap.pack.tables import BodyRow, PlaceRow, QuantityRow, ScopeRow
from naap.sources.cells import Value, as_number, as_period, as_text
from naap.sources.table_mapping import Cell, Numerals

__all__ = ["MISSING", "Guess", "guess_column", "quantity_of", "register_names"]

MISSING = ("-", "--", "–", "—", "n/a", "N/A", "NA", "na", "nil", "Nil", "..", "…")
"""What tables write where nothing is known."""

Sort = Literal["key", "date", "number", "degrees", "register", "text", "empty"]

_FORMATS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%Y/%m/%d", "%d %b %Y",
    "%d %B %Y", "%d-%b-%Y", "%b %d, %Y", "%B %d, %Y", "%b %Y", "%B %Y", "%b-%Y", "%m/%Y",
)  # fmt: skip
_NUMERALS = (
    Numerals(),
    Numerals(thousands=","),
    Numerals(thousands=",", groups="indian"),
    Numerals(decimal=","),
    Numerals(thousands=".", decimal=","),
    Numerals(thousands=" "),
    Numerals(thousands=" ", decimal=","),
    Numerals(thousands="'"),
    Numerals(thousands=",", groups="indian", magnitudes=("lakh", "crore")),
    Numerals(thousands=",", magnitudes=("thousand", "million", "billion")),
)
_KEY_NAMES = {"id", "no", "nr", "code", "ref", "reference", "key", "sno", "serial", "sr"}
_DATE_NAMES = {"year", "date", "month", "period", "when", "day", "quarter", "سال", "تاریخ", "ماہ"}
_DEGREE_NAMES = {
    "latitude": {"lat", "latitude", "ycoord", "y"},
    "longitude": {"lon", "lng", "long", "longitude", "xcoord", "x"},
}
_QUANTITY_WORDS = {
    "killed": {"killed", "dead", "deaths", "death", "fatalities", "died", "kills", "ہلاک", "اموات"},
    "injured": {"injured", "injuries", "wounded", "زخمی"},
    "attacks": {"attacks", "attack", "حملے"},
    "incidents": {"incidents", "incident"},
}
_KEY = re.compile(r"\S{1,80}")
_YEARS = (1900, 2100)
_NEAR = 0.8


@dataclass(frozen=True)
class Guess:
    """A column, what it seems to be, and why."""

    name: str
    sort: Sort
    why: str
    cell: Cell | None = None
    """How its dates or numbers are written."""
    formats: tuple[str, ...] = ()
    """More than one where day and month cannot be told apart."""
    register: str = ""
    """publisher, quantity, place or scope; or which degrees."""
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """What the column writes: the id it seems to mean, and why; no id where nothing is near."""
    unique: bool = False
    days: bool = False
    """Dates that differ by day, not only by month."""


def register_names(pack: Pack) -> dict[str, dict[str, str]]:
    """Every name of a publisher, quantity, place and scope, in small letters, and its id."""
    named: dict[str, dict[str, str]] = {}
    for register, kind, names in (
        ("place", PlaceRow, ("name_en", "name_ur")),
        ("publisher", BodyRow, ("name_en", "name_ur", "short_en", "short_ur")),
        ("quantity", QuantityRow, ("name_en", "name_ur")),
        ("scope", ScopeRow, ("title_en", "title_ur")),
    ):
        found: dict[str, str] = {}
        for row in pack.rows(kind):
            row_id = str(getattr(row, str(kind.key)))
            for name in (row_id, *(getattr(row, column) for column in names)):
                if name:
                    found.setdefault(name.casefold(), row_id)
        named[register] = found
    return named


def guess_column(
    name: str, values: Sequence[Value], registers: Mapping[str, Mapping[str, str]]
) -> Guess:
    """What the column holds; ``values`` are its cells, empty ones included."""
    known = [value for value in values if as_text(value) not in {"", *MISSING}]
    if not known:
        return Guess(name, "empty", "no cell holds anything")
    texts = [as_text(value) for value in known]
    unique = len(set(texts)) == len(values)
    words = _words(name)
    if unique and words & _KEY_NAMES and all(map(_KEY.fullmatch, texts)):
        return Guess(name, "key", "no two rows share it", unique=True)
    return (
        _as_dates(name, known, unique)
        or _as_numbers(name, known, unique)
        or _as_register(name, texts, registers)
        or Guess(name, "text", "free text: it can name a person", unique=unique)
    )


def quantity_of(name: str, quantities: Mapping[str, str]) -> tuple[str, str] | None:
    """The quantity that a column's name seems to mean, and why."""
    plain = name.casefold().strip()
    if plain in quantities:
        return quantities[plain], "its name in the pack"
    for quantity, meant in _QUANTITY_WORDS.items():
        if quantity in quantities.values() and _words(name) & meant:
            return quantity, f"{name!r} sounds like it: check that it means the same"
    near = difflib.get_close_matches(plain, quantities, n=1, cutoff=_NEAR)
    return (quantities[near[0]], f"near to {near[0]!r}: check") if near else None


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", re.sub(r"[_.]", " ", name).casefold()))


def _as_dates(name: str, known: Sequence[Value], unique: bool) -> Guess | None:
    if all(isinstance(value, Decimal) for value in known) and not _words(name) & _DATE_NAMES:
        return None
    told = [spelling for spelling in (None, *_FORMATS) if _fits_dates(known, spelling)]
    if not told:
        return None
    first = Cell(column=name, format=told[0])
    found = [as_period("period", value, first, 1) for value in known]
    firsts = all(period.start.day == 1 for period in found)
    days = any(period.precision == "day" for period in found) and not firsts
    if told[0] is None:
        months = firsts and {period.precision for period in found} == {"day"}
        cell = Cell(column=name, precision="month" if months else None)
        why = "all are firsts of a month, so months" if months else "all are dates"
        return Guess(name, "date", why, cell=cell, unique=unique, days=days)
    formats = tuple(spelling for spelling in told if spelling is not None)
    others = [Cell(column=name, format=spelling) for spelling in formats[1:2]]
    ambiguous = any([as_period("period", value, other, 1) for value in known] != found
                    for other in others)  # fmt: skip
    if ambiguous:
        why = "day and month cannot be told apart: choose one"
        return Guess(name, "date", why, cell=first, formats=formats[:2], unique=unique, days=True)
    return Guess(
        name, "date", f"all are dates written as {told[0]}", cell=first, formats=formats[:1],
        unique=unique, days=days,
    )  # fmt: skip


def _fits_dates(known: Iterable[Value], spelling: str | None) -> bool:
    if spelling is not None and not any(isinstance(value, str) for value in known):
        return False
    cell = Cell(column="x", format=spelling)
    try:
        for value in known:
            as_period("period", value, cell, 1)
    except RefusedClaim:
        return False
    return True


def _as_numbers(name: str, known: Sequence[Value], unique: bool) -> Guess | None:
    fitting = next((each for each in _NUMERALS if _fits_numbers(known, each)), None)
    if fitting is None:
        return None
    numbers = [as_number("value", value, fitting) for value in known]
    for register, names in _DEGREE_NAMES.items():
        most = 90 if register == "latitude" else 180
        if _words(name) & names and all(abs(number) <= most for number in numbers):
            return Guess(name, "degrees", f"named so, and within {most} degrees", register=register)
    cell = Cell(column=name, **fitting.model_dump())
    why = "all are numbers"
    if fitting.thousands:
        why += f", with {fitting.thousands!r} between thousands: check that it is no decimal sign"
    elif fitting.decimal:
        why += ", with a decimal comma: check that it does not part thousands"
    return Guess(name, "number", why, cell=cell, unique=unique)


def _fits_numbers(known: Iterable[Value], numerals: Numerals) -> bool:
    try:
        for value in known:
            if isinstance(value, date):
                return False
            as_number("value", value, numerals)
    except RefusedClaim:
        return False
    return True


def _as_register(
    name: str, texts: Sequence[str], registers: Mapping[str, Mapping[str, str]]
) -> Guess | None:
    distinct = list(dict.fromkeys(texts))[:1000]
    best: tuple[float, str, dict[str, tuple[str, str]]] = (0.0, "", {})
    for register, names in registers.items():
        words = {text: _meant(register, text, names) for text in distinct}
        share = sum(bool(found) for found, _ in words.values()) / len(distinct)
        if share > best[0]:
            best = (share, register, words)
    share, register, words = best
    if share < 0.5:
        return None
    whole = "all" if share == 1 else f"{share:.0%}"
    return Guess(name, "register", f"{whole} of its words are near to a {register} of the pack",
                 register=register, words=words)  # fmt: skip


def _meant(register: str, text: str, names: Mapping[str, str]) -> tuple[str, str]:
    plain = text.casefold()
    if plain in names:
        return names[plain], "" if names[plain] == text else "its name in the pack"
    if register == "quantity" and (found := quantity_of(text, names)):
        return found
    near = difflib.get_close_matches(plain, names, n=1, cutoff=_NEAR)
    if near:
        return names[near[0]], f"near to {near[0]!r}: check"
    return "", "nothing in the pack is near"
