"""The incident explorer in a browser: what is chosen moves the table, the chart and the map."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from naap.config import shipped_packs
from tests.incident_makers import account, workspace_with
from tests.review_makers import english, shipped_site
from tests.site_walk import Site

pytestmark = pytest.mark.browser

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
PAGES = ("incidents.html", "ur/incidents.html")


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=sandbox)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site() -> Site:
    return shipped_site("example")


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        failed: list[str] = []
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.goto((site.folder / request.param).as_uri())
        yield page
        assert failed == []


def packed(name: str, **wanted: str) -> dict[tuple[str, str], int]:
    """Of a table of the example pack, the values by period and quantity."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    path = shipped_packs()["example"] / name
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if all(row[key] == value for key, value in wanted.items()):
                quantity = row["quantity_id"].removeprefix("ucdp-").removeprefix("deaths-")
                found[row["period"], quantity] += int(row["value"])
    return found


def by_year(values: dict[tuple[str, str], int], quantity: str) -> list[int]:
    sums: dict[str, int] = defaultdict(int)
    for (period, told), value in values.items():
        if told == quantity:
            sums[period[:4]] += value
    return [sums[year] for year in sorted(sums)]


def bars(page: Page) -> list[int]:
    return [int(each.get_attribute("data-value") or 0) for each in page.locator("rect.bar").all()]


def circles(page: Page) -> dict[str, int]:
    return {
        str(each.get_attribute("data-place")): int(each.get_attribute("data-value") or 0)
        for each in page.locator("circle.value:not(.away)").all()
    }


def column(page: Page, number: int, table: str = "times") -> list[int]:
    cells = page.locator(f"[data-of='{table}'] tbody td:nth-child({number})").all()
    return [int(cell.inner_text().replace(",", "")) for cell in cells]


def names_of_times(page: Page) -> list[str]:
    return page.locator("[data-of='times'] tbody th").all_inner_texts()


def summary(page: Page) -> list[int]:
    return [int(each.inner_text().replace(",", "")) for each in page.locator(".summary a.n").all()]


def test_it_begins_with_all_that_the_pack_ships(page: Page) -> None:
    country = packed("figures_monthly.csv")
    events, best = by_year(country, "events"), by_year(country, "best")
    assert page.locator(".explorer").is_visible()
    assert not page.locator(".still").is_visible()
    assert (column(page, 2), column(page, 4), bars(page)) == (events, best, best)
    assert column(page, 3) == by_year(country, "low")
    assert summary(page) == [
        sum(by_year(country, name)) for name in ("events", "best", "low", "high")
    ]
    assert sum(circles(page).values()) == sum(
        by_year(packed("figures_ucdp_district_yearly.csv"), "best")
    )


def test_the_keyboard_alone_moves_table_chart_and_map(page: Page) -> None:
    page.locator("select[name='place']").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("select[name='place']").input_value() == "SZ1"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    one_type = page.locator("select[name='type'] option").nth(1).inner_text()
    assert one_type in page.locator(".summary").inner_text()
    wanted = packed(
        "figures_ucdp_province_monthly.csv", place_id="SZ1", scope_id="ucdp-state-based"
    )
    events, best = by_year(wanted, "events"), by_year(wanted, "best")
    assert (column(page, 2), column(page, 3), bars(page)) == (events, best, best)
    assert summary(page) == [sum(events), sum(best)]
    assert circles(page) == {"SZ1": sum(best)}
    assert "place=SZ1" in page.url
    assert "type=0" in page.url
    # What the map draws follows too.
    page.locator("select[name='show']").focus()
    page.keyboard.press("ArrowDown")
    assert bars(page) == events
    assert circles(page) == {"SZ1": sum(events)}


def test_the_address_brings_back_what_was_chosen(page: Page) -> None:
    address = page.url.partition("#")[0]
    page.goto(f"{address}#place=SZ2&by=half-year&from=2024&to=2024")
    page.reload()
    wanted = packed("figures_ucdp_province_monthly.csv", place_id="SZ2")
    halves = [
        sum(
            value
            for (period, told), value in wanted.items()
            if told == "best" and period.startswith("2024") and (int(period[5:]) > 6) == second
        )
        for second in (False, True)
    ]
    assert bars(page) == halves == column(page, 3)
    assert len(names_of_times(page)) == 2
    # Nonsense in an address is no choice.
    page.goto(f"{address}#place=NOWHERE&by=century&from=1066")
    page.reload()
    assert page.locator("select[name='place']").input_value() == ""
    assert len(bars(page)) == 2
    page.locator("button[name='reset']").click()
    assert len(bars(page)) == 2


