"""What keeps returns whole: one acceptance or none, labels, receipts, the store, many senders."""

from __future__ import annotations

import hashlib
import io
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from naap.ledger import Batch, Ledger
from naap.ledger.claim import canonical
from naap.problems import UnusableInput
from naap.returns.accepting import accept
from naap.returns.filing import approve
from naap.returns.store import Store
from tests.returns_makers import Office, at, fill, plain


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def state(office: Office, filing_id: str) -> str:
    return office.store.filing(filing_id).state


def test_several_returns_are_accepted_together_or_not_at_all(office: Office) -> None:
    for body in ("vale", "coast"):
        outcome = office.sent(body, "2024-03")
        assert outcome.filing is not None
        approve(office.store, office.pack, outcome.filing.id, by=body, now=at("2024-04-09"))
    office.sent("lakeland", "2024-03")
    three = ["vale-2024-03-1", "coast-2024-03-1", "lakeland-2024-03-1"]
    with pytest.raises(UnusableInput, match="lakeland-2024-03-1"):
        accept(
            office.store, office.pack, office.ledger, three, by="plan-office", now=at("2024-04-10")
        )
    assert office.ledger.log() == []
    assert state(office, "vale-2024-03-1") == "approved"
    receipt = accept(
        office.store, office.pack, office.ledger, three[:2], by="plan-office", now=at("2024-04-10")
    )
    assert receipt.tallies["figure"].new == 18
    assert len(office.ledger.log()) == 1


