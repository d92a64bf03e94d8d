"""The whole review that ships, beside a generator of static data sites on the same numbers."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.bench._process import Cost, naap, run
from tests.bench.peer import framework
from tests.bench.peer.output import Output
from tests.bench.peer.reading import cells_seen, has_browser, served

SAYS = (
    "the shipped review in all languages, cold (target: 10 s, 800 MB on 2 cores) and warm (3 s), "
    "at most 40 MB and 400 files; against Observable Framework"
)
RUNS = 3


def prepare() -> None:
    """Install what the review is compared with, where that can be had."""
    if (trouble := framework.install()) is not None:
        print(f"review: Observable Framework is left out: {trouble}", file=sys.stderr)


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="naap-bench-") as scratch:
        folder = Path(scratch)
        site = folder / "review"
        cold = review(folder / "cache", site, watched=False)
        warm = review(folder / "cache", site, watched=False)
        seen = review(folder / "another-cache", folder / "another", watched=True)
        cold = replace(cold, peak_mb=seen.peak_mb)
        ours = Output(site)
        return {
            **cold.named("cold"),
            **warm.named("warm"),
            **ours.measured("site"),
            "site_pdfs": len(list(site.rglob("*.pdf"))),
            **beside(folder, site, ours, cold, warm),
        }


def review(cache: Path, site: Path, *, watched: bool) -> Cost:
    """What a user waits for, from the command to the last file."""
    settings = {"XDG_CACHE_HOME": str(cache)}
    return run(naap("review", "--out", str(site)), site.parent, settings, watched=watched)


_OURS_ALONE = {
    "scorecard", "registers", "incidents", "outlook", "outlook-evaluation", "outlook-months",
    "claims",
}  # fmt: skip
"""Names of pages, and of folders of pages."""


def beside(folder: Path, site: Path, ours: Output, cold: Cost, warm: Cost) -> dict[str, float]:
    """The same figures and pages by the other generator, and its cost as a multiple of ours.

    It is not given the pages on what is computed beside figures: scorecard, registers, incidents
    and outlook; and it shows all claims with each figure, for which ours has pages of claims.
    ``pages_ours_alone`` says how many these are; ours has the work of them too.
    """
    if not framework.is_installed():
        return {}
    project = framework.project(folder / "framework", site)
    first = framework.build(project, watched=False)
    again = framework.build(project, watched=False)
    first = replace(first, peak_mb=framework.build(project, watched=True).peak_mb)
    theirs = Output(project / "dist")
    ours_alone = sum(
        1 for page in site.rglob("*.html")
        if _OURS_ALONE & {page.stem, *page.relative_to(site).parts}
    )  # fmt: skip
    assert theirs.pages >= ours.pages - ours_alone, "the other generator was given fewer pages"
    return {
        "pages_ours_alone": ours_alone,
        **first.named("framework_cold"),
        **again.named("framework_warm"),
        **theirs.measured("framework"),
        "framework_cold_time_ratio": first.seconds / cold.seconds,
        "framework_cold_cpu_ratio": first.cpu_seconds / cold.cpu_seconds,
        "framework_warm_time_ratio": again.seconds / warm.seconds,
        "framework_memory_ratio": first.peak_mb / cold.peak_mb,
        "framework_size_ratio": theirs.megabytes / ours.megabytes,
        "framework_files_ratio": theirs.files / ours.files,
        **(opened(site, theirs.folder) if has_browser() else {}),
    }


def opened(ours: Path, theirs: Path) -> dict[str, float]:
    """Table cells that a reader sees of one figure, from a file and, for theirs, from a server."""
    page = "figures/attacks-by-year.html"
    with served(theirs) as address:
        from_server = cells_seen(f"{address}/en/{page}")
    assert from_server > 0, "the other generator's page stays empty even on a server"
    return {
        "cells_from_file": cells_seen((ours / page).as_uri()),
        "framework_cells_from_server": from_server,
        "framework_cells_from_file": cells_seen((theirs / "en" / page).as_uri()),
    }
