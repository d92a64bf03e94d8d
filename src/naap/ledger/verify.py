"""Proof that nothing was altered: every file, claim and commit against its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from naap.ledger.claim import claim_id_of, key_id_of
from naap.ledger.datafile import operations_hash, with_derived
from naap.ledger.kind import Kind, kinds
from naap.ledger.ledger import Ledger
from naap.ledger.manifest import DataFile, Manifest, read_log
from naap.problems import Problem, UnusableInput

__all__ = ["verify"]

_RESTORE = "Restore it from a copy of the ledger; what depends on it cannot be trusted."


def verify(
    ledger: Ledger, against: str | None = None, progress: Callable[[str], None] = lambda _: None
) -> list[Problem]:
    """Everything that is not as it was written; an empty list where all is well.

    ``against`` is a digest that somebody kept: the ledger must have passed through it. Without
    one, a whole new chain put in the place of the old one cannot be told from it.
    """
    problems: list[Problem] = []
    log: list[Manifest] = []
    try:
        log.extend(read_log(ledger.folder / "log"))  # keeps what stands before the damage
    except UnusableInput as error:
        problems += error.problems
    problems += _cut_off(ledger, log)
    if against is not None and not any(each.digest.startswith(against) for each in log):
        problems.append(
            Problem(
                str(ledger.folder / "log"), None, None,
                f"no commit with the digest {against}",
                "a log that has passed through it",
                "This is not the ledger that the digest was taken from, or it was altered since.",
            )
        )  # fmt: skip
    replaced = {old: new for manifest in log for old, new in manifest.replaced.items()}
    for manifest in log:
        for file in manifest.files:
            progress(f"commit {manifest.number}: {file.kind}")
            problems += _file_problems(ledger, _newest(file, replaced))
    problems += _left_behind(ledger, log)
    return problems


def _newest(file: DataFile, replaced: dict[str, DataFile]) -> DataFile:
    while file.sha256 in replaced:
        newer = replaced[file.sha256]
        if newer.operations != file.operations:
            return DataFile(newer.kind, newer.sha256, newer.rows, file.operations)
        file = newer
    return file


def _cut_off(ledger: Ledger, log: list[Manifest]) -> Iterator[Problem]:
    try:
        number, digest = (ledger.folder / "HEAD").read_text(encoding="ascii").split()
        known = int(number)
    except (OSError, ValueError):
        known, digest = 0, ""
    if known > len(log):
        path = ledger.folder / "log" / f"{len(log) + 1:08d}.json"
        yield Problem(
            str(path), None, None, "the log ends before it",
            f"{known} commits, as HEAD has noted", _RESTORE,
        )  # fmt: skip
    elif known and log[known - 1].digest != digest:
        path = ledger.folder / "log" / f"{known:08d}.json"
        yield Problem(
            str(path), None, None, f"the digest {log[known - 1].digest}",
            f"{digest}, as HEAD has noted", _RESTORE,
        )  # fmt: skip


def _file_problems(ledger: Ledger, file: DataFile) -> Iterator[Problem]:
    path = ledger.folder / file.kind / f"{file.sha256}.parquet"
    try:
        with path.open("rb") as data:
            found = hashlib.file_digest(data, "sha256").hexdigest()
    except OSError:
        yield Problem(str(path), None, None, "no such file", "a file that the log names", _RESTORE)
        return
    if found != file.sha256:
        yield Problem(
            str(path), None, None, f"bytes with the sha256 {found}",
            "the sha256 in its name", _RESTORE,
        )  # fmt: skip
        return
    yield from _content_problems(ledger, file, path)


def _content_problems(ledger: Ledger, file: DataFile, path: Path) -> Iterator[Problem]:
    kind = kinds()[file.kind]
    lines = []
    with duckdb.connect() as engine:
        answer = engine.execute("SELECT * FROM read_parquet($path)", {"path": str(path)})
        names = [column[0] for column in answer.description or ()]
        while rows := answer.fetchmany(5_000):
            for values in rows:
                row = dict(zip(names, values, strict=True))
                lines.append(
                    (
                        row["op"], str(row["key_id"]), row["claim_id"], row["handling"],
                        row["recorded_by"], row["stated_on"] if row["op"] == "retract" else None,
                    )
                )  # fmt: skip
                if row["series"] is not None and not _as_named(kind, row, ledger):
                    yield Problem(
                        str(path), None, None,
                        f"content that does not give the claim id {row['claim_id']}",
                        "content as it was when it was recorded", _RESTORE,
                    )  # fmt: skip
    if len(lines) != file.rows or operations_hash(lines) != file.operations:
        yield Problem(
            str(path), None, None, "operations that differ from those in the log",
            f"{file.rows} operations with the hash {file.operations}", _RESTORE,
        )  # fmt: skip


def _as_named(kind: Kind, row: dict[str, Any], ledger: Ledger) -> bool:
    if row["key_id"] != key_id_of(kind.name, row["series"], row["record_key"]):
        return False
    if row["op"] == "retract":
        return True
    content = {
        column.name: row[column.name]
        for column in kind.all_columns
        if row.get(column.name) is not None
    }
    derived = with_derived(kind, content, ledger.fiscal_year_starts)
    return claim_id_of(kind.name, content) == row["claim_id"] and all(
        row[name] == value for name, value in derived.items()
    )


def _left_behind(ledger: Ledger, log: list[Manifest]) -> Iterator[Problem]:
    """Files that an expunge has replaced and that are still on the disk."""
    for manifest in log:
        for old, new in manifest.replaced.items():
            path = ledger.folder / new.kind / f"{old}.parquet"
            if path.exists():
                yield Problem(
                    str(path), None, None, "content that was to be expunged",
                    "no such file", "Remove it with: naap ledger tidy --older-than 0",
                )  # fmt: skip
