"""Several made sources that tell of the same events, with the truth known.

The events are real ones (UCDP GED, marked shared where a test needs them) or made up in the
country of the example pack. Each source tells of them in the words of a real data set, and errs:

- it misses 20 % of the events;
- it moves the day by one (10 %) or two (5 %), either way;
- it moves the point by a normal error of 5 km (standard deviation, split evenly over both axes);
- it knows 20 % of the events only to the district, and then gives the district's middle;
- it changes the number of killed in 40 %: times a lognormal factor (sigma 0.5), rounded, and the
  injured, where it tells of them, in 60 %;
- it classes 10 % as another kind, and tells the means (fire, bomb, other) wrongly in 10 %;
- it names the organisation in 75 %, by any of its names; in 4 % it names another one of the same
  country, in 10 % it uses a spelling that the pack does not know;
- it spells a fifth of the names of districts in one of two other ways;
- it splits 3 % of the events in two reports that share the dead, on the same day;
- it merges 5 % of the events with the next one of the same dyad, district and day or day after.

``Noise`` holds these numbers. The seeds of ``TUNING`` were looked at while the model was built,
those of ``REPORTING`` were not.
"""

from __future__ import annotations

import csv
import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from naap.ledger import Claim, make_claim
from naap.ledger.kind import kind_named
from naap.pack import Pack
from naap.pack.tables import ActorRow, NameRow, OrganisationRow, PlaceParentRow, PlaceRow
from naap.sources.parties import party_id

__all__ = ["REPORTING", "SERIES", "TUNING", "Event", "Noise", "World", "claims", "held",
           "made_events", "real_events", "repeated", "tell"]  # fmt: skip

TUNING, REPORTING = (11, 12), (101, 102, 103)
SERIES = ("ucdp-ged", "acled", "gtd", "press")
KM_A_DEGREE = 111.2


@dataclass(frozen=True)
class Noise:
    """How the sources err; shares, or kilometres, or the sigma of a lognormal factor."""

    missed: float = 0.20
    moved_one: float = 0.10
    moved_two: float = 0.05
    jitter_km: float = 5.0
    coarse: float = 0.20
    killed_differ: float = 0.40
    killed_sigma: float = 0.5
    injured_differ: float = 0.60
    kind_wrong: float = 0.10
    means_wrong: float = 0.10
    named: float = 0.75
    named_wrong: float = 0.04
    unknown_spelling: float = 0.10
    misspelt: float = 0.20
    split: float = 0.03
    merged: float = 0.05


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


@dataclass
class World:
    """The accounts, as rows of the table ``account``, and the events that each one tells of."""

    accounts: list[dict[str, Any]] = field(default_factory=list)
    truth: dict[tuple[str, str], tuple[Event, ...]] = field(default_factory=dict)
    events: tuple[Event, ...] = ()


# What the data sets call things. Means and kind of an event, by data set.
_WORDS = {
    "acled": {
        ("state-based", "fire"): "Battles", ("state-based", "bomb"): "Explosions/Remote violence",
        ("state-based", "other"): "Battles", ("non-state", "fire"): "Battles",
        ("non-state", "bomb"): "Explosions/Remote violence", ("non-state", "other"): "Riots",
        ("one-sided", "fire"): "Violence against civilians",
        ("one-sided", "bomb"): "Explosions/Remote violence",
        ("one-sided", "other"): "Violence against civilians",
    },
    "gtd": {
        (kind, means): word
        for kind in ("state-based", "non-state", "one-sided")
        for means, word in (("fire", "Armed Assault"), ("bomb", "Bombing/Explosion"),
                            ("other", "Unknown"))
    },
    "press": {
        (kind, means): word
        for kind, words in (
            ("state-based", ("clash", "bombing", "clash")),
            ("non-state", ("clash", "bombing", "clash")),
            ("one-sided", ("shooting", "bombing", "attack on civilians")),
        )
        for means, word in zip(("fire", "bomb", "other"), words, strict=True)
    },
}  # fmt: skip
_PLACE_PRECISION = {
    "ucdp-ged": {"place": "1", "district": "3", "province": "4", "country": "6"},
    "acled": {"place": "1", "district": "2", "province": "3", "country": "3"},
    "gtd": {"place": "1", "district": "2", "province": "4", "country": "5"},
    "press": {"place": "place", "district": "district", "province": "province",
              "country": "province"},
}  # fmt: skip
_DAY_PRECISION = {
    "ucdp-ged": ("1", "2"), "acled": ("1", "2"), "gtd": ("day", "about"), "press": ("day", "days"),
}  # fmt: skip


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
            at = _moved(rng, like.latitude, like.longitude, rng.choice((0.0, 3.0, 15.0)))
            found.append(
                replace(
                    like, number=number, day=day, latitude=at[0], longitude=at[1],
                    killed=_deaths(rng), injured=_injured(rng, 3),
                )
            )  # fmt: skip
            continue
        row = rng.choice(districts)
        middle = (float(row.latitude or 0), float(row.longitude or 0))
        at = _moved(rng, *middle, 20.0)
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


