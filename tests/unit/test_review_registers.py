"""The page of the registers: what it counts, what it grades, and what its data holds."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from naap.pack.tables import DecisionRow, PointRow, TargetRow
from naap.review.halfyear.pages import pages_of_halfyear
from naap.review.numbers import anchor
from naap.review.package import data_package
from naap.review.pages import Review, _Page
from naap.review.registers.data import files_of_registers, tables_of_registers
from naap.review.registers.pages import pages_of_registers, registers_tally
from naap.review.registers.told import registers_of, same_findings
from naap.review.scorecard.card import scorecard_of
from naap.review.scorecard.pages import pages_of_scorecard
from naap.review.topics import topics
from naap.review.words import words
from naap.status.plan_quality import CRITERIA
from naap.workspace import Workspace
from tests.halfyear_makers import period_of
from tests.site_walk import Element, Site, parse


@cache
def review_of(pack: str, language: Any = "en", period: str | None = None) -> Review:
    return period_of(Workspace.here(pack=pack), period, language)


def page_of(pack: str, language: Any = "en") -> Element:
    return parse(html_of(pack, language)["registers.html"])


@cache
def html_of(pack: str, language: Any = "en") -> dict[str, str]:
    """The page, its origin, and the pages about points."""
    review = review_of(pack, language)
    wanted = {pages_of_halfyear, pages_of_scorecard, pages_of_registers}
    own = [each for each in topics() if each.pages in wanted]
    # Other subjects would ask for all figures, only to say what stands in the menu.
    with patch("naap.review.pages.topics", lambda: own):
        page = _Page(review)
        found = dict(pages_of_registers(review, page, False))
        for point in review.points:
            name = f"points/{point.point.point_id}.html"
            found |= dict([page(name, "point.html", this=point, before=None, after=None)])
    return found


def table(review: Review, name: str) -> list[dict[str, Any]]:
    (found,) = (each for each in tables_of_registers(review) if each.name == name)
    rows = [dict(row) for row in found.rows]
    assert all(row.keys() <= {column for column, _, _ in found.columns} for row in rows)
    return rows


def test_the_latest_version_stands_first_and_every_point_has_five_answers() -> None:
    review = review_of("example")
    found = registers_of(review)
    assert [one.plan.plan_id for one in found.versions] == ["SAP22", "SAP19"]
    assert set(found.answers) == {row.point_id for row in review.pack.rows(PointRow)}
    assert all(len(each) == len(CRITERIA) for each in found.answers.values())


def test_what_sources_said_is_read_once_for_the_scorecard_and_the_registers() -> None:
    review = period_of(Workspace.here(pack="example"), None)
    scorecard_of(review)
    with patch("naap.status.plan_quality.told") as one, patch("naap.status.results.told") as two:
        registers_of(review)
    assert not one.called
    assert not two.called


@pytest.mark.parametrize("pack", ["example", "pakistan"])
def test_the_answers_of_each_question_add_up_to_the_points(pack: str) -> None:
    review = review_of(pack)
    counts = registers_tally(review).counts
    for one in registers_of(review).versions:
        stated = one.plan.points_stated or 0
        for criterion in CRITERIA:
            values = [counts[f"quality_{one.plan.plan_id}_{criterion}_{answer}"].value
                      for answer in ("yes", "no", "cannot tell")]  # fmt: skip
            assert sum(int(each) for each in values) == max(len(one.quality.points), stated)


def test_findings_that_read_the_same_are_said_once_and_none_is_lost() -> None:
    review = review_of("pakistan")
    for one in registers_of(review).versions:
        grouped = same_findings(review.pack, one.found, "en")
        told = Counter(
            found.detector for each in grouped.values() for same in each for found in same.about
        )
        assert told == Counter(each.detector for each in one.found)
        for each in grouped.values():
            assert len({(same.says, str(same.about[0])) for same in each}) == len(each)
    newest = registers_of(review).versions[0]
    assert len(same_findings(review.pack, newest.found, "en")["no-owner"]) == 1


def test_every_decision_stands_on_the_page_with_what_became_of_it() -> None:
    review = review_of("example")
    codes = {each.text for each in page_of("example").all("code")}
    assert {row.decision_id for row in review.pack.rows(DecisionRow)} <= codes
    rows = {row["decision_id"]: row for row in table(review, "decisions-register")}
    assert rows["D22-2"]["standing"] == "overdue"
    assert rows["D22-2"]["given_again"] == "D24-3"
    assert rows["D23-2"]["standing"] == "followed up late"
    assert rows["D24-3"]["due"] is None


def test_a_target_its_baseline_and_both_publishers_stand_in_one_table() -> None:
    review = review_of("example")
    rows = [row for row in table(review, "results")
            if row["indicator"] == "I-attacks" and row["target"]]  # fmt: skip
    assert {(row["publisher"], row["actual"], row["reached"]) for row in rows} == {
        ("peace-desk", "79", "no"), ("interior", "58", "no"),
    }  # fmt: skip
    shown = [row.text for row in page_of("example").all("tr") if "27 (2021)" in row.text]
    assert len(shown) == 2
    assert all("20" in each and "not reached" in each for each in shown)


def test_where_nobody_published_a_target_the_page_says_so() -> None:
    review = review_of("pakistan")
    assert not review.pack.rows(TargetRow)
    page = page_of("pakistan")
    said = [each.text for each in page.all("p")]
    assert said.count(words()["reg_no_targets"]["en"]) == 2
    heads = {each.text for each in page.all("th")}
    assert "Baseline" not in heads
    assert "Target" not in heads


def test_ratings_keep_their_words_and_say_what_they_rest_on() -> None:
    review = review_of("example")
    graded = {(row["point_id"], row["assessor"]): row for row in table(review, "ratings-graded")}
    own = graded["SAP22-04", "finance"]
    assert (own["rating"], own["evidence"], own["independent"]) == ("complete", "media", "no")
    assert graded["SAP22-04", "peace-desk"]["independent"] == "yes"
    point = parse(html_of("example")["points/SAP22-04.html"])
    told = [row.text for row in point.all("tr") if "Own report" in row.text]
    assert len(told) == 1
    assert "media; not independent; " in told[0]


def test_a_point_shows_its_answers_with_their_sources() -> None:
    html = html_of("example")
    point = parse(html["points/SAP22-01.html"])
    (answers,) = (each for each in point.all("ul") if "answers" in each.classes)
    for item in answers.all("li"):
        assert any("sources.html#" in link.attributes["href"] for link in item.all("a"))
    assert "Deadlines" in answers.text
    assert any(link.attributes.get("href") == "../registers.html" for link in point.all("a"))


def test_both_languages_print_the_same_numbers() -> None:
    english, urdu = (page_of("example", language) for language in ("en", "ur"))

    def numbers(page: Element) -> list[str]:
        return [each.text for each in page.all("a")
                if "n" in each.classes and each.text[:1].isdigit()]  # fmt: skip

    assert numbers(english) == numbers(urdu)
    assert len(numbers(english)) > 30


def test_the_results_are_given_in_the_shape_of_iati_and_described() -> None:
    review = review_of("example")
    (content,) = files_of_registers(review).values()
    told = json.loads(content)
    assert told["on"] == str(registers_of(review).day)
    targets = [
        period["target"] for result in told["result"] for indicator in result["indicator"]
        for period in indicator["period"] if period["target"]
    ]  # fmt: skip
    assert len(targets) == len(review.pack.rows(TargetRow))
    package = json.loads(data_package(review.pack, {}, "", {}, tables_of_registers(review)))
    paths = {each["path"] for each in package["resources"]}
    assert {"decisions-register.csv", "results.csv", "results.json", "plan-quality.csv",
            "plan-findings.csv", "ratings-graded.csv"} <= paths  # fmt: skip


def test_numbers_that_the_page_counts_stand_on_its_page_of_origin(tmp_path: Path) -> None:
    html = html_of("example")
    for name, text in html.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    site = Site(tmp_path)
    assert site.badly_built() == []
    wrong = [each for each in site.naked_numbers() if "origins/registers" in each]
    assert wrong == []
    ours = [link for link in site.pages["registers.html"].all("a")
            if link.attributes.get("href", "").startswith("origins/registers.html#")]  # fmt: skip
    assert len(ours) > 30
    for link in ours:
        assert site.target("registers.html", link.attributes["href"]) is not None


def test_a_number_that_two_records_tell_stands_in_one_row_with_both_claims() -> None:
    review = review_of("pakistan")
    for one in registers_of(review).versions:
        for line in (each for lines in one.told_of.values() for each in lines):
            told = [(each.publisher, each.scope, each.value) for each in line.actuals]
            assert len(told) == len(set(told)), line
    doubled = [
        each for one in registers_of(review).versions for lines in one.told_of.values()
        for line in lines if not line.per for each in line.actuals if len(each.claims) > 1
    ]  # fmt: skip
    assert doubled, "the decided cases of Sindh are told by two tables"
    origin = parse(html_of("pakistan")["origins/registers.html"])
    named = {link.attributes["href"] for link in origin.all("a")}
    rows = {row["claims"][0]: row["row_id"]
            for row in review.computed["published-statements"].rows}  # fmt: skip
    for claim in (claim for each in doubled for claim in each.claims):
        assert f"../origins/published-statements.html#{anchor(rows[claim])}" in named


def test_what_the_pack_has_a_word_for_is_said_in_the_language_of_the_page() -> None:
    """Ratings, and whether an indicator is published; what has no word stays as it stands."""
    pages = html_of("pakistan", "ur")
    told = pages["registers.html"] + "".join(
        html for name, html in pages.items() if name.startswith("points/")
    )
    for given, said in (("satisfactory", "تسلی بخش"), ("slow", "سست")):
        assert f'">{said}</a>' in told
        assert f">{given}<" not in told
    for given, said in (("partly", "جزوی"), ("no", "نہیں"), ("yes to 2018", "ہاں، 2018 تک")):
        assert f'<span class="said">{said}</span>' in told
        assert f'class="said" lang="en">{given}<' not in told
    assert '<span class="said" lang="en">partly (studies)</span>' in told
