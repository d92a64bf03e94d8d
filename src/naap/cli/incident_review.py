"""``naap incidents review``."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from naap.cli.incident_reconcile import likely_option, made, model_option
from naap.cli.incident_show import beside
from naap.cli.shared import json_option, print_json, progress_printer, workspace_of
from naap.problems import UnusableInput

if TYPE_CHECKING:
    from naap.incidents.judging import Answer
    from naap.incidents.uncertain import Uncertain
    from naap.ledger import Receipt
    from naap.workspace import Workspace

_KEYS: dict[str, Answer] = {"o": "one event", "t": "two events"}


@click.command(
    epilog="Example: naap incidents review --by interior; naap incidents review --limit 50 --json; "
    "naap incidents review --decide acled/SZK17 gtd/201403040001 --answer one --by interior "
    '--because "Both tell of the bombing at the mill"'
)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True,
              help="So many pairs at most.")  # fmt: skip
@click.option("--by", "by", metavar="OFFICE",
              help="The office that decides: an id from the pack's bodies.csv; never a person.",
              )  # fmt: skip
@click.option("--decide", nargs=2, metavar="ACCOUNT ACCOUNT",
              help="Decide on these two without being asked.")  # fmt: skip
@click.option("--answer", type=click.Choice(["one", "two"]), help="One event, or two.")
@click.option("--because", metavar="TEXT", help="Why; name no person.")
@model_option
@likely_option
@json_option
@click.pass_context
def review(
    context: click.Context,
    limit: int,
    by: str | None,
    decide: tuple[str, str] | None,
    answer: str | None,
    because: str | None,
    model_file: Path | None,
    likely: bool,
    as_json: bool,
) -> None:
    """Decide on pairs of accounts that may tell of one event, the most useful first.

    With --by, each pair is shown and asked for: o (one event), t (two events), s (skip), q (quit).
    Without it the pairs are listed. Each decision is a claim in the ledger, is kept at once, and
    outranks the model; take it back with naap ledger retract. The exit code is 1 where pairs are
    left.
    """
    from naap.incidents.uncertain import uncertain_pairs

    workspace = workspace_of(context)
    if decide:
        _decide_one(workspace, decide, answer, by, because, as_json)
        return
    if by:
        _check_office(workspace, by)
    progress = progress_printer()
    pairs = uncertain_pairs(made(workspace, model_file, likely, progress))
    progress("")
    if as_json:
        print_json({"left": len(pairs), "pairs": [_as_json(each) for each in pairs[:limit]]})
    elif by:
        done = _ask(workspace, pairs[:limit], by)
        click.echo(f"{done:,} decided, {len(pairs) - done:,} left")
        context.exit(1 if len(pairs) > done else 0)
    else:
        for each in pairs[:limit]:
            click.echo(f"{_headline(each)}\n    {each.why}")
        click.echo(f"{len(pairs):,} pairs to look at; decide with --by OFFICE")
    context.exit(1 if pairs else 0)


def _ask(workspace: Workspace, pairs: list[Uncertain], by: str) -> int:
    """Show one pair after the other; how many were decided."""
    from naap.incidents.incident import accounts_of, respects_of
    from naap.sources.parties import Parties, spelled_in

    snapshot = workspace.snapshot()
    parties = Parties(workspace.pack, spelled_in(snapshot))
    done = 0
    for number, each in enumerate(pairs, start=1):
        accounts = accounts_of(snapshot, [each.one, each.other])
        click.echo(f"\n{number} of {len(pairs)}: {_headline(each)}")
        beside([row["key"].removeprefix("account/") for row in accounts],
               respects_of(accounts, parties))  # fmt: skip
        key = click.prompt("One event (o), two (t), skip (s), quit (q)?",
                           type=click.Choice(["o", "t", "s", "q"]), default="s")  # fmt: skip
        if key == "q":
            break
        if key in _KEYS:
            why = click.prompt("Why? (name no person)", default="The accounts were compared")
            _append(workspace, (each.one, each.other), _KEYS[key], by, why)
            done += 1
    return done


def _decide_one(
    workspace: Workspace,
    pair: tuple[str, str],
    answer: str | None,
    by: str | None,
    because: str | None,
    as_json: bool,
) -> None:
    from naap.incidents.incident import account_key, accounts_of

    for option, given in (("--answer", answer), ("--by", by), ("--because", because)):
        if not (given or "").strip():
            raise UnusableInput.one(
                option, found="nothing", expected="what was decided, by which office and why",
                mend="Write: --answer one --by OFFICE --because TEXT; see --help.",
            )  # fmt: skip
    assert by is not None
    assert because is not None
    _check_office(workspace, by)
    one, other = (account_key(each) for each in pair)
    held = [row["key"] for row in accounts_of(workspace.snapshot(), [one, other])]
    missing = [each for each in (one, other) if each not in held]
    if missing or one == other:
        raise UnusableInput.one(
            "--decide", found=", ".join(missing) or f"{one} twice",
            expected="two accounts that the ledger holds, such as acled/SZK17",
            mend="Copy them from: naap incidents review",
        )  # fmt: skip
    said: Answer = "one event" if answer == "one" else "two events"
    key, receipt = _append(workspace, (one, other), said, by, because)
    if as_json:
        print_json({"key": key, "answer": said, "commit": receipt.number, "digest": receipt.digest})
    else:
        click.echo(f"Decided: {said} ({key}). Digest {receipt.digest}")


def _append(
    workspace: Workspace, pair: tuple[str, str], answer: Answer, by: str, because: str
) -> tuple[str, Receipt]:
    from naap.incidents.judging import judge
    from naap.ledger import Batch
    from naap.ledger.claim import RefusedClaim

    today = datetime.now(UTC).date()
    try:
        claim = judge(*pair, answer, by, because, today, workspace.clearance)
    except RefusedClaim as error:
        raise UnusableInput.one(
            "--because", found=error.found, expected=error.expected,
            mend="Correct it; nothing was decided.",
        ) from None  # fmt: skip
    batch = Batch(recorded_by=by, asserted=(claim,), about={"command": "incidents review"})
    return claim.key, workspace.writable_ledger().append(batch)


def _check_office(workspace: Workspace, by: str) -> None:
    from naap.pack.tables import BodyRow
    from naap.sources.subjects import nearest

    if not workspace.pack.has(BodyRow, by):
        raise UnusableInput.one(
            "--by", found=repr(by),
            expected=f"an office from the pack's bodies.csv{nearest(workspace.pack, BodyRow, by)}",
            mend="Write the id of the office that decides; a person is never named.",
        )  # fmt: skip
    workspace.writable_ledger()


def _headline(pair: Uncertain) -> str:
    one, other = (each.removeprefix("account/") for each in (pair.one, pair.other))
    sure = "" if pair.probability is None else f", probability {pair.probability:.2f}"
    return f"{one} and {other}: {pair.state}{sure}"


def _as_json(pair: Uncertain) -> dict[str, object]:
    return {**dataclasses.asdict(pair), "use": round(pair.use, 4)}
