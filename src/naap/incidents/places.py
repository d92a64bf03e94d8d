"""Which place of the pack is meant: the district, or the province where no more is known.

Names come first, because a source knows what it calls a place; then boundaries, where the user
gives some; then the nearest centre of a district. Nothing is dropped: what cannot be resolved comes
with the places that it may be.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from naap.incidents.boundaries import Boundaries
from naap.incidents.gazetteer import Day, Gazetteer, Known
from naap.incidents.place_names import alike, place_name, resembling
from naap.pack import Pack
from naap.sources import sources

__all__ = ["Asked", "Candidate", "Grade", "Place", "Places"]

Grade = Literal["place", "district", "province", "country"]
"""How closely the source itself knows the place."""
How = Literal[
    "label", "name", "other name", "spelling", "town", "whole province", "boundary", "nearest",
    "source knows no closer", "no district named", "not found",
]  # fmt: skip

_SURE = 0.84
"""A name in the province that the source names counts as the same from here on ..."""
_SURE_ELSEWHERE = 0.93
"""... and one in another province, or where none is named, from here on."""
_APART = 0.05
"""The next best place must be less alike by this much."""
_OTHER_PROVINCE = 0.06
"""A name in another province than the one that is named loses this much."""
_SAME = 0.999
_TOWN = 0.9
"""A town bears the name of its district more often than not, but not always."""
_BEYOND = 1.6
"""A point farther from a centre than so many radii of the district lies in another one."""
_CANDIDATES = 3
_KM_A_DEGREE = 111.2


@dataclass(frozen=True)
class Asked:
    """A place as a source tells it."""

    day: date
    area_1: str | None = None
    area_2: str | None = None
    locality: str | None = None
    point: tuple[float, float] | None = None
    """Latitude and longitude in degrees."""
    grade: Grade = "place"
    data_set: str | None = None


@dataclass(frozen=True)
class Candidate:
    """A place that may be meant. ``likeness``: of the names, 0 to 1; or None for a near one."""

    place_id: str
    name: str
    likeness: float | None = None
    distance_km: int | None = None


@dataclass(frozen=True)
class Place:
    """What was found. ``level`` None: nothing. ``confidence``: 0 to 1, our own judgement of how
    surely it is that place; it is no probability."""

    level: Literal["district", "province"] | None
    district: str | None
    province: str | None
    how: How
    confidence: float
    note: str | None = None
    candidates: tuple[Candidate, ...] = ()

    @property
    def place_id(self) -> str | None:
        return self.district or self.province


class Places:
    """Resolves places of one pack, with the boundaries that the user gave.

    ``labels`` False leaves the pack's own table of a data set's labels aside, so that names alone
    decide; that is how the resolver is measured.
    """

    def __init__(
        self, pack: Pack, boundaries: Boundaries | None = None, *, labels: bool = True
    ) -> None:
        self.gazetteer = Gazetteer(pack)
        self._boundaries = boundaries
        self._labels = labels
        self._by_name = lru_cache(65_536)(self._found_by_name)
        # Data sets that write a name alike ask for it one after the other.
        self._alike = lru_cache(65_536)(self._ranked)
        self._province = lru_cache(65_536)(self._province_meant)
        self._grades = {name: source.about.place_grades for name, source in sources().items()}

    def of_account(self, account: dict[str, Any]) -> Place:
        """The place of a row of the table ``account``."""
        latitude, longitude = account["latitude"], account["longitude"]
        known = latitude is not None and longitude is not None
        grades = self._grades.get(account["series"], {})
        precision = account["place_precision"]
        unsaid: Grade = "district" if account["area_2"] else "province"
        return self.resolve(
            Asked(
                day=account["event_start"],
                area_1=account["area_1"],
                area_2=account["area_2"],
                locality=account.get("locality"),
                point=(float(latitude), float(longitude)) if known else None,
                grade=grades.get(precision, unsaid) if precision else unsaid,
                data_set=account["series"],
            )
        )

    def resolve(self, asked: Asked) -> Place:
        """The place that is meant on that day."""
        if asked.grade == "country":
            return Place(None, None, None, "source knows no closer", 0.0)
        named = self._by_name(
            self.gazetteer.epoch(asked.day), asked.area_1, asked.area_2, asked.locality,
            asked.grade == "province", asked.data_set,
        )  # fmt: skip
        if asked.grade == "province" or asked.point is None:
            return named
        return self._refined(named, self.gazetteer.on(asked.day), asked)

    def _found_by_name(
        self,
        epoch: int,
        area_1: str | None,
        area_2: str | None,
        locality: str | None,
        province_only: bool,
        data_set: str | None,
    ) -> Place:
        day = self.gazetteer.at(epoch)
        province, surely, may_be = self._province(day, area_1, area_2, data_set)
        if province_only:
            level: Literal["province"] | None = "province" if province else None
            return Place(level, None, province, "source knows no closer", surely, None, may_be)
        found = self._district(day, province, area_1, area_2, locality, data_set)
        if found is not None:
            return found
        whole = day.only_district(province) if province else None
        if whole is not None and not area_2:
            return Place("district", whole, province, "whole province", surely)
        understood = (province or not area_1) and not (area_2 or locality)
        return Place(
            "province" if province else None, None, province,
            "no district named" if understood else "not found", surely if province else 0.0,
            None, self._may_be(day, area_2 or locality, province) or may_be,
        )  # fmt: skip

    def _province_meant(
        self, day: Day, area_1: str | None, area_2: str | None, data_set: str | None
    ) -> tuple[str | None, float, tuple[Candidate, ...]]:
        if not area_1:
            return None, 0.0, ()
        if self._labels and data_set:
            labelled = day.labelled(data_set, area_1, "", "province")
            if labelled:
                return labelled, 1.0, ()
        name = place_name(area_1, "province")
        best: dict[str, float] = {}
        for known in day.province_names:
            like = alike(name, known.name)
            best[known.place_id] = max(like, best.get(known.place_id, 0.0))
        ranked = sorted(((like, each) for each, like in best.items()), reverse=True)
        like, first = ranked[0]
        if like >= _SURE and _stands_out(ranked):
            return first, round(like, 2), ()
        return (
            None,
            0.0,
            tuple(self._candidate(each, near) for near, each in ranked[:_CANDIDATES] if near > 0),
        )

    def _district(
        self,
        day: Day,
        province: str | None,
        area_1: str | None,
        area_2: str | None,
        locality: str | None,
        data_set: str | None,
    ) -> Place | None:
        if self._labels and data_set and area_1:
            labelled = day.labelled(data_set, area_1, area_2 or "", "district")
            if labelled:
                return Place("district", labelled, day.province_of(labelled), "label", 1.0)
        for text, sure in ((area_2, 1.0), (locality if not area_2 else None, _TOWN)):
            ranked = self._alike(day, text, province)
            if not ranked:
                continue
            like, first = ranked[0]
            home = day.province_of(first)
            there = province is None or day.may_lie_in(first, province)
            enough = _SURE if province and there else _SURE_ELSEWHERE
            if like >= enough and _stands_out(ranked):
                how = self._how(day, text or "", first) if sure == 1.0 else "town"
                note = None if there else "the source names another province"
                return Place("district", first, home, how, round(sure * like, 2), note)
        return None

    def _ranked(self, day: Day, text: str | None, province: str | None) -> list[tuple[float, str]]:
        """Districts by how alike their names are; those of another province lose a little."""
        if not text:
            return []
        name = place_name(text)
        best: dict[str, float] = {}
        for known in day.districts_near(name):
            like = alike(name, known.name)
            if like <= 0:
                continue
            if province and not day.may_lie_in(known.place_id, province):
                like -= _OTHER_PROVINCE
            best[known.place_id] = max(like, best.get(known.place_id, 0.0))
        return sorted(((like, each) for each, like in best.items()), reverse=True)

    def _may_be(self, day: Day, text: str | None, province: str | None) -> tuple[Candidate, ...]:
        """The nearest names, first by sound, then by letters: something always comes nearest."""
        if not text:
            return ()
        ranked = self._alike(day, text, province)[:_CANDIDATES]
        found = [self._candidate(each, like) for like, each in ranked]
        told = {each for _, each in ranked}
        name = place_name(text)
        by_letters = sorted(
            ((resembling(name, known.name), known.place_id) for known in day.district_names),
            reverse=True,
        )
        for like, each in by_letters:
            if each not in told and len(found) < _CANDIDATES:
                told.add(each)
                found.append(self._candidate(each, like))
        return tuple(found)

    def _how(self, day: Day, text: str, place_id: str) -> How:
        def like(known: Known) -> float:
            return alike(place_name(text), known.name)

        best = max((each for each in day.district_names if each.place_id == place_id), key=like)
        if like(best) < _SAME:
            return "spelling"
        return "name" if best.how == "name" else "other name"

    def _refined(self, named: Place, day: Day, asked: Asked) -> Place:
        """What the point says: it confirms, refines or contradicts a name, or stands alone."""
        assert asked.point is not None
        latitude, longitude = asked.point
        inside = self._boundaries.holding(longitude, latitude) if self._boundaries else None
        if inside is not None and inside not in day.districts:
            inside = None
        if named.district is not None:
            if inside is None or inside == named.district:
                return named
            if inside in day.members(named.district):
                return Place("district", inside, named.province, "boundary", named.confidence)
            note = f"the point lies in {self.gazetteer.place(inside).name_en}"
            return _with(named, confidence=round(named.confidence * 0.7, 2), note=note)
        if inside is not None:
            home = day.province_of(inside)
            if named.province is None or day.may_lie_in(inside, named.province):
                return Place("district", inside, home, "boundary", 0.9)
            note = f"the point lies in {self.gazetteer.place(inside).name_en}"
            return _with(named, confidence=round(named.confidence * 0.7, 2), note=note)
        return self._nearest(named, day, latitude, longitude)

    def _nearest(self, named: Place, day: Day, latitude: float, longitude: float) -> Place:
        """The district whose centre is near, measured by its size: a guess, and said to be one."""
        found = []
        for each in day.districts:
            row = self.gazetteer.place(each)
            if row.longitude is None or row.latitude is None:
                continue
            if named.province and day.province_of(each) != named.province:
                continue
            away = _km(latitude, longitude, float(row.latitude), float(row.longitude))
            radius = math.sqrt(float(row.area_km2) / math.pi) if row.area_km2 else None
            found.append((away / radius if radius else math.inf, away, each))
        found.sort()
        near = tuple(
            Candidate(each, self.gazetteer.place(each).name_en, distance_km=round(away))
            for _, away, each in found[:_CANDIDATES]
        )
        if not found or found[0][0] > _BEYOND or named.how == "not found":
            # A name that was not understood is worth more than a guess beside it.
            return _with(named, candidates=named.candidates or near)
        radii, _, first = found[0]
        second = found[1][0] if len(found) > 1 else 2 * radii
        confidence = round(min(0.6, 0.6 * (1 - radii / (radii + second)) * 1.5), 2)
        home = day.province_of(first)
        return Place("district", first, home, "nearest", confidence, None, near[1:])

    def _candidate(self, place_id: str, like: float) -> Candidate:
        name = self.gazetteer.place(place_id).name_en
        return Candidate(place_id, name, likeness=round(max(like, 0.0), 2))


def _stands_out(ranked: Sequence[tuple[float, str]]) -> bool:
    """Whether the first is so much more alike than the second; the same name needs no distance
    from one that is only alike."""
    first, second = ranked[0][0], ranked[1][0] if len(ranked) > 1 else 0.0
    return first - second >= _APART or first >= _SAME > second


def _with(place: Place, **changed: Any) -> Place:
    return replace(place, **changed)


def _km(lat_1: float, lon_1: float, lat_2: float, lon_2: float) -> float:
    """Good enough within a country: degrees of longitude shrink with the latitude."""
    across = (lon_1 - lon_2) * math.cos(math.radians((lat_1 + lat_2) / 2))
    return _KM_A_DEGREE * math.hypot(lat_1 - lat_2, across)
