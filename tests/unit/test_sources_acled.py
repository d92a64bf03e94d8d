"""ACLED: what its codebook means by a row, and what is dropped at the door."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naap.config import shipped_packs
from naap.ledger import Batch, Claim, Ledger
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack, load
from naap.problems import UnusableInput
from naap.sources import Reading, Request, import_file, source_named
from naap.sources.acled_codes import TYPES
from naap.sources.parties import Parties, party_id, spelled_in
from naap.sources.source import Spelling
from tests.event_files import ACLED, Row, acled_event, write_csv

SOURCE = source_named("acled")


def reading(pack: Pack, folder: Path, *rows: Row, delimiter: str = ",") -> Reading:
    return SOURCE.read(Request(write_csv(folder / "export.csv", rows, ACLED, delimiter), pack))


def claim(pack: Pack, folder: Path, **changed: str) -> Claim:
    found = reading(pack, folder, acled_event(1, **changed))
    assert found.refused == []
    (only,) = found.claims
    return only


def test_an_attack_on_civilians_as_the_codebook_means_it(pack: Pack, tmp_path: Path) -> None:
    fields = dict(claim(pack, tmp_path).fields)
    assert fields | {"side_a": "", "side_b": "", "perpetrators": ""} == {
        "series": "acled", "record_key": "SZK1", "source": "acled", "basis": "study",
        "locator": "event_id_cnty SZK1", "stated_on": "2024-03-11",
        "event_start": date(2024, 3, 4), "event_end": date(2024, 3, 4), "date_precision": "1",
        "country": "SZ", "area_1": "Vale", "area_2": "Greenfield", "locality": "Old Mill",
        "latitude": fields["latitude"], "longitude": fields["longitude"], "place_precision": "1",
        "event_type": "Violence against civilians", "event_subtype": "Attack",
        "targets": ["Civilian targeting"], "victims": ["civilians"], "attribution": "attributed",
        "perpetrator_grades": ["attributed"], "killed_best": 3,
        "side_a": "", "side_b": "", "perpetrators": "",
    }  # fmt: skip
    assert (str(fields["latitude"]), str(fields["longitude"])) == ("35.2100", "71.2500")
    assert fields["perpetrators"] == [fields["side_a"]]
    assert Parties(pack).organisation("acled", fields["side_a"]) == "ridge-front"


def test_no_free_text_is_kept_and_each_cell_is_counted(pack: Pack, tmp_path: Path) -> None:
    found = reading(pack, tmp_path, acled_event(1), acled_event(2, notes="", tags=""))
    assert found.dropped == {"notes": 1, "source": 2, "tags": 1}
    assert "SECRET" not in str(found.claims)
    assert found.unknown_columns == ()
    assert "Civilians (Sabzkoh)" not in str(found.claims)


def test_events_of_another_country_are_left_out(pack: Pack, tmp_path: Path) -> None:
    found = reading(pack, tmp_path, acled_event(1), acled_event(2, iso="586"))
    assert (len(found.claims), found.outside) == (1, {"in another country": 1})


def test_an_export_covers_nothing(pack: Pack, tmp_path: Path) -> None:
    assert reading(pack, tmp_path, acled_event(1)).coverage == ()


@pytest.mark.parametrize(
    "cell", ["16 December 2014", "16 Dec 2014", "16-December-2014", "2014-12-16"]
)
def test_days_as_exports_of_several_years_write_them(pack: Pack, tmp_path: Path, cell: str) -> None:
    assert claim(pack, tmp_path, event_date=cell).fields["event_start"] == date(2014, 12, 16)


def test_a_file_parted_by_semicolons_is_the_same(pack: Pack, tmp_path: Path) -> None:
    plain = reading(pack, tmp_path, acled_event(1))
    other = reading(pack, tmp_path, acled_event(1), delimiter=";")
    assert [each.claim_id for each in plain.claims] == [each.claim_id for each in other.claims]


def test_classes_of_actors_as_numbers_and_as_words_are_the_same(pack: Pack, tmp_path: Path) -> None:
    words = claim(pack, tmp_path)
    numbers = claim(pack, tmp_path, inter1="2", inter2="7", interaction="27")
    assert words.claim_id == numbers.claim_id


@pytest.mark.parametrize(
    ("changed", "victims", "grades"),
    [
        (
            {"event_type": "Battles", "sub_event_type": "Armed clash", "inter2": "State forces",
             "civilian_targeting": ""},
            ["armed-group", "security-forces"], None,
        ),
        (
            {"event_type": "Explosions/Remote violence", "sub_event_type": "Suicide bomb",
             "inter2": "State forces", "civilian_targeting": "",
             "actor1": "Unidentified Armed Group (Sabzkoh)"},
            ["security-forces"], ["unknown"],
        ),
        (
            {"event_type": "Explosions/Remote violence", "sub_event_type": "Grenade",
             "actor2": "", "inter2": "0", "civilian_targeting": ""},
            None, ["attributed"],
        ),
        (
            {"event_type": "Riots", "sub_event_type": "Mob violence", "inter1": "Rioters",
             "actor1": "Rioters (Sabzkoh)"},
            ["civilians"], ["attributed"],
        ),
        (
            {"event_type": "Protests", "sub_event_type": "Excessive force against protesters",
             "inter1": "Protesters", "civilian_targeting": ""},
            ["demonstrators"], None,
        ),
        ({"assoc_actor_1": "Road Column; Harbour Aid Guild"}, ["civilians"], ["attributed"] * 3),
    ],
)  # fmt: skip
def test_who_was_hit_and_who_did_it(
    pack: Pack,
    tmp_path: Path,
    changed: dict[str, str],
    victims: list[str] | None,
    grades: list[str] | None,
) -> None:
    fields = claim(pack, tmp_path, **changed).fields
    assert fields.get("victims") == victims
    assert fields.get("perpetrator_grades") == grades


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("event_id_cnty", "Jo Doe"), ("event_date", "03/04/2024"), ("event_date", "2024-W10-1"),
        ("event_date", "31 February 2024"), ("time_precision", "4"), ("geo_precision", "0"),
        ("event_type", "Rumours"), ("sub_event_type", "Armed clash"), ("inter1", "Jo Doe"),
        ("fatalities", ""), ("fatalities", "2.5"), ("fatalities", "-1"), ("latitude", "95"),
        ("longitude", "east"), ("timestamp", "yesterday"), ("iso", ""),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_right_is_refused_by_row_and_column(
    pack: Pack, tmp_path: Path, column: str, cell: str
) -> None:
    found = reading(pack, tmp_path, acled_event(1), acled_event(2, **{column: cell}))
    assert [(each.row, each.column) for each in found.refused] == [(3, column)]
    assert len(found.claims) == 1


def test_every_type_of_the_codebook_is_taken(pack: Pack, tmp_path: Path) -> None:
    pairs = [(type_, sub) for type_, subs in TYPES.items() for sub in subs]
    rows = [
        acled_event(at, event_type=type_, sub_event_type=sub)
        for at, (type_, sub) in enumerate(pairs)
    ]
    found = reading(pack, tmp_path, *rows)
    assert found.refused == []
    told = [(each.fields["event_type"], each.fields["event_subtype"]) for each in found.claims]
    assert told == pairs


def test_parties_that_the_pack_does_not_know_are_told_by_name(pack: Pack, tmp_path: Path) -> None:
    found = reading(pack, tmp_path, acled_event(1), acled_event(2))
    (told,) = [remark for remark in found.remarks if "no organisation" in remark]
    assert f"Civilians (Sabzkoh) = {party_id('Civilians (Sabzkoh)')} (2)" in told
    assert "Ridge" not in told


def test_a_pack_without_the_number_says_where_to_add_it(pack: Pack, tmp_path: Path) -> None:
    from dataclasses import replace

    ids = pack.settings.data_sets.model_copy(update={"iso_number": None})
    without = replace(pack, settings=pack.settings.model_copy(update={"data_sets": ids}))
    with pytest.raises(UnusableInput, match=r"data_sets\.iso_number"):
        reading(without, tmp_path, acled_event(1))


def test_an_event_that_is_told_again_is_unchanged(pack: Pack, tmp_path: Path) -> None:
    """Only ACLED's own time stamp differs: the account stays as first told."""
    ledger = Ledger.create(tmp_path / "ledger")
    for stamp, new in (("1710200000", 1), ("1720200000", 0)):
        file = write_csv(tmp_path / "a.csv", [acled_event(1, timestamp=stamp)], ACLED)
        report = import_file(ledger, SOURCE, Request(file, pack), recorded_by="test")
        tally = report.receipt.tallies["account"]
        assert (tally.new, tally.unchanged) == (new, 1 - new)


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="()"), min_size=1, max_size=30)


