"""The Parquet files of the ledger: how operations are written, hashed and read back."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any, Literal

import duckdb

from naap.ledger.claim import Claim, encoded
from naap.ledger.disk import make_folder
from naap.ledger.kind import Kind, kind_named
from naap.ledger.manifest import DataFile, Draft
from naap.periods import parse_period

__all__ = [
    "Op",
    "Operation",
    "draft_lines",
    "draft_operations",
    "operations_hash",
    "row_line",
    "with_derived",
]

Op = Literal["assert", "retract", "relabel"]
_ROWS_A_GROUP = 122_880
"""Rows that a Parquet file of the engine holds together."""
_WORTH_TWO_THREADS = 10_000
_LONGEST_LINE, _SHORT_LINE = 64 << 20, 1 << 20
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What happened to a claim. A retraction may carry when its source dropped the record."""

    op: Op
    claim: Claim
    recorded_by: str
    stated_on: str | None = None

    @property
    def sort_key(self) -> tuple[str, str]:
        fields = self.claim.fields
        return fields.get("series") or "", fields.get("record_key") or ""


def operations_hash(lines: Iterable[Sequence[str | None]]) -> str:
    """Hash of (op, key_id, claim_id, handling, recorded_by, stated_on of a retraction), sorted.

    It leaves content out, so that an expunged claim keeps the chain verifiable; the content is
    held by the claim id.
    """
    return _sorted_hash([f"[{','.join(map(_cell, cells))}]\n".encode() for cells in lines])


def _sorted_hash(lines: list[bytes]) -> str:
    return hashlib.sha256(b"".join(sorted(lines))).hexdigest()


def _cell(text: str | None) -> str:
    return "null" if text is None else encode_basestring(text)


def _hash_line(operation: Operation, key_id: str) -> bytes:
    """A line of `operations_hash`. Ids, labels and names of operations need no escapes."""
    stated_on = operation.stated_on if operation.op == "retract" else None
    return (
        f'["{operation.op}","{key_id}","{operation.claim.claim_id}",'
        f'"{operation.claim.handling}",{_recorder(operation.recorded_by)},{_cell(stated_on)}]\n'
    ).encode()


_recorder = lru_cache(16)(encode_basestring)


def draft_operations(
    engine: duckdb.DuckDBPyConnection,
    ledger: Path,
    kind_name: str,
    operations: Sequence[Operation],
    fiscal_year_starts: int,
) -> Draft:
    """Write one immutable file, which counts once it has its name and a manifest names it."""
    kind = kind_named(kind_name)
    ordered = sorted(operations, key=lambda operation: operation.sort_key)
    hashed: list[bytes] = []

    def lines() -> Iterator[str]:
        for operation in ordered:
            key_id = str(operation.claim.key_id)
            hashed.append(_hash_line(operation, key_id))
            yield _operation_line(kind, operation, key_id, fiscal_year_starts)

    return draft_lines(engine, ledger, kind, lines(), len(ordered), lambda: _sorted_hash(hashed))


def _operation_line(kind: Kind, operation: Operation, key_id: str, fiscal_year_starts: int) -> str:
    """A line of the draft. What the claim has at hand as JSON is not made into JSON again."""
    claim = operation.claim
    if operation.op == "retract" or not claim.written:
        return row_line(_stored_row(kind, operation, fiscal_year_starts))
    days = "".join(
        _days_of(column.name, claim.fields[column.name], fiscal_year_starts)
        for column in kind.period_columns
        if column.name in claim.fields
    )
    return (
        f'{{"op":"{operation.op}","key_id":"{key_id}","claim_id":"{claim.claim_id}",'
        f'"handling":"{claim.handling}","recorded_by":{_recorder(operation.recorded_by)},'
        f'"value_hash":"{claim.value_hash}",{days}{claim.written}}}\n'
    )


@lru_cache(10_000)
def _days_of(name: str, text: str, fiscal_year_starts: int) -> str:
    period = _read_period(text, fiscal_year_starts)
    return f'"{name}_start":"{period.start}","{name}_end":"{period.end}",'


def _stored_row(kind: Kind, operation: Operation, fiscal_year_starts: int) -> dict[str, Any]:
    claim = operation.claim
    row: dict[str, Any] = {
        "op": operation.op,
        "key_id": claim.key_id,
        "claim_id": claim.claim_id,
        "handling": claim.handling,
        "recorded_by": operation.recorded_by,
    }
    if operation.op == "retract":
        content: Mapping[str, Any] = {
            "series": claim.fields.get("series"),
            "record_key": claim.fields.get("record_key"),
            "stated_on": operation.stated_on,
        }
    else:
        content = claim.fields
        row["value_hash"] = claim.value_hash
    return row | with_derived(kind, content, fiscal_year_starts)


_read_period = lru_cache(10_000)(parse_period)


def with_derived(kind: Kind, content: Mapping[str, Any], fiscal_year_starts: int) -> dict[str, Any]:
    row = dict(content)
    for column in kind.period_columns:
        if text := content.get(column.name):
            period = _read_period(text, fiscal_year_starts)
            row[f"{column.name}_start"] = period.start
            row[f"{column.name}_end"] = period.end
    return row


def draft_lines(
    engine: duckdb.DuckDBPyConnection,
    ledger: Path,
    kind: Kind,
    lines: Iterable[str],
    count: int,
    operations: Callable[[], str],
) -> Draft:
    """Write lines of JSON as a draft beside ``ledger/<kind>/<sha256>.parquet``, synced to disk.

    ``operations`` gives their hash; it is asked when all lines are written.
    """
    folder = ledger / kind.name
    make_folder(folder)
    name = f".{os.getpid()}-{os.urandom(6).hex()}"
    staged, draft = folder / f"{name}.jsonl", folder / f"{name}.parquet"
    longest = 0

    def measured() -> Iterator[str]:
        nonlocal longest
        for line in lines:
            longest = max(longest, len(line))
            yield line

    try:
        with staged.open("x", encoding="utf-8") as file:
            file.writelines(measured())
        columns = ", ".join(f"'{name}': '{type_}'" for name, type_ in kind.stored_columns)
        # More threads cut the groups of rows up differently each time, but one group is one. They
        # share the work only where no line may be as long as the whole file; a sign has 4 bytes.
        shared = _WORTH_TWO_THREADS <= count <= _ROWS_A_GROUP and 4 * longest < _SHORT_LINE
        threads, most = (2, _SHORT_LINE) if shared else (1, _LONGEST_LINE)
        engine.execute(f"SET threads = {threads}")
        engine.execute(
            f"COPY (SELECT * FROM read_json('{_quoted(staged)}', format = 'newline_delimited', "
            f"columns = {{{columns}}}, maximum_object_size = {most})) "
            f"TO '{_quoted(draft)}' (FORMAT parquet, COMPRESSION zstd)"
        )
        engine.execute("RESET threads")
        with draft.open("rb+") as written:
            sha256 = hashlib.file_digest(written, "sha256").hexdigest()
            os.fsync(written.fileno())
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    finally:
        staged.unlink(missing_ok=True)
    file_ = DataFile(kind=kind.name, sha256=sha256, rows=count, operations=operations())
    return Draft(path=draft, final=folder / f"{sha256}.parquet", file=file_)


def row_line(row: Mapping[str, Any]) -> str:
    """A row in stored form as a line of JSON; columns without a value are left out."""
    cells = [f'"{name}":{encoded(item)}' for name, item in row.items() if item is not None]
    return f"{{{','.join(cells)}}}\n"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
