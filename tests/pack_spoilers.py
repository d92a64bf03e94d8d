"""Ways to spoil a copy of a pack, and the one problem that each of them is to be told as."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from naap.pack import validate

__all__ = ["Case", "appended", "assert_told_once", "cell", "content", "text", "without"]

Spoil = Callable[[Path], object]
Case = tuple[Spoil, tuple[str, int | None, str | None, str, str, str]]
"""What is done, then the problem's file, row, column, and words in found, expected and mend."""


def cell(file: str, row: int, column: str, value: str) -> Callable[[Path], None]:
    """Change one cell; rows count as in a spreadsheet."""

    def change(folder: Path) -> None:
        path = folder / file
        with path.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.reader(opened))
        rows[row - 1][rows[0].index(column)] = value
        with path.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened, lineterminator="\n").writerows(rows)

    return change


def text(file: str, old: str, new: str, count: int = 1) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / file
        before = path.read_text(encoding="utf-8")
        assert old in before
        path.write_text(before.replace(old, new, count), encoding="utf-8")

    return change


def content(file: str, data: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / file).write_bytes(data)

    return change


def without(file: str) -> Callable[[Path], None]:
    return lambda folder: (folder / file).unlink()


def appended(file: str, data: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / file
        path.write_bytes(path.read_bytes() + data)

    return change


def assert_told_once(pack: Path, case: Case) -> None:
    spoil, (file, row, column, found, expected, mend) = case
    spoil(pack)
    problems = [
        # A table that changed its columns or is gone also leaves the description out of date.
        problem
        for problem in validate(pack)
        if file == "datapackage.json" or problem.file != "datapackage.json"
    ]
    assert [(p.file, p.row, p.column) for p in problems] == [(file, row, column)], problems
    (problem,) = problems
    assert found in problem.found
    assert expected in problem.expected
    assert mend in problem.mend
