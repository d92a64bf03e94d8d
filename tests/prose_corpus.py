"""How well the claim checks do on a corpus of sentences that was written before them.

``python -m tests.prose_corpus`` prints precision and recall by form, as the guide shows them;
with ``--misses`` every sentence that came out otherwise than expected.
"""

from __future__ import annotations

import ast
import math
import operator
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from naap.checks.prose import Evidence, Result, check_text
from naap.workspace import Workspace

__all__ = [
    "BLOCK",
    "CORPUS",
    "GUIDE",
    "Entry",
    "Expected",
    "Score",
    "corpus",
    "judged",
    "scores",
    "table",
]

CORPUS = Path(__file__).parent / "fixtures" / "prose"
GUIDE = Path(__file__).resolve().parents[1] / "docs" / "guide" / "check-text.md"
BLOCK = re.compile(r"(?<=<!-- scores -->\n).*?(?=<!-- end of scores -->)", re.DOTALL)
"""Where the guide shows the table."""
UNDECIDED = "cannot tell"
_SIGNS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
          ast.Div: operator.truediv}  # fmt: skip
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALES = (1, 100, 0.01, 1e-3, 1e-6, 1e-9, 1e3, 1e6, 1e9)
"""A computed number may be told as a share or in per cent, in millions or in full."""


@dataclass(frozen=True)
class Expected:
    """One claim of a sentence, as the rules of the guide judge it."""

    forms: tuple[str, ...]
    verdict: str
    computed: tuple[float, ...]
    flags: tuple[str, ...]
    within: str
    breaks: tuple[str, str] | None


@dataclass(frozen=True)
class Entry:
    """A text of the corpus with the claims in it."""

    file: str
    text: str
    evidence: str
    expected: tuple[Expected, ...]
    allowed: tuple[Expected, ...]

    def results(self, text: str | None = None) -> list[Result]:
        """What the program says about it, or about another text on the same evidence."""
        known = evidence(self.evidence) if self.evidence else None
        return check_text(self.text if text is None else text, known)


@dataclass
class Score:
    """Of one form: claims expected, verdicts given, verdicts right; ``cannot tell`` is none."""

    expected: int = 0
    given: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else math.nan

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else math.nan


@dataclass(frozen=True)
class Judged:
    """An expected claim and a result of the program; one of them is None where none was found."""

    entry: Entry
    expected: Expected | None
    result: Result | None

    @property
    def is_right(self) -> bool:
        return (
            self.expected is not None
            and self.result is not None
            and self.expected.verdict == self.result.verdict
        )

    @property
    def is_decidable(self) -> bool:
        return self.expected is not None and self.expected.verdict != UNDECIDED

    @property
    def computed_is_right(self) -> bool:
        if self.expected is None or self.result is None or not self.expected.computed:
            return True
        return any(
            abs(float(told.replace(",", "")) * scale - abs(wanted)) <= scale * _half_of_last(told)
            for told in _NUMBER.findall(self.result.computed)
            for scale in _SCALES
            for wanted in self.expected.computed
        )

    @property
    def flags_are_right(self) -> bool:
        if self.expected is None or self.result is None:
            return True
        return set(self.expected.flags) <= set(self.result.flags)


def _half_of_last(told: str) -> float:
    """Half of the last digit of a printed number, and a little for the binary fraction."""
    return 0.5001 * 10.0 ** -len(told.partition(".")[2])


@cache
def evidence(pack: str) -> Evidence:
    workspace = Workspace.here(pack=pack)
    return Evidence.of(workspace.snapshot(), workspace.pack)


@cache
def corpus() -> tuple[Entry, ...]:
    return tuple(
        Entry(
            path.stem,
            row["text"],
            row.get("evidence", ""),
            tuple(_expected(claim) for claim in row.get("expect", ())),
            tuple(_expected(claim) for claim in row.get("may", ())),
        )
        for path in sorted(CORPUS.glob("*.yml"))
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    )


def _expected(row: dict[str, object]) -> Expected:
    breaks = str(row.get("break", "")).split(" -> ")
    return Expected(
        _several(row["form"]),
        str(row["verdict"]),
        tuple(_worked_out(sum_) for sum_ in _several(row.get("computed", ()))),
        _several(row.get("flags", ())),
        str(row.get("in", "")),
        (breaks[0], breaks[1]) if len(breaks) == 2 else None,
    )


