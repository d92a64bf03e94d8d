"""How well accounts are linked: measured against the truth of made sources, and beside the best
that can be done.

**The ceiling.** Nobody can link without fault where an attack has a twin on the next day. The
ceiling knows how the sources err (``Noise``), what they call things and how often events come in
each district around each day; from that it works out for each pair how much likelier it is that
both accounts tell of one event than of two. Then it takes the assignment between each two sources
whose sum of these is highest (the Hungarian method, block by block), or the pairs that are the
likeliest beside their rivals, whichever is better, at the cut that suits it best.

**What counts as right.** A link is right where the two accounts have an event in common, twins of
the same place and day counting as one. As many links can be found as the largest one-to-one
matching of right pairs between each two sources holds.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import duckdb
import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, maximum_bipartite_matching

from naap.incidents.matching import Candidates, one_to_one, probabilities
from tests.incident_worlds import KM_A_DEGREE, SERIES, Event, Noise, World, counted, type_of

__all__ = ["Proof", "Score", "assigned", "best_of_ceiling", "ceiling"]

Pair = tuple[int, int]
_DRAWS = 3000


@dataclass(frozen=True)
class Score:
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        whole = self.precision + self.recall
        return 2 * self.precision * self.recall / whole if whole else 0.0

    def named(self, name: str) -> dict[str, float]:
        return {
            f"{name}_precision": self.precision,
            f"{name}_recall": self.recall,
            f"{name}_f1": self.f1,
        }


class Proof:
    """The accounts of a world by their numbers (from 0) in the table ``told``."""

    def __init__(self, store: duckdb.DuckDBPyConnection, world: World) -> None:
        rows = store.execute(
            "SELECT series, record_key, grade, organisation_1 FROM told ORDER BY number"
        ).fetchall()
        by_key = {(row["series"], row["record_key"]): row for row in world.accounts}
        self.world = world
        self.accounts = [by_key[series, key] for series, key, _, _ in rows]
        self.grades = [grade for _, _, grade, _ in rows]
        self.organisations = [organisation for *_, organisation in rows]
        self.series = [series for series, *_ in rows]
        self.events = [world.truth[series, key] for series, key, *_ in rows]
        self.twins = [frozenset(event.twins for event in events) for events in self.events]
        self.possible = self._possible()

    def right(self, pair: Pair) -> bool:
        return bool(self.twins[pair[0]] & self.twins[pair[1]])

    def score(self, links: Iterable[Pair]) -> Score:
        links = list(links)
        right = sum(map(self.right, links))
        return Score(right / max(len(links), 1), right / max(self.possible, 1))

    def _possible(self) -> int:
        members: dict[Any, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, twins in enumerate(self.twins):
            for each in twins:
                members[each][self.series[number]].append(number)
        many, found = len(self.twins), 0
        for first, second in combinations(sorted(set(self.series)), 2):
            pairs = {
                (one, other)
                for by_series in members.values()
                for one in by_series[first]
                for other in by_series[second]
            }
            if pairs:
                one, other = zip(*sorted(pairs), strict=True)
                graph = coo_matrix((np.ones(len(pairs)), (one, other)), shape=(many, many))
                found += int((maximum_bipartite_matching(graph.tocsr()) >= 0).sum())
        return found


def assigned(proof: Proof, pairs: Sequence[Pair], bits: Sequence[float], least: float) -> list[int]:
    """Which pairs the best assignment between each two sources takes, of those above ``least``."""
    between: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, (one, other) in enumerate(pairs):
        if bits[at] > least:
            between[proof.series[one], proof.series[other]].append(at)
    taken = []
    many = len(proof.series)
    for chosen in between.values():
        one, other = np.array([pairs[at] for at in chosen]).T
        graph = coo_matrix((np.ones(len(chosen)), (one, other)), shape=(many, many))
        block = connected_components(graph, directed=False)[1][one]
        by_block = defaultdict(list)
        for at, name in zip(chosen, block, strict=True):
            by_block[name].append(at)
        for block_pairs in by_block.values():
            taken += _best([(pairs[at], bits[at] - least, at) for at in block_pairs])
    return taken


def _best(block: list[tuple[Pair, float, int]]) -> list[int]:
    if len(block) == 1:
        return [block[0][2]]
    rows = {each: at for at, each in enumerate(sorted({pair[0] for pair, _, _ in block}))}
    columns = {each: at for at, each in enumerate(sorted({pair[1] for pair, _, _ in block}))}
    gain, which = np.zeros((len(rows), len(columns))), {}
    for (one, other), bits, at in block:
        gain[rows[one], columns[other]] = bits
        which[rows[one], columns[other]] = at
    found = zip(*linear_sum_assignment(-gain), strict=True)
    return [which[place] for place in found if place in which]


def best_of_ceiling(
    proof: Proof, pairs: Sequence[Pair], bits: Sequence[float]
) -> tuple[Score, list[tuple[int, int, float]]]:
    """The best score that the ceiling's weights reach, and its links with their probability."""
    names = sorted(set(proof.series))
    given = Candidates(
        np.array([one for one, _ in pairs]), np.array([other for _, other in pairs]),
        np.array([names.index(each) for each in proof.series]), len(names),
    )  # fmt: skip
    tried = [[pairs[at] for at in assigned(proof, pairs, bits, least)] for least in range(-8, 2, 1)]
    for more in (-1.0, 0.0, 1.0, 2.0):
        sure = probabilities(given, np.array(bits) + more)
        for least in (0.2, 0.3, 0.4, 0.5):
            taken = np.flatnonzero(one_to_one(given, sure, least)).tolist()
            tried.append([pairs[at] for at in taken])
    sure = probabilities(given, np.array(bits))
    taken = np.flatnonzero(one_to_one(given, sure, 0.05)).tolist()
    ranked = [(*pairs[at], float(sure[at])) for at in taken]
    return max(map(proof.score, tried), key=lambda score: score.f1), ranked


