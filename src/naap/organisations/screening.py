"""Screening: a list of names of organisations against the register, row by row.

A row is flagged where its name is a spelling of a body that an authority lists on the day, or that
a source holds to be a front, a wing, a part or another name of one. A finding is for a person to
look at, and decides nothing.
"""

from __future__ import annotations

import csv
import fcntl
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from naap.ledger.disk import write_durably
from naap.organisations.deciding import Decided, match_id
from naap.organisations.formulas import as_written, harmless
from naap.organisations.index import Hit, Index
from naap.organisations.kin import names_in
from naap.organisations.listed import Verdict, listed
from naap.organisations.register import Register
from naap.problems import Problem, UnusableInput

__all__ = [
    "COLUMNS",
    "Settings",
    "alone",
    "as_csv",
    "put",
    "read_names",
    "screen",
    "screened_into",
    "sha256",
]

COLUMNS = (
    "row", "name", "decision", "org_id", "candidate", "matched_name", "score", "reason", "listed",
    "match", "decided", "on", "threshold", "list_version", "ledger_digest",
)  # fmt: skip
_STANDS = ("yes", "listed, date unknown", "uncertain")
_CANDIDATES = 5
_KEPT_EVERY = 100
"""Rows between two times that finished work is written: what a stop can cost."""

Row = Mapping[str, str]
Decisions = Mapping[str, Decided]
NO_DECISIONS: Decisions = MappingProxyType({})


@dataclass(frozen=True)
class Settings:
    """What a screening rests on. The same settings and register give the same bytes."""

    input_sha256: str
    column: str
    on: str
    threshold: float
    list_version: str
    ledger_digest: str
    register_sha256: str
    decisions_sha256: str
    program: str

    @classmethod
    def of(
        cls, data: bytes, column: str, on: date, threshold: float, register: Register,
        program: str, decided: Decisions = NO_DECISIONS,
    ) -> Settings:  # fmt: skip
        return cls(
            sha256(data), column, on.isoformat(), threshold, register.released.isoformat(),
            register.digest, _digest_of(register),
            sha256(json.dumps({key: str(each) for key, each in sorted(decided.items())}).encode()),
            program,
        )  # fmt: skip


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_names(file: Path, data: bytes, column: str) -> list[tuple[int, str]]:
    """Row number, as a spreadsheet counts, and name; UnusableInput tells every row without one."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableInput.one(
            file, row=data.count(b"\n", 0, error.start) + 1, column=column,
            found="bytes that are not UTF-8", expected="CSV in UTF-8",
            mend="Save the file as CSV in UTF-8.",
        ) from None  # fmt: skip
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    names: list[tuple[int, str]] = []
    row = 0
    try:
        header = next(reader, [])
        row = 1
        if header.count(column) != 1:
            raise UnusableInput.one(
                file, row=1, column=column,
                found=f"the columns {', '.join(header) or '(none)'}",
                expected=f"one column {column}",
                mend="Say with --column which column holds the names of organisations.",
            )  # fmt: skip
        place = header.index(column)
        for row, cells in enumerate(reader, 2):
            if cells and len(cells) != len(header):
                raise UnusableInput.one(
                    file, row=row, column=column, found=f"{len(cells)} cells",
                    expected=f"{len(header)}, as in the first row",
                    mend="Put a cell that has a comma in it between quotation marks.",
                )  # fmt: skip
            if cells:
                names.append((row, as_written(cells[place])))
    except csv.Error as error:
        raise UnusableInput.one(
            file, row=row + 1, column=column, found=str(error), expected="CSV",
            mend="Correct the row, or save the file as CSV again.",
        ) from None  # fmt: skip
    unnamed = [
        Problem(
            str(file), number, column, "no name", "the name of an organisation",
            "Fill it in, or take the row out.",
        )
        for number, name in names
        if not name.strip()
    ]  # fmt: skip
    if unnamed:
        raise UnusableInput(unnamed)
    return names


def screen(
    register: Register,
    names: Iterable[tuple[int, str]],
    settings: Settings,
    decided: Decisions = NO_DECISIONS,
) -> Iterator[dict[str, str]]:
    """The answer for each name, in the order given, with the cells of ``COLUMNS`` as text."""
    index = Index(names_in(register))
    on = date.fromisoformat(settings.on)

    @lru_cache(None)
    def verdicts(org_id: str) -> tuple[Verdict, ...]:
        return tuple(listed(register, org_id, on))

    for row, name in names:
        hits = index.search(name, _CANDIDATES, settings.threshold)
        standing = [hit for hit in hits if _stands(verdicts(hit.org_id))]
        known = {hit.org_id: decided.get(match_id(hit.org_id, name)) for hit in hits}
        flagged = next((hit for hit in standing if known[hit.org_id] is None), None)
        best = flagged or next(iter([*standing, *hits]), None)
        yield {
            "row": str(row),
            "name": name,
            "decision": "flagged" if flagged else "clear",
            **_candidate(register, best, verdicts(best.org_id) if best else ()),
            "match": match_id(best.org_id, name) if best else "",
            "decided": "; ".join(f"{key}: {each}" for key, each in known.items() if each),
            "on": settings.on,
            "threshold": f"{settings.threshold:g}",
            "list_version": settings.list_version,
            "ledger_digest": settings.ledger_digest,
        }


def _stands(verdicts: Sequence[Verdict]) -> bool:
    return any(
        each.answer in _STANDS
        or any(through.relation.status == "asserted" for through in each.through)
        for each in verdicts
    )


def _candidate(register: Register, best: Hit | None, verdicts: Sequence[Verdict]) -> dict[str, str]:
    if best is None:
        return {
            "org_id": "", "candidate": "", "matched_name": "", "score": "",
            "reason": "no name of the register is a spelling of it at this threshold",
            "listed": "",
        }  # fmt: skip
    return {
        "org_id": best.org_id,
        "candidate": register.name_of(best.org_id),
        "matched_name": best.matched_name,
        "score": f"{best.score:.4f}",
        "reason": best.reason,
        "listed": "; ".join(_state(register, each) for each in verdicts if _told(each))
        or "no authority of this register lists it",
    }


def _told(verdict: Verdict) -> bool:
    return verdict.answer != "not in this register" or bool(verdict.through)


def _state(register: Register, verdict: Verdict) -> str:
    through = "".join(
        f" ({each.relation.relation.replace('_', ' ')} {register.name_of(each.organisation)}, "
        f"listed: {each.answer}; {each.relation.status} by {each.relation.source})"
        for each in verdict.through
    )
    named = register.authorities.get(verdict.authority, verdict.authority)
    return f"{named}: {verdict.answer}{through}"


def as_csv(rows: Iterable[Row]) -> bytes:
    """The output file, byte for byte the same for the same rows. A spreadsheet runs no cell."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: harmless(cell) for name, cell in row.items()} for row in rows)
    return text.getvalue().encode()


