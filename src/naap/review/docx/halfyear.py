"""The six-monthly review at the front of the Word document, with places for an analyst's words.

A place is a content control. What the workspace holds for it (review.narrative) stands in it; an
empty one asks to be written, and Word takes the question away with the first letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from naap.review.docx.parts import Column, link, paragraph, row, run, slot, table
from naap.review.docx.sections import THIRDS, Made, after_table, numbers_and_words
from naap.review.halfyear.narrative import Slot
from naap.review.pdf.text import Line

__all__ = ["halfyear"]

_CHANGES = (Column(0.29), Column(0.17, True), Column(0.14, True), Column(0.22), Column(0.18))
_STATES = (
    Column(0.05), Column(0.25), Column(0.15), Column(0.15), Column(0.22), Column(0.18),
)  # fmt: skip
_TARGETS = (
    Column(0.24), Column(0.12), Column(0.11), Column(0.09, True), Column(0.14, True), Column(0.19),
    Column(0.11),
)  # fmt: skip
_REPORTS = (Column(0.33), *[Column(0.11, True)] * 5, Column(0.12, True))
_MONTHS = (Column(0.2), *[Column(0.16, True)] * 5)
_BESIDE = (
    Column(0.16), Column(0.28), Column(0.18), Column(0.15, True), Column(0.15, True), Column(0.08),
)  # fmt: skip


def halfyear(made: Made) -> Iterator[str]:
    """Nothing in a review that looks at no period."""
    this = made.content["halfyear"]
    if this is None:
        return
    yield made.heading(1, this["title"])
    for said in this["lede"]:
        yield made.line(said)
    yield numbers_and_words(made, this["glance"], this["title"])
    yield made.heading(2, made.word("hy_summary"))
    yield _slot(made, "summary", "hy_summary")
    yield from _changed(made, this)
    yield from _states(made, this)
    yield from _reporting(made, this)
    yield from _balance(made, this)
    yield from _fits(made, this)
    yield from _violence(made, this)
    yield from _stale(made, this)
    yield made.heading(2, made.word("hy_next_steps"))
    yield _slot(made, "next-steps", "hy_next_steps")


# --- an analyst's words ----------------------------------------------------------------------


def _asked(made: Made, question: Slot, title: str) -> Iterator[str]:
    """The head of a section under one of the six questions, and the office's answer to it."""
    yield made.heading(2, made.word(title))
    yield _slot(made, question, f"dac_{question}", shown=True)


def _slot(made: Made, name: Slot, key: str, *, shown: bool = False) -> str:
    title = made.word(key)
    told = made.content["halfyear"]["narratives"].get(name)
    content = list(_told(made, told)) if told else [_waiting(made)]
    above = made.text(title, "Question") if shown else ""
    below = made.text(told["by"], "Note", letters="Quiet") if told else ""
    filled = slot(made.paper, f"narrative-{name}", title, content, is_empty=told is None)
    return above + filled + below


def _told(made: Made, told: Mapping[str, Any]) -> Iterator[str]:
    for block in told["blocks"]:
        for said in block["lines"]:
            yield made.line(said, "ListBullet" if block["list"] else "")


def _waiting(made: Made) -> str:
    return made.text(made.word("word_slot"), letters="PlaceholderText")


# --- the sections ----------------------------------------------------------------------------


def _changed(made: Made, this: Mapping[str, Any]) -> Iterator[str]:
    yield made.heading(2, made.word("hy_changed"))
    if not this["changed"]:
        yield made.text(made.word("hy_none_new"), "Measure")
    head = ["hy_what", "hy_before", "hy_now", "hy_speaks_of", "hy_said_by"]
    for group in this["changed"]:
        named = f"{made.word('hy_changed')}: {group['title']}"
        yield _table(made, _CHANGES, head, group["rows"], named)
    if this["silent"]:
        yield made.text(made.word("hy_silent_points"), "SmallHead")
        for said in this["silent"]:
            yield made.text(said, "ListBullet")
    if this["happened"]:
        yield made.text(made.word("hy_happened"), "SmallHead")
        yield from _items(made, this["happened"])


def _states(made: Made, this: Mapping[str, Any]) -> Iterator[str]:
    yield from _asked(made, "effectiveness", "hy_state_title")
    yield made.text(made.word("hy_state_sub"), "Measure")
    titles = ("point", "hy_reported", "hy_evidenced", "hy_why", "hy_missing_here")
    rows = []
    for state in this["states"]:
        place = made.paper.places[state["id"]]
        rows.append(
            row(
                _STATES,
                [
                    made.text(str(state["number"] or ""), "TableText"),
                    paragraph(
                        made.paper, link(place, run(made.paper, state["title"])), "TableText"
                    ),
                    made.text(state["reported"], "TableText"),
                    made.text(state["evidenced"], "TableText", letters="Strong"),
                    made.text(state["why"], "TableText"),
                    made.text(state["missing"], "TableText"),
                ],
            )
        )
    named = made.word("hy_state_title")
    yield made.caption("Table", named)
    yield table(made.paper, _STATES, ["", *map(made.word, titles)], rows, named)
    yield after_table(made)
    yield from _targets(made, this)


