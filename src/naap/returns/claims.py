"""From an approved return to the claims that its acceptance appends to the ledger."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from naap.ledger import Claim, RefusedClaim, make_claim
from naap.ledger.handling import LABELS, PUBLIC, stricter
from naap.pack import Pack
from naap.pack.tables import SourceRow
from naap.problems import Problem, UnusableInput
from naap.returns.expected import Row
from naap.returns.store import Cell, Filing
from naap.sources.subjects import check_subjects

__all__ = ["NO_VALUE", "claims_of", "key_of", "keys_gone"]

NO_VALUE = "no_value"
"""The kind of a claim that gives a reason in place of a value."""


def key_of(row: Row) -> str:
    """KIND/SERIES/RECORD_KEY of what a row reports: the body's series, then what, when, where."""
    return f"{_kind_of(row)}/{row.body}/{_record_key(row)}"


def claims_of(
    pack: Pack, filing: Filing, rows: Sequence[Row], cells: Mapping[str, Cell]
) -> list[Claim]:
    """A claim for each row: of its value, or of the reason why it has none, which is no number.

    The words beside a reason are an officer's own; they stay with the return.

    A claim names the file by its sha256 and the cell; it was stated on the day the file came. Its
    label is that of the obligation, or that of the return where the sender made this stricter than
    anything asked for.
    """
    asked = max((row.handling for row in rows), key=LABELS.index)
    raised = filing.handling if filing.handling != asked else PUBLIC
    said = _said(pack, filing)
    known: set[tuple[str, str, str]] = set()
    claims: list[Claim] = []
    problems: list[Problem] = []
    for row in rows:
        cell = cells[row.code]
        try:
            claim = _claim(said, row, cell, raised)
            if (claim.kind, row.subject, row.place) not in known:
                check_subjects(pack, claim)
                known.add((claim.kind, row.subject, row.place))
            claims.append(claim)
        except RefusedClaim as refused:
            problems.append(
                Problem(filing.id, None, cell.address, refused.found, refused.expected,
                        "Send the return back; nothing was accepted.")
            )  # fmt: skip
    if problems:
        raise UnusableInput(problems)
    return claims


def keys_gone(
    rows: Sequence[Row], cells: Mapping[str, Cell], held: Collection[str]
) -> tuple[str, ...]:
    """The keys of what was held before and is not told again: a value that a correction takes back
    for a reason, or a reason in whose place a value came."""
    other = (
        key_of(row)
        if cells[row.code].value is None
        else f"{NO_VALUE}/{row.body}/{_record_key(row)}"
        for row in rows
    )
    return tuple(key for key in other if key in held)


def _kind_of(row: Row) -> str:
    return "action_report" if row.is_action else "figure"


def _record_key(row: Row) -> str:
    parts = (row.subject,) if row.is_action else (row.indicator or "", row.subject)
    return "/".join((*parts, str(row.period), row.place))


def _said(pack: Pack, filing: Filing) -> dict[str, Any]:
    """What all claims of a return have in common."""
    source = pack.get(SourceRow, str(pack.settings.returns_source))
    return {
        "series": filing.body,
        "source": source.source_id,
        "publisher": filing.body,
        "document": f"sha256:{filing.file}",
        "basis": source.basis,
        "stated_on": filing.received_at.date().isoformat(),
    }


def _claim(said: Mapping[str, Any], row: Row, cell: Cell, raised: str) -> Claim:
    label = stricter(row.handling, raised)
    where = {"record_key": _record_key(row), "locator": cell.address, "period": str(row.period),
             "place": row.place}  # fmt: skip
    if cell.value is None:
        subject = {"action" if row.is_action else "quantity": row.subject}
        return make_claim(
            NO_VALUE, handling=label, body=row.body, reason=cell.reason, **subject, **said, **where
        )  # fmt: skip
    if row.is_action:
        return make_claim(
            "action_report", handling=label, body=row.body, action=row.subject,
            completion=cell.value, explanation=cell.explanation, **said, **where,
        )  # fmt: skip
    return make_claim(
        "figure", handling=label, quantity=row.subject, unit=row.unit, value=cell.value,
        qualifier="exact", note=cell.explanation, **said, **where,
    )  # fmt: skip
