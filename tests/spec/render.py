"""Spec tests as pages of the documentation: a chapter is a folder, a paragraph is a test.

    python -m tests.spec.render

A chapter's folder holds ``chapter.yml`` (``title``, ``prose``, ``sections``) and one file a
section (``title``, ``prose``, ``tests``). A test has a ``title``, ``prose``, and whatever its
room's runner knows. ``given`` and ``expect`` are lists of steps: a step's ``says`` is the line
above it, a list of mappings in it is a table, and of its other settings those in SHOWN are told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

__all__ = ["PAGES", "chapters", "paragraphs", "render"]

SPEC = Path(__file__).resolve().parent
SHOWN = {"commits": "Commits", "withheld": "Claims withheld"}
PAGES = SPEC.parents[1] / "docs" / "spec"


def chapters() -> list[Path]:
    return sorted(path.parent for path in SPEC.glob("*/chapter.yml"))


def paragraphs(chapter: str) -> list[tuple[str, dict[str, Any]]]:
    """(section/title, test) of every test of a chapter, in the order of its pages."""
    folder = SPEC / chapter
    return [
        (f"{name}/{test['title']}", test)
        for name in _read(folder / "chapter.yml")["sections"]
        for test in _read(folder / f"{name}.yml")["tests"]
    ]


def render(chapter: Path) -> str:
    """The chapter's page, in Markdown."""
    about = _read(chapter / "chapter.yml")
    lines = [
        f"% Made from tests/spec/{chapter.name} by: python -m tests.spec.render", "",
        f"# {about['title']}", "", about["prose"].strip(), "",
    ]  # fmt: skip
    for name in about["sections"]:
        section = _read(chapter / f"{name}.yml")
        lines += [f"## {section['title']}", "", section["prose"].strip(), ""]
        for test in section["tests"]:
            lines += [f"### {test['title']}", ""]
            lines += [test["prose"].strip(), ""] if "prose" in test else []
            lines += _told(test.get("given"))
            lines += _told(test.get("expect"))
    return "\n".join(lines).rstrip() + "\n"


def _told(steps: Any) -> Iterator[str]:
    for step in steps or []:
        yield from (f"{step.get('says', 'Written')}:", "")
        for name, value in step.items():
            if isinstance(value, list) and value:
                yield from _table(value)
            elif isinstance(value, list):
                yield from (f"*No {name}.*", "")
            elif name in SHOWN:
                yield from (f"{SHOWN[name]}: {value}", "")


def _table(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(_cell(row.get(name)) for name in columns)} |"
    yield ""


def _cell(value: Any) -> str:
    return "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


if __name__ == "__main__":
    PAGES.mkdir(parents=True, exist_ok=True)
    for each in chapters():
        (PAGES / f"{each.name}.md").write_text(render(each), encoding="utf-8")
