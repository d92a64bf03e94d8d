"""The pages on the outlook: forecasts and what came, area by area, and answers about plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from markupsafe import Markup, escape

from naap.engine import Engine
from naap.figures.figure import Language
from naap.pack import Pack, load_record
from naap.pack.tables import (
    ContextEventRow,
    EvaluationRecordRow,
    EvaluationRow,
    ForecastRecordRow,
    ForecastRow,
    PlanRow,
    Row,
)
from naap.review.numbers import anchor, period_written, written
from naap.review.options import Options
from naap.review.outlook.scores import Told
from naap.review.outlook.svg import calibration, cartogram, fan, per_cent, skills, together
from naap.review.outlook.told import Area, Outlook, Question, outlook_of
from naap.review.package import Table
from naap.review.words import word

if TYPE_CHECKING:
    from naap.review.pages import Review
    from naap.review.topics import Page

__all__ = ["menu_of", "pages_of", "read", "tables_of", "words_of"]

_WIDTHS = {"wide": 704, "narrow": 326}
_NEAR_DAYS = 366
_LETTERS: Mapping[Language, int] = {"en": 3, "ur": 12}
"""So many letters of a month's name stand above a column."""
FORECASTS, ANSWERS = "outlook-forecasts", "outlook-answers"
_OF_FORECASTS = (ForecastRecordRow.table, ForecastRow.table)
_OF_ANSWERS = (EvaluationRecordRow.table, EvaluationRow.table, "evaluation_series")


_QUANTILES = ("q05", "q25", "q50", "q75", "q95")
_CHANCES = ("p1", "p25", "p100")
_FORECAST_COLUMNS = (
    ("place_id", "string", "The place."),
    ("month", "string", "The month told."),
    ("origin", "string", "The last month whose counts were looked at."),
    ("months_ahead", "integer", "From the origin to the month told."),
    *((name, "integer", f"The quantile at {int(name[1:])} of 100.") for name in _QUANTILES),
    *((name, "number", f"Probability of at least {name[1:]}.") for name in _CHANCES),
    ("counted", "integer", "What the ledger counts today; empty: not known."),
    ("retrospective", "string", "yes: made when later months had been counted, not looking."),
    ("record_id", "string", "The record."),
)


@dataclass(frozen=True)
class Near:
    """Another event near the one asked about."""

    row: ContextEventRow
    is_before: bool


def read(engine: Engine, pack: Pack, options: Options, shared: dict[str, Any]) -> None:
    """Hold the record against what the engine's ledger counts, once for all languages.

    A workspace's own record outranks that of the pack.
    """
    if "outlook" in shared:
        return
    tables: dict[str, tuple[Row, ...]] = load_record(pack.folder, pack)
    if options.own_record is not None:
        of_workspace = load_record(options.own_record.folder, pack)
        for group in (_OF_FORECASTS, _OF_ANSWERS):
            if of_workspace[group[0]]:
                tables |= {name: of_workspace[name] for name in group}
    shared["outlook"] = outlook_of(engine, pack, tables, options.stated_by)


def _of(review: Review) -> Outlook | None:
    return cast("Outlook | None", review.shared.get("outlook"))


def menu_of(review: Review) -> Sequence[tuple[str, str]]:
    return [("outlook.html", "outlook")] if _of(review) else []


