"""Every way to get a pack's files wrong is told to the person who can mend it: once, and where."""

import os
from pathlib import Path

import pytest

import naap
from naap.pack import load, validate
from naap.problems import Problem, UnusableInput
from tests.pack_spoilers import Case, appended, assert_told_once, cell, content, text, without

EXAMPLE = Path(naap.__file__).parent / "packs" / "example"
AFTER_WORDS = len((EXAMPLE / "words.csv").read_bytes().splitlines()) + 1
"""The row of ``words.csv`` at which a line that is put after the last one stands."""

CASES: dict[str, Case] = {
    # rows and columns
    "too many cells": (
        text("words.csv", "theme.security,Security", "theme.security,Security, and peace"),
        ("words.csv", 3, None, "5 cells", "4 cells", "quotation marks"),
    ),
    "too few cells": (
        appended("words.csv", b"theme.more,More\n"),
        ("words.csv", AFTER_WORDS, None, "2 cells", "4 cells", "Add the missing cells"),
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
        ("words.csv", AFTER_WORDS, None, "not CSV", "separated by commas", "double the marks"),
    ),
    "another encoding": (
        appended("words.csv", "theme.cafe,café,,no\n".encode("latin-1")),
        ("words.csv", AFTER_WORDS, None, "the byte 0xe9", "UTF-8 text", "Save the file again"),
    ),
    "UTF-16": (
        content("words.csv", "word,en,ur,reviewed\n".encode("utf-16")),
        ("words.csv", None, None, "UTF-16 text", "UTF-8 text", "Save the file again"),
    ),
    "a NUL byte": (
        appended("words.csv", b"theme.more,Mo\0re,,no\n"),
        ("words.csv", AFTER_WORDS, None, "a NUL byte", "UTF-8 text", "Save the file again"),
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
def test_one_fault_is_one_problem(pack_copy: Path, name: str) -> None:
    assert_told_once(pack_copy, CASES[name])


def test_load_raises_everything_at_once_in_order(pack_copy: Path) -> None:
    cell("words.csv", 5, "reviewed", "perhaps")(pack_copy)
    cell("figures.csv", 9, "value", "many")(pack_copy)
    cell("figures.csv", 3, "publisher", "nobody")(pack_copy)
    with pytest.raises(UnusableInput) as raised:
        load(pack_copy)
    problems = raised.value.problems
    assert [(p.file, p.row) for p in problems] == [
        ("figures.csv", 3), ("figures.csv", 9), ("words.csv", 5),
    ]  # fmt: skip
    assert "row 9" in str(raised.value)


def test_a_stale_description_does_not_stop_the_program(pack_copy: Path) -> None:
    (pack_copy / "datapackage.json").unlink()
    assert load(pack_copy).settings.pack_id == "example"


def test_a_missing_table_is_one_problem_not_hundreds(pack_copy: Path) -> None:
    (pack_copy / "sources.csv").unlink()
    (pack_copy / "datapackage.json").unlink()
    assert [p.file for p in validate(pack_copy)] == ["datapackage.json", "sources.csv"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (problem,) = validate(tmp_path / "none")
    assert problem.found == "no such folder"


def test_a_pipe_is_not_read(pack_copy: Path) -> None:
    (pack_copy / "words.csv").unlink()
    os.mkfifo(pack_copy / "words.csv")
    assert "not a file" in validate(pack_copy)[-1].found


@pytest.mark.parametrize("name", ["words.csv", "pack.yml", "datapackage.json"])
@pytest.mark.parametrize("target", ["{name}", "/etc/hostname", "/no/such/file"])
def test_a_link_that_leads_out_or_nowhere_is_one_problem(
    pack_copy: Path, name: str, target: str
) -> None:
    (pack_copy / name).unlink()
    (pack_copy / name).symlink_to(target.format(name=name))
    assert [p.found for p in validate(pack_copy) if p.file == name] == [
        "a link to a place outside the pack"
    ]


def test_a_byte_order_mark_and_a_blank_end_are_fine(pack_copy: Path) -> None:
    path = pack_copy / "words.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n\r\n")
    assert validate(pack_copy) == []


def test_a_new_optional_column_may_be_left_out(pack_copy: Path) -> None:
    path = pack_copy / "words.csv"
    path.write_text("word,en,reviewed\ntheme.justice,Justice,no\n", encoding="utf-8")
    assert load(pack_copy).word("theme", "justice", "ur") == "Justice"


def test_problems_are_said_in_one_sentence() -> None:
    problem = Problem("a.csv", 2, "b", "'x'", "yes or no", "Write yes.")
    assert str(problem) == "a.csv, row 2, column b: found 'x'; expected yes or no. Write yes."