def _several(said: object) -> tuple[str, ...]:
    return tuple(map(str, said)) if isinstance(said, list | tuple) else (str(said),)


def _worked_out(sum_: str) -> float:
    """An expression of numbers and + - * / as its value."""

    def value(node: ast.expr) -> float:
        match node:
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.BinOp(left=left, op=sign, right=right):
                return float(_SIGNS[type(sign)](value(left), value(right)))
            case _:
                raise ValueError(f"{sum_!r} is not an arithmetic expression")

    return value(ast.parse(sum_, mode="eval").body)


@cache
def judged() -> tuple[Judged, ...]:
    """Every expected claim with the result that is about it, and every result that is left."""
    return tuple(pair for entry in corpus() for pair in _paired(entry))


def _paired(entry: Entry) -> Iterator[Judged]:
    left = entry.results()
    waiting = list(entry.expected)
    # First what agrees, so that a wrong verdict takes no place from a right one.
    for agrees in (True, False):
        for expected in list(waiting):
            for result in left:
                if _is_about(expected, result) and (
                    not agrees
                    or (
                        expected.verdict == result.verdict
                        and Judged(entry, expected, result).computed_is_right
                    )
                ):
                    yield Judged(entry, expected, result)
                    waiting.remove(expected)
                    left.remove(result)
                    break
    yield from (Judged(entry, expected, None) for expected in waiting)
    for result in left:
        may = (claim for claim in entry.allowed if _is_about(claim, result))
        yield Judged(entry, next(may, None), result)


def _is_about(expected: Expected, result: Result) -> bool:
    return result.form in expected.forms and expected.within in result.sentence


def scores() -> dict[str, Score]:
    """By form; a claim counts under the first of its names, an unexpected one under its own."""
    by_form: dict[str, Score] = {}
    for pair in judged():
        form = pair.expected.forms[0] if pair.expected else pair.result.form if pair.result else ""
        score = by_form.setdefault(form, Score())
        score.expected += pair.expected in pair.entry.expected and pair.is_decidable
        score.given += pair.result is not None and pair.result.verdict != UNDECIDED
        score.right += pair.is_right and pair.is_decidable
    return dict(sorted(by_form.items()))


def total() -> Score:
    every = scores().values()
    return Score(*(sum(getattr(score, name) for score in every)
                   for name in ("expected", "given", "right")))  # fmt: skip


def table() -> str:
    """The scores as a Markdown table."""
    without = sum(not entry.expected for entry in corpus())
    lines = [
        f"{len(corpus())} texts, {without} of them with numbers but no claim.",
        "",
        "| form | claims | verdicts given | right | precision | recall |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    rows = {**scores(), "**all**": total()}
    for form, score in rows.items():
        if score.expected or score.given:
            lines.append(f"| {form} | {score.expected} | {score.given} | {score.right} "
                         f"| {_share(score.precision)} | {_share(score.recall)} |")  # fmt: skip
    return "\n".join(lines)


def _share(share: float) -> str:
    return "–" if math.isnan(share) else f"{share:.2f}"


def misses() -> Iterator[str]:
    for pair in judged():
        if pair.expected is not None and pair.result is not None and pair.is_right:
            if not pair.computed_is_right:
                yield f"computed {pair.result.computed!r}: {pair.entry.text}"
            if not pair.flags_are_right:
                yield f"flags {pair.result.flags}, not {pair.expected.flags}: {pair.entry.text}"
            continue
        said = f"{pair.result.form} {pair.result.verdict}" if pair.result else "nothing"
        wanted = f"{pair.expected.forms[0]} {pair.expected.verdict}" if pair.expected else "nothing"
        if {said.split()[-1], wanted.split()[-1]} <= {"tell", "nothing"}:
            continue
        yield f"[{pair.entry.file}] {said}, not {wanted}: {pair.entry.text}"


if __name__ == "__main__":
    print(table())
    if "--write" in sys.argv:
        guide = GUIDE.read_text(encoding="utf-8")
        GUIDE.write_text(BLOCK.sub(f"{table()}\n", guide), encoding="utf-8")
    if "--misses" in sys.argv:
        print("", *misses(), sep="\n")
