"""The evidence behind a rating: what kind it is, whose, and how old.

The kind is that of the source in hand, not of the assessor: a ministry's rating that is known from
a newspaper rests on media. Independent is what comes neither from those who answer for the point
nor from another office of the government.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from naap.pack import Pack
from naap.pack.tables import BodyRow, SourceRow
from naap.status.in_force import Version
from naap.status.sentences import bodies
from naap.status.voices import OF_THE_STATE, Voices
from naap.status.words import Why, why

__all__ = ["CLASSES", "Grade", "grade"]

CLASSES = {
    "official": "official record",
    "court record": "court record",
    "survey": "survey",
    "study": "study",
    "media": "media",
    "testimony": "testimony",
}
"""The class of evidence, by the basis of a source. Own judgement is none of them."""
NOT_GRADED = "not graded"


@dataclass(frozen=True)
class Grade:
    """The grade of one rating on one day.

    ``evidence`` is one of CLASSES' values, or *not graded*. ``of_owner``: the assessor answers for
    the point, or belongs to a body that does; ``of_government``: it is an office of the state.
    ``age_days`` is None where nobody dated the rating.
    """

    evidence: str
    source_id: str
    of_owner: bool
    of_government: bool
    why: Why
    age_days: int | None

    @property
    def independent(self) -> bool:
        return not (self.of_owner or self.of_government)

    def as_json(self) -> dict[str, Any]:
        return {
            "evidence": self.evidence, "source": self.source_id, "independent": self.independent,
            "of_owner": self.of_owner, "of_government": self.of_government,
            "age_days": self.age_days,
        }  # fmt: skip


def grade(
    pack: Pack,
    point_id: str,
    assessor: str,
    source_id: str,
    basis: str,
    stated: date | None,
    day: date,
    stood: Version | None = None,
) -> Grade:
    """Grade a rating of a point as of the end of a day.

    ``basis`` is what the claim says; a source that the pack knows says it better. ``stood`` is the
    version of the plan whose owners count, where not all who ever answered for the point do.
    """
    if pack.has(SourceRow, source_id):
        basis = pack.get(SourceRow, source_id).basis
    voices = Voices(pack)
    answering = voices.answering(point_id)
    if stood is not None:
        answering |= {voices.of_body(each) for each in stood.answering(point_id)}
    of_owner, of_government, because = _whose(pack, voices, assessor, answering)
    age = None if stated is None else (day - stated).days
    return Grade(CLASSES.get(basis, NOT_GRADED), source_id, of_owner, of_government, because, age)


def _whose(
    pack: Pack, voices: Voices, assessor: str, answering: frozenset[str]
) -> tuple[bool, bool, Why]:
    if not pack.has(BodyRow, assessor):
        # It may be anybody's word.
        return True, True, why("assessor-unknown")
    voice = voices.of_body(assessor)
    of_owner = voice in answering
    of_government = any(
        row.type in OF_THE_STATE and voices.of_body(row.body_id) == voice
        for row in pack.rows(BodyRow)
    )
    if of_owner:
        return True, of_government, why("assessor-owns", body=bodies((assessor,)))
    if of_government:
        return False, True, why("assessor-of-government", body=bodies((assessor,)))
    return False, False, why("assessor-independent", body=bodies((assessor,)))
