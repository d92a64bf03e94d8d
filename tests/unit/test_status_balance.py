"""Balance on four axes, and the neglect list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naap.pack.tables import ActionRow, PointRow
from naap.status.balance import NOT_KNOWN, domain_of
from naap.status.money import money_in
from naap.status.neglect import neglected_in
from naap.status.told import Number, Told
from tests.status_makers import World, example, number, report, without


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def money(world: World, **asked: Any) -> dict[tuple[str, str], Decimal | None]:
    return {(each.domain, each.step): each.value for each in world.status(**asked).balance.money}


def test_points_and_actions_are_counted_by_domain(world: World) -> None:
    balance = world.status().balance
    assert {each.domain: each.count for each in balance.points} == {
        "kinetic": 1, "non-kinetic": 1, "mixed": 1, "institutional": 2,
    }  # fmt: skip
    assert sum(each.count for each in balance.actions) == len(example().rows(ActionRow))
    assert {each.domain: (each.count, each.official) for each in balance.actions}[
        "institutional"
    ] == (2, 1)


def test_a_point_that_no_source_shows_is_of_no_known_domain(world: World) -> None:
    given = world.pack.get(PointRow, "SAP22-04")
    points = [
        row.model_copy(update={"certainty": "not found"}) if row is given else row
        for row in world.pack.rows(PointRow)
    ]
    before = world.status().balance
    world.pack = without(world.pack, points=points)
    status = world.status()
    balance = status.balance
    assert balance.domains == (*before.domains, NOT_KNOWN)
    for axis in ("points", "actions", "milestones"):
        then = {each.domain: each.count for each in getattr(before, axis)}
        now = {each.domain: each.count for each in getattr(balance, axis)}
        assert now.pop(NOT_KNOWN) == then[given.domain] - now[given.domain]
        assert {name for name in now if now[name] != then[name]} <= {given.domain}
    assert {each.domain: each.count for each in balance.points}[NOT_KNOWN] == 1
    assert {each.point_id: each.domain for each in status.points}["SAP22-04"] == NOT_KNOWN


def test_the_domain_of_an_action_holds_though_its_point_was_not_found(world: World) -> None:
    action = world.pack.rows(ActionRow)[0]
    point = world.pack.get(PointRow, action.point_id)
    lost = point.model_copy(update={"certainty": "not found"})
    pack = without(world.pack, points=[lost])
    assert domain_of(pack, action.model_copy(update={"domain": None})) == NOT_KNOWN
    assert domain_of(pack, action.model_copy(update={"domain": "mixed"})) == "mixed"


def test_milestones_delivered_before_the_plan_do_not_count(world: World) -> None:
    found = {each.domain: each for each in world.status().balance.milestones}["non-kinetic"]
    assert (found.count, found.due, found.delivered, found.independent) == (3, 2, 1, 0)


def test_money_is_summed_by_domain_and_what_nobody_told_is_not_zero(world: World) -> None:
    assert money(world) == {}
    world.say(
        number("finance", "spent-03", "2024-Q1", "SZ", "7.5"),
        number("finance", "spent-03", "2024-Q2", "SZ", 2),
        number("finance", "spent-03", "2024-Q3", "SZ", 100),
        number("finance", "spent-02", "2024-Q1", "SZ", 0),
    )
    found = money(world)
    assert found["non-kinetic", "spent"] == Decimal("9.5")
    assert found["kinetic", "spent"] == 0
    assert found["non-kinetic", "released"] is None
    assert found["mixed", "spent"] is None


def test_a_sum_holds_its_parts_only_once(world: World) -> None:
    world.say(
        number("finance", "spent-03", "2024-Q1", "SZ", 7),
        number("finance", "spent-03", "2024-H1", "SZ", 20),
        number("finance", "spent-03", "2024-Q1", "SZ1", 3),
        number("finance", "spent-03", "2024-Q1", "SZ2", 4),
    )
    assert money(world)["non-kinetic", "spent"] == 20


def test_two_publishers_of_one_sum_are_not_added(world: World) -> None:
    world.say(
        number("finance", "spent-03", "2024-Q1", "SZ", 7),
        number("herald", "spent-03", "2024-Q1", "SZ", 9, series="made", source="herald"),
        number("herald", "spent-03", "2024-Q2", "SZ", 9, series="made", source="herald"),
    )
    (share,) = [each for each in world.status().balance.money if each.value is not None]
    assert share.value == 7
    assert (share.beside, share.periods) == (1, ("2024-Q1",))


PERIODS = {
    text: (date(2024, first, 1), date(2024, last, 28))
    for text, first, last in (
        ("2024-01", 1, 1), ("2024-02", 2, 2), ("2024-03", 3, 3), ("2024-Q1", 1, 3),
        ("2024-Q2", 4, 6), ("2024-H1", 1, 6),
    )
}  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["finance", "herald"]), st.sampled_from(["SZ", "SZ1", "SZ2"]),
                  st.sampled_from(sorted(PERIODS))),
        st.integers(0, 50), min_size=1,
    ),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_no_day_of_a_place_is_paid_for_twice_whatever_the_order(
    told: dict[tuple[str, str, str], int], shuffle: Any
) -> None:
    numbers = [
        Number(f"figure/{'/'.join(key)}", "-".join(key), key[0], "returns", key[2],
               *PERIODS[key[2]], None, "TLP:CLEAR", key[0], "spent-03", key[1], "",
               "crowns million", Decimal(value))
        for key, value in told.items()
    ]  # fmt: skip
    first, last = date(2024, 1, 1), date(2024, 6, 30)
    (found,) = money_in(example(), Told(tuple(numbers)), first, last)
    used = found.numbers
    assert {each.publisher for each in used} == {found.publisher}
    levels = {each.place == "SZ" for each in used}
    assert len(levels) == 1
    for one in used:
        for other in used:
            apart = one.end < other.start or other.end < one.start
            assert one is other or one.place != other.place or apart
    assert found.value == sum(each.value for each in used)
    shuffle.shuffle(numbers)
    assert money_in(example(), Told(tuple(numbers)), first, last) == (found,)


# Neglect


def neglected(world: World, **asked: Any) -> dict[str, tuple[str, ...]]:
    return {each.subject: each.lacks for each in world.status(**asked).neglected}


def test_what_shows_no_sign_of_life_is_listed(world: World) -> None:
    world.pack = without(world.pack, "milestones")
    assert neglected(world) == {"A22-2": ("report", "budget", "movement")}
    world.say(report("vale", "A22-2", "2024-Q1", "SZ1", "not started"))
    assert neglected(world) == {"A22-2": ("budget", "movement")}
    world.say(number("finance", "released-03", "2024-Q1", "SZ", 4))
    assert neglected(world) == {"A22-2": ("movement",)}
    world.say(number("vale", "centre-visits", "2024-02", "SZ1", 30))
    assert neglected(world) == {}


def test_an_old_sign_of_life_is_named(world: World) -> None:
    world.pack = without(world.pack, "milestones")
    world.say(
        report("vale", "A22-2", "2023-Q1", "SZ1", "limited"),
        number("finance", "spent-03", "2023-Q4", "SZ", 4),
        number("finance", "spent-03", "2024-Q1", "SZ", 0),
    )
    (found,) = world.status().neglected
    assert (found.lacks, found.since) == (("report", "movement"), date(2023, 10, 1))
    assert dict(found.seen) == {"report": "2023-Q1", "budget": "2023-Q4"}
    (found,) = world.status(periods=2).neglected
    assert (found.lacks, found.wholly) == (("report", "budget", "movement"), True)


def test_a_number_that_stands_still_is_no_movement(world: World) -> None:
    world.pack = without(world.pack, "milestones")
    world.say(*(
        number("vale", "teachers-trained", f"2024-{month:02}", "SZ1", 40) for month in range(1, 7)
    ))  # fmt: skip
    assert "movement" in neglected(world)["A22-2"]
    world.say(number("vale", "teachers-trained", "2024-06", "SZ1", 41))
    assert "movement" not in neglected(world)["A22-2"]


def test_a_non_kinetic_point_without_an_action_is_listed_and_a_kinetic_one_is_not(
    world: World,
) -> None:
    world.pack = without(world.pack, "actions", "milestones", "decisions", "obligations")
    assert set(neglected(world)) == {"SAP22-03"}
    (found,) = neglected_in(world.pack, Told(), "SAP22", date(2024, 5, 31), 2)
    assert (found.is_action, found.frequency, found.since) == (
        False, "quarterly", date(2023, 10, 1),
    )  # fmt: skip
