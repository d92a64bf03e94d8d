"""A map of circles that a reader can move through time: what the page and its script need."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from naap.review.numbers import anchor, written

__all__ = ["frames_of"]

_WIDTH, _LARGEST = 640.0, 34.0


def frames_of(
    places: Sequence[Mapping[str, Any]], years: Sequence[Mapping[str, Any]]
) -> dict[str, Any] | None:
    """Circles by place and year, or None where there is nothing to show.

    ``places`` gives place_id, lon and lat in degrees; ``years`` are the rows of the figure that
    adds the places up, one for each year without a gap: row_id, year, value, districts, and the
    lists places, place_names and deaths_by_place. The area of a circle is in proportion to its
    value, on one scale for all years. A place that a year does not name is a zero.
    """
    if not places or not any(row["value"] for row in years):
        return None
    points = {row["place_id"]: (float(row["lon"]), float(row["lat"])) for row in places}
    west, east = min(x for x, _ in points.values()), max(x for x, _ in points.values())
    south, north = min(y for _, y in points.values()), max(y for _, y in points.values())
    narrowed = math.cos(math.radians((south + north) / 2))
    scale = (_WIDTH - 2 * _LARGEST) / ((east - west) * narrowed)
    names: dict[str, str] = {}
    values: dict[str, list[int]] = {}
    for at, row in enumerate(years):
        told = zip(
            row["places"] or (),
            row["place_names"] or (),
            row["deaths_by_place"] or (),
            strict=True,
        )
        for place, name, deaths in told:
            names[place] = name
            values.setdefault(place, [0] * len(years))[at] = int(deaths)
    return {
        "width": round(_WIDTH),
        "height": round((north - south) * scale + 2 * _LARGEST),
        "dots": [_placed(point, west, north, narrowed, scale) for point in points.values()],
        "years": [
            {
                "year": row["year"],
                "row": anchor(row["row_id"]),
                "sum": written(row["value"]),
                "places": written(row["districts"]),
            }
            for row in years
        ],
        "radius": round(_LARGEST / math.sqrt(max(map(max, values.values()))), 4),
        "circles": [
            {
                "name": names[place],
                "at": _placed(points[place], west, north, narrowed, scale),
                "values": values[place],
            }
            for place in sorted(names)
            if place in points
        ],
    }


def _placed(
    point: tuple[float, float], west: float, north: float, narrowed: float, scale: float
) -> tuple[float, float]:
    x, y = point
    return (
        round((x - west) * narrowed * scale + _LARGEST, 1),
        round((north - y) * scale + _LARGEST, 1),
    )
