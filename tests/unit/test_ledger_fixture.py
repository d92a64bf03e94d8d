"""A ledger that an earlier release wrote is opened, proven and read as it was then."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from naap.ledger import Batch, Ledger
from naap.ledger.verify import verify
from tests.fixtures.ledger_1_rows import rows_of
from tests.fixtures.make_ledger_1 import write
from tests.ledger_makers import figure

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


def golden() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads((FIXTURES / "ledger-1.json").read_text(encoding="utf-8"))
    return kept


def test_the_ledger_of_release_1_opens(tmp_path: Path) -> None:
    ledger = Ledger(Path(shutil.copytree(FIXTURES / "ledger-1", tmp_path / "ledger")))
    kept = golden()
    assert ledger.digest() == kept["digest"]
    assert verify(ledger, against=kept["digest"]) == []
    views = rows_of(ledger)
    for name, then in kept["views"].items():
        assert {kind: views[name][kind] for kind in then} == then, name
    assert ledger.append(Batch("test", (figure("new", 1),))).number == 9
    assert verify(ledger, against=kept["digest"]) == []


def test_this_release_still_writes_the_same_digest(tmp_path: Path) -> None:
    """Equal evidence has an equal digest in every release of one format."""
    assert write(tmp_path / "ledger").digest() == golden()["digest"]
