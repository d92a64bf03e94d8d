"""New answers beside those accepted before, and beside each other: what needs an explanation.

Nothing is refused here. A right number can look odd; the body says why in a cell that is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from statistics import median

from naap.checks import words as check_words
from naap.checks.run import run_rules
from naap.checks.series import outliers, slips
from naap.checks.values import Book, Value
from naap.pack import Pack
from naap.pack.rules import Rule
from naap.periods import Period
from naap.returns.accepted import Accepted, History
from naap.returns.expected import Row
from naap.returns.store import Cell, Question
from naap.returns.words import choices, told

__all__ = ["LOOKED_BACK", "questions"]

LOOKED_BACK = 12
"""So many accepted reports of a number are looked at."""
STALE_AFTER = 4
"""A number that is no flow is asked about in every fourth report of a run without a change."""
JUMP = Decimal(5)
FAR_OFF = Decimal("3.5")
FEWEST_FOR_FAR_OFF = 6
_OWN = {"publishers", "repeats", "cumulative", "stale", "break", "outlier", "printed"}
"""Checks of the pack that compare publishers or that the questions here ask already."""
_OVER_TIME = {"stock-flow", "change"}
"""Checks that hold a number against one of an earlier period."""
_Ask = tuple[str, dict[str, object]]


def questions(
    pack: Pack, history: History, rows: Sequence[Row], cells: Mapping[str, Cell]
) -> list[Question]:
    """What is asked of a return, row by row. ``history``: what was accepted of this body."""
    asked: list[Question] = []
    for row in rows:
        cell = cells.get(row.code)
        if cell is None or cell.value is None:
            continue
        run = _before(history, row)
        found = _state_asks(row, run, cell.value) if row.is_action else _asks(
            row, run, Decimal(cell.value)
        )  # fmt: skip
        for case, numbers in found:
            en, ur = (
                told("asks", case, language, **_in(numbers, language))
                for language in ("en", "ur")
            )  # fmt: skip
            asked.append(_question(row, cell, case, en, ur))
    asked += _by_rules(pack, history, rows, cells)
    order = {row.code: place for place, row in enumerate(rows)}
    return sorted(asked, key=lambda each: order[each.code])


def _before(history: History, row: Row) -> list[Accepted]:
    run = history.get((row.subject, row.place), [])
    return [each for each in run if each.period.end < row.period.start][-LOOKED_BACK:]


def _asks(row: Row, run: Sequence[Accepted], now: Decimal) -> Iterator[_Ask]:
    if not run:
        return
    numbers = [Decimal(each.value) for each in run]
    last = numbers[-1]
    if row.measure == "cumulative" and now < last:
        yield "falls", {"before": last, "period": run[-1].period, "now": now}
    if row.measure != "flow":
        still = 1
        while still <= len(numbers) and numbers[-still] == now:
            still += 1
        if still >= STALE_AFTER and still % STALE_AFTER == 0 and now:
            yield "stale", {"now": now, "count": still}
        elif min(now, last) > 0 and max(now, last) / min(now, last) >= JUMP:
            yield "jumps", {"before": last, "period": run[-1].period, "now": now, "factor": JUMP}
        return
    if slip := dict(slips([*numbers, now])).get(len(numbers)):
        yield "slips", {"now": now, "before": slip, "unit": row.unit}
    elif len(numbers) in dict(outliers([*numbers, now], FAR_OFF, FEWEST_FOR_FAR_OFF)):
        middle = median(numbers)
        # A few more or fewer of something rare are no news.
        if max(now, middle) / max(min(now, middle), Decimal(1)) >= 2:
            yield "far_off", {"now": now, "before": middle}


def _state_asks(row: Row, run: Sequence[Accepted], now: str) -> Iterator[_Ask]:
    scale = list(choices("states", "en"))
    if run and scale.index(now) < scale.index(str(run[-1].value)):
        yield "step_back", {"before": run[-1].value, "period": run[-1].period, "now": now}


def _in(numbers: Mapping[str, object], language: str) -> dict[str, object]:
    states = choices("states", "ur" if language == "ur" else "en")
    return {
        name: f"{each.normalize():,f}" if isinstance(each, Decimal) else states.get(str(each), each)
        for name, each in numbers.items()
    }


def _by_rules(
    pack: Pack, history: History, rows: Sequence[Row], cells: Mapping[str, Cell]
) -> Iterator[Question]:
    """The pack's rules, over the new numbers and those accepted before."""
    rules: dict[str, Rule] = {
        name: rule for name, rule in pack.rules.items() if rule.check not in _OWN
    }
    if not rules:
        return
    looks_back = any(rule.check in _OVER_TIME for rule in rules.values())
    values: list[Value] = []
    new: dict[str, Row] = {}
    for row in rows:
        cell = cells.get(row.code)
        if row.is_action or cell is None:
            continue
        values += [
            _value(row, each.claim_id, each.key, each.period, Decimal(each.value))
            for each in (_before(history, row) if looks_back else ())
        ]
        if cell.value is not None:
            new[row.code] = row
            values.append(_value(row, row.code, row.code, row.period, Decimal(cell.value)))
    if not new:
        return
    for found in run_rules(rules, Book(pack, values)):
        codes = [each.value.key for each in found.inputs if each.value.key in new]
        if codes and found.is_finding:
            formula = check_words.formula(found)
            en, ur = (
                " ".join(filter(None, (
                    f"{check_words.rule_title(found, pack, language)}:",
                    check_words.said(found, language), formula,
                )))
                for language in ("en", "ur")
            )  # fmt: skip
            row = new[codes[0]]
            yield _question(row, cells[row.code], found.rule, en, ur)


def _value(row: Row, claim_id: str, key: str, period: Period, number: Decimal) -> Value:
    return Value(
        claim_id=claim_id, key=key, publisher=row.body, source="", quantity=row.subject,
        place=row.place, scope=None, period=period, unit=row.unit,
        measure=row.measure, value=number,
    )  # fmt: skip


def _question(row: Row, cell: Cell, rule: str, en: str, ur: str) -> Question:
    """The question, with the cell beside the answer in which to explain it."""
    sheet, _, answer = cell.address.rpartition("!")
    column = chr(ord(answer[0]) + 2)
    address = f"{sheet}!{column}{answer[1:]}"
    said = (told("asks", "explain", language, cell=address) for language in ("en", "ur"))
    en, ur = (f"{text} {please}" for text, please in zip((en, ur), said, strict=True))
    return Question(row.code, address, rule, en, ur)
