"""The third design: other countries, weighted so that they ran alike before the event.

Synthetic difference-in-differences (Arkhangelsky et al., American Economic Review 111, 2021) on
logarithms of counts by quarter. A national plan leaves no untreated unit inside the country, so
the donors are other countries; each of them also stands in as a placebo, with the country asked
about among *its* donors: what is done to each must be done to all alike. When that country was
nobody's donor, it was the most extreme of them more often than its share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from naap.outlook.evaluate_design import Estimate, Placebo, Window, cannot_be_told, told
from naap.outlook.panel import Array, Panel, Unit

__all__ = [
    "LEAST_DONORS", "Difference", "difference", "differences", "each_against_others", "synthetic",
]  # fmt: skip

LEAST_DONORS = 19
"""The first among fewer placebo units is no rarer than 5 %."""
QUARTER = 3
MOST_TOLD = 8


@dataclass(frozen=True, eq=False)
class Difference:
    """``size`` on the scale of logarithms; ``fit``: how far off the weighted donors ran before."""

    size: float
    fit: float
    donors: Array


def difference(own: Array, others: Array, before: int) -> Difference:
    """``own`` (times,) against ``others`` (units, times), of which ``before`` precede the event."""
    return differences(own[None], others[None], before)[0]


def differences(own: Array, others: Array, before: int) -> list[Difference]:
    """Several at once: ``own`` (cases, times), ``others`` (cases, units, times)."""
    after = own.shape[1] - before
    changes = np.diff(others[..., :before], axis=-1).reshape(len(own), -1)
    noise = changes.std(axis=1, ddof=1) if changes.shape[1] > 1 else np.zeros(len(own))
    donors = _weights(
        np.swapaxes(others[..., :before], 1, 2), own[:, :before],
        (after**0.25 * noise) ** 2 * before,
    )  # fmt: skip
    times = _weights(
        others[..., :before], others[..., before:].mean(axis=-1),
        (1e-6 * noise) ** 2 * others.shape[1],
    )  # fmt: skip
    gap = own - np.einsum("cu,cut->ct", donors, others)
    size = gap[:, before:].mean(axis=1) - (gap[:, :before] * times).sum(axis=1)
    rest = gap[:, :before] - gap[:, :before].mean(axis=1, keepdims=True)
    fit = np.sqrt((rest**2).mean(axis=1)) + 0.05
    return [Difference(float(s), float(f), d) for s, f, d in zip(size, fit, donors, strict=True)]


def each_against_others(logs: Array, before: int) -> tuple[list[Difference], Array]:
    """Of each unit of ``logs`` (units, times) its difference from all others, and by what sizes are
    made comparable (units,): the middle of how far off its own donors ran and how far those of all
    did, since twenty quarters say little of one unit's spread."""
    rest = np.stack([np.delete(logs, each, axis=0) for each in range(len(logs))])
    found = differences(logs, rest, before)
    fits = np.array([each.fit for each in found])
    return found, np.sqrt((fits**2 + (fits**2).mean()) / 2)


def _weights(columns: Array, target: Array, ridge: Array) -> Array:
    """(cases, n): weights of at least 0 that add up to 1, with a free level: least squares,
    accelerated. ``columns`` is (cases, rows, n), ``target`` (cases, rows), ``ridge`` (cases,)."""
    a = columns - columns.mean(axis=1, keepdims=True)
    b = target - target.mean(axis=1, keepdims=True)
    gram, pull = np.swapaxes(a, 1, 2) @ a, np.einsum("crn,cr->cn", a, b)
    damp = ridge[:, None]
    rate = 1 / (np.linalg.eigvalsh(gram)[:, -1:] + damp + 1e-12)
    now = ahead = np.full(pull.shape, 1 / pull.shape[1])
    pace = 1.0
    for _ in range(2000):
        slope = (gram @ ahead[..., None])[..., 0] - pull + damp * ahead
        new = _onto_simplex(ahead - rate * slope)
        faster = (1 + np.sqrt(1 + 4 * pace**2)) / 2
        ahead = new + (pace - 1) / faster * (new - now)
        if np.abs(new - now).max() < 1e-8:
            return new
        now, pace = new, faster
    return now


