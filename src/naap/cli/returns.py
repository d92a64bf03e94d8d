"""``naap returns``: what bodies owe, the workbooks they fill in, and their way into the ledger."""

from __future__ import annotations

import importlib

import click

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


class _Returns(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_BELOW)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _BELOW:
            return None
        module, _, name = _BELOW[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in _BELOW.items()])


@click.group(
    cls=_Returns, epilog="Example: naap returns template --body vale --period 2024-03"
)  # fmt: skip
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
