"""Claims behind large figures: each on one page, however many figures rest on it."""

from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naap.figures import Computed
from naap.review.cells import behind
from naap.review.claims import pages as module
from naap.review.claims.pages import Listed, claim_pages, listed_of, said_by
from naap.review.origins import ClaimLine, Origin
from naap.review.returned.listing import Listing
from tests.site_walk import parse

FEW, PAGE = 3, 4


@pytest.fixture(autouse=True, scope="module")
def small() -> object:
    """Limits that a test can pass."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST_BESIDE", FEW)
        patch.setattr(module, "MOST_ON_PAGE", PAGE)
        yield


def line(number: int, source: str) -> ClaimLine:
    return ClaimLine(
        claim_id=f"{number:064x}"[::-1], key=f"figure/desk/{number:03}", says="value 3",
        publisher="Desk", source_id=source, source_title=f"Book of {source}", locator=None,
        basis="media", stated_on=None, recorded_at="2024-03-02", handling="TLP:CLEAR",
    )  # fmt: skip


LINES = {each.claim_id: each for each in (line(n, "ABCb"[n % 4]) for n in range(1, 40))}
origins = st.dictionaries(
    st.sampled_from(["one", "two", "three", "four"]),
    st.sets(st.sampled_from(sorted(LINES))).map(
        lambda ids: Origin({claim: LINES[claim] for claim in sorted(ids)}, {})
    ),
)


@given(origins=origins, left_out=st.sets(st.sampled_from(sorted(LINES))))
def test_every_claim_of_a_large_figure_stands_on_one_page(
    origins: dict[str, Origin], left_out: set[str]
) -> None:
    made = claim_pages(origins, left_out)
    told = Counter(claim for page in made.pages for claim in page.claims)
    wanted = {
        claim
        for origin in origins.values()
        if len(origin.claims.keys() - left_out) > FEW
        for claim in origin.claims.keys() - left_out
    }
    assert told == Counter(wanted)
    names = [page.name.casefold() for page in made.pages]
    assert len(names) == len(set(names)), "a machine that knows no small letters would lose one"
    for page in made.pages:
        assert 0 < len(page.claims) <= PAGE
        assert {made.page_of[claim] for claim in page.claims} == {page}
        sources = {LINES[claim].source_id for claim in page.claims}
        assert page.source_id is None or sources == {page.source_id}
        keys = [(LINES[claim].source_id, LINES[claim].key) for claim in page.claims]
        assert keys == sorted(keys)
        assert made.figures(page) == [
            name for name in made.of_figure if set(page.claims) & origins[name].claims.keys()
        ]


@given(origins=origins)
def test_a_page_of_origin_lists_its_claims_or_says_where_they_are(
    origins: dict[str, Origin],
) -> None:
    made = claim_pages(origins)
    for name, origin in origins.items():
        listed = listed_of(name, Listing([], 0, set(origin.claims), 0), made, "../")
        assert set(listed.here) | listed.apart.keys() == origin.claims.keys()
        assert not set(listed.here) & listed.apart.keys()
        assert bool(listed.apart) == (len(origin.claims) > FEW)
        said = said_by(origin.claims.values(), listed.apart)
        assert sum(each.count for each in said) == len(listed.apart)
        for each in said:
            own = [claim for claim in listed.apart if LINES[claim].source_id == each.source_id]
            assert {page.name for page in each.pages} == {listed.apart[c].name for c in own}


def told_behind(count: int, most_named: int) -> tuple[list[str], list[str], dict[str, str]]:
    """Claims behind a number, where the page leads for them, and what it says there."""
    claims = list(LINES)[:count]
    origin = Origin({claim: LINES[claim] for claim in claims}, {})
    pages = claim_pages({"one": origin})
    listed = Listed((), {claim: pages.page_of[claim] for claim in claims}, "../")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("naap.review.cells._MOST_NAMED", most_named)
        html = behind(computed(), origin, claims, listed)
    links = {each.attributes["href"]: each.text for each in parse(html).all("a")}
    return claims, [f"../{pages.page_of[c].name}#c-{c[:12]}" for c in claims], links


def computed() -> Computed:
    about = SimpleNamespace(no_claims={"en": "none"})
    return cast(Computed, SimpleNamespace(figure=SimpleNamespace(about=about), language="en"))


def test_a_number_names_its_claims_where_they_stand() -> None:
    claims, places, links = told_behind(8, most_named=8)
    assert links == {place: claim[:12] for place, claim in zip(places, claims, strict=True)}


def test_a_number_that_rests_on_very_many_counts_them() -> None:
    _, _, links = told_behind(8, most_named=7)
    assert links == {"#apart": "claims listed by source below: 8"}


def test_a_figure_that_lists_its_own_claims_leads_to_none_of_these_pages() -> None:
    few = Origin({claim: LINES[claim] for claim in list(LINES)[:FEW]}, {})
    many = Origin(LINES, {})
    pages = claim_pages({"few": few, "many": many})
    assert listed_of("few", Listing([], 0, few.claims, 0), pages, "") == Listed(few.claims)
    assert pages.of_figure.keys() == {"many"}
    assert not claim_pages({"few": few}).pages


def test_sources_of_any_name_have_folders_of_their_own() -> None:
    names = ["desk", "Desk", "a/b", "a~2f~b", "..", "1"]
    lines = [
        replace(line(number, name), claim_id=f"{name}{number}")
        for name in names
        for number in range(FEW + 1)
    ]
    pages = claim_pages({"one": Origin({each.claim_id: each for each in lines}, {})}).pages
    folders = [page.name.split("/")[1] for page in pages]
    assert len({folder.casefold() for folder in folders}) == len(names)
    assert all(page.name.count("/") == 2 for page in pages)
    assert not {".", "/"} & set("".join(folders))