@given(name=NAMES)
def test_a_party_has_one_id_whatever_case_and_brackets(name: str) -> None:
    if not any(each.isalnum() for each in name):
        return
    assert party_id(f"{name} (2018-2022)") == party_id(name)
    assert len(party_id(name).rpartition(".")[2]) == 12


def test_the_same_organisation_in_two_data_sets_has_one_id() -> None:
    acled, gtd = "TTP: Tehreek-i-Taliban Pakistan", "Tehreek-i-Taliban Pakistan (TTP)"
    assert party_id(acled) == party_id(gtd)
    assert party_id(acled).startswith("ttp.")
    assert party_id("Tehreek i Taliban PAKISTAN").rpartition(".")[2] == party_id(gtd)[4:]


CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["0", "1", "2024-01-01", "1 May 2024", "Battles", "9990"]),
)


@given(changed=st.dictionaries(st.sampled_from(ACLED), CELLS, max_size=4))
def test_any_row_gives_a_claim_a_refusal_or_a_reason(changed: dict[str, str]) -> None:
    """Whatever the cells hold: never a crash, never a row lost, never free text."""
    pack = load_once()
    with tempfile.TemporaryDirectory() as folder:
        text = {column: cell.replace("\r", " ").replace("\n", " ").replace("\0", " ")
                for column, cell in changed.items()}  # fmt: skip
        found = reading(pack, Path(folder), acled_event(1, **text))
    assert len(found.claims) + len(found.refused) + found.outside.total() == 1
    assert "SECRET" not in str(found.claims)


