"""Counts that no figure gives, each with a row of its own on a page of origin.

A page prints such a number as a link; the row says what was counted, how, and names every claim,
row of the pack and report that was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from naap.returns.reporting import Reported
from naap.review.numbers import anchor, written

__all__ = ["Count", "Tally", "of_pack", "of_report", "of_statement", "said_plainly"]

MOST_NAMED = 40
"""So many of what was counted are named one by one; the data file has all."""

Value = int | Decimal | str
Named = tuple[str, str]
"""What was counted: its name, and where it stands below the pages of the language, or nothing."""


def of_report(line: Reported) -> Named:
    """How a report that was due is named: obligation, office, area and period."""
    due = line.expected
    return f"{due.obligation.obligation_id}/{due.body}/{due.place}/{due.period}", ""


@dataclass(frozen=True)
class Count:
    """``words``: what was counted; ``named``: each thing that was. A ``value`` of words is a
    sentence with numbers in it."""

    row_id: str
    words: str
    value: Value
    named: Sequence[Named]

    @property
    def shown(self) -> Sequence[Named]:
        return self.named[:MOST_NAMED]

    @property
    def more(self) -> int:
        return max(0, len(self.named) - MOST_NAMED)


@dataclass
class Tally:
    """The counts of one page in one language. ``page``: its page of origin, below the language."""

    page: str
    counts: dict[str, Count] = field(default_factory=dict)

    def count(
        self,
        row_id: str,
        words: str,
        named: Iterable[Named],
        value: Value | None = None,
    ) -> Count:
        """Keep a count; without a ``value``, of how many things are named."""
        every = list(named)
        made = Count(row_id, words, len(every) if value is None else value, every)
        self.counts[row_id] = made
        return made

    def link(self, row_id: str, root: str) -> Markup:
        """The number, which opens its row."""
        return Markup('<a class="n" href="{}{}#{}">{}</a>').format(
            root, self.page, anchor(row_id), written(self.counts[row_id].value)
        )


def of_statement(figure_id: str) -> Callable[[Mapping[str, Any]], Named]:
    """How a row of a figure is named: by its claim, where it stands in the figure's origin."""

    def named(row: Mapping[str, Any]) -> Named:
        claims = row["claims"]
        name = claims[0][:12] if claims and not claims[0].startswith("pack:") else ""
        return name, f"origins/{figure_id}.html#{anchor(row['row_id'])}"

    return named


def of_pack(table: str, row_id: str) -> Named:
    return f"{table}/{row_id}", ""


def said_plainly(named: Iterable[Named], root: str) -> Markup:
    """The names in a cell; what has a row elsewhere as a link."""
    parts = [
        Markup('<a href="{}{}">{}</a>').format(root, href, name or href)
        if href and name
        else Markup("<code>{}</code>").format(escape(name or href))
        for name, href in named
    ]
    return Markup(" ").join(parts)
