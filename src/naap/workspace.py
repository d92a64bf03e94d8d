"""Where a command works: the pack, the ledger and the reader of the folder it stands in."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import naap
from naap import sources
from naap.config import FILE_NAME, Settings, chosen_pack, find_settings, shipped_packs
from naap.disclosure import guarded
from naap.ledger import Ledger, Moment
from naap.ledger.handling import LABELS, is_label
from naap.ledger.snapshot import Snapshot
from naap.ledger.state import NOW
from naap.pack import Pack, load
from naap.problems import UnusableInput
from naap.sources import Report, Request, import_file, source_named

__all__ = ["Workspace"]

_DRAFT_LIVES_SECONDS = 3600
_NAAP_TOML = """\
# A workspace of Naap. What each setting means: docs/reference/settings.md
pack = {pack}
ledger = "ledger"
clearance = "TLP:CLEAR"
recorded_by = {recorded_by}
"""


@dataclass(frozen=True)
class Workspace:
    """The pack and the ledger that a command works on."""

    settings: Settings

    @classmethod
    def here(cls, start: Path | None = None, pack: str | None = None) -> Workspace:
        """The workspace around ``start`` (default: the current folder), or the shipped pack."""
        settings = find_settings((start or Path.cwd()).resolve(), pack)
        if settings.home is not None and not is_label(settings.clearance):
            raise UnusableInput.one(
                settings.home / FILE_NAME,
                column="clearance",
                found=repr(settings.clearance),
                expected=f"one of {', '.join(LABELS)}",
                mend="Correct the label.",
            )
        return cls(settings)

    @classmethod
    def create(
        cls,
        folder: Path,
        pack: str | None = None,
        recorded_by: str = "naap",
        progress: Callable[[str], None] = lambda _: None,
    ) -> tuple[Workspace, Report]:
        """Make a workspace in a new or empty folder: naap.toml, ledger, the pack's claims.

        It is made beside the folder and moved there when it is whole.
        """
        folder = folder.resolve()
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UnusableInput.one(
                folder,
                found="a folder with something in it" if folder.is_dir() else "a file",
                expected="a new or empty folder",
                mend="Choose another folder; nothing was changed.",
            )
        chosen = chosen_pack(pack)
        if folder.is_relative_to(chosen):
            raise UnusableInput.one(
                folder,
                found="a folder inside the pack",
                expected="a folder elsewhere",
                mend="Choose another folder; nothing was changed.",
            )
        made = load(chosen)
        with _draft(folder) as draft:
            ledger = Ledger.create(draft / "ledger", made.settings.fiscal_year_starts)
            report = _import_pack(ledger, made, progress)
            named = chosen.name if chosen in shipped_packs().values() else str(chosen)
            text = _NAAP_TOML.format(pack=_quoted(named), recorded_by=_quoted(recorded_by))
            (draft / FILE_NAME).write_text(text, encoding="utf-8")
            _move(draft, folder)
        return cls.here(folder), report

    @property
    def pack(self) -> Pack:
        return self._pack_read[0]

    @cached_property
    def _pack_read(self) -> tuple[Pack, str]:
        """The pack, and the fingerprint of exactly the files that were read: an edit in between
        must not give one state the ledger of another."""
        while True:
            mark = _fingerprint(self.settings.pack)
            pack = load(self.settings.pack)
            if _fingerprint(self.settings.pack) == mark:
                return pack, mark

    @property
    def pack_folder(self) -> Path:
        return self.settings.pack

    @property
    def clearance(self) -> str:
        return self.settings.clearance

    @property
    def cache(self) -> Path:
        return self.settings.cache

    def ledger(self) -> Ledger:
        """The workspace's ledger; for a shipped pack alone, one made in the user's cache."""
        if self.settings.ledger is not None:
            return Ledger(self.settings.ledger)
        return self._shipped_ledger()

    def writable_ledger(self) -> Ledger:
        """The ledger, where the user may write to it; UnusableInput outside a workspace."""
        if self.settings.ledger is None:
            raise UnusableInput.one(
                Path.cwd(),
                found="no workspace here, only the pack that ships",
                expected=f"a folder with {FILE_NAME}",
                mend="Make one with: naap init DIR, then run the command inside it.",
            )
        return Ledger(self.settings.ledger)

    def snapshot(self, moment: Moment = NOW, clearance: str | None = None) -> Snapshot:
        """What a reader with this clearance may read at a moment, small counts kept back."""
        held = Snapshot.of(self.ledger(), moment, clearance or self.clearance)
        return guarded(held, self.pack)

    def review_key(self) -> bytes:
        """The secret of this workspace that keys the digests of claims a review may not show.

        Made on first use and kept beside naap.toml; a shipped pack alone has nothing to hide.
        """
        home = self.settings.home
        if home is None:
            return b""
        path = home / ".naap-key"
        if not path.exists():
            draft = home / f".naap-key-{os.getpid()}"
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                file.write(os.urandom(32))
            # A link is made whole or not at all, and the first of two processes wins.
            with suppress(FileExistsError):
                path.hardlink_to(draft)
            draft.unlink()
        return path.read_bytes()

    def _shipped_ledger(self) -> Ledger:
        pack, mark = self._pack_read
        folder = self.cache / f"{self.settings.pack.name}-{mark}"
        if (folder / "ledger.json").exists():
            return Ledger(folder)
        try:
            with _draft(folder) as draft:
                ledger = Ledger.create(draft, pack.settings.fiscal_year_starts)
                _import_pack(ledger, pack, lambda _: None)
                try:
                    draft.rename(folder)
                except OSError:
                    # Another process made the same ledger first.
                    if not (folder / "ledger.json").exists():
                        raise
        except OSError as error:
            raise UnusableInput.one(
                self.cache,
                found=f"a folder that cannot be written ({error.strerror or error})",
                expected="room for the ledger of the pack that ships, made at the first use",
                mend="Set XDG_CACHE_HOME to a folder that you may write to, "
                "or make a workspace with: naap init DIR",
            ) from None
        return Ledger(folder)


def _import_pack(ledger: Ledger, pack: Pack, progress: Callable[[str], None]) -> Report:
    request = Request(file=pack.folder / "pack.yml", pack=pack, progress=progress)
    return import_file(ledger, source_named("pack"), request, recorded_by="naap")


@contextmanager
def _draft(final: Path) -> Iterator[Path]:
    """A folder beside the final one that is gone afterwards, whatever happens.

    A process that is killed leaves its draft behind; the next one sweeps it up.
    """
    prefix = f".naap-draft-{final.name[:100]}-"
    final.parent.mkdir(parents=True, exist_ok=True)
    for beside in final.parent.iterdir():
        if beside.name.startswith(prefix):
            with suppress(OSError):
                if time.time() - beside.stat().st_mtime > _DRAFT_LIVES_SECONDS:
                    shutil.rmtree(beside)
    draft = final.with_name(f"{prefix}{os.getpid()}-{os.urandom(4).hex()}")
    draft.mkdir()
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _move(draft: Path, folder: Path) -> None:
    if not Path.cwd().is_relative_to(folder):
        draft.replace(folder)
        return
    # A shell stands in this folder, so it must stay the same one. The settings come last: without
    # them it is no workspace.
    for name in ("ledger", FILE_NAME):
        (draft / name).rename(folder / name)


def _fingerprint(pack: Path) -> str:
    """Changes with the release of Naap and with every byte that the ledger is made from."""
    maker = Path(sources.__path__[0]) / "pack.py"
    marks = hashlib.sha256(naap.__version__.encode() + maker.read_bytes())
    for path in sorted(pack.rglob("*")):
        if path.is_file():
            marks.update(str(path.relative_to(pack)).encode() + b"\0" + path.read_bytes())
    return marks.hexdigest()[:16]


def _quoted(text: str) -> str:
    """A TOML string; JSON escapes are TOML's, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
