"""The one way into the ledger for outside data: read, check, append, report; all or nothing."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from naap.engine import Engine
from naap.ledger import Batch, Ledger, Receipt
from naap.ledger.handling import LABELS
from naap.ledger.kind import kinds
from naap.ledger.snapshot import Snapshot
from naap.ledger.state import NOW
from naap.memory import kept
from naap.periods import parse_period
from naap.problems import Problem, UnusableInput
from naap.sources.source import Reading, Request, Source

__all__ = ["Report", "import_file"]


@dataclass(frozen=True)
class Report:
    """What an import did, for the person who ran it."""

    source: str
    file: str
    release: str | None
    rows_read: int
    receipt: Receipt
    refused: tuple[Problem, ...] = ()
    outside: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    parties: Counter[str] = field(default_factory=Counter)
    unknown_columns: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "file": self.file,
            "release": self.release,
            "rows_read": self.rows_read,
            "commit": self.receipt.number,
            "digest": self.receipt.digest,
            "claims": {kind: asdict(tally) for kind, tally in self.receipt.tallies.items()},
            "refused": [problem.as_json() for problem in self.refused],
            "outside": dict(self.outside),
            "dropped_free_text": dict(self.dropped),
            "parties": dict(self.parties),
            "unknown_columns": list(self.unknown_columns),
            "remarks": list(self.remarks),
        }


def import_file(
    ledger: Ledger,
    source: Source,
    request: Request,
    *,
    recorded_by: str,
    leave_out_refused: bool = False,
) -> Report:
    """Import one file of a source in one commit.

    UnusableInput, and nothing imported, where rows are refused (unless they are to be left out;
    the release then counts as partial) or where the file fails the source's assertions.
    """
    _check_stated_on(request)
    request.progress(f"reading {request.file.name}")
    # Claims hold no reference back to what holds them; to look for such among a million of them
    # takes a twelfth of the time of a large import.
    with kept():
        return _imported(ledger, source, request, recorded_by, leave_out_refused)


def _imported(
    ledger: Ledger, source: Source, request: Request, recorded_by: str, leave_out_refused: bool
) -> Report:
    reading = source.read(request)
    if reading.refused and not leave_out_refused:
        raise UnusableInput(reading.refused)
    _assert_rows(source, request, reading)
    if not request.older:
        _check_not_older(ledger, source, request, reading)
    whole = not request.partial and not reading.refused
    receipt = ledger.append(
        Batch(
            recorded_by=recorded_by,
            asserted=tuple(reading.claims),
            retracted=_held(ledger, reading),
            coverage=reading.coverage if whole else (),
            stated_on=reading.stated_on,
            restates=reading.restates,
            about=_about(source, request, reading),
            at=reading.recorded_at,
        ),
        request.progress,
    )
    request.progress("")
    return Report(
        source=source.name,
        file=request.file.name,
        release=reading.release,
        rows_read=reading.rows_read,
        receipt=receipt,
        refused=tuple(reading.refused),
        outside=reading.outside,
        dropped=reading.dropped,
        parties=reading.parties,
        unknown_columns=reading.unknown_columns,
        remarks=tuple(reading.remarks),
    )


def _held(ledger: Ledger, reading: Reading) -> tuple[str, ...]:
    """Of the keys that the publisher has deleted, those that this ledger knows."""
    if not reading.gone:
        return ()
    said = {claim.key for claim in reading.claims}
    snapshot = Snapshot.of(ledger, NOW, LABELS[-1])
    with Engine(threads=1) as engine:
        known = {
            f"{kind}/{row['series']}/{row['record_key']}"
            for kind in sorted({key.partition("/")[0] for key in reading.gone})
            for row in engine.rows(
                f"SELECT series, record_key FROM ({snapshot.sql(kinds()[kind])})"
            )
        }
    return tuple(sorted(known.intersection(reading.gone) - said))


def _check_stated_on(request: Request) -> None:
    if request.stated_on is None:
        return
    try:
        parse_period(request.stated_on)
    except ValueError as error:
        raise UnusableInput.one(
            "--stated-on",
            found=repr(request.stated_on),
            expected="the date on which the source published the file",
            mend=f"{error}.",
        ) from None


def _check_not_older(ledger: Ledger, source: Source, request: Request, reading: Reading) -> None:
    """An older release would take the place of what a newer one has put right."""
    if reading.release is None or source.about.releases == "parts":
        return
    before = [
        str(commit.about["release"])
        for commit in ledger.log()
        if commit.about.get("import") == source.name and commit.about.get("release")
    ]
    newest = max(before, key=_in_order, default=None)
    if newest is not None and _in_order(reading.release) < _in_order(newest):
        raise UnusableInput.one(
            request.file.name,
            found=f"release {reading.release}",
            expected=f"release {newest}, which this ledger has, or a newer one",
            mend="Import the newer file. To go back to the older one on purpose, add "
            "--older-release.",
        )


def _in_order(release: str) -> list[int]:
    return [int(number) for number in re.findall(r"[0-9]+", release)]


def _assert_rows(source: Source, request: Request, reading: Reading) -> None:
    least, most = source.about.assertions.least_rows, source.about.assertions.most_rows
    if request.partial or request.fetched:
        # What changed since the last fetch may be nothing.
        least = min(0 if request.partial and request.fetched else 1, least)
    if not least <= reading.rows_read <= most:
        raise UnusableInput.one(
            request.file.name,
            found=f"{reading.rows_read:,} rows",
            expected=f"{least:,} to {most:,} rows in "
            f"{'a part' if request.partial else 'a full release'} of {source.name}",
            mend="Check that the file is whole; for a part of a release add --partial.",
        )


def _about(source: Source, request: Request, reading: Reading) -> dict[str, Any]:
    with request.file.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "import": source.name,
        "file": request.file.name,
        "sha256": sha256,
        "release": reading.release,
        "partial": request.partial or bool(reading.refused),
    }
