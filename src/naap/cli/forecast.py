"""``naap forecast``: what is likely to come, as draws, with how they were made."""

from __future__ import annotations

from collections.abc import Sequence
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
    steps_of,
)
from naap.cli.lazy import LazyGroup
from naap.cli.shared import json_option, print_json, progress_printer
from naap.problems import UnusableInput

if TYPE_CHECKING:
    from naap.outlook.forecasting import Refused
    from naap.outlook.panel import Forecast

__all__ = ["forecast"]

OUT = click.Path(path_type=Path, dir_okay=False)
MODEL = click.Choice(
    ["pool", "conflictology", "weighted-history", "last-poisson", "bootstrap", "zero"]
)

_BELOW = {
    "choose": ("naap.cli.forecast_choose:choose", "Choose the weights of the model's parts."),
    "levels": (
        "naap.cli.forecast_levels:levels",
        "Tell how likely so many deaths are in each area.",
    ),
    "record": ("naap.cli.forecast_record:record", "Keep forecasts for the pages of the review."),
}
"""Commands of the group that live in a module of their own, imported only when they run."""


@click.group(
    cls=LazyGroup,
    below=_BELOW,
    invoke_without_command=True,
    epilog="Example: naap forecast --out next-year.parquet; naap forecast --panel panel.parquet "
    "--unit country_id --time month_id --value y --origin 454 --horizon 3:14 --out 2018.parquet",
)
@counted_options("country")
@click.option("--horizon", default="1:12", show_default=True, metavar="FIRST:LAST",
              help="Months ahead of the origin.")  # fmt: skip
@click.option("--draws", type=click.IntRange(1, 100_000), default=1000, show_default=True,
              help="Draws of each unit and month; conflictology always has 12.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True,
              help="The same seed gives the same draws.")  # fmt: skip
@click.option("--model", type=MODEL, default="pool", show_default=True, help="pool is the model; "
              "the others are what it is to beat.")  # fmt: skip
@settings_option
@click.option("--out", type=OUT, help="Where the draws go (Parquet: unit, time, draw, outcome).")
@json_option
@click.pass_context
def forecast(
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
    horizon: str,
    draws: int,
    seed: int,
    model: str,
    settings: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Forecast counts by area and month. Areas and months only, never persons.

    Without --panel it reads the deaths in organised violence, or the events, that the ledger holds.
    A forecast as of a day sees no later claim. Units with too little history are left out and
    named: exit code 1.

    A forecast is about the model, not the world: correlation, not causation.
    """
    if context.invoked_subcommand is not None:
        return
    from naap.outlook import need_packages

    need_packages("naap forecast")
    from naap.outlook.files import read_panel, write_forecast
    from naap.outlook.forecasting import make_forecast
    from naap.outlook.pool import read_settings
    from naap.outlook.summary import summaries

    if panel is None:
        counts, about = from_ledger(context, level, counted, as_of, stated_by)
    elif as_of or stated_by:
        raise UnusableInput.one(
            "--panel", found="--as-of or --stated-by beside it", expected="one of them",
            mend="They ask the ledger; a file is what it is. --origin cuts it off at a month.",
        )  # fmt: skip
    else:
        counts, about = read_panel(panel, unit, time, value), {"panel": panel.name}
    progress_printer()("forecasting")
    made, refused = make_forecast(
        counts, month_of(origin, counts), steps_of(horizon), draws, seed, model,
        read_settings(settings) if model == "pool" else None,
    )  # fmt: skip
    made = _with(made, about)
    if out is not None:
        write_forecast(out, made)
    if as_json:
        print_json({**made.about, "out": out and str(out), "units": len(made.units),
                    "draws": made.draws.shape[-1], "refused": [vars(each) for each in refused],
                    "forecasts": summaries(made)})  # fmt: skip
    else:
        _tell(made, refused, out)
    context.exit(FINDINGS if refused else 0)


def _with(made: Forecast, about: dict[str, str]) -> Forecast:
    from dataclasses import replace

    return replace(made, about={**made.about, **about})


MOST_TOLD = 24


def _tell(made: Forecast, refused: Sequence[Refused], out: Path | None) -> None:
    from naap.outlook.summary import summaries

    listed = summaries(made)
    if len(listed) <= MOST_TOLD:
        click.echo(f"{'':12}{'month':>8}{'median':>9}{'90 % interval':>17}{'at least 1':>12}"
                   f"{'25':>7}{'100':>7}")  # fmt: skip
        for each in listed:
            interval = f"{each['low']:.0f} to {each['high']:.0f}"
            click.echo(
                f"{each['unit']!s:12}{each['time']!s:>8}{each['median']:>9.0f}{interval:>17}"
                f"{each['at_least_1']:>12.2f}{each['at_least_25']:>7.2f}{each['at_least_100']:>7.2f}"
            )
    for one in refused[:MOST_TOLD]:
        click.echo(f"Not forecast: {one}", err=True)
    if len(refused) > MOST_TOLD:
        click.echo(f"and {len(refused) - MOST_TOLD} more; --json lists all", err=True)
    click.echo(
        f"{len(made.units)} {'unit' if len(made.units) == 1 else 'units'}, "
        f"{len(made.times)} months, {made.draws.shape[-1]} draws, "
        f"{made.about['model']}, from the end of {made.about['origin']}."
    )
    if out is not None:
        click.echo(f"Draws in {out}")
    click.echo("This is about the model, not the world: correlation, not causation.")
