"""Violent events with the truth known: real ones of UCDP GED, and made up ones in bursts."""

from __future__ import annotations

import csv
import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from naap.pack import Pack
from naap.pack.tables import ActorRow, OrganisationRow, PlaceParentRow, PlaceRow

__all__ = ["KM_A_DEGREE", "Event", "made_events", "moved", "real_events", "repeated"]

KM_A_DEGREE = 111.2


@dataclass(frozen=True)
class Event:
    """What happened, as far as the world knows it."""

    number: int
    day: date
    days: int
    latitude: float
    longitude: float
    grade: str
    province: str
    district: str
    middle: tuple[float, float]
    kind: str
    means: str
    parties: tuple[str, str]
    org: str | None
    killed: int
    injured: int

    @property
    def twins(self) -> tuple[date, float, float]:
        """Events of one place and day count as one: nobody could tell them apart."""
        return self.day, round(self.latitude, 3), round(self.longitude, 3)


def real_events(file: Path, pack: Pack) -> list[Event]:
    """The events of UCDP GED in a country file. What UCDP does not tell (means, injured) is
    drawn once for each event, with a seed of its own."""
    rng = random.Random(7)
    orgs = {row.actor_id: row.org_id for row in pack.rows(ActorRow) if row.data_set == "ucdp-ged"}
    grades = {"1": "place", "2": "place", "3": "district", "4": "province", "5": "province"}
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    points = defaultdict(list)
    for row in rows:
        points[row["adm_1"], row["adm_2"]].append((float(row["latitude"]), float(row["longitude"])))
    middles = {
        name: (sum(lat for lat, _ in at) / len(at), sum(lon for _, lon in at) / len(at))
        for name, at in points.items()
    }
    found = []
    for number, row in enumerate(rows):
        first = date.fromisoformat(row["date_start"][:10])
        last = date.fromisoformat(row["date_end"][:10])
        parties = (row["side_a_new_id"], row["side_b_new_id"])
        kind = {"1": "state-based", "2": "non-state", "3": "one-sided"}[row["type_of_violence"]]
        org = next(filter(None, (orgs.get(each) for each in reversed(parties))), None)
        found.append(
            Event(
                number, first, (last - first).days, float(row["latitude"]),
                float(row["longitude"]), grades.get(row["where_prec"], "country"), row["adm_1"],
                row["adm_2"], middles[row["adm_1"], row["adm_2"]], kind, _means(rng, kind),
                parties, org, int(row["best"]), _injured(rng, int(row["best"])),
            )
        )  # fmt: skip
    return found


def made_events(pack: Pack, count: int, seed: int = 5) -> list[Event]:
    """Events in the country of the example pack, in bursts, as violence comes: half of them
    follow another one of the same dyad within days and some kilometres."""
    rng = random.Random(seed)
    places = {row.place_id: row for row in pack.rows(PlaceRow)}
    home = {row.place_id: row.parent_id for row in pack.rows(PlaceParentRow)}
    districts = [row for row in places.values() if row.level == "district"]
    orgs = [row.org_id for row in pack.rows(OrganisationRow)][:3]
    found: list[Event] = []
    for number in range(count):
        if found and rng.random() < 0.5:
            like = rng.choice(found[-40:])
            day = like.day + timedelta(days=rng.randrange(0, 4))
            at = moved(rng, like.latitude, like.longitude, rng.choice((0.0, 3.0, 15.0)))
            found.append(
                replace(
                    like, number=number, day=day, latitude=at[0], longitude=at[1],
                    killed=_deaths(rng), injured=_injured(rng, 3),
                )
            )  # fmt: skip
            continue
        row = rng.choice(districts)
        middle = (float(row.latitude or 0), float(row.longitude or 0))
        at = moved(rng, *middle, 20.0)
        kind = rng.choice(("state-based",) * 8 + ("non-state", "one-sided"))
        killed = _deaths(rng)
        found.append(
            Event(
                number, date(2010, 1, 1) + timedelta(days=rng.randrange(count * 2)), 0, *at,
                "place", places[home[row.place_id]].name_en, row.name_en, middle, kind,
                _means(rng, kind), ("9902", "9901"), rng.choice(orgs), killed,
                _injured(rng, killed),
            )
        )  # fmt: skip
    return found


def repeated(events: Sequence[Event], times: int) -> list[Event]:
    """The events again and again, each time forty years later: as dense as they were."""
    whole = len(events)
    return [
        replace(each, number=each.number + whole * again,
                day=each.day + timedelta(days=14_610 * again))
        for again in range(times)
        for each in events
    ]  # fmt: skip


def moved(rng: random.Random, lat: float, lon: float, km: float) -> tuple[float, float]:
    """The point with a normal error of so many kilometres, split evenly over both axes."""
    each = km / math.sqrt(2)
    north, east = rng.gauss(0, each), rng.gauss(0, each)
    return lat + north / KM_A_DEGREE, lon + east / (KM_A_DEGREE * math.cos(math.radians(lat)))


def _deaths(rng: random.Random) -> int:
    return int(rng.lognormvariate(1.1, 0.9))


def _injured(rng: random.Random, killed: int) -> int:
    return int((killed + 0.5) * rng.lognormvariate(0.3, 1.0))


def _means(rng: random.Random, kind: str) -> str:
    return rng.choices(("fire", "bomb", "other"), (5, 4, 1) if kind != "non-state" else (8, 1, 1))[
        0
    ]
