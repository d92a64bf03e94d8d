"""How a state is proposed from evidence: a short list of rules, of which the first that fits wins.

The scale is that of the Open Government Partnership. Rules propose; a person's rating outranks
them. docs/guide/status.md lists them in words, tests/spec/status holds their tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

__all__ = [
    "COMPLETE", "LIMITED", "NO_EVIDENCE", "RULES_OF_ACTIONS", "RULES_OF_POINTS", "SCALE",
    "ActionEvidence", "PointEvidence", "Rule", "least", "on_scale", "propose",
]  # fmt: skip

SCALE = ("no evidence available", "not started", "limited", "substantial", "complete")
NO_EVIDENCE, NOT_STARTED, LIMITED, SUBSTANTIAL, COMPLETE = SCALE

E = TypeVar("E")


@dataclass(frozen=True)
class ActionEvidence:
    """What is known of an action in one area by the end of a period. All counts.

    ``milestones``: those of the action, also those not due yet; ``delivered``: of these, delivered
    and with a source; ``independent``: of these, by a source that is independent of whoever
    answers for the point. ``quantities``: outputs and processes with a wished direction of which
    the period has a number; ``moved``: of these, that went that way; ``zero``: of these, that are
    zero throughout. ``targets``: targets of such quantities that are due; ``reached``: of these,
    reached by an independent number. ``spent``: money spent; None where nobody told.
    """

    milestones: int = 0
    delivered: int = 0
    independent: int = 0
    quantities: int = 0
    moved: int = 0
    zero: int = 0
    targets: int = 0
    reached: int = 0
    spent: Decimal | None = None


@dataclass(frozen=True)
class PointEvidence:
    """What is known of a point: ``ratings`` of independent assessors on the scale, ``states`` of
    its actions in each area, the point's quantities as for an action, and how many ``statements``
    were published about it in the period."""

    ratings: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    quantities: int = 0
    moved: int = 0
    zero: int = 0
    spent: Decimal | None = None
    statements: int = 0


@dataclass(frozen=True)
class Rule(Generic[E]):
    """A rule: its id, the state that it proposes, and when."""

    id: str
    state: Callable[[E], str]
    fits: Callable[[E], bool]


def least(states: Iterable[str]) -> str:
    """The least advanced of some states."""
    return min(states, key=SCALE.index)


def on_scale(words: str) -> str | None:
    """A rating as a state of the scale, where it uses the scale's own words; None elsewhere.

    "Satisfactory" or "slow" is no state: nobody said which one it would be.
    """
    plain = " ".join(words.lower().split())
    return plain if plain in SCALE else None


def _always(state: str) -> Callable[[object], str]:
    return lambda _: state


def _nothing_begun(found: ActionEvidence | PointEvidence) -> bool:
    told = found.quantities > 0 or found.spent is not None
    return told and found.zero == found.quantities and not found.spent


RULES_OF_ACTIONS: tuple[Rule[ActionEvidence], ...] = (
    Rule("all-milestones", _always(COMPLETE),
         lambda e: 0 < e.milestones == e.delivered == e.independent),
    Rule("all-milestones-own-word", _always(SUBSTANTIAL),
         lambda e: 0 < e.milestones == e.delivered),
    Rule("half-of-milestones", _always(SUBSTANTIAL),
         lambda e: 0 < e.milestones <= 2 * e.delivered and e.independent > 0),
    Rule("targets-reached", _always(SUBSTANTIAL), lambda e: 0 < e.targets == e.reached),
    Rule("some-milestones", _always(LIMITED), lambda e: e.delivered > 0),
    Rule("numbers-moved", _always(LIMITED), lambda e: e.moved > 0),
    Rule("money-spent", _always(LIMITED), lambda e: bool(e.spent)),
    Rule("nothing-begun", _always(NOT_STARTED), _nothing_begun),
    Rule("nothing-shown", _always(NO_EVIDENCE), lambda _: True),
)  # fmt: skip

RULES_OF_POINTS: tuple[Rule[PointEvidence], ...] = (
    Rule("independent-rating", lambda e: least(e.ratings), lambda e: bool(e.ratings)),
    Rule("all-actions", lambda e: least(e.states),
         lambda e: bool(e.states) and NO_EVIDENCE not in e.states),
    Rule("some-action", _always(LIMITED),
         lambda e: any(SCALE.index(each) >= SCALE.index(LIMITED) for each in e.states)),
    Rule("numbers-moved", _always(LIMITED), lambda e: e.moved > 0),
    Rule("money-spent", _always(LIMITED), lambda e: bool(e.spent)),
    Rule("nothing-begun", _always(NOT_STARTED), _nothing_begun),
    Rule("statements-only", _always(NO_EVIDENCE), lambda e: e.statements > 0),
    Rule("nothing-shown", _always(NO_EVIDENCE), lambda _: True),
)  # fmt: skip


def propose(rules: Iterable[Rule[E]], evidence: E) -> tuple[str, str]:
    """(state, id of the rule) of the first rule that fits; the last one always does."""
    return next((rule.state(evidence), rule.id) for rule in rules if rule.fits(evidence))
