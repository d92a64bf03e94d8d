"""The words of status in both languages, and the reasons that rules give, with their numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from naap.pack.settings import Language
from naap.periods import parse_period
from naap.yml import read_yml

__all__ = ["Why", "Written", "as_data", "is_reviewed", "said", "why", "word"]

Written = Callable[[str, Language], str]
"""How periods are written: pages write 2016-03 as March 2016, commands as data have it."""


_COUNTS = {"count", "days"}
"""Gaps in which a number is never a year."""


@dataclass(frozen=True, order=True)
class Why:
    """A reason: the key of a sentence in the words, and what stands in its gaps."""

    key: str
    numbers: tuple[tuple[str, str], ...] = ()


def why(key: str, **numbers: object) -> Why:
    return Why(key, tuple((name, str(each)) for name, each in numbers.items()))


def word(key: str, language: Language) -> str:
    """A word of the catalogue, such as ``substantial``; KeyError for one that it lacks."""
    text: str = _catalogue()["words"][key][language]
    return text


def as_data(text: str, language: Language) -> str:
    """A number or a period as it stands in data; after Urdu letters, 2016-03 would be shown as
    03-2016: a mark keeps its order."""
    return f"\u200e{text}" if language == "ur" and text[:1].isdigit() else text


def said(reason: Why, language: Language, period: Written = as_data) -> str:
    """The sentence of a reason, its gaps filled; a number that is itself a word is translated."""
    text: str = _catalogue()["reasons"][reason.key][language]
    return text.format(
        **{name: _shown(name, each, language, period) for name, each in reason.numbers}
    )


def is_reviewed() -> bool:
    """Whether a reader of Urdu has agreed to the Urdu."""
    return all(each["reviewed"] for each in _files())


def _shown(name: str, each: str, language: Language, period: Written) -> str:
    known: Mapping[str, str] | None = _catalogue()["words"].get(each)
    if known is not None:
        return known[language]
    if name in _COUNTS and each.isdecimal():
        # Not a year: on pages 1879 days are 1,879.
        return as_data(each if period is as_data else f"{int(each):,}", language)
    return period(each, language) if _is_period(each) else as_data(each, language)


def _is_period(each: str) -> bool:
    try:
        parse_period(each)
    except ValueError:
        return False
    return True


@cache
def _files() -> tuple[Mapping[str, Any], ...]:
    return tuple(read_yml(path) for path in sorted(Path(__file__).parent.glob("words*.yml")))


@cache
def _catalogue() -> Mapping[str, Mapping[str, Any]]:
    """The words and reasons of all files; a key that stands in two is an error."""
    found: dict[str, dict[str, Any]] = {"words": {}, "reasons": {}}
    for each in _files():
        for group, entries in found.items():
            if twice := entries.keys() & each.get(group, {}).keys():
                raise ValueError(f"{', '.join(sorted(twice))} stands in two files of words")
            entries.update(each.get(group, {}))
    return found
