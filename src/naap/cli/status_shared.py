"""What the commands of ``naap status`` share: their options, the status asked for, and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import click

from naap.cli.returns_shared import now, reading
from naap.cli.shared import DAY, workspace_of

if TYPE_CHECKING:
    from naap.pack import Pack
    from naap.periods import Period
    from naap.status import Status
    from naap.workspace import Workspace

__all__ = ["Asked", "asked", "marked", "on_option", "period_asked", "period_option",
           "periods_option", "table"]  # fmt: skip

period_option = click.option(
    "--period", metavar="PERIOD",
    help="What to look at: 2024-03, 2024-Q1, 2024-H1, 2024 ... Default: the half-year that "
    "ended last.",
)  # fmt: skip
MOST_PERIODS = 120
on_option = click.option(
    "--on", "on", type=DAY, help="As it was known at the end of this day. Default: today."
)
periods_option = click.option(
    "--periods", type=click.IntRange(1, MOST_PERIODS), metavar="N",
    help="So many periods make silence, standstill or neglect. Default: 3.",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What a command works on."""

    workspace: Workspace
    pack: Pack
    period: Period
    status: Status


def asked(
    context: click.Context, period: str | None, on: date | None, periods: int | None = None
) -> Asked:
    """The status of a period, as far as the clearance of the workspace lets its reader know."""
    from naap.ledger.state import NOW, Moment
    from naap.status import PERIODS, status_of

    workspace = workspace_of(context)
    pack = workspace.pack
    meant = period_asked(pack, period, on)
    snapshot = workspace.snapshot(Moment(stated_by=on) if on else NOW)
    with ExitStack() as stack:
        if (store := reading(workspace)) is not None:
            stack.callback(store.close)
        found = status_of(pack, snapshot, meant, on or now().date(), store, periods or PERIODS)
    return Asked(workspace, pack, meant, found)


def period_asked(pack: Pack, period: str | None, on: date | None = None) -> Period:
    from naap.periods import period_asked as named
    from naap.status.whole import last_half_year

    if period is None:
        return last_half_year(on or now().date())
    return named(period, pack.settings.fiscal_year_starts)


def marked(official: bool) -> str:
    """What stands behind all that nobody but the pack has ordered."""
    from naap.status.words import word

    return "" if official else f" ({word('proposal', 'en')})"


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[object]],
    widest: int = 44,
    numbers: Callable[[int], bool] = lambda _: False,
) -> None:
    """Print rows in columns; a cell that is too long is cut, and JSON has it whole. ``numbers``
    says of which columns the cells stand to the right."""
    cells = [[_cell(each, widest) for each in row] for row in rows]
    widths = [max(len(row[at]) for row in [list(heads), *cells]) for at in range(len(heads))]
    for row in [list(heads), *cells]:
        line = "  ".join(
            cell.rjust(width) if numbers(at) else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        click.echo(f"  {line}".rstrip())


def _cell(value: object, widest: int) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= widest else f"{text[: widest - 1]}…"
