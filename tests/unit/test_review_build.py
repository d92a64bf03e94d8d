"""Building a review: what is asked for, what stands in the way, and what must never be lost."""

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from naap.ledger import Ledger, Moment
from naap.ledger.manifest import EMPTY_DIGEST
from naap.ledger.snapshot import Snapshot
from naap.problems import UnusableInput
from naap.review import Options, build
from naap.review.edition import Asked, _mark
from naap.workspace import Workspace
from tests.review_makers import english, review, shipped
from tests.site_walk import Site


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.create(tmp_path_factory.mktemp("example") / "workspace", "example")[0]


def _unpictured(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sys.modules["naap.review.edition"], "drawn", lambda *_, **__: "<svg></svg>")
    patch.setattr(sys.modules["naap.review.edition"], "pdf", lambda *_: b"%PDF")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no charts and set no PDF: that takes most of the time, and other tests ask about it."""
    _unpictured(monkeypatch)


@pytest.fixture(scope="module")
def old(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A review of the day before the pack was released, without pictures."""
    with pytest.MonkeyPatch.context() as patch:
        _unpictured(patch)
        day = workspace.pack.settings.released - timedelta(days=1)
        return english(workspace, tmp_path_factory.mktemp("old") / "review", as_of=day)


@pytest.fixture
def earlier(old: Site, tmp_path: Path) -> Site:
    """A copy of it, at tmp_path/out."""
    shutil.copytree(old.folder, tmp_path / "out")
    return Site(tmp_path / "out")


def sound(site: Site) -> bool:
    checks = (
        site.naked_numbers, site.broken_links, site.outside_requests, site.badly_built,
    )  # fmt: skip
    assert [complaint for check in checks for complaint in check()] == []
    return True


def words(site: Site, page: str = "index.html") -> str:
    return site.pages[page].text


def test_building_twice_gives_the_same_bytes(workspace: Workspace, tmp_path: Path) -> None:
    first, second = (review(workspace, tmp_path / name) for name in ("first", "second"))
    third = review(workspace, tmp_path / "third", cached=True)
    fourth = review(workspace, tmp_path / "fourth", cached=True)
    for other in (second, third, fourth):
        assert Site(first.folder).files == Site(other.folder).files
    assert first.digest == second.digest
    assert first.files == len(Site(first.folder).files)
    assert first.bytes == sum(map(len, Site(first.folder).files.values()))


def test_before_the_pack_was_released_the_ledger_held_nothing(old: Site) -> None:
    assert sound(old)
    assert EMPTY_DIGEST in words(old)
    assert "Nothing to draw" in words(old, "figures/deaths-by-month.html")
    assert "31 January 2025" in words(old, "methods.html")
    assert old.files["data/published-statements.csv"].count(b"\n") == 1, "the header alone"


@pytest.mark.usefixtures("quick")
def test_an_empty_ledger_gives_a_review_that_says_so(tmp_path: Path) -> None:
    pack = shipped("example")
    snapshot = Snapshot.of(Ledger.create(tmp_path / "ledger"))
    options = Options.asked(pack, languages=("en",))
    site = Site(build(pack, snapshot, options, tmp_path / "out").folder)
    assert sound(site)
    for figure_id in ("attacks-by-year", "deaths-by-month"):
        assert "Nothing to draw" in words(site, f"figures/{figure_id}.html")
        assert "<svg" not in site.files[f"figures/{figure_id}.html"].decode()


@pytest.mark.usefixtures("quick")
def test_a_review_of_a_past_half_year_shows_what_had_been_stated_by_then(
    workspace: Workspace, tmp_path: Path
) -> None:
    site = english(workspace, tmp_path / "out", period="2024-H1")
    assert sound(site)
    assert "2024-H1" in words(site)
    assert "30 July 2024" in words(site, "methods.html")
    assert {row["record_key"] for row in held(site)} == {
        "judges-2024", "ministry-2024h1-attacks", "frozen-2022", "frozen-2023",
    }  # fmt: skip


def held(site: Site) -> list[dict[str, str]]:
    """The claims that the review lists as published numbers."""
    rows = _table(site, "published-statements")
    behind = {claim for row in rows for claim in row["claims"].split()}
    claims = [row for row in _table(site, "claims") if row["claim_id"] in behind]
    return [{"record_key": row["key"].rpartition("/")[2]} for row in claims]


def _table(site: Site, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(site.files[f"data/{name}.csv"].decode().splitlines()))


@pytest.mark.parametrize(
    ("asked", "stated_by"),
    [
        ({"period": "2016-H1"}, date(2016, 7, 30)),
        ({"period": "2016"}, date(2017, 1, 30)),
        ({"period": "FY2016-17"}, date(2017, 7, 30)),
        ({"period": "2016-H1", "stated_by": date(2016, 12, 1)}, date(2016, 12, 1)),
        ({"stated_by": date(2016, 12, 1)}, date(2016, 12, 1)),
        ({}, None),
    ],
)
def test_a_period_is_reviewed_at_its_end_and_the_grace_after_it(
    asked: dict[str, str], stated_by: date | None
) -> None:
    options = Options.asked(shipped("pakistan"), **asked)  # type: ignore[arg-type]
    assert options.moment == Moment(None, stated_by)


