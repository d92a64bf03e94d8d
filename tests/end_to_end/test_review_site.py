"""The reviews of the packs that ship, walked from page to page."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from naap.engine import Engine
from naap.figures import figures
from naap.ledger.kind import kinds
from naap.ledger.snapshot import Snapshot
from naap.pack.tables import PointRow
from naap.workspace import Workspace
from tests.review_makers import shipped, shipped_site
from tests.site_walk import Element, Site

PACKS = ("pakistan", "example")
LARGEST = 40_000_000
MOST_FILES = 400


@pytest.fixture(scope="module", params=PACKS)
def pack_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def site(pack_name: str) -> Site:
    return shipped_site(pack_name)


@pytest.fixture(scope="module")
def snapshot(site: Site) -> Snapshot:
    return Workspace.here(site.folder.parent / "workspace").snapshot()


def origins(site: Site) -> Iterator[tuple[str, Element]]:
    yield from ((name, page) for name, page in site.pages.items() if "origins/" in name)


def test_every_number_has_an_origin(site: Site) -> None:
    assert site.naked_numbers() == []


def test_there_are_numbers_to_check(site: Site) -> None:
    for name in ("index.html", "points.html", "figures/attacks-by-year.html"):
        numbers = [link for link in site.pages[name].all("a") if "n" in link.classes]
        assert len(numbers) > 5, name


def test_every_link_leads_somewhere(site: Site) -> None:
    assert site.broken_links() == []


def test_nothing_is_asked_of_the_network_and_no_script_runs(site: Site) -> None:
    assert site.outside_requests() == []


def test_the_pages_are_well_built(site: Site) -> None:
    assert site.badly_built() == []


def test_every_page_is_reached_from_the_front_page(site: Site) -> None:
    seen = {"index.html"}
    to_read = ["index.html"]
    while to_read:
        name = to_read.pop()
        for link in site.pages[name].all("a"):
            there = site.target(name, link.attributes["href"])
            if there and there[0] in site.pages and there[0] not in seen:
                seen.add(there[0])
                to_read.append(there[0])
    assert seen == set(site.pages)


def test_every_point_has_a_page_and_every_figure_an_origin(site: Site, pack_name: str) -> None:
    for point in shipped(pack_name).rows(PointRow):
        page = site.pages[f"points/{point.point_id}.html"]
        assert point.title_en in next(page.all("h1")).text
    for figure in figures():
        assert f"origins/{figure.figure_id}.html" in site.pages


def test_every_count_names_what_was_counted_or_says_that_it_was_nothing(site: Site) -> None:
    tallies = [
        (name, row)
        for name, page in origins(site)
        for table in page.all("table")
        if "tally" in table.classes
        for row in table.all("tr")
        if "id" in row.attributes
    ]
    assert {"origins/scorecard.html", "origins/registers.html"} <= {name for name, _ in tallies}
    for name, row in tallies:
        last = list(row.all("td"))[-1]
        named = [each for each in last.all("a", "code") if each.text != "data/"]
        excused = [each for each in last.all("span") if "none" in each.classes and each.text]
        assert bool(named) != bool(excused), f"{name}: {row.attributes['id']}"
        counts = [int(data.text.replace(",", "")) for data in last.all("data")]
        # The number of all, and of those that the page does not name.
        told = counts[0] - sum(counts[1:]) if counts else 0
        assert told == len(named), f"{name}: {row.attributes['id']}"


def test_every_row_of_an_origin_page_rests_on_something_or_says_why_not(site: Site) -> None:
    for name, page in origins(site):
        if any("tally" in table.classes for table in page.all("table")):
            continue  # counts name what was counted: the test before
        table = (
            next(each for each in page.all("table") if _heading_before(page, each) == "Rows")
            if (not name.startswith("ur/"))
            else None
        )
        for row in table.all("tr") if table else ():
            if "id" not in row.attributes:
                continue
            last = list(row.all("td"))[-1]
            links = [link for link in last.all("a") if site.target(name, link.attributes["href"])]
            named = [link for link in links if not list(link.all("data"))]
            excused = [each for each in last.all("span") if "none" in each.classes and each.text]
            assert bool(links) != bool(excused), f"{name}: {row.attributes['id']}"
            # The number of all that are folded, and of those that stand on pages of claims alone.
            folded = [data.text for each in last.all("summary") for data in each.all("data")]
            counts = [data.text.replace(",", "") for link in links for data in link.all("data")]
            told = [str(len(named) + sum(map(int, counts)))] if folded else []
            assert folded == told, f"{name}: {row.attributes['id']}"
            assert named or counts or excused


def _heading_before(page: Element, wanted: Element) -> str:
    heading = ""
    for each in page.all():
        if each.tag == "h2":
            heading = each.text
        if each is wanted:
            return heading
    raise AssertionError


def test_only_months_without_an_event_and_years_not_found_rest_on_no_claim(site: Site) -> None:
    for figure in figures():
        for row in _csv(site, f"data/{figure.figure_id}.csv"):
            if not row["claims"]:
                counted = {row[name] for name in ("best", "events", "value") if row.get(name)}
                assert counted <= {"0"}, f"{figure.figure_id}: {row['row_id']}"


def test_every_claim_that_is_shown_is_in_the_ledger(site: Site, snapshot: Snapshot) -> None:
    shown = {claim["claim_id"]: claim["key"] for claim in _csv(site, "data/claims.csv")}
    listed = {
        row.attributes["id"]
        for name, page in site.pages.items()
        if "origins/" in name or "claims/" in name
        for row in page.all("tr")
        if row.attributes.get("id", "").startswith("c-")
    }
    assert listed == {f"c-{claim_id[:12]}" for claim_id in shown}
    assert len(shown) > 50
    held = {
        row["claim_id"]: f"{row['kind']}/{row['series']}/{row['record_key']}"
        for kind in kinds()
        for row in _held(snapshot, kind)
    }
    assert shown.items() <= held.items()
    for claim_id in sorted(shown)[::200]:
        (found,) = snapshot.find(claim_id)
        assert found["op"] == "assert"


def _held(snapshot: Snapshot, kind: str) -> list[dict[str, str]]:
    with Engine() as engine:
        snapshot.register(engine)
        return engine.rows(f"SELECT '{kind}' AS kind, claim_id, series, record_key FROM {kind}")


def test_the_claims_of_a_row_in_the_data_stand_in_the_data_of_claims(site: Site) -> None:
    claims = {row["claim_id"] for row in _csv(site, "data/claims.csv")}
    for figure in figures():
        rows = _csv(site, f"data/{figure.figure_id}.csv")
        told = {claim for row in rows for claim in claims_of(site, figure.figure_id, row)}
        assert {claim for claim in told if not claim.startswith("pack:")} <= claims
        assert len({row["row_id"] for row in rows}) == len(rows)


def claims_of(site: Site, figure_id: str, row: dict[str, str]) -> list[str]:
    """The ids behind a row, wherever they stand."""
    if not row["claims"].endswith(" claims: claims-of-rows.csv"):
        return row["claims"].split()
    listed = [
        each["claim_id"]
        for each in _csv(site, "data/claims-of-rows.csv")
        if (each["figure"], each["row_id"]) == (figure_id, row["row_id"])
    ]
    assert len(listed) == int(row["claims"].split()[0])
    return listed


def test_no_cell_of_the_data_is_too_long_for_a_spreadsheet(site: Site, pack_name: str) -> None:
    tables = {name: _csv(site, name) for name in site.files if name.endswith(".csv")}
    cells = [cell for rows in tables.values() for row in rows for cell in row.values() if cell]
    assert max(map(len, cells)) < 32_767
    # Only the pack with thousands of claims has rows that rest on more of them than a cell holds.
    rows = tables["data/claims-of-rows.csv"]
    apart = {row["figure"] for row in rows if not row["row_id"].startswith("finding-")}
    assert apart == ({"at-a-glance"} if pack_name == "pakistan" else set())


def test_the_data_name_every_claim_behind_a_number_of_a_title(site: Site) -> None:
    told: dict[tuple[str, str], set[str]] = {}
    for each in _csv(site, "data/claims-of-rows.csv"):
        told.setdefault((each["figure"], each["row_id"]), set()).add(each["claim_id"])
    titles = [
        (name, row)
        for name, page in origins(site)
        for row in page.all("tr")
        if row.attributes.get("id", "").startswith("r-finding-")
    ]
    assert len(titles) > 20
    for name, row in titles:
        behind = told.get((Path(name).stem, row.attributes["id"].removeprefix("r-")), set())
        last = list(row.all("td"))[-1]
        named = {link.text for link in last.all("a") if not list(link.all("data"))}
        assert named <= {claim.removeprefix("pack:") for claim in behind} | {
            claim[:12] for claim in behind
        }
        counts = [int(data.text.replace(",", "")) for data in last.all("data")]
        assert (counts[0] if counts else len(named)) == len(behind), f"{name}: {row.text}"


def test_every_cell_of_the_data_is_of_the_type_that_the_package_gives_it(site: Site) -> None:
    read: dict[str, Callable[[str], object]] = {
        "number": Decimal, "integer": int, "string": str,
        "boolean": {"true": "yes", "false": "no"}.__getitem__, "date": date.fromisoformat,
    }  # fmt: skip
    tables = 0
    for resource in json.loads(site.files["data/datapackage.json"])["resources"]:
        if resource["format"] != "csv":
            continue
        rows, schema = _csv(site, f"data/{resource['path']}"), resource["schema"]
        types = {each["name"]: read[each["type"]] for each in schema["fields"]}
        for row in rows:
            assert list(row) == list(types), resource["name"]
            for name, cell in row.items():
                assert not cell or types[name](cell) is not None, f"{resource['name']}: {name}"
        for key in schema.get("primaryKey", []):
            assert len({row[key] for row in rows}) == len(rows), resource["name"]
        for each in schema.get("foreignKeys", []):
            (own,), there = each["fields"], each["reference"]
            known = {row[there["fields"][0]] for row in _csv(site, f"data/{there['resource']}.csv")}
            assert {row[own] for row in rows} <= known, resource["name"]
        tables += 1
    assert tables == sum(name.endswith(".csv") for name in site.files)


def _csv(site: Site, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site.files[name].decode())))


def test_every_page_prints_the_digest_of_the_ledger(site: Site, snapshot: Snapshot) -> None:
    for name, page in site.pages.items():
        assert snapshot.digest in next(page.all("footer")).text, name


def test_the_review_stays_within_its_budget(site: Site) -> None:
    assert len(site.files) <= MOST_FILES
    assert sum(map(len, site.files.values())) <= LARGEST


def test_both_languages_hold_the_same_pages_and_numbers(site: Site) -> None:
    english = {name for name in site.pages if not name.startswith("ur/")}
    assert {f"ur/{name}" for name in english} == site.pages.keys() - english
    for name in sorted(english):
        assert _numbers(site.pages[f"ur/{name}"]) == _numbers(site.pages[name]), name


def _numbers(page: Element) -> list[str]:
    """Linked numbers, sorted: an Urdu title may name them in another order. A linked date counts by
    its digits, since the months have other names."""
    links = (link for link in page.all("a") if "n" in link.classes)
    told = (
        re.sub(r"\D+", " ", link.text) if any(link.all("time")) else link.text for link in links
    )
    return sorted(text.strip() for text in told if text[:1].isdigit())


def test_a_fictional_country_says_so_on_every_page() -> None:
    for name, page in shipped_site("example").pages.items():
        banners = [each for each in page.all("p") if "banner" in each.classes]
        assert banners, name
    assert not any(
        "banner" in each.classes
        for page in shipped_site("pakistan").pages.values()
        for each in page.all("p")
    )
