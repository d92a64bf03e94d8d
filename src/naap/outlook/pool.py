"""The model: a linear pool of parts, with weights by how violent a unit was of late.

The weights were chosen on earlier windows only, by ``naap forecast choose``, and are kept in
``settings.json`` with what they were chosen on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from naap.outlook.alike import faded_mean
from naap.outlook.baselines import generator
from naap.outlook.panel import Array, Panel
from naap.outlook.parts import PARTS
from naap.outlook.weighted import even_shares, weighted_quantiles
from naap.problems import UnusableInput

__all__ = ["CLASS_EDGES", "Settings", "class_of", "pool", "read_settings"]

CLASS_EDGES = (0.001, 1, 10, 100)
"""Mean count a month, with a half-life of 4 months, at which a class of units begins."""
CAP = 2
"""No draw is above twice the largest count that any unit of the panel ever had."""
CHUNK = 500
"""Units at a time: bounds the memory of a grid of thousands of cells."""


@dataclass(frozen=True, eq=False)
class Settings:
    """``weights[class][part]``; each row adds up to 1."""

    parts: tuple[str, ...]
    weights: Array
    about: Mapping[str, str]


def read_settings(file: Path | None = None) -> Settings:
    """The settings that ship, or those of a file that ``naap forecast choose`` wrote."""
    shipped = files("naap.outlook").joinpath("settings.json")
    text = shipped.read_text(encoding="utf-8") if file is None else file.read_text("utf-8")
    try:
        told = json.loads(text)
        settings = Settings(tuple(told["parts"]), np.array(told["weights"]), told["about"])
        shape = (len(CLASS_EDGES) + 1, len(settings.parts))
        if settings.weights.shape != shape or not set(settings.parts) <= PARTS.keys():
            raise ValueError(f"weights of the shape {settings.weights.shape}, not {shape}")
        if not np.allclose(settings.weights.sum(axis=-1), 1) or settings.weights.min() < 0:
            raise ValueError("weights that do not add up to 1")
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableInput.one(
            file or "settings.json", found=f"what are no settings ({error})",
            expected="a file that naap forecast choose wrote", mend="Write it anew.",
        ) from None  # fmt: skip
    return settings


def class_of(panel: Panel) -> NDArray[np.int64]:
    """(units,): the class of each unit at the end of the panel, 0 the quietest."""
    classes: NDArray[np.int64] = np.digitize(
        faded_mean(panel.values[:, -60:], 4)[:, -1], CLASS_EDGES
    )
    return classes


def pool(panel: Panel, steps: Sequence[int], draws: int, seed: int, settings: Settings) -> Array:
    """Draws (units, months ahead, draws) from a panel that ends at the origin.

    They are the evenly spaced quantiles of the pool, so that no chance enters a score, in an order
    by the seed. Draw 7 of one month has nothing to do with draw 7 of the next.
    """
    most = CAP * float(np.nanmax(panel.values, initial=0))
    made = np.empty((len(panel.units), len(steps), draws))
    weights = settings.weights[class_of(panel)]
    answers = [PARTS[name](panel, steps) for name in settings.parts]
    shares = even_shares(draws)
    for start in range(0, len(panel.units), CHUNK):
        chosen = slice(start, min(start + CHUNK, len(panel.units)))
        counts, mass = [], []
        for number, answer in enumerate(answers):
            some = answer.counts[chosen]
            wide = (some.shape[0], len(steps), some.shape[2])
            given = answer.weights[chosen] if len(answer.weights) > 1 else answer.weights
            # A part that knows nothing has no mass, and the others share its weight.
            total = given.sum(axis=-1, keepdims=True)
            given = np.divide(given, total, out=np.zeros_like(given), where=total > 0)
            counts.append(np.broadcast_to(some, wide))
            mass.append(np.broadcast_to(given, wide) * weights[chosen, number][:, None, None])
        found = weighted_quantiles(
            np.concatenate(counts, axis=-1), np.concatenate(mass, axis=-1), shares
        )
        made[chosen] = np.minimum(np.rint(found), most)
    for row, unit in enumerate(panel.units):
        made[row] = generator(seed, unit).permuted(made[row], axis=-1)
    return made
