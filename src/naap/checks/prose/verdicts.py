"""How exact a wording has to be: the rules of tolerance, each with its name.

================== ==========================================================================
printed precision  a number stands for half of its last printed digit up and down
exact count        a whole number that is counted, and the sum of counts, must be equal
bound              over, at least, under, up to: beyond, or not beyond, the number itself
nearly             from nine tenths of the number up to it; up to a twentieth above: loosely
about              within 5 % of the number; within 10 %: loosely
multiple           within 10 % of the multiple; else what rounds to it: loosely
fraction           within 10 % of the fraction itself
range              inside the two numbers, as printed
================== ==========================================================================

Everything is compared as exact fractions. What was computed comes as the least and the greatest
value that the printed inputs allow; where any of these satisfies the rule, the claim holds.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from fractions import Fraction

from naap.checks.prose.result import Verdict
from naap.checks.prose.tokens import Token

__all__ = ["Judged", "Span", "judge_fraction", "judge_multiple", "judge_number"]


@dataclass(frozen=True)
class Span:
    """What a computed value may be, given how its inputs were printed."""

    low: Fraction
    high: Fraction

    @classmethod
    def at(cls, value: Fraction) -> Span:
        return cls(value, value)

    @classmethod
    def of(cls, token: Token) -> Span:
        return cls(token.low, token.high)

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Span) -> Span:
        return Span(self.low - other.high, self.high - other.low)

    def over(self, other: Span) -> Span:
        """The quotient of two amounts that are not negative, the divisor above zero."""
        return Span(self.low / other.high, self.high / other.low)

    def times(self, factor: Fraction | int) -> Span:
        return Span(self.low * factor, self.high * factor)

    def meets(self, low: Fraction, high: Fraction) -> bool:
        return self.low <= high and low <= self.high


@dataclass(frozen=True)
class Judged:
    """A verdict and the name of the rule that gave it."""

    verdict: Verdict
    rule: str


_TENTH = Fraction(1, 10)
_TWENTIETH = Fraction(1, 20)


def judge_number(stated: Token, computed: Span, *, measured: bool = False) -> Judged:
    """A number against what was computed. ``measured``: a rate or share, which whoever prints it
    has rounded, also to a whole number; a count that is printed whole is exact."""
    value = stated.value
    rough = _by_qualifier(stated, computed)
    if rough is not None:
        return rough
    low, high = stated.low, stated.high
    if measured and low == high:
        low, high = value - stated.step / 2, value + stated.step / 2
    rule = "exact count" if low == high else "printed precision"
    return Judged("holds" if computed.meets(low, high) else "fails", rule)


def _by_qualifier(stated: Token, computed: Span) -> Judged | None:
    value, kind = stated.value, stated.qualifier
    if not kind or kind == "total":
        return None
    beyond = {"over": operator.gt, "at least": operator.ge}.get(kind)
    within = {"under": operator.lt, "at most": operator.le}.get(kind)
    if beyond is not None:
        return Judged("holds" if beyond(computed.high, value) else "fails", "bound")
    if within is not None:
        return Judged("holds" if within(computed.low, value) else "fails", "bound")
    if kind == "range":
        return Judged("holds" if computed.meets(stated.low, stated.high) else "fails", "range")
    if kind == "just over":
        near = computed.meets(value, value * (1 + _TENTH)) and computed.high > value
        loose = computed.high > value
        return Judged("holds" if near else "holds loosely" if loose else "fails", "bound")
    if kind == "nearly":
        if computed.low < value and computed.high >= value * (1 - _TENTH):
            return Judged("holds", "nearly")
        loose = computed.meets(value, value * (1 + _TWENTIETH))
        return Judged("holds loosely" if loose else "fails", "nearly")
    if kind == "about":
        return _within(value, computed, "about", _TWENTIETH, _TENTH)
    return None


def _within(value: Fraction, computed: Span, rule: str, near: Fraction, far: Fraction) -> Judged:
    if computed.meets(value * (1 - near), value * (1 + near)):
        return Judged("holds", rule)
    loose = computed.meets(value * (1 - far), value * (1 + far))
    return Judged("holds loosely" if loose else "fails", rule)


def judge_multiple(stated: Token, computed: Span) -> Judged:
    """So many times: ``computed`` is the quotient of the two numbers."""
    value, kind = stated.value, stated.qualifier
    if stated.step < 1:  # "1.74 times" is a number like any other
        return judge_number(stated, computed, measured=True)
    if kind in ("over", "just over", "at least", "under", "at most"):
        return _by_qualifier(stated, computed) or Judged("fails", "bound")
    rounds = computed.high >= value - Fraction(1, 2) and computed.low < value + Fraction(1, 2)
    if kind == "nearly":
        near = computed.low < value and computed.high >= value * (1 - _TENTH)
    else:
        near = computed.meets(value * (1 - _TENTH), value * (1 + _TENTH))
    return Judged("holds" if near else "holds loosely" if rounds else "fails", "multiple")


def judge_fraction(stated: Token, computed: Span) -> Judged:
    """A fraction such as a third: ``computed`` is the share of one that it speaks of."""
    value, kind = stated.value, stated.qualifier
    if kind == "nearly":
        near = computed.meets(value * (1 - _TENTH), value)
        loose = computed.meets(value, value * (1 + _TWENTIETH))
        return Judged("holds" if near else "holds loosely" if loose else "fails", "nearly")
    rough = _by_qualifier(stated, computed)
    if rough is not None:
        return rough
    near = computed.meets(value * (1 - _TENTH), value * (1 + _TENTH))
    return Judged("holds" if near else "fails", "fraction")
