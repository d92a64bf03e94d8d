"""What the ledger says beside a verdict that the text's own numbers gave: another word, another
whole, another view."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from naap.checks.prose.evidence import Evidence, Figure
from naap.checks.prose.found import Found
from naap.checks.prose.nouns import counted
from naap.checks.prose.pattern import Line
from naap.checks.prose.printing import number, per_cent
from naap.checks.prose.vocabulary import content

__all__ = ["beside", "missing_view"]

_OPPOSITES = {"voluntary": "forc", "voluntarily": "forc", "forced": "volunt", "forcibly": "volunt"}


def beside(line: Line, found: Found, evidence: Evidence) -> Found:
    """A finding with the flags that the ledger adds to it, and the claims that they rest on."""
    for look in (_casualties, _other_whole, _opposite):
        found = look(line, found, evidence)
    return found


def _values(line: Line, found: Found) -> list[Fraction]:
    return [line.tokens[place].value for place in sorted(found.used)
            if line.tokens[place].type == "NUM"]  # fmt: skip


def _casualties(line: Line, found: Found, evidence: Evidence) -> Found:
    """Casualties are the killed and the injured; where the numbers are those of the killed alone,
    the word is wrong."""
    if not {"casualty", "casualties"} & set(line.words()) or {"killed", "injured"} & set(
        line.words()
    ):
        return found
    values = _values(line, found)
    if not values or found.form not in ("change", "fraction", "multiple", "parts", "sum"):
        return found
    killed = [each for quantity in evidence.quantities if quantity.startswith("killed")
              for each in evidence.by_quantity.get(quantity, ())]  # fmt: skip
    for publisher in {each.publisher for each in killed}:
        own = {each.value: each for each in killed if each.publisher == publisher}
        if len(values) > 1 and all(value in own for value in values):
            return _with(found, [own[value] for value in values], "wrong word").because(
                f"{evidence.name(publisher)} gives these as the killed alone, and casualties are "
                "the killed and the injured"
            )
    return found


def _other_whole(line: Line, found: Found, evidence: Evidence) -> Found:
    """A share of an estimate that differs from another estimate of the same thing."""
    if found.form not in ("share", "fraction") or len(_values(line, found)) != 2:
        return found
    part, whole = sorted(_values(line, found))
    own = [each for each in evidence.wholes if each.value == whole]
    others = [each for each in evidence.wholes if own and each.unit == own[0].unit
              and each.place == own[0].place and each.value != whole]  # fmt: skip
    if not others:
        return found
    told = "; ".join(f"{per_cent(part / each.value)} of {number(each.value)}" for each in others)
    return _with(found, [*own, *others], "denominator").because(f"by another estimate {told}")


def _opposite(line: Line, found: Found, evidence: Evidence) -> Found:
    """A share of voluntary returns, where another publisher says how many were forced."""
    if found.form != "share":
        return found
    wanted = {_OPPOSITES[word] for word in line.words() if word in _OPPOSITES}
    if not wanted:
        return found
    nouns = content(word for place in found.used for word in counted(line, place))
    told = [each for each in evidence.broken_down if any(word in each.breakdown for word in wanted)
            and "%" in each.breakdown]  # fmt: skip
    told = [each for each in told
            if {"returned", "return"} & (nouns | content(line.words()))]  # fmt: skip
    if not told:
        return found
    said = "; ".join(f"{evidence.name(each.publisher)}: {each.breakdown}" for each in told)
    return _with(found, told, "conflict").because(f"beside it {said}")


def _with(found: Found, figures: Iterable[Figure], flag: str) -> Found:
    return found.resting_on(each.claim_id for each in figures).flagged(flag)


def missing_view(line: Line, all_found: list[Found]) -> list[Found]:
    """Where attacks and deaths both fell, and deaths per attack rose: a view that is missing."""
    moves = {}
    for found in all_found:
        if found.form in ("change", "fraction") and len(found.pair) == 2:
            words = content(word for place in found.pair for word in counted(line, place))
            words |= content(line.words(found.pair[0] - 5, found.pair[0]))
            old, new = (line.tokens[place].value for place in found.pair)
            kind = "killed" if "killed" in words else "attack" if words & _ATTACKS else ""
            if kind and kind not in moves and old > new > 0:
                moves[kind] = (old, new, found)
    if len(moves) < 2:
        return all_found
    (attacks, later, found), (killed, left, _) = moves["attack"], moves["killed"]
    if left / later <= killed / attacks:
        return all_found
    why = f"killed per attack rose from {number(killed / attacks, 2)} to {number(left / later, 2)}"
    return [each.flagged("missing view").because(why) if each is found else each
            for each in all_found]  # fmt: skip


_ATTACKS = frozenset({"attack", "incident"})
