"""Large files read by two processes: what is found is the same as when one reads alone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from naap.config import shipped_packs
from naap.ledger import Ledger
from naap.pack import Pack, load
from naap.problems import UnusableInput
from naap.sources import Reading, Request, by_two, gtd, import_file, source_named
from naap.sources.rows import Rows
from tests.event_files import (
    ACLED,
    GTD,
    Row,
    acled_event,
    gtd_event,
    write_csv,
    write_workbook,
)

_ROWS_A_BLOCK = 8
_LONGEST_WAIT = 20


@cache
def pack() -> Pack:
    return load(shipped_packs()["example"])


def acled_rows() -> list[Row]:
    """Rows of which some are refused, some of elsewhere, and some say again what others said."""
    rows = [
        acled_event(at, actor1=f"Group {at % 7}", notes="" if at % 3 else "SECRET")
        for at in range(60)
    ]
    rows[5] = acled_event(5, iso="4")
    rows[21] = acled_event(21, fatalities="many")
    rows[22] = acled_event(3, actor1="Group 3", notes="SECRET")  # as row 3: said again
    rows[23] = acled_event(4, actor1="Group 9")  # not as row 4: refused
    rows[50] = acled_event(50, event_date="soon")
    return rows


def gtd_rows() -> list[Row]:
    rows = [
        gtd_event(at, gname=f"Group {at % 7}", iyear=str(2010 + at // 20),
                  summary="" if at % 3 else "SECRET")
        for at in range(60)
    ]  # fmt: skip
    rows[5] = gtd_event(5, country="4", iyear="1999")
    rows[21] = gtd_event(21, nkill="many")
    rows[40] = gtd_event(2, nkill="9")
    rows[41] = gtd_event(41, nkill="2.5")
    return rows


FILES = {
    "acled.csv": lambda path: write_csv(path, acled_rows(), ACLED),
    "gtd.csv": lambda path: write_csv(path, gtd_rows(), GTD),
    "gtd.xlsx": lambda path: write_workbook(path, gtd_rows(), GTD),
}


class Patient(by_two._Turns):
    """Takes the first block, and leaves the second to the other process, however long it takes;
    then whoever comes first."""

    def _take(self, number: int) -> bool:
        if number == 1:
            until = time.monotonic() + _LONGEST_WAIT
            while self._taken.value == number and time.monotonic() < until:
                time.sleep(0.01)
            assert self._taken.value > number, "nobody else has come"
        return super()._take(number)


@pytest.fixture
def by_both(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Small files count as large, and both processes get some of their blocks."""
    monkeypatch.setattr(by_two, "_SMALL", 0)
    monkeypatch.setattr(by_two, "_ROWS_A_BLOCK", _ROWS_A_BLOCK)
    monkeypatch.setattr(by_two, "_Turns", Patient)
    return monkeypatch


def alone(file: Path) -> Reading:
    return source_named(file.stem).read(Request(file, pack()))


def told(reading: Reading) -> dict[str, Any]:
    """Everything that a reading says, in its order."""
    return {
        "claims": [(each, each.written) for each in reading.claims],
        "refused": reading.refused,
        "counted": [list(each.items()) for each in (
            reading.outside, reading.dropped, reading.parties,
        )],
        "rows": reading.rows_read,
        "columns": (reading.unknown_columns, reading.lacking_columns),
        "remarks": reading.remarks,
        "coverage": reading.coverage,
    }  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_two_find_what_one_finds(name: str, tmp_path: Path, by_both: pytest.MonkeyPatch) -> None:
    file = FILES[name](tmp_path / name)
    came: list[int] = []
    received = by_two._received

    def watched(here: Any) -> Iterator[Any]:
        for block in received(here):
            came.append(block.number)
            yield block

    by_both.setattr(by_two, "_received", watched)
    found = source_named(file.stem).read(Request(file, pack(), processes=2))
    assert 1 in came
    assert 0 not in came
    assert told(found) == told(alone(file))
    assert len(found.refused) == (3 if file.stem == "acled" else 2)
    assert [problem.row for problem in found.refused] == sorted(
        problem.row or 0 for problem in found.refused
    )


@pytest.mark.usefixtures("by_both")
def test_the_ledger_gets_the_same_operations_in_the_same_file(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "acled.csv", [acled_event(at) for at in range(40)], ACLED)
    written = []
    for number in (1, 2):
        ledger = Ledger.create(tmp_path / f"ledger-{number}")
        request = Request(file, pack(), processes=number)
        import_file(ledger, source_named("acled"), request, recorded_by="test")
        written += [manifest.files for manifest in ledger.log()]
    assert len(written) == 2
    assert written[0] == written[1]


@pytest.mark.usefixtures("by_both")
@pytest.mark.parametrize("at", [3, 12, 55])
def test_a_broken_row_is_told_as_by_one_who_reads_alone(tmp_path: Path, at: int) -> None:
    file = write_csv(tmp_path / "acled.csv", acled_rows(), ACLED)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[at] = "one,two\n"
    file.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(UnusableInput) as expected:
        alone(file)
    with pytest.raises(UnusableInput) as raised:
        source_named("acled").read(Request(file, pack(), processes=2))
    assert raised.value.problems == expected.value.problems
    assert raised.value.problems[0].row == at + 1


@contextmanager
def opened_here_alone(request: Request, among: by_two.Among) -> Iterator[Rows[str]]:
    if multiprocessing.parent_process() is not None:
        os._exit(3)
    with gtd._opened(request, among) as rows:
        yield rows


def test_the_other_process_is_not_missed_where_it_dies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = FILES["gtd.csv"](tmp_path / "gtd.csv")
    expected = alone(file)
    monkeypatch.setattr(by_two, "_SMALL", 0)
    found = Reading()
    by_two.take_rows_by_two(opened_here_alone, Request(file, pack(), processes=2), found)
    assert found.claims == expected.claims
    assert found.refused == expected.refused
    assert found.rows_read == expected.rows_read == 60


@pytest.mark.skipif(sys.platform != "linux", reason="children are looked up in /proc")
@pytest.mark.skipif(by_two.processors() < 2, reason="needs two processors")
def test_a_killed_import_leaves_no_claim_and_no_process(tmp_path: Path) -> None:
    text = "SECRET " * 70
    rows = (acled_event(at, notes=text) for at in range(12_000))
    file = write_csv(tmp_path / "acled.csv", rows, ACLED)
    assert file.stat().st_size > by_two._SMALL
    program = [sys.executable, "-P", "-c", "from naap.cli import main; main()"]
    settings = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    subprocess.run(
        [*program, "init", "w", "--pack", "example"], cwd=tmp_path, env=settings, check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    ledger = Ledger(tmp_path / "w" / "ledger")
    before = ledger.digest()
    with subprocess.Popen(
        [*program, "import", "acled", str(file)], cwd=tmp_path / "w", env=settings,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    ) as process:  # fmt: skip
        until = time.monotonic() + _LONGEST_WAIT
        while len(_in_session(process.pid)) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
    while _in_session(process.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert _in_session(process.pid) == []
    assert ledger.digest() == before


def _in_session(session: int) -> list[int]:
    """Living processes of a session."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # ended meanwhile
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found
