"""The review: plain pages that open from a file, each number one click from its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from naap.review.options import Options
    from naap.review.site import Built, build

__all__ = ["Built", "Options", "build"]


def __getattr__(name: str) -> Any:
    """All of the review is loaded only for who builds one, not for who helps with a part."""
    if name == "Options":
        from naap.review.options import Options

        return Options
    if name in {"Built", "build"}:
        from naap.review import site

        return getattr(site, name)
    raise AttributeError(name)
