"""``naap org decide``."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from naap.cli.shared import json_option, print_json, workspace_of
from naap.problems import UnusableInput


@click.command(
    epilog="Example: naap org decide ridge-front/1a2b3c4d5e6f7081 --not-a-match --by interior "
    '--because "A choir of that name; its registration was seen"'
)
@click.argument("rows", metavar="ROW...", nargs=-1, required=True)
@click.option("--not-a-match", is_flag=True, required=True, help="What is decided.")
@click.option("--because", required=True, metavar="TEXT", help="Why; name no person.")
@click.option("--by", "by", required=True, metavar="OFFICE",
              help="The office that decides: an id from the pack's bodies.csv; never a person.",
              )  # fmt: skip
@json_option
@click.pass_context
def decide(
    context: click.Context,
    rows: tuple[str, ...],
    not_a_match: bool,
    because: str,
    by: str,
    as_json: bool,
) -> None:
    """Say that names that were screened are not those of the bodies they resemble, and why.

    ROW is the cell 'match' of a screened row. The decision is remembered with who, when and why,
    and shown whenever the name is screened again; the row is then clear. To take it back, retract
    the judgement: naap ledger retract judgement/OFFICE/match/ROW.
    """
    from naap.ledger import Batch
    from naap.ledger.claim import RefusedClaim
    from naap.organisations import deciding
    from naap.organisations.register import read_register
    from naap.pack.tables import BodyRow
    from naap.sources.subjects import nearest

    workspace = workspace_of(context)
    ledger = workspace.writable_ledger()
    pack = workspace.pack
    if not pack.has(BodyRow, by):
        raise UnusableInput.one(
            "--by", found=repr(by),
            expected=f"an office from the pack's bodies.csv{nearest(pack, BodyRow, by)}",
            mend="Write the id of the office that decides; a person is never named.",
        )  # fmt: skip
    if not because.strip():
        raise UnusableInput.one("--because", found="nothing", expected="why it is not a match",
                                mend="Write a sentence.")  # fmt: skip
    register = read_register(workspace.snapshot(), pack)
    today = datetime.now(UTC).date()
    try:
        claims = tuple(
            deciding.not_a_match(register, row, by, because, today, workspace.clearance)
            for row in dict.fromkeys(rows)
        )
    except RefusedClaim as error:
        raise UnusableInput.one(
            "--because" if error.column == "reason" else "ROW", found=error.found,
            expected=error.expected, mend="Correct it; nothing was decided.",
        ) from None  # fmt: skip
    receipt = ledger.append(
        Batch(recorded_by=by, asserted=claims, about={"command": "org decide"})
    )  # fmt: skip
    keys = [claim.key for claim in claims]
    if as_json:
        print_json({"keys": keys, "commit": receipt.number, "digest": receipt.digest})
    else:
        click.echo(f"Decided: {', '.join(keys)}. Digest {receipt.digest}")
