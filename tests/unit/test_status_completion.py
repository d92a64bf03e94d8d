"""How far an action and a point have come: as reported, as evidenced, as a post decided."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from naap.ledger import Claim
from naap.pack.tables import ActionRow, IndicatorRow, MilestoneRow, ObligationRow, TargetRow
from naap.periods import parse_period
from naap.problems import UnusableInput
from naap.status.deciding import rating
from naap.status.words import said
from tests.status_makers import World, number, rated, report, without


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_the_last_report_of_the_period_stands_and_names_its_period(world: World) -> None:
    world.say(
        report("justice", "A22-1", "2024-01", "SZ", "limited"),
        report("justice", "A22-1", "2024-04", "SZ", "substantial"),
        report("justice", "A22-1", "2024-07", "SZ", "complete"),
    )
    state = world.action("A22-1")
    assert (state.reported, state.reported_period) == ("substantial", "2024-04")
    assert state.claims[0] == report("justice", "A22-1", "2024-04", "SZ", "substantial").claim_id


def test_a_report_of_an_earlier_period_is_told_and_not_carried_forward(world: World) -> None:
    world.say(report("justice", "A22-1", "2023-12", "SZ", "substantial"))
    state = world.action("A22-1")
    assert (state.reported, state.reported_period, state.light) == (None, None, None)
    assert state.before is not None
    assert (state.before.completion, state.before.period) == ("substantial", "2023-12")
    assert len(state.missing) == 6


def test_what_was_said_after_the_day_is_not_known(world: World) -> None:
    world.say(report("justice", "A22-1", "2024-06", "SZ", "limited", said="2024-08-20"))
    assert world.action("A22-1").reported is None
    assert world.action("A22-1", day="2024-08-20").reported == "limited"


def test_bodies_that_differ_about_one_area_are_not_averaged(world: World) -> None:
    world.say(
        report("vale", "A22-2", "2024-Q2", "SZ1", "complete"),
        report("coast", "A22-2", "2024-Q2", "SZ1", "limited"),
    )
    state = world.action("A22-2", "SZ1")
    assert state.reported == "limited"
    assert len(state.claims) == 2


def test_each_area_has_a_state_of_its_own(world: World) -> None:
    world.say(
        report("vale", "A22-2", "2024-Q2", "SZ1", "complete"),
        number("lakeland", "teachers-trained", "2024-01", "SZ2", 3),
        number("lakeland", "teachers-trained", "2024-06", "SZ2", 9),
    )
    assert world.action("A22-2", "SZ1").evidenced == "no evidence available"
    assert world.action("A22-2", "SZ2").evidenced == "limited"
    assert world.action("A22-2", "SZ2").rule == "numbers-moved"
    assert world.action("A22-2", "SZ2").reported is None


def test_a_point_is_reported_only_when_each_of_its_actions_is(world: World) -> None:
    for place, body in (("SZ1", "vale"), ("SZ2", "lakeland")):
        world.say(report(body, "A22-2", "2024-Q2", place, "complete"))
    partly = world.point("SAP22-03")
    assert partly.reported is None
    assert partly.reported_counts == (("complete", 2),)
    world.say(report("coast", "A22-2", "2024-Q2", "SZ3", "limited"))
    assert world.point("SAP22-03").reported == "limited"


def test_no_summary_while_something_that_was_asked_is_missing(world: World) -> None:
    for month in range(1, 7):
        world.say(report("justice", "A22-1", f"2024-{month:02}", "SZ", "limited"))
    action, point = world.action("A22-1"), world.point("SAP22-01")
    assert action.missing == ()
    assert action.light == action.state == "limited"
    assert {each.subject for each in point.missing} == {"I-cases"}
    assert [each.periods for each in point.missing] == [("2024-Q1", "2024-Q2")]
    assert (point.state, point.light) == ("limited", None)
    world.say(*(
        number("justice", quantity, quarter, "SZ", 40)
        for quantity in ("cases-filed", "cases-decided-in-time")
        for quarter in ("2024-Q1", "2024-Q2")
    ))  # fmt: skip
    assert world.point("SAP22-01").missing == ()
    assert world.point("SAP22-01").light == "limited"


@pytest.mark.parametrize(
    ("delivered", "source", "state"),
    [
        ("2024-05-02", "peace-desk-2024", "complete"),
        ("2024-05-02", "gazette-2022", "substantial"),
        ("2024-07-02", "peace-desk-2024", "no evidence available"),
        ("2022-08-31", "peace-desk-2024", "no evidence available"),
        ("2024-05-02", None, "no evidence available"),
    ],
)
def test_a_milestone_counts_with_a_source_and_within_the_life_of_the_plan(
    tmp_path: Path, delivered: str, source: str | None, state: str
) -> None:
    pack = World(tmp_path).pack
    row = MilestoneRow(
        milestone_id="M", action_id="A22-1", title_en="All judges in office",
        due=parse_period("2023-12-31"), delivered=parse_period(delivered),
        evidence_source_id=source, official=True, source_id="gazette-2022",
    )  # fmt: skip
    world = World(tmp_path, without(pack, milestones=[row]))
    assert world.action("A22-1").evidenced == state


def share_wished(world: World, way: str, wished: str) -> None:
    """A plan whose target on a share of cases is due, about work done and not its outcome."""
    indicators = [
        row.model_copy(update={"level": "process", "direction": way})
        if row.indicator_id == "I-cases" else row
        for row in world.pack.rows(IndicatorRow)
    ]  # fmt: skip
    targets = [
        row.model_copy(
            update={"target_period": parse_period("2024-Q1"), "target_value": Decimal(wished)}
        )
        for row in world.pack.rows(TargetRow) if row.target_id == "T-cases-24"
    ]  # fmt: skip
    world.pack = without(world.pack, "milestones", indicators=indicators, targets=targets)


def cases(filed: int, decided: int, time: str = "2024-Q1", **more: Any) -> tuple[Claim, ...]:
    told = {"publisher": "peace-desk", "source": "peace-desk-2024", "series": "desk", **more}
    names = {"cases-filed": filed, "cases-decided-in-time": decided}
    return tuple(
        number(told["publisher"], name, time, "SZ", value, source=told["source"],
               series=told["series"], handling=told.get("handling", "TLP:CLEAR"))
        for name, value in names.items()
    )  # fmt: skip


@pytest.mark.parametrize(
    ("way", "wished", "claims", "state"),
    [
        ("up", "0.7", cases(10, 7), "substantial"),
        ("up", "0.7", cases(10, 6), "no evidence available"),
        ("down", "0.7", cases(10, 7), "substantial"),
        ("down", "0.7", cases(10, 8), "no evidence available"),
        ("up", "0.7", cases(0, 7), "no evidence available"),
        ("up", "0.7", cases(10, 7)[1:], "no evidence available"),
        ("up", "0.7", (*cases(10, 9)[:1], *cases(10, 9, "2024-01")[1:]), "no evidence available"),
        ("up", "0.7", (*cases(10, 9, "2023-Q4"), *cases(9, 5)), "no evidence available"),
        ("up", "0.7", cases(10, 9, publisher="justice", source="gazette-2022", series="made"),
         "no evidence available"),
    ],
)  # fmt: skip
def test_a_target_on_a_share_is_reached_by_two_numbers_of_one_time(
    world: World, way: str, wished: str, claims: tuple[Claim, ...], state: str
) -> None:
    share_wished(world, way, wished)
    world.say(*claims)
    found = world.action("A22-1")
    assert found.evidenced == state
    assert (found.rule == "targets-reached") == (state == "substantial")


def test_a_share_that_reaches_a_target_is_named_and_gives_its_label(world: World) -> None:
    share_wished(world, "up", "0.7")
    claims = cases(10, 7, handling="TLP:AMBER")
    world.say(*claims)
    found = world.action("A22-1")
    assert set(found.claims) == {each.claim_id for each in claims}
    assert found.handling == "TLP:AMBER"
    assert world.action("A22-1", clearance="TLP:CLEAR").evidenced == "no evidence available"


def test_what_an_owner_prints_of_its_own_accord_is_a_statement(world: World) -> None:
    world.pack = without(world.pack, "milestones")
    for period, value in (("2024-02", 4), ("2024-05", 9)):
        world.say(number("justice", "judges", period, "SZ", value, series="made",
                         source="gazette-2022"))  # fmt: skip
    point = world.point("SAP22-01")
    assert (point.evidenced, point.rule) == ("no evidence available", "statements-only")
    assert len(point.statements) == 2
    assert "2" in said(point.why, "en")


def test_an_independent_rating_in_the_words_of_the_scale_is_followed(world: World) -> None:
    world.say(
        rated("peace-desk", "SAP22-01", "2024-H1", "Limited", "peace-desk-2024"),
        rated("finance", "SAP22-04", "2024-H1", "complete", "herald"),
        rated("peace-desk", "SAP22-05", "2024-H1", "satisfactory", "peace-desk-2024"),
        rated("peace-desk", "SAP22-02", "2023-H1", "complete", "peace-desk-2024"),
    )
    assert (world.point("SAP22-01").evidenced, world.point("SAP22-01").rule) == (
        "limited", "independent-rating",
    )  # fmt: skip
    for point in ("SAP22-02", "SAP22-04", "SAP22-05"):
        assert world.point(point).rule != "independent-rating"
    assert [each.rating for each in world.point("SAP22-05").ratings] == ["satisfactory"]
    assert world.point("SAP22-02").ratings == ()


def test_where_nothing_is_asked_that_is_what_is_said(world: World) -> None:
    world.pack = without(world.pack, ObligationRow.table, ActionRow.table, "milestones",
                         "targets", "decisions")  # fmt: skip
    world.say(number("finance", "frozen", "2024-03", "SZ", 12, series="made", source="herald"))
    status = world.status()
    assert (status.reporting, status.states, status.contradictions) == ((), (), ())
    assert not any(point.asked for point in status.points)
    assert {point.light for point in status.points} == {None}
    assert {point.evidenced for point in status.points} == {"no evidence available"}
    assert {point.point_id: len(point.statements) for point in status.points}["SAP22-04"] == 1


def test_a_yearly_report_is_asked_for_in_the_half_year_in_which_its_year_ends(
    world: World,
) -> None:
    yearly = [row for row in world.pack.rows(ObligationRow) if row.obligation_id == "O-trust"]
    world.pack = without(world.pack, obligations=yearly)
    assert not world.point("SAP22-03").asked
    assert world.point("SAP22-03", period="2024-H2", day="2025-08-01").asked
    assert world.point("SAP22-03", period="2024-H2", day="2025-08-01").missing


def test_the_plan_is_the_one_in_force_at_the_end_of_the_period(world: World) -> None:
    assert world.status().plan == "SAP22"
    assert world.status("2022-H1", "2022-08-01").plan == "SAP19"
    with pytest.raises(UnusableInput, match="before there was a plan"):
        world.status("2018-H1", "2018-08-01")


@pytest.mark.parametrize(
    ("period", "day", "message"),
    [("2025-H1", "2024-08-15", "begins after"), ("2024/9999", "2024-08-15", "ten years")],
)
def test_a_period_that_has_not_begun_is_refused(
    world: World, period: str, day: str, message: str
) -> None:
    with pytest.raises(UnusableInput, match=message):
        world.status(period, day)


def test_of_a_period_that_is_not_over_only_what_has_passed_counts(world: World) -> None:
    half, whole = world.status("2024-H1"), world.status("2024", "2024-06-30")
    assert whole.neglected == half.neglected
    assert {line.state for line in whole.reporting if line.expected.period.start > whole.day} == {
        "not yet due"
    }


# Decisions


def decided(world: World, subject: str = "A22-1", place: str | None = "SZ", **given: Any) -> Claim:
    told: dict[str, Any] = {
        "period": "2024-H1", "state": "not started", "post": "plan-office", "judged": (),
        "source": "council-minutes", "reason": "The minutes name nobody in office",
        "on": date(2024, 8, 1), "handling": "TLP:CLEAR", **given,
    }  # fmt: skip
    period, state = parse_period(told.pop("period")), told.pop("state")
    return rating(world.pack, subject, place, period, state, **told)


def test_a_rating_of_a_post_outranks_the_rules_and_both_are_shown(world: World) -> None:
    world.say(report("justice", "A22-1", "2024-06", "SZ", "complete"), decided(world))
    state = world.action("A22-1")
    assert (state.reported, state.evidenced, state.state) == ("complete", "limited", "not started")
    assert state.decided is not None
    assert (state.decided.post, state.decided.reason) == (
        "plan-office", "The minutes name nobody in office",
    )  # fmt: skip


def test_a_rating_counts_for_its_period_alone(world: World) -> None:
    world.say(decided(world))
    assert world.action("A22-1", period="2024-H2", day="2025-02-01").decided is None
    assert world.action("A22-1", period="2024-Q2").decided is not None
    assert world.action("A22-1", period="2024", day="2025-02-01").decided is not None
    assert world.action("A22-1", day="2024-07-31").decided is None


def test_the_newest_rating_of_several_stands(world: World) -> None:
    world.say(decided(world)).say(decided(world, state="substantial", post="parliament"))
    state = world.action("A22-1")
    assert state.decided is not None
    assert (state.state, state.decided.post) == ("substantial", "parliament")


def test_a_point_can_be_rated(world: World) -> None:
    world.say(decided(world, "SAP22-02", None, state="limited"))
    assert world.point("SAP22-02").state == "limited"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"reason": "  "}, "without a reason"),
        ({"source": ""}, "without a source"),
        ({"source": "hearsay"}, "sources.csv"),
        ({"post": "jo"}, "bodies.csv"),
        ({"state": "nearly"}, "one of no evidence available"),
        ({"subject": "A99"}, "actions.csv or points.csv"),
        ({"place": "XX"}, "places.csv"),
        ({"handling": "secret"}, "TLP:RED"),
    ],
)
def test_a_rating_is_refused(world: World, given: dict[str, Any], message: str) -> None:
    with pytest.raises(UnusableInput, match=message):
        decided(world, **given)
