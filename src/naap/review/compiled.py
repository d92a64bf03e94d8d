"""The templates of the pages, compiled once for all languages, by whoever has the time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

__all__ = ["compile_all", "environment", "take"]

_FILTERS = ("written", "period", "day", "anchor", "orunknown", "org_name")
"""Those that the pages of a review add. Each takes a value, and nothing of the page."""


class _Compiled(jinja2.BytecodeCache):
    """What has been compiled in this process, or was taken from another."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def environment() -> jinja2.Environment:
    """What templates are read in. The pages add filters and words."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_COMPILED,
    )


@cache
def compile_all() -> Mapping[str, bytes]:
    """Every template, as another process of this program can ``take`` it."""
    made = environment()
    made.filters |= dict.fromkeys(_FILTERS, str)
    for name in made.list_templates(extensions=["html"]):
        made.get_template(name)
    return dict(_COMPILED.kept)


def take(compiled: Mapping[str, bytes]) -> None:
    """Use what has been compiled elsewhere. Of a template that has changed since, nothing."""
    _COMPILED.kept |= compiled
