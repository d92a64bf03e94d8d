"""What actions and points have in common: a proposed state, what it rests on, who decided else."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from naap.status.completion_rules import NO_EVIDENCE
from naap.status.deciding import Decided
from naap.status.words import Why

__all__ = ["Proposed"]


@dataclass(frozen=True, kw_only=True)
class Proposed(ABC):
    """``rule`` proposed ``evidenced``, for the reason ``why``; ``claims`` are the ids, and ``keys``
    the keys, of what the proposal and the reports rest on."""

    evidenced: str
    rule: str
    why: Why
    claims: tuple[str, ...]
    keys: tuple[str, ...]
    handling: str
    decided: Decided | None

    @property
    def state(self) -> str:
        """A person's rating where there is one; else what the rules propose."""
        return self.decided.state if self.decided else self.evidenced

    @property
    def light(self) -> str | None:
        """The state that a summary may show: none where what was asked is incomplete, or where
        nothing is known."""
        return None if self.is_incomplete or self.state == NO_EVIDENCE else self.state

    @property
    @abstractmethod
    def is_incomplete(self) -> bool:
        """Whether something that was asked is not there to be seen."""
