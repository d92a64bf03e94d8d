"""Superlatives and trends against the yearly figures of the ledger.

A year that nobody has published can hide a lower one, so then nothing is decided, unless a known
year already tells against the claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from naap.checks.prose.dates import EARLIER
from naap.checks.prose.evidence import Evidence, Figure
from naap.checks.prose.found import Found
from naap.checks.prose.pattern import Line
from naap.checks.prose.printing import number
from naap.checks.prose.result import Verdict
from naap.checks.prose.subject import quantity_of, subject_place, subject_publishers
from naap.checks.prose.vocabulary import content
from naap.checks.prose.words import DOWN, UP

__all__ = ["EVERY", "direction", "superlative_of_ledger", "trend_of_ledger", "trend_words"]

EVERY = ("every year", "each year", "year after year", "year by year", "consecutive year",
          "successive year", "straight year", "continuously", "steadily", "consistently",
          "uninterrupted", "in a row")  # fmt: skip
"""Each year has to go that way."""
_ON_THE_WHOLE = ("continued to", "through to", "kept falling", "kept rising", "for years",
                 "yearly decline", "continued its", "continued their")  # fmt: skip
"""The end has to be beyond the beginning; a year that went the other way leaves it open."""


@dataclass(frozen=True)
class _Run:
    """Values by year, of one publisher, or of the text."""

    values: dict[int, Figure]
    whose: str


def trend_words(line: Line) -> str:
    """The words that say that something went on and on, and which way is told; else nothing."""
    text = " ".join(line.words())
    found = next((wanted for wanted in (*EVERY, *_ON_THE_WHOLE) if wanted in text), "")
    return found if direction(line) else ""


def direction(line: Line) -> int:
    for word in line.words():
        if word in DOWN or word in UP:
            return -1 if word in DOWN else 1
    return 0


def _years(line: Line) -> list[int]:
    years = []
    for token in line.tokens:
        when = token.when
        if when is not None and when.first is not None and when.last is not None:
            if when.precision in ("year", "span"):
                years += [when.first.year, when.last.year]
            elif when.precision != EARLIER:
                years.append(when.last.year)
    return sorted(set(years))


def _quantities(line: Line, evidence: Evidence) -> list[str]:
    """What the line speaks of: one quantity, or several that a word each names, as in "both
    attacks and killings"."""
    around = content(line.words())
    plain = [quantity for quantity, words in evidence.vocabulary.words.items()
             if len(words) == 1 and words <= around]  # fmt: skip
    nouns = {word for word in around if word in evidence.vocabulary.weight}
    quantity = quantity_of(around, nouns, evidence)
    if quantity is None or len(plain) > 1:
        return sorted(plain)
    own = evidence.vocabulary.words[quantity]
    narrower = all(evidence.vocabulary.words[each] <= own for each in plain)
    return [quantity] if narrower else plain


def _runs(line: Line, quantity: str, evidence: Evidence) -> list[_Run]:
    """The yearly numbers of a quantity by each publisher that the line names, or by all."""
    place = subject_place(line, quantity, evidence)
    figures = evidence.by_quantity.get(quantity, ())
    named = subject_publishers(line, evidence) & {each.publisher for each in figures}
    runs = []
    for publisher, scope in dict.fromkeys(
        (each.publisher, each.scope)
        for each in figures
        if each.place == place and (not named or each.publisher in named)
    ):
        values = evidence.series(quantity, place, publisher, scope)
        if len(values) > 1:
            runs.append(_Run(values, evidence.name(publisher)))
    return runs


def superlative_of_ledger(
    line: Line, lowest: bool, since: int | None, said: str, used: frozenset[int],
    evidence: Evidence | None,
) -> Iterator[Found]:  # fmt: skip
    years = [year for year in _years(line) if year != since]
    if evidence is None or not years:
        yield Found("ranking", said, "", "cannot tell",
                    "missing: the numbers of the other years")  # fmt: skip
        return
    quantities = _quantities(line, evidence)
    if not quantities:
        yield Found("ranking", said, "", "cannot tell", "missing: what is counted, in the ledger")
    own = years[-1]
    first = own + since + 1 if since is not None and since < 0 else since
    for quantity in quantities:
        runs = _runs(line, quantity, evidence)
        told = [_rank(run, own, first, lowest) for run in runs if own in run.values]
        yield _together("ranking", said, told, runs, f"a number for {own}")


@dataclass(frozen=True)
class _Told:
    verdict: Verdict
    computed: str
    why: str
    claims: tuple[str, ...]


def _rank(run: _Run, own: int, first: int | None, lowest: bool) -> _Told:
    start = min(run.values) if first is None else first
    others = {year: each for year, each in run.values.items() if start <= year < own}
    if first is not None:
        # "the lowest since 2015" leaves open whether 2015 itself was lower.
        others.pop(first, None)
    value = run.values[own].value
    worse = [year for year, each in others.items()
             if (each.value < value if lowest else each.value > value)]  # fmt: skip
    missing = [year for year in range(start + (first is not None), own) if year not in run.values]
    computed = f"{run.whose}: {own} {number(value)}"
    claims = tuple(each.claim_id for each in (*others.values(), run.values[own]))
    if worse:
        year = worse[-1]
        other = number(run.values[year].value)
        return _Told("fails", f"{computed}; {year} {other}",
                     f"{run.whose} has {other} in {year}", claims)  # fmt: skip
    if missing or not others:
        gap = ", ".join(map(str, missing)) or "earlier years"
        return _Told("cannot tell", computed, f"missing: {gap} of {run.whose}", claims)
    return _Told("holds", computed, f"no year from {min(others)} on is beyond it", claims)


