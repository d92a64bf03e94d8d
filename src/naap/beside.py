"""Work that is done beside other work: by a process of its own, or by a thread.

What is asked for later is a function without arguments: it waits for the answer and gives it.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import ParamSpec, Protocol, TypeVar

__all__ = ["HERE", "Beside", "Later", "beside", "named"]

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
    ``no_more``: ends that process when it has done what it was given, so that its memory is free.
    ``apart``: for work that needs much memory, each in a process that ends with it. ``thread``:
    for work that leaves Python alone most of the time, one after the other."""

    process: Later
    no_more: Callable[[], None]
    apart: Later
    thread: Later


@contextmanager
def beside(processes: int) -> Iterator[Beside]:
    """Where other work is done; with one process, here, when its answer is asked for."""
    if processes <= 1:
        yield HERE
        return
    clean = multiprocessing.get_context("spawn")
    process = ProcessPoolExecutor(1, clean, _help)
    apart = ProcessPoolExecutor(1, clean, _help, max_tasks_per_child=1)
    thread = ThreadPoolExecutor(1)
    try:
        yield Beside(_by(process), lambda: process.shutdown(wait=False), _by(apart), _by(thread))
    finally:
        for each in (process, apart, thread):
            each.shutdown(cancel_futures=True)


def _by(executor: Executor) -> Later:
    return lambda work, /, *given, **named: executor.submit(work, *given, **named).result


def _help() -> None:
    """In the other process. It goes behind its parent, which has more left to do; and it ends with
    it: one whose parent was killed would wait for work for ever."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(3)

    def watch() -> None:
        if (parent := multiprocessing.parent_process()) is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def named(work: str) -> object:
    """Do work without arguments that is given as ``module:function``: only who does it loads it."""
    module, _, function = work.partition(":")
    return getattr(importlib.import_module(module), function)()


def _when_asked(work: Callable[P, T], /, *given: P.args, **named: P.kwargs) -> Callable[[], T]:
    return cache(lambda: work(*given, **named))


HERE = Beside(_when_asked, lambda: None, _when_asked, _when_asked)
"""For work that is done by who asks for its answer."""
