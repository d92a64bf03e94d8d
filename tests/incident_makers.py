"""A workspace of the example country in which several made sources tell of events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from naap.cli import naap
from naap.incidents.reconcile import Incidents, incidents_of
from naap.ledger import Batch
from naap.workspace import Workspace
from tests.incident_worlds import World, claims, made_events, tell
from tests.ledger_makers import hour

__all__ = ["account", "found_in", "run", "workspace_of", "workspace_with"]


def account(series: str, key: str, **changed: Any) -> dict[str, Any]:
    """An account of an attack in Greenfield that killed three."""
    row = {
        "series": series, "record_key": key, "event_start": "2021-03-04",
        "event_end": "2021-03-04", "date_precision": "1", "country": "SZ", "area_1": "Vale",
        "area_2": "Greenfield", "longitude": 71.2, "latitude": 35.2, "place_precision": "1",
        "event_type": {"acled": "Battles", "gtd": "Armed Assault"}.get(series, "state-based"),
        "killed_best": 3,
    }  # fmt: skip
    row |= changed
    for end in ("event_start", "event_end"):
        row[end] = _day(row[end])
    return row


def workspace_with(folder: Path, *releases: Iterable[dict[str, Any]]) -> Workspace:
    """A workspace whose ledger holds the rows, each release as a commit of its own."""
    workspace, _ = Workspace.create(folder, "example")
    for number, rows in enumerate(releases, start=1):
        workspace.ledger().append(Batch("tests", claims(list(rows)), at=hour(number)))
    return workspace


def workspace_of(folder: Path, events: int, seed: int, sources: int = 3) -> tuple[Workspace, World]:
    """A workspace with made sources, and the truth."""
    workspace, _ = Workspace.create(folder, "example")
    world = tell(made_events(workspace.pack, events), workspace.pack, seed, sources)
    workspace.ledger().append(Batch("tests", claims(world.accounts), at=hour(1)))
    return workspace, world


def found_in(workspace: Workspace, **options: Any) -> Incidents:
    return incidents_of(workspace.snapshot(), workspace.pack, workspace.cache, **options)


def run(*words: str, said: str | None = None) -> Result:
    """``naap incidents ...`` in the current folder."""
    return CliRunner().invoke(naap, ["incidents", *words], input=said, catch_exceptions=False)


def _day(given: Any) -> Any:

    return date.fromisoformat(given) if isinstance(given, str) else given
