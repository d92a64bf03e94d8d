"""Charts in Vega, compiled once from Vega-Lite and kept beside their sources, as Python keeps its
modules.

What a chart comes to does not depend on its rows; they are put in afterwards. Set-up compiles all
charts that ship. Where it did not, each is compiled when it is first drawn, and kept where Python
may write its own. A chart that changes is compiled anew.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from naap.drawing.vega import vega_of

__all__ = ["compile_chart", "vega_with_rows"]


def vega_with_rows(spec: str, kept: Path) -> str | None:
    """A Vega-Lite chart (JSON) with its datasets, as Vega; None where it is not kept as compiled,
    and may not be.

    Raises ValueError for what cannot be compiled.
    """
    asked = json.loads(spec)
    datasets = asked.pop("datasets")
    made = _read(asked, kept)
    if made is None:
        if sys.dont_write_bytecode:
            return None
        made = _compile(asked, kept)
    for name in _datasets_named_in(asked):
        made = made.replace(json.dumps(_in_place_of(name)), json.dumps(datasets.get(name, [])))
    return made


def compile_chart(spec: str, kept: Path) -> None:
    """Keep what a chart comes to, whatever its rows."""
    asked = json.loads(spec)
    del asked["datasets"]
    _compile(asked, kept)


def _compile(asked: dict[str, Any], kept: Path) -> str:
    datasets = {name: _in_place_of(name) for name in _datasets_named_in(asked)}
    made = json.dumps(vega_of(json.dumps(asked | {"datasets": datasets})))
    draft = kept.with_name(f".{kept.name}-{os.getpid()}")
    with suppress(OSError):
        kept.parent.mkdir(exist_ok=True)
        draft.write_text(f"{_mark(asked, made)}\n{made}", encoding="utf-8")
        draft.replace(kept)
    return made


def _read(asked: dict[str, Any], kept: Path) -> str | None:
    with suppress(OSError, UnicodeDecodeError):
        mark, _, made = kept.read_text(encoding="utf-8").partition("\n")
        if mark == _mark(asked, made):
            return made
    return None


def _datasets_named_in(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        match node.get("data"):
            case {"name": str(name)}:
                yield name
        for value in node.values():
            yield from _datasets_named_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from _datasets_named_in(value)


def _in_place_of(name: str) -> list[dict[str, str]]:
    """One row for all of a dataset. Written as JSON, it can stand in no text."""
    return [{"rows of": name}]


def _mark(asked: dict[str, Any], made: str) -> str:
    """A hash of what was compiled, by what, and to what."""
    chart = json.dumps(asked, sort_keys=True)
    return hashlib.sha256(f"{_made_by()}\n{chart}\n{made}".encode()).hexdigest()


@cache
def _made_by() -> str:
    """Another version of what compiles, or of this file, makes others."""
    version = importlib.metadata.version("vl-convert-python")
    return f"{version} {hashlib.sha256(Path(__file__).read_bytes()).hexdigest()}"
