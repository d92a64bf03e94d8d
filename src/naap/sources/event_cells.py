"""What cells of event data sets hold: counts, degrees and grades, as their codebooks write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from naap.ledger import RefusedClaim
from naap.pack import Pack
from naap.problems import UnusableInput

__all__ = ["coded", "country_code", "degrees", "grade", "whole_number"]

_DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,8})?", re.ASCII)
V = TypeVar("V")


def whole_number(row: Mapping[str, str], column: str, *, needed: bool = False) -> int | None:
    """The count in a cell; None for an empty one, unless it is needed."""
    cell = row.get(column, "")
    if not cell and not needed:
        return None
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 9):
        found = repr(cell[:40]) if cell else "nothing"
        raise RefusedClaim(column, found, "a whole number, 0 or more")
    return int(cell)


def grade(row: Mapping[str, str], column: str, most: int) -> str | None:
    """A grade from 1 to the most, which is 9 at most, as text; None for an empty cell."""
    cell = row.get(column, "")
    if cell and not (len(cell) == 1 and "1" <= cell <= str(most)):
        raise RefusedClaim(column, repr(cell[:40]), f"a grade from 1 to {most}")
    return cell or None


def degrees(row: Mapping[str, str], column: str, most: int) -> str | None:
    """Degrees north or east, as written; None for an empty cell."""
    cell = row.get(column, "")
    if cell and not (_DEGREES.fullmatch(cell) and abs(float(cell)) <= most):
        raise RefusedClaim(column, repr(cell[:40]), f"degrees from -{most} to {most}")
    return cell or None


def coded(row: Mapping[str, str], column: str, codes: Mapping[str, V], what: str) -> V | None:
    """What the codebook means by a cell; None for an empty one.

    A code that it does not know is refused and not kept: it could be anything, also free text.
    """
    cell = row.get(column, "")
    if not cell:
        return None
    try:
        return codes[cell]
    except KeyError:
        raise RefusedClaim(column, repr(cell[:40]), what) from None


def country_code(pack: Pack, setting: str, says: str) -> int:
    """The number that a data set gives the pack's country, from the pack's settings."""
    number: int | None = getattr(pack.settings.data_sets, setting)
    if number is None:
        raise UnusableInput.one(
            pack.folder / "pack.yml",
            column=f"data_sets.{setting}",
            found="nothing",
            expected=says,
            mend="Add it to pack.yml; it stands in the file, in the rows of the country.",
        )
    return number