def _targets(made: Made, this: Mapping[str, Any]) -> Iterator[str]:
    named = made.word("hy_targets")
    yield made.text(named, "SmallHead")
    if not this["targets"]:
        yield made.text(made.word("hy_targets_none"), "Measure")
        return
    yield made.caption("Table", named)
    rows = [_row(made, _TARGETS, cells) for cells in this["targets"]]
    yield table(made.paper, _TARGETS, this["targets_head"], rows, named) + after_table(made)


def _reporting(made: Made, this: Mapping[str, Any]) -> Iterator[str]:
    yield from _asked(made, "efficiency", "hy_reporting")
    if this["is_proposed"]:
        yield made.text(made.word("hy_proposed"), "Warning")
    if this["reporting"]:
        head = ["hy_body", "hy_due", "hy_on_time", "hy_late", "hy_missing_reports",
                "hy_complete_reports", "hy_no_value_reports"]  # fmt: skip
        yield _table(made, _REPORTS, head, _lines(this["reporting"]), made.word("hy_reporting"))
        if this["aside"]:
            yield made.text(made.word("hy_aside"), "Note")
    else:
        key = "hy_nothing_here" if this["is_owed"] else "hy_nothing_owed"
        yield made.text(made.word(key), "Measure")
    yield from _list_or(made, "hy_decisions", this["decisions"], "hy_no_decisions")


def _balance(made: Made, this: Mapping[str, Any]) -> Iterator[str]:
    yield from _asked(made, "relevance", "hy_balance")
    yield made.text(made.word("hy_balance_sub"), "Measure")
    if this["balance"]:
        head, *rows = this["balance"]
        share = 0.64 / (len(head) - 1)
        columns = (Column(0.36), *[Column(share, True)] * (len(head) - 1))
        made_rows = [_row(made, columns, cells) for cells in _lines(rows)]
        named = made.word("hy_balance")
        yield made.caption("Table", named)
        yield table(made.paper, columns, head, made_rows, named) + after_table(made)
    yield from _list_or(made, "hy_neglected", this["neglected"], "hy_neglected_none")


def _fits(made: Made, this: Mapping[str, Any]) -> Iterator[str]:
    yield from _asked(made, "coherence", "hy_fits")
    yield from _list_or(made, "hy_contradictions", this["contradictions"], "hy_no_contradictions")
    for title, lines in this["detected"]:
        yield made.text(title, "SmallHead")
        yield from _items(made, lines)
    yield from _list_or(made, "hy_findings", this["findings"], "hy_findings_none")


def _violence(made: Made, this: Mapping[str, Any]) -> Iterator[str]:
    yield from _asked(made, "impact", "hy_violence")
    yield made.text(made.word("hy_violence_sub"), "Measure")
    found = this["violence"]
    if found["said"]:
        yield made.text(found["said"])
    if found["months"]:
        head = ["hy_month", "hy_killed", "hy_low_high", "hy_events", "hy_year_ago",
                "hy_events_year_ago"]  # fmt: skip
        yield _table(made, _MONTHS, head, _lines(found["months"]), made.word("hy_violence"))
    if found["publishers"]:
        head = ["hy_said_by", "hy_count", "hy_speaks_of", "hy_now", "hy_year_ago", "source"]
        named = f"{made.word('hy_violence')}: {made.word('hy_said_by')}"
        yield _table(made, _BESIDE, head, found["publishers"], named)
    if not found["months"] and not found["publishers"]:
        yield made.text(made.word("hy_violence_none"), "Measure")


def _stale(made: Made, this: Mapping[str, Any]) -> Iterator[str]:
    yield from _asked(made, "sustainability", "hy_stale")
    titles = [title for title, _ in this["gaps"]]
    cells = [
        "".join(made.text(said, "TableText") for said in named)
        or made.text(made.word("hy_nothing_here"), "TableText", letters="Quiet")
        for _, named in this["gaps"]
    ]
    yield table(made.paper, THIRDS, titles, [row(THIRDS, cells, "")], made.word("hy_stale"))
    yield after_table(made)


# --- their parts -----------------------------------------------------------------------------


def _lines(rows: Sequence[Sequence[str]]) -> list[list[Line]]:
    return [[[cell] for cell in cells] for cells in rows]


def _row(made: Made, columns: Sequence[Column], cells: Sequence[Line]) -> str:
    styled = zip(cells, columns, strict=True)
    return row(
        columns,
        [made.line(said, "TableNumber" if column.is_number else "TableText")
         for said, column in styled],
    )  # fmt: skip


def _table(
    made: Made,
    columns: Sequence[Column],
    head: Sequence[str],
    rows: Sequence[Sequence[Line]],
    named: str,
) -> str:
    """A table under its caption. ``head``: the keys of its titles."""
    captioned = made.caption("Table", named)
    body = [_row(made, columns, cells) for cells in rows]
    titles = [made.word(key) for key in head]
    return captioned + table(made.paper, columns, titles, body, named) + after_table(made)


def _items(made: Made, lines: Sequence[Line]) -> Iterator[str]:
    for said in lines:
        yield made.line(said, "ListBullet")


def _list_or(made: Made, title: str, lines: Sequence[Line], none: str) -> Iterator[str]:
    yield made.text(made.word(title), "SmallHead")
    yield from _items(made, lines)
    if not lines:
        yield made.text(made.word(none), "Measure")
