"""What goes wrong with disks and processes: all or nothing is written, and damage is named."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naap.ledger import Batch, Ledger
from naap.ledger.tidy import debris
from naap.ledger.verify import verify
from naap.problems import UnusableInput
from tests.ledger_makers import claim, figure, held, hour, values

PROJECT = Path(__file__).resolve().parents[2]


def child(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ledger_kills", *map(str, arguments)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PROJECT / "src")},
    )


def outcome(process: subprocess.Popen[str]) -> dict[str, int]:
    out, err = process.communicate()
    assert process.returncode == 0, err
    answer: dict[str, int] = json.loads(out)
    return answer


def test_200_killed_imports_leave_all_or_nothing(tmp_path: Path) -> None:
    running = [child("kill", tmp_path / str(seed), 100, seed) for seed in (1, 2)]
    outcomes = [outcome(each) for each in running]
    assert sum(each["kills"] for each in outcomes) == 200
    assert sum(each["nothing"] for each in outcomes) > 0
    done = sum(each["whole"] + each["finished"] for each in outcomes)
    assert done > 0, "no import got as far as its commit"
    for folder in tmp_path.glob("*/*"):
        ledger = Ledger(folder)
        left = [path.name for path in debris(ledger, older_than_minutes=0)]
        assert all(name.startswith(".") or name.endswith(".parquet") for name in left)


def test_four_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    assert outcome(child("race", tmp_path / "ledger", 4, 5)) == {"failed": 0}
    ledger = Ledger(tmp_path / "ledger")
    log = ledger.log()
    assert [manifest.number for manifest in log] == list(range(1, 21))
    assert values(ledger) == {f"{w}-{n}": n for w in range(4) for n in range(5)}
    assert verify(ledger) == []
    assert (ledger.folder / "HEAD").read_text().startswith("20 ")


# --- damage ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    ledger = Ledger.create(tmp_path_factory.mktemp("sound") / "ledger")
    for n in range(1, 6):
        ledger.append(Batch("test", (figure("a", n), claim("rating", str(n), n)), at=hour(n)))
    assert verify(ledger) == []
    return ledger


@pytest.fixture
def ledger(sound: Ledger, tmp_path: Path) -> Ledger:
    return Ledger(Path(shutil.copytree(sound.folder, tmp_path / "ledger")))


def named_as_damaged(folder: Path) -> set[str]:
    """Files, from the ledger's folder, that somebody who checks is told of."""
    try:
        problems = verify(Ledger(folder))
    except UnusableInput as error:
        problems = list(error.problems)
    return {Path(problem.file).relative_to(folder).as_posix() for problem in problems}


def refused_by_readers(folder: Path, cache: Path) -> bool:
    try:
        held(Ledger(folder), cache_folder=cache)
    except UnusableInput as error:
        return str(folder) in str(error)
    return False


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_one_flipped_bit_anywhere_is_found_and_named(
    sound: Ledger, tmp_path: Path, data: st.DataObject
) -> None:
    paths = sorted(path for path in sound.folder.rglob("*") if path.is_file())
    path = data.draw(st.sampled_from(paths))
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    flipped = whole[place] ^ (1 << data.draw(st.integers(0, 7)))
    path.write_bytes(whole[:place] + bytes([flipped]) + whole[place + 1 :])
    try:
        assert path.relative_to(sound.folder).as_posix() in named_as_damaged(sound.folder)
        shutil.rmtree(tmp_path / "cache", ignore_errors=True)
        # Readers stop too; only HEAD, if it says nothing at all, can be done without.
        assert path.name == "HEAD" or refused_by_readers(sound.folder, tmp_path / "cache")
    finally:
        path.write_bytes(whole)


def test_a_removed_data_file_is_named_by_verify_and_by_readers(ledger: Ledger) -> None:
    gone = min(ledger.folder.glob("rating/*.parquet"))
    gone.unlink()
    assert named_as_damaged(ledger.folder) == {f"rating/{gone.name}"}
    with pytest.raises(UnusableInput, match=gone.name):
        held(ledger)


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_removed_manifest_is_named(ledger: Ledger, number: int) -> None:
    (ledger.folder / "log" / f"{number:08d}.json").unlink()
    assert named_as_damaged(ledger.folder) == {f"log/{number:08d}.json"}
    with pytest.raises(UnusableInput, match="log"):
        ledger.append(Batch("test", (figure("b", 1),)))
    with pytest.raises(UnusableInput, match="log"):
        held(ledger)


def test_swapped_manifests_are_named(ledger: Ledger) -> None:
    two, three = (ledger.folder / "log" / f"0000000{n}.json" for n in (2, 3))
    first, second = two.read_bytes(), three.read_bytes()
    two.write_bytes(second)
    three.write_bytes(first)
    assert "log/00000002.json" in named_as_damaged(ledger.folder)


@pytest.mark.parametrize("left", [0, 1, 100, -1])
def test_a_truncated_manifest_is_named(ledger: Ledger, left: int) -> None:
    path = ledger.folder / "log" / "00000004.json"
    path.write_bytes(path.read_bytes()[:left])
    assert named_as_damaged(ledger.folder) == {"log/00000004.json"}
    assert refused_by_readers(ledger.folder, ledger.folder / "cache")


