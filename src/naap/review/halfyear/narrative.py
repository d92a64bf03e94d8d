"""What an analyst writes into a review: one small file for each place that waits for words.

The files stand in the workspace, never in the review, so that building it again cannot lose them:
``narrative/PERIOD/LANGUAGE/SLOT.md``. Each begins with who wrote it, when, and who may read it:

    written-by: review-analyst
    written-on: 2016-07-28
    handling: TLP:CLEAR

    The first paragraph ...

Below that stand paragraphs, lists (``- `` at the start of a line) and **strong** words. Nothing
else means anything: no links, no headings, no HTML. What is printed is then words of an office
beside the evidence, and can neither imitate a number of the review nor lead out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from naap.figures.figure import Language
from naap.ledger.handling import LABELS, PUBLIC
from naap.periods import Period
from naap.problems import Problem, UnusableInput

__all__ = [
    "SLOTS",
    "Block",
    "Narrative",
    "Slot",
    "blocks_of",
    "folder_for",
    "made_slots",
    "read_narratives",
]

Slot = Literal[
    "summary", "relevance", "coherence", "effectiveness", "efficiency", "impact",
    "sustainability", "next-steps",
]  # fmt: skip
SLOTS: tuple[Slot, ...] = get_args(Slot)
"""The places of a review that wait for words, in its order: a summary, the six questions of the
OECD-DAC (Better Criteria for Better Evaluation, 2019), and what is to be done next."""

FOLDER = "narrative"
_HEAD = ("written-by", "written-on", "handling")
_POST = re.compile(r"[a-z0-9][a-z0-9-]*")
_MOST_BYTES = 64 * 1024
_ASKS: Mapping[Slot, str] = {
    "summary": "What must a reader who reads nothing else know?",
    "relevance": "Is the plan doing the right things? Did needs change in this time?",
    "coherence": "How well does the plan fit together? Who owns what, who contradicts whom?",
    "effectiveness": "Is the plan reaching its aims? Where not, what stands in the way?",
    "efficiency": "How well are means used? Money, time, meetings, reports.",
    "impact": "What difference does it make? Name no cause that the evidence does not carry.",
    "sustainability": "Will what was gained last? What is stale or left without an owner?",
    "next-steps": "What should be decided next, by whom, until when?",
}
Piece = tuple[str, bool]
"""Words, and whether they are strong."""


@dataclass(frozen=True)
class Block:
    """A paragraph, or the items of a list; each a line of pieces."""

    is_list: bool
    lines: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True)
class Narrative:
    """The words of one slot in one language. ``written_by`` is a post, never a person's name."""

    slot: Slot
    language: Language
    written_by: str
    written_on: date
    handling: str
    blocks: tuple[Block, ...]

    @property
    def is_public(self) -> bool:
        return self.handling == PUBLIC


def folder_for(home: Path, period: Period) -> Path:
    """Where the words of a review stand; a span's stroke would be a folder."""
    return home / FOLDER / period.text.replace("/", "--")


def made_slots(home: Path, period: Period, languages: Sequence[Language], post: str) -> list[Path]:
    """Make the files that are not there yet, empty but for their head and a question.

    What stands there is never touched: whoever asks twice loses nothing.
    """
    made = []
    for language in languages:
        for slot in SLOTS:
            path = folder_for(home, period) / language / f"{slot}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            head = f"written-by: {post}\nwritten-on:\nhandling: {PUBLIC}\n"
            try:
                with path.open("x", encoding="utf-8") as file:
                    file.write(f"{head}\n<!-- {_ASKS[slot]} -->\n")
            except FileExistsError:
                continue
            made.append(path)
    return made


