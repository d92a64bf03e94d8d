"""Imports of authorities' lists: organisations only, whatever the file holds."""

from __future__ import annotations

import json
import shutil
import string
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naap.organisations.register import Register, read_register
from naap.problems import UnusableInput
from naap.sources import Report, Request, import_file, source_named
from naap.sources.lists import PERSONS, script_of
from naap.sources.safe_xml import Record, read_records
from naap.workspace import Workspace

ENTITY = """<ENTITY><DATAID>{n}</DATAID><VERSIONNUM>1</VERSIONNUM>
<FIRST_NAME>{name}</FIRST_NAME><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE>
<REFERENCE_NUMBER>{ref}</REFERENCE_NUMBER><LISTED_ON>{day}</LISTED_ON>
<NAME_ORIGINAL_SCRIPT>{arab}</NAME_ORIGINAL_SCRIPT>
<COMMENTS1>Founded by Secret Person.</COMMENTS1>
<LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
<LAST_DAY_UPDATED><VALUE>2011-12-13</VALUE></LAST_DAY_UPDATED>
<ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>{name} alias</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Old {name}</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ALIAS><QUALITY/><ALIAS_NAME/></ENTITY_ALIAS>
<ENTITY_ADDRESS><CITY>Somewhere</CITY><NOTE>Home of Secret Person</NOTE></ENTITY_ADDRESS>
<SORT_KEY/></ENTITY>"""
PERSON = """<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>SECRET</FIRST_NAME>
<SECOND_NAME>PERSON</SECOND_NAME><REFERENCE_NUMBER>QDi.001</REFERENCE_NUMBER>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Secret Alias</ALIAS_NAME></INDIVIDUAL_ALIAS>
</INDIVIDUAL>"""


def entity(n: int, ref: str | None = None, day: str = "2005-05-02") -> str:
    return ENTITY.format(
        n=n, name=f"Made Up Body {n}", ref=ref or f"QDe.{n:03}", day=day, arab=f"نام {n}"
    )


