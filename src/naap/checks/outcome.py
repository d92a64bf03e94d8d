"""What came out when one rule met one thing that was said."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from naap.checks.answer import Answer, rounded, written
from naap.checks.catalogue import usual_severity
from naap.checks.prose.result import Verdict
from naap.checks.values import Value
from naap.ledger.handling import LABELS
from naap.pack.rules import Rule, Severity

__all__ = ["Acknowledged", "Input", "Outcome", "outcome"]


@dataclass(frozen=True)
class Input:
    """A number that entered: its sign or part in the sum, and the claim behind it."""

    sign: str
    value: Value

    @property
    def number(self) -> str:
        return written(self.value.value)


@dataclass(frozen=True)
class Acknowledged:
    """An office has seen the finding and says why it stands."""

    by: str
    reason: str
    on: str


@dataclass(frozen=True)
class Outcome:
    """The subject, what was stated, what was computed, from which claims, and the verdict.

    ``case`` names the sentence of the catalogue, ``numbers`` fills it. ``inputs`` begins with the
    claim that was tested.
    """

    rule: str
    check: str
    severity: Severity
    verdict: Verdict
    case: str
    stated: str
    computed: str
    unit: str
    quantity: str
    place: str
    publisher: str | None
    period: str
    inputs: tuple[Input, ...]
    flags: tuple[str, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    quiet: bool = False
    mark: str = ""
    acknowledged: Acknowledged | None = None

    @property
    def id(self) -> str:
        """Stable while the rule and what it speaks about are: a new value keeps it."""
        subject = f"{self.rule}\n{self.mark}".encode()
        return f"{self.rule}.{hashlib.sha256(subject).hexdigest()[:8]}"

    @property
    def is_finding(self) -> bool:
        return not self.quiet and (self.verdict != "holds" or bool(self.flags))

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of the claims behind it, each once."""
        return tuple(dict.fromkeys(each.value.claim_id for each in self.inputs))

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the claims behind it: what an acknowledgement refers to."""
        return tuple(dict.fromkeys(each.value.key for each in self.inputs))

    @property
    def handling(self) -> str:
        """The strictest label of the claims behind it."""
        return max((each.value.handling for each in self.inputs), key=LABELS.index)

    @property
    def measured(self) -> str:
        """What an acknowledgement was given for; with other numbers it no longer counts."""
        return f"{self.verdict}: stated {self.stated}; computed {self.computed}"


def outcome(
    rule_id: str,
    rule: Rule,
    answer: Answer,
    inputs: Sequence[tuple[str, Value]],
    *,
    stated: str | None = None,
    decimals: int | None = None,
    unit: str | None = None,
    flags: Iterable[str] = (),
    mark: str = "",
    numbers: Mapping[str, str] | None = None,
) -> Outcome:
    """Join a rule, an answer and the values behind it; the first input is what was tested.

    ``decimals`` rounds what was computed and the further numbers. ``mark`` tells apart what the
    tested claim's key does not.
    """
    anchor = inputs[0][1]

    def shown(value: Decimal) -> str:
        return written(value if decimals is None else rounded(value, decimals))

    return Outcome(
        rule=rule_id,
        check=rule.check,
        severity=rule.severity or usual_severity(rule.check, answer.case),
        verdict=answer.verdict,
        case=answer.case,
        stated=written(anchor.value) if stated is None else stated,
        computed="" if answer.computed is None else shown(answer.computed),
        unit=anchor.unit if unit is None else unit,
        quantity=anchor.quantity,
        place=anchor.place,
        publisher=anchor.publisher,
        period=str(anchor.period),
        inputs=tuple(Input(sign, value) for sign, value in inputs),
        flags=tuple(dict.fromkeys((*answer.flags, *flags))),
        numbers={name: shown(each) for name, each in answer.numbers.items()} | dict(numbers or {}),
        quiet=answer.quiet,
        mark=mark or anchor.key,
    )
