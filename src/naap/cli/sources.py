"""``naap sources`` and ``naap import``."""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from naap.cli.shared import json_option, print_json, progress_printer, workspace_of
from naap.problems import UnusableInput
from naap.sources import Request, source_named
from naap.sources import sources as all_sources

if TYPE_CHECKING:
    from naap.sources.ged_totals import By

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group(invoke_without_command=True, epilog="Example: naap sources --json")
@json_option
@click.pass_context
def sources(context: click.Context, as_json: bool) -> None:
    """List the sources that can be imported, with publisher, licence and cadence."""
    if context.invoked_subcommand is not None:
        return
    if as_json:
        print_json({name: source.about.model_dump() for name, source in all_sources().items()})
        return
    for name, source in all_sources().items():
        click.echo(click.style(name, bold=True))
        click.echo(f"  {source.about.title}. {source.about.says}")
        click.echo(f"  Publisher: {source.about.publisher}")
        click.echo(f"  Licence: {source.about.licence}. Released: {source.about.cadence}.")
        click.echo(f"  A full release covers: {source.about.coverage}.\n")


@sources.command(
    epilog="Example: naap sources totals GEDEvent_v22_1.csv --source-id ucdp-ged-22-1 "
    "--by district-year --out figures_ucdp_district_yearly.csv"
)
@click.argument("file", type=FILE)
@click.option(
    "--source-id", required=True, help="The source_id of the release in the pack's sources.csv."
)
@click.option(
    "--by",
    type=click.Choice(["month", "province-month", "district-year"]),
    default="month",
    show_default=True,
    help="What is summed: the country by month; provinces by month and type of violence; "
    "districts by year.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write here. Default: the screen.")
@click.pass_context
def totals(context: click.Context, file: Path, source_id: str, by: By, out: Path | None) -> None:
    """Sum the pack's country in a UCDP GED file, as rows of the pack's figures table.

    This is how a pack ships the totals of events in place of the events themselves. An import of
    the file replaces the totals; the two are never added.

    By month, every month has a row. Provinces and districts have rows only where there is an event:
    inside the months that the file covers, a row that is not there is a zero. They are found by the
    pack's place_labels.csv. An event whose place is known to the province at best counts for the
    province only, and one without a province for the country only.
    """
    from naap.sources.ged_totals import totals as ged_totals

    pack = workspace_of(context).pack
    reading = source_named("ucdp-ged").read(Request(file, pack, progress=progress_printer()))
    if reading.refused:
        raise UnusableInput(reading.refused)
    covered = reading.coverage[0].within if reading.coverage else None
    if covered is None:
        raise UnusableInput.one(
            file.name,
            found="; ".join(reading.remarks) or "a part of a release",
            expected="an official release of UCDP GED, whose months are complete",
            mend="Name the file of an official release.",
        )
    until: date = covered[2]
    rows = list(ged_totals(reading.claims, by, pack=pack, source=source_id, until=until))
    if out is None:
        _write_csv(rows, sys.stdout)
        return
    with out.open("w", encoding="utf-8", newline="") as stream:
        _write_csv(rows, stream)
    click.echo(f"{len(rows):,} rows written to {out}", err=True)


def _write_csv(rows: list[dict[str, str]], stream: Any) -> None:
    writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
