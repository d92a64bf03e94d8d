"""The figure that the guide makes from nothing can be made so."""

import re
from pathlib import Path

import pytest

from naap.config import shipped_packs
from naap.drawing.chart import drawn
from naap.engine import Engine
from naap.figures import compute, prepare
from naap.figures.chart import chart_of
from naap.figures.compute import Computed
from naap.figures.figure import read_figures
from naap.pack import load
from naap.pack.tables import FigureRow, QuantityRow
from naap.review.origins import origin_of
from naap.workspace import Workspace

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "add-a-figure.md"
BLOCK = re.compile(r"^```\{code-block\} \w+\n:caption: (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PACK = load(shipped_packs()["example"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of figures that holds the guide's, its files as printed on the page."""
    figures = tmp_path_factory.mktemp("figures")
    (figures / "numbers-by-publisher").mkdir()
    for name, text in BLOCK.findall(GUIDE.read_text(encoding="utf-8")):
        (figures / "numbers-by-publisher" / name).write_text(text, encoding="utf-8")
    return figures


@pytest.fixture(scope="module")
def computed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Computed:
    workspace, _ = Workspace.create(tmp_path_factory.mktemp("w") / "example", "example")
    [figure] = read_figures(folder)
    with Engine() as engine:
        prepare(engine, PACK, workspace.snapshot(), "en")
        made = compute(figure, engine, PACK, "en")
        origin = origin_of(made, engine, PACK, b"")
    assert origin.claims.keys() == made.claims
    return made


def test_the_page_prints_the_four_files(folder: Path) -> None:
    assert sorted(path.name for path in folder.glob("*/*")) == [
        "chart.vl.json", "figure.yml", "finding.sql", "query.sql",
    ]  # fmt: skip


def test_it_counts_every_published_number_once(computed: Computed) -> None:
    totals = {row.quantity_id for row in PACK.rows(QuantityRow) if row.data_set}
    numbers = [row for row in PACK.rows(FigureRow) if row.quantity_id not in totals]
    assert {row["publisher"]: row["value"] for row in computed.rows} == {
        publisher: sum(row.publisher == publisher for row in numbers)
        for publisher in {row.publisher for row in numbers}
    }
    assert all(len(row["claims"]) == row["value"] for row in computed.rows)


def test_its_title_says_the_finding(computed: Computed) -> None:
    publishers, numbers = len(computed.rows), sum(row["value"] for row in computed.rows)
    expected = f"{publishers} publishers have given {numbers} numbers about the plan"
    assert str(computed.finding) == expected
    assert [cell.name for cell in computed.cells] == ["publishers", "numbers"]


def test_its_columns_stand_in_the_query(computed: Computed) -> None:
    for column in computed.figure.about.columns:
        assert {column.name, column.label or column.name} <= computed.rows[0].keys()


@pytest.mark.parametrize("variant", ["wide", "narrow"])
def test_it_is_drawn_in_the_colours_of_the_page(computed: Computed, variant: str) -> None:
    picture = drawn(chart_of(computed, "wide" if variant == "wide" else "narrow", {}))
    for row in computed.rows:
        assert row["publisher_name"] in picture
    assert "var(--accent, " in picture
    assert "colour:" not in picture
    assert "@" not in picture
