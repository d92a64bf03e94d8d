"""Reviews of a period for tests: without pictures, from a pack that ships or a simulated run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from unittest.mock import patch

from naap.engine import Engine
from naap.figures import compute, figures, prepare
from naap.figures.check_findings import found_in
from naap.figures.figure import Language
from naap.pack.past import known_by
from naap.review import Options
from naap.review.halfyear.narrative import Narrative
from naap.review.halfyear.pages import pages_of_halfyear
from naap.review.origins import origins_of
from naap.review.pages import Drawn, Review, _Page
from naap.review.registers.pages import pages_of_registers
from naap.review.scorecard.pages import pages_of_scorecard
from naap.review.topics import topics
from naap.workspace import Workspace

_ASKED = {
    "published-statements", "ratings", "findings", "organisation-listings", "deaths-by-month",
    "points-by-domain", "at-a-glance", "statements-per-point",
}  # fmt: skip


def period_of(
    workspace: Workspace,
    period: str | None,
    language: Language = "en",
    narratives: tuple[Narrative, ...] = (),
    stated_by: date | None = None,
) -> Review:
    """A review of a period in one language, with the figures that its pages ask."""
    options = Options.asked(workspace.pack, period, None, stated_by, (language,))
    options = replace(options, narratives=narratives)
    pack = workspace.pack
    if options.moment.stated_by is not None:
        pack = known_by(pack, options.moment.stated_by)
    snapshot = workspace.snapshot(options.moment, clearance="TLP:CLEAR")
    with Engine(threads=1) as engine:
        snapshot.register(engine)
        found = found_in(engine, pack)
    with Engine(threads=1) as engine:
        prepare(engine, pack, snapshot, language, None, found)
        computed = {
            each.figure_id: compute(each, engine, pack, language)
            for each in figures() if each.figure_id in _ASKED
        }  # fmt: skip
        origins = origins_of(computed.values(), engine, pack, b"")
    drawn: Drawn = {"wide": {}, "narrow": {}}
    return Review(language, pack, snapshot, options, computed, origins, drawn, {}, [])


def pages_of(review: Review) -> dict[str, str]:
    """The pages of the six-monthly review and of the scorecard, and their origins."""
    page = _Page(review)
    wanted = {pages_of_halfyear, pages_of_scorecard}
    own = [each for each in topics() if each.pages in {*wanted, pages_of_registers}]
    # Other subjects would ask for all figures, only to say what stands in the menu.
    with patch("naap.review.pages.topics", lambda: own):
        return {name: html for each in own if each.pages in wanted
                for name, html in each.pages(review, page, False)}  # fmt: skip
