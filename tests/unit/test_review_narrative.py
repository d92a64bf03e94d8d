"""The words of an analyst: kept, checked, and never more than words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naap.periods import parse_period
from naap.problems import UnusableInput
from naap.review.halfyear.narrative import (
    SLOTS,
    Block,
    blocks_of,
    folder_for,
    made_slots,
    read_narratives,
)

HALF = parse_period("2016-H1")
HEAD = "written-by: review-analyst\nwritten-on: 2016-07-28\nhandling: TLP:CLEAR\n\n"


def put(home: Path, text: str, slot: str = "summary", language: str = "en") -> Path:
    path = folder_for(home, HALF) / language / f"{slot}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_files_are_made_once_and_never_touched_again(tmp_path: Path) -> None:
    made = made_slots(tmp_path, HALF, ("en", "ur"), "review-analyst")
    assert [path.stem for path in made] == [*SLOTS, *SLOTS]
    made[0].write_text(f"{HEAD}Written in a long night.", encoding="utf-8")
    made[1].unlink()
    assert made_slots(tmp_path, HALF, ("en", "ur"), "another-post") == [made[1]]
    assert made[0].read_text(encoding="utf-8").endswith("Written in a long night.")


def test_files_that_nobody_filled_in_say_nothing(tmp_path: Path) -> None:
    made_slots(tmp_path, HALF, ("en", "ur"), "review-analyst")
    assert read_narratives(tmp_path, HALF, ("en", "ur")) == ()


def test_words_come_with_who_wrote_them_and_when(tmp_path: Path) -> None:
    put(tmp_path, f"{HEAD}First.\n\nSecond, **strong**.", "impact")
    put(tmp_path, f"{HEAD}پہلا", "summary", "ur")
    english, urdu = read_narratives(tmp_path, HALF, ("en", "ur"))
    assert (english.slot, english.language, urdu.slot, urdu.language) == (
        "impact", "en", "summary", "ur",
    )  # fmt: skip
    assert (english.written_by, english.written_on) == ("review-analyst", date(2016, 7, 28))
    assert english.blocks == (
        Block(False, ((("First.", False),),)),
        Block(False, ((("Second, ", False), ("strong", True), (".", False)),)),
    )


def test_another_period_and_no_workspace_have_no_words(tmp_path: Path) -> None:
    put(tmp_path, f"{HEAD}Words.")
    assert read_narratives(tmp_path, parse_period("2016-H2"), ("en",)) == ()
    assert read_narratives(None, HALF, ("en",)) == ()
    assert read_narratives(tmp_path, None, ("en",)) == ()


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Words without a head.", "written-by"),
        (HEAD.replace("review-analyst", "") + "Words.", "written-by"),
        (HEAD.replace("review-analyst", "Zafar Iqbal") + "Words.", "written-by"),
        (HEAD.replace("2016-07-28", "last week") + "Words.", "written-on"),
        (HEAD.replace("TLP:CLEAR", "public") + "Words.", "handling"),
        (HEAD.replace("handling: TLP:CLEAR\n", "") + "Words.", "handling"),
        (HEAD.replace("handling", "colour") + "Words.", "handling"),
    ],
)
def test_words_without_who_when_and_for_whom_are_refused(
    tmp_path: Path, text: str, column: str
) -> None:
    path = put(tmp_path, text)
    with pytest.raises(UnusableInput) as refused:
        read_narratives(tmp_path, HALF, ("en",))
    assert [(each.file, each.column) for each in refused.value.problems] == [(str(path), column)]


def test_every_file_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    put(tmp_path, "Words.", "summary")
    put(tmp_path, f"{HEAD}Words.", "sumary")
    folder_for(tmp_path, HALF).joinpath("en", "impact.md").write_bytes(b"\xff\xfe")
    put(tmp_path, HEAD + "x" * 70_000, "relevance")
    with pytest.raises(UnusableInput) as refused:
        read_narratives(tmp_path, HALF, ("en",))
    assert [Path(each.file).stem for each in refused.value.problems] == [
        "impact", "relevance", "sumary", "summary",
    ]  # fmt: skip


def test_lists_stand_between_paragraphs() -> None:
    text = "Before\nthe list:\n- one\n  goes on\n- two\n\nAfter.\n* three"
    assert [(each.is_list, len(each.lines)) for each in blocks_of(text)] == [
        (False, 1), (True, 2), (False, 1), (True, 1),
    ]  # fmt: skip


@given(st.text())
def test_no_word_is_lost_or_gained(text: str) -> None:
    """Whatever is written: the words come out in their order, without the marks of the subset."""
    said = [word for block in blocks_of(text) for line in block.lines
            for words, _ in line for word in words]  # fmt: skip
    wanted = [letter for letter in text if not letter.isspace() and letter not in "-*"]
    got = [letter for letter in said if not letter.isspace() and letter not in "-*"]
    assert got == wanted
