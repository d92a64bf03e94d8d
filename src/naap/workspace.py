"""Where a command works: the pack, the ledger and the reader of the folder it stands in."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import naap
from naap.config import FILE_NAME, Settings, cache_home, find_settings
from naap.ledger import Ledger, Moment
from naap.ledger.snapshot import Snapshot
from naap.ledger.state import NOW
from naap.pack import Pack, load
from naap.problems import UnusableInput
from naap.sources import Report, Request, import_file, source_named

__all__ = ["Workspace"]

_NAAP_TOML = """\
# A workspace of Naap. What each setting means: docs/reference/settings.md
pack = "{pack}"
ledger = "ledger"
clearance = "TLP:CLEAR"
recorded_by = "{recorded_by}"
"""


@dataclass(frozen=True)
class Workspace:
    """The pack and the ledger that a command works on."""

    settings: Settings

    @classmethod
    def here(cls, start: Path | None = None, pack: str | None = None) -> Workspace:
        """The workspace around ``start`` (default: the current folder), or the shipped pack."""
        return cls(find_settings((start or Path.cwd()).resolve(), pack))

    @classmethod
    def create(
        cls,
        folder: Path,
        pack: str | None = None,
        recorded_by: str = "naap",
        progress: Callable[[str], None] = lambda _: None,
    ) -> tuple[Workspace, Report]:
        """Make a workspace in a new or empty folder: naap.toml, ledger, the pack's claims."""
        if folder.exists() and any(folder.iterdir()):
            raise UnusableInput.one(
                folder,
                found="a folder with something in it",
                expected="a new or empty folder",
                mend="Choose another folder; nothing was changed.",
            )
        settings = find_settings(folder.parent.resolve(), pack or _shipped_name(folder))
        made = load(settings.pack)
        draft = folder.with_name(f".{folder.name}-{os.getpid()}")
        try:
            draft.mkdir(parents=True)
            ledger = Ledger.create(draft / "ledger", made.settings.fiscal_year_starts)
            report = _import_pack(ledger, made, progress)
            named = str(settings.pack) if pack and Path(pack).exists() else settings.pack.name
            text = _NAAP_TOML.format(pack=named.replace("\\", "/"), recorded_by=recorded_by)
            (draft / FILE_NAME).write_text(text, encoding="utf-8")
            draft.replace(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return cls.here(folder), report

    @cached_property
    def pack(self) -> Pack:
        return load(self.settings.pack)

    @property
    def pack_folder(self) -> Path:
        return self.settings.pack

    @property
    def clearance(self) -> str:
        return self.settings.clearance

    @property
    def cache(self) -> Path:
        home = self.settings.home
        return home / ".naap-cache" if home else cache_home()

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
        return Snapshot.of(self.ledger(), moment, clearance or self.clearance)

    def _shipped_ledger(self) -> Ledger:
        marks = hashlib.sha256(naap.__version__.encode())
        for path in sorted(self.settings.pack.rglob("*")):
            if path.is_file():
                marks.update(path.name.encode() + b"\0" + path.read_bytes())
        folder = self.cache / f"{self.settings.pack.name}-{marks.hexdigest()[:16]}"
        if (folder / "ledger.json").exists():
            return Ledger(folder)
        draft = folder.with_name(f".{folder.name}-{os.getpid()}")
        draft.mkdir(parents=True)
        try:
            ledger = Ledger.create(draft, self.pack.settings.fiscal_year_starts)
            _import_pack(ledger, self.pack, lambda _: None)
            try:
                draft.rename(folder)
            except OSError:
                if not folder.exists():
                    raise
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return Ledger(folder)


def _import_pack(ledger: Ledger, pack: Pack, progress: Callable[[str], None]) -> Report:
    request = Request(file=pack.folder / "datapackage.json", pack=pack, progress=progress)
    return import_file(ledger, source_named("pack"), request, recorded_by="naap")


def _shipped_name(folder: Path) -> str:
    return find_settings(Path(folder.anchor or "/")).pack.name
