"""What somebody may do to the workbook of a return, and what is told of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from naap.problems import UnusableInput
from naap.returns import layout, xlsx
from tests.returns_makers import Office, fill, plain

BODY, MONTH = "vale", "2024-03"
FIRST = layout.FIRST_ROW
VALUE = f"{xlsx.letters(layout.NUMBERS.at('value'))}{FIRST}"
PLACE = f"Numbers!{VALUE}"


def told(office: Office, data: bytes) -> dict[str, str]:
    """The messages: case by place."""
    outcome = office.submit(data, BODY)
    assert outcome.filing is None
    assert outcome.receipt == {}
    return {message.place: message.case for message in outcome.messages}


def spoilt(office: Office, blank: bytes, also: Callable[[Any], None]) -> dict[str, str]:
    return told(office, fill(blank, plain(office.rows(BODY, MONTH)), also=also))


def put(cell: str, value: Any, sheet: str = "Numbers") -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


def refused(office: Office, data: bytes) -> str:
    with pytest.raises(UnusableInput) as caught:
        office.submit(data, BODY)
    return str(caught.value)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one part of its zip put in, or put in place of the one that was there."""
    final = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(final, "w") as after:
        for part in before.namelist():
            if part != name:
                after.writestr(part, before.read(part))
        after.writestr(name, content, zipfile.ZIP_DEFLATED)
    return final.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)
