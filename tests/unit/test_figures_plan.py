"""Figures about what became of the plan: its points, what was said of them, the list of bodies."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from naap.drawing.chart import drawn
from naap.engine import Engine
from naap.figures import Computed, compute, figure_named, prepare
from naap.figures.chart import Variant, chart_of
from naap.figures.figure import Language
from naap.ledger import Claim, Ledger, Moment, make_claim
from naap.ledger.snapshot import Snapshot
from naap.pack.diff import compare, versions
from naap.pack.tables import PointRow
from tests.review_makers import computed, figure, ledger_of, rests_on, rows, shipped

FIGURES = (
    "plan-versions", "proscribed-over-time", "status-through-time", "unchanged-values",
    "ratings-by-point", "evidence-by-basis",
)  # fmt: skip
SINCE = "2019-03-14/"


@pytest.fixture
def empty(tmp_path: Path) -> Ledger:
    return Ledger.create(tmp_path / "empty")


def frozen(key: str, value: int, until: str, **more: Any) -> Claim:
    """A running total since the plan began."""
    said = {"publisher": "finance", "quantity": "frozen", "period": SINCE + until} | more
    return figure(key, value, **said)


def listing(
    key: str, organisation: str, event: str, day: str | None, authority: str = "interior"
) -> Claim:
    return make_claim(
        "listing", series="gazette", record_key=key, source="gazette-bans", basis="official",
        organisation=organisation, event=event, authority=authority, instrument="Schedule",
        happened_on=day,
    )  # fmt: skip


def rating(key: str, point: str, said: str, assessor: str = "peace-desk") -> Claim:
    return make_claim(
        "rating", series="hand", record_key=key, source="peace-desk-2024", basis="study",
        assessor=assessor, method="panel", point=point, period="2024", rating=said,
    )  # fmt: skip


def cells(found: Computed) -> dict[str, Any]:
    return {cell.name: cell.value for cell in found.cells}


def counted(found: Computed, name: str, claims: tuple[Claim, ...]) -> list[str]:
    [cell] = [cell for cell in found.cells if cell.name == name]
    return rests_on({"claims": cell.claims}, claims)


# What became of the points.


@pytest.mark.parametrize("pack_name", ["example", "pakistan"])
def test_plan_versions_counts_what_the_comparison_says(pack_name: str, empty: Ledger) -> None:
    pack = shipped(pack_name)
    diff = compare(pack, *versions(pack))
    found = computed("plan-versions", empty, pack)
    expected = Counter(
        (point.change, pack.get(PointRow, point.point_id).domain) for point in diff.old_points
    )
    for point in diff.new_points:
        row = pack.get(PointRow, point.point_id)
        if point.change == "new" and row.certainty != "not found":
            expected["new", row.domain] += 1
    lost: Counter[tuple[str, str]] = Counter(
        ("owner-lost", pack.get(PointRow, point_id).domain) for point_id in diff.owners_lost
    )
    assert {(row["outcome"], row["domain"]): row["value"] for row in found.rows} == expected + lost
    for told in found.rows:
        assert told["claims"] == [f"pack:points/{point}" for point in told["points"]]
        assert len(told["claims"]) == told["value"]


def test_the_finding_of_plan_versions_counts_each_point_once(empty: Ledger) -> None:
    found = computed("plan-versions", empty)
    told = cells(found)
    assert told["points"] == told["kept"] + told["absorbed"] + told["gone"]
    assert told["ownerless"] == 1
    [lost] = [cell for cell in found.cells if cell.name == "ownerless"]
    assert lost.claims == ("pack:points/SAP19-02",)


# Status facts through time.


def test_a_number_given_again_says_since_when_it_stands(tmp_path: Path) -> None:
    claims = (
        frozen("a", 40, "2020-03"), frozen("b", 40, "2020-12-31"), frozen("c", 40, "2021"),
        frozen("d", 55, "2022"), frozen("e", 55, "2023"),
    )  # fmt: skip
    found = computed("status-through-time", ledger_of(tmp_path / "l", *claims))
    assert rows(found, "value", "status", "unchanged_since") == [
        (40, "first", None), (40, "unchanged", "2020-03"), (40, "unchanged", "2020-03"),
        (55, "changed", None), (55, "unchanged", "2022"),
    ]  # fmt: skip
    assert [rests_on(row, claims) for row in found.rows] == [["a"], ["b"], ["c"], ["d"], ["e"]]
    assert all(row["drawn"] for row in found.rows)
    assert cells(found) == {"later": 4, "unchanged": 3, "fallen": 0}
    assert counted(found, "unchanged", claims) == ["b", "c", "e"]
    # None that fell: the number rests on all that were looked at.
    assert counted(found, "fallen", claims) == ["b", "c", "d", "e"]


def test_a_second_paper_with_the_number_of_a_date_repeats_nothing(tmp_path: Path) -> None:
    claims = (
        frozen("a", 40, "2020"), frozen("b", 40, "2020", series="other"), frozen("c", 41, "2021"),
    )  # fmt: skip
    found = computed("status-through-time", ledger_of(tmp_path / "l", *claims))
    assert rows(found, "value", "status") == [(40, "first"), (40, "first"), (41, "changed")]
    assert cells(found) == {"later": 1, "unchanged": 0, "fallen": 0}


def test_two_numbers_for_one_date_are_no_repetition(tmp_path: Path) -> None:
    claims = (frozen("a", 40, "2020"), frozen("b", 42, "2020"), frozen("c", 42, "2021"))
    found = computed("status-through-time", ledger_of(tmp_path / "l", *claims))
    assert [row["status"] for row in found.rows] == ["first", "first", "changed"]
    assert computed("unchanged-values", ledger_of(tmp_path / "m", *claims)).rows == []


def test_a_running_total_that_falls_is_marked_and_a_stock_is_not(tmp_path: Path) -> None:
    claims = (
        frozen("a", 60, "2020"), frozen("b", 50, "2021"),
        figure("c", 9, "2020-06-30", publisher="justice", quantity="judges"),
        figure("d", 7, "2021-06-30", publisher="justice", quantity="judges"),
    )  # fmt: skip
    found = computed("status-through-time", ledger_of(tmp_path / "l", *claims))
    assert {(row["quantity"], row["value"]): row["status"] for row in found.rows} == {
        ("frozen", 60): "first", ("frozen", 50): "fell",
        ("judges", 9): "first", ("judges", 7): "changed",
    }  # fmt: skip
    assert counted(found, "fallen", claims) == ["b"]
    # What fell is drawn, however few its statements; two other statements are not enough.
    assert {row["quantity"] for row in found.rows if row["drawn"]} == {"frozen"}


def test_a_total_with_a_later_start_has_not_fallen(tmp_path: Path) -> None:
    claims = (frozen("a", 60, "2020"), frozen("b", 50, "2021", period="2020-06-01/2021"))
    found = computed("status-through-time", ledger_of(tmp_path / "l", *claims))
    assert [row["status"] for row in found.rows] == ["first", "changed"]


def test_publishers_and_places_are_not_compared_with_each_other(tmp_path: Path) -> None:
    claims = (
        frozen("a", 60, "2020"), frozen("b", 50, "2021", publisher="herald"),
        frozen("c", 60, "2021", place="SZ1"), frozen("d", 60, "2022", place="SZ1"),
    )  # fmt: skip
    found = computed("status-through-time", ledger_of(tmp_path / "l", *claims))
    assert rows(found, "place", "publisher", "status", "voice", "voices") == [
        ("SZ", "finance", "first", 1, 2), ("SZ", "herald", "first", 2, 2),
        ("SZ1", "finance", "first", 1, 1), ("SZ1", "finance", "unchanged", 1, 1),
    ]  # fmt: skip


def test_flows_and_single_dates_are_left_out(tmp_path: Path) -> None:
    claims = (
        figure("a", 5, "2020"), figure("b", 5, "2021"),
        figure("c", 9, "2020-06-30", publisher="justice", quantity="judges"),
    )  # fmt: skip
    ledger = ledger_of(tmp_path / "l", *claims)
    assert computed("status-through-time", ledger).rows == []
    assert computed("unchanged-values", ledger).rows == []


def test_a_stock_of_a_whole_year_is_as_long_as_the_year(tmp_path: Path) -> None:
    of_judges = {"publisher": "justice", "quantity": "judges"}
    claims = (figure("a", 9, "2020", **of_judges), figure("b", 9, "2021-05-01", **of_judges))
    found = computed("status-through-time", ledger_of(tmp_path / "l", *claims))
    assert [row["from_day"] and row["from_day"].isoformat() for row in found.rows] == [
        "2020-01-01", None,
    ]  # fmt: skip


# Numbers that never moved.


def test_the_longest_run_comes_first_with_every_statement_behind_it(tmp_path: Path) -> None:
    of_judges = {"publisher": "justice", "quantity": "judges"}
    claims = (
        figure("a", 9, "2020-01-01", **of_judges), figure("b", 9, "2020-03-01", **of_judges),
        frozen("c", 40, "2020-01-31"), frozen("d", 40, "2021-01-31"),
        frozen("e", 40, "2021-01-31", series="other"), frozen("f", 44, "2022-01-31"),
        frozen("g", 40, "2023-01-31"),
    )  # fmt: skip
    found = computed("unchanged-values", ledger_of(tmp_path / "l", *claims))
    assert rows(
        found, "quantity", "value", "first_date", "last_date", "unchanged_days", "dates",
        "statements",
    ) == [
        ("frozen", 40, "2020-01-31", "2021-01-31", 366, 2, 3),
        ("judges", 9, "2020-01-01", "2020-03-01", 60, 2, 2),
    ]  # fmt: skip
    assert [rests_on(row, claims) for row in found.rows] == [["c", "d", "e"], ["a", "b"]]
    assert cells(found) == {"value": 40, "statements": 3}
    assert counted(found, "statements", claims) == ["c", "d", "e"]
    assert "2020-01-31 to 2021-01-31" in str(found.finding)


def test_a_number_repeated_within_days_is_no_run(tmp_path: Path) -> None:
    claims = (frozen("a", 40, "2020-01-01"), frozen("b", 40, "2020-01-30"))
    assert computed("unchanged-values", ledger_of(tmp_path / "l", *claims)).rows == []


# The list of bodies.


def test_listings_are_counted_by_organisation_and_delistings_taken_off(tmp_path: Path) -> None:
    claims = (
        listing("1", "ridge-front", "listed", "2016-08-01"),
        # Another source gives a later day: the organisation is on the list already.
        listing("2", "ridge-front", "listed", "2016-09"),
        listing("3", "new-ridge", "listed", "2020"),
        listing("4", "ridge-front", "delisted", "2022-03-05"),
        listing("5", "ridge-front", "listed", "2023-01-01"),
        listing("6", "road-column", "on list, date unknown", None),
        listing("7", "new-ridge", "on list, date unknown", None),
        listing("8", "harbour-guild", "under observation", "2017-01-01"),
        listing("9", "harbour-guild", "listed", "2017-01-01", authority="parliament"),
        figure("p", 4, "2021", publisher="herald", quantity="proscribed-organisations"),
        figure("q", 6, "2021", publisher="interior", quantity="proscribed-organisations"),
    )  # fmt: skip
    found = computed("proscribed-over-time", ledger_of(tmp_path / "l", *claims))
    assert rows(found, "measure", "body", "at_date", "value") == [
        ("published", "interior", "2021", 6), ("published", "herald", "2021", 4),
        ("dated", "interior", "2016-08-01", 1), ("dated", "interior", "2020", 2),
        ("dated", "interior", "2022-03-05", 1), ("dated", "interior", "2023-01-01", 2),
        ("undated", "interior", None, 1),
    ]  # fmt: skip
    assert [rests_on(row, claims) for row in found.rows] == [
        ["q"], ["p"], ["1"], ["1", "2", "3"], ["1", "2", "3", "4"], ["1", "2", "3", "4", "5"],
        ["6"],
    ]  # fmt: skip
    assert cells(found) == {"dated": 2, "undated": 1, "published": 6}
    assert counted(found, "undated", claims) == ["6"]
    assert counted(found, "published", claims) == ["p", "q"]
    assert "Interior, by the listings on record: 2 organisations" in str(found.finding)


def test_without_a_published_count_the_list_has_a_plain_title(tmp_path: Path) -> None:
    claims = (listing("1", "ridge-front", "listed", "2016-08-01"),)
    found = computed("proscribed-over-time", ledger_of(tmp_path / "l", *claims))
    assert found.finding is None
    assert rows(found, "measure", "value") == [("dated", 1)]


# Who rated what.


def test_a_point_that_an_assessor_did_not_name_has_no_rating(tmp_path: Path) -> None:
    claims = (
        rating("a", "SAP22-01", "limited"), rating("b", "SAP22-02", "not started"),
        rating("c", "SAP22-02", "complete", "finance"),
    )  # fmt: skip
    found = computed("ratings-by-point", ledger_of(tmp_path / "l", *claims))
    told = {(row["point_id"], row["assessor"]): row for row in found.rows}
    points = [row.point_id for row in shipped("example").rows(PointRow) if row.plan_id == "SAP22"]
    assert set(told) == {(point, who) for point in points for who in ("peace-desk", "finance")}
    assert told["SAP22-01", "peace-desk"]["rating"] == "limited"
    for (point, who), row in told.items():
        named = (point, who) in {
            ("SAP22-01", "peace-desk"), ("SAP22-02", "peace-desk"), ("SAP22-02", "finance"),
        }  # fmt: skip
        assert row["status"] == ("named" if named else "not-named")
        assert (row["rating"] is not None) == named == bool(row["claims"])
    assert cells(found) == {"points": len(points), "rated": 2, "rated_twice": 1}
    assert counted(found, "rated_twice", claims) == ["b", "c"]


def test_ratings_of_one_assessor_stand_side_by_side(tmp_path: Path) -> None:
    claims = (rating("a", "SAP22-01", "limited"), rating("b", "SAP22-01", "complete"))
    found = computed("ratings-by-point", ledger_of(tmp_path / "l", *claims))
    told = [row for row in found.rows if row["point_id"] == "SAP22-01"]
    assert [(row["rating"], row["statement"]) for row in told] == [("limited", 1), ("complete", 2)]


def test_a_reader_of_urdu_gets_the_rating_in_urdu(tmp_path: Path) -> None:
    pack = shipped("example")
    claims = (rating("a", "SAP22-01", "Limited"), rating("b", "SAP22-02", "a bit"))
    ledger = ledger_of(tmp_path / "l", *claims)
    with Engine(threads=1) as engine:
        prepare(engine, pack, Snapshot.of(ledger, Moment()), "ur")
        found = compute(figure_named("ratings-by-point"), engine, pack, "ur")
    told = {row["point_id"]: row["rating_said"] for row in found.rows}
    assert (told["SAP22-01"], told["SAP22-02"]) == ("محدود", "a bit")


# What the numbers rest on.


def test_numbers_are_counted_by_the_basis_of_their_source(tmp_path: Path) -> None:
    def told(key: str, quantity: str, basis: str) -> Claim:
        return make_claim(
            "figure", series="hand", record_key=key, source="herald", basis=basis,
            publisher="finance", quantity=quantity, period="2020", place="SZ", unit="x", value=1,
        )  # fmt: skip

    claims = (
        told("a", "frozen", "media"), told("b", "frozen", "media"), told("c", "judges", "official"),
        told("d", "ucdp-deaths-best", "study"),
    )  # fmt: skip
    found = computed("evidence-by-basis", ledger_of(tmp_path / "l", *claims))
    told_of = {(row["point_id"], row["basis"]): row for row in found.rows}
    some = {key: row["value"] for key, row in told_of.items() if row["value"]}
    assert some == {
        ("SAP19-05", "media"): 2, ("SAP22-04", "media"): 2, ("SAP22-01", "official"): 1,
    }  # fmt: skip
    assert rests_on(told_of["SAP22-04", "media"], claims) == ["a", "b"]
    points = {row.point_id for row in shipped("example").rows(PointRow)}
    silent = points - {point for point, _ in some}
    assert {key for key, row in told_of.items() if not row["value"]} == {
        (point, "none") for point in silent
    }
    for point in silent:
        assert told_of[point, "none"]["claims"] == [f"pack:points/{point}"]
    assert cells(found) == {"numbers": 3, "media": 2, "official": 1, "silent": len(silent)}
    assert counted(found, "official", claims) == ["c"]


# The pictures.


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    of_judges = {"publisher": "justice", "quantity": "judges"}
    return ledger_of(
        tmp_path_factory.mktemp("l") / "l",
        frozen("a", 40, "2020"), frozen("b", 30, "2021"), frozen("c", 30, "2022"),
        figure("d", 9, "2020", **of_judges), figure("e", 9, "2022-05-01", **of_judges),
        listing("1", "ridge-front", "listed", "2016-08-01"),
        listing("2", "new-ridge", "listed", "2020"),
        listing("3", "road-column", "on list, date unknown", None),
        figure("p", 4, "2021", publisher="herald", quantity="proscribed-organisations"),
        rating("r", "SAP22-01", "limited"),
    )  # fmt: skip


@pytest.mark.parametrize("figure_id", FIGURES)
@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("variant", ["wide", "narrow"])
def test_each_is_drawn_in_the_words_and_colours_of_the_page(
    everything: Ledger, figure_id: str, language: Any, variant: Variant
) -> None:
    pack = shipped("example")
    with Engine(threads=1) as engine:
        prepare(engine, pack, Snapshot.of(everything, Moment()), language)
        found = compute(figure_named(figure_id), engine, pack, language)
    picture = drawn(chart_of(found, variant, {}))
    assert found.rows
    assert "var(--" in picture
    for left in ("colour:", "@", "NaN", "undefined", "Infinity", ">null<"):
        assert left not in picture


@pytest.mark.parametrize(
    ("language", "said"), [("en", "same from 25 March 2015"), ("ur", "25 مارچ 2015 سے")]
)
def test_the_day_since_when_a_number_stands_is_told_in_words(
    everything: Ledger, language: Language, said: str
) -> None:
    made = computed("status-through-time", everything)
    day = {"unchanged_since": "2015-03-25"}
    dated = [{**row, **(day if row["unchanged_since"] else {})} for row in made.rows]
    made = replace(made, rows=dated, language=language)
    for variant in get_args(Variant):
        picture = drawn(chart_of(made, variant, {}))
        assert said in picture
        assert "2015-03-25" not in picture


@pytest.mark.parametrize(
    ("figure_id", "said"),
    [
        ("plan-versions", ["Kept", "Goes on without its owner"]),
        ("proscribed-over-time", ["1 more without a date", "listed by Interior", "Herald"]),
        ("status-through-time", ["▼", "same from 2021<", ">to 2022<"]),
        ("unchanged-values", ["Judges in office", "Money frozen", ">30<"]),
        ("ratings-by-point", ["limited", "not named", ">Peace Desk<", ">2024<"]),
        ("evidence-by-basis", ["no published number", "Study", "Testimony"]),
    ],
)
def test_the_picture_says_what_it_is_for(
    everything: Ledger, figure_id: str, said: list[str]
) -> None:
    picture = drawn(chart_of(computed(figure_id, everything), "wide", {}))
    for words in said:
        assert words in picture
