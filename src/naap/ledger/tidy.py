"""Removing what no manifest names: files of writers that died, and content that was expunged."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from naap.ledger.disk import disk_trouble
from naap.ledger.kind import kinds
from naap.ledger.ledger import Ledger

__all__ = ["debris", "remove", "tidy"]


def debris(ledger: Ledger, older_than_minutes: float = 60) -> list[Path]:
    """Files that belong to no commit. Young ones may be a writer's at work, and are left out."""
    # Listed before the log is read: what a commit names in between is then known as its file.
    candidates = list(_candidates(ledger))
    log = ledger.log()
    replaced = {old for manifest in log for old in manifest.replaced}
    named = {file.sha256 for manifest in log for file in manifest.files}
    named |= {new.sha256 for manifest in log for new in manifest.replaced.values()}
    now = time.time()

    def is_debris(path: Path) -> bool:
        if path.stem in replaced:
            return True
        if path.suffix == ".parquet" and path.stem in named:
            return False
        try:
            return now - path.stat().st_mtime >= older_than_minutes * 60
        except FileNotFoundError:
            return False

    return [path for path in candidates if is_debris(path)]


def tidy(ledger: Ledger, older_than_minutes: float = 60) -> list[Path]:
    """Remove the debris and say what was removed."""
    return remove(debris(ledger, older_than_minutes))


def remove(paths: Iterable[Path]) -> list[Path]:
    removed = []
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise disk_trouble(path, error) from error
        removed.append(path)
    return removed


def _candidates(ledger: Ledger) -> Iterator[Path]:
    for kind in kinds():
        yield from sorted((ledger.folder / kind).glob("*.parquet"))
        yield from sorted((ledger.folder / kind).glob("*.jsonl"))
    yield from sorted((ledger.folder / "log").glob(".*.draft"))
    yield from sorted(ledger.folder.glob(".HEAD-*"))
