"""Whatever happens to a pack's files, it either loads or says why not."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import naap
from naap.pack import load, load_record, validate
from naap.pack.diff import compare, versions
from naap.pack.tables import RECORDED
from naap.problems import UnusableInput

EXAMPLE = Path(naap.__file__).parent / "packs" / "example"
FILES = sorted(path.name for path in EXAMPLE.iterdir() if path.is_file())
RECORD_FILES = {f"{table}.csv" for table in RECORDED}
TOKENS = st.sampled_from(
    [b"", b",", b"\n", b'"', b'""', b"\r", b"\0", b"\xff", b"|", b"=", b"-", b"nan", b"1e999",
     b"0000", b"9999-12", b"9999/9999", b"FY9999-00", b"SZ", b"SAP19-01", b"own", b"[", b"{",
     b": ", b"&a [*a]", b"!!python/object", b"\xef\xbb\xbf", "\u202e".encode(), b"\x1b", b"  "]
)  # fmt: skip
CHANGES = st.tuples(
    st.sampled_from(FILES),
    st.integers(0, 100_000),
    st.integers(0, 40),
    st.one_of(TOKENS, st.binary(max_size=6), st.text(max_size=6).map(lambda t: t.encode("utf-8"))),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(CHANGES, min_size=1, max_size=4))
def test_corruption_is_told_and_never_crashes(changes: list[tuple[str, int, int, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(shutil.copytree(EXAMPLE, Path(temporary) / "pack"))
        for file, place, cut, put in changes:
            path = folder / file
            data = path.read_bytes()
            start = place % (len(data) + 1)
            path.write_bytes(data[:start] + put + data[start + cut :])
        problems = validate(folder)
        for problem in problems:
            assert problem.file
            assert problem.found
            assert problem.mend
            assert len(str(problem)) < 3000
        wrong = {problem.file for problem in problems}
        if wrong <= {"datapackage.json", *RECORD_FILES}:
            pack = load(folder)
            if wrong & RECORD_FILES:
                with pytest.raises(UnusableInput):
                    load_record(folder, pack)
            if pack.settings.current_plan == "SAP22":
                compare(pack, *versions(pack))
        else:
            with pytest.raises(UnusableInput) as raised:
                load(folder)
            assert set(raised.value.problems) <= set(problems)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(file=st.sampled_from(FILES), data=st.binary(max_size=200))
def test_a_file_of_noise_is_told(file: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(shutil.copytree(EXAMPLE, Path(temporary) / "pack"))
        (folder / file).write_bytes(data)
        assert any(problem.file == file for problem in validate(folder))
