"""What a batch changes: its claims, retractions and labels against what the ledger holds."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import duckdb

from naap.ledger.batch import Batch, Coverage, Tally
from naap.ledger.claim import Claim, key_id_of
from naap.ledger.datafile import Op, Operation
from naap.ledger.disk import reading
from naap.ledger.handling import LABELS, is_label, stricter
from naap.ledger.kind import kind_named, kinds
from naap.ledger.manifest import Manifest
from naap.ledger.state import NOW, commits_until, latest_sql
from naap.problems import Problem, UnusableInput

__all__ = ["Current", "Wish", "changes", "current", "split_key"]


class Current(NamedTuple):
    """The last operation on a key: what the ledger now holds under it, or held."""

    op: str
    claim_id: str
    value_hash: UUID | None
    handling: str
    series: str | None
    record_key: str | None
    stated_on: str | None

    @property
    def holds(self) -> bool:
        return self.op != "retract" and self.series is not None


@dataclass(frozen=True)
class Wish:
    """A batch, sorted by kind and key. A key is asserted or retracted, never both."""

    batch: Batch
    asserted: Mapping[str, Mapping[UUID, Claim]]
    retracted: Mapping[str, Mapping[UUID, str]]
    labels: Mapping[str, Mapping[UUID, str]]

    @classmethod
    def of(cls, batch: Batch) -> Wish:
        """Check that the batch does not contradict itself; UnusableInput names every place."""
        problems: list[Problem] = []
        asserted: dict[str, dict[UUID, Claim]] = {}
        for claim in batch.asserted:
            held = asserted.setdefault(claim.kind, {})
            before = held.get(claim.key_id)
            if before is not None and before.claim_id != claim.claim_id:
                problems.append(_two_claims(claim))
            held[claim.key_id] = _labelled(claim, before.handling) if before else claim
        retracted: dict[str, dict[UUID, str]] = {}
        for key in batch.retracted:
            kind, key_id = _key_id(key)
            retracted.setdefault(kind, {})[key_id] = key
            if key_id in asserted.get(kind, {}):
                problems.append(_both(key))
        labels: dict[str, dict[UUID, str]] = {}
        for key, label in batch.relabelled.items():
            kind, key_id = _key_id(key)
            labels.setdefault(kind, {})[key_id] = label
            if not is_label(label):
                problems.append(_no_label(key, label))
        if problems:
            raise UnusableInput(problems)
        return cls(batch, asserted, retracted, labels)

    def kinds(self) -> list[str]:
        covered = {each.kind for each in self.batch.coverage}
        return sorted({*self.asserted, *self.retracted, *self.labels, *covered})

    def keys(self, kind_name: str) -> set[UUID] | None:
        """The keys that the batch speaks of; None where it covers keys that it does not name."""
        if any(each.kind == kind_name for each in self.batch.coverage):
            return None
        named = (self.asserted, self.retracted, self.labels)
        return {key_id for each in named for key_id in each.get(kind_name, ())}

    def series(self, kind_name: str) -> set[str]:
        named = (*self.batch.retracted, *self.batch.relabelled)
        return {
            *(claim.fields["series"] for claim in self.asserted.get(kind_name, {}).values()),
            *(key[1] for key in map(split_key, named) if key[0] == kind_name),
            *(each.series for each in self.batch.coverage if each.kind == kind_name),
        }


def changes(
    engine: duckdb.DuckDBPyConnection, folder: Path, wish: Wish, log: Sequence[Manifest]
) -> tuple[dict[str, list[Operation]], dict[str, Tally]]:
    """The operations that make the ledger hold what the batch says; at most one a key."""
    expunged = frozenset(each for manifest in log for each in manifest.expunged)
    operations: dict[str, list[Operation]] = {}
    tallies: dict[str, Tally] = {}
    problems: list[Problem] = []
    for kind_name in wish.kinds():
        now = current(engine, folder, kind_name, log, wish.series(kind_name), wish.keys(kind_name))
        claims = wish.asserted.get(kind_name, {})
        labels = dict(wish.labels.get(kind_name, {}))
        retracted = wish.retracted.get(kind_name, {})
        problems += _unknown_keys(folder, wish, kind_name, now)
        tally = tallies[kind_name] = Tally(read=len(claims))
        changed, tightened = _assertions(claims, now, labels, expunged, wish.batch, tally)
        gone = {key_id for key_id in retracted if key_id in now}
        for coverage in wish.batch.coverage:
            if coverage.kind == kind_name:
                gone |= _covered(engine, folder, coverage, log) - claims.keys()
        for key_id in sorted(gone):
            if now[key_id].op != "retract":
                label = labels.pop(key_id, now[key_id].handling)
                changed.append(_retraction(kind_name, key_id, now[key_id], label, wish.batch))
                tally.retracted += 1
        relabelled = {
            key_id: label
            for key_id, label in labels.items()
            if key_id in now and now[key_id].handling != label
        }
        changed += _relabels(engine, folder, kind_name, relabelled, tightened, now, wish.batch, log)
        tally.relabelled = len(relabelled) + len(tightened)
        operations[kind_name] = changed
    if problems:
        raise UnusableInput(problems)
    return operations, tallies


def current(
    engine: duckdb.DuckDBPyConnection,
    folder: Path,
    kind_name: str,
    log: Sequence[Manifest],
    series: Iterable[str],
    keys: Collection[UUID] | None = None,
) -> dict[UUID, Current]:
    """The last operation on each key of the series, retracted and expunged keys included.

    ``keys``: of these alone. Most batches speak of a few of the keys that a series holds.
    """
    kind = kind_named(kind_name)
    commits = commits_until(folder, log, kind, NOW)
    if not commits:
        return {}
    columns = "SELECT key_id, op, claim_id, value_hash, handling, series, record_key, stated_on "
    with reading(folder):
        if keys is None:
            rows = engine.execute(
                f"{columns} FROM ({latest_sql(kind, commits, NOW)}) "
                "WHERE series IS NULL OR list_contains($series, series)",
                {"series": sorted(series)},
            ).fetchall()
        else:
            # One text: a list of thousands of values takes longer to hand over than to look up.
            engine.execute(
                "CREATE OR REPLACE TEMP TABLE keys_asked AS "
                "SELECT unnest(string_split($keys, ' '))::UUID AS key_id",
                {"keys": " ".join(map(str, keys))},
            )
            sql = latest_sql(kind, commits, NOW, among="keys_asked")
            rows = engine.execute(f"{columns} FROM ({sql})").fetchall() if keys else []
    return {row[0]: Current(*row[1:]) for row in rows}


def split_key(key: str) -> tuple[str, str, str]:
    """KIND/SERIES/RECORD_KEY in its three parts; only the last may hold a stroke itself."""
    parts = unicodedata.normalize("NFC", key).split("/", 2)
    if len(parts) != 3 or parts[0] not in kinds():
        raise UnusableInput.one(
            "key",
            found=repr(key),
            expected="KIND/SERIES/RECORD_KEY",
            mend=f"Begin with one of {', '.join(kinds())}.",
        )
    return parts[0], parts[1], parts[2]


def _labelled(claim: Claim, label: str) -> Claim:
    return replace(claim, handling=stricter(claim.handling, label))


def _key_id(key: str) -> tuple[str, UUID]:
    kind, series, record_key = split_key(key)
    return kind, key_id_of(kind, series, record_key)


def _assertions(
    claims: Mapping[UUID, Claim],
    now: Mapping[UUID, Current],
    labels: dict[UUID, str],
    expunged: frozenset[str],
    batch: Batch,
    tally: Tally,
) -> tuple[list[Operation], dict[UUID, str]]:
    """The assertions to write, and the stricter labels of claims that stay as they are.

    A label only ever gets stricter by an assertion; opening takes a relabel, whose word then
    stands against the same content said again.
    """
    written: list[Operation] = []
    tightened: dict[UUID, str] = {}
    for key_id, claim in claims.items():
        held = now.get(key_id)
        if claim.claim_id in expunged:
            tally.expunged += 1
            continue
        label = stricter(claim.handling, held.handling) if held else claim.handling
        if held is not None and held.holds:
            same = held.claim_id == claim.claim_id
            if same or (batch.restates and held.value_hash == claim.value_hash):
                tally.unchanged += 1
                if key_id not in labels and held.op == "assert" and label != held.handling:
                    tightened[key_id] = label
                continue
            tally.superseding += 1
        else:
            tally.new += 1
            tally.revived += held is not None and held.op == "retract"
        label = labels.pop(key_id, label)
        if label != claim.handling:
            claim = replace(claim, handling=label)
        written.append(Operation("assert", claim, batch.recorded_by))
    return written, tightened


def _covered(
    engine: duckdb.DuckDBPyConnection, folder: Path, coverage: Coverage, log: Sequence[Manifest]
) -> set[UUID]:
    kind = kind_named(coverage.kind)
    commits = commits_until(folder, log, kind, NOW)
    conditions = ["op <> 'retract'", "series = $series"]
    parameters: dict[str, Any] = {"series": coverage.series}
    for number, (column, value) in enumerate(coverage.where.items()):
        conditions.append(f"{column} = $value_{number}")
        parameters[f"value_{number}"] = value
    if coverage.within:
        column, first, last = coverage.within
        conditions.append(f"{column} BETWEEN $first AND $last")
        parameters |= {"first": first, "last": last}
    sql = f"SELECT key_id FROM ({latest_sql(kind, commits, NOW)}) WHERE "
    with reading(folder):
        found = engine.execute(sql + " AND ".join(conditions), parameters).fetchall()
    return {row[0] for row in found}


def _relabels(
    engine: duckdb.DuckDBPyConnection,
    folder: Path,
    kind_name: str,
    relabelled: Mapping[UUID, str],
    tightened: Mapping[UUID, str],
    now: Mapping[UUID, Current],
    batch: Batch,
    log: Sequence[Manifest],
) -> Iterator[Operation]:
    """The held claims under their new labels. A retracted one is retracted again, under the new
    label: what it once said is bound by it too."""
    wanted = {**relabelled, **tightened}
    held = [key_id for key_id in wanted if now[key_id].op != "retract"]
    claims = _claims_at(engine, folder, kind_name, held, log) if held else {}
    for key_id, label in wanted.items():
        if key_id in claims:
            op: Op = "relabel" if key_id in relabelled else "assert"
            claim = replace(claims[key_id], handling=label)
            yield Operation(op, claim, batch.recorded_by)
        else:
            closed = _retraction(kind_name, key_id, now[key_id], label, batch)
            yield replace(closed, stated_on=now[key_id].stated_on)


def _claims_at(
    engine: duckdb.DuckDBPyConnection,
    folder: Path,
    kind_name: str,
    key_ids: Sequence[UUID],
    log: Sequence[Manifest],
) -> dict[UUID, Claim]:
    kind = kind_named(kind_name)
    names = [column.name for column in kind.all_columns]
    sql = latest_sql(kind, commits_until(folder, log, kind, NOW), NOW)
    with reading(folder):
        rows = engine.execute(
            f"SELECT key_id, claim_id, value_hash, handling, {', '.join(names)} FROM ({sql}) "
            "WHERE list_contains($key_ids, key_id)",
            {"key_ids": list(key_ids)},
        ).fetchall()
    found = {}
    for key_id, claim_id, value_hash, handling, *values in rows:
        fields = {name: item for name, item in zip(names, values, strict=True) if item is not None}
        found[key_id] = Claim(kind_name, fields, claim_id, value_hash, key_id, handling)
    return found


def _retraction(kind_name: str, key_id: UUID, held: Current, label: str, batch: Batch) -> Operation:
    claim = Claim(
        kind=kind_name,
        fields={"series": held.series, "record_key": held.record_key},
        claim_id=held.claim_id,
        value_hash=held.value_hash,
        key_id=key_id,
        handling=label,
    )
    return Operation("retract", claim, batch.recorded_by, batch.stated_on)


def _unknown_keys(
    folder: Path, wish: Wish, kind_name: str, now: Mapping[UUID, Current]
) -> Iterator[Problem]:
    for key in (*wish.batch.retracted, *wish.batch.relabelled):
        kind, key_id = _key_id(key)
        if kind == kind_name and key_id not in now and key_id not in wish.asserted.get(kind, {}):
            yield Problem(
                str(folder), None, None,
                f"no claim under the key {key}", "a key that the ledger holds",
                "Look the key up with: naap ledger show KEY",
            )  # fmt: skip


def _two_claims(claim: Claim) -> Problem:
    return Problem(
        claim.key, None, None,
        "two different claims under one key in one batch", "one claim a key",
        "Give each record a key of its own, or drop one of the two.",
    )  # fmt: skip


def _both(key: str) -> Problem:
    return Problem(
        key, None, None,
        "a key that one batch both asserts and retracts", "one of the two",
        "Drop one of the two, or make two batches.",
    )  # fmt: skip


def _no_label(key: str, label: str) -> Problem:
    return Problem(
        key, None, None, f"the label {label!r}", "a label of TLP 2.0",
        f"Write one of {', '.join(LABELS)}.",
    )  # fmt: skip
