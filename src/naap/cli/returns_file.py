"""``naap returns template``, ``submit`` and ``explain``."""

from __future__ import annotations

from pathlib import Path

import click

from naap.cli import MOST_TOLD
from naap.cli.returns_shared import by_option, everything, now, opened, write_whole
from naap.cli.shared import json_option, print_json, workspace_of
from naap.pack.settings import Language
from naap.problems import UnusableInput
from naap.returns.receipts import Submission

__all__ = ["explain", "submit", "template"]

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(epilog="Example: naap returns template --body vale --period 2024-03 --language ur")
@click.option("--body", required=True, help="Whose return: an id from bodies.csv.")
@click.option("--period", required=True, metavar="MONTH", help="The month, such as 2016-03.")
@click.option("--language", type=click.Choice(["en", "ur"]), default="en",
              help="Language of the headings; labels stand in both.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE",
              help="Where to write it; another file there is left alone. "
              "Default: return-BODY-MONTH.xlsx, or return-BODY-MONTH-ur.xlsx")  # fmt: skip
@json_option
@click.pass_context
def template(
    context: click.Context, body: str, period: str, language: str, out: Path | None, as_json: bool
) -> None:
    """Make the workbook that a body fills in for a month.

    It has that body's rows only, with locked codes, units, drop-downs, what was accepted last, and
    instructions. Equal input gives equal bytes. What is owed for a quarter, half-year or year
    stands in the return of the month in which it ends.
    """
    from naap.returns import template as templates
    from naap.returns.accepted import history_of
    from naap.returns.expected import month_named

    workspace = workspace_of(context)
    pack = workspace.pack
    month = month_named(period)
    templates.owed_rows(pack, body, month)
    history = history_of(everything(workspace), body, pack.settings.fiscal_year_starts)
    chosen: Language = "ur" if language == "ur" else "en"
    data = templates.template(pack, body, month, history, chosen)
    path = out or Path(f"return-{body}-{month}{'-ur' if chosen == 'ur' else ''}.xlsx")
    if path.is_file() and path.read_bytes() != data:
        raise UnusableInput.one(
            path,
            found="another file, which may hold what somebody has filled in",
            expected="no file, or this very workbook",
            mend="Move it away, or choose another name with --out; nothing was changed.",
        )
    write_whole(path, data)
    if as_json:
        rows = len(templates.owed_rows(pack, body, month))
        print_json({"file": str(path), "body": body, "period": str(month), "rows": rows})
    else:
        click.echo(path)


@click.command(epilog="Example: naap returns submit return-vale-2024-03.xlsx --by vale --dry-run")
@click.argument("file", type=FILE)
@by_option
@click.option("--body", help="Whose return it must be; another one is refused.")
@click.option("--dry-run", is_flag=True, help="Check it and store nothing.")
@click.option("--draft", is_flag=True, help="Store it as a draft, faults and all.")
@click.option("--correction", metavar="REASON", help="Why it is sent again after the lock.")
@json_option
@click.pass_context
def submit(
    context: click.Context,
    file: Path,
    by: str,
    body: str | None,
    dry_run: bool,
    draft: bool,
    correction: str | None,
    as_json: bool,
) -> None:
    """Check a filled-in workbook and take it in: whole, or not at all.

    What is wrong is told by sheet and cell, in English and Urdu, with exit code 1. What only looks
    odd (a count that fell, a number that stands still, a sum) is taken in, with a question and the
    cell to answer it in; it cannot be approved before. Prints a receipt.
    """
    from naap.returns.filing import submit as submit_return
    from naap.returns.xlsx import LARGEST_FILE

    workspace = workspace_of(context)
    with file.open("rb") as opened_file:
        data = opened_file.read(LARGEST_FILE + 1)
    with opened(workspace) as store:
        outcome = submit_return(
            store, workspace.pack, everything(workspace), data, file.name, by=by, now=now(),
            body=body, correction=correction, draft=draft, dry_run=dry_run,
        )  # fmt: skip
    if as_json:
        print_json(outcome.as_json())
    else:
        _tell(outcome, dry_run)
    context.exit(1 if outcome.messages else 0)


def _tell(outcome: Submission, dry_run: bool) -> None:
    click.echo(f"{outcome.body}, {outcome.month}: {outcome.rows} rows, {outcome.filled} with a "
               f"value, {outcome.reasons} with a reason why there is none")  # fmt: skip
    for message in outcome.messages[:MOST_TOLD]:
        click.echo(f"  {message}\n    {message.ur}")
    more = len(outcome.messages) - MOST_TOLD + outcome.more_messages
    if more > 0:
        click.echo(f"  and {more:,} more; --json lists them")
    for question in outcome.questions:
        click.echo(f"  {question.address}: {question.en}\n    {question.ur}")
    if outcome.filing is None:
        click.echo("Nothing was stored." if outcome.messages or not dry_run
                   else "It would be taken in. Nothing was stored.")  # fmt: skip
        return
    said = "had come before; nothing was done" if outcome.repeated else outcome.filing.state
    click.echo(f"{outcome.filing.id}: {said}")
    for name, value in outcome.receipt.items():
        click.echo(f"  {name}: {value}")


@click.command(epilog='Example: naap returns explain vale-2024-03-1 --cell '
               '"Numbers!L7=Two centres were closed for repair" --by vale')  # fmt: skip
@click.argument("return_id", metavar="RETURN")
@click.option("--cell", "cells", multiple=True, required=True, metavar="CELL=TEXT",
              help="The cell that was named, and the explanation. May be repeated.")  # fmt: skip
@by_option
@json_option
@click.pass_context
def explain(
    context: click.Context, return_id: str, cells: tuple[str, ...], by: str, as_json: bool
) -> None:
    """Answer what a check asks about a number, without a new file."""
    from naap.returns.filing import explain as explain_return

    workspace = workspace_of(context)
    with opened(workspace) as store:
        explain_return(
            store, workspace.pack, return_id, cells_and_texts(cells), by=by, now=now()
        )  # fmt: skip
        left = store.open_questions(return_id)
    if as_json:
        print_json({"return": return_id, "open": [each.address for each in left]})
    else:
        click.echo(f"{return_id}: {len(left)} questions are open")


def cells_and_texts(given: tuple[str, ...]) -> dict[str, str]:
    """CELL=TEXT, several times; UnusableInput where one of the two is missing."""
    found = {}
    for each in given:
        cell, sign, text = each.partition("=")
        if not sign or not cell.strip() or not text.strip():
            raise UnusableInput.one("--cell", found=repr(each), expected="CELL=TEXT",
                                    mend='Write: --cell "Numbers!J7=why"')  # fmt: skip
        found[cell.strip()] = text.strip()
    return found