def tell(
    events: Sequence[Event], pack: Pack, seed: int, sources: int = 4, noise: Noise | None = None
) -> World:
    """What 2 to 4 sources tell of the events."""
    noise, world = noise or Noise(), World(events=tuple(events))
    names = _names(pack)
    actors = {row.org_id: row.actor_id for row in pack.rows(ActorRow)
              if row.data_set == "ucdp-ged" and row.org_id}  # fmt: skip
    for series in SERIES[:sources]:
        rng = random.Random(f"{seed}/{series}")
        teller = _Teller(series, rng, noise, names, actors, pack.settings.country_place)
        told = _merged(rng, noise, [each for each in events if rng.random() >= noise.missed])
        number = 0
        for group in told:
            parts = 2 if len(group) == 1 and rng.random() < noise.split else 1
            for part in range(parts):
                number += 1
                row = teller.account(group, number, part, parts)
                world.accounts.append(row)
                world.truth[series, row["record_key"]] = tuple(group)
    return world


def _merged(rng: random.Random, noise: Noise, events: list[Event]) -> list[list[Event]]:
    groups: list[list[Event]] = []
    last: dict[tuple[str, ...], int] = {}
    for each in sorted(events, key=lambda event: (event.day, event.number)):
        key = (*each.parties, each.province, each.district)
        before = last.get(key)
        if before is not None:
            group = groups[before]
            near = (each.day - group[-1].day).days <= 1 and len(group) == 1
            if near and rng.random() < noise.merged:
                group.append(each)
                continue
        last[key] = len(groups)
        groups.append([each])
    return groups


@dataclass(frozen=True)
class _Teller:
    series: str
    rng: random.Random
    noise: Noise
    names: dict[str, list[str]]
    actors: dict[str, str]
    country: str

    def account(self, group: list[Event], number: int, part: int, parts: int) -> dict[str, Any]:
        rng, noise, first = self.rng, self.noise, group[0]
        shift = 0
        drawn = rng.random()
        if drawn < noise.moved_one + noise.moved_two:
            shift = rng.choice((-1, 1)) * (1 if drawn < noise.moved_one else 2)
        day = first.day + timedelta(days=shift)
        end = max(each.day + timedelta(days=each.days + shift) for each in group)
        grade = first.grade
        if grade == "place" and rng.random() < noise.coarse:
            grade = "district"
        at = (
            _moved(rng, first.latitude, first.longitude, noise.jitter_km)
            if grade == "place"
            else first.middle
        )
        killed = counted(rng, sum(each.killed for each in group), noise.killed_differ,
                          noise.killed_sigma)  # fmt: skip
        if parts == 2:
            killed = killed // 2 + (killed % 2 if part else 0)
        injured = None
        if self.series in {"gtd", "press"}:
            injured = counted(rng, sum(each.injured for each in group), noise.injured_differ,
                               noise.killed_sigma)  # fmt: skip
        return {
            "series": self.series, "record_key": f"{self.series[0]}{number}",
            "event_start": day, "event_end": end,
            "date_precision": _DAY_PRECISION[self.series][first.days > 0], "country": self.country,
            "area_1": first.province or None, **self._area(first),
            "longitude": round(at[1], 4), "latitude": round(at[0], 4),
            "place_precision": _PLACE_PRECISION[self.series][grade],
            "event_type": type_of(self.series, first, rng, noise), **self._parties(first),
            "killed_best": killed, "killed_low": killed - (killed > 3 and rng.random() < 0.3),
            "killed_high": killed + rng.choice((0, 0, 0, 1, 2)),
            "killed_civilians": killed if first.kind == "one-sided" else None,
            "injured_best": injured, "report_count": rng.randrange(1, 5),
        }  # fmt: skip

    def _area(self, event: Event) -> dict[str, Any]:
        name = event.district or None
        if name and self.rng.random() < self.noise.misspelt:
            name = _misspelt(self.rng, name)
        return {"locality" if self.series == "gtd" else "area_2": name}

    def _parties(self, event: Event) -> dict[str, Any]:
        org, drawn = event.org, self.rng.random()
        if org is None or drawn > self.noise.named:
            parties = event.parties if self.series == "ucdp-ged" and org is None else (None, None)
            return {"side_a": parties[0], "side_b": parties[1]}
        if drawn < self.noise.named_wrong:
            org = self.rng.choice(sorted(self.actors if self.series == "ucdp-ged" else self.names))
        if self.series == "ucdp-ged":
            return {"side_a": event.parties[0], "side_b": self.actors.get(org, event.parties[1])}
        name = self.rng.choice(self.names.get(org, ["An armed group"]))
        if self.rng.random() < self.noise.unknown_spelling:
            name = _misspelt(self.rng, name)
        return {"side_a": party_id(name), "side_b": None}


