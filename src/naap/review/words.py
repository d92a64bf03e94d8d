"""The words that pages print and that no pack or figure gives, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from naap.figures.figure import Language

__all__ = ["is_reviewed", "word", "words"]


@cache
def _catalogue() -> Mapping[str, Any]:
    text = (Path(__file__).parent / "words.yml").read_text(encoding="utf-8")
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    catalogue: Mapping[str, Any] = yaml.load(text, loader)
    return catalogue


def words() -> Mapping[str, Mapping[Language, str]]:
    """Every word by its key, in every language."""
    found: Mapping[str, Mapping[Language, str]] = _catalogue()["words"]
    return found


def word(key: str, language: Language) -> str:
    """One word; KeyError for a key that the catalogue lacks."""
    return words()[key][language]


def is_reviewed(language: Language) -> bool:
    """Whether a reader of the language has agreed to its words. English is the original."""
    return language == "en" or bool(_catalogue()["reviewed"])
