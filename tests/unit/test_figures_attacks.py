"""Attacks by year: what each publisher states, side by side."""

import json
from pathlib import Path

import pytest

from naap.figures import Computed, Finding
from naap.figures.chart import Variant, chart_of
from naap.figures.figure import Language, figure_named
from naap.ledger import Claim
from tests.review_makers import computed, figure, ledger_of, rests_on, rows

FIGURE = "attacks-by-year"
SHOWN = ("publisher", "quantity", "scope", "year", "value", "statement", "status")


def made(folder: Path, *claims: Claim) -> Computed:
    return computed(FIGURE, ledger_of(folder / "ledger", *claims))


def title(found: Computed) -> str:
    assert isinstance(found.finding, Finding)
    return str(found.finding)


def test_a_year_that_nobody_stated_is_missing_not_zero(tmp_path: Path) -> None:
    claims = [figure("a", 7, "2018"), figure("b", 9, "2021"), figure("c", 8, "2019")]
    found = made(tmp_path, *claims)
    assert rows(found, "year", "value", "status", "run") == [
        (2018, 7, "stated", 2017),
        (2019, 8, "stated", 2017),
        (2021, 9, "stated", 2018),
    ]
    # 2020 is marked as missing as soon as any other series shows that there was such a year.
    other = figure("d", 3, "2020", publisher="interior")
    found = made(tmp_path / "more", *claims, other)
    assert rows(found, "publisher", "year", "value", "status") == [
        ("interior", 2020, 3, "stated"),
        ("peace-desk", 2018, 7, "stated"),
        ("peace-desk", 2019, 8, "stated"),
        ("peace-desk", 2020, None, "not found"),
        ("peace-desk", 2021, 9, "stated"),
    ]
    assert [rests_on(row, [*claims, other]) for row in found.rows] == [
        ["d"], ["a"], ["c"], [], ["b"],
    ]  # fmt: skip


def test_years_before_the_first_and_after_the_last_statement_are_not_missing(
    tmp_path: Path,
) -> None:
    found = made(
        tmp_path,
        figure("a", 7, "2018"),
        figure("b", 9, "2019"),
        *(figure(f"i{year}", 1, str(year), publisher="interior") for year in range(2016, 2023)),
    )
    ours = [row["year"] for row in found.rows if row["publisher"] == "peace-desk"]
    assert ours == [2018, 2019]


def test_a_restatement_stands_beside_the_first_statement(tmp_path: Path) -> None:
    claims = [
        figure("first", 521, stated_on="2021-01"),
        figure("later", 530, stated_on="2022-01"),
        figure("undated", 519),
    ]
    found = made(tmp_path, *claims)
    assert rows(found, "value", "statement", "differs") == [
        (530, 1, False), (521, 2, True), (519, 3, True),
    ]  # fmt: skip
    assert [rests_on(row, claims) for row in found.rows] == [["later"], ["first"], ["undated"]]


def test_a_statement_that_only_repeats_the_value_does_not_differ(tmp_path: Path) -> None:
    found = made(
        tmp_path,
        figure("a", 521, stated_on="2021-01"),
        figure("b", "521.0", stated_on="2022-01"),
    )
    assert rows(found, "value", "differs") == [(521, False), (521, False)]


def test_scopes_are_series_of_their_own(tmp_path: Path) -> None:
    found = made(
        tmp_path,
        figure("a", 5, scope="desk-attacks"),
        figure("b", 6, scope="ministry-attacks"),
        figure("c", 7),
    )
    assert rows(found, *SHOWN) == [
        ("peace-desk", "attacks", "desk-attacks", 2020, 5, 1, "stated"),
        ("peace-desk", "attacks", "ministry-attacks", 2020, 6, 1, "stated"),
        ("peace-desk", "attacks", None, 2020, 7, 1, "stated"),
    ]
    assert len({row["row_id"] for row in found.rows}) == 3


def test_other_quantities_places_and_periods_stay_out(tmp_path: Path) -> None:
    found = made(
        tmp_path,
        figure("place", 1, place="SZ1"),
        figure("half", 2, "2020-H1"),
        figure("day", 3, "2020-05-01"),
        figure("span", 4, "2019/2020"),
        figure("injured", 5, quantity="injured"),
        figure("killed", 6, quantity="killed"),
    )
    assert rows(found, "quantity", "value") == [("killed", 6)]


def test_a_series_of_one_year_is_not_drawn(tmp_path: Path) -> None:
    found = made(
        tmp_path,
        figure("a", 5, "2019"),
        figure("b", 6, "2020"),
        figure("c", 7, "2020", publisher="interior"),
    )
    assert set(rows(found, "publisher", "drawn")) == {("peace-desk", True), ("interior", False)}


def test_the_title_names_the_lowest_and_highest_count_of_the_latest_shared_year(
    tmp_path: Path,
) -> None:
    claims = [
        figure("desk-20", 30, "2020"),
        figure("desk-21-old", 99, "2021", stated_on="2022-01"),
        figure("desk-21", 40, "2021", stated_on="2022-06"),
        figure("herald-21", 44, "2021", publisher="herald"),
        figure("ministry-21", 19, "2021", publisher="interior"),
        figure("desk-22", 50, "2022"),
        figure("killed-22", 5, "2022", publisher="interior", quantity="killed"),
    ]
    found = made(tmp_path, *claims)
    assert title(found) == "For 2021, 3 publishers count anything from 19 to 44 attacks"
    behind = {cell.name: rests_on({"claims": cell.claims}, claims) for cell in found.cells}
    assert behind == {
        "publishers": ["desk-21", "herald-21", "ministry-21"],
        "low": ["ministry-21"],
        "high": ["herald-21"],
    }


def test_one_publisher_alone_gives_no_finding(tmp_path: Path) -> None:
    assert made(tmp_path, figure("a", 5)).finding is None


def test_equal_counts_give_the_same_claim_every_time(tmp_path: Path) -> None:
    claims = [figure(f"k{n}", 5, publisher=body) for n, body in enumerate(("herald", "interior"))]
    found = [
        {cell.name: cell.claims for cell in made(tmp_path / str(n), *told).cells}
        for n, told in enumerate((claims, claims[::-1]))
    ]
    assert found[0] == found[1]


def test_the_claims_of_a_figure_are_those_of_its_rows(tmp_path: Path) -> None:
    claims = [figure("a", 5), figure("b", 6, publisher="interior"), figure("c", 1, place="SZ1")]
    assert made(tmp_path, *claims).claims == {each.claim_id for each in claims[:2]}


@pytest.mark.parametrize(
    ("language", "variant", "words"),
    [
        ("en", "wide", ["Attacks", "People killed"]),
        ("ur", "wide", ["ہلاک افراد", "حملے"]),
        ("ur", "narrow", ["حملے", "ہلاک افراد"]),
    ],
)
def test_in_urdu_the_first_of_two_panels_stands_at_the_right(
    language: Language, variant: Variant, words: list[str]
) -> None:
    empty = Computed(figure_named(FIGURE), language, [], None, {})
    spec = json.loads(chart_of(empty, variant, {}).spec)
    assert [panel["title"]["text"] for panel in spec["concat"]] == words
