"""Would a quantile forest find what is alike better than the nearest neighbours do?

Both are asked for what came after in states like that of the origin, alone and mixed half and half
with the part ``spread``; ratios to conflictology, on nine windows of 2008 to 2017, on none of which
the model is proved.

Then as a part of the pool: in the place of the neighbours, or beside them. Weights are chosen on
windows that end by October 2013 (as ``naap forecast choose`` does) and scored on the twelve windows
after that, up to October 2017.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from naap.outlook.alike import faded_mean
from naap.outlook.panel import Array, Panel
from naap.outlook.parts import PARTS, Weighted
from naap.outlook.scores import crps, log_crps
from naap.outlook.weighted import even_shares, weighted_quantiles
from tests.outlook_proof import origin_of, pool_ratios, views_panel

SAYS = "a quantile forest beside nearest neighbours, as a part of the model (needs the shared data)"
RUNS = 1
STEPS = range(3, 15)
TREES, LEAF, KEPT = 40, 40, 600


def measure() -> dict[str, float]:
    panel = views_panel()
    ratios: dict[str, list[float]] = {}
    spent = {"alike": 0.0, "forest": 0.0}
    for origin in range(origin_of(2008), origin_of(2017) + 1, 9):
        happened = panel.at(panel.units, range(origin + 3, origin + 15))
        past = panel.upto(origin)
        whole = ~np.isnan(happened).any(axis=1) & ~np.isnan(past.values[:, -60:]).any(axis=1)
        past = past.only([panel.units[row] for row in np.flatnonzero(whole)])
        actual = happened[whole]
        draws = {}
        for name in ("alike", "forest", "spread", "year"):
            cpu = time.process_time()
            draws[name] = _draws(forest(past) if name == "forest" else PARTS[name](past, STEPS))
            if name in spent:
                spent[name] += time.process_time() - cpu
        for name in spent:
            mixed = np.concatenate([draws[name], draws["spread"]], axis=-1)
            for label, made in ((name, draws[name]), (f"{name}_and_spread", mixed)):
                for score in (crps, log_crps):
                    ratio = score(made, actual).mean() / score(draws["year"], actual).mean()
                    ratios.setdefault(f"{score.__name__}_{label}", []).append(float(ratio))
    return {
        **{name: float(np.exp(np.mean(np.log(each)))) for name, each in ratios.items()},
        **{f"{name}_cpu_s_a_window": each / 9 for name, each in spent.items()},
        **pools(panel),
    }


def pools(panel: Panel) -> dict[str, float]:
    """Each pool's scores over those of conflictology."""
    made: dict[tuple[int, ...], Weighted] = {}

    def part(past: Panel, steps: Sequence[int]) -> Weighted:
        """The same forest for all pools: an origin has months of its own number."""
        if past.values.shape not in made:
            made[past.values.shape] = forest(past)
        return made[past.values.shape]

    others = {name: each for name, each in PARTS.items() if name != "alike"}
    compared = {
        "without": dict(PARTS), "in_place": {**others, "forest": part},
        "beside": {**PARTS, "forest": part},
    }  # fmt: skip
    return {
        f"pool_{name}_{score}": ratio
        for name, parts in compared.items()
        for score, ratio in pool_ratios(panel, parts).items()
    }


def _draws(part: Weighted) -> Array:
    shape = np.broadcast_shapes(part.counts.shape, part.weights.shape)
    counts, weights = (np.broadcast_to(each, shape) for each in (part.counts, part.weights))
    found = np.rint(weighted_quantiles(counts, weights, even_shares(100)))
    return np.broadcast_to(found, (shape[0], len(STEPS), 100))


def forest(panel: Panel) -> Weighted:
    """Neighbours are states that fall into the same leaves (Meinshausen 2006)."""
    from sklearn.ensemble import RandomForestRegressor

    values = panel.values
    present = np.where(np.isnan(values), np.nan, values > 0)
    level = faded_mean(values, 3)
    states = np.stack(
        [np.log1p(faded_mean(values, half_life)) for half_life in (1, 2.5, 6, 15, 40)]
        + [faded_mean(present, half_life) for half_life in (3, 12, 60)],
        axis=-1,
    )
    last = values.shape[1] - 1
    months = np.arange(last - max(STEPS), 47, -3)[:80]
    known = ~np.isnan(values)
    units, columns = np.nonzero(known[:, months] & known[:, months + max(STEPS)])
    then = months[columns]
    after = np.log1p(
        np.stack([np.nan_to_num(values[units, then + step]) for step in (3, 6, 9, 12, 14)], axis=1)
    )
    trees = RandomForestRegressor(
        TREES, min_samples_leaf=LEAF, max_features=0.5, max_samples=0.5, random_state=0
    ).fit(states[units, then], after - np.log1p(level[units, then])[:, None])
    learnt, asked = trees.apply(states[units, then]), trees.apply(states[:, last])
    weights = np.zeros((len(values), len(units)), dtype=np.float32)
    for tree in range(TREES):
        same = asked[:, tree, None] == learnt[None, :, tree]
        weights += same / same.sum(axis=1, keepdims=True)
    near = np.argsort(-weights, axis=1)[:, :KEPT]
    scale = (level[:, last, None] + 1) / (level[units, then] + 1)[near]
    counts = [np.nan_to_num(values[units[near], then[near] + step]) * scale for step in STEPS]
    kept = np.take_along_axis(weights, near, axis=1).astype(np.float64)
    return Weighted(np.stack(counts, axis=1), kept[:, None, :])
