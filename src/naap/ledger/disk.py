"""Writing so that it lasts, and what to say where it cannot be done."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from naap.problems import UnusableInput

__all__ = ["disk_trouble", "make_folder", "reading", "sync_folder", "write_durably"]

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def write_durably(path: Path, data: bytes) -> None:
    """Make a new file and return once it is on the disk; nothing is left where that fails."""
    file = path.open("xb")
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def make_folder(path: Path) -> None:
    """Make a folder whose parent exists, and note it on the disk."""
    if not path.is_dir():
        path.mkdir(exist_ok=True)
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def disk_trouble(folder: Path, error: Exception) -> UnusableInput:
    """What to tell the person whose disk would not take the files."""
    number, text = getattr(error, "errno", None), str(error)
    if number in _FULL or "No space left" in text or "quota exceeded" in text:
        return UnusableInput.one(
            folder,
            found="a full disk",
            expected="room for the new files",
            mend="Nothing was committed. Free some room and run the command again.",
        )
    if number in _FORBIDDEN or "Permission denied" in text or "Read-only file system" in text:
        return UnusableInput.one(
            folder,
            found="a folder that may not be written to",
            expected="permission to write into the ledger",
            mend="Nothing was committed. Ask the folder's owner, or work on a copy of your own.",
        )
    return UnusableInput.one(
        folder,
        found=f"trouble while writing ({text})",
        expected="a disk that takes new files",
        mend="Nothing was committed. Check the disk and run the command again.",
    )


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Turn a damaged data file into a problem that says how to find it."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        first = str(error).strip().splitlines()[0]
        raise UnusableInput.one(
            folder,
            found=f"a file that cannot be read ({first})",
            expected="every file as the log names it",
            mend="Find it with: naap ledger verify. Restore it from a copy of the ledger.",
        ) from error