def un_file(folder: Path, entities: Iterable[str], persons: int = 2, head: str = "") -> Path:
    path = folder / "consolidated.xml"
    path.write_text(
        f'<?xml version="1.0" encoding="utf-8"?>{head}<CONSOLIDATED_LIST '
        'dateGenerated="2026-02-27T00:00:01.5Z"><INDIVIDUALS>'
        f"{PERSON * persons}</INDIVIDUALS><ENTITIES>{''.join(entities)}</ENTITIES>"
        "</CONSOLIDATED_LIST>",
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists") / "w"
    Workspace.create(folder, "pakistan")
    return folder


@pytest.fixture
def workspace(made: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(made, tmp_path / "w")
    return Workspace.here(tmp_path / "w")


def run(workspace: Workspace, source: str, file: Path, **asked: Any) -> Report:
    request = Request(file=file, pack=workspace.pack, **{"partial": True, **asked})
    return import_file(
        workspace.writable_ledger(), source_named(source), request, recorded_by="test"
    )


def register(workspace: Workspace) -> Register:
    return read_register(workspace.snapshot(), workspace.pack)


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_entities_of_the_un_list_become_listings_and_names(
    tmp_path: Path, workspace: Workspace
) -> None:
    report = run(workspace, "un-consolidated", un_file(tmp_path, [entity(7), entity(118)]))
    assert report.release == "2026-02-27"
    assert report.receipt.tallies["listing"].new == 2
    assert report.receipt.tallies["name"].new == 8
    found = register(workspace)
    own = [each for each in found.listings if each.source == "un-consolidated"]
    assert [(e.organisation, e.authority, str(e.when), e.event) for e in own] == [
        ("un-consolidated:QDe.007", "unsc", "2005-05-02", "listed"),
        ("let", "unsc", "2005-05-02", "listed"),  # matched by the pack's actors.csv
    ]
    assert found.name_of("un-consolidated:QDe.007") == "Made Up Body 7"
    names = {e.name: e for e in found.names_of["un-consolidated:QDe.007"]}
    assert names["نام 7"].script == "Arab"
    assert names["Old Made Up Body 7"].note == "Formerly so called."
    assert (report.unknown_columns, report.rows_read) == ((), 2)


def test_persons_of_the_un_list_are_counted_and_leave_no_letter_behind(
    tmp_path: Path, workspace: Workspace
) -> None:
    report = run(workspace, "un-consolidated", un_file(tmp_path, [entity(7)], persons=5))
    assert report.outside == {PERSONS: 5}
    assert report.dropped == {"COMMENTS1": 1, "ENTITY_ADDRESS/NOTE": 1}
    assert "Secret" not in json.dumps(report.as_json())
    found = register(workspace)
    assert not [each for each in found.names if "secret" in each.name.casefold()]
    stored = everything_in(workspace.ledger().folder)
    assert b"ecret Person" not in stored
    assert b"SECRET" not in stored


def test_an_entry_that_a_later_list_lacks_is_retracted_and_still_told(
    tmp_path: Path, workspace: Workspace
) -> None:
    many = [entity(n) for n in range(200, 260)]
    run(workspace, "un-consolidated", un_file(tmp_path, many), partial=False)
    later = un_file(tmp_path, many[1:])
    report = run(workspace, "un-consolidated", later, partial=False, release="2026-03-01")
    assert report.receipt.tallies["listing"].retracted == 1
    assert report.receipt.tallies["listing"].new == 0
    found = register(workspace)
    assert "un-consolidated:QDe.200" not in found.listings_of
    (gone,) = [e for e in found.withdrawn if e.key == "listing/un-consolidated/QDe.200"]
    assert gone.status == "retracted"


STEPS = "".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMB = f'<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">{STEPS}]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>'


@pytest.mark.parametrize("head", [BOMB, EXTERNAL, PARAMETER, "<!DOCTYPE x>"])
def test_a_document_type_is_refused_before_any_entity_exists(
    tmp_path: Path, workspace: Workspace, head: str
) -> None:
    name = "&i;" if head is BOMB else "&e;" if head is EXTERNAL else "x"
    bad = un_file(tmp_path, [entity(1).replace("Made Up Body 1", name)], head=head)
    before = workspace.ledger().digest()
    with pytest.raises(UnusableInput, match="document type"):
        run(workspace, "un-consolidated", bad)
    assert workspace.ledger().digest() == before


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<HTML/>", "at the top"),
        ("<CONSOLIDATED_LIST>" + "<a>" * 40 + "</a>" * 40 + "</CONSOLIDATED_LIST>", "deeper"),
        ("<CONSOLIDATED_LIST><ENTITY><FIRST_NAME>" + "x" * 200_000, "letters"),
        ("<CONSOLIDATED_LIST><ENTITY>", "cannot be read"),
        ("<CONSOLIDATED_LIST><ENTITY>&x;</ENTITY></CONSOLIDATED_LIST>", "cannot be read"),
        ("", "cannot be read"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_its_line(
    tmp_path: Path, workspace: Workspace, body: str, found: str
) -> None:
    file = tmp_path / "bad.xml"
    file.write_text(body, encoding="utf-8")
    with pytest.raises(UnusableInput, match=found) as refused:
        run(workspace, "un-consolidated", file)
    assert refused.value.problems[0].row is not None


def test_an_entity_without_a_number_or_with_an_odd_day_is_refused(
    tmp_path: Path, workspace: Workspace
) -> None:
    odd = entity(2).replace("<REFERENCE_NUMBER>QDe.002</REFERENCE_NUMBER>", "")
    with pytest.raises(UnusableInput) as refused:
        run(workspace, "un-consolidated", un_file(tmp_path, [entity(1, day="soon"), odd]))
    assert [each.column for each in refused.value.problems] == ["LISTED_ON", "REFERENCE_NUMBER"]


@given(st.text(alphabet=string.printable + "نام<&", max_size=300))
@settings(max_examples=150)
def test_any_text_is_read_or_refused_and_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.mktemp("xml") / "any.xml"
    file.write_text(f"<L><E>{text}</E></L>", encoding="utf-8")
    taken: list[Record] = []
    with suppress(UnusableInput):
        read_records(file, root="L", wanted="E", counted=(), skipped=(), take=taken.append)
    assert all(path and said for record in taken for path, said in record.fields)


def test_records_come_one_by_one_while_the_file_is_read(tmp_path: Path) -> None:
    """A list is held one entry at a time: a broken end still gives what came first."""
    file = tmp_path / "long.xml"
    file.write_text("<L>" + "<E><N>x</N></E>" * 50_000 + "<E>", encoding="utf-8")
    taken = 0

    def take(record: Record) -> None:
        nonlocal taken
        taken += record.first("N") == "x"

    with pytest.raises(UnusableInput):
        read_records(file, root="L", wanted="E", counted=(), skipped=(), take=take)
    assert taken == 50_000


SDN = [
    '36,"MADE UP AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Linked To: PERSON."',
    '7140,"LASHKAR E-TAYYIBA",-0- ,"FTO] [SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ',
    '2674,"PERSON, Secret",individual,"SDGT","Founder",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1970."',
    '15036,"SHIP ONE",vessel,"IRAN",-0- ,"EQAA","Tanker","1","2","Iran","Someone",-0- ',
    '15037,"EP-ABC",aircraft,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ',
]
ALT = [
    '36,12,"aka","AERO-MADE-UP",-0- ',
    '7140,13,"fka","AL MANSOOREEN",-0- ',
    '7140,14,"aka","LT",-0- ',
    '2674,15,"aka","SECRETIVE, Person","free words about a Secret Person"',
    '15036,16,"fka","OLD SHIP",-0- ',
]


def sdn_file(folder: Path, sdn: Iterable[str] = SDN, alt: Iterable[str] | None = ALT) -> Path:
    end = "\r\n\x1a"
    (folder / "SDN.CSV").write_bytes(("\r\n".join(sdn) + end).encode())
    if alt is not None:
        (folder / "ALT.CSV").write_bytes(("\r\n".join(alt) + end).encode())
    return folder / "SDN.CSV"


def test_entities_of_the_sdn_list_come_with_their_other_names(
    tmp_path: Path, workspace: Workspace
) -> None:
    report = run(workspace, "ofac-sdn", sdn_file(tmp_path), stated_on="2025-12-01")
    found = register(workspace)
    own = [each for each in found.listings if each.source == "ofac-sdn"]
    assert [(e.organisation, e.event, e.instrument) for e in own] == [
        ("ofac-sdn:36", "on list, date unknown", "SDN list, entry 36 (CUBA)"),
        ("let", "on list, date unknown", "SDN list, entry 7140 (FTO, SDGT)"),
    ]
    names = {(e.name, e.name_kind, e.note) for e in found.names_of["let"] if e.source == "ofac-sdn"}
    assert names == {
        ("LASHKAR E-TAYYIBA", "name", None),
        ("AL MANSOOREEN", "alias", "Formerly so called."),
        ("LT", "acronym", None),
    }
    assert report.rows_read == 5


def test_persons_ships_and_aircraft_of_the_sdn_list_are_counted_and_never_read(
    tmp_path: Path, workspace: Workspace
) -> None:
    report = run(workspace, "ofac-sdn", sdn_file(tmp_path))
    assert report.outside[PERSONS] == 1
    assert sorted(report.outside.values()) == [1, 2, 2]
    told = json.dumps(report.as_json())
    assert "ecret" not in told
    assert "SHIP" not in told
    stored = everything_in(workspace.ledger().folder)
    for secret in (b"PERSON, Secret", b"SECRETIVE", b"OLD SHIP", b"Linked To", b"Founder"):
        assert secret not in stored


def test_a_kind_that_is_not_known_may_be_a_person_and_is_refused_unread(
    tmp_path: Path, workspace: Workspace
) -> None:
    odd = '9,"PERSON, Secret",human,"X",-0-,-0-,-0-,-0-,-0-,-0-,-0-,-0-'
    with pytest.raises(UnusableInput) as refused:
        run(workspace, "ofac-sdn", sdn_file(tmp_path, [*SDN, odd]))
    assert (refused.value.problems[0].row, refused.value.problems[0].column) == (6, "SDN_Type")
    assert "ecret" not in str(refused.value)


def test_without_alt_csv_other_names_of_before_stay(tmp_path: Path, workspace: Workspace) -> None:
    many = [f'{n},"BODY {n}",-0-,"X",-0-,-0-,-0-,-0-,-0-,-0-,-0-,-0-' for n in range(1, 1101)]
    run(workspace, "ofac-sdn", sdn_file(tmp_path, many, ['1,1,"aka","ONE",-0-']), partial=False)
    (tmp_path / "ALT.CSV").unlink()
    report = run(workspace, "ofac-sdn", sdn_file(tmp_path, many[:-1], None), partial=False)
    assert any("no alt.csv" in remark for remark in report.remarks)
    assert report.receipt.tallies["listing"].retracted == 1
    assert "ONE" in {each.name for each in register(workspace).names_of["ofac-sdn:1"]}


def test_rows_of_another_width_are_refused_with_their_number(
    tmp_path: Path, workspace: Workspace
) -> None:
    with pytest.raises(UnusableInput) as refused:
        run(workspace, "ofac-sdn", sdn_file(tmp_path, [*SDN, "1,2,3"], ["1,2"]))
    assert {(each.file, each.row) for each in refused.value.problems} == {
        ("SDN.CSV", 6),
        ("ALT.CSV", 1),
    }


def test_a_pack_that_does_not_know_the_authority_says_which_body_to_add(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w", "example")[0]
    with pytest.raises(UnusableInput, match="no body unsc"):
        run(workspace, "un-consolidated", un_file(tmp_path, [entity(1)]))


@pytest.mark.parametrize(
    ("name", "script"), [("Lashkar", "Latn"), ("لشکر", "Arab"), ("Лашкар", "Cyrl"), ("313", "Zyyy")]
)
def test_the_script_of_a_name_is_told_by_its_letters(name: str, script: str) -> None:
    assert script_of(name) == script