def _onto_simplex(points: Array) -> Array:
    """Of each point (cases, n) the nearest weights of at least 0 that add up to 1."""
    down = -np.sort(-points, axis=1)
    sums = np.cumsum(down, axis=1) - 1
    shares = sums / np.arange(1, points.shape[1] + 1)
    last = (down > shares).sum(axis=1) - 1
    nearest: Array = np.maximum(points - shares[np.arange(len(points)), last, None], 0)
    return nearest


def synthetic(
    panel: Panel | None, treated: Unit | None, start: int, window: Window, dates: bool = True
) -> Estimate:
    """The treated unit against all others of the panel with violence of their own before.

    Without ``dates`` it is not asked again at earlier dates.
    """
    from scipy.special import stdtr, stdtrit

    if panel is None or treated is None:
        return cannot_be_told(
            "synthetic",
            "the plan is national, so no unit inside the country is without it; other countries "
            "are needed, and none were given (--donors FILE --treated UNIT)",
        )
    if treated not in panel.units:
        return cannot_be_told("synthetic", f"the donors' file has no unit {treated}")
    before, after = window.before // QUARTER, window.after // QUARTER
    logs, kept = _logs(panel, start, before, after)
    if treated not in kept:
        return cannot_be_told(
            "synthetic", f"unit {treated} is not known, or quiet, in the months around the event"
        )
    if len(kept) - 1 < LEAST_DONORS:
        return cannot_be_told(
            "synthetic", f"{len(kept) - 1} other units have violence before the event; "
            f"{LEAST_DONORS} are needed for a placebo test at 5 %",
        )  # fmt: skip
    row = kept.index(treated)
    own, others = logs[row], np.delete(logs, row, axis=0)
    donors = tuple(unit for unit in kept if unit != treated)
    each_found, spreads = each_against_others(logs, before)
    found, spread = each_found[row], float(spreads[row])
    scores = np.array([each.size for each in each_found]) / spreads
    score, placebos = float(scores[row]), np.delete(scores, row)
    units = Placebo.among(score, placebos, "other countries")
    # A rank among 25 has one step below 0.05; held against the usual placebo, p has as many as it
    # needs for a criterion below that.
    usual = float(np.sqrt((placebos**2).mean()))
    p = 2 * float(stdtr(len(placebos) - 1, -abs(score) / usual))
    reach = float(stdtrit(len(placebos) - 1, 0.975)) * usual * spread
    heaviest = np.argsort(-found.donors)[:MOST_TOLD]
    left = np.stack([np.delete(others, each, axis=0) for each in heaviest[:5]])
    alone = np.broadcast_to(own, (len(left), len(own)))
    without = [each.size for each in differences(alone, left, before)]
    counts = panel.at([treated], range(start, start + after * QUARTER))
    return told(
        "synthetic",
        f"synthetic difference-in-differences against {len(others)} countries, {before} quarters "
        f"before and {after} after; interval and p from the usual size of the same done to each of "
        "them",
        found.size,
        found.size - reach,
        found.size + reach,
        float(np.nanmean(counts)),
        p,
        donors={str(donors[each]): round(float(found.donors[each]), 3) for each in heaviest},
        without_one_donor=[round(float(np.exp(each)), 3) for each in (min(without), max(without))],
        fit_before=round(found.fit, 3),
    ).with_placebos(_dates(panel, treated, start, before, after, score) if dates else None, units)


def _logs(panel: Panel, start: int, before: int, after: int) -> tuple[Array, list[Unit]]:
    """Logarithms by quarter of the units that are known throughout and not quiet before."""
    times = range(start - before * QUARTER, start + after * QUARTER)
    counts = panel.at(panel.units, times).reshape(len(panel.units), -1, QUARTER).sum(axis=2)
    kept = ~np.isnan(counts).any(axis=1) & ((counts[:, :before] > 0).mean(axis=1) >= 0.5)
    return np.log1p(counts[kept]), [u for u, keep in zip(panel.units, kept, strict=True) if keep]


def _dates(
    panel: Panel, treated: Unit, start: int, before: int, after: int, own: float
) -> Placebo | None:
    """The same at earlier dates whose months end before the event, a year apart."""
    scores = []
    for date in range(start - after * QUARTER, panel.first + before * QUARTER, -12):
        logs, kept = _logs(panel, date, before, after)
        if treated in kept and len(kept) > LEAST_DONORS:
            row = kept.index(treated)
            found, spreads = each_against_others(logs, before)
            scores.append(found[row].size / float(spreads[row]))
    return Placebo.among(own, scores, "dates before the event")
