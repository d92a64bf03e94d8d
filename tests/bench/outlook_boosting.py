"""Does gradient boosting earn a place? The chance of any death, by it and by the model.

Both learn from data up to each origin only; the model's weights were chosen up to December 2011.
Windows 2012 to 2017: nothing here has seen the windows that the model is proved on.
"""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from naap.outlook.alike import faded_mean
from naap.outlook.choose import choose
from naap.outlook.forecasting import make_forecast
from naap.outlook.panel import Array, Panel
from tests.outlook_proof import origin_of, views_panel

SAYS = (
    "the chance of any death, 2012 to 2017: gradient boosting and logistic regression beside the "
    "model (needs the shared data)"
)
RUNS = 1
STEPS = range(3, 15)
LEARNT = (3, 6, 9, 12, 14)
YEARS_BACK = 15


def measure() -> dict[str, float]:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    cpu = time.process_time()
    panel = views_panel()
    settings = choose(panel, until=384, since=250, every=6, steps=STEPS)
    features = _features(panel)
    squares: dict[str, list[float]] = {}
    for origin in range(origin_of(2012), origin_of(2017) + 1, 4):
        made, _ = make_forecast(panel, origin, STEPS, 200, settings=settings)
        base, _ = make_forecast(panel, origin, STEPS, 200, model="conflictology")
        happened = panel.at(made.units, made.times) > 0
        rows = [panel.units.index(unit) for unit in made.units]
        chances = {
            "model": (made.draws > 0).mean(axis=-1),
            "conflictology": (base.draws > 0).mean(axis=-1),
        }
        given, came = _learnt(panel, features, origin)
        asked = np.concatenate(
            [_with_step(features[rows, origin - panel.first], step) for step in STEPS]
        )
        for name, learner in (
            ("logistic", make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))),
            ("boosting", HistGradientBoostingClassifier(
                max_iter=80, max_leaf_nodes=15, min_samples_leaf=200, random_state=0)),
        ):  # fmt: skip
            learner.fit(given, came)
            chances[name] = learner.predict_proba(asked)[:, 1].reshape(len(STEPS), -1).T
        for name, chance in chances.items():
            squares.setdefault(name, []).append(float(((chance - happened) ** 2).mean()))
    return {
        **{f"brier_1_{name}": float(np.mean(each)) for name, each in squares.items()},
        "windows": len(squares["model"]),
        "cpu_s": time.process_time() - cpu,
    }


def _features(panel: Panel) -> Array:
    """(units, months, 9): levels and shares of months with any count, each with four memories;
    and the share of all units that had any."""
    present = np.where(np.isnan(panel.values), np.nan, panel.values > 0)
    shares = [faded_mean(present, half_life) for half_life in (1.5, 4, 12, 40)]
    levels = [faded_mean(panel.values, half_life) for half_life in (1.5, 4, 12, 40)]
    return np.stack(
        [
            *(np.log((share + 0.01) / (1.01 - share)) for share in shares),
            *map(np.log1p, levels),
            np.broadcast_to(np.nanmean(present, axis=0), present.shape),
        ],
        axis=-1,
    )


def _learnt(panel: Panel, features: Array, origin: int) -> tuple[Array, NDArray[np.bool_]]:
    last = origin - panel.first - max(STEPS)
    given, came = [], []
    for month in range(max(36, last - 12 * YEARS_BACK), last + 1, 2):
        for step in LEARNT:
            later = panel.values[:, month + step]
            known = ~np.isnan(panel.values[:, month]) & ~np.isnan(later)
            given.append(_with_step(features[known, month], step))
            came.append(later[known] > 0)
    return np.concatenate(given), np.concatenate(came)


def _with_step(features: Array, step: int) -> Array:
    return np.column_stack([features, np.full(len(features), step)])
