"""Counts against the ledger: "521 attacks in 2024", "the Desk counted 905", "over 1,600 lives"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from naap.checks.prose.evidence import Evidence, Figure
from naap.checks.prose.found import Found
from naap.checks.prose.pattern import Line
from naap.checks.prose.printing import number
from naap.checks.prose.result import Verdict
from naap.checks.prose.subject import Subject, subject_of
from naap.checks.prose.tokens import Token
from naap.checks.prose.verdicts import judge_number
from naap.pack.tables import ScopeRow

__all__ = ["counts", "named_publishers", "stale", "told_by"]

_STALE_DAYS = 60
_NO_COUNT = frozenset({"of", "than", "per", "every", "each", "by", "no", "section", "article"})
_CAPPED = 6
"""So many published numbers are told in a result; more are counted."""


def counts(line: Line, used: frozenset[int], evidence: Evidence) -> Iterator[Found]:
    """Every number that is told of a quantity of the pack, against what publishers said."""
    last: Subject | None = None
    found: list[tuple[Subject, Found]] = []
    for index, token in enumerate(line.tokens):
        if token.type != "NUM" or index in used or not _is_count(line, index):
            continue
        subject = subject_of(line, index, evidence, last)
        if subject is not None:
            last = subject
            judged = _judged(line, index, subject, evidence)
            if judged is not None:
                found.append((subject, judged))
    for subject, judged in found:
        yield judged.flagged("conflict") if _disputed(subject, judged, found) else judged


def _disputed(subject: Subject, judged: Found, found: list[tuple[Subject, Found]]) -> bool:
    """Whether the same line gives another publisher's number of the same, and they differ."""
    return any(
        (other.quantity, other.place, other.when) == (subject.quantity, subject.place, subject.when)
        and other.named != subject.named
        and each.stated != judged.stated
        for other, each in found
    )


def _is_count(line: Line, index: int) -> bool:
    token = line.tokens[index]
    before = line.tokens[index - 1].word if index else ""
    after = line.tokens[index + 1].word if index + 1 < len(line.tokens) else ""
    if before in _NO_COUNT and not token.unit and not (before == "of" and not token.words):
        return False
    return after not in ("of", "more", "other", "others", "another") and token.value > 0


def named_publishers(subject: Subject, evidence: Evidence) -> frozenset[str]:
    """The publishers that the sentence names and that ever counted this; who carries a number
    ("told Dawn") counts nothing."""
    known = {figure.publisher for figure in evidence.by_quantity.get(subject.quantity, ())}
    return frozenset(subject.named & known)


def told_by(figures: tuple[Figure, ...], evidence: Evidence) -> str:
    """ "Interior 521; Desk 909 (2024)", each publisher beside the other, never averaged."""
    seen = list(dict.fromkeys(
        f"{evidence.name(each.publisher)} {number(each.value)}"
        + (f" [{_scope(each, evidence)}]" if each.scope and _scopes(figures, each) > 1 else "")
        for each in figures))  # fmt: skip
    more = f" and {len(seen) - _CAPPED} more" if len(seen) > _CAPPED else ""
    return "; ".join(seen[:_CAPPED]) + more


def _scopes(figures: tuple[Figure, ...], like: Figure) -> int:
    return len({each.scope for each in figures if each.publisher == like.publisher})


def _scope(figure: Figure, evidence: Evidence) -> str:
    known = evidence.pack.has(ScopeRow, figure.scope)
    return evidence.pack.get(ScopeRow, figure.scope).title_en if known else figure.scope


@dataclass(frozen=True)
class _Held:
    """The figures that a count is held against, and those that agree with it."""

    figures: tuple[Figure, ...]
    agree: tuple[Figure, ...]


