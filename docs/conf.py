"""Sphinx settings. Any warning fails the build, and the build needs no network."""

import logging
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from naap import __version__

project = "Naap"
author = "The Naap contributors"
copyright = f"2026, {author}"
release = __version__

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
nitpicky = True

# The index lists folders of pages, and a folder may still be empty. Sphinx gives this warning no
# type, so suppress_warnings cannot name it.
logging.getLogger("sphinx.sphinx.directives.other").addFilter(
    lambda record: getattr(record, "subtype", None) != "empty_glob"
)

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "Naap"
html_static_path: list[str] = []
html_show_sphinx = False
html_copy_source = False
