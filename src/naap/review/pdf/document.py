"""The review as one PDF in one language, for paper, mail and archives.

typst sets it. What it says goes in as JSON and is never read as markup; fonts are those that ship
and those within typst, so that the same review gives the same bytes on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from naap.figures.vega import TYPEFACES
from naap.review.pages import Review
from naap.review.pdf.content import content_of
from naap.review.pdf.text import ARABIC

__all__ = ["pdf", "recorded"]

_TEMPLATES = Path(__file__).parent / "typst"
# With the one typeface that typst lacks. Alone, because the bold file says of itself that it is
# regular, and either could be taken for the other.
_FONTS = TYPEFACES
# A shown letter stands in one of the typefaces that look.typ names.
_PROBE = b"""#set text(font: ("Noto Nastaliq Urdu", "Libertinus Serif"))
#sys.inputs.letters"""
_UNSHOWN = "could not be displayed"


def pdf(review: Review) -> bytes:
    """The PDF's bytes, the same for the same review. PDF/A; tagged where it has no Urdu."""
    import typst

    compiler = typst.Compiler(
        _TEMPLATES / "review.typ",
        root=_TEMPLATES,
        font_paths=[_FONTS],
        ignore_system_fonts=True,
    )
    content = json.dumps(content_of(review), ensure_ascii=False, sort_keys=True)
    made_at = recorded(review)
    try:
        return _set(compiler, content, made_at)
    except typst.TypstError as error:
        if _UNSHOWN not in str(error):
            raise
    return _set(compiler, _spelt_out(content, _unshown(content)), made_at)


def _set(compiler: Any, content: str, made_at: datetime) -> bytes:
    # Joined letters of Nastaliq have no code points of their own, which PDF/UA and the stricter
    # forms of PDF/A ask for.
    is_urdu = ARABIC.search(content) is not None
    made: bytes = compiler.compile(
        sys_inputs={"content": content},
        pdf_standards=["a-2b"] if is_urdu else ["a-2a", "ua-1"],
        # Tags would lead a screen reader to garbled text, at more than twice the size.
        pdf_tags=not is_urdu,
        timestamp=made_at,
    )
    return made


def recorded(review: Review) -> datetime:
    """When the last thing that the review shows was recorded: the document's date."""
    moment = review.options.moment
    seen = [each.recorded_at for each in review.snapshot.log if moment.includes(each)]
    if seen:
        return seen[-1].astimezone(UTC).replace(microsecond=0)
    return datetime.combine(review.pack.settings.released, time(), UTC)


def _unshown(content: str) -> Iterable[str]:
    """The letters that no font has: PDF/A refuses to print a box in their place."""
    import typst

    compiler = typst.Compiler(font_paths=[_FONTS], ignore_system_fonts=True)

    def without_font(letters: list[str]) -> list[str]:
        try:
            compiler.compile(
                _PROBE,
                sys_inputs={"letters": " ".join(letters)},
                pdf_standards=["a-2b"],
                timestamp=0,
            )
        except typst.TypstError:
            if len(letters) == 1:
                return letters
            half = len(letters) // 2
            return without_font(letters[:half]) + without_font(letters[half:])
        return []

    return without_font(sorted({letter for letter in content if ord(letter) > 126}))


def _spelt_out(content: str, letters: Iterable[str]) -> str:
    """The content with each of these letters as its code, so that a reader can look it up."""
    return content.translate({ord(letter): f"[U+{ord(letter):04X}]" for letter in letters})
