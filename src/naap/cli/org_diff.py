"""``naap org diff``."""

from __future__ import annotations

from datetime import date

import click

from naap.cli.org_asked import asked_register, moment_options
from naap.cli.shared import DAY, json_option, print_json
from naap.organisations.register import Register
from naap.organisations.register_diff import ListChange, RegisterDiff, StepChange, register_diff
from naap.organisations.told import diff_json, step_words, when_words
from naap.problems import UnusableInput


@click.command(epilog="Example: naap org diff --from 2020-01-01 --to 2020-12-31")
@click.option("--from", "start", type=DAY, required=True, help="The day before the first change.")
@click.option("--to", "end", type=DAY, required=True, help="The last day that counts.")
@moment_options
@json_option
@click.pass_context
def diff(
    context: click.Context,
    start: date,
    end: date,
    as_of: date | None,
    stated_by: date | None,
    as_json: bool,
) -> None:
    """List what changed between two days: listings, relations, names.

    A change counts where it was after the first day and not after the second. One whose date leaves
    that open is told as possible.
    """
    if end < start:
        raise UnusableInput.one(
            "--to",
            found=f"{end}, which lies before {start}",
            expected="a day after --from",
            mend="Give the earlier day as --from.",
        )
    register = asked_register(context, as_of, stated_by)
    changed = register_diff(register, start, end)
    if as_json:
        print_json(diff_json(register, changed))
        return
    _tell(register, changed)


def _tell(register: Register, changed: RegisterDiff) -> None:
    click.echo(f"After {changed.start}, up to {changed.end}")
    click.echo(click.style(f"Listings ({len(changed.listings)})", bold=True))
    for listing in changed.listings:
        _tell_listing(register, listing)
    click.echo(click.style(f"Relations ({len(changed.relations)})", bold=True))
    for each in changed.relations:
        _tell_relation(register, each)
    click.echo(click.style(f"Names first printed ({len(changed.names)})", bold=True))
    for change in changed.names:
        name = change.name
        since = when_words([period] if (period := name.valid_from or name.stated_on) else [])
        source = register.source_title(name.source)
        click.echo(f"  {since}  {register.name_of(name.organisation)}: {name.name} ({source})")
    click.echo(
        f"Without a date, and so in none of this: {changed.undated_listings} listings, "
        f"{changed.undated_relations} relations. Register released {register.released}, "
        f"digest {register.digest}"
    )


def _tell_listing(register: Register, change: ListChange) -> None:
    possibly = "" if change.surely else ", possibly between these days"
    authority = register.authorities.get(change.authority, change.authority)
    if change.turn is not None:
        contested = ", contested" if change.turn.dating.contested else ""
        what = "listed" if change.turn.puts_on else "taken off the list"
        when = when_words(change.turn.dating.dates) + contested
        sources = sorted({each.source for each in change.turn.claims})
    else:
        what, observed = "put under observation", change.observed
        when = when_words([observed.when] if observed and observed.when else [])
        sources = [observed.source] if observed else []
    click.echo(
        f"  {when}  {register.name_of(change.organisation)} {what} by {authority}{possibly} "
        f"[{', '.join(sources)}]"
    )


def _tell_relation(register: Register, change: StepChange) -> None:
    possibly = "" if change.surely else ", possibly between these days"
    step = change.step
    when = when_words(step.dating.dates if step.dating else [])
    if change.ended:
        when = when_words([each.valid_to for each in step.claims if each.valid_to]) + ", the end"
    contested = ", contested" if step.contested else ""
    sources = ", ".join(sorted({each.source for each in step.claims}))
    click.echo(f"  {when}  {step_words(register, step)}{contested}{possibly} [{sources}]")
