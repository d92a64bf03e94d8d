"""Classes of words that the grammar of claims speaks of."""

from __future__ import annotations

__all__ = ["CLASSES", "DOWN", "EVENTS", "NOUN_ENDS", "PEOPLE", "UP", "stem"]

DOWN = frozenset(
    {
        *("fell", "fall", "falls", "fallen", "falling", "dropped", "drop", "drops", "dropping"),
        *("declined", "decline", "declines", "declining", "decreased", "decrease", "decreases"),
        *("decreasing", "reduced", "reduction", "reduce", "reductions", "down", "lower", "fewer"),
        *("less", "plunged", "plunge", "slumped", "slump", "slid", "slipped", "dipped", "dip"),
        *("shrank", "shrunk", "shrink", "cut", "came-down", "plummeted", "plummet", "sank"),
        *("downturn", "descended", "tumbled", "halved", "receded", "ebbed", "smaller", "lowered"),
        *("contracted", "contraction", "diminished", "subsided", "eased", "nosedived", "slashed"),
    }
)
UP = frozenset(
    {
        *("rose", "rise", "rises", "risen", "rising", "increased", "increase", "increases"),
        *("increasing", "grew", "grow", "growth", "grown", "growing", "climbed", "climb", "up"),
        *("surged", "surge", "surging", "jumped", "jump", "jumps", "soared", "spike", "spiked"),
        *("higher", "more", "greater", "gained", "gain", "hike", "escalated", "escalation"),
        *("swelled", "expanded", "uptick", "upsurge", "rocketed", "shot", "leapt", "doubled"),
        *("tripled", "trebled", "quadrupled", "raised", "larger", "boosted", "expansion"),
        *("upturn", "multiplied", "enhanced"),
    }
)
CLASSES: dict[str, frozenset[str]] = {
    "down": DOWN,
    "up": UP,
    "move": DOWN | UP,
    "against": frozenset({"against", "versus", "vs", "than", "from", "over"}),
    "compared": frozenset({"compared", "comparison", "contrast", "opposed"}),
    "be": frozenset({"is", "are", "was", "were", "be", "been", "being", "stood", "stands"}),
    "a": frozenset({"a", "an", "the", "its", "their", "this", "that", "these", "those"}),
    "each": frozenset({"a", "an", "per", "each", "every"}),
    "including": frozenset({"including", "includes", "included", "include", "among", "amongst"}),
    "comprising": frozenset(
        {"comprising", "comprised", "comprises", "consisting", "namely", "made", "divided", "split"}
    ),
    "rest": frozenset(
        {"remaining", "remain", "remains", "remained", "rest", "others", "other", "left",
         "outstanding", "pending", "unspent", "leaving", "leaves", "balance"}
    ),
    "lowest": frozenset({"lowest", "fewest", "least", "smallest", "quietest", "safest",
                         "calmest"}),
    "highest": frozenset(
        {"highest", "most", "deadliest", "worst", "bloodiest", "largest", "biggest", "greatest",
         "costliest", "peak", "record"}
    ),
}  # fmt: skip

PEOPLE = frozenset(
    {
        *("people", "person", "civilian", "soldier", "policeman", "personnel", "militant"),
        *("terrorist", "woman", "child", "security", "troop", "victim", "student", "official"),
        *("militia", "cop", "insurgent", "men", "women", "children", "policemen", "lives", "life"),
        *("live", "death", "dead", "died", "killed", "killing", "fatality", "casualty", "injured"),
        *("wounded", "convict", "pilgrim", "worshipper", "labourer", "member", "officer"),
    }
)
"""Nouns of persons and of what befell them, which newspapers use one for the other."""
EVENTS = frozenset(
    {"attack", "incident", "operation", "bombing", "blast", "case", "clash", "strike", "raid",
     "event", "assault", "day", "district", "year", "month", "explosion"}
)  # fmt: skip
NOUN_ENDS = frozenset(
    {
        *("in", "of", "from", "to", "were", "was", "is", "are", "had", "have", "has", "and", "or"),
        *("by", "for", "at", "on", "during", "since", "with", "as", "compared", "against", "this"),
        *("last", "that", "who", "which", "while", "whereas", "but", "than", "into", "across"),
        *("after", "before", "between", "the", "a", "an", "it", "its", "he", "they", "then", "or"),
        *("when", "where", "over", "under", "until", "up", "down", "per", "each", "every", "if"),
        *("will", "would", "could", "can", "may", "did", "do", "does", "being", "been", "be"),
        *("so", "such", "also", "said", "says", "according", "because", "out", "versus", "vs"),
        *("including", "among", "through", "within", "without", "not", "there", "took", "remain"),
        *("along", "near", "toward", "towards", "worth", "around", "about"),
        *("remained", "ended", "resulted", "fell", "rose", "declined", "dropped", "their", "his"),
    }
)
"""Words at which the noun after a number has ended."""


def stem(word: str) -> str:
    """A rough singular, so that "madrassas" and "madrassa", "deaths" and "death" are one."""
    word = word.removesuffix("'")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
