"""Large files, read by two processes.

Both read the whole file, which is the smaller part of the work; each makes the claims of the blocks
of rows that it comes to first. What they found is put together in the order of the rows, so it
is the same as if one had read them all.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized

from naap.problems import UnusableInput
from naap.sources.rows import Counted, Found, Rows, Tally, found_in, settle, take_counted_rows
from naap.sources.source import Reading, Request

__all__ = ["Among", "processors", "take_rows_by_two"]

_SMALL = 5_000_000
"""Bytes of a file that one has read before another process has begun."""
_ROWS_A_BLOCK = 1_000

Among = Callable[[], bool]
"""Asked once a row: whether what stands in it is wanted. Other rows are only read past."""
Open = Callable[[Request, Among], AbstractContextManager[Rows[str]]]
"""Opens a file, in this process or in another one."""


@dataclass
class _Block:
    """What one process found in rows that follow each other."""

    number: int
    found: list[tuple[int, Found]] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)


def take_rows_by_two(opened: Open, request: Request, reading: Reading) -> Counted:
    """`take_counted_rows` of the file that ``opened`` opens, a function at the top of a module.

    A small file is read by this process alone. So is one where either meets trouble: who reads all
    rows in their order tells what is the first that is wrong.
    """
    if request.processes > 1 and request.file.stat().st_size > _SMALL:
        try:
            return _taken_by_two(opened, request, reading)
        except (UnusableInput, EOFError):
            pass  # nothing has come into the reading
    with opened(request, lambda: True) as rows:
        return take_counted_rows(rows, request, reading)


def processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def _taken_by_two(opened: Open, request: Request, reading: Reading) -> Counted:
    clean = multiprocessing.get_context("spawn")
    taken = clean.Value("q", 0)
    here, there = clean.Pipe(duplex=False)
    given = (opened, request.quiet(), taken, _ROWS_A_BLOCK, there)
    other = clean.Process(target=_read_there, args=given, daemon=True)
    other.start()
    there.close()
    with here:
        try:
            with opened(request, turns := _Turns(taken, _ROWS_A_BLOCK)) as rows:
                blocks = [*_blocks(rows, request, turns), *_received(here)]
                blocks.sort(key=lambda block: block.number)
                tally = Tally()
                for block in blocks:
                    tally.add(block.tally)
                found = (each for block in blocks for each in block.found)
                settle(rows, request, reading, found, tally)
                return tally.counted
        finally:
            other.kill()
            other.join()


def _received(here: Connection) -> Iterator[_Block]:
    """The blocks of the other process; EOFError where it ends before it has read all."""
    while (block := here.recv()) is not None:
        yield block


def _read_there(
    opened: Open,
    request: Request,
    taken: Synchronized[int],
    rows_a_block: int,
    there: Connection,
) -> None:
    """In the other process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent tells what a person has stopped
    gc.disable()
    done = []
    try:
        with there, opened(request, turns := _Turns(taken, rows_a_block)) as rows:
            for block in _blocks(rows, request, turns):
                done.append(pickle.dumps(block, pickle.HIGHEST_PROTOCOL))
                if not _parent_lives():
                    return
            # While the parent reads, too, it would take long to take them.
            for each in done:
                there.send_bytes(each)
            there.send(None)
    except (UnusableInput, OSError):
        sys.exit(1)


def _parent_lives() -> bool:
    parent = multiprocessing.parent_process()
    return parent is not None and parent.is_alive()


class _Turns:
    """Whose turn a row is: asked once a row, in their order, in both processes.

    Whoever is the first to come to a block takes it. All blocks before it are taken by then, so to
    know how many are taken is enough.
    """

    def __init__(self, taken: Synchronized[int], rows_a_block: int) -> None:
        self._taken = taken
        self._rows_a_block = rows_a_block
        self._rows = 0
        self._mine = False
        self.block = _Block(-1)

    def __call__(self) -> bool:
        number, at = divmod(self._rows, self._rows_a_block)
        self._rows += 1
        if at == 0:
            self._mine = self._take(number)
            if self._mine:
                self.block = _Block(number)
        return self._mine

    def _take(self, number: int) -> bool:
        with self._taken.get_lock():
            if self._taken.value != number:
                return False
            self._taken.value += 1
            return True


def _blocks(rows: Rows[str], request: Request, turns: _Turns) -> Iterator[_Block]:
    """Each block that is this process's, when its last row has been read."""
    block = turns.block
    for each in found_in(rows, request, lambda: turns.block.tally):
        if turns.block is not block:
            if block.found:
                yield block
            block = turns.block
        block.found.append(each)
    if block.found:
        yield block