@contextmanager
def alone(partial: Path) -> Iterator[None]:
    """While it lasts nobody else screens into this output; UnusableInput where somebody does.

    The system lets go of the lock when a run ends, however it ends.
    """
    while True:
        with partial.open("ab") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UnusableInput.one(
                    partial, found="another run that screens into the same output",
                    expected="one run at a time", mend="Wait for it, or choose another --out.",
                ) from None  # fmt: skip
            # Otherwise the other run ended in between and took its file away.
            if partial.exists() and os.path.samestat(os.fstat(held.fileno()), partial.stat()):
                yield
                return


def screened_into(
    partial: Path,
    register: Register,
    names: Sequence[tuple[int, str]],
    settings: Settings,
    progress: Callable[[int, int], None] = lambda done, kept: None,
    decided: Decisions = NO_DECISIONS,
) -> list[dict[str, str]]:
    """All rows. Finished ones are kept in ``partial``, from which a stopped run goes on.

    Only rows that were kept whole, under the same settings, are taken over. The file stays, for
    the caller to remove once the output is in its place.
    """
    head = _line(asdict(settings))
    rows, size = _kept(partial, head, names)
    kept = len(rows)
    progress(kept, kept)
    with partial.open("r+b" if size else "wb") as file:
        file.truncate(size)
        file.seek(size)
        if not size:
            file.write(head)
        for row in screen(register, names[kept:], settings, decided):
            rows.append(row)
            file.write(_line(row))
            if len(rows) % _KEPT_EVERY == 0:
                file.flush()
                progress(len(rows), kept)
        file.flush()
        os.fsync(file.fileno())
    return rows


def _kept(
    partial: Path, head: bytes, names: Sequence[tuple[int, str]]
) -> tuple[list[dict[str, str]], int]:
    """The rows that a stopped run left whole, and how many bytes of the file they take."""
    data = partial.read_bytes() if partial.exists() else b""
    if not data.startswith(head):
        return [], 0
    rows: list[dict[str, str]] = []
    size = len(head)
    for line, (number, name) in zip(data[size:].splitlines(keepends=True), names, strict=False):
        row = _row_of(line)
        if row is None or (row["row"], row["name"]) != (str(number), name):
            break
        rows.append(row)
        size += len(line)
    return rows, size


def _line(value: Mapping[str, Any]) -> bytes:
    """A line with its own digest in front, so that half a line is known for what it is."""
    text = json.dumps(value, sort_keys=True).encode()
    return sha256(text)[:16].encode() + b" " + text + b"\n"


def _row_of(line: bytes) -> dict[str, str] | None:
    mark, _, text = line.removesuffix(b"\n").partition(b" ")
    if not line.endswith(b"\n") or mark != sha256(text)[:16].encode():
        return None
    row: dict[str, str] = json.loads(text)
    return row


def put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, over one that is there."""
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    draft.unlink(missing_ok=True)
    write_durably(draft, data)
    draft.replace(path)


def _digest_of(register: Register) -> str:
    """What the register says, whatever else the ledger holds: ids of claims, names of bodies."""
    said = sorted(each.claim_id for each in (*register.names, *register.relations,
                                             *register.listings, *register.withdrawn))  # fmt: skip
    bodies = sorted((b.org_id, b.name_en, b.name_ur, b.acronym) for b in register.bodies.values())
    return sha256(json.dumps([said, bodies, dict(register.authorities)]).encode())
