"""``datapackage.json``: the pack described for other programs, as a Data Package (version 2).

It is made from the table classes and ``pack.yml``, so that it cannot say anything else than they.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from naap.pack.columns import Column, columns_of
from naap.pack.folder import DESCRIPTOR, leads_out, table_files
from naap.pack.settings import PackSettings
from naap.pack.sheets import read_header
from naap.pack.tables import TABLES, Row
from naap.problems import Problem

__all__ = ["check_descriptor", "describe"]

# A name for readers of the file; nothing here or in the checks ever fetches it.
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES = {"ids": "list", "flag": "boolean", "whole": "integer", "number": "number"}


def describe(folder: Path, settings: PackSettings) -> str:
    """The text of the pack's ``datapackage.json``; the same pack always gives the same text."""
    description: dict[str, Any] = {
        "$schema": PROFILE,
        "name": settings.pack_id,
        "title": settings.title[settings.languages[0]],
        "version": settings.released.isoformat(),
        "licenses": [{"name": settings.licence}],
        "resources": [
            _resource(TABLES[table], path)
            for table, paths in table_files(folder, []).items()
            for path in paths
        ],
    }
    return json.dumps(description, ensure_ascii=False, indent=1) + "\n"


def check_descriptor(folder: Path, settings: PackSettings | None) -> list[Problem]:
    """Whether ``datapackage.json`` says what the folder holds."""

    def out_of_date(found: str) -> list[Problem]:
        mend = f"Run: naap pack describe {folder}"
        expected = "a description of the files and columns that are there"
        return [Problem(DESCRIPTOR, None, None, found, expected, mend)]

    path = folder / DESCRIPTOR
    if leads_out(path, folder):
        return []  # said already, as of every other file
    if not path.is_file():
        return out_of_date("no such file")
    try:
        written = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return out_of_date("text that is not JSON")
    if settings is None:
        return []
    wanted = json.loads(describe(folder, settings))
    return [] if written == wanted else out_of_date(_difference(written, wanted))


def _difference(written: Any, wanted: dict[str, Any]) -> str:
    """Where two descriptions part, in a few words."""
    if not isinstance(written, dict):
        return "JSON that describes nothing"
    for name in wanted.keys() - {"resources"}:
        if written.get(name) != wanted[name]:
            return f"another {name}"
    resources = written.get("resources")
    there = {
        str(part.get("path")): part
        for part in (resources if isinstance(resources, list) else ())
        if isinstance(part, dict)
    }
    needed = {part["path"]: part for part in wanted["resources"]}
    if lacking := sorted(needed.keys() - there.keys()):
        return "nothing about " + ", ".join(lacking)
    if surplus := sorted(there.keys() - needed.keys()):
        return "files that are not there: " + ", ".join(surplus)
    other = sorted(path for path in needed if needed[path] != there[path])
    return "other columns of " + ", ".join(other) if other else "something else"


def _resource(kind: type[Row], path: Path) -> dict[str, Any]:
    here = read_header(path)
    columns = {column.name: column for column in columns_of(kind)}
    return {
        "name": "crosswalk" if kind.table == "crosswalk" else path.stem,
        "type": "table",
        "path": path.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"header": True, "delimiter": ",", "quoteChar": '"', "doubleQuote": True},
        "description": (kind.__doc__ or "").strip(),
        "schema": _schema(kind, [columns[name] for name in here if name in columns]),
    }


def _schema(kind: type[Row], columns: list[Column]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in columns],
        "missingValues": [""],
    }
    if key := ([kind.key] if kind.key else list(kind.unique)):
        schema["primaryKey"] = key
    if foreign := [_foreign(kind, column) for column in columns if _single(column)]:
        schema["foreignKeys"] = foreign
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES.get(column.kind, "string"),
        "description": column.description,
    }
    match column.kind:
        case "flag":
            field |= {"trueValues": ["yes"], "falseValues": ["no"]}
        case "ids":
            field |= {"delimiter": "|", "itemType": "string"}
    constraints: dict[str, Any] = {
        "required": True if column.required else None,
        "enum": list(column.choices) or None,
        "pattern": column.pattern if column.kind == "id" else None,
        "maxLength": column.longest if column.kind == "id" else None,
        "minimum": column.least,
        "maximum": column.most,
        "exclusiveMinimum": column.above,
    }
    if kept := {name: value for name, value in constraints.items() if value is not None}:
        field["constraints"] = kept
    return field


def _single(column: Column) -> bool:
    """Data Packages know references of one cell to one table only."""
    ref = column.ref
    return column.kind == "id" and ref is not None and len(ref.tables) == 1


def _foreign(kind: type[Row], column: Column) -> dict[str, Any]:
    assert column.ref is not None
    (table,) = column.ref.tables
    reference: dict[str, Any] = {"fields": [TABLES[table].key]}
    if table != kind.table:
        reference["resource"] = table
    return {"fields": [column.name], "reference": reference}
