"""Boundaries that a user gives as GeoJSON: which place holds a point.

None are shipped. The test of a point in a polygon is the usual count of edges crossed by a ray;
it is written here in a few lines, so that no library of geometry is needed for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from naap.pack import Pack
from naap.pack.tables import PlaceRow
from naap.problems import UnusableInput

__all__ = ["Boundaries", "read_boundaries"]

_LARGEST_FILE = 400_000_000
_Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class _Area:
    place_id: str
    box: tuple[float, float, float, float]
    """West, south, east, north."""
    rings: tuple[_Ring, ...]

    def holds(self, longitude: float, latitude: float) -> bool:
        west, south, east, north = self.box
        if not (west <= longitude <= east and south <= latitude <= north):
            return False
        # A hole turns inside into outside again, so all rings are counted together.
        return sum(_crossings(ring, longitude, latitude) for ring in self.rings) % 2 == 1


def _crossings(ring: _Ring, longitude: float, latitude: float) -> int:
    """Edges that a ray to the east crosses; an edge holds its lower end and not its upper one."""
    count = 0
    before_x, before_y = ring[-1]
    for x, y in ring:
        if (y > latitude) != (before_y > latitude):
            crossed = x + (latitude - y) * (before_x - x) / (before_y - y)
            count += longitude < crossed
        before_x, before_y = x, y
    return count


@dataclass(frozen=True)
class Boundaries:
    """Areas of districts of the pack."""

    areas: tuple[_Area, ...]
    unknown: tuple[str, ...] = ()
    """Features that name no district of the pack."""

    def holding(self, longitude: float, latitude: float) -> str | None:
        """The district that holds the point; of several, which overlap, the first in the file."""
        for area in self.areas:
            if area.holds(longitude, latitude):
                return area.place_id
        return None

    @property
    def districts(self) -> frozenset[str]:
        return frozenset(area.place_id for area in self.areas)


def read_boundaries(file: Path, pack: Pack) -> Boundaries:
    """Read polygons of districts: each has the pack's place id among its properties.

    UnusableInput where the file is no GeoJSON with degrees, or names no district of the pack.
    """
    if file.stat().st_size > _LARGEST_FILE:
        raise _unusable(file, "a very large file", f"at most {_LARGEST_FILE:,} bytes")
    try:
        read = json.loads(file.read_text(encoding="utf-8-sig"))
        features = read["features"]
        districts = {row.place_id for row in pack.rows(PlaceRow) if row.level == "district"}
        areas, unknown = [], []
        for number, feature in enumerate(features, start=1):
            said = feature.get("properties") or {}
            named = [value for value in said.values() if value in districts]
            if len(set(named)) != 1:
                unknown.append(f"feature {number}")
                continue
            rings = tuple(_rings(feature["geometry"]))
            if rings:
                areas.append(_Area(named[0], _box(rings), rings))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise _unusable(
            file, f"something that is no GeoJSON ({type(error).__name__})",
            "a FeatureCollection of polygons in degrees",
        ) from None  # fmt: skip
    if not areas:
        raise _unusable(
            file, "no feature with the id of a district of the pack",
            "a property of each feature that is a place_id of places.csv",
        )  # fmt: skip
    return Boundaries(tuple(areas), tuple(unknown))


def _rings(geometry: Mapping[str, Any] | None) -> Iterator[_Ring]:
    if geometry is None:
        return
    if geometry["type"] not in {"Polygon", "MultiPolygon"}:
        raise ValueError("no polygon")
    parts = geometry["coordinates"]
    for polygon in [parts] if geometry["type"] == "Polygon" else parts:
        for ring in polygon:
            points = [(float(point[0]), float(point[1])) for point in ring]
            if len(points) < 3 or any(abs(x) > 180 or abs(y) > 90 for x, y in points):
                raise ValueError("no ring in degrees")
            yield points


def _box(rings: Sequence[_Ring]) -> tuple[float, float, float, float]:
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _unusable(file: Path, found: str, expected: str) -> UnusableInput:
    return UnusableInput.one(
        file.name, found=found, expected=expected,
        mend="Give districts as GeoJSON (RFC 7946), longitude first; nothing was changed.",
    )  # fmt: skip
