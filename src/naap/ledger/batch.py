"""What a writer hands to the ledger: claims, retractions, labels, and what the release covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from naap.ledger.claim import Claim, RefusedClaim, check_text
from naap.ledger.kind import kind_named
from naap.periods import parse_period

__all__ = ["Batch", "Coverage", "Receipt", "Tally"]


@dataclass(frozen=True)
class Coverage:
    """The keys that a full release speaks for: those it lacks are retracted.

    ``where`` holds columns that must equal a value; ``within`` a date column and the first and
    last day of the release. Keys outside are left alone.
    """

    kind: str
    series: str
    where: Mapping[str, str] = field(default_factory=dict)
    within: tuple[str, date, date] | None = None

    def __post_init__(self) -> None:
        known = dict(kind_named(self.kind).stored_columns)
        named = {*self.where, *([self.within[0]] if self.within else [])}
        if unknown := named - known.keys():
            raise ValueError(f"kind {self.kind} has no column {sorted(unknown)}")
        if self.within and known[self.within[0]] != "DATE":
            raise ValueError(f"kind {self.kind}: column {self.within[0]} holds no date")


@dataclass(frozen=True)
class Batch:
    """Everything that one commit should do; all of it happens, or nothing.

    ``restates`` says that the batch repeats records it has told before: a record whose value is
    the same as now stays as it was first told, even if the document is a newer one.
    """

    recorded_by: str
    asserted: tuple[Claim, ...] = ()
    retracted: tuple[str, ...] = ()
    """Keys KIND/SERIES/RECORD_KEY to retract."""
    relabelled: Mapping[str, str] = field(default_factory=dict)
    """Keys and their new handling labels."""
    coverage: tuple[Coverage, ...] = ()
    stated_on: str | None = None
    """When the source dropped what is retracted; None: a retraction of ours."""
    restates: bool = False
    about: Mapping[str, Any] = field(default_factory=dict)
    """Remarks for the log: file, release, command. They do not enter the digest."""
    at: datetime | None = None
    """Recording time, where it is not now: a shipped pack is recorded as of its release."""

    def __post_init__(self) -> None:
        check_text("recorded_by", self.recorded_by)
        if not self.recorded_by.strip():
            raise RefusedClaim("recorded_by", "nothing", "a post or a program")
        if self.stated_on is not None:
            try:
                parse_period(self.stated_on)
            except ValueError as error:
                raise RefusedClaim("stated_on", repr(self.stated_on), str(error)) from None
        if self.at is not None and self.at.tzinfo is None:
            raise RefusedClaim("at", str(self.at), "an instant with its time zone")


@dataclass
class Tally:
    """What became of the claims of one kind."""

    read: int = 0
    new: int = 0
    superseding: int = 0
    unchanged: int = 0
    retracted: int = 0
    relabelled: int = 0
    revived: int = 0
    """Of the new ones, those whose key had been retracted: they hold again."""
    expunged: int = 0
    """Claims left out because their very content was expunged from this ledger before."""

    @property
    def changes(self) -> int:
        return self.new + self.superseding + self.retracted + self.relabelled


@dataclass(frozen=True)
class Receipt:
    """What a commit did. ``number`` is None where nothing had to be written."""

    number: int | None
    digest: str
    recorded_at: datetime | None
    tallies: Mapping[str, Tally]

    @property
    def changes(self) -> int:
        return sum(tally.changes for tally in self.tallies.values())
