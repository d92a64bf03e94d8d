"""Which place is meant: by name in any spelling and script, by point, by boundary, on its day."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from naap.cli import naap
from naap.config import shipped_packs
from naap.incidents.boundaries import read_boundaries
from naap.incidents.gazetteer import Gazetteer
from naap.incidents.place_names import alike, place_name
from naap.incidents.places import Asked, Grade, Place, Places
from naap.pack import Pack, load
from naap.pack.tables import PlaceRow
from naap.problems import UnusableInput
from naap.sources import source_named
from tests.event_files import ACLED, acled_event, write_csv

NOW = date(2024, 3, 4)
BEFORE, AFTER = date(2020, 6, 30), date(2020, 7, 1)
"""The last day of the example's Northern Tract, and the first day without it."""


@cache
def pack(name: str = "example") -> Pack:
    return load(shipped_packs()[name])


@cache
def places(name: str = "example", labels: bool = True) -> Places:
    return Places(pack(name), labels=labels)


def found(
    area_1: str | None = None,
    area_2: str | None = None,
    day: date = NOW,
    *,
    of: str = "example",
    point: tuple[float, float] | None = None,
    grade: Grade = "place",
    locality: str | None = None,
    data_set: str | None = None,
) -> Place:
    return places(of).resolve(Asked(day, area_1, area_2, locality, point, grade, data_set))


@pytest.mark.parametrize(
    ("area_1", "area_2", "place_id"),
    [
        ("Vale", "Millbridge", "SZ12"), ("Vale province", "Milbridge district", "SZ12"),
        ("vale", "MILLBRIDGE DISTRCIT", "SZ12"), (None, "Millbridge", "SZ12"),
        ("وادی", "پن چکی", "SZ12"), ("Coast", "Salt Marsh", "SZ32"),
        ("Lakeland", "Reed-Shore district", "SZ21"), ("Vale", "G. Field", None),
    ],
)  # fmt: skip
def test_a_district_by_name(area_1: str | None, area_2: str, place_id: str | None) -> None:
    assert found(area_1, area_2).district == place_id


@pytest.mark.parametrize(
    ("area_1", "area_2", "place_id"),
    [
        ("Khyber Pakhtunkwa province", "Dera Ismail Khan district", "PK509"),
        ("NWFP", "D.I. Khan", "PK509"), ("Punjab", "DG Khan", "PK607"),
        ("Punjab", "Layyah", "PK618"), ("Balochistan", "Qila Saifullah", "PK215"),
        ("Sindh", "Shaheed Benazirabad", "PK719"), ("Sindh", "Nawabshah", "PK719"),
        ("Sindh", "Karachi South", "PK721"), ("Sindh", "Karachi", "PK-KARACHI"),
        ("Azad Kashmir", "Neelam", "PK108"), ("FATA", "Kurram Agency", "PK518"),
        ("Federally Administered Tribal Areas", "FR Tank - Jandola", "PK533"),
        ("بلوچستان", "کوئٹہ", "PK226"), (None, "پشاور", "PK528"),
        ("Islamabad Capital Territory", None, "PK401"),
    ],
)  # fmt: skip
def test_a_district_of_the_real_pack_by_name(
    area_1: str | None, area_2: str | None, place_id: str
) -> None:
    assert found(area_1, area_2, of="pakistan").district == place_id


@pytest.mark.parametrize("language", ["name_en", "name_ur"])
@pytest.mark.parametrize("name", ["example", "pakistan"])
def test_every_district_is_found_by_its_own_name(name: str, language: str) -> None:
    gazetteer = places(name).gazetteer
    day = gazetteer.on(NOW)
    for row in pack(name).rows(PlaceRow):
        text = getattr(row, language)
        if row.level == "district" and text:
            home = day.province_of(row.place_id)
            assert home is not None
            area = getattr(gazetteer.place(home), language)
            place = found(area, text.partition("(")[0], of=name)
            assert place.district == row.place_id, text
            assert place.province == home


@pytest.mark.parametrize(
    ("area_1", "day", "province"),
    [
        ("Northern Tract", BEFORE, "SZ9"), ("Northern Tract", AFTER, "SZ1"),
        ("Vale", BEFORE, "SZ9"), ("Vale", AFTER, "SZ1"), (None, BEFORE, "SZ9"),
        (None, AFTER, "SZ1"),
    ],
)  # fmt: skip
def test_a_district_lies_in_the_province_of_its_day(
    area_1: str | None, day: date, province: str
) -> None:
    place = found(area_1, "Highpass", day)
    assert (place.district, place.province) == ("SZ13", province)


def test_fata_was_merged_in_2018() -> None:
    for day, province in ((date(2018, 5, 31), "PK-FATA"), (date(2018, 6, 1), "PK5")):
        for area in ("FATA", "Federally Administered Tribal Areas"):
            assert found(area, "Bajaur agency", day, of="pakistan").province == province
            assert found(area, None, day, of="pakistan", grade="province").province == province


