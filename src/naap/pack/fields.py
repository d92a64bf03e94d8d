"""The field tables of the pack format, as Markdown made from the table classes."""

from __future__ import annotations

from typing import Any

from naap.pack.columns import Column, columns_of, file_of
from naap.pack.settings import PackSettings
from naap.pack.tables import TABLES, Row

__all__ = ["fields_page"]

_HEAD = """\
# Files and fields of a country pack

This page is made from the program: `naap pack fields` prints it. What the files are for, and how
to write a pack, is told in [the guide](pack-format.md).

A field with * must be filled in. Where a field is empty, the value in *italics* holds.
"""


def fields_page() -> str:
    """The whole page."""
    parts = [_HEAD, _settings()]
    parts.extend(_table(kind) for kind in TABLES.values())
    return "\n".join(parts)


def _settings() -> str:
    lines = ["## pack.yml", "", "The settings of the pack.", "", "| setting | what it means |"]
    lines.append("|---|---|")
    for name, field in PackSettings.model_fields.items():
        star = " *" if field.is_required() else ""
        given = "" if field.is_required() else _given(field.default)
        lines.append(f"| `{name}`{star} | {_cell(field.description or '')}{given} |")
    return "\n".join([*lines, ""])


def _given(default: Any) -> str:
    if not isinstance(default, (str, int)):
        return ""
    return f" *{str(default).lower() if isinstance(default, bool) else default}*"


def _table(kind: type[Row]) -> str:
    need = "may be left out" if kind.optional else "every pack has it"
    lines = [f"## {file_of(kind.table)}", "", f"{(kind.__doc__ or '').strip()} ({need})", ""]
    if kind.key:
        lines += [f"`{kind.key}` is the id of the row.", ""]
    elif kind.unique:
        names = ", ".join(f"`{name}`" for name in kind.unique)
        lines += [f"No two rows may agree in {names}.", ""]
    lines += ["| field | takes | what it means |", "|---|---|---|"]
    lines.extend(_field(column) for column in columns_of(kind))
    return "\n".join([*lines, ""])


def _field(column: Column) -> str:
    star = " *" if column.required else ""
    given = f" *{column.default}*" if column.default else ""
    takes, meaning = _cell(column.words), _cell(column.description)
    return f"| `{column.name}`{star} | {takes} | {meaning}{given} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
