"""What is known outside the text: the figures of a ledger and the facts of a pack."""

from __future__ import annotations

from dataclasses import dataclass

from naap.ledger.snapshot import Snapshot
from naap.pack import Pack

__all__ = ["Evidence"]


@dataclass(frozen=True)
class Evidence:
    """Figures and facts that claims can be held against."""

    pack: Pack

    @classmethod
    def of(cls, snapshot: Snapshot, pack: Pack) -> Evidence:
        """The figure claims of a snapshot, in the words of the pack."""
        return cls(pack)
