"""The Word document in another program than ours: opened, set in pages, and saved again."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from functools import cache
from pathlib import Path

import docx as word_files
import pytest
from docx.document import Document

from naap.figures.figure import Language
from naap.review.docx.document import docx
from naap.review.pdf.content import content_of
from tests.unit.test_review_docx import in_period


@cache
def written(language: Language) -> bytes:
    return docx(in_period(language))


def converted(content: bytes, form: str, folder: Path) -> Path:
    program = shutil.which("soffice")
    assert program is not None
    path = folder / "review.docx"
    path.write_bytes(content)
    out = folder / "made"
    done = subprocess.run(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", form, "--outdir", str(out), str(path)],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    made = out / f"review.{form}"
    assert made.exists(), done.stderr
    return made


def plain(said: str) -> str:
    """Letters and digits only: typefaces join letters and lines break where they like."""
    shown = unicodedata.normalize("NFKC", said)
    return "".join(each for each in shown if each.isalnum())


@pytest.mark.libreoffice
@pytest.mark.parametrize("language", ["en", "ur"])
def test_libreoffice_sets_it_in_pages(language: Language, tmp_path: Path) -> None:
    printed = converted(written(language), "pdf", tmp_path)
    shown = subprocess.run(["pdftotext", "-q", str(printed), "-"], capture_output=True, check=True)
    pages = shown.stdout.decode().split("\f")[:-1]
    assert 20 <= len(pages) <= 70
    assert all(len(page.strip()) > 100 for page in pages), "no page without content"
    if language == "en":  # text copied out of Nastaliq is no text any more
        said = plain(" ".join(pages))
        content = content_of(in_period("en"))
        for title in (
            content["halfyear"]["title"],
            *(figure["title"] for figure in content["figures"]),
            *(point["title"] for plan in content["plans"] for point in plan["sections"]),
        ):
            assert plain(title) in said, title
        assert "Error" not in " ".join(pages), "a field that leads nowhere says so"


@pytest.mark.libreoffice
@pytest.mark.parametrize("language", ["en", "ur"])
def test_libreoffice_keeps_what_word_needs_when_it_saves_it(
    language: Language, tmp_path: Path
) -> None:
    """Headings, captions, pictures and tables come through a program that read them all."""
    before = word_files.Document(str(_saved(written(language), tmp_path / "before.docx")))
    folder = tmp_path / "again"
    folder.mkdir()
    after = word_files.Document(str(converted(written(language), "docx", folder)))

    assert titled(after) == titled(before) != []
    assert len(after.inline_shapes) == len(before.inline_shapes)
    assert len(after.tables) == len(before.tables)


def titled(document: Document) -> list[str]:
    return [
        each.text.replace("\u200e", "")
        for each in document.paragraphs
        if each.style is not None and each.style.name in {"Heading 1", "Heading 2"}
    ]


def _saved(content: bytes, path: Path) -> Path:
    path.write_bytes(content)
    return path
