"""What the tests of the PDF set it from: the review of a pack, without building its pages."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache, partial
from pathlib import Path

from naap.drawing.chart import drawn
from naap.engine import Engine
from naap.figures import compute, figures, prepare
from naap.figures.chart import chart_of
from naap.figures.figure import Language
from naap.review import Options
from naap.review.edition import _extra
from naap.review.origins import origin_of
from naap.review.pages import Drawn, Review
from naap.workspace import Workspace


@cache
def reviewed(name: str, language: Language) -> Review:
    """A pack's review in one language."""
    folder = Path(tempfile.mkdtemp(prefix="naap-pdf-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    workspace, _ = Workspace.create(folder / "workspace", name)
    options = Options.asked(workspace.pack)
    snapshot = workspace.snapshot(options.moment, clearance="TLP:CLEAR")
    with Engine(threads=1) as engine:
        prepare(engine, workspace.pack, snapshot, language)
        computed = {
            figure.figure_id: compute(figure, engine, workspace.pack, language)
            for figure in figures()
        }
        extras = {name: _extra(made, engine) for name, made in computed.items()}
        origins = {
            name: origin_of(made, engine, workspace.pack, b"") for name, made in computed.items()
        }
    pictures: Drawn = {
        "wide": {
            name: cache(partial(drawn, chart_of(made, "wide", extras[name])))
            for name, made in computed.items()
            if made.figure.has_chart and made.rows
        }
    }
    return Review(
        language, workspace.pack, snapshot, options, computed, origins, pictures, extras, []
    )
