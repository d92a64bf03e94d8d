"""``naap check``: whether the numbers add up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from naap.cli.lazy import LazyGroup
from naap.cli.shared import DAY, json_option, print_json, progress_printer, workspace_of
from naap.ledger import Batch, Moment
from naap.pack.settings import Language
from naap.pack.tables import BodyRow
from naap.problems import UnusableInput

if TYPE_CHECKING:
    from naap.checks.outcome import Outcome
    from naap.pack import Pack

__all__ = ["check"]

_BELOW = {"text": ("naap.cli.check_text:text", "Check the claims with numbers of an English text.")}
"""Commands of the group that live in a module of their own, imported only when they run."""


@click.group(
    cls=LazyGroup,
    below=_BELOW,
    invoke_without_command=True,
    epilog="Example: naap check --as-of 2025-06-30; naap check --json",
)
@click.option("--pack", metavar="NAME|DIR", help="Work on this pack, as with naap --pack.")
@click.option("--as-of", type=DAY, help="What this ledger held at the end of that day (UTC).")
@click.option("--stated-by", type=DAY, help="Only what sources had said by the end of that day.")
@click.option("--all", "all_", is_flag=True, help="Tell what holds as well.")
@click.option("--language", type=click.Choice(["en", "ur"]), default="en", show_default=True,
              help="Language of the findings.")  # fmt: skip
@json_option
@click.pass_context
def check(
    context: click.Context,
    pack: str | None,
    as_of: date | None,
    stated_by: date | None,
    all_: bool,
    language: Language,
    as_json: bool,
) -> None:
    """Tell whether the numbers add up: run the pack's rules over the figures of the ledger.

    Each finding says what was stated, what was computed, from which claims, and how to mend it.
    Exit code 1 where there is a finding that nobody has acknowledged.
    """
    if pack is not None:
        context.find_root().obj = pack
    if context.invoked_subcommand is not None:
        return
    from naap.checks.as_data import as_json as finding_as_json
    from naap.checks.run import check_ledger

    workspace = workspace_of(context)
    progress_printer()("checking the figures")
    snapshot = workspace.snapshot(Moment(as_of, stated_by))
    found = check_ledger(workspace.pack, snapshot)
    findings = [each for each in found if each.is_finding]
    told = found if all_ else findings
    if as_json:
        print_json(
            {
                "digest": snapshot.digest,
                "rules": len(workspace.pack.rules),
                "tested": len(found),
                "findings": [finding_as_json(each, workspace.pack) for each in told],
            }
        )
    else:
        for each in told:
            _tell(each, workspace.pack, language)
        _tell_sum(found, findings, workspace.pack)
    context.exit(1 if any(each.acknowledged is None for each in findings) else 0)


def _tell(found: Outcome, pack: Pack, language: Language) -> None:
    from naap.checks.words import formula, mend, said, severity_word, subject, verdict_word

    marks = ", ".join([verdict_word(found.verdict, language), *found.flags])
    level = severity_word(found.severity, language) if found.is_finding else ""
    click.echo(click.style(f"{found.id}  {level}".rstrip() + f": {marks}", bold=True))
    click.echo(f"  {subject(found, pack, language)}; {found.place}, {found.period}")
    click.echo(f"  {said(found, language)}")
    if text := formula(found):
        click.echo(f"  {text}")
    if found.is_finding:
        click.echo(f"  {mend(found, pack, language)}")
    keys = found.keys[:6]
    more = f" and {len(found.keys) - len(keys)} more" if len(found.keys) > len(keys) else ""
    click.echo(f"  from {', '.join(keys)}{more}")
    if found.acknowledged is not None:
        given = found.acknowledged
        click.echo(f"  acknowledged by {given.by} on {given.on}: {given.reason}")
    click.echo()


def _tell_sum(found: list[Outcome], findings: list[Outcome], pack: Pack) -> None:
    if not pack.rules:
        click.echo("The pack has no rules.yml: nothing was tested.", err=True)
        return
    known = sum(each.acknowledged is not None for each in findings)
    click.echo(
        f"{len(findings):,} findings, {known:,} of them acknowledged; {len(found):,} tests by "
        f"{len(pack.rules):,} rules.",
        err=True,
    )


@check.command(
    epilog="Example: naap check acknowledge hate-speech.1a2b3c4d --by interior "
    '--reason "The report counts 40 cases twice; corrected in May"'
)
@click.argument("finding")
@click.option("--reason", required=True, metavar="TEXT", help="Why the finding stands.")
@click.option("--by", "by", required=True, metavar="OFFICE",
              help="The office that says so: an id from the pack's bodies.csv; never a person.",
              )  # fmt: skip
@json_option
@click.pass_context
def acknowledge(context: click.Context, finding: str, reason: str, by: str, as_json: bool) -> None:
    """Say why a finding stands. It stays on the pages, shown as acknowledged.

    It counts for the numbers of today: when one of them changes, the finding is open again. To
    take it back, retract the judgement: naap ledger retract judgement/OFFICE/check/FINDING.
    """
    from naap.checks.acknowledging import acknowledgement
    from naap.checks.run import check_ledger
    from naap.sources.subjects import nearest

    workspace = workspace_of(context)
    ledger = workspace.writable_ledger()
    pack = workspace.pack
    if not pack.has(BodyRow, by):
        raise UnusableInput.one(
            "--by", found=repr(by),
            expected=f"an office from the pack's bodies.csv{nearest(pack, BodyRow, by)}",
            mend="Write the id of the office that acknowledges; a person is never named.",
        )  # fmt: skip
    if not reason.strip():
        raise UnusableInput.one("--reason", found="nothing", expected="why the finding stands",
                                mend="Write a sentence.")  # fmt: skip
    known = {each.id: each for each in check_ledger(pack, workspace.snapshot()) if each.is_finding}
    if finding not in known:
        raise UnusableInput.one(
            "FINDING", found=repr(finding), expected="the id of a finding of today",
            mend="Copy it from: naap check",
        )  # fmt: skip
    claim = acknowledgement(known[finding], by, reason, datetime.now(UTC).date())
    receipt = ledger.append(
        Batch(recorded_by=by, asserted=(claim,), about={"command": "check acknowledge"})
    )
    if as_json:
        print_json({"key": claim.key, "commit": receipt.number, "digest": receipt.digest})
    else:
        click.echo(f"Acknowledged: {claim.key}. Digest {receipt.digest}")
