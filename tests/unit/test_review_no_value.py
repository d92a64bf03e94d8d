"""What a public review says of a report that gives a reason in place of a value."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from naap.ledger import Batch
from naap.review.pages import Review
from naap.review.pdf.halfyear import halfyear_content
from naap.review.scorecard.data import tables_of_scorecard
from naap.review.scorecard.pages import card_tally
from naap.workspace import Workspace
from tests.halfyear_makers import pages_of, period_of
from tests.status_makers import no_value

PARTS = ("cases-filed", "cases-decided-in-time")


def reviewed(plan: Path, handling: str) -> Review:
    workspace = Workspace.here(plan)
    claims = tuple(no_value("justice", each, "2024-Q2", "SZ", handling=handling) for each in PARTS)
    workspace.ledger().append(Batch(recorded_by="test", asserted=claims))
    return period_of(workspace, "2024-H1")


def cells(html: str, office: str) -> list[str]:
    """The numbers of an office in the table of reports."""
    (row,) = re.findall(rf"<tr><th scope=\"row\">{office}</th>(.*?)</tr>", html)
    return [re.sub(r"<[^>]+>", "", each) for each in re.findall(r"<td.*?</td>", row)]


def test_every_page_counts_a_reason_as_received_without_a_value(plan: Path) -> None:
    review = reviewed(plan, "TLP:CLEAR")
    pages = pages_of(review)
    (front,) = (html for html in pages.values() if 'id="reporting"' in html)
    on_page = cells(front, "Justice Ministry")
    assert on_page[-1] == "1"
    content = halfyear_content(review)
    assert content is not None
    (printed,) = (row[1:] for row in content["reporting"] if "Justice" in str(row[0]))
    assert printed == on_page
    (points,) = (each for each in tables_of_scorecard(review) if each.name == "scorecard-points")
    (row,) = (row for row in points.rows if row["point_id"] == "SAP22-01")
    assert (row["reports_came"], row["reports_no_value"]) == (1, 1)
    assert card_tally(review).counts["no_value_SAP22-01"].value == 1


@pytest.mark.parametrize("handling", ["TLP:GREEN", "TLP:RED"])
def test_a_closed_reason_is_on_no_page(plan: Path, handling: str) -> None:
    review = reviewed(plan, handling)
    pages = pages_of(review)
    (front,) = (html for html in pages.values() if 'id="reporting"' in html)
    assert cells(front, "Justice Ministry")[-1] == "0"
    assert "no_value_SAP22-01" not in card_tally(review).counts
