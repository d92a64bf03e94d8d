"""How good recorded forecasts were: skill against simple rules, calibration, and what to act on."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

__all__ = [
    "AT_LEAST", "BASELINES", "COSTS", "RECENT_MONTHS", "Chance", "Group", "Skill", "Told",
    "chance_of", "groups_of", "quantile_score", "skill_of",
]  # fmt: skip

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
AT_LEAST = (1, 25, 100)
COSTS = (2, 5, 10, 20)
"""A loss is so many times what acting costs: act from a probability of one over it."""
BASELINES = ("conflictology", "weighted-history")
LEAST_YEARS = 5
"""An interval from fewer years than this would be a pretence."""
RESAMPLES = 400
RECENT_MONTHS = 6
"""Half-yearly forecasts: up to so many months ahead the latest one speaks of a month."""
_GROUPS = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)


@dataclass(frozen=True)
class Told:
    """What was said of one month, and the count that came (None: not known yet)."""

    month: str
    origin: str
    ahead: int
    quantiles: tuple[int, ...]
    chances: tuple[float, ...]
    counted: int | None
    retrospective: bool
    record_id: str

    @property
    def row_id(self) -> str:
        return f"{self.origin}/{self.ahead}"

    @property
    def inside(self) -> bool | None:
        """Whether the count fell into the range that holds 9 of 10."""
        if self.counted is None:
            return None
        return self.quantiles[0] <= self.counted <= self.quantiles[-1]


@dataclass(frozen=True)
class Skill:
    """1 less our mean score over the baseline's; no interval from too few years."""

    baseline: str
    value: float
    low: float | None
    high: float | None
    years: int

    @property
    def is_shown(self) -> bool:
        return self.low is not None and self.low > 0


@dataclass(frozen=True)
class Threshold:
    """What it would have meant to act whenever the probability reached ``act_from``."""

    loss_over_cost: int
    act_from: float
    reached: bool
    right: int
    false_alarms: int
    misses: int
    quiet: int


@dataclass(frozen=True)
class Chance:
    """The probability of at least so many in the month ahead, and what became of such chances."""

    at_least: int
    probability: float
    said: float
    came: int
    months: int
    thresholds: tuple[Threshold, ...]


@dataclass(frozen=True)
class Group:
    """Chances that were alike: what was said on average, how often it came, of how many."""

    at_least: int
    said: float
    came: int
    of: int


def quantile_score(quantiles: Sequence[int], counted: int) -> float:
    """The quantile score, in deaths: twice the mean pinball loss, near the CRPS, 0 is perfect."""
    lost = sum(
        ((counted < said) - share) * (said - counted)
        for share, said in zip(SHARES, quantiles, strict=True)
    )
    return 2 * lost / len(SHARES)


def skill_of(
    baseline: str, told: Sequence[Told], before: Mapping[tuple[str, str], tuple[int, ...]]
) -> Skill | None:
    """Skill over all months told that are known, with an interval that resamples years."""
    years: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for each in told:
        theirs = before.get((baseline, each.origin))
        if theirs is None or each.counted is None:
            continue
        sums = years[each.month[:4]]
        sums[0] += quantile_score(each.quantiles, each.counted)
        sums[1] += quantile_score(theirs, each.counted)
    pairs = list(years.values())
    ours, theirs_sum = (sum(pair[side] for pair in pairs) for side in (0, 1))
    if theirs_sum <= 0:
        return None
    low = high = None
    if len(pairs) >= LEAST_YEARS:
        chance = random.Random(1)
        found = sorted(_resampled(chance.choices(pairs, k=len(pairs))) for _ in range(RESAMPLES))
        low, high = found[RESAMPLES * 25 // 1000], found[RESAMPLES * 975 // 1000 - 1]
    return Skill(baseline, 1 - ours / theirs_sum, low, high, len(pairs))


def _resampled(pairs: Sequence[Sequence[float]]) -> float:
    theirs = sum(pair[1] for pair in pairs)
    return 1 - sum(pair[0] for pair in pairs) / theirs if theirs > 0 else 0.0


def chance_of(number: int, level: int, told: Sequence[Told], ahead: Told) -> Chance:
    """Of the month ahead, with the track record of all forecasts of half a year or less."""
    before = [
        (each.chances[number], each.counted >= level)
        for each in told
        if each.counted is not None and each.ahead <= RECENT_MONTHS
    ]
    chance = ahead.chances[number]
    return Chance(
        level,
        chance,
        sum(said for said, _ in before) / len(before) if before else 0.0,
        sum(came for _, came in before),
        len(before),
        tuple(_threshold(cost, chance, before) for cost in COSTS),
    )


def _threshold(cost: int, chance: float, before: Sequence[tuple[float, bool]]) -> Threshold:
    acted = [(said >= 1 / cost, came) for said, came in before]
    return Threshold(
        cost, 1 / cost, chance >= 1 / cost,
        acted.count((True, True)), acted.count((True, False)), acted.count((False, True)),
        acted.count((False, False)),
    )  # fmt: skip


def groups_of(areas: Sequence[Sequence[Told]]) -> Iterable[Group]:
    """Chances of all areas, those that are alike together."""
    for number, level in enumerate(AT_LEAST):
        found: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for each in (each for told in areas for each in told):
            if each.counted is not None:
                said = each.chances[number]
                group = sum(said >= edge for edge in _GROUPS)
                found[group].append((said, each.counted >= level))
        for _, cells in sorted(found.items()):
            yield Group(
                level, sum(said for said, _ in cells) / len(cells),
                sum(came for _, came in cells), len(cells),
            )  # fmt: skip
