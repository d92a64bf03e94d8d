"""The ledger: the only writer of evidence."""

from naap.ledger.batch import Batch, Coverage, Receipt
from naap.ledger.claim import Claim, RefusedClaim, make_claim
from naap.ledger.ledger import Ledger
from naap.ledger.state import Moment

__all__ = [
    "Batch",
    "Claim",
    "Coverage",
    "Ledger",
    "Moment",
    "Receipt",
    "RefusedClaim",
    "make_claim",
]
