"""``naap returns``: what bodies owe, the workbooks they fill in, and their way into the ledger."""

from __future__ import annotations

import click

from naap.cli.lazy import LazyGroup

__all__ = ["returns"]

_BELOW = {
    "due": ("naap.cli.returns_due:due", "Who owes a return, and what came, late or not at all."),
    "remind": ("naap.cli.returns_due:remind", "Reminders 7, 3 and 0 days before a due date."),
    "template": ("naap.cli.returns_file:template", "Make the workbook that a body fills in."),
    "submit": ("naap.cli.returns_file:submit", "Check a filled-in workbook and take it in."),
    "explain": ("naap.cli.returns_file:explain", "Answer what a check asks about a number."),
    "approve": ("naap.cli.returns_decide:approve", "The body vouches for its return."),
    "send-back": ("naap.cli.returns_decide:send_back", "Return it with reasons, cell by cell."),
    "accept": ("naap.cli.returns_decide:accept", "Append approved returns to the ledger."),
    "lock": ("naap.cli.returns_decide:lock", "Close a month; corrections then need a reason."),
    "show": ("naap.cli.returns_show:show", "List returns, or tell the history of one."),
}
"""Each command, where it is defined, and its line of help; imported only when it runs."""


@click.group(
    cls=LazyGroup,
    below=_BELOW,
    epilog="Example: naap returns template --body vale --period 2024-03",
)
@click.option("--pack", metavar="NAME|DIR", help="Work on this pack, as with naap --pack.")
@click.pass_context
def returns(context: click.Context, pack: str | None) -> None:
    """Take in what bodies report to the coordinator, month by month.

    A body fills in a workbook that was made for it, submits and approves it; the coordinator
    accepts it, and its numbers become claims of the ledger. A return that is wrong goes back with
    a reason in each cell.
    """
    if pack is not None:
        context.find_root().obj = pack
