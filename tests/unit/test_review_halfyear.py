"""What a review of a period says: changes, violence, gaps, and the silence of a half-year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naap.figures.figure import Language
from naap.pack.tables import PointRow
from naap.periods import parse_period
from naap.review.halfyear.changes import Changed, news_of
from naap.review.halfyear.narrative import Narrative, blocks_of
from naap.review.halfyear.pages import sentence_with, tally_of
from naap.review.halfyear.reviewed import STALE_AFTER, halfyear_of
from naap.review.halfyear.times import times_of
from naap.review.halfyear.violence import violence_of
from naap.review.numbers import times_written
from naap.review.pages import Review
from naap.review.pdf.content import _figure as figure_content
from naap.review.pdf.halfyear import halfyear_content
from naap.review.pdf.points import colour_of
from naap.review.pdf.text import refs_in
from naap.review.scorecard.card import scorecard_of
from naap.review.scorecard.pages import card_tally as tally_of_card
from naap.review.tally import MOST_NAMED, Tally
from naap.workspace import Workspace
from tests.halfyear_makers import pages_of, period_of
from tests.review_makers import shipped
from tests.site_walk import parse

PERIODS = ("2015-H1", "2016-H2", "2017-H1", "2024-H2")


@cache
def of_pakistan(period: str, language: Language = "en") -> Review:
    return period_of(Workspace.here(pack="pakistan"), period, language)


@cache
def every_page_of(period: str, language: Language = "en") -> dict[str, str]:
    return pages_of(of_pakistan(period, language))


def page_of(period: str, language: Language = "en") -> str:
    return next(html for name, html in every_page_of(period, language).items()
                if name.endswith("halfyear.html") and "origins/" not in name)  # fmt: skip


def row(key: str, value: int, period: str, stated_on: str | None, **more: Any) -> dict[str, Any]:
    """A row of the figure published-statements about the example pack."""
    told = parse_period(period)
    return {
        "row_id": key, "points": ["SAP22-02"], "quantity": "attacks", "quantity_name": "Attacks",
        "scope": None, "scope_name": "", "place": "SZ", "place_name": "Sabzkoh", "unit": "attacks",
        "publisher": "peace-desk", "publisher_name": "Peace Desk", "period": period,
        "period_end": told.end, "measure": "flow", "qualifier": "exact", "value": Decimal(value),
        "stated_on": stated_on, "breakdown": None, "claims": [key], **more,
    }  # fmt: skip


def computed(*rows: Mapping[str, Any], **others: list[dict[str, Any]]) -> Any:
    every = {"published-statements": rows, "ratings": (), "organisation-listings": (),
             "deaths-by-month": (), **others}  # fmt: skip
    return {name: SimpleNamespace(rows=list(told)) for name, told in every.items()}


HALF = times_of(parse_period("2024-H1"), shipped("example"))


def test_a_number_stands_beside_the_last_of_the_same_publisher() -> None:
    news = news_of(HALF, shipped("example"), computed(
        row("old", 5, "2023-10", "2023-11-02"),
        row("last", 7, "2023-12", "2024-01-20"),
        row("other", 9, "2023-12", "2024-01-20", publisher="herald"),
        row("new", 4, "2024-03", "2024-04-10"),
    ))  # fmt: skip
    (change,) = news.points[0].changes
    assert change.before is not None
    assert (change.before["row_id"], change.latest["row_id"]) == ("last", "new")
    assert news.changed == {"first": 0, "changed": 1, "unchanged": 0}
    assert [each["row_id"] for each in news.within] == ["new"]


def test_repeated_and_first_and_undated_numbers_are_told_apart() -> None:
    news = news_of(HALF, shipped("example"), computed(
        row("was", 70, "2023-06", "2023-07-01"),
        row("same", 70, "2024-03", "2024-04-10"),
        row("first", 3, "2024-05", "2024-06-01", place="SZ1"),
        row("undated", 3, "2024-05", None, place="SZ2"),
    ))  # fmt: skip
    assert news.changed == {"first": 1, "changed": 0, "unchanged": 1}
    assert {each["row_id"] for each in news.new} == {"same", "first"}


def test_what_was_told_later_is_kept_apart() -> None:
    news = news_of(HALF, shipped("example"), computed(row("late", 3, "2024-05", "2025-01-15")))
    assert (news.new, [each["row_id"] for each in news.told_later]) == ([], ["late"])


def test_a_running_total_speaks_of_its_last_day_and_a_whole_year_of_no_half() -> None:
    total = row("total", 3, "2022-09-01/2024-05-31", "2024-06-02", measure="cumulative")
    year = row("year", 3, "2024", "2024-06-02")
    news = news_of(HALF, shipped("example"), computed(total, year))
    assert [each["row_id"] for each in news.within] == ["total"]


def test_points_nobody_spoke_of_are_named_and_others_are_not() -> None:
    news = news_of(HALF, shipped("example"), computed(row("new", 4, "2024-03", "2024-04-10")))
    assert [each.point_id for each in news.silent] == [
        "SAP22-01", "SAP22-03", "SAP22-04", "SAP22-05",
    ]  # fmt: skip


DAYS = st.sampled_from(["2023-05-02", "2024-02-05", "2024-09-09", None])
TOLD = st.tuples(DAYS, st.sampled_from(["SZ", "SZ1"]), st.integers(0, 9))


@given(st.lists(TOLD, max_size=12))
def test_every_new_number_is_under_one_change_and_no_other_is(
    told: list[tuple[str | None, str, int]],
) -> None:
    rows = [row(str(n), value, "2024-01", day, place=place)
            for n, (day, place, value) in enumerate(told)]  # fmt: skip
    news = news_of(HALF, shipped("example"), computed(*rows))
    placed = [each["row_id"] for point in news.points for each in point.rows]
    wanted = [str(n) for n, (day, _, _) in enumerate(told) if day == "2024-02-05"]
    assert sorted(placed) == sorted(wanted)


def test_months_stand_beside_the_same_months_a_year_earlier() -> None:
    months = [{"row_id": f"{year}-0{month}", "month": f"{year}-0{month}", "best": month}
              for year in (2023, 2024) for month in range(1, 7)]  # fmt: skip
    whole = violence_of(HALF, shipped("example"), computed(**{"deaths-by-month": months}))
    assert [(each.now["best"], each.year_ago["best"]) for each in whole.months
            if each.now and each.year_ago] == [(n, n) for n in range(1, 7)]  # fmt: skip
    assert whole.is_covered
    assert whole.was_covered
    gap = violence_of(HALF, shipped("example"), computed(**{"deaths-by-month": months[:-1]}))
    assert not gap.is_covered
    assert gap.months[-1].now is None
    none = violence_of(HALF, shipped("example"), computed())
    assert (none.months, none.is_covered) == ([], False)


def test_publishers_stand_side_by_side_with_the_same_time_a_year_earlier() -> None:
    found = violence_of(HALF, shipped("example"), computed(
        row("a-now", 31, "2024-H1", "2024-07-01"), row("a-ago", 28, "2023-H1", "2023-07-01"),
        row("b-now", 40, "2024-H1", "2024-07-01", publisher="herald"),
        row("year", 60, "2024", "2024-07-02"), row("elsewhere", 1, "2024-H1", None, place="SZ1"),
    ))  # fmt: skip
    told = [(each.now["row_id"], each.year_ago and each.year_ago["row_id"], each.is_around)
            for each in found.publishers]  # fmt: skip
    assert told == [("a-now", "a-ago", False), ("b-now", None, False), ("year", None, True)]


@pytest.mark.parametrize("period", PERIODS)
def test_the_real_periods_tell_each_number_that_was_new(period: str) -> None:
    this = halfyear_of(of_pakistan(period))
    assert this is not None
    starts = of_pakistan(period).pack.settings.fiscal_year_starts
    days = [parse_period(str(each["stated_on"]), starts).end for each in this.news.new]
    assert all(this.times.since < day <= this.times.until for day in days)
    spoken = {each.point.point_id for each in this.news.points if each.point}
    silent = {each.point_id for each in this.news.silent}
    plan = of_pakistan(period).pack.settings.current_plan
    assert plan == ("NAP21" if period == "2024-H2" else "NAP14")
    assert len(spoken | silent) == {"NAP14": 20, "NAP21": 14}[plan]
    assert not spoken & silent
    assert bool(this.news.within) == (period != "2016-H2")
    for each in this.news.new:
        assert f"#r-{each['row_id'].split('/')[0]}" in page_of(period)


def test_a_half_year_of_silence_says_so_in_both_languages() -> None:
    english, urdu = page_of("2016-H2"), page_of("2016-H2", "ur")
    assert "Nobody published a number about this period that our sources hold." in english
    assert "That does not say that nothing was done." in english
    assert "اس مدت کے بارے میں کسی کا شائع کیا ہوا کوئی عدد نہیں" in urdu
    assert "Nobody has published who owes which report by when." in english
    assert "no evidence available" in english


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_pages_of_the_real_periods_are_well_formed(period: str, language: Language) -> None:
    for name, html in every_page_of(period, language).items():
        page = parse(html)
        assert [each.attributes["dir"] for each in page.all("html")], name
        assert "None" not in re.sub(r"<[^>]*>", "", html).split(), name


@pytest.mark.parametrize(("language", "said"), [("en", "Not known"), ("ur", "معلوم نہیں")])
def test_a_point_that_no_source_shows_is_counted_and_marked_as_not_known(
    language: Language, said: str
) -> None:
    """The pack must give it a domain, which is a placeholder: nowhere is it shown as one."""
    (point,) = (row for row in shipped("pakistan").rows(PointRow) if row.certainty == "not found")
    (html,) = (html for name, html in every_page_of("2024-H2", language).items()
               if name.endswith("scorecard.html") and "origins/" not in name)  # fmt: skip
    (table,) = (each for each in parse(html).all("table") if "balance" in each.classes)
    heads, counts = ([cell.text for cell in row.all("th", "td")] for row in [*table.all("tr")][:2])
    assert (heads[-1], counts[-1]) == (said, "1")
    placeholder = heads.index(shipped("pakistan").word("domain", point.domain, language))
    assert counts[placeholder] == "0"
    marks = re.findall(rf'domain-([a-z-]+)"[^>]*>(?:<span[^>]*>[^<]*</span>)?</span> '
                       rf'<a href="points/{point.point_id}', html)  # fmt: skip
    assert marks
    assert set(marks) == {"not-known"}
    content = halfyear_content(of_pakistan("2024-H2", language))
    assert content is not None
    first, points = content["balance"][:2]
    assert (first[-1], points[-1], points[placeholder]) == (said, "1", "0")
    assert colour_of(point) == "muted"


@pytest.mark.parametrize("period", PERIODS)
def test_stale_points_are_those_whose_last_number_is_old(period: str) -> None:
    this = halfyear_of(of_pakistan(period))
    assert this is not None
    for each in this.points:
        assert (each.last is None) == (each.said is None)
        assert each.is_stale == (
            each.said is not None and each.said < this.times.until - STALE_AFTER
        )


@pytest.mark.parametrize("period", ["2016-H2", "2024-H2"])
def test_where_one_version_was_known_nothing_is_compared_and_that_is_said(period: str) -> None:
    """Points are counted all the same: "no number was held" would be wrong beside them."""
    review = replace(of_pakistan(period), extras={"points-by-domain": {}})
    made = review.computed["points-by-domain"]
    said = figure_content(review, made)
    counted = tally_of_card(review).counts["axis_points_kinetic"].value
    assert isinstance(counted, int)
    assert counted > 0
    assert bool(made.rows) == bool(said["domains"]) == (period == "2024-H2")
    assert "Only one version of the plan was known by this date" in said["nothing"]


def test_later_knowledge_of_a_past_period_can_be_asked() -> None:
    """UCDP's counts of 2016 came out years later: not in the review of then, but in one of now."""
    then = halfyear_of(of_pakistan("2016-H2"))
    now = halfyear_of(
        period_of(Workspace.here(pack="pakistan"), "2016-H2", stated_by=date(2026, 11, 1))
    )
    assert then is not None
    assert now is not None
    assert (then.violence.months, now.violence.is_covered) == ([], True)
    assert not then.news.told_later
    assert now.news.told_later


