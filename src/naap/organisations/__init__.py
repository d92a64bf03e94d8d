"""Organisations: their names in any script and spelling.

``match(a, b)`` compares two names; ``Index(names).search(query)`` finds the organisations of a
list. Both know strings only. Who followed whom is for the register to say.
"""

from naap.organisations.index import DEFAULT_THRESHOLD, Hit, Index
from naap.organisations.match import Match, match

__all__ = ["DEFAULT_THRESHOLD", "Hit", "Index", "Match", "match"]