@pytest.mark.parametrize(
    ("name", "halves", "fiscal_year"),
    [
        ("incidents.html", ["2024-H1", "2024-H2"], "FY2023-24"),
        (
            "ur/incidents.html",
            ["2024 کی پہلی ششماہی", "2024 کی دوسری ششماہی"],
            "مالی سال 2023/24",
        ),
    ],
)
def test_parts_of_years_are_called_as_on_other_pages(
    browser: Browser, site: Site, name: str, halves: list[str], fiscal_year: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((site.folder / name).as_uri() + "#by=half-year&from=2024&to=2024")
        assert names_of_times(page) == halves
        drawn = page.locator("rect.bar")
        titles = [str(each.text_content()) for each in drawn.locator("title").all()]
        assert [title.partition(":")[0] for title in titles] == halves
        ids = [each.get_attribute("data-period") for each in drawn.all()]
        assert ids == ["2024-H1", "2024-H2"], "data keep the names of data"
        beside = page.locator("[data-of='chart']").inner_text()
        assert ("۔" in beside, "." in beside) == ("/ur/" in page.url, "/ur/" not in page.url)
        page.goto((site.folder / name).as_uri() + "#by=fiscal-year&from=2023&to=2024")
        page.reload()
        assert names_of_times(page) == [fiscal_year]


def test_a_district_is_known_by_year(page: Page) -> None:
    page.locator("select[name='place']").select_option("SZ11")
    wanted = packed("figures_ucdp_district_yearly.csv", place_id="SZ11")
    assert bars(page) == by_year(wanted, "best") == column(page, 3)
    assert page.locator("select[name='by']").is_disabled()
    assert page.locator(".limits").inner_text() != ""
    assert circles(page) == {"SZ11": sum(by_year(wanted, "best"))}


def test_every_number_leads_to_where_it_comes_from(page: Page, site: Site) -> None:
    page.locator("select[name='place']").select_option("SZ3")
    page.locator("[data-of='times'] tbody a.n").first.click()
    assert page.evaluate("document.activeElement.id") == "behind"
    here = page.url.partition("#")[0]
    folder = Path(here.removeprefix("file://")).parent
    checked = 0
    for choice in ("SZ3", "SZ31", ""):
        page.locator("select[name='place']").select_option(choice)
        for link in page.locator(".explorer :is([data-of='parts'], [data-of='times']) a.n").all():
            href = str(link.get_attribute("href"))
            if href == "#behind":
                continue
            name, _, anchor = href.partition("#")
            target = (folder / name).resolve().relative_to(site.folder.resolve())
            row = site.ids[str(target)][anchor]
            said = " ".join(row.text.replace(",", "").split())
            number = link.inner_text().replace(",", "").lstrip("+").replace("\u2212", "-")
            assert number in said, href
            checked += 1
    assert checked > 100


def test_without_a_script_every_number_of_a_year_is_read(browser: Browser, site: Site) -> None:
    country = packed("figures_monthly.csv")
    for name in PAGES:
        with browser.new_context(java_script_enabled=False) as context:
            page = context.new_page()
            page.goto((site.folder / name).as_uri())
            assert not page.locator(".explorer").is_visible()
            for at, quantity in enumerate(("events", "low", "best", "high"), start=2):
                told = page.locator(f".still tbody td:nth-child({at})").all_inner_texts()
                assert [int(each) for each in told] == by_year(country, quantity)
            assert page.locator(".counts").is_visible()
            assert page.locator("a[download][href*='violence-by-period.csv']").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out(browser: Browser, site: Site, scheme: str) -> None:
    script = AXE.read_text(encoding="utf-8")
    for name in PAGES:
        with browser.new_context(
            viewport={"width": 390, "height": 844},
            color_scheme="dark" if scheme == "dark" else "light",
        ) as context:
            page = context.new_page()
            page.goto((site.folder / name).as_uri() + "#place=SZ1")
            assert page.evaluate("document.documentElement.scrollWidth") == 390
            page.evaluate(script)
            found = page.evaluate(
                "async () => (await axe.run(document)).violations"
                ".filter(each => ['serious', 'critical'].includes(each.impact))"
                ".map(each => each.id + ': ' + each.nodes.map(node => node.target).join(' '))"
            )
            assert found == []


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The page where the ledger holds accounts of two data sets."""
    rows = [
        account("ucdp-ged", "u1", killed_best=3, killed_low=2, killed_high=5, side_b="9901"),
        account("acled", "a1", killed_best=None, event_type="Riots", event_start="2021-05-06",
                event_end="2021-05-06"),
        account("ucdp-ged", "u2", event_start="2022-07-09", event_end="2022-07-09", killed_best=7,
                area_1="Lakeland", area_2=None, place_precision="4", longitude=None,
                latitude=None),
        account("ucdp-ged", "u3", event_start="2022-08-09", event_end="2022-08-09",
                killed_best=None, event_type="one-sided"),
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("told")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("naap.review.edition.drawn", lambda *_, **__: "<svg></svg>")
        patch.setattr("naap.review.edition.pdf", lambda *_: b"")
        return english(workspace_with(folder / "w", rows), folder / "out")


def test_events_of_the_ledger_are_filtered_by_family_type_and_party(
    browser: Browser, told: Site
) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto((told.folder / "incidents.html").as_uri())
        assert page.locator("select[name='set']").input_value() == "incidents"
        assert summary(page) == [3, 10, 9, 12], "who gives no number adds nothing"
        assert (column(page, 2), bars(page)) == ([1, 2], [3, 7])
        assert circles(page) == {"SZ11": 3, "SZ2": 7}
        page.locator("select[name='org']").select_option(label="Black Ridge Front")
        assert (summary(page), bars(page)) == ([1, 3, 2, 5], [3, 0])
        assert circles(page) == {"SZ11": 3}
        page.locator("button[name='reset']").click()
        page.locator("select[name='type']").select_option(label="one-sided")
        assert column(page, 2) == [0, 1]
        page.locator("button[name='reset']").click()
        page.locator("select[name='family']").select_option("1")
        assert (column(page, 2), summary(page)[0]) == ([1, 0], 1)
        assert circles(page) == {}, "nobody says how many were killed"
        page.locator("select[name='set']").select_option("totals")
        assert len(bars(page)) == 2


def test_the_data_of_a_page_stay_small(site: Site) -> None:
    for name in PAGES:
        assert len(site.files[name]) < 1_000_000
