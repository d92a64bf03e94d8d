"""The places of a pack on a day: which there were, what they were called, where they lay."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from naap.incidents.near_names import NearNames
from naap.incidents.place_names import PlaceName, place_name
from naap.pack import Pack
from naap.pack.tables import PlaceLabelRow, PlaceParentRow, PlaceRow
from naap.periods import Period

__all__ = ["ANY", "Gazetteer", "Known"]

ANY = "any"
"""The data set under which place_labels.csv tells names that any source may use."""


@dataclass(frozen=True)
class Known:
    """A name of a place. ``how`` says whether the pack prints it or it is another name."""

    place_id: str
    name: PlaceName
    how: str


def _holds(valid_from: Period | None, valid_to: Period | None, day: date) -> bool:
    return (valid_from is None or valid_from.start <= day) and (
        valid_to is None or day <= valid_to.end
    )


class Gazetteer:
    """Answers for one pack. What is asked twice is computed once."""

    def __init__(self, pack: Pack) -> None:
        self._places = {row.place_id: row for row in pack.rows(PlaceRow)}
        self._parents = pack.rows(PlaceParentRow)
        self._labels = pack.rows(PlaceLabelRow)
        self.at = lru_cache(1024)(self._at)

    def place(self, place_id: str) -> PlaceRow:
        return self._places[place_id]

    @cached_property
    def _changes(self) -> list[date]:
        """Days on which anything in the tables begins to be otherwise."""
        spans = [(row.valid_from, row.valid_to) for row in self._places.values()]
        spans += [(row.valid_from, row.valid_to) for row in self._parents]
        spans += [(row.valid_from, row.valid_to) for row in self._labels]
        days = {begun.start for begun, _ in spans if begun}
        days |= {ended.end + timedelta(days=1) for _, ended in spans if ended}
        return sorted(days)

    def epoch(self, day: date) -> int:
        """Days of one epoch have the same places."""
        return bisect_right(self._changes, day)

    def on(self, day: date) -> Day:
        return self.at(self.epoch(day))

    def _at(self, epoch: int) -> Day:
        day = self._changes[epoch - 1] if epoch else date.min
        return Day(day, self._places, self._parents, self._labels)


class Day:
    """The places of one epoch."""

    def __init__(
        self,
        day: date,
        places: dict[str, PlaceRow],
        parents: tuple[PlaceParentRow, ...],
        labels: tuple[PlaceLabelRow, ...],
    ) -> None:
        self._all = places
        valid = {at for at, row in places.items() if _holds(row.valid_from, row.valid_to, day)}
        self.provinces = [at for at in places if at in valid and places[at].level == "province"]
        self.districts = [at for at in places if at in valid and places[at].level == "district"]
        self._parents = parents
        self._parent = {
            row.place_id: row.parent_id
            for row in parents
            if _holds(row.valid_from, row.valid_to, day)
        }
        self._labels: dict[tuple[str, str, str], set[str]] = {}
        self._others: list[PlaceLabelRow] = []
        for row in labels:
            if not _holds(row.valid_from, row.valid_to, day):
                continue
            if row.data_set == ANY:
                self._others.append(row)
            else:
                level = places[row.place_id].level
                key = (row.data_set, row.label_1 + "\0" + (row.label_2 or ""), level)
                self._labels.setdefault(key, set()).add(row.place_id)

    def province_of(self, district: str) -> str | None:
        return self._parent.get(district)

    def labelled(self, data_set: str, label_1: str, label_2: str, level: str) -> str | None:
        """What the pack says that the data set means, where it says one thing."""
        found = self._labels.get((data_set, label_1 + "\0" + label_2, level), set())
        return next(iter(found)) if len(found) == 1 else None

    @cached_property
    def province_names(self) -> list[Known]:
        """Names of provinces, also of those that have gone: a source may still use them."""
        gone = [at for at, row in self._all.items() if row.level == "province"]
        return [
            Known(self.today(each.place_id), each.name, each.how)
            for each in self._named(gone, "province")
        ]

    @cached_property
    def district_names(self) -> list[Known]:
        return self._named(self.districts, "district")

    def districts_near(self, name: PlaceName) -> list[Known]:
        """Names of districts that may be alike to this one; all others are not alike at all."""
        return [self.district_names[at] for at in self._near.of(name)]

    @cached_property
    def _near(self) -> NearNames:
        return NearNames([known.name for known in self.district_names])

    def today(self, province: str) -> str:
        """The province on this day in which most districts of one that has gone now lie."""
        if province in self.provinces:
            return province
        members = [row.place_id for row in self._parents if row.parent_id == province]
        now = Counter(self._parent[each] for each in members if each in self._parent)
        return now.most_common(1)[0][0] if now else province

    def may_lie_in(self, district: str, province: str) -> bool:
        """Whether a source that names this province can mean the district: it lies or once lay
        there, or in the province that this one was merged with."""
        ever = self._homes.get(district, set())
        return province in ever or bool(ever & self._merged.get(province, set()))

    @cached_property
    def _homes(self) -> dict[str, set[str]]:
        """Each place with all provinces in which it ever lay."""
        homes: dict[str, set[str]] = {}
        for row in self._parents:
            homes.setdefault(row.place_id, set()).add(row.parent_id)
        return homes

    @cached_property
    def _merged(self) -> dict[str, set[str]]:
        """Provinces that had a district in common, one after the other."""
        merged: dict[str, set[str]] = {}
        for parents in self._homes.values():
            for each in parents:
                merged.setdefault(each, set()).update(parents)
        return merged

    def only_district(self, province: str) -> str | None:
        """The district of a province that is one district as a whole."""
        inside = [each for each in self.districts if self._parent.get(each) == province]
        return inside[0] if len(inside) == 1 else None

    def members(self, district: str) -> list[str]:
        """The districts of one that stands for several: their names hold all words of its own."""
        if self._all[district].area_km2 is not None:
            return []
        whole = set(self._own(district).words)
        return [
            each
            for each in self.districts
            if each != district
            and self._parent.get(each) == self._parent.get(district)
            and whole <= set(self._own(each).words)
        ]

    def _own(self, place_id: str) -> PlaceName:
        return place_name(self._all[place_id].name_en.partition("(")[0])

    def _named(self, places: list[str], level: str) -> list[Known]:
        wanted = set(places)
        found = []
        for at in places:
            row = self._all[at]
            for name in filter(None, (row.name_en, row.name_ur)):
                # What stands in brackets is the pack's remark, such as (all districts).
                found.append(Known(at, _taken_apart(name.partition("(")[0], level), "name"))
                if level == "province" and "(" in name:
                    within = name.partition("(")[2].rstrip(")")
                    found.append(Known(at, _taken_apart(within, level), "name"))
        for label in self._others:
            if label.place_id in wanted:
                other = label.label_2 if level == "district" else label.label_1
                if other:
                    found.append(Known(label.place_id, _taken_apart(other, level), "other name"))
        return found


def _taken_apart(name: str, level: str) -> PlaceName:
    return place_name(name, "province" if level == "province" else "district")
