"""The log: one small JSON file a commit, each holding the digest of the one before."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from naap.ledger.claim import canonical
from naap.ledger.disk import disk_trouble, sync_folder, write_durably
from naap.problems import UnusableInput

__all__ = [
    "EMPTY_DIGEST",
    "FORMAT",
    "DataFile",
    "Draft",
    "Manifest",
    "read_log",
    "read_manifest",
    "write_exclusively",
]

FORMAT = 1
EMPTY_DIGEST = hashlib.sha256(b"naap ledger 1").hexdigest()


@dataclass(frozen=True)
class DataFile:
    """A Parquet file of one kind that a commit wrote.

    ``sha256`` guards its bytes; ``operations`` hashes what it says, whichever version of the
    query engine wrote it.
    """

    kind: str
    sha256: str
    rows: int
    operations: str


@dataclass(frozen=True)
class Draft:
    """A data file that is written, but not yet under the name by which it counts."""

    path: Path
    final: Path
    file: DataFile


@dataclass(frozen=True)
class Manifest:
    """One commit of the ledger."""

    number: int
    previous: str
    recorded_at: datetime
    recorded_by: str
    files: tuple[DataFile, ...]
    about: dict[str, Any] = field(default_factory=dict)
    """Remarks; they do not enter the digest."""
    expunged: tuple[str, ...] = ()
    """Ids of the claims whose content this commit removed."""
    replaced: dict[str, DataFile] = field(default_factory=dict)
    """Files that an expunge rewrote: the sha256 of the old one, and the new one."""

    @property
    def digest(self) -> str:
        """The state of the ledger after this commit. File bytes do not enter it."""
        evidence = {
            "previous": self.previous,
            "recorded_at": _stamp(self.recorded_at),
            "recorded_by": self.recorded_by,
            "operations": sorted([f.kind, f.operations] for f in self.files),
            "expunged": sorted(self.expunged),
        }
        return hashlib.sha256(canonical(evidence)).hexdigest()

    def to_bytes(self) -> bytes:
        body = {
            "format": FORMAT,
            "number": self.number,
            "previous": self.previous,
            "recorded_at": _stamp(self.recorded_at),
            "recorded_by": self.recorded_by,
            "about": self.about,
            "expunged": list(self.expunged),
            "files": [asdict(file) for file in self.files],
            "replaced": {old: asdict(new) for old, new in self.replaced.items()},
            "digest": self.digest,
        }
        seal = hashlib.sha256(canonical(body)).hexdigest()
        return json.dumps({**body, "seal": seal}, ensure_ascii=False, indent=1).encode() + b"\n"


def read_manifest(path: Path) -> Manifest:
    """Read one file of the log; UnusableInput where it is not as it was written."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _damaged(path, f"something unreadable ({error.strerror})") from None
    try:
        body = json.loads(raw)
        if body["format"] != FORMAT:
            raise UnusableInput.one(
                path,
                found=f"format {body['format']}",
                expected=f"format {FORMAT}",
                mend="Use the release of Naap that wrote this ledger, or a newer one.",
            )
        manifest = Manifest(
            number=body["number"],
            previous=body["previous"],
            recorded_at=datetime.fromisoformat(body["recorded_at"]),
            recorded_by=body["recorded_by"],
            files=tuple(DataFile(**file) for file in body["files"]),
            about=body["about"],
            expunged=tuple(body["expunged"]),
            replaced={old: DataFile(**new) for old, new in body["replaced"].items()},
        )
        written_so = raw == manifest.to_bytes() and path.stem == f"{manifest.number:08d}"
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(path, f"something unreadable ({type(error).__name__})") from None
    if not written_so:
        raise _damaged(path, "content that differs from its seal or its name")
    return manifest


def read_log(folder: Path) -> Iterator[Manifest]:
    """The manifests in order, each checked against the one before; UnusableInput at a gap."""
    previous = EMPTY_DIGEST
    for number, path in enumerate(sorted(folder.glob("[0-9]*.json")), start=1):
        manifest = read_manifest(path)
        if manifest.number != number:
            missing = folder / f"{number:08d}.json"
            raise UnusableInput.one(
                missing,
                found="no such file",
                expected="every number of the log, without a gap",
                mend="Restore the file from a copy of the ledger.",
            )
        if manifest.previous != previous:
            raise _damaged(path, "a commit that does not follow the one before it")
        previous = manifest.digest
        yield manifest


def write_exclusively(folder: Path, manifest: Manifest, drafts: Sequence[Draft] = ()) -> bool:
    """Commit: put the files and then the manifest in their place, or return False when its
    number is already taken.

    All that needs much room is on the disk before, under names that nobody reads; so a disk that
    fills up leaves nothing behind.
    """
    final = folder / f"{manifest.number:08d}.json"
    draft = folder / f".{manifest.number:08d}-{os.getpid()}-{os.urandom(4).hex()}.draft"
    try:
        write_durably(draft, manifest.to_bytes())
        if final.exists():
            return False
        for each in drafts:
            each.path.replace(each.final)
        for kind_folder in {each.final.parent for each in drafts}:
            sync_folder(kind_folder)
        try:
            os.link(draft, final)
        except FileExistsError:
            return False
        sync_folder(folder)
    except OSError as error:
        if error.errno in {errno.ENOTSUP, errno.ENOSYS}:
            raise UnusableInput.one(
                folder,
                found="a file system without hard links",
                expected="one that can take a file's name only if it is free",
                mend="Keep the ledger on a local disk (ext4, APFS, NTFS ...).",
            ) from None
        raise disk_trouble(folder.parent, error) from error
    finally:
        for leftover in (draft, *(each.path for each in drafts)):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)
    return True


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _damaged(path: Path, found: str) -> UnusableInput:
    return UnusableInput.one(
        path,
        found=found,
        expected="a manifest as Naap wrote it",
        mend="Restore the file from a copy of the ledger; later states cannot be trusted.",
    )
