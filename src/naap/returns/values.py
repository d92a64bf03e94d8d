"""From what somebody typed into a cell to a number, a day, a choice or a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from naap.returns.words import LANGUAGES, choices
from naap.returns.xlsx import Found

__all__ = ["Refused", "chosen", "day", "latin", "number", "text"]

LONGEST_TEXT = 2_000
_DIGITS = {ord(digit): str(n % 10) for n, digit in enumerate("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")}
_SIGNS = {ord("٬"): ",", ord("٫"): ".", ord("−"): "-", ord("\u00a0"): " ", ord("\u202f"): " "}
_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069"))
_LATIN = {**_DIGITS, **_SIGNS, **_MARKS}
# Groups of three, or the Indian way: 12,34,567. Anything else with a comma could be a decimal.
_NUMBER = re.compile(
    r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})(?:\.\d+)?", re.ASCII
)
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)
_RUNS = re.compile(r"[=+@＝＋＠]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")


class Refused(ValueError):
    """A cell that cannot be taken: ``case`` names the message, ``found`` what stands there."""

    def __init__(self, case: str, found: object = "") -> None:
        self.case, self.found = case, found
        super().__init__(f"{case}: {found}")


def latin(written: str) -> str:
    """Urdu and Arabic digits and signs as Latin ones, without marks of direction."""
    return written.translate(_LATIN).strip()


def number(found: Found) -> Decimal:
    """A number, 0 or more, with at most 20 digits before and 8 behind the point."""
    if found.kind in {"formula", "date", "error"}:
        case = {"formula": "formula", "date": "a_date", "error": "an_error"}[found.kind]
        raise Refused(case, found.text)
    if found.kind == "number":
        # A spreadsheet shows 15 digits; what it stores beyond them is noise.
        try:
            value = Decimal(f"{float(found.text):.15g}")
        except ValueError:
            raise Refused("no_number", found.text) from None
    else:
        plain = latin(found.text)
        if found.kind == "flag" or not _NUMBER.fullmatch(plain) or len(plain) > 40:
            raise Refused("no_number", found.text)
        value = Decimal(plain.replace(",", ""))
    if not value.is_finite():
        raise Refused("no_number", found.text)
    if value < 0:
        raise Refused("negative", found.text)
    exponent = value.normalize().as_tuple().exponent
    if value.adjusted() >= 20 or (isinstance(exponent, int) and exponent < -8):
        raise Refused("too_exact", found.text)
    return value


def day(found: Found) -> date:
    if found.kind == "formula":
        raise Refused("formula", found.text)
    form = _DAY.fullmatch(latin(found.text))
    if form is None or found.kind not in {"text", "date"}:
        raise Refused("no_date", found.text)
    try:
        return date(*map(int, form.groups()))
    except ValueError:
        raise Refused("no_date", found.text) from None


def chosen(found: Found, group: str) -> str:
    """The id of what was chosen from a list, in either language."""
    if found.kind == "formula":
        raise Refused("formula", found.text)
    said = " ".join(found.text.casefold().split())
    for language in LANGUAGES:
        for key, label in choices(group, language).items():
            if said in {key, label.casefold()}:
                return key
    raise Refused("no_reason", found.text)


def text(found: Found) -> str:
    """A few sentences in normal form, which no spreadsheet would run as a formula."""
    if found.kind == "formula":
        raise Refused("formula", found.text)
    said = unicodedata.normalize("NFC", found.text).replace("\r\n", "\n").strip()
    if len(said) > LONGEST_TEXT:
        raise Refused("long_text", len(said))
    if _UNPRINTABLE.search(said):
        raise Refused("odd_text")
    if _RUNS.match(said):
        raise Refused("runs_text", said)
    return said


def labels(group: str) -> Mapping[str, str]:
    """What may be chosen, as messages list it, by language."""
    return {language: ", ".join(choices(group, language).values()) for language in LANGUAGES}