def words_of(review: Review) -> Mapping[str, Any]:
    """What the templates ask: names, numbers as they are written, and pictures."""
    found, language = _of(review), review.language
    if found is None:
        return {"outlook": None}
    names = {area.place_id: review.pack.text(area.place, "name", language)[0]
             for area in found.areas}  # fmt: skip
    return {
        "outlook": found,
        "area_name": names.__getitem__,
        "per_cent": per_cent,
        "one_digit": lambda value: "" if value is None else f"{float(value):.2f}",
        "signed": _signed,
        "event_title": lambda question: _title(review.pack, question, language),
        "near_events": lambda question: _near(review.pack, question),
        "years_of": _years,
        "month_names": [
            period_written(f"2000-{month:02d}", language).split()[0][: _LETTERS[language]]
            for month in range(1, 13)
        ],
        "month_rows": lambda root: _month_rows(review, found, names),
        "fan_of": lambda area: _drawn(review, fan, area),
        "mapped": [area for area in found.provinces if _on_map(area)],
        "map_of": lambda: _drawn(
            review, cartogram, _named([each for each in found.provinces if _on_map(each)], names)
        ),
        "spans_of": _spans,
        "skills_of": lambda: _drawn(review, skills, _named(found.areas, names)),
        "calibration_of": lambda: _drawn(review, calibration, found.groups),
        "together_of": lambda question: _drawn(review, together, question),
        "about_record": lambda record_id: next(
            each for each in found.records if each.record_id == record_id
        ),
    }


def _named(areas: Sequence[Area], names: Mapping[str, str]) -> list[tuple[str, Area]]:
    return [(names[area.place_id], area) for area in areas]


def _drawn(review: Review, draw: Callable[..., str], given: Any) -> dict[str, str]:
    """A picture for wide pages and one for telephones."""
    words = _picture_words(review.language)
    return {variant: draw(given, words, width) for variant, width in _WIDTHS.items()}


def _picture_words(language: Language) -> dict[str, str]:
    keys = {
        "counted": "counted_within", "outside": "counted_outside", "event": "event_begins",
        "expected": "expected_without", "untold": "cannot_tell",
    }  # fmt: skip
    plain = (
        "nine_of_ten", "one_of_two", "counts_end", "at_least_1", "at_least_25", "at_least_100",
        "said_across", "nearer", "farther", "no_break", "times_expected", "design_segmented",
        "design_breaks", "design_synthetic", "design_forecast",
    )  # fmt: skip
    named = {key: word(key, language) for key in plain}
    return named | {key: word(said, language) for key, said in keys.items()}


def _title(pack: Pack, question: Question, language: Language) -> str:
    event = question.record.event_id
    kind = PlanRow if pack.has(PlanRow, event) else ContextEventRow
    return pack.text(pack.get(kind, event), "title", language)[0]


def _near(pack: Pack, question: Question) -> list[Near]:
    """Events of the pack within a year of the one asked about, by date."""
    day = question.record.event_on.start
    near = [
        row
        for row in pack.rows(ContextEventRow)
        if row.event_id != question.record.event_id and row.when.start != day
        and abs((row.when.start - day).days) <= _NEAR_DAYS
    ]  # fmt: skip
    return [Near(row, row.when.start < day) for row in sorted(near, key=lambda row: row.when.start)]


def _on_map(area: Area) -> bool:
    """A place that is no more has no month ahead, and one without a point has no place."""
    return area.place.longitude is not None and area.place.valid_to is None


def _signed(value: float | None) -> str:
    """In whole per cent, finer where that would be nothing with a sign; nothing has no sign."""
    if value is None:
        return ""
    said = f"{value:+.0%}" if abs(value) >= 0.005 else f"{value:+.1%}"
    return "0.0%" if said[1:] == "0.0%" else said.replace("-", "−")


@dataclass(frozen=True)
class Span:
    """Months one after the other of which the same was said."""

    first: Told
    last: Told


def _spans(area: Area) -> list[Span]:
    made: list[Span] = []
    for each in area.ahead:
        if made and (made[-1].last.quantiles, made[-1].last.chances) == (
            each.quantiles, each.chances,
        ):  # fmt: skip
            made[-1] = Span(made[-1].first, each)
        else:
            made.append(Span(each, each))
    return made


def _years(area: Area) -> list[tuple[str, list[Told | None]]]:
    """Twelve months of each year: the latest forecast of each, where there is one."""
    told = {each.month: each for each in area.known}
    return [
        (year, [told.get(f"{year}-{month:02d}") for month in range(1, 13)])
        for year in sorted({each[:4] for each in told})
    ]


