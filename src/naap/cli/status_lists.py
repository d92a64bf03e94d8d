"""``naap status contradictions``, ``balance`` and ``neglect``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from naap.cli.shared import json_option, print_json
from naap.cli.status_shared import asked, marked, on_option, period_option, periods_option, table

if TYPE_CHECKING:
    from naap.pack import Pack
    from naap.status import Contradiction, Neglected, Status

__all__ = ["balance", "contradictions", "neglect", "tell_balance", "tell_contradictions",
           "tell_neglect"]  # fmt: skip


@click.command(epilog="Example: naap status contradictions --period 2024-H1 --periods 4")
@period_option
@periods_option
@on_option
@json_option
@click.pass_context
def contradictions(
    context: click.Context, period: str | None, periods: int | None, on: date | None, as_json: bool
) -> None:
    """List what does not go together, with the numbers and the claims.

    Reported complete while the number that should show it stands still, or a milestone is open;
    complete, then silent; no return for so many periods; progress with no money spent; completion
    that goes backwards. The exit code is 1 where there is any.
    """
    from naap.status.as_data import contradiction_as_data

    found = asked(context, period, on, periods)
    if as_json:
        print_json({
            "period": str(found.period), "on": found.status.day.isoformat(),
            "contradictions": [contradiction_as_data(each)
                               for each in found.status.contradictions],
        })  # fmt: skip
    else:
        tell_contradictions(found.status, claims=True)
    context.exit(1 if found.status.contradictions else 0)


def tell_contradictions(status: Status, claims: bool = False) -> None:
    from naap.status.words import said, word

    if not status.contradictions:
        click.echo("Contradictions: none found")
        return
    click.echo(f"Contradictions: {len(status.contradictions)}")
    # What a body is silent about in one go is told in one line.
    together: dict[tuple[str, str, str, str], list[Contradiction]] = {}
    for each in status.contradictions:
        about = (
            ""
            if each.id == "silent"
            else (f"{each.point_id} {each.subject}{marked(each.official)}, ")
        )
        key = (each.id, about, each.body, said(each.why, "en"))
        together.setdefault(key, []).append(each)
    heading = ""
    for (named, about, body, sentence), rows in together.items():
        if named != heading:
            heading = named
            click.echo(f"  {word(heading, 'en')} [{heading}]")
        places = ", ".join(dict.fromkeys(each.place for each in rows))
        click.echo(f"    {about}{body}, {places}: {sentence}")
        if not about:
            subjects = dict.fromkeys(f"{each.subject}{marked(each.official)}" for each in rows)
            click.echo(f"      {', '.join(subjects)}")
        found = [claim[:12] for each in rows for claim in each.claims]
        if claims and found:
            click.echo(f"      claims: {', '.join(found)}")


@click.command(epilog="Example: naap status balance --period 2024-H1")
@period_option
@on_option
@json_option
@click.pass_context
def balance(context: click.Context, period: str | None, on: date | None, as_json: bool) -> None:
    """Set kinetic and non-kinetic measures side by side, on four separate axes.

    Points, actions, money at each step (in the units in which it was told), and milestones. They
    are never made into one number. A stroke stands where nobody told.
    """
    from naap.status.as_data import balance_as_data

    found = asked(context, period, on)
    if as_json:
        print_json({"period": str(found.period), "on": found.status.day.isoformat(),
                    "plan": found.status.plan,
                    **balance_as_data(found.status.balance)})  # fmt: skip
    else:
        click.echo(f"{found.period}, plan {found.status.plan}")
        tell_balance(found.status)


def tell_balance(status: Status) -> None:
    from naap.status.as_data import plain
    from naap.status.money import STEPS

    shown = status.balance
    click.echo("Balance, on four axes that are not added up")
    domains = list(dict.fromkeys([*shown.domains, *(each.domain for each in shown.money)]))
    points = {each.domain: each for each in shown.points}
    actions = {each.domain: each for each in shown.actions}
    steps = {each.domain: each for each in shown.milestones}
    table(
        ["", "points", "actions", "milestones", "due", "delivered", "shown independently"],
        [[domain, points[domain].count, actions[domain].count, steps[domain].count,
          steps[domain].due, steps[domain].delivered, steps[domain].independent]
         for domain in shown.domains],
        numbers=lambda at: at > 0,
    )  # fmt: skip
    units = sorted({each.unit for each in shown.money})
    if not units:
        click.echo("  money: nobody told of any")
    for unit in units:
        of = {(each.domain, each.step): each for each in shown.money if each.unit == unit}
        table(
            [f"money, {unit}", *STEPS, "of periods"],
            [[domain,
              *("-" if (value := of[domain, step].value) is None else plain(value)
                for step in STEPS),
              ", ".join(sorted({p for step in STEPS for p in of[domain, step].periods})) or "-"]
             for domain in domains if (domain, STEPS[0]) in of],
            numbers=lambda at: 0 < at <= len(STEPS),
        )  # fmt: skip


@click.command(epilog="Example: naap status neglect --period 2024-H1 --periods 6")
@period_option
@periods_option
@on_option
@json_option
@click.pass_context
def neglect(
    context: click.Context, period: str | None, periods: int | None, on: date | None, as_json: bool
) -> None:
    """List non-kinetic actions of which no report, budget or movement was seen for so many periods.

    A period is that of the action's own reports; where nobody owes one, a quarter. Points without
    any action stand in the list too. The exit code is 1 where there is any.
    """
    from naap.status.as_data import neglected_as_data

    found = asked(context, period, on, periods)
    if as_json:
        print_json({
            "period": str(found.period), "on": found.status.day.isoformat(),
            "neglected": [neglected_as_data(each) for each in found.status.neglected],
        })  # fmt: skip
    else:
        tell_neglect(found.pack, found.status)
    context.exit(1 if found.status.neglected else 0)


def tell_neglect(pack: Pack, status: Status) -> None:
    found = status.neglected
    if not found:
        click.echo("Neglected: nothing non-kinetic lacks a report, a budget or movement")
        return
    wholly = sum(each.wholly for each in found)
    click.echo(f"Neglected: {len(found)} non-kinetic, of which {wholly} lack report, budget and "
               "movement")  # fmt: skip
    table(
        ["", "", "lacks", "since", "last seen"],
        [[each.subject, _title(pack, each), ", ".join(each.lacks), each.since,
          ", ".join(f"{sign} {period}" for sign, period in each.seen) or "never"]
         for each in found],
        widest=60,
    )  # fmt: skip


def _title(pack: Pack, each: Neglected) -> str:
    from naap.pack.tables import ActionRow, PointRow
    from naap.status.words import word

    if each.is_action:
        return f"{pack.get(ActionRow, each.subject).title_en}{marked(each.official)}"
    title = pack.get(PointRow, each.subject).title_en
    return f"{title} ({word('no_action', 'en')})"
