"""How much memory this process has needed at most."""

from __future__ import annotations

import resource
import sys

__all__ = ["peak_memory_mb"]


def peak_memory_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 1024) / 1e6
