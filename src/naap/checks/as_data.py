"""A finding as data: for JSON, for the Data Package, for other programs."""

from __future__ import annotations

from typing import Any

from naap.checks.outcome import Outcome
from naap.checks.words import formula, mend, said
from naap.pack import Pack

__all__ = ["COLUMNS", "as_json", "as_row"]

COLUMNS = {
    "finding": "Id of the finding; stable while rule and subject are.",
    "rule": "Id of the rule in the pack's rules.yml.",
    "check": "Which check it is.",
    "severity": "error, warning or note.",
    "verdict": "holds, holds loosely, fails, ambiguous or cannot tell.",
    "flags": "What is to be said beside the verdict, separated by |.",
    "quantity": "Quantity tested.",
    "place": "Place it speaks of.",
    "period": "Time it speaks of.",
    "publisher": "Who said it.",
    "stated": "What was stated.",
    "computed": "What was computed.",
    "formula": "The numbers as they entered, where they make a formula.",
    "says_en": "The finding in English.",
    "says_ur": "The finding in Urdu.",
    "mend_en": "What to do about it, in English.",
    "mend_ur": "What to do about it, in Urdu.",
    "acknowledged_by": "The office that acknowledged it; empty: nobody did.",
    "acknowledged_on": "When.",
    "reason": "Why the finding stands.",
    "claims": "Ids of the claims behind it, by spaces.",
}
"""The columns of findings.csv, and what each holds."""


def as_json(found: Outcome, pack: Pack) -> dict[str, Any]:
    """The finding with its inputs, for ``naap check --json``."""
    row = as_row(found, pack)
    given = found.acknowledged
    for name in ("acknowledged_by", "acknowledged_on", "reason", "claims", "flags"):
        del row[name]
    return row | {
        "flags": list(found.flags),
        "acknowledged": given.__dict__ if given is not None else None,
        "inputs": [
            {"sign": each.sign, "value": each.number, "unit": each.value.unit,
             "quantity": each.value.quantity, "place": each.value.place,
             "period": str(each.value.period), "publisher": each.value.publisher,
             "key": each.value.key}
            for each in found.inputs
        ],
        "claims": list(found.claims),
    }  # fmt: skip


def as_row(found: Outcome, pack: Pack) -> dict[str, str]:
    """The finding as one row of text cells."""
    given = found.acknowledged
    return {
        "finding": found.id,
        "rule": found.rule,
        "check": found.check,
        "severity": found.severity,
        "verdict": found.verdict,
        "flags": "|".join(found.flags),
        "quantity": found.quantity,
        "place": found.place,
        "period": found.period,
        "publisher": found.publisher or "",
        "stated": found.stated,
        "computed": found.computed,
        "formula": formula(found),
        "says_en": said(found, "en"),
        "says_ur": said(found, "ur"),
        "mend_en": mend(found, pack, "en"),
        "mend_ur": mend(found, pack, "ur"),
        "acknowledged_by": given.by if given else "",
        "acknowledged_on": given.on if given else "",
        "reason": given.reason if given else "",
        "claims": " ".join(found.claims),
    }
