"""``naap pack``: check a country pack, describe it, compare two versions of its plan."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from naap.config import find_settings
from naap.pack.descriptor import describe as description
from naap.pack.diff import CHANGES, PlanDiff, PointChange, compare, versions
from naap.pack.fields import fields_page
from naap.pack.folder import DESCRIPTOR, read_settings
from naap.pack.loading import load
from naap.pack.loading import validate as find_problems
from naap.pack.model import Pack
from naap.pack.tables import PointRow
from naap.problems import Problem, UnusableInput

__all__ = ["pack"]

FINDINGS, UNUSABLE = 1, 2


@click.group()
def pack() -> None:
    """Check, describe and compare country packs.

    Exit status: 0 nothing to mend, 1 findings, 2 input that cannot be used.
    """


@contextmanager
def _problems_told(as_json: bool) -> Iterator[None]:
    try:
        yield
    except UnusableInput as error:
        _tell(error.problems, as_json=as_json, to_errors=True)
        sys.exit(UNUSABLE)


def _pack_meant(named: str | None) -> Path:
    """The folder of the pack named here or for the whole command line, or of the workspace's."""
    for_all: str | None = click.get_current_context().find_root().obj
    return find_settings(Path.cwd(), named or for_all).pack


def _tell(
    problems: list[Problem] | tuple[Problem, ...], *, as_json: bool, to_errors: bool = False
) -> None:
    if as_json:
        click.echo(
            json.dumps({"problems": [problem.as_json() for problem in problems]},
                       ensure_ascii=False, indent=1)
        )  # fmt: skip
        return
    for problem in problems:
        click.echo(str(problem), err=to_errors)


@pack.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def validate(folder: Path | None, as_json: bool) -> None:
    """Report everything that is wrong with the pack in FOLDER, all at once.

    Without FOLDER it is the pack of the workspace, or the one that ships.

    Example: naap pack validate packs/mycountry
    """
    with _problems_told(as_json):
        folder = folder or _pack_meant(None)
        if not folder.is_dir():
            raise UnusableInput(find_problems(folder))
        problems = find_problems(folder)
    _tell(problems, as_json=as_json)
    if not as_json:
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}."
        click.echo(count if problems else "No problems.", err=True)
    sys.exit(FINDINGS if problems else 0)


@pack.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def describe(folder: Path, as_json: bool) -> None:
    """Write FOLDER/datapackage.json, which describes the pack to other programs.

    Example: naap pack describe packs/mycountry
    """
    with _problems_told(as_json):
        report: list[Problem] = []
        settings = read_settings(folder, report)
        if settings is None:
            raise UnusableInput(report)
        text = description(folder, settings)
        path = folder / DESCRIPTOR
        changed = path.is_symlink() or not path.is_file() or path.read_bytes() != text.encode()
        if changed:
            _replace(path, text)
    if as_json:
        click.echo(json.dumps({"file": str(path), "changed": changed}))
    else:
        click.echo(f"{path}: {'written' if changed else 'is up to date'}")


def _replace(path: Path, text: str) -> None:
    # By way of a second file, so that a link is replaced and never followed.
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise UnusableInput.one(
            path, found=f"a folder that cannot be written ({error.strerror})",
            expected="a folder in which files can be made", mend="Check its permissions.",
        ) from None  # fmt: skip


@pack.command()
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--pack", "named", help="A pack that ships, or a folder; else the workspace's.")
@click.option("--language", type=click.Choice(["en", "ur"]), default="en", show_default=True,
              help="Language of the titles.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
def diff(old: str | None, new: str | None, named: str | None, language: str, as_json: bool) -> None:
    """Show what became of each point from the version OLD of the plan to the version NEW.

    Without OLD and NEW: the version in force and the one before it. What counts as kept, merged
    and so on is the pack's crosswalk, shown with confidence, author and justification.

    Exit status 1 says that the crosswalk has no row about some point of OLD.

    Example: naap pack diff SAP19 SAP22 --pack example
    """
    with _problems_told(as_json):
        if (old is None) != (new is None):
            raise click.UsageError("Name both versions or neither.")
        loaded = load(_pack_meant(named))
        if old is None or new is None:
            old, new = versions(loaded)
        found = compare(loaded, old, new)
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines(loaded, found, language)))
    sys.exit(FINDINGS if found.unmapped else 0)


def _lines(loaded: Pack, found: PlanDiff, language: str) -> Iterator[str]:
    yield f"{found.old} -> {found.new}"
    for plan in found.partial:
        yield f"{plan} is known in part only: a point that seems dropped or new may not be."
    for change, meaning in CHANGES.items():
        side = found.new_points if change == "new" else found.old_points
        points = [point for point in side if point.change == change]
        if points:
            yield ""
            yield f"{change} ({len(points)}): {meaning}"
            for point in points:
                yield from _point_lines(loaded, point, language)
    only = [point for point in found.new_points if point.change == "related"]
    if only:
        yield ""
        yield f"only related to older points ({len(only)})"
        for point in only:
            yield f"  {_titled(loaded, point.point_id, language)}"
    if found.owners_lost:
        yield ""
        yield f"owner lost ({len(found.owners_lost)}): had an owner, has none in {found.new}"
        before = {point.point_id: point.owners_before for point in found.old_points}
        for point_id in found.owners_lost:
            yield f"  {_titled(loaded, point_id, language)}: {', '.join(before[point_id])}"


def _point_lines(loaded: Pack, point: PointChange, language: str) -> Iterator[str]:
    yield f"  {_titled(loaded, point.point_id, language)}"
    if not point.mapped and point.change != "new":
        yield "    the crosswalk has no row about it"
    for link in point.links:
        other = "no point" if link.other is None else _titled(loaded, link.other, language)
        how = f"{link.predicate}, confidence {link.confidence:g}, {link.author}"
        yield f"    {other} ({how}, {link.justification})"
        if link.comment:
            yield f"      {link.comment}"


def _titled(loaded: Pack, point_id: str, language: str) -> str:
    return f"{point_id} {loaded.text(loaded.get(PointRow, point_id), 'title', language)[0]}"


@pack.command()
@click.option("--json", "as_json", is_flag=True, help="Print the page as one JSON text.")
def fields(as_json: bool) -> None:
    """Print the reference of every file and field of a pack, as Markdown.

    Example: naap pack fields > docs/guide/pack-fields.md
    """
    click.echo(json.dumps({"page": fields_page()}) if as_json else fields_page(), nl=as_json)
