"""Every word that a user meets in files and commands stands in the glossary, once."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest

from naap.config import SETTINGS
from naap.ledger.datafile import Op
from naap.ledger.handling import LABELS
from naap.ledger.kind import PROVENANCE, kinds
from naap.pack.diff import CHANGES
from naap.pack.tables import IndicatorRow, PointStateRow, Row
from naap.pack.tables.row import Basis, Domain

PROJECT = Path(__file__).resolve().parents[2]
GLOSSARY = PROJECT / "GLOSSARY.md"
ENTRY = re.compile(r"^- \*\*(.+?)\*\*: ", re.MULTILINE)


def entries() -> list[str]:
    return ENTRY.findall(GLOSSARY.read_text(encoding="utf-8"))


def terms() -> list[str]:
    """Every word that has an entry; words told together are parted by commas."""
    return [term for entry in entries() for term in entry.split(", ")]


def choices(row: type[Row], column: str) -> tuple[Any, ...]:
    return get_args(row.model_fields[column].annotation)


WORDS = {
    "claim kind": tuple(kinds()),
    "operation": (*get_args(Op), "expunge"),
    "handling label": LABELS,
    "domain": get_args(Domain),
    "state of a point": choices(PointStateRow, "state"),
    "measure": choices(IndicatorRow, "measure"),
    "basis": get_args(Basis),
    "change between versions": tuple(CHANGES),
    "setting": tuple(SETTINGS),
    "column about the saying": tuple(column.name.replace("_", " ") for column in PROVENANCE),
}


@pytest.mark.parametrize("sort", WORDS)
def test_words_of_the_code_have_an_entry(sort: str) -> None:
    known = {term.replace("`", "") for term in terms()}
    assert set(WORDS[sort]) - known == set()


def test_the_lists_of_words_are_not_empty() -> None:
    assert all(WORDS.values())


def test_entries_are_sorted() -> None:
    order = [entry.replace("`", "").casefold() for entry in entries()]
    assert [pair for pair in pairwise(order) if pair[0] > pair[1]] == []


def test_no_term_has_two_entries() -> None:
    listed = terms()
    assert {term for term in listed if listed.count(term) > 1} == set()


def test_every_line_of_the_list_is_an_entry() -> None:
    text = GLOSSARY.read_text(encoding="utf-8")
    assert len(re.findall(r"^- ", text, re.MULTILINE)) == len(entries()) > 100


def test_killed_and_injured_are_not_blurred() -> None:
    """'Casualties' is so often printed for the killed alone that the documents avoid it."""
    documents = [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")]
    found = [
        str(path.relative_to(PROJECT))
        for path in sorted(documents)
        if path != GLOSSARY
        and "_build" not in path.parts
        and re.search(r"\bcasualt", path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]
    assert found == []
