"""A pack in memory: its settings and its rows, found by table and id."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from naap.pack.rules import Rule
from naap.pack.settings import PackSettings
from naap.pack.tables import Row, WordRow

__all__ = ["Pack"]

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, eq=False)
class Pack:
    """A country pack without faults, as ``naap.pack.load`` returns it.

    ``tables`` holds the rows of every table in the order of the files, also of tables that the
    pack does not have (no rows). ``rules`` holds the rules of ``rules.yml`` by their id.
    """

    folder: Path
    settings: PackSettings
    tables: Mapping[str, tuple[Row, ...]]
    rules: Mapping[str, Rule] = field(default_factory=dict)

    def __reduce__(self) -> tuple[type[Pack], tuple[Any, ...]]:
        """A pack can be handed to another process; a read-only view of its tables cannot."""
        return Pack, (self.folder, self.settings, dict(self.tables), dict(self.rules))

    def rows(self, kind: type[R]) -> tuple[R, ...]:
        """All rows of one table: ``pack.rows(PointRow)``."""
        return cast("tuple[R, ...]", self.tables[kind.table])

    def get(self, kind: type[R], row_id: str) -> R:
        """The row with this id; KeyError where there is none."""
        try:
            return cast("R", self._ids[kind.table][row_id])
        except KeyError:
            raise KeyError(f"{self.settings.pack_id}: no {row_id!r} in {kind.table}") from None

    def has(self, kind: type[Row], row_id: str) -> bool:
        return row_id in self._ids.get(kind.table, {})

    def word(self, kind: str, value: str, language: str) -> str:
        """The pack's word for a value: ``pack.word("theme", "justice", "ur")``.

        Falls back to the main language, then to the value itself.
        """
        row = self._words.get(f"{kind}.{value}".lower())
        if row is None:
            return value
        return self.text_of(row, language)[0]

    def text(self, row: Row, name: str, language: str) -> tuple[str, bool]:
        """A text of a row, such as its ``title``, and whether it fell back to another language.

        Empty, and no fallback, where the row has the text in no language.
        """
        wanted = getattr(row, f"{name}_{language}", None)
        if wanted:
            return wanted, False
        for other in self.settings.languages:
            text = getattr(row, f"{name}_{other}", None)
            if text:
                return text, True
        return "", False

    def text_of(self, word: WordRow, language: str) -> tuple[str, bool]:
        """A word in a language, and whether it fell back to another one."""
        wanted = getattr(word, language, None)
        return (wanted, False) if wanted else (word.en, True)

    @functools.cached_property
    def _ids(self) -> dict[str, dict[str, Row]]:
        return {
            table: {getattr(row, row.key): row for row in rows if row.key}
            for table, rows in self.tables.items()
        }

    @functools.cached_property
    def _words(self) -> dict[str, WordRow]:
        return {row.word.lower(): row for row in self.rows(WordRow)}
