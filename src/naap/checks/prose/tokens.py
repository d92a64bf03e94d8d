"""A sentence as a row of typed tokens: the words that the grammar of claims is written in.

====== ====================================================================================
NUM    a number that counts or measures: "1,206", "Rs 8.2bn", "nearly 300"
PCT    a number of per cent: "48 percent", "8.3pc", "12 %"
PTS    percentage points
MULT   so many times: "twice", "four times", "three-fold", "1.74 times"
FRAC   a fraction: "half", "a third", "two-thirds", "three quarters"
RATIO  "one in three", "two out of five"
ORD    "third", "10th", "No. 14"
ADJ    a number joined to a word of time or people: "six-year", "25-year-old"
WHEN   a time
W      a word, in small letters
P      a mark: comma, semicolon, colon, bracket, dash
====== ====================================================================================

The word before a number that bounds or blurs it ("over", "nearly") is part of its token.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from naap.checks.prose.currencies import CODES
from naap.checks.prose.dates import When, find_times
from naap.checks.prose.numbers import Number, find_numbers

__all__ = ["Token", "tokens_of"]


@dataclass(frozen=True)
class Token:
    """``text[start:end]`` of a sentence; ``word`` is the form that patterns compare.

    ``value``, ``low`` and ``high`` are in ones, as printed; for RATIO the value is the share, for
    MULT the multiple. ``qualifier`` is the bound or blur before the number, in our words.
    """

    type: str
    start: int
    end: int
    word: str
    value: Fraction = Fraction(0)
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    step: Fraction = Fraction(1)
    qualifier: str = ""
    unit: str = ""
    odd: bool = False
    words: bool = False
    when: When | None = field(default=None, compare=False)

    @property
    def exact(self) -> bool:
        return self.low == self.high


_QUALIFIERS: dict[str, tuple[str, ...]] = {
    "over": (
        "well over", "more than", "greater than", "upwards of", "north of", "beyond",
        "in excess of", "over", "above", "exceeding",
    ),
    "just over": (
        "just over", "slightly over", "a little over", "slightly more than",
        "a little more than", "somewhat more than",
    ),
    "nearly": (
        "just under", "slightly less than", "slightly under", "just short of", "just shy of",
        "shy of", "slightly fewer than", "a little under", "nearly", "almost", "close to",
    ),
    "at least": (
        "no fewer than", "no less than", "not less than", "at least", "not fewer than",
        "a minimum of",
    ),
    "at most": (
        "no more than", "not more than", "at most", "up to", "not over", "a maximum of",
    ),
    "under": (
        "fewer than", "less than", "under", "below",
    ),
    "": (
        "as many as", "as much as", "a mere", "a whopping", "exactly", "only", "just",
        "a record",
    ),
    "about": (
        "approximately", "roughly", "around", "about", "some", "an estimated", "estimated",
        "nearly about",
    ),
    "total": (
        "a total of", "total", "a combined", "altogether",
    ),
}  # fmt: skip
"""Words before a number that bound or blur it, by what they mean."""
_MEANS = {word: means for means, words in _QUALIFIERS.items() for word in words}
_QUALIFIER = re.compile(
    r"\b(?P<q>"
    + "|".join(word.replace(" ", r"\s+") for word in sorted(_MEANS, key=len, reverse=True))
    + r")\s+"
    r"(?:(?:a\s+total\s+of|an?\s+estimated|only|just|a)\s+)?$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?:(?P<p>\s?-?)(?=\+|plus\b)|\s+(?:or|and)\s+)(?P<q>\+|plus|more|above|so|fewer|less)"
    r"(?!\s+(?:than|\d|of))(?!\w)",
    re.IGNORECASE,
)
"""Behind a number: "600 or more", "600+", "100 or so"."""
_ADDS = re.compile(r"\b(?:add|sum|come|came)(?:s|ed|ing|ming)?\s+$", re.IGNORECASE)
_MONEY = re.compile(rf"(?:\b(?:Rs|US\$|{'|'.join(CODES)})\.?|[$€£₹])\s*$", re.IGNORECASE)
_PERCENT = re.compile(r"\s*-?(?:%|٪|فیصد|per[\s-]?cent\b|pct\b|pc\b(?!\w)|p\.c\.)", re.IGNORECASE)
_POINTS = re.compile(
    r"\s*-?(?:%|٪|per[\s-]?cent(?:age)?|pc)?[\s-]*(?:percentage[\s-]+points?|pp\b|ppts?\b)"
    r"|\s*(?:%|per[\s-]?cent)[\s-]+points?\b",
    re.IGNORECASE,
)
_TIMES = re.compile(r"[\s-]*(?:times|fold|x)\b(?!\s+\d)", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_JOINED = re.compile(r"(?=-(?:year|month|week|day|hour|minute|member|page|judge|man|foot)\b)")
_RANGE = re.compile(r"\s?(?:[-–]|\bto\b)\s?")
_RATIO = re.compile(r"\s+(?:in|out\s+of)(?:\s+every)?\s+$", re.IGNORECASE)
_FRACTION_NAMES = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4,
    "fourths": 4, "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "eighth": 8,
    "tenth": 10, "tenths": 10,
}  # fmt: skip
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
           "seven": 7, "eight": 8, "nine": 9}  # fmt: skip
_FRACTION = re.compile(
    r"\b(?:(?P<n>an?|one|two|three|four|five|six|seven|eight|nine)[\s-]+)?"
    rf"(?P<d>{'|'.join(sorted(_FRACTION_NAMES, key=len, reverse=True))})\b"
    r"(?!\s+(?:of\s+)?(?:19|20)\d\d|\s*-?\s*(?:year|yearly|million|billion|day|point|party|"
    r"phase|time|term|round|attack|person)\b)",
    re.IGNORECASE,
)
_MULTIPLES = {
    "twice": 2, "thrice": 3, "double": 2, "triple": 3, "twofold": 2, "threefold": 3,
    "fourfold": 4, "fivefold": 5, "sixfold": 6, "sevenfold": 7, "eightfold": 8, "ninefold": 9,
    "tenfold": 10,
}  # fmt: skip
_FOLD = re.compile(
    rf"\b(?:(?P<w>{'|'.join(_MULTIPLES)})|(?P<n>two|three|four|five|six|seven|eight|nine|ten)"
    r"(?:-|\s)fold)\b",
    re.IGNORECASE,
)
_NTH = {word: number for number, word in enumerate(
    ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
     "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
     "eighteenth", "nineteenth", "twentieth"), start=1)}  # fmt: skip
_WORD_OR_MARK = re.compile(
    r"[^\W\d_](?:[^\W\d_]|['’.](?=[^\W\d_])|-(?=[^\W_]))*['’]?|[,;:()\[\]—–/=+−]|-(?=\s)|(?<=\s)-"
)


def tokens_of(text: str) -> list[Token]:
    """The tokens of one sentence, in order, none over another."""
    times = [Token("WHEN", when.start, when.end, when.precision, when=when)
             for when in find_times(text)]  # fmt: skip
    taken = list(times)
    numbers = [each for each in find_numbers(text) if _free(each.start, each.end, taken)]
    taken += _ratios(text, numbers)
    taken += [token for token in _fractions(text) if _free(token.start, token.end, taken)]
    taken += [token for token in _folds(text) if _free(token.start, token.end, taken)]
    typed = [_typed(text, each) for each in numbers if _free(each.start, each.end, taken)]
    taken += typed
    taken = _ranges(text, sorted(taken, key=lambda token: token.start))
    taken = [_qualified(text, token) for token in taken]
    taken.sort(key=lambda token: token.start)
    return _with_words(text, taken)


def _free(start: int, end: int, taken: list[Token]) -> bool:
    return all(end <= token.start or token.end <= start for token in taken)


def _ratios(text: str, numbers: list[Number]) -> list[Token]:
    """ "one in three"; not "625 in 2015", which is a time, nor "3 in 2" """
    found = []
    for first, second in pairwise(numbers):
        if (_RATIO.fullmatch(text[first.end : second.start]) and first.value < second.value
                and (first.words or "out" in text[first.end : second.start] or first.value <= 10)
                and second.value <= 1000 and first.value <= 20):  # fmt: skip
            share = first.value / second.value
            found.append(Token("RATIO", first.start, second.end, "ratio", share, share, share))
    return found


def _fractions(text: str) -> list[Token]:
    found = []
    for match in _FRACTION.finditer(text):
        count = (match["n"] or "").lower()
        name = match["d"].lower()
        if name != "half" and not count:  # "the third point" is an ordinal
            continue
        value = Fraction(_COUNTS.get(count, 1), _FRACTION_NAMES[name])
        if value >= 1:
            continue
        found.append(Token("FRAC", match.start(), match.end(), "fraction", value, value, value))
    return found


def _folds(text: str) -> list[Token]:
    found = []
    for match in _FOLD.finditer(text):
        word = (match["w"] or "").lower()
        value = Fraction(_MULTIPLES[word] if word else _COUNTS.get(match["n"].lower(), 10))
        found.append(Token("MULT", match.start(), match.end(), word or "fold", value, value, value))
    return found


def _typed(text: str, number: Number) -> Token:
    """A number with what stands around it: per cent, points, times, an ordinal, a currency."""
    start, low, high, unit = number.start, number.low, number.high, ""
    kind, end = "NUM", number.end
    for type_, form in (("PTS", _POINTS), ("PCT", _PERCENT), ("MULT", _TIMES), ("ORD", _ORDINAL),
                        ("ADJ", _JOINED)):  # fmt: skip
        if match := form.match(text, number.end):
            kind, end = type_, match.end()
            break
    if kind in ("PCT", "PTS", "MULT"):
        # Whoever prints a share or a multiple has rounded it, also to a whole number.
        low, high = number.value - number.step / 2, number.value + number.step / 2
    elif kind == "NUM" and (money := _MONEY.search(text, max(0, start - 6), start)):
        start, unit = money.start(), "money"
    return Token(kind, start, end, kind.lower(), number.value, low, high, number.step, unit=unit,
                 odd=number.odd, words=number.words)  # fmt: skip


def _ranges(text: str, tokens: list[Token]) -> list[Token]:
    """ "10-15 per cent" and "10 to 15 people" are one number with two bounds."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found else None
        if last is not None and _makes_range(text, last, token):
            found[-1] = Token(token.type, last.start, token.end, token.word, token.value, last.low,
                              token.high, token.step, "range", token.unit)  # fmt: skip
        else:
            found.append(token)
    return found


