"""Every way to get a row of a pack wrong is told to the person who can mend it: once, and where."""

from pathlib import Path

import pytest

from tests.pack_spoilers import Case, appended, assert_told_once, cell, text

CASES: dict[str, Case] = {
    # cells
    "a word that is not allowed": (
        cell("points.csv", 3, "domain", "Kinetik"),
        ("points.csv", 3, "domain", "'Kinetik'", "one of: kinetic, non-kinetic", "mean 'kinetic'?"),
    ),
    "an empty cell that must be filled": (
        cell("points.csv", 2, "title_en", " "),
        ("points.csv", 2, "title_en", "an empty cell", "text", "Fill the cell in"),
    ),
    "a date that does not exist": (
        cell("plans.csv", 2, "adopted", "2019-02-30"),
        ("plans.csv", 2, "adopted", "'2019-02-30'", "a date or period", "not in the calendar"),
    ),
    "a date in words": (
        cell("plans.csv", 2, "adopted", "14 March 2019"),
        ("plans.csv", 2, "adopted", "'14 March 2019'", "2014-12-24", "Correct the date"),
    ),
    "thousands separators": (
        cell("figures.csv", 2, "value", "1,069"),
        ("figures.csv", 2, "value", "'1,069'", "a plain number", "no thousands separator"),
    ),
    "digits that Python alone would read": (
        cell("figures.csv", 2, "value", "1_069"),
        ("figures.csv", 2, "value", "'1_069'", "a plain number", "digits only"),
    ),
    "digits of another script": (
        cell("points.csv", 2, "number", "۱"),
        ("points.csv", 2, "number", "'۱'", "a whole number of 1 or more", "digits only"),
    ),
    "a number out of range": (
        cell("places.csv", 2, "latitude", "134.9"),
        ("places.csv", 2, "latitude", "'134.9'", "from -90 to 90", "Correct the number"),
    ),
    "yes in capitals": (
        cell("listings.csv", 2, "verified", "Yes"),
        ("listings.csv", 2, "verified", "'Yes'", "yes or no", "small letters"),
    ),
    "an id with a space": (
        cell("committees.csv", 2, "committee_id", "C19 1"),
        ("committees.csv", 2, "committee_id", "'C19 1'", "an id of letters", "spaces"),
    ),
    "a formula": (
        cell("sources.csv", 2, "title", '=HYPERLINK("http://x.example","y")'),
        ("sources.csv", 2, "title", "'=HYPERLINK", "not begin with = + or @", "formula"),
    ),
    "a formula after a space": (
        cell("sources.csv", 2, "title", " +1"),
        ("sources.csv", 2, "title", "' +1'", "not begin with", "formula"),
    ),
    "a control character": (
        cell("sources.csv", 2, "title", "bell\x07"),
        ("sources.csv", 2, "title", "U+0007", "printable", "Delete the character"),
    ),
    "a mark of lost letters": (
        cell("sources.csv", 2, "title", "caf\ufffd"),
        ("sources.csv", 2, "title", "U+FFFD", "printable", "how the text was copied"),
    ),
    "a huge cell": (
        cell("sources.csv", 2, "title", "a" * 40_000),
        ("sources.csv", 2, "title", "40,000 characters", "at most 32,767", "Shorten"),
    ),
    "a cell that never ends": (
        cell("sources.csv", 4, "title", "a" * 140_000),
        ("sources.csv", 4, None, "131,072", "at most 32,767", "quotation mark"),
    ),
    # ids
    "an id twice": (
        cell("committees.csv", 3, "committee_id", "C19-1"),
        ("committees.csv", 3, "committee_id", "'C19-1' again (first in committees.csv, row 2)",
         "every committee_id once", "another id"),
    ),
    "an id twice in two files": (
        cell("figures_monthly.csv", 2, "record_id", "desk-2017-attacks"),
        ("figures_monthly.csv", 2, "record_id", "first in figures.csv, row 2", "once", "Delete"),
    ),
    "a row twice": (
        cell("owners.csv", 5, "body_id", "vale"),
        ("owners.csv", 5, None, "the same row again (first in owners.csv, row 4)", "once", "Del"),
    ),
    "a word twice": (
        cell("words.csv", 4, "word", "theme.security"),
        ("words.csv", 4, "word", "'theme.security' again", "every word once", "Delete"),
    ),
    "an id that does not exist": (
        cell("figures.csv", 7, "source_id", "peace-desk-2042"),
        ("figures.csv", 7, "source_id", "'peace-desk-2042'", "an id from sources.csv",
         "mean peace-desk-2024?"),
    ),
    "one id of several that does not exist": (
        cell("quantities.csv", 2, "point_ids", "SAP19-02|SAP22-22"),
        ("quantities.csv", 2, "point_ids", "'SAP22-22'", "ids from points.csv", "SAP22-02"),
    ),
    "a state without its source": (
        cell("point_states.csv", 2, "source_id", ""),
        ("point_states.csv", 2, "source_id", "an empty cell", "an id from sources.csv", "Fill"),
    ),
    # the plan
    "an official number twice": (
        cell("points.csv", 3, "number", "1"),
        ("points.csv", 3, "number", "'1'", "no other point of SAP19", "Row 2 has it too"),
    ),
    "a full version that lacks a point": (
        cell("plans.csv", 2, "points_stated", "7"),
        ("plans.csv", 2, "points_stated", "'7'", "its points, 6", "partial"),
    ),
    "versions in a circle": (
        cell("plans.csv", 2, "replaces", "SAP19"),
        ("plans.csv", 2, "replaces", "'SAP19'", "came before", "circle"),
    ),
    "a crosswalk within one version": (
        cell("crosswalk.sssom.csv", 3, "object_id", "SAP19-03"),
        ("crosswalk.sssom.csv", 3, "object_id", "'SAP19-03'", "another version than SAP19",
         "to a later one"),
    ),
    "a crosswalk backwards": (
        cell("crosswalk.sssom.csv", 8, "object_id", "SAP19-03"),
        ("crosswalk.sssom.csv", 8, "object_id", "'SAP19-03'", "came after SAP22", "Exchange"),
    ),
    "half a statement that there is no term": (
        cell("crosswalk.sssom.csv", 7, "object_id", "SAP22-02"),
        ("crosswalk.sssom.csv", 7, "object_id", "'SAP22-02'", "in both", "Correct one"),
    ),
    "a committee of another version": (
        cell("committees.csv", 2, "point_id", "SAP22-02"),
        ("committees.csv", 2, "point_id", "'SAP22-02'", "a point of SAP19", "Correct"),
    ),
    "an owner from later on": (
        cell("owners.csv", 2, "valid_from", "2022"),
        ("owners.csv", 2, "valid_to", "'2021-03-13'", "not before valid_from, 2022", "Correct"),
    ),
    # places
    "two places at once": (
        cell("place_parents.csv", 9, "valid_from", "2020-06-30"),
        ("place_parents.csv", 9, "parent_id", "'SZ1'", "one place", "Row 8 says SZ9"),
    ),
    "a place in itself": (
        cell("place_parents.csv", 6, "parent_id", "SZ11"),
        ("place_parents.csv", 6, "parent_id", "'SZ11'", "a larger place", "SZ11 would lie in"),
    ),
    "an organisation beside itself": (
        cell("relations.csv", 2, "to_org", "ridge-front"),
        ("relations.csv", 2, "to_org", "'ridge-front'", "another organisation", "Correct"),
    ),
    # obligations
    "an obligation of nobody": (
        cell("obligations.csv", 2, "body_ids", ""),
        ("obligations.csv", 2, "body_ids", "an empty cell", "at least one id", "who owes"),
    ),
    "an obligation about nothing": (
        cell("obligations.csv", 2, "indicator_id", ""),
        ("obligations.csv", 2, "indicator_id", "both or neither", "one of the two", "a row for"),
    ),
    "an obligation about an indicator of another point": (
        cell("obligations.csv", 2, "point_id", "SAP22-02"),
        ("obligations.csv", 2, "point_id", "'SAP22-02'", "SAP22-01", "Correct the point"),
    ),
    "an obligation about an action of another point": (
        cell("obligations.csv", 19, "point_id", "SAP22-02"),
        ("obligations.csv", 19, "point_id", "'SAP22-02'", "SAP22-01", "Correct the point"),
    ),
    "an obligation about a quantity of another indicator": (
        cell("obligations.csv", 2, "quantity_ids", "attacks"),
        ("obligations.csv", 2, "quantity_ids", "'attacks'", "I-cases", "indicator_id"),
    ),
    "an indicator that nothing counts": (
        text("quantities.csv", ",I-orders,", ",,"),
        ("obligations.csv", 11, "indicator_id", "no quantity", "a quantity names", "Add a row"),
    ),
    "an obligation without an area": (
        cell("obligations.csv", 2, "body_ids", "peace-desk"),
        ("obligations.csv", 2, "place_ids", "no area, and peace-desk", "an area", "place_id"),
    ),
    "the same asked for twice": (
        appended("obligations.csv", b"O-more,justice,SAP22-01,I-cases,cases-filed,,,quarterly,5,"
                                    b"0,2023,,,no,own\n"),
        ("obligations.csv", 24, "obligation_id", "justice, cases-filed", "once", "Row 2"),
    ),
    "obligations that go to nobody": (
        text("pack.yml", "coordinator: plan-office\n", ""),
        ("pack.yml", None, "coordinator", "nothing", "bodies.csv", "Add coordinator"),
    ),
    "returns of an unknown source": (
        text("pack.yml", "returns_source: returns\n", "returns_source: papers\n"),
        ("pack.yml", None, "returns_source", "'papers'", "sources.csv", "Correct"),
    ),
    "a week without a working day": (
        text("pack.yml", "weekend: [friday, saturday]", "weekend: [monday, tuesday, wednesday, "
             "thursday, friday, saturday, sunday]"),
        ("pack.yml", None, "weekend", "all seven", "at most six", "Leave a day"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_fault_is_one_problem(pack_copy: Path, name: str) -> None:
    assert_told_once(pack_copy, CASES[name])
