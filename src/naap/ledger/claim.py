"""A claim: what one source said about one thing, and the hashes that name it."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from naap.ledger.handling import LABELS, PUBLIC, is_label
from naap.ledger.kind import PROVENANCE, Column, Kind, kind_named
from naap.periods import parse_period

__all__ = [
    "Claim",
    "RefusedClaim",
    "canonical",
    "check_text",
    "encoded",
    "hashes_of",
    "key_id_of",
    "make_claim",
    "plain_number",
]

_ABOUT_THE_SAYING = frozenset(column.name for column in PROVENANCE)
_MOST_REMEMBERED = 16_384
_LONGEST_REMEMBERED = 200
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
    written: str = field(default="", compare=False, repr=False)
    """The kind and the fields as canonical JSON without its brackets, where they are at hand."""

    def __reduce__(self) -> tuple[Callable[..., Claim], tuple[Any, ...]]:
        """How it is handed to another process: as a million of them cost least."""
        value = self.value_hash.bytes if self.value_hash else None
        known = (self.kind, self.fields, self.claim_id, value, self.key_id.bytes, self.handling)
        return _handed_over, (*known, self.written)

    @property
    def key(self) -> str:
        """KIND/SERIES/RECORD_KEY: how judgements and commands name the record."""
        return f"{self.kind}/{self.fields['series']}/{self.fields['record_key']}"


def _handed_over(
    kind: str, fields: Mapping[str, Any], claim_id: str, value: bytes | None, key: bytes,
    handling: str, written: str,
) -> Claim:  # fmt: skip
    value_hash = UUID(bytes=value) if value else None
    return Claim(kind, fields, claim_id, value_hash, UUID(bytes=key), handling, written)


def make_claim(kind_name: str, *, handling: str = PUBLIC, **fields: Any) -> Claim:
    """Check the fields against the kind and hash them; RefusedClaim where one does not fit."""
    kind = kind_named(kind_name)
    if not is_label(handling):
        raise RefusedClaim("handling", repr(handling), f"one of {', '.join(LABELS)}")
    content, whole, value = _checked(kind, fields)
    return Claim(
        kind=kind.name,
        fields=content,
        claim_id=_long_hash(whole),
        value_hash=_short_hash(f"{{{value}}}".encode()),
        key_id=key_id_of(kind.name, content["series"], content["record_key"]),
        handling=handling,
        written=whole,
    )


def canonical(value: Any) -> bytes:
    """One byte string for one value, whoever writes it: JSON, keys sorted, no spaces, UTF-8."""
    return _CANONICAL.encode(value).encode()


def hashes_of(kind_name: str, content: Mapping[str, Any]) -> tuple[str, UUID]:
    """The claim id and the value hash: sha256 of the canonical form of the kind and the content.

    Only columns with something in them count, so that a new optional column leaves old ids
    alone. The value hash leaves out who said it where, and answers "unchanged since".
    """
    parts = {"kind": f'"kind":{encode_basestring(kind_name)}'}
    for name, item in content.items():
        parts[name] = f'"{name}":{encoded(item)}'
    names = sorted(parts)
    whole = ",".join([parts[name] for name in names])
    value = ",".join([parts[name] for name in names if name not in _ABOUT_THE_SAYING])
    return _long_hash(whole), _short_hash(f"{{{value}}}".encode())


def encoded(item: Any) -> str:
    """What `canonical` gives for a value, much faster for what most columns hold."""
    if type(item) is str:
        return encode_basestring(item)
    if type(item) is int:
        return str(item)
    if isinstance(item, date):
        return f'"{item.isoformat()}"'
    if isinstance(item, UUID):
        return f'"{item}"'
    if isinstance(item, Decimal):
        return f'"{plain_number(item)}"'
    if type(item) is list and all(type(each) is str for each in item):
        return f"[{','.join(map(encode_basestring, item))}]"
    return canonical(item).decode()


def key_id_of(kind_name: str, series: str, record_key: str) -> UUID:
    named = ",".join(map(encode_basestring, (kind_name, series, record_key)))
    return _short_hash(f"[{named}]".encode())


def _long_hash(whole: str) -> str:
    return hashlib.sha256(f"{{{whole}}}".encode()).hexdigest()


def _short_hash(data: bytes) -> UUID:
    return UUID(bytes=hashlib.sha256(data).digest()[:16])


def _as_text(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no canonical form")


_CANONICAL = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_as_text
)


def plain_number(value: Decimal) -> str:
    """The number without exponent or trailing zeros: 1206, 48.5, 0."""
    if value == 0:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


_Known = tuple[Any, str]
"""A value in stored form, and its column and it as they stand in canonical JSON."""
_NOTHING: _Known = (None, "")
_Seen = dict[Any, _Known]
_look_up: Callable[[_Seen, Any], _Known | None] = dict.get


class _Shape(NamedTuple):
    """What the claims of one kind have in common that are given the same columns, each with a
    value of the same type. None of them is given None.

    Most cells of a hundred thousand claims repeat a few values: each is checked and encoded once.
    """

    columns: tuple[Column, ...]
    """The kind's columns among those given, in the order of canonical JSON."""
    names: tuple[str, ...]
    given: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    """What the fields hold in these columns."""
    seen: tuple[_Seen, ...]
    """What is known of values of a column that were accepted before, if they were of this type:
    True equals 1, and is no whole number."""
    lists: tuple[int, ...]
    """The places of lists. What is known of them is told of tuples."""
    lacking: tuple[str, ...]
    """Needed columns that are not given."""
    unknown: tuple[str, ...]
    kind: str
    """The kind's own name as it stands in canonical JSON, and its place there."""
    kind_at: int
    value: Callable[[Sequence[str]], tuple[str, ...]]
    """Of canonical JSON with the kind in it, the parts that the value hash counts."""


