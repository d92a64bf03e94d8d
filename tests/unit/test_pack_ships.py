"""The packs that ship are right, and quick to read."""

import time
from pathlib import Path
from typing import get_args

import pytest

import naap
from naap.pack import load, validate
from naap.pack.tables.evidence import FigureRow

PACKS = Path(naap.__file__).parent / "packs"
SHIPPED = sorted(path.parent.name for path in PACKS.glob("*/pack.yml"))


def test_packs_ship() -> None:
    assert "example" in SHIPPED
    assert (PACKS / "default").read_text(encoding="utf-8").strip() in SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_pack_has_no_problems(name: str) -> None:
    assert [str(problem) for problem in validate(PACKS / name)] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_words_before_numbers_are_there_in_every_language(name: str) -> None:
    """They stand on the pages of every pack whose sources said about 31."""
    pack = load(PACKS / name)
    said = [
        (each, pack.word("qualifier", each, "ur"))
        for each in get_args(FigureRow.model_fields["qualifier"].annotation)
    ]
    assert len(said) == 5
    assert [each for each, urdu in said if each == urdu] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_pack_is_data_only(name: str) -> None:
    known = {".csv", ".yml", ".json", ".md", ".txt"}
    files = [path for path in (PACKS / name).rglob("*") if path.is_file()]
    assert [path.name for path in files if path.suffix not in known] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_pack_loads_in_half_a_second(name: str) -> None:
    """In the best of five: other programs slow a processor, none makes it faster than it is."""

    def seconds() -> float:
        begun = time.process_time()
        load(PACKS / name)
        return time.process_time() - begun

    assert min(seconds() for _ in range(5)) < 0.5
