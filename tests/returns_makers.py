"""Returns for tests: workbooks filled in as an officer would, and two years of a plan's life."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import openpyxl

import naap
from naap.ledger import Ledger
from naap.ledger.handling import LABELS
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack, load
from naap.periods import Period, parse_period
from naap.returns import layout
from naap.returns.accepted import Accepted, History, history_of
from naap.returns.accepting import accept, lock
from naap.returns.expected import Row, bodies_owing, expected, rows_of
from naap.returns.filing import approve, explain, send_back, submit, take
from naap.returns.forms import Answer, read_form
from naap.returns.receipts import Submission
from naap.returns.store import FILE_NAME, Store
from naap.returns.template import template
from naap.returns.words import choices

STATES = choices("states", "en")
EXAMPLE = Path(naap.__file__).parent / "packs" / "example"
Answers = Mapping[str, Any]
"""By the code of a row: a number, a state, or a reason such as "not collected"."""


def at(day: str | date, hour: int = 9) -> datetime:
    told = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(told, time(hour), UTC)


def fill(
    data: bytes,
    answers: Answers,
    *,
    explanations: Mapping[str, str] | None = None,
    signed_on: Any = "2024-04-05",
    handling: str | None = None,
    also: Callable[[Any], None] = lambda _: None,
) -> bytes:
    """The workbook with these answers; ``also`` does to it what nobody should."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    cover = book.worksheets[0]
    cover[layout.COVER["signed_on"]] = signed_on
    if handling:
        cover[layout.COVER["handling"]] = handling
    reasons = choices("reasons", "en")
    said = explanations or {}
    for table in (layout.NUMBERS, layout.ACTIONS):
        sheet = next((s for s in book if s.title in layout.sheet_names(table.sheet)), None)
        if sheet is None:
            continue
        answer, remark = table.asked()[0], table.asked()[2]
        for row in range(layout.FIRST_ROW, sheet.max_row + 1):
            code = str(sheet.cell(row, 1).value)
            if code in answers:
                given = answers[code]
                name = "reason" if given in reasons else answer
                sheet.cell(row, table.at(name)).value = reasons.get(given, given)
                if name == answer and table is layout.ACTIONS:
                    sheet.cell(row, table.at(remark)).value = "Letter of the office"
            if code in said:
                sheet.cell(row, table.at(remark)).value = said[code]
    also(book)
    final = io.BytesIO()
    book.save(final)
    return final.getvalue()


def plain(rows: tuple[Row, ...], number: int = 7) -> dict[str, Any]:
    """An answer for every row."""
    return {row.code: "limited" if row.is_action else number for row in rows}


@dataclass
class Office:
    """A workspace's worth of objects: what the commands and the desk hand to the functions."""

    folder: Path
    pack: Pack = field(default_factory=lambda: load(EXAMPLE))

    def __post_init__(self) -> None:
        path = self.folder / "ledger"
        fresh = not (path / "ledger.json").exists()
        starts = self.pack.settings.fiscal_year_starts
        self.ledger = Ledger.create(path, starts) if fresh else Ledger(path)
        self.store = Store(self.folder / FILE_NAME)

    @property
    def snapshot(self) -> Snapshot:
        return Snapshot.of(self.ledger, clearance=LABELS[-1])

    def rows(self, body: str, month: str) -> tuple[Row, ...]:
        return rows_of(self.pack, body, parse_period(month))

    def template(self, body: str, month: str, language: Any = "en") -> bytes:
        starts = self.pack.settings.fiscal_year_starts
        history = history_of(self.snapshot, body, starts)
        return template(self.pack, body, parse_period(month), history, language)

    def submit(
        self, data: bytes, by: str, on: str | date = "2024-04-08", **more: Any
    ) -> Submission:
        return submit(self.store, self.pack, self.snapshot, data, "return.xlsx", by=by,
                      now=at(on), **more)  # fmt: skip

    def sent(
        self, body: str, month: str, answers: Answers | None = None,
        on: str | date = "2024-04-08", language: Any = "en", **more: Any,
    ) -> Submission:  # fmt: skip
        """A return, filled in and submitted; signed on the day it is sent."""
        told = answers if answers is not None else plain(self.rows(body, month))
        day = on if isinstance(on, str) else on.isoformat()
        data = self.template(body, month, language)
        also = {name: more.pop(name) for name in ("explanations", "handling") if name in more}
        return self.submit(fill(data, told, signed_on=day, **also), body, on, **more)

    def typed(
        self, body: str, month: str, answers: Answers, on: date, correction: str | None = None
    ) -> Submission:
        """The same as sent, on a form instead of a workbook: much faster to make."""
        reasons = choices("reasons", "en")
        told = {
            code: Answer(reason=given) if given in reasons
            else Answer(str(given), explanation="Letter of the office" if given in STATES else "")
            for code, given in answers.items()
        }  # fmt: skip
        label = max((row.handling for row in self.rows(body, month)), key=LABELS.index)
        sent, data = read_form(
            self.pack, body, parse_period(month), told, signed_on=on.isoformat(),
            handling=label, today=on,
        )  # fmt: skip
        return take(self.store, self.pack, self.snapshot, sent, data, "form.json", by=body,
                    now=at(on), correction=correction)  # fmt: skip

    def accepted(self, outcome: Submission, on: str | date = "2024-04-12") -> None:
        """Approved by its body and accepted by the coordinator."""
        assert outcome.filing is not None
        approve(self.store, self.pack, outcome.filing.id, by=outcome.body, now=at(on))
        accept(self.store, self.pack, self.ledger, [outcome.filing.id],
               by=str(self.pack.settings.coordinator), now=at(on))  # fmt: skip


