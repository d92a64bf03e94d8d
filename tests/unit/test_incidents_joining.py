"""From pairs to links, and from links to incidents: what must hold whatever the numbers are."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naap.incidents.joining import joined
from naap.incidents.matching import (
    PARTNER_BITS,
    Candidates,
    most_links,
    one_to_one,
    probabilities,
)

Pair = tuple[int, int]
SETS = 3


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[int], dict[Pair, float]]:
    """Accounts with their data sets, and weights in bits of pairs across data sets."""
    series = sorted(draw(st.lists(st.integers(0, SETS - 1), min_size=2, max_size=9)))
    pairs = [pair for pair in combinations(range(len(series)), 2)
             if series[pair[0]] != series[pair[1]]]  # fmt: skip
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    bits = st.floats(-12, 12, allow_nan=False).map(lambda each: round(each, 2))
    return series, {pair: draw(bits) for pair in sorted(chosen)}


def as_candidates(series: list[int], weights: dict[Pair, float]) -> tuple[Candidates, np.ndarray]:
    one = np.array([pair[0] for pair in weights], dtype=np.int64)
    other = np.array([pair[1] for pair in weights], dtype=np.int64)
    return Candidates(one, other, np.array(series), SETS), np.array(list(weights.values()))


@given(graphs())
def test_links_are_one_to_one_and_none_more_could_be_taken(
    graph: tuple[list[int], dict[Pair, float]],
) -> None:
    series, weights = graph
    given_, bits = as_candidates(series, weights)
    likelihood = probabilities(given_, bits)
    assert ((likelihood >= 0) & (likelihood <= 1)).all()
    taken = one_to_one(given_, likelihood, 0.1)
    links = [pair for pair, yes in zip(weights, taken, strict=True) if yes]
    partners = [(a, series[b]) for a, b in links] + [(b, series[a]) for a, b in links]
    assert len(partners) == len(set(partners))
    for (a, b), each in zip(weights, likelihood, strict=True):
        if each >= 0.1:
            assert {(a, series[b]), (b, series[a])} & set(partners)
    assert len(links) <= most_links(given_) if links else True


@given(graphs())
def test_links_are_the_likeliest_first(graph: tuple[list[int], dict[Pair, float]]) -> None:
    """Rounds of mutual bests give what taking one pair after the other gives."""
    series, weights = graph
    given_, bits = as_candidates(series, weights)
    likelihood = probabilities(given_, bits)
    full: set[tuple[int, int]] = set()
    slowly = []
    for each, (a, b) in sorted(zip(-likelihood, weights, strict=True)):
        places = {(a, series[b]), (b, series[a])}
        if -each >= 0.3 and not places & full:
            full |= places
            slowly.append((a, b))
    taken = one_to_one(given_, likelihood, 0.3)
    assert sorted(slowly) == [pair for pair, yes in zip(weights, taken, strict=True) if yes]


@pytest.mark.parametrize("bits", [(3.0,), (3.0, 1.0), (4.0, 2.0, -1.0)])
def test_probabilities_are_exact_where_candidates_form_no_loop(bits: tuple[float, ...]) -> None:
    """Three accounts of one data set that compete for one of another: a star."""
    series = [0, *([1] * len(bits))]
    weights = {(0, number): each for number, each in enumerate(bits, start=1)}
    given_, found = as_candidates(series, weights)
    odds = 2 ** (np.array(bits) + PARTNER_BITS)
    assert probabilities(given_, found) == pytest.approx(odds / (1 + odds.sum()), rel=1e-6)


def test_a_path_of_four_is_exact_too() -> None:
    series, weights = [0, 0, 1, 1], {(0, 2): 2.0, (1, 2): 1.0, (1, 3): 0.5}
    given_, bits = as_candidates(series, weights)
    a, b, c = 2 ** (np.array(list(weights.values())) + PARTNER_BITS)
    whole = 1 + a + b + c + a * c
    expected = [(a + a * c) / whole, b / whole, (c + a * c) / whole]
    assert probabilities(given_, bits) == pytest.approx(expected, rel=0.01)


@given(graphs(), st.data())
def test_incidents_keep_data_sets_apart_and_obey_persons(
    graph: tuple[list[int], dict[Pair, float]], data: st.DataObject
) -> None:
    series, weights = graph
    every = list(combinations(range(len(series)), 2))
    together = data.draw(st.lists(st.sampled_from(every), max_size=2, unique=True))
    rest = [pair for pair in every if pair not in together]
    apart = data.draw(st.lists(st.sampled_from(rest), max_size=2)) if rest else []
    lead = joined(series, weights, together, apart)
    plain = joined(series, [], together)
    for a, b in every:
        if lead[a] == lead[b] and series[a] == series[b]:
            assert plain[a] == plain[b], "only a person joins accounts of one data set"
    for a, b in together:
        assert lead[a] == lead[b]
    for a, b in apart:
        assert lead[a] != lead[b] or plain[a] == plain[b]
    assert all(lead[each] == each for each in lead)
