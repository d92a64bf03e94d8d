"""Every way to get a pack wrong is told to the person who can mend it: once, and where it is."""

import csv
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import naap
from naap.pack import load, validate
from naap.problems import Problem, UnusableInput

EXAMPLE = Path(naap.__file__).parent / "packs" / "example"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "pack"))


def cell(file: str, row: int, column: str, value: str) -> Callable[[Path], None]:
    """Change one cell; rows count as in a spreadsheet."""

    def change(folder: Path) -> None:
        path = folder / file
        with path.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.reader(opened))
        rows[row - 1][rows[0].index(column)] = value
        with path.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened, lineterminator="\n").writerows(rows)

    return change


def text(file: str, old: str, new: str, count: int = 1) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / file
        before = path.read_text(encoding="utf-8")
        assert old in before
        path.write_text(before.replace(old, new, count), encoding="utf-8")

    return change


def content(file: str, data: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / file).write_bytes(data)

    return change


def without(file: str) -> Callable[[Path], None]:
    return lambda folder: (folder / file).unlink()


def appended(file: str, data: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / file
        path.write_bytes(path.read_bytes() + data)

    return change


# what is done, then the problem's file, row, column, and words in found, expected and mend
CASES = {
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
    # rows and columns
    "too many cells": (
        text("words.csv", "theme.security,Security", "theme.security,Security, and peace"),
        ("words.csv", 3, None, "5 cells", "4 cells", "quotation marks"),
    ),
    "too few cells": (
        appended("words.csv", b"theme.more,More\n"),
        ("words.csv", 32, None, "2 cells", "4 cells", "Add the missing cells"),
    ),
    "an empty row between others": (
        text("words.csv", "theme.security", "\ntheme.security"),
        ("words.csv", 3, None, "an empty row", "no empty rows", "Delete"),
    ),
    "a misspelt column": (
        text("ratings.csv", "locator", "locater"),
        ("ratings.csv", 1, "locater", "the column 'locater'", "only columns", "mean locator?"),
    ),
    "a column twice": (
        content("words.csv", b"word,en,ur,reviewed,en\na,b,c,no,d\n"),
        ("words.csv", 1, "en", "'en' twice", "once", "Delete"),
    ),
    "a column missing": (
        content("words.csv", b"word,en,ur\na,b,c\n"),
        ("words.csv", 1, "reviewed", "no such column", "of this name", "Add the column"),
    ),
    "semicolons": (
        content("words.csv", b"word;en;ur;reviewed\na;b;c;no\n"),
        ("words.csv", 1, None, "single column", "separated by commas", "with commas"),
    ),
    "a quotation mark that is not closed": (
        appended("words.csv", b'theme.more,"More,,no\n'),
        ("words.csv", 32, None, "not CSV", "separated by commas", "double the marks"),
    ),
    "another encoding": (
        appended("words.csv", "theme.cafe,café,,no\n".encode("latin-1")),
        ("words.csv", 32, None, "the byte 0xe9", "UTF-8 text", "Save the file again"),
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
    "UTF-16": (
        content("words.csv", "word,en,ur,reviewed\n".encode("utf-16")),
        ("words.csv", None, None, "UTF-16 text", "UTF-8 text", "Save the file again"),
    ),
    "a NUL byte": (
        appended("words.csv", b"theme.more,Mo\0re,,no\n"),
        ("words.csv", 32, None, "a NUL byte", "UTF-8 text", "Save the file again"),
    ),
    # files
    "an empty file": (
        content("words.csv", b"\xef\xbb\xbf\n"),
        ("words.csv", None, None, "an empty file", "a header row", "Write the header"),
    ),
    "a file missing": (
        without("words.csv"),
        ("words.csv", None, None, "no such file", "a file of this name", "Add the file"),
    ),
    "a misspelt file": (
        content("place.csv", b"place_id\n"),
        ("place.csv", None, None, "the file place.csv", "only the files", "mean places.csv?"),
    ),
    "a workbook left behind": (
        content("points.xlsx", b"PK"),
        ("points.xlsx", None, None, "the file points.xlsx", "only the files", "mean points.csv?"),
    ),
    "a link out of the folder": (
        lambda folder: (folder / "figures_more.csv").symlink_to("/etc/hostname"),
        ("figures_more.csv", None, None, "a link", "inside the folder", "Copy the file"),
    ),
    "a folder with the name of a table": (
        lambda folder: (folder / "figures_more.csv").mkdir(),
        ("figures_more.csv", None, None, "not a file", "a file", "another name"),
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
    # settings
    "no settings": (
        without("pack.yml"),
        ("pack.yml", None, None, "no such file", "settings", "Write pack.yml"),
    ),
    "a misspelt setting": (
        text("pack.yml", "fictional:", "fictionall:"),
        ("pack.yml", None, "fictionall", "does not exist", "one of: format", "mean fictional?"),
    ),
    "a setting twice": (
        text("pack.yml", "pack_id: example", "pack_id: example\npack_id: other"),
        ("pack.yml", 4, None, "'pack_id' is written twice", "NAME: VALUE", "Check"),
    ),
    "a setting missing": (
        text("pack.yml", "released: 2025-02-01\n", ""),
        ("pack.yml", None, "released", "no such setting", "Field required", "Date of this release"),
    ),
    "settings that are not YAML": (
        content("pack.yml", b"format: [1\n"),
        ("pack.yml", 2, None, "not YAML", "NAME: VALUE", "indentation"),
    ),
    "a language without its words": (
        text("pack.yml", "  ur: سبزکوہ کے قومی لائحہ عمل کا جائزہ\n", ""),
        ("pack.yml", None, "title.ur", "nothing", "every language", "Add ur: under title"),
    ),
    "a version in force that does not exist": (
        text("pack.yml", "current_plan: SAP22", "current_plan: SAP23"),
        ("pack.yml", None, "current_plan", "'SAP23'", "an id from plans.csv", "SAP19, SAP22"),
    ),
    "a country that is a province": (
        text("pack.yml", "country_place: SZ", "country_place: SZ1"),
        ("pack.yml", None, "country_place", "'SZ1'", "level is country", "Write one of: SZ"),
    ),
    # the description
    "a description that is missing": (
        without("datapackage.json"),
        ("datapackage.json", None, None, "no such file", "files and columns", "naap pack describe"),
    ),
    "a description that is not JSON": (
        content("datapackage.json", b"{"),
        ("datapackage.json", None, None, "not JSON", "files and columns", "naap pack describe"),
    ),
    "a description of another release": (
        text("datapackage.json", "2025-02-01", "2024-02-01"),
        ("datapackage.json", None, None, "another version", "", "naap pack describe"),
    ),
    "a description without a file": (
        lambda folder: (folder / "figures_more.csv").write_bytes(
            (folder / "figures.csv").read_bytes().splitlines(keepends=True)[0]
        ),
        ("datapackage.json", None, None, "nothing about figures_more.csv", "", "naap pack desc"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_fault_is_one_problem(pack: Path, name: str) -> None:
    spoil, (file, row, column, found, expected, mend) = CASES[name]
    spoil(pack)
    problems = [
        # A table that changed its columns or is gone also leaves the description out of date.
        problem
        for problem in validate(pack)
        if file == "datapackage.json" or problem.file != "datapackage.json"
    ]
    assert [(p.file, p.row, p.column) for p in problems] == [(file, row, column)], problems
    (problem,) = problems
    assert found in problem.found
    assert expected in problem.expected
    assert mend in problem.mend


def test_load_raises_everything_at_once_in_order(pack: Path) -> None:
    cell("words.csv", 5, "reviewed", "perhaps")(pack)
    cell("figures.csv", 9, "value", "many")(pack)
    cell("figures.csv", 3, "publisher", "nobody")(pack)
    with pytest.raises(UnusableInput) as raised:
        load(pack)
    problems = raised.value.problems
    assert [(p.file, p.row) for p in problems] == [
        ("figures.csv", 3), ("figures.csv", 9), ("words.csv", 5),
    ]  # fmt: skip
    assert "row 9" in str(raised.value)


def test_a_stale_description_does_not_stop_the_program(pack: Path) -> None:
    (pack / "datapackage.json").unlink()
    assert load(pack).settings.pack_id == "example"


def test_a_missing_table_is_one_problem_not_hundreds(pack: Path) -> None:
    (pack / "sources.csv").unlink()
    (pack / "datapackage.json").unlink()
    assert [p.file for p in validate(pack)] == ["datapackage.json", "sources.csv"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (problem,) = validate(tmp_path / "none")
    assert problem.found == "no such folder"


def test_a_pipe_is_not_read(pack: Path) -> None:
    (pack / "words.csv").unlink()
    os.mkfifo(pack / "words.csv")
    assert "not a file" in validate(pack)[-1].found


@pytest.mark.parametrize("name", ["words.csv", "pack.yml", "datapackage.json"])
@pytest.mark.parametrize("target", ["{name}", "/etc/hostname", "/no/such/file"])
def test_a_link_that_leads_out_or_nowhere_is_one_problem(
    pack: Path, name: str, target: str
) -> None:
    (pack / name).unlink()
    (pack / name).symlink_to(target.format(name=name))
    assert [p.found for p in validate(pack) if p.file == name] == [
        "a link to a place outside the pack"
    ]


def test_a_byte_order_mark_and_a_blank_end_are_fine(pack: Path) -> None:
    path = pack / "words.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n\r\n")
    assert validate(pack) == []


def test_a_new_optional_column_may_be_left_out(pack: Path) -> None:
    path = pack / "words.csv"
    path.write_text("word,en,reviewed\ntheme.justice,Justice,no\n", encoding="utf-8")
    assert load(pack).word("theme", "justice", "ur") == "Justice"


def test_problems_are_said_in_one_sentence() -> None:
    problem = Problem("a.csv", 2, "b", "'x'", "yes or no", "Write yes.")
    assert str(problem) == "a.csv, row 2, column b: found 'x'; expected yes or no. Write yes."
