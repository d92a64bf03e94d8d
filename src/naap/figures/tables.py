"""The pack as tables that a figure's SQL can ask.

Each table of the pack is ``pack_NAME`` with the columns of its file. A period column ``when``
also gives ``when_start`` and ``when_end``. A text that the pack has in two languages
(``title_en``, ``title_ur``) also stands as ``title``, in the reader's language; a word of
``pack_words`` stands as ``said``. ``pack_settings`` is one row: the country, and the month in which
a fiscal year starts. ``pack_change`` says what became of each point from the version before to the
version in force. ``incident`` and ``incident_account`` hold the events that accounts in the ledger
tell of, each once; both are empty where there is no account.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from naap.engine import Engine
from naap.incidents.told import ACCOUNT_COLUMNS, INCIDENT_COLUMNS, Told
from naap.pack import Pack
from naap.pack.columns import columns_of
from naap.pack.diff import SAME, compare, versions
from naap.pack.tables import (
    RECORDED,
    TABLES,
    BodyRow,
    FigureRow,
    ListingRow,
    NameRow,
    PlanRow,
    PointRow,
    RatingRow,
    RelationRow,
    Row,
    SourceRow,
    TieRow,
    WordRow,
)
from naap.periods import Period

__all__ = ["asks_words", "register_incidents", "register_pack", "register_words"]

# What sources said is asked from the ledger, never from the pack that carried it there.
_EVIDENCE = {FigureRow, ListingRow, NameRow, RatingRow, RelationRow, TieRow}
_NAME = re.compile(r"\w+")
_SQL_TYPES = {"flag": "BOOLEAN", "whole": "BIGINT", "number": "DECIMAL(28,8)", "ids": "VARCHAR[]"}


def register_pack(engine: Engine, pack: Pack, language: str) -> None:
    """Make the tables of the pack in the engine, but for its evidence: that is in the ledger."""
    _register(engine, pack, language, _tables())
    settings = pack.settings
    engine.table(
        "pack_settings",
        {"country_place": "VARCHAR", "fiscal_year_starts": "BIGINT"},
        [
            {
                "country_place": settings.country_place,
                "fiscal_year_starts": settings.fiscal_year_starts,
            }
        ],
    )
    _register_changes(engine, pack)
    # Of a ledger with accounts, register_incidents fills them.
    engine.table("incident", INCIDENT_COLUMNS, [])
    engine.table("incident_account", ACCOUNT_COLUMNS, [])


def register_words(engine: Engine, pack: Pack, language: str) -> None:
    """Make those tables of the pack anew that hold words, for a reader of another language."""
    worded = {name: kind for name, kind in _tables().items() if _has_words(kind)}
    _register(engine, pack, language, worded)


def asks_words(sql: str) -> bool:
    """Whether a query may give words in the reader's language: it names a table that holds some."""
    worded = {f"pack_{name}" for name, kind in _tables().items() if _has_words(kind)}
    return not worded.isdisjoint(_NAME.findall(sql)) or "check_finding" in sql


def register_incidents(engine: Engine, told: Told) -> None:
    """Fill the tables ``incident`` and ``incident_account``: the events that accounts tell of."""
    engine.table("incident", INCIDENT_COLUMNS, told.incidents)
    engine.table("incident_account", ACCOUNT_COLUMNS, told.accounts)


def _tables() -> dict[str, type[Row]]:
    kept = TABLES.items()
    return {name: kind for name, kind in kept if kind not in _EVIDENCE and name not in RECORDED}


def _register(engine: Engine, pack: Pack, language: str, tables: Mapping[str, type[Row]]) -> None:
    for name, kind in tables.items():
        rows = [
            _record(pack, position, row, language) for position, row in enumerate(pack.rows(kind))
        ]
        engine.table(f"pack_{name}", _columns(kind), rows)


def _has_words(kind: type[Row]) -> bool:
    """Whether its table holds words in the reader's language: see ``_record``."""
    texts = any(column.name.endswith("_en") for column in columns_of(kind))
    return texts or kind in {BodyRow, PointRow, WordRow}


def _columns(kind: type[Row]) -> dict[str, str]:
    columns = {"position_in_file": "BIGINT"}
    for column in columns_of(kind):
        columns[column.name] = _SQL_TYPES.get(column.kind, "VARCHAR")
        if column.kind == "period":
            columns |= {f"{column.name}_start": "DATE", f"{column.name}_end": "DATE"}
        if column.name.endswith("_en"):
            columns[column.name.removesuffix("_en")] = "VARCHAR"
    if kind is BodyRow:
        columns["label"] = "VARCHAR"
    if kind is SourceRow:
        columns["carrier"] = "VARCHAR"
    if kind is PointRow:
        columns |= {"domain_word": "VARCHAR", "theme_word": "VARCHAR"}
    if kind is WordRow:
        columns["said"] = "VARCHAR"
    return columns


def _record(pack: Pack, position: int, row: Row, language: str) -> dict[str, Any]:
    record: dict[str, Any] = {"position_in_file": position}
    for name in type(row).model_fields:
        value = getattr(row, name)
        if isinstance(value, Period):
            record |= {name: value.text, f"{name}_start": value.start, f"{name}_end": value.end}
        elif isinstance(value, tuple):
            record[name] = list(value)
        else:
            record[name] = value
        if name.endswith("_en"):
            base = name.removesuffix("_en")
            record[base] = pack.text(row, base, language)[0] or None
    if isinstance(row, BodyRow):
        short, fell_back = pack.text(row, "short", language)
        record["label"] = record["name"] if fell_back or not short else short
    if isinstance(row, SourceRow):
        record["carrier"] = row.publisher or row.title
    if isinstance(row, PointRow):
        record["domain_word"] = pack.word("domain", row.domain, language)
        record["theme_word"] = pack.word("theme", row.theme, language)
    if isinstance(row, WordRow):
        record["said"] = pack.text_of(row, language)[0]
    return record


def _register_changes(engine: Engine, pack: Pack) -> None:
    columns = {
        "point_id": "VARCHAR", "plan_id": "VARCHAR", "change": "VARCHAR", "mapped": "BOOLEAN",
        "others": "VARCHAR[]", "others_same": "BOOLEAN[]", "owner_lost": "BOOLEAN",
    }  # fmt: skip
    rows = []
    if pack.get(PlanRow, pack.settings.current_plan).replaces is not None:
        diff = compare(pack, *versions(pack))
        for plan, points in ((diff.old, diff.old_points), (diff.new, diff.new_points)):
            rows += [
                {
                    "point_id": point.point_id,
                    "plan_id": plan,
                    "change": point.change,
                    "mapped": point.mapped,
                    "others": [link.other for link in point.links if link.other],
                    "others_same": [link.predicate in SAME for link in point.links if link.other],
                    "owner_lost": point.owner_lost,
                }
                for point in points
            ]
    engine.table("pack_change", columns, rows)
