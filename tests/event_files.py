"""Small files in the shapes of ACLED and of the GTD, about the example pack's country."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

COUNTRY = "9990"
"""The number of the example pack's country in both data sets."""

_ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,tags,timestamp"
)

_GTD = (
    "eventid,iyear,imonth,iday,approxdate,extended,resolution,country,country_txt,region,"
    "region_txt,provstate,city,latitude,longitude,specificity,vicinity,location,summary,crit1,"
    "crit2,crit3,doubtterr,alternative,alternative_txt,multiple,success,suicide,attacktype1,"
    "attacktype1_txt,attacktype2,attacktype2_txt,attacktype3,attacktype3_txt,targtype1,"
    "targtype1_txt,targsubtype1,targsubtype1_txt,corp1,target1,natlty1,natlty1_txt,targtype2,"
    "targtype2_txt,targsubtype2,targsubtype2_txt,corp2,target2,natlty2,natlty2_txt,targtype3,"
    "targtype3_txt,targsubtype3,targsubtype3_txt,corp3,target3,natlty3,natlty3_txt,gname,gsubname,"
    "gname2,gsubname2,gname3,gsubname3,motive,guncertain1,guncertain2,guncertain3,individual,"
    "nperps,nperpcap,claimed,claimmode,claimmode_txt,claim2,claimmode2,claimmode2_txt,claim3,"
    "claimmode3,claimmode3_txt,compclaim,weaptype1,weaptype1_txt,weapsubtype1,weapsubtype1_txt,"
    "weaptype2,weaptype2_txt,weapsubtype2,weapsubtype2_txt,weaptype3,weaptype3_txt,weapsubtype3,"
    "weapsubtype3_txt,weaptype4,weaptype4_txt,weapsubtype4,weapsubtype4_txt,weapdetail,nkill,"
    "nkillus,nkillter,nwound,nwoundus,nwoundte,property,propextent,propextent_txt,propvalue,"
    "propcomment,ishostkid,nhostkid,nhostkidus,nhours,ndays,divert,kidhijcountry,ransom,ransomamt,"
    "ransomamtus,ransompaid,ransompaidus,ransomnote,hostkidoutcome,hostkidoutcome_txt,nreleased,"
    "addnotes,scite1,scite2,scite3,dbsource,INT_LOG,INT_IDEO,INT_MISC,INT_ANY,related"
)

ACLED, GTD = _ACLED.split(","), _GTD.split(",")
"""The columns of an export of ACLED and of the GTD, in their order."""

Row = dict[str, str]


def acled_event(number: int, **changed: str) -> Row:
    """An attack on civilians, with a secret wherever free text stands."""
    row = dict.fromkeys(ACLED, "")
    row |= {
        "event_id_cnty": f"SZK{number}", "event_date": "2024-03-04", "year": "2024",
        "time_precision": "1", "disorder_type": "Political violence",
        "event_type": "Violence against civilians", "sub_event_type": "Attack",
        "actor1": "BRF: Black Ridge Front", "inter1": "Rebel group",
        "actor2": "Civilians (Sabzkoh)", "assoc_actor_2": "Teachers (Sabzkoh)",
        "inter2": "Civilians", "interaction": "Rebel group-Civilians",
        "civilian_targeting": "Civilian targeting", "iso": COUNTRY, "region": "Asia",
        "country": "Sabzkoh", "admin1": "Vale", "admin2": "Greenfield", "location": "Old Mill",
        "latitude": "35.2100", "longitude": "71.2500", "geo_precision": "1",
        "source": "SECRET reporter", "source_scale": "National", "notes": "SECRET witness Jo Doe",
        "fatalities": "3", "tags": "SECRET crowd", "timestamp": "1710200000",
    }  # fmt: skip
    return row | changed


def gtd_event(number: int, **changed: str) -> Row:
    """A bombing of a school, claimed by its group, with a secret wherever free text stands."""
    row = dict.fromkeys(GTD, "")
    row |= {
        "eventid": f"20140304{number:04}", "iyear": "2014", "imonth": "3", "iday": "4",
        "extended": "0", "country": COUNTRY, "country_txt": "Sabzkoh", "region": "6",
        "region_txt": "South Asia", "provstate": "Vale", "city": "Old Mill",
        "latitude": "35.210000", "longitude": "71.250000", "specificity": "1", "vicinity": "0",
        "location": "SECRET house", "summary": "SECRET summary " * 40, "crit1": "1", "crit2": "1",
        "crit3": "1", "doubtterr": "0", "multiple": "0", "success": "1", "suicide": "0",
        "attacktype1": "3", "attacktype1_txt": "Bombing/Explosion", "targtype1": "8",
        "targtype1_txt": "Educational Institution", "corp1": "SECRET school",
        "target1": "SECRET headmaster", "gname": "Black Ridge Front (BRF)", "guncertain1": "0",
        "individual": "0", "nperps": "-99", "claimed": "1", "weaptype1": "6",
        "weaptype1_txt": "Explosives", "weapdetail": "SECRET detail", "nkill": "4",
        "nkillter": "1", "nwound": "7", "nwoundte": "0", "addnotes": "SECRET note",
        "scite1": "SECRET headline", "dbsource": "START Primary Collection", "INT_ANY": "-9",
    }  # fmt: skip
    return row | changed


def gtd_elsewhere(count: int = 1000) -> list[Row]:
    """Attacks in another country, as a worldwide release is full of, from 2000 to 2019."""
    return [
        gtd_event(1000 + at, country="4", iyear=str(2000 + at % 20), eventid=f"2000{at:08}")
        for at in range(count)
    ]


def write_csv(
    path: Path, rows: Iterable[Row], columns: Sequence[str], delimiter: str = ","
) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, delimiter=delimiter, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_workbook(path: Path, rows: Iterable[Row], columns: Sequence[str]) -> Path:
    """The rows as a workbook, numbers as numbers, as START releases them."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Data"
    sheet.append(list(columns))
    for row in rows:
        sheet.append([_cell(row[column]) for column in columns])
    book.save(path)
    return path


def _cell(text: str) -> Any:
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text
