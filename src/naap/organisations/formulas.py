"""Cells that a spreadsheet would run: written so that it does not, and read back as they were."""

from __future__ import annotations

import re

__all__ = ["as_written", "harmless"]

_RUN = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def harmless(cell: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula.

    As in the tables of a review. Numbers stay numbers. An apostrophe that stands there already
    gets a second one, so that :func:`as_written` finds the text again.
    """
    return f"'{cell}" if _RUN.match(cell) and not _NUMBER.fullmatch(cell) else cell


def as_written(cell: str) -> str:
    """The text that :func:`harmless` was given."""
    return cell[1:] if cell.startswith("'") and _RUN.match(cell) else cell
