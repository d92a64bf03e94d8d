"""The table of claims on a page of origin: one row a claim, thousands on a page.

What a reader is told of each claim is the same in both languages and on every page; only the
marks are few, since they come ten thousand times. What all claims of a page have in common stands
once above the table. Beside what was said always stands who said it, and a link to the source.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from markupsafe import Markup, escape

from naap.figures.figure import Language
from naap.pack import Pack
from naap.review.numbers import period_written
from naap.review.origins import ClaimLine
from naap.review.words import word

__all__ = ["ClaimTable", "claim_table"]

_FEW = 3
"""So many claims are read at a glance, each with everything beside it."""

_DAYS = {"stated", "recorded"}


@dataclass(frozen=True)
class ClaimTable:
    """``columns``: keys of their titles. ``common``: a title's key, and what all claims say."""

    common: list[tuple[str, Markup]]
    columns: list[str]
    rows: Markup


def claim_table(
    lines: Collection[ClaimLine], pack: Pack, language: Language, root: str
) -> ClaimTable:
    """The claims as rows of HTML, in the order given. ``root`` leads to the page of sources."""
    foreign = Markup(' lang="en"') if language != "en" else ""
    # It stands among words of sources, in their language.
    own = Markup(' lang="{}"').format(language) if language != "en" else ""
    unknown = Markup("<i{}>{}</i>").format(own, word("not_recorded", language))

    def when(text: str | None) -> Markup:
        return unknown if text is None else escape(period_written(text, language))

    told: dict[str, Callable[[ClaimLine], Markup]] = {
        "place_in_it": lambda line: escape(line.locator) if line.locator else unknown,
        "basis": lambda line: escape(pack.word("basis", line.basis, language)),
        "stated": lambda line: when(line.stated_on),
        "recorded": lambda line: when(line.recorded_at),
        "label": lambda line: escape(line.handling),
    }
    common = []
    for name in list(told) if len(lines) > _FEW else ():
        said = {told[name](line) for line in lines}
        # A place in a source is nothing without the source.
        if len(said) == 1 and (name != "place_in_it" or said == {unknown}):
            timed = name in _DAYS and said != {unknown}
            common.append((name, Markup("<time>{}</time>" if timed else "{}").format(said.pop())))
            del told[name]

    def source(line: ClaimLine, said: str) -> str:
        href = f"{root}sources.html#s-{escape(line.source_id)}"
        return f'<a href="{href}">{escape(said)}</a>'

    def who(line: ClaimLine) -> str:
        if alone:
            return f"<td>{source(line, line.publisher)}</td>"
        return (
            f"<td>{escape(line.publisher)}</td><td{foreign}>{source(line, line.source_title)}</td>"
        )

    # A link whose words hold digits must lead to these digits: a source has its title's.
    alone = (
        len(lines) > _FEW
        and len({(line.source_id, line.source_title) for line in lines}) == 1
        and not any(sign.isdigit() for line in lines for sign in line.publisher)
    )
    if alone:
        first = next(iter(lines))
        cited = Markup("<cite{}>{}</cite>").format(foreign, first.source_title)
        common.insert(0, ("source", Markup(source(first, cited))))
    cells = [(foreign if name == "place_in_it" else "", cell) for name, cell in told.items()]
    rows = [
        f'<tr id="c-{line.short}"><th scope="row">{line.short}<br>{escape(line.key)}</th>'
        f"<td{foreign}>{escape(line.says)}</td>"
        + who(line)
        + "".join(f"<td{marks}>{cell(line)}</td>" for marks, cell in cells)
        + "</tr>\n"
        for line in lines
    ]
    columns = ["claim", "says", "publisher", *([] if alone else ["source"]), *told]
    return ClaimTable(common, columns, Markup("".join(rows)))
