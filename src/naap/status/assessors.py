"""Several assessors beside each other: each rating in its own words, with method, date and source.

There is no mean of ratings and no light: two assessors who differ are two lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from naap.engine import Engine
from naap.ledger.disk import reading
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.status.completion_rules import on_scale
from naap.status.evidence import Grade, grade
from naap.status.in_force import Version, version

__all__ = ["Assessed", "Assessment", "assessments"]


@dataclass(frozen=True)
class Assessment:
    """One assessor's rating of a point. ``scale`` is the state of the scale that its words name,
    None where they are of another scale: "satisfactory" is not turned into a state."""

    point_id: str
    assessor: str
    method: str
    rating: str
    scale: str | None
    period: str
    stated_on: str | None
    locator: str | None
    note: str | None
    claim_id: str
    grade: Grade

    def as_json(self) -> dict[str, Any]:
        return {
            "point": self.point_id, "assessor": self.assessor, "method": self.method,
            "rating": self.rating, "on_scale": self.scale, "period": self.period,
            "stated_on": self.stated_on, "locator": self.locator, "note": self.note,
            "claim": self.claim_id, "grade": self.grade.as_json(),
        }  # fmt: skip


@dataclass(frozen=True)
class Assessed:
    """All ratings of a point that are known, newest period first; none for most points."""

    point_id: str
    ratings: tuple[Assessment, ...]

    @property
    def assessors(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.assessor for each in self.ratings))

    @property
    def differ(self) -> bool | None:
        """Whether assessors who use the scale disagree about a period; None: fewer than two do."""
        said: dict[str, dict[str, str]] = {}
        for each in self.ratings:
            if each.scale is not None:
                said.setdefault(each.period, {})[each.assessor] = each.scale
        compared = [words for words in said.values() if len(words) > 1]
        return any(len(set(words.values())) > 1 for words in compared) if compared else None

    def as_json(self) -> dict[str, Any]:
        return {
            "point": self.point_id, "assessors": list(self.assessors), "differ": self.differ,
            "ratings": [each.as_json() for each in self.ratings],
        }  # fmt: skip


def assessments(
    pack: Pack, snapshot: Snapshot, day: date, plan_id: str | None = None
) -> tuple[Assessed, ...]:
    """The ratings of every point of a version of the plan, stated by the end of a day."""
    stood = version(pack, day, plan_id)
    found: dict[str, list[Assessment]] = {row.point_id: [] for row in stood.points}
    for row in _ratings(snapshot, day):
        if row["point"] in found:
            found[row["point"]].append(_assessment(pack, row, day, stood))
    return tuple(Assessed(point, tuple(rows)) for point, rows in found.items())


def _assessment(pack: Pack, row: dict[str, Any], day: date, stood: Version) -> Assessment:
    graded = grade(pack, row["point"], row["assessor"], row["source"], row["basis"],
                   row["stated_on_end"], day, stood)  # fmt: skip
    return Assessment(
        row["point"], row["assessor"], row["method"], row["rating"], on_scale(row["rating"]),
        row["period"], row["stated_on"], row["locator"], row["note"], row["claim_id"], graded,
    )  # fmt: skip


def _ratings(snapshot: Snapshot, day: date) -> list[dict[str, Any]]:
    # A rating that nobody dated was given after its period began at the earliest.
    with reading(snapshot.ledger.folder), Engine(threads=1) as engine:
        return engine.rows(
            "SELECT point, assessor, method, rating, period, stated_on, stated_on_end, locator, "
            f"note, source, basis, claim_id FROM ({snapshot.sql(kind_named('rating'))}) "
            "WHERE stated_on_end <= $day OR (stated_on_end IS NULL AND period_end <= $day) "
            "ORDER BY period_end DESC, assessor, claim_id",
            day=day,
        )
