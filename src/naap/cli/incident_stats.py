"""``naap incidents stats`` and ``naap incidents totals``."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from naap.cli.incident_reconcile import likely_option, made, model_option
from naap.cli.shared import json_option, print_json, progress_printer, workspace_of
from naap.periods import FIRST_YEAR, LAST_YEAR
from naap.problems import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from naap.incidents.stats_question import Question
    from naap.workspace import Workspace

_LONGEST = 48
_CHART = click.Path(path_type=Path, dir_okay=False)
_SHOWN = {
    "events": "events", "killed": "killed", "injured": "injured", "killed_per_event": "killed each",
    "share": "share", "events_change": "change", "events_five_year_mean": "5-year mean",
    "killed_per_100000": "killed/100,000", "sources": "sources",
}  # fmt: skip
"""The columns of the table on a screen; JSON and CSV have all."""
_NUMBERS = frozenset(_SHOWN.values())
incidents_option = click.option(
    "--incidents",
    "as_incidents",
    is_flag=True,
    help="Count incidents, in which accounts of one event are one, and not accounts.",
)


@click.command(
    epilog="Example: naap incidents stats --by month,province; "
    "naap incidents stats --by half-year,lineage --where period=2014/2016 --incidents; "
    "naap incidents stats --by year --where province=Vale --chart vale.svg"
)
@click.option(
    "--by",
    default="year",
    show_default=True,
    help="month, half-year, year or fiscal-year; and up to three of province, district, type, "
    "attribution, target, victim, perpetrator, party, lineage, source.",
)
@click.option(
    "--where",
    multiple=True,
    metavar="NAME=VALUE",
    help="Count only these: any of the names of --by, period (2014-12, 2014/2016) or family. "
    "perpetrator and party take in the bodies that descend from one. Can be given several times.",
)
@click.option("--source", "series", multiple=True, help="Count only what this data set tells.")
@incidents_option
@model_option
@likely_option
@click.option(
    "--sure-and-likely",
    "both",
    is_flag=True,
    help="Count incidents twice, side by side: by sure links alone, and by likely ones too.",
)
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, with every column.")
@click.option("--chart", type=_CHART, help="Draw the events as an .svg file.")
@click.pass_context
def stats(
    context: click.Context,
    by: str,
    where: tuple[str, ...],
    series: tuple[str, ...],
    as_incidents: bool,
    model_file: Path | None,
    likely: bool,
    both: bool,
    as_json: bool,
    as_csv: bool,
    chart: Path | None,
) -> None:
    """Count events, the killed and the injured.

    Each data set is counted apart, or --incidents once for all; terrorism and armed conflict apart
    from extremism and persecution. Nothing of these is ever added up.
    """
    workspace = workspace_of(context)
    progress = progress_printer()
    conditions = [*where, *(f"source={each}" for each in series)]
    if both:
        if likely or chart is not None:
            raise click.UsageError("--sure-and-likely goes without --likely and --chart.")
        asked, rows = _counted(workspace, by, conditions, True, model_file, False, progress)
        _, more = _counted(workspace, by, conditions, True, model_file, True, progress)
        rows = [{"links": "sure", **row} for row in rows] + [
            {"links": "sure and likely", **row} for row in more
        ]
    else:
        asked, rows = _counted(
            workspace, by, conditions, as_incidents, model_file, likely, progress
        )
    progress("")
    if chart is not None:
        from naap.cli.incident_stats_chart import draw

        picture, left_out = draw(asked, rows)
        chart.write_text(picture, encoding="utf-8")
        if left_out:
            click.echo(f"{chart}: {left_out:,} groups with fewer events are left out", err=True)
    if as_json:
        print_json({"overlapping": asked.overlapping, "rows": rows})
    elif as_csv:
        click.echo(_as_csv(rows), nl=False)
    elif both:
        _tell_both(asked, rows)
    else:
        _tell(asked, rows)


@click.command(
    epilog="Example: naap incidents totals --year 2024; naap incidents totals --year 2014 --json"
)
@click.option(
    "--year", type=click.IntRange(FIRST_YEAR, LAST_YEAR), required=True, help="A calendar year."
)
@incidents_option
@model_option
@likely_option
@json_option
@click.pass_context
def totals(
    context: click.Context,
    year: int,
    as_incidents: bool,
    model_file: Path | None,
    likely: bool,
    as_json: bool,
) -> None:
    """Put each publisher's number of a year beside the counts of the ledger, with its scope.

    The scopes say why the numbers differ: none of them is wrong for that alone. Exit code 1: the
    ledger has no number of that year.
    """
    from naap.incidents.stats_totals import totals_of

    workspace = workspace_of(context)
    progress = progress_printer()
    try:
        _, rows = _counted(workspace, "year", (), as_incidents, model_file, likely, progress)
    except UnusableInput:
        rows = []  # published numbers stand for themselves
    progress("")
    found = totals_of(workspace.snapshot(), workspace.pack, year, rows)
    if as_json:
        print_json([asdict(each) for each in found])
    else:
        for total in found:
            number = f"{total.qualifier} " if total.qualifier not in {None, "exact"} else ""
            months = f" (sum of {total.months} months)" if total.months else ""
            click.echo(f"{number}{total.value.normalize():,f}  {total.says}{months}")
            carried = f", in {total.source}" if total.source else ""
            click.echo(f"    {total.publisher}{carried}; {total.who}")
            click.echo(f"    {total.scope}")
    if not found:
        click.echo(f"The ledger has no number of the country in {year}.")
    context.exit(0 if found else 1)


def _counted(
    workspace: Workspace,
    by: str,
    where: list[str] | tuple[str, ...],
    as_incidents: bool,
    model_file: Path | None,
    likely: bool,
    progress: Callable[[str], None],
) -> tuple[Question, list[dict[str, Any]]]:
    from naap.engine import connect
    from naap.incidents.stats import countable, statistics
    from naap.incidents.stats_question import question
    from naap.organisations.register import read_register

    pack, snapshot = workspace.pack, workspace.snapshot()
    register = read_register(snapshot, pack)
    asked = question(by, where, pack, register)
    incidents = made(workspace, model_file, likely, progress) if as_incidents else None
    with connect() as store:
        countable(store, snapshot, pack, register, incidents, progress)
        progress("counting")
        return asked, statistics(store, asked, pack)


def _as_csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return text.getvalue()


def _tell(asked: Question, rows: list[dict[str, Any]]) -> None:
    if not rows:
        click.echo("No event is told of that was asked for.")
        return
    shown = [_cells(asked, row) for row in rows]
    wide = {head: max(len(head), *(len(each[head]) for each in shown)) for head in shown[0]}
    before = None
    for row, cells in zip(rows, shown, strict=True):
        head = row["counted_in"], row["family"].replace("-", " ")
        if head != before:
            click.echo(f"{chr(10) if before else ''}{head[0]}, {head[1]}")
            click.echo(_line(wide, {name: name for name in wide}))
            before = head
        click.echo(_line(wide, cells))
    click.echo(
        "\n-: not told, nothing to compare with, or no count of the people of the place.\n"
        "Data sets and families do not add up."
    )
    if asked.overlapping:
        click.echo("An event may stand in several rows: they do not add up either.")
    if across := sum(row["across"] for row in rows):
        click.echo(
            f"Events that reach into a later period count in the one they began in: {across:,}."
        )


def _tell_both(asked: Question, rows: list[dict[str, Any]]) -> None:
    """One line a period and group: what the sure links give, and beside it what the likely ones
    give too."""
    if not rows:
        click.echo("No event is told of that was asked for.")
        return
    beside: dict[tuple[str, ...], dict[str, dict[str, Any]]] = {}
    for row in rows:
        key = row["family"], *_named(asked, row).values()
        beside.setdefault(key, {})[row["links"]] = row
    shown = [
        {
            "family": key[0].replace("-", " "),
            **dict(zip(("period", *asked.groups), key[1:], strict=True)),
            **{
                f"{name} {links}": _number(name, told[links][name] if links in told else None)
                for name in ("events", "killed")
                for links in ("sure", "sure and likely")
            },
        }
        for key, told in beside.items()
    ]
    heads = tuple(shown[0])
    wide = {head: max(len(head), *(len(each[head]) for each in shown)) for head in heads}
    for each in [{head: head for head in heads}, *shown]:
        click.echo(_line(wide, each, heads[-4:]))
    click.echo(
        "\nThe truth lies nearer to the likely links, of which single ones are wrong more often."
    )


def _named(asked: Question, row: dict[str, Any]) -> dict[str, str]:
    groups = {each: str(row.get(f"{each}_name", row[each]))[:_LONGEST] for each in asked.groups}
    return {"period": row["period"], **groups}


def _cells(asked: Question, row: dict[str, Any]) -> dict[str, str]:
    return {
        **_named(asked, row),
        **{words: _number(name, row[name]) for name, words in _SHOWN.items()},
    }


def _line(
    wide: Mapping[str, int], cells: Mapping[str, str], numbers: Collection[str] = _NUMBERS
) -> str:
    """Numbers to the right, under their heads; words to the left."""
    return "  ".join(
        f"{text:>{wide[head]}}" if head in numbers else f"{text:<{wide[head]}}"
        for head, text in cells.items()
    ).rstrip()


def _number(name: str, value: Any) -> str:
    if value is None:
        return "-"
    if name == "share":
        return f"{value:.1%}"
    if name == "events_change":
        return f"{value:+,}"
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"
