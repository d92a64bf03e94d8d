"""The review's data as a Data Package: what each CSV file in ``data/`` holds, column by column."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from naap.figures import Computed
from naap.pack import Pack
from naap.pack.columns import file_of
from naap.pack.tables import TABLES, SourceRow
from naap.review.origins import ClaimLine
from naap.sources import sources

__all__ = ["CLAIM_COLUMNS", "SOURCE_COLUMNS", "Table", "data_package", "pack_tables", "source_rows"]

# The title of a source stands with the source, once.
CLAIM_COLUMNS = tuple(each.name for each in fields(ClaimLine) if each.name != "source_title")
SOURCE_COLUMNS = tuple(SourceRow.model_fields)
_OF_A_CLAIM = {
    "claim_id": "Id of the claim: naap ledger show CLAIM.",
    "key": "What it is a claim about: kind, series and record.",
    "says": "What was said: each column of the claim with its value.",
    "publisher": "Who said so.",
    "source_id": "Id of the source, in sources.csv.",
    "locator": "Where in the source it stands.",
    "basis": "What kind of evidence it is.",
    "stated_on": "When the source said so.",
    "recorded_at": "When the ledger learned it.",
    "handling": "Who may read it (TLP).",
}
_OF_A_DATA_SET = ("title", "publisher", "licence", "attribution")
_TYPES = {"number": "number", "period": "string"}


@dataclass(frozen=True)
class Table:
    """A table that a subject gives as data, written to ``data/NAME.csv``. ``columns`` are (name,
    type, what it says) in the order of the file. ``also``: JSON files in ``data/`` that say the
    same in another shape, and what each is."""

    name: str
    title: str
    says: str
    columns: Sequence[tuple[str, str, str]]
    rows: Sequence[Mapping[str, Any]]
    also: Mapping[str, str] = field(default_factory=dict)


def data_package(
    pack: Pack,
    computed: Mapping[str, Computed],
    digest: str,
    tables: Mapping[str, str],
    of_topics: Sequence[Table] = (),
) -> str:
    """``datapackage.json`` (Frictionless Data Package v2) for the files of a review."""
    resources = []
    for figure_id, made in computed.items():
        about = made.figure.about
        resources.append(
            _resource(
                figure_id,
                about.title["en"],
                f"{about.subtitle['en']} {about.formula['en']}",
                [
                    _field("row_id", "string", "Id of the row; it anchors the row's origin page."),
                    *(
                        _field(column.name, _TYPES.get(column.format, "string"), column.title["en"])
                        for column in about.columns
                    ),
                    _field(
                        "claims",
                        "string",
                        "Ids of the claims behind the row, by spaces; where a cell cannot hold "
                        "them, how many there are, and the file in which they stand.",
                    ),
                ],
                key="row_id",
            )
        )
    resources.append(
        _resource(
            "claims",
            "Claims",
            "What sources said, as the ledger holds it: every claim that a figure rests on, by the "
            "ids that stand in the column claims of the figure's table.",
            [_field(name, "string", _OF_A_CLAIM[name]) for name in CLAIM_COLUMNS],
            {"source_id": ("sources", "source_id")},
            key="claim_id",
        )
    )
    resources.append(
        _resource(
            "sources",
            "Sources",
            "The documents and data sets that claims were taken from.",
            [
                _field(name, "string", each.description or name)
                for name, each in SourceRow.model_fields.items()
            ],
            key="source_id",
        )
    )
    for name, text in tables.items():
        table = name.removeprefix("table-").removesuffix(".csv")
        known = TABLES[table].model_fields
        resources.append(
            _resource(
                f"table-{table}",
                f"Table of the country pack: {table}",
                (TABLES[table].__doc__ or "").strip(),
                # A pack may leave out columns that it has no use for.
                [
                    _field(column, "string", known[column].description or column)
                    for column in next(csv.reader(text.splitlines()))
                ],
            )
        )
    resources += [
        _resource(each.name, each.title, each.says, [_field(*column) for column in each.columns])
        for each in of_topics
    ]
    resources += [_json(name, each, says) for each in of_topics for name, says in each.also.items()]
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"naap-review-{pack.settings.pack_id}",
        "title": pack.settings.title["en"],
        "description": "Every number of the review, with its claims. Ids of claims in a figure's "
        "table are parted by spaces, all other lists in a cell by |. The licence named is that of "
        f"the pack's own work; those of sources stand in sources.csv. Ledger digest {digest}.",
        "version": pack.settings.released.isoformat(),
        "licenses": [{"name": pack.settings.licence}],
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def pack_tables(pack: Pack) -> dict[str, str]:
    """The tables of the pack that pages print, by file name in ``data/``."""
    found = {}
    for table in ("plans", "points", "point_states", "owners", "crosswalk", "indicators"):
        path = pack.folder / file_of(table)
        if path.exists():
            found[f"table-{table}.csv"] = path.read_text(encoding="utf-8-sig")
    return found


def source_rows(pack: Pack, named: Collection[str]) -> Iterator[dict[str, Any]]:
    """Every source of the pack, every data set, and whatever else is ``named`` by its id alone."""
    rows: dict[str, dict[str, Any]] = {
        name: {"source_id": name, **{key: getattr(each.about, key) for key in _OF_A_DATA_SET}}
        for name, each in sources().items()
    }
    for row in pack.rows(SourceRow):
        told = {name: getattr(row, name) for name in SOURCE_COLUMNS}
        rows[row.source_id] = told | {"published_on": row.published_on and row.published_on.text}
    for name in named:
        rows.setdefault(name, {"source_id": name, "title": name})
    return (rows[name] for name in sorted(rows))


def _resource(
    name: str,
    title: str,
    says: str,
    columns: list[dict[str, str]],
    foreign: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    key: str | None = None,
) -> dict[str, Any]:
    """``foreign``: a column's name, and the table and column in which its values stand; ``key``:
    the column that names a row."""
    schema: dict[str, Any] = {"fields": columns, "missingValues": [""]}
    if key is not None:
        schema["primaryKey"] = [key]
    if foreign:
        schema["foreignKeys"] = [
            {"fields": [own], "reference": {"resource": table, "fields": [key]}}
            for own, (table, key) in foreign.items()
        ]
    return {
        "name": name,
        "type": "table",
        "title": title,
        "description": says,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _json(file: str, table: Table, says: str) -> dict[str, Any]:
    return {
        "name": file.replace(".", "-"), "title": table.title, "description": says, "path": file,
        "format": "json", "mediatype": "application/json", "encoding": "utf-8",
    }  # fmt: skip


def _field(name: str, type_: str, says: str) -> dict[str, str]:
    return {"name": name, "type": type_, "description": says}
