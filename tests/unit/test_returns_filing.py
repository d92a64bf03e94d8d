"""The way of a return: submitted, asked about, sent back, approved, accepted, locked, corrected."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from naap.ledger.verify import verify
from naap.pack.rules import ANY_RULE
from naap.problems import UnusableInput
from naap.returns.accepting import accept, lock
from naap.returns.filing import approve, explain, returned_workbook, send_back
from tests.returns_makers import Office, at, fill, held, plain

PEOPLE = "O-return/people-completed/SZ1/{}"
DESKS = "O-desks/desks-staffed/SZ1/{}"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def state(office: Office, filing_id: str) -> str:
    return office.store.filing(filing_id).state


def test_from_a_file_to_claims(office: Office) -> None:
    outcome = office.sent("vale", "2024-03", on="2024-04-08")
    assert outcome.filing is not None
    assert outcome.filing.id == "vale-2024-03-1"
    assert state(office, "vale-2024-03-1") == "submitted"
    assert office.ledger.log() == []
    office.accepted(outcome)
    assert state(office, "vale-2024-03-1") == "accepted"
    (commit,) = office.ledger.log()
    assert commit.recorded_by == "plan-office"
    assert held(office)["patrol-days", "SZ1", "2024-03"] == Decimal(7)
    assert held(office)["A22-2", "SZ1", "2024-Q1"] == "limited"
    (claim,) = office.snapshot.find("figure/vale/I-patrols/patrol-days/2024-03/SZ1")
    assert claim["document"] == f"sha256:{outcome.file}"
    assert claim["locator"] == "Numbers!J4"
    assert (claim["publisher"], claim["source"], claim["basis"]) == ("vale", "returns", "official")
    assert claim["stated_on"] == "2024-04-08"
    assert claim["recorded_by"] == "plan-office"
    assert verify(office.ledger) == []


def test_what_is_reported_as_not_counted_is_no_number(office: Office) -> None:
    rows = office.rows("vale", "2024-03")
    outcome = office.sent("vale", "2024-03", plain(rows) | {rows[0].code: "not collected"})
    assert (outcome.filled, outcome.reasons) == (9, 1)
    office.accepted(outcome)
    assert ("patrol-days", "SZ1", "2024-03") not in held(office)


def test_a_file_with_one_wrong_cell_leaves_no_trace(office: Office) -> None:
    rows = office.rows("vale", "2024-03")
    outcome = office.sent("vale", "2024-03", plain(rows) | {rows[3].code: "many"})
    assert len(outcome.messages) == 1
    assert office.store.filings() == []


def test_a_dry_run_says_all_and_stores_nothing(office: Office) -> None:
    office.accepted(office.sent("vale", "2024-03"))
    rows = office.rows("vale", "2024-04")
    answers = plain(rows) | {PEOPLE.format("2024-04"): 3}
    outcome = office.sent("vale", "2024-04", answers, "2024-05-08", dry_run=True)
    assert [question.rule for question in outcome.questions] == ["falls"]
    assert outcome.filing is None
    assert len(office.store.filings()) == 1


def test_the_same_file_twice_is_one_return(office: Office) -> None:
    data = fill(office.template("vale", "2024-03"), plain(office.rows("vale", "2024-03")))
    first = office.submit(data, "vale", "2024-04-08")
    again = office.submit(data, "vale", "2024-04-20")
    assert (first.repeated, again.repeated) == (False, True)
    assert again.receipt == first.receipt
    assert len(office.store.filings()) == 1
    office.accepted(first)
    assert office.submit(data, "vale", "2024-04-21").repeated
    assert len(office.ledger.log()) == 1


def test_a_count_that_falls_asks_for_a_word_and_is_not_refused(office: Office) -> None:
    office.accepted(office.sent("vale", "2024-03"))
    answers = plain(office.rows("vale", "2024-04")) | {PEOPLE.format("2024-04"): 3}
    outcome = office.sent("vale", "2024-04", answers, "2024-05-08")
    assert outcome.filing is not None
    (question,) = outcome.questions
    assert question.address == "Numbers!L8"
    assert question.en == (
        "A count since a start fell from 7 (2024-03) to 3. Please explain in the cell Numbers!L8."
    )
    assert "Numbers!L8" in question.ur
    with pytest.raises(UnusableInput, match="an explanation in that cell"):
        approve(office.store, office.pack, outcome.filing.id, by="vale", now=at("2024-05-08"))
    explain(
        office.store,
        office.pack,
        outcome.filing.id,
        {"Numbers!L8": "Four were counted twice"},
        by="vale",
        now=at("2024-05-09"),
    )
    office.accepted(outcome, "2024-05-10")
    (claim,) = office.snapshot.find("figure/vale/I-return/people-completed/2024-04/SZ1")
    assert claim["note"] == "Four were counted twice"


def test_an_explanation_in_the_file_answers_at_once(office: Office) -> None:
    office.accepted(office.sent("vale", "2024-03"))
    answers = plain(office.rows("vale", "2024-04")) | {PEOPLE.format("2024-04"): 3}
    outcome = office.sent(
        "vale",
        "2024-04",
        answers,
        "2024-05-08",
        explanations={PEOPLE.format("2024-04"): "Counted twice before"},
    )
    assert outcome.questions == ()
    assert outcome.filing is not None
    approve(office.store, office.pack, outcome.filing.id, by="vale", now=at("2024-05-08"))


def test_a_number_that_stands_still_is_asked_about_now_and_then(office: Office) -> None:
    asked = []
    for number in range(1, 10):
        month, day = f"2024-{number:02}", f"2024-{number + 1:02}-08"
        answers = plain(office.rows("vale", month), 10 + number) | {DESKS.format(month): 5}
        outcome = office.sent("vale", month, answers, day)
        asked.append([each.rule for each in outcome.questions if each.code.startswith("O-desks")])
        for each in outcome.questions:
            assert outcome.filing is not None
            explain(
                office.store,
                office.pack,
                outcome.filing.id,
                {each.address: "Recounted"},
                by="vale",
                now=at(day, 10),
            )
        office.accepted(outcome, day)
    assert [number for number, rules in enumerate(asked, start=1) if rules == ["stale"]] == [4, 8]


def test_the_rules_of_the_pack_are_asked_too(office: Office) -> None:
    rows = office.rows("interior", "2024-03")
    answers = plain(rows) | {
        "O-attacks/attacks/SZ/2024-03": 20,
        "O-warnings/warnings-passed-on/SZ/2024-03": 9,
    }
    outcome = office.sent("interior", "2024-03", answers)
    assert {each.code: each.rule for each in outcome.questions} == {
        "O-attacks/attacks/SZ/2024-03": "attacks-by-province",
        "O-warnings/warnings-passed-on/SZ/2024-03": "warnings-passed-on-within-received",
    }
    assert "21" in outcome.questions[0].en


def test_a_state_that_steps_back_is_told(office: Office) -> None:
    first = plain(office.rows("justice", "2024-04"))
    code = "O-A22-1/A22-1/SZ/{}"
    office.accepted(
        office.sent(
            "justice", "2024-04", first | {code.format("2024-04"): "complete"}, "2024-05-08"
        ),
        "2024-05-09",
    )
    then = plain(office.rows("justice", "2024-05"))
    outcome = office.sent(
        "justice", "2024-05", then | {code.format("2024-05"): "limited"}, "2024-06-09"
    )
    assert outcome.filing is not None
    (question,) = office.store.questions(outcome.filing.id)
    assert question.rule == "step_back"
    assert office.store.open_questions(outcome.filing.id) == []  # what shows it stands there


def test_sent_back_with_reasons_in_the_cells_and_mended(office: Office) -> None:
    outcome = office.sent("vale", "2024-03", on="2024-04-08")
    assert outcome.filing is not None
    first = outcome.filing.id
    send_back(
        office.store,
        office.pack,
        first,
        by="plan-office",
        now=at("2024-04-09"),
        reason="Two numbers are for the year",
        remarks={"Numbers!J5": "Only March, please", DESKS.format("2024-03"): "Also"},
    )
    data = returned_workbook(office.store, office.pack, office.snapshot, first)
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["Numbers"]
    assert sheet["M5"].value == "Only March, please"
    assert sheet["M10"].value == "Also"
    assert (sheet["J5"].value, sheet["M6"].value) == (7, None)
    cover = [str(cell.value) for row in book["Return"].iter_rows() for cell in row if cell.value]
    assert "Two numbers are for the year" in cover
    assert any("sent back · Plan Office · Two numbers are for the year" in text for text in cover)
    with pytest.raises(UnusableInput, match="the very file that was sent back"):
        office.submit(office.store.file(outcome.file)[1], "vale")
    sheet["J5"].value = 3
    mended = io.BytesIO()
    book.save(mended)
    second = office.submit(mended.getvalue(), "vale", "2024-04-11")
    assert second.filing is not None, second.messages
    assert (second.filing.id, second.filing.supersedes) == ("vale-2024-03-2", None)
    assert (state(office, first), state(office, second.filing.id)) == ("sent back", "submitted")
    assert office.store.file(outcome.file)[1] != mended.getvalue()


def test_an_urdu_return_goes_back_in_urdu(office: Office) -> None:
    outcome = office.sent("vale", "2024-03", language="ur")
    assert outcome.filing is not None
    send_back(
        office.store,
        office.pack,
        outcome.filing.id,
        by="plan-office",
        now=at("2024-04-09"),
        reason="دو عدد سال کے ہیں",
    )
    data = returned_workbook(office.store, office.pack, office.snapshot, outcome.filing.id)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["گوشوارہ", "اعداد", "اقدامات", "تعریفیں"]
    assert all(sheet.sheet_view.rightToLeft for sheet in book)


def test_who_may_do_what(office: Office) -> None:
    outcome = office.sent("vale", "2024-03")
    assert outcome.filing is not None
    one = outcome.filing.id
    for by in ("coast", "plan-office", "Mr Khan"):
        with pytest.raises(UnusableInput, match="Approving is for the body"):
            approve(office.store, office.pack, one, by=by, now=at("2024-04-09"))
    approve(office.store, office.pack, one, by="vale", now=at("2024-04-09"))
    with pytest.raises(UnusableInput, match="--by"):
        accept(office.store, office.pack, office.ledger, [one], by="vale", now=at("2024-04-09"))
    with pytest.raises(UnusableInput, match="--by"):
        lock(office.store, office.pack, "2024-03", by="vale", now=at("2024-04-09"))


def test_steps_in_the_wrong_order_are_refused(office: Office) -> None:
    outcome = office.sent("vale", "2024-03")
    assert outcome.filing is not None
    one, now = outcome.filing.id, at("2024-04-09")
    with pytest.raises(UnusableInput, match="that is submitted; expected one that is approved"):
        accept(office.store, office.pack, office.ledger, [one], by="plan-office", now=now)
    approve(office.store, office.pack, one, by="vale", now=now)
    with pytest.raises(UnusableInput, match="that is approved"):
        approve(office.store, office.pack, one, by="vale", now=now)
    with pytest.raises(UnusableInput, match="is approved and waits"):
        office.sent("vale", "2024-03", plain(office.rows("vale", "2024-03"), 8))
    accept(office.store, office.pack, office.ledger, [one], by="plan-office", now=now)
    with pytest.raises(UnusableInput, match="that is accepted"):
        send_back(office.store, office.pack, one, by="plan-office", now=now, reason="Too late")
    with pytest.raises(UnusableInput, match="no return 'vale-2024-03-9'"):
        approve(office.store, office.pack, "vale-2024-03-9", by="vale", now=now)


def test_a_body_may_replace_what_nobody_has_approved(office: Office) -> None:
    office.sent("vale", "2024-03", on="2024-04-08")
    second = office.sent("vale", "2024-03", plain(office.rows("vale", "2024-03"), 8), "2024-04-09")
    assert second.filing is not None
    assert state(office, "vale-2024-03-1") == "sent back"
    assert office.store.steps("vale-2024-03-1")[-1].reason == "replaced by vale-2024-03-2"


def test_a_correction_supersedes_and_the_lock_wants_a_reason(office: Office) -> None:
    office.accepted(office.sent("vale", "2024-03"))
    locked, left = lock(
        office.store, office.pack, "2024-03", by="plan-office", now=at("2024-05-01")
    )
    assert ([each.id for each in locked], left) == (["vale-2024-03-1"], [])
    rows = office.rows("vale", "2024-03")
    answers = plain(rows) | {rows[0].code: 9, rows[2].code: "not collected"}
    with pytest.raises(UnusableInput, match="vale-2024-03-1 is locked"):
        office.sent("vale", "2024-03", answers, "2024-05-10")
    outcome = office.sent("vale", "2024-03", answers, "2024-05-10", correction="A late letter")
    assert outcome.filing is not None
    assert (outcome.filing.supersedes, outcome.filing.correction) == (
        "vale-2024-03-1",
        "A late letter",
    )
    office.accepted(outcome, "2024-05-12")
    assert held(office)["patrol-days", "SZ1", "2024-03"] == Decimal(9)
    assert ("centre-visits", "SZ1", "2024-03") not in held(office)
    told = office.snapshot.find("figure/vale/I-patrols/patrol-days/2024-03/SZ1")
    assert [int(each["value"]) for each in told] == [7, 9]
    assert [
        each["op"]
        for each in office.snapshot.find("figure/vale/I-visits/centre-visits/2024-03/SZ1")
    ] == [
        "assert",
        "retract",
    ]
    assert state(office, "vale-2024-03-1") == "locked"


def test_a_draft_is_kept_with_its_faults_and_is_no_return(office: Office) -> None:
    rows = office.rows("vale", "2024-03")
    outcome = office.sent("vale", "2024-03", {rows[0].code: 7}, draft=True)
    assert outcome.filing is not None
    assert outcome.filing.state == "draft"
    assert outcome.messages
    whole = office.sent("vale", "2024-03")
    assert whole.filing is not None
    assert (whole.filing.id, whole.filing.supersedes) == ("vale-2024-03-2", None)


def test_the_last_accepted_value_stands_beside_each_cell(office: Office) -> None:
    office.accepted(office.sent("vale", "2024-03"))
    sheet = openpyxl.load_workbook(io.BytesIO(office.template("vale", "2024-04")))["Numbers"]
    assert (sheet["H4"].value, sheet["I4"].value, sheet["J4"].value) == (7, "2024-03", None)


def test_a_return_that_came_early_or_on_paper(office: Office) -> None:
    """The coordinator may type in what came on paper; the body still approves it."""
    data = fill(office.template("vale", "2024-03"), plain(office.rows("vale", "2024-03")))
    outcome = office.submit(data, "plan-office", date(2024, 4, 8))
    assert outcome.filing is not None
    assert office.store.steps(outcome.filing.id)[0].by == "plan-office"
    with pytest.raises(UnusableInput):
        approve(
            office.store, office.pack, outcome.filing.id, by="plan-office", now=at("2024-04-09")
        )


def test_a_rule_over_time_looks_at_what_was_accepted_before(office: Office) -> None:
    rule = ANY_RULE.validate_python(
        {"check": "stock-flow", "title": {"en": "People", "ur": "افراد"},
         "closing": "people-in-programme", "inflows": "centre-visits", "outflows": "patrol-days"}
    )  # fmt: skip
    pack = type(office.pack)(
        office.pack.folder, office.pack.settings, office.pack.tables, {"people": rule}
    )
    own = Office(office.folder, pack)
    own.accepted(own.sent("vale", "2024-03"))
    same = own.sent("vale", "2024-04", on="2024-05-08", dry_run=True)
    assert same.questions == ()
    people = "O-return/people-in-programme/SZ1/2024-04"
    answers = plain(own.rows("vale", "2024-04")) | {people: 9}
    (question,) = own.sent("vale", "2024-04", answers, "2024-05-08", dry_run=True).questions
    assert (question.code, question.rule) == (people, "people")
