"""Proof that nothing was altered: every file, claim and commit against its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from naap.engine import connect
from naap.ledger.claim import hashes_of, key_id_of
from naap.ledger.datafile import operations_hash, with_derived
from naap.ledger.kind import Kind, kinds
from naap.ledger.ledger import HEAD, Ledger, agrees, read_head
from naap.ledger.manifest import EMPTY_DIGEST, DataFile, Manifest, read_log
from naap.ledger.state import newest_files
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
    head = read_head(ledger.folder)  # before the log: a commit in between lengthens the log
    log: list[Manifest] = []
    try:
        log.extend(read_log(ledger.folder / "log"))  # keeps what stands before the damage
    except UnusableInput as error:
        problems += error.problems
    else:
        problems += _head_problems(ledger, head, log)
    digests = [EMPTY_DIGEST, *(manifest.digest for manifest in log)]
    if against is not None and not any(digest.startswith(against.lower()) for digest in digests):
        problems.append(
            Problem(
                str(ledger.folder / "log"), None, None,
                f"no commit with the digest {against}",
                "a log that has passed through it",
                "This is not the ledger that the digest was taken from, or it was altered since.",
            )
        )  # fmt: skip
    newest = newest_files(log)
    expunged = frozenset(each for manifest in log for each in manifest.expunged)
    with connect() as engine:
        for manifest in log:
            for file in manifest.files:
                progress(f"commit {manifest.number}: {file.kind}")
                path = _path(ledger, file.kind, newest.get(file.sha256, file.sha256))
                problems += _file_problems(engine, ledger, file, path, expunged)
    problems += _left_behind(ledger, log)
    return list(dict.fromkeys(problems))


def _path(ledger: Ledger, kind_name: str, sha256: str) -> Path:
    return ledger.folder / kind_name / f"{sha256}.parquet"


def _head_problems(
    ledger: Ledger, head: tuple[int, str] | None, log: Sequence[Manifest]
) -> Iterator[Problem]:
    if head is None:
        yield Problem(
            str(ledger.folder / HEAD), None, None, "no number and digest that can be read",
            "those of the last commit",
            "Check the log against a digest that you kept; the next commit writes it anew.",
        )  # fmt: skip
    elif head[0] > len(log):
        yield Problem(
            str(ledger.folder / "log" / f"{len(log) + 1:08d}.json"), None, None,
            "no such file: the log ends before it",
            f"{head[0]} commits, as {HEAD} has noted", _RESTORE,
        )  # fmt: skip
    elif not agrees(head, list(log)):
        yield Problem(
            str(ledger.folder / HEAD), None, None, f"the digest {head[1]} for commit {head[0]}",
            "the digest that the log gives",
            "Either was altered: check the log against a digest that you kept.",
        )  # fmt: skip


def _file_problems(
    engine: duckdb.DuckDBPyConnection,
    ledger: Ledger,
    file: DataFile,
    path: Path,
    expunged: frozenset[str],
) -> Iterator[Problem]:
    if file.kind not in kinds():
        yield Problem(
            str(path), None, None, f"claims of the kind {file.kind}",
            f"one of the kinds that this release knows: {', '.join(kinds())}",
            "Use the release of Naap that wrote them, or a newer one.",
        )  # fmt: skip
        return
    try:
        with path.open("rb") as data:
            found = hashlib.file_digest(data, "sha256").hexdigest()
    except OSError as error:
        yield Problem(
            str(path), None, None,
            "no such file" if isinstance(error, FileNotFoundError) else str(error.strerror),
            "a file that the log names", _RESTORE,
        )  # fmt: skip
        return
    if found != path.stem:
        yield Problem(
            str(path), None, None, f"bytes with the sha256 {found}",
            "the sha256 in its name", _RESTORE,
        )  # fmt: skip
        return
    try:
        yield from _content_problems(engine, ledger, file, path, expunged)
    except (duckdb.Error, KeyError) as error:
        yield Problem(
            str(path), None, None, f"something unreadable ({error})",
            f"claims of the kind {file.kind}", _RESTORE,
        )  # fmt: skip


def _content_problems(
    engine: duckdb.DuckDBPyConnection,
    ledger: Ledger,
    file: DataFile,
    path: Path,
    expunged: frozenset[str],
) -> Iterator[Problem]:
    kind = kinds()[file.kind]
    lines = []
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
            if not _as_recorded(kind, row, ledger.fiscal_year_starts, expunged):
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


def _as_recorded(
    kind: Kind, row: dict[str, Any], fiscal_year_starts: int, expunged: frozenset[str]
) -> bool:
    if row["series"] is None:
        return row["claim_id"] in expunged  # nothing else may be blank
    if row["key_id"] != key_id_of(kind.name, row["series"], row["record_key"]):
        return False
    content = {
        column.name: row[column.name]
        for column in kind.all_columns
        if row.get(column.name) is not None
    }
    derived = with_derived(kind, content, fiscal_year_starts)
    if any(row[name] != value for name, value in derived.items()):
        return False
    if row["op"] == "retract":
        return True
    return hashes_of(kind.name, content) == (row["claim_id"], row["value_hash"])


def _left_behind(ledger: Ledger, log: list[Manifest]) -> Iterator[Problem]:
    """Files that an expunge has replaced and that are still on the disk."""
    for manifest in log:
        for old, new in manifest.replaced.items():
            path = _path(ledger, new.kind, old)
            if path.exists():
                yield Problem(
                    str(path), None, None, "content that was to be expunged",
                    "no such file", "Remove it with: naap ledger tidy",
                )  # fmt: skip
