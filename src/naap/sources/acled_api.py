"""The API of ACLED: the events of one country, page by page, as a CSV file.

The shape of requests and answers is that of ACLED's API documentation: an e-mail address and a
password give an access token for a day and a refresh token; events come a few thousand at a time; a
later fetch asks for what changed since the newest time stamp, and for what was deleted since.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeGuard
from urllib.parse import urlencode

from naap.ledger import Ledger
from naap.problems import UnusableInput
from naap.sources.acled import SERIES, USED
from naap.sources.event_cells import country_code
from naap.sources.http_json import Answer, Api, NotAccepted
from naap.sources.kept_pages import (
    Page,
    as_cell,
    forget_pages,
    keep_page,
    kept_page,
    rounded,
    write_pages,
)
from naap.sources.source import About, Fetched, Request, Source

__all__ = ["API", "Credentials", "Session", "credentials_from", "fetch", "fetched_request", "since"]

API = "https://acleddata.com"
EMAIL, PASSWORD = "ACLED_EMAIL", "ACLED_PASSWORD"
ALL, NEW = "all", "new"

_CLIENT = {"client_id": "acled", "scope": "authenticated"}
_PAGE_SIZE = 5000
_MOST_PAGES = 2000
_MOST_DELETED = 2_000_000
_FRESH_SECONDS = 6 * 3600
"""Kept pages are of use for so long; ACLED changes events every week, and pages would not fit."""
_EARLIER_SECONDS = 60
"""A token is renewed so long before it runs out."""
_DEGREES = ("latitude", "longitude")
_RELEASE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_EVENT = re.compile(r"[A-Z]{3}\d{1,9}", re.ASCII)


@dataclass(frozen=True)
class Credentials:
    """What ACLED asks for a token; never part of a message."""

    email: str
    password: str

    def __repr__(self) -> str:
        return "Credentials(...)"


def credentials_from(file: Path | None, environment: Mapping[str, str]) -> Credentials:
    """From a file of two lines, or else from the environment."""
    lines = [environment.get(EMAIL, ""), environment.get(PASSWORD, "")]
    if file is not None:
        lines = []
        with suppress(OSError, UnicodeDecodeError):
            lines = file.read_text(encoding="utf-8").splitlines()
    if len(lines) != 2 or not all(line.strip() and line.isprintable() for line in lines):
        raise UnusableInput.one(
            file or f"{EMAIL} and {PASSWORD}",
            found="no e-mail address and password",
            expected="those of your account with ACLED: two lines, the e-mail address first",
            mend=f"Set {EMAIL} and {PASSWORD}, or name a file: --token-file FILE",
        )
    return Credentials(lines[0].strip(), lines[1])


class Session:
    """Asks an API with a token that is got when first needed and renewed before it runs out."""

    def __init__(
        self, api: Api, credentials: Credentials, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.api = api
        self._credentials = credentials
        self._clock = clock
        self._token = ""
        self._refresh = ""
        self._until = 0.0

    def get(self, path: str) -> Answer:
        """The JSON at base + path. A token that is refused is renewed once."""
        if self._clock() >= self._until:
            self._renew()
        try:
            return self.api.get(path, headers=self._header())
        except NotAccepted:
            self._renew()
            return self.api.get(path, headers=self._header())

    def _header(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"}

    def _renew(self) -> None:
        if self._refresh:
            form = {"grant_type": "refresh_token", "refresh_token": self._refresh}
            self._refresh = ""
            try:
                self._take(self.api.post("oauth/token", {**_CLIENT, **form}))
                return
            except UnusableInput:
                pass  # a refresh token runs out too; the password does not
        form = {
            "grant_type": "password",
            "username": self._credentials.email,
            "password": self._credentials.password,
        }
        try:
            self._take(self.api.post("oauth/token", {**_CLIENT, **form}))
        except NotAccepted:
            raise UnusableInput.one(
                self.api.base,
                found="status 401: the e-mail address and password are not accepted",
                expected="those of an account with ACLED that may use the API",
                mend="Log in on ACLED's page, accept its terms, and check the two.",
            ) from None

    def _take(self, answer: Answer) -> None:
        value = answer.value if isinstance(answer.value, dict) else {}
        token, refresh = value.get("access_token"), value.get("refresh_token", "")
        seconds = value.get("expires_in", 0)
        if not (_is_token(token) and isinstance(seconds, int)):
            raise UnusableInput.one(
                self.api.base,
                found="an answer without a token",
                expected="access_token, refresh_token and expires_in",
                mend="Check the address; if it is right, the API has changed: take an export.",
            )
        self._token = token
        self._refresh = refresh if _is_token(refresh) else ""
        self._until = self._clock() + max(seconds - _EARLIER_SECONDS, 0)


def _is_token(text: object) -> TypeGuard[str]:
    # Nothing that could begin another line of the request.
    return isinstance(text, str) and text.isascii() and text.isprintable() and 0 < len(text) < 9999


def since(ledger: Ledger) -> str:
    """The newest time stamp of what was fetched before; UnusableInput where nothing was."""
    stamps = [
        str(commit.about["release"])
        for commit in ledger.log()
        if commit.about.get("import") == SERIES
        and _RELEASE.fullmatch(str(commit.about.get("release")))
    ]
    if not stamps:
        raise UnusableInput.one(
            "--from-api",
            found=f"{NEW!r}, and this ledger has no events of ACLED that came from its API",
            expected=f"{ALL!r} the first time",
            mend=f"Fetch all of them once: naap import {SERIES} --from-api {ALL}",
        )
    return max(stamps)


def fetched_request(
    source: Source,
    asked: Request,
    session: Session,
    ledger: Ledger,
    cache: Path,
) -> Request:
    """The request with its file: all events of the pack's country, or those that are new."""
    if asked.release not in {ALL, NEW}:
        raise UnusableInput.one(
            "--from-api", found=repr(asked.release), expected=f"{ALL} or {NEW}",
            mend="ACLED has no numbered releases: all fetches every event of the country, new "
            "what changed since the last fetch.",
        )  # fmt: skip
    country = country_code(asked.pack, "iso_number", "the country's number in ISO 3166-1")
    begin = since(ledger) if asked.release == NEW else None
    file, fetched, newest = fetch(session, country, begin, source.about, cache, asked.progress)
    return replace(
        asked,
        file=file,
        fetched=fetched,
        release=newest,
        partial=asked.partial or begin is not None,
    )


