"""Claims of a register, made by hand for tests."""

from __future__ import annotations

from datetime import date
from itertools import count

from naap.organisations.register import Body, Listing, Name, Register, Relation, Said, Tie
from naap.periods import parse_period

_NUMBERS = count(1)


def _said(
    kind: str, source: str, stated_on: str | None, status: str = "asserted"
) -> dict[str, object]:
    number = next(_NUMBERS)
    return {
        "claim_id": f"{number:064x}",
        "key": f"{kind}/test/{number}",
        "source": source,
        "publisher": None,
        "basis": "media",
        "stated_on": parse_period(stated_on) if stated_on else None,
        "recorded_on": date(2026, 1, 1),
        "handling": "TLP:CLEAR",
        "status": status,
        "note": None,
    }


def listing(
    event: str,
    when: str | None,
    *,
    org: str = "a",
    authority: str = "interior",
    source: str = "s",
    stated_on: str | None = None,
) -> Listing:
    return Listing(
        **_said("listing", source, stated_on),  # type: ignore[arg-type]
        organisation=org,
        event=event,
        authority=authority,
        instrument="Act",
        when=parse_period(when) if when else None,
        verified=True,
    )


def relation(
    kind: str,
    from_org: str,
    to_org: str | None,
    when: str | None = None,
    *,
    confidence: str = "high",
    until: str | None = None,
    source: str = "s",
    stated_on: str | None = None,
) -> Relation:
    status = "contested" if confidence == "contested" else "asserted"
    return Relation(
        **_said("relation", source, stated_on, status),  # type: ignore[arg-type]
        relation=kind,
        from_org=from_org,
        to_org=to_org,
        valid_from=parse_period(when) if when else None,
        valid_to=parse_period(until) if until else None,
        confidence=confidence,
    )


def tie(
    kind: str,
    org: str,
    other: str,
    *,
    source: str = "s",
    stated_on: str | None = None,
    when: str | None = None,
    confidence: str = "high",
) -> Tie:
    status = "contested" if confidence == "contested" else "asserted"
    return Tie(
        **_said("tie", source, stated_on, status),  # type: ignore[arg-type]
        tie=kind,
        organisation=org,
        other=other,
        when=parse_period(when) if when else None,
        role="treasurer" if kind == "officers" else None,
        told="What the source tells",
        confidence=confidence,
    )


def name(
    org: str, text: str, stated_on: str | None, *, kind: str = "name", source: str = "s"
) -> Name:
    return Name(
        **_said("name", source, stated_on),  # type: ignore[arg-type]
        organisation=org,
        name=text,
        script="Latn",
        name_kind=kind,
        eponym=False,
        valid_from=None,
        valid_to=None,
    )


def register(*claims: Said) -> Register:
    names = tuple(each for each in claims if isinstance(each, Name))
    relations = tuple(each for each in claims if isinstance(each, Relation))
    listings = tuple(each for each in claims if isinstance(each, Listing))
    orgs = {each.organisation for each in names} | {each.organisation for each in listings}
    ties = tuple(each for each in claims if isinstance(each, Tie))
    orgs |= {org for each in relations for org in (each.from_org, each.to_org) if org}
    orgs |= {org for each in ties for org in (each.organisation, each.other)}
    return Register(
        digest="0" * 64,
        released=date(2026, 1, 1),
        bodies={org: Body(org, f"Body {org.upper()}") for org in sorted(orgs)},
        authorities={each: each for each in sorted({one.authority for one in listings})},
        names=names,
        relations=relations,
        listings=listings,
        ties=ties,
    )