# How bodies behave in the simulated years: chance of silence in a month, of lateness, and days.
MANNERS: dict[str, tuple[float, float]] = {
    "interior": (0.05, 0.2), "finance": (0.1, 0.3), "justice": (0.25, 0.4),
    "plan-office": (0.0, 0.0), "vale": (0.05, 0.15), "lakeland": (0.3, 0.5),
    "coast": (0.15, 0.3), "statistics": (1.0, 0.0),
}  # fmt: skip


def held(office: Office, body: str = "vale") -> dict[tuple[str, str, str], Any]:
    """What the ledger holds from a body, by subject, area and period."""
    history = history_of(office.snapshot, body, 7)
    return {
        (subject, place, str(each.period)): each.value
        for (subject, place), run in history.items()
        for each in run
    }


@dataclass
class Remembered:
    """What the ledger holds of each body's returns, kept in mind.

    To ask the ledger anew for every return takes four fifths of the time of two simulated years;
    a slow test holds that both say the same.
    """

    office: Office
    known: dict[str, dict[tuple[str, str, str], Accepted]] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    def __call__(
        self, snapshot: Snapshot, body: str, fiscal_year_starts: int, most: int | None = None
    ) -> History:
        known = self.known.setdefault(body, {})
        for filing in self.office.store.filings(body=body):
            if filing.id in self.read or filing.state not in {"accepted", "locked"}:
                continue
            self.read.add(filing.id)
            cells = self.office.store.cells(filing.id)
            for row in self.office.rows(body, filing.month):
                key, value = (row.subject, row.place, str(row.period)), cells[row.code].value
                known.pop(key, None)
                if value is not None:
                    said = value if row.is_action else Decimal(value)
                    known[key] = Accepted("", "", row.period, said, row.handling)
        runs: dict[tuple[str, str], list[Accepted]] = {}
        for (subject, place, _), each in sorted(known.items(), key=lambda it: it[1].period.end):
            runs.setdefault((subject, place), []).append(each)
        return {name: run[-most:] if most else run for name, run in runs.items()}


@dataclass(frozen=True)
class Happened:
    """What the simulation did with one return, for tests to hold the records against."""

    body: str
    month: str
    kind: str
    """silent, on time, late, sent back, corrected"""
    received_on: date | None


def live(office: Office, first: str = "2023-01", months: int = 24, seed: int = 7) -> list[Happened]:
    """Two years of returns from the example pack: silence, lateness, errors that are sent back,
    falls that are explained, corrections after the lock. The same seed gives the same years."""
    with patch("naap.returns.filing.history_of", Remembered(office)):
        return _life(office, first, months, random.Random(seed))