_Signature = tuple[tuple[str, ...], tuple[type, ...]]
_SHAPES: dict[int, tuple[Kind, dict[_Signature, _Shape], dict[tuple[str, type], _Seen]]] = {}
"""By the identity of the kind, which is kept here: to hash a kind takes longer than a claim."""
_MOST_SHAPES = 2_000
_REMEMBERED: Mapping[str, frozenset[type]] = {
    "integer": frozenset({int}), "flag": frozenset({bool}), "texts": frozenset({tuple, list}),
    "date": frozenset({date}), "text": frozenset({str}), "period": frozenset({str}),
    "decimal": frozenset({str, Decimal}),
}  # fmt: skip
"""Types of which equal values are stored alike."""


def _shape(kind: Kind, fields: Mapping[str, Any]) -> _Shape:
    known = _SHAPES.get(id(kind))
    if known is None:
        known = _SHAPES[id(kind)] = (kind, {}, {})
    signature = (tuple(fields), tuple(map(type, fields.values())))
    shape = known[1].get(signature)
    if shape is None:
        if len(known[1]) >= _MOST_SHAPES:
            known[1].clear()
        shape = known[1][signature] = _made_shape(kind, signature, known[2])
    return shape


def _made_shape(
    kind: Kind, signature: _Signature, all_seen: dict[tuple[str, type], _Seen]
) -> _Shape:
    types = {name: of for name, of in zip(*signature, strict=True) if of is not type(None)}
    names = tuple(sorted(types.keys() & kind.by_name.keys()))
    for name in names:
        # Nothing in a cell is nothing, in a column of any type.
        all_seen.setdefault((name, types[name]), {"": _NOTHING, (): _NOTHING})
    kind_at = bisect(names, "kind")
    parts = [*names[:kind_at], "kind", *names[kind_at:]]
    return _Shape(
        columns=tuple(kind.by_name[name] for name in names),
        names=names,
        given=_several([*names]),
        seen=tuple(all_seen[name, types[name]] for name in names),
        lists=tuple(at for at, name in enumerate(names) if types[name] is list),
        lacking=tuple(name for name in kind.required if name not in names),
        unknown=tuple(name for name in types if name not in kind.by_name),
        kind=f'"kind":{encode_basestring(kind.name)}',
        kind_at=kind_at,
        value=_several([at for at, name in enumerate(parts) if name not in _ABOUT_THE_SAYING]),
    )


def _several(keys: Sequence[Any]) -> Callable[[Any], tuple[Any, ...]]:
    """What something holds under these keys; `itemgetter` gives one value without a tuple."""
    if len(keys) > 1:
        return itemgetter(*keys)
    return lambda held: tuple(held[key] for key in keys)


def _checked(kind: Kind, fields: Mapping[str, Any]) -> tuple[dict[str, Any], str, str]:
    """The content in stored form; it, and the part of it that is value, as canonical JSON."""
    shape = _shape(kind, fields)
    for name in shape.unknown:
        if not _is_empty(fields[name]):
            raise RefusedClaim(name, "a column", f"only columns of kind {kind.name}")
    known = _known(shape, shape.given(fields))
    items, parts = zip(*known, strict=True) if known else ((), ())
    written = [*parts]
    if all(written) and not shape.lacking:
        content = dict(zip(shape.names, items, strict=True))
        written.insert(shape.kind_at, shape.kind)
        value = shape.value(written)
    else:
        content = {
            name: item for name, (item, part) in zip(shape.names, known, strict=True) if part
        }
        for name in kind.required:
            if name not in content:
                raise RefusedClaim(name, "nothing", kind.by_name[name].says)
        written.insert(shape.kind_at, shape.kind)
        value = tuple(filter(None, shape.value(written)))
        written = [*filter(None, written)]
    if "/" in content["series"]:
        raise RefusedClaim("series", repr(content["series"]), "no stroke: it parts series and key")
    return content, ",".join(written), ",".join(value)


def _known(shape: _Shape, given: Sequence[Any]) -> list[_Known]:
    """The values in stored form, in the order of canonical JSON; RefusedClaim for the first one
    that does not fit."""
    asked = given
    if shape.lists:
        asked = [tuple(each) if type(each) is list else each for each in given]
    try:
        found = list(map(_look_up, shape.seen, asked))
    except TypeError:  # something that cannot be looked up, and will be refused
        found = [None] * len(given)
    return [
        _checked_anew(shape.columns[at], shape.seen[at], given[at]) if each is None else each
        for at, each in enumerate(found)
    ]


def _checked_anew(column: Column, seen: _Seen, given: Any) -> _Known:
    if _is_empty(given):
        return _NOTHING
    item = _CHECKS[column.type](column, given)
    known = item, f'"{column.name}":{encoded(item)}'
    if (
        len(seen) < _MOST_REMEMBERED
        and len(known[1]) <= _LONGEST_REMEMBERED
        and type(given) in _REMEMBERED[column.type]
    ):
        seen[tuple(given) if type(given) is list else given] = known
    return known


def _is_empty(given: Any) -> bool:
    return given is None or (isinstance(given, str | list | tuple) and not given)


def _period(column: Column, given: Any) -> str:
    text = _text(column, given if isinstance(given, str) else str(given))
    if not text.isascii():
        raise RefusedClaim(column.name, repr(text), "a date in Latin digits")
    try:
        _read_period(text)
    except ValueError as error:
        raise RefusedClaim(column.name, repr(text), str(error)) from None
    return text


# The same few dates come back in a hundred thousand claims.
_read_period = lru_cache(10_000)(parse_period)


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
    if type(given) is str and given.isascii() and given.isprintable():
        return given
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
    if plain_number(number)[::-1].find(".") > 8:
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
