"""Small files in the shapes of the UCDP GED releases, about the example pack's country."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

COUNTRY = "9990"
"""The number of the example pack's country."""

_EARLY = (
    "id,year,active_year,type_of_violence,conflict_new_id,conflict_name,dyad_new_id,dyad_name,"
    "side_a_new_id,gwnoa,side_a,side_b_new_id,gwnob,side_b,number_of_sources,source_article,"
    "source_office,source_date,source_headline,source_original,where_prec,where_coordinates,"
    "adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,"
    "event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,"
    "deaths_unknown,low,best,high"
)
_LATE = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,"
    "conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,"
    "side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,"
    "source_date,source_headline,source_original,where_prec,where_coordinates,"
    "where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,"
    "country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,"
    "deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob"
)

LAYOUTS: dict[str, list[str]] = {
    name: header.split(",")
    for name, header in {
        "early": _EARLY,
        "early, best_est": _EARLY.replace("low,best,high", "low_est,best_est,high_est"),
        "late": _LATE,
        "country file": _LATE.replace("country_id", "iso3,country_id"),
    }.items()
}
"""Columns by shape: early as 17.1 to 20.1, late as 21.1 on and candidates, and a country file."""

Row = dict[str, str]


def event(number: int, **changed: str) -> Row:
    """An event of the example country in full, with a secret wherever free text stands."""
    year = changed.get("year", "2020")
    row = dict.fromkeys([*LAYOUTS["early"], *LAYOUTS["late"], "iso3"], "")
    row |= {
        "id": str(number), "relid": f"SAB-{number}", "year": year, "active_year": "1",
        "code_status": "Clear", "type_of_violence": "1", "conflict_new_id": "77",
        "conflict_name": "Sabzkoh: Government", "dyad_new_id": "8801",
        "dyad_name": "Government of Sabzkoh - Ridge Front", "side_a_new_id": "9902",
        "side_a": "Government of Sabzkoh", "side_b_new_id": "9901", "side_b": "Ridge Front",
        "number_of_sources": "2", "source_article": "SECRET article by Jo Doe",
        "source_office": "Agency", "source_headline": "SECRET headline",
        "source_original": "SECRET witness", "where_prec": "1",
        "where_coordinates": "SECRET house", "where_description": "SECRET owner",
        "adm_1": "Vale province", "adm_2": "Upper district", "latitude": "35.41",
        "longitude": "71.02", "geom_wkt": "POINT (71.02 35.41)", "country": "Sabzkoh",
        "country_id": COUNTRY, "iso3": "SZK", "region": "Asia", "event_clarity": "1",
        "date_prec": "1", "date_start": f"{year}-03-04", "date_end": f"{year}-03-05",
        "deaths_a": "1", "deaths_b": "2", "deaths_civilians": "3", "deaths_unknown": "0",
        "best": "6", "low": "5", "high": "9",
    }  # fmt: skip
    row |= changed
    for short in ("best", "low", "high"):
        row[f"{short}_est"] = row[short]
    return row


def elsewhere(count: int = 1000, first: int = 1989, last: int = 2021) -> list[Row]:
    """Events of another country, as a worldwide release is full of, over the years given."""
    return [
        event(1_000_000 + index, country_id="1", year=str(first + index % (last - first + 1)))
        for index in range(count)
    ]


def text_of(
    rows: Iterable[Row], columns: Sequence[str] = LAYOUTS["late"], line_end: str = "\r\n"
) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator=line_end, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def write(path: Path, rows: Iterable[Row], columns: Sequence[str] = LAYOUTS["late"]) -> Path:
    """The rows as a CSV file, or as one in a zip when the name ends so."""
    text = text_of(rows, columns)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{path.stem}.csv", text)
    else:
        path.write_text(text, encoding="utf-8", newline="")
    return path
