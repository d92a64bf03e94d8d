"""The colours, by name: each has a light and a dark form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

__all__ = ["palette"]


@cache
def palette() -> Mapping[str, Mapping[str, str]]:
    """Colour by name, each with its light and dark form."""
    text = (Path(__file__).parent / "palette.yml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = yaml.safe_load(text)
    return found
