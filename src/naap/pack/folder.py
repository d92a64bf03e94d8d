"""Which files a pack's folder holds, and its settings."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from naap.pack.columns import file_of
from naap.pack.rules import RULES_FILE
from naap.pack.settings import PackSettings
from naap.pack.tables import TABLES
from naap.problems import Problem

__all__ = ["DESCRIPTOR", "SETTINGS", "leads_out", "read_settings", "table_files"]

SETTINGS = "pack.yml"
DESCRIPTOR = "datapackage.json"
_OTHERS = (SETTINGS, DESCRIPTOR, RULES_FILE)
LARGEST_SETTINGS_KB = 256
# Kinds of file in which somebody may have left rows that would not be read.
_DATA = {".csv", ".tsv", ".xlsx", ".xls", ".ods", ".yml", ".yaml", ".json"}


def table_files(folder: Path, report: list[Problem]) -> dict[str, list[Path]]:
    """The files of each table; files that are missing, unknown or elsewhere are reported."""
    files: dict[str, list[Path]] = {table: [] for table in TABLES}
    names = {file_of(table): table for table in TABLES}
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        found = f"a folder that cannot be read ({error.strerror})"
        report.append(Problem(str(folder), None, None, found, "a readable folder",
                              "Check its permissions."))  # fmt: skip
        return {}
    for path in paths:
        name = path.name
        figures = name.startswith("figures") and name.endswith(".csv")
        if name.startswith((".", "~$")):
            continue
        if not _inside(path, folder, report):
            files.pop(names.get(name, ""), None)
        elif name in names or figures:
            files.setdefault(names.get(name, "figures"), []).append(path)
        elif path.suffix.lower() in _DATA and name not in _OTHERS:
            near = difflib.get_close_matches(name.lower(), names, 1)
            mend = f"Did you mean {near[0]}?" if near else "Delete the file or move it elsewhere."
            expected = "only the files of a pack: " + ", ".join([*_OTHERS, *names])
            report.append(Problem(name, None, None, f"the file {name}", expected, mend))
    for table, kind in TABLES.items():
        if files.get(table) == [] and not kind.optional:
            report.append(
                Problem(file_of(table), None, None, "no such file", "a file of this name",
                        "Add the file: every pack has one.")
            )  # fmt: skip
            del files[table]
    return files


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a file is a link out of the pack's folder, or one that leads nowhere."""
    # A pack may come from anybody: it must not make us read what lies outside its folder.
    try:
        return path.is_symlink() and not path.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links in a circle
        return True


def _inside(path: Path, folder: Path, report: list[Problem]) -> bool:
    known = path.suffix.lower() in _DATA
    if leads_out(path, folder):
        found, expected = "a link to a place outside the pack", "a file inside the folder"
        report.append(Problem(path.name, None, None, found, expected, "Copy the file itself."))
        return False
    if known and not path.is_file():
        report.append(Problem(path.name, None, None, "something that is not a file", "a file",
                              "Delete it or give it another name."))  # fmt: skip
        return False
    return True


def read_settings(folder: Path, report: list[Problem]) -> PackSettings | None:
    """Read ``pack.yml``; problems go to ``report``."""

    def refuse(found: str, expected: str, mend: str, row: int | None = None) -> None:
        report.append(Problem(SETTINGS, row, None, found, expected, mend))

    path = folder / SETTINGS
    if leads_out(path, folder):
        return None  # table_files says so, as of every other file
    if not path.is_file():
        refuse("no such file", "the settings of the pack", "Write pack.yml.")
        return None
    try:
        if path.stat().st_size > LARGEST_SETTINGS_KB * 1000:
            refuse("a very large file", f"at most {LARGEST_SETTINGS_KB} KB", "Shorten it.")
            return None
        # All values stay words here: YAML's own guesses (no, 1e3, 2021-13-45) surprise people.
        written = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Words)
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 if error.problem_mark else None
        refuse(f"text that is not YAML ({error.problem})", "settings as NAME: VALUE",
               "Check the indentation and put words that hold ': ' or '#' in quotes.",
               row)  # fmt: skip
        return None
    except (OSError, UnicodeError, yaml.YAMLError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        refuse(f"text that cannot be read ({reason})", "YAML in UTF-8", "Write the file again.")
        return None
    if not isinstance(written, dict):
        refuse("no settings", "settings as NAME: VALUE", "See the guide to the pack format.")
        return None
    return _settings(written, report)


class _Words(yaml.BaseLoader):
    """Reads every value as words and refuses a name that is written twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for name, _ in node.value:
            if name.value in seen if isinstance(name, yaml.ScalarNode) else False:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{name.value!r} is written twice", name.start_mark
                )
            seen.add(name.value if isinstance(name, yaml.ScalarNode) else None)
        return super().construct_mapping(node, deep)


def _settings(written: dict[str, Any], report: list[Problem]) -> PackSettings | None:
    try:
        settings = PackSettings.model_validate(written)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        report.extend(_problem(written, fault) for fault in faults)
        return None
    untold = [
        Problem(SETTINGS, None, f"{name}.{language}", "nothing",
                "the words in every language of the pack",
                f"Add {language}: under {name}, or take the language away.")
        for name in ("title", "disclaimer", "corrections", "own_judgement")
        for language in settings.languages
        if language not in getattr(settings, name)
    ]  # fmt: skip
    report.extend(untold)
    return None if untold else settings


def _problem(written: dict[str, Any], fault: Mapping[str, Any]) -> Problem:
    where = [str(part) for part in fault["loc"] if part != "[key]"]
    value: Any = written
    for part in fault["loc"]:
        if part == "[key]":
            break
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            value = None
    found = {
        "missing": "no such setting",
        "extra_forbidden": "a setting that does not exist",
    }.get(fault["type"], _said(value))
    field = PackSettings.model_fields.get(where[0] if where else "")
    expected = str(fault["msg"])
    if fault["type"] == "extra_forbidden":
        names = list(PackSettings.model_fields)
        near = difflib.get_close_matches(where[-1], names, 1)
        return Problem(SETTINGS, None, ".".join(where), found, "one of: " + ", ".join(names),
                       f"Did you mean {near[0]}?" if near else "Delete the line.")  # fmt: skip
    mend = f"{where[0]}: {field.description}" if field else "See the guide to the pack format."
    return Problem(SETTINGS, None, ".".join(where) or None, found, expected, mend)


def _said(value: Any) -> str:
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else value[:57] + "...")
    return {dict: "a group of settings", list: "a list", type(None): "nothing"}.get(
        type(value), "something else"
    )