def _makes_range(text: str, first: Token, second: Token) -> bool:
    between = text[first.end : second.start]
    if first.type != "NUM" or second.type not in ("NUM", "PCT") or not _RANGE.fullmatch(between):
        return False
    change = between.strip() == "to" and second.type == "NUM" and _FROM.search(text, 0, first.start)
    return first.value < second.value and not change


_FROM = re.compile(
    r"\bfrom\s+(?:\w+\s+){0,2}$|\b(?:rose|fell|grew|up|down|dropped|went|by)\s+$", re.IGNORECASE
)
"""Behind these, "to" is not that of a range: "rose by 400 to 1,600"."""


def _qualified(text: str, token: Token) -> Token:
    if token.type not in ("NUM", "PCT", "PTS", "MULT", "FRAC", "RATIO") or token.qualifier:
        return token
    match = _QUALIFIER.search(text, max(0, token.start - 40), token.start)
    if match is None:
        behind = _BEHIND.match(text, token.end)
        if behind is None:
            return token
        means = {"more": "at least", "+": "at least", "plus": "at least", "above": "at least",
                 "so": "about", "fewer": "at most", "less": "at most"}  # fmt: skip
        values = {**token.__dict__, "end": behind.end(), "qualifier": means[behind["q"].lower()]}
        return Token(**values)
    words = " ".join(match["q"].lower().split())
    if words == "up to" and _ADDS.search(text, 0, match.start()):
        return token
    values = {**token.__dict__, "start": match.start(), "qualifier": _MEANS[words]}
    return Token(**values)


def _with_words(text: str, taken: list[Token]) -> list[Token]:
    found: list[Token] = []
    position = 0
    for token in [*taken, None]:
        stop = token.start if token else len(text)
        for match in _WORD_OR_MARK.finditer(text, position, stop):
            word = match[0].lower().replace("’", "'")
            if word in _NTH:
                nth = Fraction(_NTH[word])
                found.append(Token("ORD", match.start(), match.end(), "ord", nth, nth, nth))
            elif match[0][0].isalpha():
                found.append(Token("W", match.start(), match.end(), word.removesuffix("'s")))
            else:
                mark = {"[": "(", "]": ")", "–": "dash", "—": "dash", "-": "dash"}.get(word, word)
                found.append(Token("P", match.start(), match.end(), mark))
        if token:
            found.append(token)
            position = token.end
    return found
