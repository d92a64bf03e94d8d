"""Returns under every label, and every word of a built review, also in its Word and PDF files."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from datetime import date

from naap.ledger.handling import LABELS, PUBLIC
from naap.periods import parse_period
from naap.returns.expected import Row
from naap.returns.filing import explain, take
from naap.returns.forms import Answer, read_form
from tests.returns_makers import STATES, Office, at
from tests.site_walk import Site

__all__ = ["BODIES", "Returned", "holding", "returned", "words_of"]

BODIES = ("interior", "finance", "justice", "vale", "lakeland", "plan-office")
"""Offices that owe something every month, or every quarter."""


@dataclass(frozen=True)
class Returned:
    """What nobody outside may read of a return: its numbers and remarks, and the reports by the
    names under which they are counted; and the numbers and reports that everybody may know."""

    secrets: list[str]
    numbers: list[str]
    closed: set[str]
    open: set[str]


def returned(
    office: Office, body: str, month: str, label: str, mark: int, on: date | None = None
) -> Returned:
    """A return under a label, accepted. A label binds the whole return where it is stricter than
    anything asked for; else each row has that of its obligation."""
    rows = office.rows(body, month)
    told = {
        row.code: Answer(STATES["limited"] if row.is_action else str(mark + at_row),
                         explanation=f"remark-{mark + at_row}")
        for at_row, row in enumerate(rows)
    }  # fmt: skip
    strictest = max([label, *(row.handling for row in rows)], key=LABELS.index)
    day = on or parse_period(month).end
    sent, data = read_form(office.pack, body, parse_period(month), told,
                           signed_on=str(day), handling=strictest, today=day)  # fmt: skip
    outcome = take(office.store, office.pack, office.snapshot, sent, data, "form.json", by=body,
                   now=at(day))  # fmt: skip
    assert outcome.filing is not None, outcome.messages
    if outcome.questions:
        said = {each.address: f"remark-{mark}" for each in outcome.questions}
        explain(office.store, office.pack, outcome.filing.id, said, by=body, now=at(day, 10))
    office.accepted(outcome, day)
    raised = strictest != max((row.handling for row in rows), key=LABELS.index)
    closed = [row for row in rows if raised or row.handling != PUBLIC]
    numbers = [mark + at_row for at_row, row in enumerate(rows) if row in closed]
    named = {row.code: _name(row) for row in rows}
    return Returned(
        [text for each in numbers for text in (f"{each:,}", str(each), f"remark-{each}")],
        [
            str(mark + at_row)
            for at_row, row in enumerate(rows)
            if row not in closed and not row.is_action
        ],
        {named[row.code] for row in closed},
        {named[row.code] for row in rows if row not in closed},
    )


def _name(row: Row) -> str:
    """As the pages of origin name a report that was due."""
    return f"{row.code.split('/')[0]}/{row.body}/{row.place}/{row.period}"


def words_of(site: Site) -> dict[str, str]:
    """Every file of a built review as text: a Word document by its parts, and a PDF as pdftotext
    reads it, where that is there; without it a PDF is left out. Typefaces are."""
    found: dict[str, str] = {}
    for name, content in site.files.items():
        if name.endswith(".docx"):
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                for part in parts.namelist():
                    if part.endswith((".xml", ".rels")):
                        # What is one number to a reader may be several runs to Word.
                        text = parts.read(part).decode()
                        found[f"{name}/{part}"] = re.sub(r"</w:p>", " ", text)
                        found[f"{name}/{part}, read"] = re.sub(
                            r"<[^>]*>", "", re.sub(r"</w:p>", " ", text)
                        )
        elif content.startswith(b"%PDF"):
            if shutil.which("pdftotext") is not None:
                done = subprocess.run(
                    ["pdftotext", "-", "-"], input=content, check=True, capture_output=True
                )
                found[name] = done.stdout.decode("utf-8", "replace")
        elif not name.endswith(".woff2"):
            found[name] = content.decode("utf-8", "replace")
    return found


def holding(words: dict[str, str], said: str) -> list[str]:
    """The files that hold a number or a word, standing alone."""
    alone = re.compile(rf"(?<![\w.,]){re.escape(said)}(?![\w.])")
    return [name for name, text in words.items() if said in text and alone.search(text)]
