"""A post rates an action or a point: a judgement claim, which outranks what the rules propose."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from naap.ledger import Claim, make_claim
from naap.ledger.handling import LABELS
from naap.pack import Pack
from naap.pack.tables import ActionRow, BodyRow, PlaceRow, PointRow, Row, SourceRow
from naap.periods import Period, parse_period
from naap.problems import UnusableInput
from naap.sources.subjects import nearest
from naap.status.completion_rules import SCALE
from naap.status.told import QUESTION, Judged

__all__ = ["Decided", "Decisions", "decision_for", "decisions", "rating"]

_PREFIX, _WHOLE = "state", "-"


@dataclass(frozen=True)
class Decided:
    """A person's rating: the state, which post gave it, on what source it rests, and why.

    ``place`` is empty for a point. It counts for its period and is not carried into the next.
    """

    subject: str
    place: str
    period: Period
    state: str
    post: str
    source: str
    reason: str
    on: date | None
    claim_id: str
    handling: str


Decisions = Mapping[tuple[str, str], tuple[Decided, ...]]
"""Ratings by subject and area, the newest last."""


def rating(
    pack: Pack,
    subject: str,
    place: str | None,
    period: Period,
    state: str,
    *,
    post: str,
    source: str,
    reason: str,
    on: date,
    judged: Collection[str],
    handling: str,
) -> Claim:
    """The claim that a post makes when it rates an action in an area, or a point.

    ``judged`` are the keys of the claims that it had before it, ``handling`` at least the
    strictest label of these. UnusableInput, and no claim, without a known subject, a state of the
    scale, a post and a source of the pack, and a reason.
    """
    _check(pack, "SUBJECT", subject, ActionRow, PointRow)
    if place is not None:
        _check(pack, "--place", place, PlaceRow)
    if state not in SCALE:
        raise UnusableInput.one("--as", found=repr(state), expected=f"one of {', '.join(SCALE)}",
                                mend="Choose a state of the scale.")  # fmt: skip
    _check(pack, "--post", post, BodyRow)
    if not source.strip():
        raise UnusableInput.one(
            "--evidence", found="nothing", expected="an id from the pack's sources.csv",
            mend="Name what the rating rests on. A rating without a source is refused.",
        )  # fmt: skip
    _check(pack, "--evidence", source, SourceRow)
    if not reason.strip():
        raise UnusableInput.one(
            "--because", found="nothing", expected="a sentence that says why",
            mend="Say what the source shows. A rating without a reason is refused.",
        )  # fmt: skip
    if handling not in LABELS:
        raise UnusableInput.one("--handling", found=repr(handling),
                                expected=f"one of {', '.join(LABELS)}",
                                mend="Choose a label.")  # fmt: skip
    return make_claim(
        "judgement",
        handling=handling,
        series=post,
        record_key="/".join((_PREFIX, subject, place or _WHOLE, str(period).replace("/", ".."))),
        source=source,
        publisher=post,
        basis="own judgement",
        stated_on=on.isoformat(),
        question=QUESTION,
        judged=sorted(judged) or [f"{_PREFIX}/{subject}"],
        answer=state,
        reason=reason.strip(),
    )


def decisions(judged: Iterable[Judged], fiscal_year_starts: int) -> Decisions:
    """Ratings by subject and area, in the order in which they were recorded."""
    found: dict[tuple[str, str], list[Decided]] = {}
    for each in judged:
        parts = each.record_key.split("/")
        if len(parts) != 4 or parts[0] != _PREFIX or each.answer not in SCALE:
            continue
        _, subject, place, period = parts
        found.setdefault((subject, "" if place == _WHOLE else place), []).append(
            Decided(
                subject, "" if place == _WHOLE else place,
                parse_period(period.replace("..", "/"), fiscal_year_starts), each.answer,
                each.post, each.source, each.reason, each.stated, each.claim_id, each.handling,
            )
        )  # fmt: skip
    return {key: tuple(rows) for key, rows in found.items()}


def decision_for(
    found: Decisions, subject: str, place: str, first: date, last: date
) -> Decided | None:
    """The newest rating of a period that ends in this one, or that holds all of it."""
    return next(
        (each for each in reversed(found.get((subject, place), ()))
         if first <= each.period.end <= last
         or (each.period.start <= first and last <= each.period.end)),
        None,
    )  # fmt: skip


def _check(pack: Pack, option: str, named: str, *registers: type[Row]) -> None:
    if not any(pack.has(each, named) for each in registers):
        tables = " or ".join(f"{each.table}.csv" for each in registers)
        near = "".join(nearest(pack, each, named) for each in registers)
        raise UnusableInput.one(option, found=repr(named), expected=f"an id from {tables}{near}",
                                mend="Correct the id; nothing was rated.")  # fmt: skip
