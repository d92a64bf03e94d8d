"""How two accounts are compared: the levels of ``comparisons.yml``, as SQL."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from naap.incidents.accounts import sql_of
from naap.yml import read_yml

__all__ = ["Comparison", "Level", "comparisons", "pairs_sql", "patterns_sql"]


@dataclass(frozen=True)
class Level:
    """How alike two accounts are in one respect. ``expected``: the share of true links at this
    level with which the estimation begins."""

    label: str
    when: str
    expected: float


@dataclass(frozen=True)
class Comparison:
    """One respect. The first level that holds counts; level -1 says nothing."""

    name: str
    unknown: str
    levels: tuple[Level, ...]

    @property
    def column(self) -> str:
        return f"level_{self.name}"

    @property
    def sql(self) -> str:
        cases = " ".join(
            f"WHEN {level.when} THEN {number}" for number, level in enumerate(self.levels)
        )
        return f"CASE WHEN {self.unknown} THEN -1 {cases} ELSE -1 END"

    def label(self, level: int) -> str:
        return "unknown" if level < 0 else self.levels[level].label


@cache
def comparisons() -> tuple[Comparison, ...]:
    read = read_yml(Path(__file__).parent / "comparisons.yml")
    return tuple(
        Comparison(
            name,
            given["unknown"],
            tuple(Level(each["label"], each["when"], each["m"]) for each in given["levels"]),
        )
        for name, given in read.items()
    )


def pairs_sql() -> str:
    """SQL for the pairs that may tell of one event: ``one``, ``other`` (numbers of accounts, the
    data set of ``one`` first by name) and a level for each comparison."""
    levels = ", ".join(f"CAST({each.sql} AS TINYINT) AS {each.column}" for each in comparisons())
    return f"SELECT one, other, {levels} FROM ({sql_of('pairs')}) AS measured_pairs"


def patterns_sql(pairs: str = "pairs") -> str:
    """SQL for the combinations of levels that occur, and the number of pairs that have each."""
    columns = ", ".join(each.column for each in comparisons())
    return f"SELECT {columns}, count(*) AS pairs FROM {pairs} GROUP BY {columns} ORDER BY {columns}"
