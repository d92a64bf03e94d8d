"""``naap status rate``."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from naap.cli.returns_shared import now, reading
from naap.cli.shared import json_option, print_json, workspace_of
from naap.cli.status_shared import period_asked, period_option
from naap.problems import UnusableInput

if TYPE_CHECKING:
    from naap.status import ActionState, PointState, Status


@click.command(
    epilog="Example: naap status rate A22-1 --as limited --post plan-office "
    '--evidence council-minutes --because "The minutes name 20 judges, not 40" --period 2024-H1'
)
@click.argument("subject")
@click.option("--as", "state", required=True, metavar="STATE",
              help="no evidence available, not started, limited, substantial or complete.",
              )  # fmt: skip
@click.option("--post", required=True, metavar="OFFICE",
              help="The office that rates: an id from the pack's bodies.csv; never a person.",
              )  # fmt: skip
@click.option("--because", default="", metavar="TEXT",
              help="Why, in a sentence; name no person. Without it nothing is rated.",
              )  # fmt: skip
@click.option("--evidence", default="", metavar="SOURCE",
              help="What it rests on: an id from sources.csv. Without it nothing is rated.",
              )  # fmt: skip
@click.option("--place", metavar="AREA", help="The area; needed where an action has several.")
@period_option
@click.option("--handling", metavar="LABEL", help="A stricter label (TLP 2.0) than that of the "
              "claims that it rests on, which it has anyway.")  # fmt: skip
@json_option
@click.pass_context
def rate(
    context: click.Context,
    subject: str,
    state: str,
    post: str,
    because: str,
    evidence: str,
    place: str | None,
    period: str | None,
    handling: str | None,
    as_json: bool,
) -> None:
    """Rate SUBJECT, an action or a point, for a period; the rating outranks what the rules propose.

    It is a claim of the ledger that names the reports and numbers known when it was made. It counts
    for its period alone. Rate again to change it; take it back with naap ledger retract.
    """
    from naap.ledger import Batch
    from naap.ledger.claim import RefusedClaim
    from naap.ledger.handling import LABELS, stricter
    from naap.status import status_of
    from naap.status.deciding import rating

    workspace = workspace_of(context)
    pack, ledger, today = workspace.pack, workspace.writable_ledger(), now().date()
    meant = period_asked(pack, period)
    # The label of a rating is as strict as what it rests on, so all of that is read.
    with ExitStack() as stack:
        if (store := reading(workspace)) is not None:
            stack.callback(store.close)
        status = status_of(pack, workspace.snapshot(clearance=LABELS[-1]), meant, today, store)
    about = _about(status, subject, place)
    if handling is not None and handling in LABELS and about is not None:
        handling = stricter(handling, about.handling)
    try:
        claim = rating(
            pack, subject, getattr(about, "place", None), meant, state, post=post,
            source=evidence, reason=because, on=today, judged=about.keys if about else (),
            handling=handling or (about.handling if about else workspace.clearance),
        )  # fmt: skip
    except RefusedClaim as error:
        raise UnusableInput.one(
            "--because", found=error.found, expected=error.expected,
            mend="Correct it; nothing was rated.",
        ) from None  # fmt: skip
    if about is None:
        raise UnusableInput.one(
            "--place" if place else "SUBJECT", found=repr(place or subject),
            expected=f"an action with its area, or a point, of the plan {status.plan} in force",
            mend="See naap status completion; nothing was rated.",
        )  # fmt: skip
    receipt = ledger.append(
        Batch(recorded_by=post, asserted=(claim,), about={"command": "status rate"})
    )
    if as_json:
        print_json({"key": claim.key, "state": state, "instead_of": about.evidenced,
                    "handling": claim.handling, "commit": receipt.number,
                    "digest": receipt.digest})  # fmt: skip
        return
    click.echo(f"Rated: {subject}{f', {place}' if place else ''}, {meant}: {state} "
               f"(the rules propose {about.evidenced} [{about.rule}])")  # fmt: skip
    click.echo(f"{claim.key}, {claim.handling}. Digest {receipt.digest}")


def _about(status: Status, subject: str, place: str | None) -> ActionState | PointState | None:
    """What is rated; UnusableInput where an action has several areas and none is named."""
    point = next((each for each in status.points if each.point_id == subject), None)
    if point is not None:
        return None if place else point
    areas = [each for each in status.states if each.action_id == subject]
    if len(areas) > 1 and place is None:
        raise UnusableInput.one(
            "--place", found="nothing", mend="Rate each area for itself.",
            expected=f"one of the areas {', '.join(each.place for each in areas)}",
        )  # fmt: skip
    return next((each for each in areas if place in {None, each.place}), None)
