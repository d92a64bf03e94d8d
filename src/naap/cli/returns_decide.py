"""``naap returns approve``, ``send-back``, ``accept`` and ``lock``."""

from __future__ import annotations

from pathlib import Path

import click

from naap.cli.returns_file import cells_and_texts
from naap.cli.returns_shared import by_option, everything, now, opened, write_whole
from naap.cli.shared import json_option, print_json, progress_printer, workspace_of

__all__ = ["accept", "approve", "lock", "send_back"]


@click.command(epilog="Example: naap returns approve vale-2024-03-1 --by vale")
@click.argument("return_ids", metavar="RETURN...", nargs=-1, required=True)
@by_option
@json_option
@click.pass_context
def approve(context: click.Context, return_ids: tuple[str, ...], by: str, as_json: bool) -> None:
    """The body that sends a return vouches for it; open questions must be answered first."""
    from naap.returns.filing import approve as approve_return

    workspace = workspace_of(context)
    with opened(workspace) as store, store.writing():
        for each in return_ids:
            approve_return(store, workspace.pack, each, by=by, now=now())
    if as_json:
        print_json({"approved": list(return_ids)})
    else:
        click.echo(f"Approved: {', '.join(return_ids)}")


@click.command(
    "send-back",
    epilog='Example: naap returns send-back vale-2024-03-1 --reason "One number is for 2023" '
    '--cell "Numbers!J7=This is the number of last year" --by plan-office',
)
@click.argument("return_id", metavar="RETURN")
@click.option("--reason", required=True, metavar="TEXT", help="Why, in a sentence.")
@click.option("--cell", "cells", multiple=True, metavar="CELL=TEXT",
              help="What is wrong in one cell. May be repeated.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE",
              help="Where to write the workbook with the reasons. Default: RETURN-back.xlsx",
              )  # fmt: skip
@by_option
@json_option
@click.pass_context
def send_back(
    context: click.Context,
    return_id: str,
    reason: str,
    cells: tuple[str, ...],
    out: Path | None,
    by: str,
    as_json: bool,
) -> None:
    """Send a return back, and write the workbook with a reason in each cell that is named.

    The workbook holds what was sent and what happened so far; the body mends it and submits it
    again. The file that came is kept.
    """
    from naap.returns.filing import returned_workbook
    from naap.returns.filing import send_back as send_return_back

    workspace = workspace_of(context)
    path = out or Path(f"{return_id}-back.xlsx")
    with opened(workspace) as store, store.writing():
        send_return_back(
            store, workspace.pack, return_id, by=by, now=now(), reason=reason,
            remarks=cells_and_texts(cells),
        )  # fmt: skip
        write_whole(
            path, returned_workbook(store, workspace.pack, everything(workspace), return_id)
        )  # fmt: skip
    if as_json:
        print_json({"return": return_id, "file": str(path)})
    else:
        click.echo(f"{return_id}: sent back. Give the body {path}")


@click.command(epilog="Example: naap returns accept vale-2024-03-1 --by plan-office")
@click.argument("return_ids", metavar="RETURN...", nargs=-1)
@click.option("--all-approved", metavar="MONTH", help="Every approved return of a month.")
@by_option
@json_option
@click.pass_context
def accept(
    context: click.Context,
    return_ids: tuple[str, ...],
    all_approved: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Accept approved returns: their numbers become claims of the ledger, in one commit."""
    from naap.returns.accepting import accept as accept_returns
    from naap.returns.expected import month_named

    workspace = workspace_of(context)
    if all_approved is not None:
        month_named(all_approved, "--all-approved")
    with opened(workspace) as store, store.writing():
        waiting = store.filings(month=all_approved, state="approved") if all_approved else []
        chosen = [*return_ids, *(each.id for each in waiting)]
        if not chosen:
            raise click.UsageError("name a return, or a month with --all-approved that has one")
        receipt = accept_returns(
            store, workspace.pack, workspace.writable_ledger(), chosen, by=by, now=now(),
            progress=progress_printer(),
        )  # fmt: skip
    if as_json:
        print_json({"accepted": chosen, "commit": receipt.number, "digest": receipt.digest})
        return
    click.echo(f"Accepted: {', '.join(chosen)}")
    for kind, tally in receipt.tallies.items():
        click.echo(f"  {kind}: {tally.new:,} new, {tally.superseding:,} superseding, "
                   f"{tally.unchanged:,} unchanged, {tally.retracted:,} retracted")  # fmt: skip
    click.echo(f"Digest {receipt.digest}")


@click.command(epilog="Example: naap returns lock 2024-03 --by plan-office")
@click.argument("month")
@click.option("--body", help="Only the return of this body.")
@by_option
@json_option
@click.pass_context
def lock(context: click.Context, month: str, body: str | None, by: str, as_json: bool) -> None:
    """Close a month. A return that was accepted can from then on be corrected with a reason only.

    A correction never overwrites: it supersedes, and the earlier number stays in the ledger.
    """
    from naap.returns.accepting import lock as lock_month
    from naap.returns.expected import month_named

    workspace = workspace_of(context)
    period = month_named(month, "MONTH")
    with opened(workspace) as store:
        locked, left = lock_month(
            store, workspace.pack, str(period), by=by, now=now(), body=body
        )  # fmt: skip
    if as_json:
        print_json({"locked": [each.id for each in locked], "left": [each.id for each in left]})
        return
    click.echo(f"Locked: {', '.join(each.id for each in locked) or 'nothing'}")
    for each in left:
        click.echo(f"  not locked: {each.id} is {each.state}")
