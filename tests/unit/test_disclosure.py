"""No small count can be worked out from what is published: tried by a reader who tries it all."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from naap.disclosure.counts import Cell
from naap.pack.rules import ANY_RULE
from tests.disclosure_makers import BOTH, FEBRUARY, JANUARY, Reader, family_of, said, tell

PROVINCES = ("SZ1", "SZ2", "SZ3")
MONTHS = (JANUARY, FEBRUARY)
COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 14))


def flow(place: str, period: tuple[date, date]) -> Cell:
    return Cell("joined", place, *period)


def leaves(cell: Cell) -> tuple[int, ...]:
    """Which of the six numbers, province by province and month by month, make up a cell."""
    return tuple(
        at * 2 + month
        for at, province in enumerate(PROVINCES)
        for month in range(2)
        if cell.place in ("SZ", province) and (cell.start, cell.end) in (MONTHS[month], BOTH)
    )


CELLS = [flow(place, period) for place in ("SZ", *PROVINCES) for period in (*MONTHS, BOTH)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(COUNTS, min_size=6, max_size=6),
    st.lists(st.integers(0, 3), min_size=len(CELLS), max_size=len(CELLS)),
    st.sets(st.sampled_from(CELLS)),
)
def test_no_sum_over_areas_and_months_gives_a_small_count_back(
    counts: list[int], commits: list[int], closed: set[Cell]
) -> None:
    """Every count and total is told in some commit (or never: 3), and some under a label."""
    family = family_of({"joined": "flow"})
    value = {cell: sum(counts[each] for each in leaves(cell)) for cell in CELLS}
    told: list[Cell] = []
    small: list[Cell] = []
    for commit in range(3):
        now = [cell for cell, when in zip(CELLS, commits, strict=True) if when == commit]
        told += now
        reader = Reader([(leaves(each), value[each]) for each in family.published])
        # What earlier totals had given away before it was told itself cannot be saved.
        small += [each for each in now if value[each] < 5 and reader.cannot_tell(leaves(each))]
        tell(family, *(said(cell, value[cell], is_open=cell not in closed) for cell in now))
    assert not [each for each in family.published if value[each] < 5 or each in closed]
    reader = Reader([(leaves(each), value[each]) for each in family.published])
    for each in small:
        assert reader.cannot_tell(leaves(each)), (each, family.published)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 7), min_size=4, max_size=4), min_size=2, max_size=2),
    st.booleans(),
)
def test_no_rise_of_a_count_since_a_start_gives_a_small_count_back(
    rises: list[list[int]], with_total: bool
) -> None:
    """Two provinces, four months; the reader knows that the count never falls."""
    family = family_of({"completed": "cumulative"})
    places = [("SZ1", (0,)), ("SZ2", (1,)), *([("SZ", (0, 1))] if with_total else [])]
    sums: dict[Cell, tuple[int, ...]] = {}
    for month in range(1, 5):
        day = date(2024, month, 28)
        for place, lines in places:
            sums[Cell("completed", place, day, day)] = tuple(
                line * 4 + earlier for line in lines for earlier in range(month)
            )
        tell(family, *(said(cell, _sum(rises, numbers)) for cell, numbers in sums.items()
                       if cell.end == day))  # fmt: skip
    published = {cell: numbers for cell, numbers in sums.items() if cell in family.published}
    reader = Reader([(each, _sum(rises, each)) for each in published.values()])
    for place, lines in places:
        for first in range(4):
            for last in range(first, 4):
                where = tuple(line * 4 + each for line in lines for each in range(first, last + 1))
                is_told = first == 0 or _sum(rises, where) > 0
                if _sum(rises, where) < 5 and is_told:
                    assert reader.cannot_tell(where), (place, first, last, list(published))


def _sum(rises: list[list[int]], numbers: tuple[int, ...]) -> int:
    return sum(rises[each // 4][each % 4] for each in numbers)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(COUNTS, min_size=4, max_size=4),
    st.lists(st.one_of(st.none(), st.integers(0, 12)), min_size=4, max_size=4),
)
def test_a_correction_gives_no_small_count_back(
    counts: list[int], corrected: list[int | None]
) -> None:
    """Two classes in two provinces with their totals; then some are told anew, totals too. The
    reader keeps both versions, and knows that what was not told anew stayed the same."""
    rule = ANY_RULE.validate_python(
        {"check": "sum", "title": {"en": "x"}, "whole": "all", "parts": ["men", "women"]}
    )
    family = family_of({"all": "flow", "men": "flow", "women": "flow"}, {"all": rule})
    columns = {"men": (0,), "women": (1,), "all": (0, 1)}
    rows = {"SZ21": (0,), "SZ22": (1,), "SZ2": (0, 1)}
    after = [old if new is None else new for old, new in zip(counts, corrected, strict=True)]
    newer = [at if old == new else at + 4
             for at, (old, new) in enumerate(zip(counts, after, strict=True))]  # fmt: skip
    known: list[tuple[tuple[int, ...], int]] = []
    small: list[tuple[int, ...]] = []
    for values, where in ((counts, range(4)), (after, newer)):
        told = {
            Cell(quantity, place, *JANUARY): tuple(2 * row + column for row in of for column in by)
            for quantity, by in columns.items()
            for place, of in rows.items()
        }
        sums = {cell: sum(values[each] for each in numbers) for cell, numbers in told.items()}
        tell(family, *(said(cell, sums[cell]) for cell in told))
        for cell, numbers in told.items():
            versions = tuple(where[each] for each in numbers)
            if cell in family.published:
                known.append((versions, sums[cell]))
            if sums[cell] < 5:
                small.append(versions)
    reader = Reader(known)
    for each in small:
        assert reader.cannot_tell(each), (each, known)


def test_totals_are_published_before_their_parts() -> None:
    family = family_of({"joined": "flow"})
    values = {"SZ": 40, "SZ1": 3, "SZ2": 12, "SZ3": 25}
    tell(family, *(said(flow(place, JANUARY), value) for place, value in values.items()))
    published = [place for place in values if flow(place, JANUARY) in family.published]
    assert published == ["SZ", "SZ3"], "one small count, and the smallest other to cover it"


def test_a_total_that_comes_later_is_itself_withheld() -> None:
    family = family_of({"joined": "flow"})
    parts = {"SZ1": 3, "SZ2": 12, "SZ3": 25}
    tell(family, *(said(flow(place, JANUARY), value) for place, value in parts.items()))
    tell(family, said(flow("SZ", JANUARY), 40))
    assert [place for place in (*parts, "SZ") if flow(place, JANUARY) in family.published] == [
        "SZ2", "SZ3",
    ]  # fmt: skip


def test_all_publishers_of_a_small_count_are_silent() -> None:
    family = family_of({"joined": "flow"})
    cell = flow("SZ1", JANUARY)
    tell(family, said(cell, 4, "vale"), said(cell, 9, "interior"))
    assert len(family.kept_back) == 2


def test_what_was_never_small_is_published_whole() -> None:
    family = family_of({"joined": "flow"})
    values = {"SZ": 40, "SZ1": 5, "SZ2": 10, "SZ3": 25}
    tell(family, *(said(flow(place, JANUARY), value) for place, value in values.items()))
    assert family.kept_back == set()


def test_a_difference_between_a_total_and_its_told_parts_is_a_count_too() -> None:
    """The third province told nothing; what is left over would be its two."""
    family = family_of({"joined": "flow"})
    values = {"SZ": 40, "SZ1": 13, "SZ2": 25}
    tell(family, *(said(flow(place, JANUARY), value) for place, value in values.items()))
    assert [place for place in values if flow(place, JANUARY) in family.published] == ["SZ", "SZ2"]


def test_a_small_count_that_is_out_already_blocks_nothing() -> None:
    """A total and one part were equal, so that the other part, told later, is known to be 0."""
    family = family_of({"joined": "flow"})
    tell(family, said(flow("SZ2", JANUARY), 12), said(flow("SZ21", JANUARY), 12))
    tell(family, said(flow("SZ22", JANUARY), 0), said(flow("SZ3", JANUARY), 30))
    assert flow("SZ22", JANUARY) not in family.published
    assert flow("SZ3", JANUARY) in family.published
