"""``naap evaluate``: did the counts change at an event, by several designs side by side."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from naap.cli.shared import DAY, json_option, print_json, progress_printer, workspace_of
from naap.problems import UnusableInput

if TYPE_CHECKING:
    from naap.ledger.snapshot import Snapshot
    from naap.outlook.evaluate import Evaluation
    from naap.outlook.evaluate_design import Estimate, Placebo, Series
    from naap.outlook.panel import Panel, Unit
    from naap.pack import Pack

__all__ = ["evaluate"]

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_OUT = click.Path(path_type=Path, dir_okay=False)


@click.command(
    epilog="Example: naap evaluate --event sap-2022 --outcome attacks; "
    "naap evaluate --event sap-2022 --outcome attacks --publisher peace-desk --json; "
    "naap evaluate --event sap-2022 --donors countries.parquet --treated 136 --chart plan.svg"
)
@click.option("--event", "asked", required=True, help="A plan by name and year, such as sap-2022, "
              "or the id of a context event of the pack.")  # fmt: skip
@click.option("--outcome", default="killed", show_default=True,
              help="killed, attacks, or any quantity of the pack.")  # fmt: skip
@click.option("--publisher", help="Whose counts. Default: the series that carries most designs.")
@click.option("--donors", type=_FILE, help="Counts of countries by month (Parquet or CSV; unit, "
              "time, value), for the comparison with them and as placebos.")  # fmt: skip
@click.option("--treated", help="The unit of that file that is the pack's country.")
@click.option("--as-of", type=DAY, help="What this ledger held at the end of that day (UTC).")
@click.option("--stated-by", type=DAY, help="Only what sources had said by the end of that day.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True,
              help="The same seed gives the same numbers.")  # fmt: skip
@click.option("--chart", type=_OUT, help="Draw the designs side by side as an .svg file.")
@click.option("--narrow", is_flag=True, help="Draw for a telephone.")
@click.option("--record", "recorded", is_flag=True, help="Keep the answer for the pages of the "
              "review, in the workspace or in --record-in.")  # fmt: skip
@click.option("--record-in", type=click.Path(path_type=Path, file_okay=False),
              help="Keep it in this folder, such as that of a pack.")  # fmt: skip
@click.option("--language", type=click.Choice(["en", "ur"]), default="en", show_default=True,
              help="Of the answer and the chart.")  # fmt: skip
@json_option
@click.pass_context
def evaluate(
    context: click.Context,
    asked: str,
    outcome: str,
    publisher: str | None,
    donors: Path | None,
    treated: str | None,
    as_of: date | None,
    stated_by: date | None,
    seed: int,
    chart: Path | None,
    narrow: bool,
    recorded: bool,
    record_in: Path | None,
    language: Any,
    as_json: bool,
) -> None:
    """Ask whether the counts changed at an event. It never says what caused it.

    Up to four designs stand side by side: a regression with a step, a search for breaks without a
    date, a comparison with other countries, and the forecast made on the eve. Each has an interval
    and is done again at dates and in countries where nothing began. A series too short for any of
    them is refused.
    """
    from naap.outlook import need_packages

    need_packages("naap evaluate")
    from naap.ledger import Moment
    from naap.outlook.evaluate import choose_series
    from naap.outlook.evaluate import evaluate as ask
    from naap.outlook.evaluate_answer import answer
    from naap.outlook.evaluate_series import OUTCOMES, events_of, find_event, read_series

    workspace = workspace_of(context)
    pack = workspace.pack
    event = find_event(pack, asked)
    panel, unit = _donors(donors, treated)
    progress = progress_printer()
    progress("reading the ledger")
    snapshot = workspace.snapshot(Moment(as_of, stated_by))
    found = read_series(snapshot, pack, outcome)
    series = choose_series(found, outcome, publisher, event.day.isoformat())
    others = [each for each in found if each is not series]
    others += [
        each for other in OUTCOMES if other != outcome and outcome in OUTCOMES
        for each in read_series(snapshot, pack, other)
        if each.publisher == series.publisher and each.monthly == series.monthly
    ]  # fmt: skip
    progress("asking each design")
    areas = _areas(snapshot, pack) if outcome == "killed" and series.publisher == "ucdp" else {}
    result = ask(event, series, others, areas, events_of(pack), panel, unit, seed)
    progress("")
    if chart is not None:
        from naap.cli.evaluate_chart import draw

        chart.write_text(draw(result, language, narrow), encoding="utf-8")
    if recorded or record_in is not None:
        _record(context, result, record_in, snapshot.digest, donors, treated, asked, seed)
    if as_json:
        answers = {each: vars(answer(result, each)) for each in ("en", "ur")}
        print_json({
            "answer": {each: str(answer(result, each)) for each in ("en", "ur")},
            "answer_parts": answers, "urdu_reviewed": False, "ledger_digest": snapshot.digest,
            "donors": donors and donors.name, "seed": seed, **result.as_json(),
        })  # fmt: skip
    else:
        _tell(result, language)


def _record(
    context: click.Context,
    result: Evaluation,
    folder: Path | None,
    digest: str,
    donors: Path | None,
    treated: str | None,
    asked: str,
    seed: int,
) -> None:
    from naap.cli.forecast_record import record_folder
    from naap.outlook.record_evaluation import record_evaluation

    series = result.series
    command = f"naap evaluate --event {asked} --outcome {series.outcome}"
    command += f" --publisher {series.publisher} --seed {seed}"
    if donors is not None:
        command += f" --donors {donors.name} --treated {treated}"
    today = datetime.now(tz=UTC).date()
    record_evaluation(record_folder(context, folder), result, digest, donors, today, command, seed)


def _donors(file: Path | None, treated: str | None) -> tuple[Panel | None, Unit | None]:
    from naap.outlook.files import read_panel

    if (file is None) != (treated is None):
        raise UnusableInput.one(
            "--donors" if file is None else "--treated", found="nothing",
            expected="--donors FILE and --treated UNIT together",
            mend="Give both: the comparison needs to know which unit had the event.",
        )  # fmt: skip
    if file is None or treated is None:
        return None, None
    panel = read_panel(file)
    named = {str(unit): unit for unit in panel.units}
    if treated not in named:
        raise UnusableInput.one(
            "--treated", found=treated, expected=f"a unit of {file.name}, such as "
            f"{', '.join(list(named)[:5])}", mend="Name the pack's country as the file does.",
        )  # fmt: skip
    return panel, named[treated]


def _areas(snapshot: Snapshot, pack: Pack) -> dict[str, Series]:
    """The provinces, where the ledger knows them by month."""
    from naap.outlook.deaths import deaths
    from naap.outlook.evaluate_design import Series

    try:
        panel = deaths(snapshot, pack, "province")
    except UnusableInput:
        return {}
    return {
        str(unit): Series("ucdp", "killed", str(unit), True, panel.first, values)
        for unit, values in zip(panel.units, panel.values, strict=True)
    }


def _tell(result: Evaluation, language: Any) -> None:
    from naap.outlook.evaluate_answer import answer

    series = result.series
    click.echo(str(answer(result, language)))
    if language == "ur":
        click.echo("(اس ترجمے کی نظرثانی نہیں ہوئی۔)")
    click.echo(
        f"\n{series.name}, by {'month' if series.monthly else 'year'}, "
        f"{series.written(series.first)} to {series.written(series.last)}; "
        f"after begins {series.written(result.start)}\n"
    )
    for each in result.estimates:
        _tell_design(each, series.monthly, language)
    _tell_variations(result)
    click.echo("\nWhat else happened within a year")
    for other in result.confounders:
        click.echo(f"    {other.days:+5d} days  {other.event.day}  {other.event.title_en}")


def _tell_design(each: Estimate, monthly: bool, language: Any) -> None:
    from naap.outlook.evaluate_answer import design_word, finding_word

    word = finding_word(each.finding, language)
    click.echo(f"{design_word(each.design, language)}: {word}")
    if each.ratio is not None:
        period = "month" if monthly else "year"
        click.echo(
            f"    {each.ratio:.2f} times what was expected (95 %: {each.ratio_low:.2f} to "
            f"{each.ratio_high:.2f}); {each.difference:+.1f} a {period} "
            f"({each.difference_low:+.1f} to {each.difference_high:+.1f}); p {each.p:.3f}"
        )
    for placebo in (each.placebo_dates, each.placebo_units):
        if placebo is not None:
            click.echo(f"    {_rank(placebo)}")
    if "breaks" in each.details:
        click.echo(f"    breaks found: {', '.join(each.details['breaks']) or 'none'}")
    if each.details.get("at_the_event") is False:
        click.echo(f"    the nearest, {each.details['nearest']}, is not at the event "
                   f"({each.details['ratio_there']:.2f} times what was before)")  # fmt: skip
    click.echo(f"    {each.made}")


def _tell_variations(result: Evaluation) -> None:
    click.echo("\nAsked a little differently")
    silent = sum(not one.estimate.is_told for one in result.variations)
    for one in result.variations:
        if not one.estimate.is_told:
            continue
        click.echo(f"    {one.about:<10}{one.what[:52]:<54}{one.estimate.design:<11}"
                   f"{_in_short(one.estimate)}")  # fmt: skip
    if silent:
        click.echo(f"    and {silent} that cannot be told; --json says why")


def _rank(placebo: Placebo) -> str:
    return f"rank {placebo.rank} of {placebo.of} among {placebo.of_what}"


def _in_short(estimate: Estimate) -> str:
    if estimate.ratio is None:
        return estimate.finding
    return (f"{estimate.ratio:.2f} ({estimate.ratio_low:.2f} to {estimate.ratio_high:.2f}) "
            f"{estimate.finding}")  # fmt: skip
