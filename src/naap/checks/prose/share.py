"""Shares: "410 of 1,228 cases (33 per cent)", "a third of the 1,228", "one in three"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from naap.checks.prose.change import stated_changes
from naap.checks.prose.evidence import Evidence
from naap.checks.prose.found import Found
from naap.checks.prose.lists import items_before, run_of
from naap.checks.prose.pattern import Line
from naap.checks.prose.printing import number, per_cent, shown_decimals
from naap.checks.prose.tokens import Token
from naap.checks.prose.verdicts import Judged, Span, judge_fraction, judge_number

__all__ = ["shares"]

_SHARE = "PCT|FRAC|RATIO"
_SHARES: tuple[str, ...] = (
    # 410 of 1,228 cases (33%); Rs 8.2bn of the allocated Rs 99.11bn was released, or 8.3pc
    f"part=NUM ... of|from [ ... ] whole=NUM ~ share={_SHARE}",
    # 33 per cent, or 410 of 1,228; a conviction rate of 33 per cent: 410 out of 1,228
    f"share={_SHARE} ~ part=NUM ... of [ ... ] whole=NUM",
    # 410 cases, or 33 per cent of the 1,228; 410 convictions are a third of 1,228 cases
    f"part=NUM ~ share={_SHARE} of [ ... ] whole=NUM",
    # 33 per cent of the 1,228 cases (410); 33 per cent of 1,228, or 410
    f"share={_SHARE} of [ ... ] whole=NUM ~ part=NUM",
    # 33 per cent (410) of the 1,228 cases
    f"share={_SHARE} ( ... part=NUM ... ) of [ ... ] whole=NUM",
    # of the 1,228 cases, 410 (33 per cent) ended in conviction
    f"of [ ... ] whole=NUM ~ part=NUM ~ share={_SHARE}",
    # 1,228 cases, 410 of them (33 per cent)
    f"whole=NUM ~ part=NUM of them|these|those|which ~ share={_SHARE}",
    # with 410 convictions in 1,228 cases, the conviction rate was 33 per cent
    f"part=NUM convictions|acquittals in [ ... ] whole=NUM ~ share={_SHARE}",
    # 521 attacks, of which 497, or 95 per cent, were in two provinces
    f"whole=NUM ~ of which|whom part=NUM ~ share={_SHARE}",
)


def shares(
    line: Line, used: frozenset[int] = frozenset(), evidence: Evidence | None = None
) -> Iterator[Found]:
    """Every share that the line states with its part and its whole."""
    moving = {index for change in stated_changes(line)
              for index in range(change.first, change.last + 1)}  # fmt: skip
    taken = set(used)
    wholes: set[int] = set()
    for found in (*_of_lists(line, moving), *_plain(line, moving)):
        if not found.used & taken:
            taken |= found.used
            wholes.add(found.pair[-1])
            yield found
    if len(wholes) == 1:
        yield from _more_of(line, wholes.pop(), taken | moving)


def _more_of(line: Line, whole: int, taken: set[int]) -> Iterator[Found]:
    """ "of 262 attacks, 125 (48 per cent) were in the north, 115 (44 per cent) in the south"."""
    for match in line.matches("part=NUM ... [ , ] [ ( ] [ or ] share=PCT"):
        part, share = match.named["part"], match.named["share"]
        if not {part, share} & taken and line.tokens[part].value <= line.tokens[whole].value:
            taken |= {part, share}
            yield _judged(line, share, (part,), whole)


def _plain(line: Line, moving: set[int]) -> Iterator[Found]:
    for wanted in _SHARES:
        for match in line.matches(wanted):
            share, part, whole = (match.named[name] for name in ("share", "part", "whole"))
            if share in moving or _mixed(line, part, whole):
                continue
            if line.tokens[part].value > line.tokens[whole].value:
                continue  # whatever these two are, the one is no part of the other
            alone = _judged(line, share, (part,), whole)
            items = run_of(line, part) if part > max(share, whole) else ()
            if len(items) > 1 and alone.verdict == "fails" and _fit(line, items, whole):
                alone = _judged(line, share, items, whole)
            yield alone


def _fit(line: Line, items: tuple[int, ...], whole: int) -> bool:
    """Whether the items of "95 percent of 521, in the north (295) and the south (202)" can be
    parts of the whole together."""
    return sum(line.tokens[item].value for item in items) <= line.tokens[whole].value


def _mixed(line: Line, part: int, whole: int) -> bool:
    """Money is no part of people."""
    return line.tokens[part].unit != line.tokens[whole].unit


def _of_lists(line: Line, moving: set[int]) -> Iterator[Found]:
    """ "521 attacks, 295 in the north and 202 in the south, or 95 percent of the total"."""
    for wanted in ("share=PCT|FRAC of [ ... ] whole=NUM", "share=PCT|FRAC"):
        for match in line.matches(wanted):
            share = match.named["share"]
            whole = match.named.get("whole")
            items = items_before(line, share)
            if share in moving or len(items) < 2:
                continue
            after = [each.word for each in line.tokens[share + 1 : share + 5]]
            joined = {"or", "together", "making", "accounting", "amounting", "being"} & set(
                line.words(items[-1], share)
            )
            if not joined and after[:1] != ["of"]:
                continue
            if whole is None and (after[:1] == ["of"] or joined):
                whole = _whole_before(line, items)
                if whole is None and len(items) > 2:
                    whole, items = items[0], items[1:]
            if whole is None or whole in items:
                continue
            if _fit(line, items, whole):
                found = _judged(line, share, items, whole)
                last = _judged(line, share, items[-1:], whole)
                # "295 there and 202 here, or 39 percent" may be told of the last alone.
                yield last if (found.verdict, last.verdict) == ("fails", "holds") else found


def _whole_before(line: Line, items: tuple[int, ...]) -> int | None:
    """The number before a list that is larger than each item."""
    for place in range(items[0] - 1, -1, -1):
        token = line.tokens[place]
        if token.type == "NUM" and token.value > max(line.tokens[item].value for item in items):
            return place
    return None


def _judged(line: Line, share: int, parts: tuple[int, ...], whole: int) -> Found:
    stated = line.tokens[share]
    part = Span.at(Fraction(0))
    for each in parts:
        part += Span.of(line.tokens[each])
    value = sum((line.tokens[each].value for each in parts), Fraction(0))
    base = line.tokens[whole]
    used = frozenset({share, *parts, whole})
    inputs = tuple(line.said(each, each) for each in (*parts, whole))
    if base.low <= 0:
        return Found("share", line.said(share, share), "no quotient", "cannot tell",
                     "the whole is zero", inputs, used=used, pair=(*parts, whole))  # fmt: skip
    computed = part.over(Span.of(base))
    judged = judge_share(stated, computed)
    shown = per_cent(value / base.value, shown_decimals(stated))
    flags: list[str] = []
    if judged.verdict == "fails" and _hundredfold(stated, computed):
        flags.append("unit")
    if any(line.tokens[each].odd for each in (*parts, whole)):
        flags.append("number format")
    return Found(
        "fraction" if stated.type == "FRAC" else "share",
        line.said(share, share),
        shown,
        judged.verdict,
        f"{number(value)} of {number(base.value)} is {shown} ({judged.rule})",
        inputs,
        flags=tuple(flags),
        used=used,
        pair=(*parts, whole),
    )


def judge_share(stated: Token, computed: Span) -> Judged:
    """A share in per cent, as a fraction or as "one in three"; ``computed`` is of one."""
    if stated.type == "PCT":
        return judge_number(stated, computed.times(100), measured=True)
    return judge_fraction(stated, computed)


def _hundredfold(stated: Token, computed: Span) -> bool:
    """A share printed where per cent belong, "0.03 per cent" for 3, or the other way round."""
    if stated.type != "PCT":
        return False
    return any(judge_number(stated, computed.times(factor), measured=True).verdict == "holds"
               for factor in (1, 10_000))  # fmt: skip
