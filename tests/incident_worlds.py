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

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import duckdb
import pyarrow as pa

from naap.ledger import Claim, make_claim
from naap.ledger.kind import kind_named
from naap.pack import Pack
from naap.pack.tables import ActorRow, NameRow, OrganisationRow
from naap.sources.parties import party_id
from tests.incident_events import (
    KM_A_DEGREE,
    Event,
    made_events,
    moved,
    real_events,
    repeated,
)

__all__ = ["KM_A_DEGREE", "REPORTING", "SERIES", "TUNING", "Event", "Noise", "World", "claims",
           "held", "made_events", "real_events", "repeated", "tell"]  # fmt: skip

TUNING, REPORTING = (11, 12), (101, 102, 103)
SERIES = ("ucdp-ged", "acled", "gtd", "press")


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
            moved(rng, first.latitude, first.longitude, noise.jitter_km)
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
