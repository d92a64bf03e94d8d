"""The review: plain pages that open from a file, each number one click from its source."""

from naap.review.build import Built, build
from naap.review.options import Options

__all__ = ["Built", "Options", "build"]
