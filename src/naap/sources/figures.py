"""Figures by a mapping: another name of the source ``table``, which grew out of it."""

from __future__ import annotations

from naap.sources.source import Reading, Request
from naap.sources.table import read_as

__all__ = ["read"]


def read(request: Request) -> Reading:
    """As the source ``table`` reads."""
    return read_as(request, "figures")