def _judged(line: Line, index: int, subject: Subject, evidence: Evidence) -> Found | None:
    token = line.tokens[index]
    row = evidence.quantities[subject.quantity]
    named = named_publishers(subject, evidence)
    stated = line.said(index, index)
    missing = _missing(subject, evidence)
    if missing:
        held = _against(token, evidence.find(subject.quantity, subject.place), subject)
        return _untold(stated, held, missing, evidence, index)
    if subject.when is None and row.measure == "flow":
        return None
    figures = evidence.find(subject.quantity, subject.place, subject.when, named)
    flags: list[str] = []
    if not figures and row.measure == "flow" and subject.when is not None:
        figures = _fiscal(evidence.find(subject.quantity, subject.place, None, named), subject)
        flags = ["wrong word"] if figures else []
    if subject.when is None:
        known = figures
        figures = tuple(each for each in figures if _agrees(token, each))
        if not figures:
            return _undated(stated, known, index, evidence)
    if not figures:
        when = subject.when
        said = line.text[when.start : when.end] if when is not None else "any time"
        return Found("count", stated, "", "cannot tell",
                     f"missing: a number of {row.name_en!r} for {said}",
                     used=frozenset({index}))  # fmt: skip
    held = _against(token, figures, subject)
    verdict, why = _verdict(held, bool(named), evidence)
    if flags and verdict == "fails":
        return None
    flags += _flags(held, subject, evidence, bool(named))
    kin = None if named else _nearest_kin(token, subject, evidence)
    if kin is not None and kin not in figures:
        figures = (*figures, kin)
        why += f"; nearest is {evidence.quantities[kin.quantity].name_en!r}"
    return Found(
        "bound" if token.qualifier in ("over", "under", "at least", "at most") else "count",
        stated,
        told_by(figures, evidence),
        verdict,
        why + _words(flags, subject, held),
        tuple(dict.fromkeys(f"{evidence.name(each.publisher)}, {each.period}: "
                            f"{number(each.value)}" for each in figures[:_CAPPED])),
        tuple(each.claim_id for each in figures),
        tuple(dict.fromkeys((*flags, *(("number format",) if token.odd else ())))),
        frozenset({index}),
    )  # fmt: skip


def _undated(
    stated: str, known: tuple[Figure, ...], index: int, evidence: Evidence
) -> Found | None:
    """A stock without a date that no published number has: it may be of another day."""
    if not known:
        return None
    last = max(known, key=lambda each: each.last)
    told = f"{evidence.name(last.publisher)} {number(last.value)} ({last.period})"
    return Found("count", stated, told, "cannot tell",
                 f"missing: the date. No publisher has this number; the last is {told}",
                 claims=(last.claim_id,), used=frozenset({index}))  # fmt: skip


def _nearest_kin(token: Token, subject: Subject, evidence: Evidence) -> Figure | None:
    """The published number nearest to a bound, of a quantity of the same kind and scope of words:
    for lives lost also those of civilians and security forces alone."""
    if subject.when is None or not token.qualifier:
        return None
    own = evidence.vocabulary.words.get(subject.quantity, frozenset())
    kin = [
        figure
        for quantity, words in evidence.vocabulary.words.items()
        if own and own <= words
        for figure in evidence.find(quantity, subject.place, subject.when)
        if _agrees(token, figure)
    ]
    return min(kin, key=lambda each: abs(each.value - token.value), default=None)


def _untold(
    stated: str, held: _Held, missing: tuple[Verdict, str], evidence: Evidence, index: int
) -> Found | None:
    """What the pack itself says nobody can know."""
    if not held.agree:
        return None
    verdict, why = missing
    return Found("count", stated, told_by(held.agree, evidence), verdict, why,
                 claims=tuple(each.claim_id for each in held.agree),
                 used=frozenset({index}))  # fmt: skip


def _missing(subject: Subject, evidence: Evidence) -> tuple[Verdict, str] | None:
    """The pack's own note on a quantity: "no list was given", "overlap is not stated"."""
    note = evidence.quantities[subject.quantity].note or ""
    lower = note.lower()
    if "no list" in lower:
        return "cannot tell", f"missing: the list itself. The pack notes: {note}"
    if "overlap" in lower and "not stated" in lower:
        return "ambiguous", (
            "either separate events, to be added, or a running total in which they overlap. "
            f"The pack notes: {note}"
        )
    return None


