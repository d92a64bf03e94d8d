"""What is wrong with a plan as written or as led, each fault found by a rule of its own.

A detector finds what the pack and the ledger show, and says so where they may not hold everything:
of a version of the plan that is known only in part, what is lacking may stand in what nobody saw.
"""

from __future__ import annotations

from datetime import date

from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.status.detect_owners import no_owner, owner_lost, several_owners
from naap.status.detect_time import credited_before, never_started, sunset_passed, unproven
from naap.status.detect_words import never_followed, no_baseline, not_measurable
from naap.status.detection import Detection, Finder
from naap.status.in_force import version
from naap.status.told import Told, told

__all__ = ["DETECTORS", "Detection", "detections"]

DETECTORS: dict[str, Finder] = {
    "no-owner": no_owner,
    "several-owners": several_owners,
    "owner-lost": owner_lost,
    "never-started": never_started,
    "credited-before": credited_before,
    "sunset-passed": sunset_passed,
    "decision-never-followed": never_followed,
    "target-not-measurable": not_measurable,
    "no-baseline": no_baseline,
    "delivered-without-evidence": unproven,
}
"""Each detector by its id. Its title is the word of that id in words_registers.yml."""


def detections(
    pack: Pack,
    snapshot: Snapshot,
    day: date,
    plan_id: str | None = None,
    known: Told | None = None,
) -> tuple[Detection, ...]:
    """What every detector finds at the end of a day about a version of the plan (default: the one
    in force), in the order of DETECTORS and then of the pack.

    ``known`` is ``told(pack, snapshot, day)`` where the caller has asked already. An older version
    has the owners of its last day; what happened up to ``day`` still counts.
    """
    stood = version(pack, day, plan_id)
    known = told(pack, snapshot, day) if known is None else known
    return tuple(each for find in DETECTORS.values() for each in find(stood, known))
