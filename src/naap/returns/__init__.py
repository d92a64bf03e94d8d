"""Returns: what bodies owe, the workbooks they fill in, and how these become claims.

The functions here are what commands and the web desk call; neither computes anything itself.
"""

from naap.returns.expected import Expected, Row, expected, rows_of
from naap.returns.reporting import Reported, reporting
from naap.returns.store import Store

__all__ = ["Expected", "Reported", "Row", "Store", "expected", "reporting", "rows_of"]