def test_the_words_of_an_analyst_are_printed_as_such_and_only_where_they_may_be() -> None:
    def told(slot: Any, language: Language, handling: str, words: str) -> Narrative:
        return Narrative(slot, language, "review-analyst", date(2016, 7, 28), handling,
                         tuple(blocks_of(words)))  # fmt: skip

    narratives = (
        told("summary", "en", "TLP:CLEAR", "Little was **done** <b>in</b> 2016."),
        told("summary", "ur", "TLP:CLEAR", "کم ہوا۔"),
        told("impact", "en", "TLP:AMBER", "Hidden words."),
        told("next-steps", "ur", "TLP:CLEAR", "ذمہ دار نامزد کیا جائے۔"),
    )
    review = replace(
        of_pakistan("2016-H2"), shared={},
        options=replace(of_pakistan("2016-H2").options, narratives=narratives),
    )  # fmt: skip
    html = pages_of(review)["halfyear.html"]
    assert "Little was <strong>done</strong> &lt;b&gt;in&lt;/b&gt; 2016." in html
    assert "Written by <code>review-analyst</code>, <time>28 July 2016</time>" in html
    assert "Hidden words" not in html
    assert "کم ہوا" not in html
    assert 'lang="ur" dir="rtl"' in html, "another language's words where there are no own"
    content = halfyear_content(review)
    assert content is not None
    assert set(content["narratives"]) == {"summary", "next-steps"}
    assert "Hidden words" not in str(content)


