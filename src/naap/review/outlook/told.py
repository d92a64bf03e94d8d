"""What was forecast and what then happened: a record held against the counts of the ledger.

Nothing is forecast here. The record says what the model said; the scores are worked out from its
quantiles and from the counts as the ledger has them today, so that no score is out of date.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from naap.engine import Engine
from naap.outlook.counts import Count, counts_by_month, digest_of, series_rows
from naap.pack import Pack
from naap.pack.tables import (
    EvaluationRecordRow,
    EvaluationRow,
    EvaluationSeriesRow,
    ForecastRecordRow,
    ForecastRow,
    PlaceRow,
    Row,
)
from naap.review.outlook.scores import (
    AT_LEAST,
    BASELINES,
    RECENT_MONTHS,
    Chance,
    Group,
    Skill,
    Told,
    chance_of,
    groups_of,
    skill_of,
)

__all__ = ["Area", "Outlook", "Question", "outlook_of"]


@dataclass(frozen=True)
class Area:
    """One place: ``shown`` is the latest forecast of each month that was half a year ahead or
    less, ``ahead`` those of the last origin."""

    place: PlaceRow
    counts: Mapping[str, int]
    told: tuple[Told, ...]
    shown: tuple[Told, ...]
    ahead: tuple[Told, ...]
    skills: tuple[Skill, ...]
    chances: tuple[Chance, ...]

    @property
    def place_id(self) -> str:
        return self.place.place_id

    @property
    def known(self) -> list[Told]:
        return [each for each in self.shown if each.counted is not None]

    @property
    def inside(self) -> int:
        return sum(bool(each.inside) for each in self.known)

    @property
    def review_on(self) -> date:
        """The last day of the first month ahead: then it can be held against what came."""
        year, month = map(int, self.ahead[0].month.split("-"))
        return date(year, month, calendar.monthrange(year, month)[1])

    @property
    def is_current(self) -> bool:
        """Whether months ahead are still unknown to the ledger."""
        return any(each.counted is None for each in self.ahead)


@dataclass(frozen=True)
class Question:
    """A recorded answer of ``naap evaluate``."""

    record: EvaluationRecordRow
    designs: tuple[EvaluationRow, ...]
    variations: tuple[EvaluationRow, ...]
    series: tuple[EvaluationSeriesRow, ...]
    agrees: bool


@dataclass(frozen=True)
class Outlook:
    """All that the pages on the outlook draw on. ``differs``: records whose counts are no longer
    those of the ledger; ``unheld``: those made from a file, which the ledger cannot be asked."""

    areas: tuple[Area, ...]
    groups: tuple[Group, ...]
    questions: tuple[Question, ...]
    records: tuple[ForecastRecordRow, ...]
    differs: frozenset[str]
    unheld: frozenset[str]

    @property
    def country(self) -> Area | None:
        return next((each for each in self.areas if each.place.level == "country"), None)

    @property
    def provinces(self) -> tuple[Area, ...]:
        return tuple(each for each in self.areas if each.place.level != "country")


def outlook_of(
    engine: Engine, pack: Pack, tables: Mapping[str, Sequence[Row]], by: date | None
) -> Outlook | None:
    """The record held against what the engine's ledger counts; None where nothing is recorded.

    ``by``: only what had been recorded by the end of that day.
    """
    records: dict[str, Any] = {
        row.record_id: row
        for row in tables[ForecastRecordRow.table]
        if isinstance(row, ForecastRecordRow) and (by is None or row.made_on.end <= by)
    }
    rows = [
        row for row in tables[ForecastRow.table]
        if isinstance(row, ForecastRow) and row.record_id in records
    ]  # fmt: skip
    questions = _questions(engine, pack, tables, by)
    if not rows and not questions:
        return None
    by_place: dict[str, list[ForecastRow]] = defaultdict(list)
    for row in rows:
        by_place[row.place_id].append(row)
    levels = {place: pack.get(PlaceRow, place).level for place in by_place}
    counts = {
        level: counts_by_month(engine, pack.settings.country_place, level, "deaths")
        for level in sorted(set(levels.values()))
    }
    held: dict[str, dict[str, int]] = defaultdict(dict)
    for told in counts.values():
        for place, month, number in told:
            held[place][month] = number
    areas = [_area(pack.get(PlaceRow, place), held[place], rows)
             for place, rows in by_place.items()]  # fmt: skip
    order = {"country": 0, "province": 1, "district": 2}
    areas.sort(key=lambda area: (order[area.place.level], area.place.position or 0))
    of_level = {row.record_id: levels[row.place_id] for row in rows}
    return Outlook(
        tuple(areas),
        tuple(groups_of([area.told for area in areas])),
        questions,
        tuple(records.values()),
        frozenset(
            each for each, level in of_level.items()
            if records[each].counts == "ledger" and not _agrees(records[each], counts[level])
        ),
        frozenset(each for each in of_level if records[each].counts != "ledger"),
    )  # fmt: skip


def _agrees(record: ForecastRecordRow, counts: Iterable[Count]) -> bool:
    """Whether the ledger counts the months of the record as it did when that was made."""
    upto = [each for each in counts if each[1] <= record.counts_to.text]
    return digest_of(upto) == record.counts_sha256


def _area(place: PlaceRow, counts: Mapping[str, int], rows: Sequence[ForecastRow]) -> Area:
    told = sorted(
        (_told(row, counts) for row in rows if row.months_ahead),
        key=lambda each: (each.origin, each.ahead),
    )
    last = told[-1].origin
    shown = [
        each for each in told if each.ahead <= RECENT_MONTHS or each.origin == last
    ]  # fmt: skip
    ahead = tuple(each for each in told if each.origin == last)
    before: dict[tuple[str, str], tuple[int, ...]] = {
        (row.model, row.origin.text): _quantiles(row) for row in rows if not row.months_ahead
    }
    skills = [skill_of(baseline, told, before) for baseline in BASELINES]
    return Area(
        place,
        counts,
        tuple(told),
        tuple(shown),
        ahead,
        tuple(each for each in skills if each is not None),
        tuple(chance_of(number, level, told, ahead[0]) for number, level in enumerate(AT_LEAST)),
    )


def _quantiles(row: ForecastRow) -> tuple[int, ...]:
    return row.q05, row.q25, row.q50, row.q75, row.q95


def _told(row: ForecastRow, counts: Mapping[str, int]) -> Told:
    assert row.months_ahead is not None
    month = _later(row.origin.text, row.months_ahead)
    return Told(
        month, row.origin.text, row.months_ahead, _quantiles(row), (row.p1, row.p25, row.p100),
        counts.get(month), row.retrospective, row.record_id,
    )  # fmt: skip


def _later(month: str, ahead: int) -> str:
    year, number = map(int, month.split("-"))
    whole = year * 12 + number - 1 + ahead
    return f"{whole // 12:04d}-{whole % 12 + 1:02d}"


def _questions(
    engine: Engine, pack: Pack, tables: Mapping[str, Sequence[Row]], by: date | None
) -> tuple[Question, ...]:
    """The latest answer about each event, in the order of the events."""
    latest: dict[str, EvaluationRecordRow] = {}
    for row in tables[EvaluationRecordRow.table]:
        if isinstance(row, EvaluationRecordRow) and (by is None or row.made_on.end <= by):
            latest[row.event_id] = row
    found = []
    for record in sorted(latest.values(), key=lambda each: each.event_on.start):
        answers = [
            row for row in tables[EvaluationRow.table]
            if isinstance(row, EvaluationRow) and row.record_id == record.record_id
        ]  # fmt: skip
        found.append(
            Question(
                record,
                tuple(row for row in answers if row.about == "event"),
                tuple(row for row in answers if row.about != "event"),
                tuple(
                    row for row in tables[EvaluationSeriesRow.table]
                    if isinstance(row, EvaluationSeriesRow) and row.record_id == record.record_id
                ),
                _series_digest(engine, pack, record) == record.counts_sha256,
            )
        )  # fmt: skip
    return tuple(found)


def _series_digest(engine: Engine, pack: Pack, record: EvaluationRecordRow) -> str:
    monthly = len(record.first_after.text) == 7
    return digest_of(
        ("", f"{row['year']:04d}-{row['month']:02d}" if monthly else str(row["year"]),
         int(row["value"]))
        for row in series_rows(engine, pack.settings.country_place, record.outcome)
        if row["publisher"] == record.publisher and (row["scope"] or None) == record.scope
        and (row["digits"] == 7) == monthly
    )  # fmt: skip
