"""Pages of an API's answer, kept so that a fetch that broke off goes on where it stopped.

A page is kept without the columns that can name a person, with a digest of its own: one that was
cut off or altered counts as not there.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

__all__ = [
    "Page",
    "as_cell",
    "forget_pages",
    "keep_page",
    "kept_page",
    "rounded",
    "write_pages",
]

_PLACES = 8
"""Degrees with more places than this have no meaning, and no room in a claim."""


@dataclass(frozen=True)
class Page:
    """What is kept of an answer."""

    total: int
    """Rows that the API announces, on all pages or, where it tells no more, on this one."""
    next_page: int | None
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Cells of the columns that are read, in their order."""
    dropped: dict[str, int]
    answer_sha256: str


def as_cell(value: Any) -> str:
    """What a CSV file would hold: nothing for null, JSON for what is no text and no number."""
    if value is None:
        return ""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    return json.dumps(value)


def rounded(degrees: str) -> str:
    """Degrees with no more places than have meaning; anything else as it is."""
    whole, point, places = degrees.partition(".")
    digits = whole.lstrip("-") + places
    if point and len(places) > _PLACES and degrees.isascii() and digits.isdecimal():
        return str(round(Decimal(degrees), _PLACES))
    return degrees


def keep_page(folder: Path, number: int, page: Page) -> None:
    """Keep it in the folder, which is there."""
    text = json.dumps(
        [page.total, page.next_page, page.columns, page.rows, page.dropped, page.answer_sha256],
        ensure_ascii=False,
    )
    path = _path(folder, number)
    draft = path.with_suffix(f".{os.getpid()}.draft")
    draft.write_text(f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}", encoding="utf-8")
    draft.replace(path)


def kept_page(folder: Path, number: int) -> Page | None:
    """The page as it was kept; None where there is none, or where its digest does not fit."""
    try:
        digest, _, text = _path(folder, number).read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    if digest != hashlib.sha256(text.encode()).hexdigest():
        return None
    total, next_page, columns, rows, dropped, sha256 = json.loads(text)
    return Page(total, next_page, tuple(columns), tuple(map(tuple, rows)), dropped, sha256)


def forget_pages(folder: Path) -> None:
    for path in folder.glob("page-*.json"):
        path.unlink(missing_ok=True)


def write_pages(path: Path, pages: Sequence[Page], used: Sequence[str]) -> None:
    """The rows as one CSV file. Other columns are named, so that new ones are reported."""
    others = sorted({column for page in pages for column in page.columns} - set(used))
    draft = path.with_suffix(f".{os.getpid()}.draft")
    with draft.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*used, *others])
        for page in pages:
            writer.writerows((*row, *("" for _ in others)) for row in page.rows)
    draft.replace(path)


def _path(folder: Path, number: int) -> Path:
    return folder / f"page-{number:04}.json"
