"""What does not go together is told, with its numbers and claims; what only looks so is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from naap.status.words import said
from tests.status_makers import World, number, report, without


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.pack = without(made.pack, "milestones", "targets", "decisions")
    return made


def centres(world: World, *values: int) -> None:
    """Open centres of Vale, month by month up to June 2024."""
    world.say(*(
        number("vale", "centres-open", f"2024-{7 - len(values) + at:02}", "SZ1", value)
        for at, value in enumerate(values)
    ))  # fmt: skip


def test_complete_while_its_number_stands_still(world: World) -> None:
    centres(world, 2, 2, 2, 2)
    world.say(report("vale", "A22-2", "2024-Q2", "SZ1", "complete"))
    (found,) = world.contradictions("complete-while-still")
    assert (found.subject, found.body, found.place) == ("A22-2", "vale", "SZ1")
    assert said(found.why, "en") == (
        "Reported complete from 2024-Q2, while Districts with an open youth centre stood at 2 "
        "districts from 2024-03 to 2024-06."
    )
    assert len(found.claims) == 5
    assert "2024-03" in said(found.why, "ur")


@pytest.mark.parametrize("values", [(1, 2, 2, 2), (2, 2, 2)])
def test_a_number_that_moved_or_is_too_short_contradicts_nothing(
    world: World, values: tuple[int, ...]
) -> None:
    centres(world, *values)
    world.say(report("vale", "A22-2", "2024-Q2", "SZ1", "complete"))
    assert world.contradictions("complete-while-still") == []


def test_standstill_after_completion_is_no_contradiction(world: World) -> None:
    centres(world, 1, 4, 4, 4, 4)
    world.say(
        report("vale", "A22-2", "2024-Q1", "SZ1", "complete"),
        report("vale", "A22-2", "2024-Q2", "SZ1", "complete"),
    )
    assert world.contradictions("complete-while-still") == []


def test_how_long_is_still_can_be_chosen(world: World) -> None:
    centres(world, 2, 2, 2)
    world.say(report("vale", "A22-2", "2024-Q2", "SZ1", "complete"))
    assert len(world.contradictions("complete-while-still", periods=2)) == 1


def test_complete_while_a_milestone_is_open(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.say(report("justice", "A22-1", "2024-06", "SZ", "complete"))
    (found,) = world.contradictions("complete-while-milestone-open")
    assert dict(found.why.numbers)["open"] == "1"
    world.say(report("vale", "A22-2", "2024-Q2", "SZ1", "complete"))
    assert len(world.contradictions("complete-while-milestone-open")) == 1


def told_until(world: World, months: int, completion: str) -> None:
    for month in range(1, months + 1):
        world.say(report("justice", "A22-1", f"2024-{month:02}", "SZ", completion))


def test_silence_of_so_many_reports_is_told_once(world: World) -> None:
    told_until(world, 3, "limited")
    (found,) = [each for each in world.contradictions("silent") if each.subject == "A22-1"]
    assert said(found.why, "en") == "3 reports in a row did not come, from 2024-04 to 2024-06."
    assert found.claims == ()
    told_until(world, 4, "limited")
    assert [each for each in world.contradictions("silent") if each.subject == "A22-1"] == []


def test_a_silence_that_began_before_the_period_is_told_in_full(world: World) -> None:
    world.say(report("justice", "A22-1", "2023-10", "SZ", "limited"))
    (found,) = [each for each in world.contradictions("silent") if each.subject == "A22-1"]
    assert dict(found.why.numbers) == {"count": "8", "first": "2023-11", "last": "2024-06"}


def test_complete_then_silent_is_told_as_that(world: World) -> None:
    told_until(world, 3, "complete")
    (found,) = world.contradictions("complete-then-silent")
    assert dict(found.why.numbers)["period"] == "2024-03"
    assert len(found.claims) == 1
    assert [each for each in world.contradictions("silent") if each.subject == "A22-1"] == []


def test_what_is_not_yet_missing_is_no_silence(world: World) -> None:
    assert world.contradictions("silent", day="2024-03-12", period="2024-Q1") != []
    (found,) = [each for each in world.contradictions("silent", day="2024-07-12")
                if each.subject == "A22-1"]  # fmt: skip
    assert dict(found.why.numbers)["last"] == "2024-05"


def spent(world: World, first: int, second: int, released: int = 30) -> None:
    world.say(
        number("finance", "spent-03", "2024-Q1", "SZ", first),
        number("finance", "spent-03", "2024-Q2", "SZ", second),
        number("finance", "released-03", "2024-Q2", "SZ", released),
        report("vale", "A22-2", "2024-Q2", "SZ1", "substantial"),
        report("coast", "A22-2", "2024-Q2", "SZ3", "not started"),
    )


def test_progress_with_no_money_spent(world: World) -> None:
    spent(world, 0, 0)
    (found,) = world.contradictions("progress-without-money")
    assert (found.subject, found.place) == ("A22-2", "SZ1")
    assert said(found.why, "en") == (
        "Reported substantial for 2024-Q2, while all 2 numbers on money spent are 0 crowns "
        "million; released: 30."
    )
    assert len(found.claims) == 4


def test_any_money_or_none_told_of_contradicts_nothing(world: World) -> None:
    world.say(report("vale", "A22-2", "2024-Q2", "SZ1", "substantial"))
    assert world.contradictions("progress-without-money") == []
    spent(world, 0, 1)
    assert world.contradictions("progress-without-money") == []


def test_completion_that_goes_backwards(world: World) -> None:
    world.say(
        report("justice", "A22-1", "2023-12", "SZ", "substantial"),
        report("justice", "A22-1", "2024-01", "SZ", "limited"),
        report("justice", "A22-1", "2024-02", "SZ", "limited"),
    )
    (found,) = world.contradictions("backwards")
    assert said(found.why, "en") == "Reported substantial for 2023-12 and limited for 2024-01."
    assert "خاطر خواہ" in said(found.why, "ur")
    assert world.contradictions("backwards", period="2024-Q2") == []


def test_two_bodies_that_differ_do_not_go_backwards(world: World) -> None:
    world.say(
        report("vale", "A22-2", "2024-Q1", "SZ1", "substantial"),
        report("coast", "A22-2", "2024-Q2", "SZ1", "limited"),
    )
    assert world.contradictions("backwards") == []
