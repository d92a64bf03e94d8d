"""The ledger: append claims, nothing else. Everything it ever held can be read again."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import duckdb

from naap.ledger.batch import Batch, Coverage, Receipt, Tally
from naap.ledger.claim import Claim, key_id_of
from naap.ledger.datafile import Operation, write_operations
from naap.ledger.handling import is_label, stricter
from naap.ledger.kind import kind_named, kinds
from naap.ledger.manifest import (
    EMPTY_DIGEST,
    FORMAT,
    Manifest,
    read_log,
    write_durably,
    write_exclusively,
)
from naap.ledger.state import NOW, commits_until, latest_sql
from naap.problems import UnusableInput

__all__ = ["Ledger"]


class Current(NamedTuple):
    """What the ledger now holds under one key."""

    op: str
    claim_id: str
    value_hash: UUID | None
    handling: str
    series: str | None
    record_key: str | None


class Ledger:
    """A folder of immutable files and the log that names them.

    Open as many as you like on one folder, in as many processes: the file system decides who
    commits next, and whoever loses looks again and retries.
    """

    def __init__(self, folder: Path) -> None:
        settings = folder / "ledger.json"
        try:
            written = json.loads(settings.read_text(encoding="utf-8"))
            self.fiscal_year_starts = int(written["fiscal_year_starts"])
            format_ = int(written["format"])
        except FileNotFoundError:
            raise UnusableInput.one(
                folder,
                found="no ledger here",
                expected="a folder with ledger.json, log/ and one folder a claim kind",
                mend="Make a workspace with: naap init DIR",
            ) from None
        except (ValueError, KeyError, TypeError):
            raise UnusableInput.one(
                settings,
                found="something that cannot be read",
                expected='{"fiscal_year_starts": 7, "format": 1}',
                mend="Restore the file from a copy of the ledger.",
            ) from None
        if format_ != FORMAT:
            raise UnusableInput.one(
                settings,
                found=f"format {format_}",
                expected=f"format {FORMAT}",
                mend="Use the release of Naap that wrote this ledger, or a newer one.",
            )
        self.folder = folder

    @classmethod
    def create(cls, folder: Path, fiscal_year_starts: int = 1) -> Ledger:
        """Make an empty ledger. The month decides which days a fiscal year such as FY2016-17 is."""
        (folder / "log").mkdir(parents=True, exist_ok=True)
        settings = {"fiscal_year_starts": fiscal_year_starts, "format": FORMAT}
        write_durably(folder / "ledger.json", json.dumps(settings).encode() + b"\n")
        return cls(folder)

    def log(self) -> list[Manifest]:
        """Every commit, oldest first; UnusableInput where the log is damaged."""
        return list(read_log(self.folder / "log"))

    def digest(self) -> str:
        log = self.log()
        return log[-1].digest if log else EMPTY_DIGEST

    def append(self, batch: Batch, progress: Callable[[str], None] = lambda _: None) -> Receipt:
        """Do all that the batch says in one commit, or nothing.

        What already holds is not written again; a batch that changes nothing makes no commit.
        UnusableInput for a batch that contradicts itself, and where the disk is full.
        """
        asserted = _one_claim_a_key(batch.asserted)
        while True:
            log = self.log()
            progress("comparing with what the ledger holds")
            operations, tallies = self._changes(batch, asserted, log)
            last = log[-1] if log else None
            if not any(operations.values()):
                digest = last.digest if last else EMPTY_DIGEST
                return Receipt(None, digest, None, tallies)
            progress("writing")
            manifest = self._written(batch, operations, last)
            if write_exclusively(self.folder / "log", manifest):
                self.note_head(manifest)
                return Receipt(manifest.number, manifest.digest, manifest.recorded_at, tallies)
            progress("another writer was first; trying again")

    def current(
        self, kind_name: str, log: list[Manifest], series: Iterable[str] | None = None
    ) -> dict[UUID, Current]:
        """The last operation on each key of a kind, retracted and expunged keys included."""
        kind = kind_named(kind_name)
        commits = commits_until(self.folder, log, kind, NOW)
        if not commits:
            return {}
        sql = (
            "SELECT key_id, op, claim_id, value_hash, handling, series, record_key "
            f"FROM ({latest_sql(kind, commits, NOW)})"
        )
        with duckdb.connect() as engine:
            if series is None:
                rows = engine.execute(sql).fetchall()
            else:
                rows = engine.execute(
                    f"{sql} WHERE series IS NULL OR list_contains($series, series)",
                    {"series": list(series)},
                ).fetchall()
        return {row[0]: Current(*row[1:]) for row in rows}

    def _changes(
        self, batch: Batch, asserted: Mapping[str, dict[UUID, Claim]], log: list[Manifest]
    ) -> tuple[dict[str, list[Operation]], dict[str, Tally]]:
        operations: dict[str, list[Operation]] = {}
        tallies: dict[str, Tally] = {}
        named = [split_key(key) for key in (*batch.retracted, *batch.relabelled)]
        touched = {*asserted, *(key[0] for key in named), *(each.kind for each in batch.coverage)}
        for kind_name in sorted(touched):
            claims = asserted.get(kind_name, {})
            series = {
                *(claim.fields["series"] for claim in claims.values()),
                *(key[1] for key in named if key[0] == kind_name),
                *(each.series for each in batch.coverage if each.kind == kind_name),
            }
            now = self.current(kind_name, log, series)
            tally = tallies[kind_name] = Tally(read=len(claims))
            changes = list(_assertions(claims, now, batch, tally))
            gone = [
                self._held(key, now) for key in batch.retracted if key.startswith(f"{kind_name}/")
            ]
            for coverage in batch.coverage:
                if coverage.kind == kind_name:
                    gone += [
                        (key_id, now[key_id])
                        for key_id in self._covered(coverage, log)
                        if key_id not in claims
                    ]
            for key_id, held in dict(gone).items():
                if held.op != "retract":
                    changes.append(_retraction(kind_name, key_id, held, batch))
                    tally.retracted += 1
            for key, label in batch.relabelled.items():
                if key.startswith(f"{kind_name}/"):
                    changes += self._relabelled(key, label, now, log, batch, tally)
            operations[kind_name] = changes
        return operations, tallies

    def _covered(self, coverage: Coverage, log: list[Manifest]) -> list[UUID]:
        kind = kind_named(coverage.kind)
        commits = commits_until(self.folder, log, kind, NOW)
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
        with duckdb.connect() as engine:
            found = engine.execute(sql + " AND ".join(conditions), parameters).fetchall()
        return [row[0] for row in found]

    def _held(self, key: str, now: Mapping[UUID, Current]) -> tuple[UUID, Current]:
        key_id = key_id_of(*split_key(key))
        held = now.get(key_id)
        if held is None:
            raise UnusableInput.one(
                self.folder,
                found=f"no claim under the key {key}",
                expected="a key that the ledger holds",
                mend="Look the key up with: naap ledger show KEY",
            )
        return key_id, held

    def _relabelled(
        self,
        key: str,
        label: str,
        now: Mapping[UUID, Current],
        log: list[Manifest],
        batch: Batch,
        tally: Tally,
    ) -> list[Operation]:
        if not is_label(label):
            raise UnusableInput.one(
                self.folder,
                found=f"the label {label!r}",
                expected="a label of TLP 2.0",
                mend="Write TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED.",
            )
        key_id, held = self._held(key, now)
        if held.op == "retract" or held.handling == label:
            return []
        claim = self._claim_at(key.split("/", 1)[0], key_id, log)
        tally.relabelled += 1
        return [Operation("relabel", replace(claim, handling=label), batch.recorded_by)]

    def _claim_at(self, kind_name: str, key_id: UUID, log: list[Manifest]) -> Claim:
        kind = kind_named(kind_name)
        names = [column.name for column in kind.all_columns]
        sql = latest_sql(kind, commits_until(self.folder, log, kind, NOW), NOW)
        with duckdb.connect() as engine:
            row = engine.execute(
                f"SELECT claim_id, value_hash, handling, {', '.join(names)} FROM ({sql}) "
                "WHERE key_id = $key_id",
                {"key_id": key_id},
            ).fetchone()
        assert row is not None, "the key was found a moment ago"
        fields = {name: item for name, item in zip(names, row[3:], strict=True) if item is not None}
        return Claim(kind_name, fields, row[0], row[1], key_id, row[2])

    def _written(
        self, batch: Batch, operations: Mapping[str, list[Operation]], last: Manifest | None
    ) -> Manifest:
        try:
            files = tuple(
                write_operations(self.folder, kind_name, changes, self.fiscal_year_starts)
                for kind_name, changes in operations.items()
                if changes
            )
        except (OSError, duckdb.Error) as error:
            raise disk_trouble(self.folder, error) from error
        return Manifest(
            number=last.number + 1 if last else 1,
            previous=last.digest if last else EMPTY_DIGEST,
            recorded_at=next_moment(batch.at, last),
            recorded_by=batch.recorded_by,
            files=files,
            about=dict(batch.about),
        )

    def note_head(self, manifest: Manifest) -> None:
        """Keep the last number beside the log, so that a manifest cut off the end is missed."""
        head = self.folder / "HEAD"
        try:
            known = int(head.read_text(encoding="ascii").split()[0])
        except (OSError, ValueError, IndexError):
            known = 0
        if manifest.number > known:
            draft = head.with_name(f".HEAD-{manifest.number}")
            draft.write_text(f"{manifest.number} {manifest.digest}\n", encoding="ascii")
            draft.replace(head)


def split_key(key: str) -> tuple[str, str, str]:
    """KIND/SERIES/RECORD_KEY in its three parts; only the last may hold a stroke itself."""
    parts = key.split("/", 2)
    if len(parts) != 3 or parts[0] not in kinds():
        raise UnusableInput.one(
            "key",
            found=repr(key),
            expected="KIND/SERIES/RECORD_KEY",
            mend=f"Begin with one of {', '.join(kinds())}.",
        )
    return parts[0], parts[1], parts[2]


def next_moment(at: datetime | None, last: Manifest | None) -> datetime:
    moment = (at or datetime.now(UTC)).astimezone(UTC)
    return max(moment, last.recorded_at + timedelta(microseconds=1)) if last else moment


def disk_trouble(folder: Path, error: Exception) -> UnusableInput:
    full = getattr(error, "errno", None) in {errno.ENOSPC, errno.EDQUOT} or "No space" in str(error)
    return UnusableInput.one(
        folder,
        found="a full disk" if full else f"trouble while writing ({error})",
        expected="room for the new files",
        mend="Nothing was committed. Free some room and run the command again.",
    )


def _one_claim_a_key(claims: Iterable[Claim]) -> dict[str, dict[UUID, Claim]]:
    asserted: dict[str, dict[UUID, Claim]] = {}
    for claim in claims:
        before = asserted.setdefault(claim.kind, {}).setdefault(claim.key_id, claim)
        if before.claim_id != claim.claim_id:
            raise UnusableInput.one(
                claim.key,
                found="two different claims under one key in one batch",
                expected="one claim a key",
                mend="Give each record a key of its own, or drop one of the two.",
            )
    return asserted


def _assertions(
    claims: Mapping[UUID, Claim], now: Mapping[UUID, Current], batch: Batch, tally: Tally
) -> Iterable[Operation]:
    for key_id, claim in claims.items():
        held = now.get(key_id)
        if held is not None and held.series is None and held.claim_id == claim.claim_id:
            tally.expunged += 1
            continue
        if held is None or held.op == "retract" or held.series is None:
            tally.new += 1
            yield Operation("assert", claim, batch.recorded_by)
            continue
        same_value = batch.restates and held.value_hash == claim.value_hash
        if held.claim_id == claim.claim_id or same_value:
            tally.unchanged += 1
            continue
        tally.superseding += 1
        label = stricter(claim.handling, held.handling)
        yield Operation("assert", replace(claim, handling=label), batch.recorded_by)


def _retraction(kind_name: str, key_id: UUID, held: Current, batch: Batch) -> Operation:
    claim = Claim(
        kind=kind_name,
        fields={"series": held.series, "record_key": held.record_key},
        claim_id=held.claim_id,
        value_hash=held.value_hash or key_id,
        key_id=key_id,
        handling=held.handling,
    )
    return Operation("retract", claim, batch.recorded_by, batch.stated_on)
