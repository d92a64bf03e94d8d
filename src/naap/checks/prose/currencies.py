"""The codes of currencies that a sum of money is written with (ISO 4217)."""

from __future__ import annotations

import csv
from pathlib import Path

__all__ = ["CODES", "is_money"]

with (Path(__file__).parent / "currencies.csv").open(encoding="utf-8", newline="") as _file:
    CODES = tuple(row["code"] for row in csv.DictReader(_file))


def is_money(unit: str) -> bool:
    """Whether a unit of the ledger, such as ``USD million``, is one of money."""
    return unit.split(" ", 1)[0] in CODES
