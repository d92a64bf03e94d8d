"""Only subjects that exist: every id in a claim must be registered in the pack."""

from __future__ import annotations

import difflib

from naap.ledger import Claim, RefusedClaim
from naap.pack import Pack
from naap.pack.tables import (
    ActionRow,
    BodyRow,
    OrganisationRow,
    PlaceRow,
    PointRow,
    QuantityRow,
    Row,
    ScopeRow,
    SourceRow,
)

__all__ = ["check_subjects", "nearest"]

_REGISTERS: dict[str, dict[str, type[Row]]] = {
    "figure": {
        "publisher": BodyRow, "quantity": QuantityRow, "place": PlaceRow, "scope": ScopeRow,
        "source": SourceRow,
    },
    "account": {"publisher": BodyRow, "country": PlaceRow},
    "name": {"organisation": OrganisationRow, "source": SourceRow},
    "relation": {
        "from_organisation": OrganisationRow, "to_organisation": OrganisationRow,
        "source": SourceRow,
    },
    "listing": {"organisation": OrganisationRow, "authority": BodyRow, "source": SourceRow},
    "tie": {
        "organisation": OrganisationRow, "other_organisation": OrganisationRow,
        "source": SourceRow,
    },
    "rating": {"assessor": BodyRow, "point": PointRow, "source": SourceRow},
    "action_report": {"body": BodyRow, "action": ActionRow, "place": PlaceRow},
    "no_value": {
        "body": BodyRow, "quantity": QuantityRow, "action": ActionRow, "place": PlaceRow,
    },
}  # fmt: skip


def check_subjects(pack: Pack, claim: Claim) -> Claim:
    """The claim itself; RefusedClaim where it speaks of something that the pack does not know."""
    for column, register in _REGISTERS.get(claim.kind, {}).items():
        named = claim.fields.get(column)
        if named is not None and not pack.has(register, named):
            raise RefusedClaim(
                column,
                repr(named),
                f"an id from the pack's {register.table}.csv{nearest(pack, register, named)}",
            )
    return claim


def nearest(pack: Pack, register: type[Row], named: str) -> str:
    """The registered ids that look like the one named, for the end of a message."""
    known = [str(getattr(row, str(register.key))) for row in pack.rows(register)]
    near = difflib.get_close_matches(named, known, n=3, cutoff=0.6)
    return f"; nearest: {', '.join(near)}" if near else ""