def fetch(
    session: Session,
    country: int,
    begin: str | None,
    about: About,
    cache: Path,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Path, Fetched, str | None]:
    """The file with the events, what to tell, and the newest time stamp.

    ``begin`` asks for what changed at that instant or later, and what was deleted. UnusableInput
    where the API cannot be used; then the pages that came are kept.
    """
    query: dict[str, Any] = {"_format": "json", "iso": country}
    if begin is not None:
        query |= {"timestamp": _seconds(begin), "timestamp_where": ">="}
    mark = hashlib.sha256(f"{session.api.base} {query}".encode()).hexdigest()[:8]
    folder = cache / "acled-api" / f"{country}-{mark}"
    restrictions: list[str] = []
    pages = list(_pages(session, query, about, folder, progress, restrictions))
    given = sum(len(page.rows) for page in pages)
    if not given and begin is None:
        raise UnusableInput.one(
            session.api.base,
            found=f"no event of the country {country}",
            expected="at least one",
            mend="Check data_sets.iso_number in the pack's pack.yml, and what your account may "
            "see.",
        )
    gone = _deleted(session, begin, progress) if begin is not None else ()
    remarks = [f"{given:,} events in {len(pages)} pages from {session.api.base}", *restrictions]
    dropped: Counter[str] = Counter()
    for page in pages:
        dropped.update(page.dropped)
    path = folder / f"acled_{country}.csv"
    write_pages(path, pages, USED)
    # Of use only to a fetch that broke off: the next one is to see what changed on any page.
    forget_pages(folder)
    return path, Fetched(dropped, tuple(remarks), gone), _newest(pages, begin)


def _pages(
    session: Session,
    query: Mapping[str, Any],
    about: About,
    folder: Path,
    progress: Callable[[str], None],
    restrictions: list[str],
) -> Iterator[Page]:
    folder.mkdir(parents=True, exist_ok=True)
    _forget_stale(folder)
    number, reuse = 1, True
    while True:
        kept = kept_page(folder, number) if reuse else None
        if kept is None or number == 1:
            asked = urlencode({**query, "limit": _PAGE_SIZE, "page": number})
            answer = session.get(f"api/acled/read?{asked}")
            page = _page_of(answer, number, about, session.api.base)
            if number == 1:
                restrictions += _restricted(answer.value)
                reuse = kept is not None and kept.answer_sha256 == page.answer_sha256
                if not reuse:
                    forget_pages(folder)
            keep_page(folder, number, page)
        else:
            page = kept
        progress(f"fetching ACLED: page {number}")
        yield page
        if page.next_page is None:
            return
        number = page.next_page


