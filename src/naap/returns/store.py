"""What is in flight: returns on their way, in a SQLite file of the workspace.

Files, cells and steps are only ever added. What was accepted is in the ledger, and this store is
no evidence; it says who did what with a return, and keeps every file that came.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from naap.problems import UnusableInput

__all__ = ["FILE_NAME", "STATES", "Cell", "Filing", "Question", "Step", "Store"]

FILE_NAME = "returns.sqlite"
FORMAT = 1
STATES = ("draft", "submitted", "sent back", "approved", "accepted", "locked")

_SCHEMA = """
CREATE TABLE filing (
    id TEXT PRIMARY KEY, body TEXT NOT NULL, month TEXT NOT NULL, version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'sent back', 'approved',
        'accepted', 'locked')),
    handling TEXT NOT NULL, file TEXT NOT NULL REFERENCES file, received_at TEXT NOT NULL,
    signed_on TEXT, supersedes TEXT REFERENCES filing, correction TEXT,
    UNIQUE (body, month, version));
CREATE TABLE file (sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, content BLOB NOT NULL);
CREATE TABLE cell (
    filing TEXT NOT NULL REFERENCES filing, code TEXT NOT NULL, address TEXT NOT NULL,
    value TEXT, reason TEXT, explanation TEXT, PRIMARY KEY (filing, code));
CREATE TABLE question (
    filing TEXT NOT NULL REFERENCES filing, code TEXT NOT NULL, address TEXT NOT NULL,
    rule TEXT NOT NULL, en TEXT NOT NULL, ur TEXT NOT NULL, PRIMARY KEY (filing, code, rule));
CREATE TABLE step (
    number INTEGER PRIMARY KEY AUTOINCREMENT, filing TEXT NOT NULL REFERENCES filing,
    at TEXT NOT NULL, by TEXT NOT NULL, step TEXT NOT NULL, reason TEXT);
CREATE TABLE remark (
    step INTEGER NOT NULL REFERENCES step, code TEXT NOT NULL, says TEXT NOT NULL,
    PRIMARY KEY (step, code));
