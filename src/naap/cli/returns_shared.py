"""What the commands of ``naap returns`` share."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from naap.ledger.handling import LABELS
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.pack.tables import BodyRow, PlaceRow, PointRow
from naap.returns.store import FILE_NAME, Store
from naap.workspace import Workspace

__all__ = ["by_option", "everything", "named", "now", "opened", "reading", "write_whole"]

by_option = click.option(
    "--by", "by", required=True, metavar="OFFICE",
    help="The office that does this: an id from the pack's bodies.csv; never a person.",
)  # fmt: skip


def now() -> datetime:
    return datetime.now(UTC)


def opened(workspace: Workspace) -> Store:
    """The store of the workspace, made at the first use; UnusableInput outside a workspace."""
    workspace.writable_ledger()
    home = workspace.settings.home
    assert home is not None, "a ledger that can be written has a workspace"
    return Store(home / FILE_NAME)


def reading(workspace: Workspace) -> Store | None:
    """The store, where there is one: reading makes none."""
    home = workspace.settings.home
    path = home / FILE_NAME if home else None
    return Store(path) if path is not None and path.exists() else None


def everything(workspace: Workspace) -> Snapshot:
    """The ledger under every label: a body's return stands beside its own earlier ones, and the
    label of a workbook is as strict as what it shows."""
    return workspace.snapshot(clearance=LABELS[-1])


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def named(pack: Pack, group: str, key: str) -> str:
    """The id of a body, point or area, with its name; any other key as it is."""
    match group:
        case "body":
            return f"{key}  {pack.get(BodyRow, key).name_en}"
        case "point":
            return f"{key}  {pack.get(PointRow, key).title_en}"
        case "area":
            return f"{key}  {pack.get(PlaceRow, key).name_en}"
        case _:
            return key
