"""The pages on organisations: the rule of publication, the pictures, and where each date leads."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from naap.engine import Engine
from naap.figures import compute, figure_named, prepare
from naap.figures.figure import Language
from naap.ledger import Batch, Claim, make_claim
from naap.organisations.lineage import families, steps_of
from naap.organisations.register import read_register
from naap.pack.tables import OrganisationRow
from naap.review.options import Options
from naap.review.organisations.told import LISTINGS, RELATIONS, Organisations, organisations_of
from naap.review.organisations.tracks import Timeline, timeline
from naap.workspace import Workspace
from tests.register_makers import listing, register, relation
from tests.review_makers import computed, ledger_of, review, shipped
from tests.site_walk import Element, Site

LANGUAGES: tuple[Language, ...] = ("en", "ur")
SVG = "{http://www.w3.org/2000/svg}"


@cache
def pages_of(pack: str, language: Language) -> Organisations:
    workspace = Workspace.here(pack=pack)
    options = Options.asked(workspace.pack)
    snapshot = workspace.snapshot()
    with Engine() as engine:
        prepare(engine, workspace.pack, snapshot, language)
        made = {
            name: compute(figure_named(name), engine, workspace.pack, language)
            for name in (LISTINGS, RELATIONS)
        }
    whole = read_register(snapshot, workspace.pack)
    pages = organisations_of(workspace.pack, whole, options, made, language)
    assert pages is not None
    return pages


@pytest.fixture(scope="module")
def english() -> Organisations:
    return pages_of("pakistan", "en")


def test_a_relation_with_a_body_on_no_list_needs_two_publishers(english: Organisations) -> None:
    on_a_list = set(english.register.listings_of)
    for each in english.register.relations:
        if not {each.from_org, *([each.to_org] if each.to_org else [])} <= on_a_list:
            publishers = {
                claim.source
                for claim in english.register.relations
                if (claim.relation, claim.from_org, claim.to_org)
                == (each.relation, each.from_org, each.to_org)
            }
            assert len(publishers) >= 2, each.key


@pytest.mark.parametrize("org", ["suc", "mtm", "tnfj", "tlyr"])
def test_lawful_and_unlisted_bodies_stand_on_no_page(english: Organisations, org: str) -> None:
    assert org not in {each.org_id for each in english.standings}
    assert not [family for family in english.families if org in family.members]
    name = shipped("pakistan").get(OrganisationRow, org).name_en
    told = "".join(svg for family in english.families for svg in family.pictures.values())
    assert name not in told + "".join(english.landscape.values())


def shown(folder: Path, *claims: tuple[str, str, str | None, str]) -> list[str]:
    """Which claims are shown, by place: (relation or event, body, other body or day, source)."""
    made: list[Claim] = []
    for number, (kind, body, other, source) in enumerate(claims):
        said: dict[str, Any] = {
            "series": "t", "record_key": str(number), "basis": "media", "source": source,
        }  # fmt: skip
        if kind in {"listed", "delisted"}:
            said |= {"organisation": body, "authority": "interior", "instrument": "Schedule"}
            made.append(make_claim("listing", event=kind, happened_on=other, **said))
        else:
            said |= {"from_organisation": body, "to_organisation": other}
            made.append(make_claim("relation", relation=kind, **said))
    rows = computed(RELATIONS, ledger_of(folder, *made)).rows
    return [str(row["row_id"]).removeprefix("t/") for row in rows]


def test_the_rule_of_publication_on_claims_made_by_hand(tmp_path: Path) -> None:
    folders = (tmp_path / str(number) for number in range(9))
    front, new, column = "ridge-front", "new-ridge", "road-column"
    both = [("listed", front, "2016", "herald"), ("listed", new, "2016", "herald")]
    renamed = ("renamed_to", front, new, "herald")
    one = ("wing_of", column, front, "herald")
    assert shown(next(folders), *both, renamed) == ["2"]
    assert shown(next(folders), *both, one) == []
    assert shown(next(folders), *both, one, one) == []  # one source twice is one source
    assert shown(next(folders), *both, one, (*one[:3], "gazette-bans")) == ["2", "3"]
    off = ("delisted", new, "2020", "herald")
    assert shown(next(folders), *both, off, renamed) == []
    assert shown(next(folders), ("dissolved", column, None, "herald")) == []


def texts(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_body_of_a_family_is_named_in_its_pictures(language: Language) -> None:
    made = pages_of("pakistan", language)
    assert len(made.families) > 5
    for family in made.families:
        for picture in ("wide", "narrow"):
            said = " | ".join(texts(family.pictures[picture]))
            for org in family.members:
                assert made.name_of(org) in said, (family.family_id, picture)
        # A file of its own draws in plain colours, without the page's variables.
        assert "var(--" not in family.pictures["file"]
        assert len(list(ET.fromstring(family.pictures["file"].split("\n", 1)[1]))) > 5
    assert len(texts(made.landscape["wide"])) > sum(len(f.members) for f in made.families)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_drawn_outside_the_picture_and_time_runs_to_the_right(
    language: Language,
) -> None:
    made = pages_of("pakistan", language)
    pictures = [p for family in made.families for n, p in family.pictures.items() if n != "file"]
    for svg in [*pictures, made.landscape["wide"], made.landscape["narrow"]]:
        root = ET.fromstring(svg)
        width, height = float(root.attrib["width"]), float(root.attrib["height"])
        assert width in {980, 350}
        years: list[tuple[float, int]] = []
        for text in root.iter(f"{SVG}text"):
            x, y = float(text.attrib["x"]), float(text.attrib["y"])
            assert 0 <= x <= width
            assert 0 <= y <= height
            if re.fullmatch(r"\d{4}", text.text or "") and y == 12:
                years.append((x, int(text.text or 0)))
        assert years == sorted(years)
        assert len(years) >= 2
        for path in root.iter(f"{SVG}path"):
            first = re.match(r"M(-?[\d.]+)", path.attrib["d"])
            assert first is not None
            assert -2 <= float(first[1]) <= width + 2


def drawn_of(*claims: object, today: str = "2026-01-01") -> Timeline:
    found = register(*claims)  # type: ignore[arg-type]
    (group,) = families(found.relations)
    return timeline(found, group, steps_of(found.relations), date.fromisoformat(today))


def test_a_track_is_solid_only_between_what_sources_date() -> None:
    time = drawn_of(
        relation("renamed_to", "a", "b", "2010-05-01"),
        listing("listed", "2004", org="a"),
        listing("listed", "2012-01-01", org="b"),
        listing("delisted", "2014-03-01", org="b"),
    )
    old, new = time.tracks
    assert (old.org_id, old.start, old.end) == ("a", date(2004, 1, 1), date(2010, 5, 1))
    assert (old.begins, old.ends) == (False, True)
    assert (new.start, new.begins, new.ends) == (date(2010, 5, 1), True, False)
    assert [(bar.start, bar.end, bar.sure) for bar in old.bars] == [
        (date(2004, 1, 1), date(2004, 12, 31), False),  # some time in 2004
        (date(2004, 12, 31), date(2026, 1, 1), True),
    ]
    assert [(bar.start, bar.end) for bar in new.bars] == [(date(2012, 1, 1), date(2014, 3, 1))]
    assert [mark.puts_on for mark in new.marks] == [True, False]


def test_a_contested_listing_is_drawn_at_each_of_its_dates() -> None:
    time = drawn_of(
        relation("wing_of", "b", "a"),
        listing("listed", "2012-02-15", org="b"),
        listing("listed", "2012-03-10", org="b"),
    )
    (mark,) = time.tracks[1].marks
    assert [days[0] for days in mark.days] == [date(2012, 2, 15), date(2012, 3, 10)]
    assert [bar.sure for bar in time.tracks[1].bars] == [False, True]
    (link,) = time.links
    assert (link.day, link.older, link.newer) == (None, 0, 1)


def test_a_body_without_any_date_has_a_track_without_a_beginning() -> None:
    time = drawn_of(relation("alias_of", "b", "a"), listing("on list, date unknown", None, org="b"))
    assert time.tracks[1].start is None
    (bar,) = time.tracks[1].bars
    assert (bar.start, bar.sure) == (None, False)


def test_who_leaves_and_comes_back_is_joined_twice() -> None:
    time = drawn_of(
        relation("splinter_of", "b", "a", "2014-08-26"),
        relation("merged_into", "b", "a", "2020-08-17"),
    )
    assert [(link.into, link.day) for link in time.links] == [
        (False, date(2014, 8, 26)), (True, date(2020, 8, 17)),
    ]  # fmt: skip
    assert time.tracks[1].ends


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The example, with a second paper that tells of the renaming."""
    folder = tmp_path_factory.mktemp("organisations")
    workspace, _ = Workspace.create(folder / "w", "example")
    second = make_claim(
        "relation", series="t", record_key="1", basis="media", source="herald",
        relation="renamed_to", from_organisation="ridge-front", to_organisation="new-ridge",
        valid_from="2021", confidence="medium",
    )  # fmt: skip
    workspace.writable_ledger().append(Batch("tests", asserted=(second,)))
    return Site(review(workspace, folder / "review").folder)


