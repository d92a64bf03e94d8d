"""``naap status results``."""

from __future__ import annotations

import csv
import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from naap.cli.shared import json_option, print_json
from naap.cli.status_registers import known, language_option, plan_option
from naap.cli.status_shared import on_option, period_asked, table

if TYPE_CHECKING:
    from naap.pack import Pack
    from naap.pack.settings import Language
    from naap.status.results import Actual, Result

__all__ = ["results"]


@click.command(epilog="Example: naap status results --on 2025-01-31 --csv > results.csv")
@plan_option
@click.option("--period", metavar="PERIOD", help="Only lines that end in it: 2024, 2024-H2 ...")
@click.option("--targets", is_flag=True, help="Only lines with a target.")
@on_option
@language_option
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets.")
@json_option
@click.pass_context
def results(
    context: click.Context,
    plan_id: str | None,
    period: str | None,
    targets: bool,
    on: date | None,
    language: Language,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Print the results framework: baseline, target and actual of each indicator.

    By area and period; each publisher's number stands by itself, and what nobody told stays
    missing. JSON has the shape of the International Aid Transparency Initiative. The exit code is
    1 where a target whose time is over was not reached, or nobody told a number.
    """
    from naap.status.results import results as framework
    from naap.status.results_iati import COLUMNS, flat, iati

    pack, snapshot, day = known(context, on)
    asked = period_asked(pack, period) if period else None
    found = [
        each for each in framework(pack, snapshot, day, plan_id, asked)
        if each.target is not None or not targets
    ]  # fmt: skip
    if as_json:
        print_json({"on": str(day), "result": iati(pack, found)})
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(flat(pack, found))
    else:
        _tell(pack, found, language)
    context.exit(1 if any(each.missed for each in found) else 0)


def _tell(pack: Pack, found: list[Result], language: Language) -> None:
    from naap.status.words import word

    heading = ""
    rows: list[tuple[object, ...]] = []
    heads = ("area", "period", "baseline", "target", "actual value", "publisher", "scope",
             "standing")  # fmt: skip
    names = tuple(word(name, language) for name in heads)

    def finish() -> None:
        if rows:
            table(names, rows)
            rows.clear()

    for each in found:
        title = _heading(pack, each, language)
        if title != heading:
            finish()
            heading = title
            click.echo(title)
        row = each.target
        if row is None and not each.actuals:
            click.echo(f"  {word('no target', language)}; {word('no number', language)}")
            continue
        rows.extend(_row(pack, each, told_by, language) for told_by in each.actuals or (None,))
    finish()
    if not found:
        click.echo(word("no number", language))


def _heading(pack: Pack, line: Result, language: Language) -> str:
    """The indicator, and what is counted for it: often only what comes nearest to it."""
    from naap.status.sentences import names

    title = (f"{line.indicator.indicator_id}  {pack.text(line.indicator, 'name', language)[0]} "
             f"({line.point_id})")  # fmt: skip
    if not line.quantity:
        return title
    parts = [
        names(pack, f"quantity:{each}", language) for each in (line.quantity, line.per) if each
    ]
    return f"{title}\n  {' / '.join(parts)}, {pack.word('unit', line.unit, language)}"


def _row(pack: Pack, line: Result, told: Actual | None, language: Language) -> tuple[object, ...]:
    from naap.status.results import plain
    from naap.status.sentences import bodies, names
    from naap.status.words import word

    row = line.target
    start = goal = None
    if row is not None:
        goal = plain(row.target_value) or f"“{pack.text(row, 'text', language)[0]}”"
        if not row.official:
            goal = f"{goal} ({word('proposal', language)})"
        if row.baseline_period is not None:
            start = f"{plain(row.baseline_value)} ({row.baseline_period})"
    return (
        line.place, line.period, start, goal, plain(told.value) if told else "—",
        names(pack, bodies((told.publisher,)), language) if told else None,
        names(pack, f"scope:{told.scope}", language) if told and told.scope else None,
        word(line.standing_of(told), language) if row else None,
    )  # fmt: skip