def _month_names(language: Language) -> list[str]:
    whole = [period_written(f"2000-{month:02d}", language).split()[0] for month in range(1, 13)]
    return [name[: _LETTERS[language]] for name in whole]


def _month_rows(review: Review, found: Outlook, names: Mapping[str, str]) -> Markup:
    """The rows of every month that was forecast; there are more than a thousand."""
    made = []
    for area in found.areas:
        name = escape(names[area.place_id])
        for each in area.shown:
            low, _, middle, _, high = each.quantiles
            numbers = [written(low), written(high), written(middle)]
            is_ahead = each.origin == area.ahead[0].origin
            numbers += [per_cent(chance) if is_ahead else "" for chance in each.chances]
            numbers.append("" if each.counted is None else written(each.counted))
            cells = "".join(f"<td><data>{escape(one)}</data></td>" if one else "<td></td>"
                            for one in numbers)  # fmt: skip
            times = "".join(f"<td><time>{period_written(one, review.language)}</time></td>"
                            for one in (each.month, each.origin))  # fmt: skip
            # Numbers on other pages lead to the months ahead only.
            mark = f' id="{anchor(f"{area.place_id}/{each.row_id}")}"' if is_ahead else ""
            last = f'<span class="none"><code>{each.record_id}</code></span>' if is_ahead else ""
            made.append(
                f'<tr{mark}><th scope="row">{name}</th>{times}{cells}<td>{last}</td></tr>\n'
            )
    return Markup("".join(made))


def pages_of(review: Review, page: Page, with_charts: bool) -> Iterator[tuple[str, str]]:
    found = _of(review)
    if found is None or not with_charts:
        return
    yield page("outlook.html", "outlook.html")
    for area in found.areas:
        yield page(f"outlook/{area.place_id}.html", "outlook_area.html", area=area)
    for question in found.questions:
        name = f"outlook/{question.record.event_id}.html"
        yield page(name, "outlook_evaluation.html", question=question)
    if found.areas:
        yield page("origins/outlook.html", "outlook_origin.html")
        yield page("origins/outlook-months.html", "outlook_origin_months.html")
    if found.questions:
        yield page("origins/outlook-evaluation.html", "outlook_origin_evaluation.html")


def tables_of(review: Review) -> Sequence[Table]:
    """The record with what came, and the answers, as data."""
    found = _of(review)
    if found is None:
        return ()
    made = []
    if found.areas:
        rows = [
            {"place_id": area.place_id, "month": each.month, "origin": each.origin,
             "months_ahead": each.ahead,
             **dict(zip(_QUANTILES, each.quantiles, strict=True)),
             **dict(zip(_CHANCES, each.chances, strict=True)), "counted": each.counted,
             "retrospective": "yes" if each.retrospective else "no", "record_id": each.record_id}
            for area in found.areas for each in area.told
        ]  # fmt: skip
        says = "Forecasts as they were recorded, and what the ledger counted of the month."
        made.append(Table(FORECASTS, "Forecasts and what came", says, _FORECAST_COLUMNS, rows))
    if found.questions:
        names = [*EvaluationRow.model_fields]
        answers = [
            {"event_id": question.record.event_id, **{name: getattr(row, name) for name in names}}
            for question in found.questions for row in (*question.designs, *question.variations)
        ]  # fmt: skip
        columns = [("event_id", "string", "The event."), *_described(EvaluationRow)]
        says = "Whether counts changed at an event, by design. No causal claim."
        made.append(Table(ANSWERS, "Answers about events", says, columns, answers))
    return made


def _described(kind: type[Row]) -> list[tuple[str, str, str]]:
    return [(name, "string", field.description or name)
            for name, field in kind.model_fields.items()]  # fmt: skip
