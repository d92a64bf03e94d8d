"""Which data sets a review rests on, and which it could only have read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from naap.sources import sources

if TYPE_CHECKING:
    from naap.review.pages import Review

__all__ = ["used_and_others", "words_of_sources"]


def used_and_others(review: Review) -> tuple[list[str], list[str]]:
    """The data sets that any number comes from, though its rows may not be shown, and the pack, on
    which every review rests; then those that no claim of the review was read from."""
    origins = review.origins.values()
    found = {"pack"} | {line.source_id for origin in origins for line in origin.claims.values()}
    terms = {hidden.why for origin in origins for hidden in origin.hidden}
    names = sources()
    used = [
        name for name in names
        if name in found or f"licence of {names[name].about.title}" in terms
    ]  # fmt: skip
    return used, [name for name in names if name not in used]


def words_of_sources(review: Review) -> Mapping[str, Any]:
    """What the page of the sources asks."""
    return {"used_and_others": lambda: used_and_others(review)}
