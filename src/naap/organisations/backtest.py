"""Whether proposals would have been made in time: the chains of the register, and only what had
been said before the listing.

A chain is a body that the authority listed after another one as which, by what the register knows
today, it goes on. Few are known and most sources look back, so every share stands with its count
and its interval.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from naap.organisations.proposals import Evidence, evidence_of, listed_first
from naap.organisations.register import Register

__all__ = ["CLOCKS", "Backtest", "Case", "Clock", "backtest", "interval", "longest_list"]

Clock = Literal["said", "happened"]
CLOCKS: tuple[Clock, ...] = ("said", "happened")
"""``said``: what had been said before the listing, which is what an office could know.
``happened``: what had happened by then, told whenever; with hindsight, so that it flatters."""

_Z = 1.959964
"""Standard normal quantile of a two-sided 95 per cent interval."""


@dataclass(frozen=True)
class Case:
    """A body that was listed after one that it goes on as, and when a proposal could be made."""

    body: str
    of: tuple[str, ...]
    listed: date
    """The first day on which it can have been listed."""
    proposed: date | None
    """The last day on which enough sources can first have said so; None: not before the listing."""
    said_before: int
    undated: int
    """Claims that bear on it and were surely said before; of which nobody noted when."""

    @property
    def lead_days(self) -> int | None:
        return (self.listed - self.proposed).days if self.proposed else None


@dataclass(frozen=True)
class Backtest:
    """What the rule ``sources`` independent sources would have done for one authority's list."""

    authority: str
    sources: int
    clock: Clock
    cases: tuple[Case, ...]
    made: int
    """Bodies proposed on some day on which they were not listed, whatever became of them."""
    came_true: int
    """Of those, bodies that the authority listed later."""

    @property
    def hits(self) -> tuple[Case, ...]:
        return tuple(case for case in self.cases if case.proposed)

    def as_json(self, named: Mapping[str, str]) -> dict[str, Any]:
        leads = sorted(case.lead_days or 0 for case in self.hits)
        return {
            "independent_sources": self.sources,
            "clock": self.clock,
            "recall": _share(len(self.hits), len(self.cases)),
            "precision": _share(self.came_true, self.made),
            "lead_days": {
                "n": len(leads),
                "least": leads[0] if leads else None,
                "median": _median(leads),
                "most": leads[-1] if leads else None,
            },
            "cases": [
                {
                    "org_id": case.body,
                    "name": named[case.body],
                    "continuation_of": list(case.of),
                    "listed": case.listed.isoformat(),
                    "proposed": case.proposed.isoformat() if case.proposed else None,
                    "lead_days": case.lead_days,
                    "claims_said_before": case.said_before,
                    "claims_without_a_date": case.undated,
                }
                for case in self.cases
            ],
        }


def backtest(register: Register, authority: str, sources: int, clock: Clock = "said") -> Backtest:
    """Every chain of the authority's list, by the rule that so many independent sources suffice.

    A claim counts from the last day on which it can have been said (or what it tells can have
    begun, by that clock), and never without a date. A body on the list since a day that nobody
    gives is left out.
    """
    cases: dict[str, list[tuple[str, list[Evidence]]]] = {}
    made: dict[str, bool] = {}
    for (body, of), told in evidence_of(register).items():
        earlier, later = (listed_first(register, each, authority) for each in (of, body))
        counting = [each for each in told if each.counts]
        if (
            earlier is None
            or not counting
            or (later is None and _undated(register, body, authority))
        ):
            continue
        if later is not None and earlier.latest < later.earliest:
            cases.setdefault(body, []).append((of, counting))
        day = _known(counting, sources, earlier.latest, clock)
        if day is not None and (later is None or day < later.earliest):
            made[body] = later is not None or made.get(body, False)
    return Backtest(
        authority=authority,
        sources=sources,
        clock=clock,
        cases=tuple(
            sorted((_case(register, authority, sources, clock, body, found)
                    for body, found in cases.items()), key=lambda case: (case.listed, case.body))
        ),
        made=len(made),
        came_true=sum(made.values()),
    )  # fmt: skip


def _undated(register: Register, body: str, authority: str) -> bool:
    """Listed by the authority, and nobody says since when: neither in time nor too late."""
    told = register.listings_of.get(body, ())
    events = {each.event for each in told if each.authority == authority}
    return bool(events - {"delisted", "under observation"})


def longest_list(register: Register) -> str | None:
    """The authority with most listings of a known date; None where no list is known."""
    counts = {
        each: sum(told.authority == each and told.when is not None for told in register.listings)
        for each in register.authorities
    }
    return max(counts, key=lambda each: counts[each], default=None)


def _case(
    register: Register,
    authority: str,
    sources: int,
    clock: Clock,
    body: str,
    found: Sequence[tuple[str, list[Evidence]]],
) -> Case:
    listing = listed_first(register, body, authority)
    assert listing is not None, "a case is made of a listing with a date"
    days = []
    for of, told in found:
        earlier = listed_first(register, of, authority)
        day = _known(told, sources, earlier.latest, clock) if earlier else None
        if day is not None and day < listing.earliest:
            days.append(day)
    every = [each for _, told in found for each in told]
    return Case(
        body=body,
        of=tuple(sorted({of for of, _ in found})),
        listed=listing.earliest,
        proposed=min(days, default=None),
        said_before=sum(each.said_by is not None and each.said_by < listing.earliest
                        for each in every),
        undated=sum(each.said_by is None for each in every),
    )  # fmt: skip


def _known(told: Sequence[Evidence], sources: int, not_before: date, clock: Clock) -> date | None:
    """The day by which so many voices had surely spoken (or tell that it had surely begun), the
    older body being listed by then."""
    voices: set[str] = set()
    dated = [
        (day, each.voice)
        for each in told
        if (day := each.said_by if clock == "said" else each.happened_by) is not None
    ]
    for day, voice in sorted(dated):
        voices.add(voice)
        if len(voices) >= sources:
            return max(day, not_before)
    return None


def interval(part: int, whole: int) -> tuple[float, float]:
    """Wilson's 95 per cent interval of a share; ValueError of nothing."""
    if not 0 <= part <= whole or whole == 0:
        raise ValueError(f"{part} of {whole} is no share")
    share, z2 = part / whole, _Z * _Z
    centre = share + z2 / (2 * whole)
    spread = _Z * math.sqrt(share * (1 - share) / whole + z2 / (4 * whole * whole))
    below, above = (centre - spread) / (1 + z2 / whole), (centre + spread) / (1 + z2 / whole)
    return max(0.0, below), min(1.0, above)


def _share(part: int, whole: int) -> dict[str, Any]:
    if whole == 0:
        return {"n": 0, "of": 0, "share": None, "low": None, "high": None}
    low, high = interval(part, whole)
    return {"n": part, "of": whole, "share": round(part / whole, 3), "low": round(low, 3),
            "high": round(high, 3)}  # fmt: skip


def _median(values: Sequence[int]) -> float | None:
    if not values:
        return None
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2
