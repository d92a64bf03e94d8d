"""What pages list of returned numbers: the latest of each run, and all that a page links to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from naap.figures import Computed, figures
from naap.figures.compute import Cell, Finding
from naap.figures.figure import Language
from naap.review.numbers import anchor
from naap.review.returned.listing import (
    BY_STATEMENT,
    MOST_BEHIND,
    Returned,
    latest_told,
    linked_in,
    listing_of,
    returned_in,
)

SOURCE = "returns"
RUN = ("quantity", "scope", "place", "unit", "publisher", "breakdown")


def row(number: int, publisher: str, end: date, source: str = SOURCE, **more: Any) -> Any:
    told = {"quantity": "q", "scope": None, "place": "XX", "unit": "each", "breakdown": None}
    return {"row_id": f"{publisher}/{number}", "publisher": publisher, "period_end": end,
            "source": source, "claims": [f"claim-{number}"], **told, **more}  # fmt: skip


def made(figure_id: str, rows: list[Any], *cells: Cell) -> Computed:
    (figure,) = (each for each in figures() if each.figure_id == figure_id)
    return Computed(figure, "en", rows, Finding(cells) if cells else None, {})


@st.composite
def statements(draw: st.DrawFn) -> list[Any]:
    drawn = draw(st.lists(st.tuples(
        st.sampled_from(["a", "b"]), st.integers(0, 5), st.sampled_from([SOURCE, "paper"]),
        st.sampled_from(["XX", "YY"]), st.sampled_from([None, "women"]),
    ), max_size=40))  # fmt: skip
    return [
        row(at, publisher, date(2024, 1, 31) + timedelta(days=31 * month), source, place=place,
            breakdown=part)
        for at, (publisher, month, source, place, part) in enumerate(drawn)
    ]  # fmt: skip


@given(statements())
def test_each_returned_number_is_the_latest_of_its_run_or_counted_as_earlier_than_it(
    rows: list[Any],
) -> None:
    returned = returned_in(rows, SOURCE)
    by_return = [each for each in rows if each["source"] == SOURCE]
    assert returned.latest.keys() | returned.earlier == {each["claims"][0] for each in by_return}
    assert returned.earlier.isdisjoint(returned.latest)
    for each in by_return:
        run = [other for other in by_return if all(other[name] == each[name] for name in RUN)]
        last = max(other["period_end"] for other in run)
        assert returned.is_earlier(each) == (each["period_end"] < last)
        before = sum(other["period_end"] < last for other in run)
        assert returned.before(each) == (0 if returned.is_earlier(each) else before)


@given(statements())
def test_what_was_published_otherwise_is_listed_in_full_and_in_its_order(rows: list[Any]) -> None:
    returned = returned_in(rows, SOURCE)
    listed = returned.listed(rows)
    assert listed == [each for each in rows if each in listed]
    assert all(each in listed for each in rows if each["source"] != SOURCE)
    assert returned_in(rows, None) == Returned(), "a pack that takes no returns has none"


@given(statements(), st.data())
def test_listed_and_not_listed_make_up_the_figure_and_a_linked_row_is_listed(
    rows: list[Any], data: st.DataObject
) -> None:
    returned = returned_in(rows, SOURCE)
    linked = {
        (BY_STATEMENT[0], anchor(each["row_id"]))
        for each in (data.draw(st.lists(st.sampled_from(rows))) if rows else ())
    }
    found = listing_of(made(BY_STATEMENT[0], rows), returned, linked)
    assert len(found.rows) + found.more_rows == len(rows)
    assert len(found.claims) + found.more_claims == len(rows)
    assert linked <= {(BY_STATEMENT[0], anchor(each["row_id"])) for each in found.rows}
    for each in found.rows:
        assert set(each["claims"]) <= set(found.claims), "a row that is listed has its claims"


def monthly(count: int) -> list[Any]:
    return [row(at, "a", date(2000 + at // 12, at % 12 + 1, 28)) for at in range(count)]


def test_a_sum_keeps_its_row_and_names_the_latest_of_many_claims_alone() -> None:
    rows = monthly(MOST_BEHIND + 2)
    returned = returned_in(rows, SOURCE)
    every = [each["claims"][0] for each in rows]
    total = {"row_id": "numbers", "claims": [*every, "published"]}
    found = listing_of(made("at-a-glance", [total]), returned)
    assert (list(found.rows), found.more_rows) == ([total], 0)
    assert set(found.claims) == {every[-1], "published"}
    assert found.more_claims == MOST_BEHIND + 1


def test_few_claims_behind_a_number_are_all_named() -> None:
    rows = monthly(MOST_BEHIND + 2)
    returned = returned_in(rows, SOURCE)
    finding = {"row_id": "f", "claims": [each["claims"][0] for each in rows[:MOST_BEHIND]]}
    found = listing_of(made("findings", [finding]), returned)
    assert set(found.claims) == set(finding["claims"])
    assert not found.is_short


def test_the_numbers_of_a_title_rest_on_claims_that_are_counted_where_they_are_not_named() -> None:
    rows = monthly(MOST_BEHIND + 2)
    claims = tuple(each["claims"][0] for each in rows)
    title = Cell("later", len(claims), claims)
    found = listing_of(made("published-statements", rows[-1:], title), returned_in(rows, SOURCE))
    assert set(found.claims) == {claims[-1]}
    assert found.more_claims == len(claims) - 1


def test_a_number_that_the_chart_writes_is_listed() -> None:
    rows = [
        each | {"drawn": True, "statement": at + 1, "statement_from_last": 6 - at}
        for at, each in enumerate(monthly(6))
    ]
    found = listing_of(made("status-through-time", rows), returned_in(rows, SOURCE))
    assert list(found.rows) == [rows[0], rows[-1]]


def test_links_to_rows_are_read_from_a_page() -> None:
    page = '<a class="n" href="../origins/ratings.html#r-a/b~20~c">3</a><a href="x.html#r-1">4</a>'
    assert linked_in(page) == {("ratings", "r-a/b~20~c")}


def test_the_sentence_leads_to_the_data_and_to_what_describes_it() -> None:
    languages: tuple[Language, ...] = ("en", "ur")
    for language in languages:
        told = latest_told("../", language)
        for file in ("returned-numbers.csv", "datapackage.json"):
            assert f'<a href="../data/{file}" download>' in told
