"""Published numbers from any table, by a mapping that says which column is what."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from naap.ledger import Claim, Coverage, RefusedClaim, make_claim
from naap.pack import Pack
from naap.pack.tables import FigureRow, QuantityRow, SourceRow
from naap.sources.figure_mapping import Cell, FigureMapping, read_mapping
from naap.sources.rows import take_rows
from naap.sources.source import Reading, Request, source_named
from naap.sources.subjects import nearest
from naap.sources.tabular import CsvFile

__all__ = ["read"]

_QUALIFIERS: tuple[str, ...] = get_args(FigureRow.model_fields["qualifier"].annotation)


def read(request: Request) -> Reading:
    """Figures from a CSV file by ``request.mapping``."""
    mapping = read_mapping(request)
    source = request.pack.get(SourceRow, mapping.source)
    read_from = {cell.column for cell in mapping.columns.values() if cell.column}
    needed = sorted(read_from | set(mapping.record_key))
    reading = Reading(release=request.release, stated_on=request.stated_on)
    about = source_named("figures").about
    with CsvFile(
        request.file, needed=needed, most_rows=about.assertions.most_rows, progress=request.progress
    ) as file:
        take_rows(
            file,
            request,
            reading,
            lambda row: _figure(row, mapping, source, request),
            about=about,
            used=(*needed, *mapping.ignore),
            columns={
                **{name: cell.column or name for name, cell in mapping.columns.items()},
                "record_key": ", ".join(mapping.record_key),
            },
            mend="Correct the cell, or the mapping.",
        )
    if mapping.full_release:
        reading.coverage = (Coverage("figure", mapping.series),)
    return reading


def _figure(
    row: Mapping[str, str], mapping: FigureMapping, source: SourceRow, request: Request
) -> Claim:
    fields = {name: _cell(row, name, cell) for name, cell in mapping.columns.items()}
    fields["unit"] = fields.get("unit") or _unit(request.pack, fields["quantity"])
    if not fields.get("stated_on"):
        published = source.published_on
        fields["stated_on"] = request.stated_on or (str(published) if published else None)
    return make_claim(
        "figure",
        series=mapping.series,
        record_key=_record_key(row, mapping),
        source=mapping.source,
        basis=source.basis,
        **fields,
    )


def _record_key(row: Mapping[str, str], mapping: FigureMapping) -> str:
    for column in mapping.record_key:
        if not row[column]:
            raise RefusedClaim(column, "nothing", "a part of the row's name, as record_key says")
    return "|".join(row[column] for column in mapping.record_key)


def _cell(row: Mapping[str, str], name: str, cell: Cell) -> Any:
    written = row[cell.column] if cell.column is not None else cell.value
    text = cell.words.get(written or "", written)
    if name == "qualifier" and text and text not in _QUALIFIERS:
        raise RefusedClaim("qualifier", repr(written), f"one of {', '.join(_QUALIFIERS)}")
    if name != "value" or not text:
        return text
    try:
        return _number(text, cell.thousands)
    except InvalidOperation:
        raise RefusedClaim("value", repr(written), _expected(cell.thousands)) from None


def _number(text: str, thousands: str) -> Decimal:
    sign, digits = (text[0], text[1:]) if text[0] in "+-" else ("", text)
    whole, point, rest = digits.partition("," if thousands == "." else ".")
    if thousands and thousands in whole:
        first, *groups = whole.split(thousands)
        # 1.206,5 read with the wrong sign, or 12,06, must not pass as another number.
        if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in groups):
            raise InvalidOperation
        whole = first + "".join(groups)
    # Latin digits only, and neither 1e3, nan nor 1_000, which Decimal would take.
    if not (whole + rest).isdigit() or not (whole + rest).isascii():
        raise InvalidOperation
    return Decimal(f"{sign}{whole}.{rest}" if point else f"{sign}{whole}")


def _expected(thousands: str) -> str:
    if not thousands:
        return "a number such as 1206 or 48.5 (for 1,206 the mapping needs thousands: ',')"
    return f"a number with {thousands!r} between thousands, as the mapping says"


def _unit(pack: Pack, quantity: str | None) -> str | None:
    if not quantity:
        return None  # told as a quantity that is missing
    if not pack.has(QuantityRow, quantity):
        near = nearest(pack, QuantityRow, quantity)
        raise RefusedClaim(
            "quantity", repr(quantity), f"an id from the pack's quantities.csv{near}"
        )
    return pack.get(QuantityRow, quantity).unit
