"""Reference pages that are made from the program, so that they cannot fall behind it.

``python -m docs.reference_pages`` writes docs/reference/NAME.md for every NAME in PAGES.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel

from docs.program_pages import commands_page, settings_page, sources_page
from docs.rule_page import rules_page
from naap.figures import Figure, figures
from naap.figures.figure import Column, FigureAbout

__all__ = ["FOLDER", "PAGES"]

FOLDER = Path(__file__).resolve().parent / "reference"


def figures_page() -> str:
    """Every figure that ships, and the fields of the file that describes one."""
    shown = [figure for figure in figures() if figure.about.order > 0]
    parts = [figure for figure in figures() if figure.about.order == 0]
    lines = [
        "# Figures",
        "",
        "Each figure is a folder under `src/naap/figures`. [](../guide/add-a-figure.md) says how.",
        "",
        "## Figures with a page of their own",
        "",
        *_each(shown),
        "## Figures that other pages are made from",
        "",
        "They have `order: 0`: a table and an origin for each number, and no page of their own.",
        "",
        *_each(parts),
        "## Fields of figure.yml",
        "",
        "A field with * must be filled in. Texts are given in English (`en`) and Urdu (`ur`).",
        "",
        *_fields(FigureAbout),
        "Each of the `columns` says:",
        "",
        *_fields(Column),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _each(listed: Iterable[Figure]) -> Iterator[str]:
    for figure in listed:
        about = figure.about
        yield from (
            f"### {figure.figure_id}",
            "",
            f"**{about.title['en']}.** {about.subtitle['en']}",
            "",
        )
        yield from (f"How each number is made: {about.formula['en']}", "")
        yield from (f"Unit: {about.unit['en']}.", "")
        yield from (f"- {note}" for note in about.notes.get("en", []))
        yield from ([""] if about.notes.get("en") else [])
        yield from ("| column | stands for |", "|---|---|")
        yield from (f"| `{column.name}` | {column.title['en']} |" for column in about.columns)
        yield ""


def _fields(described: type[BaseModel]) -> Iterator[str]:
    yield from ("| field | what it says |", "|---|---|")
    for name, field in described.model_fields.items():
        yield f"| `{name}`{' *' if field.is_required() else ''} | {field.description} |"
    yield ""


PAGES: Mapping[str, Callable[[], str]] = {
    "commands": commands_page,
    "figures": figures_page,
    "rules": rules_page,
    "settings": settings_page,
    "sources": sources_page,
}
"""The name of each page, and the function that makes it."""


def main() -> None:
    """Write every page."""
    for name, made in PAGES.items():
        (FOLDER / f"{name}.md").write_text(made(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
