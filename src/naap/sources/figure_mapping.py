"""The mapping file of the source ``figures``: which column of a table is what."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from naap.pack.tables import SourceRow
from naap.problems import Problem, UnusableInput
from naap.sources.source import Request
from naap.sources.subjects import nearest

__all__ = ["Cell", "FigureMapping", "read_mapping"]

Target = Literal[
    "publisher", "quantity", "period", "place", "scope", "unit", "value", "qualifier",
    "breakdown", "document", "locator", "stated_on",
]  # fmt: skip
_NEEDED = ("publisher", "quantity", "period", "place", "value")


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


def read_mapping(request: Request) -> FigureMapping:
    """The mapping that the request names; UnusableInput with everything wrong with it."""
    path = request.mapping
    if path is None:
        raise UnusableInput.one(
            request.file,
            found="no mapping",
            expected="a mapping file that says which column is what",
            mend="Add --mapping FILE.yml; the guide to importing shows one.",
        )
    written = _written(path)
    problems = []
    mapping = None
    try:
        mapping = FigureMapping.model_validate(written)
    except ValidationError as error:
        problems += [_fault(path, written, fault) for fault in error.errors(include_url=False)]
    columns = written.get("columns")
    if isinstance(columns, dict):
        problems += [
            Problem(
                str(path), None, f"columns.{name}", "nothing", "a column of the file or a value",
                f"Add: {name}: {{column: ...}} or {{value: ...}}",
            )
            for name in _NEEDED
            if name not in columns
        ]  # fmt: skip
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


def _written(path: Path) -> Mapping[str, Any]:
    try:
        # Every value stays a word: YAML itself would turn 2016-06 or NO into something else.
        written = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
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
