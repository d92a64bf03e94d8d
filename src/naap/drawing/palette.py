"""The colours, by name: each has a light and a dark form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from naap.yml import read_yml

__all__ = ["palette"]


@cache
def palette() -> Mapping[str, Mapping[str, str]]:
    """Colour by name, each with its light and dark form."""
    found: dict[str, dict[str, str]] = read_yml(Path(__file__).parent / "palette.yml")
    return found
