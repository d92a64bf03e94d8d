"""``naap returns due`` and ``naap returns remind``."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date

import click

from naap.cli.returns_shared import everything, named, now, reading
from naap.cli.shared import DAY, json_option, print_json, workspace_of
from naap.pack import Pack
from naap.pack.tables import BodyRow
from naap.periods import Period, period_asked
from naap.problems import UnusableInput
from naap.returns import reminders as reminding
from naap.returns.reporting import COUNTED, Reported, counts, reporting
from naap.returns.words import LANGUAGES

__all__ = ["due", "remind"]

_BY = {
    "body": lambda line: line.expected.body,
    "point": lambda line: line.expected.obligation.point_id,
    "area": lambda line: line.expected.place,
    "period": lambda line: str(line.expected.period),
}
on_option = click.option("--on", "on", type=DAY, help="As of the end of this day. Default: today.")


@click.command(epilog="Example: naap returns due --period 2016-03; "
               "naap returns due --period 2016-H1 --body vale")  # fmt: skip
@click.option("--period", required=True, metavar="PERIOD",
              help="Reports on periods that end in it: 2016-03, 2016-Q1, 2016-H1, 2016 ...",
              )  # fmt: skip
@click.option("--body", help="Only this body.")
@on_option
@json_option
@click.pass_context
def due(
    context: click.Context, period: str, body: str | None, on: date | None, as_json: bool
) -> None:
    """List what was expected, and what came on time, late or not at all.

    Counted by body, point, area and period; then one line for each report. A return that was sent
    back and has not come again has not come, and nothing is carried forward.
    """
    workspace = workspace_of(context)
    pack = workspace.pack
    asked = period_asked(period, pack.settings.fiscal_year_starts)
    bodies = {_body(pack, body)} if body else set()
    today = on or now().date()
    with ExitStack() as stack:
        if (store := reading(workspace)) is not None:
            stack.callback(store.close)
        lines = reporting(
            pack, asked.start, asked.end, today, store, everything(workspace), bodies
        )  # fmt: skip
    if as_json:
        print_json({
            "period": str(asked), "on": today.isoformat(),
            "counts": {name: counts(lines, by) for name, by in _BY.items()},
            "reports": [_as_json(line) for line in lines],
        })  # fmt: skip
    else:
        _tell(pack, lines, asked, today)
    context.exit(1 if any(line.state == "missing" for line in lines) else 0)


def _tell(pack: Pack, lines: list[Reported], asked: Period, today: date) -> None:
    if not lines:
        click.echo(f"Nothing is owed for {asked}: the pack names no obligation for it.")
        return
    click.echo(f"Reports on {asked}, as of {today}")
    for name, by in _BY.items():
        click.echo()
        heads = "".join(f"{each.replace('_', ' '):>10}" for each in COUNTED)
        click.echo(f"{'by ' + name:<40}{heads}")
        for key, tally in counts(lines, by).items():
            numbers = "".join(f"{tally[each]:>10,}" for each in COUNTED)
            click.echo(f"{named(pack, name, key)[:39]:<40}{numbers}")
    click.echo()
    for line in lines:
        each = line.expected
        subject = each.obligation.indicator_id or each.obligation.action_id
        mark = "" if each.obligation.official else " (proposal, not official)"
        came = f", came {line.received_on}" if line.received_on else ""
        click.echo(f"{each.body}  {each.obligation.point_id}  {subject}  {each.place}  "
                   f"{each.period}  due {each.due}: {line.state}{came}{mark}")  # fmt: skip


def _as_json(line: Reported) -> dict[str, object]:
    each = line.expected
    return {
        "obligation": each.obligation.obligation_id, "official": each.obligation.official,
        "body": each.body, "point": each.obligation.point_id,
        "indicator": each.obligation.indicator_id, "action": each.obligation.action_id,
        "area": each.place, "period": str(each.period), "due": each.due.isoformat(),
        "grace_until": each.grace_until.isoformat(), "state": line.state,
        "received_on": line.received_on, "return": line.filing, "accepted": line.accepted,
        "rows": line.rows, "filled": line.filled, "reasons": line.reasons,
        "complete": line.complete,
    }  # fmt: skip


def _body(pack: Pack, body: str) -> str:
    if pack.has(BodyRow, body):
        return body
    raise UnusableInput.one("--body", found=repr(body), expected="an id from bodies.csv",
                            mend="Correct the id.")  # fmt: skip


@click.command(epilog="Example: naap returns remind --on 2024-04-03; "
               "naap returns remind --json; "
               "naap returns remind --format ics > due-dates.ics")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "ics"]), default="text",
              help="ics: a calendar file with all coming due dates and an alarm on each of the "
              "days before.")  # fmt: skip
@on_option
@json_option
@click.pass_context
def remind(context: click.Context, form: str, on: date | None, as_json: bool) -> None:
    """Write reminders for returns due in 7 days, in 3 days and today that have not come.

    English and Urdu, one paragraph each; send them as you like. Nothing is sent by this command.
    With --json the same reminders as data, with --format ics a calendar file (RFC 5545).
    """
    workspace = workspace_of(context)
    pack = workspace.pack
    today = on or now().date()
    days = None if form == "ics" and not as_json else reminding.DAYS_BEFORE
    with ExitStack() as stack:
        if (store := reading(workspace)) is not None:
            stack.callback(store.close)
        found = reminding.reminders(pack, store, today, days)
    if as_json:
        print_json([
            {**each.as_json(), "en": reminding.letter(pack, each, "en"),
             "ur": reminding.letter(pack, each, "ur")}
            for each in found
        ])  # fmt: skip
    elif form == "ics" and not found:
        # The format has no calendar without an event.
        click.echo(
            f"No due date is to come after {today}: there is no calendar to write.", err=True
        )
    elif form == "ics":
        click.echo(reminding.as_calendar(pack, found, today).encode(), nl=False)
    else:
        for each in found:
            for language in LANGUAGES:
                click.echo(reminding.letter(pack, each, language))
            click.echo()
        if not found:
            click.echo(f"No return is due in 7, 3 or 0 days from {today}.")
