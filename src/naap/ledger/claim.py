"""A claim: what one source said about one thing, and the hashes that name it."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from naap.ledger.handling import LABELS, PUBLIC, is_label
from naap.ledger.kind import PROVENANCE, Column, Kind, kind_named
from naap.periods import parse_period

__all__ = [
    "Claim",
    "RefusedClaim",
    "canonical",
    "check_text",
    "claim_id_of",
    "key_id_of",
    "make_claim",
    "plain_number",
    "value_hash_of",
]

_ABOUT_THE_SAYING = frozenset(column.name for column in PROVENANCE)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class RefusedClaim(ValueError):
    """A claim that cannot be written: says which column, what was found and expected."""

    def __init__(self, column: str, found: str, expected: str) -> None:
        self.column, self.found, self.expected = column, found, expected
        super().__init__(f"{column}: found {found}; expected {expected}")


@dataclass(frozen=True, slots=True)
class Claim:
    """A checked claim. ``fields`` holds the non-empty content columns, values in stored form."""

    kind: str
    fields: Mapping[str, Any]
    claim_id: str
    value_hash: UUID | None
    key_id: UUID
    handling: str = PUBLIC

    @property
    def key(self) -> str:
        """KIND/SERIES/RECORD_KEY: how judgements and commands name the record."""
        return f"{self.kind}/{self.fields['series']}/{self.fields['record_key']}"


def make_claim(kind_name: str, *, handling: str = PUBLIC, **fields: Any) -> Claim:
    """Check the fields against the kind and hash them; RefusedClaim where one does not fit."""
    kind = kind_named(kind_name)
    if not is_label(handling):
        raise RefusedClaim("handling", repr(handling), f"one of {', '.join(LABELS)}")
    content = _checked(kind, fields)
    return Claim(
        kind=kind.name,
        fields=content,
        claim_id=claim_id_of(kind.name, content),
        value_hash=value_hash_of(kind.name, content),
        key_id=key_id_of(kind.name, content["series"], content["record_key"]),
        handling=handling,
    )


def canonical(value: Any) -> bytes:
    """One byte string for one value, whoever writes it: JSON, keys sorted, no spaces, UTF-8."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_as_text
    ).encode()


def claim_id_of(kind_name: str, content: Mapping[str, Any]) -> str:
    """sha256 of the kind and the non-empty content, so that a new empty column changes nothing."""
    return hashlib.sha256(canonical({"kind": kind_name, **content})).hexdigest()


def value_hash_of(kind_name: str, content: Mapping[str, Any]) -> UUID:
    """Hash of what was said, leaving out who said it where: it answers "unchanged since"."""
    value = {name: item for name, item in content.items() if name not in _ABOUT_THE_SAYING}
    return _short_hash(canonical({"kind": kind_name, **value}))


def key_id_of(kind_name: str, series: str, record_key: str) -> UUID:
    return _short_hash(canonical([kind_name, series, record_key]))


def _short_hash(data: bytes) -> UUID:
    return UUID(bytes=hashlib.sha256(data).digest()[:16])


def _as_text(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no canonical form")


def plain_number(value: Decimal) -> str:
    """The number without exponent or trailing zeros: 1206, 48.5, 0."""
    if value == 0:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _checked(kind: Kind, fields: Mapping[str, Any]) -> dict[str, Any]:
    content = {}
    left = dict(fields)
    for column in kind.all_columns:
        given = left.pop(column.name, None)
        if given is None or (isinstance(given, str | list | tuple) and not given):
            if column.required:
                raise RefusedClaim(column.name, "nothing", column.says)
            continue
        content[column.name] = _stored_form(column, given)
    if "/" in content["series"]:
        raise RefusedClaim("series", repr(content["series"]), "no stroke: it parts series and key")
    if left:
        raise RefusedClaim(", ".join(left), "a column", f"only columns of kind {kind.name}")
    return content


def _stored_form(column: Column, given: Any) -> Any:
    return _CHECKS[column.type](column, given)


def _period(column: Column, given: Any) -> str:
    text = _text(column, given if isinstance(given, str) else str(given))
    if not text.isascii():
        raise RefusedClaim(column.name, repr(text), "a date in Latin digits")
    try:
        parse_period(text)
    except ValueError as error:
        raise RefusedClaim(column.name, repr(text), str(error)) from None
    return text


def _integer(column: Column, given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or abs(given) >= 2**63:
        raise RefusedClaim(column.name, repr(given), "a whole number")
    return given


def _date(column: Column, given: Any) -> date:
    if isinstance(given, datetime) or not isinstance(given, date):
        raise RefusedClaim(column.name, repr(given), "a date")
    return given


def _flag(column: Column, given: Any) -> bool:
    if not isinstance(given, bool):
        raise RefusedClaim(column.name, repr(given), "true or false")
    return given


def _texts(column: Column, given: Any) -> list[str]:
    if not isinstance(given, list | tuple):
        raise RefusedClaim(column.name, repr(given), "a list of texts")
    return [_text(column, item) for item in given]


def check_text(name: str, given: Any) -> str:
    """Text in normal form (NFC); RefusedClaim for anything else, and for control characters."""
    if not isinstance(given, str):
        raise RefusedClaim(name, repr(given), "text")
    text = given if given.isascii() else unicodedata.normalize("NFC", given)
    if _UNPRINTABLE.search(text):
        raise RefusedClaim(name, repr(given), "text without control characters")
    return text


def _text(column: Column, given: Any) -> str:
    return check_text(column.name, given)


def _decimal(column: Column, given: Any) -> Decimal:
    if isinstance(given, bool) or not isinstance(given, int | str | Decimal):
        raise RefusedClaim(column.name, repr(given), "a decimal number, exact")
    try:
        number = Decimal(given)
    except InvalidOperation:
        raise RefusedClaim(column.name, repr(given), "a decimal number") from None
    if not number.is_finite() or (number and number.adjusted() >= 20):
        raise RefusedClaim(column.name, repr(given), "a number below 10^20")
    if number != round(number, 8):
        raise RefusedClaim(column.name, repr(given), "at most 8 decimal places")
    return number


_CHECKS: Mapping[str, Callable[[Column, Any], Any]] = {
    "text": _text,
    "period": _period,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "flag": _flag,
    "texts": _texts,
}
