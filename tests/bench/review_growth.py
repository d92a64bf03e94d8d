"""How the review grows with the ledger: ten times the claims of the shipped pack."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import yaml

from naap.ledger.kind import kinds
from naap.workspace import Workspace
from tests.bench._process import Cost, naap, run
from tests.bench.peer.output import Output
from tests.ged_files import LAYOUTS, text_of
from tests.ged_files import event as ged_event

SAYS = "the review of ten times the claims, made-up events and published numbers, by real imports"
RUNS = 1
TIMES = 10
EVENTS_OF_NEW = 0.75
"""The share of events among the claims added; the rest are published numbers."""
COUNTRY = "770"
"""The number that UCDP gives the shipped country."""


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="naap-bench-") as scratch:
        folder = Path(scratch)
        small, large = folder / "small", folder / "large"
        for each in (small, large):
            run(naap("init", str(each)), folder, {})
        held = claims_of(small)
        events = round(held * (TIMES - 1) * EVENTS_OF_NEW)
        imported = [
            run(naap("import", "ucdp-ged", str(events_file(folder, events))), large, {}),
            run(
                naap("import", "figures", *numbers_files(folder, held * (TIMES - 1) - events)),
                large,
                {},
            ),
        ]
        before, after = claims_of(small), claims_of(large)
        few, many = review(small), review(large)
        small_site, large_site = Output(small / "review"), Output(large / "review")
        return {
            "claims": before,
            "claims_ratio": after / before,
            "import_s": sum(each.seconds for each in imported),
            **few.named("small"),
            **many.named("large"),
            "time_ratio": many.seconds / few.seconds,
            "cpu_ratio": many.cpu_seconds / few.cpu_seconds,
            "memory_ratio": many.peak_mb / few.peak_mb,
            **small_site.measured("small"),
            **large_site.measured("large"),
            "size_ratio": large_site.megabytes / small_site.megabytes,
        }


def review(workspace: Path) -> Cost:
    """From nothing but the ledger: the workspace's cache does not exist yet."""
    return run(naap("review"), workspace, {})


def claims_of(workspace: Path) -> int:
    """Claims that a public review may read."""
    from naap.engine import Engine

    with Engine() as engine:
        Workspace.here(workspace).snapshot().register(engine)
        return sum(
            int(engine.rows(f"SELECT count(*) AS claims FROM {kind}")[0]["claims"])
            for kind in kinds()
        )


def events_file(folder: Path, count: int) -> Path:
    """A release of events in the shipped country, spread over its years and months."""
    path = folder / "ged251.csv"
    made = []
    for number in range(count):
        year = 1990 + number % 35
        month = 1 + number // 35 % 12
        best = number % 23
        made.append(
            ged_event(
                number, country_id=COUNTRY, country="Pakistan", iso3="PAK", year=str(year),
                date_start=f"{year}-{month:02}-04", date_end=f"{year}-{month:02}-05",
                side_a_new_id="", side_a="", side_b_new_id="", side_b="", dyad_name="",
                best=str(best), low=str(best - best % 3), high=str(best + best % 5),
                adm_1="", adm_2="", latitude="30.2", longitude="67.0",
            )
        )  # fmt: skip
    path.write_text(text_of(made, LAYOUTS["late"]), encoding="utf-8", newline="")
    return path


def numbers_files(folder: Path, count: int) -> list[str]:
    """Published numbers and the mapping that reads them, as arguments of the import."""
    table, mapping = folder / "numbers.csv", folder / "numbers.yml"
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["no", "month", "killed"])
        for number in range(count):
            month = f"{1990 + number % 35}-{1 + number // 35 % 12:02}"
            writer.writerow([number, month, number % 97])
    content = {
        "series": "made-up",
        "source": "BASIT-2020",
        "record_key": ["no"],
        "columns": {
            "publisher": {"value": "pips"},
            "quantity": {"value": "killed"},
            "period": {"column": "month"},
            "place": {"value": "PK"},
            "value": {"column": "killed"},
        },
    }
    mapping.write_text(yaml.safe_dump(content), encoding="utf-8")
    return [str(table), "--mapping", str(mapping)]