def ceiling(proof: Proof, pairs: Sequence[Pair], noise: Noise | None = None) -> list[float]:
    """How much likelier one event is than two, in bits, for each pair, by who knows the noise."""
    return _Ceiling(proof, noise or Noise()).bits(pairs)


class _Ceiling:
    def __init__(self, proof: Proof, noise: Noise) -> None:
        self._proof, self._noise = proof, noise
        rng = random.Random(1)
        events = proof.world.events
        self._killed = _alike(rng, [each.killed for each in events], noise.killed_differ, noise)
        self._injured = _alike(rng, [each.injured for each in events], noise.injured_differ, noise)
        self._types = _types_alike(rng, events, noise)
        self._shifts = _shifts(noise)
        self._days = [row["event_start"].toordinal() for row in proof.accounts]
        self._spans = [(row["event_end"] - row["event_start"]).days for row in proof.accounts]
        self._span_share = Counter(self._spans)
        self._homes = [(each[0].province, each[0].district) for each in proof.events]
        self._rates = self._local_rates()
        self._points = self._points_of(events)
        self._named_in: dict[str, Counter[str]] = defaultdict(Counter)
        self._named = self._names_near()
        self._known_shares: dict[int, float] = {}
        self._densities: dict[int, float] = {}

    def bits(self, pairs: Sequence[Pair]) -> list[float]:
        return [self._bits(one, other) / math.log(2) for one, other in pairs]

    def _bits(self, one: int, other: int) -> float:
        shift = self._shifts.get(self._days[one] - self._days[other])
        if not shift or self._homes[one] != self._homes[other]:
            return -30.0
        rows = self._proof.accounts
        first, second = rows[one], rows[other]
        found = math.log((1 - self._noise.missed) * shift / max(self._rates[other], 1e-4))
        same_span = self._spans[one] == self._spans[other]
        share = self._span_share[self._spans[other]] / len(rows)
        found += math.log(0.97 / share) if same_span else math.log(0.03)
        if self._proof.grades[one] == self._proof.grades[other] == 0:
            found += math.log(self._near(first, second) / self._density(other))
        found += math.log(self._killed(first["killed_best"], second["killed_best"]))
        found += math.log(self._injured(first["injured_best"], second["injured_best"]))
        found += math.log(self._types(first, second))
        return found + self._organisations(one, other)

    def _near(self, first: dict[str, Any], second: dict[str, Any]) -> float:
        """Density of the second point where both err around the same one, per square km."""
        spread = self._noise.jitter_km**2
        away = _km2(first["latitude"], first["longitude"], second["latitude"], second["longitude"])
        return float(np.exp(-away / (2 * spread)) / (2 * math.pi * spread) + 1e-9)

    def _density(self, number: int) -> float:
        """Density of points of other events of the district there."""
        if number in self._densities:
            return self._densities[number]
        row, points = self._proof.accounts[number], self._points.get(self._homes[number])
        if points is None:
            return 1e-4
        spread = self._noise.jitter_km**2 / 2
        away = _km2(row["latitude"], row["longitude"], points[:, 0], points[:, 1])
        found = float(np.mean(np.exp(-away / (2 * spread))) / (2 * math.pi * spread) + 1e-5)
        self._densities[number] = found
        return found

    def _organisations(self, one: int, other: int) -> float:
        names = self._proof.organisations
        if names[one] is None or names[other] is None:
            return 0.0
        share = self._share_of_name(other)
        if names[one] == names[other]:
            return math.log(0.93 / share)
        return math.log(0.07 / max(1 - share, 0.03))

    def _share_of_name(self, number: int) -> float:
        """How often that organisation is named in the district around the day."""
        if number in self._known_shares:
            return self._known_shares[number]
        name = self._proof.organisations[number]
        near = self._named[self._homes[number]]
        everywhere = self._named_in[self._homes[number][0]]
        share = everywhere[name] / everywhere.total()
        for days in (400, 45):
            from_, to = self._days[number] - days, self._days[number] + days
            some = near[bisect_left(near, (from_, "")) : bisect_right(near, (to, "~"))]
            share = (sum(each == name for _, each in some) + 4 * share) / (len(some) + 4)
        self._known_shares[number] = share
        return share

    def _names_near(self) -> dict[tuple[str, str], list[tuple[int, str]]]:
        found: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        for number, name in enumerate(self._proof.organisations):
            if name is not None:
                found[self._homes[number]].append((self._days[number], name))
                self._named_in[self._homes[number][0]][name] += 1
        return {home: sorted(names) for home, names in found.items()}

    def _local_rates(self) -> list[float]:
        """Accounts a day of the same source in the district around the day, without itself."""
        days: dict[Any, list[int]] = defaultdict(list)
        keys = list(zip(self._homes, self._proof.series, strict=True))
        for key, day in zip(keys, self._days, strict=True):
            days[key].append(day)
        for each in days.values():
            each.sort()
        return [
            sum(
                weight
                * (bisect_right(days[key], day + width) - bisect_left(days[key], day - width) - 0.7)
                / (2 * width + 1)
                for width, weight in ((15, 0.5), (60, 0.3), (400, 0.2))
            )
            for key, day in zip(keys, self._days, strict=True)
        ]

    def _points_of(self, events: Sequence[Event]) -> dict[tuple[str, str], Any]:
        found: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
        for each in events:
            if each.grade == "place":
                found[each.province, each.district].append((each.latitude, each.longitude))
        return {home: np.array(points) for home, points in found.items()}


