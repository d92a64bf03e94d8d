"""What the commands of ``naap forecast`` share: their options, and reading them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from naap.cli.shared import DAY, progress_printer, workspace_of
from naap.problems import UnusableInput

if TYPE_CHECKING:
    from naap.outlook.panel import Panel

__all__ = [
    "FILE", "FINDINGS", "columns_options", "counted_options", "from_ledger", "month_of",
    "past_options", "settings_option", "steps_of",
]  # fmt: skip

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FINDINGS = 1
LEVELS = click.Choice(["country", "province", "district"])

_Command = TypeVar("_Command", bound=Callable[..., Any])

settings_option = click.option(
    "--settings", type=FILE,
    help="Settings that naap forecast choose wrote. Default: those that ship.",
)  # fmt: skip


def _together(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Several options as one, in the order in which help lists them."""

    def decorated(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


def columns_options(command: _Command) -> _Command:
    """What the columns of a panel are called."""
    return _together(
        click.option("--unit", help="The column of the unit. Default: the usual names."),
        click.option("--time", help="The column of the month."),
        click.option("--value", help="The column of the count."),
    )(command)


def past_options(command: _Command) -> _Command:
    """Which past state of the ledger is read."""
    return _together(
        click.option(
            "--as-of", type=DAY, help="What this ledger held at the end of that day (UTC)."
        ),
        click.option(
            "--stated-by", type=DAY, help="Only what sources had said by the end of that day."
        ),
    )(command)


def counted_options(level: str) -> Callable[[_Command], _Command]:
    """Counts from a file or the ledger, of these areas unless told otherwise, up to an origin."""
    return _together(
        click.option(
            "--panel", type=FILE,
            help="Counts by unit and month (Parquet or CSV). Default: the ledger's deaths.",
        ),
        columns_options,
        click.option(
            "--level", type=LEVELS, default=level, show_default=True,
            help="Areas, where the ledger is read.",
        ),
        click.option(
            "--count", "counted", type=click.Choice(["deaths", "events"]), default="deaths",
            show_default=True, help="What is counted, where the ledger is read.",
        ),
        past_options,
        click.option(
            "--origin", metavar="MONTH",
            help="The last month whose counts are looked at, such as 2017-10 or 454. Default: the "
            "last month of the panel.",
        ),
    )  # fmt: skip


def from_ledger(
    context: click.Context,
    level: str,
    counted: str,
    as_of: date | None,
    stated_by: date | None,
) -> tuple[Panel, dict[str, str]]:
    """What the ledger counts at that moment, and the digest it was read at."""
    from naap.ledger import Moment
    from naap.outlook.deaths import deaths

    workspace = workspace_of(context)
    progress_printer()("reading the ledger")
    snapshot = workspace.snapshot(Moment(as_of, stated_by))
    about = {"level": level, "counted": counted, "ledger_digest": snapshot.digest}
    if as_of:
        about["as_of"] = as_of.isoformat()
    if stated_by:
        about["stated_by"] = stated_by.isoformat()
    return deaths(snapshot, workspace.pack, level, counted), about


def month_of(origin: str | None, counts: Panel) -> int:
    from naap.outlook.months import month_number

    if origin is None:
        return counts.last
    try:
        return month_number(origin)
    except ValueError as error:
        raise UnusableInput.one(
            "--origin", found=str(error), expected="a month", mend="Write 2017-10 or 454."
        ) from None


def steps_of(horizon: str) -> Sequence[int]:
    from naap.outlook.months import month_numbers

    try:
        return month_numbers(horizon)
    except ValueError as error:
        raise UnusableInput.one(
            "--horizon", found=str(error), expected="FIRST:LAST", mend="Write for example 1:12."
        ) from None
