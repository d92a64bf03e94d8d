"""The review as one PDF in one language, for paper, mail and archives."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from pathlib import Path

from naap.beside import HERE, Later
from naap.drawing.vega import TYPEFACES
from naap.review.pages import Review
from naap.review.pdf.content import content_of
from naap.review.pdf.text import ARABIC
from naap.typeset import Document, typeset

__all__ = ["pdf", "recorded"]

_TEMPLATE = Path(__file__).parent / "typst" / "review.typ"


def pdf(review: Review, later: Later = HERE.apart) -> bytes:
    """The PDF's bytes, the same for the same review. PDF/A; tagged where it has no Urdu.

    ``later``: who sets it.
    """
    content = json.dumps(content_of(review), ensure_ascii=False, sort_keys=True)
    # Joined letters of Nastaliq have no code points of their own, which PDF/UA and the stricter
    # forms of PDF/A ask for.
    is_urdu = ARABIC.search(content) is not None
    document = Document(
        _TEMPLATE,
        # The one typeface that typst lacks. Alone, because the bold file says of itself that it is
        # regular, and either could be taken for the other.
        fonts=TYPEFACES,
        content=content,
        standards=("a-2b",) if is_urdu else ("a-2a", "ua-1"),
        # Tags would lead a screen reader to garbled text, at more than twice the size.
        tagged=not is_urdu,
        made_at=recorded(review),
    )
    return later(typeset, document)()


def recorded(review: Review) -> datetime:
    """When the last thing that the review shows was recorded: the document's date."""
    moment = review.options.moment
    seen = [each.recorded_at for each in review.snapshot.log if moment.includes(each)]
    if seen:
        return seen[-1].astimezone(UTC).replace(microsecond=0)
    return datetime.combine(review.pack.settings.released, time(), UTC)
