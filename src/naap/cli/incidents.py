"""``naap incidents``: accounts of several data sets, read together."""

from __future__ import annotations

import click

from naap.cli.lazy import LazyGroup

__all__ = ["incidents"]

_BELOW = {
    "places": ("naap.cli.incident_places:places", "Say where the events of the ledger lie."),
    "resolve": ("naap.cli.incident_places:resolve", "Say which place a name or a point means."),
    "reconcile": (
        "naap.cli.incident_reconcile:reconcile",
        "Find the accounts that tell of one event.",
    ),
    "show": ("naap.cli.incident_show:show", "Show an incident: its accounts beside each other."),
    "stats": ("naap.cli.incident_stats:stats", "Count events, the killed and the injured."),
    "totals": (
        "naap.cli.incident_stats:totals",
        "Put publishers' numbers of a year beside the counts of the ledger.",
    ),
    "agreement": (
        "naap.cli.incident_agreement:agreement",
        "Tell how far data sets see the same incidents.",
    ),
    "review": ("naap.cli.incident_review:review", "Decide on pairs that may be one event."),
}
"""Commands of the group, each imported only when it runs, and what --help says of them."""


@click.group(
    cls=LazyGroup, below=_BELOW, epilog="Example: naap incidents resolve Millbridge --on 2024-03-04"
)  # fmt: skip
def incidents() -> None:
    """Read the accounts of several data sets together."""
