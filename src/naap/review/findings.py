"""The findings of the checks as pages print them: by severity and rule, by figure, by point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from naap.figures import Computed

__all__ = ["RuleFindings", "by_severity", "findings_about", "findings_of", "printed"]

Finding = Mapping[str, Any]


@dataclass(frozen=True)
class RuleFindings:
    """What one rule found, and what to do about it."""

    title: str
    check: str
    mends: Sequence[str]
    rows: Sequence[Finding]


def printed(row: Finding) -> Finding:
    """A finding as a reader is told it; the figure's own rows are data."""
    return {**row, "says": row["says_written"]}


def by_severity(made: Computed) -> Mapping[str, Sequence[RuleFindings]]:
    """The findings under their severity, the gravest first, then by rule."""
    found: dict[str, dict[str, list[Finding]]] = {}
    for row in map(printed, made.rows):
        found.setdefault(row["severity"], {}).setdefault(row["rule"], []).append(row)
    return {
        severity: [
            RuleFindings(
                title=rows[0]["rule_title"],
                check=rows[0]["check_title"],
                mends=list(dict.fromkeys(row["mend"] for row in rows)),
                rows=rows,
            )
            for rows in rules.values()
        ]
        for severity, rules in found.items()
    }


def findings_of(made: Computed, findings: Computed) -> Sequence[Finding]:
    """The findings that rest on a claim behind a figure."""
    about = (row for row in findings.rows if not made.claims.isdisjoint(row["claims"]))
    return list(map(printed, about))


def findings_about(point_id: str, findings: Computed) -> Sequence[Finding]:
    """The findings on numbers that speak about a point."""
    return [printed(row) for row in findings.rows if point_id in row["points"]]
