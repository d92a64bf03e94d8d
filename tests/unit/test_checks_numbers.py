"""The checks on plain values: sums, ratios, series, spreads, numbers as printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naap.checks.answer import precision, rounded, written
from naap.checks.arithmetic import at_most, change, identity, meets, ratio, stock_and_flow
from naap.checks.arithmetic import sum_of_parts as sums
from naap.checks.printed import oddities, parts_printed, same_number
from naap.checks.series import falls, jumps, least_spread, outliers, slips, unchanged
from naap.checks.units import base_of, is_per_cent

D = Decimal
COUNTS = st.integers(0, 10**9).map(D)
PARTS = st.lists(COUNTS, min_size=1, max_size=8)


@given(PARTS)
def test_the_sum_of_the_parts_holds_and_any_other_total_does_not(parts: list[D]) -> None:
    total = sum(parts, D(0))
    assert sums(total, parts).verdict == "holds"
    for wrong in (total + 1, total - 1):
        answer = sums(wrong, parts)
        assert answer.verdict == "fails"
        assert answer.computed == total


@given(PARTS, st.integers(1, 10**6).map(D))
def test_an_incomplete_list_leaves_a_remainder_but_never_more_than_the_whole(
    parts: list[D], rest: D
) -> None:
    total = sum(parts, D(0))
    left = sums(total + rest, parts, complete=False)
    assert (left.verdict, left.flags) == ("cannot tell", ("incomplete",))
    assert left.numbers["difference"] == rest
    assert sums(total - rest, parts, complete=False).verdict == "fails"


def test_a_part_larger_than_its_whole_is_told_as_such() -> None:
    assert sums(D(1900), [D(1970)]).case == "part above whole"
    assert sums(D(1900), [D(1000), D(1000)]).case == "sum above"


@pytest.mark.parametrize(
    ("qualifier", "found", "fits"),
    [
        ("more than", 101, True), ("more than", 100, False), ("at least", 100, True),
        ("at least", 99, False), ("up to", 100, True), ("up to", 101, False),
        ("about", 105, True), ("about", 106, False), ("exact", 100, True), ("exact", 101, False),
    ],
)  # fmt: skip
def test_a_qualified_total_promises_what_it_says(qualifier: str, found: int, fits: bool) -> None:
    assert meets(D(100), qualifier, D(found)) is fits
    assert (sums(D(100), [D(found)], qualifier=qualifier).verdict == "holds") is fits


def test_a_lower_bound_among_the_parts_leaves_a_shortfall_open() -> None:
    assert sums(D(20), [D(9), D(10)], lower_bounds=True).quiet
    assert sums(D(20), [D(9), D(12)], lower_bounds=True).verdict == "fails"


@given(COUNTS, PARTS, PARTS)
def test_stock_and_flow_must_balance(opening: D, new: list[D], decided: list[D]) -> None:
    closing = opening + sum(new) - sum(decided)
    assert stock_and_flow(opening, new, decided, closing).verdict == "holds"
    off = stock_and_flow(opening, new, decided, closing + 5)
    assert (off.verdict, off.numbers["difference"]) == ("fails", D(5))
    assert identity(closing, [opening, *new], decided, D(0)).verdict == "holds"


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_a_share_rounded_as_people_round_holds(count: int, base: int, decimals: int) -> None:
    exact = D(count) / base * 100
    assert ratio(D(count), D(base), rounded(exact, decimals)).verdict == "holds"


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_share_two_off_in_the_last_digit_fails(count: int, base: int) -> None:
    printed = rounded(D(count) / base * 100, 0) + 2
    if printed % 10:
        assert ratio(D(count), D(base), printed).verdict == "fails"


def test_shares_that_were_printed() -> None:
    assert ratio(D(410), D(1228), D(33)).verdict == "holds"
    assert ratio(D(527), D(2903), D("18.15")).verdict == "holds"
    assert ratio(D(410), D(1228), D("33.8")).verdict == "fails"
    slip = ratio(D(410), D(1228), D("0.334"))
    assert (slip.verdict, slip.flags) == ("fails", ("unit",))
    assert ratio(D(86_657), D(86_979), D("0.4"), rest=True).verdict == "holds"
    assert ratio(D("8.2"), D("99.11"), D("8.3")).verdict == "holds"
    assert ratio(D(3), D(2), most=D(100)).verdict == "fails"
    assert ratio(D(3), D(0)).verdict == "cannot tell"


def test_changes_that_were_printed() -> None:
    assert change(D(20), D(55), D(175)).verdict == "holds"
    assert change(D(57), D(47), D(-18)).verdict == "holds"
    wrong = change(D(2148), D(1206), D(-50))
    assert (wrong.verdict, rounded(wrong.numbers["implied"], 0)) == ("fails", D(2412))
    assert change(D(0), D(5), D(100)).quiet


@given(st.lists(COUNTS, min_size=2, max_size=20))
def test_sorted_counts_never_fall_and_a_fall_is_found_where_it_is(counts: list[D]) -> None:
    rising = sorted(counts)
    assert list(falls(rising)) == []
    assert list(falls([*rising, rising[-1] - 1])) == [len(rising)]


def test_runs_of_the_same_value() -> None:
    values = [D(each) for each in (1, 70, 70, 70, 2, 2)]
    assert list(unchanged(values, 3)) == [(1, 3)]
    assert list(unchanged(values, 2)) == [(1, 3), (4, 5)]


def test_jumps_in_both_directions_but_not_from_zero() -> None:
    assert list(jumps([D(8253), D(8309), D(2697)], D(2))) == [2]
    assert list(jumps([D(1), D(2)], D(2))) == [1]
    assert list(jumps([D(0), D(5), D(6)], D(2))) == []


def test_an_outlier_does_not_hide_itself() -> None:
    values = [D(each) for each in ("66.3", "77.9", "124.9", "320.4", "60.2", "56.8", "50.5")]
    ((place, distance),) = outliers(values, D("3.5"))
    assert (place, rounded(distance, 1)) == (3, D("14.8"))
    assert list(outliers(values[:4], D("3.5"))) == []
    assert list(outliers([D(5)] * 6 + [D(900)], D("3.5"))) == []


@given(st.lists(st.integers(1, 10**6).map(D), min_size=5, max_size=20), st.integers(2, 1000))
def test_outliers_do_not_hang_on_the_unit(values: list[D], times: int) -> None:
    def places(numbers: list[D]) -> list[int]:
        return [place for place, _ in outliers(numbers, D("3.5"))]

    assert places(values) == places([value * times for value in values])


def test_a_slip_of_the_unit() -> None:
    values = [D(4000), D(5000), D(4500), D("4.4")]
    assert list(slips(values)) == [(3, D(4500))]
    assert list(slips(values[1:])) == []


def test_the_spread_is_read_in_the_publishers_favour() -> None:
    spread = least_spread({"a": [D(521)], "b": [D(905)], "c": [D(444), D(909)]})
    assert spread is not None
    assert rounded(spread, 2) == D("1.74")
    assert least_spread({"a": [D(5)]}) is None
    assert least_spread({"a": [D(0)], "b": [D(4)]}) is None
    assert least_spread({"a": [D(1), D(9)], "b": [D(4)]}) == 1


def test_at_most() -> None:
    assert at_most(D(5), D(5)).verdict == "holds"
    assert at_most(D(159), D("1.3")).flags == ("unit",)
    assert at_most(D(9), D(8)).flags == ()


@pytest.mark.parametrize(
    ("text", "parts", "total"),
    [
        ("161 death + 113 prison", [161, 113], None),
        ("1,335 + 16,267", [1335, 16267], None),
        ("186+79+47+1+1+13+3+2+1 acquitted, of 333 decided", [186, 79, 47, 1, 1, 13, 3, 2, 1], 333),
        ("75.5 verified + 27.5 blocked = 103.0 million", [75_500_000, 27_500_000], 103_000_000),
        ("of 2,611 km; 600 north + 650 south; 317 of 843 posts", [600, 650], None),
    ],
)
def test_parts_as_printed(text: str, parts: list[int], total: int | None) -> None:
    read = parts_printed(text)
    assert read is not None
    assert list(read.parts) == parts
    assert read.total == total


@pytest.mark.parametrize(
    "text",
    ["", "of 64", "71 +", "some + more", "3 of 4 + 2 of 5", "2,312 attackers, 641 among them"],
)
def test_parts_that_cannot_be_read_surely_are_not_read(text: str) -> None:
    assert parts_printed(text, lists=True) is None


def test_a_list_may_leave_parts_out() -> None:
    read = parts_printed("civilians 70; police and army 35; attackers 35", lists=True)
    assert read is not None
    assert (sum(read.parts), read.all_of_it) == (140, False)
    assert parts_printed("civilians 70; police and army 35; attackers 35") is None


@given(st.text(max_size=60), st.booleans())
def test_any_text_is_read_or_left(text: str, lists: bool) -> None:
    read = parts_printed(text, lists)
    assert read is None or all(part >= 0 for part in read.parts)
    same_number(D(1), D(1), text)
    assert set(oddities(text)) <= {"grouping", "digits", "scale"}


@pytest.mark.parametrize(
    ("value", "unit", "text", "verdict", "flags"),
    [
        ("900", "km", "9,00 kilometers", "ambiguous", ("number format",)),
        ("1206", "attacks", "1,206 attacks", "holds", ()),
        ("1206", "attacks", "۱٬۲۰۶", "holds", ("number format",)),
        ("1.5", "million crowns", "15 lakh", "holds", ("number format",)),
        ("1.5", "million crowns", "1.5 million", "holds", ()),
        ("1206", "attacks", "1,207", "fails", ()),
        ("1206", "attacks", "many", "cannot tell", ()),
    ],
)  # fmt: skip
def test_a_number_as_printed(
    value: str, unit: str, text: str, verdict: str, flags: tuple[str, ...]
) -> None:
    answer = same_number(D(value), base_of(unit)[0], text)
    assert (answer.verdict, answer.flags) == (verdict, flags)


def test_units_know_their_scale() -> None:
    assert base_of("billion crowns") == (D(10**9), "crowns")
    assert base_of("crowns million") == (D(10**6), "crowns")
    assert base_of("persons") == (D(1), "persons")
    assert is_per_cent("per cent")
    assert not is_per_cent("persons")


@pytest.mark.parametrize(
    ("value", "half"), [("48", "0.5"), ("100", "0.5"), ("18.15", "0.005"), ("3.3", "0.05")]
)
def test_precision_is_half_of_the_last_digit(value: str, half: str) -> None:
    assert precision(D(value)) == D(half)


@given(st.decimals(-(10**9), 10**9, places=3))
def test_a_number_written_can_be_read_back(value: D) -> None:
    assert D(written(value).replace(",", "")) == value