@pytest.mark.parametrize("grade", ["province", "country"])
def test_what_the_source_does_not_know_is_not_made_up(grade: Grade) -> None:
    place = found("Vale", "Millbridge", grade=grade, point=(35.5, 70.8))
    assert place.district is None
    assert place.province == ("SZ1" if grade == "province" else None)
    assert place.how == "source knows no closer"


@pytest.mark.parametrize("text", ["Atlantis", "ششش", "Zz", "123", "district", "-"])
def test_a_name_that_is_nowhere_comes_with_the_nearest(text: str) -> None:
    place = found("Vale", text)
    assert (place.level, place.province, place.how) == ("province", "SZ1", "not found")
    assert len(place.candidates) == 3


def test_two_places_of_one_name_are_not_guessed_between() -> None:
    """Dir, without a word which one, may be the upper or the lower."""
    place = found("Khyber Pakhtunkhwa", "Dir", of="pakistan")
    assert place.district is None
    assert {"PK535", "PK520"} <= {each.place_id for each in place.candidates}


def test_the_pack_s_label_of_a_data_set_comes_first() -> None:
    assert found("Vale province", "Upper district", data_set="ucdp-ged").district == "SZ11"
    assert found("Vale province", "Upper district").district is None
    by_names = places(labels=False).resolve(
        Asked(NOW, "Vale province", "Upper district", data_set="ucdp-ged")
    )
    assert by_names.district is None


def test_a_town_that_bears_the_name_of_a_district_is_less_sure() -> None:
    town, district = found("Vale", locality="Greenfield"), found("Vale", "Greenfield")
    assert (town.district, town.how) == ("SZ11", "town")
    assert 0 < town.confidence < district.confidence == 1.0


def test_a_point_alone_is_a_guess_and_says_so() -> None:
    place = found(of="pakistan", point=(34.01, 71.58))
    assert (place.district, place.how) == ("PK528", "nearest")
    assert place.confidence <= 0.6
    assert all(each.distance_km is not None for each in place.candidates)
    assert found(of="pakistan", point=(10.0, 71.58)).level is None


