"""What stands in a figure's folder.

========================  =======================================================================
``query.sql``             the rows of the figure; each has a ``row_id`` and a list ``claims``
``figure.yml``            title, formula in words, unit, notes, columns of the table
``finding.sql``           optional: one row with the numbers of the title
``chart.vl.json``         optional: the picture, in Vega-Lite
``chart.narrow.vl.json``  optional: the picture for a telephone, where it is another one
========================  =======================================================================

A line ``-- from shared/NAME.sql`` of a query stands for the steps in that file, which several
figures take; readers see the whole query.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from naap.yml import read_yml

__all__ = [
    "Column",
    "Figure",
    "FigureAbout",
    "Language",
    "figure_named",
    "figures",
    "read_figures",
    "with_shared_steps",
]

Language = Literal["en", "ur"]
Words = dict[Language, str]
_SHARED = re.compile(r"^-- from shared/([a-z-]+\.sql)$", re.MULTILINE)
_INCIDENTS = re.compile(r"\b(FROM|JOIN) incident(_account)?\b")


class Column(BaseModel):
    """A column of the figure's table and of its CSV file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(description="Column of query.sql.")
    title: Words = Field(description="What stands above it.")
    format: Literal["number", "claim", "text", "name", "word", "period", "source"] = Field(
        "text",
        description="number and claim link to their origin; word: one of the figure's words; "
        "name: digits in it are part of a name.",
    )
    label: str | None = Field(
        None, description="Column of query.sql that is printed in its place, in the reader's words."
    )


class FigureAbout(BaseModel):
    """The YAML file of a figure."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Words = Field(description="What is measured. Printed where there is no finding.")
    finding: Words | None = Field(
        None, description="The title that says the finding; {names} come from finding.sql."
    )
    subtitle: Words = Field(description="The measure: what is counted, where, when, in what unit.")
    alt: Words = Field(description="What the picture shows, for a reader who cannot see it.")
    formula: Words = Field(description="How each number is made, in words.")
    notes: dict[Language, list[str]] = Field(description="What a reader must know.")
    unit: Words = Field(description="Unit of the numbers.")
    columns: list[Column] = Field(description="Columns of the table, in order.")
    group: Literal["violence", "plan", "status", "organisations"] = Field(
        "plan", description="Under which heading it stands."
    )
    front: bool = Field(False, description="true: the front page draws it.")
    time_axis: bool = Field(
        False, description="true: the chart has an axis of time, which runs left to right."
    )
    mirror: bool = Field(
        False, description="true: a reader of Urdu sees the chart from right to left."
    )
    order: int = Field(description="Place among the figures; 0: not shown as a figure of its own.")
    no_claims: Words = Field(
        default={"en": "nothing that may be shown", "ur": "دکھانے کے قابل کچھ نہیں"},
        description="What an origin page says of a row on which no claim bears.",
    )
    nothing: Words | None = Field(
        None, description="What stands in place of a figure without rows, where more can be said "
        "than that no number of it was held."
    )  # fmt: skip
    words: dict[str, Words] = Field(
        default={}, description="Words in the chart: it writes @name, the reader's language stands."
    )


@dataclass(frozen=True)
class Figure:
    """A figure's folder, read."""

    figure_id: str
    folder: Path
    about: FigureAbout

    def text(self, name: str) -> str | None:
        """The content of one of its files with the steps it shares, or None: no such file."""
        path = self.folder / name
        if not path.exists():
            return None
        content = path.read_text(encoding="utf-8")
        return with_shared_steps(content) if name.endswith(".sql") else content

    @cached_property
    def query(self) -> str:
        query = self.text("query.sql")
        assert query is not None, f"{self.folder} has no query.sql"
        return query

    @property
    def asks_findings(self) -> bool:
        """Whether it can be computed only when the pack's rules have run."""
        return "check_finding" in self.query

    @cached_property
    def asks_incidents(self) -> bool:
        """Whether it can be computed only when accounts have been read together."""
        asked = (self.text(path.name) or "" for path in self.folder.glob("*.sql"))
        return any(_INCIDENTS.search(sql) for sql in asked)

    @property
    def has_chart(self) -> bool:
        return (self.folder / "chart.vl.json").exists()


def with_shared_steps(sql: str) -> str:
    """The query with each line ``-- from shared/NAME.sql`` replaced by the steps in that file."""
    return _SHARED.sub(_shared_steps, sql)


def _shared_steps(line: re.Match[str]) -> str:
    steps = Path(__file__).parent / "shared" / line[1]
    return steps.read_text(encoding="utf-8").rstrip("\n")


@cache
def figures() -> Sequence[Figure]:
    """Every figure that ships, in the order in which a review shows them."""
    return read_figures(Path(__file__).parent)


def read_figures(folder: Path) -> Sequence[Figure]:
    """The figures that lie in a folder, one folder each, in the order in which they are shown."""
    found = []
    for described in sorted(folder.glob("*/figure.yml")):
        about = FigureAbout.model_validate(read_yml(described))
        found.append(Figure(described.parent.name, described.parent, about))
    return tuple(sorted(found, key=lambda figure: (figure.about.order, figure.figure_id)))


def figure_named(figure_id: str) -> Figure:
    return next(figure for figure in figures() if figure.figure_id == figure_id)