def _life(office: Office, first: str, months: int, chance: random.Random) -> list[Happened]:
    memory: dict[tuple[str, str, str], Decimal] = {}
    done: list[Happened] = []
    month = parse_period(first)
    for _ in range(months):
        done += [
            _lived(office, chance, memory, body, month, rows)
            for body in bodies_owing(office.pack)
            if (rows := rows_of(office.pack, body, month))
        ]
        coordinator = str(office.pack.settings.coordinator)
        waiting = [each.id for each in office.store.filings(state="approved")]
        accept(office.store, office.pack, office.ledger, waiting, by=coordinator,
               now=at(month.end + timedelta(days=40)))  # fmt: skip
        lock(office.store, office.pack, str(month), by=coordinator,
             now=at(month.end + timedelta(days=45), 18))  # fmt: skip
        month = parse_period(f"{month.end + timedelta(days=1):%Y-%m}")
    return done


def _lived(
    office: Office,
    chance: random.Random,
    memory: dict[tuple[str, str, str], Decimal],
    body: str,
    month: Period,
    rows: tuple[Row, ...],
) -> Happened:
    silent, late = MANNERS.get(body, (0.1, 0.2))
    if chance.random() < silent:
        return Happened(body, str(month), "silent", None)
    due = min(each.due for each in expected(office.pack, month.start, month.end, {body}))
    is_late = chance.random() < late
    day = due + timedelta(days=chance.randint(1, 9)) if is_late else due - timedelta(
        days=chance.randint(0, 5)
    )  # fmt: skip
    answers = dict(_answers(chance, memory, body, rows))
    wrong = chance.random() < 0.12
    kind = "late" if is_late else "on time"
    if wrong:
        spoilt = {**answers, rows[0].code: "limited" if rows[0].is_action else 999_999}
        outcome = office.typed(body, str(month), spoilt, day)
        assert outcome.filing is not None
        send_back(office.store, office.pack, outcome.filing.id, by="plan-office",
                  now=at(day + timedelta(days=1)), reason="One number is not possible",
                  remarks={rows[0].code: "Far above all that was reported before"})  # fmt: skip
        day += timedelta(days=4)
        kind = "sent back"
    outcome = office.typed(body, str(month), answers, day)
    _settled(office, outcome, day)
    assert outcome.filing is not None
    if chance.random() < 0.05 and not rows[0].is_action:
        later = day + timedelta(days=60)
        accept(office.store, office.pack, office.ledger, [outcome.filing.id], by="plan-office",
               now=at(day, 12))  # fmt: skip
        lock(office.store, office.pack, str(month), by="plan-office", now=at(later, 8), body=body)
        held = answers[rows[0].code]
        changed = {**answers, rows[0].code: held + 1 if isinstance(held, Decimal) else Decimal(3)}
        mended = office.typed(body, str(month), changed, later, "A late count came in")
        _settled(office, mended, later)
        kind = "corrected"
    return Happened(body, str(month), kind, day)


def _settled(office: Office, outcome: Submission, day: date) -> None:
    """Questions are answered, and the return is approved."""
    assert outcome.filing is not None, outcome.messages
    if outcome.questions:
        said = {question.address: "Counted again and found right" for question in outcome.questions}
        explain(
            office.store, office.pack, outcome.filing.id, said, by=outcome.body, now=at(day, 10)
        )
    approve(office.store, office.pack, outcome.filing.id, by=outcome.body, now=at(day, 11))


def _answers(
    chance: random.Random,
    memory: dict[tuple[str, str, str], Decimal],
    body: str,
    rows: tuple[Row, ...],
) -> Iterator[tuple[str, Any]]:
    scale = list(choices("states", "en"))
    total: dict[str, Decimal] = {}
    for row in reversed(rows):
        key = (body, row.subject, row.place)
        before = memory.get(key, Decimal(chance.randint(8, 40)))
        if row.is_action:
            step = min(len(scale) - 1, int(before) // 12)
            memory[key] = before + chance.randint(0, 1)
            yield row.code, scale[step]
            continue
        if chance.random() < 0.04:
            yield row.code, "not yet available"
            continue
        if row.measure == "cumulative":
            now = before + chance.randint(0, 6) - (3 if chance.random() < 0.03 else 0)
        elif row.measure == "stock":
            now = max(Decimal(1), before + chance.randint(-1, 1))
        else:
            now = Decimal(max(0, round(float(before) * chance.uniform(0.8, 1.25))))
        if row.place == "SZ" and row.subject in total:
            now = total[row.subject]
        total[row.subject] = total.get(row.subject, Decimal(0)) + now
        memory[key] = now
        yield row.code, now
