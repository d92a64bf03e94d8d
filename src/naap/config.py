"""The settings of a workspace: ``naap.toml``, which only ever points at other things."""

from __future__ import annotations

import difflib
import os
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path

from naap.problems import Problem, UnusableInput

__all__ = [
    "EDITIONS",
    "FILE_NAME",
    "SETTINGS",
    "Settings",
    "cache_home",
    "chosen_pack",
    "find_settings",
    "shipped_packs",
]

FILE_NAME = "naap.toml"
EDITIONS = "edition-*.zip"
"""The names under which the files of a review in one language are kept in the cache."""

SETTINGS: dict[str, str] = {
    "pack": "The country pack: the name of one that ships, or a folder, from naap.toml.",
    "ledger": "The folder of the ledger, from naap.toml.",
    "clearance": "The highest handling label (TLP 2.0) that commands here may read.",
    "recorded_by": "The post or program that imports are recorded by; never a person's name.",
}
"""What each setting means. The reference page of the settings is made from this."""


@dataclass(frozen=True)
class Settings:
    """Where a command works. ``home`` is None when it works on a shipped pack alone."""

    home: Path | None
    pack: Path
    ledger: Path | None
    clearance: str = "TLP:CLEAR"
    recorded_by: str = "naap"

    @property
    def cache(self) -> Path:
        """Where things lie that can always be deleted and made again."""
        return self.home / ".naap-cache" if self.home else cache_home()


def find_settings(start: Path, pack: str | None = None) -> Settings:
    """The settings of the workspace that ``start`` stands in, or of the shipped pack.

    ``pack`` (a name or a folder) asks for a shipped or given pack instead of the workspace.
    """
    if pack is None:
        for folder in (start, *start.parents):
            if (folder / FILE_NAME).is_file():
                return _read(folder / FILE_NAME)
    return Settings(None, chosen_pack(pack), None)


def chosen_pack(named: str | None) -> Path:
    """The folder of the pack with that name or path; without one, of the pack that ships."""
    if named is not None:
        return _pack_folder(named, Path.cwd())
    return _packs() / (_packs() / "default").read_text(encoding="utf-8").strip()


def cache_home() -> Path:
    """The same for those who work in no workspace."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    if given:
        return Path(given) / "naap"
    try:
        return Path.home() / ".cache" / "naap"
    except RuntimeError:
        raise UnusableInput.one(
            "HOME",
            found="no home folder",
            expected="a folder to keep the ledger of the pack that ships",
            mend="Set HOME or XDG_CACHE_HOME.",
        ) from None


def shipped_packs() -> dict[str, Path]:
    """The packs that come with Naap, by name."""
    return {
        folder.name: folder
        for folder in sorted(_packs().iterdir())
        if (folder / "pack.yml").is_file()
    }


def _packs() -> Path:
    return Path(__file__).parent / "packs"


def _pack_folder(named: str, beside: Path) -> Path:
    if named in (shipped := shipped_packs()):
        return shipped[named]
    folder = (beside / named).resolve()
    if (folder / "pack.yml").is_file():
        return folder
    raise UnusableInput.one(
        named,
        found="no country pack",
        expected=f"{' or '.join(shipped)}, or a folder that holds pack.yml",
        mend="Correct the name or the path.",
    )


def _read(path: Path) -> Settings:
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnusableInput.one(
            path, found=str(error), expected="a TOML file", mend="Correct that line."
        ) from None
    problems = [
        _unknown(path, name) if name not in SETTINGS else Problem(
            str(path), None, name, repr(value), "text", f'Write: {name} = "..."'
        )
        for name, value in written.items()
        if name not in SETTINGS or not isinstance(value, str) or not value
    ]  # fmt: skip
    if "pack" not in written:
        problems.append(
            Problem(str(path), None, "pack", "nothing", SETTINGS["pack"], 'Add: pack = "..."')
        )
    if problems:
        raise UnusableInput(problems)
    home = path.parent
    try:
        pack = _pack_folder(written["pack"], home)
    except UnusableInput as error:
        told = error.problems[0]
        raise UnusableInput(
            [replace(told, file=str(path), column="pack", found=f"{told.file!r}")]
        ) from None
    optional = {
        field.name: written[field.name]
        for field in fields(Settings)
        if field.name in {"clearance", "recorded_by"} and field.name in written
    }
    return Settings(
        home=home,
        pack=pack,
        ledger=(home / written.get("ledger", "ledger")).resolve(),
        **optional,
    )


def _unknown(path: Path, name: str) -> Problem:
    near = difflib.get_close_matches(name, SETTINGS, 1)
    return Problem(
        str(path), None, name, "a setting that does not exist", f"one of {', '.join(SETTINGS)}",
        f"Did you mean {near[0]}?" if near else "Remove it.",
    )  # fmt: skip