def test_a_removed_head_is_named_and_written_anew(ledger: Ledger) -> None:
    (ledger.folder / "HEAD").unlink()
    assert named_as_damaged(ledger.folder) == {"HEAD"}
    ledger.append(Batch("test", (figure("b", 1),)))
    assert verify(ledger) == []


def test_content_blanked_with_all_hashes_of_files_made_to_fit_is_found(ledger: Ledger) -> None:
    """A forger who rewrites a file and its manifest keeps the digest, but not the claim ids."""
    import duckdb

    from naap.ledger.manifest import DataFile, Manifest, read_manifest

    path = ledger.folder / "log" / "00000002.json"
    manifest = read_manifest(path)
    old = next(file for file in manifest.files if file.kind == "figure")
    data = ledger.folder / "figure" / f"{old.sha256}.parquet"
    forged = data.with_name("forged.parquet")
    with duckdb.connect() as engine:
        engine.execute(
            f"COPY (SELECT * REPLACE (NULL AS series, NULL AS value) FROM '{data}') TO '{forged}'"
        )
    import hashlib

    sha256 = hashlib.sha256(forged.read_bytes()).hexdigest()
    forged.rename(data.with_name(f"{sha256}.parquet"))
    data.unlink()
    files = tuple(
        DataFile(file.kind, sha256, file.rows, file.operations) if file == old else file
        for file in manifest.files
    )
    forgery = Manifest(
        manifest.number, manifest.previous, manifest.recorded_at, manifest.recorded_by,
        files, manifest.about,
    )  # fmt: skip
    assert forgery.digest == manifest.digest
    path.write_bytes(forgery.to_bytes())
    assert named_as_damaged(ledger.folder) == {f"figure/{sha256}.parquet"}


def test_a_log_that_was_written_anew_fails_against_a_kept_digest(tmp_path: Path) -> None:
    kept, forged = (Ledger.create(tmp_path / name) for name in ("kept", "forged"))
    digest = kept.append(Batch("test", (figure("a", 1),), at=hour(1))).digest
    forged.append(Batch("test", (figure("a", 2),), at=hour(1)))
    assert verify(forged) == []
    assert verify(kept, against=digest[:12]) == []
    assert "no commit with the digest" in str(verify(forged, against=digest)[0])


# --- disks that take no more ----------------------------------------------------------------


def assert_nothing_happened(ledger: Ledger, commits: int) -> None:
    assert len(ledger.log()) == commits
    assert debris(ledger, older_than_minutes=0) == []
    assert verify(ledger) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    done = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if not done or done.returncode:
        pytest.skip("a small disk: mounting a tmpfs is not permitted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_commits_nothing_and_says_so(small_disk: Path) -> None:
    ledger = Ledger.create(small_disk / "ledger")
    ledger.append(Batch("test", (figure("a", 1),)))
    big = tuple(figure(f"k{n}", n, note=os.urandom(200).hex()) for n in range(2_000))
    with pytest.raises(UnusableInput, match="a full disk"):
        ledger.append(Batch("test", (claim("judgement", "j", "yes"), *big)))
    assert_nothing_happened(ledger, 1)
    assert ledger.append(Batch("test", (figure("a", 2),))).number == 2
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space"):
        filler.write_bytes(bytes(400_000))
    with pytest.raises(UnusableInput, match="a full disk"):
        ledger.append(Batch("test", (figure("a", 3),)))
    filler.unlink()
    assert_nothing_happened(ledger, 2)
    assert ledger.append(Batch("test", (figure("a", 3),))).number == 3
    assert verify(ledger) == []


@pytest.mark.parametrize("last", range(4))
def test_a_disk_that_fills_up_at_any_file_leaves_no_debris(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    """Three files a batch of two kinds: two of data, the manifest; then HEAD, after the commit."""
    files, fsync = 0, os.fsync

    def full(handle: int) -> None:
        nonlocal files
        if stat.S_ISREG(os.fstat(handle).st_mode):
            if files == last:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            files += 1
        fsync(handle)

    batch = Batch("test", (figure("a", 6), claim("rating", "6", 6)))
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        if last < 3:
            with pytest.raises(UnusableInput, match="a full disk"):
                ledger.append(batch)
        else:
            assert ledger.append(batch).number == 6
    assert_nothing_happened(ledger, 5 + (last == 3))
    ledger.append(batch)
    assert len(ledger.log()) == 6
    ledger.append(Batch("test", (figure("a", 7),)))
    assert verify(ledger) == []


def test_a_folder_that_may_not_be_written_to_gives_a_clear_error() -> None:
    import tempfile

    # Not pytest's own folder: its parents let only their owner through.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        done = child("read-only", folder)
        out, err = done.communicate()
        assert done.returncode == 0, err
        answer = json.loads(out)
        for path in Path(folder).rglob("*"):
            path.chmod(0o755)
    assert "may not be written to" in answer["problem"]
    assert answer["commits"] == "1"
