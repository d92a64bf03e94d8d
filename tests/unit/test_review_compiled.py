"""Templates are compiled once, and anew when they change."""

from __future__ import annotations

import marshal
from pathlib import Path

import jinja2
import pytest

from naap.review.compiled import compile_all, environment


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    (tmp_path / "parts").mkdir()
    (tmp_path / "page.html").write_text("{% include 'parts/name.html' %}: {{ 6 * 7 }}")
    (tmp_path / "parts" / "name.html").write_text("<b>{{ 'a & b' }}</b>")
    return tmp_path


def said(templates: Path) -> str:
    return environment(templates, write=False).get_template("page.html").render()


def kept(templates: Path) -> list[Path]:
    return sorted(templates.glob("__pycache__/*"))


def refuse_to_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("compiled once more")

    monkeypatch.setattr(jinja2.Environment, "compile", fail)


def test_what_set_up_compiled_is_not_compiled_again(
    templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_all(templates)
    refuse_to_compile(monkeypatch)
    assert said(templates) == "<b>a &amp; b</b>: 42"
    assert len(kept(templates)) == 2


def test_set_up_compiles_every_template_of_the_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compile_all()
    refuse_to_compile(monkeypatch)
    pages = environment(write=False)
    names = pages.list_templates(extensions=["html"])
    assert "index.html" in names
    for name in names:
        assert pages.get_template(name).name == name


def test_a_template_is_kept_when_it_is_first_asked_for(
    templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment(templates, write=True).get_template("page.html")
    assert len(kept(templates)) == 1
    refuse_to_compile(monkeypatch)
    environment(templates, write=False).get_template("page.html")


def test_nothing_is_written_where_python_may_not_write_its_own(templates: Path) -> None:
    assert said(templates) == "<b>a &amp; b</b>: 42"
    assert kept(templates) == []


def test_a_template_that_changed_is_compiled_anew(templates: Path) -> None:
    compile_all(templates)
    (templates / "parts" / "name.html").write_text("<i>other</i>")
    assert said(templates) == "<i>other</i>: 42"


@pytest.mark.parametrize("length", [0, 3, 40, -1])
def test_half_a_file_is_compiled_anew(templates: Path, length: int) -> None:
    compile_all(templates)
    for path in kept(templates):
        path.write_bytes(path.read_bytes()[:length])
    assert said(templates) == "<b>a &amp; b</b>: 42"


def test_something_else_in_its_place_is_compiled_anew(templates: Path) -> None:
    compile_all(templates)
    for path in kept(templates):
        path.write_bytes(marshal.dumps("something else"))
    assert said(templates) == "<b>a &amp; b</b>: 42"


def test_what_cannot_be_kept_is_compiled_and_used(templates: Path) -> None:
    (templates / "__pycache__").write_text("a file where the folder would be")
    made = environment(templates, write=True)
    assert made.get_template("page.html").render() == "<b>a &amp; b</b>: 42"


def test_what_a_filter_of_pages_makes_of_a_word_is_left_to_the_page(templates: Path) -> None:
    (templates / "day.html").write_text("{{ '2014' | period }}")
    compile_all(templates)
    page = environment(templates, write=False)
    page.filters["period"] = lambda period: f"the year {period}"
    assert page.get_template("day.html").render() == "the year 2014"
