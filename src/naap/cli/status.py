"""``naap status``: how far the plan has come, and how well that is reported."""

from __future__ import annotations

import click

from naap.cli.lazy import LazyGroup

__all__ = ["status"]

_BELOW = {
    "show": ("naap.cli.status_show:show", "The whole status on one page."),
    "reporting": ("naap.cli.status_show:reporting", "What was expected, what came, what did not."),
    "completion": ("naap.cli.status_show:completion", "As reported beside as evidenced."),
    "contradictions": ("naap.cli.status_lists:contradictions", "What does not go together."),
    "balance": ("naap.cli.status_lists:balance", "Kinetic and non-kinetic, on four separate axes."),
    "neglect": ("naap.cli.status_lists:neglect", "Non-kinetic actions without a sign of life."),
    "detectors": ("naap.cli.status_registers:detectors", "What is wrong as written or as led."),
    "plan-quality": ("naap.cli.status_registers:plan_quality", "Five questions to the plan."),
    "decisions": ("naap.cli.status_registers:decisions", "What was decided, and what followed."),
    "results": ("naap.cli.status_results:results", "Baseline, target and actual by indicator."),
    "ratings": ("naap.cli.status_registers:ratings", "Several assessors beside each other."),
    "rate": ("naap.cli.status_rate:rate", "A post rates an action or a point, with its reason."),
}  # fmt: skip
"""Each command, where it is defined, and its line of help; imported only when it runs."""


@click.group(
    cls=LazyGroup,
    below=_BELOW,
    epilog="Example: naap status show --period 2024-H1",
)
@click.option("--pack", metavar="NAME|DIR", help="Work on this pack, as with naap --pack.")
@click.pass_context
def status(context: click.Context, pack: str | None) -> None:
    """Tell how far the plan has come, from what bodies returned and others published.

    What was reported stands beside what is evidenced. Silence is told as silence, and a person's
    rating outranks what the rules propose.
    """
    if pack is not None:
        context.find_root().obj = pack
