"""The command line. Each command's module is imported only when the command runs."""

from __future__ import annotations

import atexit
import gc
import json
import os
import sys
from typing import Any

import click

from naap import __version__
from naap.cli.lazy import LazyGroup
from naap.problems import UnusableInput

__all__ = ["COMMANDS", "MOST_TOLD", "main", "naap"]

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("naap.cli.workspace:init", "Make a workspace: settings, ledger, the pack's claims."),
    "pack": ("naap.cli.pack:pack", "Check, describe and compare country packs."),
    "ledger": ("naap.cli.ledger:ledger", "Look into the ledger and prove that it is unaltered."),
    "sources": ("naap.cli.sources:sources", "List the sources that can be imported."),
    "import": ("naap.cli.importing:import_", "Import a file of a source into the ledger."),
    "incidents": ("naap.cli.incidents:incidents", "Read accounts of several data sets together."),
    "check": ("naap.cli.checking:check", "Tell whether the numbers add up."),
    "org": ("naap.cli.org:org", "Ask the register: who lists an organisation, what became of it."),
    "forecast": ("naap.cli.forecast:forecast", "Forecast deaths and other counts by area."),
    "score": ("naap.cli.score:score", "Score forecasts against what happened."),
    "evaluate": ("naap.cli.evaluate:evaluate", "Ask whether counts changed at a plan or event."),
    "returns": ("naap.cli.returns:returns", "Take in what bodies report, month by month."),
    "status": ("naap.cli.status:status", "How far the plan has come, and how well it is reported."),
    "review": ("naap.cli.review:review", "Build the review: a site that opens from a file."),
}
"""Command, where it is defined, and the line that --help prints without importing it."""

UNUSABLE, STOPPED = 2, 130
MOST_TOLD = 50
"""So many problems are told one by one on a screen; JSON has them all."""


class _Naap(LazyGroup):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Whoever read our output had enough: no fault, and nothing to flush at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0


@click.group(
    cls=_Naap,
    below=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: naap init my-plan && cd my-plan && naap review",
)
@click.version_option(__version__, prog_name="naap")
@click.option(
    "--pack",
    metavar="NAME|DIR",
    help="Work on this pack alone: one that ships, or a folder. "
    "Default: the workspace around the current folder, or else the pack that ships.",
)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    help="Where large queries run; spark is for: naap --engine spark incidents reconcile.",
)
@click.pass_context
def naap(context: click.Context, pack: str | None, engine: str) -> None:
    """Measure whether a national action plan is carried out, and show where each number is from.

    Exit codes: 0 fine, 1 findings, 2 input that cannot be used, 130 stopped.
    """
    context.obj = pack
    if engine == "spark" and context.invoked_subcommand != "incidents":
        raise click.UsageError("Spark is used by: naap --engine spark incidents reconcile")
    context.meta["naap.engine"] = engine


def _leave_pandas_alone() -> None:
    """DuckDB loads pandas, where it is installed, at the first parameter of a query, to see whether
    that is a value of pandas; it takes a second, and it never is. Commands of the one room that
    works with pandas let it in again (``naap.outlook.need_packages``)."""
    if "pandas" not in sys.modules:
        sys.modules["pandas"] = None  # type: ignore[assignment]


def main() -> None:
    """Run the command line; bad input is told in full, without a traceback, with exit code 2.

    Where the command was asked for JSON, the problems are JSON on standard output too.
    """
    _leave_pandas_alone()
    # What is left at the end goes with the process: nobody need look there for what can be freed.
    atexit.register(gc.freeze)
    try:
        code: Any = naap(standalone_mode=False)
    except UnusableInput as error:
        _tell(error)
        sys.exit(UNUSABLE)
    except click.ClickException as error:
        error.show()
        sys.exit(UNUSABLE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("naap: stopped; nothing half-written stays", err=True)
        sys.exit(STOPPED)
    except OSError as error:
        _tell(
            UnusableInput.one(
                error.filename or "naap",
                found=error.strerror or str(error),
                expected="a file or folder that can be used",
                mend="Check the path, its permissions and the room on the disk.",
            )
        )
        sys.exit(UNUSABLE)
    sys.exit(code if isinstance(code, int) else 0)


def _tell(error: UnusableInput) -> None:
    if "--json" in sys.argv:
        listed = [problem.as_json() for problem in error.problems]
        click.echo(json.dumps({"problems": listed}, ensure_ascii=False, indent=1))
        return
    for problem in error.problems[:MOST_TOLD]:
        click.echo(f"naap: {problem}", err=True)
    if (more := len(error.problems) - MOST_TOLD) > 0:
        click.echo(f"naap: and {more:,} more; --json lists all", err=True)
