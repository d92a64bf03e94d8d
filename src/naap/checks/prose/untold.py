"""Changes, shares and rates whose numbers the sentence does not give: from the ledger, if it has
them; else nothing can be told, and what is missing is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from naap.checks.prose.change import Change, Told, compare, stated_changes
from naap.checks.prose.count import told_by
from naap.checks.prose.dates import EARLIER, When
from naap.checks.prose.evidence import Evidence, Figure, earlier
from naap.checks.prose.found import Found
from naap.checks.prose.pattern import Line
from naap.checks.prose.printing import number
from naap.checks.prose.result import Verdict
from naap.checks.prose.subject import quantity_of, subject_place, subject_publishers, when_near
from naap.checks.prose.tokens import Token
from naap.checks.prose.verdicts import Span, judge_number
from naap.checks.prose.vocabulary import content

__all__ = ["untold"]

_LENGTHS = frozenset({"years", "year", "months", "days", "day", "weeks", "points", "districts"})


def untold(line: Line, used: frozenset[int], evidence: Evidence | None) -> Iterator[Found]:
    """Every stated change, share and rate that no form could decide from the text alone."""
    for change in stated_changes(line):
        places = frozenset(range(change.first, change.last + 1))
        if not places & used:
            yield _change(line, change, places, used, evidence)
            used |= places
    yield from _shares(line, used)
    yield from _rates(line, used, evidence)


def _change(
    line: Line, change: Change, places: frozenset[int], used: frozenset[int],
    evidence: Evidence | None,
) -> Found:  # fmt: skip
    said = line.said(change.first, change.last)
    new = _new_number(line, change, used)
    implied = _implied(change, line.tokens[new]) if new is not None else ""
    blank = Found(change.form, said, implied, "cannot tell",
                  "missing: the two numbers that it is told between" if new is None
                  else "missing: the number before", used=places)  # fmt: skip
    if evidence is None:
        return blank
    around = content(line.words(change.first - 8, change.last + 8))
    nouns = {word for word in around if word in evidence.vocabulary.weight}
    money = new is not None and line.tokens[new].unit == "money"
    quantity = quantity_of(around, nouns, evidence, money=money)
    times = _times(line, change)
    if quantity is None or times is None:
        lacks = "what is counted" if quantity is None else "the two times"
        return replace(blank, why=f"{blank.why}; for the ledger: {lacks}")
    place = subject_place(line, quantity, evidence)
    told = _by_publisher(line, change, quantity, place, times, evidence, new)
    if not told:
        return _without_both(blank, change, quantity, place, times[0], evidence, line, new)
    return _together(blank, told, evidence, bool(subject_publishers(line, evidence)))


def _new_number(line: Line, change: Change, used: frozenset[int]) -> int | None:
    """The one number of the sentence that can be what a change came to."""
    free = [place for place, token in enumerate(line.tokens)
            if token.type == "NUM" and place not in used
            and not change.first <= place <= change.last
            and not _is_length(line, place)]  # fmt: skip
    return free[0] if len(free) == 1 else None


def _is_length(line: Line, place: int) -> bool:
    return bool(set(line.words(place + 1, place + 1)) & _LENGTHS)


def _implied(change: Change, new: Token) -> str:
    """What the number before must have been, if the change were right."""
    if change.kind != "per cent" or not change.sign:
        return ""
    factor = 1 + change.sign * change.token.value / 100
    if factor <= 0:
        return ""
    before = new.value / factor
    if new.step >= 1 and before >= 10**6:
        return f"implies {number(before / 10**6, 1)} million before"
    return f"implies {number(before, 0 if new.step >= 1 else 2)} before"


def _times(line: Line, change: Change) -> tuple[When, When] | None:
    """(before, now): the ends of a span, two times, or one and the time just before it."""
    times = [token.when for token in line.tokens
             if token.when is not None and token.when.precision != EARLIER]  # fmt: skip
    years = {when.first.year for when in times if when.first is not None}
    if len(years) == 1:
        year = min(years)
        times = [when.in_year(year) for when in times]
    known = list(dict.fromkeys(when for when in times if when.first is not None))
    if len(known) == 1 and known[0].precision == "span":
        span = known[0]
        if span.first is None or span.last is None:
            return None
        first = replace(span, precision="year", last=span.first.replace(month=12, day=31))
        last = replace(span, precision="year", first=span.last.replace(month=1, day=1))
        return first, last
    if len(known) == 1:
        before = earlier(known[0])
        return (before, known[0]) if before is not None else None
    if len(known) == 2 and known[0].precision == known[1].precision:
        first, last = sorted(known, key=lambda when: when.first or date.min)
        return first, last
    return None


def _by_publisher(
    line: Line, change: Change, quantity: str, place: str, times: tuple[When, When],
    evidence: Evidence, new: int | None,
) -> list[tuple[Figure, Figure, Told]]:  # fmt: skip
    """The change as each publisher's numbers give it, in each of its scopes."""
    counted = {each.publisher for each in evidence.by_quantity.get(quantity, ())}
    named = subject_publishers(line, evidence) & counted
    before, now = (evidence.find(quantity, place, when, frozenset(named)) for when in times)
    told = []
    for last in now:
        if new is not None and judge_number(line.tokens[new],
                                            Span.at(last.value)).verdict == "fails":  # fmt: skip
            continue
        told += [
            (first, last, compare(change, _token(first), _token(last)))
            for first in before
            if (first.publisher, first.scope) == (last.publisher, last.scope)
        ]
    return told


