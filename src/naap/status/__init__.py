"""Status: how far the plan has come, and how well that is reported. Functions over the pack and
the ledger; the review, the commands and the web desk show what they give."""

from naap.status.completion import ActionState
from naap.status.completion_rules import SCALE
from naap.status.contradictions import Contradiction
from naap.status.neglect import Neglected
from naap.status.points import PointState
from naap.status.whole import PERIODS, Status, status_of

__all__ = [
    "PERIODS", "SCALE", "ActionState", "Contradiction", "Neglected", "PointState", "Status",
    "status_of",
]  # fmt: skip
