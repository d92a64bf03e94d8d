"""The review in a real browser: nothing fails or asks a network, everybody can read it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from naap.pack.tables import PointRow
from tests.review_makers import shipped, shipped_site
from tests.site_walk import Site

pytestmark = pytest.mark.browser

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
# Without these the browser asks its maker for updates, lists and experiments.
QUIET = [
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--no-first-run", "--no-default-browser-check",
    "--disable-domain-reliability", "--disable-client-side-phishing-detection",
]  # fmt: skip
FOCUSED = """() => {
  const here = document.activeElement, box = here.getBoundingClientRect();
  const style = getComputedStyle(here);
  return {
    index: [...document.querySelectorAll('*')].indexOf(here),
    tag: here.tagName.toLowerCase(),
    name: here.className || here.textContent.trim().slice(0, 40),
    text: here.textContent.trim(), href: here.getAttribute('href'),
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0,
  };
}"""
REACHABLE = """() => [...document.querySelectorAll('a[href], summary, [tabindex="0"]')]
  .filter(each => each.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}))
  .map(each => [...document.querySelectorAll('*')].indexOf(each))"""


def some_pages(site: Site, pack_name: str) -> list[str]:
    """The front page, a point of each version, and a figure with its origin, in both languages."""
    pack = shipped(pack_name)
    points = {point.plan_id: point.point_id for point in reversed(pack.rows(PointRow))}
    english = [
        "index.html", *(f"points/{point}.html" for point in points.values()),
        "figures/points-by-domain.html", "origins/points-by-domain.html",
    ]  # fmt: skip
    return [*english, *(f"ur/{name}" for name in english)]


def kinds_of_page() -> list[tuple[Site, str]]:
    """Every kind of page of the example, whose pages are short, and some of the pack that ships."""
    short, long = shipped_site("example"), shipped_site("pakistan")
    named = [name for name in short.pages if "/" not in name]
    named += [name for name in some_pages(short, "example") if name not in named]
    named += ["outlook/SZ1.html", "ur/outlook/SZ1.html", "origins/outlook.html"]
    answers = ["outlook/NAP14.html", "ur/outlook/NAP14.html"]
    claims = ["claims/1.html", "ur/claims/1.html", "ur/claims/ucdp-ged-22-1/6.html"]
    return [(short, name) for name in named] + [
        (long, name) for name in [*some_pages(long, "pakistan")[:2], *answers, *claims]
    ]


@pytest.fixture(scope="module")
def site() -> Site:
    return shipped_site("pakistan")


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=[*QUIET, *sandbox])
        yield browser
        browser.close()


Scheme = Literal["light", "dark"]


def opened(browser: Browser, width: int, scheme: Scheme = "light") -> BrowserContext:
    return browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce"
    )


def go(page: Page, site: Site, name: str) -> None:
    page.goto((site.folder / name).as_uri())


def test_no_page_fails_or_asks_anything_of_a_network(browser: Browser) -> None:
    said: list[str] = []
    with opened(browser, 1280) as context:
        page = context.new_page()
        page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
        page.on(
            "requestfailed",
            lambda request: (
                said.append(f"failed: {request.url}")
                if request.failure != "net::ERR_ABORTED"
                else None
            ),
        )  # left before it came
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(("file://", "data:"))
                else said.append(f"asked: {request.url}")
            ),
        )
        for site, name in kinds_of_page():
            go(page, site, name)
        assert said == []
        page.evaluate("console.error('heard'); new Image().src = 'http://127.0.0.1:9/x'")
        page.wait_for_timeout(200)
    assert [line.split(": ")[0] for line in said if "asked" in line], "the test hears requests"
    assert any(line.endswith("heard") for line in said), "the test hears the console"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_barrier(browser: Browser, scheme: Scheme) -> None:
    script = AXE.read_text(encoding="utf-8")
    found: list[str] = []
    with opened(browser, 1280, scheme) as context:
        page = context.new_page()
        for site, name in kinds_of_page():
            go(page, site, name)
            found += [f"{name}: {each}" for each in barriers(page, script)]
    assert found == []


def test_axe_finds_a_barrier_where_there_is_one(browser: Browser, site: Site) -> None:
    with opened(browser, 1280) as context:
        page = context.new_page()
        go(page, site, "methods.html")
        page.evaluate("document.querySelector('main p').style.color = '#ddd'")
        (found,) = barriers(page, AXE.read_text(encoding="utf-8"))
    assert found.startswith("color-contrast")


def barriers(page: Page, script: str) -> list[str]:
    page.evaluate(script)
    violations: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [
        f"{each['id']}: {node['target']}"
        for each in violations
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


def test_a_telephone_scrolls_only_downwards(browser: Browser, site: Site) -> None:
    top = [(site, name) for name in site.pages if name.count("/") == name.startswith("ur/")]
    wide = []
    with opened(browser, 390) as context:
        page = context.new_page()
        named = [*top, *((site, name) for name in some_pages(site, "pakistan"))]
        for each, name in dict.fromkeys([*named, *kinds_of_page()]):
            go(page, each, name)
            if (width := page.evaluate("document.documentElement.scrollWidth")) > 390:
                wide.append(f"{name}: {width}")
    assert wide == []


@pytest.mark.parametrize(("width", "shown", "hidden"), [(390, "narrow", "wide"),
                                                        (1280, "wide", "narrow")])  # fmt: skip
def test_a_screen_sees_the_chart_that_fits(
    browser: Browser, site: Site, width: int, shown: str, hidden: str
) -> None:
    with opened(browser, width) as context:
        page = context.new_page()
        for name in ("index.html", "figures/deaths-by-month.html"):
            go(page, site, name)
            assert page.locator(f".chart .{shown}").count() > 0
            for each in page.locator(f".chart .{shown}").all():
                assert each.is_visible()
                box = each.locator("svg").bounding_box()
                assert box is not None
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= width
            for each in page.locator(f".chart .{hidden}").all():
                assert not each.is_visible()


@pytest.mark.parametrize("name", ["index.html", "points.html", "figures/attacks-by-year.html"])
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(
    browser: Browser, site: Site, name: str
) -> None:
    with opened(browser, 1280) as context:
        page = context.new_page()
        go(page, site, name)
        wanted = page.evaluate(REACHABLE)
        assert len(wanted) > 20
        reached = []
        for _ in wanted:
            page.keyboard.press("Tab")
            here = page.evaluate(FOCUSED)
            reached.append(here["index"])
            assert here["outlined"], f"no focus is seen on {here['tag']} {here['name']}"
            assert here["seen"], f"{here['tag']} {here['name']} is out of sight"
        assert reached == wanted


def test_the_first_stop_skips_to_the_content(browser: Browser, site: Site) -> None:
    with opened(browser, 1280) as context:
        page = context.new_page()
        go(page, site, "index.html")
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        assert (here["href"], here["seen"]) == ("#main", True)
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_number_opens_its_row(browser: Browser, site: Site, width: int) -> None:
    with opened(browser, width) as context:
        page = context.new_page()
        go(page, site, "index.html")
        count = page.locator("main a.n:visible").count()
        for index in range(0, count, max(1, count // 4)):
            go(page, site, "index.html")
            link = page.locator("main a.n:visible").nth(index)
            text = link.inner_text()
            link.click()
            assert "/origins/" in page.url
            row = page.locator(":target")
            assert text in row.inner_text()
            box = row.bounding_box()
            assert box is not None
            assert 0 <= box["y"] < 844, f"{page.url} is out of sight"


def test_a_reader_without_javascript_reads_the_same(browser: Browser, site: Site) -> None:
    texts = []
    for enabled in (True, False):
        with browser.new_context(java_script_enabled=enabled) as context:
            page = context.new_page()
            go(page, site, "index.html")
            texts.append(page.inner_text("body"))
    assert texts[0] == texts[1]


def test_paper_shows_no_navigation(browser: Browser, site: Site) -> None:
    with opened(browser, 1280) as context:
        page = context.new_page()
        for name in ("index.html", next(each for each in site.pages if "points/" in each)):
            go(page, site, name)
            page.emulate_media(media="print")
            for each in page.locator("nav, .skip").all():
                assert not each.is_visible()
            assert page.locator("h1").is_visible()
            assert page.locator("main").is_visible()
            page.emulate_media(media="screen")
            assert page.locator(".masthead nav").is_visible()