def _km2(lat: float, lon: float, lats: Any, lons: Any) -> Any:
    """Square of the distance in km."""
    east = (lons - lon) * KM_A_DEGREE * math.cos(math.radians(lat))
    return ((lats - lat) * KM_A_DEGREE) ** 2 + east**2


def _shifts(noise: Noise) -> dict[int, float]:
    """How often two reports of one day are so many days apart."""
    one = {0: 1 - noise.moved_one - noise.moved_two}
    one |= {sign * 1: noise.moved_one / 2 for sign in (-1, 1)}
    one |= {sign * 2: noise.moved_two / 2 for sign in (-1, 1)}
    found: dict[int, float] = defaultdict(float)
    for first, p in one.items():
        for second, q in one.items():
            found[first - second] += p * q
    return dict(found)


def _alike(
    rng: random.Random, true: Sequence[int], differ: float, noise: Noise
) -> Callable[[int | None, int | None], float]:
    """How much likelier two counts are of one event than of two."""
    often = Counter(true)
    told = {
        count: Counter(counted(rng, count, differ, noise.killed_sigma) for _ in range(_DRAWS))
        for count in often
    }
    share: dict[int, float] = defaultdict(float)
    causes: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for count, times in often.items():
        for said, draws in told[count].items():
            weight = times / len(true) * draws / _DRAWS
            share[said] += weight
            causes[said].append((count, weight))
    known: dict[tuple[int, int], float] = {}

    def ratio(one: int | None, other: int | None) -> float:
        if one is None or other is None:
            return 1.0
        if (one, other) not in known:
            both = sum(p * told[count].get(other, 0) / _DRAWS for count, p in causes.get(one, ()))
            apart = max(share.get(one, 1e-6) * share.get(other, 1e-6), 1e-9)
            known[one, other] = max(both, 1e-7) / apart
        return known[one, other]

    return ratio


def _types_alike(
    rng: random.Random, events: Sequence[Event], noise: Noise
) -> Callable[[dict[str, Any], dict[str, Any]], float]:
    """How much likelier two types are of one event than of two."""
    drawn = [
        {series: type_of(series, each, rng, noise) for series in SERIES}
        for _ in range(4)
        for each in events
    ]
    single = Counter((series, said) for each in drawn for series, said in each.items())
    both = Counter(pair for each in drawn for pair in combinations(each.items(), 2))

    def ratio(one: dict[str, Any], other: dict[str, Any]) -> float:
        first, second = sorted(
            ((each["series"], each["event_type"]) for each in (one, other)),
            key=lambda each: SERIES.index(each[0]),
        )
        apart = (single[first] + 0.5) * (single[second] + 0.5) / len(drawn)
        return (both[first, second] + 0.5) / apart

    return ratio
