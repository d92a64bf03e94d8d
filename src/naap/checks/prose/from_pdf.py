"""The text layer of a PDF, one text a page, put back into running prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from naap.checks.prose.document import clean
from naap.problems import UnusableInput

__all__ = ["pdf_pages"]

_MOST_PAGES = 3_000
_PASSWORD = 4
"""PDFium's code for a document that asks for a password."""
_KEPT = re.compile(r"(?<=\d)[\ufffe\x02-]\n?(?=\w)|(?<=\w)–\n(?=\w)")
"""A hyphen after a number, as in 2014-15, stands there also where no line ends."""
_DIVIDED = re.compile(r"[\ufffe\x02]\n?|(?<=[^\W\d_])-\n(?=[a-z])")
"""A word divided at the end of a line: as PDFium marks it, or by a hyphen before a small letter."""
_GOES_ON = re.compile(r"(?:[,–-]|\b(?:and|of|the|to|in|by|or|for|than|with))$", re.IGNORECASE)
_SHORT = 0.62
"""A line this much shorter than the one beside it is a heading, or the last of a paragraph."""


def pdf_pages(name: str, data: bytes) -> list[str]:
    """The text of each page; UnusableInput for what cannot be opened or has no text layer."""
    if b"%%EOF" not in data[-4096:]:
        raise _refused(name, "a PDF that breaks off before its end", "Fetch or save it again.")
    pages = _without_running_lines([clean(page).strip() for page in _raw_pages(name, data)])
    if not any(pages):
        raise _refused(
            name,
            "a PDF without a text layer: its pages are pictures",
            "Have its text recognised (OCR) first, and read that text over before you check it.",
        )
    return [_prose(page) for page in pages]


def _raw_pages(name: str, data: bytes) -> Iterator[str]:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise _refused(
                name, "a PDF locked with a password", "Save a copy without the password."
            ) from None
        raise _refused(name, "a damaged PDF", "Fetch or save it again.") from None
    try:
        if len(file) > _MOST_PAGES:
            raise _refused(name, f"a PDF of {len(file):,} pages", "Check it in parts.")
        for number in range(len(file)):
            try:
                page = file[number]
                text = page.get_textpage()
                # Before clean(): PDFium marks a divided word by signs that clean() takes out.
                yield _undivided(text.get_text_bounded().replace("\r\n", "\n"))
            except pypdfium2.PdfiumError:
                raise _refused(
                    name, f"a damaged page {number + 1}", "Fetch or save it again."
                ) from None
            text.close()
            page.close()
    finally:
        file.close()


def _undivided(text: str) -> str:
    return _DIVIDED.sub("", _KEPT.sub(lambda found: "–" if "–" in found[0] else "-", text))


def _refused(name: str, found: str, mend: str) -> UnusableInput:
    return UnusableInput.one(
        name, found=found, expected="a whole, open PDF with a text layer", mend=mend
    )


def _without_running_lines(pages: list[str]) -> list[str]:
    """Pages without page numbers and without the line that heads or ends most of them."""
    lines = [page.split("\n") for page in pages]
    running: set[tuple[int, str]] = set()
    for end in (0, -1):
        seen = Counter(_shape(page[end]) for page in lines if len(page) > 1)
        often = max(3, len(pages) / 2)
        running |= {(end, shape) for shape, times in seen.items() if shape and times >= often}
    for page in lines:
        for end in (0, -1):
            bare = re.fullmatch(r"[-–|\s]*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–|\s]*",
                                page[end], re.I)  # fmt: skip
            if len(page) > 1 and (bare or (end, _shape(page[end])) in running):
                del page[end]
    return ["\n".join(page).strip() for page in lines]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip().lower())


def _prose(page: str) -> str:
    """Lines joined to paragraphs: a PDF knows lines only."""
    lines = [line.strip() for line in page.split("\n")]
    around = zip(["", *lines], lines, [*lines[1:], ""], strict=False)
    joined = (three[1] + ("\n\n" if _ends(*three) else "\n") for three in around)
    return "".join(joined).strip()


def _ends(before: str, line: str, following: str) -> bool:
    """Whether a paragraph or a heading ends with this line, by its length and its last sign."""
    short = len(line) < _SHORT * max(len(before), len(following))
    starts = not following or following[0].isupper() or following[0].isdigit()
    return short and starts and _GOES_ON.search(line) is None
