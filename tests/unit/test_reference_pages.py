"""Reference pages say what the program says."""

import pytest

from docs.reference_pages import FOLDER, PAGES
from naap.figures import figures


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_up_to_date(name: str) -> None:
    written = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert written == PAGES[name](), "make it with: python -m docs.reference_pages"


def test_every_figure_is_documented() -> None:
    page = PAGES["figures"]()
    assert [each.figure_id for each in figures() if f"### {each.figure_id}\n" not in page] == []
