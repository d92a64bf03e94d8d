"""Run the paragraphs of the chapter on how a state is proposed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from naap.status.completion_rules import (
    RULES_OF_ACTIONS,
    RULES_OF_POINTS,
    ActionEvidence,
    PointEvidence,
    propose,
)
from tests.spec.render import paragraphs

CHAPTER = paragraphs("status")
PROPOSED: dict[str, Callable[[dict[str, Any]], tuple[str, str]]] = {
    "actions": lambda cell: propose(RULES_OF_ACTIONS, ActionEvidence(**cell)),
    "points": lambda cell: propose(RULES_OF_POINTS, PointEvidence(**cell)),
}


def evidence_of(cell: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in cell.items() if name not in {"state", "rule"}}
    for name in {"ratings", "states"} & given.keys():
        given[name] = tuple(given[name].split(" / "))
    if "spent" in given:
        given["spent"] = Decimal(str(given["spent"]))
    return given


@pytest.mark.parametrize("test", [test for _, test in CHAPTER], ids=[name for name, _ in CHAPTER])
def test_paragraph(test: dict[str, Any]) -> None:
    for step in test["given"]:
        for cell in step["cells"]:
            found = PROPOSED[step["rules"]](evidence_of(cell))
            assert found == (cell["state"], cell["rule"]), cell


def test_every_rule_stands_in_the_chapter() -> None:
    told = {cell["rule"] for _, test in CHAPTER for step in test["given"] for cell in step["cells"]}
    assert told == {rule.id for rule in RULES_OF_ACTIONS} | {rule.id for rule in RULES_OF_POINTS}
