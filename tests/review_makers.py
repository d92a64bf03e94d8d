"""Reviews for tests: of the packs that ship, and of hand-made evidence about the example."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from naap.config import shipped_packs
from naap.engine import Engine
from naap.figures import Computed, compute, figure_named, prepare
from naap.ledger import Batch, Claim, Ledger, Moment, make_claim
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack, load
from naap.periods import parse_period
from naap.review import Built, Options, build
from naap.workspace import Workspace
from tests.site_walk import Site

RECORDED = datetime(2024, 1, 1, tzinfo=UTC)


@cache
def shipped(name: str) -> Pack:
    return load(shipped_packs()[name])


@cache
def shipped_site(name: str) -> Site:
    """The whole review of a pack that ships, built once for all tests."""
    folder = Path(tempfile.mkdtemp(prefix="naap-site-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    workspace, _ = Workspace.create(folder / "workspace", name)
    return Site(review(workspace, folder / "review").folder)


@cache
def site_of_period(period: str) -> Site:
    """A review of a period of the example, as it stood on a day, without its pictures."""
    folder = Path(tempfile.mkdtemp(prefix="naap-period-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    workspace, _ = Workspace.create(folder / "workspace", "example")
    until, today = parse_period(period).end, datetime.now(UTC).date()
    with patch("naap.review.edition.drawn", lambda *_: '<svg viewBox="0 0 1 1"></svg>'):
        built = review(workspace, folder / "review", period=period, stated_by=until, as_of=today)
    return Site(built.folder)


def review(workspace: Workspace, out: Path, *, cached: bool = False, **asked: Any) -> Built:
    """What ``naap review`` builds; pages made before are used again only where ``cached``."""
    options = Options.asked(workspace.pack, **asked)
    snapshot = workspace.snapshot(options.moment, clearance="TLP:CLEAR")
    return build(
        workspace.pack,
        snapshot,
        options,
        out,
        cache=workspace.cache if cached else None,
        key=workspace.review_key(),
    )


def english(workspace: Workspace, out: Path, **asked: Any) -> Site:
    """The English pages alone, which is twice as fast."""
    return Site(review(workspace, out, languages=("en",), **asked).folder)


def figure(
    key: str,
    value: int | str,
    period: str = "2020",
    *,
    series: str = "hand",
    publisher: str = "peace-desk",
    quantity: str = "attacks",
    place: str = "SZ",
    handling: str = "TLP:CLEAR",
    **more: Any,
) -> Claim:
    """A number about the example pack's country."""
    return make_claim(
        "figure", handling=handling, series=series, record_key=key, source="peace-desk-2024",
        basis="study", publisher=publisher, quantity=quantity, period=period, place=place,
        unit="attacks", value=value, qualifier="exact", **more,
    )  # fmt: skip


def account(key: str, day: str, best: int, low: int | None = None, high: int | None = None,
            until: str | None = None, country: str = "SZ") -> Claim:  # fmt: skip
    """An event of the data set that the figure of deaths asks for."""
    return make_claim(
        "account", series="ucdp-ged", record_key=key, source="ucdp-ged", basis="study",
        event_start=datetime.fromisoformat(day).date(),
        event_end=datetime.fromisoformat(until or day).date(), date_precision="1",
        country=country, event_type="state-based", killed_best=best,
        killed_low=best if low is None else low, killed_high=best if high is None else high,
    )  # fmt: skip


def totals(month: str, best: int, low: int, high: int, events: int) -> list[Claim]:
    """A month's totals as a pack ships them."""
    told = {"deaths-best": best, "deaths-low": low, "deaths-high": high, "events": events}
    return [
        figure(
            f"{month}-{name}", value, month, publisher="ucdp", quantity=f"ucdp-{name}",
            scope="ucdp-organised-violence", aggregate_of="ucdp-ged",
        )
        for name, value in told.items()
    ]  # fmt: skip


def ledger_of(folder: Path, *claims: Claim) -> Ledger:
    ledger = Ledger.create(folder)
    ledger.append(Batch("tests", asserted=claims, at=RECORDED))
    return ledger


def computed(
    figure_id: str, ledger: Ledger, pack: Pack | None = None, moment: Moment | None = None
) -> Computed:
    """A figure of the ledger and the example pack."""
    pack = pack or shipped("example")
    with Engine(threads=1) as engine:
        prepare(engine, pack, Snapshot.of(ledger, moment or Moment()), "en")
        return compute(figure_named(figure_id), engine, pack, "en")


def rows(made: Computed, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in made.rows]


def rests_on(row: Mapping[str, Any], claims: Iterable[Claim]) -> list[str]:
    """The record keys of the claims behind a row, which the test knows by name."""
    names = {claim.claim_id: str(claim.fields["record_key"]) for claim in claims}
    return sorted(names.get(each, each) for each in row["claims"])
