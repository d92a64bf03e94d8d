"""Several assessors beside each other, and the grade of the evidence behind each."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

import naap
from naap.ledger.snapshot import Snapshot
from naap.pack import load
from naap.pack.tables import SourceRow
from naap.status.assessors import Assessed, Assessment, assessments
from naap.status.evidence import CLASSES, Grade, grade
from naap.status.in_force import version
from tests.plan_makers import example, pack_with
from tests.status_makers import World, rated

DAY = date(2025, 1, 31)
PAKISTAN = Path(naap.__file__).parent / "packs" / "pakistan"


def asked(world: World, point: str, day: date = DAY) -> Assessed:
    snapshot = Snapshot.of(world.ledger)
    (found,) = (each for each in assessments(world.pack, snapshot, day) if each.point_id == point)
    return found


def test_each_assessor_keeps_its_own_words_and_there_is_no_mean(tmp_path: Path) -> None:
    world = World(tmp_path).say(
        rated("peace-desk", "SAP22-04", "2024", "limited", "peace-desk-2024"),
        rated("finance", "SAP22-04", "2024", "complete", "herald"),
        rated("herald", "SAP22-04", "2024", "going nowhere", "herald"),
        rated("peace-desk", "SAP22-04", "2023", "limited", "peace-desk-2024"),
    )
    found = asked(world, "SAP22-04")
    assert [(each.period, each.assessor, each.rating, each.scale) for each in found.ratings] == [
        ("2024", "finance", "complete", "complete"),
        ("2024", "herald", "going nowhere", None),
        ("2024", "peace-desk", "limited", "limited"),
        ("2023", "peace-desk", "limited", "limited"),
    ]
    assert found.differ is True
    assert found.assessors == ("finance", "herald", "peace-desk")
    for kind in (Assessed, Assessment, Grade):
        told = {field.name for field in fields(kind)}
        assert not told & {"mean", "average", "score", "light"}, kind


def test_assessors_who_do_not_use_the_scale_are_not_compared(tmp_path: Path) -> None:
    world = World(tmp_path).say(
        rated("peace-desk", "SAP22-04", "2024", "slow", "peace-desk-2024"),
        rated("finance", "SAP22-04", "2024", "satisfactory", "herald"),
        rated("peace-desk", "SAP22-01", "2023", "limited", "peace-desk-2024"),
        rated("finance", "SAP22-01", "2024", "complete", "herald"),
    )
    assert asked(world, "SAP22-04").differ is None
    assert asked(world, "SAP22-01").differ is None, "they speak of different years"


def test_what_was_rated_after_the_day_is_not_known_and_every_point_is_there(tmp_path: Path) -> None:
    world = World(tmp_path).say(
        rated("peace-desk", "SAP22-01", "2024", "limited", "peace-desk-2024")
    )
    assert asked(world, "SAP22-01", date(2025, 1, 4)).ratings == ()
    (one,) = asked(world, "SAP22-01", date(2025, 1, 5)).ratings
    assert one.grade.age_days == 0
    every = assessments(world.pack, Snapshot.of(world.ledger), DAY)
    assert [each.point_id for each in every] == [f"SAP22-0{n}" for n in range(1, 6)]


def test_the_evidence_is_the_source_in_hand_and_not_the_assessor() -> None:
    """A ministry's rating that is known from a newspaper rests on media."""
    graded = grade(example(), "SAP22-04", "finance", "herald", "official", None, DAY)
    assert (graded.evidence, graded.age_days) == ("media", None)
    graded = grade(example(), "SAP22-04", "finance", "a table of my own", "survey", DAY, DAY)
    assert (graded.evidence, graded.age_days) == ("survey", 0)
    for basis in ("own judgement", "copy", "anything"):
        graded = grade(example(), "SAP22-04", "finance", "elsewhere", basis, DAY, DAY)
        assert graded.evidence == "not graded"


def test_every_basis_of_a_source_but_own_judgement_has_a_class() -> None:
    (basis,) = (field for name, field in SourceRow.model_fields.items() if name == "basis")
    assert basis.annotation is not None
    assert set(basis.annotation.__args__) - {"own judgement"} == set(CLASSES)


@pytest.mark.parametrize(
    ("point", "assessor", "of_owner", "of_government", "why"),
    [
        ("SAP22-04", "finance", True, True, "assessor-owns"),
        ("SAP22-02", "finance", True, True, "assessor-owns"),  # it owes returns on its money
        ("SAP22-04", "justice", False, True, "assessor-of-government"),
        ("SAP22-04", "coast", False, True, "assessor-of-government"),
        ("SAP22-04", "parliament", False, False, "assessor-independent"),
        ("SAP22-04", "peace-desk", False, False, "assessor-independent"),
        ("SAP22-04", "nobody", True, True, "assessor-unknown"),
    ],
)
def test_whose_word_it_is(
    point: str, assessor: str, of_owner: bool, of_government: bool, why: str
) -> None:
    graded = grade(example(), point, assessor, "herald", "media", DAY, DAY)
    assert (graded.of_owner, graded.of_government, graded.why.key) == (of_owner, of_government, why)
    assert graded.independent == (not of_owner and not of_government)


def test_a_part_of_the_body_that_owns_a_point_speaks_for_it() -> None:
    pack = pack_with({"bodies": {"peace-desk": {"part_of": "finance"}}})
    graded = grade(pack, "SAP22-04", "peace-desk", "herald", "media", DAY, DAY)
    assert graded.of_owner
    assert graded.of_government, "whose members are of the government is of it"


def test_the_head_of_a_committee_owns_what_the_committee_was_set_up_for() -> None:
    stood = version(example(), date(2020, 1, 1), "SAP19")
    found = [
        grade(example(), "SAP19-02", "interior", "herald", "media", DAY, DAY, each)
        for each in (None, stood)
    ]
    assert [each.of_owner for each in found] == [True, True]
    pack = pack_with(owners=[], obligations=[], actions=[])
    stood = version(pack, date(2020, 1, 1), "SAP19")
    graded = grade(pack, "SAP19-02", "interior", "herald", "media", DAY, DAY, stood)
    assert graded.of_owner


def test_the_plan_of_pakistan_has_ratings_of_its_own_government_only() -> None:
    pack = load(PAKISTAN)
    assert pack.settings.pack_id == "pakistan"
    for row in pack.tables["ratings"]:
        cells = row.model_dump()
        graded = grade(
            pack, cells["point_id"], cells["assessor"], cells["source_id"], "", None, DAY
        )
        assert graded.evidence == "media"
        assert not graded.independent
