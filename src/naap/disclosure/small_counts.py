"""The claims of a ledger that would tell a small count about people in programmes, prisons and
courts, by themselves or together with others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from naap.disclosure.boxes import Boxes, families
from naap.disclosure.counts import WIDEST, Cell, Said, commits
from naap.disclosure.family import Family
from naap.ledger import Ledger
from naap.ledger.handling import readable
from naap.ledger.manifest import Manifest
from naap.ledger.snapshot import KeptBack, Snapshot
from naap.pack import Pack
from naap.pack.rules import Ratio, Term
from naap.pack.tables import QuantityRow

__all__ = ["SMALL_COUNT", "guarded", "small_counts"]

SMALL_COUNT = "small count"
"""Why such a claim is withheld, where others have a handling label."""


def guarded(snapshot: Snapshot, pack: Pack) -> Snapshot:
    """The snapshot without the claims that tell small counts, for a reader below TLP:AMBER.

    They leave as claims withheld: how many, whose, and a keyed digest.
    """
    if snapshot.keep_back is not None or snapshot.clearance not in readable(WIDEST):
        return snapshot
    if not any(row.small_counts for row in pack.rows(QuantityRow)):
        return snapshot
    return replace(snapshot, keep_back=partial(small_counts, pack))


def small_counts(pack: Pack, ledger: Ledger, log: Sequence[Manifest]) -> KeptBack:
    """The claims that no reader below TLP:AMBER gets, of all commits of the log, and those that
    come without their words."""
    marked = {row.quantity_id for row in pack.rows(QuantityRow) if row.small_counts}
    measures = {row.quantity_id: row.measure for row in pack.rows(QuantityRow)}
    found = [_family(pack, names, measures, frozenset(marked)) for names in families(pack)]
    of_quantity = {name: family for family in found for name in family.boxes.measures}
    shares = _shares(pack, of_quantity, measures, marked)
    asked = {name: measures[name] for name in {*of_quantity, *shares} if name in measures}
    held: dict[str, Said] = {}
    every: list[Said] = []
    for commit in commits(ledger, log, asked):
        steps: dict[int, dict[str, tuple[Said | None, Said | None]]] = {}
        for key, after in commit.items():
            before = held.pop(key, None)
            if after is not None:
                held[key] = after
                every.append(after)
            for said in (before, after):
                if said is not None and said.cell.quantity not in shares:
                    at = found.index(of_quantity[said.cell.quantity])
                    steps.setdefault(at, {})[key] = (_of(before, found[at]), _of(after, found[at]))
        for at, step in steps.items():
            found[at].tell(step)
    claims = {
        *(claim for family in found for claim in family.kept_back),
        *(each.claim_id for each in every
          if each.cell.quantity in marked and each.tells_small("as_printed")),
        *_by_share(every, shares, of_quantity),
    }  # fmt: skip
    words = {
        "breakdown": _with_parts(every, of_quantity, marked),
        "note": frozenset(each.claim_id for each in every
                          if each.cell.quantity in marked and each.tells_small("note")),
    }  # fmt: skip
    return KeptBack(SMALL_COUNT, frozenset(claims), words)


def _family(
    pack: Pack, names: frozenset[str], measures: Mapping[str, str], marked: frozenset[str]
) -> Family:
    counted = {name: measures[name] for name in sorted(names) if measures[name] != "ratio"}
    return Family(Boxes(pack, counted), marked & names)


def _of(said: Said | None, family: Family) -> Said | None:
    return said if said is not None and said.cell.quantity in family.boxes.measures else None


def _with_parts(
    every: Iterable[Said], of_quantity: Mapping[str, Family], marked: Collection[str]
) -> frozenset[str]:
    """Claims whose parts as printed are small, or stand where something else is withheld."""
    return frozenset(
        said.claim_id
        for said in every
        if "breakdown" in said.words
        and (family := of_quantity.get(said.cell.quantity))
        and (family.has_secrets or (said.cell.quantity in marked and said.tells_small("breakdown")))
    )


def _shares(
    pack: Pack,
    of_quantity: Mapping[str, Family],
    measures: Mapping[str, str],
    marked: Iterable[str],
) -> dict[str, list[Ratio]]:
    """The shares that are worked out from counts of a family, and how."""
    found: dict[str, list[Ratio]] = {name: [] for name in marked if measures[name] == "ratio"}
    for rule in pack.rules.values():
        if isinstance(rule, Ratio) and rule.stated is not None:
            parts = {term.quantity for term in (*rule.numerator, *rule.denominator)}
            if parts & of_quantity.keys():
                found.setdefault(rule.stated.quantity, []).append(rule)
    return found


def _by_share(
    every: Iterable[Said], shares: Mapping[str, Sequence[Ratio]], of_quantity: Mapping[str, Family]
) -> set[str]:
    """Shares of which a part is not published: with the other part they would give it back."""
    return {
        said.claim_id
        for said in every
        if said.cell.quantity in shares
        and not (
            shares[said.cell.quantity]
            and all(
                _is_told(term, said.cell, of_quantity)
                for rule in shares[said.cell.quantity]
                for term in (*rule.numerator, *rule.denominator)
            )
        )
    }


def _is_told(term: Term, share: Cell, of_quantity: Mapping[str, Family]) -> bool:
    """Whether a part of a share is a number that everybody may read."""
    family = of_quantity.get(term.quantity)
    if family is None:
        return True
    start = share.start if family.boxes.measures.get(term.quantity) == "flow" else share.end
    return all(
        Cell(term.quantity, place, start, share.end) in family.published
        for place in (term.places or (share.place,))
    )
