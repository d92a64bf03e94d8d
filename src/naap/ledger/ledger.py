"""The ledger: append claims, nothing else. Everything it ever held can be read again."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from naap.engine import connect
from naap.ledger.batch import Batch, Receipt
from naap.ledger.changes import Wish, changes
from naap.ledger.claim import canonical
from naap.ledger.datafile import Operation, draft_operations
from naap.ledger.disk import disk_trouble, sync_folder, write_durably
from naap.ledger.manifest import (
    EMPTY_DIGEST,
    FORMAT,
    Draft,
    Manifest,
    read_log,
    write_exclusively,
)
from naap.problems import UnusableInput

__all__ = ["HEAD", "Ledger", "next_moment", "read_head"]

HEAD = "HEAD"
_HEAD_FORM = re.compile(rb"(0|[1-9][0-9]*) ([0-9a-f]{64})\n")


class Ledger:
    """A folder of immutable files and the log that names them.

    Open as many as you like on one folder, in as many processes: the file system decides who
    commits next, and whoever loses looks again and retries.
    """

    def __init__(self, folder: Path) -> None:
        settings = folder / "ledger.json"
        try:
            raw = settings.read_bytes()
            written = json.loads(raw)
            format_, starts = int(written["format"]), int(written["fiscal_year_starts"])
        except (FileNotFoundError, NotADirectoryError):
            raise UnusableInput.one(
                folder,
                found="no ledger here",
                expected="a folder with ledger.json, log/ and one folder a claim kind",
                mend="Make a workspace with: naap init DIR",
            ) from None
        except (OSError, ValueError, KeyError, TypeError):
            raise _damaged_settings(settings) from None
        if format_ > FORMAT:
            raise UnusableInput.one(
                settings,
                found=f"format {format_}",
                expected=f"format {FORMAT}",
                mend="Use the release of Naap that wrote this ledger, or a newer one.",
            )
        if raw != _settings(starts):
            raise _damaged_settings(settings)
        self.folder = folder
        self.fiscal_year_starts = starts

    @classmethod
    def create(cls, folder: Path, fiscal_year_starts: int = 1) -> Ledger:
        """Make an empty ledger. The month decides which days a fiscal year such as FY2016-17 is."""
        if not 1 <= fiscal_year_starts <= 12:
            raise ValueError(f"a fiscal year starts in month 1 to 12, not {fiscal_year_starts}")
        if (folder / "ledger.json").exists():
            raise UnusableInput.one(
                folder,
                found="a ledger",
                expected="a folder without one",
                mend="Choose another folder; nothing was changed.",
            )
        try:
            (folder / "log").mkdir(parents=True, exist_ok=True)
            _write_over(folder / HEAD, f"0 {EMPTY_DIGEST}\n".encode())
            _write_over(folder / "ledger.json", _settings(fiscal_year_starts))
            sync_folder(folder)
        except OSError as error:
            raise disk_trouble(folder, error) from error
        return cls(folder)

    def log(self) -> list[Manifest]:
        """Every commit, oldest first; UnusableInput where the log is damaged or cut off."""
        # HEAD first: a commit made between the two reads then lengthens the log, not HEAD.
        head = read_head(self.folder)
        log = list(read_log(self.folder / "log"))
        if head is not None and not agrees(head, log):
            raise UnusableInput.one(
                self.folder / "log",
                found=f"a log of {len(log)} commits, with the digest {digest_at(log, head[0])}",
                expected=f"at least {head[0]}, with the digest {head[1]}, as HEAD has noted",
                mend="Restore the log from a copy of the ledger; this one was cut or altered.",
            )
        return log

    def digest(self) -> str:
        log = self.log()
        return digest_at(log, len(log))

    def append(self, batch: Batch, progress: Callable[[str], None] = lambda _: None) -> Receipt:
        """Do all that the batch says in one commit, or nothing.

        What already holds is not written again; a batch that changes nothing makes no commit.
        UnusableInput for a batch that contradicts itself, and where the disk takes no more.
        """
        wish = Wish.of(batch)
        while True:
            log = self.log()
            progress("comparing with what the ledger holds")
            with connect() as engine:
                operations, tallies = changes(engine, self.folder, wish, log)
                if not any(operations.values()):
                    return Receipt(None, digest_at(log, len(log)), None, tallies)
                progress("writing")
                drafts = self._drafts(engine, operations)
            manifest = Manifest(
                number=len(log) + 1,
                previous=digest_at(log, len(log)),
                recorded_at=next_moment(batch.at, log[-1] if log else None),
                recorded_by=batch.recorded_by,
                files=tuple(draft.file for draft in drafts),
                about=_plain(batch.about),
            )
            if write_exclusively(self.folder / "log", manifest, drafts):
                self.note_head(manifest)
                return Receipt(manifest.number, manifest.digest, manifest.recorded_at, tallies)
            progress("another writer was first; trying again")

    def _drafts(
        self, engine: duckdb.DuckDBPyConnection, operations: Mapping[str, list[Operation]]
    ) -> list[Draft]:
        drafts: list[Draft] = []
        try:
            for kind_name, changed in operations.items():
                if changed:
                    drafts.append(
                        draft_operations(
                            engine, self.folder, kind_name, changed, self.fiscal_year_starts
                        )
                    )
        except (OSError, duckdb.Error) as error:
            for draft in drafts:
                draft.path.unlink(missing_ok=True)
            raise disk_trouble(self.folder, error) from error
        return drafts

    def note_head(self, manifest: Manifest) -> None:
        """Keep the last number beside the log, so that a manifest cut off the end is missed.

        The commit stands without it, so a disk that is full by now does no harm.
        """
        while True:
            head = read_head(self.folder)
            if head is not None and head[0] >= manifest.number:
                return
            try:
                _write_over(self.folder / HEAD, f"{manifest.number} {manifest.digest}\n".encode())
            except OSError:
                return
            # A slower writer may have put its smaller number over a larger one: whoever writes
            # last looks again.
            newer = list(read_log(self.folder / "log"))[manifest.number :]
            if not newer:
                return
            manifest = newer[-1]


def read_head(folder: Path) -> tuple[int, str] | None:
    """The number and digest that HEAD notes; None where it is gone or unreadable."""
    try:
        form = _HEAD_FORM.fullmatch((folder / HEAD).read_bytes())
    except OSError:
        return None
    return (int(form[1]), form[2].decode()) if form else None


def agrees(head: tuple[int, str], log: list[Manifest]) -> bool:
    return head[0] <= len(log) and digest_at(log, head[0]) == head[1]


def digest_at(log: list[Manifest], number: int) -> str:
    """The digest after that commit, or after the last where there are fewer."""
    return log[min(number, len(log)) - 1].digest if log and number else EMPTY_DIGEST


def next_moment(at: datetime | None, last: Manifest | None) -> datetime:
    moment = (at or datetime.now(UTC)).astimezone(UTC)
    return max(moment, last.recorded_at + timedelta(microseconds=1)) if last else moment


def _settings(fiscal_year_starts: int) -> bytes:
    body = {"fiscal_year_starts": fiscal_year_starts, "format": FORMAT}
    seal = hashlib.sha256(canonical(body)).hexdigest()
    return json.dumps({**body, "seal": seal}).encode() + b"\n"


def _damaged_settings(path: Path) -> UnusableInput:
    return UnusableInput.one(
        path,
        found="something that differs from its seal",
        expected="the settings as Naap wrote them",
        mend="Restore the file from a copy of the ledger.",
    )


def _write_over(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}-{os.getpid()}-{os.urandom(4).hex()}")
    write_durably(draft, data)
    draft.replace(path)


def _plain(about: Mapping[str, Any]) -> dict[str, Any]:
    """Remarks as JSON holds them. A file name may hold bytes that are no text."""
    text = json.dumps(dict(about), ensure_ascii=False, default=str)
    plain: dict[str, Any] = json.loads(text.encode("utf-8", "replace"))
    return plain
