"""Detectors, plan quality, decisions and results: their words, versions, and what they read."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import naap.status
from naap.engine import Engine
from naap.ledger.snapshot import Snapshot
from naap.pack.tables import TABLES
from naap.periods import parse_period
from naap.problems import UnusableInput
from naap.status.detectors import DETECTORS, detections
from naap.status.in_force import version
from naap.status.plan_quality import CRITERIA, plan_quality
from naap.status.results import results
from naap.status.results_iati import flat, iati
from naap.status.sentences import names, sentence
from naap.status.told import Told
from naap.status.words import Why, word
from tests.plan_makers import example, number, pack_with, told_with
from tests.returns_makers import Office, live

DAY = date(2025, 1, 31)
NOBODY = cast("Snapshot", None)
STATUS = Path(naap.status.__file__).parent
WORDS = yaml.safe_load((STATUS / "words_registers.yml").read_text(encoding="utf-8"))


# in words


def test_every_word_and_reason_is_there_in_both_languages_with_the_same_gaps() -> None:
    for group in ("words", "reasons"):
        for key, told in WORDS[group].items():
            assert set(told) == {"en", "ur"}, key
            gaps = [set(re.findall(r"{(\w+)}", text)) for text in told.values()]
            assert gaps[0] == gaps[1], key
            assert re.search(r"[\u0600-\u06ff]", told["ur"]), key


def test_every_reason_that_the_code_gives_stands_in_the_words_and_none_besides() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for folder in (STATUS, STATUS.parent / "cli")
        for path in sorted(folder.glob("*.py"))
    )
    for key in WORDS["reasons"]:
        stem = "never-started-" if key.startswith("never-started-") else key
        assert f'"{stem}' in code or f"'{stem}'" in code, key


def test_every_detector_and_criterion_has_a_title() -> None:
    for key in (*DETECTORS, *CRITERIA, "yes", "no", "cannot tell"):
        assert word(key, "en")
        assert word(key, "ur")


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("plan", ["SAP19", "SAP22"])
def test_every_finding_is_a_whole_sentence(language: Any, plan: str) -> None:
    pack = example()
    reasons: list[Why] = [each.why for each in detections(pack, NOBODY, DAY, plan, Told())]
    quality = plan_quality(pack, NOBODY, DAY, plan, Told())
    reasons += [one.why for each in quality.points for one in each.answers]
    assert len(reasons) > 25
    for reason in reasons:
        said = sentence(pack, reason, language)
        assert not re.search(r"[{}|]|\b(body|point|text|quantity|event|word|source):", said), said
        assert said[-1] in ".۔", said


def test_a_name_that_the_pack_lacks_stays_its_id() -> None:
    for value in ("body:gone", "point:gone", "source:gone", "event:gone", "quantity:gone"):
        assert names(example(), value, "en") == "gone"
    assert names(example(), "text:actions:gone:title", "en") == ""
    assert names(example(), "2024-01", "en") == "2024-01"
    assert names(example(), "body:justice|finance", "ur") == "وزارت انصاف، وزارت خزانہ"


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_no_value_of_a_reason_breaks_its_sentence(value: str) -> None:
    for language in ("en", "ur"):
        assert isinstance(names(example(), value, cast("Any", language)), str)


# versions


def test_a_version_counts_to_the_day_before_the_next() -> None:
    pack = example()
    assert version(pack, DAY).plan.plan_id == "SAP22"
    old = version(pack, DAY, "SAP19")
    assert (old.last, old.day) == (date(2022, 8, 31), DAY)
    assert version(pack, date(2022, 8, 31)).plan.plan_id == "SAP19"
    with pytest.raises(UnusableInput, match="SAP22 by 2022-08-31"):
        version(pack, date(2022, 8, 31), "SAP22")
    with pytest.raises(UnusableInput, match="SAP19"):
        version(pack, DAY, "SAP99")


def test_of_a_version_known_in_part_nothing_lacking_is_sure() -> None:
    pack = pack_with({"plans": {"SAP22": {"completeness": "partial", "points_stated": 7}}})
    found = detections(pack, NOBODY, DAY, None, Told())
    lacking = [each for each in found if each.detector in ("no-owner", "owner-lost")]
    assert lacking
    assert not any(each.sure for each in lacking)
    quality = plan_quality(pack, NOBODY, DAY, None, Told())
    assert quality.points_unknown == 2
    assert {each.criterion: each.answer for each in quality.answers} == {
        "activities": "no", "deadlines": "cannot tell", "funding": "no",
        "indicators": "cannot tell", "published": "cannot tell",
    }  # fmt: skip


# results


def told_of(rows: list[tuple[str, str, str, int, str]]) -> Told:
    numbers = [
        number(quantity, period, value, place, publisher)
        for quantity, period, place, value, publisher in rows
    ]
    return told_with(list({each.claim_id: each for each in numbers}.values()))


SAID = st.lists(
    st.tuples(
        st.sampled_from(["attacks", "centres-open", "cases-filed", "cases-decided-in-time",
                         "teachers-trained", "frozen", "judges"]),
        st.sampled_from(["2021", "2022", "2023", "2024", "2024-H1", "2024-Q1", "2024-12-31",
                         "2022-09/2024-12", "2024-06-30"]),
        st.sampled_from(["SZ", "SZ1", "SZ2"]),
        st.integers(0, 10_000),
        st.sampled_from(["peace-desk", "interior"]),
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(SAID)
def test_no_number_is_lost_or_made_up_on_its_way_to_the_tables(
    rows: list[tuple[str, str, str, int, str]],
) -> None:
    """Every number of an indicator of the plan since its adoption is on one line, with its claim,
    and nothing stands there that nobody told; a target is on one line whatever was told."""
    pack, known = example(), told_of(rows)
    found = results(pack, NOBODY, DAY, known=known)
    told = [claim for line in found for each in line.actuals for claim in each.claims]
    shares = {"cases-filed", "cases-decided-in-time"}
    wanted = {
        each.claim_id for each in known.numbers
        if each.end >= date(2022, 9, 1) and each.quantity not in {*shares, "judges"}
    }  # fmt: skip
    plain = [claim for claim in told if not claim.startswith(tuple(shares))]
    assert sorted(plain) == sorted(wanted)
    by_id = {each.claim_id: each for each in known.numbers}
    for line in found:
        for each in line.actuals:
            parts = [by_id[claim] for claim in each.claims]
            if len(parts) == 2:
                assert abs(each.value * parts[1].value - parts[0].value) <= parts[1].value / 10_000
            else:
                assert each.value == parts[0].value
    targets = [line.target.target_id for line in found if line.target is not None]
    assert sorted(targets) == sorted(
        row.model_dump()["target_id"] for row in pack.tables["targets"]
    )
    table = list(flat(pack, found))
    assert len(table) == sum(max(len(line.actuals), 1) for line in found)
    periods = [
        period for result in iati(pack, found) for each in result["indicator"]
        for period in each["period"]
    ]  # fmt: skip
    assert sum(len(each["actual"]) for each in periods) == sum(len(each.actuals) for each in found)
    assert sum(len(each["target"]) for each in periods) == len(targets)
    json.dumps(periods)


def test_what_is_written_in_the_shape_of_iati_can_be_read_back() -> None:
    known = told_of([
        ("cases-decided-in-time", "2024", "SZ", 63, "peace-desk"),
        ("cases-filed", "2024", "SZ", 90, "peace-desk"),
        ("attacks", "2024", "SZ", 79, "peace-desk"),
    ])  # fmt: skip
    told = iati(example(), results(example(), NOBODY, DAY, known=known))
    (courts,) = [each for each in told if each["reference"][0]["code"] == "SAP22-01"]
    assert courts["type"] == "2"
    (cases,) = courts["indicator"]
    assert (cases["measure"], cases["ascending"]) == ("2", "1")
    assert cases["baseline"] == [
        {"year": "2021", "iso-date": "2021-12-31", "value": "42", "location": [{"ref": "SZ"}]}
    ]
    (period,) = cases["period"]
    assert period["period-end"] == {"iso-date": "2024-12-31"}
    assert [each["value"] for each in period["target"]] == ["70"]
    assert [each["value"] for each in period["actual"]] == ["70"]
    proposed = json.dumps([each for each in told if each["reference"][0]["code"] == "SAP22-05"])
    assert "proposal, not official" in proposed
    (roads,) = [each for each in told if each["reference"][0]["code"] == "SAP22-02"
                and each["type"] == "3"]  # fmt: skip
    assert roads["indicator"][0]["ascending"] == "0"


def test_a_period_asks_for_what_ends_in_it() -> None:
    known = told_of([("attacks", "2023", "SZ", 66, "peace-desk"),
                     ("attacks", "2024", "SZ", 79, "peace-desk")])  # fmt: skip
    found = results(example(), NOBODY, DAY, None, parse_period("2023"), known)
    assert {line.end for line in found} == {date(2023, 12, 31)}
    assert {line.indicator.indicator_id for line in found} == {"I-attacks", "I-desks"}


def test_the_direction_decides_which_side_of_a_target_is_reached() -> None:
    known = told_of([("attacks", "2024", "SZ", 20, "peace-desk"),
                     ("teachers-trained", "2022-09/2024-12", "SZ1", 799, "peace-desk"),
                     ("frozen", "2022-09/2024-12", "SZ", 99, "peace-desk")])  # fmt: skip
    found = {
        line.target.target_id: [each.reached for each in line.actuals]
        for line in results(example(), NOBODY, DAY, known=known) if line.target
    }  # fmt: skip
    assert found["T-attacks-24"] == [True]
    assert found["T-teachers-24"] == [False]
    assert found["T-frozen"] == [None]


def test_every_detector_row_names_a_row_of_the_pack() -> None:
    pack = example()
    tables = {"point": "points", "action": "actions", "milestone": "milestones",
              "target": "targets", "decision": "decisions", "quantity": "quantities"}  # fmt: skip
    for each in detections(pack, NOBODY, DAY, None, Told()):
        assert pack.has(TABLES[tables[each.kind]], each.subject)
        assert all(pack.has(TABLES["sources"], source) for source in each.sources)


# over a year of returns


def test_what_was_returned_and_accepted_is_an_actual_and_what_is_restricted_stays_inside(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path)
    live(office, "2023-10", 3)
    day = date(2024, 3, 1)
    inside, outside = (
        Snapshot.of(office.ledger, clearance=label) for label in ("TLP:RED", "TLP:CLEAR")
    )
    every = results(office.pack, inside, day)
    public = results(office.pack, outside, day)
    claims = {
        name: {claim for line in lines for each in line.actuals for claim in each.claims}
        for name, lines in (("inside", every), ("outside", public))
    }
    with Engine(threads=1) as engine:
        inside.register(engine)
        label = {row["claim_id"]: row["handling"] for row in
                 engine.rows("SELECT claim_id, handling FROM figure")}  # fmt: skip
    assert claims["inside"] <= label.keys(), "every actual is a claim of the ledger"
    restricted = {claim for claim in claims["inside"] if label[claim] != "TLP:CLEAR"}
    assert restricted, "the pack asks for money frozen under TLP:AMBER"
    assert claims["outside"] == claims["inside"] - restricted
    frozen = [[line.actuals for line in lines if line.quantity == "frozen"]
              for lines in (every, public)]  # fmt: skip
    assert any(frozen[0])
    assert frozen[1] == [()], "the target stays, and no number stands beside it"
    told = {claim for each in detections(office.pack, outside, day) for claim in each.claims}
    assert not told & restricted
    asked = plan_quality(office.pack, outside, day)
    answered = {claim for each in asked.points for one in each.answers for claim in one.claims}
    assert not answered & restricted


def test_a_report_that_says_more_than_not_started_is_a_sign_of_a_beginning(tmp_path: Path) -> None:
    office = Office(tmp_path)
    live(office, "2024-01", 2)
    day = date(2024, 6, 1)
    told = detections(office.pack, office.snapshot, day)
    with Engine(threads=1) as engine:
        office.snapshot.register(engine)
        begun = {row["action"] for row in engine.rows(
            "SELECT action FROM action_report WHERE completion NOT IN ('not started', "
            "'no evidence available')"
        )}  # fmt: skip
    assert begun
    silent = {each.subject for each in told if each.detector == "never-started"}
    assert not silent & begun