def of_organisations(site: Site, prefix: str = "") -> dict[str, Element]:
    return {
        page: content
        for page, content in site.pages.items()
        if page.startswith(f"{prefix}organisations")
    }


def test_the_site_has_a_page_of_all_one_a_family_and_their_pictures(site: Site) -> None:
    names = {
        "organisations.html", "organisations/landscape.html", "organisations/ridge-front.html",
    }  # fmt: skip
    assert set(of_organisations(site)) == names
    assert set(of_organisations(site, "ur/")) == {f"ur/{name}" for name in names}
    assert {"organisations/ridge-front.svg", "ur/organisations/landscape.svg"} <= set(site.files)
    for page in of_organisations(site).values():
        for chart in page.all("div"):
            if chart.attributes.get("role") == "img":
                assert "Black Ridge Front" in chart.attributes["aria-label"]
                assert len(list(chart.all("svg"))) == 2


def test_pages_on_organisations_are_sound(site: Site) -> None:
    for check in (site.naked_numbers, site.broken_links, site.outside_requests, site.badly_built):
        assert [each for each in check() if "organisation" in each] == []


def test_every_date_in_the_tables_of_organisations_opens_its_origin(site: Site) -> None:
    pages = of_organisations(site) | of_organisations(site, "ur/")
    for name, page in pages.items():
        for table in page.all("table"):
            links = [each for each in table.all("a") if "n" in each.classes]
            assert links, name
            for link in links:
                found = site.target(name, link.attributes["href"])
                assert found is not None
                assert "origins/organisation-" in found[0]
                assert found[1] is not None
                assert found[1].tag == "tr"


