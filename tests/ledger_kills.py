"""Imports that are killed, writers at once, and a folder that may not be written to.

Run as a program of its own: a process that forks must have no threads, and so no query engine.

    python -m tests.ledger_kills kill FOLDER COUNT SEED
    python -m tests.ledger_kills race FOLDER WRITERS BATCHES
    python -m tests.ledger_kills read-only FOLDER
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from naap.ledger import Batch, Ledger, Moment
from naap.ledger.kind import kinds
from naap.ledger.snapshot import Snapshot
from naap.ledger.verify import verify
from naap.problems import UnusableInput
from tests.ledger_makers import CLOSED, VARIES, claim, hour

KINDS = ("figure", "judgement", "rating")
KEYS = 5
FRESH_EVERY = 8


def batch(said: int) -> Batch:
    """An import of several kinds, all of whose claims say the same."""
    return Batch("test", tuple(claim(kind, str(n), said) for kind in KINDS for n in range(KEYS)))


def said_now(folder: Path) -> int:
    """What every claim says (0: there are none); an AssertionError where only a part is there."""
    import duckdb

    ledger = Ledger(folder)
    assert verify(ledger) == []
    snapshot = Snapshot.of(ledger, Moment(), CLOSED)
    with duckdb.connect() as engine:
        found = engine.execute(
            " UNION ALL ".join(
                f"SELECT {VARIES[kind]}::VARCHAR::DOUBLE::INT AS said "
                f"FROM ({snapshot.sql(kinds()[kind])})"
                for kind in KINDS
            )
        ).fetchall()
    said = {row[0] for row in found}
    assert len(found) in {0, KEYS * len(KINDS)}, f"{len(found)} claims of one import"
    assert len(said) <= 1, f"claims of imports {said} at once"
    return said.pop() if said else 0


def forked(act: Callable[[int], None]) -> tuple[int, int]:
    """Start a child; its process id, and a pipe on which it tells."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child:
        os.close(theirs)
        return child, ours
    os.close(ours)
    try:
        act(theirs)
    except BaseException as error:  # noqa: BLE001 - the parent tells it
        os.write(theirs, f"{type(error).__name__}: {error}".encode())
        os._exit(1)
    os._exit(0)


def kill(folder: Path, count: int, seed: int) -> dict[str, int]:
    """Kill as many imports, each after another while; what every one left is checked."""
    choice = random.Random(seed)
    outcome = {"kills": 0, "whole": 0, "nothing": 0, "finished": 0}
    longest, said, killed, ledger = 0.0, 0, 0, folder
    while outcome["kills"] < count:
        attempt = sum(outcome.values())
        if attempt % FRESH_EVERY == 0:
            ledger, said = folder / str(attempt), 0
            Ledger.create(ledger)
        started = said + 1

        def act(tell: int, ledger: Path = ledger, expected: int = said) -> None:
            found = said_now(ledger)
            assert found in {expected, expected + 1}, f"{found} after {expected}"
            next_ = batch(found + 1)
            os.write(tell, f"{found}\n".encode())
            Ledger(ledger).append(next_)

        child, pipe = forked(act)
        answer = os.read(pipe, 1000).decode()
        begun = time.monotonic()
        if not answer.strip().isdigit():
            raise SystemExit(f"after kill {outcome['kills']} in {ledger}: {answer}")
        if attempt % FRESH_EVERY:
            outcome["whole" if int(answer) == started else "nothing"] += killed
        said, killed = int(answer), 0
        if longest:
            time.sleep(choice.uniform(0, longest))
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(pipe)
        longest = longest or time.monotonic() - begun
        # The longest wait follows the imports, so that some kills come after the commit.
        if os.WIFSIGNALED(status):
            killed, longest = 1, longest * 1.02
            outcome["kills"] += 1
        else:
            longest *= 0.93
            outcome["finished"] += 1
    return outcome


def race(folder: Path, writers: int, batches: int) -> dict[str, int]:
    """Writers in as many processes, each of them with batches of its own."""
    Ledger.create(folder)

    def write(writer: int, _: int) -> None:
        ledger = Ledger(folder)
        for number in range(batches):
            said = claim("figure", f"{writer}-{number}", number)
            shared = claim("rating", "shared", f"{writer}-{number}")
            ledger.append(Batch(f"writer {writer}", (said, shared)))

    children = [forked(partial(write, writer)) for writer in range(writers)]
    failed = sum(os.waitpid(child, 0)[1] != 0 for child, _ in children)
    return {"failed": failed}


def read_only(folder: Path) -> dict[str, str]:
    """What an append says that may not write; run by root, it becomes nobody first."""
    ledger = Ledger.create(folder / "ledger")
    ledger.append(Batch("test", (claim("figure", "a", 1),), at=hour(1)))
    for each in (ledger.folder, *ledger.folder.glob("*")):
        each.chmod(0o555 if each.is_dir() else 0o444)
    if os.geteuid() == 0:
        os.setuid(65534)
    try:
        ledger.append(Batch("test", (claim("figure", "a", 2),), at=hour(2)))
    except UnusableInput as error:
        return {"problem": str(error), "commits": str(len(ledger.log()))}
    return {"problem": "none"}


if __name__ == "__main__":
    act, where, *numbers = sys.argv[1:]
    if act == "kill":
        print(json.dumps(kill(Path(where), *map(int, numbers))))
    elif act == "race":
        print(json.dumps(race(Path(where), *map(int, numbers))))
    else:
        print(json.dumps(read_only(Path(where))))
