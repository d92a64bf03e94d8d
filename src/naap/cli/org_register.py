"""``naap org listed``."""

from __future__ import annotations

from datetime import date

import click

from naap.cli.org_asked import asked_register, moment_options, organisation_meant
from naap.cli.shared import DAY, json_option, print_json
from naap.organisations.listed import Turn, Verdict, coverage_of
from naap.organisations.listed import listed as listed_by
from naap.organisations.register import Listing, Register
from naap.organisations.told import (
    coverage_json,
    coverage_words,
    verdict_json,
    when_words,
)
from naap.problems import UnusableInput


@click.command(
    epilog='Example: naap org listed "Black Ridge Front" --on 2021-06-01; '
    "naap org listed ridge-front --on 2021-06-01 --authority interior --json"
)
@click.argument("name")
@click.option("--on", type=DAY, required=True, help="The day that is asked about.")
@click.option("--authority", help="Ask this authority's list alone. Default: all in the register.")
@moment_options
@json_option
@click.pass_context
def listed(
    context: click.Context,
    name: str,
    on: date,
    authority: str | None,
    as_of: date | None,
    stated_by: date | None,
    as_json: bool,
) -> None:
    """Tell whether each authority listed an organisation on a day, and by what source.

    The answers: yes; no; "listed, date unknown"; "uncertain", where sources differ or are not exact
    enough for that day; and "not in this register", which says nothing about the list itself.
    """
    register = asked_register(context, as_of, stated_by)
    authorities = _authorities(register, authority)
    meant = organisation_meant(register, name)
    verdicts = listed_by(register, meant, on, authorities) if meant else []
    if as_json:
        print_json(
            {
                "asked": name,
                "org_id": meant,
                "name": register.name_of(meant) if meant else None,
                "on": on.isoformat(),
                "as_of": as_of,
                "stated_by": stated_by,
                "register_released": register.released.isoformat(),
                "digest": register.digest,
                "answer": _together(verdicts),
                "authorities": [verdict_json(register, each) for each in verdicts],
                "coverage": [
                    coverage_json(register, coverage_of(register, each)) for each in authorities
                ],
            }
        )
        return
    if meant is None:
        click.echo(f"{name}: not in this register")
    else:
        click.echo(click.style(f"{register.name_of(meant)} ({meant}) on {on}", bold=True))
    for verdict in verdicts:
        _tell(register, verdict)
    _tell_coverage(register, authorities, on)


def _authorities(register: Register, authority: str | None) -> list[str]:
    if authority is None:
        return list(register.authorities)
    named = {name.casefold(): each for each, name in register.authorities.items()}
    meant = authority if authority in register.authorities else named.get(authority.casefold())
    if meant is None:
        raise UnusableInput.one(
            "--authority",
            found=repr(authority),
            expected=f"one of {', '.join(register.authorities) or 'none: no list is known'}",
            mend="Name one of them, or leave the option out to ask all.",
        )
    return [meant]


def _together(verdicts: list[Verdict]) -> str:
    """The one answer where all that were asked give the same; else 'by authority'."""
    answers = {each.answer for each in verdicts}
    if not answers:
        return "not in this register"
    return answers.pop() if len(answers) == 1 else "by authority"


def _tell(register: Register, verdict: Verdict) -> None:
    authority = register.authorities.get(verdict.authority, verdict.authority)
    click.echo(f"{authority}: " + click.style(verdict.answer, bold=True))
    for turn in verdict.turns:
        _tell_turn(register, turn)
    for each in verdict.undated:
        _tell_claim(register, each, f"{each.event}" if each.when is None else each.event)
    for each in verdict.observed:
        when = each.when.text if each.when else "date not recorded"
        _tell_claim(register, each, f"{each.event} {when}, which is not listed")
    for through in verdict.through:
        relation = through.relation.relation.replace("_", " ")
        source = register.source_title(through.relation.source)
        click.echo(
            f"  {relation} {register.name_of(through.organisation)}, says {source}; "
            f"that one is listed: {through.answer}"
        )
    for said in verdict.withdrawn:
        if isinstance(said, Listing):
            when = when_words([said.when] if said.when else [])
            click.echo(f"  retracted on {said.recorded_on}: {said.event} {when}")


def _tell_turn(register: Register, turn: Turn) -> None:
    what = "listed" if turn.puts_on else "taken off the list"
    contested = ", contested" if turn.dating.contested else ""
    click.echo(f"  {what} {when_words(turn.dating.dates)}{contested}")
    for claim in turn.claims:
        _tell_claim(register, claim, claim.when.text if claim.when else "no date", "    ")


def _tell_claim(register: Register, claim: Listing, what: str, indent: str = "  ") -> None:
    source = f"{register.source_title(claim.source)} [{claim.source}]"
    unread = "" if claim.verified or claim.when is None else "; date not read in the source itself"
    note = f"; {claim.note}" if claim.note else ""
    click.echo(f"{indent}{what}: {claim.instrument}; {source}{unread}{note}")


def _tell_coverage(register: Register, authorities: list[str], on: date) -> None:
    click.echo(f"Register released {register.released}, digest {register.digest}")
    for authority in authorities:
        coverage = coverage_of(register, authority)
        click.echo(f"  {coverage_words(register, coverage)}")
        if coverage.newest_source is not None and on > coverage.newest_source:
            click.echo("    The day lies after the newest source: later changes are not known.")
