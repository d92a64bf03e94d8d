"""Urdu pages read as Urdu: sentences end as Urdu sentences do, and parts of years are in words."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import groupby

import pytest
from playwright.sync_api import sync_playwright

from tests.review_makers import shipped_site, site_of_period
from tests.site_walk import Element, Site

PERIOD = "2023-H2"
INLINE = {"a", "abbr", "b", "bdi", "cite", "data", "em", "i", "small", "span", "strong", "time",
          "tspan"}  # fmt: skip
NOT_READ = {"script", "style", "code", "pre"}
READ_ALOUD = ("title", "aria-label", "alt", "data-label", "content")
LATIN_END = re.compile(r"(?<![A-Za-z])[.?](?=\s|$)")
PART_OF_A_YEAR = re.compile(r"(?<![\w-])(?:[0-9]{4}-(?:H[12]|Q[1-4])|FY[0-9]{4}-[0-9]{2})(?![\w-])")
"""As data write it; within the key of a claim it stays so."""
DAY = re.compile(r"(?<![\w-])[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![\w-])")
PART_IN_WORDS = re.compile("[0-9]{4} کی (?:پہلی|دوسری) (?:سہ|شش)")
URDU = re.compile(r"[\u0600-\u06ff]")
FOREIGN = "\ue000"
"""Stands in a line for what is not Urdu: a title of a source, a quotation, a command."""


@pytest.fixture(scope="module", params=["example", "pakistan"])
def site(request: pytest.FixtureRequest) -> Site:
    return shipped_site(str(request.param))


@pytest.fixture(scope="module", params=["example", "pakistan", PERIOD])
def walked(request: pytest.FixtureRequest) -> Site:
    """A review that is read page by page: of a pack that ships, or of a half-year."""
    name = str(request.param)
    return site_of_period(name) if name == PERIOD else shipped_site(name)


def lines(page: Element) -> Iterator[str]:
    """What stands in one block, and what a browser or a screen reader tells beside it."""
    for _, run in groupby(page.texts(), key=lambda one: block_of(one[0])):
        yield "".join(in_urdu(where, text) for where, text in run)
    for each in page.all():
        told = (each.attributes.get(name, "") for name in READ_ALOUD)
        yield from (in_urdu(each, text) for text in told)


def block_of(where: Element) -> Element:
    return next(each for each in where.around() if each.tag not in INLINE)


def in_urdu(where: Element, text: str) -> str:
    around = [*where.around()]
    language = next((each.attributes["lang"] for each in around if "lang" in each.attributes), "")
    is_read = language == "ur" and not any(each.tag in NOT_READ for each in around)
    return text if is_read or not text.strip() else FOREIGN


def lines_of(site: Site) -> Iterator[tuple[str, str]]:
    return (
        (name, line)
        for name, page in site.pages.items()
        if name.startswith("ur/")
        for line in lines(page)
    )


def test_sentences_end_with_the_marks_of_urdu(walked: Site) -> None:
    faults = [
        f"{name}: {line[max(0, found.start() - 40) : found.end()]}"
        for name, line in lines_of(walked)
        if URDU.search(line)
        for found in LATIN_END.finditer(line)
    ]
    assert faults == []


def test_parts_of_years_are_told_in_words(walked: Site) -> None:
    told = [(name, line) for name, line in lines_of(walked) if PART_IN_WORDS.search(line)]
    assert len(told) > 10
    faults = [f"{name}: {line}" for name, line in lines_of(walked) if PART_OF_A_YEAR.search(line)]
    assert faults == []


def test_days_are_told_in_words(walked: Site) -> None:
    """After Urdu letters browsers would show 2015-03-25 from its day on."""
    lines = [(name, line) for name, line in lines_of(walked) if URDU.search(line)]
    assert [f"{name}: {line}" for name, line in lines if DAY.search(line)] == []


def test_texts_of_charts_begin_with_a_letter(site: Site) -> None:
    """A picture runs from left to right: a number before Urdu words would end up behind them."""
    texts = [
        f"{name}: {said.text}"
        for name, page in site.pages.items()
        if name.startswith("ur/")
        for said in page.all("text")
        if URDU.search(said.text) and said.attributes.get("direction") != "rtl"
    ]
    assert len(texts) > 20
    assert [each for each in texts if each.partition(": ")[2][0].isdigit()] == []


@pytest.mark.browser
def test_sentences_that_are_links_run_from_right_to_left(site: Site, chromium_path: str) -> None:
    """Numbers that are links run from left to right, as their signs do. A sentence that did so
    would begin with its last part, wherever a Latin word stands in it."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=sandbox)
        page = browser.new_page()
        directions: list[str] = []
        names = ("findings", "origins/findings", "halfyear", "scorecard", "registers", "points")
        for name in names:
            if (path := site.folder / "ur" / f"{name}.html").exists():
                page.goto(path.as_uri())
                directions += page.evaluate(
                    "[...document.querySelectorAll('a.n, td > data')]"
                    ".filter(each => each.textContent.trim().endsWith('۔'))"
                    ".map(each => getComputedStyle(each).direction)"
                )
        browser.close()
    assert directions
    assert set(directions) == {"rtl"}


_SUMS = """[...document.querySelectorAll('td > data')]
  .filter(each => /^[0-9,. +−=-]+ = [0-9,.]+$/.test(each.textContent))
  .map(each => {
    const left = from => {
      const range = document.createRange();
      range.setStart(each.firstChild, from);
      range.setEnd(each.firstChild, from + 1);
      return range.getBoundingClientRect().left;
    };
    return [each.textContent, left(0) < left(each.firstChild.length - 1)];
  })"""


@pytest.mark.browser
def test_sums_are_read_from_left_to_right(site: Site, chromium_path: str) -> None:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=sandbox)
        page = browser.new_page()
        page.goto((site.folder / "ur/origins/findings.html").as_uri())
        sums: list[tuple[str, bool]] = page.evaluate(_SUMS)
        browser.close()
    assert sums
    assert [told for told, from_left in sums if not from_left] == []
