"""``naap org lineage``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from naap.cli.org_asked import asked_register, moment_options, organisation_meant
from naap.cli.shared import json_option, print_json
from naap.organisations.lineage import MOST_PATHS, Lineage, Path, Step, families
from naap.organisations.register import Register
from naap.organisations.told import path_json, step_json, step_words, when_words


@click.command(epilog="Example: naap org lineage BRF; naap org lineage new-ridge --json")
@click.argument("name")
@moment_options
@json_option
@click.pass_context
def lineage(
    context: click.Context,
    name: str,
    as_of: date | None,
    stated_by: date | None,
    as_json: bool,
) -> None:
    """Tell what an organisation came from and what became of it, with date, source and confidence.

    Exit code 1: the register knows the name, or not, and no source tells of any relation.
    """
    register = asked_register(context, as_of, stated_by)
    meant = organisation_meant(register, name)
    line = Lineage.of(register.relations)
    before = line.before(meant) if meant else []
    after = line.after(meant) if meant else []
    about = line.about(meant) if meant else []
    family = next((each for each in families(register.relations) if meant in each), frozenset())
    if as_json:
        print_json(
            {
                "asked": name,
                "org_id": meant,
                "name": register.name_of(meant) if meant else None,
                "register_released": register.released.isoformat(),
                "digest": register.digest,
                "family": sorted(family),
                "before": [path_json(register, path) for path in before],
                "after": [path_json(register, path) for path in after],
                "unions": [
                    {
                        "new": new,
                        "name": register.name_of(new),
                        "parts": [step.older for step in steps if step.newer],
                        "steps": [step_json(register, step) for step in steps],
                    }
                    for new, steps in (line.unions(meant) if meant else [])
                ],
                "steps": [step_json(register, step) for step in about],
                "all_paths": max(len(before), len(after)) < MOST_PATHS,
            }
        )
    elif meant is None:
        click.echo(f"{name}: not in this register")
    else:
        click.echo(click.style(f"{register.name_of(meant)} ({meant})", bold=True))
        _tell(register, "What it came from", before)
        _tell(register, "What became of it", after)
        hops = [hop for path in (*before, *after) for hop in path.hops]
        on_paths = {id(step) for hop in hops for step in hop.steps}
        beside = [step for step in about if id(step) not in on_paths]
        if beside:
            click.echo("Also told of it")
            for step in beside:
                _tell_step(register, step)
        if not about:
            click.echo("No source in this register tells of a relation.")
        click.echo(f"Register released {register.released}, digest {register.digest}")
    context.exit(0 if about else 1)


def _tell(register: Register, title: str, paths: Sequence[Path]) -> None:
    if not paths:
        return
    click.echo(title)
    for path in paths:
        click.echo("  " + " > ".join(register.short_of(each) for each in path.bodies))
    if len(paths) >= MOST_PATHS:
        click.echo(f"  and more: the first {MOST_PATHS} paths are shown")
    seen: set[int] = set()
    click.echo("  by these steps:")
    for path in paths:
        for hop in path.hops:
            for step in hop.steps:
                if id(step) not in seen:
                    seen.add(id(step))
                    _tell_step(register, step)


def _tell_step(register: Register, step: Step) -> None:
    when = when_words(step.dating.dates if step.dating else [])
    contested = ", contested" if step.contested else ""
    click.echo(f"    {step_words(register, step)}: {when}{contested}")
    for claim in step.claims:
        until = f" until {claim.valid_to.text}" if claim.valid_to else ""
        since = claim.valid_from.text if claim.valid_from else "no date"
        note = f"; {claim.note}" if claim.note else ""
        click.echo(
            f"      {since}{until}, confidence {claim.confidence or 'not recorded'}; "
            f"{register.source_title(claim.source)} [{claim.source}]{note}"
        )
