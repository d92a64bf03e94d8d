"""A return that is filled in on a page passes the same checks as a workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from naap.periods import parse_period
from naap.problems import UnusableInput
from naap.returns.forms import Answer, read_form
from naap.returns.reading import Sent, read_return
from tests.returns_makers import Office, fill, plain

TODAY = date(2024, 4, 8)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


def form(office: Office, answers: dict[str, Answer], **other: Any) -> Sent:
    asked = {"signed_on": "2024-04-05", "handling": "TLP:GREEN", **other}
    return read_form(office.pack, "vale", parse_period("2024-03"), answers, today=TODAY, **asked)[0]


def sevens(office: Office) -> dict[str, Answer]:
    return {
        row.code: Answer("limited", explanation="Letter of the office") if row.is_action
        else Answer("7")
        for row in office.rows("vale", "2024-03")
    }  # fmt: skip


def test_it_reads_as_the_workbook_with_the_same_answers(office: Office) -> None:
    data = fill(office.template("vale", "2024-03"), plain(office.rows("vale", "2024-03")))
    workbook = read_return(office.pack, data, "x.xlsx", TODAY)
    assert form(office, sevens(office)) == workbook


@pytest.mark.parametrize(
    ("answer", "case"),
    [
        (Answer("many"), "no_number"), (Answer("=1+1"), "no_number"), (Answer(), "empty"),
        (Answer("7", "not collected"), "both"), (Answer(reason="forgot"), "no_reason"),
        (Answer("7", explanation="=cmd()"), "runs_text"), (Answer("-1"), "negative"),
    ],
)  # fmt: skip
def test_faults_name_the_cell_of_the_workbook(office: Office, answer: Answer, case: str) -> None:
    code = office.rows("vale", "2024-03")[0].code
    (message,) = form(office, {**sevens(office), code: answer}).messages
    assert (message.case, message.sheet, message.cell[1:]) == (case, "Numbers", "4")


def test_date_and_label_are_checked_too(office: Office) -> None:
    sent = form(office, sevens(office), signed_on="soon", handling="TLP:CLEAR")
    assert {message.case for message in sent.messages} == {"no_date", "opened_label"}


def test_equal_answers_are_equal_bytes(office: Office) -> None:
    answers = sevens(office)
    turned = dict(reversed(answers.items()))
    one, other = (
        read_form(office.pack, "vale", parse_period("2024-03"), each, signed_on="2024-04-05",
                  handling="TLP:GREEN", today=TODAY)[1]
        for each in (answers, turned)
    )  # fmt: skip
    assert one == other


def test_a_body_that_owes_nothing_has_no_form(office: Office, tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="nothing that 'herald' owes"):
        read_form(office.pack, "herald", parse_period("2024-03"), {}, signed_on="2024-04-05",
                  handling="TLP:CLEAR", today=TODAY)  # fmt: skip
