"""The proof of the names: measured on the half of the organisations that nothing was tuned on."""

from __future__ import annotations

from pathlib import Path

import pytest

from naap.organisations import DEFAULT_THRESHOLD, Index
from tests.names_proof import (
    LeftOut,
    Proof,
    best_f1,
    held_out,
    precision_and_recall_at,
    recall_at_precision,
    scored,
)

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def proof(shared_data: Path) -> Proof:
    return Proof(shared_data / "organisations")


def test_labelled_pairs_of_organisations_held_out(proof: Proof) -> None:
    scores = scored(pair for pair in proof.pairs if pair.held_out)
    assert len(scores) > 1000
    assert best_f1(scores) >= 0.93
    assert recall_at_precision(scores, 0.95) >= 0.85
    precision, recall = precision_and_recall_at(scores, DEFAULT_THRESHOLD)
    assert precision >= 0.98
    assert recall >= 0.85


def test_labelled_pairs_of_all(proof: Proof) -> None:
    scores = scored(proof.pairs)
    assert best_f1(scores) >= 0.93
    assert recall_at_precision(scores, 0.95) >= 0.85


@pytest.mark.parametrize(
    ("what", "first", "least"),
    [("arabic script", 1, 0.95), ("roman", 1, 0.97), ("acronyms", 5, 0.95)],
)
def test_spellings_that_are_not_on_the_list(
    proof: Proof, what: str, first: int, least: float
) -> None:
    names = proof.roman_and_ofac(acronyms=what != "acronyms")
    assert len(names) > 9_700
    search = LeftOut(names, proof.meant_by_ofac())
    asked = proof.asked(what)
    assert search.share(asked, first) >= least
    assert search.share([each for each in asked if held_out(each.org_id)], first) >= least


def test_no_lawful_body_is_flagged(proof: Proof) -> None:
    index = Index(proof.register())
    flagged = {name: hits[0].reason for name in proof.lawful if (hits := index.search(name))}
    assert flagged == {}
