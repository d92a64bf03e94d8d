"""An import of the events replaces the totals that a pack ships, and is never added to them."""

from pathlib import Path

import pytest

from naap.figures import Computed
from naap.ledger import Ledger, Moment
from naap.pack import Pack
from naap.sources import Request, import_file, source_named
from tests.ged_files import elsewhere, event, write
from tests.review_makers import computed, rows, shipped

MONTHS = ("month", "best", "low", "high", "events")
SHIPPED, EVENTS = "totals shipped with the pack", "events in the ledger"


def of_the_pack(folder: Path, pack: Pack) -> Ledger:
    ledger = Ledger.create(folder)
    asked = Request(pack.folder / "pack.yml", pack)
    import_file(ledger, source_named("pack"), asked, recorded_by="tests")
    return ledger


def deaths(ledger: Ledger, pack: Pack) -> Computed:
    return computed("deaths-by-month", ledger, pack, Moment())


def made_from(found: Computed) -> set[str]:
    return {row["made_from"] for row in found.rows}


def test_a_small_release_replaces_the_totals_of_its_years(tmp_path: Path) -> None:
    pack = shipped("example")
    ledger = of_the_pack(tmp_path / "ledger", pack)
    before = deaths(ledger, pack)
    assert made_from(before) == {SHIPPED}
    file = write(
        tmp_path / "GEDEvent_v25_1.csv",
        [
            event(1, year="2023", date_start="2023-01-31", date_end="2023-02-02", best="9",
                  low="8", high="11"),
            event(2, year="2023", date_start="2023-12-01", date_end="2023-12-01", best="14",
                  low="12", high="17"),
            *elsewhere(last=2024),
        ],
    )  # fmt: skip
    asked = Request(file, pack, stated_on="2025-06")
    import_file(ledger, source_named("ucdp-ged"), asked, recorded_by="tests")
    after = deaths(ledger, pack)
    of_2023 = [row for row in after.rows if row["month"] < "2024"]
    assert {row["month"]: row["best"] for row in of_2023} == {
        f"2023-{month:02}": {1: 9, 12: 14}.get(month, 0) for month in range(1, 13)
    }
    assert {row["made_from"] for row in of_2023} == {EVENTS}
    # No event of the release lies in 2024, so the totals of that year stand as they were.
    assert [row for row in after.rows if row["month"] >= "2024"] == [
        row for row in before.rows if row["month"] >= "2024"
    ]
    assert sum(len(row["claims"]) for row in of_2023) == 2


@pytest.mark.shared
@pytest.mark.slow
def test_the_events_give_the_totals_that_ship_month_by_month(
    tmp_path: Path, shared_data: Path
) -> None:
    """The file that the shipped totals were made from says the same when it is imported."""
    pack = shipped("pakistan")
    ledger = of_the_pack(tmp_path / "ledger", pack)
    before = deaths(ledger, pack)
    asked = Request(shared_data / "ucdp" / "ged_pakistan_v22_1.csv", pack)
    import_file(ledger, source_named("ucdp-ged"), asked, recorded_by="tests")
    after = deaths(ledger, pack)
    assert len(after.rows) == 12 * (2021 - 1989 + 1)
    assert rows(after, *MONTHS) == rows(before, *MONTHS)
    assert (made_from(before), made_from(after)) == ({SHIPPED}, {EVENTS})
    assert not before.claims & after.claims
    assert {cell.name: cell.value for cell in before.cells} == {
        cell.name: cell.value for cell in after.cells
    }
