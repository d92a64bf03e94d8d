"""What a source is: what its YAML file says about it, and the function that reads its files."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from naap.ledger import Claim, Coverage, RefusedClaim
from naap.pack import Pack
from naap.problems import Problem, UnusableInput
from naap.yml import read_yml

__all__ = [
    "About",
    "Fetched",
    "Reading",
    "Request",
    "Source",
    "Spelling",
    "source_named",
    "sources",
]


class Assertions(BaseModel):
    """What a file of the source must look like, or something is wrong with it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    least_rows: int = Field(1, ge=0, description="A full release has at least so many rows.")
    most_rows: int = Field(10_000_000, ge=1, description="No file has more rows than this.")


class About(BaseModel):
    """The YAML file beside a source."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(description="Name of the source.")
    says: str = Field(description="What its files hold, in a sentence.")
    publisher: str = Field(description="Who makes it.")
    home: str = Field(description="Where a person gets the file.")
    licence: str = Field(description="Its terms.")
    attribution: str = Field(description="The credit line that pages print.")
    cadence: str = Field(description="How often it is released.")
    coverage: str = Field(description="What time and area a full release speaks for.")
    releases: Literal["whole", "parts"] = Field(
        "whole",
        description="whole: a release stands in the place of those before it; "
        "parts: each holds a time of its own.",
    )
    publish: Literal["rows", "aggregates", "nothing"] = Field(
        description="What may leave the house: rows, only sums of them, or nothing."
    )
    place_grades: dict[str, Literal["place", "district", "province", "country"]] = Field(
        default={}, description="What each grade of place_precision says is known."
    )
    date_grades: dict[str, Literal["day", "days", "week", "month", "year", "longer"]] = Field(
        default={}, description="What each grade of date_precision says is known."
    )
    assertions: Assertions = Field(default=Assertions(), description="Checks on every file.")
    free_text: dict[str, str] = Field(
        default={}, description="Columns dropped at the door, and why: they can name a person."
    )
    not_needed: dict[str, str] = Field(
        default={}, description="Columns left in the file, and why nothing is lost by it."
    )


@dataclass(frozen=True)
class Fetched:
    """How a file came from a publisher's API: what was dropped on the way, and what to tell."""

    dropped: Counter[str]
    remarks: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    """Record keys that the publisher says it has deleted."""


class Spelling(NamedTuple):
    """A name is a spelling of this one, of an organisation; ``score`` 0 to 1."""

    org_id: str
    name: str
    score: float


def _nothing(_: str) -> None:
    return None


@dataclass(frozen=True)
class Request:
    """What the user asked to import."""

    file: Path
    pack: Pack
    partial: bool = False
    """The file is not a whole release: keys that it lacks are left alone."""
    older: bool = False
    """Import it even if a newer release of the source was imported before."""
    release: str | None = None
    stated_on: str | None = None
    mapping: Path | None = None
    fetched: Fetched | None = None
    """Set where the file was put together from an API's answers, for the pack's country only."""
    spelling_of: Callable[[str], Spelling | None] = _nothing
    """Of which organisation's name a party's name is surely a spelling, if of any."""
    processes: int = 1
    """How many may read a large file. Another one runs the main module, as Python does it: it must
    do nothing when it is imported."""
    progress: Callable[[str], None] = _nothing

    def quiet(self) -> Request:
        """The same, as it can be handed to another process: it tells and looks up nothing."""
        return replace(self, spelling_of=_nothing, progress=_nothing)


@dataclass
class Reading:
    """What a source found in a file."""

    claims: list[Claim] = field(default_factory=list)
    rows_read: int = 0
    refused: list[Problem] = field(default_factory=list)
    outside: Counter[str] = field(default_factory=Counter)
    """Rows that give no claim, such as those of another country: how many, by reason."""
    dropped: Counter[str] = field(default_factory=Counter)
    """Free text dropped at the door: how many cells, by column."""
    parties: Counter[str] = field(default_factory=Counter)
    """Parties named by words: how many, by the way in which they are known."""
    unknown_columns: tuple[str, ...] = ()
    """Columns that the source does not know: reported, never lost in silence."""
    lacking_columns: tuple[str, ...] = ()
    """Columns that the source reads where a file has them."""
    remarks: list[str] = field(default_factory=list)
    coverage: tuple[Coverage, ...] = ()
    gone: tuple[str, ...] = ()
    """Keys that the publisher says it has deleted; those that the ledger holds are retracted."""
    restates: bool = False
    release: str | None = None
    stated_on: str | None = None
    recorded_at: datetime | None = None
    """When it counts as recorded, where that is not now: what ships with a pack."""
    _taken: dict[UUID, tuple[str, int]] = field(default_factory=dict, repr=False)

    def take(self, claim: Claim, row: int) -> None:
        """Add the claim of a row. A row that only repeats an earlier one is counted; RefusedClaim
        for one that says something else under the same key."""
        first_id, first_row = self._taken.setdefault(claim.key_id, (claim.claim_id, row))
        if first_row == row:
            self.claims.append(claim)
        elif first_id == claim.claim_id:
            self.outside["repeating an earlier row"] += 1
        else:
            raise RefusedClaim(
                "record_key",
                repr(claim.fields["record_key"]),
                f"a key of its own; row {first_row} has the same and says something else",
            )


@dataclass(frozen=True)
class Source:
    """A source by name, what it says of itself, and how its files are read."""

    name: str
    about: About
    read: Callable[[Request], Reading]


@cache
def sources() -> dict[str, Source]:
    """Every source by name. ``ucdp_ged.py`` with ``ucdp_ged.yml`` is the source ucdp-ged."""
    package = importlib.import_module("naap.sources")
    beside = {
        described.stem: described
        for folder in package.__path__
        for described in Path(folder).glob("*.yml")
    }
    found = {}
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda each: each.name):
        described = beside.get(module.name)
        if described is not None:
            name = module.name.replace("_", "-")
            about = About.model_validate(read_yml(described))
            read = importlib.import_module(f"naap.sources.{module.name}").read
            found[name] = Source(name, about, read)
    return found


def source_named(name: str) -> Source:
    """The source of that name; UnusableInput names those that exist."""
    try:
        return sources()[name]
    except KeyError:
        raise UnusableInput.one(
            name,
            found="no such source",
            expected=f"one of {', '.join(sources())}",
            mend="List them with: naap sources",
        ) from None
