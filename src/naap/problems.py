"""What is wrong with an input, said to the person who can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

__all__ = ["Problem", "UnusableInput"]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend.

    ``row`` counts as a spreadsheet does: the header is row 1, the first record row 2.
    It is None where the problem is not in a row (a missing file, a wrong setting).
    """

    file: str
    row: int | None
    column: str | None
    found: str
    expected: str
    mend: str

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", column {self.column}"
        return f"{place}: found {self.found}; expected {self.expected}. {self.mend}"

    def as_json(self) -> dict[str, str | int | None]:
        return asdict(self)


class UnusableInput(Exception):
    """Input that cannot be used; carries every problem found, not just the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def one(
        cls,
        file: object,
        *,
        found: str,
        expected: str,
        mend: str,
        row: int | None = None,
        column: str | None = None,
    ) -> UnusableInput:
        return cls([Problem(str(file), row, column, found, expected, mend)])
