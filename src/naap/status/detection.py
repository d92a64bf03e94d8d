"""One finding about the plan, by a detector."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from naap.pack import Pack
from naap.status.in_force import Version
from naap.status.sentences import sentence
from naap.status.told import Told
from naap.status.words import Why

__all__ = ["Detection", "Finder"]


@dataclass(frozen=True)
class Detection:
    """One finding.

    ``kind`` and ``subject`` are what it is about and its id: point, action, milestone, target,
    decision or quantity. ``since`` is the day from which it holds, where there is one. ``sure`` is
    False where the pack knows too little to be certain: the version of the plan is known only in
    part, or a date is told only as a month. ``official`` is False where it is about a proposal of
    the pack, and pages say so. ``note`` is what the pack's authors wrote beside the
    rows, in English.
    """

    detector: str
    kind: str
    subject: str
    point_id: str | None
    since: date | None
    why: Why
    sources: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    sure: bool = True
    official: bool = True
    note: str | None = None

    def as_json(self, pack: Pack) -> dict[str, Any]:
        return {
            "detector": self.detector, "kind": self.kind, "subject": self.subject,
            "point": self.point_id, "since": None if self.since is None else str(self.since),
            "sure": self.sure, "official": self.official, "why": self.why.key,
            "says": {each: sentence(pack, self.why, each) for each in pack.settings.languages},
            "note": self.note, "sources": list(self.sources), "claims": list(self.claims),
        }  # fmt: skip


Finder = Callable[[Version, Told], Iterator[Detection]]
"""A detector: reads a version of the plan and what is known, and gives what it finds."""
