"""``naap org``: the register of organisations, and search by any spelling."""

from __future__ import annotations

import click

from naap.cli.lazy import LazyGroup

__all__ = ["org"]

_BELOW = {
    "search": (
        "naap.cli.org_search:search",
        "Find organisations by any spelling, in Roman, Urdu or Arabic letters.",
    ),
    "match": (
        "naap.cli.org_search:match",
        "Score pairs of names: how surely each is two spellings of one.",
    ),
    "screen": (
        "naap.cli.org_screen:screen",
        "Screen a list of organisations against the register.",
    ),
    "decide": (
        "naap.cli.org_decide:decide",
        "Say that names that were screened are not those of a listed body.",
    ),
    "listed": (
        "naap.cli.org_register:listed",
        "Tell whether each authority listed an organisation on a day.",
    ),
    "lineage": (
        "naap.cli.org_lineage:lineage",
        "Tell what an organisation came from and what became of it.",
    ),
    "proposals": (
        "naap.cli.org_proposals:proposals",
        "Propose which bodies may go on as listed ones, for an office to judge.",
    ),
    "judge": ("naap.cli.org_proposals:judge", "Decide about a proposal, for an office."),
    "diff": (
        "naap.cli.org_diff:diff",
        "List what changed between two days: listings, relations, names.",
    ),
}
"""Each command and where it is defined; imported only when it runs."""


@click.group(
    cls=LazyGroup,
    below=_BELOW,
    epilog='Example: naap org listed "Black Ridge Front" --on 2021-06-01',
)
@click.option("--pack", metavar="NAME|DIR", help="Work on this pack, as with naap --pack.")
@click.pass_context
def org(context: click.Context, pack: str | None) -> None:
    """Ask the register of organisations: who lists them, what became of them, what they are called.

    Organisations only, never persons. Every answer names who says so, where and when.
    """
    if pack is not None:
        context.find_root().obj = pack
