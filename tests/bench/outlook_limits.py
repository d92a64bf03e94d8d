"""How far weights, parts and scores to choose by could take the model, on windows before 2018.

Weights are chosen on windows, from October 2000 on, that end before those they are scored on. There
are three folds, of origins October 2008 to 2010, April 2011 to 2013, and October 2013 to 2016.
``hindsight`` chooses them on the very windows that are scored, by log-CRPS alone and with
nothing held back: no fixed weights of these parts can do better there.

A part is tried beside those that ship: own history of which the memory grows with the months ahead.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unittest.mock import patch

import numpy as np

from naap.outlook.choose import EVEN, OTHERS, SCALES, Sums, best_weights, window_sums
from naap.outlook.panel import Array, Panel
from naap.outlook.parts import NORMAL_5, PARTS, Part, Weighted
from naap.outlook.pool import CLASS_EDGES
from tests.outlook_proof import views_panel

SAYS = (
    "how far other parts, other weights and hindsight could take the model, on windows before 2018 "
    "(needs the shared data)"
)
RUNS = 1
STEPS = range(3, 15)
ORIGINS = range(250, 443, 6)
FOLDS = ((346, 370), (376, 400), (406, 442))
SHIPPED = tuple(PARTS)
CRPS, LOG_CRPS, ANY = range(len(SCALES))


@dataclass(frozen=True)
class Tried:
    """A way of making the pool: its parts, and the scores that its weights are chosen by."""

    parts: Sequence[str] = SHIPPED
    by: Sequence[int] = (CRPS, LOG_CRPS, ANY)
    even: float = EVEN
    others: float = OTHERS


TRIED: Mapping[str, Tried] = {
    "ships": Tried(),
    "equal": Tried(even=100),
    "by_log_crps": Tried(by=(LOG_CRPS,)),
    "by_crps": Tried(by=(CRPS,)),
    "and_growing": Tried((*SHIPPED, "growing")),
}
HINDSIGHT = Tried(by=(LOG_CRPS,), even=1e-5, others=0)


def measure() -> dict[str, float]:
    begun = time.process_time()
    panel = views_panel()
    parts: dict[str, Part] = {**PARTS, "growing": growing}
    windows = {}
    for origin in ORIGINS:
        kept = {name: _made_once(part) for name, part in parts.items()}
        with patch.dict(PARTS, kept, clear=True):
            windows[origin] = [window_sums(panel.upto(origin + 14), origin, STEPS, (scale,))
                               for scale in SCALES]  # fmt: skip
    place = {name: number for number, name in enumerate(parts)}
    asked = [each for first, last in FOLDS for each in range(first, last + 1, 6)]
    conflictology = _scored(windows, place, Tried(("year",)), asked, asked)
    measured: dict[str, float] = {}
    for name, tried in TRIED.items():
        rows = np.concatenate(
            [_scored(windows, place, tried, [each for each in ORIGINS if each + 14 <= first],
                     range(first, last + 1, 6)) for first, last in FOLDS]
        )  # fmt: skip
        measured |= _means(name, rows)
        measured |= _means(f"{name}_last_fold", rows[-len(range(*FOLDS[-1], 6)) - 1 :])
        if name == "ships":
            measured |= _by_class(rows, conflictology)
    measured |= _means("hindsight", _scored(windows, place, HINDSIGHT, asked, asked))
    return {"windows": len(asked), **measured, "cpu_s": time.process_time() - begun}


def _made_once(part: Part) -> Part:
    """A part's answer for one origin, the same for every scale."""
    answers: list[Weighted] = []

    def made(panel: Panel, steps: Sequence[int]) -> Weighted:
        if not answers:
            answers.append(part(panel, steps))
        return answers[0]

    return made


def _scored(
    windows: Mapping[int, Sequence[Sums]], place: Mapping[str, int], tried: Tried,
    chosen_on: Sequence[int], scored_on: Sequence[int],
) -> Array:  # fmt: skip
    """(windows, scales, classes): what each class adds to the score over that of conflictology."""
    columns = [place[name] for name in tried.parts]

    def sums(origin: int, scale: int) -> Sums:
        errors, apart = windows[origin][scale]
        return errors[:, columns], apart[:, columns][..., columns]

    given = [sums(origin, scale) for origin in chosen_on for scale in tried.by]
    errors, apart = (np.sum([each[line] for each in given], axis=0) for line in (0, 1))
    everywhere = errors.sum(axis=0), apart.sum(axis=0)
    weights = np.array([best_weights(each, everywhere, tried.even, tried.others)
                        for each in zip(errors, apart, strict=True)])  # fmt: skip

    def score(told: Sums) -> Array:
        square = np.einsum("cp,cpq,cq->c", weights, told[1], weights)
        by_class: Array = (weights * told[0]).sum(axis=1) - square / 2
        return by_class

    return np.array([[score(sums(origin, scale)) for scale in range(len(SCALES))]
                     for origin in scored_on])  # fmt: skip


def _means(name: str, rows: Array) -> dict[str, float]:
    means = np.exp(np.log(rows.sum(axis=-1)).mean(axis=0))
    called = ("crps", "log_crps", "brier_1")
    return {f"{name}_{each}": float(mean) for each, mean in zip(called, means, strict=True)}


def _by_class(rows: Array, base: Array) -> dict[str, float]:
    """Of each class, the share of conflictology's score, and ours over conflictology's there."""
    measured: dict[str, float] = {}
    for number, scale in enumerate(("crps", "log_crps", "brier_1")):
        mine, theirs = (each[:, number].sum(axis=0) for each in (rows, base))
        for level, one, other in zip(("quiet", *CLASS_EDGES), mine, theirs, strict=True):
            name = f"class_{level}_{scale}"
            measured |= {f"{name}_share": float(other / theirs.sum()), name: float(one / other)}
    return measured


def growing(panel: Panel, steps: Sequence[int]) -> Weighted:
    """Own history, spread out, with a half-life of 1.5 months and half a month for each ahead."""
    past = panel.values[:, -60:]
    ages = np.arange(past.shape[1])[::-1]
    faded = np.stack([0.5 ** (ages / (1.5 + 0.5 * step)) for step in steps])
    weights = np.where(np.isnan(past), 0, 1)[:, None, :] * faded
    counts = np.nan_to_num(past)[..., None] * np.exp(0.5 * NORMAL_5)
    return Weighted(counts.reshape(len(past), 1, -1), np.repeat(weights, len(NORMAL_5), axis=-1))
