"""``naap org proposals`` and ``naap org judge``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from naap.cli.shared import DAY, json_option, print_json, workspace_of
from naap.problems import UnusableInput

if TYPE_CHECKING:
    from naap.organisations.continuation import Judged
    from naap.organisations.proposals import Proposal
    from naap.organisations.register import Register
    from naap.workspace import Workspace

_ANSWERS = ("likely continuation", "not a continuation", "cannot be said")


@click.command(
    epilog="Example: naap org proposals --on 2025-03-01; naap org proposals --backtest --json"
)
@click.option("--on", type=DAY, help="By what had been said until that day. Default: today.")
@click.option(
    "--months", type=click.IntRange(0), default=24, show_default=True,
    help="So long after a ban a body's first dated fact is told beside the evidence.",
)  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Also those short of a second source.")
@click.option(
    "--backtest", is_flag=True,
    help="Ask instead which listings would have been proposed before they were made.",
)  # fmt: skip
@click.option("--authority", help="With --backtest: whose list. Default: the longest dated one.")
@json_option
@click.pass_context
def proposals(
    context: click.Context,
    on: date | None,
    months: int,
    everything: bool,
    backtest: bool,
    authority: str | None,
    as_json: bool,
) -> None:
    """Propose which bodies may go on as listed ones, by documented claims, for an office to judge.

    Internal, TLP:AMBER: a workspace whose clearance is lower is refused. Each proposal cites every
    claim, from at least two independent sources, the limb of the law that it would concern, and
    what is missing. It finds nothing: naap org judge is for the office that decides. Exit code 1:
    there is a proposal that no office has judged.
    """
    if backtest:
        _backtest(context, authority, as_json)
        return
    if authority is not None:
        raise UnusableInput.one("--authority", found="no --backtest beside it", expected="both",
                                mend="Leave --authority out.")  # fmt: skip
    from naap.organisations.continuation import judged_in
    from naap.organisations.register import read_register

    workspace = _cleared(context)
    snapshot = workspace.snapshot()
    register, judged = read_register(snapshot, workspace.pack), judged_in(snapshot)
    day = on or datetime.now(UTC).date()
    every = _proposed(workspace, register, day, months)
    made = [each for each in every if each.is_made]
    shown = every if everything else made
    if as_json:
        print_json(
            {
                "handling": "TLP:AMBER", "on": day.isoformat(), "digest": register.digest,
                "made": len(made), "short_of_a_source": len(every) - len(made),
                "proposals": [
                    _as_json(register, each, judged.get(each.proposal_id, ())) for each in shown
                ],
            }
        )  # fmt: skip
    else:
        click.echo("TLP:AMBER. For internal use; a proposal is no finding.")
        for each in shown:
            _tell(register, each, judged.get(each.proposal_id, ()))
        click.echo(
            f"{len(made)} proposed by what was said until {day}; {len(every) - len(made)} more are "
            f"short of a second source{'' if everything else ' (--all shows them)'}. Digest "
            f"{register.digest}"
        )
    context.exit(1 if any(each.proposal_id not in judged for each in made) else 0)


def _cleared(context: click.Context) -> Workspace:
    """The workspace, if its reader may see TLP:AMBER."""
    from naap.ledger.handling import readable
    from naap.organisations.continuation import INTERNAL

    workspace = workspace_of(context)
    if INTERNAL not in readable(workspace.clearance):
        raise UnusableInput.one(
            "naap.toml", column="clearance", found=repr(workspace.clearance),
            expected=f"{INTERNAL} or higher: proposals are for internal use",
            mend=f'In a workspace (naap init) of those who may read them: clearance = "{INTERNAL}"',
        )  # fmt: skip
    return workspace


def _proposed(workspace: Workspace, register: Register, on: date, months: int) -> list[Proposal]:
    from naap.organisations.proposals import proposals as made
    from naap.pack.tables import LimbRow

    return made(register, workspace.pack.rows(LimbRow), on, months)


def _as_json(register: Register, made: Proposal, judged: Sequence[Judged]) -> dict[str, Any]:
    return {
        "proposal": made.proposal_id,
        "org_id": made.body,
        "name": register.name_of(made.body),
        "likely_continuation_of": made.of,
        "of_name": register.name_of(made.of),
        "authority": made.authority,
        "independent_sources": list(made.voices),
        "enough": made.is_made,
        "evidence": [
            {
                "kind": each.sort,
                "words": each.words,
                "said_by": each.voice,
                "source": each.claim.source,
                "source_title": register.source_title(each.claim.source),
                "stated_on": each.claim.stated_on.text if each.claim.stated_on else None,
                "counts": each.counts,
                "claim": each.claim.key,
                "claim_id": each.claim.claim_id,
            }
            for each in made.evidence
        ],
        "limbs": [
            {"limb": limb.limb_id, "provision": limb.provision, "says": limb.says_en,
             "source": limb.source_id, "evidence_source": limb.evidence_source_id}
            for limb in made.limbs
        ],
        "missing": list(made.missing),
        "decisions": [
            {"by": each.by, "on": each.on, "answer": each.answer, "reason": each.reason,
             "published": each.published, "evidence_since": each.unseen(made)}
            for each in judged
        ],
    }  # fmt: skip


def _tell(register: Register, made: Proposal, judged: Sequence[Judged]) -> None:
    of = register.name_of(made.of)
    likely = "likely continuation of" if made.is_made else "not proposed; may be a continuation of"
    click.echo(click.style(f"{register.name_of(made.body)}: {likely} {of}", bold=True))
    click.echo(f"  proposal {made.proposal_id}, independent sources: {len(made.voices)}")
    for each in made.evidence:
        when = each.claim.stated_on.text if each.claim.stated_on else "date not recorded"
        doubt = "" if each.counts else " (does not count)"
        click.echo(
            f"  {each.sort.replace('_', ' ')}{doubt}: {each.words}; {each.voice}, {when}; "
            f"{register.source_title(each.claim.source)} [{each.claim.key}, "
            f"{each.claim.claim_id[:12]}]"
        )
    for limb in made.limbs:
        click.echo(f"  limb: {limb.provision}: {limb.says_en} [{limb.source_id}]")
    for missing in made.missing:
        click.echo(f"  missing: {missing}")
    for decision in judged:
        click.echo(f"  decided: {decision}{'; published' if decision.published else ''}")
        if since := decision.unseen(made):
            click.echo(f"  since then: {', '.join(since)}")


def _backtest(context: click.Context, authority: str | None, as_json: bool) -> None:
    from naap.organisations.backtest import CLOCKS, longest_list
    from naap.organisations.backtest import backtest as tested
    from naap.organisations.proposals import SOURCES_NEEDED
    from naap.organisations.register import read_register

    workspace = workspace_of(context)
    register = read_register(workspace.snapshot(), workspace.pack)
    asked = authority or longest_list(register)
    if asked is None or asked not in register.authorities:
        raise UnusableInput.one(
            "--authority", found=repr(authority), mend="Name one of them.",
            expected=f"one of {', '.join(register.authorities) or '(no list in this register)'}",
        )  # fmt: skip
    named = {each: register.name_of(each) for each in register.bodies}
    results = [
        tested(register, asked, sources, clock).as_json(named)
        for clock in CLOCKS
        for sources in range(SOURCES_NEEDED, 0, -1)
    ]
    if as_json:
        print_json({"authority": asked, "digest": register.digest, "rules": results})
        return
    click.echo(f"List of {register.authorities[asked]}.")
    headings = {
        "said": "By what was said before each listing:",
        "happened": "With hindsight, by what had happened before each listing, told whenever:",
    }
    for result in results:
        if heading := headings.pop(result["clock"], None):
            click.echo(heading)
        click.echo(f"With {result['independent_sources']} independent source(s):")
        click.echo(f"  recall: {_share(result['recall'], 'listings of a continuation')}")
        click.echo(f"  precision: {_share(result['precision'], 'bodies proposed')}")
        lead = result["lead_days"]
        click.echo(
            f"  lead time: {lead['median']:g} days in the middle, {lead['least']} to {lead['most']}"
            if lead["n"] else "  lead time: none, nothing was proposed before its listing"
        )  # fmt: skip
    cases = results[0]["cases"]
    silent = sum(not case["claims_said_before"] for case in cases)
    undated = sum(bool(case["claims_without_a_date"]) for case in cases)
    click.echo(
        f"Of {len(cases)} chains, {silent} have no claim that was surely said before the listing; "
        f"{undated} have one of which nobody noted when it was said. Digest {register.digest}"
    )


def _share(share: dict[str, Any], of: str) -> str:
    if not share["of"]:
        return f"cannot be told, of 0 {of}"
    return (
        f"{share['n']} of {share['of']} {of} = {share['share']:.2f} "
        f"(95 % interval {share['low']:.2f} to {share['high']:.2f})"
    )


@click.command(
    epilog="Example: naap org judge road-column/ridge-front --answer 'cannot be said' "
    '--as interior --because "One of the two sources repeats a rumour"'
)
@click.argument("proposal", metavar="BODY/OF")
@click.option("--answer", type=click.Choice(_ANSWERS), required=True, help="What is decided.")
@click.option("--because", required=True, metavar="TEXT", help="Why; name no person.")
@click.option("--as", "--by", "office", required=True, metavar="OFFICE",
              help="The office that decides: an id from the pack's bodies.csv; never a person.",
              )  # fmt: skip
@click.option("--publish", is_flag=True,
              help="The office publishes its decision (TLP:CLEAR); else it stays TLP:AMBER.",
              )  # fmt: skip
@json_option
@click.pass_context
def judge(
    context: click.Context,
    proposal: str,
    answer: str,
    because: str,
    office: str,
    publish: bool,
    as_json: bool,
) -> None:
    """Decide about a proposal of naap org proposals, for an office, with the reason.

    The decision is a claim in the ledger, and stands beside the proposal whenever it is shown. To
    take it back: naap ledger retract judgement/OFFICE/continuation/BODY/OF.
    """
    from naap.ledger import Batch
    from naap.ledger.claim import RefusedClaim
    from naap.organisations.continuation import judgement_of
    from naap.organisations.register import read_register
    from naap.pack.tables import BodyRow
    from naap.sources.subjects import nearest

    workspace = _cleared(context)
    ledger, pack = workspace.writable_ledger(), workspace.pack
    if not pack.has(BodyRow, office):
        raise UnusableInput.one(
            "--as", found=repr(office),
            expected=f"an office from the pack's bodies.csv{nearest(pack, BodyRow, office)}",
            mend="Write the id of the office that decides; a person is never named.",
        )  # fmt: skip
    if not because.strip():
        raise UnusableInput.one("--because", found="nothing", expected="why it is so decided",
                                mend="Write a sentence.")  # fmt: skip
    today = datetime.now(UTC).date()
    register = read_register(workspace.snapshot(), pack)
    every = _proposed(workspace, register, today, 24)
    meant = next((each for each in every if each.proposal_id == proposal), None)
    if meant is None:
        raise UnusableInput.one(
            "BODY/OF", found=repr(proposal), expected="the id of a proposal",
            mend="Copy it from: naap org proposals --all",
        )  # fmt: skip
    try:
        claim = judgement_of(meant, answer, office, because, today, publish)
    except RefusedClaim as error:
        raise UnusableInput.one("--because", found=error.found, expected=error.expected,
                                mend="Correct it; nothing was decided.") from None  # fmt: skip
    # The same decision under another label is no new claim: what changes is who may read it.
    told = workspace.snapshot().find(claim.key)
    held = bool(told) and told[-1]["claim_id"] == claim.claim_id and told[-1]["op"] != "retract"
    receipt = ledger.append(
        Batch(
            recorded_by=office,
            asserted=() if held else (claim,),
            relabelled={claim.key: claim.handling} if held else {},
            about={"command": "org judge"},
        )
    )
    if as_json:
        print_json({"key": claim.key, "handling": claim.handling, "commit": receipt.number,
                    "digest": receipt.digest})  # fmt: skip
    else:
        click.echo(f"Decided: {claim.key}, {claim.handling}. Digest {receipt.digest}")
