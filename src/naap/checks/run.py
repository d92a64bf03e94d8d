"""Runs the rules of a pack over the figures of a ledger."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from naap.checks import beside, single, sums
from naap.checks.acknowledging import acknowledgements, with_acknowledgement
from naap.checks.outcome import Outcome
from naap.checks.values import Book, values_of
from naap.engine import Engine
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.pack.rules import Rule

__all__ = ["RUNNERS", "check_ledger", "outcomes", "run_rules"]

RUNNERS: Mapping[str, Callable[[str, Any, Book], Iterator[Outcome]]] = {
    "sum": sums.sums,
    "identity": sums.identities,
    "stock-flow": sums.stocks_and_flows,
    "ratio": sums.ratios,
    "rate": sums.rates,
    "change": sums.changes,
    "denominator": sums.denominators,
    "cumulative": beside.cumulative,
    "stale": beside.stale,
    "break": beside.breaks,
    "outlier": beside.far_off,
    "publishers": beside.publishers,
    "repeats": beside.repeats,
    "bounds": single.bounds,
    "unit": single.units,
    "breakdown": single.breakdowns,
    "printed": single.printed,
    "vocabulary": single.vocabulary,
}
"""The function that runs the rules of each check."""

_ORDER = ("error", "warning", "note")


def run_rules(rules: Mapping[str, Rule], book: Book) -> list[Outcome]:
    """Every outcome of every rule: what holds as well as the findings.

    Findings come first, the gravest first, then in the order of the rules.
    """
    found: list[Outcome] = []
    for rule_id, rule in rules.items():
        seen = set()
        for each in RUNNERS[rule.check](rule_id, rule, book):
            if each.id not in seen:
                seen.add(each.id)
                found.append(each)
    return sorted(found, key=lambda each: (not each.is_finding, _ORDER.index(each.severity)))


def outcomes(engine: Engine, pack: Pack, without: Collection[str] = ()) -> list[Outcome]:
    """All outcomes on the claims that the engine shows, acknowledged findings marked.

    ``without``: ids of sources whose figures are left out, such as those that no page may print.
    """
    if not pack.rules:
        return []
    known = acknowledgements(engine)
    book = Book(pack, values_of(engine, pack, without))
    return [with_acknowledgement(each, known) for each in run_rules(pack.rules, book)]


def check_ledger(pack: Pack, snapshot: Snapshot, cache: Path | None = None) -> list[Outcome]:
    """All outcomes on what a reader of this snapshot sees."""
    with Engine() as engine:
        snapshot.register(engine, cache)
        return outcomes(engine, pack)
