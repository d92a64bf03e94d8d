"""Deaths by month: events where they are held, else the totals that the pack ships."""

from pathlib import Path

import pytest

from naap.figures import Computed, figure_named
from naap.ledger import Claim
from tests.review_makers import account, computed, figure, ledger_of, rests_on, rows, totals

FIGURE = "deaths-by-month"
SHOWN = ("month", "best", "low", "high", "events")
SHIPPED, EVENTS = "totals shipped with the pack", "events in the ledger"


def made(folder: Path, *claims: Claim) -> Computed:
    return computed(FIGURE, ledger_of(folder / "ledger", *claims))


def test_totals_are_shown_as_shipped(tmp_path: Path) -> None:
    claims = [*totals("2020-01", 6, 5, 9, 2), *totals("2020-02", 0, 0, 0, 0)]
    found = made(tmp_path, *claims)
    assert rows(found, *SHOWN) == [("2020-01", 6, 5, 9, 2), ("2020-02", 0, 0, 0, 0)]
    assert rests_on(found.rows[0], claims) == [
        f"2020-01-{name}" for name in ("deaths-best", "deaths-high", "deaths-low", "events")
    ]
    assert {row["made_from"] for row in found.rows} == {SHIPPED}


def test_events_are_summed_by_the_month_of_their_first_day(tmp_path: Path) -> None:
    claims = [
        account("1", "2020-01-31", 3, 1, 4, until="2020-02-02"),
        account("2", "2020-01-01", 2, 2, 7),
        account("3", "2020-04-30", 5),
        account("4", "2020-04-30", 5, country="SZ1"),
    ]
    found = made(tmp_path, *claims)
    assert rows(found, *SHOWN) == [
        ("2020-01", 5, 3, 11, 2),
        ("2020-02", 0, 0, 0, 0),
        ("2020-03", 0, 0, 0, 0),
        ("2020-04", 5, 5, 5, 1),
    ]
    assert [rests_on(row, claims) for row in found.rows] == [["1", "2"], [], [], ["3"]]
    assert {row["made_from"] for row in found.rows} == {EVENTS}


def test_events_replace_the_totals_of_their_year_and_are_never_added(tmp_path: Path) -> None:
    claims = [
        *totals("2019-12", 8, 8, 8, 3),
        *totals("2020-01", 90, 80, 99, 20),
        *totals("2020-02", 70, 60, 77, 10),
        account("1", "2020-02-05", 4),
    ]
    found = made(tmp_path, *claims)
    assert rows(found, "month", "best", "events", "made_from") == [
        ("2019-12", 8, 3, SHIPPED),
        ("2020-01", 0, 0, EVENTS),
        ("2020-02", 4, 1, EVENTS),
    ]
    assert rests_on(found.rows[2], claims) == ["1"]
    assert str(found.finding).startswith("12 people killed")
    assert {cell.name: rests_on({"claims": cell.claims}, claims) for cell in found.cells} == {
        "deaths": ["1", "2019-12-deaths-best"],
        "worst": ["2019-12-deaths-best"],
    }


def test_a_candidate_release_alone_makes_no_zero_of_the_months_it_lacks(tmp_path: Path) -> None:
    claims = [*totals("2020-12", 6, 6, 6, 1), account("1", "2022-03-05", 4)]
    assert rows(made(tmp_path, *claims), "month", "best") == [("2020-12", 6), ("2022-03", 4)]


def test_other_numbers_and_data_sets_stay_out(tmp_path: Path) -> None:
    found = made(
        tmp_path,
        figure("a", 9, "2020-01", quantity="ucdp-deaths-best"),
        figure("b", 9, "2020-01", quantity="ucdp-deaths-best", aggregate_of="acled"),
        figure("c", 9, "2020-01", quantity="attacks", aggregate_of="ucdp-ged"),
        figure("d", 9, "2020-01", quantity="ucdp-deaths-best", aggregate_of="ucdp-ged",
               place="SZ1"),
        figure("e", 9, "2020-01", quantity="ucdp-deaths-best", aggregate_of="ucdp-ged",
               scope="ucdp-state-based"),
        figure("f", 9, "2020", quantity="ucdp-deaths-best", aggregate_of="ucdp-ged",
               scope="ucdp-organised-violence"),
    )  # fmt: skip
    assert rows(found, *SHOWN) == []
    assert found.finding is None


@pytest.mark.parametrize("events", [False, True])
def test_the_title_sums_the_series_and_names_the_first_of_equally_bad_months(
    tmp_path: Path, events: bool
) -> None:
    if events:
        claims = [account(str(n), f"202{n}-05-01", 7) for n in (2, 0, 1)]
    else:
        claims = [claim for n in (2, 0, 1) for claim in totals(f"202{n}-05", 7, 7, 7, 1)]
    assert str(made(tmp_path, *claims).finding) == (
        "21 people killed in organised violence, 2020 to 2022; 7 in the worst month, 2020-05"
    )


def test_the_numbers_of_the_title_are_those_of_the_rows(tmp_path: Path) -> None:
    claims = [*totals("2019-06", 11, 1, 20, 4), account("1", "2020-02-05", 4)]
    found = made(tmp_path, *claims)
    cells = {cell.name: cell.value for cell in found.cells}
    assert cells["deaths"] == sum(row["best"] for row in found.rows)
    assert cells["worst"] == max(row["best"] for row in found.rows)


def test_the_page_says_why_a_month_rests_on_no_claim() -> None:
    assert "no event" in figure_named(FIGURE).about.no_claims["en"]
