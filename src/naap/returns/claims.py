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

__all__ = ["claims_of", "key_of", "keys_gone"]


def key_of(row: Row) -> str:
    """KIND/SERIES/RECORD_KEY of what a row reports: the body's series, then what, when, where."""
    return f"{'action_report' if row.is_action else 'figure'}/{row.body}/{_record_key(row)}"


def claims_of(
    pack: Pack, filing: Filing, rows: Sequence[Row], cells: Mapping[str, Cell]
) -> list[Claim]:
    """A claim for each row with a value. A reason why there is no number is no number.

    A claim names the file by its sha256 and the cell; it was stated on the day the file came. Its
    label is that of the obligation, or that of the return where the sender made this stricter than
    anything asked for.
    """
    asked = max((row.handling for row in rows), key=LABELS.index)
    raised = filing.handling if filing.handling != asked else PUBLIC
    said = _said(pack, filing)
    known: set[tuple[str, str]] = set()
    claims: list[Claim] = []
    problems: list[Problem] = []
    for row in rows:
        cell = cells[row.code]
        if cell.value is None:
            continue
        try:
            claim = _claim(said, row, cell, raised)
            if (row.subject, row.place) not in known:
                check_subjects(pack, claim)
                known.add((row.subject, row.place))
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
    """The keys that hold a value of before, which a correction takes back without a new one."""
    empty = (key_of(row) for row in rows if cells[row.code].value is None)
    return tuple(key for key in empty if key in held)


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
    if row.is_action:
        return make_claim(
            "action_report", handling=label, body=row.body, action=row.subject,
            completion=cell.value, explanation=cell.explanation, **said, **where,
        )  # fmt: skip
    return make_claim(
        "figure", handling=label, quantity=row.subject, unit=row.unit, value=cell.value,
        qualifier="exact", note=cell.explanation, **said, **where,
    )  # fmt: skip
