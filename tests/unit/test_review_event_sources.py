"""Rows of ACLED and of the GTD are used and never published, with the licences as they ship."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from naap.engine import Engine
from naap.figures import Computed, compute, prepare
from naap.figures.figure import read_figures
from naap.ledger import Claim
from naap.ledger.snapshot import Snapshot
from naap.review import Options, build
from naap.review.origins import Origin, origin_of
from naap.review.pages import Review
from naap.review.used import used_and_others
from naap.sources import Request, source_named, sources
from tests.event_files import ACLED, GTD, acled_event, gtd_event, write_csv
from tests.review_makers import account, ledger_of, shipped
from tests.site_walk import Site

QUERY = """
SELECT strftime(event_start, '%Y') AS row_id, sum(killed_best)::BIGINT AS killed,
       list(claim_id ORDER BY claim_id) AS claims
FROM account GROUP BY 1
"""
FIGURE = """
title: {en: Killed a year}
subtitle: {en: Killed}
formula: {en: The sum over all accounts of all data sets.}
unit: {en: persons}
alt: {en: none}
notes: {en: []}
order: 1
columns:
  - {name: row_id, title: {en: Year}, format: period}
  - {name: killed, title: {en: Killed}, format: number}
"""


def restricted(folder: Path) -> list[Claim]:
    pack = shipped("example")
    acled = write_csv(folder / "a.csv", [acled_event(at) for at in (71, 72)], ACLED)
    gtd = write_csv(folder / "g.csv", [gtd_event(at) for at in (81, 82, 83)], GTD)
    return [
        claim
        for name, file in (("acled", acled), ("gtd", gtd))
        for claim in source_named(name).read(Request(file, pack)).claims
    ]


def made(folder: Path, claims: list[Claim]) -> tuple[Computed, Origin]:
    """A figure that sums all accounts, which none that ships does, and its origin."""
    (folder / "figures" / "all-accounts").mkdir(parents=True)
    for name, text in (("query.sql", QUERY), ("figure.yml", FIGURE)):
        (folder / "figures" / "all-accounts" / name).write_text(text, encoding="utf-8")
    [figure] = read_figures(folder / "figures")
    ledger = ledger_of(folder / "ledger", *claims)
    with Engine(threads=1) as engine:
        prepare(engine, shipped("example"), Snapshot.of(ledger), "en")
        computed = compute(figure, engine, shipped("example"), "en")
        return computed, origin_of(computed, engine, shipped("example"), b"key")


def test_they_say_that_only_sums_may_leave() -> None:
    for name in ("acled", "gtd"):
        about = source_named(name).about
        assert about.publish == "aggregates"
        assert "rows may not be passed on" in about.licence


def test_a_sum_is_printed_and_its_rows_are_counted_and_not_named(tmp_path: Path) -> None:
    closed = restricted(tmp_path)
    free = account("free-1", "2024-02-01", 50)
    computed, origin = made(tmp_path, [*closed, free])
    assert {row["row_id"]: row["killed"] for row in computed.rows} == {"2014": 12, "2024": 56}
    assert set(origin.claims) == {free.claim_id}
    assert {(each.why, each.count) for each in origin.hidden} == {
        ("licence of ACLED, Armed Conflict Location & Event Data", 2),
        ("licence of Global Terrorism Database", 3),
    }
    for row in computed.rows:
        assert set(origin.open(row["claims"])) <= {free.claim_id}


@pytest.mark.parametrize("series", ["acled", "gtd"])
def test_a_row_that_came_in_somebody_s_table_is_kept_back_too(tmp_path: Path, series: str) -> None:
    from naap.ledger import make_claim

    said = account("free-1", "2024-02-01", 50).fields
    copied = make_claim("account", **{**said, "series": series, "source": "peace-desk-2024"})
    _, origin = made(tmp_path, [copied])
    assert origin.claims == {}
    assert sum(each.count for each in origin.hidden) == 1


def test_a_data_set_whose_rows_may_not_leave_is_among_those_that_are_used(tmp_path: Path) -> None:
    def told(*claims: Claim, name: str) -> tuple[list[str], list[str]]:
        (tmp_path / name).mkdir()
        _, origin = made(tmp_path / name, list(claims))
        review = SimpleNamespace(origins={"all-accounts": origin})
        return used_and_others(cast(Review, review))

    free = account("free-1", "2024-02-01", 50)
    used, others = told(free, name="without")
    assert "pack" in used
    assert {"acled", "gtd"} <= set(others)
    more, fewer = told(free, *restricted(tmp_path), name="with")
    assert set(more) - set(used) == {"acled", "gtd"}
    assert sorted(more + fewer) == sorted(used + others) == sorted(sources())


def test_no_file_of_a_review_holds_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages, data and the Data Package that describes them."""
    monkeypatch.setattr("naap.review.edition.drawn", lambda *_, **__: "<svg></svg>")
    monkeypatch.setattr("naap.review.edition.pdf", lambda *_: b"")
    closed = restricted(tmp_path)
    free = account("free-1", "2024-02-01", 50)
    snapshot = Snapshot.of(ledger_of(tmp_path / "ledger", *closed, free))
    options = Options.asked(shipped("example"), languages=("en",))
    site = Site(build(shipped("example"), snapshot, options, tmp_path / "out", key=b"key").folder)

    def holding(text: str) -> list[str]:
        return [name for name, content in site.files.items() if text.encode() in content]

    assert holding(free.claim_id), "what may leave is found, so that what may not would be"
    for claim in closed:
        named = [claim.claim_id, claim.claim_id[:12], claim.fields["record_key"]]
        named += [party.rpartition(".")[2] for party in claim.fields["perpetrators"]]
        for text in named:
            assert holding(text) == []
    package = json.loads(site.files["data/datapackage.json"])
    assert not [each["name"] for each in package["resources"] if each["name"] in {"acled", "gtd"}]
