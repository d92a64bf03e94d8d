"""A ledger for tests of the status: reports, numbers and ratings as bodies might have told them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from naap.ledger import Batch, Claim, Ledger, make_claim
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack, load
from naap.pack.tables import QuantityRow, Row
from naap.periods import parse_period
from naap.status import ActionState, PointState, Status, status_of
from tests.returns_makers import EXAMPLE

DAY = "2024-08-15"
"""A day on which all returns on the first half of 2024 are due, and their grace is over."""


@cache
def example() -> Pack:
    return load(EXAMPLE)


def report(
    body: str, action: str, period: str, place: str, completion: str, *,
    said: str = "", handling: str = "TLP:CLEAR",
) -> Claim:  # fmt: skip
    """What a body reports about an action; it said so 5 days after the period, unless told."""
    return make_claim(
        "action_report", handling=handling, series=body, record_key=f"{action}/{period}/{place}",
        source="returns", publisher=body, basis="official", stated_on=said or _after(period),
        body=body, action=action, completion=completion, period=period, place=place,
    )  # fmt: skip


def number(
    publisher: str, quantity: str, period: str, place: str, value: object, *,
    said: str = "", handling: str = "TLP:CLEAR", source: str = "returns", series: str = "",
) -> Claim:  # fmt: skip
    """A number that a body returned, or (with a series of its own) that somebody published."""
    return make_claim(
        "figure", handling=handling, series=series or publisher,
        record_key=f"{publisher}/{quantity}/{period}/{place}", source=source, publisher=publisher,
        basis="official", stated_on=said or _after(period), quantity=quantity, period=period,
        place=place, unit=example().get(QuantityRow, quantity).unit, value=str(value),
        qualifier="exact",
    )  # fmt: skip


def no_value(
    body: str, quantity: str, period: str, place: str, reason: str = "not collected", *,
    said: str = "", handling: str = "TLP:CLEAR",
) -> Claim:  # fmt: skip
    """A body's word that it has no number."""
    return make_claim(
        "no_value", handling=handling, series=body, record_key=f"{quantity}/{period}/{place}",
        source="returns", publisher=body, basis="official", stated_on=said or _after(period),
        body=body, quantity=quantity, period=period, place=place, reason=reason,
    )  # fmt: skip


def rated(assessor: str, point: str, period: str, words: str, source: str) -> Claim:
    return make_claim(
        "rating", series="made", record_key=f"{assessor}/{point}/{period}", source=source,
        publisher=assessor, basis="study", stated_on=_after(period), assessor=assessor,
        method="Made for a test", point=point, period=period, rating=words,
    )  # fmt: skip


def _after(period: str) -> str:
    end = parse_period(period).end
    return date.fromordinal(end.toordinal() + 5).isoformat()


def without(pack: Pack, *tables: str, **rows: Iterable[Row]) -> Pack:
    """The pack without the rows of some tables, and with others in the place of some."""
    held: Mapping[str, tuple[Row, ...]] = {name: tuple(each) for name, each in rows.items()}
    return replace(
        pack, tables={**pack.tables, **dict.fromkeys(tables, ()), **held}
    )  # fmt: skip


@dataclass
class World:
    """A ledger that holds only what a test says, beside the pack of the made-up country."""

    folder: Path
    pack: Pack = field(default_factory=example)

    def __post_init__(self) -> None:
        path = self.folder / "ledger"
        fresh = not path.exists()
        self.ledger = Ledger.create(path, 7) if fresh else Ledger(path)

    def say(self, *claims: Claim) -> World:
        self.ledger.append(Batch(recorded_by="test", asserted=claims, about={"command": "test"}))
        return self

    def status(
        self, period: str = "2024-H1", day: str = DAY, clearance: str = "TLP:RED", **more: Any
    ) -> Status:
        return status_of(
            self.pack, Snapshot.of(self.ledger, clearance=clearance), parse_period(period),
            date.fromisoformat(day), **more,
        )  # fmt: skip

    def action(self, action: str, place: str = "SZ", **asked: Any) -> ActionState:
        found = [each for each in self.status(**asked).states
                 if (each.action_id, each.place) == (action, place)]  # fmt: skip
        assert len(found) == 1
        return found[0]

    def point(self, point: str, **asked: Any) -> PointState:
        (found,) = (each for each in self.status(**asked).points if each.point_id == point)
        return found

    def contradictions(self, named: str, **asked: Any) -> list[Any]:
        return [each for each in self.status(**asked).contradictions if each.id == named]
