"""What does not go together: words against numbers, words against words, words against silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from naap.pack import Pack
from naap.pack.tables import ActionRow, MilestoneRow, QuantityRow
from naap.returns.reporting import Reported
from naap.status.completion import ActionState, delivered
from naap.status.completion_rules import COMPLETE, LIMITED, SCALE
from naap.status.measured import counts_as_done
from naap.status.money import Money
from naap.status.reporting_quality import Aside
from naap.status.told import Number, Report, Told
from naap.status.words import Why, why

__all__ = ["CONTRADICTIONS", "Contradiction", "contradictions_in"]

CONTRADICTIONS = (
    "complete-while-still", "complete-while-milestone-open", "complete-then-silent", "silent",
    "progress-without-money", "backwards",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Contradiction:
    """What contradicts what: about an action, or what an obligation asks for, of a body and area.

    ``why`` holds the numbers; ``claims`` are the ids of what it rests on, none for silence.
    ``official``: the action, or what is asked for, was published by the state and is no proposal
    of the pack.
    """

    id: str
    point_id: str
    subject: str
    body: str
    place: str
    since: str
    why: Why
    claims: tuple[str, ...]
    official: bool


def contradictions_in(
    pack: Pack,
    told: Told,
    states: Sequence[ActionState],
    lines: Iterable[Reported],
    aside: Iterable[Aside],
    money: Sequence[Money],
    first: date,
    last: date,
    periods: int,
) -> tuple[Contradiction, ...]:
    """All of a period, in the order of CONTRADICTIONS and then of points, areas and subjects.

    ``lines``: the reports due in the period and for some years before it; ``aside``: those among
    them that the reader may not know of, so that nothing is called silent across one.
    """
    found = [
        *_of_reports(pack, told, states, first, last, periods),
        *_without_money(pack, states, money),
        *_of_silence(told, _silent_runs(lines, aside, first, periods)),
    ]
    order = {name: at for at, name in enumerate(CONTRADICTIONS)}
    return tuple(sorted(found, key=lambda each: (order[each.id], each)))


def _of_reports(
    pack: Pack, told: Told, states: Iterable[ActionState], first: date, last: date, periods: int
) -> Iterator[Contradiction]:
    reported: dict[str, set[str | None]] = {}
    for state in states:
        reported.setdefault(state.action_id, set()).add(state.reported)
    for state in states:
        runs: dict[str, list[Report]] = {}
        for each in told.reports_on.get((state.action_id, state.place), ()):
            if each.end <= last and each.completion in SCALE:
                runs.setdefault(each.body, []).append(each)
        for run in runs.values():
            yield from _backwards(state, run, first)
            if run[-1].end >= first and run[-1].completion == COMPLETE:
                yield from _while_still(pack, told, state, run, periods)
                # A milestone may be that of another area, unless all are reported complete.
                if reported[state.action_id] == {COMPLETE}:
                    yield from _while_open(pack, state, run, last)


def _backwards(state: ActionState, run: Sequence[Report], first: date) -> Iterator[Contradiction]:
    for before, now in pairwise(run):
        if now.end >= first and SCALE.index(now.completion) < SCALE.index(before.completion):
            yield _about(
                "backwards", state, now, (before, now), before=before.completion,
                before_period=before.period, now=now.completion, period=now.period,
            )  # fmt: skip


def _while_still(
    pack: Pack, told: Told, state: ActionState, run: Sequence[Report], periods: int
) -> Iterator[Contradiction]:
    """Reported complete, while over the periods until then the number that should show it did not
    move. Later standstill is no contradiction: what is complete may stay as it is."""
    since = _since_complete(run)
    for row in pack.rows(QuantityRow):
        if state.point_id not in row.point_ids or not counts_as_done(pack, row):
            continue
        if row.measure == "flow":
            continue  # the same count of visits in each month is work going on
        for numbers in _until(told, row, state.place, since.end):
            last = numbers[-(periods + 1) :]
            if len(last) > periods and len({each.value for each in last}) == 1:
                yield _about(
                    "complete-while-still", state, since, (since, *last), what=row.name_en,
                    quantity=row.quantity_id, value=_plain(last[-1].value), unit=row.unit,
                    period=since.period, first=last[0].period, last=last[-1].period,
                )  # fmt: skip


def _since_complete(run: Sequence[Report]) -> Report:
    """The first report of the run of complete ones that the last report belongs to."""
    since = run[-1]
    for each in reversed(run):
        if each.completion != COMPLETE:
            break
        since = each
    return since


def _until(told: Told, row: QuantityRow, place: str, day: date) -> list[list[Number]]:
    runs: dict[tuple[str, ...], list[Number]] = {}
    for each in told.numbers_of.get(row.quantity_id, ()):
        if each.place == place and each.end <= day:
            runs.setdefault(each.run, []).append(each)
    return list(runs.values())


def _while_open(
    pack: Pack, state: ActionState, run: Sequence[Report], last: date
) -> Iterator[Contradiction]:
    rows = [row for row in pack.rows(MilestoneRow) if row.action_id == state.action_id]
    left = [row for row in rows if not delivered(pack, row, last)]
    if left:
        yield _about("complete-while-milestone-open", state, run[-1], (run[-1],),
                     period=run[-1].period, open=len(left), milestones=len(rows),
                     what=left[0].title_en)  # fmt: skip


def _without_money(
    pack: Pack, states: Iterable[ActionState], money: Sequence[Money]
) -> Iterator[Contradiction]:
    """Progress is reported for a period in which all that was told of money spent on the point
    is zero. Where nobody told of it, nothing is said."""
    for state in states:
        spent = [each for each in money if each.step == "spent" and state.point_id in each.points]
        if not spent or any(each.value for each in spent) or state.reported is None:
            continue
        if SCALE.index(state.reported) >= SCALE.index(LIMITED):
            released = [each for each in money
                        if each.step == "released" and state.point_id in each.points]  # fmt: skip
            owner = pack.get(ActionRow, state.action_id).owner or ""
            yield Contradiction(
                "progress-without-money", state.point_id, state.action_id, owner, state.place,
                str(state.reported_period),
                why("progress-without-money", state=state.reported,
                    period=state.reported_period or "", count=sum(len(m.numbers) for m in spent),
                    unit=spent[0].unit,
                    released=_plain(sum((m.value for m in released), Decimal(0)))
                    if released else "not recorded"),
                (*state.claims[:1],
                 *(number.claim_id for m in (*spent, *released) for number in m.numbers)),
                state.official,
            )  # fmt: skip


_Run = tuple[str, str, str]


def _run_of(line: Reported) -> _Run:
    return (line.expected.obligation.obligation_id, line.expected.body, line.expected.place)


def _silent_runs(
    lines: Iterable[Reported], aside: Iterable[Aside], first: date, periods: int
) -> Iterator[list[Reported]]:
    """For each obligation, body and area the reports that stayed away until the last one due,
    where they are so many or more and reach into the period."""
    told: dict[_Run, date] = {}
    for each in aside:
        of = (each.obligation, each.body, each.place)
        told[of] = max(told.get(of, date.min), each.period.end)
    runs: dict[_Run, list[Reported]] = {}
    for line in lines:
        if line.came:
            runs[_run_of(line)] = []
        elif line.state == "missing" and line.expected.period.end > told.get(
            _run_of(line), date.min
        ):
            runs.setdefault(_run_of(line), []).append(line)
    for run in runs.values():
        if len(run) >= periods and run[-1].expected.period.end >= first:
            yield run


def _of_silence(told: Told, silent: Iterable[Sequence[Reported]]) -> Iterator[Contradiction]:
    for run in silent:
        row, each = run[0].expected.obligation, run[0].expected
        subject = row.indicator_id or str(row.action_id)
        before = [
            report for report in told.reports_on.get((str(row.action_id), each.place), ())
            if report.body == each.body and report.end < each.period.start
        ]  # fmt: skip
        complete = bool(before) and before[-1].completion == COMPLETE
        yield Contradiction(
            "complete-then-silent" if complete else "silent", row.point_id, subject, each.body,
            each.place, str(each.period),
            why("complete-then-silent" if complete else "silent", count=len(run),
                first=each.period, last=run[-1].expected.period,
                **({"period": before[-1].period} if complete else {})),
            (before[-1].claim_id,) if complete else (), row.official,
        )  # fmt: skip


def _about(
    named: str,
    state: ActionState,
    report: Report,
    rests_on: Iterable[Report | Number],
    **numbers: object,
) -> Contradiction:
    return Contradiction(
        named, state.point_id, state.action_id, report.body, state.place, report.period,
        why(named, **numbers), tuple(each.claim_id for each in rests_on), state.official,
    )  # fmt: skip


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