def trend_of_ledger(line: Line, used: frozenset[int], evidence: Evidence | None) -> Iterator[Found]:
    said = trend_words(line)
    years = _years(line)
    sign = direction(line)
    if evidence is None:
        yield Found("trend", said, "", "cannot tell", "missing: the number of every year")
        return
    quantities = _quantities(line, evidence)
    if not quantities:
        yield Found("trend", said, "", "cannot tell",
                    "missing: the yearly numbers of what is counted")  # fmt: skip
    for quantity in quantities:
        runs = _runs(line, quantity, evidence)
        told = []
        for run in runs:
            last = years[-1] if years else max(run.values)
            first = years[0] if len(years) > 1 else _peak(run, last, sign)
            if first in run.values and last in run.values and first < last:
                told.append(_trend(run, first, last, sign, strict=said in EVERY))
        found = _together("trend", said, told, runs, "numbers for the first and the last year")
        view = _missing_view(line, runs, quantity, years, sign, evidence)
        yield found.flagged("missing view").because(view) if view else found


def _peak(run: _Run, last: int, sign: int) -> int:
    """A fall that names no beginning begins at the highest year, a rise at the lowest."""
    before = {year: each.value for year, each in run.values.items() if year < last}
    if not before:
        return last
    return max(before, key=lambda year: -sign * before[year])


def _trend(run: _Run, first: int, last: int, sign: int, *, strict: bool) -> _Told:
    years = [year for year in sorted(run.values) if first <= year <= last]
    missing = [year for year in range(first, last + 1) if year not in run.values]
    computed = f"{run.whose}: " + ", ".join(
        f"{year} {number(run.values[year].value)}" for year in years
    )
    claims = tuple(run.values[year].claim_id for year in years)
    breaks = [other for one, other in pairwise(years)
              if (run.values[other].value - run.values[one].value) * sign <= 0]  # fmt: skip
    whole = (run.values[last].value - run.values[first].value) * sign
    if whole <= 0 or (breaks and strict):
        year = breaks[0] if breaks else last
        return _Told("fails", computed, f"{run.whose}: {year} breaks the run", claims)
    if missing:
        gap = ", ".join(map(str, missing))
        return _Told("cannot tell", computed, f"missing: {gap} of {run.whose}", claims)
    if breaks:
        why = f"{run.whose}: so on the whole, but not in {', '.join(map(str, breaks))}"
        return _Told("ambiguous", computed, why, claims)
    return _Told("holds", computed, f"each year from {first} to {last} goes that way", claims)


def _together(form: str, said: str, told: list[_Told], runs: list[_Run], wanted: str) -> Found:
    """One verdict from several publishers: as each says, or as most can and with a conflict."""
    if not told:
        whose = ", ".join(dict.fromkeys(run.whose for run in runs)) or "any publisher"
        return Found(form, said, "", "cannot tell", f"missing: {wanted}, of {whose}")
    verdicts = {each.verdict for each in told}
    claims = tuple(dict.fromkeys(claim for each in told for claim in each.claims))
    computed = "; ".join(each.computed for each in told)
    why = "; ".join(each.why for each in told)
    if len(verdicts) == 1:
        return Found(form, said, computed, told[0].verdict, why, claims=claims)
    decided: Verdict = "cannot tell"
    if "holds" in verdicts:
        decided = "holds loosely" if "fails" in verdicts else "cannot tell"
    elif "fails" in verdicts:
        decided = "cannot tell"
    return Found(form, said, computed, decided, why, claims=claims, flags=("conflict",))


def _missing_view(
    line: Line, runs: list[_Run], quantity: str, years: list[int], sign: int, evidence: Evidence
) -> str:
    """Whether deaths per attack went up while the counts went down, in words; else nothing."""
    if quantity not in ("attacks", "killed") or sign >= 0:
        return ""
    place = subject_place(line, quantity, evidence)
    whose = {run.whose for run in runs}
    for publisher, scope in dict.fromkeys(
        (each.publisher, each.scope) for each in evidence.by_quantity.get("attacks", ())
    ):
        attacks = evidence.series("attacks", place, publisher, scope)
        killed = evidence.series("killed", place, publisher, scope)
        both = [year for year in sorted(attacks) if year in killed and attacks[year].value
                and (not years or year <= years[-1])]  # fmt: skip
        if len(both) < 2 or evidence.name(publisher) not in whose:
            continue
        first, last = ((year, killed[year].value / attacks[year].value)
                       for year in (both[0], both[-1]))  # fmt: skip
        if last[1] > first[1]:
            return (f"killed per attack rose from {number(first[1], 2)} ({first[0]}) to "
                    f"{number(last[1], 2)} ({last[0]})")  # fmt: skip
    return ""