def _forget_stale(folder: Path) -> None:
    oldest = min((path.stat().st_mtime for path in folder.glob("page-*.json")), default=None)
    if oldest is not None and time.time() - oldest > _FRESH_SECONDS:
        forget_pages(folder)


def _rows_of(answer: Answer, number: int, base: str) -> list[dict[str, Any]]:
    """The rows of an answer; UnusableInput for a refusal or another shape."""
    value = answer.value if isinstance(answer.value, dict) else {}
    rows = value.get("data")
    usable = value.get("success") is True and str(value.get("status")) == "200"
    if (
        not usable
        or not isinstance(rows, list)
        or not all(isinstance(row, dict) for row in rows)
        or value.get("count") != len(rows)
        or len(rows) > _PAGE_SIZE
        or number > _MOST_PAGES
    ):
        raise UnusableInput.one(
            base,
            found=f"a page {number} of another shape",
            expected="status 200, success, count and data, as the API of ACLED gives them",
            mend="Check the address and what your account may see; if both are right, the API has "
            "changed: take an export.",
        )
    return rows


def _page_of(answer: Answer, number: int, about: About, base: str) -> Page:
    """Checks the shape of an answer; drops what can name a person."""
    rows = _rows_of(answer, number, base)
    dropped = Counter(
        column for row in rows for column in about.free_text if row.get(column) not in (None, "")
    )
    # What surrounds the rows changes from hour to hour, such as how long ago ACLED was updated.
    same = json.dumps(rows, sort_keys=True).encode()
    return Page(
        total=len(rows),
        next_page=number + 1 if len(rows) == _PAGE_SIZE else None,
        columns=tuple(sorted({str(column) for row in rows for column in row})),
        rows=tuple(tuple(_cell(column, row.get(column)) for column in USED) for row in rows),
        dropped=dict(dropped),
        answer_sha256=hashlib.sha256(same).hexdigest(),
    )


def _cell(column: str, value: Any) -> str:
    return rounded(as_cell(value)) if column in _DEGREES else as_cell(value)


def _restricted(value: Mapping[str, Any]) -> list[str]:
    """Accounts may be kept from the events of the last months; the answer then says so."""
    restricted = value.get("data_query_restrictions")
    recency = restricted.get("date_recency") if isinstance(restricted, dict) else None
    until = recency.get("date") if isinstance(recency, dict) else None
    if not restricted:
        return []
    told = f" after {until}" if isinstance(until, str) and len(until) == 10 else ""
    return [f"your account with ACLED may not see all events{told}; those are left alone"]


def _deleted(session: Session, begin: str, progress: Callable[[str], None]) -> tuple[str, ...]:
    """Ids of events that ACLED has deleted since, of any country."""
    found: list[str] = []
    number = 1
    while True:
        query = {
            "_format": "json", "deleted_timestamp": _seconds(begin),
            "deleted_timestamp_where": ">=", "limit": _PAGE_SIZE, "page": number,
        }  # fmt: skip
        answer = session.get(f"api/deleted/read?{urlencode(query)}")
        rows = _rows_of(answer, number, session.api.base)
        ids = [str(row.get("event_id_cnty", "")) for row in rows]
        found += [each for each in ids if _EVENT.fullmatch(each)]
        progress(f"fetching what ACLED has deleted: {len(found):,}")
        if len(rows) < _PAGE_SIZE or len(found) > _MOST_DELETED:
            return tuple(found)
        number += 1


def _seconds(instant: str) -> int:
    return int(datetime.strptime(instant, "%Y-%m-%dT%H:%M:%S%z").timestamp())


def _newest(pages: list[Page], begin: str | None) -> str | None:
    at = USED.index("timestamp")
    stamps = [int(row[at]) for page in pages for row in page.rows if _is_stamp(row[at])]
    if not stamps:
        return begin
    return f"{datetime.fromtimestamp(max(stamps), UTC):%Y-%m-%dT%H:%M:%SZ}"


def _is_stamp(cell: str) -> bool:
    return cell.isascii() and cell.isdigit() and 9 <= len(cell) <= 10