def _names(pack: Pack) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for row in pack.rows(OrganisationRow):
        names[row.org_id].append(row.name_en)
    for other in pack.rows(NameRow):
        if other.script == "Latn" and other.kind != "acronym":
            names[other.org_id].append(other.name)
    return dict(names)


def _moved(rng: random.Random, lat: float, lon: float, km: float) -> tuple[float, float]:
    each = km / math.sqrt(2)
    north, east = rng.gauss(0, each), rng.gauss(0, each)
    return lat + north / KM_A_DEGREE, lon + east / (KM_A_DEGREE * math.cos(math.radians(lat)))


def type_of(series: str, event: Event, rng: random.Random, noise: Noise) -> str:
    """What the source calls the event."""
    kind, means = event.kind, event.means
    if rng.random() < noise.kind_wrong:
        kind = rng.choice(("state-based", "non-state", "one-sided"))
    if rng.random() < noise.means_wrong:
        means = rng.choice(("fire", "bomb", "other"))
    return kind if series == "ucdp-ged" else _WORDS[series][kind, means]


def counted(rng: random.Random, count: int, differ: float, sigma: float) -> int:
    """The number that a source tells of so many."""
    if rng.random() >= differ:
        return count
    return round((count + 0.5) * math.exp(rng.gauss(0, sigma)))


def _deaths(rng: random.Random) -> int:
    return int(rng.lognormvariate(1.1, 0.9))


def _injured(rng: random.Random, killed: int) -> int:
    return int((killed + 0.5) * rng.lognormvariate(0.3, 1.0))


def _means(rng: random.Random, kind: str) -> str:
    return rng.choices(("fire", "bomb", "other"), (5, 4, 1) if kind != "non-state" else (8, 1, 1))[
        0
    ]


def _misspelt(rng: random.Random, name: str) -> str:
    """One of two other spellings of the name: few ways of writing a name are in use."""
    at = rng.choice((1, 2)) if len(name) > 2 and " " not in name[1:3] else 0
    return name[:at] + name[at].lower() * 2 + name[at + 1 :]


def held(store: duckdb.DuckDBPyConnection, accounts: Sequence[dict[str, Any]]) -> None:
    """Make the table ``account`` of the rows, with all the columns that the kind has."""
    columns = dict(kind_named("account").stored_columns)
    given = {
        name: [row.get(name) for row in accounts]
        for name in columns
        if any(row.get(name) is not None for row in accounts)
    }
    store.register("_accounts", pa.table(given))
    listed = ", ".join(
        f'CAST({name if name in given else "NULL"} AS {kind}) AS "{name}"'
        for name, kind in columns.items()
    )
    store.execute(f"CREATE OR REPLACE TABLE account AS SELECT {listed} FROM _accounts")
    store.unregister("_accounts")


def claims(accounts: Sequence[dict[str, Any]]) -> tuple[Claim, ...]:
    """The rows as claims."""
    return tuple(
        make_claim(
            "account",
            source=row["series"],
            basis="study",
            **{
                name: str(value) if isinstance(value, float) else value
                for name, value in row.items()
            },
        )
        for row in accounts
    )
