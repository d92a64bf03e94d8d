"""The words of ``words.yml``, and messages about cells in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from naap.pack.settings import Language
from naap.yml import read_yml

__all__ = ["LANGUAGES", "Message", "choices", "is_reviewed", "message", "told", "word"]

LANGUAGES: tuple[Language, ...] = ("en", "ur")


@cache
def _catalogue() -> Mapping[str, Any]:
    catalogue: Mapping[str, Any] = read_yml(Path(__file__).parent / "words.yml")
    return catalogue


def word(key: str, language: Language, **numbers: object) -> str:
    """A word of the workbooks; KeyError for a key that the catalogue lacks."""
    text: str = _catalogue()["words"][key][language]
    return text.format(**_steady(numbers, language)) if numbers else text


def told(group: str, key: str, language: Language, **numbers: object) -> str:
    """A sentence of another group: asks, remind, steps."""
    text: str = _catalogue()[group][key][language]
    return text.format(**_steady(numbers, language))


def _steady(numbers: Mapping[str, object], language: Language) -> dict[str, object]:
    """After Urdu letters, 2016-03 would be shown as 03-2016: a mark keeps its order."""
    if language != "ur":
        return dict(numbers)
    return {
        name: f"\u200e{each}" if str(each)[:1].isdigit() else each for name, each in numbers.items()
    }


def lines(key: str, language: Language) -> list[str]:
    found: list[str] = _catalogue()["words"][key][language]
    return found


def choices(group: str, language: Language) -> dict[str, str]:
    """What a drop-down offers, by the id that is stored: reasons or states."""
    return {key: each[language] for key, each in _catalogue()[group].items()}


def is_reviewed() -> bool:
    return bool(_catalogue()["reviewed"])


@dataclass(frozen=True, order=True)
class Message:
    """What is wrong in one cell of a workbook, said in both languages."""

    sheet: str
    cell: str
    case: str
    en: str
    ur: str

    @property
    def place(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    def __str__(self) -> str:
        return f"{self.place}: {self.en}"

    def as_json(self) -> dict[str, str]:
        return {"sheet": self.sheet, "cell": self.cell, "case": self.case,
                "en": self.en, "ur": self.ur}  # fmt: skip


def message(sheet: str, cell: str, case: str, **numbers: object) -> Message:
    # What somebody typed may be long, or run the other way.
    shown = {
        name: f"\u2068{str(each)[:60]}\u2069" if name == "found" else each
        for name, each in numbers.items()
    }
    en, ur = (told("messages", case, language, **shown) for language in LANGUAGES)
    return Message(sheet, cell, case, en.replace("\u2068", "").replace("\u2069", ""), ur)
