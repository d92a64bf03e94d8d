"""The review: a site of plain pages that opens from a file, every number one click from its source."""

from naap.review.build import Built, build
from naap.review.options import Options

__all__ = ["Built", "Options", "build"]
