"""The status as plain data, for JSON: each reason with its numbers and in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from naap.returns.reporting import Reported
from naap.status.balance import Balance
from naap.status.completion import ActionState
from naap.status.contradictions import Contradiction
from naap.status.deciding import Decided
from naap.status.neglect import Neglected
from naap.status.points import PointState
from naap.status.reporting_quality import BY, quality, quality_by
from naap.status.whole import Status
from naap.status.words import Why, said

__all__ = [
    "action_as_data", "balance_as_data", "contradiction_as_data", "neglected_as_data",
    "plain", "point_as_data", "reporting_as_data", "status_as_data",
]  # fmt: skip


def status_as_data(status: Status) -> dict[str, Any]:
    """All of it. Money is text, so that no digit is lost."""
    return {
        **_when(status),
        "reporting": reporting_as_data(status),
        "points": [point_as_data(each) for each in status.points],
        "actions": [action_as_data(each) for each in status.states],
        "contradictions": [contradiction_as_data(each) for each in status.contradictions],
        "balance": balance_as_data(status.balance),
        "neglected": [neglected_as_data(each) for each in status.neglected],
    }


def _when(status: Status) -> dict[str, Any]:
    return {"first": status.first.isoformat(), "last": status.last.isoformat(),
            "on": status.day.isoformat(), "plan": status.plan}  # fmt: skip


def reporting_as_data(status: Status) -> dict[str, Any]:
    lines = status.reporting
    return {
        **_when(status),
        "under_a_stricter_label": dict(status.aside),
        "all": quality(lines).as_json(),
        "by": {
            name: {key: each.as_json() for key, each in quality_by(lines, by).items()}
            for name, by in BY.items()
        },
        "reports": [_line(line) for line in lines],
    }


def _line(line: Reported) -> dict[str, Any]:
    each = line.expected
    return {
        "obligation": each.obligation.obligation_id, "official": each.obligation.official,
        "body": each.body, "point": each.obligation.point_id,
        "indicator": each.obligation.indicator_id, "action": each.obligation.action_id,
        "area": each.place, "period": str(each.period), "due": each.due.isoformat(),
        "state": line.state, "complete": line.complete,
        "received_on": line.received_on and line.received_on.isoformat(),
        "accepted": line.accepted,
    }  # fmt: skip


def action_as_data(state: ActionState) -> dict[str, Any]:
    before = state.before
    return {
        "action": state.action_id, "point": state.point_id, "area": state.place,
        "reported": state.reported, "reported_period": state.reported_period,
        "reported_before": before and {"state": before.completion, "period": before.period},
        "missing": list(state.missing), "official": state.official,
        **_rated(state),
    }  # fmt: skip


def point_as_data(state: PointState) -> dict[str, Any]:
    return {
        "point": state.point_id, "plan": state.plan_id, "domain": state.domain,
        "owners": list(state.owners), "asked": state.asked, "actions": state.actions,
        "reported": state.reported, "reported_counts": dict(state.reported_counts),
        "ratings": [
            {"assessor": each.assessor, "rating": each.rating, "period": each.period,
             "claim": each.claim_id} for each in state.ratings
        ],
        "statements": [each.claim_id for each in state.statements],
        "missing": [
            {"obligation": each.obligation, "subject": each.subject, "body": each.body,
             "area": each.place, "periods": list(each.periods), "official": each.official}
            for each in state.missing
        ],
        "no_value": state.no_value,
        "under_a_stricter_label": state.aside,
        **_rated(state),
    }  # fmt: skip


def _rated(state: ActionState | PointState) -> dict[str, Any]:
    return {
        "state": state.state, "light": state.light, "evidenced": state.evidenced,
        "rule": state.rule, "why": _why(state.why), "claims": list(state.claims),
        "decided": state.decided and _decided(state.decided),
    }  # fmt: skip


def _decided(each: Decided) -> dict[str, Any]:
    return {
        "state": each.state, "post": each.post, "source": each.source, "reason": each.reason,
        "period": str(each.period), "on": each.on and each.on.isoformat(),
        "claim": each.claim_id,
    }  # fmt: skip


def contradiction_as_data(each: Contradiction) -> dict[str, Any]:
    return {
        "id": each.id, "point": each.point_id, "subject": each.subject, "body": each.body,
        "area": each.place, "since": each.since, "why": _why(each.why),
        "claims": list(each.claims), "official": each.official,
    }  # fmt: skip


def balance_as_data(balance: Balance) -> dict[str, Any]:
    """Four lists, one an axis, and the states of the actions of each domain."""
    return {
        "points": [{"domain": each.domain, "count": each.count} for each in balance.points],
        "actions": [
            {"domain": each.domain, "count": each.count, "official": each.official,
             "states": {state: count for domain, state, count in balance.states
                        if domain == each.domain}}
            for each in balance.actions
        ],
        "money": [
            {"domain": each.domain, "step": each.step, "unit": each.unit,
             "value": None if each.value is None else plain(each.value),
             "periods": list(each.periods), "claims": list(each.numbers),
             "other_publishers": each.beside}
            for each in balance.money
        ],
        "milestones": [
            {"domain": each.domain, "count": each.count, "due": each.due,
             "delivered": each.delivered, "independent": each.independent}
            for each in balance.milestones
        ],
    }  # fmt: skip


def neglected_as_data(each: Neglected) -> dict[str, Any]:
    return {
        "subject": each.subject, "point": each.point_id, "is_action": each.is_action,
        "lacks": list(each.lacks), "since": each.since.isoformat(), "periods": each.periods,
        "frequency": each.frequency, "last_seen": dict(each.seen),
        "official": each.official,
    }  # fmt: skip


def plain(value: Decimal) -> str:
    """A number without the zeros that the ledger pads it with."""
    return f"{value.normalize():f}"


def _why(reason: Why) -> Mapping[str, Any]:
    return {"key": reason.key, "numbers": dict(reason.numbers),
            "en": said(reason, "en"), "ur": said(reason, "ur")}  # fmt: skip
