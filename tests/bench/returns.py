"""A year of returns: eight bodies, 67 indicators, twelve months, and twenty times as much."""

from __future__ import annotations

import io
import re
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from naap.pack import Pack, load
from naap.pack.tables import IndicatorRow, ObligationRow, PlaceRow, QuantityRow, Row
from naap.returns.accepting import accept
from naap.returns.filing import approve, submit
from naap.returns.layout import template_id
from naap.returns.reporting import reporting
from tests.returns_makers import EXAMPLE, Office, at

SAYS = "a year of returns (8 bodies, 67 indicators, 12 months: 6,432 cells), and 20 times that"
RUNS = 1
INDICATORS, MONTHS, TIMES = 67, 12, 20
BODIES = ("interior", "finance", "justice", "plan-office", "vale", "lakeland", "coast",
          "statistics")  # fmt: skip


def pack_of(areas: int) -> Pack:
    """The example pack with 67 indicators that eight bodies report for so many areas."""
    made = load(EXAMPLE)
    indicator = made.rows(IndicatorRow)[0]
    quantity = next(row for row in made.rows(QuantityRow) if row.quantity_id == "patrol-days")
    obligation = made.rows(ObligationRow)[0]
    place = next(row for row in made.rows(PlaceRow) if row.place_id == "SZ11")
    names = [f"I{number:03}" for number in range(INDICATORS)]
    places = [place.model_copy(update={"place_id": f"P{number}", "name_en": f"Area {number}"})
              for number in range(areas)]  # fmt: skip
    tables: dict[str, tuple[Row, ...]] = {
        **made.tables,
        "indicators": tuple(
            indicator.model_copy(update={"indicator_id": name, "point_ids": ("SAP22-02",)})
            for name in names
        ),
        "quantities": tuple(
            quantity.model_copy(update={
                "quantity_id": name.lower(), "indicator_id": name,
                "measure": ("flow", "stock", "cumulative")[at % 3],
            })
            for at, name in enumerate(names)
        ),
        "places": (*made.rows(PlaceRow), *places),
        "obligations": tuple(
            obligation.model_copy(update={
                "obligation_id": f"O-{name}", "body_ids": BODIES, "point_id": "SAP22-02",
                "indicator_id": name, "frequency": "monthly", "due_days": 10,
                "place_ids": tuple(each.place_id for each in places),
            })
            for name in names
        ),
    }  # fmt: skip
    return Pack(made.folder, made.settings, tables, {})


def year(areas: int) -> dict[str, float]:
    """Seconds, and those of the processor, to read and submit a year of workbooks, and to approve
    and accept them; and to make the eight templates of a month."""
    with tempfile.TemporaryDirectory() as scratch:
        office = Office(Path(scratch), pack_of(areas))
        clock = Clock()
        with clock.of("templates_of_a_month"):
            blank = {body: office.template(body, "2024-01") for body in BODIES}
        cells = 0
        for number in range(1, MONTHS + 1):
            day = at(date(2024 + number // 12, number % 12 + 1, 9))
            files = {body: _filled(office, blank[body], body, number) for body in BODIES}
            sent = []
            with clock.of("submit"):
                for body, data in files.items():
                    outcome = submit(office.store, office.pack, office.snapshot, data, "r.xlsx",
                                     by=body, now=day)  # fmt: skip
                    assert outcome.filing is not None, outcome.messages[:3]
                    assert not outcome.questions, outcome.questions[:3]
                    cells += outcome.filled
                    sent.append(outcome.filing.id)
            with clock.of("accept"):
                for body, each in zip(BODIES, sent, strict=True):
                    approve(office.store, office.pack, each, by=body, now=day)
                accept(office.store, office.pack, office.ledger, sent, by="plan-office", now=day)
        assert cells == len(BODIES) * INDICATORS * MONTHS * areas
        with clock.of("reporting"):
            lines = reporting(office.pack, date(2024, 1, 1), date(2024, 12, 31), date(2025, 6, 1),
                              office.store, office.snapshot)  # fmt: skip
        assert all(line.accepted and line.complete for line in lines)
    return {"cells": cells, **clock.seconds}


class Clock:
    """Seconds on the wall and of the processor, summed up by what they were spent on."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        wall, processor = time.perf_counter(), time.process_time()
        yield
        spent = {"s": time.perf_counter() - wall, "cpu_s": time.process_time() - processor}
        for unit, seconds in spent.items():
            key = f"{name}_{unit}"
            self.seconds[key] = self.seconds.get(key, 0.0) + seconds


def _filled(office: Office, blank: bytes, body: str, number: int) -> bytes:
    """January's template turned into that of a month, with a number in each row, written into its
    XML as a spreadsheet would. Empty cells are written in two ways, with lxml and without."""
    month = f"2024-{number:02}"
    signed = f"{2024 + number // 12}-{number % 12 + 1:02}-05"
    names = {each: template_id(office.pack, body, each, office.rows(body, each)).encode()
             for each in ("2024-01", month)}  # fmt: skip
    final = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blank)) as before, zipfile.ZipFile(final, "w") as after:
        for part in before.namelist():
            text = before.read(part).replace(names["2024-01"], names[month])
            text = text.replace(b"2024-01", month.encode()) if "sheet" in part else text
            if part == "xl/worksheets/sheet1.xml":
                cell = f'<c r="B9" t="inlineStr"><is><t>{signed}</t></is></c>'.encode()
                text = re.sub(rb'<c r="B9"[^>]*(?:/>|></c>)', cell, text)
            elif part == "xl/worksheets/sheet2.xml":
                text = re.sub(rb'<c r="J(\d+)"[^>]*(?:/>|></c>)', partial(_number, number), text)
            after.writestr(part, text, zipfile.ZIP_DEFLATED)
    return final.getvalue()


def _number(number: int, found: re.Match[bytes]) -> bytes:
    value = int(found[1]) % 40 + 60 + number
    return b'<c r="J%s"><v>%d</v></c>' % (found[1], value)


def measure() -> dict[str, float]:
    """Each number with the count of cells behind its name."""
    measured: dict[str, float] = {}
    for times in (1, TIMES):
        found = year(times)
        cells = int(found.pop("cells"))
        measured |= {f"{cells}_cells_{name}": each for name, each in found.items()}
    return measured
