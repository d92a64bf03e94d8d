"""The file of a large commit: the same bytes, however many threads have read its draft."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from naap.ledger import Batch, Claim, Ledger, datafile
from naap.ledger.verify import verify
from tests.ledger_makers import figure, hour


def claims(longest: int = 0) -> Iterator[Claim]:
    for number in range(datafile._WORTH_TWO_THREADS):
        yield figure(f"k{number:06}", number, locator="p" * (1 + number % 300))
    if longest:
        yield figure("long", 1, locator="ز" * longest)


def file_of(folder: Path, longest: int = 0) -> str:
    ledger = Ledger.create(folder)
    ledger.append(Batch(recorded_by="test", asserted=tuple(claims(longest)), at=hour(1)))
    (file,) = ledger.log()[-1].files
    assert file.rows == datafile._WORTH_TWO_THREADS + bool(longest)
    assert not verify(ledger)
    return file.sha256


@pytest.mark.parametrize("longest", [0, 300_000])
def test_threads_make_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, longest: int
) -> None:
    by_many = file_of(tmp_path / "many", longest)
    monkeypatch.setattr(datafile, "_ROWS_A_GROUP", 0)
    assert by_many == file_of(tmp_path / "one", longest)
