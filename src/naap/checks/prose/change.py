"""Changes: per cent and points up or down, halved, doubled, "four times", from A to B."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from naap.checks.prose.evidence import Evidence
from naap.checks.prose.found import Found
from naap.checks.prose.pairs import Pair, pairs
from naap.checks.prose.pattern import Line
from naap.checks.prose.printing import number, shown_decimals, signed_per_cent
from naap.checks.prose.result import Verdict
from naap.checks.prose.tokens import Token
from naap.checks.prose.verdicts import Judged, Span, judge_fraction, judge_multiple, judge_number
from naap.checks.prose.words import DOWN, UP

__all__ = ["Change", "changes", "judge_change", "stated_changes"]


@dataclass(frozen=True)
class Change:
    """What a sentence says of a change.

    ``kind``: per cent, points, fraction (what is gone or gained), left (what is left, of the old
    number), multiple (of the old number), difference, or direction alone. ``sign`` is -1, 1, or 0
    where the words do not tell.
    """

    kind: str
    sign: int
    token: Token
    first: int
    last: int

    @property
    def form(self) -> str:
        return {"fraction": "fraction", "left": "fraction", "multiple": "multiple"}.get(
            self.kind, "change"
        )


_COMPARATIVES = frozenset({"more", "less", "fewer", "higher", "lower", "greater", "smaller",
                           "larger", "up", "down"})  # fmt: skip
_VERBS = (DOWN | UP) - (_COMPARATIVES - {"up", "down"})
# Words after which a number is a level or a share, and no change.
_LEVEL = frozenset({"to", "from", "than", "at", "which", "with", "when", "accounted", "accounting",
                    "between", "reached", "reaching", "after", "while", "but", "as"})  # fmt: skip
_WORDED = {
    "halved": ("left", Fraction(1, 2), -1), "halving": ("left", Fraction(1, 2), -1),
    "halve": ("left", Fraction(1, 2), -1),
    "doubled": ("multiple", Fraction(2), 1), "doubling": ("multiple", Fraction(2), 1),
    "tripled": ("multiple", Fraction(3), 1), "trebled": ("multiple", Fraction(3), 1),
    "tripling": ("multiple", Fraction(3), 1), "trebling": ("multiple", Fraction(3), 1),
    "quadrupled": ("multiple", Fraction(4), 1), "quadrupling": ("multiple", Fraction(4), 1),
    "quintupled": ("multiple", Fraction(5), 1),
}  # fmt: skip
_BLURS = {
    "nearly": "nearly", "almost": "nearly", "about": "about", "roughly": "about",
    "around": "about", "virtually": "nearly", "practically": "nearly", "over": "over",
}  # fmt: skip


@lru_cache(maxsize=4)
def stated_changes(line: Line) -> tuple[Change, ...]:
    """Every change that the words of the line state with a size, in order, none over another."""
    found = [*_worded(line), *_multiples(line), *_before_size(line), *_after_size(line),
             *_left_out(line), *_differences(line)]  # fmt: skip
    found.sort(key=lambda change: (change.first, -change.last))
    kept: list[Change] = []
    for change in found:
        if all(change.first > other.last or other.first > change.last for other in kept):
            kept.append(change)
    return tuple(kept)


def _worded(line: Line) -> Iterator[Change]:
    for index, token in enumerate(line.tokens):
        if token.type != "W" or token.word not in _WORDED:
            continue
        kind, value, sign = _WORDED[token.word]
        if token.word == "doubled" and line.words(index + 1, index + 1) == ["down"]:
            continue
        before = line.words(index - 3, index - 1)
        blur = next((_BLURS[word] for word in reversed(before) if word in _BLURS), "")
        if before[-2:] == ["more", "than"]:
            blur = "over"
        first = index - 2 if blur == "over" and before[-1:] == ["than"] else index
        made = replace(token, type="FRAC" if kind == "left" else "MULT", value=value, low=value,
                       high=value, qualifier=blur)  # fmt: skip
        yield Change(kind, sign, made, first, index)


def _multiples(line: Line) -> Iterator[Change]:
    for index, token in enumerate(line.tokens):
        if token.type != "MULT":
            continue
        after = line.tokens[index + 1 : index + 4]
        words = [each.word for each in after]
        before = line.words(index - 3, index - 1)
        follows = bool(words) and (
            words[0] in {"the", "as", "more", "higher", "greater", "larger", "that", "what",
                         "its", "their", "increase", "rise", "jump", "surge", "growth", "fewer",
                         "those", "of", "(", "this"}
            or after[0].type == "NUM"
        )  # fmt: skip
        if not follows and not set(before) & UP:
            continue
        down = "fewer" in words or "less" in words or bool(set(before) & DOWN)
        if not down:
            yield Change("multiple", 1, token, index, index)


def _before_size(line: Line) -> Iterator[Change]:
    """ "fell by 48 percent", "a decline of a third", "rose 10 percentage points"."""
    for index, token in enumerate(line.tokens):
        if token.type not in ("PCT", "PTS", "FRAC"):
            continue
        for back in range(index - 1, max(-1, index - 9), -1):
            other = line.tokens[back]
            if other.type not in ("W", "WHEN") or (other.type == "W" and other.word in _LEVEL):
                if other.word == "to" and token.type == "FRAC" and _moves(line, back):
                    yield Change("left", 0, token, back, index)
                break
            if other.word in _VERBS:
                if not _is_share(line, index):
                    yield _sized(token, -1 if other.word in DOWN else 1, back, index)
                break


def _moves(line: Line, index: int) -> bool:
    return bool(set(line.words(index - 2, index - 1)) & _VERBS)


def _is_share(line: Line, index: int) -> bool:
    """ "rose in 40 per cent of districts" is a share of districts; "a third of the" likewise."""
    return line.words(index + 1, index + 1) == ["of"] and line.tokens[index].type == "PCT"


def _after_size(line: Line) -> Iterator[Change]:
    """ "a 48 percent decline", "18 per cent fewer", "48 per cent year-on-year drop"."""
    for index, token in enumerate(line.tokens):
        if token.type not in ("PCT", "PTS", "FRAC"):
            continue
        for ahead in range(index + 1, min(len(line.tokens), index + 5)):
            other = line.tokens[ahead]
            ends = {"of", "in", "and", "which", "were", "was", "is", "are", "the", "to", "from"}
            if other.type not in ("W", "WHEN") or other.word in ends:
                break
            if other.word in DOWN | UP:
                yield _sized(token, -1 if other.word in DOWN else 1, index, ahead)
                break


def _left_out(line: Line) -> Iterator[Change]:
    """ "fell 48 percent from A to B and deaths 38 percent from C to D": the verb is left out."""
    for match in line.matches("size=PCT from"):
        sign = _direction_before(line, match.first)
        if sign and line.tokens[match.first - 1].word != "to":
            yield _sized(line.tokens[match.first], sign, match.first, match.first)
    for wanted in ("from ... NUM ~ to ... NUM ... [ WHEN ] ( size=PCT )",
                   "from ... NUM ~ to ... NUM ... [ WHEN ] , or|by|ie|i.e size=PCT"):  # fmt: skip
        for match in line.matches(wanted):
            place = match.named["size"]
            sign = _direction_before(line, match.first)
            if sign:
                yield _sized(line.tokens[place], sign, place, place)


def _direction_before(line: Line, stop: int) -> int:
    for word in reversed(line.words(0, stop)):
        if word in _VERBS:
            return -1 if word in DOWN else 1
    return 0


def _differences(line: Line) -> Iterator[Change]:
    """ "rose by 35", "a drop of 581", "581 fewer than"."""
    for wanted in ("move=@move by n=NUM", "move=@move of n=NUM"):
        for match in line.matches(wanted):
            sign = -1 if line.tokens[match.named["move"]].word in DOWN else 1
            token = line.tokens[match.named["n"]]
            yield Change("difference", sign, token, match.first, match.named["n"])
    for match in line.matches("n=NUM move=more|fewer|less|higher|lower [ ... ] than"):
        word = line.tokens[match.named["move"]].word
        token = line.tokens[match.named["n"]]
        sign = -1 if word in DOWN else 1
        yield Change("difference", sign, token, match.first, match.named["move"])


def _sized(token: Token, sign: int, first: int, last: int) -> Change:
    kind = {"PCT": "per cent", "PTS": "points", "FRAC": "fraction"}[token.type]
    return Change(kind, sign, token, first, last)


def changes(
    line: Line, used: frozenset[int] = frozenset(), evidence: Evidence | None = None
) -> Iterator[Found]:
    """Each stated change with the pair of numbers nearest to it, and each pair with none."""
    stated = stated_changes(line)
    free = [pair for pair in pairs(line) if _apart(pair, stated)]
    taken = set(used)
    for change in stated:
        near = _nearest(change, stated, [pair for pair in free if not {pair.old, pair.new} & taken])
        if near is None:
            continue
        taken |= {near.old, near.new}
        yield judge_change(line, change, near)
    for pair in free:
        if pair.weight or {pair.old, pair.new} & taken:
            continue
        sign = _direction(line, pair)
        if sign:
            taken |= {pair.old, pair.new}
            yield _judge_direction(line, pair, sign)


def _apart(pair: Pair, stated: tuple[Change, ...]) -> bool:
    """A number that is itself the size of a change is not one of the two it is told between."""
    sizes = {index for change in stated for index in (change.first, change.last)
             if change.kind in ("difference", "per cent")}  # fmt: skip
    return not {pair.old, pair.new} & sizes


def _nearest(change: Change, stated: tuple[Change, ...], free: list[Pair]) -> Pair | None:
    """The pair nearest to a change, if no other change is nearer to that pair."""

    def distance(one: Change, pair: Pair) -> int:
        if one.last < pair.first:
            return pair.first - one.last
        if one.first > pair.last:
            return one.first - pair.last
        return 0

    def order(pair: Pair) -> tuple[int, int]:
        return max(1, pair.weight), distance(change, pair)

    for pair in sorted(free, key=order):
        if all(distance(change, pair) <= distance(other, pair) for other in stated):
            return pair
    return None


def _direction(line: Line, pair: Pair) -> int:
    """The direction that the words before a pair tell: "fell from", "the rise from"."""
    words = line.words(pair.first - 8, pair.first)
    for word in reversed(words):
        if word in _VERBS:
            return -1 if word in DOWN else 1
    # "attacks fell from A to B and deaths from C to D": the verb stands once.
    return _direction_before(line, pair.first) if "and" in words else 0


def judge_change(line: Line, change: Change, pair: Pair) -> Found:
    """One stated change against the old and the new number of the text."""
    old, new = line.tokens[pair.old], line.tokens[pair.new]
    used = frozenset({pair.old, pair.new, *range(change.first, change.last + 1)})
    inputs = (line.said(pair.old, pair.old), line.said(pair.new, pair.new))
    stated = line.said(change.first, change.last)
    told = compare(change, old, new)
    flags = tuple(dict.fromkeys((*told.flags, *(("number format",) if old.odd or new.odd else ()))))
    return Found(change.form, stated, told.computed, told.verdict, told.why, inputs, (),
                 flags, used, (pair.old, pair.new))  # fmt: skip


@dataclass(frozen=True)
class Told:
    computed: str
    verdict: Verdict
    why: str
    flags: tuple[str, ...] = ()


def compare(change: Change, old: Token, new: Token) -> Told:
    """A stated change against two numbers, wherever these come from."""
    if change.kind == "difference":
        return _difference(change, old, new)
    if old.low <= 0:
        return Told("no quotient", "cannot tell", "a change from zero has no size in per cent")
    if change.kind == "points" or old.type == "PCT":
        return _shares(change, old, new)
    ratio = Span.of(new).over(Span.of(old))
    if change.kind == "multiple":
        times = f"{number(new.value / old.value, 2)} times"
        judged = judge_multiple(change.token, ratio)
        return Told(times, judged.verdict, f"{_moved(old, new)} is {times} ({judged.rule})")
    if change.kind == "left":
        return _left(change.token, old, new, ratio)
    return _size(change, old, new, ratio)


def _moved(old: Token, new: Token) -> str:
    return f"from {number(old.value)} to {number(new.value)}"


def _left(stated: Token, old: Token, new: Token, ratio: Span) -> Told:
    """Halved, or fell to a third: what is left. "More than halved" leaves less than half."""
    half = stated.value
    if stated.qualifier == "over":
        judged = Judged("holds" if ratio.low < half else "fails", "bound")
    elif stated.qualifier == "nearly":
        near = ratio.meets(half, half * Fraction(11, 10))
        judged = Judged("holds" if near else "fails", "fraction")
    else:
        judged = judge_fraction(stated, ratio)
    left = new.value / old.value
    computed = f"{signed_per_cent(left - 1)} ({number(left, 3)} is left)"
    why = f"{_moved(old, new)} leaves {number(left, 3)} of the first ({judged.rule})"
    return Told(computed, judged.verdict, why)


def _size(change: Change, old: Token, new: Token, ratio: Span) -> Told:
    """So many per cent, or a fraction, up or down."""
    computed = signed_per_cent(new.value / old.value - 1, shown_decimals(change.token))
    gone = Span(ratio.low * 100 - 100, ratio.high * 100 - 100)
    if change.sign < 0:
        gone = Span(-gone.high, -gone.low)
    if gone.high < 0:
        return Told(computed, "fails", f"{_moved(old, new)} is {computed}: the other direction")
    if change.kind == "fraction":
        judged = judge_fraction(change.token, gone.times(Fraction(1, 100)))
    else:
        judged = judge_number(change.token, gone, measured=True)
    flags = _slip(change.token, (gone.low + gone.high) / 2, judged)
    return Told(
        computed, judged.verdict, f"{_moved(old, new)} is {computed} ({judged.rule})", flags
    )


def _slip(stated: Token, computed: Fraction, judged: Judged) -> tuple[str, ...]:
    """A share printed for per cent, or the other way round, is a hundred times off."""
    if judged.verdict != "fails" or not stated.value:
        return ()
    return ("unit",) if Fraction(97, 100) <= abs(computed / stated.value) / 100 <= Fraction(
        103, 100) else ()  # fmt: skip


def _difference(change: Change, old: Token, new: Token) -> Told:
    span = Span.of(new) - Span.of(old) if change.sign > 0 else Span.of(old) - Span.of(new)
    judged = judge_number(change.token, span)
    value = (new.value - old.value) * (1 if change.sign > 0 else -1)
    return Told(number(value), judged.verdict,
                f"the difference of {number(old.value)} and {number(new.value)} is "
                f"{number(abs(value))} ({judged.rule})")  # fmt: skip


def _shares(change: Change, old: Token, new: Token) -> Told:
    """Two per cents: the difference is in points, the quotient in per cent."""
    points = Span.of(new) - Span.of(old)
    relative = Span.of(new).over(Span.of(old)).times(100)
    relative = Span(relative.low - 100, relative.high - 100)
    if change.sign < 0:
        points = Span(-points.high, -points.low)
        relative = Span(-relative.high, -relative.low)
    shown = (f"{number(new.value - old.value)} points, "
             f"{signed_per_cent(new.value / old.value - 1)}")  # fmt: skip
    said, meant = judge_number(change.token, points), judge_number(change.token, relative)
    if change.kind == "points":
        if said.verdict == "fails" and meant.verdict == "holds":
            return Told(shown, "holds", "a change in per cent, called points", ("wrong word",))
        return Told(shown, said.verdict, f"the difference is in points ({said.rule})")
    if change.kind == "per cent":
        if meant.verdict == "fails" and said.verdict != "fails":
            return Told(shown, said.verdict, "a change in points, called per cent", ("wrong word",))
        return Told(shown, meant.verdict, f"the change of the share itself ({meant.rule})")
    left = Span.of(new).over(Span.of(old))
    judged = (judge_multiple(change.token, left) if change.kind == "multiple"
              else judge_fraction(change.token, left))  # fmt: skip
    return Told(shown, judged.verdict, f"the quotient of the shares ({judged.rule})")


def _judge_direction(line: Line, pair: Pair, sign: int) -> Found:
    old, new = line.tokens[pair.old], line.tokens[pair.new]
    move = (new.value > old.value) - (new.value < old.value)
    computed = (signed_per_cent(new.value / old.value - 1) if old.value
                else number(new.value - old.value))  # fmt: skip
    way = {-1: "down", 0: "no change", 1: "up"}
    return Found(
        "change",
        f"{way[sign]} from {line.said(pair.old, pair.old)} to {line.said(pair.new, pair.new)}",
        computed,
        "holds" if move == sign else "fails",
        f"from {number(old.value)} to {number(new.value)} is {way[move]}",
        (line.said(pair.old, pair.old), line.said(pair.new, pair.new)),
        flags=("number format",) if old.odd or new.odd else (),
        used=frozenset({pair.old, pair.new}),
        pair=(pair.old, pair.new),
    )