def geojson(*squares: tuple[str, float, float]) -> dict[str, Any]:
    """A square of one degree for each district, with its south-western corner."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": "any", "code": place_id, "nothing": None, "size": 3.5},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [
                        [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]],
                        [[x + 0.4, y + 0.4], [x + 0.6, y + 0.4], [x + 0.6, y + 0.6],
                         [x + 0.4, y + 0.6], [x + 0.4, y + 0.4]],
                    ],
                },
            }
            for place_id, x, y in squares
        ],
    }  # fmt: skip


@pytest.fixture
def boundaries(tmp_path: Path) -> Path:
    """Millbridge and Greenfield beside each other, each with a hole in its middle."""
    file = tmp_path / "districts.geojson"
    file.write_text(json.dumps(geojson(("SZ12", 70, 35), ("SZ11", 71, 35))), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("longitude", "latitude", "place_id"),
    [
        (70.1, 35.1, "SZ12"), (71.1, 35.1, "SZ11"), (70.5, 35.5, None), (69.9, 35.1, None),
        (70.1, 36.1, None), (71.0, 35.1, "SZ11"), (70.0, 35.0, "SZ12"), (72.0, 35.1, None),
    ],
)  # fmt: skip
def test_a_point_in_a_polygon(
    boundaries: Path, longitude: float, latitude: float, place_id: str | None
) -> None:
    assert read_boundaries(boundaries, pack()).holding(longitude, latitude) == place_id


def test_boundaries_refine_confirm_or_contradict(boundaries: Path) -> None:
    known = Places(pack(), read_boundaries(boundaries, pack()))
    refined = known.resolve(Asked(NOW, "Vale", point=(35.1, 70.1)))
    assert (refined.district, refined.how) == ("SZ12", "boundary")
    same = known.resolve(Asked(NOW, "Vale", "Millbridge", point=(35.1, 70.1)))
    assert (same.district, same.confidence, same.note) == ("SZ12", 1.0, None)
    other = known.resolve(Asked(NOW, "Vale", "Millbridge", point=(35.1, 71.1)))
    assert (other.district, other.note) == ("SZ12", "the point lies in Greenfield")
    assert other.confidence < same.confidence
    elsewhere = known.resolve(Asked(NOW, "Coast", point=(35.1, 71.1)))
    assert (elsewhere.district, elsewhere.note) == (None, "the point lies in Greenfield")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"features": 5}', '{"features": [{"properties": {"id": "SZ12"}}]}',
     json.dumps(geojson(("XX", 70, 35))), json.dumps(geojson(("SZ12", 700, 35))),
     json.dumps(geojson(("SZ12", 70, 35))).replace("Polygon", "Point")],
)  # fmt: skip
def test_a_file_that_is_no_boundaries_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "odd.geojson"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInput, match=r"odd\.geojson"):
        read_boundaries(file, pack())


TEXTS = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.sampled_from(["Vale", "Millbridge", "Millbridge district", "Northern Tract", "وادی"]),
)  # fmt: skip
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
POINTS = st.one_of(st.none(), st.tuples(st.floats(-90, 90), st.floats(-180, 180)))


@given(
    area_1=TEXTS, area_2=TEXTS, locality=TEXTS, day=DAYS, point=POINTS,
    grade=st.sampled_from(["place", "district", "province", "country"]),
)  # fmt: skip
def test_whatever_is_asked_the_answer_is_a_place_of_that_day(
    area_1: str | None,
    area_2: str | None,
    locality: str | None,
    day: date,
    point: tuple[float, float] | None,
    grade: Grade,
) -> None:
    place = found(area_1, area_2, day, point=point, grade=grade, locality=locality)
    there = Gazetteer(pack()).on(day)
    assert place.district is None or place.district in there.districts
    assert place.province is None or place.province in there.provinces
    if place.district is not None:
        assert place.province == there.province_of(place.district)
        assert grade not in {"province", "country"}
    assert 0 <= place.confidence <= 1
    assert (place.level is None) == (place.place_id is None)
    if area_2 and place.level is None and grade in {"place", "district"}:
        assert place.candidates


NAMES = st.text(max_size=25)


@given(first=NAMES, second=NAMES)
def test_likeness_is_the_same_both_ways(first: str, second: str) -> None:
    one, other = place_name(first), place_name(second)
    assert alike(one, other) == pytest.approx(alike(other, one))
    assert 0 <= alike(one, other) <= 1
    assert alike(one, one) == (1.0 if one.parts else 0.0)


def test_the_grades_of_each_data_set_say_how_closely_it_knows_a_place() -> None:
    for name, grades in {"acled": 3, "gtd": 5, "ucdp-ged": 7, "ucdp-candidate": 7}.items():
        assert len(source_named(name).about.place_grades) == grades


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    run = CliRunner()
    made = run.invoke(naap, ["init", str(tmp_path / "w"), "--pack", "example"])
    assert made.exit_code == 0
    monkeypatch.chdir(tmp_path / "w")

    def invoke(*arguments: str) -> Result:
        return run.invoke(naap, list(arguments))

    return invoke


def test_the_events_of_a_ledger_are_placed_and_none_is_dropped(
    command: Any, tmp_path: Path
) -> None:
    rows = [
        acled_event(1), acled_event(2, admin2="Atlantis"), acled_event(3, geo_precision="3"),
        acled_event(4, admin1="Nowhere", admin2="Atlantis"),
    ]  # fmt: skip
    assert (
        command("import", "acled", str(write_csv(tmp_path / "a.csv", rows, ACLED))).exit_code == 0
    )
    answer = command("incidents", "places", "--series", "acled")
    assert answer.exit_code == 1
    assert answer.stdout.startswith("acled: 4 events\n")
    assert "Not resolved: 2 events, 2 places" in answer.stdout
    assert "Vale / Atlantis / Old Mill; nearest: " in answer.stdout
    told = json.loads(command("incidents", "places", "--json").stdout)
    assert [each["place_id"] for each in told["events"]] == ["SZ11", "SZ1", "SZ1", None]
    assert [each["record_key"] for each in told["unresolved"]] == ["SZK2", "SZK4"]
    assert all(each["candidates"] for each in told["unresolved"])


def test_an_empty_ledger_is_told(command: Any) -> None:
    assert isinstance(command("incidents", "places").exception, UnusableInput)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["Milbridge", "--on", "2024-01-01"], 0, "district: Millbridge (SZ12)"),
        (["Highpass", "--on", "2020-06-30"], 0, "province: Northern Tract (SZ9)"),
        (["Coast", "--on", "2024-01-01"], 0, "province: Coast (SZ3)"),
        (["Atlantis", "--on", "2024-01-01"], 1, "may be: "),
        (["--on", "2024-01-01", "--point", "35.21,71.2"], 1, "(SZ11), 1 km from its centre"),
    ],
)
def test_one_name_or_point(command: Any, arguments: list[str], code: int, said: str) -> None:
    answer = command("incidents", "resolve", *arguments)
    assert answer.exit_code == code
    assert said in answer.stdout


@pytest.mark.parametrize("point", ["", "35", "35,71,2", "north,east", "95,71", "nan,71"])
def test_a_point_that_is_none_is_told(command: Any, point: str) -> None:
    answer = command("incidents", "resolve", "--on", "2024-01-01", "--point", point)
    assert isinstance(answer.exception, UnusableInput)