def _token(figure: Figure) -> Token:
    return Token("NUM", 0, 0, "num", figure.value, figure.value, figure.value)


def _together(
    blank: Found, told: list[tuple[Figure, Figure, Told]], evidence: Evidence, named: bool
) -> Found:
    verdicts = {each.verdict for _, _, each in told}
    claims = tuple(dict.fromkeys(
        claim for first, last, _ in told for claim in (first.claim_id, last.claim_id)))  # fmt: skip
    computed = _listed(f"{evidence.name(first.publisher)} {each.computed}"
                       for first, _, each in told)  # fmt: skip
    inputs = tuple(dict.fromkeys(
        f"{evidence.name(each.publisher)}, {each.period}: {number(each.value)}"
        for first, last, _ in told for each in (first, last)))  # fmt: skip
    verdict: Verdict = told[0][2].verdict
    if len(verdicts) > 1:
        verdict = "holds loosely" if "holds" in verdicts else "fails"
    conflict = len({each.computed for _, _, each in told}) > 1
    why = _listed(f"{evidence.name(first.publisher)}: {each.why}" for first, _, each in told)
    found = replace(blank, computed=computed, verdict=verdict, why=why, inputs=inputs,
                    claims=claims)  # fmt: skip
    return found.flagged("conflict") if conflict else found


def _listed(each: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(each))


def _without_both(
    blank: Found, change: Change, quantity: str, place: str, before: When, evidence: Evidence,
    line: Line, new: int | None,
) -> Found:  # fmt: skip
    """No publisher has both numbers. Another one's number of the time before is told beside."""
    others = evidence.find(quantity, place, before)
    if not others:
        return replace(blank, why=f"{blank.why}; no publisher has both")
    found = replace(
        blank,
        computed="; ".join(filter(None, (blank.computed, told_by(others, evidence)))),
        claims=tuple(each.claim_id for each in others),
        why=f"{blank.why}; another publisher has {told_by(others, evidence)}",
    )
    return found.flagged("conflict") if new is not None else found


def _shares(line: Line, used: frozenset[int]) -> Iterator[Found]:
    """ "95 percent of attacks took place in two provinces": of what numbers is not said."""
    for match in line.matches("share=PCT|RATIO of|in [ @a ] of=@any"):
        place = match.named["share"]
        if place not in used and not {place} & used:
            yield Found("share", line.said(place, place), "", "cannot tell",
                        "missing: the part and the whole", used=frozenset({place}))  # fmt: skip


def _rates(line: Line, used: frozenset[int], evidence: Evidence | None) -> Iterator[Found]:
    """ "3.3 attacks a day in 2014", with the total in the ledger."""
    for wanted in ("rate=NUM ... per|each|every unit=day|week|month",
                   "rate=NUM ... a|an unit=day|week|month",
                   "rate=NUM ... unit=daily|weekly|monthly"):  # fmt: skip
        for match in line.matches(wanted):
            place = match.named["rate"]
            unit = line.tokens[match.named["unit"]].word
            when = when_near(line, place)
            if place in used or when is None or not when.days or when.days < 28:
                continue
            used |= {place}
            yield _rate(line, place, unit, when, evidence)


def _rate(line: Line, place: int, unit: str, when: When, evidence: Evidence | None) -> Found:
    stated = line.tokens[place]
    blank = Found("rate", line.said(place, place), "", "cannot tell", "missing: the total",
                  used=frozenset({place}))  # fmt: skip
    around = content(line.words(place - 4, place + 5))
    if evidence is None:
        return blank
    nouns = {word for word in around if word in evidence.vocabulary.weight}
    quantity = quantity_of(around, nouns, evidence)
    if quantity is None:
        return blank
    counted = {each.publisher for each in evidence.by_quantity.get(quantity, ())}
    named = frozenset(subject_publishers(line, evidence) & counted)
    figures = evidence.find(quantity, subject_place(line, quantity, evidence), when, named)
    if not figures or not when.days:
        return blank
    days = {"day": 1, "daily": 1, "week": 7, "weekly": 7}.get(unit)
    parts = Fraction(when.days, days) if days else Fraction(round(when.days * 12 / 365))
    rates = [(each, judge_number(stated, Span.at(each.value / parts), measured=True).verdict)
             for each in figures]  # fmt: skip
    agree = [each for each, verdict in rates if verdict != "fails"]
    verdict: Verdict = "fails" if not agree else "holds"
    if agree and len(agree) < len(rates) and not named:
        verdict = "holds loosely"
    computed = _listed(f"{evidence.name(each.publisher)} {number(each.value / parts, 2)}"
                       for each in figures)  # fmt: skip
    found = replace(blank, computed=computed, verdict=verdict,
                    why=f"totals over {number(parts)} {unit}s",
                    claims=tuple(each.claim_id for each in figures))  # fmt: skip
    return found.flagged("conflict") if len({each.value for each in figures}) > 1 else found
