"""The benchmarks: ``./run bench [NAME...] [--json]``.

A benchmark is a module here with ``SAYS`` (one line), ``RUNS`` and ``measure() -> dict``. Each run
is a process of its own, so that its peak memory is its own; the numbers shown are medians.
"""

from __future__ import annotations

import argparse
import compileall
import importlib
import json
import os
import pkgutil
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

import naap
import tests.bench
from naap.figures.chart import compile_charts
from naap.review.compiled import compile_all
from tests.bench.memory import peak_memory_mb


def names() -> list[str]:
    found = (each.name for each in pkgutil.iter_modules(tests.bench.__path__))
    return sorted(
        name for name in found if not name.startswith("_") and name not in {"data", "memory"}
    )


def run_once(name: str) -> dict[str, float]:
    """Measure in another process: seconds, counts and ratios by name, and the peak memory."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--once", name],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def measure_here(name: str) -> dict[str, float]:
    measured: dict[str, float] = importlib.import_module(f"tests.bench.{name}").measure()
    return {**measured, "peak_memory_mb": peak_memory_mb()}


def compile_program() -> None:
    """As set-up leaves it: no command that is timed compiles modules, templates or charts."""
    compileall.compile_dir(Path(naap.__file__).parent, quiet=1)
    compile_all()
    compile_charts()


def summary(name: str) -> dict[str, object]:
    module = importlib.import_module(f"tests.bench.{name}")
    if prepare := getattr(module, "prepare", None):
        prepare()
    runs = [run_once(name) for _ in range(module.RUNS)]
    median = {each: round(statistics.median(run[each] for run in runs), 4) for each in runs[0]}
    return {"name": name, "says": module.SAYS, "runs": len(runs), "median": median}


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench", description="Run the benchmarks.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--json", action="store_true", help="print JSON for machines")
    parser.add_argument("--once", metavar="NAME", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    compile_program()
    if asked.once:
        print(json.dumps(measure_here(asked.once)))
        return
    if unknown := set(asked.names) - set(names()):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(names())}")
    machine = {
        "python": platform.python_version(),
        "processors": len(os.sched_getaffinity(0)),
        "system": platform.platform(),
        "on": time.strftime("%Y-%m-%d"),
    }
    results = []
    for name in asked.names or names():
        result = summary(name)
        results.append(result)
        if not asked.json:
            print(f"{name}: {result['says']} (median of {result['runs']})", flush=True)
            for each, value in dict(result["median"]).items():  # type: ignore[call-overload]
                print(f"  {each:<34} {value:>14,}")
    if asked.json:
        print(json.dumps({"machine": machine, "results": results}, indent=1))


if __name__ == "__main__":
    main()
