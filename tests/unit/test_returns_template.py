"""The workbook that a body fills in: what it holds, and that it opens where officers work."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from naap.ledger.handling import LABELS
from naap.problems import UnusableInput
from naap.returns import layout
from naap.returns.reading import read_return
from naap.returns.words import _catalogue, choices, lines
from tests.returns_makers import Office, at, fill, plain

MONTH = "2024-06"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("office"))
    made.accepted(made.sent("finance", "2024-05", on="2024-06-08"), "2024-06-10")
    return made


@pytest.fixture(scope="module")
def book(office: Office) -> Any:
    return openpyxl.load_workbook(io.BytesIO(office.template("finance", MONTH)))


def column(sheet: Any, name: str) -> list[Any]:
    table = layout.NUMBERS if sheet.title == "Numbers" else layout.ACTIONS
    return [sheet.cell(row, table.at(name)).value
            for row in range(layout.FIRST_ROW, sheet.max_row + 1)]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ur"])
def test_equal_input_gives_equal_bytes(office: Office, language: str) -> None:
    one, other = (office.template("finance", MONTH, language) for _ in range(2))
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_has_the_bodys_rows_and_no_others(office: Office, book: Any) -> None:
    codes = [*column(book["Numbers"], "code"), *column(book["Actions"], "code")]
    assert codes == [row.code for row in office.rows("finance", MONTH)]
    assert len(codes) == 15


def test_labels_stand_in_both_languages_with_units_and_definitions(book: Any) -> None:
    sheet = book["Numbers"]
    assert column(sheet, "label")[0] == "Money frozen"
    assert column(sheet, "label_other")[0] == "منجمد رقوم"
    assert column(sheet, "unit")[:2] == ["crowns million", "orders"]
    words = [cell.value for row in book["Definitions"].iter_rows() for cell in row if cell.value]
    assert any("Money frozen since 2019" in text and "since a start" in text for text in words)


def test_what_was_accepted_last_stands_beside_each_cell(book: Any) -> None:
    sheet = book["Numbers"]
    assert (column(sheet, "last")[0], column(sheet, "last_period")[0]) == (7, "2024-05")
    assert column(sheet, "last_period")[5] == "none yet"


def test_only_what_is_asked_can_be_typed_into(book: Any) -> None:
    for sheet, table in ((book["Numbers"], layout.NUMBERS), (book["Actions"], layout.ACTIONS)):
        assert sheet.protection.sheet
        for row in sheet.iter_rows(min_row=1, max_col=len(table.columns)):
            for cell in row:
                asked = cell.row >= layout.FIRST_ROW and table.columns[cell.column - 1].asked
                assert cell.protection.locked is not asked, cell.coordinate
    cover = {cell.coordinate for row in book["Return"].iter_rows() for cell in row
             if not cell.protection.locked}  # fmt: skip
    assert cover == {layout.COVER["signed_on"], layout.COVER["handling"]}


def test_drop_downs_offer_what_is_read(book: Any) -> None:
    def offered(sheet: Any) -> list[list[str]]:
        rules = sheet.data_validations.dataValidation
        return [rule.formula1.strip('"').split(",") for rule in rules if rule.type == "list"]

    assert offered(book["Return"]) == [list(LABELS)]
    assert offered(book["Numbers"]) == [list(choices("reasons", "en").values())]
    assert list(choices("states", "en").values()) in offered(book["Actions"])


@pytest.mark.parametrize("group", ["reasons", "states"])
@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_drop_down_holds_its_choices(group: str, language: Any) -> None:
    """A list in a cell's rule is parted by commas and holds at most 255 letters."""
    offered = choices(group, language).values()
    assert all("," not in each and '"' not in each for each in offered)
    assert len(",".join(offered)) <= 255
    assert len(set(offered)) == len(offered)


def test_a_proposal_is_marked_and_said(office: Office) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(office.template("plan-office", MONTH)))
    assert column(sheet["Numbers"], "point") == ["5. Warning desks in every district *"]
    cover = [str(cell.value) for row in sheet["Return"].iter_rows() for cell in row]
    assert "Rows marked * rest on a proposal of the pack. They are not official." in cover


def test_the_urdu_workbook_runs_from_right_to_left(office: Office) -> None:
    book = openpyxl.load_workbook(io.BytesIO(office.template("finance", MONTH, "ur")))
    assert book.sheetnames == ["گوشوارہ", "اعداد", "اقدامات", "تعریفیں"]
    for sheet in book:
        assert sheet.sheet_view.rightToLeft
    assert column(book["اعداد"], "label")[0] is not None
    heads = [cell.value for cell in book["اعداد"][layout.HEADER_ROW]]
    assert heads[layout.NUMBERS.at("value") - 1] == "عدد"


def test_every_word_is_there_in_both_languages_with_the_same_blanks() -> None:
    def blanks(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", text))

    for group, words in _catalogue().items():
        if group == "reviewed":
            continue
        for key, told in words.items():
            assert set(told) == {"en", "ur"}, key
            if key == "steps" and group == "words":
                assert len(lines("steps", "en")) == len(lines("steps", "ur"))
            else:
                assert blanks(told["en"]) == blanks(told["ur"]), key


@pytest.mark.parametrize(
    ("body", "month", "words"),
    [("nobody", MONTH, "nothing that 'nobody' owes"), ("vale", "2019-01", "owes for 2019-01")],
)
def test_a_body_that_owes_nothing_gets_no_template(
    office: Office, body: str, month: str, words: str
) -> None:
    with pytest.raises(UnusableInput, match=words):
        office.template(body, month)


@pytest.mark.libreoffice
@pytest.mark.parametrize("language", ["en", "ur"])
def test_libreoffice_opens_it_and_saves_what_was_typed(
    office: Office, tmp_path: Path, language: str
) -> None:
    """Opened, saved again by another program, and read: the same answers, no messages."""
    rows = office.rows("finance", MONTH)
    answers = plain(rows) | {rows[0].code: 12.5, rows[1].code: "not collected"}
    sent = tmp_path / "return.xlsx"
    sent.write_bytes(fill(office.template("finance", MONTH, language), answers,
                          signed_on="2024-07-08"))  # fmt: skip
    saved = converted(sent, "xlsx", tmp_path / "saved")
    read = read_return(office.pack, saved.read_bytes(), saved.name, at("2024-07-08").date())
    assert read.messages == ()
    values = {cell.code: cell.value or cell.reason for cell in read.cells}
    assert values[rows[0].code] == "12.5"
    assert values[rows[1].code] == "not collected"
    assert values[rows[-1].code] == "limited"
    again = openpyxl.load_workbook(saved)
    assert all(sheet.protection.sheet for sheet in again)
    assert all(bool(sheet.sheet_view.rightToLeft) is (language == "ur") for sheet in again)
    lists = [rule for sheet in again for rule in sheet.data_validations.dataValidation]
    assert {rule.type for rule in lists} == {"list", "decimal"}


@pytest.mark.libreoffice
def test_libreoffice_prints_it(office: Office, tmp_path: Path) -> None:
    empty = tmp_path / "return.xlsx"
    empty.write_bytes(office.template("finance", MONTH))
    printed = converted(empty, "pdf", tmp_path / "printed").read_bytes()
    assert printed.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 4, "a page a sheet"


def converted(path: Path, form: str, folder: Path) -> Path:
    program = shutil.which("soffice")
    assert program is not None
    done = subprocess.run(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", form, "--outdir", str(folder), str(path)],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    made = folder / f"{path.stem}.{form}"
    assert made.exists(), done.stderr
    return made
