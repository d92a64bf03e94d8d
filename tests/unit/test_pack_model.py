"""What the rest of the program sees of a pack."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import naap
from naap.pack import Pack, load
from naap.pack.tables import FigureRow, OwnerRow, PlanRow, PointRow, PointStateRow, SourceRow

EXAMPLE = Path(naap.__file__).parent / "packs" / "example"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(EXAMPLE)


def test_settings(pack: Pack) -> None:
    assert pack.settings.fictional is True
    assert pack.settings.released == date(2025, 2, 1)
    assert pack.settings.languages == ("en", "ur")
    assert pack.settings.data_sets.ucdp_country_id == 9990
    assert pack.folder == EXAMPLE


def test_rows_are_typed(pack: Pack) -> None:
    assert len(pack.rows(PlanRow)) == 2
    assert pack.rows(PointRow)[0].number == 1
    figure = pack.get(FigureRow, "frozen-2023")
    assert figure.value == Decimal("63.25")
    assert (figure.period.start, figure.period.end) == (date(2019, 3, 14), date(2023, 12, 31))
    assert figure.qualifier == "exact"
    assert figure.handling == "TLP:CLEAR"
    assert pack.get(FigureRow, "ucdp-ged-2023-01-best").aggregate_of == "ucdp-ged"
    assert pack.rows(OwnerRow)[0].body_id == "justice"


def test_rows_of_all_files_of_a_table(pack: Pack) -> None:
    files = sorted(EXAMPLE.glob("figures*.csv"))
    rows = [len(path.read_text(encoding="utf-8").splitlines()) - 1 for path in files]
    assert len(files) > 1
    assert len(pack.rows(FigureRow)) == sum(rows)


def test_an_id_that_does_not_exist(pack: Pack) -> None:
    assert not pack.has(SourceRow, "nowhere")
    with pytest.raises(KeyError, match="no 'nowhere' in sources"):
        pack.get(SourceRow, "nowhere")


def test_a_text_says_when_it_fell_back(pack: Pack) -> None:
    point = pack.get(PointRow, "SAP22-01")
    assert pack.text(point, "title", "ur") == ("عام عدالتوں میں تیز تر سماعت", False)
    assert pack.text(point, "title", "en") == ("Faster trials in ordinary courts", False)
    (state,) = (row for row in pack.rows(PointStateRow) if row.state == "superseded")
    assert pack.text(state, "reason", "ur") == ("Taken into point 3 of the revision.", True)
    assert pack.text(pack.get(PlanRow, "SAP19"), "note", "ur") == ("", False)


def test_a_word_falls_back_to_the_value(pack: Pack) -> None:
    assert pack.word("theme", "justice", "ur") == "انصاف"
    assert pack.word("unit", "crowns million", "en") == "crowns million"
    assert pack.word("theme", "gardening", "ur") == "gardening"
    assert pack.word("handling", "TLP:CLEAR", "en") == "TLP:CLEAR"
    assert pack.word("theme", "justice", "fr") == "Justice"


@pytest.mark.parametrize(("month", "start"), [("7", date(2016, 7, 1)), ("1", date(2016, 1, 1))])
def test_fiscal_years_begin_where_the_pack_says(tmp_path: Path, month: str, start: date) -> None:
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "pack"))
    for file, old, new in (
        ("pack.yml", "fiscal_year_starts: 7", f"fiscal_year_starts: {month}"),
        ("figures.csv", "desk-2017-attacks,peace-desk,attacks,2017",
         "desk-2017-attacks,peace-desk,attacks,FY2016-17"),
    ):  # fmt: skip
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    assert load(folder).get(FigureRow, "desk-2017-attacks").period.start == start
