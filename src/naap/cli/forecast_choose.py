"""``naap forecast choose``: the settings of the model, from earlier windows only."""

from __future__ import annotations

import json
from pathlib import Path

import click

from naap.cli.forecast_shared import FILE, columns_options, month_of, steps_of
from naap.cli.shared import json_option, print_json, progress_printer

OUT = click.Path(path_type=Path, dir_okay=False)


@click.command(
    epilog="Example: naap forecast choose --panel panel.parquet --unit country_id --time month_id "
    "--value y --since 358 --until 454 --horizon 3:14 --out settings.json"
)
@click.option("--panel", type=FILE, required=True, help="Counts by unit and month.")
@columns_options
@click.option("--since", required=True, metavar="MONTH", help="The first origin.")
@click.option("--until", required=True, metavar="MONTH", help="Nothing after it is looked at.")
@click.option("--every", type=click.IntRange(1), default=3, show_default=True,
              help="Months from one origin to the next.")  # fmt: skip
@click.option("--horizon", default="1:12", show_default=True, metavar="FIRST:LAST",
              help="Months ahead of each origin.")  # fmt: skip
@click.option("--out", type=OUT, required=True, help="Where the settings go (JSON).")
@json_option
def choose(
    panel: Path,
    unit: str | None,
    time: str | None,
    value: str | None,
    since: str,
    until: str,
    every: int,
    horizon: str,
    out: Path,
    as_json: bool,
) -> None:
    """Choose the weights of the model's parts on windows that end by a month, and keep them.

    The settings that ship were chosen so on the panel of the VIEWS challenge up to October 2017.
    """
    from naap.outlook import need_packages

    need_packages("naap forecast choose")
    from naap.outlook.choose import choose as chosen_from
    from naap.outlook.files import read_panel
    from naap.outlook.pool import CLASS_EDGES

    counts = read_panel(panel, unit, time, value)
    progress_printer()("choosing")
    settings = chosen_from(
        counts, month_of(until, counts), month_of(since, counts), every, steps_of(horizon)
    )
    told = {
        "about": {"panel": panel.name, **settings.about},
        "classes_begin_at": list(CLASS_EDGES),
        "parts": list(settings.parts),
        "weights": [[round(float(each), 3) for each in row] for row in settings.weights],
    }
    out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    if as_json:
        print_json(told)
        return
    click.echo(" " * 24 + "".join(f"{part:>11}" for part in settings.parts))
    for begin, row in zip(("quiet", *CLASS_EDGES), settings.weights, strict=True):
        label = begin if begin == "quiet" else f"from {begin:g} a month"
        click.echo(f"{label:24}" + "".join(f"{each:11.3f}" for each in row))
    click.echo(f"{settings.about['windows']} windows; settings in {out}")
