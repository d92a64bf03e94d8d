"""The words of a pack for what is counted, where and by whom, as newspapers vary them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from naap.checks.prose.words import stem
from naap.pack import Pack
from naap.pack.tables import BodyRow, PlaceRow, QuantityRow

__all__ = ["Vocabulary", "content", "vocabulary_of"]

_SAME = {
    "death": "killed", "dead": "killed", "died": "killed", "fatality": "killed", "life": "killed",
    "lives": "killed", "live": "killed", "killing": "killed", "slain": "killed",
    "perished": "killed",
    "toll": "killed", "lost": "killed", "claimed": "killed", "martyred": "killed",
    "kill": "killed", "casualty": "killed",
    "wounded": "injured", "injury": "injured", "hurt": "injured", "injuring": "injured",
    "seminary": "madrassa", "madrasa": "madrassa", "madaris": "madrassa", "madrasah": "madrassa",
    "banned": "proscribed", "outlawed": "proscribed", "organization": "organisation",
    "group": "organisation", "outfit": "organisation", "body": "organisation",
    "reemerged": "re-emerged", "resurfaced": "re-emerged", "kilometre": "km", "kilometer": "km",
    "fencing": "fenced", "fence": "fenced", "pupil": "student", "troop": "soldier",
    "personnel": "force", "forces": "force", "shut": "sealed", "url": "url", "sim": "sim",
    "terrorist": "", "militant-led": "", "terror": "", "executed": "execution",
    "hanged": "execution", "arrested": "arrest", "detained": "arrest", "surrender": "surrendered",
    "funding": "budget", "allocation": "allocated", "webpage": "website", "seminar": "",
    "military": "military", "speech": "speech", "sealing": "sealed", "blocking": "blocked",
    "registration": "registered", "number": "", "law": "", "enforcer": "force",
}  # fmt: skip
_EMPTY = frozenset(
    {"people", "person", "in", "of", "the", "and", "for", "on", "to", "be", "by", "under", "with",
     "said", "have", "since", "or", "a", "as", "all", "period", "year", "per", "cent", "start",
     "count", "not", "recorded", "january", "december", "april", "at", "end", "member", "total",
     "any", "called", "those", "estimate", "best", "low", "high", "official", "together", "is",
     "million", "billion", "share", "from", "state", "ministry", ""}
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True)
class Vocabulary:
    """Words of each quantity's name and unit with their weight, and patterns of names.

    A word weighs the more, the fewer quantities have it: "shops" alone names one, "cases" none.
    """

    words: dict[str, frozenset[str]]
    units: dict[str, frozenset[str]]
    weight: dict[str, float]
    places: tuple[tuple[re.Pattern[str], str], ...]
    bodies: tuple[tuple[re.Pattern[str], str], ...]


def vocabulary_of(pack: Pack) -> Vocabulary:
    rows = [row for row in pack.rows(QuantityRow) if row.data_set is None]
    units = {row.quantity_id: frozenset(content([row.unit])) for row in rows}
    words = {
        row.quantity_id: frozenset(content([row.name_en.split("(")[0], row.unit])) for row in rows
    }
    rarity = Counter(word for each in words.values() for word in each)
    weight = {word: 1 + math.log(len(words) / count) for word, count in rarity.items()}
    places = tuple(
        (_names(row.name_en), row.place_id)
        for row in pack.rows(PlaceRow)
        if row.level in ("country", "province")
    )
    bodies = tuple(
        (_names(row.name_en, row.short_en or ""), row.body_id) for row in pack.rows(BodyRow)
    )
    return Vocabulary(words, units, weight, places, bodies)


def content(texts: Iterable[str]) -> set[str]:
    """The words that say what is counted, in one spelling and in the singular."""
    found: set[str] = set()
    for text in texts:
        for match in _WORD.findall(text.lower()):
            for part in (match, *match.split("-")):
                word = stem(part)
                word = _SAME.get(part, _SAME.get(word, word))
                if word not in _EMPTY and stem(word) not in _EMPTY and not word.isdigit():
                    found.add(word)
    return found


_SMALL = frozenset({"and", "of", "the", "for", "on"})
_CENTRE = re.compile(r"\bCent(?:er|re)\b")


def _names(*names: str) -> re.Pattern[str]:
    """A name in either spelling of centre, or the first letters of its words: Upper Valley, UV."""
    known = [_CENTRE.sub("Cent(?:er|re)", re.escape(name)) for name in names if name]
    for name in names:
        words = [word for word in re.split(r"[\s-]+", name) if word not in _SMALL]
        if len(words) > 1 and all(word[0].isupper() for word in words):
            known.append("".join(word[0] for word in words))
    return re.compile(rf"(?<!\w)(?:{'|'.join(known) or '(?!)'})(?!\w)")
