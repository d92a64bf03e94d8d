"""Accounts of several data sets become incidents, and persons have the last word."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from naap.config import shipped_packs
from naap.engine import connect
from naap.incidents.accounts import read_accounts
from naap.incidents.judging import Answer, judge
from naap.incidents.reconcile import TABLES, Incidents
from naap.incidents.uncertain import uncertain_pairs
from naap.ledger import Batch
from naap.pack import load
from naap.problems import UnusableInput
from naap.sources import Request
from naap.sources.parties import party_id, take_parties
from naap.sources.source import Reading, Spelling
from naap.workspace import Workspace
from tests.incident_makers import account, found_in, workspace_of, workspace_with
from tests.incident_worlds import claims, held, made_events, tell
from tests.ledger_makers import hour

DAY = date(2026, 1, 1)


def groups(found: Incidents) -> dict[str, list[str]]:
    """The keys of the accounts of each incident, by its id."""
    rows = found.rows(
        "SELECT incident_id, list(series || '/' || record_key ORDER BY ALL) AS keys "
        "FROM members GROUP BY incident_id ORDER BY incident_id"
    )
    return {row["incident_id"]: row["keys"] for row in rows}


def decide(workspace: Workspace, one: str, other: str, answer: Answer) -> None:
    claim = judge(f"account/{one}", f"account/{other}", answer, "interior", "Seen", DAY,
                  workspace.clearance)  # fmt: skip
    workspace.ledger().append(Batch("interior", (claim,)))


def test_accounts_of_one_event_are_one_incident(tmp_path: Path) -> None:
    workspace = workspace_with(
        tmp_path / "w",
        [
            account("gtd", "g1", killed_best=4, date_precision="day", injured_best=7),
            account("ucdp-ged", "u1", killed_low=3, killed_high=9),
            account("acled", "a1", killed_best=8),
            account("acled", "a9", event_start="2021-09-01", event_end="2021-09-01"),
        ],
    )
    found = found_in(workspace)
    assert groups(found) == {
        "account/acled/a1": ["acled/a1", "gtd/g1", "ucdp-ged/u1"],
        "account/acled/a9": ["acled/a9"],
    }
    row = found.rows("SELECT * FROM incidents WHERE n_sources = 3")[0]
    # 3, 4 and 8 were told: the middle one stands, with the lowest and highest that anybody tells.
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (3, 4, 9)
    assert row["killed_rule"] == "middle account"
    assert (row["injured_best"], row["injured_rule"]) == (7, "one account")
    assert (row["district"], row["province"]) == ("SZ11", "SZ1")
    assert row["disagreement"] == pytest.approx(1 / 4)  # day, place and means agree
    alone = found.rows("SELECT * FROM incidents WHERE n_sources = 1")[0]
    assert alone["disagreement"] in (None, 0.0)
    assert found.about["incidents"] == 2


def test_an_even_number_of_accounts_is_not_averaged(tmp_path: Path) -> None:
    rows = [account("acled", "a1", killed_best=3), account("gtd", "g1", killed_best=4)]
    found = found_in(workspace_with(tmp_path / "w", rows), likely=True)
    (row,) = found.rows("SELECT * FROM incidents")
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (3, 3, 4)


def test_the_id_is_the_oldest_account_that_the_ledger_knows(tmp_path: Path) -> None:
    workspace = workspace_with(
        tmp_path / "w", [account("ucdp-ged", "u1")], [account("acled", "a1")],
        [account("ucdp-ged", "u1", killed_best=4)],
    )  # fmt: skip
    # The revision of u1 is newer than a1, but its key is older.
    assert list(groups(found_in(workspace))) == ["account/ucdp-ged/u1"]


def test_twins_of_one_data_set_are_never_put_together(tmp_path: Path) -> None:
    workspace, _ = workspace_of(tmp_path / "w", 150, 11)
    for likely in (False, True):
        rows = found_in(workspace, likely=likely).rows(
            "SELECT incident_id FROM members GROUP BY incident_id, series HAVING count(*) > 1"
        )
        assert rows == []


def test_rows_that_say_the_same_are_left_to_a_person(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "w", [account("acled", "a1"), account("acled", "a2")])
    found = found_in(workspace)
    assert len(groups(found)) == 2
    (pair,) = uncertain_pairs(found)
    assert (pair.one, pair.other) == ("account/acled/a1", "account/acled/a2")
    decide(workspace, "acled/a1", "acled/a2", "one event")
    found = found_in(workspace)
    assert groups(found) == {"account/acled/a1": ["acled/a1", "acled/a2"]}
    assert uncertain_pairs(found) == []


def test_a_judgement_outranks_the_model_and_survives_a_release(tmp_path: Path) -> None:
    first = [account("acled", "a1"), account("gtd", "g1"),
             account("ucdp-ged", "u1", event_start="2021-03-09", event_end="2021-03-09",
                     latitude=34.1, area_1="Coast", area_2="Harbour", killed_best=40)]  # fmt: skip
    workspace = workspace_with(tmp_path / "w", first)
    assert groups(found_in(workspace, likely=True))["account/acled/a1"] == ["acled/a1", "gtd/g1"]
    decide(workspace, "acled/a1", "gtd/g1", "two events")
    decide(workspace, "ucdp-ged/u1", "gtd/g1", "one event")
    expected = {
        "account/acled/a1": ["acled/a1"], "account/gtd/g1": ["gtd/g1", "ucdp-ged/u1"],
    }  # fmt: skip
    assert groups(found_in(workspace, likely=True)) == expected
    # The next release tells the day and the dead otherwise, under the same keys.
    changed = [{**row, "killed_best": row["killed_best"] + 1} for row in first]
    workspace.ledger().append(Batch("tests", claims(changed)))
    found = found_in(workspace, likely=True)
    assert groups(found) == expected
    assert found.about["judgements"] == 2
    # Who decides again is heard: the newest judgement counts.
    decide(workspace, "acled/a1", "gtd/g1", "one event")
    assert groups(found_in(workspace))["account/acled/a1"] == ["acled/a1", "gtd/g1", "ucdp-ged/u1"]


def test_equal_evidence_gives_equal_bytes(tmp_path: Path) -> None:
    found = []
    for name in ("a", "b"):
        workspace, _ = workspace_of(tmp_path / name, 120, 12)
        found.append(found_in(workspace))
    for table in TABLES:
        assert found[0].path(table).read_bytes() == found[1].path(table).read_bytes(), table
    names = [{key: each.about[key] for key in each.about if key != "digest"} for each in found]
    assert names[0] == names[1]


def test_the_cache_is_made_anew_only_when_something_changed(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "w", [account("acled", "a1")])
    first = found_in(workspace)
    (first.folder / "mark").touch()
    assert (found_in(workspace).folder / "mark").exists()
    workspace.ledger().append(Batch("tests", claims([account("gtd", "g1")])))
    again = found_in(workspace)
    assert again.folder != first.folder
    assert [each.name for each in workspace.cache.glob(".incidents*")] == []


def test_a_ledger_without_accounts_says_what_to_do(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "w")
    with pytest.raises(UnusableInput) as raised:
        found_in(workspace)
    assert "naap import" in str(raised.value)


@pytest.mark.parametrize(
    ("rows", "family"),
    [
        ([account("acled", "a1", event_type="Riots")], "extremism-and-persecution"),
        ([account("acled", "a1")], "terrorism-and-conflict"),
        ([account("gtd", "g1", event_type="Unknown")], "terrorism-and-conflict"),
        ([account("press", "p1", event_type="Mob attack")], "extremism-and-persecution"),
    ],
)
def test_an_incident_belongs_to_one_family(
    tmp_path: Path, rows: list[dict[str, Any]], family: str
) -> None:
    found = found_in(workspace_with(tmp_path / "w", rows))
    assert [row["family"] for row in found.rows("SELECT family FROM incidents")] == [family]


def test_names_of_organisations_are_compared_through_aliases(tmp_path: Path) -> None:
    workspace = workspace_with(
        tmp_path / "w",
        [
            account("acled", "a1", side_a=party_id("BRF: Black Ridge Front")),
            account("gtd", "g1", side_a=party_id("Kala Tila Mahaz")),
            account("ucdp-ged", "u1", side_b="9901"),
            account("press", "p1", side_a=party_id("New Ridge Movement")),
        ],
    )
    links = {
        (row["one"][8:], row["other"][8:]): row["level_organisations"]
        for row in found_in(workspace).rows("SELECT * FROM links")
    }
    assert links["acled/a1", "gtd/g1"] == links["acled/a1", "ucdp-ged/u1"] == 0
    assert links["gtd/g1", "press/p1"] == 1  # renamed to: kin, not the same name


def test_names_that_are_known_are_not_looked_up_again(tmp_path: Path) -> None:
    pack = load(shipped_packs()["example"])
    file = tmp_path / "names"
    placed = []
    for count, known in ((60, file), (120, file), (120, None)):
        with connect() as store:
            held(store, tell(made_events(pack, count), pack, 12, 3).accounts)
            store.execute("CREATE TABLE ages (series VARCHAR, record_key VARCHAR, age BIGINT)")
            read_accounts(store, pack, {}, known_names=known)
            placed.append(store.execute("SELECT * FROM placed ORDER BY ALL").fetchall())
    assert len(placed[0]) < len(placed[1])
    assert placed[1] == placed[2]
    # What the file says counts, and it holds every name of both runs.
    with connect() as store:
        store.execute(
            "CREATE TABLE names AS SELECT * REPLACE ('SZ31' AS district) "
            f"FROM read_parquet('{file}')"
        )
        store.execute(f"COPY names TO '{file}' (FORMAT parquet)")
        held(store, tell(made_events(pack, 120), pack, 12, 3).accounts)
        store.execute("CREATE TABLE ages (series VARCHAR, record_key VARCHAR, age BIGINT)")
        read_accounts(store, pack, {}, known_names=file)
        assert store.execute("SELECT DISTINCT district FROM placed").fetchall() == [("SZ31",)]


def test_a_spelling_that_an_import_found_counts_as_the_name(tmp_path: Path) -> None:
    written = "Blak Rige Frunt"
    workspace = workspace_with(
        tmp_path / "w",
        [account("acled", "a1", side_a=party_id(written)),
         account("ucdp-ged", "u1", side_b="9901")],
    )  # fmt: skip

    def level() -> Any:
        (link,) = found_in(workspace).rows("SELECT * FROM links")
        return link["level_organisations"]

    before = level()
    spelling = Spelling("ridge-front", "Black Ridge Front", 0.93)
    request = Request(tmp_path, workspace.pack, spelling_of=lambda _: spelling)
    found = Reading()
    take_parties(found, "acled", Counter({written: 1}), request)
    workspace.ledger().append(Batch("tests", tuple(found.claims), at=hour(2)))
    assert (before, level()) == (-1, 0), "-1: one of the two names nobody that is known"
