"""Pictures of pages: taken in the system's Chromium, and compared there with those that are kept.

A picture is compared by the mean colours of the cells of a coarse grid. Another way to smooth
letters changes these by little; a block that moved or is missing changes many of them by much.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

__all__ = ["KEPT", "Difference", "browser", "compare", "fonts_lack", "take"]

KEPT = Path(__file__).parent / "fixtures" / "screens"
HIGHEST = 1600
"""So much of a page is pictured, from its top, in CSS pixels."""
SCALE = 0.5
"""Pixels of a picture for each CSS pixel: enough for a grid, and a quarter of the bytes."""
CELL = 16
"""Side of a cell of the grid, in CSS pixels: less than a line of text."""
FAR = 14
"""From 0 to 255: a cell whose mean colour is further off has changed."""
MOST_CHANGED = 6
"""So many cells may have changed: less than a short line of text takes up."""
FONTS_DIFFER = 0.004
"""The share by which a probe may be wider or narrower."""

# What differs from build to build and says nothing about the look.
_STILL = "footer, code, pre { visibility: hidden } * { caret-color: transparent }"
_PROBES = {
    "text": "<p>Attacks and people killed 1,206</p>",
    "title": "<h1>Attacks and people killed 1,206</h1>",
    "urdu": '<p lang="ur" dir="rtl">حملے اور ہلاک افراد</p>',
}
_WIDTH = """html => {
    const holder = document.createElement('div');
    holder.style.cssText = 'position:absolute;white-space:nowrap;width:max-content';
    holder.innerHTML = html;
    document.body.append(holder);
    const width = holder.getBoundingClientRect().width;
    holder.remove();
    return width;
}"""
_MEANS = """async ([pictures, cell]) => Promise.all(pictures.map(async data => {
    const picture = new Image();
    picture.src = 'data:image/png;base64,' + data;
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const drawn = canvas.getContext('2d');
    drawn.drawImage(picture, 0, 0);
    const {data: bytes} = drawn.getImageData(0, 0, picture.width, picture.height);
    const across = Math.ceil(picture.width / cell), down = Math.ceil(picture.height / cell);
    const sums = new Float64Array(across * down * 4);
    for (let y = 0; y < picture.height; y++) for (let x = 0; x < picture.width; x++) {
        const from = 4 * (y * picture.width + x);
        const to = 4 * (Math.floor(y / cell) * across + Math.floor(x / cell));
        for (let part = 0; part < 3; part++) sums[to + part] += bytes[from + part];
        sums[to + 3] += 1;
    }
    const cells = [];
    for (let to = 0; to < sums.length; to += 4)
        cells.push([0, 1, 2].map(part => sums[to + part] / sums[to + 3]));
    return {width: picture.width, height: picture.height, across, cells};
}))"""


@dataclass(frozen=True)
class Difference:
    """How far a picture is from the kept one: changed cells, and the box around them."""

    changed: int
    box: tuple[int, int, int, int] | None
    """Left, top, right, bottom, in CSS pixels."""

    @property
    def matters(self) -> bool:
        return self.changed > MOST_CHANGED

    def __str__(self) -> str:
        if self.box is None:
            return "the pictures are of different sizes"
        left, top, right, bottom = self.box
        return (
            f"{self.changed} cells of {CELL} pixels changed, "
            f"between {left},{top} and {right},{bottom} of the page"
        )


@contextmanager
def browser() -> Iterator[Browser]:
    from tests.conftest import find_chromium

    with sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=find_chromium(),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--font-render-hinting=none",
            ],
        )
        try:
            yield started
        finally:
            started.close()


def take(started: Browser, address: str, width: int) -> bytes:
    """A PNG of the top of a page, in light colours and without a script of the page's own."""
    context = started.new_context(
        viewport={"width": width, "height": HIGHEST},
        device_scale_factor=SCALE,
        color_scheme="light",
        reduced_motion="reduce",
        java_script_enabled=False,
    )
    try:
        page = context.new_page()
        page.goto(address)
        return page.screenshot(animations="disabled", style=_STILL)
    finally:
        context.close()


def compare(page: Page, kept: bytes, now: bytes) -> Difference:
    """The page is an empty one, in which both pictures are decoded."""
    pictures = [base64.b64encode(each).decode() for each in (kept, now)]
    before, after = page.evaluate(_MEANS, [pictures, round(CELL * SCALE)])
    if (before["width"], before["height"]) != (after["width"], after["height"]):
        return Difference(sys.maxsize, None)
    changed = [
        number
        for number, (old, new) in enumerate(zip(before["cells"], after["cells"], strict=True))
        if max(abs(one - other) for one, other in zip(old, new, strict=True)) > FAR
    ]
    if not changed:
        return Difference(0, (0, 0, 0, 0))
    columns = [number % before["across"] for number in changed]
    lines = [number // before["across"] for number in changed]
    return Difference(
        len(changed),
        (
            min(columns) * CELL,
            min(lines) * CELL,
            (max(columns) + 1) * CELL,
            (max(lines) + 1) * CELL,
        ),
    )


def widths(page: Page) -> dict[str, float]:
    """How wide this machine sets some words in the review's own fonts. The page is a review's."""
    return {name: round(page.evaluate(_WIDTH, html), 2) for name, html in _PROBES.items()}


@cache
def fonts_lack() -> str | None:
    """Why pictures taken here cannot be compared with the kept ones, or None where they can.

    Asked in a process of its own: Playwright allows one conversation in a process at a time.
    """
    kept = json.loads((KEPT / "fonts.json").read_text(encoding="utf-8"))
    done = subprocess.run(
        [sys.executable, "-m", "tests.end_to_end.test_visual", "--fonts"],
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        return f"the fonts cannot be measured: {done.stderr.strip().splitlines()[-1]}"
    here: dict[str, Any] = json.loads(done.stdout)
    for name, width in kept.items():
        if abs(here[name] - width) > FONTS_DIFFER * width:
            return (
                f"fonts differ from those of the pictures (the {name} probe is {here[name]} "
                f"wide, not {width})"
            )
    return None
