"""A program run as a user runs it, and what it cost: time, processor time, memory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Cost", "naap", "run"]

_EVERY_SECONDS = 0.05


@dataclass(frozen=True)
class Cost:
    """``cpu_seconds`` is what it would at least take on one free processor; it also tells on a
    busy machine. ``peak_mb``: all its processes together, at the moment they needed most; the
    largest of them alone where nobody watched."""

    seconds: float
    cpu_seconds: float
    peak_mb: float

    def named(self, name: str) -> dict[str, float]:
        return {
            f"{name}_s": self.seconds,
            f"{name}_cpu_s": self.cpu_seconds,
            f"{name}_peak_mb": self.peak_mb,
        }


def naap(*arguments: str) -> list[str]:
    """The command line of the program, in this Python."""
    return [sys.executable, "-P", "-c", "from naap.cli import main; main()", *arguments]


def run(
    command: Sequence[str], folder: Path, settings: Mapping[str, str], *, watched: bool = True
) -> Cost:
    """Run the command in the folder; RuntimeError with what it printed where it fails.

    Watching takes a good part of a processor, so what is timed closely is not ``watched``.
    """
    begun = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        watch = _Watch(process.pid)
        if watched:
            watch.start()
        printed = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if watched:
            watch.stop()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} gave {process.returncode}:\n{printed}")
    largest = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
    return Cost(seconds, used.ru_utime + used.ru_stime, max(largest, watch.peak_mb))


class _Watch(threading.Thread):
    """Looks again and again at how much memory a session's processes hold together.

    Where there is no /proc, it sees nothing, and the largest process has to do.
    """

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.peak_mb = 0.0
        self._session = session
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(_EVERY_SECONDS):
            self.peak_mb = max(self.peak_mb, _session_mb(self._session))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _session_mb(session: int) -> float:
    """What the processes of a session hold, a page that several share counted once."""
    kilobytes = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name of the program, in brackets, may hold anything; fields follow it.
            if int(stat.read_text().rpartition(")")[2].split()[3]) == session:
                found = re.search(r"^Pss: *(\d+)", stat.with_name("smaps_rollup").read_text(), re.M)
                kilobytes += int(found[1]) if found else 0
        except OSError:
            continue  # ended meanwhile
    return kilobytes * 1024 / 1e6
