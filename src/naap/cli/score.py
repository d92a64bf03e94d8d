"""``naap score``: how good forecasts were."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from naap.cli.shared import json_option, print_json
from naap.problems import UnusableInput

if TYPE_CHECKING:
    from naap.outlook.panel import Unit
    from naap.outlook.scoring import Against, Window

__all__ = ["score"]

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
TOLD = {
    "crps": "CRPS", "ign": "IGN", "mis": "MIS", "log_crps": "log-CRPS", "brier_1": "Brier 1",
    "brier_25": "Brier 25", "brier_100": "Brier 100", "coverage": "covered",
    "coverage_active": "active",
}  # fmt: skip
"""The columns of the table. All but the last two are better where lower."""


@click.command(
    epilog="Example: naap score --forecast 2018.parquet --actuals panel.parquet "
    "--baseline conflictology-2018.parquet"
)
@click.option("--forecast", "forecasts", type=FILE, multiple=True, required=True, metavar="FILE",
              help="A forecast: unit, time, draw, outcome. Once for each window.")  # fmt: skip
@click.option("--actuals", type=FILE, multiple=True, required=True, metavar="FILE",
              help="What happened: a panel of unit, time, value. More than one are read together; "
              "months before the window tell which units are active.")  # fmt: skip
@click.option("--baseline", "baselines", type=FILE, multiple=True, metavar="FILE",
              help="A forecast to compare with, in the order of --forecast.")  # fmt: skip
@click.option("--unit", help="The column of the unit in all files. Default: the usual names.")
@click.option("--time", help="The column of the month in all files.")
@click.option("--value", help="The column of the count in the actuals.")
@click.option("--without", multiple=True, metavar="UNIT[=FIRST:LAST]",
              help="Leave this unit out, or these months of it.")  # fmt: skip
@click.option("--by", type=click.Choice(["window", "horizon", "unit"]), default="window",
              show_default=True,
              help="What the printed table has a row for; JSON has all.")  # fmt: skip
@click.option("--over", type=click.Choice(["units", "years"]), default="units", show_default=True,
              help="What the interval beside a baseline resamples.")  # fmt: skip
@json_option
@click.pass_context
def score(
    context: click.Context,
    forecasts: Sequence[Path],
    actuals: Sequence[Path],
    baselines: Sequence[Path],
    unit: str | None,
    time: str | None,
    value: str | None,
    without: Sequence[str],
    by: str,
    over: str,
    as_json: bool,
) -> None:
    """Score forecasts that are given as draws against what happened.

    CRPS, the ignorance score of the VIEWS challenge, the interval score of the 90 % interval,
    CRPS of log(1 + count), Brier scores of at least 1, 25 and 100, and how often the interval held
    the count: in all units, and in those with a count above 0 in the 60 months before.
    """
    from naap.outlook import need_packages

    need_packages("naap score")
    from naap.outlook.files import read_forecast, read_panel
    from naap.outlook.scoring import against, score_window
    from naap.outlook.together import together

    if baselines and len(baselines) != len(forecasts):
        raise UnusableInput.one(
            "--baseline", found=f"{len(baselines)} files beside {len(forecasts)} of --forecast",
            expected="as many", mend="Give one baseline for each forecast, in the same order.",
        )  # fmt: skip
    happened = together([read_panel(each, unit, time, value) for each in actuals])
    left = _left_out(without)

    def scored(files: Sequence[Path]) -> list[Window]:
        return [
            score_window(read_forecast(file, unit, time), happened, str(file), left)
            for file in files
        ]

    windows = scored(forecasts)
    compared = against(windows, scored(baselines), over) if baselines else []
    if as_json:
        print_json(_without_nan(_as_data(forecasts, windows, compared)))
    else:
        _tell(windows, compared, by, over)


def _left_out(without: Sequence[str]) -> Callable[[Unit, int], bool] | None:
    from naap.outlook.months import month_number

    if not without:
        return None
    spans: dict[str, tuple[int, int]] = {}
    for each in without:
        unit, _, span = each.partition("=")
        first, _, last = span.partition(":")
        try:
            spans[unit] = (
                (month_number(first), month_number(last or first)) if span else (-(10**9), 10**9)
            )
        except ValueError as error:
            raise UnusableInput.one(
                "--without", found=str(error), expected="UNIT or UNIT=FIRST:LAST",
                mend="Write for example --without 57=481:504.",
            ) from None  # fmt: skip

    def left(unit: Unit, time: int) -> bool:
        first, last = spans.get(str(unit), (1, 0))
        return first <= time <= last

    return left


def _as_data(
    files: Sequence[Path], windows: Sequence[Window], compared: Sequence[Against]
) -> dict[str, Any]:
    from dataclasses import asdict

    from naap.outlook.scores import LEVELS
    from naap.outlook.scoring import by_horizon, by_unit, mean_pit, mean_scores, reliability

    return {
        "all": mean_scores(windows),
        "windows": [
            {"window": window.label, "file": str(file), "active_by": window.active_by,
             **mean_scores([window])}
            for window, file in zip(windows, files, strict=True)
        ],
        "horizons": by_horizon(windows),
        "units": by_unit(windows),
        "pit": {"all": mean_pit(windows), "active": mean_pit(windows, active=True)},
        "reliability": {f"at_least_{level}": reliability(windows, level) for level in LEVELS},
        "against_baseline": [asdict(each) for each in compared],
    }  # fmt: skip


def _without_nan(value: Any) -> Any:
    """JSON has no word for a mean of nothing but null."""
    if isinstance(value, dict):
        return {key: _without_nan(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_nan(each) for each in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def _tell(windows: Sequence[Window], compared: Sequence[Against], by: str, over: str) -> None:
    from naap.outlook.scoring import MOST_FEW, by_horizon, by_unit, mean_pit, mean_scores

    rows: list[tuple[str, Any]]
    if by == "horizon":
        rows = [(f"{each['months_ahead']} months ahead", each) for each in by_horizon(windows)]
    elif by == "unit":
        rows = [(str(each["unit"]), each) for each in by_unit(windows)]
    else:
        rows = [(each.label, mean_scores([each])) for each in windows]
    rows.append(("all", mean_scores(windows)))
    width = max(len(label) for label, _ in rows)
    click.echo(" " * width + "".join(f"{name:>10}" for name in TOLD.values()))
    for label, scores in rows:
        cells = (scores.get(name, math.nan) for name in TOLD)
        click.echo(f"{label:<{width}}" + "".join(f"{_number(each):>10}" for each in cells))
    if any(window.active_by == "outcome" for window in windows):
        click.echo("active: units with a count above 0 in the window itself, since the actuals "
                   "hold no month before it")  # fmt: skip
    told = " ".join(f"{share:.3f}" for share in mean_pit(windows, active=True))
    click.echo(f"PIT of active units, by tenths (0.1 each where calibrated): {told}")
    for each in compared:
        interval, of_skill = "", ""
        if not math.isnan(each.low):
            interval = f" (95 % over {over}: {_number(each.low)} to {_number(each.high)})"
            of_skill = f" ({_share(each.skill_low)} to {_share(each.skill_high)})"
        click.echo(
            f"{TOLD[each.score]}: {_number(each.ours)}, baseline {_number(each.baseline)}, "
            f"difference {_number(each.difference)}{interval}, skill {_share(each.skill)}{of_skill}"
        )
    if any(math.isnan(each.low) for each in compared):
        click.echo(f"No interval: it would take at least {MOST_FEW} {over}.")


def _share(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"


def _number(value: float) -> str:
    if math.isnan(value):
        return "-"
    return f"{value:,.1f}" if abs(value) >= 1000 else f"{value:.4f}"
