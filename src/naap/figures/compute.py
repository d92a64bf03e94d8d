"""A figure's numbers: the rows that its SQL gives, each with the claims behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any

from naap.disclosure import guarded
from naap.engine import Engine
from naap.figures.figure import Figure, Language
from naap.figures.tables import asks_words, register_pack
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack

if TYPE_CHECKING:
    from naap.checks.outcome import Outcome

__all__ = ["Cell", "Computed", "Finding", "Known", "compute", "prepare"]

Known = dict[str, Sequence[Mapping[str, Any]]]
"""Rows that are the same in every language, by the SQL that gives them."""


@dataclass(frozen=True)
class Cell:
    """A number of a title, and the claims or rows of the pack behind it."""

    name: str
    value: Any
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """A title that says the finding: words, with numbers between them."""

    parts: tuple[str | Cell, ...]

    def __str__(self) -> str:
        return "".join(part if isinstance(part, str) else str(part.value) for part in self.parts)


@dataclass(frozen=True)
class Computed:
    """A figure with its rows. ``claims`` of a row are claim ids, or ``pack:TABLE/ID``."""

    figure: Figure
    language: Language
    rows: Sequence[Mapping[str, Any]]
    finding: Finding | None
    sql: Mapping[str, str] = field(repr=False)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The numbers of the title."""
        parts = self.finding.parts if self.finding else ()
        return tuple(part for part in parts if isinstance(part, Cell))

    @cached_property
    def claims(self) -> set[str]:
        """Every claim id behind any number of the figure."""
        told = {claim for row in self.rows for claim in row["claims"]}
        told |= {claim for cell in self.cells for claim in cell.claims}
        return {claim for claim in told if not claim.startswith("pack:")}


def prepare(
    engine: Engine,
    pack: Pack,
    snapshot: Snapshot,
    language: Language,
    cache: Path | None = None,
    found: Sequence[Outcome] | None = None,
) -> None:
    """Give the engine what figures ask: the claims that may be read, the pack, the findings.

    ``found``: what the pack's rules find in the snapshot, where that is known already.
    """
    show(engine, pack, snapshot, language, cache)
    from naap.figures.check_findings import found_in, register_findings  # not for who only draws

    register_findings(engine, pack, language, found_in(engine, pack) if found is None else found)


def show(
    engine: Engine, pack: Pack, snapshot: Snapshot, language: Language, cache: Path | None = None
) -> None:
    """Give the engine what all figures but those of findings ask: the claims, the pack."""
    guarded(snapshot, pack).register(engine, cache)
    register_pack(engine, pack, language)


def compute(
    figure: Figure, engine: Engine, pack: Pack, language: Language, known: Known | None = None
) -> Computed:
    """Run the figure's SQL. The parameter ``$country`` is the pack's country.

    ``known``: what was found for another language in the same tables; it is added to.
    """
    known = {} if known is None else known
    country = pack.settings.country_place
    rows = _known(engine, figure.query, country, known)
    finding_sql = figure.text("finding.sql")
    finding = None
    if finding_sql is not None and figure.about.finding is not None:
        found = _known(engine, finding_sql, country, known)
        if found and all(value is not None for value in found[0].values()):
            finding = _finding(figure.about.finding[language], found[0])
    sql = {"query.sql": figure.query} | ({"finding.sql": finding_sql} if finding_sql else {})
    return Computed(figure, language, rows, finding, sql)


def _known(engine: Engine, sql: str, country: str, known: Known) -> Sequence[Mapping[str, Any]]:
    """What SQL finds; what has no words in it is asked once for all languages."""
    if sql not in known:
        found = _asked(engine, sql, country)
        if asks_words(sql):
            return found
        known[sql] = found
    return known[sql]


def _asked(engine: Engine, sql: str, country: str) -> list[dict[str, Any]]:
    rows = engine.rows(sql, country=country) if "$country" in sql else engine.rows(sql)
    # Of tens of thousands of rows, words and ids that come again are kept in memory once.
    for row in rows:
        for name, value in row.items():
            if type(value) is str:
                row[name] = intern(value)
            elif type(value) is list:
                row[name] = [intern(each) if type(each) is str else each for each in value]
    return rows


def _finding(template: str, row: Mapping[str, Any]) -> Finding:
    parts: list[str | Cell] = []
    for number, piece in enumerate(re.split(r"\{(\w+)\}", template)):
        if number % 2 == 0:
            parts.append(piece)
        elif f"{piece}_claims" in row:
            parts.append(Cell(piece, row[piece], tuple(row[f"{piece}_claims"])))
        else:
            parts.append(str(row[piece]))
    return Finding(tuple(part for part in parts if part != ""))
