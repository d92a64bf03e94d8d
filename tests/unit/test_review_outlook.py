"""What the pages on the outlook work out from a record and from what the ledger counts."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naap.engine import Engine
from naap.outlook.counts import register_places
from naap.outlook.evaluate import evaluate
from naap.outlook.evaluate_series import Event
from naap.outlook.record_evaluation import record_evaluation
from naap.pack import load_record
from naap.pack.tables import EvaluationRecordRow, EvaluationRow, ForecastRecordRow, ForecastRow, Row
from naap.review import Options, build
from naap.review.options import OwnRecord
from naap.review.outlook.pages import _signed
from naap.review.outlook.scores import (
    COSTS,
    Group,
    Told,
    chance_of,
    groups_of,
    quantile_score,
    skill_of,
)
from naap.review.outlook.svg import _fitting, calibration, per_cent, together
from naap.review.outlook.told import Outlook, Question, outlook_of
from naap.workspace import Workspace
from tests.evaluate_worlds import WORLDS, series_of
from tests.review_makers import shipped
from tests.site_walk import Site


def told(year: int, counted: int | None, quantiles: tuple[int, ...], chance: float = 0.5) -> Told:
    return Told(
        f"{year}-01", f"{year - 1}-12", 1, quantiles, (chance, chance, chance), counted, True, "r1"
    )


@pytest.fixture(scope="module")
def outlook() -> Outlook:
    found = read(load_record(shipped("example").folder, shipped("example")))
    assert found is not None
    return found


def read(tables: dict[str, tuple[Row, ...]], by: date | None = None) -> Outlook | None:
    workspace = Workspace.here(pack="example")
    with Engine(threads=1) as engine:
        workspace.snapshot().register(engine)
        register_places(engine, workspace.pack)
        return outlook_of(engine, workspace.pack, tables, by)


def test_the_score_is_twice_the_mean_pinball_loss() -> None:
    # By hand: 0.05*10, 0.25*10, 0.5*0, 0.25*10, 0.05*10, over 5, twice.
    assert quantile_score((0, 0, 10, 20, 20), 10) == pytest.approx(2 * (0.5 + 2.5 + 2.5 + 0.5) / 5)
    assert quantile_score((7, 7, 7, 7, 7), 7) == 0


@given(st.lists(st.integers(0, 999), min_size=5, max_size=5), st.integers(0, 999))
def test_no_forecast_scores_better_than_the_truth(quantiles: list[int], counted: int) -> None:
    assert quantile_score(sorted(quantiles), counted) >= 0


def test_skill_is_told_without_an_interval_from_few_years() -> None:
    rows = [told(year, 10, (8, 9, 10, 11, 12)) for year in range(2001, 2005)]
    before = {("conflictology", row.origin): (0, 0, 0, 0, 0) for row in rows}
    few = skill_of("conflictology", rows, before)
    assert few is not None
    assert (few.low, few.high, few.years) == (None, None, 4)
    assert few.value > 0.5
    assert not few.is_shown
    rows.append(told(2005, 10, (8, 9, 10, 11, 12)))
    before["conflictology", "2004-12"] = (0, 0, 0, 0, 0)
    enough = skill_of("conflictology", rows, before)
    assert enough is not None
    assert enough.is_shown
    assert skill_of("weighted-history", rows, before) is None


@given(st.lists(st.tuples(st.integers(0, 60), st.floats(0, 1)), min_size=1, max_size=40))
def test_each_month_is_right_an_alarm_a_miss_or_quiet(cells: list[tuple[int, float]]) -> None:
    rows = [told(2001, count, (0, 0, 0, 0, 0), chance) for count, chance in cells]
    found = chance_of(1, 25, rows, rows[0])
    assert found.came == sum(count >= 25 for count, _ in cells)
    assert [each.loss_over_cost for each in found.thresholds] == [*COSTS]
    for each in found.thresholds:
        assert each.right + each.false_alarms + each.misses + each.quiet == len(cells)
        assert each.right + each.misses == found.came
        assert each.reached == (cells[0][1] >= each.act_from)
    assert sum(group.of for group in groups_of([rows]) if group.at_least == 25) == len(cells)


def test_a_chance_is_never_written_as_none_or_certain() -> None:
    assert [per_cent(each) for each in (0.0, 0.004, 0.25, 1.0)] == ["<1%", "<1%", "25%", ">99%"]


def test_a_record_made_from_a_file_is_told(outlook: Outlook) -> None:
    assert outlook.unheld == {"r1"}
    assert outlook.differs == frozenset()
    country = outlook.country
    assert country is not None
    assert [area.place_id for area in outlook.provinces] == ["SZ1", "SZ2", "SZ3"]
    assert country.ahead[0].month == "2025-01"
    assert country.review_on == date(2025, 1, 31)
    assert country.counts["2024-12"] == 12
    for each in country.known:
        low, high = each.quantiles[0], each.quantiles[-1]
        assert each.inside == (low <= country.counts[each.month] <= high)
    assert country.inside <= len(country.known) == 26


def test_counts_that_are_no_longer_those_of_the_ledger_are_told() -> None:
    tables = load_record(shipped("example").folder, shipped("example"))
    (head,) = tables[ForecastRecordRow.table]
    changed = head.model_copy(update={"counts": "ledger"})
    found = read({**tables, ForecastRecordRow.table: (changed,)})
    assert found is not None
    assert found.differs == {"r1"}


def test_a_review_of_a_past_period_shows_no_later_record() -> None:
    tables = load_record(shipped("example").folder, shipped("example"))
    assert read(tables, date(2025, 1, 14)) is None
    assert read(tables, date(2025, 1, 15)) is not None


def test_a_calibration_plot_has_a_panel_for_each_size_and_a_mark_for_each_group() -> None:
    groups = [Group(1, 0.2, 3, 10), Group(25, 0.5, 5, 10), Group(25, 0.9, 9, 10)]
    words = {"said_across": "chance", **{f"at_least_{each}": str(each) for each in (1, 25, 100)}}
    for width in (704, 326):
        svg = calibration(groups, words, width)
        assert svg.count("<circle") == len(groups)
        assert f'width="{width}"' in svg


@pytest.mark.parametrize("width", [704, 326])
def test_an_interval_that_is_longer_than_the_scale_ends_in_an_arrow(width: int) -> None:
    tables = load_record(shipped("pakistan").folder, shipped("pakistan"))
    record = next(
        row for row in tables[EvaluationRecordRow.table] if isinstance(row, EvaluationRecordRow)
    )
    answers = [row for row in tables[EvaluationRow.table] if isinstance(row, EvaluationRow)]
    given = next(row for row in answers if row.ratio is not None)
    words: dict[str, str] = defaultdict(str)

    def arrows(low: str, high: str) -> int:
        ends = {"ratio_low": Decimal(low), "ratio_high": Decimal(high)}
        design = given.model_copy(update=ends)
        question = Question(record, (design,), (), (), True)
        return together(question, words, width).count("<polygon")

    assert arrows("0.1", "15.9") == 0
    assert arrows("0.1", "16.4") == 1
    assert arrows("0.01", "200") == 2


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The fictional pack with a record of the workspace's own, which has an answer too."""
    folder = tmp_path_factory.mktemp("outlook")
    workspace, _ = Workspace.create(folder / "w", "example")
    own = folder / "w" / "outlook"
    event = Event("SAP22", "The plan", "پلان", date(2014, 12, 24), "plan")
    found = evaluate(event, series_of(WORLDS["spells"], 5, 0.25))
    record_evaluation(own, found, "d" * 64, None, date(2025, 2, 1), "naap evaluate", 1)
    options = replace(Options.asked(workspace.pack), own_record=OwnRecord.of(own))
    snapshot = workspace.snapshot(options.moment, clearance="TLP:CLEAR")
    return Site(build(workspace.pack, snapshot, options, folder / "review").folder)


