"""The findings of the checks as a table that a figure's SQL can ask: ``check_finding``.

One row a finding, in the reader's language, the gravest first. In ``stated`` and ``says`` periods
stand as in data; in ``stated_written`` and ``says_written``, as pages write them. Figures of
sources whose rows may not be printed are left out before the rules run.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from naap.checks.catalogue import catalogue
from naap.checks.outcome import Outcome
from naap.checks.run import outcomes
from naap.checks.words import (
    flag_word,
    formula,
    mend,
    place_name,
    publisher_name,
    quantity_name,
    rule_title,
    said,
    severity_word,
    stated,
    verdict_word,
)
from naap.engine import Engine
from naap.figures.figure import Language
from naap.figures.times import period_written
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.pack.tables import QuantityRow
from naap.sources import sources

__all__ = ["found_by_rules", "found_in", "register_findings"]

_COLUMNS = {
    "position": "BIGINT", "finding": "VARCHAR", "rule": "VARCHAR", "rule_title": "VARCHAR",
    "check_name": "VARCHAR", "check_title": "VARCHAR", "severity": "VARCHAR",
    "severity_word": "VARCHAR", "verdict": "VARCHAR", "verdict_word": "VARCHAR",
    "flags": "VARCHAR", "flags_said": "VARCHAR", "quantity": "VARCHAR",
    "quantity_name": "VARCHAR", "place": "VARCHAR", "place_name": "VARCHAR", "period": "VARCHAR",
    "publisher": "VARCHAR", "publisher_name": "VARCHAR", "stated": "VARCHAR",
    "stated_written": "VARCHAR", "computed": "VARCHAR", "formula": "VARCHAR", "says": "VARCHAR",
    "says_written": "VARCHAR", "mend": "VARCHAR",
    "acknowledged_by": "VARCHAR", "acknowledged_by_name": "VARCHAR",
    "acknowledged_on": "VARCHAR", "reason": "VARCHAR", "points": "VARCHAR[]",
    "claims": "VARCHAR[]",
}  # fmt: skip
_BETWEEN: dict[Language, str] = {"en": ", ", "ur": "، "}


def found_in(engine: Engine, pack: Pack) -> list[Outcome]:
    """What the pack's rules find in what the engine shows."""
    closed = {name for name, source in sources().items() if source.about.publish != "rows"}
    return [each for each in outcomes(engine, pack, closed) if each.is_finding]


def found_by_rules(snapshot: Snapshot, pack: Pack, cache: Path | None) -> list[Outcome]:
    """The same of a state of the ledger, which is the same in every language."""
    with Engine(threads=1) as engine:
        snapshot.register(engine, cache)
        return found_in(engine, pack)


def register_findings(
    engine: Engine, pack: Pack, language: Language, found: Sequence[Outcome]
) -> None:
    """Make the table of findings."""
    engine.table(
        "check_finding",
        _COLUMNS,
        [_row(position, each, pack, language) for position, each in enumerate(found)],
    )


def _row(position: int, found: Outcome, pack: Pack, language: Language) -> dict[str, Any]:
    given = found.acknowledged
    quantities = dict.fromkeys([found.quantity, *(each.value.quantity for each in found.inputs)])
    points = dict.fromkeys(
        point
        for quantity in quantities
        if pack.has(QuantityRow, quantity)
        for point in pack.get(QuantityRow, quantity).point_ids
    )
    return {
        "position": position,
        "finding": found.id,
        "rule": found.rule,
        "rule_title": rule_title(found, pack, language),
        "check_name": found.check,
        "check_title": catalogue()["checks"][found.check]["title"][language],
        "severity": found.severity,
        "severity_word": severity_word(found.severity, language),
        "verdict": found.verdict,
        "verdict_word": verdict_word(found.verdict, language),
        "flags": "|".join(found.flags),
        "flags_said": _BETWEEN[language].join(flag_word(flag, language) for flag in found.flags),
        "quantity": found.quantity,
        "quantity_name": quantity_name(found.quantity, pack, language),
        "place": found.place,
        "place_name": place_name(found.place, pack, language),
        "period": found.period,
        "publisher": found.publisher,
        "publisher_name": publisher_name(found.publisher or "", pack, language),
        "stated": found.stated,
        "stated_written": stated(found, language, period_written),
        "computed": found.computed,
        "formula": formula(found),
        "says": said(found, language),
        "says_written": said(found, language, period_written),
        "mend": mend(found, pack, language),
        "acknowledged_by": given.by if given else None,
        "acknowledged_by_name": publisher_name(given.by, pack, language) if given else None,
        "acknowledged_on": given.on if given else None,
        "reason": given.reason if given else None,
        "points": list(points),
        "claims": list(found.claims),
    }
