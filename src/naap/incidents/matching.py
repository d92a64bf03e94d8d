"""Which pairs are links: each account has at most one partner in each other data set.

A pair's own weight is not enough, where an attack has a twin the next day: what counts is how it
stands beside the other candidates of both accounts. The sum-product rule on the graph of
candidates gives each pair its probability to be in the matching, given all the others (exact on
trees, good where candidates form few loops: the Bethe approximation). Links are then taken in the
order of that probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["PARTNER_BITS", "Candidates", "most_links", "one_to_one", "probabilities"]

PARTNER_BITS = 1.3
"""Before anything is compared, a candidate is 2.5 times as likely the partner as nobody is.
Chosen on the seeds for tuning."""
_ROUNDS = 10
_SURE_BITS = 40.0


@dataclass(frozen=True)
class Candidates:
    """Pairs of accounts by their numbers (numpy arrays of one length), the data set of each
    account by its number, and how many data sets there are."""

    one: Any
    other: Any
    series: Any
    data_sets: int

    @property
    def slots(self) -> tuple[Any, Any, int]:
        """For each pair the place that it takes of each account: its partner in a data set."""
        first = self.one * self.data_sets + self.series[self.other]
        second = self.other * self.data_sets + self.series[self.one]
        return first, second, len(self.series) * self.data_sets


def probabilities(given: Candidates, bits: Any) -> Any:
    """Each pair's probability to be a link, from its weight in bits."""
    import numpy as np

    first, second, places = given.slots
    odds = np.exp2(np.clip(bits + PARTNER_BITS, -_SURE_BITS, _SURE_BITS))
    to_first = to_second = np.ones(len(odds))
    for _ in range(_ROUNDS):
        told = odds * to_second
        to_first = 1 / (1 + _others(np.bincount(first, told, places)[first], told))
        told = odds * to_first
        fresh = 1 / (1 + _others(np.bincount(second, told, places)[second], told))
        to_second = (to_second + fresh) / 2
    found = odds * to_first * to_second
    return found / (1 + found)


def one_to_one(given: Candidates, likelihood: Any, least: float) -> Any:
    """Which pairs are links, as a mask: the likeliest first, as long as both places are free.

    Pairs that are the best for both accounts are taken together, round after round; that gives
    what taking one by one would give. Of equals the first by the numbers of the accounts wins.
    """
    import numpy as np

    first, second, places = given.slots
    # The number breaks ties in the same way everywhere.
    order = np.lexsort((given.other, given.one, -likelihood))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order), 0, -1)
    open_ = np.flatnonzero(likelihood >= least)
    taken = np.zeros(len(order), dtype=bool)
    while len(open_):
        best_first, best_second = np.zeros(places, np.int64), np.zeros(places, np.int64)
        np.maximum.at(best_first, first[open_], rank[open_])
        np.maximum.at(best_second, second[open_], rank[open_])
        mine = rank[open_]
        won = open_[(mine == best_first[first[open_]]) & (mine == best_second[second[open_]])]
        taken[won] = True
        full = np.zeros(places, dtype=bool)
        full_second = np.zeros(places, dtype=bool)
        full[first[won]] = True
        full_second[second[won]] = True
        open_ = open_[~(full[first[open_]] | full_second[second[open_]])]
    return taken


def most_links(given: Candidates) -> int:
    """No more links than this can be, when each account has one partner in each data set."""
    import numpy as np

    first, second, _ = given.slots
    sets = given.data_sets
    between = given.series[given.one] * sets + given.series[given.other]
    most = 0
    for each in np.unique(between):
        among = between == each
        most += min(len(np.unique(first[among])), len(np.unique(second[among])))
    return most


def _others(whole: Any, own: Any) -> Any:
    """The sum without one's own part; rounding must not make it negative."""
    import numpy as np

    return np.maximum(whole - own, 0.0)
