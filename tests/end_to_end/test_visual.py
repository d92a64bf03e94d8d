"""The main pages look as they did when their pictures were last taken and looked at.

After a change that is meant: python -m tests.end_to_end.test_visual
Then look at the pictures in tests/fixtures/screens before they are committed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.review_makers import shipped_site
from tests.screens import HIGHEST, KEPT, MOST_CHANGED, browser, compare, take, widths

PROJECT = Path(__file__).resolve().parents[2]
NEW = PROJECT / "out" / "screens"
PAGES = {
    "index": "index.html",
    "points": "points.html",
    "point": "points/SAP22-01.html",
    "figure": "figures/attacks-by-year.html",
    "origin": "origins/attacks-by-year.html",
    "methods": "methods.html",
}
FOLDERS = {"en": "", "ur": "ur/"}
WIDTHS = {"wide": 1280, "narrow": 390}
SCREENS = {
    f"{name}-{language}-{size}": (folder + page, width)
    for name, page in PAGES.items()
    for language, folder in FOLDERS.items()
    for size, width in WIDTHS.items()
}
REFRESH = "If that is meant: python -m tests.end_to_end.test_visual, and look at the pictures."


def address(page: str) -> str:
    return (shipped_site("example").folder / page).as_uri()


@pytest.fixture(scope="module")
def started(chromium_path: str) -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture
def empty(started: Browser) -> Iterator[Page]:
    page = started.new_page()
    yield page
    page.close()


@pytest.mark.browser
@pytest.mark.screens
@pytest.mark.parametrize("name", SCREENS)
def test_a_page_looks_as_in_its_picture(name: str, started: Browser, empty: Page) -> None:
    page, width = SCREENS[name]
    now = take(started, address(page), width)
    difference = compare(empty, (KEPT / f"{name}.png").read_bytes(), now)
    if difference.matters:
        NEW.mkdir(parents=True, exist_ok=True)
        path = NEW / f"{name}.png"
        path.write_bytes(now)
        pytest.fail(f"{page}: {difference}. The new picture: {path}. {REFRESH}", pytrace=False)


def test_every_picture_that_is_kept_is_compared() -> None:
    assert {path.stem for path in KEPT.glob("*.png")} == set(SCREENS)


BLOCKS = "".join(
    f"<h2>Heading {number}</h2><p class=p{number}>{'A sentence of the page. ' * 20}</p>"
    for number in range(6)
)


def changed_cells(started: Browser, empty: Page, style: str, folder: Path) -> int:
    """How many cells a change of style changes on a plain page."""
    pictures = []
    for number, css in enumerate(("", style)):
        path = folder / f"{number}.html"
        path.write_text(f"<style>body {{ font: 16px/1.5 serif }} {css}</style>{BLOCKS}")
        pictures.append(take(started, path.as_uri(), 800))
    return compare(empty, *pictures).changed


@pytest.mark.browser
@pytest.mark.parametrize(
    "style",
    [".p3 { visibility: hidden }", ".p3 { margin-top: 40px }", "body { padding-left: 20px }",
     "p { background: #ddd }", "h2 { font-size: 28px }"],
)  # fmt: skip
def test_a_block_that_moved_or_is_missing_is_seen(
    style: str, started: Browser, empty: Page, tmp_path: Path
) -> None:
    assert changed_cells(started, empty, style, tmp_path) > 10 * MOST_CHANGED


@pytest.mark.browser
@pytest.mark.parametrize(
    "style", ["", "body { color: #060606 }", "body { text-shadow: 0 0 .4px #8888 }"]
)
def test_letters_drawn_a_little_otherwise_are_not(
    style: str, started: Browser, empty: Page, tmp_path: Path
) -> None:
    assert changed_cells(started, empty, style, tmp_path) == 0


def fonts() -> dict[str, float]:
    """The widths of the probes, on a page of the example."""
    with browser() as found:
        page = found.new_page(viewport={"width": 1280, "height": HIGHEST})
        page.goto(address("ur/index.html"))
        page.evaluate("document.fonts.ready.then(() => 0)")
        return widths(page)


def refresh() -> None:
    """Take every picture anew, and note how wide the fonts of this machine run."""
    with browser() as found:
        taken = {
            f"{name}.png": take(found, address(page), width)
            for name, (page, width) in SCREENS.items()
        }
    taken["fonts.json"] = f"{json.dumps(fonts(), indent=1)}\n".encode()
    # All are there, so that a browser that fails leaves the old ones.
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in KEPT.glob("*.png"):
        old.unlink()
    for name, content in taken.items():
        (KEPT / name).write_bytes(content)
    size = sum(path.stat().st_size for path in KEPT.iterdir())
    print(
        f"{len(SCREENS)} pictures in {KEPT}, {size:,} bytes. Look at them before you commit them."
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Take the pictures of the main pages anew.")
    parser.add_argument("--fonts", action="store_true", help="only measure the fonts; as JSON")
    if parser.parse_args().fonts:
        print(json.dumps(fonts()))
    else:
        refresh()
