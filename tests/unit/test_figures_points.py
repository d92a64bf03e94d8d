"""Figures about the points of the plan, and those that list what was said of them."""

from pathlib import Path
from typing import Any

import pytest

from naap.figures import figures
from naap.ledger import Batch, Ledger, make_claim
from naap.pack.diff import compare, versions
from naap.pack.tables import OwnerRow, PointRow, PointStateRow, QuantityRow
from tests.review_makers import RECORDED, computed, figure, ledger_of, rests_on, rows, shipped


@pytest.fixture
def empty(tmp_path: Path) -> Ledger:
    return Ledger.create(tmp_path / "empty")


def rating(key: str, point: str, period: str, said: str, series: str = "hand") -> Any:
    return make_claim(
        "rating", series=series, record_key=key, source="peace-desk-2024", basis="study",
        publisher="peace-desk", assessor="peace-desk", method="panel", point=point,
        period=period, rating=said,
    )  # fmt: skip


@pytest.mark.parametrize("pack_name", ["example", "pakistan"])
def test_points_by_domain_says_what_the_comparison_of_the_versions_says(
    pack_name: str, empty: Ledger
) -> None:
    pack = shipped(pack_name)
    diff = compare(pack, *versions(pack))
    found = computed("points-by-domain", empty, pack)
    known = {point.point_id for point in pack.rows(PointRow) if point.certainty != "not found"}
    expected = {
        (plan, point.point_id): (point.change, [link.other for link in point.links if link.other])
        for plan, points in ((diff.old, diff.old_points), (diff.new, diff.new_points))
        for point in points
        if point.point_id in known
    }
    assert {
        (row["plan_id"], row["point_id"]): (row["change"], row["others"]) for row in found.rows
    } == expected
    for row in found.rows:
        point = pack.get(PointRow, row["point_id"])
        assert (row["domain"], row["number"], row["title"]) == (
            point.domain, point.number, point.title_en,
        )  # fmt: skip
        assert row["claims"] == [f"pack:points/{row['point_id']}"]
    changes = [point.change for point in diff.old_points]
    assert {cell.name: cell.value for cell in found.cells} == {
        "points": len(changes), "kept": changes.count("kept"), "dropped": changes.count("dropped"),
    }  # fmt: skip
    for cell in found.cells:
        assert len(cell.claims) == cell.value


def test_the_places_of_points_in_the_chart_are_taken_once(empty: Ledger) -> None:
    found = computed("points-by-domain", empty, shipped("pakistan"))
    for plan in {row["plan_id"] for row in found.rows}:
        places = sorted(row["place"] for row in found.rows if row["plan_id"] == plan)
        assert places == list(range(1, len(places) + 1))


def test_at_a_glance_counts_the_pack_and_the_ledger(tmp_path: Path) -> None:
    pack = shipped("example")
    claims = [
        figure("a", 5, quantity="judges"),
        figure("b", 6, quantity="judges", publisher="interior"),
        figure("c", 7, "2020-01", quantity="ucdp-deaths-best", aggregate_of="ucdp-ged"),
    ]
    found = {
        row["item"]: row
        for row in computed("at-a-glance", ledger_of(tmp_path / "ledger", *claims)).rows
    }
    points = {point.point_id for point in pack.rows(PointRow)}
    spoken = set(pack.get(QuantityRow, "judges").point_ids)
    lacking = {
        "points": points,
        "stateless": points - {row.point_id for row in pack.rows(PointStateRow)},
        "ownerless": points - {row.point_id for row in pack.rows(OwnerRow)},
        "silent": points - spoken,
    }
    for item, expected in lacking.items():
        assert found[item]["value"] == len(expected), item
        assert found[item]["claims"] == [f"pack:points/{each}" for each in sorted(expected)]
    assert (found["statements"]["value"], found["publishers"]["value"]) == (2, 2)
    assert rests_on(found["statements"], claims) == rests_on(found["publishers"], claims) == [
        "a", "b",
    ]  # fmt: skip


def test_statements_per_point_counts_for_every_point_that_a_quantity_speaks_of(
    tmp_path: Path,
) -> None:
    claims = [
        figure("a", 5),
        figure("b", 6, "2021"),
        figure("c", 7, quantity="judges"),
        figure("d", 8, "2020-01", quantity="ucdp-deaths-best", aggregate_of="ucdp-ged"),
    ]
    found = computed("statements-per-point", ledger_of(tmp_path / "ledger", *claims))
    counted = {row["row_id"]: (row["value"], rests_on(row, claims)) for row in found.rows}
    assert counted["SAP19-02"] == counted["SAP22-02"] == (2, ["a", "b"])
    assert counted["SAP22-01"] == (1, ["c"])
    assert counted["SAP19-03"] == (0, ["pack:points/SAP19-03"])
    assert list(counted) == [point.point_id for point in shipped("example").rows(PointRow)]


