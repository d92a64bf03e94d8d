"""Work that is done beside other work: by a process of its own, or by a thread.

What is asked for later is a function without arguments: it waits for the answer and gives it.
"""

from __future__ import annotations

import importlib
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import ParamSpec, Protocol, TypeVar

__all__ = ["HERE", "Beside", "Later", "beside", "loaded"]

P = ParamSpec("P")
T = TypeVar("T")


class Later(Protocol):
    """Takes work and what it works on; gives what waits for the answer."""

    def __call__(
        self, work: Callable[P, T], /, *given: P.args, **named: P.kwargs
    ) -> Callable[[], T]: ...


@dataclass(frozen=True)
class Beside:
    """``process``: for work that keeps Python busy, in the order in which it is given.
    ``thread``: for work that leaves Python alone most of the time, and needs much memory: one
    after the other."""

    process: Later
    thread: Later


@contextmanager
def beside(processes: int) -> Iterator[Beside]:
    """Where other work is done; with one process, here, when its answer is asked for."""
    if processes <= 1:
        yield HERE
        return
    work = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
    threads = ThreadPoolExecutor(1)
    try:
        yield Beside(
            lambda work_, /, *given, **named: work.submit(work_, *given, **named).result,
            lambda work_, /, *given, **named: threads.submit(work_, *given, **named).result,
        )
    finally:
        work.shutdown(cancel_futures=True)
        threads.shutdown(cancel_futures=True)


def loaded(module: str) -> None:
    """Load a module, so that who asks later for work of it waits for the work alone."""
    importlib.import_module(module)


def _when_asked(work: Callable[P, T], /, *given: P.args, **named: P.kwargs) -> Callable[[], T]:
    return cache(lambda: work(*given, **named))


HERE = Beside(_when_asked, _when_asked)
"""For work that is done by who asks for its answer."""
