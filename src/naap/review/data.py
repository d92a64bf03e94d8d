"""The data of a review: every table as CSV, so written that a spreadsheet reads it unharmed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any

from naap.figures import Computed
from naap.ledger.claim import plain_number
from naap.review.origins import Origin
from naap.review.package import (
    CLAIM_COLUMNS,
    SOURCE_COLUMNS,
    Table,
    data_package,
    pack_tables,
    source_rows,
)
from naap.review.pages import Review
from naap.review.topics import topics

__all__ = ["data_of"]

_MOST_LETTERS = 32_000
"""Of a cell with 32,767 letters and more Excel cuts the rest off, or reads it as another row."""
_CLAIMS_OF_ROWS = "claims-of-rows"
_BELOW_NOTHING = re.compile(r"-[0-9]+(\.[0-9]+)?", re.ASCII)


def data_of(review: Review) -> dict[str, bytes]:
    """The files in ``data/`` by name: a table for each figure, one of the claims behind them, the
    sources, the tables of the pack that pages print, those of subjects, ``datapackage.json``."""
    content = {}
    apart: list[dict[str, Any]] = []
    for figure_id, made in review.computed.items():
        origin = review.origins[figure_id]
        columns = ["row_id", *(each.name for each in made.figure.about.columns), "claims"]
        content[f"data/{figure_id}.csv"] = _csv(_data_rows(made, origin, apart), columns)
        apart += _of_title(made, origin)
    by_key = sorted(review.claims.values(), key=attrgetter("key", "claim_id"))
    content["data/claims.csv"] = _csv_of(map(_CELLS_OF_CLAIM, by_key), CLAIM_COLUMNS)
    named = {line.source_id for line in by_key}
    content["data/sources.csv"] = _csv(source_rows(review.pack, named), SOURCE_COLUMNS)
    tables = pack_tables(review.pack)
    content |= {f"data/{name}": text for name, text in tables.items()}
    of_topics = [table for topic in topics() for table in topic.tables(review)]
    if apart:
        of_topics.append(_claims_of_rows(apart))
    for each in of_topics:
        names = [name for name, _, _ in each.columns]
        content[f"data/{each.name}.csv"] = _csv(each.rows, names)
    content["data/datapackage.json"] = data_package(
        review.pack, review.computed, review.snapshot.digest, tables, of_topics
    )
    written = {name: text.encode() for name, text in content.items()}
    for topic in topics():
        written |= topic.files(review)
    return written


def _data_rows(
    made: Computed, origin: Origin, apart: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The rows of a figure. Claims too many for a cell are put ``apart``, and the cell says so."""
    for row in made.rows:
        opened = origin.open(row["claims"])
        claims = " ".join(opened)
        if len(claims) > _MOST_LETTERS:
            claims = f"{len(opened)} claims: {_CLAIMS_OF_ROWS}.csv"
            apart += _one_a_line(made, row["row_id"], opened)
        yield {
            "row_id": row["row_id"],
            **{column.name: _flat(row[column.name]) for column in made.figure.about.columns},
            "claims": claims,
        }


def _of_title(made: Computed, origin: Origin) -> Iterator[dict[str, Any]]:
    """The claims behind the numbers of the title, which have no row in the figure's table."""
    for cell in made.cells:
        yield from _one_a_line(made, f"finding-{cell.name}", origin.open(cell.claims))


def _one_a_line(made: Computed, row_id: str, claims: Iterable[str]) -> Iterator[dict[str, Any]]:
    for claim in claims:
        yield {"figure": made.figure.figure_id, "row_id": row_id, "claim_id": claim}


def _claims_of_rows(rows: Sequence[Mapping[str, Any]]) -> Table:
    return Table(
        _CLAIMS_OF_ROWS,
        "Claims behind numbers of titles, and behind the rows that have the most of them",
        "Of the numbers in titles of figures, and of rows that rest on more claims than a cell of "
        "a spreadsheet can hold.",
        [
            ("figure", "string", "The figure; its rows are in a table of that name."),
            ("row_id", "string", "Id of the row, or finding-NAME for a number of the title."),
            ("claim_id", "string", "A claim behind it, or pack:TABLE/ID for a row of the pack."),
        ],
        rows,
    )


def _flat(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain_number(value)
    return "|".join(value) if isinstance(value, list) else value


def _csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    def cells(row: Mapping[str, Any]) -> list[Any]:
        if not row.keys() <= known:
            raise ValueError(f"columns that the table does not name: {row.keys() - known}")
        return [row.get(name) for name in columns]

    known = set(columns)
    return _csv_of(map(cells, rows), columns)


def _csv_of(rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return stream.getvalue()


_CELLS_OF_CLAIM = attrgetter(*CLAIM_COLUMNS)


def _harmless(cell: Any) -> Any:
    """Text that a spreadsheet would run as a formula, as plain text; numbers stay numbers."""
    if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return cell if _BELOW_NOTHING.fullmatch(cell) else f"'{cell}"
    return cell
