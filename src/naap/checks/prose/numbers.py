"""Numbers in English prose: what they are worth, and how exactly they were printed.

Read are digits of every script (``1,206``, ``۱٬۲۰۶``, ``17,38,000``, ``1 206``), words
(``seventy``, ``one hundred and ten``, ``a dozen``), scales (thousand, lakh, million, crore,
billion) and mixtures of these (``2.3 million``, ``5 crore 20 lakh``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["SCALES", "Number", "find_numbers"]

SCALES = {
    "hundred": 10**2, "thousand": 10**3, "lakh": 10**5, "lakhs": 10**5, "lac": 10**5,
    "million": 10**6, "millions": 10**6, "mn": 10**6, "mln": 10**6, "m": 10**6,
    "crore": 10**7, "crores": 10**7, "billion": 10**9, "bn": 10**9, "b": 10**9,
    "trillion": 10**12, "tn": 10**12, "tr": 10**12, "k": 10**3,
    "ہزار": 10**3, "لاکھ": 10**5, "ملین": 10**6, "کروڑ": 10**7, "ارب": 10**9,
}  # fmt: skip
_UNITS = {
    word: value
    for value, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
            *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
            *("seventeen", "eighteen", "nineteen"),
        )
    )
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
         "eighty": 80, "ninety": 90}  # fmt: skip
_BIG = {"hundred": 100, "thousand": 1000, "lakh": 10**5, "million": 10**6, "crore": 10**7,
        "billion": 10**9}  # fmt: skip
_ONE = Fraction(1)
_BLANKS = " \t\n\u00a0-"
_MOST_DIGITS = 30
"""A longer run of digits is an account or a serial, and no amount."""


@dataclass(frozen=True)
class Number:
    """``text[start:end]``; ``value`` in ones.

    ``step`` is what one unit of the last printed digit is worth: 1 for "625", 0.1 for "3.3",
    100,000 for "1.2 million". ``rounded`` says whether the print leaves digits out, so that the
    true value may be half a step off. ``odd`` marks a format of which one cannot be sure: "9,00".
    """

    start: int
    end: int
    value: Fraction
    step: Fraction
    rounded: bool = False
    odd: bool = False
    words: bool = False

    @property
    def low(self) -> Fraction:
        """The least value that prints so."""
        return self.value - self.step / 2 if self.rounded else self.value

    @property
    def high(self) -> Fraction:
        """The greatest value that prints so."""
        return self.value + self.step / 2 if self.rounded else self.value


_SCALE = "|".join(sorted((s for s in SCALES if len(s) > 1), key=len, reverse=True))
_DIGITS = re.compile(
    r"(?:(?<![\w.,٫٬])|(?<=\bRs)|(?<=\bRs\.)|(?<=\bPKR)|(?<=\bUS\$))"
    r"(?P<whole>\d{1,3}(?:[,٬]\d{2,3})+|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+|\d+)"
    r"(?P<part>[.٫]\d+)?"
    rf"(?:(?P<scale>[\s-]?(?:{_SCALE})\b(?!-)|[mbk]\b)|(?![\d٫٬]|[.,]\d)(?=(?:st|nd|rd|th|s|pc|km)?\b|\W|$))",
    re.IGNORECASE,
)
_WORD = "|".join((*_UNITS, *_TENS))
_COUNTING = rf"(?:{_WORD}|dozen|hundred|thousand|lakh|million|crore|billion)"
_WORDS = re.compile(
    rf"\b(?:(?:an?|half\s+an?)\s+)?{_COUNTING}(?:(?:\s+and\s+|[\s-]+){_COUNTING})*\b(?!-fold\b)",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\s+(?:and\s+)?$")
_ONE_WORD = re.compile(r"[a-z]+", re.IGNORECASE)


def find_numbers(text: str) -> Iterator[Number]:
    """Every number of the text, in its order, none over another.

    "hundred" and its like count as numbers only with a number or an article before them.
    """
    found = sorted((*_in_digits(text), *_in_words(text)), key=lambda number: number.start)
    last: Number | None = None
    for number in found:
        if last is not None and number.start < last.end:
            continue
        joined = _joined(text, last, number)
        if joined is None:
            if last is not None:
                yield last
            last = number
        else:
            last = joined
    if last is not None:
        yield last


def _in_digits(text: str) -> Iterator[Number]:
    for match in _DIGITS.finditer(text):
        whole, part = match["whole"], match["part"] or ""
        digits = _plain(whole)
        if len(digits) + len(part) > _MOST_DIGITS:
            continue
        if not part and match["scale"] is None:
            value, step = Fraction(int(digits)), _ONE
        else:
            decimals = max(0, len(part) - 1)
            scale = SCALES[match["scale"].strip(_BLANKS).lower()] if match["scale"] else 1
            step = Fraction(scale, 10**decimals)
            value = int(digits + _plain(part[1:])) * step
        yield Number(match.start(), match.end(), value, step, rounded=step != 1 or bool(part),
                     odd=not _well_grouped(whole))  # fmt: skip


def _plain(digits: str) -> str:
    """The digits of any script, as 0 to 9."""
    if digits.isascii():
        return digits.replace(",", "")
    return "".join(str(unicodedata.digit(each)) for each in digits if each.isdecimal())


def _well_grouped(whole: str) -> bool:
    """Groups of three, or of two before the last three as South Asia writes them."""
    if whole.isdecimal():
        return True
    groups = re.split(r"\D", whole)
    *middle, last = (len(group) for group in groups[1:])
    return last == 3 and (all(size == 3 for size in middle) or
                          (len(groups[0]) <= 2 and all(size == 2 for size in middle)))  # fmt: skip


def _in_words(text: str) -> Iterator[Number]:
    for match in _WORDS.finditer(text):
        words = [word.lower() for word in _ONE_WORD.findall(match[0])]
        bare = words[0] in _BIG or words[0] == "dozen"
        if bare or not (value := _worth(words)):
            continue
        scale = max((_BIG[word] for word in words if word in _BIG), default=1)
        step = Fraction(1 if value % scale else scale)
        # "a hundred" and "two million" say a size; "one hundred and ten" says a count.
        rounded = step > 1 or words[0] == "half"
        yield Number(match.start(), match.end(), value, step, rounded=rounded, words=True)


def _worth(words: list[str]) -> Fraction:
    total, group = Fraction(0), Fraction(0)
    for word in words:
        if word in ("a", "an"):
            group = group or Fraction(1)
        elif word == "half":
            group = Fraction(1, 2)
        elif word in _UNITS:
            group += _UNITS[word]
        elif word in _TENS:
            group += _TENS[word]
        elif word == "dozen":
            group = (group or Fraction(1)) * 12
        elif word == "hundred":
            group = (group or Fraction(1)) * 100
        elif word in _BIG:
            total += (group or Fraction(1)) * _BIG[word]
            group = Fraction(0)
    return total + group


def _joined(text: str, first: Number | None, second: Number) -> Number | None:
    """ "5 crore 20 lakh" is one number; "5 crore 200" and "two 500" are not."""
    if first is None or first.step < 1000 or second.step >= first.step or not second.rounded:
        return None
    if second.value >= first.step or not _NEXT.match(text[first.end : second.start]):
        return None
    return Number(first.start, second.end, first.value + second.value, second.step, True,
                  first.odd or second.odd)  # fmt: skip
