"""Two years of returns as they might have gone, and what a reader may know of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naap.ledger import Claim
from naap.ledger.handling import LABELS, readable
from naap.ledger.snapshot import Snapshot
from naap.periods import parse_period
from naap.status import Status, status_of
from naap.status.as_data import status_as_data
from naap.status.completion_rules import SCALE
from naap.status.reporting_quality import BY, Quality, quality, quality_by, quality_tables
from naap.status.told import told
from naap.status.whole import statuses_of
from tests.returns_makers import Happened, Office, live
from tests.status_makers import World, no_value, number, report

MONTHS = 9


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, list[Happened]]:
    office = Office(tmp_path_factory.mktemp("lived"))
    return office, live(office, "2023-10", MONTHS)


def of_office(office: Office, period: str = "2024-H1", **more: Any) -> Status:
    return status_of(office.pack, office.snapshot, parse_period(period), **more)


def adds_up(found: Quality) -> None:
    assert found.actual == found.on_time + found.late
    assert found.expected == found.actual + found.missing + found.waiting
    assert 0 <= found.complete <= found.actual


@pytest.mark.parametrize("day", ["2024-03-15", "2024-07-12", "2024-07-30", "2025-01-01"])
@pytest.mark.parametrize("with_store", [True, False])
def test_each_report_is_counted_once_in_every_table(
    lived: tuple[Office, list[Happened]], day: str, with_store: bool
) -> None:
    office, _ = lived
    store = office.store if with_store else None
    lines = of_office(office, day=date.fromisoformat(day), store=store).reporting
    whole = quality(lines)
    adds_up(whole)
    assert whole.expected + whole.not_yet_due == len(lines)
    for by in BY.values():
        parts = list(quality_by(lines, by).values())
        for part in parts:
            adds_up(part)
        for name, value in whole.as_json().items():
            assert sum(part.as_json()[name] for part in parts) == value


def test_several_periods_from_one_reading_are_what_each_is_alone(
    lived: tuple[Office, list[Happened]],
) -> None:
    office, _ = lived
    days = {
        parse_period("2023-H2"): date(2024, 1, 10),
        parse_period("2024-H1"): date(2024, 7, 12),
        parse_period("2024-05"): date(2024, 5, 20),
    }
    too_late = {parse_period("2090-H1"): date(2024, 7, 12)}
    known = told(office.pack, office.snapshot, date(2024, 8, 1))
    found = statuses_of(office.pack, office.snapshot, days | too_late, known)
    assert any(each.came for status in found.values() for each in status.reporting)
    alone = {
        period: status_of(office.pack, office.snapshot, period, day) for period, day in days.items()
    }
    assert found == alone


def test_silence_of_the_simulation_is_missing_and_nothing_else_is(
    lived: tuple[Office, list[Happened]],
) -> None:
    office, done = lived
    status = of_office(office, store=office.store, day=date(2024, 12, 31))
    silent = {(each.body, each.month) for each in done if each.kind == "silent"}
    missing = {(line.expected.body, line.expected.month)
               for line in status.reporting if line.state == "missing"}  # fmt: skip
    assert missing == {each for each in silent if each[1] >= "2024-01"}
    assert missing
    for state in status.states:
        told = list(status_reports(office, state.action_id, state.place))
        assert (state.reported is None) == (not told)


def status_reports(office: Office, action: str, place: str) -> Iterator[str]:
    found = office.ledger
    for row in Snapshot.of(found, clearance=LABELS[-1]).find(""):
        if row["kind"] == "action_report" and (row["action"], row["place"]) == (action, place):
            end = parse_period(row["period"], 7).end
            if date(2024, 1, 1) <= end <= date(2024, 6, 30):
                yield row["claim_id"]


def test_every_claim_that_a_state_names_is_in_the_ledger(
    lived: tuple[Office, list[Happened]],
) -> None:
    office, _ = lived
    held = {row["claim_id"] for row in office.snapshot.find("")}
    status = of_office(office, store=office.store)
    named = [
        *(claim for each in status.states for claim in each.claims),
        *(claim for each in status.points for claim in each.claims),
        *(claim for each in status.contradictions for claim in each.claims),
    ]
    assert named
    assert set(named) <= held
    for each in status.states:
        assert len(set(each.claims)) == len(each.claims)


def test_the_same_ledger_gives_the_same_status(lived: tuple[Office, list[Happened]]) -> None:
    office, _ = lived
    assert of_office(office, store=office.store) == of_office(office, store=office.store)


# What is told, in any order and under any label

CLAIMS = (
    report("justice", "A22-1", "2024-02", "SZ", "limited"),
    report("justice", "A22-1", "2024-05", "SZ", "complete"),
    report("vale", "A22-2", "2024-Q1", "SZ1", "complete"),
    report("coast", "A22-2", "2024-Q2", "SZ3", "limited"),
    report("finance", "A22-3", "2024-H1", "SZ", "substantial"),
    number("vale", "teachers-trained", "2024-01", "SZ1", 11),
    number("vale", "teachers-trained", "2024-06", "SZ1", 14),
    number("finance", "spent-03", "2024-Q1", "SZ", 7919),
    number("finance", "released-04", "2024-Q2", "SZ", 6551),
    number("interior", "patrol-days", "2024-03", "SZ", 21),
    number("plan-office", "officers-trained", "2024-04", "SZ", 5),
)


def relabelled(claim: Claim, label: str) -> Claim:
    return replace(claim, handling=label)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(st.permutations(CLAIMS), st.integers(1, len(CLAIMS)))
def test_the_order_of_claims_and_commits_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, claims: list[Claim], first: int
) -> None:
    one = World(tmp_path_factory.mktemp("one")).say(*CLAIMS)
    other = World(tmp_path_factory.mktemp("other")).say(*claims[:first])
    if claims[first:]:
        other.say(*claims[first:])
    assert one.status() == other.status()


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(LABELS), min_size=len(CLAIMS), max_size=len(CLAIMS)),
       st.sampled_from(LABELS))  # fmt: skip
def test_a_restricted_claim_reaches_no_status_of_a_reader_who_may_not_read_it(
    tmp_path_factory: pytest.TempPathFactory, labels: list[str], clearance: str
) -> None:
    claims = [relabelled(each, label) for each, label in zip(CLAIMS, labels, strict=True)]
    closed = [each for each in claims if each.handling not in readable(clearance)]
    world = World(tmp_path_factory.mktemp("labels")).say(*claims)
    status = world.status(clearance=clearance)
    printed = str(status_as_data(status)) + repr(status)
    for claim in closed:
        assert claim.claim_id not in printed
        assert claim.key not in printed
    open_ = [each for each in claims if each.handling in readable(clearance)]
    alone = World(tmp_path_factory.mktemp("alone"))
    if open_:
        alone.say(*open_)
    other = alone.status(clearance=clearance)
    assert status.money == other.money
    assert status.balance == other.balance
    assert [each.reported for each in status.states] == [each.reported for each in other.states]
    assert [each.evidenced for each in status.states] == [each.evidenced for each in other.states]
    # Whoever reported under a label is put aside: neither shown nor said to be silent.
    lines = {(line.expected.body, line.expected.place, str(line.expected.period), row.subject)
             for line in status.reporting for row in line.expected.rows}  # fmt: skip
    for claim in closed:
        fields = claim.fields
        subject = fields.get("quantity") or fields["action"]
        assert (claim.fields["series"], fields["place"], fields["period"], subject) not in lines


def test_what_is_asked_under_a_label_is_put_aside_for_the_public(tmp_path: Path) -> None:
    world = World(tmp_path)
    public, whole = world.status(clearance="TLP:CLEAR"), world.status()
    assert sum(public.aside.values()) == len(whole.reporting) - len(public.reporting)
    assert set(public.aside) == {"finance", "vale", "lakeland", "coast"}
    assert whole.aside == {}
    assert {line.expected.obligation.handling for line in public.reporting} == {"TLP:CLEAR"}
    assert {each.point_id for each in public.points if each.aside} == {"SAP22-03", "SAP22-04"}


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.sets(st.sampled_from(range(len(CLAIMS)))).map(lambda found: [CLAIMS[at] for at in found]))
def test_silence_never_turns_into_a_number_or_a_state(
    tmp_path_factory: pytest.TempPathFactory, told: list[Claim]
) -> None:
    world = World(tmp_path_factory.mktemp("told"))
    if told:
        world.say(*told)
    status = world.status()
    reported = {(each.fields["action"], each.fields["place"]) for each in told
                if each.kind == "action_report"}  # fmt: skip
    for state in status.states:
        assert (state.reported is not None) == ((state.action_id, state.place) in reported)
        assert state.reported in {None, *SCALE}
        assert state.light is None or not state.missing
    quantities = {each.fields.get("quantity") for each in told}
    assert {each.quantity for each in status.money} == {
        name for name in quantities if name in {"spent-03", "released-04"}
    }
    assert all(share.value is None or share.numbers for share in status.balance.money)
    for point in status.points:
        assert point.light is None or not (point.missing or point.aside)


def test_the_rating_of_a_restricted_report_is_restricted(tmp_path: Path) -> None:
    world = World(tmp_path).say(
        report("justice", "A22-1", "2024-06", "SZ", "limited", handling="TLP:AMBER")
    )
    assert world.action("A22-1").handling == "TLP:AMBER"
    assert world.action("A22-1", clearance="TLP:CLEAR").handling == "TLP:CLEAR"


def test_a_report_under_a_label_ends_a_silence(tmp_path: Path) -> None:
    world = World(tmp_path).say(
        report("justice", "A22-1", "2024-04", "SZ", "limited", handling="TLP:AMBER")
    )
    for clearance in ("TLP:CLEAR", "TLP:AMBER"):
        silent = world.contradictions("silent", clearance=clearance, periods=2)
        (found,) = [each for each in silent if each.subject == "A22-1"]
        assert dict(found.why.numbers) == {"count": "2", "first": "2024-05", "last": "2024-06"}
        assert [each for each in world.contradictions("silent", clearance=clearance)
                if each.subject == "A22-1"] == []  # fmt: skip


def test_tables_stand_in_the_order_of_the_pack_and_of_time(tmp_path: Path) -> None:
    world = World(tmp_path)
    tables = quality_tables(world.pack, world.status().reporting)
    assert list(tables["area"]) == ["SZ", "SZ1", "SZ2", "SZ3"]
    assert list(tables["point"]) == [f"SAP22-0{number}" for number in range(1, 6)]
    assert list(tables["body"])[:3] == ["interior", "finance", "justice"]
    assert list(tables["period"])[:4] == ["2024-01", "2024-02", "2024-Q1", "2024-03"]
    lines = world.status().reporting
    assert tables["body"] == quality_by(lines, BY["body"])


def test_the_day_may_be_before_the_end(tmp_path: Path) -> None:
    chance = random.Random(3)
    days = [date(2024, chance.randint(1, 6), chance.randint(1, 28)) for _ in range(5)]
    for day in days:
        found = quality(World(tmp_path / str(day)).status(day=day.isoformat()).reporting)
        adds_up(found)
        assert found.actual == 0
        assert found.not_yet_due > 0


def test_no_summary_of_a_point_on_which_only_reasons_came(tmp_path: Path) -> None:
    world = World(tmp_path)
    for month in range(1, 7):
        world.say(report("justice", "A22-1", f"2024-{month:02}", "SZ", "limited"))
    parts = ("cases-filed", "cases-decided-in-time")
    world.say(*(number("justice", each, "2024-Q1", "SZ", 40) for each in parts))
    world.say(*(no_value("justice", each, "2024-Q2", "SZ") for each in parts))
    point = world.point("SAP22-01")
    assert (point.missing, point.no_value) == ((), 1)
    assert (point.state, point.light) == ("limited", None)
    world.say(*(number("justice", each, "2024-Q2", "SZ", 40) for each in parts))
    assert world.point("SAP22-01").light == "limited"


def test_a_reason_is_counted_as_received_and_never_as_missing(tmp_path: Path) -> None:
    world = World(tmp_path)
    before = quality(world.status().reporting)
    world.say(*(no_value("justice", each, "2024-Q2", "SZ") for each in (
        "cases-filed", "cases-decided-in-time")))  # fmt: skip
    after = quality(world.status().reporting)
    assert (after.expected, after.actual, after.missing) == (
        before.expected, before.actual + 1, before.missing - 1,
    )  # fmt: skip
    assert (after.no_value, after.complete) == (1, 0)
