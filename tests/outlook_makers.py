"""Panels for the tests of forecasts, and where the shared ones lie."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from naap.outlook.panel import Panel
from tests.conftest import shared_folder

__all__ = ["made_panel", "views", "write_csv"]


def views(name: str) -> Path:
    return shared_folder() / "data" / "views" / name


def made_panel(units: int = 12, months: int = 120, seed: int = 3) -> Panel:
    """Units from quiet to violent, each with spells of its own; the first month is 1."""
    made = np.random.default_rng(seed)
    level = np.linspace(-3, 4, units)[:, None]
    spell = np.zeros((units, months))
    for month in range(1, months):
        spell[:, month] = 0.9 * spell[:, month - 1] + 0.5 * made.standard_normal(units)
    mean = np.exp(level + spell)
    counts = made.negative_binomial(0.7, 0.7 / (0.7 + mean)).astype(float)
    counts[0] = 0
    return Panel(tuple(range(1, units + 1)), 1, counts)


def write_csv(panel: Panel, file: Path) -> Path:
    rows = [
        f"{unit},{panel.first + month},{count:g}"
        for unit, counts in zip(panel.units, panel.values, strict=True)
        for month, count in enumerate(counts)
    ]
    file.write_text("\n".join(["unit,time,value", *rows]) + "\n", encoding="utf-8")
    return file
