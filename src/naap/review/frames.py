"""A map of circles that a reader can move through time: what the page and its script need."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["frames_of"]

_WIDTH, _LARGEST = 640.0, 34.0


def frames_of(
    places: Sequence[Mapping[str, Any]], frames: Sequence[Mapping[str, Any]]
) -> dict[str, Any] | None:
    """Circles by place and year, or None where there is nothing to show.

    ``places`` gives place_id, lon and lat in degrees; ``frames`` gives place_id, place_name, year
    and value. The area of a circle is in proportion to its value, on one scale for all years. A
    place and year without a frame is a zero: the data set covers it.
    """
    if not frames or not places:
        return None
    points = {row["place_id"]: (float(row["lon"]), float(row["lat"])) for row in places}
    west, east = min(x for x, _ in points.values()), max(x for x, _ in points.values())
    south, north = min(y for _, y in points.values()), max(y for _, y in points.values())
    narrowed = math.cos(math.radians((south + north) / 2))
    scale = (_WIDTH - 2 * _LARGEST) / ((east - west) * narrowed)
    largest = max(float(row["value"]) for row in frames)
    years = list(range(min(r["year"] for r in frames), max(r["year"] for r in frames) + 1))
    names = {row["place_id"]: row["place_name"] for row in frames}
    values: dict[str, list[int]] = {place: [0] * len(years) for place in names}
    for row in frames:
        values[row["place_id"]][row["year"] - years[0]] = int(row["value"])
    return {
        "width": round(_WIDTH),
        "height": round((north - south) * scale + 2 * _LARGEST),
        "dots": [_placed(point, west, north, narrowed, scale) for point in points.values()],
        "years": years,
        "radius": round(_LARGEST / math.sqrt(largest), 4) if largest else 0,
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
