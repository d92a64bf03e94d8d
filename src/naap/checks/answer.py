"""What a check says of numbers: plain values in, an answer out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from naap.checks.prose.result import Verdict

__all__ = ["Answer", "precision", "rounded", "written"]


@dataclass(frozen=True)
class Answer:
    """A verdict, the number that was computed, and which sentence of the catalogue says so.

    ``case`` names the sentence; ``numbers`` are further numbers for it. A ``quiet`` answer is no
    finding: nothing is wrong, only something is not known.
    """

    verdict: Verdict
    case: str
    computed: Decimal | None = None
    flags: tuple[str, ...] = ()
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    quiet: bool = False


def precision(value: Decimal) -> Decimal:
    """Half of the last printed digit: 0.5 for 48 and for 100, 0.005 for 18.15."""
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int), "a claim's number is finite"
    return Decimal(5).scaleb(min(exponent, 0) - 1)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Rounded as people round: a half goes up, away from zero."""
    step = Decimal(1).scaleb(-decimals)
    return (value / step).quantize(Decimal(1), "ROUND_HALF_UP") * step


def written(value: Decimal) -> str:
    """A number as pages print it: 17,602 or 33.4."""
    if value == value.to_integral_value():
        return f"{int(value):,}"
    return f"{value.normalize():,f}"