def test_a_ledger_that_fails_leaves_the_return_approved(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = office.sent("vale", "2024-03")
    assert outcome.filing is not None
    one = outcome.filing.id
    approve(office.store, office.pack, one, by="vale", now=at("2024-04-09"))

    def full(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(Ledger, "append", full)
        with pytest.raises(OSError, match="no space left"):
            accept(
                office.store,
                office.pack,
                office.ledger,
                [one],
                by="plan-office",
                now=at("2024-04-10"),
            )
    assert state(office, one) == "approved"
    assert [step.step for step in office.store.steps(one)] == ["submitted", "approved"]


def test_dying_between_ledger_and_store_is_mended_by_accepting_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = office.sent("vale", "2024-03")
    assert outcome.filing is not None
    one = outcome.filing.id
    approve(office.store, office.pack, one, by="vale", now=at("2024-04-09"))
    append = Ledger.append

    def append_and_die(ledger: Ledger, batch: Batch, *more: Any) -> None:
        append(ledger, batch, *more)
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Ledger, "append", append_and_die)
        with pytest.raises(KeyboardInterrupt):
            accept(
                office.store,
                office.pack,
                office.ledger,
                [one],
                by="plan-office",
                now=at("2024-04-10"),
            )
    digest = office.ledger.digest()
    assert state(office, one) == "approved"
    receipt = accept(
        office.store, office.pack, office.ledger, [one], by="plan-office", now=at("2024-04-11")
    )
    assert (receipt.number, office.ledger.digest()) == (None, digest)
    assert state(office, one) == "accepted"


@pytest.mark.parametrize(
    ("chosen", "labels"),
    [
        (None, {"patrol-days": "TLP:CLEAR", "people-in-programme": "TLP:GREEN"}),
        ("TLP:AMBER", {"patrol-days": "TLP:AMBER", "people-in-programme": "TLP:AMBER"}),
        ("TLP:RED", {"patrol-days": "TLP:RED", "people-in-programme": "TLP:RED"}),
    ],
)
def test_labels_go_from_obligation_and_return_to_the_claims(
    office: Office, chosen: str | None, labels: dict[str, str]
) -> None:
    office.accepted(office.sent("vale", "2024-03", handling=chosen))
    for quantity, indicator in (("patrol-days", "I-patrols"), ("people-in-programme", "I-return")):
        (claim,) = office.snapshot.find(f"figure/vale/{indicator}/{quantity}/2024-03/SZ1")
        assert claim["handling"] == labels[quantity]


def test_receipts_prove_what_came(office: Office) -> None:
    outcome = office.sent("vale", "2024-03", on="2024-04-08")
    assert outcome.receipt["file_sha256"] == outcome.file
    assert outcome.receipt["received_at"].startswith("2024-04-08T09:00")
    told = {name: value for name, value in outcome.receipt.items() if name != "receipt"}
    assert outcome.receipt["receipt"] == hashlib.sha256(canonical(told)).hexdigest()
    typed = office.typed("coast", "2024-03", plain(office.rows("coast", "2024-03")),
                         date(2024, 4, 8))  # fmt: skip
    other = office.sent("coast", "2024-03", on="2024-04-08")
    assert typed.receipt["content"] == other.receipt["content"], "equal answers, another way"
    assert typed.receipt["receipt"] != other.receipt["receipt"]


def test_the_store_forgets_nothing(office: Office) -> None:
    office.sent("vale", "2024-03")
    with sqlite3.connect(office.store.path) as file:
        for table in ("step", "cell", "file"):
            with pytest.raises(sqlite3.IntegrityError, match=f"rows of {table} are kept"):
                file.execute(f"DELETE FROM {table}")
        with pytest.raises(sqlite3.IntegrityError, match="rows of cell are kept"):
            file.execute("UPDATE cell SET value = '8'")
    file.close()


def test_senders_at_once_each_get_a_version_of_their_own(office: Office) -> None:
    """Each opens the store for itself, as processes do."""
    rows = office.rows("vale", "2024-03")
    files = [
        fill(office.template("vale", "2024-03"), plain(rows, number)) for number in range(1, 7)
    ]

    def send(data: bytes) -> str:
        own = Office(office.folder, office.pack)
        outcome = own.submit(data, "vale")
        own.store.close()
        assert outcome.filing is not None
        return outcome.filing.id

    with ThreadPoolExecutor(6) as threads:
        sent = set(threads.map(send, files))
    assert sent == {f"vale-2024-03-{number}" for number in range(1, 7)}
    standing = [each for each in office.store.filings() if each.state == "submitted"]
    assert [each.version for each in standing] == [6]


def test_two_acceptances_at_once_write_one_commit(office: Office) -> None:
    outcome = office.sent("vale", "2024-03")
    assert outcome.filing is not None
    one = outcome.filing.id
    approve(office.store, office.pack, one, by="vale", now=at("2024-04-09"))

    def take(_: int) -> str:
        own = Office(office.folder, office.pack)
        try:
            accept(own.store, own.pack, own.ledger, [one], by="plan-office", now=at("2024-04-10"))
        except UnusableInput as error:
            return str(error)
        finally:
            own.store.close()
        return "accepted"

    with ThreadPoolExecutor(2) as threads:
        said = sorted(threads.map(take, range(2)))
    assert said[0] == "accepted"
    assert "a return that is accepted; expected one that is approved" in said[1]
    assert len(office.ledger.log()) == 1


def test_a_store_of_a_newer_release_is_not_touched(tmp_path: Path) -> None:
    Store(tmp_path / "returns.sqlite").close()
    with sqlite3.connect(tmp_path / "returns.sqlite") as file:
        file.execute("PRAGMA user_version = 99")
    file.close()
    with pytest.raises(UnusableInput, match="format 99"):
        Store(tmp_path / "returns.sqlite")


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "returns.sqlite").write_bytes(b"SQLite format 3\0" + b"\xff" * 4000)
    with pytest.raises(UnusableInput, match="cannot be read"):
        Store(tmp_path / "returns.sqlite")


def test_a_stricter_value_of_before_is_not_shown_in_a_more_open_file(office: Office) -> None:
    office.accepted(office.sent("vale", "2024-03", handling="TLP:RED"))
    sheet = openpyxl.load_workbook(io.BytesIO(office.template("vale", "2024-04")))["Numbers"]
    assert sheet["H4"].value == "restricted"
