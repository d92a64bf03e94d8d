"""What changed between two states of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from naap.engine import Engine
from naap.ledger.disk import reading
from naap.ledger.kind import kinds
from naap.ledger.snapshot import Snapshot

__all__ = ["Change", "changes_between"]


@dataclass(frozen=True)
class Change:
    """One key whose claim differs. ``columns`` maps a column to (before, after)."""

    key: str
    what: str
    columns: dict[str, tuple[Any, Any]]


def changes_between(before: Snapshot, after: Snapshot) -> list[Change]:
    """Keys added, removed or revised, by kind and key; only what both readers may read."""
    changes = []
    for kind in kinds().values():
        names = [column.name for column in kind.all_columns]
        sides = ", ".join(
            f"old.{name} AS old_{name}, new.{name} AS new_{name}"
            for name in names
            if name not in {"series", "record_key"}
        )
        with reading(after.ledger.folder), Engine() as engine:
            rows = engine.rows(
                "SELECT coalesce(new.series, old.series) AS series, "
                "coalesce(new.record_key, old.record_key) AS record_key, "
                f"old.claim_id AS was, new.claim_id AS now, {sides} "
                f"FROM ({before.sql(kind)}) old FULL JOIN ({after.sql(kind)}) new "
                "USING (key_id) WHERE old.claim_id IS DISTINCT FROM new.claim_id "
                "ORDER BY series, record_key"
            )
        for row in rows:
            what = "added" if row["was"] is None else "removed" if row["now"] is None else "revised"
            differing = {
                name: (row[f"old_{name}"], row[f"new_{name}"])
                for name in names
                if f"old_{name}" in row and row[f"old_{name}"] != row[f"new_{name}"]
            }
            changes.append(
                Change(f"{kind.name}/{row['series']}/{row['record_key']}", what, differing)
            )
    return changes
