"""How many events of UCDP GED are placed right by name, half of the labels never looked at.

The crosswalk of the shared data says in which district of 2022 most events of a label lie. Labels
whose main district holds 90 % of their events are parted by a hash: the resolver was tuned on one
half, and the other half is asserted. The pack's own table of UCDP's labels is left aside.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from naap.config import shipped_packs
from naap.incidents.boundaries import read_boundaries
from naap.incidents.places import Place, Places
from naap.pack import load

pytestmark = pytest.mark.shared
Label = tuple[str, str]


def main_districts(shared_data: Path) -> dict[Label, str]:
    counted: defaultdict[Label, Counter[str]] = defaultdict(Counter)
    with (shared_data / "places" / "crosswalk_ged_adm2_to_cod_adm2.csv").open() as stream:
        for row in csv.DictReader(stream):
            counted[row["adm_1"], row["adm_2"]][row["ADM2_PCODE"]] += int(row["n"])
    first = {label: counts.most_common(1)[0] for label, counts in counted.items()}
    return {
        label: place_id
        for label, (place_id, count) in first.items()
        if place_id and count >= 0.9 * counted[label].total()
    }


def held_out(label: Label) -> bool:
    return hashlib.sha256("/".join(label).encode()).digest()[-1] % 2 == 1


@cache
def placed(
    shared_data: Path, bounded: bool
) -> tuple[Places, list[tuple[Label, dict[str, Any], Place]]]:
    pack = load(shipped_packs()["pakistan"])
    file = shared_data / "places" / "pak_adm2_cod2022_simplified.geojson"
    places = Places(pack, read_boundaries(file, pack) if bounded else None, labels=False)
    found = []
    with (shared_data / "ucdp" / "ged_pakistan_v22_1.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            account = {
                "series": "ucdp-ged", "event_start": date.fromisoformat(row["date_start"][:10]),
                "area_1": row["adm_1"], "area_2": row["adm_2"], "latitude": row["latitude"],
                "longitude": row["longitude"], "place_precision": row["where_prec"],
            }  # fmt: skip
            label = row["adm_1"], row["adm_2"]
            found.append((label, account, places.of_account(account)))
    return places, found


@pytest.mark.parametrize("bounded", [False, True])
def test_of_the_labels_held_out_97_percent_are_placed_in_their_main_district(
    shared_data: Path, bounded: bool
) -> None:
    main = main_districts(shared_data)
    right = [
        place.district == main[label]
        for label, account, place in placed(shared_data, bounded)[1]
        if label in main and held_out(label) and account["place_precision"] in "123"
    ]
    assert len(right) > 2_000
    assert sum(right) / len(right) >= 0.97


def test_of_all_labels_97_percent_with_boundaries(shared_data: Path) -> None:
    main = main_districts(shared_data)
    right = [
        place.district == main[label]
        for label, account, place in placed(shared_data, True)[1]
        if label in main and account["place_precision"] in "123"
    ]
    assert len(right) > 4_500
    assert sum(right) / len(right) >= 0.97


def test_without_boundaries_a_city_of_several_districts_is_placed_as_a_whole(
    shared_data: Path,
) -> None:
    """UCDP knows one Karachi; which of its seven districts is meant, only a boundary can tell."""
    main = main_districts(shared_data)
    places, found = placed(shared_data, False)
    right = 0
    asked = 0
    for label, account, place in found:
        if label in main and account["place_precision"] in "123":
            asked += 1
            whole = places.gazetteer.on(account["event_start"]).members(place.district or "PK501")
            right += place.district == main[label] or main[label] in whole
    assert right / asked >= 0.97


def test_precision_4_and_above_is_placed_in_the_province_and_says_so(shared_data: Path) -> None:
    counted: Counter[bool] = Counter()
    for label, account, place in placed(shared_data, True)[1]:
        if account["place_precision"] not in "123":
            assert place.district is None
            assert place.how == "source knows no closer"
            assert (place.province is not None) == bool(label[0])
            counted[place.province is not None] += 1
    assert counted[True] > 200
