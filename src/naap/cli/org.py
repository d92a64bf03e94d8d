"""``naap org``: the register of organisations, and search by any spelling."""

from __future__ import annotations

import importlib
import importlib.util

import click

__all__ = ["org"]

_BELOW = {
    "search": "naap.cli.org_search:search",
    "match": "naap.cli.org_search:match",
    "screen": "naap.cli.org_screen:screen",
    "decide": "naap.cli.org_decide:decide",
    "listed": "naap.cli.org_register:listed",
    "lineage": "naap.cli.org_lineage:lineage",
    "proposals": "naap.cli.org_proposals:proposals",
    "judge": "naap.cli.org_proposals:judge",
    "diff": "naap.cli.org_diff:diff",
}
"""Each command and where it is defined; imported only when it runs."""


class _Org(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, at in _BELOW.items() if importlib.util.find_spec(at.split(":")[0])]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module, _, name = _BELOW[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=_Org, epilog='Example: naap org listed "Black Ridge Front" --on 2021-06-01')
@click.option("--pack", metavar="NAME|DIR", help="Work on this pack, as with naap --pack.")
@click.pass_context
def org(context: click.Context, pack: str | None) -> None:
    """Ask the register of organisations: who lists them, what became of them, what they are called.

    Organisations only, never persons. Every answer names who says so, where and when.
    """
    if pack is not None:
        context.find_root().obj = pack
