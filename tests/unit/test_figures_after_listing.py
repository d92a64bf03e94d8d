"""What is told of listed bodies after their listing: counted, dated, and only what may be shown."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from naap.ledger import Claim, make_claim
from tests.review_makers import computed, ledger_of, rests_on, rows

LISTED = ("ridge-front", "new-ridge", "road-column")


def told(kind: str, key: str, source: str = "herald", **fields: Any) -> Claim:
    return make_claim(
        kind, handling="TLP:CLEAR", series="hand", record_key=key, source=source, basis="media",
        **fields,
    )  # fmt: skip


def listing(key: str, org: str, day: str | None = "2016-08-01", event: str = "listed") -> Claim:
    return told("listing", key, "gazette-bans", organisation=org, event=event, verified=True,
                authority="interior", instrument="Schedule", happened_on=day)  # fmt: skip


def relation(
    key: str, what: str, one: str, other: str, since: str | None, confidence: str = "high",
    source: str = "herald",
) -> Claim:  # fmt: skip
    return told("relation", key, source, relation=what, from_organisation=one,
                to_organisation=other, valid_from=since, confidence=confidence)  # fmt: skip


def counts(tmp_path: Path, *claims: Claim) -> dict[str, int]:
    made = computed("after-listing", ledger_of(tmp_path / "l", *claims))
    return {what: value for what, value in rows(made, "what", "value") if value}


ALL = tuple(listing(f"l-{org}", org) for org in LISTED)


@pytest.mark.parametrize(
    ("what", "one", "other", "since", "counted"),
    [
        ("renamed_to", "ridge-front", "new-ridge", "2018", {"new name": 1, "nothing": 2}),
        ("front_for", "new-ridge", "ridge-front", "2018", {"front": 1, "nothing": 2}),
        ("successor_of", "new-ridge", "ridge-front", "2018", {"new name": 1, "nothing": 2}),
        ("splinter_of", "new-ridge", "ridge-front", "2018", {"split": 1, "nothing": 2}),
        ("allied_with", "new-ridge", "ridge-front", "2018", {"alliance": 2, "nothing": 1}),
        ("merged_into", "new-ridge", "ridge-front", "2018", {"merger": 2, "nothing": 1}),
        ("rival_of", "new-ridge", "ridge-front", "2018", {"nothing": 3}),
        ("renamed_to", "ridge-front", "new-ridge", "2016-07", {"nothing": 3}),
        # The year holds days after the listing.
        ("renamed_to", "ridge-front", "new-ridge", "2016", {"new name": 1, "nothing": 2}),
        ("renamed_to", "ridge-front", "new-ridge", None, {"nothing": 3}),
    ],
)
def test_what_is_told_after_the_listing_is_counted_in_bodies(
    tmp_path: Path, what: str, one: str, other: str, since: str | None, counted: dict[str, int]
) -> None:
    claim = relation("r", what, one, other, since)
    assert counts(tmp_path, *ALL, claim) == counted


def test_what_is_contested_or_before_a_second_publisher_is_left_out(tmp_path: Path) -> None:
    contested = relation("r", "renamed_to", "ridge-front", "new-ridge", "2018", "contested")
    assert counts(tmp_path / "a", *ALL, contested) == {"nothing": 3}
    guild = relation("g", "front_for", "harbour-guild", "ridge-front", "2018")
    assert counts(tmp_path / "b", *ALL, guild) == {"nothing": 3}
    second = relation("h", "front_for", "harbour-guild", "ridge-front", "2018",
                      source="peace-desk-2024")  # fmt: skip
    assert counts(tmp_path / "c", *ALL, guild, second) == {"front": 1, "nothing": 2}


def test_a_body_listed_without_a_date_is_no_base(tmp_path: Path) -> None:
    dated, undated = listing("a", "ridge-front"), listing("b", "new-ridge", None)
    assert counts(tmp_path, dated, undated) == {"nothing": 1}


def test_time_runs_from_the_first_listing_to_all_that_the_date_allows(tmp_path: Path) -> None:
    claims = (
        *ALL,
        listing("again", "ridge-front", "2019-01-01"),
        relation("late", "front_for", "road-column", "ridge-front", "2020-08-01"),
        relation("first", "renamed_to", "ridge-front", "new-ridge", "2018"),
        relation("never", "wing_of", "road-column", "new-ridge", None),
    )
    found = computed("time-to-re-emergence", ledger_of(tmp_path / "l", *claims))
    assert rows(found, "organisation", "first_successor", "years_least", "years_most", "value") == [
        ("ridge-front", "New Ridge Movement", Decimal("1.4"), Decimal("2.4"), 2)
    ]
    assert rests_on(found.rows[0], claims) == ["first", "l-ridge-front", "late"]


def test_no_listing_gives_no_row(tmp_path: Path) -> None:
    claim = relation("r", "renamed_to", "ridge-front", "new-ridge", "2018")
    for figure in ("after-listing", "time-to-re-emergence"):
        assert computed(figure, ledger_of(tmp_path / figure, claim)).rows == []


def test_the_rule_of_publication_stands_in_one_place() -> None:
    figures = Path(__file__).resolve().parents[2] / "src" / "naap" / "figures"
    asking = [
        file.parent.name
        for file in sorted(figures.rglob("*.sql"))
        if "JOIN relation" in (text := file.read_text(encoding="utf-8")) or "FROM relation" in text
    ]
    assert asking == ["shared"]
