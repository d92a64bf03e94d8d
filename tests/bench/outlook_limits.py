"""How far weights, parts and scores to choose by could take the model, on windows before 2018.

Weights are chosen on windows, from October 2000 on, that end before those they are scored on. There
are three folds, of origins October 2008 to 2010, April 2011 to 2013, and October 2013 to April
2016. ``hindsight`` chooses them on the very windows that are scored, by log-CRPS alone and with
nothing held back: no fixed weights of these parts can do better there.

Two parts are tried beside those that ship: own history of which the memory grows with the months
ahead (``growing``), and a logistic regression for each size that a count may reach (``chances``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from unittest.mock import patch

import numpy as np

from naap.outlook.alike import faded_mean
from naap.outlook.choose import EVEN, OTHERS, SCALES, Sums, best_weights, window_sums
from naap.outlook.panel import Array, Panel
from naap.outlook.parts import NORMAL_5, PARTS, Part, Weighted
from tests.outlook_proof import views_panel

SAYS = (
    "how far other parts, other weights and hindsight could take the model, on windows before 2018 "
    "(needs the shared data)"
)
RUNS = 1
STEPS = range(3, 15)
ORIGINS = range(250, 437, 6)
FOLDS = ((346, 370), (376, 400), (406, 436))
SHIPPED = tuple(PARTS)
CRPS, LOG_CRPS, ANY = range(len(SCALES))
SIZES = np.array([1, 2, 3, 5, 8, 13, 25, 50, 100, 200, 400, 800, 1600])
LEARNT = (3, 6, 9, 12, 14)


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
    "and_chances": Tried((*SHIPPED, "chances")),
    "few_and_chances": Tried(("chances", "spread", "wide", "year"), by=(LOG_CRPS,)),
}
HINDSIGHT = Tried(by=(LOG_CRPS,), even=1e-5, others=0)
HINDSIGHT_ALL = Tried((*SHIPPED, "growing", "chances"), (LOG_CRPS,), 1e-5, 0)


def measure() -> dict[str, float]:
    begun = time.process_time()
    panel = views_panel()
    parts: dict[str, Part] = {**PARTS, "growing": growing, "chances": chances}
    windows = {}
    for origin in ORIGINS:
        kept = {name: _made_once(part) for name, part in parts.items()}
        with patch.dict(PARTS, kept, clear=True):
            windows[origin] = [window_sums(panel.upto(origin + 14), origin, STEPS, (scale,))
                               for scale in SCALES]  # fmt: skip
    place = {name: number for number, name in enumerate(parts)}
    measured: dict[str, float] = {}
    for name, tried in TRIED.items():
        rows = np.concatenate(
            [_scored(windows, place, tried, [each for each in ORIGINS if each + 14 <= first],
                     range(first, last + 1, 6)) for first, last in FOLDS]
        )  # fmt: skip
        measured |= _means(name, rows)
    asked = [each for first, last in FOLDS for each in range(first, last + 1, 6)]
    for name, tried in (("hindsight", HINDSIGHT), ("hindsight_all", HINDSIGHT_ALL)):
        measured |= _means(name, _scored(windows, place, tried, asked, asked))
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
    """(windows, scales): scores over those of conflictology."""
    columns = [place[name] for name in tried.parts]

    def sums(origin: int, scale: int) -> Sums:
        errors, apart = windows[origin][scale]
        return errors[:, columns], apart[:, columns][..., columns]

    given = [sums(origin, scale) for origin in chosen_on for scale in tried.by]
    errors, apart = (np.sum([each[line] for each in given], axis=0) for line in (0, 1))
    everywhere = errors.sum(axis=0), apart.sum(axis=0)
    weights = np.array([best_weights(each, everywhere, tried.even, tried.others)
                        for each in zip(errors, apart, strict=True)])  # fmt: skip

    def score(told: Sums) -> float:
        square = np.einsum("cp,cpq,cq->", weights, told[1], weights)
        return float((weights * told[0]).sum() - square / 2)

    return np.array([[score(sums(origin, scale)) for scale in range(len(SCALES))]
                     for origin in scored_on])  # fmt: skip


def _means(name: str, rows: Array) -> dict[str, float]:
    means = np.exp(np.log(rows).mean(axis=0))
    called = ("crps", "log_crps", "brier_1")
    return {f"{name}_{each}": float(mean) for each, mean in zip(called, means, strict=True)}


def growing(panel: Panel, steps: Sequence[int]) -> Weighted:
    """Own history, spread out, with a half-life of 1.5 months and half a month for each ahead."""
    past = panel.values[:, -60:]
    ages = np.arange(past.shape[1])[::-1]
    faded = np.stack([0.5 ** (ages / (1.5 + 0.5 * step)) for step in steps])
    weights = np.where(np.isnan(past), 0, 1)[:, None, :] * faded
    counts = np.nan_to_num(past)[..., None] * np.exp(0.5 * NORMAL_5)
    return Weighted(counts.reshape(len(past), 1, -1), np.repeat(weights, len(NORMAL_5), axis=-1))


def chances(panel: Panel, steps: Sequence[int]) -> Weighted:
    """The chance of at least each size by what was reached how often, and by the level, of late and
    for long; learnt from all units and earlier months."""
    values = panel.values
    last = values.shape[1] - 1
    months = np.arange(last - max(steps), 35, -3)
    known = ~np.isnan(values)
    units, columns = np.nonzero(known[:, months] & known[:, months + max(steps)])
    then = months[columns]
    levels = [np.log1p(faded_mean(values, half_life)) for half_life in (1.5, 5, 20, 60)]
    reached = []
    for size in SIZES:
        above = np.where(known, values >= size, np.nan)
        often = [_odds(faded_mean(above, half_life)) for half_life in (1.5, 5, 15, 60)]
        states = np.stack([*often, *(level - np.log(size) for level in levels)], axis=-1)
        given = np.concatenate([_with_step(states[units, then], step) for step in LEARNT])
        came = np.concatenate([values[units, then + step] >= size for step in LEARNT])
        learnt = _logistic(given, came.astype(np.float64)) if came.sum() >= 20 else None
        asked = [_with_step(states[:, last], step) for step in steps]
        reached.append(
            np.zeros((len(values), len(steps))) if learnt is None
            else np.stack([learnt(each) for each in asked], axis=1)
        )  # fmt: skip
    chance = np.minimum.accumulate(np.stack(reached, axis=-1), axis=-1)
    below = np.append(1 - chance, np.ones((*chance.shape[:2], 1)), axis=-1)
    weights = np.diff(below, axis=-1, prepend=0)
    counts = np.concatenate([[0], np.floor(np.sqrt(SIZES * np.append(SIZES[1:], 3200)))])
    return Weighted(np.broadcast_to(counts, weights.shape), weights)


def _odds(share: Array) -> Array:
    odds: Array = np.log((share + 0.01) / (1.01 - share))
    return odds


def _with_step(states: Array, step: int) -> Array:
    ahead = (step - 8.5) / 5.5
    return np.column_stack(
        [np.ones(len(states)), states, states * ahead, np.full(len(states), ahead)]
    )


def _logistic(given: Array, came: Array) -> Callable[[Array], Array]:
    """Logistic regression with a small ridge; the answer tells chances of other rows."""
    middle, reach = given.mean(axis=0), given.std(axis=0) + 1e-9
    middle[0], reach[0] = 0, 1
    rows = (given - middle) / reach
    ridge = np.full(rows.shape[1], 3.0)
    ridge[0] = 1e-4
    found = np.zeros(rows.shape[1])
    for _ in range(12):
        chance = 1 / (1 + np.exp(-np.clip(rows @ found, -15, 15)))
        slope = rows.T @ (came - chance) - ridge * found
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(ridge)
        step = np.clip(np.linalg.solve(bend, slope), -3, 3)
        found = found + step
        if np.abs(step).max() < 1e-3:
            break
    return lambda asked: 1 / (1 + np.exp(-((asked - middle) / reach) @ found))
