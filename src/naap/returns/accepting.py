"""Accepting and locking: from here on, what was returned is evidence.

The ledger and the store cannot commit together. The ledger goes first, inside the transaction of
the store: if that fails, nothing happened; if the program dies between the two, accepting again
appends nothing new, because the same claims hold, and only the states catch up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from naap.engine import Engine
from naap.ledger import Batch, Claim, Ledger, Receipt
from naap.ledger.handling import LABELS
from naap.ledger.kind import kind_named
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.periods import parse_period
from naap.problems import Problem, UnusableInput
from naap.returns.accepted import history_of
from naap.returns.claims import NO_VALUE, claims_of, keys_gone
from naap.returns.expected import Row, rows_of
from naap.returns.filing import check_post
from naap.returns.store import Filing, Store

__all__ = ["accept", "lock"]


def accept(
    store: Store,
    pack: Pack,
    ledger: Ledger,
    filing_ids: Sequence[str],
    *,
    by: str,
    now: datetime,
    progress: Callable[[str], None] = lambda _: None,
) -> Receipt:
    """Append the claims of approved returns to the ledger, all in one commit or none.

    ``by`` is the coordinator. A correction supersedes what was accepted before under the same
    keys, and retracts what it no longer gives a number for.
    """
    check_post(pack, by, str(pack.settings.coordinator))
    with store.writing():
        filings = [store.filing(each) for each in dict.fromkeys(filing_ids)]
        _check_approved(filings)
        claims: list[Claim] = []
        gone: list[str] = []
        for filing in filings:
            progress(f"reading {filing.id}")
            cells = store.cells(filing.id)
            rows = _rows(pack, filing, set(cells))
            claims += claims_of(pack, filing, rows, cells)
            if filing.supersedes is not None:
                gone += keys_gone(rows, cells, _held(ledger, pack, filing.body))
            store.move(filing.id, "accepted", by=by, at=now, state="accepted")
        return ledger.append(
            Batch(
                recorded_by=by, asserted=tuple(claims), retracted=tuple(gone),
                about={"command": "returns accept", "returns": [each.id for each in filings]},
            ),
            progress,
        )  # fmt: skip


def lock(
    store: Store, pack: Pack, month: str, *, by: str, now: datetime, body: str | None = None
) -> tuple[list[Filing], list[Filing]]:
    """Close a month: accepted returns are locked, and from then on a correction needs a reason.

    The returns that were locked, and those on their way that were not.
    """
    check_post(pack, by, str(pack.settings.coordinator))
    with store.writing():
        filings = store.filings(month=month, body=body)
        locked = [each for each in filings if each.state == "accepted"]
        for each in locked:
            store.move(each.id, "locked", by=by, at=now, state="locked")
    return locked, [each for each in filings if each.state in {"submitted", "approved"}]


def _check_approved(filings: Sequence[Filing]) -> None:
    if wrong := [each for each in filings if each.state != "approved"]:
        raise UnusableInput(
            Problem(each.id, None, None, f"a return that is {each.state}", "one that is approved",
                    f"The body approves it first: naap returns approve {each.id} --by "
                    f"{each.body}. Nothing was accepted." if each.state == "submitted"
                    else "Leave it out; nothing was accepted.")
            for each in wrong
        )  # fmt: skip


def _rows(pack: Pack, filing: Filing, codes: set[str]) -> tuple[Row, ...]:
    """The rows that the return answers; UnusableInput where the pack asks otherwise by now."""
    rows = rows_of(pack, filing.body, parse_period(filing.month))
    if {row.code for row in rows} != codes:
        raise UnusableInput.one(
            "obligations.csv", found=f"other rows than {filing.id} answers",
            expected="the obligations as they were when it came",
            mend="Restore them, or send the return back; nothing was accepted.",
        )  # fmt: skip
    return rows


def _held(ledger: Ledger, pack: Pack, body: str) -> set[str]:
    snapshot = Snapshot.of(ledger, clearance=LABELS[-1])
    history = history_of(snapshot, body, pack.settings.fiscal_year_starts)
    values = {each.key for run in history.values() for each in run}
    with Engine(threads=1) as engine:
        reasons = engine.rows(
            f"SELECT record_key FROM ({snapshot.sql(kind_named(NO_VALUE))}) WHERE series = $body",
            body=body,
        )
    return values | {f"{NO_VALUE}/{body}/{row['record_key']}" for row in reasons}