def _agrees(token: Token, figure: Figure) -> bool:
    return judge_number(token, figure.span).verdict != "fails"


def _against(token: Token, figures: tuple[Figure, ...], subject: Subject) -> _Held:
    return _Held(figures, tuple(each for each in figures if _agrees(token, each)))


def _fiscal(figures: tuple[Figure, ...], subject: Subject) -> tuple[Figure, ...]:
    """Numbers of a fiscal year where the text names a calendar year."""
    when = subject.when
    if when is None or when.precision != "year" or when.first is None:
        return ()
    year = when.first.year
    return tuple(each for each in figures if each.period.startswith("FY")
                 and year in (each.first.year, each.last.year))  # fmt: skip


def _verdict(held: _Held, named: bool, evidence: Evidence) -> tuple[Verdict, str]:
    publishers = {each.publisher for each in held.figures}
    agree = {each.publisher for each in held.agree}
    if not held.agree:
        return "fails", f"no publisher has this number: {told_by(held.figures, evidence)}"
    names = ", ".join(sorted(evidence.name(each) for each in agree))
    if agree == publishers and (len(publishers) > 1 or len(held.agree) == len(held.figures)):
        return "holds", f"as {names} counts"
    if named:
        return "holds", f"as {names} counts, beside other numbers of its own"
    whose = "other publishers have" if len(publishers) > 1 else "it has, in another scope or print,"
    return "holds loosely", f"as {names} counts; {whose} other numbers, and none is named"


def _flags(held: _Held, subject: Subject, evidence: Evidence, named: bool) -> list[str]:
    flags = []
    if len({each.value for each in held.figures}) > 1:
        flags.append("conflict")
    if len({each.scope for each in held.figures}) > 1:
        flags.append("scope")
    if any(stale(each, evidence) for each in held.agree):
        flags.append("stale")
    if subject.casualties and held.agree:
        flags.append("wrong word")
    if _other_wholes(held, subject, evidence):
        flags.append("denominator")
    return flags


def stale(figure: Figure, evidence: Evidence) -> bool:
    """Whether the publisher printed the same value at another date, with no other between."""
    row = evidence.quantities.get(figure.quantity)
    if row is None or row.measure not in ("stock", "cumulative") or row.unit == "per cent":
        return False
    like = [each for each in evidence.by_quantity[figure.quantity]
            if (each.publisher, each.place, each.scope)
            == (figure.publisher, figure.place, figure.scope)]  # fmt: skip
    if any(each.value != figure.value for each in like):
        dates = [each.last for each in like if each.value == figure.value]
        between = [each for each in like if each.value != figure.value
                   and min(dates) < each.last < max(dates)]  # fmt: skip
        if between:
            return False
    dates = [each.last for each in like if each.value == figure.value]
    return (max(dates) - min(dates)).days >= _STALE_DAYS


def _other_wholes(held: _Held, subject: Subject, evidence: Evidence) -> bool:
    """Whether an estimate of all there are differs from the one that is told."""
    if not held.agree or held.agree[0] not in evidence.wholes:
        return False
    own = held.agree[0]
    return any(
        each.unit == own.unit and each.quantity != own.quantity
        and each.place == own.place and each.value != own.value
        for each in evidence.wholes
    )  # fmt: skip


def _words(flags: list[str], subject: Subject, held: _Held) -> str:
    said = ""
    if "wrong word" in flags and subject.casualties:
        said += "; these are the killed alone, and casualties are the killed and the injured"
    elif "wrong word" in flags:
        said += "; the number is of a fiscal year, and the text names a calendar year"
    if "stale" in flags:
        said += "; the same number was printed at other dates"
    return said
