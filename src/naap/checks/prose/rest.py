"""What is done and what remains, where the sentence does not say of how many: "built 223 forts,
with 610 remaining"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from naap.checks.prose.evidence import Evidence, Figure
from naap.checks.prose.found import Found
from naap.checks.prose.numbers import find_numbers
from naap.checks.prose.pattern import Line
from naap.checks.prose.printing import number
from naap.checks.prose.result import Verdict
from naap.checks.prose.subject import subject_of

__all__ = ["rest"]

_REST = (
    "done=NUM ~ remaining|rest|other ... left=NUM",
    "done=NUM ~ left=NUM ... remaining|remain|remained|remains|left|outstanding",
)
_OF = re.compile(r"\bof\s+([\d,]+)")


def rest(line: Line, used: frozenset[int], evidence: Evidence | None) -> Iterator[Found]:
    """The two added, against what the ledger says of the whole."""
    for wanted in _REST:
        for match in line.matches(wanted):
            done, left = match.named["done"], match.named["left"]
            if {done, left} & used or line.tokens[done].unit != line.tokens[left].unit:
                continue
            value = line.tokens[done].value + line.tokens[left].value
            odd = ("number format",) if line.tokens[done].odd or line.tokens[left].odd else ()
            found = Found(
                "sum", f"{line.said(done, done)} and {line.said(left, left)}", number(value),
                "cannot tell", "missing: the total of what is done and what remains",
                (line.said(done, done), line.said(left, left)), (), odd, frozenset({done, left}),
            )  # fmt: skip
            yield _against_ledger(line, found, done, value, evidence) if evidence else found
            return


def _against_ledger(
    line: Line, found: Found, done: int, value: Fraction, evidence: Evidence
) -> Found:
    subject = subject_of(line, done, evidence)
    if subject is None:
        return found
    figures = evidence.find(subject.quantity, subject.place)
    totals = _totals(figures, subject.place, evidence)
    if not totals:
        return found
    known = ", ".join(number(each) for each in sorted(totals))
    verdict: Verdict = "holds" if value in totals else "fails"
    why = f"together {number(value)}; the ledger tells of {known} in all"
    made = Found(found.form, found.stated, found.computed, verdict, why, found.inputs, (),
                 found.flags, found.used)  # fmt: skip
    made = made.resting_on(claim for each in totals for claim in totals[each])
    return made.flagged("scope") if len(totals) > 1 and verdict == "holds" else made


def _totals(
    figures: tuple[Figure, ...], place: str, evidence: Evidence
) -> dict[Fraction, list[str]]:
    """The wholes that the ledger knows, each with its claims: quantities of what is planned, and
    the "of 1,200 km" that sources print beside a number."""
    totals: dict[Fraction, list[str]] = {}
    units = {each.unit for each in figures}
    for each in evidence.wholes:
        if each.unit in units and each.place == place:
            totals.setdefault(each.value, []).append(each.claim_id)
    for each in figures:
        for match in _OF.finditer(each.breakdown):
            unit = each.breakdown[match.end() : match.end() + 12].split()
            numbers = list(find_numbers(match[1]))
            if numbers and (not unit or unit[0].strip(";,") == each.unit):
                totals.setdefault(numbers[0].value, []).append(each.claim_id)
    return totals
