"""Whose word a statement is, and whether it is independent of those who answer for a point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from naap.pack import Pack
from naap.pack.tables import ActionRow, BodyRow, ObligationRow, OwnerRow, SourceRow

__all__ = ["OF_THE_STATE", "Voices"]

OF_THE_STATE = frozenset({"office", "ministry", "authority", "agency", "committee", "province"})
"""Types of bodies that speak for the government; courts and parliament do not."""


@dataclass(frozen=True, eq=False)
class Voices:
    """Who speaks, in a pack: a body speaks as the largest body that it belongs to."""

    pack: Pack

    def of_body(self, body_id: str) -> str:
        """The largest body that it belongs to; a circle is cut where it closes."""
        seen = [body_id]
        while (larger := self.pack.get(BodyRow, seen[-1]).part_of) and larger not in seen:
            seen.append(larger)
        return seen[-1]

    def of(self, publisher: str | None, source: str) -> str | None:
        """The body that speaks in a statement; None where the pack knows none."""
        if publisher is not None and self.pack.has(BodyRow, publisher):
            return self.of_body(publisher)
        if self.pack.has(SourceRow, source):
            row = self.pack.get(SourceRow, source)
            if row.speaks_for is not None:
                return self.of_body(row.speaks_for)
            named = self._named.get((row.publisher or "").lower())
            return None if named is None else self.of_body(named)
        return None

    def answering(self, point_id: str) -> frozenset[str]:
        """The voices that answer for a point: its owners, the owners of its actions, and the
        bodies that owe returns on it."""
        return self._answering.get(point_id, frozenset())

    def independent(self, publisher: str | None, source: str, point_id: str) -> bool:
        """Whether a statement comes neither from whoever answers for the point nor from another
        office of the government.

        A statement of nobody that the pack knows is not independent: it may be anybody's.
        """
        voice = self.of(publisher, source)
        if voice is None or voice in self._of_the_state:
            return False
        return voice not in self.answering(point_id)

    @cached_property
    def _of_the_state(self) -> frozenset[str]:
        rows = self.pack.rows(BodyRow)
        return frozenset(self.of_body(row.body_id) for row in rows if row.type in OF_THE_STATE)

    @cached_property
    def _named(self) -> dict[str, str]:
        return {row.name_en.lower(): row.body_id for row in self.pack.rows(BodyRow)}

    @cached_property
    def _answering(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for owner in self.pack.rows(OwnerRow):
            found.setdefault(owner.point_id, set()).add(self.of_body(owner.body_id))
        for action in self.pack.rows(ActionRow):
            if action.owner is not None:
                found.setdefault(action.point_id, set()).add(self.of_body(action.owner))
        for row in self.pack.rows(ObligationRow):
            found.setdefault(row.point_id, set()).update(map(self.of_body, row.body_ids))
        return {point: frozenset(voices) for point, voices in found.items()}
