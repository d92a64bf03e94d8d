"""Published numbers from any table, by a mapping that says which column is what."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from naap.ledger import Claim, Coverage, RefusedClaim, make_claim
from naap.pack import Pack
from naap.pack.tables import QuantityRow, SourceRow
from naap.problems import Problem, UnusableInput
from naap.sources.source import Reading, Request
from naap.sources.subjects import check_subjects
from naap.sources.tabular import CsvFile

__all__ = ["FigureMapping", "read"]

Target = Literal[
    "publisher", "quantity", "period", "place", "scope", "unit", "value", "qualifier",
    "breakdown", "document", "locator", "stated_on",
]  # fmt: skip


class Cell(BaseModel):
    """Where one column of a figure comes from: a column of the file, or one value for all rows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str | None = Field(None, description="Column of the file.")
    value: str | None = Field(None, description="The same value for every row.")
    words: dict[str, str] = Field({}, description="What the file writes, and the id it means.")
    thousands: Literal[",", " ", ".", "'", ""] = Field(
        "", description="Sign between thousands in numbers, such as ',' in 1,206."
    )

    @model_validator(mode="after")
    def _one_of_two(self) -> Cell:
        if (self.column is None) == (self.value is None):
            raise ValueError("give either column or value")
        return self


class FigureMapping(BaseModel):
    """The mapping file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    series: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")] = Field(
        description="Whose run of records these are; a later file of the series updates them."
    )
    source: str = Field(description="The source that carries them, from the pack's sources.csv.")
    record_key: tuple[str, ...] = Field(
        min_length=1, description="Columns that together name a row for good."
    )
    full_release: bool = Field(
        False, description="true: records of the series that the file lacks are retracted."
    )
    columns: dict[Target, Cell] = Field(description="Where each column of a figure comes from.")
    ignore: tuple[str, ...] = Field((), description="Columns of the file that are not wanted.")


def read(request: Request) -> Reading:
    """Figures from a CSV file by ``request.mapping``."""
    mapping = _mapping(request)
    source = request.pack.get(SourceRow, mapping.source)
    read_from = {cell.column for cell in mapping.columns.values() if cell.column}
    needed = sorted(read_from | set(mapping.record_key))
    reading = Reading(release=None, stated_on=request.stated_on)
    with CsvFile(request.file, needed=needed) as file:
        known = {*needed, *mapping.ignore}
        reading.unknown_columns = tuple(name for name in file.columns if name not in known)
        for number, row in file:
            reading.rows_read += 1
            try:
                claim = _figure(row, mapping, source, request)
                reading.claims.append(check_subjects(request.pack, claim))
            except RefusedClaim as refusal:
                cell = mapping.columns.get(refusal.column)  # type: ignore[call-overload]
                column = cell.column if cell is not None else refusal.column
                reading.refused.append(
                    Problem(
                        request.file.name, number, column, refusal.found, refusal.expected,
                        "Correct the cell, or the mapping's words for it.",
                    )
                )  # fmt: skip
    if mapping.full_release:
        reading.coverage = (Coverage("figure", mapping.series),)
    return reading


def _mapping(request: Request) -> FigureMapping:
    path = request.mapping
    if path is None:
        raise UnusableInput.one(
            request.file,
            found="no mapping",
            expected="a mapping file that says which column is what",
            mend="Add --mapping FILE.yml; the guide shows one.",
        )
    try:
        mapping = FigureMapping.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UnusableInput.one(
            path, found=str(error), expected="a YAML file", mend="Correct the file."
        ) from None
    except ValidationError as error:
        raise UnusableInput(_faults(str(path), error)) from None
    missing = {"publisher", "quantity", "period", "place", "value"} - mapping.columns.keys()
    problems = [
        Problem(
            str(path), None, f"columns.{name}", "nothing", "a column of the file or a value",
            f"Add: {name}: {{column: ...}} or {{value: ...}}",
        )
        for name in sorted(missing)
    ]  # fmt: skip
    if not request.pack.has(SourceRow, mapping.source):
        problems.append(
            Problem(
                str(path), None, "source", repr(mapping.source),
                "a source_id of the pack's sources.csv", "Add the source to the pack first.",
            )
        )  # fmt: skip
    if problems:
        raise UnusableInput(problems)
    return mapping


def _faults(path: str, error: ValidationError) -> list[Problem]:
    return [
        Problem(
            path, None, ".".join(str(part) for part in fault["loc"]), repr(fault["input"])[:80],
            fault["msg"], "Correct the mapping.",
        )
        for fault in error.errors()
    ]  # fmt: skip


def _figure(
    row: Mapping[str, str], mapping: FigureMapping, source: SourceRow, request: Request
) -> Claim:
    fields = {name: _cell(row, name, cell) for name, cell in mapping.columns.items()}
    fields.setdefault("unit", _unit(request.pack, fields["quantity"]))
    if fields.get("stated_on") is None:
        published = source.published_on
        fields["stated_on"] = request.stated_on or (str(published) if published else None)
    return make_claim(
        "figure",
        series=mapping.series,
        record_key="|".join(row[column] for column in mapping.record_key),
        source=mapping.source,
        basis=source.basis,
        **fields,
    )


def _cell(row: Mapping[str, str], name: str, cell: Cell) -> Any:
    written = row[cell.column] if cell.column is not None else cell.value
    text = cell.words.get(written or "", written)
    if name != "value" or not text:
        return text
    plain = text.replace(cell.thousands, "") if cell.thousands else text
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise RefusedClaim(
            "value", repr(written), "a number (for 1,206 the mapping needs thousands: ',')"
        ) from None


def _unit(pack: Pack, quantity: str | None) -> str | None:
    if quantity is not None and pack.has(QuantityRow, quantity):
        return pack.get(QuantityRow, quantity).unit
    return None