def test_a_period_that_is_none_is_told() -> None:
    with pytest.raises(UnusableInput, match="--period: found '2016-H3'"):
        Options.asked(shipped("pakistan"), "2016-H3")


@pytest.mark.parametrize("content", ["a file", "a folder", "a file in its place"])
def test_a_folder_that_is_no_review_is_left_alone(
    workspace: Workspace, tmp_path: Path, content: str
) -> None:
    out = tmp_path / "out"
    mine = out if content == "a file in its place" else out / "mine"
    if content == "a folder":
        mine.mkdir(parents=True)
    else:
        mine.parent.mkdir(exist_ok=True)
        mine.write_text("mine")
    with pytest.raises(UnusableInput, match="something that is not a review"):
        review(workspace, out)
    assert mine.exists()
    assert list(tmp_path.rglob("*")) == ([out] if mine == out else [out, mine])


@pytest.mark.usefixtures("quick", "earlier")
def test_an_earlier_review_is_replaced_whole(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "out" / "points" / "old.html").write_text("a point that is no more")
    site = english(workspace, tmp_path / "out")
    assert "points/old.html" not in site.files
    assert EMPTY_DIGEST not in words(site)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.usefixtures("quick")
def test_an_empty_folder_may_be_built_in(workspace: Workspace, tmp_path: Path) -> None:
    assert (english(workspace, tmp_path).folder / "index.html").exists()


@pytest.mark.parametrize("where", ["show", "drawn", "pages"])
def test_a_build_that_fails_leaves_the_old_review(
    workspace: Workspace,
    old: Site,
    earlier: Site,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no more")

    monkeypatch.setattr(sys.modules["naap.review.edition"], where, fail)
    with pytest.raises(RuntimeError, match="no more"):
        english(workspace, earlier.folder)
    assert earlier.files == old.files
    assert [path.name for path in earlier.folder.parent.iterdir()] == ["out"]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("failing", ["write_bytes", "replace"])
def test_a_full_disk_leaves_the_old_review_and_is_told(
    workspace: Workspace,
    old: Site,
    earlier: Site,
    monkeypatch: pytest.MonkeyPatch,
    failing: str,
) -> None:
    real = getattr(Path, failing)
    drafts = []

    def fail(path: Path, *given: object, **named: object) -> object:
        if any(part.startswith(".out-") for part in path.parts):
            drafts.append(path)
            # The twentieth file of a draft, or the draft on its way into place.
            if len(drafts) == (20 if failing == "write_bytes" else 1):
                _no_room()
        return real(path, *given, **named)

    monkeypatch.setattr(Path, failing, fail)
    with pytest.raises(UnusableInput, match="No space left"):
        english(workspace, earlier.folder)
    assert drafts
    assert earlier.files == old.files
    assert [path.name for path in earlier.folder.parent.iterdir()] == ["out"]


@pytest.mark.usefixtures("quick")
def test_what_killed_builds_left_behind_is_swept_up(
    workspace: Workspace, old: Site, earlier: Site
) -> None:
    out, dead = earlier.folder, 2**31
    running = out.with_name(f".out-{os.getppid()}")
    for left in (f".out-{dead}", f".out-{dead}-old", running.name, ".out-of-mind"):
        (out.parent / left).mkdir()
    english(workspace, out)
    assert {path.name for path in out.parent.iterdir()} == {"out", running.name, ".out-of-mind"}
    # Killed between moving the old review away and the new one in.
    shutil.rmtree(out)
    shutil.copytree(old.folder, out.with_name(f".out-{dead}-old"))
    out.with_name(f".out-{dead}").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "write_bytes", _no_room)
        with pytest.raises(UnusableInput, match="No space left"):
            english(workspace, out)
    assert earlier.folder.exists()
    assert Site(out).files == old.files


def _no_room(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.slow
def test_a_killed_build_leaves_a_whole_review(workspace: Workspace, earlier: Site) -> None:
    """Killed at any moment, it leaves the old review or the new one; the next build sweeps up."""
    before = dict(earlier.files)
    out = earlier.folder
    command = [sys.executable, "-c", "from naap.cli import main; main()", "review"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    whole = set()
    for delay in (1.0, 2.0, 3.0, 4.0):
        process = subprocess.Popen(
            [*command, "--language", "en", "--out", str(out)],
            cwd=workspace.settings.home, env=environment,
        )  # fmt: skip
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        after = Site(out)
        whole.add(after.files == before)
        assert after.broken_links() == []
    assert True in whole, "no build was killed before its end"
    english(workspace, out)
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_an_edition_is_made_anew_when_accounts_can_be_linked(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(workspace.pack, workspace.snapshot(), Options(), None, b"")
    marks = []
    for found in (None, object()):
        monkeypatch.setattr("naap.review.edition.find_spec", lambda _, found=found: found)
        marks.append(_mark(asked))
    assert marks[0] != marks[1]