_PACK: list[Pack] = []


def load_once() -> Pack:
    if not _PACK:
        _PACK.append(load(shipped_packs()["example"]))
    return _PACK[0]


def test_a_party_whose_name_is_a_spelling_is_judged_and_counted(pack: Pack, tmp_path: Path) -> None:
    """The claim holds no name of the file; the account keeps the id that it has without it."""
    file = write_csv(
        tmp_path / "export.csv",
        [acled_event(1, actor1="Blak Rige Frunt"), acled_event(2, actor1="Some Body", actor2="")],
        ACLED,
    )
    asked: list[str] = []

    def spelling_of(name: str) -> Spelling | None:
        asked.append(name)
        return Spelling("ridge-front", "Black Ridge Front", 0.97) if "Frunt" in name else None

    plain, found = (
        SOURCE.read(Request(file, pack)),
        SOURCE.read(Request(file, pack, spelling_of=spelling_of)),
    )
    (judged,) = [each for each in found.claims if each.kind == "judgement"]
    accounts = [each.claim_id for each in found.claims if each.kind == "account"]
    assert accounts == [each.claim_id for each in plain.claims]
    party = party_id("Blak Rige Frunt")
    assert (judged.fields["answer"], judged.fields["judged"]) == (
        "ridge-front", [f"party/acled/{party}"],
    )  # fmt: skip
    assert "Frunt" not in str(judged.fields)
    assert found.parties == {"by spelling": 1, "kept by an id alone": 2}
    assert sorted(asked) == ["Blak Rige Frunt", "Civilians", "Some Body"]
    assert "Frunt" not in " ".join(found.remarks)
    ledger = Ledger.create(tmp_path / "ledger")
    ledger.append(Batch("test", tuple(found.claims)))
    spelled = spelled_in(Snapshot.of(ledger))
    assert spelled == {("acled", party): "ridge-front"}
    assert Parties(pack, spelled).organisation("acled", party) == "ridge-front"
    assert Parties(pack).organisation("acled", party) is None
