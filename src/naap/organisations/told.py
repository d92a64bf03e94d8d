"""How claims of the register are told: as plain data for machines, and as words for a screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from naap.organisations.dates import Dating
from naap.organisations.lineage import Hop, Path, Step
from naap.organisations.listed import Coverage, Turn, Verdict, coverage_of
from naap.organisations.register import Listing, Name, Register, Relation, Said
from naap.organisations.register_diff import RegisterDiff
from naap.periods import Period

__all__ = [
    "coverage_json", "coverage_words", "diff_json", "path_json", "step_json", "step_words",
    "verdict_json", "when_words",
]  # fmt: skip


def verdict_json(register: Register, verdict: Verdict) -> dict[str, Any]:
    """One authority's answer, with every claim that it rests on."""
    return {
        "org_id": verdict.organisation,
        "name": register.name_of(verdict.organisation),
        "authority": verdict.authority,
        "authority_name": register.authorities.get(verdict.authority, verdict.authority),
        "on": verdict.on.isoformat(),
        "answer": verdict.answer,
        "events": [_turn_json(register, turn) for turn in verdict.turns],
        "undated": [_listing_json(register, each) for each in verdict.undated],
        "under_observation": [_listing_json(register, each) for each in verdict.observed],
        "contested_dates": [
            [period.text for period in turn.dating.dates] for turn in verdict.contested
        ],
        "retracted": [
            _listing_json(register, each) for each in verdict.withdrawn if isinstance(each, Listing)
        ],
        "through": [
            {
                "org_id": each.organisation,
                "name": register.name_of(each.organisation),
                "answer": each.answer,
                "relation": each.relation.relation,
                "said_by": _said_json(register, each.relation),
            }
            for each in verdict.through
        ],
        "coverage": coverage_json(register, coverage_of(register, verdict.authority)),
    }


def coverage_json(register: Register, coverage: Coverage) -> dict[str, Any]:
    return {
        "authority": coverage.authority,
        "register_released": register.released.isoformat(),
        "digest": register.digest,
        "organisations": coverage.bodies,
        "without_a_date": coverage.undated,
        "first_event": _day(coverage.first),
        "last_event": _day(coverage.last),
        "newest_source": _day(coverage.newest_source),
    }


def coverage_words(register: Register, coverage: Coverage) -> str:
    name = register.authorities.get(coverage.authority, coverage.authority)
    if not coverage.bodies:
        return f"{name}: nothing in this register"
    undated = f", {coverage.undated} of them without a date" if coverage.undated else ""
    events = f", events from {coverage.first} to {coverage.last}" if coverage.first else ""
    newest = f", newest source {coverage.newest_source}" if coverage.newest_source else ""
    return f"{name}: {coverage.bodies} organisations{undated}{events}{newest}"


def _turn_json(register: Register, turn: Turn) -> dict[str, Any]:
    return {
        "event": "listed" if turn.puts_on else "delisted",
        **_dating_json(turn.dating),
        "claims": [_listing_json(register, each) for each in turn.claims],
    }


def _dating_json(dating: Dating) -> dict[str, Any]:
    return {
        "dates": [period.text for period in dating.dates],
        "precision": [period.precision for period in dating.dates],
        "contested": dating.contested,
        "not_before": dating.earliest.isoformat(),
        "not_after": dating.latest.isoformat(),
    }


def _listing_json(register: Register, listing: Listing) -> dict[str, Any]:
    return {
        "event": listing.event,
        "date": _text(listing.when),
        "precision": listing.when.precision if listing.when else None,
        "instrument": listing.instrument,
        "verified": listing.verified,
        **_said_json(register, listing),
    }


def _said_json(register: Register, said: Said) -> dict[str, Any]:
    return {
        "status": said.status,
        "source": said.source,
        "source_title": register.source_title(said.source),
        "basis": said.basis,
        "stated_on": _text(said.stated_on),
        "recorded_on": said.recorded_on.isoformat(),
        "note": said.note,
        "claim": said.key,
        "claim_id": said.claim_id,
    }


def step_json(register: Register, step: Step) -> dict[str, Any]:
    """A step with its claims; ``from`` and ``to`` as in the sources' sentence."""
    first = step.claims[0]
    return {
        "relation": step.relation,
        "from": first.from_org,
        "from_name": register.name_of(first.from_org),
        "to": first.to_org,
        "to_name": register.name_of(first.to_org) if first.to_org else None,
        "older": step.older,
        "newer": step.newer,
        "contested": step.contested,
        **(_dating_json(step.dating) if step.dating else {"dates": []}),
        "claims": [_relation_json(register, claim) for claim in step.claims],
    }


def _relation_json(register: Register, claim: Relation) -> dict[str, Any]:
    return {
        "valid_from": _text(claim.valid_from),
        "valid_to": _text(claim.valid_to),
        "precision": claim.valid_from.precision if claim.valid_from else None,
        "confidence": claim.confidence,
        **_said_json(register, claim),
    }


def path_json(register: Register, path: Path) -> dict[str, Any]:
    return {
        "organisations": list(path.bodies),
        "names": [register.name_of(each) for each in path.bodies],
        "hops": [_hop_json(register, hop) for hop in path.hops],
    }


def _hop_json(register: Register, hop: Hop) -> dict[str, Any]:
    return {
        "older": hop.older,
        "newer": hop.newer,
        "steps": [step_json(register, step) for step in hop.steps],
    }


def diff_json(register: Register, diff: RegisterDiff) -> dict[str, Any]:
    return {
        "from": diff.start.isoformat(),
        "to": diff.end.isoformat(),
        "digest": register.digest,
        "listings": [
            {
                "org_id": each.organisation,
                "name": register.name_of(each.organisation),
                "authority": each.authority,
                "before": each.before,
                "after": each.after,
                "surely_between": each.surely,
                **(
                    _turn_json(register, each.turn)
                    if each.turn
                    else {
                        "event": "under observation",
                        "claims": [_listing_json(register, each.observed)] if each.observed else [],
                    }
                ),
            }
            for each in diff.listings
        ],
        "relations": [
            {
                "what": "ended" if each.ended else "began",
                "surely_between": each.surely,
                **step_json(register, each.step),
            }
            for each in diff.relations
        ],
        "names": [_name_json(register, each.name) for each in diff.names],
        "listings_without_a_date": diff.undated_listings,
        "relations_without_a_date": diff.undated_relations,
    }


def _name_json(register: Register, name: Name) -> dict[str, Any]:
    return {
        "org_id": name.organisation,
        "name": name.name,
        "script": name.script,
        "kind": name.name_kind,
        **_said_json(register, name),
    }


def step_words(register: Register, step: Step) -> str:
    """The step as a sentence without its date: 'Ridge Front renamed to New Ridge'."""
    first = step.claims[0]
    words = step.relation.replace("_", " ")
    named = register.name_of(first.from_org)
    other = f" {register.name_of(first.to_org)}" if first.to_org else ""
    return f"{named} {words}{other}"


def when_words(periods: Iterable[Period]) -> str:
    """Dates as printed, those that differ with 'or' between them."""
    return " or ".join(period.text for period in periods) or "date not recorded"


def _text(period: Period | None) -> str | None:
    return None if period is None else period.text


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
