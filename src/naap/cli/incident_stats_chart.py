"""The chart of ``naap incidents stats``: one panel a data set and family, never two in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from naap.incidents.stats_question import Question

__all__ = ["draw"]

_MOST_LINES = 8


def draw(asked: Question, rows: list[dict[str, Any]]) -> tuple[str, int]:
    """The number of events as SVG: lines in time, or bars where time is one; and how many groups
    are left out of it."""
    from naap.drawing.vega import svg_of

    kept = _largest(asked, rows)
    return svg_of(_spec(asked, rows, kept)), len({_group(asked, row) for row in rows} - kept)


def _spec(asked: Question, rows: list[dict[str, Any]], kept: set[str]) -> dict[str, Any]:
    values = [
        {
            "panel": f"{row['counted_in']}: {row['family'].replace('-', ' ')}",
            "period": row["period"],
            "group": _group(asked, row),
            "events": row["events"],
        }
        for row in rows
        if _group(asked, row) in kept
    ]
    encoding: dict[str, Any] = {
        "y": {"field": "events", "type": "quantitative", "title": "Events"},
        "x": {
            "field": "period" if asked.time else "group",
            "type": "ordinal",
            "title": None,
            "axis": {"labelOverlap": True},
        },
    }
    if asked.time and asked.groups:
        title = ", ".join(asked.groups)
        encoding["color"] = {"field": "group", "type": "nominal", "title": title}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": values},
        "facet": {"row": {"field": "panel", "type": "nominal", "title": None}},
        "resolve": {"scale": {"y": "independent"}},
        "spec": {
            "width": 640,
            "height": 180,
            "mark": {"type": "line", "point": True} if asked.time else {"type": "bar"},
            "encoding": encoding,
        },
    }


def _largest(asked: Question, rows: list[dict[str, Any]]) -> set[str]:
    """Of many groups those with the most events: more lines than that cannot be told apart."""
    events: dict[str, int] = {}
    for row in rows:
        group = _group(asked, row)
        events[group] = events.get(group, 0) + row["events"]
    most = len(events) if asked.time is None else _MOST_LINES
    return set(sorted(events, key=lambda group: (-events[group], group))[:most])


def _group(asked: Question, row: dict[str, Any]) -> str:
    return ", ".join(str(row.get(f"{each}_name", row[each])) for each in asked.groups) or "all"
