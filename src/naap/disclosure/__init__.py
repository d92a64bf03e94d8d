"""Statistical disclosure control: no small count about people leaves the house, nor can it be
worked out from what does."""

from naap.disclosure.small_counts import SMALL_COUNT, guarded, small_counts

__all__ = ["SMALL_COUNT", "guarded", "small_counts"]