@pytest.mark.parametrize("period", PERIODS)
def test_the_pdf_says_what_the_page_says(period: str) -> None:
    review = of_pakistan(period)
    this, content = halfyear_of(review), halfyear_content(review)
    assert this is not None
    assert content is not None
    assert sum(len(each["rows"]) for each in content["changed"]) == sum(
        len(each.changes) for each in this.news.points
    )
    assert [each["id"] for each in content["states"]] == [
        each.page.point.point_id for each in this.points
    ]
    named = set(refs_in(content))
    assert {each["source"] for each in this.news.new if each["value"] is not None} >= named & {
        each["source"] for each in this.news.new
    }
    assert named


def test_a_review_of_no_period_has_no_such_section() -> None:
    review = period_of(Workspace.here(pack="example"), None)
    assert halfyear_of(review) is None
    assert halfyear_content(review) is None
    assert sorted(pages_of(review)) == ["origins/scorecard.html", "scorecard.html"]


def test_sentences_agree_with_their_counts() -> None:
    tally = Tally("origins/x.html")
    for count, said in ((1, "1 number was"), (2, "2 numbers were")):
        for name in ("new", "within", "spoken", "silent"):
            tally.count(name, name, [("", "")] * count)
        say = sentence_with(tally, "en", lambda name: str(tally.counts[name].value))
        assert str(say("hy_found")).startswith(f"{said} made public")


