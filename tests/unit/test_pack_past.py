"""A pack as far as it could be known by a day."""

from datetime import date
from pathlib import Path

import pytest

import naap
from naap.pack import Pack, load
from naap.pack.past import known_by
from naap.pack.tables import ContextEventRow, CrosswalkRow, PlanRow, PointRow, PointStateRow
from naap.problems import UnusableInput


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(Path(naap.__file__).parent / "packs" / "example")


def test_before_the_revision_there_is_one_version(pack: Pack) -> None:
    first, second = sorted(pack.rows(PlanRow), key=lambda plan: plan.adopted.start)
    then = known_by(pack, second.adopted.start.replace(year=second.adopted.start.year - 1))
    assert [plan.plan_id for plan in then.rows(PlanRow)] == [first.plan_id]
    assert then.settings.current_plan == first.plan_id
    assert {point.plan_id for point in then.rows(PointRow)} == {first.plan_id}
    assert then.rows(CrosswalkRow) == ()


def test_nothing_that_began_later_is_left(pack: Pack) -> None:
    day = date(2020, 12, 31)
    then = known_by(pack, day)
    assert all(event.when.start <= day for event in then.rows(ContextEventRow))
    assert all(
        state.since is None or state.since.start <= day for state in then.rows(PointStateRow)
    )


def test_after_everything_it_is_the_same_pack(pack: Pack) -> None:
    then = known_by(pack, date(2100, 1, 1))
    assert then.settings == pack.settings
    assert dict(then.tables) == dict(pack.tables)


def test_before_any_version_there_is_nothing_to_review(pack: Pack) -> None:
    with pytest.raises(UnusableInput, match="no version of the plan by 1999-01-01"):
        known_by(pack, date(1999, 1, 1))
