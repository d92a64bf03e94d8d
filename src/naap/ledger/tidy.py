"""Removing what no manifest names: files of writers that died, and content that was expunged."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from naap.ledger.kind import kinds
from naap.ledger.ledger import Ledger

__all__ = ["debris", "tidy"]


def debris(ledger: Ledger, older_than_minutes: float = 60) -> list[Path]:
    """Files that belong to no commit. Young ones may be a writer's at work, and are left out."""
    log = ledger.log()
    replaced = {old for manifest in log for old in manifest.replaced}
    named = {file.sha256 for manifest in log for file in manifest.files}
    named |= {new.sha256 for manifest in log for new in manifest.replaced.values()}
    now = time.time()

    def is_debris(path: Path) -> bool:
        if path.stem in replaced:
            return True
        if path.suffix == ".parquet" and not path.name.startswith(".") and path.stem in named:
            return False
        return now - path.stat().st_mtime >= older_than_minutes * 60

    return [path for path in _candidates(ledger) if is_debris(path)]


def tidy(ledger: Ledger, older_than_minutes: float = 60) -> list[Path]:
    """Remove the debris and say what was removed."""
    removed = []
    for path in debris(ledger, older_than_minutes):
        path.unlink(missing_ok=True)
        removed.append(path)
    return removed


def _candidates(ledger: Ledger) -> Iterator[Path]:
    for kind in kinds():
        folder = ledger.folder / kind
        if folder.is_dir():
            yield from sorted(folder.glob("*.parquet"))
            yield from sorted(folder.glob("*.jsonl"))
    yield from sorted((ledger.folder / "log").glob(".*.draft"))
    yield from sorted(ledger.folder.glob(".HEAD-*"))
