"""Removing content that must not be kept: a court order, a name that leaked in.

The claim's row stays as a tombstone (what was done, and the id), so that the chain of digests
still verifies; its content is gone from the files, from every past view and from the caches.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import duckdb

from naap.engine import connect
from naap.ledger.datafile import draft_lines, row_line
from naap.ledger.disk import disk_trouble, reading
from naap.ledger.kind import STORED, kinds
from naap.ledger.ledger import Ledger, next_moment
from naap.ledger.manifest import DataFile, Draft, Manifest, write_exclusively
from naap.ledger.state import newest_files
from naap.ledger.tidy import debris, remove, tidy
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
        drafts, found = _rewritten(ledger, log, claim_ids)
        try:
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
                about={"reason": reason},
                expunged=tuple(sorted(found)),
                replaced={old: draft.file for old, draft in drafts.items()},
            )
            committed = write_exclusively(ledger.folder / "log", commit, tuple(drafts.values()))
        finally:
            for draft in drafts.values():
                draft.path.unlink(missing_ok=True)
        if committed:
            ledger.note_head(commit)
            tidy(ledger)
            _clear_debris(ledger, claim_ids)
            remove(_kept_views(cache) if cache else [])
            return commit


def _rewritten(
    ledger: Ledger, log: list[Manifest], claim_ids: Collection[str]
) -> tuple[dict[str, Draft], set[str]]:
    """The sha256 of each file that holds one of the claims, and the file to put in its place."""
    newest = newest_files(log)
    drafts: dict[str, Draft] = {}
    found: set[str] = set()
    for manifest in log:
        for file in manifest.files:
            sha256 = newest.get(file.sha256, file.sha256)
            path = ledger.folder / file.kind / f"{sha256}.parquet"
            if sha256 not in drafts and (hits := _held_in(path, claim_ids)):
                found |= hits
                drafts[sha256] = _without(ledger, file, path, claim_ids)
    return drafts, found


def _held_in(path: Path, claim_ids: Collection[str]) -> set[str]:
    with reading(path), connect() as engine:
        rows = engine.execute(
            "SELECT DISTINCT claim_id FROM read_parquet($path) "
            "WHERE series IS NOT NULL AND list_contains($ids, claim_id)",
            {"path": str(path), "ids": list(claim_ids)},
        ).fetchall()
    return {row[0] for row in rows}


def _without(ledger: Ledger, file: DataFile, path: Path, claim_ids: Collection[str]) -> Draft:
    with reading(path), connect() as engine:
        answer = engine.execute("SELECT * FROM read_parquet($path)", {"path": str(path)})
        names = [column[0] for column in answer.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    kept = [_tombstone(row) if row["claim_id"] in claim_ids else _filled(row) for row in rows]
    try:
        with connect() as engine:
            return draft_lines(
                engine,
                ledger.folder,
                kinds()[file.kind],
                map(row_line, kept),
                file.rows,
                lambda: file.operations,
            )
    except (OSError, duckdb.Error) as error:
        raise disk_trouble(ledger.folder, error) from error


def _tombstone(row: dict[str, Any]) -> dict[str, Any]:
    """What the operation hash needs, and nothing that was said."""
    kept = _KEPT | ({"stated_on"} if row["op"] == "retract" else set())
    return _filled({name: value for name, value in row.items() if name in kept})


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _clear_debris(ledger: Ledger, claim_ids: Collection[str]) -> None:
    """Files of no commit that hold the content: a writer died, or lost its race just now and
    will write again without it."""
    doomed = []
    for path in debris(ledger, older_than_minutes=0):
        try:
            if path.suffix == ".parquet":
                holds = bool(_held_in(path, claim_ids))
            else:
                told = path.read_bytes()
                holds = any(claim_id.encode() in told for claim_id in claim_ids)
        except FileNotFoundError:
            continue
        except UnusableInput:
            holds = path.exists()  # half-written: nobody can tell what is in it
        if holds:
            doomed.append(path)
    remove(doomed)


def _kept_views(cache: Path) -> list[Path]:
    """Tables, pictures and pages made from claims: all of them can be made again."""
    made = ("*held-*.duckdb*", "*chart-*.svg*", "*edition-*.zip*")
    return [path for pattern in made for path in sorted(cache.glob(pattern))]