def test_a_pack_without_listings_has_no_pages_on_organisations() -> None:
    workspace = Workspace.here(pack="example")
    options = Options.asked(workspace.pack, stated_by=date(1990, 1, 1))
    snapshot = replace(workspace.snapshot(), moment=options.moment)
    with Engine() as engine:
        prepare(engine, workspace.pack, snapshot, "en")
        made = {
            name: compute(figure_named(name), engine, workspace.pack, "en")
            for name in (LISTINGS, RELATIONS)
        }
    whole = read_register(snapshot, workspace.pack)
    assert organisations_of(workspace.pack, whole, options, made, "en") is None


def test_in_urdu_no_arrow_runs_through_a_label() -> None:
    """A ground lies over the arrows and under the words of each track."""
    for family in pages_of("pakistan", "ur").families:
        drawn = list(ET.fromstring(family.pictures["wide"]))
        grounds = [at for at, each in enumerate(drawn) if each.attrib.get("fill") == "var(--paper)"
                   and each.tag == f"{SVG}rect"]  # fmt: skip
        assert len(grounds) == len(family.members)
        for at in grounds:
            ground, label = drawn[at].attrib, drawn[at + 1]
            assert label.tag == f"{SVG}text"
            assert float(ground["x"]) == pytest.approx(float(label.attrib["x"]) - 2, abs=0.1)
            top = float(ground["y"])
            assert top < float(label.attrib["y"]) <= top + float(ground["height"]) + 2
        upright = [
            at
            for at, each in enumerate(drawn)
            if re.fullmatch(r"M[-\d.]+ [-\d.]+V[-\d.]+", each.attrib.get("d", ""))
        ]
        assert not upright or max(upright) < min(grounds)
