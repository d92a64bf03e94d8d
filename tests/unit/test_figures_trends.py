"""Violence beside the time before, releases beside each other, publishers beside each other."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from naap.ledger import Claim
from naap.ledger.snapshot import Snapshot
from naap.workspace import Workspace
from tests.review_makers import account, computed, figure, ledger_of, rests_on, rows, totals


def year(number: int, best: int) -> list[Claim]:
    """A year of which every month has as many deaths, in as many events."""
    return [
        claim
        for month in range(1, 13)
        for claim in totals(f"{number}-{month:02}", best, best - 1, best + 2, best)
    ]


def test_a_period_stands_beside_the_time_before(tmp_path: Path) -> None:
    claims = [each for number in range(2016, 2022) for each in year(number, number - 2015)]
    made = computed("violence-by-period", ledger_of(tmp_path, *claims))
    told = {row["row_id"]: row for row in made.rows}
    last = told["2021"]
    assert (last["low"], last["best"], last["high"], last["events"]) == (60, 72, 96, 72)
    assert (last["best_change"], last["best_mean"]) == (12, Decimal(36))
    assert last["per_event"] == 1
    assert (last["per_100000"], last["counted"]) == (Decimal("1.71"), "2021")
    assert told["2020"]["best_mean"] is None, "the mean needs all five years"
    assert told["2020"]["per_100000"] is None, "nobody had counted the people yet"
    assert told["2021-H2"]["best_change"] == 6
    assert told["2021-H2"]["best_mean"] == 18
    # The country's fiscal year starts in July: the first and the last are not covered.
    fiscal = [each for each in told if each.startswith("FY")]
    assert fiscal == [f"FY{each}-{each - 1999}" for each in range(2016, 2021)]
    assert told["FY2020-21"]["best"] == 6 * 5 + 6 * 6
    assert str(made.finding) == (
        "72 people killed in organised violence in 2021, against 36 a year in the five years before"
    )
    assert len(rests_on(last, claims)) == 48


def test_events_in_the_ledger_take_the_place_of_their_year(tmp_path: Path) -> None:
    event = account("e1", "2021-12-03", 40, 30, 50)
    first = account("e0", "2021-01-03", 2)
    made = computed("violence-by-period", ledger_of(tmp_path, *year(2021, 1), first, event))
    told = {row["row_id"]: row for row in made.rows}
    assert (told["2021"]["best"], told["2021"]["events"], told["2021"]["low"]) == (42, 2, 32)
    assert rests_on(told["2021"], [event, first]) == ["e0", "e1"]


def test_a_year_that_is_not_covered_from_end_to_end_is_no_year(tmp_path: Path) -> None:
    claims = [each for each in year(2020, 3) if each.fields["period"] != "2020-04"]
    made = computed("violence-by-period", ledger_of(tmp_path, *claims))
    assert rows(made, "row_id", "best") == [("2020-H2", 18)]


def later(number: int, best: int) -> list[Claim]:
    return [
        figure(
            f"later-{number}-{month:02}-{name}", value, f"{number}-{month:02}", publisher="ucdp",
            quantity=f"ucdp-{name}", scope="ucdp-organised-violence-next",
        )
        for month in range(1, 13)
        for name, value in (("deaths-best", best), ("events", 1))
    ]  # fmt: skip


def test_releases_are_compared_year_by_year_and_never_added(tmp_path: Path) -> None:
    claims = [*year(2019, 3), *year(2020, 5), *later(2019, 3), *later(2020, 4), *later(2021, 9)]
    made = computed("revisions-by-year", ledger_of(tmp_path, *claims))
    assert rows(made, "year", "earlier_deaths", "deaths", "deaths_change") == [
        (2019, 36, 36, 0), (2020, 60, 48, -12), (2021, None, 108, None),
    ]  # fmt: skip
    assert str(made.finding) == (
        "A later release changed the deaths of 1 of 2 years; most in 2020, from 60 to 48"
    )
    assert len(rests_on(made.rows[1], claims)) == 24


def test_publishers_of_one_year_are_set_beside_the_lowest(tmp_path: Path) -> None:
    said = {"quantity": "killed", "scope": "desk-attacks"}
    claims = [
        figure("a", 100, "2020", **said),
        figure("b", 250, "2020", publisher="interior", quantity="killed", scope="ministry-attacks"),
        figure("c", 90, "2021", **said),
        figure("d", 95, "2021", publisher="interior", quantity="killed", scope="ministry-attacks"),
        figure("e", 7, "2019", **said),
        *later(2020, 4),
    ]
    made = computed("publishers-apart", ledger_of(tmp_path, *claims))
    assert rows(made, "year", "publisher", "value", "times") == [
        (2020, "interior", 250, Decimal("5.2")), (2020, "peace-desk", 100, Decimal("2.1")),
        (2020, "ucdp", 48, Decimal(1)),
        (2021, "interior", 95, Decimal("1.1")), (2021, "peace-desk", 90, Decimal(1)),
    ]  # fmt: skip
    assert str(made.finding) == (
        "In 1 of 2 years the highest count of people killed is at least twice the lowest"
    )


def test_the_shipped_example_gives_rates_by_province(tmp_path: Path) -> None:
    workspace, _ = Workspace.create(tmp_path / "w", "example")
    made = computed("deaths-by-province", Snapshot.of(workspace.ledger()).ledger)
    rated = [row for row in made.rows if row["per_100000"] is not None]
    assert {row["place_id"] for row in rated} == {"SZ1", "SZ2", "SZ3"}
    people = {"SZ1": 1_900_000, "SZ2": 1_250_000, "SZ3": 1_050_000}
    for row in rated:
        assert row["per_100000"] == round(
            Decimal(100_000) * row["value"] / people[row["place_id"]], 2
        )
