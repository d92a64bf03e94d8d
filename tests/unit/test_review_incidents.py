"""What the page of incidents is made from: accounts in the ledger, or the totals that ship."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from naap.engine import Engine
from naap.figures import Computed, compute, figure_named, prepare
from naap.figures.tables import register_incidents
from naap.incidents.telling import told_in
from naap.incidents.told import NOTHING, Told
from naap.ledger import Batch, make_claim
from naap.organisations.register import read_register
from naap.review.keeping import keep_in
from naap.workspace import Workspace
from tests.incident_makers import account, workspace_with
from tests.review_makers import english
from tests.site_walk import Site

ROW = Mapping[str, Any]


def made(workspace: Workspace, figure_id: str) -> Computed:
    pack, snapshot = workspace.pack, workspace.snapshot()
    told = told_in(snapshot, pack, read_register(snapshot, pack), workspace.cache)
    with Engine(threads=1) as engine:
        prepare(engine, pack, snapshot, "en")
        keep_in(engine)
        register_incidents(engine, told)
        return compute(figure_named(figure_id), engine, pack, "en")


def told(rows: Sequence[ROW], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


@pytest.fixture
def free(tmp_path: Path) -> Workspace:
    """Two data sets whose rows may be passed on; one attack is told of by both."""
    rows = [
        account("ucdp-ged", "u1", killed_best=3, killed_low=2, killed_high=5, side_b="9901"),
        account("press", "p1", killed_best=4, event_type="Riots"),
        account("ucdp-ged", "u2", event_start="2022-07-09", event_end="2022-07-09", killed_best=7,
                area_1="Lakeland", area_2=None, place_precision="4", longitude=None,
                latitude=None),
    ]  # fmt: skip
    return workspace_with(tmp_path / "w", rows)


def test_a_ledger_without_accounts_tells_nothing(tmp_path: Path) -> None:
    workspace, _ = Workspace.create(tmp_path / "w", "example")
    snapshot, pack = workspace.snapshot(), workspace.pack
    assert told_in(snapshot, pack, read_register(snapshot, pack), workspace.cache) is NOTHING
    assert made(workspace, "incidents").rows == []


def test_an_event_that_two_tell_of_is_one_row(free: Workspace) -> None:
    rows = made(free, "incidents").rows
    years = [row for row in rows if row["grain"] == "year"]
    assert told(years, "period", "events", "low", "best", "high") == [
        ("2021", 1, 2, 3, 5), ("2022", 1, 7, 7, 7),
    ]  # fmt: skip
    events = [row for row in rows if row["grain"] == "event"]
    assert told(events, "period", "place_id", "data_sets") == [
        ("2021-03-04", "SZ11", ["press", "ucdp-ged"]), ("2022-07-09", "SZ2", ["ucdp-ged"]),
    ]  # fmt: skip
    assert events[0]["organisations"] == ["ridge-front"]
    assert [len(row["claims"]) for row in events] == [2, 1]


def test_who_sees_what_is_counted_in_the_time_that_both_cover(free: Workspace) -> None:
    rows = made(free, "data-sets-agreement").rows
    assert told(rows, "one", "other", "events", "both_tell", "share", "both_count") == [
        ("press", "ucdp-ged", 1, 1, 100, 1), ("ucdp-ged", "press", 1, 1, 100, 1),
    ]  # fmt: skip
    assert rows[0]["same_killed"] == 0


def test_events_of_a_restricted_data_set_are_sums(tmp_path: Path) -> None:
    rows = [
        account("ucdp-ged", "u1"),
        account("acled", "SZK1"),
        account("acled", "SZK2", event_start="2021-03-20", event_end="2021-03-20",
                area_1="Vale", area_2="Millbridge", latitude=36.4, longitude=72.9),
    ]  # fmt: skip
    found = made(workspace_with(tmp_path / "w", rows), "incidents").rows
    assert {row["grain"] for row in found} == {"year", "sum"}
    (summed,) = [row for row in found if row["grain"] == "sum"]
    assert (summed["period"], summed["place_id"], summed["type"], summed["events"]) == (
        "2021-03", "SZ1", "", 2,
    )  # fmt: skip
    assert summed["organisations"] == []


def test_rows_that_came_in_somebody_s_table_stay_restricted(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "w", [account("ucdp-ged", "u1")])
    said = account("copied", "c1", event_type="Battles", longitude=None, latitude=None)
    copied = make_claim("account", source="acled", basis="study", **said)
    workspace.ledger().append(Batch("tests", (copied,)))
    rows = [row for row in made(workspace, "incidents").rows if "copied" in row["data_sets"]]
    assert {row["grain"] for row in rows} == {"year", "sum"}


def test_without_the_extra_accounts_are_not_told_and_it_says_why(
    free: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "numpy", None)
    snapshot, pack = free.snapshot(), free.pack
    found = told_in(snapshot, pack, read_register(snapshot, pack), free.cache / "other")
    assert found.incidents == ()
    assert "naap[linkage]" in str(found.missing)


@pytest.fixture
def site(free: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr("naap.review.edition.drawn", lambda *_, **__: "<svg></svg>")
    monkeypatch.setattr("naap.review.edition.pdf", lambda *_: b"")
    return english(free, tmp_path / "out")


def test_the_page_offers_accounts_and_totals_and_never_both_of_a_year(site: Site) -> None:
    page = site.pages["incidents.html"]
    (holder,) = [each for each in page.all("script") if each.attributes.get("id")]
    data = json.loads(holder.text)
    accounts, totals = data["sets"]
    assert (accounts["id"], totals["id"]) == ("incidents", "totals")
    places = [each[0] for each in data["places"]]
    assert [
        (cell[0] // 12, places[cell[1]], cell[4], cell[5], cell[6], cell[7], places[cell[10]])
        for cell in accounts["cells"]
    ] == [(2021, "SZ11", 1, 2, 3, 5, "SZ1"), (2022, "SZ2", 1, 7, 7, 7, "SZ2")]
    assert {row[0] // 12 for row in totals["country"]} == {2023, 2024}
    # Every anchor that the script links to is there.
    for cell in accounts["cells"]:
        assert cell[9] in site.ids["origins/incidents.html"]
    claims = [each for row in totals["provinces"] for each in row[5:7]]
    claims += [each for row in totals["districts"] for each in row[4:6]]
    for number, _, short in (each.partition(":") for each in claims):
        assert f"c-{short}" in site.ids[totals["pages"][int(number)]]
    for period in totals["periods"]:
        assert f"r-{period}" in site.ids["origins/violence-by-period.html"]
    assert [each for each in site.naked_numbers() if "incident" in each] == []
    assert [each for each in site.badly_built() if "incidents" in each] == []
    assert site.outside_requests() == []
    told_of = next(page.all("main")).text
    assert "Told of by both" in told_of, "who sees what"


def test_the_page_says_what_could_not_be_read(
    free: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("naap.review.edition.drawn", lambda *_, **__: "<svg></svg>")
    monkeypatch.setattr("naap.review.edition.pdf", lambda *_: b"")
    monkeypatch.setattr("naap.review.edition.told_in", lambda *_: Told(missing="no numpy"))
    page = english(free, tmp_path / "out").pages["incidents.html"]
    (warning,) = [each for each in page.all("p") if "warning" in each.classes]
    assert warning.text.endswith("no numpy")
    (holder,) = [each for each in page.all("script") if each.attributes.get("id")]
    assert [each["id"] for each in json.loads(holder.text)["sets"]] == ["totals"]


def test_a_province_is_that_of_its_time(tmp_path: Path) -> None:
    """Highpass lay in the Northern Tract until July 2020."""
    rows = [
        account("ucdp-ged", key, event_start=day, event_end=day, area_1=None, area_2="Highpass",
                longitude=None, latitude=None)
        for key, day in (("u1", "2020-06-30"), ("u2", "2020-07-01"))
    ]  # fmt: skip
    found = made(workspace_with(tmp_path / "w", rows), "incidents").rows
    events = [row for row in found if row["grain"] == "event"]
    assert told(events, "place_id", "province") == [("SZ13", "SZ9"), ("SZ13", "SZ1")]
