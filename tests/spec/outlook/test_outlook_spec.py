"""Run the paragraphs of the chapter on the scores."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from naap.outlook import scores
from naap.outlook.panel import Array
from tests.spec.render import paragraphs

CHAPTER = paragraphs("outlook")
SCORED: dict[str, Callable[[Array, Array], Array]] = {
    "crps": scores.crps,
    "log_crps": scores.log_crps,
    "interval_score": scores.interval_score,
    "ignorance": scores.ignorance,
    "brier_25": lambda draws, actual: scores.brier(draws, actual, 25),
    "first_tenth": lambda draws, actual: scores.pit_histogram(draws, actual)[..., 0],
}


def draws_of(written: str) -> Array:
    if " to " in written:
        first, last = written.split(" to ")
        return np.arange(float(first), float(last) + 1)
    parts = [part.split(" x ") for part in written.split(", ")]
    return np.concatenate([np.full(int(count), float(value)) for count, value in parts])


@pytest.mark.parametrize("test", [test for _, test in CHAPTER], ids=[name for name, _ in CHAPTER])
def test_paragraph(test: dict[str, Any]) -> None:
    for step in test["given"]:
        for cell in step["cells"]:
            found = SCORED[step["score"]](draws_of(cell["draws"]), np.array(float(cell["actual"])))
            assert float(found) == pytest.approx(cell["is"], abs=1e-6), cell
