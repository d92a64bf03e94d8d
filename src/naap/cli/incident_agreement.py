"""``naap incidents agreement``."""

from __future__ import annotations

from pathlib import Path

import click

from naap.cli.incident_reconcile import likely_option, made, model_option
from naap.cli.shared import json_option, print_json, progress_printer, workspace_of


@click.command(epilog="Example: naap incidents agreement --likely; naap incidents agreement --json")
@model_option
@likely_option
@json_option
@click.pass_context
def agreement(context: click.Context, model_file: Path | None, likely: bool, as_json: bool) -> None:
    """Tell how far data sets see the same incidents, two by two.

    Of the incidents that one tells of in the time that the other covers: how many the other tells
    of too, and in how many of those both count as many killed. Exit code 1: fewer than two data
    sets tell of the same time.
    """
    from naap.engine import connect
    from naap.incidents.stats import agreement as agreement_of
    from naap.incidents.stats import countable
    from naap.organisations.register import read_register

    workspace = workspace_of(context)
    progress = progress_printer()
    snapshot, pack = workspace.snapshot(), workspace.pack
    incidents = made(workspace, model_file, likely, progress)
    with connect() as store:
        countable(store, snapshot, pack, read_register(snapshot, pack), incidents, progress)
        rows = agreement_of(store)
    progress("")
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            click.echo(f"{row['one']} and {row['other']}, {row['family'].replace('-', ' ')}")
            click.echo(
                f"  {row['one']} tells of {row['incidents']:,} incidents; "
                f"{row['other']} of {row['both_tell']:,} of them ({row['share']:.0%})"
            )
            if row["both_count_killed"]:
                click.echo(
                    f"  both count the killed in {row['both_count_killed']:,}, the same number in "
                    f"{row['same_killed']:,}; in all {row['killed_by_one']:,} and "
                    f"{row['killed_by_other']:,}"
                )
        if not rows:
            click.echo("No two data sets tell of the same time.")
    context.exit(0 if rows else 1)
