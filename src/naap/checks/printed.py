"""Numbers as their source prints them: in how many ways they read, and the parts beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from naap.checks.answer import Answer
from naap.checks.prose.numbers import Number, find_numbers

__all__ = ["Parts", "has_word", "oddities", "parts_printed", "same_number"]

_SOUTH_ASIAN = re.compile(r"\b(?:lakhs?|lac|crores?)\b|لاکھ|کروڑ", re.IGNORECASE)
_NOT_ALL = re.compile(r"\b(?:among|including|of which|of whom|of them)\b", re.IGNORECASE)
_OF = re.compile(r",?\s*\bof\s+([\d,.]+)\b[^+]*$")


@dataclass(frozen=True)
class Parts:
    """The parts that a source prints, and the total that it prints with them, if it does.

    Parts joined by plus signs are all there are; a list may leave some out.
    """

    parts: tuple[Decimal, ...]
    total: Decimal | None = None
    all_of_it: bool = True


def parts_printed(text: str, lists: bool = False) -> Parts | None:
    """The parts in words such as ``161 death + 113 prison``; None where none can be read surely.

    A total may follow (``= 274``, ``, of 274``). With ``lists``, ``north 90, south 11`` and
    ``civilians 70; army 35`` count as well; without, such words may be remarks on other things.
    """
    segments = [each.strip() for each in text.split(";")]
    for segment in segments:
        if "+" in segment:
            return _added(segment)
    if not lists or _NOT_ALL.search(text):
        return None
    items = segments if len(segments) > 1 else re.split(r",\s+|\s+and\s+", text)
    numbers = [_only_number(item) for item in items]
    found = tuple(number for number in numbers if number is not None)
    return Parts(found, all_of_it=False) if len(found) == len(items) > 1 else None


def _added(segment: str) -> Parts | None:
    total = None
    left, equals, right = segment.partition("=")
    if equals:
        total = _only_number(right)
        if total is None:
            return None
    elif of := _OF.search(left):
        total = _only_number(of[1])
        left = left[: of.start()]
    numbers = [_only_number(item) for item in left.split("+")]
    found = tuple(number for number in numbers if number is not None)
    if len(found) != len(numbers) or _NOT_ALL.search(left):
        return None
    scale = _scale_of_total(right) if equals else Decimal(1)
    return Parts(tuple(part * scale for part in found), total)


def _scale_of_total(right: str) -> Decimal:
    """75.5 + 27.5 = 103.0 million: the word at the end is that of every part."""
    with_word = next(find_numbers(right), None)
    bare = next(find_numbers(re.sub(r"[^\d.,]+$", "", right.strip())), None)
    if with_word is None or bare is None or bare.value == 0:
        return Decimal(1)
    return _decimal(with_word) / _decimal(bare)


def _only_number(words: str) -> Decimal | None:
    numbers = list(find_numbers(words))
    return _decimal(numbers[0]) if len(numbers) == 1 and not numbers[0].odd else None


def _decimal(number: Number) -> Decimal:
    return Decimal(number.value.numerator) / Decimal(number.value.denominator)


def oddities(text: str) -> list[str]:
    """What makes a printed number hard to read: grouping, digits, scale."""
    found = []
    if any(number.odd for number in find_numbers(text)):
        found.append("grouping")
    if any(sign.isdecimal() and not sign.isascii() for sign in text):
        found.append("digits")
    if _SOUTH_ASIAN.search(text):
        found.append("scale")
    return found


def same_number(value: Decimal, factor: Decimal, text: str) -> Answer:
    """The recorded number against the words as printed.

    ``factor`` is what one unit of the value is worth: 1,000,000 for million crowns. A number
    that is grouped as no script groups it (9,00) can be read in more than one way.
    """
    numbers = list(find_numbers(text))
    odd = oddities(text)
    flags = ("number format",) if odd else ()
    if not numbers:
        return Answer("cannot tell", "no number printed", quiet=True)
    readings = [reading for number in numbers for reading in _readings(number, text)]
    fits = [reading for reading in readings if reading in {value, value * factor}]
    if "grouping" in odd:
        return Answer("ambiguous", "odd grouping", fits[0] if fits else readings[0], flags)
    if not fits:
        return Answer("fails", "other number printed", readings[0], flags)
    return Answer("holds", f"odd {odd[0]}" if odd else "as printed", value, flags)


def _readings(number: Number, text: str) -> Sequence[Decimal]:
    readings = [_decimal(number)]
    printed = re.search(r"[\d,]+", text[number.start : number.end])
    if number.odd and printed:
        whole, _, last = printed[0].rpartition(",")
        readings.append(Decimal(f"{whole.replace(',', '')}.{last}"))
        readings.append(Decimal(printed[0].replace(",", "") + "0" * max(0, 3 - len(last))))
    return readings


def has_word(text: str, words: Sequence[str]) -> str | None:
    """The first word of a text that begins with one of these, as it stands there."""
    begins = "|".join(re.escape(word) for word in words)
    found = re.search(rf"\b(?:{begins})\w*", text, re.IGNORECASE)
    return found[0] if found else None
