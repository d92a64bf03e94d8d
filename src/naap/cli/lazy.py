"""Groups of commands of which each is imported only when it runs, so that help is quick."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click

__all__ = ["LazyGroup"]


class LazyGroup(click.Group):
    """``below``: commands by name, each with where it is defined (``module:name``) and the line
    that --help prints without importing it."""

    def __init__(self, *given: Any, below: Mapping[str, tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self._below = below

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *self._below]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._below:
            return super().get_command(ctx, cmd_name)
        module, _, name = self._below[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        here = [(name, each.get_short_help_str(100)) for name, each in self.commands.items()]
        told = [(name, says) for name, (_, says) in self._below.items()]
        with formatter.section("Commands"):
            formatter.write_dl([*here, *told])
