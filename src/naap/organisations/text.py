"""A name as typed becomes plain text: one case, one form of each letter, nothing invisible."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["MOST_LETTERS", "plain", "segments"]

MOST_LETTERS = 240
"""A name is read so far. Longer ones exist only to stall a program."""

_ALONE = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    "ʼ": "'", "ʻ": "'", "ʿ": "'", "ʾ": "'", "ʽ": "'", "’": "'", "‘": "'", "`": "'", "´": "'",
    "ʹ": "'", "＇": "'", "ﷺ": "", "ـ": "", "&": " and ", "۽": " and ",
    "٠": "0", "١": "1", "٢": "2", "٣": "3", "٤": "4", "٥": "5", "٦": "6", "٧": "7", "٨": "8",
    "٩": "9", "۰": "0", "۱": "1", "۲": "2", "۳": "3", "۴": "4", "۵": "5", "۶": "6", "۷": "7",
    "۸": "8", "۹": "9",
}  # fmt: skip
"""Letters that Unicode does not take apart, and marks that writers put for one another."""

_PARTED = re.compile(r"\s-+\s|[,;:()\[\]{}/|\"«»“”،؛–—]+")
_POSSESSIVE = re.compile(r"'s\b|(?<=s)'(?=\s|\Z)")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_]\b)?")


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    """What stays of one letter after it was taken apart."""
    if (known := _ALONE.get(letter)) is not None:
        return known
    category = unicodedata.category(letter)
    if category in {"Mn", "Me", "Cf", "Cn", "Co", "Cs"}:
        return ""
    if category in {"Cc", "Zs", "Zl", "Zp"}:
        return " "
    return letter


class _Letters(dict[int, str]):
    """What ``str.translate`` asks; remembers each letter that it met, of which there are few."""

    def __missing__(self, code: int) -> str:
        kept = _letter(chr(code))
        if len(self) < 4096:
            self[code] = kept
        return kept


_LETTERS = _Letters()


def plain(name: str) -> str:
    """Lower case, compatibility forms resolved, without marks above, below and between letters.

    Two spellings that differ only in case, Unicode form, vowel signs or invisible characters give
    the same text. At most ``MOST_LETTERS`` long.
    """
    if len(name) > 8 * MOST_LETTERS:
        name = name[: 8 * MOST_LETTERS]
    if name.isascii():
        text = name.lower().translate(_LETTERS)
    else:
        text = unicodedata.normalize("NFKD", name.translate(_LETTERS).casefold())
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS).casefold())
        text = text.translate(_LETTERS)
    return text[:MOST_LETTERS]


def segments(text: str) -> list[tuple[list[str], bool]]:
    """The parts between commas, brackets and dashes, each with its words.

    The second value tells that a word of the part was a possessive: the order of "Mohammed's Army"
    is that of "Army of Mohammed" turned round.
    """
    if "." in text:
        text = _DOTTED.sub(lambda found: found[0].replace(".", "").replace(" ", "") + " ", text)
    parts = []
    for part in _PARTED.split(text):
        possessive = False
        if "'" in part:
            part, count = _POSSESSIVE.subn("", part)
            possessive = count > 0
            words = [word.replace("'", "") for word in _WORD.findall(part)]
        else:
            words = _WORD.findall(part)
        if words:
            parts.append((words, possessive))
    return parts
