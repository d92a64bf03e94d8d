"""``naap incidents show``."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from naap.cli.incident_reconcile import likely_option, made, model_option
from naap.cli.shared import json_option, print_json, progress_printer, workspace_of

if TYPE_CHECKING:
    from naap.incidents.incident import Incident, Respect

_WIDTH = 34


@click.command(
    epilog="Example: naap incidents show acled/SZK17; "
    "naap incidents show account/ucdp-ged/372969 --json"
)
@click.argument("wanted", metavar="ID")
@model_option
@likely_option
@json_option
@click.pass_context
def show(
    context: click.Context, wanted: str, model_file: Path | None, likely: bool, as_json: bool
) -> None:
    """Show an incident: each account beside the others, what they agree and disagree on.

    ID is the incident's id, or the key of any of its accounts. The exit code is 1 where the
    accounts disagree on something.
    """
    from naap.incidents.incident import find_incident
    from naap.sources.parties import Parties, spelled_in

    workspace = workspace_of(context)
    progress = progress_printer()
    found = made(workspace, model_file, likely, progress)
    progress("")
    snapshot = workspace.snapshot()
    parties = Parties(workspace.pack, spelled_in(snapshot))
    incident = find_incident(found, snapshot, parties, wanted)
    if as_json:
        print_json(_as_json(incident))
    else:
        _tell(incident)
    context.exit(1 if any(each.verdict == "differ" for each in incident.respects) else 0)


def _as_json(incident: Incident) -> dict[str, Any]:
    return {
        **incident.row,
        "asked": incident.asked,
        "accounts": [
            {name: value for name, value in row.items() if value is not None}
            for row in incident.accounts
        ],
        "respects": [dataclasses.asdict(each) for each in incident.respects],
        "victims": incident.victims,
        "links": incident.links,
    }


def _tell(incident: Incident) -> None:
    row = incident.row
    if incident.asked != row["incident_id"]:
        click.echo(f"{incident.asked} is told of in:")
    click.echo(f"incident {row['incident_id']} ({row['family']})")
    for harm in ("killed", "injured"):
        if row[f"{harm}_best"] is not None:
            low, best, high = (row[f"{harm}_{each}"] for each in ("low", "best", "high"))
            bounds = "" if low == best == high else f"lowest {low}, highest {high}; "
            click.echo(f"{harm}: {best} ({bounds}{row[f'{harm}_rule']})")
    click.echo(f"data sets: {row['n_sources']}; accounts: {row['n_accounts']}")
    if row["disagreement"] is not None:
        click.echo(f"disagreement: {row['disagreement']:.2f} of the respects that can be compared")
    click.echo("")
    beside([each["key"].removeprefix("account/") for each in incident.accounts], incident.respects)
    members = {each["key"] for each in incident.accounts}
    inside = [link for link in incident.links if {link["one"], link["other"]} <= members]
    outside = [link for link in incident.links if link not in inside]
    if inside:
        click.echo("\nheld together by")
        for link in inside:
            click.echo(f"  {_link(link)}")
    if outside:
        click.echo("\nmay be one event with")
        for link in outside:
            click.echo(f"  {_link(link)}")


def beside(names: list[str], respects: tuple[Respect, ...]) -> None:
    """A table with a column for each account."""
    columns = [[name, *(each.said[at] or "-" for each in respects if _told(each))]
               for at, name in enumerate(names)]  # fmt: skip
    first = ["", *(each.name for each in respects if _told(each))]
    last = ["", *("" if each.verdict == "one tells" else each.verdict
                  for each in respects if _told(each))]  # fmt: skip
    for cells in zip(first, *columns, last, strict=True):
        words = [cell[: _WIDTH - 1] for cell in cells]
        widths = [18, *(min(_WIDTH, 2 + max(map(len, column))) for column in columns), 0]
        click.echo("".join(word.ljust(width) for word, width in zip(words, widths, strict=True))
                   .rstrip())  # fmt: skip


def _told(respect: Respect) -> bool:
    return respect.verdict != "nobody tells"


def _link(link: dict[str, Any]) -> str:
    one, other = (link[end].removeprefix("account/") for end in ("one", "other"))
    sure = "" if link["probability"] is None else f", probability {link['probability']:.2f}"
    return f"{one} and {other}: {link['state']}{sure}"
