"""The figures of violence: their rows, the claims behind them, and their SQL on other engines."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import sqlglot
from sqlglot import expressions as sql

from naap.config import shipped_packs
from naap.drawing.chart import drawn
from naap.engine import Engine
from naap.figures import Computed, compute, figure_named, prepare
from naap.figures.chart import chart_of
from naap.figures.figure import Language
from naap.ledger import Batch, Claim, Ledger, make_claim
from naap.ledger.snapshot import Snapshot
from naap.pack import load
from naap.pack.tables import FigureRow
from naap.workspace import Workspace

VIOLENCE = (
    "evaluation-2008-2014",
    "evaluation-2015-2019",
    "deaths-per-attack",
    "victims-by-class",
    "publishers-one-year",
    "deaths-by-province",
    "deaths-by-district",
    "deaths-by-month-to-2024",
    "violence-by-period",
    "revisions-by-year",
    "publishers-apart",
)
PACK = load(shipped_packs()["example"])
Row = dict[str, object]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    workspace, _ = Workspace.create(tmp_path_factory.mktemp("w") / "example", "example")
    return workspace.snapshot()


def made(figure_id: str, snapshot: Snapshot, language: Language = "en") -> Computed:
    with Engine() as engine:
        prepare(engine, PACK, snapshot, language)
        return compute(figure_named(figure_id), engine, PACK, language)


def from_claims(figure_id: str, folder: Path, *claims: Claim) -> dict[str, Row]:
    ledger = Ledger.create(folder / "ledger")
    ledger.append(Batch("tests", asserted=claims))
    return by_id(made(figure_id, Snapshot.of(ledger)))


def by_id(computed: Computed) -> dict[str, Row]:
    found = {str(row["row_id"]): dict(row) for row in computed.rows}
    assert len(found) == len(computed.rows), "a row_id twice"
    return found


def number(
    key: str, value: int, period: str = "2018", quantity: str = "attacks", **more: str
) -> Claim:
    fields = {"publisher": "peace-desk", "place": "SZ", "scope": "desk-attacks"} | more
    return make_claim(
        "figure", series="hand", record_key=key, source="peace-desk-2024", basis="study",
        quantity=quantity, period=period, unit="persons", value=value,
        **{"qualifier": "exact", **fields},
    )  # fmt: skip


def event(key: str, day: str, best: int, area: str | None = "Vale province",
          part: str | None = "Upper district", precision: str = "1",
          country: str = "SZ") -> Claim:  # fmt: skip
    return make_claim(
        "account", series="ucdp-ged", record_key=key, source="ucdp-ged", basis="study",
        event_start=date.fromisoformat(day), event_end=date.fromisoformat(day),
        date_precision="1", country=country, area_1=area, area_2=part,
        place_precision=precision, event_type="one-sided",
        killed_best=best, killed_low=best, killed_high=best,
    )  # fmt: skip


# What holds for each of them.


@pytest.mark.parametrize("figure_id", VIOLENCE)
def test_it_says_what_the_shipped_example_holds(figure_id: str, shipped: Snapshot) -> None:
    computed = made(figure_id, shipped)
    rows = by_id(computed)
    assert rows
    known = {claim for row in computed.rows for claim in row["claims"]}
    assert known
    for row in computed.rows:
        assert row["claims"] or row.get("value") in {None, 0}, row["row_id"]
        for column in computed.figure.about.columns:
            assert {column.name, column.label or column.name} <= row.keys()
            if column.format == "word":
                assert row[column.name] in computed.figure.about.words


@pytest.mark.parametrize("figure_id", VIOLENCE)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_it_is_drawn_for_page_and_telephone(
    figure_id: str, language: Language, shipped: Snapshot
) -> None:
    with Engine() as engine:
        prepare(engine, PACK, shipped, language)
        figure = figure_named(figure_id)
        computed = compute(figure, engine, PACK, language)
        extra = {
            path.stem: engine.rows(figure.text(path.name) or "")
            for path in figure.folder.glob("*.sql")
            if path.stem not in {"query", "finding"}
        }
    for variant in ("wide", "narrow"):
        picture = drawn(chart_of(computed, "wide" if variant == "wide" else "narrow", extra))
        assert "colour:" not in picture
        assert ">@" not in picture
        assert "undefined" not in picture
        assert "NaN" not in picture


@pytest.mark.parametrize("figure_id", VIOLENCE)
def test_a_bare_ledger_gives_no_number(figure_id: str, tmp_path: Path) -> None:
    rows = from_claims(figure_id, tmp_path, number("x", 1, quantity="judges", period="2024"))
    assert rows == {}


@pytest.mark.parametrize("figure_id", VIOLENCE)
def test_it_stands_under_violence_and_not_on_the_front_page(figure_id: str) -> None:
    about = figure_named(figure_id).about
    assert (about.group, about.front) == ("violence", False)
    assert 11 <= about.order <= 29


@pytest.mark.parametrize(
    ("figure_id", "file"),
    sorted(
        (name, path.name)
        for name in (*VIOLENCE, "deaths-by-district-year")
        for path in figure_named(name).folder.glob("*.sql")
    ),
)
def test_other_engines_can_run_its_sql(figure_id: str, file: str) -> None:
    text = figure_named(figure_id).text(file)
    assert text is not None
    (tree,) = sqlglot.parse(text, dialect="duckdb")
    assert tree is not None
    assert not list(tree.find_all(sql.Qualify, sql.Pivot))
    assert "ASOF" not in tree.sql(dialect="duckdb").upper()
    sqlglot.transpile(
        tree.sql(dialect="duckdb"), read="duckdb", write="spark",
        unsupported_level=sqlglot.ErrorLevel.RAISE,
    )  # fmt: skip
    assert tree.args.get("order") is not None or file == "finding.sql"


# Both charts of the evaluation.


def test_the_years_are_those_around_the_adoption_of_the_plan(shipped: Snapshot) -> None:
    # The example's first plan was adopted in 2019.
    before = made("evaluation-2008-2014", shipped).rows
    after = made("evaluation-2015-2019", shipped).rows
    assert {row["year"] for row in before} == set(range(2013, 2020))
    assert {row["year"] for row in after} == set(range(2020, 2025))
    assert {row["publisher"] for row in before if row["quantity"] == "attacks"} == {"peace-desk"}
    finding = made("evaluation-2015-2019", shipped).finding
    assert str(finding) == "After the plan, Peace Desk counts 30 attacks for 2020 and 79 for 2024"


@pytest.mark.parametrize(
    ("figure_id", "years", "says"),
    [
        ("evaluation-2008-2014", (2018,), False),
        ("evaluation-2008-2014", (2017, 2018), True),
        ("evaluation-2015-2019", (2021,), False),
        ("evaluation-2015-2019", (2021, 2022), True),
    ],
)
def test_of_one_year_alone_a_title_compares_nothing(
    tmp_path: Path, figure_id: str, years: tuple[int, ...], says: bool
) -> None:
    ledger = Ledger.create(tmp_path / "ledger")
    # Each year fewer than the one before, so that the first is the highest.
    claims = [number(f"a{year}", 5000 - year, str(year)) for year in years]
    ledger.append(Batch("tests", asserted=tuple(claims)))
    finding = made(figure_id, Snapshot.of(ledger)).finding
    assert (finding is not None) is says
    assert not says or all(f"for {year}" in str(finding) for year in years)


def test_a_year_without_a_statement_is_missing_and_not_zero(tmp_path: Path) -> None:
    claims = [number(f"a{year}", 10, str(year)) for year in (2016, 2018, 2019)]
    rows = from_claims("evaluation-2008-2014", tmp_path, *claims)
    missing = rows["attacks-2017-1"]
    assert (missing["value"], missing["status"], missing["claims"]) == (None, "not found", [])
    assert rows["attacks-2018-1"]["claims"] == [claims[1].claim_id]
    assert not any(row["publisher"] == "ucdp" for row in rows.values())


def test_a_restated_year_keeps_both_statements(tmp_path: Path) -> None:
    first = number("first", 48, stated_on="2019-01-05")
    last = number("last", 50, stated_on="2020-01-05")
    rows = from_claims("evaluation-2008-2014", tmp_path, first, last)
    assert [rows[f"attacks-2018-{n}"]["value"] for n in (1, 2)] == [50, 48]
    assert [rows[f"attacks-2018-{n}"]["differs"] for n in (1, 2)] == [False, True]


def test_the_publisher_is_the_one_with_the_longest_series(tmp_path: Path) -> None:
    others = {"publisher": "interior", "scope": "ministry-attacks"}
    claims = [
        number("d1", 10, "2018"),
        *(number(f"m{year}", 7, str(year), **others) for year in (2005, 2006, 2019)),
    ]
    rows = from_claims("evaluation-2008-2014", tmp_path, *claims)
    assert rows["attacks-2019-1"]["publisher"] == "interior"
    assert rows["attacks-2018-1"]["value"] is None


def test_a_year_of_the_data_set_counts_only_when_all_of_it_is_covered(tmp_path: Path) -> None:
    totals = [
        number(f"t{month}", month, f"2018-{month:02}", "ucdp-deaths-best", publisher="ucdp",
               scope="ucdp-organised-violence", aggregate_of="ucdp-ged")
        for month in range(1, 13)
    ]  # fmt: skip
    whole = from_claims("evaluation-2008-2014", tmp_path, number("a", 1), *totals)
    assert whole["ucdp-deaths-best-2018-1"]["value"] == 78
    assert whole["ucdp-deaths-best-2018-1"]["claims"] == [claim.claim_id for claim in totals]
    assert whole["ucdp-deaths-best-2017-1"]["value"] is None
    (tmp_path / "part").mkdir()
    part = from_claims("evaluation-2008-2014", tmp_path / "part", number("a", 1), *totals[:11])
    assert "ucdp-deaths-best-2018-1" not in part


def test_events_in_the_ledger_replace_the_totals_of_their_year(tmp_path: Path) -> None:
    totals = [
        number(f"t{year}{month}", 9, f"{year}-{month:02}", "ucdp-deaths-best", publisher="ucdp",
               scope="ucdp-organised-violence", aggregate_of="ucdp-ged")
        for year in (2017, 2018) for month in range(1, 13)
    ]  # fmt: skip
    events = [event("e1", "2018-01-05", 2), event("e2", "2018-12-05", 3)]
    rows = from_claims("evaluation-2008-2014", tmp_path, number("a", 1), *totals, *events)
    assert rows["ucdp-deaths-best-2018-1"]["value"] == 5
    assert rows["ucdp-events-2018-1"]["claims"] == [claim.claim_id for claim in events]
    assert rows["ucdp-deaths-best-2017-1"]["value"] == 108


# Deaths per attack, victims by class, one year.


def test_killed_are_divided_by_attacks_of_the_same_publisher_and_scope(tmp_path: Path) -> None:
    attacks, killed = number("a", 48), number("k", 96, quantity="killed")
    rows = from_claims(
        "deaths-per-attack", tmp_path, attacks, killed,
        number("other scope", 1, scope="ministry-attacks"),
        number("other publisher", 1, publisher="interior"),
        number("no attacks", 5, "2019", "killed"),
        number("none at all", 0, "2020"), number("of none", 3, "2020", "killed"),
    )  # fmt: skip
    (row,) = rows.values()
    assert (float(str(row["value"])), row["qualifier"]) == (2.0, None)
    assert row["claims"] == [attacks.claim_id, killed.claim_id]


def test_a_quotient_of_rounded_statements_is_about(tmp_path: Path) -> None:
    rows = from_claims(
        "deaths-per-attack", tmp_path, number("a", 48, qualifier="at least"),
        number("k", 100, quantity="killed"),
    )  # fmt: skip
    (row,) = rows.values()
    assert (str(row["value"]), row["qualifier"]) == ("2.1", "about")


def test_a_class_that_nobody_gave_is_missing(tmp_path: Path) -> None:
    claim = number("c", 70, quantity="killed-civilians")
    rows = from_claims("victims-by-class", tmp_path, claim)
    assert {row["class"]: row["value"] for row in rows.values()} == {
        "civilians": 70, "security": None, "militants": None,
    }  # fmt: skip
    assert [row["claims"] for row in rows.values()] == [[claim.claim_id], [], []]


def test_the_year_is_the_latest_with_the_most_publishers(shipped: Snapshot) -> None:
    computed = made("publishers-one-year", shipped)
    assert {row["year"] for row in computed.rows} == {"2024"}
    told = [(row["publisher"], row["quantity"], row["value"]) for row in computed.rows]
    assert told.count(("peace-desk", "killed", 188)) == 1
    assert told.count(("peace-desk", "killed", 178)) == 1
    assert ("herald", "killed", 200) in told
    expected = "For 2024, the statements of 3 publishers run from 150 to 200 people killed"
    assert str(computed.finding) == expected


# Provinces and districts.


def test_provinces_stand_in_geographic_order_with_zeros(shipped: Snapshot) -> None:
    computed = made("deaths-by-province", shipped)
    order = list(dict.fromkeys(row["place_id"] for row in computed.rows))
    assert order == ["SZ1", "SZ2", "SZ3", "SZ9"]
    rows = by_id(computed)
    assert all(rows[f"SZ9-{half}"]["status"] == "none" for half in ("2023-H1", "2024-H2"))
    assert rows["SZ9-2023-H1"]["value"] is None
    for row in computed.rows:
        assert row["status"] == ("none" if row["value"] is None else
                                 "counted" if row["value"] else "zero")  # fmt: skip
        if row["value"] is not None:
            assert row["value"] == row["state_based"] + row["non_state"] + row["one_sided"]


def test_provinces_add_up_to_what_ships(shipped: Snapshot) -> None:
    expected = sum(
        int(row.value)
        for row in PACK.rows(FigureRow)
        if row.quantity_id == "ucdp-deaths-best" and row.place_id in {"SZ1", "SZ2", "SZ3"}
        and row.period.precision == "month"
    )  # fmt: skip
    assert sum(row["value"] or 0 for row in made("deaths-by-province", shipped).rows) == expected


def test_events_are_placed_by_label_and_day(tmp_path: Path) -> None:
    tract = ("Northern Tract", "Highpass agency")
    rows = from_claims(
        "deaths-by-province", tmp_path, event("1", "2020-01-01", 1), event("2", "2020-06-30", 2,
        *tract), event("3", "2020-07-01", 4, *tract), event("4", "2020-12-31", 8, None, None, "6"),
    )  # fmt: skip
    told = {row_id: row["value"] for row_id, row in rows.items()}
    assert told == {
        "SZ1-2020-H1": 1, "SZ1-2020-H2": 4, "SZ2-2020-H1": 0, "SZ2-2020-H2": 0,
        "SZ3-2020-H1": 0, "SZ3-2020-H2": 0, "SZ9-2020-H1": 2, "SZ9-2020-H2": None,
    }  # fmt: skip


def test_a_district_needs_a_place_that_is_known_so_closely(tmp_path: Path) -> None:
    events = [
        event("1", "2020-01-01", 1), event("2", "2020-02-01", 2, precision="4"),
        event("3", "2020-03-01", 4, part=None),
        event("4", "2020-04-01", 8, "Lakeland islands", part=None),
    ]  # fmt: skip
    rows = from_claims("deaths-by-district", tmp_path, *events)
    assert {key: row["value"] for key, row in rows.items()} == {"SZ11": 1, "SZ22": 8}
    assert rows["SZ11"]["claims"] == [events[0].claim_id]


def test_events_of_another_country_leave_the_totals_of_districts_alone(tmp_path: Path) -> None:
    total = number(
        "total", 5, "2020", "ucdp-deaths-best", place="SZ11", scope="ucdp-organised-violence",
        publisher="ucdp", aggregate_of="ucdp-ged",
    )  # fmt: skip
    abroad = event("1", "2020-01-01", 7, country="XX")
    rows = from_claims("deaths-by-district", tmp_path / "abroad", total, abroad)
    assert [(row["value"], row["claims"]) for row in rows.values()] == [(5, [total.claim_id])]
    ours = event("1", "2020-01-01", 7)
    rows = from_claims("deaths-by-district", tmp_path / "ours", total, ours)
    assert [(row["value"], row["claims"]) for row in rows.values()] == [(7, [ours.claim_id])]


def test_the_years_of_the_districts_make_the_whole(shipped: Snapshot) -> None:
    years = made("deaths-by-district-year", shipped).rows
    districts = made("deaths-by-district", shipped).rows
    assert [row["year"] for row in years] == list(range(years[0]["year"], years[-1]["year"] + 1))
    told: Counter[str] = Counter()
    for row in years:
        parts = dict(zip(row["places"] or (), row["deaths_by_place"] or (), strict=True))
        assert (sum(parts.values()), len(parts)) == (row["value"], row["districts"])
        assert bool(row["claims"]) == bool(row["value"])
        told.update(parts)
    assert told == Counter({row["place_id"]: row["value"] for row in districts if row["value"]})


# The later release.


def test_the_later_release_stands_apart_with_its_difference(shipped: Snapshot) -> None:
    computed = made("deaths-by-month-to-2024", shipped)
    rows = by_id(computed)
    assert rows["2022-11"]["shipped_deaths"] is None
    assert rows["2022-11"]["difference"] is None
    changed = {key: row["difference"] for key, row in rows.items() if row["difference"]}
    assert changed == {"2023-03": 3, "2023-08": -2, "2024-07": 6}
    assert all(len(row["claims"]) == (4 if row["difference"] is not None else 2)  # type: ignore[arg-type]
               for row in rows.values())  # fmt: skip
    assert "changed 3 of the 24 months" in str(computed.finding)
    # The figure of the shipped release does not know it.
    assert "2022-11" not in by_id(made("deaths-by-month", shipped))


def test_totals_of_a_data_set_are_no_published_numbers(shipped: Snapshot) -> None:
    for figure_id in ("published-statements", "latest-statements"):
        assert not any(row["quantity"].startswith("ucdp-") for row in made(figure_id, shipped).rows)
    numbers = len(made("published-statements", shipped).rows)
    glance = {row["row_id"]: row["value"] for row in made("at-a-glance", shipped).rows}
    assert glance["statements"] == numbers
