"""``naap ledger``: look into the ledger, prove that it is unaltered, correct it."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import click

from naap.cli.shared import DAY, json_option, print_json, progress_printer, workspace_of
from naap.engine import Engine
from naap.ledger import Batch, Moment, Receipt
from naap.ledger.claim import plain_number
from naap.ledger.diff import changes_between
from naap.ledger.expunge import expunge as expunge_claims
from naap.ledger.handling import LABELS
from naap.ledger.kind import kind_named
from naap.ledger.manifest import Manifest
from naap.ledger.snapshot import Snapshot
from naap.ledger.tidy import debris
from naap.ledger.tidy import tidy as remove_debris
from naap.ledger.verify import verify as verify_ledger
from naap.problems import UnusableInput

__all__ = ["ledger"]

as_of_option = click.option(
    "--as-of", type=DAY, help="What this ledger held at the end of that day (UTC)."
)
stated_by_option = click.option(
    "--stated-by", type=DAY, help="Only what sources had said by the end of that day."
)
by_option = click.option(
    "--by", "by", required=True, metavar="POST", help="The post that decides; never a person."
)
reason_option = click.option(
    "--reason", required=True, metavar="TEXT", help="Why. It stands in the log for ever."
)


@click.group(epilog="Example: naap ledger log; naap ledger verify --against 3f9c21a0")
def ledger() -> None:
    """Look into the ledger, prove that nothing was altered, and correct it.

    The ledger is the folder of claims that every number comes from. It only ever grows: a
    correction is a new entry, and any past day can be asked for again.
    """


@ledger.command(epilog="Example: naap ledger log --as-of 2016-06-30")
@as_of_option
@json_option
@click.pass_context
def log(context: click.Context, as_of: date | None, as_json: bool) -> None:
    """List the commits: when, by whom, how many operations, the digest, remarks."""
    moment = Moment(as_of)
    commits = [each for each in workspace_of(context).ledger().log() if moment.includes(each)]
    if as_json:
        print_json([_commit_as_json(each) for each in commits])
        return
    for each in commits:
        what = ", ".join(f"{file.rows:,} {file.kind}" for file in each.files)
        if each.expunged:
            what = f"{len(each.expunged):,} claims expunged"
        click.echo(
            f"{each.number:>6}  {each.recorded_at:%Y-%m-%d %H:%M:%S}  {each.digest[:12]}  "
            f"{each.recorded_by}: {what}"
        )
        remarks = ", ".join(f"{name} {value}" for name, value in each.about.items() if value)
        if remarks:
            click.echo(f"{'':8}{remarks}")
    if not commits:
        click.echo("No commits.")


@ledger.command(epilog="Example: naap ledger verify --against 3f9c21a0")
@click.option("--against", metavar="DIGEST", help="A digest (or its beginning) that you kept.")
@json_option
@click.pass_context
def verify(context: click.Context, against: str | None, as_json: bool) -> None:
    """Prove that nothing was altered: every file, claim and commit against its hash.

    A printed review carries a digest. Give it with --against: without one, a whole ledger put in
    the place of another cannot be told from it. Exit code 1 where something differs.
    """
    if against is not None and not re.fullmatch(r"[0-9a-fA-F]{6,64}", against):
        raise UnusableInput.one(
            "--against",
            found=repr(against),
            expected="a digest, or at least its first six characters",
            mend="Copy it from the review or from: naap ledger log",
        )
    opened = workspace_of(context).ledger()
    problems = verify_ledger(opened, against, progress_printer())
    if as_json:
        print_json({"fine": not problems, "problems": [each.as_json() for each in problems]})
    elif problems:
        for problem in problems:
            click.echo(str(problem))
    else:
        click.echo(f"Nothing was altered. Commits: {len(opened.log()):,}. Digest {opened.digest()}")
        if against is None:
            click.echo("For proof against a digest that you kept, add --against DIGEST.")
    context.exit(1 if problems else 0)


@ledger.command(epilog="Example: naap ledger digest --as-of 2016-06-30")
@as_of_option
@json_option
@click.pass_context
def digest(context: click.Context, as_of: date | None, as_json: bool) -> None:
    """Print the digest: equal evidence has an equal digest, on every machine."""
    found = workspace_of(context).snapshot(Moment(as_of)).digest
    print_json({"digest": found}) if as_json else click.echo(found)


@ledger.command(epilog="Example: naap ledger show figure/pack-example/desk-2017-attacks")
@click.argument("wanted", metavar="CLAIM_OR_KEY")
@as_of_option
@stated_by_option
@json_option
@click.pass_context
def show(
    context: click.Context,
    wanted: str,
    as_of: date | None,
    stated_by: date | None,
    as_json: bool,
) -> None:
    """Show all that was ever recorded under a key, or under a claim id or its beginning.

    The entry that holds is marked. A key is KIND/SERIES/RECORD_KEY. Exit code 1 where nothing is
    found that you may read.
    """
    if len(wanted) < 4:
        raise UnusableInput.one(
            "CLAIM_OR_KEY",
            found=repr(wanted),
            expected="a key, or at least four characters of a claim id",
            mend="Write KIND/SERIES/RECORD_KEY, or more of the id.",
        )
    snapshot = workspace_of(context).snapshot(Moment(as_of, stated_by))
    rows = snapshot.find(wanted)
    reasons = {commit.number: commit.about.get("reason") for commit in snapshot.log}
    for row in rows:
        row["holds"] = _holds(snapshot, row)
        row["reason"] = reasons.get(row["number"])
    if as_json:
        print_json(rows)
    elif not rows:
        click.echo(f"Nothing recorded under {wanted} that you may read.")
    for row in [] if as_json else rows:
        _tell_row(row)
    context.exit(0 if rows else 1)


@ledger.command(epilog="Example: naap ledger diff 12 13; naap ledger diff 2016-06-30 now")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B", default="now")
@stated_by_option
@json_option
@click.pass_context
def diff(
    context: click.Context, before: str, after: str, stated_by: date | None, as_json: bool
) -> None:
    """Show what changed from A to B: commit numbers, digests or their beginning, dates, or now."""
    workspace = workspace_of(context)
    opened = workspace.ledger()
    commits = opened.log()
    one, other = (workspace.snapshot(_moment(text, commits, stated_by)) for text in (before, after))
    changes = changes_between(one, other)
    if as_json:
        print_json([asdict(change) for change in changes])
        return
    for change in changes:
        click.echo(f"{change.what:<8} {change.key}")
        if change.what == "revised":
            for column, (was, now) in change.columns.items():
                click.echo(f"{'':9}{column}: {was} -> {now}")
    counts = ", ".join(
        f"{sum(change.what == what for change in changes):,} {what}"
        for what in ("added", "revised", "removed")
    )
    click.echo(counts)


@ledger.command(epilog="Example: naap ledger tidy --dry-run")
@click.option(
    "--older-than",
    metavar="MINUTES",
    type=click.FloatRange(min=0),
    default=60,
    show_default=True,
    help="Leave younger files alone: another writer may be at work on them.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be removed, and leave it.")
@json_option
@click.pass_context
def tidy(context: click.Context, older_than: float, dry_run: bool, as_json: bool) -> None:
    """Remove files that belong to no commit: what a writer left that was stopped."""
    workspace = workspace_of(context)
    if dry_run:
        paths = debris(workspace.ledger(), older_than)
    else:
        paths = remove_debris(workspace.writable_ledger(), older_than)
    if as_json:
        print_json({"removed": not dry_run, "files": [str(path) for path in paths]})
        return
    for path in paths:
        click.echo(str(path))
    click.echo(f"{len(paths):,} files {'would be' if dry_run else 'were'} removed")


@ledger.command(epilog='Example: naap ledger expunge CLAIM_ID --by registrar --reason "order 12"')
@click.argument("claim_ids", metavar="CLAIM_ID...", nargs=-1, required=True)
@by_option
@reason_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@click.pass_context
def expunge(
    context: click.Context,
    claim_ids: tuple[str, ...],
    by: str,
    reason: str,
    yes: bool,
    as_json: bool,
) -> None:
    """Remove the content of claims for ever: from every file, past view and cache.

    For what must not be kept (a court order, a name that leaked in). To correct a claim, import
    the corrected one or retract it. In REASON name the order or the rule, never the content.
    """
    workspace = workspace_of(context)
    opened = workspace.writable_ledger()
    if not yes:
        click.confirm(
            f"Remove the content of {len(claim_ids)} claim(s)? It cannot be undone.",
            abort=True,
            err=True,
        )
    commit = expunge_claims(
        opened, list(claim_ids), recorded_by=by, reason=reason, cache=workspace.cache
    )
    if as_json:
        print_json(_commit_as_json(commit))
        return
    click.echo(f"{len(commit.expunged):,} claims expunged. Commit {commit.number}.")
    click.echo("Copies and backups of the ledger still hold them.")
    click.echo(f"Digest {commit.digest}")


@ledger.command(epilog='Example: naap ledger retract KEY --by analyst-1 --reason "wrong table"')
@click.argument("key")
@by_option
@reason_option
@json_option
@click.pass_context
def retract(context: click.Context, key: str, by: str, reason: str, as_json: bool) -> None:
    """Say that the claim under KEY (KIND/SERIES/RECORD_KEY) no longer holds.

    It stays in the ledger and in every view of the days before.
    """
    about = {"command": "retract", "reason": reason}
    receipt = (
        workspace_of(context)
        .writable_ledger()
        .append(Batch(recorded_by=by, retracted=(key,), about=about))
    )
    _tell_receipt(receipt, as_json, f"{key} no longer holds")


@ledger.command(epilog="Example: naap ledger relabel KEY TLP:AMBER --by analyst-1")
@click.argument("key")
@click.argument("label", type=click.Choice(LABELS, case_sensitive=False))
@by_option
@json_option
@click.pass_context
def relabel(context: click.Context, key: str, label: str, by: str, as_json: bool) -> None:
    """Give the claim under KEY another handling label (TLP 2.0).

    The label binds every view from now on, views of past days as well.
    """
    receipt = (
        workspace_of(context)
        .writable_ledger()
        .append(Batch(recorded_by=by, relabelled={key: label}, about={"command": "relabel"}))
    )
    _tell_receipt(receipt, as_json, f"{key} is now {label}")


def _moment(text: str, log: list[Manifest], stated_by: date | None) -> Moment:
    """A commit number, the beginning of a digest, a day or ``now``."""
    if text == "now":
        return Moment(None, stated_by)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return Moment(date.fromisoformat(text), stated_by)
        except ValueError:
            pass
    if text.isdecimal() and int(text) <= len(log):
        if int(text) > 0:
            return Moment(log[int(text) - 1].recorded_at, stated_by)
        first = log[0].recorded_at - timedelta(microseconds=1) if log else None
        return Moment(first, stated_by)
    named = [each for each in log if len(text) >= 6 and each.digest.startswith(text.lower())]
    if len(named) != 1:
        raise UnusableInput.one(
            "A or B",
            found=repr(text),
            expected=f"a commit number (0 to {len(log)}), a digest, a day (2016-06-30) or now",
            mend="Look it up with: naap ledger log",
        )
    return Moment(named[0].recorded_at, stated_by)


def _holds(snapshot: Snapshot, row: dict[str, Any]) -> bool:
    if row["series"] is None or row["op"] == "retract":
        return False
    with Engine() as engine:
        return bool(
            engine.rows(
                f"SELECT 1 FROM ({snapshot.sql(kind_named(row['kind']))}) "
                "WHERE key_id = $key_id AND number = $number",
                key_id=row["key_id"],
                number=row["number"],
            )
        )


def _tell_row(row: dict[str, Any]) -> None:
    what = {"assert": "said", "retract": "retracted", "relabel": "relabelled"}[row["op"]]
    if row["series"] is None:
        what += ", content expunged"
    mark = "*" if row["holds"] else " "
    click.echo(
        f"{mark} commit {row['number']}, {row['recorded_at']:%Y-%m-%d %H:%M:%S}, "
        f"by {row['recorded_by']}: {what}, {row['handling']}"
    )
    click.echo(f"    claim {row['claim_id']}")
    if row["reason"]:
        click.echo(f"    reason: {row['reason']}")
    if row["op"] == "retract" or row["series"] is None:
        return
    for column in kind_named(row["kind"]).all_columns:
        value = row.get(column.name)
        if isinstance(value, Decimal):
            value = plain_number(value)
        if column.name in {"locator", "stated_on"} and value is None:
            value = "not recorded"
        if value is not None:
            click.echo(f"    {column.name}: {value}")


def _tell_receipt(receipt: Receipt, as_json: bool, done: str) -> None:
    if as_json:
        print_json({"commit": receipt.number, "digest": receipt.digest})
    elif receipt.number is None:
        click.echo(f"Nothing changed: it was so before. Digest {receipt.digest}")
    else:
        click.echo(f"{done}. Commit {receipt.number}. Digest {receipt.digest}")


def _commit_as_json(commit: Manifest) -> dict[str, Any]:
    return {
        "number": commit.number,
        "recorded_at": commit.recorded_at.isoformat(),
        "recorded_by": commit.recorded_by,
        "digest": commit.digest,
        "operations": {file.kind: file.rows for file in commit.files},
        "expunged": list(commit.expunged),
        "about": commit.about,
    }
