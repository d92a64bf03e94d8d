"""The words that pages print and that no pack or figure gives, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from naap.figures.figure import Language
from naap.yml import read_yml

__all__ = ["is_reviewed", "word", "words"]


_REVIEWED: Mapping[Language, bool] = {"en": True, "ur": False}
"""Whether a reader of the language has agreed to its words; pages say so while none has. English
is the original."""


@cache
def words() -> Mapping[str, Mapping[Language, str]]:
    """Every word by its key, in every language: one file a subject in the folder ``words``."""
    found: dict[str, Mapping[Language, str]] = {}
    for path in sorted((Path(__file__).parent / "words").glob("*.yml")):
        of_file: Mapping[str, Any] = read_yml(path)
        if twice := sorted(found.keys() & of_file.keys()):
            raise ValueError(f"{path.name}: {', '.join(twice)} stand in another file already")
        found |= of_file
    return found


def word(key: str, language: Language) -> str:
    """One word; KeyError for a key that the catalogue lacks."""
    return words()[key][language]


def is_reviewed(language: Language) -> bool:
    """Whether a reader of the language has agreed to its words."""
    return _REVIEWED[language]
