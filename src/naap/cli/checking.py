"""``naap check``: whether the numbers add up."""

from __future__ import annotations

import importlib
import importlib.util

import click

__all__ = ["check"]

_BELOW = {"text": "naap.cli.check_text:text"}
"""Commands of the group that live in a module of their own, imported only when they run."""


class _Checks(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        there = [name for name, at in _BELOW.items() if importlib.util.find_spec(at.split(":")[0])]
        return sorted([*super().list_commands(ctx), *there])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx) or cmd_name not in _BELOW:
            return super().get_command(ctx, cmd_name)
        module, _, name = _BELOW[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=_Checks)
@click.option("--pack", metavar="NAME|DIR", help="Work on this pack, as with naap --pack.")
@click.pass_context
def check(context: click.Context, pack: str | None) -> None:
    """Tell whether the numbers add up."""
    if pack is not None:
        context.find_root().obj = pack
