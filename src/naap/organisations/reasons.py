"""Why two names were held to be spellings of one, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from naap.organisations.match import Alignment, Link

__all__ = ["reason"]


def reason(alignment: Alignment) -> str:
    """Aligned words, how each pair was found, and what only one of the names has."""
    if alignment.how == "equal":
        return "the same name, but for case, marks and invisible characters"
    if alignment.how == "acronym":
        names = alignment.first, alignment.second
        short, long = names if names[0].acronym else names[::-1]
        spelled = " ".join(word.text for word in long.all_words)
        return f"acronym: {(short.acronym or '').upper()} is made of initials of {spelled}"
    if not alignment.links:
        return "no word in common"
    told = [_told(link, alignment) for link in sorted(alignment.links)]
    ours = {place for link in alignment.links for place in link.ours}
    theirs = {place for link in alignment.links for place in link.theirs}
    for name, linked in ((alignment.first, ours), (alignment.second, theirs)):
        alone = [word.text for place, word in enumerate(name.words) if place not in linked]
        if alone:
            told.append(f"only in {name.text.strip()!r}: {' '.join(alone)}")
    if alignment.turned:
        told.append("in another order")
    return "; ".join(told)


def _told(link: Link, alignment: Alignment) -> str:
    ours = [alignment.first.words[place] for place in link.ours]
    theirs = [alignment.second.words[place] for place in link.theirs]
    left, right = (" ".join(word.text for word in words) for words in (ours, theirs))
    if left == right:
        return left
    if link.how == "together":
        return f"{left} = {right} (written as one word)"
    if link.how in {"acronym", "translation"}:
        return f"{left} = {right} ({link.how})"
    if ours[0].roman != theirs[0].roman:
        return f"{left} = {right} (transliteration)"
    return f"{left} = {right} (spelling, {link.likeness:.2f})"
