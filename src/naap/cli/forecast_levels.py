"""``naap forecast levels``: probabilities of areas, never a bare red flag."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from naap.cli.forecast_shared import (
    FINDINGS,
    counted_options,
    from_ledger,
    month_of,
    settings_option,
)
from naap.cli.shared import json_option, print_json, progress_printer

if TYPE_CHECKING:
    from naap.outlook.levels import Level
    from naap.outlook.panel import Panel

__all__ = ["levels"]

ABOUT = "This is about the model, not the world: correlation, not causation."


@click.command(
    epilog="Example: naap forecast levels --level province; "
    "naap forecast levels --panel attacks.csv --at-least 5 --loss-over-cost 10"
)
@counted_options("province")
@click.option("--ahead", type=click.IntRange(1, 36), default=1, show_default=True,
              help="Months from the origin to the month that is told.")  # fmt: skip
@click.option("--at-least", type=click.FloatRange(0, min_open=True), multiple=True,
              default=(1, 25, 100), show_default=True,
              help="A size; as often as needed.")  # fmt: skip
@click.option("--loss-over-cost", "costs", type=click.FloatRange(1, min_open=True), multiple=True,
              default=(2, 5, 10, 20), show_default=True,
              help="The loss that acting spares, in costs of acting.")  # fmt: skip
@click.option("--history", type=click.IntRange(1, 240), default=36, show_default=True,
              help="Months of track record.")  # fmt: skip
@settings_option
@json_option
@click.pass_context
def levels(
    context: click.Context,
    panel: Path | None,
    unit: str | None,
    time: str | None,
    value: str | None,
    level: str,
    counted: str,
    as_of: date | None,
    stated_by: date | None,
    origin: str | None,
    ahead: int,
    at_least: Sequence[float],
    costs: Sequence[float],
    history: int,
    settings: Path | None,
    as_json: bool,
) -> None:
    """Tell the probability of at least 1, 25 and 100 deaths in each area, with its track record.

    Whether it calls for action depends on what acting costs and spares: each threshold stands with
    how often it would have been right, a false alarm, or a miss in this area. A person decides.

    Exit code 1: an area has too little history and is left out.
    """
    from naap.outlook import need_packages

    need_packages("naap forecast levels")
    from naap.outlook.files import read_panel
    from naap.outlook.levels import review_date, threat_levels
    from naap.outlook.pool import read_settings

    counts: Panel
    if panel is None:
        counts, about = from_ledger(context, level, counted, as_of, stated_by)
    else:
        counts, about = read_panel(panel, unit, time, value), {"panel": panel.name}
    start = month_of(origin, counts)
    progress = progress_printer()
    found, refused = threat_levels(
        counts, start, ahead, at_least, costs, history, read_settings(settings), progress
    )
    progress("")
    month = start + ahead
    # Months in words are calendar months; numbers may count anything.
    review = review_date(month).isoformat() if counts.in_words else None
    if as_json:
        print_json(
            {
                **about, "origin": start, "month": month, "review_on": review, "says": ABOUT,
                "levels": [_as_data(each) for each in found],
                "refused": [vars(each) for each in refused],
            }
        )  # fmt: skip
    else:
        _tell(found, counts, month, review)
        for one in refused:
            click.echo(f"Not told: {one}", err=True)
    context.exit(FINDINGS if refused else 0)


def _as_data(level: Level) -> dict[str, object]:
    return {
        name: None if isinstance(each, float) and math.isnan(each) else each
        for name, each in asdict(level).items()
    }


def _tell(found: Sequence[Level], counts: Panel, month: int, review: str | None) -> None:
    from naap.outlook.months import month_text

    said = month_text(month) if counts.in_words else str(month)
    for each in found:
        click.echo(
            f"{each.unit}, {said}: at least {each.at_least:g}: {each.probability:.2f}   "
            f"(so far it said {each.said:.2f} on average, and it came in {each.happened:.2f} "
            "of the months)"
        )
        for one in each.thresholds:
            reached = "reached" if one.reached else "not reached"
            click.echo(
                f"    acting spares {one.loss_over_cost:g} times its cost: act from "
                f"{one.act_from:.2f}, {reached}; before: {one.right} right, "
                f"{one.false_alarms} false alarms, {one.misses} missed, {one.quiet} quiet"
            )
    if review is not None:
        click.echo(f"Review on {review}: hold it against what came, and ask again.")
    click.echo(f"{ABOUT} A person decides.")