def mine(site: Site, complaints: list[str]) -> list[str]:
    return [each for each in complaints if "outlook" in each]


def test_the_pages_are_sound_in_both_languages(site: Site) -> None:
    names = [name for name in site.pages if "outlook" in name]
    assert len(names) == 2 * len([name for name in names if not name.startswith("ur/")])
    assert len(names) // 2 < 16
    for check in (site.naked_numbers, site.broken_links, site.outside_requests, site.badly_built):
        assert mine(site, check()) == []


def test_an_area_says_how_often_the_range_held(site: Site, outlook: Outlook) -> None:
    country = outlook.country
    assert country is not None
    page = site.pages["outlook/SZ.html"]
    assert f"It held {country.inside} of {len(country.known)} months" in next(page.all("main")).text
    assert "a file that the ledger does not hold" in next(page.all("main")).text


def test_no_level_stands_without_its_record_and_its_day(site: Site) -> None:
    words = next(site.pages["outlook/SZ1.html"].all("main")).text
    for needed in ("False alarms", "Missed", "Act from", "31 January 2025", "A person decides"):
        assert needed in words


def test_the_answer_of_the_workspace_is_shown_without_a_causal_claim(site: Site) -> None:
    words = next(site.pages["outlook/SAP22.html"].all("main")).text
    assert "No causal claim." in words
    assert "It does not say what caused it." in words
    # Readers are told what a design is, and where one gives no number.
    assert "How to read it" in words
    assert "looks for the moment at which the counts turned" in words
    assert "no such number" in words
    # It speaks of a series that this ledger does not hold.
    assert "counts this series differently now" in words


def test_data_are_described(site: Site) -> None:
    described = site.files["data/datapackage.json"].decode()
    for name in ("outlook-forecasts", "outlook-answers"):
        assert f'"path": "{name}.csv"' in described
        assert len(site.files[f"data/{name}.csv"].splitlines()) > 10
    rows = site.files["data/outlook-forecasts.csv"].decode().splitlines()
    assert len(rows) == 1 + 4 * 7 * 12
    tables = load_record(shipped("example").folder, shipped("example"))
    first = next(row for row in tables[ForecastRow.table] if isinstance(row, ForecastRow))
    assert f",{Decimal(str(first.p1))}," in rows[1] or re.search(r",1(\.0)?,", rows[1])


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, ""), (0, "0.0%"), (-0.0004, "0.0%"), (0.0004, "0.0%"), (-0.004, "−0.4%"),
     (0.004, "+0.4%"), (-0.07, "−7%"), (0.31, "+31%")],
)  # fmt: skip
def test_nothing_has_no_sign_and_less_has_that_of_all_pages(value: float | None, said: str) -> None:
    assert _signed(value) == said


@pytest.mark.parametrize("wide", [148, 158])
def test_a_long_name_is_set_smaller_until_it_fits_its_card(wide: float) -> None:
    name = "Azad Jammu and Kashmir"
    assert _fitting(name, wide) * 0.68 * len(name) < wide
    assert _fitting("Sindh", wide) >= 11
