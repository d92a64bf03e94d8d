"""How many people live in a place, by the counts that the pack has, for rates per 100,000."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from naap.pack import Pack
from naap.pack.tables import PlaceParentRow, PlaceRow, PopulationRow

__all__ = ["Counted", "People"]


@dataclass(frozen=True)
class Counted:
    """``people`` in a place; ``counted``: when; ``districts``: of how many districts that is the
    sum, or None where the place has a count of its own."""

    people: int
    counted: str
    districts: int | None = None


class People:
    """The counts of the pack.

    A place without a count of its own has the sum of its districts: of those that lay in it on
    that day and were counted. So a province that another one joined has the people it had then.
    """

    def __init__(self, pack: Pack) -> None:
        self.country = pack.settings.country_place
        self._counts: dict[str, list[tuple[date, str, int]]] = {}
        for row in pack.rows(PopulationRow):
            self._counts.setdefault(row.place_id, []).append(
                (row.counted.start, str(row.counted), row.population)
            )
        districts = {row.place_id for row in pack.rows(PlaceRow) if row.level == "district"}
        self._districts: dict[str, list[PlaceParentRow]] = {}
        for parent in pack.rows(PlaceParentRow):
            if parent.place_id in districts and parent.place_id in self._counts:
                self._districts.setdefault(parent.parent_id, []).append(parent)

    def of(self, place: str, day: date) -> Counted | None:
        """The last count until that day, or else the first one after it. None: nobody counted."""
        if place in self._counts:
            when, people = _at(self._counts[place], day)
            return Counted(people, when)
        parts = [row for row in self._districts.get(place, []) if _holds(row, day)]
        if not parts:
            return None
        told = [_at(self._counts[row.place_id], day) for row in parts]
        when = min(when for when, _ in told)
        return Counted(sum(people for _, people in told), when, len(told))


def _at(counts: Sequence[tuple[date, str, int]], day: date) -> tuple[str, int]:
    before = [each for each in sorted(counts) if each[0] <= day]
    _, when, people = before[-1] if before else min(counts)
    return when, people


def _holds(row: PlaceParentRow, day: date) -> bool:
    return (row.valid_from is None or row.valid_from.start <= day) and (
        row.valid_to is None or day <= row.valid_to.end
    )
