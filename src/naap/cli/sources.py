"""``naap sources`` and ``naap import``."""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from naap.cli import MOST_TOLD
from naap.cli.shared import json_option, print_json, progress_printer, workspace_of
from naap.problems import UnusableInput
from naap.sources import Report, Request, import_file, source_named
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


@click.command(
    "import",
    epilog="Example: naap import ucdp-ged GEDEvent_v24_1.zip; "
    "naap import figures totals.csv --mapping totals.yml",
)
@click.argument("source")
@click.argument("file", type=FILE)
@click.option("--partial", is_flag=True, help="Not a full release: what it lacks is left alone.")
@click.option("--mapping", type=FILE, help="For the source figures: which column is what.")
@click.option("--release", help="The release number, where the file name does not hold it.")
@click.option("--stated-on", metavar="DATE", help="When the source published the file.")
@click.option(
    "--leave-out-refused",
    is_flag=True,
    help="Import the other rows when some are refused. The import then counts as partial.",
)
@json_option
@click.pass_context
def import_(
    context: click.Context,
    source: str,
    file: Path,
    partial: bool,
    mapping: Path | None,
    release: str | None,
    stated_on: str | None,
    leave_out_refused: bool,
    as_json: bool,
) -> None:
    """Import FILE of SOURCE into the workspace's ledger: all of it in one commit, or nothing."""
    workspace = workspace_of(context)
    request = Request(
        file=file,
        pack=workspace.pack,
        partial=partial,
        release=release,
        stated_on=stated_on,
        mapping=mapping,
        progress=progress_printer(),
    )
    report = import_file(
        workspace.writable_ledger(),
        source_named(source),
        request,
        recorded_by=workspace.settings.recorded_by,
        leave_out_refused=leave_out_refused,
    )
    if as_json:
        print_json(report.as_json())
    else:
        _tell(report)
    context.exit(1 if report.refused else 0)


def _tell(report: Report) -> None:
    receipt = report.receipt
    click.echo(f"{report.file}: {report.rows_read:,} rows read")
    for reason, count in report.outside.items():
        click.echo(f"  {count:,} rows {reason}, left out")
    for kind, tally in receipt.tallies.items():
        click.echo(
            f"  {kind}: {tally.new:,} new, {tally.superseding:,} superseding, "
            f"{tally.unchanged:,} unchanged, {tally.retracted:,} retracted"
            + (f", {tally.expunged:,} expunged before" if tally.expunged else "")
        )
    if report.refused:
        click.echo(f"  {len(report.refused):,} rows refused:")
        for problem in report.refused[:MOST_TOLD]:
            click.echo(f"    {problem}")
        if (more := len(report.refused) - MOST_TOLD) > 0:
            click.echo(f"    and {more:,} more; --json lists all")
    if report.dropped:
        cells = ", ".join(f"{column} {count:,}" for column, count in report.dropped.items())
        click.echo(f"  free text dropped at the door, cells by column: {cells}")
    if report.unknown_columns:
        click.echo(f"  columns that nobody reads: {', '.join(report.unknown_columns)}")
    for remark in report.remarks:
        click.echo(f"  note: {remark}")
    if receipt.number is None:
        click.echo(f"Nothing changed. Digest {receipt.digest}")
    else:
        click.echo(f"Commit {receipt.number}. Digest {receipt.digest}")