CREATE INDEX filing_month ON filing (month, body);
CREATE INDEX step_filing ON step (filing);
"""
_KEPT = ("file", "cell", "question", "step", "remark")
"""Tables whose rows are never changed or removed, except for an open explanation."""


@dataclass(frozen=True)
class Filing:
    """One version of the return of a body for a month."""

    id: str
    body: str
    month: str
    version: int
    state: str
    handling: str
    file: str
    received_at: datetime
    signed_on: str | None
    supersedes: str | None
    correction: str | None


@dataclass(frozen=True)
class Cell:
    """What a row of a return said: a value, or a reason why there is none."""

    code: str
    address: str
    value: str | None
    reason: str | None
    explanation: str | None


@dataclass(frozen=True)
class Question:
    """What a check asks an explanation for; ``address`` is the cell in which to give it."""

    code: str
    address: str
    rule: str
    en: str
    ur: str


@dataclass(frozen=True)
class Step:
    """What a post did with a filing, and what it said about single rows."""

    number: int
    at: datetime
    by: str
    step: str
    reason: str | None
    remarks: dict[str, str]


class Store:
    """The file. Each call of :meth:`writing` is one transaction: all of it, or nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.parent.is_dir():
            raise UnusableInput.one(
                path.parent, found="no such folder", expected="the folder of a workspace",
                mend="Make one with: naap init DIR, then run the command inside it.",
            )  # fmt: skip
        self._file = sqlite3.connect(path, timeout=60, isolation_level=None)
        self._file.row_factory = sqlite3.Row
        try:
            self._file.execute("PRAGMA foreign_keys = ON")
            self._prepare()
        except sqlite3.DatabaseError as error:
            self._file.close()
            raise self._damaged(error) from None
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _damaged(self, error: object) -> UnusableInput:
        return UnusableInput.one(
            self.path, found=f"a store that cannot be read ({error})",
            expected="the store of returns as Naap wrote it",
            mend="Restore it from a copy. Accepted returns are safe in the ledger.",
        )  # fmt: skip

    def _prepare(self) -> None:
        with self.writing():
            (format_,) = self._file.execute("PRAGMA user_version").fetchone()
            if format_ > FORMAT:
                raise UnusableInput.one(
                    self.path, found=f"format {format_}", expected=f"format {FORMAT}",
                    mend="Use the release of Naap that wrote it, or a newer one.",
                )  # fmt: skip
            if format_ == 0:
                for statement in _SCHEMA.split(";\n"):
                    if statement.strip():
                        self._file.execute(statement)
                for table in _KEPT:
                    for change in ("UPDATE", "DELETE"):
                        self._file.execute(
                            f"CREATE TRIGGER keep_{table}_{change} BEFORE {change} ON {table} "
                            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are kept'); END"
                        )
                self._file.execute(f"PRAGMA user_version = {FORMAT}")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction; one inside another belongs to it. Other writers wait."""
        if self._file.in_transaction:
            yield
            return
        self._file.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._file.execute("ROLLBACK")
            raise
        self._file.execute("COMMIT")

    # --- reading ------------------------------------------------------------------------------

    def filings(
        self, *, body: str | None = None, month: str | None = None, state: str | None = None
    ) -> list[Filing]:
        """Every version that fits, by month, body and version."""
        asked = {"body": body, "month": month, "state": state}
        given = {name: value for name, value in asked.items() if value is not None}
        where = " AND ".join(f"{name} = :{name}" for name in given) or "1"
        rows = self._file.execute(
            f"SELECT * FROM filing WHERE {where} ORDER BY month, body, version", given
        )
        return [_filing(row) for row in rows]

    def filing(self, filing_id: str) -> Filing:
        """One version by its id; UnusableInput where there is none."""
        row = self._file.execute("SELECT * FROM filing WHERE id = ?", (filing_id,)).fetchone()
        if row is None:
            raise UnusableInput.one(
                self.path, found=f"no return {filing_id!r}",
                expected="an id such as interior-2016-03-1",
                mend="List them with: naap returns show",
            )  # fmt: skip
        return _filing(row)

    def cells(self, filing_id: str) -> dict[str, Cell]:
        """The rows of a filing by code, with explanations that were given later."""
        found = {
            row[0]: Cell(*row)
            for row in self._file.execute(
                "SELECT code, address, value, reason, explanation FROM cell WHERE filing = ? "
                "ORDER BY rowid",
                (filing_id,),
            )
        }
        for step in self.steps(filing_id):
            if step.step == "explained":
                for code, says in step.remarks.items():
                    held = found[code]
                    found[code] = Cell(code, held.address, held.value, held.reason, says)
        return found

    def questions(self, filing_id: str) -> list[Question]:
        rows = self._file.execute(
            "SELECT * FROM question WHERE filing = ? ORDER BY rowid", (filing_id,)
        )
        return [Question(*(row[name] for name in Question.__dataclass_fields__)) for row in rows]

    def open_questions(self, filing_id: str) -> list[Question]:
        """Those whose row has no explanation yet."""
        asked = self.questions(filing_id)
        cells = self.cells(filing_id) if asked else {}
        return [each for each in asked if not cells[each.code].explanation]

    def steps(self, filing_id: str) -> list[Step]:
        """What was done with it, oldest first."""
        remarks: dict[int, dict[str, str]] = {}
        for row in self._file.execute(
            "SELECT remark.* FROM remark JOIN step ON step.number = remark.step "
            "WHERE step.filing = ? ORDER BY remark.rowid",
            (filing_id,),
        ):
            remarks.setdefault(row["step"], {})[row["code"]] = row["says"]
        return [
            Step(row["number"], datetime.fromisoformat(row["at"]), row["by"], row["step"],
                 row["reason"], remarks.get(row["number"], {}))
            for row in self._file.execute(
                "SELECT * FROM step WHERE filing = ? ORDER BY number", (filing_id,)
            )
        ]  # fmt: skip

    def file(self, sha256: str) -> tuple[str, bytes]:
        """Name and content of a file that came."""
        row = self._file.execute("SELECT * FROM file WHERE sha256 = ?", (sha256,)).fetchone()
        return row["name"], row["content"]

    # --- writing ------------------------------------------------------------------------------

    def add(
        self,
        filing: Filing,
        name: str,
        content: bytes,
        cells: Sequence[Cell],
        questions: Sequence[Question],
    ) -> None:
        with self.writing():
            self._file.execute(
                "INSERT OR IGNORE INTO file VALUES (?, ?, ?)", (filing.file, name, content)
            )
            self._file.execute(
                "INSERT INTO filing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (filing.id, filing.body, filing.month, filing.version, filing.state,
                 filing.handling, filing.file, _instant(filing.received_at), filing.signed_on,
                 filing.supersedes, filing.correction),
            )  # fmt: skip
            self._file.executemany(
                "INSERT INTO cell VALUES (?, ?, ?, ?, ?, ?)",
                [(filing.id, each.code, each.address, each.value, each.reason, each.explanation)
                 for each in cells],
            )  # fmt: skip
            self._file.executemany(
                "INSERT INTO question VALUES (?, ?, ?, ?, ?, ?)",
                [(filing.id, each.code, each.address, each.rule, each.en, each.ur)
                 for each in questions],
            )  # fmt: skip

    def move(
        self,
        filing_id: str,
        step: str,
        *,
        by: str,
        at: datetime,
        state: str | None = None,
        reason: str | None = None,
        remarks: dict[str, str] | None = None,
    ) -> None:
        """Note a step, and the state that the filing is in from now on."""
        with self.writing():
            done = self._file.execute(
                "INSERT INTO step (filing, at, by, step, reason) VALUES (?, ?, ?, ?, ?)",
                (filing_id, _instant(at), by, step, reason),
            )
            self._file.executemany(
                "INSERT INTO remark VALUES (?, ?, ?)",
                [(done.lastrowid, code, says) for code, says in (remarks or {}).items()],
            )
            if state is not None:
                self._file.execute(
                    "UPDATE filing SET state = ? WHERE id = ?", (state, filing_id)
                )  # fmt: skip


def _filing(row: Any) -> Filing:
    told = {name: row[name] for name in Filing.__dataclass_fields__}
    return Filing(**{**told, "received_at": datetime.fromisoformat(told["received_at"])})


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