def test_what_was_counted_is_named_and_the_rest_is_counted() -> None:
    tally = Tally("origins/x.html")
    few = tally.count("few", "few", [("a", ""), ("b", "")])
    many = tally.count("many", "many", [(str(n), "") for n in range(MOST_NAMED + 3)])
    assert (few.value, len(few.shown), few.more) == (2, 2, 0)
    assert (many.value, len(many.shown), many.more) == (MOST_NAMED + 3, MOST_NAMED, 3)


@pytest.mark.parametrize("period", PERIODS)
def test_every_count_of_the_page_is_one_of_its_origin(period: str) -> None:
    review = of_pakistan(period)
    this = halfyear_of(review)
    assert this is not None
    counts = tally_of(review, this, scorecard_of(review)).counts
    for row_id, value in re.findall(
        r'origins/halfyear\.html#r-([\w-]+)">([\d,]+)<', page_of(period)
    ):
        assert str(counts[row_id].value) == value.replace(",", "")


@pytest.mark.parametrize(
    ("years", "also"),
    [
        ((2015,), []),
        ((2009, 2014, 2015), ["2009", "2014"]),
        ((2014, 2014, 2015), ["2014"]),
        ((2014, 2015, 2015), ["2014"]),
        (tuple(range(2009, 2016)), ["2009/2014"]),
        ((2001, 2003, 2004, 2006, 2008, 2015), ["2001", "…", "2008"]),
        ((2001, 2003, 2004, 2005, 2008, 2015), ["2001", "2003/2005", "2008"]),
    ],
)
def test_a_thing_of_which_several_times_are_new_says_which(
    years: tuple[int, ...], also: list[str]
) -> None:
    change = Changed([{"period": str(year)} for year in years], None)
    assert change.also == also
    assert change.is_repeated == (years.count(years[-1]) > 1)


@pytest.mark.parametrize(
    ("times", "en", "ur"),
    [
        (["2024-07", "2024-09/2024-11"], "July, September to November 2024",
         "جولائی، ستمبر تا نومبر 2024"),
        (["2023-12", "2024-01", "2024-02"], "December 2023, January, February 2024",
         "دسمبر 2023، جنوری، فروری 2024"),
        (["2023-11/2024-01"], "November 2023 to January 2024", "نومبر 2023 تا جنوری 2024"),
        (["2017/2019", "…", "2024-Q2"], "2017 to 2019, …, 2024-Q2",
         "2017 تا 2019، …، 2024 کی دوسری سہ ماہی"),
    ],
)  # fmt: skip
def test_months_of_one_year_name_it_once(times: list[str], en: str, ur: str) -> None:
    assert (times_written(times), times_written(times, "ur")) == (en, ur)


def test_months_that_follow_on_each_other_are_one_span_and_a_year_is_none_of_them() -> None:
    told = ["2023", "2024-09", "2024-10", "2024-11", "2024-12", "2025-02", "2025-03"]
    also = Changed([{"period": each} for each in told], None).also
    assert also == ["2023", "2024-09/2024-12", "2025-02"]
