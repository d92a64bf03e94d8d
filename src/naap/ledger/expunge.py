"""Removing content that must not be kept: a court order, a name that leaked in.

The claim's row stays as a tombstone (what was done, and the id), so that the chain of digests
still verifies; its content is gone from the files and from every past view.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from naap.ledger.datafile import write_parquet
from naap.ledger.kind import STORED, Kind, kinds
from naap.ledger.ledger import Ledger, disk_trouble, next_moment
from naap.ledger.manifest import DataFile, Manifest, write_exclusively
from naap.ledger.tidy import tidy
from naap.problems import UnusableInput

__all__ = ["expunge"]

_KEPT = {name for name, _ in STORED} - {"value_hash"}


def expunge(
    ledger: Ledger, claim_ids: list[str], *, recorded_by: str, reason: str, cache: Path | None
) -> Manifest:
    """Remove the content of claims, by full claim id, from every file. It cannot be undone.

    ``reason`` stands in the log for ever: name the order or the rule, never the content.
    """
    while True:
        log = ledger.log()
        replaced = {old: new for manifest in log for old, new in manifest.replaced.items()}
        rewritten: dict[str, DataFile] = {}
        found: set[str] = set()
        for manifest in log:
            for file in manifest.files:
                sha256 = file.sha256
                while sha256 in replaced:
                    sha256 = replaced[sha256].sha256
                hits = _holds(ledger, kinds()[file.kind], sha256, claim_ids)
                if hits:
                    found |= hits
                    rewritten[sha256] = _without(ledger, file, sha256, claim_ids)
        if missing := sorted(set(claim_ids) - found):
            raise UnusableInput.one(
                ledger.folder,
                found=f"no content of claim {', '.join(missing)}",
                expected="full ids of claims whose content the ledger holds",
                mend="Look the ids up with: naap ledger show KEY",
            )
        last = log[-1]
        commit = Manifest(
            number=last.number + 1,
            previous=last.digest,
            recorded_at=next_moment(None, last),
            recorded_by=recorded_by,
            files=(),
            about={"expunged": sorted(found), "reason": reason},
            replaced=rewritten,
        )
        if write_exclusively(ledger.folder / "log", commit):
            ledger.note_head(commit)
            tidy(ledger)
            for old in cache.glob("*held-*.duckdb*") if cache else ():
                old.unlink(missing_ok=True)
            return commit


def _holds(ledger: Ledger, kind: Kind, sha256: str, claim_ids: list[str]) -> set[str]:
    path = ledger.folder / kind.name / f"{sha256}.parquet"
    with duckdb.connect() as engine:
        rows = engine.execute(
            "SELECT DISTINCT claim_id FROM read_parquet($path) "
            "WHERE series IS NOT NULL AND list_contains($ids, claim_id)",
            {"path": str(path), "ids": claim_ids},
        ).fetchall()
    return {row[0] for row in rows}


def _without(ledger: Ledger, file: DataFile, sha256: str, claim_ids: list[str]) -> DataFile:
    path = ledger.folder / file.kind / f"{sha256}.parquet"
    with duckdb.connect() as engine:
        answer = engine.execute("SELECT * FROM read_parquet($path)", {"path": str(path)})
        names = [column[0] for column in answer.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    kept = [_tombstone(row) if row["claim_id"] in claim_ids else _filled(row) for row in rows]
    try:
        written = write_parquet(ledger.folder, kinds()[file.kind], kept)
    except (OSError, duckdb.Error) as error:
        raise disk_trouble(ledger.folder, error) from error
    return DataFile(file.kind, written, file.rows, file.operations)


def _tombstone(row: dict[str, Any]) -> dict[str, Any]:
    """What the operation hash needs, and nothing that was said."""
    kept = _KEPT | ({"stated_on"} if row["op"] == "retract" else set())
    return _filled({name: value for name, value in row.items() if name in kept})


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}
