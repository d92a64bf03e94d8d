"""A return on its way: submitted, explained, sent back, approved.

Two steps stand between a file and the ledger, as in DHIS2: the body that sends it approves it, and
the office that asked for it accepts it. Each function is one transaction of the store.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.pack.tables import BodyRow
from naap.periods import parse_period
from naap.problems import Problem, UnusableInput
from naap.returns.accepted import history_of
from naap.returns.history import LOOKED_BACK, questions
from naap.returns.reading import Sent, read_return
from naap.returns.receipts import Submission, receipt_of
from naap.returns.store import Cell, Filing, Store
from naap.returns.template import Filled, template
from naap.returns.values import Refused, text
from naap.returns.words import LANGUAGES
from naap.returns.xlsx import Found

__all__ = ["approve", "check_post", "explain", "returned_workbook", "send_back", "submit", "take"]


def submit(
    store: Store,
    pack: Pack,
    snapshot: Snapshot,
    data: bytes,
    name: str,
    *,
    by: str,
    now: datetime,
    body: str | None = None,
    correction: str | None = None,
    draft: bool = False,
    dry_run: bool = False,
) -> Submission:
    """Read a filled-in template and store it as submitted, whole or not at all.

    ``by`` is the body that sends it, or the coordinator who types in what came on paper; ``body``
    whose return it must be, where that is known from elsewhere. ``correction`` says why, and is
    needed once the return is locked. A draft is stored with its faults. UnusableInput for a file
    that is no template of what is asked, and for one that may not come now.
    """
    sent = read_return(pack, data, name, now.date())
    if body is not None and sent.body != body:
        raise UnusableInput.one(
            name, found=f"the return of {sent.body}", expected=f"that of {body}",
            mend="Send your own template; naap returns template makes it.",
        )  # fmt: skip
    return take(store, pack, snapshot, sent, data, name, by=by, now=now, correction=correction,
                draft=draft, dry_run=dry_run)  # fmt: skip


def take(
    store: Store,
    pack: Pack,
    snapshot: Snapshot,
    sent: Sent,
    data: bytes,
    name: str,
    *,
    by: str,
    now: datetime,
    correction: str | None = None,
    draft: bool = False,
    dry_run: bool = False,
) -> Submission:
    """Store a return that was read, as :func:`submit` does; ``data`` is what is kept of it."""
    check_post(pack, by, sent.body, str(pack.settings.coordinator))
    file = hashlib.sha256(data).hexdigest()
    asked = () if sent.messages else tuple(
        questions(
            pack,
            history_of(snapshot, sent.body, pack.settings.fiscal_year_starts, LOOKED_BACK + 1),
            sent.rows,
            {cell.code: cell for cell in sent.cells},
        )
    )  # fmt: skip
    open_ = {cell.code for cell in sent.cells if not cell.explanation}
    outcome = Submission(
        body=sent.body, month=str(sent.month), file=file, rows=len(sent.rows),
        filled=sum(cell.value is not None for cell in sent.cells),
        reasons=sum(cell.reason is not None for cell in sent.cells),
        messages=sent.messages, more_messages=sent.more_messages,
        questions=tuple(each for each in asked if each.code in open_),
        filing=None, repeated=False, receipt={},
    )  # fmt: skip
    with store.writing():
        before = store.filings(body=sent.body, month=str(sent.month))
        if same := _same(before, file, name):
            cells = store.cells(same.id).values()
            receipt = receipt_of(same, cells, same.received_at)
            return replace(outcome, filing=same, repeated=True, receipt=receipt)
        standing = _standing(before)
        correction = correction or (standing.correction if standing else None)
        _check_may_come(before, standing, correction, name)
        if dry_run or (sent.messages and not draft):
            return outcome
        filing = Filing(
            id=f"{sent.body}-{sent.month}-{len(before) + 1}", body=sent.body,
            month=str(sent.month), version=len(before) + 1,
            state="draft" if draft else "submitted", handling=sent.handling, file=file,
            received_at=now, signed_on=sent.signed_on.isoformat() if sent.signed_on else None,
            supersedes=None if draft else _accepted(before), correction=correction,
        )  # fmt: skip
        if standing is not None and standing.state == "submitted" and not draft:
            store.move(standing.id, "sent back", by=by, at=now, state="sent back",
                       reason=f"replaced by {filing.id}")  # fmt: skip
        store.add(filing, name, data, sent.cells, asked)
        store.move(filing.id, "saved" if draft else "submitted", by=by, at=now, reason=correction)
        receipt = receipt_of(filing, sent.cells, now)
        return replace(outcome, filing=filing, receipt=receipt)


def explain(
    store: Store, pack: Pack, filing_id: str, answers: Mapping[str, str], *, by: str, now: datetime
) -> None:
    """Answer what checks ask, without a new file: the text for each cell, such as Numbers!L7."""
    with store.writing():
        filing = store.filing(filing_id)
        check_post(pack, by, filing.body, str(pack.settings.coordinator))
        _check_state(filing, ("submitted",), "explained")
        codes = _codes(store, filing, answers)
        said = {}
        for place, answer in answers.items():
            try:
                said[codes[place]] = text(Found("text", answer))
            except Refused as refused:
                raise UnusableInput.one(
                    filing_id, column=place, found=f"{refused.found!r} ({refused.case})",
                    expected="a few sentences", mend="Begin with a word, and name no person.",
                ) from None  # fmt: skip
        store.move(filing_id, "explained", by=by, at=now, remarks=said)


def approve(store: Store, pack: Pack, filing_id: str, *, by: str, now: datetime) -> None:
    """The body itself vouches for its return. UnusableInput while a question is open."""
    with store.writing():
        filing = store.filing(filing_id)
        check_post(pack, by, filing.body)
        _check_state(filing, ("submitted",), "approved")
        if open_ := store.open_questions(filing_id):
            raise UnusableInput(
                Problem(filing_id, None, each.address, each.en, "an explanation in that cell",
                        "Send the file again with it, or run: naap returns explain")
                for each in open_
            )  # fmt: skip
        store.move(filing_id, "approved", by=by, at=now, state="approved")


def send_back(
    store: Store,
    pack: Pack,
    filing_id: str,
    *,
    by: str,
    now: datetime,
    reason: str,
    remarks: Mapping[str, str] | None = None,
) -> None:
    """Return it to the body with reasons: one for all, and one for each cell that is named."""
    with store.writing():
        filing = store.filing(filing_id)
        check_post(pack, by, str(pack.settings.coordinator), filing.body)
        _check_state(filing, ("submitted", "approved"), "sent back")
        if not reason.strip():
            raise UnusableInput.one(filing_id, found="no reason", expected="why it goes back",
                                    mend="Write a sentence.")  # fmt: skip
        codes = _codes(store, filing, remarks or {})
        said = {codes[place]: says for place, says in (remarks or {}).items()}
        store.move(filing_id, "sent back", by=by, at=now, state="sent back", reason=reason,
                   remarks=said)  # fmt: skip


def returned_workbook(store: Store, pack: Pack, snapshot: Snapshot, filing_id: str) -> bytes:
    """The template again, with what was sent, what is wrong with it by cell, and its history.

    In the language of the file that came. Questions that are open stand in the cells too.
    """
    filing = store.filing(filing_id)
    steps = [
        step
        for each in store.filings(body=filing.body, month=filing.month)
        if each.version <= filing.version
        for step in store.steps(each.id)
    ]
    back = [step for step in store.steps(filing_id) if step.step == "sent back"]
    cells = store.cells(filing_id)
    sheet = next(iter(cells.values())).address.partition("!")[0] if cells else ""
    language = LANGUAGES[1] if _is_urdu(sheet) else LANGUAGES[0]
    remarks: dict[str, str] = {}
    for question in store.open_questions(filing_id):
        said = question.ur if language == "ur" else question.en
        remarks[question.code] = " ".join(filter(None, [remarks.get(question.code), said]))
    if back:
        remarks |= back[-1].remarks
    filled = Filled(
        cells=cells, remarks=remarks, reason=(back[-1].reason or "") if back else "",
        signed_on=filing.signed_on or "", handling=filing.handling,
        steps=sorted(steps, key=lambda step: step.number),
    )  # fmt: skip
    month = parse_period(filing.month)
    history = history_of(snapshot, filing.body, pack.settings.fiscal_year_starts)
    return template(pack, filing.body, month, history, language, filled)


def check_post(pack: Pack, by: str, *allowed: str) -> None:
    """UnusableInput unless ``by`` is a body of the pack, and one of those that may do this."""
    if not pack.has(BodyRow, by) or by not in allowed:
        raise UnusableInput.one(
            "--by", found=repr(by), expected=f"one of: {', '.join(dict.fromkeys(allowed))}",
            mend="Approving is for the body that sends a return, accepting and locking for the "
            "coordinator. Name the office; a person is never named.",
        )  # fmt: skip


def _is_urdu(sheet: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in sheet)


def _same(before: list[Filing], file: str, name: str) -> Filing | None:
    """The version that this very file already is; UnusableInput where that one was sent back."""
    same = [each for each in before if each.file == file and each.state != "draft"]
    if same and same[-1].state == "sent back" and same[-1] is before[-1]:
        raise UnusableInput.one(
            name, found="the very file that was sent back", expected="one that was mended",
            mend="naap returns show says what was wrong, and gives the workbook with reasons.",
        )  # fmt: skip
    return same[-1] if same and same[-1].state != "sent back" else None


def _standing(before: list[Filing]) -> Filing | None:
    """The last version that came and was not sent back."""
    came = [each for each in before if each.state not in {"draft", "sent back"}]
    return came[-1] if came else None


def _accepted(before: list[Filing]) -> str | None:
    """The version whose values are in the ledger."""
    held = [each.id for each in before if each.state in {"accepted", "locked"}]
    return held[-1] if held else None


def _check_may_come(
    before: list[Filing], standing: Filing | None, correction: str | None, name: str
) -> None:
    if standing is not None and standing.state == "approved":
        raise UnusableInput.one(
            name, found=f"another file, while {standing.id} is approved and waits",
            expected="one file at a time",
            mend="Ask the coordinator to accept it or to send it back.",
        )  # fmt: skip
    locked = [each.id for each in before if each.state == "locked"]
    if locked and not (correction or "").strip():
        raise UnusableInput.one(
            name, found=f"another file, and {locked[-1]} is locked", expected="a reason",
            mend="Say why with --correction. The earlier one stays, and both are shown.",
        )  # fmt: skip


def _check_state(filing: Filing, states: tuple[str, ...], doing: str) -> None:
    if filing.state not in states:
        raise UnusableInput.one(
            filing.id, found=f"a return that is {filing.state}",
            expected=f"one that is {' or '.join(states)}",
            mend=f"It cannot be {doing} now; naap returns show {filing.id} tells its history.",
        )  # fmt: skip


def _codes(store: Store, filing: Filing, places: Mapping[str, str]) -> dict[str, str]:
    """The code of the row that each place names: a code, or a cell anywhere in the row."""
    cells: dict[str, Cell] = store.cells(filing.id)
    by_row = {_row_of(cell.address): code for code, cell in cells.items()}
    found = {place: place if place in cells else by_row.get(_row_of(place)) for place in places}
    if unknown := [place for place, code in found.items() if code is None]:
        raise UnusableInput(
            Problem(filing.id, None, place, "no such row",
                    "a cell such as Numbers!J7, or a code of the return",
                    f"naap returns show {filing.id} lists them.")
            for place in unknown
        )  # fmt: skip
    return {place: code for place, code in found.items() if code is not None}


def _row_of(address: str) -> tuple[str, str]:
    sheet, _, cell = address.rpartition("!")
    return sheet, cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
