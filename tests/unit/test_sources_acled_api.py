"""The API of ACLED, replayed by a local server: tokens, pages, increments, deletions, faults."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from naap.cli import naap
from naap.config import shipped_packs
from naap.pack import load
from naap.problems import UnusableInput
from naap.sources import Request, acled_api, source_named
from naap.sources.acled_api import Credentials, Session, credentials_from, fetch
from naap.sources.http_json import Api
from tests.acled_server import EMAIL, PASSWORD, Acled, as_json, serving
from tests.event_files import ACLED, acled_event, write_csv

SOURCE = source_named("acled")
ALL = [f"SZK{number}" for number in range(1, 8)]


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Acled]:
    """Seven events of our country on four pages, and one of another country."""
    monkeypatch.setattr(acled_api, "_PAGE_SIZE", 2)
    served = Acled()
    served.events = [as_json(number) for number in range(1, 8)] + [as_json(99, iso="1")]
    with serving(served) as base:
        served.base = base
        yield served


class Fetcher:
    def __init__(self, api: Acled, cache: Path) -> None:
        self.api, self.cache = api, cache
        self.waits: list[float] = []
        self.seconds = 0.0
        self.password = PASSWORD

    def __call__(self, begin: str | None = None) -> list[str]:
        path, self.fetched, self.newest = fetch(
            self.session(), 9990, begin, SOURCE.about, self.cache
        )
        lines = path.read_text(encoding="utf-8").splitlines()
        return [line.split(",", 1)[0] for line in lines[1:]]

    def session(self) -> Session:
        client = Api(self.api.base, {}, sleep=self.waits.append)
        return Session(client, Credentials(EMAIL, self.password), lambda: self.seconds)

    def pages(self) -> list[int]:
        return [page for what, page in self.api.asked if what == "acled"]


@pytest.fixture
def fetched(api: Acled, tmp_path: Path) -> Fetcher:
    return Fetcher(api, tmp_path / "cache")


def test_every_page_is_fetched_once_with_one_token(fetched: Fetcher, api: Acled) -> None:
    assert fetched() == ALL
    assert fetched.pages() == [1, 2, 3, 4]
    assert api.grants == ["password"]


def test_a_last_page_that_is_full_is_followed_by_an_empty_one(fetched: Fetcher, api: Acled) -> None:
    api.events.pop(0)
    assert fetched() == ALL[1:]
    assert fetched.pages() == [1, 2, 3, 4]


def test_what_the_api_tells_gives_the_claims_of_the_export(
    fetched: Fetcher, api: Acled, tmp_path: Path
) -> None:
    pack = load(shipped_packs()["example"])
    file = write_csv(tmp_path / "a.csv", [acled_event(at) for at in range(1, 8)], ACLED)
    expected = SOURCE.read(Request(file, pack))
    path, told, _ = fetch(fetched.session(), 9990, None, SOURCE.about, tmp_path)
    found = SOURCE.read(Request(path, pack, fetched=told))
    assert [each.claim_id for each in found.claims] == [each.claim_id for each in expected.claims]
    assert found.dropped == expected.dropped
    assert found.unknown_columns == ()


@pytest.mark.parametrize(("faults", "files"), [(0, 1), (6, 3)])
def test_no_free_text_and_no_secret_is_kept(
    fetched: Fetcher, api: Acled, faults: int, files: int
) -> None:
    api.faults[4] = [503] * faults
    with suppress(UnusableInput):
        fetched()
    kept = [path for path in fetched.cache.rglob("*") if path.is_file()]
    assert len(kept) == files
    for path in kept:
        for secret in ("SECRET", PASSWORD, EMAIL, "token-1"):
            assert secret.encode() not in path.read_bytes()


def test_a_token_that_runs_out_is_renewed_with_the_refresh_token(
    fetched: Fetcher, api: Acled
) -> None:
    def later() -> None:
        fetched.seconds += 90_000

    api.faults[2] = [later]
    assert fetched() == ALL
    assert api.grants == ["password", "refresh_token"]


def test_a_token_that_is_refused_midway_is_renewed(fetched: Fetcher, api: Acled) -> None:
    api.faults[2] = [api.valid.clear]
    assert fetched() == ALL
    assert api.grants == ["password", "refresh_token"]
    assert fetched.pages() == [1, 2, 3, 3, 4]


def test_where_the_refresh_token_is_refused_the_password_serves(
    fetched: Fetcher, api: Acled
) -> None:
    api.faults[1], api.refuse_refresh = [api.valid.clear], True
    assert fetched() == ALL
    assert api.grants == ["password", "refresh_token", "password"]


def test_a_wrong_password_is_told_at_once_and_never_shown(fetched: Fetcher) -> None:
    fetched.password = "wrong-secret"
    with pytest.raises(UnusableInput, match="address and password are not accepted") as caught:
        fetched()
    assert fetched.waits == []
    assert "wrong-secret" not in str(caught.value)
    assert EMAIL not in str(caught.value)
    assert "wrong-secret" not in repr(Credentials(EMAIL, "wrong-secret"))


@pytest.mark.parametrize("fault", [429, 500, 503, (429, {"Retry-After": "7"})], ids=str)
@pytest.mark.parametrize("page", [1, 3])
def test_a_fault_that_passes_is_waited_for(
    fault: Any, page: int, fetched: Fetcher, api: Acled
) -> None:
    api.faults[page] = [fault, fault]
    assert fetched() == ALL
    assert fetched.waits == ([7.0, 7.0] if isinstance(fault, tuple) else [1.0, 2.0])


def test_a_fetch_that_broke_off_goes_on_where_it_stopped(fetched: Fetcher, api: Acled) -> None:
    api.faults[3] = [503] * 6
    with pytest.raises(UnusableInput, match=r"status 503, 6 times.*goes on with the pages"):
        fetched()
    api.asked.clear()
    assert fetched() == ALL
    assert fetched.pages() == [1, 3, 4]


def test_pages_of_another_day_are_not_used(fetched: Fetcher, api: Acled) -> None:
    api.faults[3] = [503] * 6
    with pytest.raises(UnusableInput):
        fetched()
    for path in fetched.cache.rglob("page-*.json"):
        os.utime(path, (1, 1))
    api.asked.clear()
    assert fetched() == ALL
    assert fetched.pages() == [1, 2, 3, 4]


def test_what_changed_since_it_broke_off_is_fetched_anew(fetched: Fetcher, api: Acled) -> None:
    api.faults[3] = [503] * 6
    with pytest.raises(UnusableInput):
        fetched()
    api.asked.clear()
    api.events[0]["fatalities"] = 9
    assert fetched() == ALL
    assert fetched.pages() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 403}, {"success": False}, {"data": None}, {"data": [1]}, {"count": 7},
        {"data": {}, "count": 0}, {"data": [{}, {}, {}], "count": 3},
    ],
)  # fmt: skip
def test_an_answer_of_another_shape_is_told(
    fault: dict[str, Any], fetched: Fetcher, api: Acled
) -> None:
    api.faults[1] = [fault]
    with pytest.raises(UnusableInput, match="a page 1 of another shape"):
        fetched()


def test_a_country_without_events_is_told(fetched: Fetcher, api: Acled) -> None:
    api.events = []
    with pytest.raises(UnusableInput, match="no event of the country 9990"):
        fetched()


@pytest.mark.parametrize(
    ("text", "told"),
    [("", False), ("a@b.example", False), ("a@b.example\n\n", False), ("a\nb\nc", False),
     (f"{EMAIL}\n{PASSWORD}\n", True)],
)  # fmt: skip
def test_credentials_in_a_file(tmp_path: Path, text: str, told: bool) -> None:
    file = tmp_path / "secret.txt"
    file.write_text(text, encoding="utf-8")
    if told:
        assert credentials_from(file, {}) == Credentials(EMAIL, PASSWORD)
    else:
        with pytest.raises(UnusableInput, match="no e-mail address and password"):
            credentials_from(file, {"ACLED_EMAIL": EMAIL, "ACLED_PASSWORD": PASSWORD})


@pytest.fixture
def command(api: Acled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    run = CliRunner()
    made = run.invoke(naap, ["init", str(tmp_path / "w"), "--pack", "example"])
    assert made.exit_code == 0
    monkeypatch.chdir(tmp_path / "w")
    monkeypatch.setenv("NAAP_ACLED_API", api.base)
    monkeypatch.setenv("ACLED_EMAIL", EMAIL)
    monkeypatch.setenv("ACLED_PASSWORD", PASSWORD)

    def invoke(*arguments: str) -> Result:
        return run.invoke(naap, ["import", "acled", *arguments])

    return invoke


def test_new_and_changed_and_deleted_events_since_the_last_fetch(command: Any, api: Acled) -> None:
    first = command("--from-api", "all")
    assert first.exit_code == 0, first.output
    assert "7 new, 0 superseding" in first.output
    api.asked.clear()
    nothing = command("--from-api", "new")
    assert nothing.exit_code == 0, nothing.output
    assert "7 unchanged, 0 retracted" in nothing.output
    api.events = [
        *api.events[:5],
        as_json(6, timestamp="1710300000", fatalities="8"),
        as_json(8, timestamp="1710300001"),
    ]
    api.deleted = [
        {"event_id_cnty": "SZK7", "deleted_timestamp": 1710300000},
        {"event_id_cnty": "SZK1", "deleted_timestamp": 1710000000},
        {"event_id_cnty": "IND5", "deleted_timestamp": 1710300000},
    ]
    later = command("--from-api", "new")
    assert later.exit_code == 0, later.output
    assert "1 new, 1 superseding" in later.output
    assert "5 unchanged, 1 retracted" in later.output
    api.events, api.deleted = [], []
    quiet = command("--from-api", "new")
    assert quiet.exit_code == 0, quiet.output
    assert "Nothing changed" in quiet.output


def test_new_before_all_is_told(command: Any) -> None:
    answer = command("--from-api", "new")
    assert isinstance(answer.exception, UnusableInput)
    assert "import acled --from-api all" in str(answer.exception)


@pytest.mark.parametrize("release", ["25.1", "ALL"])
def test_other_releases_are_told(command: Any, release: str) -> None:
    answer = command("--from-api", release)
    assert "expected all or new" in str(answer.exception)


def test_an_account_that_may_not_see_the_last_months(
    command: Any, api: Acled, tmp_path: Path
) -> None:
    """What it may not see was imported from an export before: it must not be retracted."""
    file = write_csv(tmp_path / "a.csv", [acled_event(50, event_date="2025-06-01")], ACLED)
    assert command(str(file)).exit_code == 0
    api.embargo = "2024-12-31"
    answer = command("--from-api", "all")
    assert "may not see all events after 2024-12-31" in answer.output
    assert "7 new, 0 superseding, 0 unchanged, 0 retracted" in answer.output


def test_all_again_retracts_what_is_gone_between_its_first_and_last_day(
    command: Any, api: Acled
) -> None:
    api.events[3]["event_date"] = "2024-03-02"
    assert command("--from-api", "all").exit_code == 0
    del api.events[1]
    assert "1 retracted" in command("--from-api", "all").output
