"""The API of UCDP: the events of one country in one release, page by page, as a CSV file.

The shape of the answers is that of UCDP's own OpenAPI description. Every page is kept, without the
columns that can name a person, so that a fetch that broke off goes on where it stopped. The first
page is always asked for anew: where it or the total differs from what is kept, the rest is fetched
anew too.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from naap.problems import UnusableInput
from naap.sources.http_json import Answer, Api
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
from naap.sources.ucdp_events import USED, country_number
from naap.sources.ucdp_release import release_of

__all__ = ["FROM_API", "TOKEN_VARIABLE", "fetch", "fetched_request", "token_from"]

TOKEN_VARIABLE = "UCDP_ACCESS_TOKEN"
FROM_API = {"ucdp-ged": False, "ucdp-candidate": True}
"""Sources whose events the API gives, and whether their releases are candidate ones."""

_TOKEN_HEADER = "x-ucdp-access-token"
_LONGEST_TOKEN = 1000

_PAGE_SIZE = 1000
_MOST_PAGES = 2000
_STARTS = 2
"""Times that a fetch may begin anew because the data changed meanwhile."""
_DEGREES = ("latitude", "longitude")


class _Changed(Exception):
    """The total changed between two pages: the pages do not belong together."""


def token_from(file: Path | None, environment: Mapping[str, str]) -> str:
    """The access token, from a file or else from the environment; never part of a message."""
    where: object = file or TOKEN_VARIABLE
    try:
        written = file.read_text(encoding="ascii") if file else environment.get(TOKEN_VARIABLE, "")
    except (OSError, UnicodeDecodeError):
        written = ""
    token = written.strip()
    # Nothing that could begin another line of the request.
    if not (token.isascii() and token.isprintable() and 0 < len(token) <= _LONGEST_TOKEN):
        raise UnusableInput.one(
            where,
            found="something that is no token" if token else "no token",
            expected="the access token that UCDP gave you, on one line",
            mend=f"Ask UCDP for one, and set {TOKEN_VARIABLE} or name a file: --token-file FILE",
        )
    return token


def fetched_request(source: Source, asked: Request, base: str, token: str, cache: Path) -> Request:
    """The request with its file: the events of the pack's country, fetched from the API."""
    try:
        release = release_of(asked)
    except UnusableInput as error:
        raise UnusableInput(replace(each, file="--from-api") for each in error.problems) from None
    if source.name not in FROM_API or release is None:
        raise UnusableInput.one(
            "--from-api",
            found=f"the source {source.name}",
            expected=" or ".join(FROM_API),
            mend="Name one of them, or give a FILE.",
        )
    if release.candidate != FROM_API[source.name]:
        (other,) = FROM_API.keys() - {source.name}
        raise UnusableInput.one(
            "--from-api",
            found=repr(release.name),
            expected=f"a release of {source.name}, such as "
            f"{'26.0.8' if FROM_API[source.name] else '25.1'}",
            mend=f"That release is of the source {other}.",
        )
    api = Api(base, {_TOKEN_HEADER: token}, progress=asked.progress)
    file, fetched, whole = fetch(
        api, release.name, country_number(asked), source.about, cache, asked.progress
    )
    return replace(asked, file=file, fetched=fetched, partial=asked.partial or not whole)


