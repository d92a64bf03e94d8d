"""Tables of numbers for tests of the import, and how a user describes and brings in such a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from naap.ledger import Ledger
from naap.pack import Pack
from naap.problems import Problem, UnusableInput
from naap.sources import Report, Request, import_file, source_named

__all__ = ["FIGURES", "Desk", "with_columns"]

Mapping = dict[str, Any]

FIGURES: Mapping = {
    "series": "desk",
    "source": "peace-desk-2024",
    "record_key": ["no"],
    "columns": {
        "publisher": {"value": "peace-desk"},
        "quantity": {"value": "killed"},
        "period": {"column": "when"},
        "place": {"value": "SZ"},
        "value": {"column": "dead"},
    },
}
"""Of a table with the columns ``no``, ``when`` and ``dead``."""


def with_columns(mapping: Mapping, **columns: Any) -> Mapping:
    return mapping | {"columns": mapping["columns"] | columns}


class Desk:
    """Brings tables into a ledger, one after the other."""

    def __init__(self, source: str, pack: Pack, ledger: Ledger, folder: Path) -> None:
        self.source, self.pack, self.ledger, self.folder = source, pack, ledger, folder

    def __call__(self, table: str, mapping: Mapping | str = FIGURES, **asked: Any) -> Report:
        file, described = self.folder / "table.csv", self.folder / "mapping.yml"
        file.write_text(table, encoding="utf-8")
        text = mapping if isinstance(mapping, str) else yaml.safe_dump(mapping)
        described.write_text(text, encoding="utf-8")
        return import_file(
            self.ledger, source_named(self.source), Request(file, self.pack, mapping=described),
            recorded_by="test", **asked,
        )  # fmt: skip

    def refuses(self, table: str, mapping: Mapping | str) -> tuple[Problem, ...]:
        """The problems that the table is refused for."""
        with pytest.raises(UnusableInput) as caught:
            self(table, mapping)
        return caught.value.problems
