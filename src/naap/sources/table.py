"""Any table, by a mapping that says which column is what: figures, or events."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, get_args

from naap.ledger import Claim, Coverage, RefusedClaim, make_claim
from naap.pack.tables import (
    ActorRow,
    BodyRow,
    FigureRow,
    OrganisationRow,
    PlaceRow,
    QuantityRow,
    ScopeRow,
    SourceRow,
)
from naap.pack.tables.row import Row
from naap.periods import Period
from naap.sources.cells import Value, as_number, as_period, as_text
from naap.sources.rows import take_rows
from naap.sources.source import Reading, Request, source_named
from naap.sources.subjects import nearest
from naap.sources.table_mapping import TARGETS, Cell, TableMapping, Target, read_mapping
from naap.sources.tables import open_table

__all__ = ["read", "read_as"]

_REGISTERS: dict[str, type[Row]] = {
    "publisher": BodyRow, "quantity": QuantityRow, "place": PlaceRow, "scope": ScopeRow,
    "country": PlaceRow,
}  # fmt: skip
_CHOICES: dict[str, tuple[str, ...]] = {
    "qualifier": get_args(FigureRow.model_fields["qualifier"].annotation),
    "attribution": ("claimed", "attributed", "suspected", "unknown"),
}
_DEGREES = {"longitude": 180, "latitude": 90}
_EXPECTED: dict[Target, str] = {
    "actor": "an id of a party or organisation of the pack",
    "area": "a place of the pack, by id or name",
    "locator": "page, table, row or cell with its number",
}
_MOST_COUNTED = 10**9
_LOCATOR = re.compile(
    r"(?:(?:pp?|pages?|tables?|rows?|columns?|figures?|fig|annex|box|sheet|cells?|para|section|"
    r"lines?|no|id)\.?[ ]?[A-Z]{0,3}\d{1,7}(?:[-.]\d{1,7}){0,3}[,;]?[ ]?){1,6}",
    re.ASCII | re.IGNORECASE,
)
_SHORTEST_WORD = 4
_KEY = re.compile(r"\S{1,80}")
_NO_NUMBER = "without a number, so that no figure is made"


def read(request: Request) -> Reading:
    """Claims from any table by ``request.mapping``."""
    return read_as(request, "table")


def read_as(request: Request, source_name: str) -> Reading:
    """The same under another name: the source ``figures`` was there first."""
    mapping = read_mapping(request)
    reading = Reading(release=request.release, stated_on=request.stated_on)
    about = source_named(source_name).about
    claims = _Claims(mapping, request)
    parts = {name: cell.column for name, cell in mapping.columns.items() if cell.column}
    with open_table(
        request.file,
        sheet=mapping.sheet,
        header_row=mapping.header_row,
        delimiter=mapping.delimiter,
        needed=mapping.read_columns,
        most_rows=about.assertions.most_rows,
        progress=request.progress,
    ) as table:
        take_rows(
            table,
            request,
            reading,
            lambda row: claims.of(row, reading),
            about=about,
            used=(*mapping.read_columns, *mapping.ignore),
            columns={**parts, "record_key": ", ".join(mapping.record_key)},
            mend="Correct the cell, or the mapping.",
        )
        reading.remarks += getattr(table, "remarks", [])
    if mapping.full_release:
        reading.coverage = (Coverage(mapping.kind, mapping.series),)
    return reading


class _Claims:
    """Makes the claims of a row, by the mapping and the pack."""

    def __init__(self, mapping: TableMapping, request: Request) -> None:
        self._mapping = mapping
        self._pack = request.pack
        self._targets = TARGETS[mapping.kind]
        source = request.pack.get(SourceRow, mapping.source)
        published = str(source.published_on) if source.published_on else None
        self._said: dict[str, Any] = {
            "series": mapping.series,
            "source": mapping.source,
            "basis": source.basis,
            "stated_on": request.stated_on or published,
        }
        pack = request.pack
        actors = {row.actor_id for row in pack.rows(ActorRow)}
        self._known: dict[Target, frozenset[str]] = {
            "actor": frozenset(actors | {row.org_id for row in pack.rows(OrganisationRow)}),
            "area": frozenset(name for row in pack.rows(PlaceRow) for name in _names(row)),
        }
        self._identified = {cell.column for cell in mapping.columns.values()}
        self._missing = frozenset(mapping.missing)

    def of(self, row: Mapping[str, Value], reading: Reading) -> Claim | str | Sequence[Claim]:
        key = self._key(row)
        fields = {name: self._part(name, cell, row) for name, cell in self._mapping.columns.items()}
        fields = self._said | {name: value for name, value in fields.items() if value is not None}
        if self._mapping.kind == "account":
            return self._account(key, fields)
        if not self._mapping.measures:
            value = self._mapping.columns["value"]
            if value.column and as_text(row[value.column]) in self._missing:
                return _NO_NUMBER
            return self._figure(key, fields)
        claims = list(self._measured(key, fields, row))
        if not claims:
            return _NO_NUMBER
        if lacking := len(self._mapping.measures) - len(claims):
            reading.outside["cells left empty, so that no figure is made"] += lacking
        return claims

    def _measured(
        self, key: str, fields: Mapping[str, Any], row: Mapping[str, Value]
    ) -> Iterator[Claim]:
        for column, measure in self._mapping.measures.items():
            if as_text(row[column]) in {"", *self._missing}:
                continue
            number = as_number(column, row[column], measure)
            own = {"quantity": measure.quantity, "value": number}
            own |= {"scope": measure.scope} if measure.scope else {}
            try:
                yield self._figure(f"{key}|{column}", {**fields, **own})
            except RefusedClaim as refusal:
                named = column if refusal.column in own else refusal.column
                raise RefusedClaim(named, refusal.found, refusal.expected) from None

    def _figure(self, key: str, fields: Mapping[str, Any]) -> Claim:
        unit = fields.get("unit") or self._unit(fields.get("quantity"))
        return make_claim("figure", **{**fields, "record_key": key, "unit": unit})

    def _account(self, key: str, fields: dict[str, Any]) -> Claim:
        first: Period | None = fields.pop("event_start", None)
        last: Period | None = fields.pop("event_end", None) or first
        if first is None or last is None:
            raise RefusedClaim("event_start", "nothing", "the day of the event")
        if last.end < first.start:
            raise RefusedClaim("event_end", str(last), f"no day before the first, {first}")
        own = {
            "event_start": first.start,
            "event_end": last.end,
            "date_precision": first.precision,
            "country": self._pack.settings.country_place,
        }
        return make_claim("account", **{**own, **fields, "record_key": key})

    def _key(self, row: Mapping[str, Value]) -> str:
        parts = []
        for column in self._mapping.record_key:
            part = as_text(row[column])
            if not part:
                raise RefusedClaim(
                    column, "nothing", "a part of the row's name, as record_key says"
                )
            # A column that nothing else checks must not carry names of persons into the key.
            if column not in self._identified and not (
                _KEY.fullmatch(part)
                and (len(part) < _SHORTEST_WORD or any(sign.isdigit() for sign in part))
            ):
                raise RefusedClaim(
                    column, repr(part)[:80], "a number or code without spaces, that names the row"
                )
            parts.append(part)
        return "|".join(parts)

    def _part(self, name: str, cell: Cell, row: Mapping[str, Value]) -> Any:
        written: Value = row[cell.column] if cell.column is not None else cell.value or ""
        text = as_text(written)
        if text in cell.words:
            written = text = cell.words[text]
        if not text or text in self._missing:
            return None
        target = self._targets[name]
        if target in {"number", "count", "degrees"}:
            number = as_number(name, written, cell)
            return number if target == "number" else _CHECKS[target](name, number)
        if target in {"period", "day"}:
            found = as_period(name, written, cell, self._pack.settings.fiscal_year_starts)
            return found if target == "day" else str(found)
        if target == "register":
            return self._registered(name, text)
        if target == "choice":
            return _chosen(name, text)
        if target == "locator" and _LOCATOR.fullmatch(text):
            return text
        return self._listed(name, text, cell, target)

    def _registered(self, name: str, text: str) -> str:
        register = _REGISTERS[name]
        if not self._pack.has(register, text):
            near = nearest(self._pack, register, text)
            raise RefusedClaim(
                name, repr(text)[:80], f"an id from the pack's {register.table}.csv{near}"
            )
        return text

    def _listed(self, name: str, text: str, cell: Cell, target: Target) -> str:
        """Free text can name a person: only what the mapping or the pack lists comes in."""
        known = self._known.get(target, frozenset())
        if cell.value is None and text not in known and text not in cell.words.values():
            expected = _EXPECTED.get(target, "one of the words that the mapping lists")
            raise RefusedClaim(
                name, repr(text)[:80], f"{expected}; or list it under words of columns.{name}"
            )
        return text

    def _unit(self, quantity: str | None) -> str | None:
        """The pack's unit of the quantity; None is told as a quantity that is missing."""
        if not quantity:
            return None
        self._registered("quantity", quantity)
        return self._pack.get(QuantityRow, quantity).unit


def _names(place: PlaceRow) -> tuple[str, ...]:
    return tuple(filter(None, (place.place_id, place.name_en, place.name_ur)))


def _count(name: str, number: Decimal) -> int:
    if number % 1 or not 0 <= number < _MOST_COUNTED:
        raise RefusedClaim(name, repr(as_text(number)), "a whole number, 0 or more")
    return int(number)


def _degrees(name: str, number: Decimal) -> Decimal:
    most = _DEGREES[name]
    if abs(number) > most:
        raise RefusedClaim(name, repr(as_text(number)), f"degrees from -{most} to {most}")
    return round(number, 8)


_CHECKS: dict[Target, Callable[[str, Decimal], int | Decimal]] = {
    "count": _count,
    "degrees": _degrees,
}


def _chosen(name: str, text: str) -> str:
    if text not in _CHOICES[name]:
        raise RefusedClaim(name, repr(text)[:80], f"one of {', '.join(_CHOICES[name])}")
    return text