def read_narratives(
    home: Path | None, period: Period | None, languages: Sequence[Language]
) -> tuple[Narrative, ...]:
    """Every slot that holds words. UnusableInput names each file and line that cannot be used.

    A file of another name is an error, not ignored: somebody wrote it to be read.
    """
    if home is None or period is None:
        return ()
    found: list[Narrative] = []
    problems: list[Problem] = []
    for language in languages:
        for path in sorted((folder_for(home, period) / language).glob("*.md")):
            try:
                found += _read(path, language)
            except UnusableInput as wrong:
                problems += wrong.problems
    if problems:
        raise UnusableInput(problems)
    return tuple(sorted(found, key=lambda each: (each.language, SLOTS.index(each.slot))))


def _read(path: Path, language: Language) -> Iterator[Narrative]:
    slot = next((each for each in SLOTS if each == path.stem), None)
    if slot is None:
        raise _wrong(path, None, "a file of this name", f"one of {', '.join(SLOTS)}",
                     "Rename it, or move it out of the folder.")  # fmt: skip
    told, body = _parted(re.sub(r"<!--.*?-->", "", _text(path), flags=re.DOTALL))
    if not body:
        return
    if missing := [name for name in _HEAD if not told.get(name)]:
        raise _wrong(path, missing[0], "nothing", "a line with its value at the top of the file",
                     "Words without who, when and for whom are not printed.")  # fmt: skip
    post, label = told["written-by"], told["handling"]
    if not _POST.fullmatch(post):
        raise _wrong(path, "written-by", repr(post), "a post such as review-analyst",
                     "Write the post that answers for the words, not a person's name.")  # fmt: skip
    try:
        day = date.fromisoformat(told["written-on"])
    except ValueError:
        raise _wrong(path, "written-on", repr(told["written-on"]), "a day such as 2016-07-28",
                     "Say when it was written.") from None  # fmt: skip
    if label not in LABELS:
        raise _wrong(path, "handling", repr(label), f"one of {', '.join(LABELS)}",
                     f"{PUBLIC} prints it; any other label keeps it out.")  # fmt: skip
    yield Narrative(slot, language, post, day, label, tuple(blocks_of(body)))


def _text(path: Path) -> str:
    data = path.read_bytes()
    if len(data) > _MOST_BYTES:
        raise _wrong(path, None, f"{len(data)} bytes", f"at most {_MOST_BYTES}", "Shorten it.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _wrong(path, None, "bytes that are no UTF-8", "text in UTF-8",
                     "Save it as UTF-8.") from None  # fmt: skip
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _parted(text: str) -> tuple[dict[str, str], str]:
    """The lines at the top that say who, when and for whom, and the words below them."""
    told: dict[str, str] = {}
    lines = text.strip().split("\n")
    while lines:
        name, colon, value = lines[0].partition(":")
        if not colon or name.strip() not in _HEAD:
            break
        told[name.strip()] = value.strip()
        lines.pop(0)
    return told, "\n".join(lines).strip()


def blocks_of(text: str) -> Iterator[Block]:
    """Paragraphs and lists, parted by empty lines or by where a list begins and ends."""
    for part in re.split(r"\n\s*\n", text.strip()):
        lines: list[str] = []
        in_list = False
        for line in map(str.strip, part.splitlines()):
            is_item = line.startswith(("- ", "* "))
            if is_item != in_list and lines and (is_item or not in_list):
                yield _block(lines, in_list)
                lines = []
            if is_item:
                in_list = True
                lines.append(line[2:])
            elif in_list and lines:
                lines[-1] += f" {line}"  # an item goes on in the next line
            else:
                in_list = False
                lines = [f"{lines[0]} {line}" if lines else line]
        if lines:
            yield _block(lines, in_list)


def _block(lines: Sequence[str], is_list: bool) -> Block:
    return Block(is_list, tuple(_pieces(line) for line in lines))


def _pieces(line: str) -> tuple[Piece, ...]:
    parts = re.split(r"\*\*(.+?)\*\*", line)
    return tuple((part, place % 2 == 1) for place, part in enumerate(parts) if part)


def _wrong(path: Path, column: str | None, found: str, expected: str, mend: str) -> UnusableInput:
    return UnusableInput.one(path, column=column, found=found, expected=expected, mend=mend)
