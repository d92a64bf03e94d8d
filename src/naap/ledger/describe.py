"""The page that lists the kinds of claim and their columns, made from the kinds themselves."""

from __future__ import annotations

from collections.abc import Iterable

from naap.ledger.kind import PROVENANCE, Column, kinds

__all__ = ["kinds_page"]

_TYPES = {
    "text": "text",
    "period": "date as written",
    "integer": "whole number",
    "decimal": "decimal number",
    "date": "day",
    "flag": "true or false",
    "texts": "list of texts",
}

_ABOUT = (
    "A claim is one row: what one source said about one thing. Its kind decides which columns it "
    "has. A column marked * must be filled. A *date as written* is a day, month, quarter, "
    "half-year, year, fiscal year or span; a view has its first and last day beside it, as "
    "`NAME_start` and `NAME_end`."
)
_ALSO = (
    "A view also has `key_id`, `claim_id`, `value_hash`, `handling` (TLP 2.0), `recorded_by` (a "
    "post or a program), `recorded_at` and `number` (of the commit)."
)


def kinds_page() -> str:
    """Markdown of ``docs/reference/kinds.md``; ``python -m naap.ledger.describe`` prints it."""
    parts = [
        "% Made from the kinds by: python -m naap.ledger.describe > docs/reference/kinds.md",
        "# Kinds of claim",
        _ABOUT,
        "## Columns of every kind",
        _table(PROVENANCE),
        _ALSO,
    ]
    for kind in kinds().values():
        subject = ", ".join(f"`{name}`" for name in kind.subject)
        parts += [
            f"## `{kind.name}`",
            kind.says,
            f"Claims with the same {subject} are about one thing and are compared.",
            _table(kind.columns),
        ]
    return "\n\n".join(parts) + "\n"


def _table(columns: Iterable[Column]) -> str:
    rows = [
        f"| `{column.name}`{' *' if column.required else ''} | {_TYPES[column.type]} | "
        f"{column.says} |"
        for column in columns
    ]
    return "\n".join(["| column | holds | what it says |", "| --- | --- | --- |", *rows])


if __name__ == "__main__":
    print(kinds_page(), end="")
