"""The API of UCDP, replayed by a local server: paging, token, faults that pass, going on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from naap.cli import naap
from naap.pack import Pack
from naap.problems import UnusableInput
from naap.sources import Request, http_json, source_named, ucdp_api
from naap.sources.http_json import Api
from naap.sources.ucdp_api import TOKEN_VARIABLE, fetch, fetched_request, token_from
from tests import ged_files
from tests.ged_files import event
from tests.ucdp_server import TOKEN, Ucdp, as_json, serving

GED = source_named("ucdp-ged")
Fetch = Callable[..., tuple[list[str], bool]]


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ucdp]:
    """Seven events of our country on four pages, and one of another country."""
    monkeypatch.setattr(ucdp_api, "_PAGE_SIZE", 2)
    served = Ucdp()
    served.releases["25.1"] = [as_json(number) for number in range(1, 8)]
    served.releases["25.1"].append(as_json(99, country_id="1"))
    with serving(served) as base:
        served.base = base
        yield served


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def fetched(api: Ucdp, waits: list[float], tmp_path: Path) -> Fetch:
    def get(release: str = "25.1", token: str = TOKEN) -> tuple[list[str], bool]:
        client = Api(api.base, {"x-ucdp-access-token": token}, sleep=waits.append)
        path, _, whole = fetch(client, release, 9990, GED.about, tmp_path / "cache")
        lines = path.read_text(encoding="utf-8").splitlines()
        return [line.split(",", 1)[0] for line in lines[1:]], whole

    return get


ALL = [str(number) for number in range(1, 8)]


def test_every_page_is_fetched_once_and_only_our_country(fetched: Fetch, api: Ucdp) -> None:
    assert fetched() == (ALL, True)
    assert api.asked == [0, 1, 2, 3]


def test_what_the_api_tells_gives_the_claims_of_the_file(
    api: Ucdp, pack: Pack, tmp_path: Path
) -> None:
    changed = {"latitude": "35.41", "longitude": "71.02"}
    file = ged_files.write(tmp_path / "ged251.csv", [event(at, **changed) for at in range(1, 8)])
    expected = GED.read(Request(file, pack))
    asked = Request(Path(), pack, release="25.1")
    reading = GED.read(fetched_request(GED, asked, api.base, TOKEN, tmp_path / "cache"))
    assert [claim.claim_id for claim in reading.claims] == [
        claim.claim_id for claim in expected.claims
    ]
    assert reading.dropped == expected.dropped
    assert reading.unknown_columns == ()
    (covered,) = reading.coverage
    assert covered.within is not None
    assert [day.year for day in covered.within[1:]] == [1989, 2024]


def test_no_text_that_can_name_a_person_is_kept(fetched: Fetch, tmp_path: Path) -> None:
    fetched()
    kept = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert len(kept) == 5
    assert not [path for path in kept if b"SECRET" in path.read_bytes()]
    assert not [path for path in kept if TOKEN.encode() in path.read_bytes()]


def test_new_columns_are_reported(api: Ucdp, pack: Pack, tmp_path: Path) -> None:
    api.releases["25.1"][3]["drone_used"] = "SECRET"
    asked = Request(Path(), pack, release="25.1")
    request = fetched_request(GED, asked, api.base, TOKEN, tmp_path)
    assert GED.read(request).unknown_columns == ("drone_used",)
    assert "SECRET" not in request.file.read_text(encoding="utf-8")


def test_degrees_with_many_places_are_rounded(api: Ucdp, pack: Pack, tmp_path: Path) -> None:
    api.releases["25.1"][0]["latitude"] = 35.123456789012345
    api.releases["25.1"][1]["latitude"] = None
    asked = Request(Path(), pack, release="25.1")
    claims = GED.read(fetched_request(GED, asked, api.base, TOKEN, tmp_path)).claims
    assert str(claims[0].fields["latitude"]) == "35.12345679"
    assert "latitude" not in claims[1].fields


@pytest.mark.parametrize(
    "fault",
    [429, 500, 502, 503, 504, 408, "broken", "cut", "reset", (429, {"Retry-After": "7"})],
    ids=str,
)
@pytest.mark.parametrize("page", [0, 2])
def test_a_fault_that_passes_is_waited_for(
    fault: Any, page: int, fetched: Fetch, api: Ucdp, waits: list[float]
) -> None:
    api.faults[page] = [fault, fault]
    assert fetched() == (ALL, True)
    assert api.asked.count(page) == 3
    assert waits == ([7.0, 7.0] if isinstance(fault, tuple) else [1.0, 2.0])


def test_the_wait_may_be_a_date(fetched: Fetch, api: Ucdp, waits: list[float]) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    api.faults[1] = [(503, {"Retry-After": later}), (503, {"Retry-After": "soon"})]
    assert fetched() == (ALL, True)
    assert 50 < waits[0] <= 60
    assert waits[1] == 2.0


def test_a_wait_that_is_too_long_ends_the_fetch(
    fetched: Fetch, api: Ucdp, waits: list[float]
) -> None:
    api.faults[1] = [(429, {"Retry-After": "86400"})]
    with pytest.raises(UnusableInput, match=r"status 429 \(asked to wait 86,400 seconds\)"):
        fetched()
    assert waits == []


def test_too_many_pages_at_once_is_said_with_400(fetched: Fetch, api: Ucdp) -> None:
    api.faults[2] = [400]
    assert fetched() == (ALL, True)


def test_a_fault_that_stays_is_told_and_the_pages_are_kept(
    fetched: Fetch, api: Ucdp, waits: list[float]
) -> None:
    api.faults[2] = ["reset"] * 6
    with pytest.raises(
        UnusableInput, match=r"broken connection|breaks off.*, 6 times.*goes on with"
    ):
        fetched()
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]
    api.asked.clear()
    assert fetched() == (ALL, True)
    assert api.asked == [0, 2, 3], "only the first page is asked for again"


@pytest.mark.parametrize("changed", ["total", "content"])
def test_what_changed_since_is_fetched_anew(changed: str, fetched: Fetch, api: Ucdp) -> None:
    fetched()
    api.asked.clear()
    if changed == "total":
        api.releases["25.1"].insert(0, as_json(50))
        assert fetched() == (["50", *ALL], True)
    else:
        api.releases["25.1"][0]["best"] = 99
        assert fetched() == (ALL, True)
    assert api.asked == [0, 1, 2, 3]


def test_a_change_between_two_pages_begins_anew(fetched: Fetch, api: Ucdp) -> None:
    api.faults[2] = [lambda: api.releases["25.1"].insert(0, as_json(50))]
    assert fetched() == (["50", *ALL], True)
    assert api.asked == [0, 1, 2, 0, 1, 2, 3]


def test_changes_without_end_are_told(fetched: Fetch, api: Ucdp) -> None:
    more = lambda: api.releases["25.1"].insert(0, as_json(len(api.asked) + 100))  # noqa: E731
    api.faults[1] = [more, more]
    with pytest.raises(UnusableInput, match="changes between two pages"):
        fetched()


def test_a_kept_page_that_was_altered_is_fetched_anew(
    fetched: Fetch, api: Ucdp, tmp_path: Path
) -> None:
    fetched()
    api.asked.clear()
    (page,) = (tmp_path / "cache").rglob("page-0002.json")
    page.write_text(page.read_text(encoding="utf-8").replace("9990", "9991"), encoding="utf-8")
    assert fetched() == (ALL, True)
    assert api.asked == [0, 2]


def test_fewer_events_than_announced_is_no_full_release(
    api: Ucdp, pack: Pack, tmp_path: Path
) -> None:
    api.announced_too_many = 1
    asked = Request(Path(), pack, release="25.1")
    request = fetched_request(GED, asked, api.base, TOKEN, tmp_path)
    assert request.partial
    told = [remark for remark in GED.read(request).remarks if "announced 8 events" in remark]
    assert told
    assert "gave 7" in told[0]


@pytest.mark.parametrize(
    "body",
    [
        b"[]", b"null", b'"no"', b"{}", b'{"TotalCount": "7", "Result": []}',
        b'{"TotalCount": 7, "Result": [1]}', b'{"TotalCount": 7, "Result": {}}',
        b'{"TotalCount": 7, "Result": [], "NextPageUrl": "http://x/?page=0"}',
        b'{"TotalCount": 7, "Result": [], "NextPageUrl": "http://x/?page=9"}',
        b'{"TotalCount": 7, "Result": [], "NextPageUrl": "http://x/"}',
        b'{"TotalCount": 7, "Result": [], "NextPageUrl": 5}',
        b'{"TotalCount": 7, "Result": [{}, {}, {}]}',
    ],
)  # fmt: skip
def test_an_answer_of_another_shape_is_told(body: bytes, fetched: Fetch, api: Ucdp) -> None:
    api.faults[0] = [body]
    with pytest.raises(UnusableInput, match="a page 0 of another shape"):
        fetched()


def test_an_answer_beyond_all_bounds_is_not_read(
    fetched: Fetch, api: Ucdp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_json, "_LARGEST_ANSWER", 1000)
    with pytest.raises(UnusableInput, match="an answer of more than 1,000 bytes"):
        fetched()


def test_a_silent_server_is_not_waited_for_without_end(
    fetched: Fetch, monkeypatch: pytest.MonkeyPatch, api: Ucdp
) -> None:
    monkeypatch.setattr(http_json, "_WHOLE_ANSWER_SECONDS", -1.0)
    with pytest.raises(UnusableInput, match="6 times"):
        fetched()


def test_a_wrong_token_is_told_at_once_and_never_shown(fetched: Fetch, waits: list[float]) -> None:
    with pytest.raises(UnusableInput, match="status 401: the token is not accepted") as caught:
        fetched(token="wrong-secret")
    assert waits == []
    assert "wrong-secret" not in str(caught.value)


def test_a_release_that_is_not_there_is_told(fetched: Fetch, waits: list[float]) -> None:
    with pytest.raises(UnusableInput, match="status 400"):
        fetched("31.1")
    assert waits == []


def test_a_redirect_is_not_followed_with_the_token(fetched: Fetch, api: Ucdp) -> None:
    with serving(Ucdp()) as elsewhere:
        api.faults[0] = [(302, {"Location": f"{elsewhere}/gedevents/25.1?page=0"})]
        with pytest.raises(UnusableInput, match="status 302: a redirect"):
            fetched()


def test_a_country_without_an_event_is_told(fetched: Fetch, api: Ucdp) -> None:
    api.releases["25.1"] = []
    with pytest.raises(UnusableInput, match=r"no event of country 9990 in release 25\.1"):
        fetched()


@pytest.mark.parametrize(
    "base",
    [
        "http://ucdpapi.pcr.uu.se/api", "http://192.168.0.7/api", "ftp://x/api", "x", "", "https://",
        "https://user:secret@x/api", "https://x/api?a=b", "file:///etc/passwd", "https://x y/api",
        "https://[x/api", "http://localhost.evil.example/api", "https://x/\r\nHost: y",
    ],
)  # fmt: skip
def test_an_address_that_would_show_the_token_is_refused(base: str) -> None:
    with pytest.raises(UnusableInput, match="https://"):
        Api(base, {})


@pytest.mark.parametrize("base", ["https://ucdpapi.pcr.uu.se/api/", "http://localhost:1/api"])
def test_addresses_that_will_do(base: str) -> None:
    assert Api(base, {}).base == base.rstrip("/")


def test_where_the_token_comes_from(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("from-file\n", encoding="ascii")
    assert token_from(file, {TOKEN_VARIABLE: "from-environment"}) == "from-file"
    assert token_from(None, {TOKEN_VARIABLE: " from-environment "}) == "from-environment"


@pytest.mark.parametrize("written", ["", " ", "two\nlines", "tok\ten", "ٹوکن", "x" * 1001])
def test_what_is_no_token_is_told_and_not_shown(written: str, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(written, encoding="utf-8")
    for named, environment in ((file, {}), (None, {TOKEN_VARIABLE: written})):
        with pytest.raises(UnusableInput, match="expected the access token") as caught:
            token_from(named, environment)
        assert not written.strip() or written not in str(caught.value)


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    monkeypatch.setattr(http_json, "_FIRST_WAIT_SECONDS", 0.0)
    monkeypatch.chdir(folder)
    return CliRunner().invoke(naap, ["import", *words])


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    made = CliRunner().invoke(naap, ["init", str(folder), "--pack", "example"])
    assert made.exit_code == 0
    return folder


def test_the_command_imports_goes_on_and_retracts(
    workspace: Path, api: Ucdp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)
    monkeypatch.setenv("NAAP_UCDP_API", api.base)
    api.faults[3] = [500] * 6
    broken = run(workspace, monkeypatch, "ucdp-ged", "--from-api", "25.1")
    assert isinstance(broken.exception, UnusableInput)
    again = run(workspace, monkeypatch, "ucdp-ged", "--from-api", "25.1", "--json")
    assert again.exit_code == 0, again.output
    assert json.loads(again.stdout)["claims"]["account"]["new"] == 7
    assert json.loads(again.stdout)["release"] == "25.1"
    api.releases["26.1"] = [row for row in api.releases["25.1"] if row["id"] != 2]
    later = run(workspace, monkeypatch, "ucdp-ged", "--from-api", "26.1", "--json")
    tally = json.loads(later.stdout)["claims"]["account"]
    assert (tally["unchanged"], tally["retracted"]) == (6, 1)
    assert TOKEN not in broken.output + again.output + later.output
    files = [path for path in workspace.rglob("*") if path.is_file()]
    assert not [path for path in files if TOKEN.encode() in path.read_bytes()]
    assert not [path for path in files if b"SECRET" in path.read_bytes()]


def test_the_command_imports_candidate_events(
    workspace: Path, api: Ucdp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN, encoding="ascii")
    api.releases["25.0.3"] = [as_json(5, year="2025")]
    words = ("ucdp-candidate", "--from-api", "25.0.3", "--api-url", api.base,
             "--token-file", str(file), "--json")  # fmt: skip
    done = run(workspace, monkeypatch, *words)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["source"] == "ucdp-candidate"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ucdp-ged",), "FILE: found nothing"),
        (("ucdp-ged", "naap.toml", "--from-api", "25.1"), "FILE: found both naap.toml and"),
        (("ucdp-ged", "--from-api", "25.1", "--release", "25.1"), "--release"),
        (("ucdp-ged", "--from-api", "25.0.3"), "release is of the source ucdp-candidate"),
        (("ucdp-candidate", "--from-api", "25.1"), "release is of the source ucdp-ged"),
        (("ucdp-ged", "--from-api", "../../x"), "--from-api: found '../../x'"),
        (("pack", "--from-api", "25.1"), "--from-api: found the source pack"),
        (("ucdp-ged", "--from-api", "25.1", "--api-url", "http://x.example"), "https://"),
    ],
)
def test_what_cannot_be_asked_is_told(
    words: tuple[str, ...], told: str, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)
    done = run(workspace, monkeypatch, *words)
    assert isinstance(done.exception, UnusableInput)
    assert told in str(done.exception)
    assert TOKEN not in str(done.exception)


def test_without_a_token_nothing_is_asked(
    workspace: Path, api: Ucdp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    done = run(workspace, monkeypatch, "ucdp-ged", "--from-api", "25.1", "--api-url", api.base)
    assert isinstance(done.exception, UnusableInput)
    assert TOKEN_VARIABLE in str(done.exception)
    assert api.asked == []


def test_a_pack_without_its_number_is_told(pack: Pack, tmp_path: Path) -> None:
    settings = pack.settings.model_copy(
        update={"data_sets": pack.settings.data_sets.model_copy(update={"ucdp_country_id": None})}
    )
    asked = Request(Path(), replace(pack, settings=settings), release="25.1")
    with pytest.raises(UnusableInput, match="ucdp_country_id"):
        fetched_request(GED, asked, "http://127.0.0.1:1/api", TOKEN, tmp_path)
