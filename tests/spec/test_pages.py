"""The pages made from the spec tests are those that the documentation holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.render import PAGES, chapters, render


@pytest.mark.parametrize("chapter", chapters(), ids=lambda path: path.name)
def test_the_committed_page_is_up_to_date(chapter: Path) -> None:
    page = PAGES / f"{chapter.name}.md"
    assert page.exists(), "make it with: python -m tests.spec.render"
    assert page.read_text(encoding="utf-8") == render(chapter), (
        f"{page.name} is out of date; make it with: python -m tests.spec.render"
    )
