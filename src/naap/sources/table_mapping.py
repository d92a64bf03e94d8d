"""The mapping file of the source ``table``: which column of somebody's table is what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from naap.pack.tables import SourceRow
from naap.problems import Problem, UnusableInput
from naap.sources.source import Request
from naap.sources.subjects import nearest

__all__ = [
    "MAGNITUDES",
    "TARGETS",
    "Cell",
    "Measure",
    "Numerals",
    "TableMapping",
    "Target",
    "read_mapping",
]

Target = Literal[
    "register", "period", "day", "number", "count", "degrees", "choice", "actor", "area",
    "locator", "listed",
]  # fmt: skip
"""What a cell must be: the id of a register, a date ..., or (listed) one of the words given."""

TARGETS: dict[str, dict[str, Target]] = {
    "figure": {
        "publisher": "register", "quantity": "register", "place": "register", "scope": "register",
        "period": "period", "stated_on": "period", "value": "number", "qualifier": "choice",
        "unit": "listed", "breakdown": "listed", "document": "listed", "locator": "locator",
    },
    "account": {
        "publisher": "register", "country": "register", "event_start": "day", "event_end": "day",
        "stated_on": "period", "area_1": "area", "area_2": "area", "longitude": "degrees",
        "latitude": "degrees", "event_type": "listed", "date_precision": "listed",
        "place_precision": "listed", "certainty": "listed", "attribution": "choice",
        "side_a": "actor", "side_b": "actor", "report_count": "count", "killed_best": "count",
        "killed_low": "count", "killed_high": "count", "killed_civilians": "count",
        "killed_side_a": "count", "killed_side_b": "count", "killed_unknown": "count",
        "injured_best": "count", "injured_low": "count", "injured_high": "count",
        "injured_civilians": "count", "injured_side_a": "count", "injured_side_b": "count",
        "injured_unknown": "count", "event_subtype": "listed", "locality": "area",
        "document": "listed", "locator": "locator",
    },
}  # fmt: skip
_NEEDED = {
    "figure": ("publisher", "quantity", "period", "place", "value"),
    "account": ("event_start", "event_type"),
}
_PER_MEASURE = ("quantity", "value")
MAGNITUDES = {
    "thousand": 10**3, "lakh": 10**5, "million": 10**6, "crore": 10**7, "arab": 10**9,
    "billion": 10**9,
}  # fmt: skip
_FORMAT = re.compile(r"(?:%[dmYbB]|[ ./,-])+")
_FROZEN = ConfigDict(extra="forbid", frozen=True)


class Numerals(BaseModel):
    """How a column writes its numbers. Nothing is guessed: what is not declared is refused."""

    model_config = _FROZEN

    thousands: Literal[",", " ", ".", "'", ""] = Field(
        "", description="Sign between thousands in numbers, such as ',' in 1,206."
    )
    decimal: Literal[".", ",", ""] = Field(
        "", description="Sign before the decimals. Default: '.', or ',' with '.' between thousands."
    )
    groups: Literal["thousands", "indian"] = Field(
        "thousands", description="indian: the sign stands as in 12,34,567."
    )
    magnitudes: tuple[Literal["thousand", "lakh", "million", "crore", "arab", "billion"], ...] = (
        Field((), description="Words that may follow a number, as in '1.5 lakh'.")
    )
    times: int = Field(1, ge=1, le=10**12, description="Every number is multiplied by this.")

    @property
    def point(self) -> str:
        return self.decimal or ("," if self.thousands == "." else ".")

    @model_validator(mode="after")
    def _two_signs(self) -> Self:
        if self.thousands == self.point:
            raise ValueError(f"{self.thousands!r} cannot stand for thousands and for decimals")
        return self


class Cell(Numerals):
    """Where a part of a claim comes from: a column of the file, or one value for all rows."""

    column: str | None = Field(None, description="Column of the file.")
    value: str | None = Field(None, description="The same value for every row.")
    words: dict[str, str] = Field({}, description="What the file writes, and the id it means.")
    format: str | None = Field(
        None, description="How dates are written, such as %d/%m/%Y for 16/12/2014."
    )
    precision: Literal["day", "month", "quarter", "half-year", "year"] | None = Field(
        None, description="What a date stands for: month takes 2014-12-01 for 2014-12."
    )

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.column is None) == (self.value is None):
            raise ValueError("give either column or value")
        if self.format is not None and not (_FORMAT.fullmatch(self.format) and "%Y" in self.format):
            raise ValueError("write %d, %m, %b or %B and %Y with signs between, such as %d/%m/%Y")
        return self


class Measure(Numerals):
    """A column with numbers of one quantity: each of its cells is a figure."""

    quantity: str = Field(description="What the column counts: an id from quantities.csv.")
    scope: str | None = Field(None, description="What it takes in: an id from scopes.csv.")


class TableMapping(BaseModel):
    """The mapping file."""

    model_config = _FROZEN

    kind: Literal["figure", "account"] = Field(
        "figure", description="figure: numbers; account: events, one a row."
    )
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
    sheet: str | None = Field(None, description="Sheet of a workbook that has several.")
    header_row: int = Field(1, ge=1, le=1000, description="Row that names the columns.")
    delimiter: Literal[",", ";", "\t", "|"] = Field(
        ",", description="Sign between the cells of a text file."
    )
    missing: tuple[str, ...] = Field((), description="What the file writes where nothing is known.")
    columns: dict[str, Cell] = Field({}, description="Where each part of a claim comes from.")
    measures: dict[str, Measure] = Field(
        {}, description="Columns of numbers, where a row holds several figures."
    )
    ignore: tuple[str, ...] = Field((), description="Columns of the file that are not wanted.")

    @property
    def read_columns(self) -> list[str]:
        """The columns of the file that are read, in the order of the mapping."""
        named = [cell.column for cell in self.columns.values() if cell.column is not None]
        return list(dict.fromkeys([*self.record_key, *named, *self.measures]))


def read_mapping(request: Request) -> TableMapping:
    """The mapping that the request names; UnusableInput with everything wrong with it."""
    path = request.mapping
    if path is None:
        raise UnusableInput.one(
            request.file,
            found="no mapping",
            expected="a mapping file that says which column is what",
            mend="Add --mapping FILE.yml; --suggest writes a first one.",
        )
    written = _written(path)
    problems = []
    mapping = None
    try:
        mapping = TableMapping.model_validate(written)
    except ValidationError as error:
        problems += [_fault(path, written, fault) for fault in error.errors(include_url=False)]
    columns = written.get("columns", {})
    if isinstance(columns, dict):
        problems += _faults_of_columns(path, written, columns)
    source = written.get("source")
    if isinstance(source, str) and not request.pack.has(SourceRow, source):
        problems.append(
            Problem(
                str(path), None, "source", repr(source),
                f"an id from the pack's sources.csv{nearest(request.pack, SourceRow, source)}",
                "Correct it, or add the source to the pack first.",
            )
        )  # fmt: skip
    if mapping is None or problems:
        raise UnusableInput(problems)
    return mapping


def _faults_of_columns(
    path: Path, written: Mapping[str, Any], columns: Mapping[Any, Any]
) -> Iterator[Problem]:
    """Parts of a claim that are missing, unknown, or could let free text in."""
    kind = written.get("kind", "figure")
    targets = TARGETS.get(kind if isinstance(kind, str) else "", {})
    if not targets:
        return
    measured = _PER_MEASURE if written.get("measures") else ()
    for name in _NEEDED[kind]:
        if name not in columns and name not in measured:
            yield Problem(
                str(path), None, f"columns.{name}", "nothing", "a column of the file or a value",
                f"Add: {name}: {{column: ...}} or {{value: ...}}",
            )  # fmt: skip
    for name, cell in columns.items():
        place = f"columns.{name}"
        if name not in targets:
            yield Problem(
                str(path), None, place, "a part that this kind does not have",
                f"one of {', '.join(targets)}", "Correct the name.",
            )  # fmt: skip
        elif name in measured:
            yield Problem(
                str(path), None, place, "a part that each of the measures has already",
                "columns or measures", "Take it out here, or take out the measures.",
            )  # fmt: skip
        elif _lets_text_in(targets[name], cell):
            yield Problem(
                str(path), None, place, "a column of free text",
                "words: with everything that the column may say",
                "Free text can name a person; only words that are listed come in.",
            )  # fmt: skip
    if kind != "figure" and written.get("measures"):
        yield Problem(
            str(path), None, "measures", "measures", "none for events", "Name them in columns."
        )


def _lets_text_in(target: Target, cell: Any) -> bool:
    return (
        target == "listed" and isinstance(cell, dict) and "column" in cell and not cell.get("words")
    )


def _written(path: Path) -> Mapping[str, Any]:
    try:
        # Every value stays a word: YAML itself would turn 2016-06 or NO into something else.
        written = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader)
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise UnusableInput.one(
            path, found=f"text that cannot be read ({error})", expected="a YAML file in UTF-8",
            mend="Check the indentation and the quotes near that place.",
        ) from None  # fmt: skip
    if not isinstance(written, dict):
        raise UnusableInput.one(
            path, found="no settings", expected="a YAML file of NAME: VALUE",
            mend="The guide to importing shows a mapping.",
        )  # fmt: skip
    return written


def _fault(path: Path, written: Mapping[str, Any], fault: Mapping[str, Any]) -> Problem:
    place = [str(part) for part in fault["loc"] if part != "[key]"]
    value: Any = written
    for part in fault["loc"]:
        value = value.get(part) if isinstance(value, dict) else None
    found = {"missing": "nothing", "extra_forbidden": "a name that a mapping does not have"}.get(
        fault["type"], repr(place[-1] if "[key]" in fault["loc"] else value)[:80]
    )
    expected = str(fault["msg"]).removeprefix("Value error, ")
    return Problem(
        str(path), None, ".".join(place) or None, found, expected, "Correct the mapping."
    )
