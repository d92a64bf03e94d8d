"""Importing 100,000 events of one country: ACLED as CSV, the GTD as CSV and as a workbook.

Each import is the program as a user starts it, into a new workspace. Every row is of the country
and has its free text; a real release has fewer rows of one country and is read faster. The
yardstick, a sum of twenty million numbers, tells how much slower than usual a busy machine is.
"""

from __future__ import annotations

import os
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from tests.bench._process import Cost, naap, run
from tests.event_files import ACLED, GTD, Row, acled_event, gtd_event, write_csv

SAYS = "import 100,000 events with free text, each into a new workspace; target 15 s and 1 GB each"
RUNS = 3

_EVENTS = 100_000
_FILES = {"acled_csv": "acled-1.csv", "gtd_csv": "gtd-1.csv", "gtd_xlsx": "gtd-1.xlsx"}
_TEXT = "SECRET words of a report on what happened, who was there and who said so. " * 5


def _folder() -> Path:
    given = os.environ.get("NAAP_BENCH_DIR")
    return (Path(given) if given else Path(tempfile.gettempdir()) / "naap-bench") / "events"


def prepare() -> None:
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in (
        ("acled-1.csv", lambda path: write_csv(path, _acled(), ACLED)),
        ("gtd-1.csv", lambda path: write_csv(path, _gtd(), GTD)),
        ("gtd-1.xlsx", _workbook),
    ):
        if not (folder / name).exists():
            draft = folder / f"draft-{name}"
            write(draft)
            draft.replace(folder / name)


def measure() -> dict[str, float]:
    begun = time.process_time()
    sum(range(20_000_000))
    measured = {"yardstick_cpu_s": time.process_time() - begun}
    for name, file in _FILES.items():
        cost = _imported(name.partition("_")[0], _folder() / file, watched=False)
        # Looking for memory takes a good part of a processor: in a run of its own.
        needed = _imported(name.partition("_")[0], _folder() / file, watched=True)
        measured |= replace(cost, peak_mb=needed.peak_mb).named(name)
    return measured


def _imported(source: str, file: Path, *, watched: bool) -> Cost:
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        settings = {"XDG_CACHE_HOME": str(home / "cache")}
        run(naap("init", "w", "--pack", "example"), home, settings, watched=False)
        return run(naap("import", source, str(file)), home / "w", settings, watched=watched)


def _day(number: int) -> date:
    return date(2000, 1, 1) + timedelta(days=number % 8_000)


def _acled() -> Iterator[Row]:
    for number in range(_EVENTS):
        yield acled_event(
            number, event_date=_day(number).isoformat(), notes=_TEXT,
            actor1=f"Group {number % 300} (Sabzkoh)", fatalities=str(number % 9),
            latitude=f"{34 + number % 2_000 / 1000:.4f}",
        )  # fmt: skip


def _gtd() -> Iterator[Row]:
    for number in range(_EVENTS):
        day = _day(number)
        yield gtd_event(
            number, eventid=f"{day.year}{number:08}", iyear=str(day.year), imonth=str(day.month),
            iday=str(day.day), gname=f"Group {number % 300}", nkill=str(number % 9),
            summary=f"{number} {_TEXT}", latitude=f"{34 + number % 2_000 / 1000:.6f}",
        )  # fmt: skip


def _workbook(path: Path) -> None:
    """As a spreadsheet program writes it: words apart from the sheet, empty cells left out."""
    words: dict[str, int] = {}

    def cell(at: int, number: int, text: str) -> str:
        address = f"{_letters(at)}{number}"
        try:
            float(text)
        except ValueError:
            index = words.setdefault(text, len(words))
            return f'<c r="{address}" t="s"><v>{index}</v></c>'
        return f'<c r="{address}"><v>{text}</v></c>'

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets>'
            '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{links}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
        )
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())
            header = dict(zip(GTD, GTD, strict=True))
            for number, row in enumerate([header, *_gtd()], start=1):
                cells = "".join(
                    cell(at, number, row[column]) for at, column in enumerate(GTD) if row[column]
                )
                sheet.write(f'<row r="{number}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
        with book.open("xl/sharedStrings.xml", "w", force_zip64=True) as shared:
            shared.write(f'<sst xmlns="{main}">'.encode())
            for word in words:
                shared.write(f"<si><t>{escape(word)}</t></si>".encode())
            shared.write(b"</sst>")


def _letters(at: int) -> str:
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
