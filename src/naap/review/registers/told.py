"""What the plan says about itself: its quality as written, what is wrong with it, decisions,
results and ratings, for each version that had been adopted by the day of the scorecard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from naap.pack import Pack
from naap.pack.tables import PlanRow
from naap.review.returned.listing import returned_of
from naap.review.scorecard.card import scorecard_of
from naap.review.scorecard.reasons import reason_said
from naap.status.assessors import Assessed, Assessment, assessments
from naap.status.decisions import Decided, decisions
from naap.status.detectors import Detection, detections
from naap.status.plan_quality import Answer, PlanQuality, plan_quality
from naap.status.results import Actual, Result, results

if TYPE_CHECKING:
    from naap.figures.figure import Language
    from naap.review.pages import Review

__all__ = ["OfVersion", "Registers", "Same", "registers_of", "same_answers", "same_findings",
           "value_of"]  # fmt: skip


@dataclass(frozen=True)
class OfVersion:
    """The registers of one version of the plan."""

    plan: PlanRow
    quality: PlanQuality
    found: tuple[Detection, ...]
    results: tuple[Result, ...]
    rated: tuple[Assessed, ...]
    earlier: frozenset[str] = frozenset()
    """Claims of returned numbers that a later one of the same office follows."""

    @cached_property
    def has_targets(self) -> bool:
        return any(each.target is not None for each in self.results)

    @cached_property
    def told_of(self) -> Mapping[str, list[Result]]:
        """Lines with a target or a number, by point, in the order of the plan. Of a plan without
        targets, which no number meets, only the last number of each publisher; of what offices
        return again and again, only the latest that meets none."""
        every = [each for each in self.results if each.target or each.actuals]
        shown = self._without_earlier(every) if self.has_targets else _latest(every)
        return self._by_point(map(_told_once, shown))

    @property
    def leaves_out(self) -> bool:
        """Whether earlier returned numbers stand in the data file alone."""
        return not self.earlier.isdisjoint(
            claim for line in self.results for each in line.actuals for claim in each.claims
        )

    def _without_earlier(self, lines: Iterable[Result]) -> Iterator[Result]:
        for line in lines:
            if line.target is not None or not self.earlier:
                yield line
                continue
            kept = tuple(each for each in line.actuals if not self.earlier.issuperset(each.claims))
            if kept:
                yield replace(line, actuals=kept)

    @cached_property
    def untold_of(self) -> Mapping[str, list[Result]]:
        """Lines of indicators that have neither, by point."""
        return self._by_point(each for each in self.results if not each.target and not each.actuals)

    def _by_point(self, lines: Iterable[Result]) -> dict[str, list[Result]]:
        found: dict[str, list[Result]] = {each.point_id: [] for each in self.quality.points}
        for line in lines:
            found[line.point_id].append(line)
        return {point: rows for point, rows in found.items() if rows}


def _latest(lines: Iterable[Result]) -> list[Result]:
    """Each line with those numbers alone that their publisher did not tell of a later time."""
    seen: set[tuple[str, ...]] = set()
    found: list[Result] = []
    for line in sorted(lines, key=lambda each: each.end or date.min, reverse=True):
        run = (line.indicator.indicator_id, line.quantity, line.per, line.place)
        kept = tuple(each for each in line.actuals
                     if (*run, each.publisher, each.scope) not in seen)  # fmt: skip
        seen |= {(*run, each.publisher, each.scope) for each in kept}
        if kept:
            found.append(replace(line, actuals=kept))
    return sorted(found, key=lambda each: (each.indicator.indicator_id, each.quantity, each.place))


def _told_once(line: Result) -> Result:
    """One number of one publisher once, where two records tell it: with the claims of both."""
    same: dict[tuple[object, ...], list[Actual]] = {}
    for each in line.actuals:
        same.setdefault((each.publisher, each.scope, each.value), []).append(each)
    if len(same) == len(line.actuals):
        return line
    return replace(line, actuals=tuple(map(_joined, same.values())))


def _joined(told: Sequence[Actual]) -> Actual:
    return replace(
        told[0],
        claims=tuple(dict.fromkeys(claim for each in told for claim in each.claims)),
        sources=tuple(dict.fromkeys(source for each in told for source in each.sources)),
    )


@dataclass(frozen=True)
class Registers:
    """``day``: as known at its end. ``versions``: the latest first. ``decided``: of all versions,
    since a decision may speak of none."""

    day: date
    versions: tuple[OfVersion, ...]
    decided: tuple[Decided, ...]

    @cached_property
    def due_targets(self) -> list[Result]:
        """Lines of the version in force with a target whose time is over."""
        lines = self.versions[0].results if self.versions else ()
        return [_told_once(line) for line in lines if line.target is not None and line.due]

    @cached_property
    def answers(self) -> Mapping[str, tuple[Answer, ...]]:
        """The five answers by point."""
        return {each.point_id: each.answers for one in self.versions for each in one.quality.points}

    @cached_property
    def graded(self) -> Mapping[str, Assessment]:
        """Ratings by the claim that tells them."""
        return {
            rating.claim_id: rating
            for one in self.versions for each in one.rated for rating in each.ratings
        }  # fmt: skip


_ONE_AT_A_TIME = Lock()


def registers_of(review: Review) -> Registers:
    """The registers of a review, worked out once for all its languages."""
    with _ONE_AT_A_TIME:
        if "registers" not in review.shared:
            review.shared["registers"] = _made(review)
    found: Registers = review.shared["registers"]
    return found


def _made(review: Review) -> Registers:
    pack, snapshot, card = review.pack, review.snapshot, scorecard_of(review)
    day, known, earlier = card.day, card.known, returned_of(review).earlier
    adopted = [row for row in pack.rows(PlanRow) if row.adopted.start <= day]
    return Registers(
        day,
        tuple(
            OfVersion(
                plan,
                plan_quality(pack, snapshot, day, plan.plan_id, known),
                detections(pack, snapshot, day, plan.plan_id, known),
                results(pack, snapshot, day, plan.plan_id, None, known),
                assessments(pack, snapshot, day, plan.plan_id),
                earlier,
            )
            for plan in sorted(adopted, key=lambda row: row.adopted.start, reverse=True)
        ),
        decisions(pack, day),
    )


About = TypeVar("About", Detection, Answer)


@dataclass(frozen=True)
class Same(Generic[About]):
    """What reads the same, said once. ``about``: the findings or answers; ``says``: the sentence
    in the language of the page; ``sources``: of all of them."""

    about: tuple[About, ...]
    says: str
    sources: tuple[str, ...]


def same_findings(
    pack: Pack, found: Iterable[Detection], language: Language
) -> Mapping[str, list[Same[Detection]]]:
    """Findings about the plan by detector, in the order of the detectors."""
    said_of: dict[tuple[str, str, str | None], list[Detection]] = {}
    for each in found:
        key = (each.detector, reason_said(pack, each.why, language), each.note)
        said_of.setdefault(key, []).append(each)
    grouped: dict[str, list[Same[Detection]]] = {}
    for (detector, says, _), listed in said_of.items():
        grouped.setdefault(detector, []).append(Same(tuple(listed), says, _sources(tuple(listed))))
    return grouped


def same_answers(
    pack: Pack, answers: Iterable[Answer], language: Language
) -> Iterator[Same[Answer]]:
    """The answers of a point, those with one reason together: mostly what nobody could read."""
    grouped: dict[tuple[str, str], list[Answer]] = {}
    for each in answers:
        grouped.setdefault((each.answer, reason_said(pack, each.why, language)), []).append(each)
    for (_, says), listed in grouped.items():
        yield Same(tuple(listed), says, _sources(tuple(listed)))


def _sources(listed: tuple[About, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for each in listed for source in each.sources))


def value_of(line: Result, told: Actual) -> str:
    """The id of a number that no source states, since it is a share of two."""
    return f"actual_{line.indicator.indicator_id}_{'_'.join(each[:12] for each in told.claims)}"
