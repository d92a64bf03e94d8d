"""The names that need not be compared are those that have nothing in common."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from naap.config import shipped_packs
from naap.incidents.near_names import NearNames
from naap.incidents.place_names import alike, place_name
from naap.pack import load
from naap.pack.tables import PlaceRow

PARTS = st.sampled_from([
    "Greenfield", "Grinfild", "Green", "Field", "G", "M.", "Mill", "Old Mill", "Oldmill",
    "Millbridge", "Vale", "Wale", "14", "12", "aia", "گرین", "فیلڈ", "District", "Khan", "خان", "",
])  # fmt: skip
NAMES = st.lists(PARTS, min_size=1, max_size=4).flatmap(
    lambda parts: st.sampled_from([" ", " - ", ", ", "", "-"]).map(lambda by: by.join(parts))
)


@settings(max_examples=150, deadline=None)
@given(names=st.lists(st.one_of(NAMES, st.text(max_size=8)), max_size=12), asked=NAMES)
def test_no_name_that_is_alike_is_left_out(names: list[str], asked: str) -> None:
    known = [place_name(name) for name in names]
    name = place_name(asked)
    like = [at for at, each in enumerate(known) if alike(name, each) > 0]
    found = NearNames(known).of(name)
    assert set(like) <= set(found)
    assert found == sorted(set(found))


def test_most_districts_are_not_asked() -> None:
    """Each finds itself and few others, and all that are alike to it."""
    rows = load(shipped_packs()["pakistan"]).rows(PlaceRow)
    names = [place_name(row.name_en) for row in rows if row.level == "district"]
    index = NearNames(names)
    asked = 0
    for at, name in enumerate(names):
        found = index.of(name)
        assert at in found
        assert {other for other, each in enumerate(names) if alike(name, each) > 0} <= set(found)
        asked += len(found)
    assert asked < len(names) ** 2 / 5
