"""What a point's page says is missing."""

from __future__ import annotations

import pytest

from naap.review.points import point_pages
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
