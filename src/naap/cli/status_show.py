"""``naap status show``, ``reporting`` and ``completion``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from naap.cli.returns_shared import named
from naap.cli.shared import json_option, print_json
from naap.cli.status_shared import Asked, asked, marked, on_option, period_option, table

if TYPE_CHECKING:
    from naap.status import ActionState, PointState

__all__ = ["completion", "reporting", "show"]

_COUNTS = ("expected", "actual", "on_time", "late", "missing", "waiting", "complete", "no_value")


@click.command(epilog="Example: naap status show --period 2024-H1")
@period_option
@on_option
@json_option
@click.pass_context
def show(context: click.Context, period: str | None, on: date | None, as_json: bool) -> None:
    """Show the status of the plan: reporting, completion, contradictions, balance, neglect.

    The exit code is 1 where something is missing, contradicts itself or is neglected.
    """
    from naap.cli.status_lists import tell_balance, tell_contradictions, tell_neglect
    from naap.status.as_data import status_as_data

    found = asked(context, period, on)
    status = found.status
    if as_json:
        print_json({"period": str(found.period), **status_as_data(status)})
    else:
        _head(found)
        _tell_reporting(found, ("body",))
        _tell_points(found)
        click.echo()
        tell_contradictions(status)
        click.echo()
        tell_balance(status)
        click.echo()
        tell_neglect(found.pack, status)
    missing = any(line.state == "missing" for line in status.reporting)
    context.exit(1 if missing or status.contradictions or status.neglected else 0)


@click.command(epilog="Example: naap status reporting --period 2024-H1")
@period_option
@on_option
@json_option
@click.pass_context
def reporting(context: click.Context, period: str | None, on: date | None, as_json: bool) -> None:
    """Count the reports that were expected, and those that came, by body, point, area and period.

    Nothing is carried forward, and what is under a stricter label than this workspace reads is
    put aside, not called missing. The exit code is 1 where something is missing.
    """
    from naap.status.as_data import reporting_as_data

    found = asked(context, period, on)
    if as_json:
        print_json({"period": str(found.period), **reporting_as_data(found.status)})
    else:
        _head(found)
        _tell_reporting(found, ("body", "point", "area", "period"))
    context.exit(1 if any(line.state == "missing" for line in found.status.reporting) else 0)


@click.command(epilog="Example: naap status completion --period 2024-H1 --point SAP22-03")
@period_option
@click.option("--point", metavar="POINT", help="Only this point and its actions.")
@on_option
@json_option
@click.pass_context
def completion(
    context: click.Context, period: str | None, point: str | None, on: date | None, as_json: bool
) -> None:
    """Show how far each point and action has come: as reported beside as evidenced.

    On the scale of the Open Government Partnership. Each state names the rule that proposed it, or
    the post that rated. A summary is given only where nothing that was asked is missing; the exit
    code is 1 where there is none.
    """
    from naap.problems import UnusableInput
    from naap.status.as_data import action_as_data, point_as_data

    found = asked(context, period, on)
    points = [each for each in found.status.points if point in {None, each.point_id}]
    states = [each for each in found.status.states if point in {None, each.point_id}]
    if not points:
        raise UnusableInput.one(
            "--point", found=repr(point), expected=f"a point of the plan {found.status.plan}",
            mend="Correct the id, or ask for a period in which its plan was in force.",
        )  # fmt: skip
    if as_json:
        print_json({
            "period": str(found.period), "on": found.status.day.isoformat(),
            "points": [point_as_data(each) for each in points],
            "actions": [action_as_data(each) for each in states],
        })  # fmt: skip
    else:
        _head(found)
        _tell_points(found, point)
        for each in points:
            _tell_point(found, each, [state for state in states
                                      if state.point_id == each.point_id])  # fmt: skip
    context.exit(1 if any(each.light is None for each in points) else 0)


def _head(found: Asked) -> None:
    status = found.status
    click.echo(f"{found.period}, plan {status.plan}, as known on {status.day}")


def _tell_reporting(found: Asked, groups: tuple[str, ...]) -> None:
    from naap.status.reporting_quality import quality, quality_tables
    from naap.status.words import word

    status = found.status
    heads = [word(each, "en") for each in _COUNTS]
    if not status.reporting:
        click.echo(f"\nReporting\n  {word('nothing_asked', 'en')}")
    else:
        tables = quality_tables(found.pack, status.reporting)
        for group in groups:
            click.echo(f"\nReporting by {group}")
            rows = [
                [named(found.pack, group, key), *(each.as_json()[name] for name in _COUNTS)]
                for key, each in tables[group].items()
            ]
            whole = quality(status.reporting).as_json()
            rows.append(["all", *(whole[name] for name in _COUNTS)])
            table(["", *heads], rows, numbers=lambda at: at > 0)
    if drafted := sum(not line.expected.obligation.official for line in status.reporting):
        click.echo(f"  {drafted:,} of them rest on a proposal of the pack, not official")
    if status.aside:
        count = sum(status.aside.values())
        click.echo(f"  {count:,} more under a stricter label than this workspace reads "
                   f"({found.workspace.clearance}): {', '.join(status.aside)}")  # fmt: skip


def _tell_points(found: Asked, only: str | None = None) -> None:
    from naap.pack.tables import PointRow

    click.echo("\nCompletion")
    table(
        ["point", "", "as reported", "as evidenced", "rated by an office", "summary", "missing",
         "statements"],
        [
            [each.point_id, found.pack.get(PointRow, each.point_id).title_en,
             each.reported or _partly(each), each.evidenced,
             f"{each.decided.state} ({each.decided.post})" if each.decided else "-",
             each.light or "none", sum(len(m.periods) for m in each.missing),
             len(each.statements)]
            for each in found.status.points if only in {None, each.point_id}
        ],
        widest=36, numbers=lambda at: at >= 6,
    )  # fmt: skip


def _partly(state: PointState) -> str:
    if not state.asked:
        return "not asked for"
    if not state.actions:
        return "no action"
    told = [f"{count} {name}" for name, count in state.reported_counts]
    return f"in part: {', '.join(told)}" if told else "no report"


def _tell_point(found: Asked, point: PointState, states: list[ActionState]) -> None:
    from naap.pack.tables import ActionRow
    from naap.status.words import said, word

    click.echo(f"\n{point.point_id}: {point.evidenced} [{point.rule}] {said(point.why, 'en')}")
    for each in states:
        title = found.pack.get(ActionRow, each.action_id).title_en
        click.echo(f"  {each.action_id} {title}, {each.place}{marked(each.official)}")
        before = each.before
        earlier = f"; last report: {before.completion} for {before.period}" if before else ""
        told = f"{each.reported} for {each.reported_period}" if each.reported else (
            f"no report{earlier}")  # fmt: skip
        click.echo(f"    as reported: {told}")
        click.echo(f"    as evidenced: {each.evidenced} [{each.rule}] {said(each.why, 'en')}")
        if each.missing:
            click.echo(f"    missing: {', '.join(each.missing)}")
        _tell_decided(each)
    _tell_decided(point)
    for gap in point.missing:
        click.echo(f"  missing: {gap.subject} of {gap.body}, {gap.place}: "
                   f"{', '.join(gap.periods)}{marked(gap.official)}")  # fmt: skip
    if point.aside:
        click.echo(f"  {point.aside:,} reports under a stricter label: no summary")
    if point.statements and not point.asked:
        click.echo(f"  {word('statements_only', 'en')}")


def _tell_decided(state: ActionState | PointState) -> None:
    if (given := state.decided) is not None:
        click.echo(f"    rated {given.state} for {given.period} by {given.post}, "
                   f"on {given.source}: {given.reason}")  # fmt: skip
