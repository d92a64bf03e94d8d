"""What the commands share: options, progress, JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from naap.periods import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from naap.workspace import Workspace

__all__ = ["DAY", "json_option", "print_json", "progress_printer", "workspace_of"]


class _Day(click.ParamType[date]):
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day; write one such as 2016-06-30", param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(f"{value!r} is not a day of the years {FIRST_YEAR} to {LAST_YEAR}; "
                      "write one such as 2016-06-30", param, ctx)  # fmt: skip
        return day


DAY = _Day()

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")


def workspace_of(context: click.Context) -> Workspace:
    """The workspace that the command stands in, or the pack named by ``naap --pack``."""
    from naap.workspace import Workspace

    return Workspace.here(pack=context.find_root().obj)


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def progress_printer() -> Callable[[str], None]:
    """Prints what is being done to a terminal's standard error; silent anywhere else.

    Without words it clears the line, which a command does before it prints its answer.
    """
    if not sys.stderr.isatty():
        return lambda _: None

    def show(doing: str) -> None:
        click.echo(f"\r\x1b[K{doing} ..." if doing else "\r\x1b[K", err=True, nl=False)

    click.get_current_context().call_on_close(lambda: show(""))
    return show
