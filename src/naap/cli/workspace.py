"""``naap init``."""

from __future__ import annotations

from pathlib import Path

import click

from naap.cli.shared import json_option, print_json, progress_printer
from naap.workspace import Workspace


@click.command(epilog="Example: naap init my-plan --pack example")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--pack", metavar="NAME|DIR", help="The country pack. Default: the one that ships.")
@click.option(
    "--recorded-by",
    default="naap",
    metavar="POST",
    help="The post that imports are recorded by, such as review-analyst; never a person's name.",
)
@json_option
@click.pass_context
def init(
    context: click.Context, folder: Path, pack: str | None, recorded_by: str, as_json: bool
) -> None:
    """Make a workspace in FOLDER: naap.toml, a ledger, and in it the claims of the pack."""
    chosen = pack or context.find_root().obj
    workspace, report = Workspace.create(folder, chosen, recorded_by, progress_printer())
    claims = sum(tally.new for tally in report.receipt.tallies.values())
    if as_json:
        print_json(
            {
                "folder": str(folder),
                "pack": workspace.pack.settings.pack_id,
                "claims": claims,
                "digest": report.receipt.digest,
            }
        )
        return
    click.echo(f"Workspace {folder} on the pack {workspace.pack.settings.pack_id}.")
    click.echo(f"{claims:,} claims in its ledger, digest {report.receipt.digest}")
    click.echo(f"Next: cd {folder} && naap review")
