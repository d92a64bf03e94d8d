"""The office that is attacked, its template as it came, and the same filled in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.returns_attackers import BODY, MONTH
from tests.returns_makers import Office, fill, plain


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def blank(office: Office) -> bytes:
    return office.template(BODY, MONTH)


@pytest.fixture(scope="module")
def good(office: Office, blank: bytes) -> bytes:
    return fill(blank, plain(office.rows(BODY, MONTH)))


@pytest.fixture(autouse=True)
def nothing_stored(office: Office) -> Any:
    """Whatever a test sends, no return is stored and no claim written."""
    yield
    assert office.store.filings() == []
    assert office.ledger.log() == []
