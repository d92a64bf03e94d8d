"""The PDFs of the packs that ship, read and looked at with poppler's programs."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from naap.figures.figure import Language
from naap.review.pdf.document import pdf
from naap.review.pdf.text import title_of
from tests.pdf_makers import reviewed

pytestmark = pytest.mark.skipif(
    shutil.which("pdftotext") is None or shutil.which("pdftoppm") is None,
    reason="poppler's pdftotext and pdftoppm are not installed",
)
PACKS: list[tuple[str, Language]] = [
    ("pakistan", "en"), ("pakistan", "ur"), ("example", "en"), ("example", "ur"),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pdf")
    for name, language in PACKS:
        (made / f"{name}-{language}.pdf").write_bytes(pdf(reviewed(name, language)))
    return made


def said_by(program: str, *arguments: str | Path) -> str:
    done = subprocess.run(
        [program, *map(str, arguments)], check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def words_of(text: str) -> str:
    """Without breaks of lines and the marks around words of a source."""
    return re.sub(r"\s+", " ", re.sub("[\u2066-\u2069]", "", text))


@pytest.mark.parametrize("name", ["pakistan", "example"])
def test_the_english_text_has_every_title_and_the_digest_on_each_page(
    folder: Path, name: str
) -> None:
    review = reviewed(name, "en")
    pages = said_by("pdftotext", "-layout", folder / f"{name}-en.pdf", "-").split("\f")[:-1]
    assert all(review.snapshot.digest in page for page in pages)
    text = words_of(said_by("pdftotext", folder / f"{name}-en.pdf", "-"))
    wanted = [title_of(made) for made in review.shown]
    wanted += [this.point.title_en for this in review.points]
    wanted += [f"Figure {number + 1}." for number in range(len(review.shown))]
    assert [each for each in wanted if words_of(each) not in text] == []


@pytest.mark.parametrize(("name", "language"), PACKS)
def test_it_can_be_printed_and_mailed(folder: Path, name: str, language: Language) -> None:
    path = folder / f"{name}-{language}.pdf"
    told = dict(line.split(":", 1) for line in said_by("pdfinfo", path).splitlines() if ":" in line)
    assert 10 < int(told["Pages"]) <= 60
    assert "A4" in told["Page size"]
    assert (told["Tagged"].strip() == "yes") == (language == "en")
    assert told["Title"].strip() == reviewed(name, language).pack.settings.title[language]
    assert path.stat().st_size < 2_500_000


@pytest.mark.parametrize(("name", "language"), PACKS)
def test_no_page_is_blank(folder: Path, tmp_path: Path, name: str, language: Language) -> None:
    said_by("pdftoppm", "-r", "50", "-gray", folder / f"{name}-{language}.pdf", tmp_path / "page")
    for page in sorted(tmp_path.glob("page-*.pgm")):
        _, size, _, pixels = page.read_bytes().split(b"\n", 3)
        width, height = map(int, size.split())
        above_the_foot = pixels[: width * (height * 93 // 100)]
        assert sum(pixel < 140 for pixel in above_the_foot) > 100, page.name


def test_urdu_is_set_in_nastaliq_from_right_to_left(folder: Path, tmp_path: Path) -> None:
    path = folder / "pakistan-ur.pdf"
    assert "NotoNastaliqUrdu-Regular" in said_by("pdffonts", path)
    # The heading of the contents stands at the right edge of the page.
    said_by("pdftoppm", "-r", "20", "-gray", "-f", "2", "-l", "2", path, tmp_path / "page")
    (page,) = tmp_path.glob("page-*.pgm")
    _, size, _, pixels = page.read_bytes().split(b"\n", 3)
    width = int(size.split()[0])
    top = [pixels[row * width : (row + 1) * width] for row in range(10, 26)]
    dark = [place for row in top for place, pixel in enumerate(row) if pixel < 160]
    assert min(dark) > width / 2
