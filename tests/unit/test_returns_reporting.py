"""Expected, actual, on time; reminders; and two years of returns as they might have gone."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from naap.engine import Engine
from naap.ledger import Moment
from naap.ledger.handling import LABELS, PUBLIC
from naap.ledger.snapshot import Snapshot
from naap.ledger.verify import verify
from naap.returns.accepted import history_of
from naap.returns.accepting import lock
from naap.returns.filing import send_back
from naap.returns.reminders import as_calendar, letter, reminders
from naap.returns.reporting import Reported, counts, reporting
from naap.status.reporting_quality import asked_between, quality, reports_due
from tests.returns_makers import Happened, Office, Remembered, at, live, plain

MARCH = (date(2024, 3, 1), date(2024, 3, 31))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def lines_of(office: Office, today: date, body: str = "vale") -> list[Reported]:
    return reporting(office.pack, *MARCH, today, office.store, office.snapshot, {body})


def states(office: Office, today: date) -> dict[str, str]:
    return {line.expected.obligation.obligation_id: line.state for line in lines_of(office, today)}


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2024, 4, 10), "not yet due"),
        (date(2024, 4, 11), "awaited"),
        (date(2024, 4, 15), "awaited"),
        (date(2024, 4, 16), "missing"),
    ],
)
def test_silence_is_not_yet_due_then_awaited_then_missing(
    office: Office, today: date, state: str
) -> None:
    assert states(office, today)["O-patrols"] == state


@pytest.mark.parametrize(
    ("came", "state"),
    [("2024-04-10", "on time"), ("2024-04-11", "late"), ("2024-05-20", "late")],
)
def test_a_return_that_came_is_on_time_or_late(office: Office, came: str, state: str) -> None:
    office.sent("vale", "2024-03", on=came)
    assert states(office, date(2024, 6, 1))["O-patrols"] == state


def test_a_return_is_not_known_before_it_came(office: Office) -> None:
    office.sent("vale", "2024-03", on="2024-04-14")
    assert states(office, date(2024, 4, 13))["O-patrols"] == "awaited"
    assert states(office, date(2024, 4, 14))["O-patrols"] == "late"


def test_what_was_sent_back_has_not_come_until_it_comes_again(office: Office) -> None:
    outcome = office.sent("vale", "2024-03", on="2024-04-09")
    assert outcome.filing is not None
    send_back(office.store, office.pack, outcome.filing.id, by="plan-office",
              now=at("2024-04-10"), reason="Look again")  # fmt: skip
    assert states(office, date(2024, 4, 9))["O-patrols"] == "on time"
    assert states(office, date(2024, 4, 12))["O-patrols"] == "sent back"
    assert states(office, date(2024, 5, 1))["O-patrols"] == "missing"
    office.sent("vale", "2024-03", plain(office.rows("vale", "2024-03"), 8), "2024-05-02")
    assert states(office, date(2024, 5, 3))["O-patrols"] == "late"


def test_a_correction_does_not_make_a_return_late(office: Office) -> None:
    office.accepted(office.sent("vale", "2024-03", on="2024-04-09"))
    office.sent("vale", "2024-03", plain(office.rows("vale", "2024-03"), 8), "2024-05-02")
    (line,) = {line.received_on for line in lines_of(office, date(2024, 6, 1))}
    assert line == date(2024, 4, 9)
    assert all(line.accepted for line in lines_of(office, date(2024, 6, 1)))


def test_a_reason_is_an_answer_and_not_complete(office: Office) -> None:
    rows = office.rows("vale", "2024-03")
    office.sent("vale", "2024-03", plain(rows) | {rows[0].code: "not collected"})
    lines = {line.expected.obligation.obligation_id: line
             for line in lines_of(office, date(2024, 6, 1))}  # fmt: skip
    patrols, visits = lines["O-patrols"], lines["O-visits"]
    assert (patrols.came, patrols.complete, patrols.reasons) == (True, False, 1)
    assert (visits.came, visits.complete, visits.filled) == (True, True, 1)


def test_the_ledger_alone_tells_who_reported(office: Office) -> None:
    office.accepted(office.sent("vale", "2024-03", on="2024-04-09"))
    alone = reporting(office.pack, *MARCH, date(2024, 6, 1), None, office.snapshot, {"vale"})
    assert {line.state for line in alone} == {"on time"}
    assert {line.received_on for line in alone} == {date(2024, 4, 9)}


def excused(office: Office, body: str = "vale", month: str = "2024-03") -> dict[str, str]:
    """Answers that give a reason for every row and a value for none."""
    return {row.code: "not collected" for row in office.rows(body, month)}


def test_the_ledger_alone_tells_who_gave_only_reasons(office: Office) -> None:
    office.accepted(office.sent("vale", "2024-03", excused(office), "2024-04-09"))
    alone = reporting(office.pack, *MARCH, date(2024, 6, 1), None, office.snapshot, {"vale"})
    stored = lines_of(office, date(2024, 6, 1))
    assert {line.state for line in alone} == {"on time"}
    for line, same in zip(alone, stored, strict=True):
        assert line.no_value
        assert not line.complete
        assert (line.filled, line.reasons) == (same.filled, same.reasons) == (0, line.rows)
    assert history_of(office.snapshot, "vale", 7) == {}
    tally = counts(alone, lambda line: line.expected.body)["vale"]
    assert (tally["actual"], tally["missing"], tally["no_value"]) == (8, 0, 8)


def test_a_reason_that_a_correction_puts_in_place_of_a_value_and_back(office: Office) -> None:
    months: tuple[tuple[dict[str, Any], str], ...] = (
        (excused(office), "2024-04-09"),
        (plain(office.rows("vale", "2024-03")), "2024-05-09"),
        (excused(office), "2024-06-09"),
    )
    held = []
    for number, (answers, day) in enumerate(months):
        more = {"correction": "Counted again"} if number else {}
        office.accepted(office.sent("vale", "2024-03", answers, day, **more), day)
        lock(office.store, office.pack, "2024-03", by="plan-office", now=at(day, 18))
        alone = reporting(office.pack, *MARCH, date(2024, 7, 1), None, office.snapshot, {"vale"})
        held.append({(line.filled, line.reasons) for line in alone})
    whole = {(line.rows, 0) for line in alone}
    assert held == [{(0, rows) for rows, _ in whole}, whole, {(0, rows) for rows, _ in whole}]


def test_the_words_of_an_officer_stay_with_the_return(office: Office) -> None:
    answers = excused(office)
    secret = dict.fromkeys(answers, "Inspector Baryal has not sent his list")
    outcome = office.sent("vale", "2024-03", answers, "2024-04-09", explanations=secret)
    office.accepted(outcome)
    with Engine(threads=1) as engine:
        office.snapshot.register(engine)
        rows = engine.rows("SELECT * FROM no_value")
    assert len(rows) == len(answers)
    assert {row["reason"] for row in rows} == {"not collected"}
    assert "Baryal" not in str(rows)


@pytest.mark.parametrize("raised", [None, "TLP:RED"])
def test_a_reader_of_a_lower_clearance_learns_of_no_closed_reason(
    office: Office, raised: str | None
) -> None:
    more = {"handling": raised} if raised else {}
    office.accepted(office.sent("vale", "2024-03", excused(office), "2024-04-09", **more))
    public = Snapshot.of(office.ledger, clearance=PUBLIC)
    asked = asked_between(office.pack, public, *MARCH)
    lines, aside = reports_due(asked, date(2024, 6, 1), None)
    mine = [line for line in lines if line.expected.body == "vale"]
    if raised:
        assert mine == []
        assert len([each for each in aside if each.body == "vale"]) == 8
    else:
        open_ = [line for line in mine if line.expected.obligation.handling == PUBLIC]
        assert mine == open_
        assert quality(mine).no_value == quality(mine).actual == len(open_) > 0
        assert quality(mine).missing == 0


def test_nothing_is_carried_forward(office: Office) -> None:
    office.accepted(office.sent("vale", "2024-03", on="2024-04-09"))
    april = reporting(office.pack, date(2024, 4, 1), date(2024, 4, 30), date(2024, 6, 1),
                      office.store, office.snapshot, {"vale"})  # fmt: skip
    assert {line.state for line in april} == {"missing"}


def test_counts_by_anything(office: Office) -> None:
    office.sent("vale", "2024-03", on="2024-04-09")
    lines = reporting(office.pack, *MARCH, date(2024, 6, 1), office.store)
    bodies = counts(lines, lambda line: line.expected.body)
    assert bodies["vale"] == {"expected": 8, "actual": 8, "on_time": 8, "late": 0, "missing": 0,
                              "complete": 8, "no_value": 0}  # fmt: skip
    assert bodies["coast"]["missing"] == bodies["coast"]["expected"] == 8
    points = counts(lines, lambda line: line.expected.obligation.point_id)
    assert sum(each["expected"] for each in points.values()) == len(lines)


@pytest.mark.parametrize("first", [7, "not yet available"])
def test_the_ledger_alone_dates_a_corrected_report_by_its_first_coming(
    office: Office, first: Any
) -> None:
    """A correction is no lateness, also for who has the ledger and not the store; a reason that
    gave way to a number was a report."""
    rows = office.rows("vale", "2024-03")
    office.accepted(office.sent("vale", "2024-03", plain(rows, first), on="2024-04-05"),
                    "2024-04-06")  # fmt: skip
    lock(office.store, office.pack, "2024-03", by="plan-office", now=at("2024-04-20"))
    mended = office.sent("vale", "2024-03", plain(rows, 8), on="2024-06-20",
                         correction="One was counted twice")  # fmt: skip
    office.accepted(mended, "2024-06-21")
    for day in (date(2024, 5, 1), date(2024, 7, 1)):
        then = Snapshot.of(office.ledger, Moment(stated_by=day), LABELS[-1])
        lines = reporting(office.pack, date(2024, 3, 1), date(2024, 3, 31), day, None, then,
                          {"vale"})  # fmt: skip
        assert {line.state for line in lines} == {"on time"}, day
        assert {line.received_on for line in lines} == {date(2024, 4, 5)}
        numbers = [line for line in lines if line.expected.obligation.indicator_id]
        assert all(line.complete == (first == 7 or day.month == 7) for line in numbers)


@pytest.mark.parametrize("day", [None, date(2024, 5, 1)])
def test_a_correction_under_a_stricter_label_puts_the_report_aside_for_the_public(
    office: Office, day: date | None
) -> None:
    """In every view, also of a day before it: nobody outside learns when the first version came."""
    nothing = plain(office.rows("interior", "2024-03"), 0)
    office.accepted(office.sent("interior", "2024-03", nothing, on="2024-04-05"), "2024-04-06")
    lock(office.store, office.pack, "2024-03", by="plan-office", now=at("2024-04-20"))
    mended = office.sent("interior", "2024-03", nothing, on="2024-06-20", handling="TLP:AMBER",
                         correction="Not for all")  # fmt: skip
    public = Snapshot.of(office.ledger, Moment(stated_by=day))
    before, aside = reports_due(asked_between(office.pack, public, *MARCH), date(2024, 7, 1), None)
    own = [line for line in before if line.expected.body == "interior"]
    assert {line.state for line in own} == {"on time"}
    assert not [each for each in aside if each.body == "interior"]
    office.accepted(mended, "2024-06-21")
    public = Snapshot.of(office.ledger, Moment(stated_by=day))
    after, aside = reports_due(asked_between(office.pack, public, *MARCH), date(2024, 7, 1), None)
    assert not [line for line in after if line.expected.body == "interior"]
    assert len([each for each in aside if each.body == "interior"]) == len(own) > 3


def test_reminders_seven_three_and_no_days_before(office: Office) -> None:
    found = {
        day: [each.body for each in reminders(office.pack, office.store, date(2024, 4, day))]
        for day in (3, 4, 7, 10, 11)
    }
    assert found[4] == found[11] == []
    assert found[3] == found[7] == found[10]
    assert "vale" in found[3]
    office.sent("vale", "2024-03", on="2024-04-05")
    assert "vale" not in [
        each.body for each in reminders(office.pack, office.store, date(2024, 4, 7))
    ]  # fmt: skip


def test_a_reminder_in_words(office: Office) -> None:
    one = next(each for each in reminders(office.pack, None, date(2024, 4, 7))
               if each.body == "vale")  # fmt: skip
    assert letter(office.pack, one, "en") == (
        "Government of Vale: your return for 2024-03 is due on 2024-04-10 (in 3 days). "
        "Rows to fill in: 9; points: 2, 3, 5. Send it to Plan Office."
    )
    assert "حکومت وادی" in letter(office.pack, one, "ur")


def test_a_calendar_file_follows_its_format(office: Office) -> None:
    found = reminders(office.pack, None, date(2024, 4, 1), None)
    text = as_calendar(office.pack, found, date(2024, 4, 1))
    assert text == as_calendar(office.pack, found, date(2024, 4, 1))
    assert text.count("\r\n") == text.count("\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert (unfolded[0], unfolded[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    names = Counter(line.split(":")[0].split(";")[0] for line in unfolded if line)
    assert names["UID"] == names["DTSTAMP"] == names["DTSTART"] == len(found) > 5
    assert names["TRIGGER"] == 3 * len(found)
    assert len({line for line in unfolded if line.startswith("UID:")}) == len(found)
    assert names["BEGIN"] == names["END"]
    for line in unfolded:
        assert not re.search(r"(?<!\\)[;,]", line.partition(":")[2]), line


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, list[Happened]]:
    office = Office(tmp_path_factory.mktemp("years"))
    return office, live(office)


@pytest.mark.slow
def test_two_years_of_returns_are_recorded_as_they_went(
    lived: tuple[Office, list[Happened]],
) -> None:
    office, happened = lived
    assert set(Counter(each.kind for each in happened)) == {
        "on time", "late", "silent", "sent back", "corrected",
    }  # fmt: skip
    assert verify(office.ledger) == []
    lines = reporting(office.pack, date(2023, 1, 1), date(2024, 12, 31), date(2025, 6, 30),
                      office.store, office.snapshot)  # fmt: skip
    by_return: dict[tuple[str, str], set[date | None]] = {}
    for line in lines:
        key = (line.expected.body, line.expected.month)
        by_return.setdefault(key, set()).add(line.received_on)
    assert {(each.body, each.month): {each.received_on} for each in happened} == by_return
    assert all(line.accepted for line in lines if line.came)


@pytest.mark.slow
def test_every_number_of_two_years_is_that_of_the_last_file(
    lived: tuple[Office, list[Happened]],
) -> None:
    office, _ = lived
    for body in ("vale", "finance"):
        history = history_of(office.snapshot, body, 7)
        held = {(subject, place, str(each.period)): each.value
                for (subject, place), run in history.items() for each in run}  # fmt: skip
        sent: dict[tuple[str, str, str], object] = {}
        for filing in office.store.filings(body=body):
            if filing.state not in {"accepted", "locked"}:
                continue
            cells = office.store.cells(filing.id)
            for row in office.rows(body, filing.month):
                value = cells[row.code].value
                key = (row.subject, row.place, str(row.period))
                sent.pop(key, None)
                if value is not None:
                    sent[key] = value if row.is_action else Decimal(value)
        assert held == sent
        remembered = Remembered(office)(office.snapshot, body, 7)
        assert {name: [(each.period, each.value) for each in run]
                for name, run in remembered.items()} == {
            name: [(each.period, each.value) for each in run] for name, run in history.items()
        }  # fmt: skip
