"""``naap forecast record``: forecasts kept as they are made, for the pages of a review."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

from naap.cli.forecast_shared import (
    FILE,
    from_ledger,
    month_of,
    past_options,
    settings_option,
)
from naap.cli.shared import DAY, json_option, print_json, progress_printer, workspace_of
from naap.problems import UnusableInput

__all__ = ["record", "record_folder"]

FOLDER = click.Path(path_type=Path, file_okay=False)
OWN_RECORD = "outlook"


@click.command(
    epilog="Example: naap forecast record --level country; "
    "naap forecast record --level province --since 2015-12 --every 6"
)
@click.option("--level", "levels", type=click.Choice(["country", "province", "district"]),
              multiple=True, default=("country", "province"), show_default=True,
              help="Areas; as often as needed.")  # fmt: skip
@click.option("--panel", type=FILE, help="Counts by place of the pack and month. Default: the "
              "ledger's deaths.")  # fmt: skip
@past_options
@click.option("--since", default="2009-12", show_default=True, metavar="MONTH",
              help="The first origin: the last month whose counts are looked at.")  # fmt: skip
@click.option("--every", type=click.IntRange(1), default=6, show_default=True,
              help="Months from one origin to the next; the last month is always one.")  # fmt: skip
@settings_option
@click.option("--draws", type=click.IntRange(100, 100_000), default=1000, show_default=True,
              help="Draws that quantiles are read off.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True,
              help="The same seed gives the same draws.")  # fmt: skip
@click.option("--made-on", type=DAY, help="The day written into the record. Default: today.")
@click.option("--out", type=FOLDER, help="Folder of the record, such as that of a pack. Default: "
              "outlook in the workspace.")  # fmt: skip
@json_option
@click.pass_context
def record(
    context: click.Context,
    levels: tuple[str, ...],
    panel: Path | None,
    as_of: date | None,
    stated_by: date | None,
    since: str,
    every: int,
    settings: Path | None,
    draws: int,
    seed: int,
    made_on: date | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Keep forecasts, 12 months ahead from each half-year, for the pages of the review.

    Rows that stand are never altered: a new record only adds origins. Those made when later months
    had been counted already are marked so; they do not look at these.
    """
    from naap.outlook import need_packages

    need_packages("naap forecast record")
    from naap.outlook.files import read_panel
    from naap.outlook.forecasting import LEAST_MONTHS
    from naap.outlook.pool import read_settings
    from naap.outlook.record import record as keep

    folder = record_folder(context, out)
    progress = progress_printer()
    if panel is not None:
        made = [(read_panel(panel), {"counted": "deaths", "counts": panel.name})]
    else:
        made = []
        for level in levels:
            counts, about = from_ledger(context, level, "deaths", as_of, stated_by)
            made.append((counts, {"counted": "deaths", "counts": "ledger",
                                  "ledger_digest": about["ledger_digest"]}))  # fmt: skip
    day = made_on or datetime.now(tz=UTC).date()
    kept = [
        keep(
            folder, counts, about, month_of(since, counts), every, day,
            _command(levels, panel, since, every, seed), read_settings(settings), draws, seed,
            progress,
        )
        for counts, about in made
    ]  # fmt: skip
    progress("")
    possible = any(each.possible for each in kept)
    if as_json:
        print_json({"folder": str(folder), "records": [vars(each) for each in kept]})
        context.exit(not possible)
    for each in kept:
        if each.record_id is not None:
            click.echo(f"{each.record_id}: {len(each.origins)} origins, {each.rows:,} rows")
        elif each.possible:
            click.echo("Nothing to add: every origin stands already.")
        else:
            click.echo(f"Nothing to add: before none of these months stand {LEAST_MONTHS} counted "
                       "months in a row of any area.")  # fmt: skip
    if possible:
        click.echo(f"Record in {folder}")
    context.exit(not possible)


def _command(levels: tuple[str, ...], panel: Path | None, since: str, every: int, seed: int) -> str:
    asked = [f"--panel {panel.name}"] if panel else [f"--level {level}" for level in levels]
    return " ".join(
        ["naap forecast record", *asked, f"--since {since} --every {every} --seed {seed}"]
    )


def record_folder(context: click.Context, out: Path | None) -> Path:
    """Where a record goes; UnusableInput outside a workspace, where no folder was named."""
    if out is not None:
        return out
    home = workspace_of(context).settings.home
    if home is None:
        raise UnusableInput.one(
            Path.cwd(), found="no workspace here, and no --out",
            expected="a folder for the record",
            mend="Work in a workspace (naap init DIR), or name a folder with --out.",
        )  # fmt: skip
    return home / OWN_RECORD
