"""What cells of event data sets hold: counts, degrees and grades, as their codebooks write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TypeVar

from naap.ledger import RefusedClaim
from naap.pack import Pack
from naap.problems import UnusableInput

__all__ = [
    "cells_of", "coded", "country_code", "degrees", "degrees_in", "grade", "grade_in",
    "whole_number",
]  # fmt: skip

_REMEMBERED = 16_384
_DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,8})?", re.ASCII)
V = TypeVar("V")


def whole_number(row: Mapping[str, str], column: str, *, needed: bool = False) -> int | None:
    """The count in a cell; None for an empty one, unless it is needed."""
    return _whole_number_in(row.get(column, ""), column, needed)


# A hundred thousand cells hold a few numbers: each is understood once.


@lru_cache(_REMEMBERED)
def _whole_number_in(cell: str, column: str, needed: bool) -> int | None:
    if not cell and not needed:
        return None
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 9):
        found = repr(cell[:40]) if cell else "nothing"
        raise RefusedClaim(column, found, "a whole number, 0 or more")
    return int(cell)


def grade(row: Mapping[str, str], column: str, most: int) -> str | None:
    """A grade from 1 to the most, which is 9 at most, as text; None for an empty cell."""
    return grade_in(row.get(column, ""), column, most)


@lru_cache(_REMEMBERED)
def grade_in(cell: str, column: str, most: int) -> str | None:
    """`grade`, of the cell itself."""
    if cell and not (len(cell) == 1 and "1" <= cell <= str(most)):
        raise RefusedClaim(column, repr(cell[:40]), f"a grade from 1 to {most}")
    return cell or None


def degrees(row: Mapping[str, str], column: str, most: int) -> str | None:
    """Degrees north or east, as written; None for an empty cell."""
    return degrees_in(row.get(column, ""), column, most)


@lru_cache(_REMEMBERED)
def degrees_in(cell: str, column: str, most: int) -> str | None:
    """`degrees`, of the cell itself."""
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


def cells_of(
    columns: Sequence[str], there: Collection[str]
) -> Callable[[Mapping[str, str]], tuple[str, ...]]:
    """What a row holds in two columns or more, of those that its file has; else nothing."""
    if all(column in there for column in columns):
        return itemgetter(*columns)
    return lambda row: tuple(row.get(column, "") for column in columns)


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
