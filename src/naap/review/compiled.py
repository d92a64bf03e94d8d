"""The templates of the pages, compiled once and kept beside them, as Python keeps its modules.

Set-up compiles all of them. Where it did not, each is compiled when it is first asked for, and kept
where Python may write its own. A template that changes is compiled anew.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

from naap.figures.chart import compile_charts

__all__ = ["compile_all", "environment"]

_TEMPLATES = Path(__file__).parent / "templates"


class _Kept(jinja2.BytecodeCache):
    def __init__(self, folder: Path, *, write: bool) -> None:
        self.folder = folder
        self.write = write

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return f"{name.replace('/', '-')}.{sys.implementation.cache_tag}-{_made_by()}.compiled"

    def load_bytecode(self, bucket: Bucket) -> None:
        with (
            suppress(OSError, EOFError, pickle.UnpicklingError),
            (self.folder / bucket.key).open("rb") as kept,
        ):
            bucket.load_bytecode(kept)  # of another source: nothing

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not self.write:
            return
        path = self.folder / bucket.key
        draft = path.with_name(f".{path.name}-{os.getpid()}")
        with suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            draft.write_bytes(bucket.bytecode_to_string())
            draft.replace(path)


def environment(templates: Path = _TEMPLATES, *, write: bool | None = None) -> jinja2.Environment:
    """What templates are read in. The pages add filters and words. ``write``: keep what is
    compiled; else as Python does with its modules."""
    write = not sys.dont_write_bytecode if write is None else write
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_Kept(templates / "__pycache__", write=write),
    )


def compile_all(templates: Path = _TEMPLATES) -> None:
    """Keep every template as compiled."""
    made = environment(templates, write=True)
    made.filters |= dict.fromkeys(_FILTERS, _not_yet)
    for name in made.list_templates(extensions=["html"]):
        made.get_template(name)


_FILTERS = ("written", "period", "day", "anchor", "orunknown", "org_name")
"""Those that the pages of a review add. Each takes a value, and nothing of the page."""


def _not_yet(value: object) -> str:
    """In their place, so that no answer is worked out before there is a page."""
    raise LookupError(f"what {value} comes to depends on the page's language")


@cache
def _made_by() -> str:
    """What compiles them, beside Python: another version of it, or of this file, makes others."""
    this = jinja2.__version__.encode() + Path(__file__).read_bytes()
    return hashlib.sha256(this).hexdigest()[:12]


if __name__ == "__main__":
    compile_all()
    compile_charts()
