"""``naap incidents reconcile``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from naap.cli.shared import json_option, print_json, progress_printer, workspace_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from naap.incidents.reconcile import Engine, Incidents
    from naap.workspace import Workspace

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_NEW_FILE = click.Path(path_type=Path, dir_okay=False)
model_option = click.option(
    "--model", "model_file", type=_FILE, help="A frozen model, as --save-model wrote it."
)
likely_option = click.option(
    "--likely", is_flag=True, help="Take the likely links too, not only those that are sure."
)


def made(
    workspace: Workspace,
    model_file: Path | None,
    likely: bool,
    progress: Callable[[str], None] = lambda _: None,
    engine: Engine = "duckdb",
) -> Incidents:
    """The incidents of the workspace, from the cache or made now."""
    from naap.incidents.model import read_model
    from naap.incidents.reconcile import incidents_of

    return incidents_of(
        workspace.snapshot(),
        workspace.pack,
        workspace.cache,
        read_model(model_file) if model_file else None,
        likely,
        progress,
        engine,
    )


@click.command(
    epilog="Example: naap incidents reconcile --save-model links.json; "
    "naap incidents reconcile --model links.json --json"
)
@model_option
@likely_option
@click.option("--save-model", type=_NEW_FILE, help="Write the model that was used to this file.")
@json_option
@click.pass_context
def reconcile(
    context: click.Context,
    model_file: Path | None,
    likely: bool,
    save_model: Path | None,
    as_json: bool,
) -> None:
    """Read the accounts of all data sets together: which of them tell of one event.

    The model is estimated from the accounts themselves, or is the one of --model. Only links that
    are sure are taken; the others wait for a person (naap incidents review). What a person has
    decided outranks the model. The incidents are kept in a cache, which can be deleted.

    naap --engine spark incidents reconcile compares the accounts on Spark.
    """
    workspace = workspace_of(context)
    progress = progress_printer()
    engine = context.find_root().meta.get("naap.engine", "duckdb")
    found = made(workspace, model_file, likely, progress, engine)
    progress("")
    if save_model:
        from naap.incidents.model import read_model

        read_model(found.folder / "model.json").save(save_model)
    if as_json:
        print_json({**found.about, "folder": str(found.folder)})
        return
    about = found.about
    click.echo(
        f"{about['accounts']:,} accounts of {about['data_sets']} data sets: "
        f"{about['incidents']:,} incidents, {about['of_several_sources']:,} of them told by "
        "several data sets"
    )
    click.echo(
        f"links: {about['accepted']:,} sure (probability {about['accepted_from']} or more), "
        f"{about['likely']:,} likely ({about['likely_from']} or more"
        + (")" if likely else "; not taken, see: naap incidents review)")
    )
    click.echo(f"judged by a person: {about['judgements']:,} pairs")
    click.echo(f"model {about['model'][:16]}, ledger {about['digest'][:16]}")
    click.echo(f"tables: {found.folder}")
