"""The kinds of cell that a pack's tables are made of."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, ValidationInfo

from naap.periods import Period, parse_period

__all__ = [
    "Amount",
    "Flag",
    "Id",
    "Ids",
    "Ref",
    "Share",
    "Span",
    "Text",
    "Whole",
]

# Python reads "1_000", "1e3" and digits of other scripts as numbers; a reader of the table may not.
_WHOLE = re.compile(r"-?[0-9]+")
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Ref:
    """Marks a cell that names rows of another table by their id.

    ``tables`` lists where the id may be found; the first that has it is meant.
    ``besides`` is a word that may stand in the cell instead of an id.
    """

    tables: tuple[str, ...]
    besides: str | None

    def __init__(self, *tables: str, besides: str | None = None) -> None:
        object.__setattr__(self, "tables", tables)
        object.__setattr__(self, "besides", besides)


# Tables say the same few hundred periods thousands of times.
_read_period = functools.lru_cache(maxsize=4096)(parse_period)


def _split(cell: Any) -> Any:
    if isinstance(cell, str):
        return tuple(part.strip() for part in cell.split("|") if part.strip())
    return () if cell is None else cell


def _flag(cell: Any) -> Any:
    words = {"yes": True, "no": False}
    if isinstance(cell, str):
        if cell not in words:
            raise ValueError("write yes or no")
        return words[cell]
    return cell


def _period(cell: Any, info: ValidationInfo) -> Any:
    if not isinstance(cell, str):
        return cell
    return _read_period(cell, (info.context or {}).get("fiscal_year_starts", 1))


def _whole(cell: Any) -> Any:
    if isinstance(cell, str) and not _WHOLE.fullmatch(cell):
        raise ValueError("write a whole number")
    return cell


def _plain(cell: Any) -> Any:
    if isinstance(cell, str) and not _PLAIN.fullmatch(cell):
        raise ValueError("write a plain number")
    return cell


Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_split), Field(default=())]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Span = Annotated[Period, BeforeValidator(_period)]
Whole = Annotated[int, BeforeValidator(_whole)]
Amount = Annotated[Decimal, Field(max_digits=28, decimal_places=8), BeforeValidator(_plain)]
Share = Annotated[float, Field(ge=0, le=1), BeforeValidator(_plain)]
