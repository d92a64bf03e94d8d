"""The results framework in the shape of the International Aid Transparency Initiative (2.03):
result > indicator > baseline > period > target > actual, as JSON; and as a flat table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from naap.pack import Pack
from naap.pack.settings import Language
from naap.pack.tables import PointRow, QuantityRow, TargetRow
from naap.status.results import Actual, Result, plain

__all__ = ["COLUMNS", "flat", "iati"]

_TYPES = {"output": "1", "outcome": "2", "impact": "3"}
"""Result types of the codelist; anything else is 9, other."""
_MEASURES = {"per cent": "2", "share": "2"}
"""Indicator measures of the codelist: 1 unit, 2 percentage."""
COLUMNS = (
    "point", "indicator", "level", "title_en", "title_ur", "unit", "direction", "quantity", "per",
    "place", "period", "period_start", "period_end", "baseline_period", "baseline", "target_id",
    "target", "target_source", "official", "due", "actual", "publisher", "scope", "reached",
    "stated_on", "claims", "sources",
)  # fmt: skip


def iati(pack: Pack, lines: Iterable[Result]) -> list[dict[str, Any]]:
    """One result for each point and level, in the order of the lines.

    Names and nesting are those of the standard's activity/result; values are strings, as there.
    What the standard has no place for is in ``comment``: publisher, scope, claims, and whether a
    target is the pack's own proposal. A share of 0.7 stands as 70, a percentage.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for line in lines:
        level = _TYPES.get(line.indicator.level, "9")
        result = found.setdefault((line.point_id, level), {
            "type": level, "aggregation-status": "0",
            "title": _narrative(pack, pack.get(PointRow, line.point_id), "title"),
            "reference": [{"vocabulary": "99", "code": line.point_id}], "indicator": [],
        })  # fmt: skip
        _add(pack, _indicator(pack, result["indicator"], line), line)
    return list(found.values())


def _narrative(pack: Pack, row: Any, field: str) -> dict[str, Any]:
    return {
        "narrative": [
            {"lang": language, "text": text}
            for language in pack.settings.languages
            if (text := getattr(row, f"{field}_{language}", None))
        ]
    }


def _indicator(pack: Pack, there: list[dict[str, Any]], line: Result) -> dict[str, Any]:
    code = f"{line.indicator.indicator_id}/{line.quantity}" if line.quantity else (
        line.indicator.indicator_id
    )  # fmt: skip
    for each in there:
        if each["reference"][0]["code"] == code:
            return each
    new: dict[str, Any] = {
        "measure": _MEASURES.get(line.unit, "1"),
        "title": _title(pack, line),
        "description": {"narrative": [{"lang": "en", "text": _counted(line)}]},
        "reference": [{"vocabulary": "99", "code": code}],
        "baseline": [],
        "period": [],
    }
    if line.indicator.direction != "none":
        new["ascending"] = "1" if line.indicator.direction == "up" else "0"
    there.append(new)
    return new


def _title(pack: Pack, line: Result) -> dict[str, Any]:
    """The indicator, and what is counted for it where that has a name of its own."""
    told: dict[Language, str] = {}
    for language in pack.settings.languages:
        name = pack.text(line.indicator, "name", language)[0]
        parts = [
            pack.text(pack.get(QuantityRow, each), "name", language)[0]
            for each in (line.quantity, line.per) if each
        ]  # fmt: skip
        told[language] = f"{name}: {' / '.join(parts)}" if parts else name
    return _narrative_of(told)


def _counted(line: Result) -> str:
    of = f" / {line.indicator.denominator}" if line.indicator.denominator else ""
    unit = "per cent" if line.unit == "share" else line.unit
    return f"{line.indicator.numerator}{of}; unit: {unit}"


def _add(pack: Pack, indicator: dict[str, Any], line: Result) -> None:
    where = {"location": [{"ref": line.place}]}
    row = line.target
    if row is not None and row.baseline_period is not None:
        indicator["baseline"].append({
            "year": str(row.baseline_period.end.year),
            "iso-date": str(row.baseline_period.end),
            "value": _value(line, row.baseline_value), **where,
        })  # fmt: skip
    if line.end is None and row is None:
        return
    period: dict[str, Any] = {
        "period-start": {"iso-date": str(line.start) if line.start else None},
        "period-end": {"iso-date": str(line.end) if line.end else None},
        "target": [] if row is None else [
            {"value": _value(line, row.target_value), **where,
             "comment": _narrative_of(_target_words(pack, row))}
        ],
        "actual": [
            {"value": _value(line, each.value), **where,
             "comment": _narrative_of({"en": _actual_words(each)})}
            for each in line.actuals
        ],
    }  # fmt: skip
    indicator["period"].append(period)


def _value(line: Result, value: Decimal | None) -> str | None:
    if value is None:
        return None
    return plain(value * 100 if line.unit == "share" else value)


def _narrative_of(words: dict[Language, str]) -> dict[str, Any]:
    return {"narrative": [{"lang": lang, "text": text} for lang, text in words.items() if text]}


def _target_words(pack: Pack, row: TargetRow) -> dict[Language, str]:
    proposal: dict[Language, str] = {"en": "proposal, not official", "ur": "تجویز، سرکاری نہیں"}
    words: dict[Language, str] = {}
    for language in pack.settings.languages:
        text = getattr(row, f"text_{language}") or ""
        parts = [text, "" if row.official else proposal[language]]
        words[language] = "; ".join(part for part in parts if part)
    return words


def _actual_words(each: Actual) -> str:
    scope = f"; scope: {each.scope}" if each.scope else ""
    return f"publisher: {each.publisher}{scope}; claims: {', '.join(each.claims)}"


def flat(pack: Pack, lines: Iterable[Result]) -> Iterator[dict[str, str]]:
    """Rows of a table with COLUMNS: one for each actual, or one without where none was told."""
    for line in lines:
        row = line.target
        common = {
            "point": line.point_id, "indicator": line.indicator.indicator_id,
            "level": line.indicator.level, "title_en": line.indicator.name_en,
            "title_ur": line.indicator.name_ur, "unit": line.unit,
            "direction": line.indicator.direction, "quantity": line.quantity, "per": line.per,
            "place": line.place, "period": line.period,
            "period_start": line.start, "period_end": line.end,
            "baseline_period": row.baseline_period if row else None,
            "baseline": plain(row.baseline_value) if row else None,
            "target_id": row.target_id if row else None,
            "target": plain(row.target_value) if row else None,
            "target_source": row.source_id if row else None,
            "official": ("yes" if row.official else "no") if row else None,
            "due": ("yes" if line.due else "no") if row else None,
        }  # fmt: skip
        for each in line.actuals or (None,):
            told: dict[str, Any] = {} if each is None else {
                "actual": plain(each.value), "publisher": each.publisher, "scope": each.scope,
                "reached": None if each.reached is None else "yes" if each.reached else "no",
                "stated_on": each.stated_on, "claims": "|".join(each.claims),
                "sources": "|".join(each.sources),
            }  # fmt: skip
            whole = {**common, **told}
            yield {name: _text(whole.get(name)) for name in COLUMNS}


def _text(value: object) -> str:
    return "" if value is None else str(value)
