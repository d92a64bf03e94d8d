"""What a point's page says is missing."""

from __future__ import annotations

import pytest

from naap.figures.figure import Language
from naap.review.points import noted, point_pages
from naap.workspace import Workspace
from tests.halfyear_makers import period_of
from tests.review_makers import shipped

POINT = "SAP22-01"


@pytest.mark.parametrize(
    ("assessors", "lacking"),
    [
        ((), {"ratings"}),
        (("interior",), {"independent"}),
        (("herald",), set()),
        (("interior", "herald"), set()),
    ],
)
def test_the_rating_of_an_office_of_the_government_is_not_an_independent_one(
    assessors: tuple[str, ...], lacking: set[str]
) -> None:
    rows = [{"point": POINT, "assessor": each, "source": "none"} for each in assessors]
    (page,) = (
        each for each in point_pages(shipped("example"), [], rows) if each.point.point_id == POINT
    )
    assert {"ratings", "independent"} & set(page.missing) == lacking


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "breakdown withheld: small count"), ("ur", "تفصیل روک لی گئی: چھوٹی گنتی")],
)
def test_beside_a_number_that_is_told_only_its_breakdown_is_called_withheld(
    language: Language, said: str
) -> None:
    """Reports tell 61 persons, and more beside it, which is kept back."""
    review = period_of(Workspace.here(pack="pakistan"), None, language)
    rows = review.computed["published-statements"].rows
    assert 61 in [row["value"] for row in rows if noted(row, language) == [said]]
    assert noted({"breakdown": "a=61", "note": "as told"}, language) == ["a=61", "as told"]
    assert noted({"breakdown": None, "note": ""}, language) == []
