"""Places for an analyst's words: content controls that are filled in Word or before.

What the workspace holds for a slot (review.narrative) stands in it; an empty one asks to be
written, and Word takes the question away with the first letter.
"""

from __future__ import annotations

from collections.abc import Iterator

from naap.review.docx_parts import slot
from naap.review.docx_sections import Made
from naap.review.narrative import SLOTS, Narrative, Slot
from naap.review.numbers import day_written
from naap.review.pages import Review

__all__ = ["slots"]

_TITLES: dict[Slot, str] = {"summary": "hy_summary", "next-steps": "hy_next_steps"}


def slots(made: Made, review: Review) -> Iterator[str]:
    """The section of the office's own words; none in a review that looks at no period."""
    if review.options.period is None:
        return
    written = {
        each.slot: each
        for each in review.options.narratives
        if each.language == review.language and each.is_public
    }
    yield made.heading(1, made.word("word_analysis"))
    yield made.text(made.word("hy_not_evidence"), "Measure")
    for name in SLOTS:
        title = made.word(_TITLES.get(name, f"dac_{name}"))
        yield made.heading(2, title)
        said = written.get(name)
        yield slot(
            made.paper,
            f"narrative-{name}",
            title,
            list(_paragraphs(made, said)) if said else [_waiting(made)],
            is_empty=said is None,
        )
        if said:
            when = day_written(said.written_on, review.language)
            by = f"{made.word('hy_written_by')} {said.written_by}, {when}"
            yield made.text(by, "Note", letters="Quiet")


def _waiting(made: Made) -> str:
    return made.text(made.word("word_slot"), letters="PlaceholderText")


def _paragraphs(made: Made, said: Narrative) -> Iterator[str]:
    for block in said.blocks:
        for pieces in block.lines:
            runs: list[str | dict[str, object]] = [
                {"t": words, "b": True} if is_strong else words for words, is_strong in pieces
            ]
            yield made.line(runs, "ListBullet" if block.is_list else "")
