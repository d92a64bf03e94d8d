"""``datapackage.json`` says what a Data Package (version 2) has to say."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

import naap
from naap.pack import load
from naap.pack.columns import columns_of
from naap.pack.descriptor import describe
from naap.pack.tables import TABLES

EXAMPLE = Path(naap.__file__).parent / "packs" / "example"


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    description: dict[str, Any] = json.loads(describe(EXAMPLE, load(EXAMPLE).settings))
    return description


def test_the_same_pack_gives_the_same_text() -> None:
    settings = load(EXAMPLE).settings
    assert describe(EXAMPLE, settings) == describe(EXAMPLE, settings)


def test_the_package(described: dict[str, Any]) -> None:
    assert described["name"] == "example"
    assert described["version"] == "2025-02-01"
    assert described["licenses"] == [{"name": "CC0-1.0"}]


def test_every_file_and_column_is_described(described: dict[str, Any]) -> None:
    paths = [resource["path"] for resource in described["resources"]]
    assert sorted(paths) == sorted(path.name for path in EXAMPLE.glob("*.csv"))
    names = [resource["name"] for resource in described["resources"]]
    assert len(set(names)) == len(names)
    for resource in described["resources"]:
        with (EXAMPLE / resource["path"]).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert all(field["description"] for field in resource["schema"]["fields"])


def test_the_cells_fit_what_is_said_of_them(described: dict[str, Any]) -> None:
    for resource in described["resources"]:
        with (EXAMPLE / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for field in resource["schema"]["fields"]:
            limits = field.get("constraints", {})
            for cell in (row[field["name"]] for row in rows):
                assert cell or not limits.get("required")
                if cell and "enum" in limits:
                    assert cell in limits["enum"]
                if cell and "pattern" in limits:
                    assert re.fullmatch(limits["pattern"], cell)
                if cell and field["type"] == "boolean":
                    assert cell in field["trueValues"] + field["falseValues"]
                if cell and field["type"] in {"integer", "number"}:
                    assert float(cell) >= limits.get("minimum", float("-inf"))


def test_keys_lead_to_tables_that_are_there(described: dict[str, Any]) -> None:
    fields = {
        resource["name"]: {field["name"] for field in resource["schema"]["fields"]}
        for resource in described["resources"]
    }
    for resource in described["resources"]:
        schema = resource["schema"]
        assert set(schema.get("primaryKey", ())) <= fields[resource["name"]]
        for key in schema.get("foreignKeys", ()):
            assert set(key["fields"]) <= fields[resource["name"]]
            to = key["reference"].get("resource", resource["name"])
            assert set(key["reference"]["fields"]) <= fields[to]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_documented(table: str) -> None:
    assert TABLES[table].__doc__
    for column in columns_of(TABLES[table]):
        assert column.description.endswith("."), column.name
        assert column.words
