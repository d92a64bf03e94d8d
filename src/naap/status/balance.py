"""Kinetic and non-kinetic measures on four separate axes: points, actions, money, milestones.

Never one number: what the axes say differs, and a weight between them would be a political choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import get_args

from naap.pack import Pack
from naap.pack.tables import ActionRow, MilestoneRow, PointRow
from naap.pack.tables.row import Domain
from naap.status.completion import ActionState, delivered
from naap.status.money import STEPS, Money, Step
from naap.status.voices import Voices

__all__ = ["DOMAINS", "NOT_KNOWN", "SEVERAL", "Balance", "MilestoneShare", "MoneyShare", "Share",
           "balance_of", "domain_of", "known_domain"]  # fmt: skip

DOMAINS: tuple[Domain, ...] = get_args(Domain)
SEVERAL = "several domains"
"""Where money lies that pays for points of more than one domain: it is not divided by guess."""
NOT_KNOWN = "not known"
"""The kind of a point that no source shows."""


@dataclass(frozen=True)
class Share:
    """``count`` of a domain, ``official`` of them published by the state."""

    domain: str
    count: int
    official: int


@dataclass(frozen=True)
class MoneyShare:
    """Money of a domain at one step in one unit; ``value`` is None where nobody told: not zero.

    ``periods`` are those that it was told for, ``numbers`` the claims added up, ``beside`` how many
    publishers told of the same money and are not in the sum.
    """

    domain: str
    step: Step
    unit: str
    value: Decimal | None
    periods: tuple[str, ...]
    numbers: tuple[str, ...]
    beside: int


@dataclass(frozen=True)
class MilestoneShare:
    """Milestones of a domain: all, due by the end of the period, delivered by then with a source,
    and of these with a source independent of whoever answers for the point."""

    domain: str
    count: int
    due: int
    delivered: int
    independent: int


@dataclass(frozen=True)
class Balance:
    """Four axes, each by domain in the order of DOMAINS; NOT_KNOWN comes last, where a point of the
    plan is so. ``states`` are those of the actions of each domain, as counts on the scale."""

    points: tuple[Share, ...]
    actions: tuple[Share, ...]
    money: tuple[MoneyShare, ...]
    milestones: tuple[MilestoneShare, ...]
    states: tuple[tuple[str, str, int], ...]

    @property
    def domains(self) -> tuple[str, ...]:
        return tuple(each.domain for each in self.points)


def known_domain(point: PointRow) -> str:
    """What kind of measure a point is. A pack must give a domain even for a point that no source
    shows; there it is a placeholder."""
    return NOT_KNOWN if point.certainty == "not found" else point.domain


def domain_of(pack: Pack, action: ActionRow) -> str:
    return action.domain or known_domain(pack.get(PointRow, action.point_id))


def balance_of(
    pack: Pack, plan: str, states: Sequence[ActionState], money: Sequence[Money], last: date
) -> Balance:
    """The balance of a version of the plan, from the states and the money of a period."""
    points = [row for row in pack.rows(PointRow) if row.plan_id == plan]
    domains = {row.point_id: known_domain(row) for row in points}
    shown = (*DOMAINS, *([NOT_KNOWN] if NOT_KNOWN in domains.values() else []))
    actions = [row for row in pack.rows(ActionRow) if row.point_id in domains]
    kind = {row.action_id: domain_of(pack, row) for row in actions}
    rated = [(kind[each.action_id], each.state) for each in states]
    return Balance(
        points=tuple(
            Share(domain, n := list(domains.values()).count(domain), n) for domain in shown
        ),
        actions=tuple(
            Share(domain, sum(kind[row.action_id] == domain for row in actions),
                  sum(kind[row.action_id] == domain and row.official for row in actions))
            for domain in shown
        ),
        money=_money(domains, shown, money),
        milestones=tuple(_milestones(pack, domain, kind, last) for domain in shown),
        states=tuple((*each, rated.count(each)) for each in sorted(set(rated))),
    )  # fmt: skip


def _money(
    domains: dict[str, str], shown: Sequence[str], money: Sequence[Money]
) -> tuple[MoneyShare, ...]:
    """In each unit that anybody used; no unit is turned into another."""
    ours = [(each, _paid_for(each, domains)) for each in money]
    ours = [(each, domain) for each, domain in ours if domain]
    units = sorted({each.unit for each, _ in ours})
    several = [SEVERAL] if any(domain == SEVERAL for _, domain in ours) else []
    found = []
    for unit in units:
        for domain in (*shown, *several):
            for step in STEPS:
                rows = [each for each, of in ours
                        if (of, each.unit, each.step) == (domain, unit, step)]  # fmt: skip
                found.append(
                    MoneyShare(
                        domain, step, unit,
                        sum((each.value for each in rows), Decimal(0)) if rows else None,
                        tuple(sorted({period for each in rows for period in each.periods})),
                        tuple(number.claim_id for each in rows for number in each.numbers),
                        sum(len(each.beside) for each in rows),
                    )
                )  # fmt: skip
    return tuple(found)


def _paid_for(money: Money, domains: dict[str, str]) -> str:
    """The domain of the points that money is for; empty where none is of this version."""
    found = {domains[point] for point in money.points if point in domains}
    return next(iter(found)) if len(found) == 1 else SEVERAL if found else ""


def _milestones(pack: Pack, domain: str, kind: dict[str, str], last: date) -> MilestoneShare:
    rows = [row for row in pack.rows(MilestoneRow) if kind.get(row.action_id) == domain]
    done = [row for row in rows if delivered(pack, row, last)]
    voices = Voices(pack)
    return MilestoneShare(
        domain,
        count=len(rows),
        due=sum(row.due.end <= last for row in rows),
        delivered=len(done),
        independent=sum(
            voices.independent(
                None, str(row.evidence_source_id), pack.get(ActionRow, row.action_id).point_id
            )
            for row in done
        ),
    )