def test_published_statements_are_listed_as_stated(tmp_path: Path) -> None:
    claims = [
        figure("b", "63.25", "2019-03-14/2023-12-31", quantity="frozen", publisher="finance"),
        figure("a", 5, "2021", place="SZ1", breakdown="3 and 2", note="said twice"),
        figure("z", 4, "2020"),
        figure("m", 8, "2020-01", quantity="ucdp-deaths-best", aggregate_of="ucdp-ged"),
    ]
    found = computed("published-statements", ledger_of(tmp_path / "ledger", *claims))
    assert rows(found, "row_id", "points", "place", "value", "publisher") == [
        ("hand/z", ["SAP19-02", "SAP22-02"], "SZ", 4, "peace-desk"),
        ("hand/a", ["SAP19-02", "SAP22-02"], "SZ1", 5, "peace-desk"),
        ("hand/b", ["SAP19-05", "SAP22-04"], "SZ", claims[0].fields["value"], "finance"),
    ]
    assert [rests_on(row, claims) for row in found.rows] == [["z"], ["a"], ["b"]]


def test_records_of_two_series_with_one_key_are_two_rows(tmp_path: Path) -> None:
    claims = [
        figure("a", 5), figure("a", 6, series="other"),
        rating("r", "SAP22-01", "2020", "limited"),
        rating("r", "SAP22-01", "2020", "complete", "other"),
    ]  # fmt: skip
    ledger = ledger_of(tmp_path / "ledger", *claims)
    for figure_id in ("published-statements", "ratings"):
        assert len({row["row_id"] for row in computed(figure_id, ledger).rows}) == 2


def test_ratings_are_the_assessors_words(tmp_path: Path) -> None:
    claims = [
        rating("2", "SAP22-02", "2024", "not started"),
        rating("1", "SAP22-01", "2024", "limited"),
        rating("0", "SAP22-01", "2023", "C+"),
    ]
    found = computed("ratings", ledger_of(tmp_path / "ledger", *claims))
    assert rows(found, "point", "period", "rating", "assessor_name") == [
        ("SAP22-01", "2023", "C+", "Peace Desk"),
        ("SAP22-01", "2024", "limited", "Peace Desk"),
        ("SAP22-02", "2024", "not started", "Peace Desk"),
    ]
    assert [rests_on(row, claims) for row in found.rows] == [["0"], ["1"], ["2"]]


@pytest.mark.parametrize("pack_name", ["example", "pakistan"])
def test_every_published_number_is_listed(pack_name: str, tmp_path: Path) -> None:
    """A number whose publisher, place or quantity a join would lose must not be lost."""
    from naap.sources import Request, import_file, source_named

    pack = shipped(pack_name)
    ledger = Ledger.create(tmp_path / "ledger")
    import_file(
        ledger, source_named("pack"), Request(pack.folder / "pack.yml", pack), recorded_by="tests"
    )
    listed = computed("published-statements", ledger, pack)
    glance = {row["item"]: row["value"] for row in computed("at-a-glance", ledger, pack).rows}
    assert len(listed.rows) == glance["statements"]


@pytest.mark.parametrize("figure_id", [each.figure_id for each in figures()])
@pytest.mark.parametrize("filled", [False, True])
def test_every_figure_keeps_its_promise(tmp_path: Path, figure_id: str, filled: bool) -> None:
    """Each row has an id of its own, a list of claims, and what its table prints."""
    ledger = Ledger.create(tmp_path / "ledger")
    if filled:
        told = (figure("a", 5), figure("b", 6, "2021", publisher="interior"),
                rating("r", "SAP22-01", "2020", "limited"))  # fmt: skip
        ledger.append(Batch("tests", asserted=told, at=RECORDED))
    found = computed(figure_id, ledger)
    ids = [row["row_id"] for row in found.rows]
    assert len(set(ids)) == len(ids)
    for row in found.rows:
        assert isinstance(row["claims"], list)
        assert len(set(row["claims"])) == len(row["claims"])
        for column in found.figure.about.columns:
            assert column.name in row
            assert column.label is None or column.label in row
    for cell in found.cells:
        assert None not in cell.claims
