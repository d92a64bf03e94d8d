"""How well the claim checks do on sentences that were written before them."""

from __future__ import annotations

from collections import Counter

import pytest

from naap.checks.prose import FLAGS, FORMS, VERDICTS
from tests.prose_corpus import BLOCK, GUIDE, Entry, Expected, corpus, judged, misses, table, total

HOLDING = [
    pytest.param(entry, expected, id=f"{entry.file}: {entry.text[:60]}")
    for entry in corpus()
    for expected in entry.expected
    if expected.verdict == "holds"
]


def test_the_corpus_is_large_and_varied() -> None:
    assert len(corpus()) >= 200
    assert len({entry.text for entry in corpus()}) == len(corpus())
    claims = Counter(claim.forms[0] for entry in corpus() for claim in entry.expected)
    assert min(claims[form] for form in FORMS if form != "date") >= 7
    verdicts = Counter(claim.verdict for entry in corpus() for claim in entry.expected)
    assert set(verdicts) == set(VERDICTS)
    assert verdicts["fails"] > 0.3 * verdicts["holds"]
    assert sum(not entry.expected for entry in corpus()) >= 50


@pytest.mark.parametrize("entry", corpus(), ids=lambda entry: f"{entry.file}: {entry.text[:60]}")
def test_what_is_expected_can_come_true(entry: Entry) -> None:
    for claim in (*entry.expected, *entry.allowed):
        assert set(claim.forms) <= set(FORMS)
        assert claim.verdict in VERDICTS
        assert set(claim.flags) <= set(FLAGS)
        assert claim.within in entry.text
    for claim in entry.expected:
        assert (claim.breaks is not None) == (claim.verdict == "holds")


def test_a_verdict_that_is_given_is_right() -> None:
    assert total().precision >= 0.95, "\n".join(misses())


def test_most_claims_that_can_be_judged_are() -> None:
    assert total().recall >= 0.85, "\n".join(misses())


def test_a_right_verdict_shows_the_right_number() -> None:
    right = [pair for pair in judged() if pair.is_right]
    assert sum(pair.computed_is_right for pair in right) >= 0.95 * len(right), "\n".join(misses())
    flagged = [pair for pair in right if pair.expected and pair.expected.flags]
    assert sum(pair.flags_are_right for pair in flagged) >= 0.75 * len(flagged)


def test_the_guide_shows_the_scores_of_today() -> None:
    shown = BLOCK.findall(GUIDE.read_text(encoding="utf-8"))
    assert shown == [f"{table()}\n"], "run: python -m tests.prose_corpus --write"


@pytest.mark.parametrize(("entry", "expected"), HOLDING)
def test_a_claim_no_longer_holds_when_one_number_is_changed(
    entry: Entry, expected: Expected
) -> None:
    def holding(text: str) -> int:
        return sum(
            result.verdict == "holds" and result.form in expected.forms
            for result in entry.results(text)
        )

    assert expected.breaks is not None
    old, new = expected.breaks
    broken = entry.text.replace(old, new, 1)
    assert broken != entry.text
    # A claim that is missed or read otherwise than meant counts against recall and numbers, above.
    read = any(
        pair.entry is entry and pair.expected is expected and pair.is_right
        and pair.computed_is_right
        for pair in judged()
    )  # fmt: skip
    assert holding(broken) < holding(entry.text) or not read