def fetch(
    api: Api,
    release: str,
    country: int,
    about: About,
    cache: Path,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Path, Fetched, bool]:
    """The file with the country's events in that release, what to tell, and whether it is whole.

    It is not whole where the API announced more events than it gave. UnusableInput where the
    API cannot be used; then the pages that came are kept.
    """
    asked = f"{api.base} {release} {country}"
    name = f"{release}-{country}-{hashlib.sha256(asked.encode()).hexdigest()[:8]}"
    folder = cache / "ucdp-api" / name
    for start in range(_STARTS):
        try:
            pages = list(_pages(api, release, country, about, folder, progress))
            break
        except _Changed:
            shutil.rmtree(folder, ignore_errors=True)
            if start == _STARTS - 1:
                raise UnusableInput.one(
                    api.base,
                    found="a number of events that changes between two pages",
                    expected="one release that stands still",
                    mend="Try again later; nothing was imported.",
                ) from None
    total, given = pages[0].total, sum(len(page.rows) for page in pages)
    if not given:
        raise UnusableInput.one(
            api.base,
            found=f"no event of country {country} in release {release}",
            expected="at least one",
            mend="Check the release, and data_sets.ucdp_country_id in the pack's pack.yml.",
        )
    remarks = [f"{given:,} events in {len(pages)} pages from {api.base}"]
    if given != total:
        remarks.append(
            f"the API announced {total:,} events and gave {given:,}; "
            "what it did not give is left alone"
        )
    dropped: Counter[str] = Counter()
    for page in pages:
        dropped.update(page.dropped)
    path = folder / f"ucdp_country_{country}_v{release.replace('.', '_')}.csv"
    write_pages(path, pages, USED)
    return path, Fetched(dropped, tuple(remarks)), given == total


def _pages(
    api: Api,
    release: str,
    country: int,
    about: About,
    folder: Path,
    progress: Callable[[str], None],
) -> Iterator[Page]:
    folder.mkdir(parents=True, exist_ok=True)
    number, total, reuse = 0, 0, True
    while True:
        kept = kept_page(folder, number) if reuse else None
        if kept is None or number == 0:
            query = urlencode({"Country": country, "pagesize": _PAGE_SIZE, "page": number})
            # After some dozens of pages the API says 400 for "too many"; on the first page the
            # same status says that there is no such release.
            passing = frozenset({400}) if number else frozenset()
            answer = api.get(f"gedevents/{release}?{query}", also_passing=passing)
            page = _page_of(answer, number, about, api.base)
            if number == 0:
                reuse = kept is not None and kept.answer_sha256 == page.answer_sha256
                if not reuse:
                    forget_pages(folder)
            keep_page(folder, number, page)
        else:
            page = kept
        if number == 0:
            total = page.total
        elif page.total != total:
            raise _Changed
        progress(f"fetching {release}: page {number + 1} of {-(-total // _PAGE_SIZE)}")
        yield page
        if page.next_page is None:
            return
        number = page.next_page


def _page_of(answer: Answer, number: int, about: About, base: str) -> Page:
    """Checks the shape of an answer; drops what can name a person."""
    value = answer.value
    try:
        total, rows = value["TotalCount"], value["Result"]
        rows = [] if rows is None else rows
        next_page = _number_in(value.get("NextPageUrl"))
        usable = isinstance(total, int) and total >= 0 and isinstance(rows, list)
        usable = usable and len(rows) <= _PAGE_SIZE and all(isinstance(row, dict) for row in rows)
        usable = usable and next_page in {None, number + 1} and number < _MOST_PAGES
    except (KeyError, TypeError, ValueError, AttributeError):
        usable = False
    if not usable:
        raise UnusableInput.one(
            base,
            found=f"a page {number} of another shape",
            expected="TotalCount, NextPageUrl and Result, as the API of UCDP gives them",
            mend="Check the address; if it is right, the API has changed: take the CSV file.",
        )
    dropped = Counter(
        column for row in rows for column in about.free_text if row.get(column) not in (None, "")
    )
    columns = tuple(sorted({str(column) for row in rows for column in row}))
    return Page(
        total=total,
        next_page=next_page,
        columns=columns,
        rows=tuple(tuple(_cell(column, row.get(column)) for column in USED) for row in rows),
        dropped=dict(dropped),
        answer_sha256=hashlib.sha256(answer.body).hexdigest(),
    )


def _number_in(address: Any) -> int | None:
    """Only the number is taken from the next address: the token goes to no other host."""
    if not address:
        return None
    (number,) = parse_qs(urlsplit(address).query)["page"]
    return int(number)


def _cell(column: str, value: Any) -> str:
    if column in _DEGREES and isinstance(value, str):
        return rounded(value)
    return as_cell(value)
