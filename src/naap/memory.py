"""Python looks through its memory, again and again, for what is no longer needed and holds itself.

Where a lot is made of which nearly all is needed to the end, that search takes long and frees
nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["kept"]


@contextmanager
def kept() -> Iterator[None]:
    """Without the search, until the work is done. One within another changes nothing."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            # As old as what has been looked through often, or enabling would look through it all.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
