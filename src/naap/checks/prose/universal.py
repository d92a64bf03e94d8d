"""Universal claims: "all 717 cases were decided, 71 are pending", "each area has more than 80"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from naap.checks.prose.evidence import Evidence
from naap.checks.prose.found import Found
from naap.checks.prose.lists import run_of
from naap.checks.prose.nouns import noun_after
from naap.checks.prose.pattern import Line
from naap.checks.prose.printing import number
from naap.checks.prose.subject import subject_of
from naap.checks.prose.verdicts import Span, judge_number

__all__ = ["universals"]

_ALL = frozenset({"all", "every", "each", "both"})
_NONE = frozenset({"no", "none", "neither", "never", "nowhere"})
_WHOLE = (
    "all|both [ of ] [ the ] whole=NUM",
    "each|every [ one ] of [ the ] whole=NUM",
    "none of [ the ] whole=NUM",
    "not one of [ the ] whole=NUM",
)
_EXCEPT = frozenset({"but", "except", "exception", "remaining", "pending", "others", "rest",
                     "remain", "left", "outstanding", "while", "although", "though", "yet",
                     "however", "still"})  # fmt: skip


def universals(
    line: Line, used: frozenset[int] = frozenset(), evidence: Evidence | None = None
) -> Iterator[Found]:
    found = _bounded_list(line, used) or _all_but(line, used) or _whole_and_part(line, used)
    if found is None and evidence is not None:
        found = _nothing(line, evidence)
    if found is None and not any(token.type == "NUM" for token in line.tokens):
        found = _of_a_list(line)
    if found is not None:
        yield found


def _bounded_list(line: Line, used: frozenset[int]) -> Found | None:
    """ "every year saw more than 200 attacks: 625, 441, 370": each of the list, or none of it."""
    words = set(line.words())
    if not words & (_ALL | _NONE):
        return None
    for place, token in enumerate(line.tokens):
        if token.type not in ("NUM", "PCT") or place in used:
            continue
        if token.qualifier not in ("over", "under", "at least", "at most"):
            continue
        items = _list_beside(line, place)
        if len(items) < 2 or set(items) & used:
            continue
        denied = bool(set(line.words(max(0, place - 12), place)) & _NONE)
        fits = [judge_number(token, Span.of(line.tokens[item])).verdict == "holds"
                for item in items]  # fmt: skip
        holds = not any(fits) if denied else all(fits)
        wrong = [item for item, fit in zip(items, fits, strict=True) if fit == denied]
        why = "each of the listed numbers is so"
        if denied:
            why = "none of the listed numbers is so"
        if not holds:
            why = f"{line.said(wrong[0], wrong[0])} tells against it"
        return Found("universal", line.said(place, place),
                     "; ".join(number(line.tokens[item].value) for item in items),
                     "holds" if holds else "fails", why,
                     tuple(line.said(item, item) for item in items),
                     used=frozenset({place, *items}))  # fmt: skip
    return None


def _list_beside(line: Line, place: int) -> tuple[int, ...]:
    """The list after a bound, behind a colon, a bracket or a dash."""
    for first in range(place + 1, len(line.tokens)):
        if line.tokens[first].type == line.tokens[place].type:
            between = {each.word for each in line.tokens[place + 1 : first]}
            return run_of(line, first) if between & {":", "(", "dash"} else ()
    return ()


def _whole_and_part(line: Line, used: frozenset[int]) -> Found | None:
    """ "all 717 cases were decided" beside a number of them that were not."""
    for wanted in _WHOLE:
        for match in line.matches(wanted):
            whole = match.named["whole"]
            others = [place for place, token in enumerate(line.tokens)
                      if token.type == "NUM" and place != whole and place not in used
                      and _of_these(line, whole, place)]  # fmt: skip
            if whole in used or not others or line.tokens[whole].qualifier:
                continue
            if match.first and line.tokens[match.first - 1].word in ("in", "at", "of", "above"):
                continue
            total = line.tokens[whole].value
            value = sum((line.tokens[place].value for place in others), Fraction(0))
            excepted = bool(set(line.words(whole)) & _EXCEPT)
            denied = line.tokens[match.first].word in ("none", "not")
            if value > total or not (excepted or denied or len(others) > 1 or value == total):
                continue
            holds = value == total and not excepted and not denied
            return Found("universal", line.said(match.first, whole), number(value),
                         "holds" if holds else "fails",
                         f"{number(value)} of {number(total)}" if not holds
                         else f"together {number(value)}",
                         tuple(line.said(place, place) for place in others),
                         used=frozenset({whole, *others}))  # fmt: skip
    return None


def _of_these(line: Line, whole: int, place: int) -> bool:
    """Whether a number counts some of the whole: its noun is the same, or it has none."""
    noun = noun_after(line, place)[:1]
    return not noun or bool(set(noun) & set(noun_after(line, whole))) or noun[0] in _STATES


_STATES = frozenset({"pending", "decided", "slow", "satisfactory", "convicted", "acquitted",
                     "complete", "completed", "open", "closed", "death", "prison", "dropped",
                     "done", "unfinished", "outstanding"})  # fmt: skip


def _of_a_list(line: Line) -> Found | None:
    """ "every province has reported": only a list of all of them could show it."""
    for match in line.matches(f"all|every|each|no|none [ of ] [ the|its|their ] what={_LISTED} "
                              "... has|have|had|was|were|is|are|remains|remain"):  # fmt: skip
        what = line.tokens[match.named["what"]].word
        return Found("universal", line.said(match.first, match.named["what"]), "", "cannot tell",
                     f"missing: the list of all {what}, with the state of each",
                     used=frozenset({match.first}))  # fmt: skip
    return None


_LISTED = (
    "point|points|madrassa|madrassas|committee|committees|province|provinces|district|districts"
    "|case|cases|organisation|organisations|agency|agencies|target|targets|recommendation"
    "|recommendations|court|courts|ministry|ministries|department|departments|seminaries|sims"
)


def _all_but(line: Line, used: frozenset[int]) -> Found | None:
    """ "all but 71 of the 717 cases, or 646, were decided"."""
    for match in line.matches("all but|except less=NUM of [ the ] whole=NUM ~ rest=NUM"):
        less, whole, rest = (match.named[name] for name in ("less", "whole", "rest"))
        if {less, whole, rest} & used:
            continue
        left = line.tokens[whole].value - line.tokens[less].value
        holds = judge_number(line.tokens[rest], Span.at(left)).verdict
        return Found("universal", line.said(match.first, whole), number(left), holds,
                     f"{number(line.tokens[whole].value)} less {number(line.tokens[less].value)} "
                     f"is {number(left)}",
                     tuple(line.said(each, each) for each in (less, whole, rest)),
                     used=frozenset({less, whole, rest}))  # fmt: skip
    return None


def _nothing(line: Line, evidence: Evidence) -> Found | None:
    """ "There were no suicide attacks in 2014": zero, where the ledger may know more."""
    for place, token in enumerate(line.tokens[:-1]):
        if (
            token.type != "W"
            or token.word not in ("no", "zero")
            or line.tokens[place + 1].word
            in ("more", "fewer", "less", "one", "longer", "point", "points")
        ):
            continue
        zero = replace(token, type="NUM", word="num")
        read = Line(line.text, (*line.tokens[:place], zero, *line.tokens[place + 1 :]))
        subject = subject_of(read, place, evidence)
        if subject is None or subject.when is None:
            continue
        counted = {each.publisher for each in evidence.by_quantity.get(subject.quantity, ())}
        figures = evidence.find(subject.quantity, subject.place, subject.when,
                                frozenset(subject.named & counted))  # fmt: skip
        if not figures:
            continue
        against = [each for each in figures if each.value > 0]
        told = "; ".join(dict.fromkeys(f"{evidence.name(each.publisher)} {number(each.value)}"
                                       for each in figures))  # fmt: skip
        return Found("universal", line.said(place, place + 1), told,
                     "fails" if against else "holds",
                     f"the ledger has {told}", claims=tuple(each.claim_id for each in figures),
                     used=frozenset({place}))  # fmt: skip
    return None
