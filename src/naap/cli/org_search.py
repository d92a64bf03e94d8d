"""``naap org search`` and ``naap org match``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from naap.cli.shared import json_option, print_json, progress_printer
from naap.organisations import DEFAULT_THRESHOLD, Hit, Index
from naap.organisations import match as match_names
from naap.organisations.formulas import as_written, harmless
from naap.problems import UnusableInput

if TYPE_CHECKING:
    from naap.organisations.kin import Kin

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
SCORE = click.FloatRange(0, 1)


@click.command(
    epilog='Example: naap org search "Lashkar-i-Tayyaba"; naap org search "لشکر طیبہ" --json; '
    "naap org search LeT --names list.csv"
)
@click.argument("query")
@click.option(
    "--names", "file", type=FILE, help="Search this list (CSV, columns id,name), not the register."
)
@click.option(
    "--limit", type=click.IntRange(1), default=10, show_default=True, help="At most so many."
)
@click.option(
    "--threshold",
    type=SCORE,
    default=DEFAULT_THRESHOLD,
    show_default=True,
    help="The least score that is shown. Lower it to see what is only somewhat alike.",
)
@json_option
@click.pass_context
def search(
    context: click.Context,
    query: str,
    file: Path | None,
    limit: int,
    threshold: float,
    as_json: bool,
) -> None:
    """Find organisations by any spelling, in Roman, Urdu or Arabic script, or by an acronym.

    The score, 0 to 1, tells how surely one name is a spelling of the other, and the reason tells
    why. It is for a person to say that two bodies are one. Below them come the successors, fronts
    and other names that sources tell of, with the path; their names are not the same. Exit code 1:
    none was found.
    """
    found: Sequence[Hit | Kin] = (
        _in_register(context, query, limit, threshold)
        if file is None
        else Index(_of_file(file)).search(query, limit, threshold)
    )
    if as_json:
        print_json([_as_json(each) for each in found])
    elif not found:
        click.echo(f"No name on the list is a spelling of {query!r} at {threshold:g} or above.")
    for each in [] if as_json else found:
        click.echo(f"{each.score:.2f}  {click.style(each.name, bold=True)} ({each.org_id})")
        if isinstance(each, Hit):
            click.echo(f"      matched: {each.matched_name}")
        else:
            click.echo(f"      through lineage: {each.relation}")
        click.echo(f"      why: {each.reason}")
    context.exit(0 if found else 1)


def _as_json(found: Hit | Kin) -> dict[str, Any]:
    return {
        "org_id": found.org_id,
        "name": found.name,
        "matched_name": found.matched_name,
        "score": found.score,
        "relation": "same" if isinstance(found, Hit) else found.relation,
        "reason": found.reason,
    }


def _in_register(
    context: click.Context, query: str, limit: int, threshold: float
) -> list[Hit | Kin]:
    """Names first, then those reached through lineage; a body is told once."""
    from naap.cli.org_asked import asked_register
    from naap.organisations.kin import kin_of, names_in

    register = asked_register(context)
    hits = Index(names_in(register)).search(query, limit, threshold)
    kin = kin_of(register, hits)
    reached = {each.org_id for each in kin}
    by_name = [hit for hit in hits if hit.org_id not in reached]
    sure = [hit for hit in by_name if hit.score >= DEFAULT_THRESHOLD]
    rest: list[Hit | Kin] = [*by_name[len(sure) :], *kin]
    return [*sure, *sorted(rest, key=lambda each: -each.score)][:limit]


def _of_file(file: Path) -> Iterator[tuple[str, str]]:
    for row in _rows(file, ("id", "name")):
        yield row["id"], row["name"]


def _rows(file: Path, needed: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a CSV file in UTF-8 that has these columns; cells that lack are empty."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableInput.one(
            file, found=f"a byte that is not UTF-8, at {error.start:,}", expected="CSV in UTF-8",
            mend="Save the file as CSV in UTF-8.",
        ) from None  # fmt: skip
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    columns = reader.fieldnames or []
    if lacking := [each for each in needed if each not in columns]:
        raise UnusableInput.one(
            file, row=1, column=lacking[0], found=f"the columns {', '.join(columns) or '(none)'}",
            expected=f"the columns {', '.join(needed)}", mend="Name the columns in the first row.",
        )  # fmt: skip
    try:
        return [{key: as_written(row[key] or "") for key in columns} for row in reader]
    except csv.Error as error:
        raise UnusableInput.one(
            file, row=reader.line_num, found=str(error), expected="CSV",
            mend="Correct the row, or save the file as CSV again.",
        ) from None  # fmt: skip


@click.command(epilog="Example: naap org match --pairs pairs.csv --out scored.csv")
@click.option(
    "--pairs", type=FILE, required=True, help="A CSV file with the columns name_a and name_b."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Where the same rows go, with the columns score and reason behind.",
)
@json_option
def match(pairs: Path, out: Path, as_json: bool) -> None:
    """Score pairs of names: how surely each is two spellings of one name."""
    rows = _rows(pairs, ("name_a", "name_b"))
    progress = progress_printer()
    for number, row in enumerate(rows):
        if number % 20_000 == 0:
            progress(f"{number:,} of {len(rows):,} pairs compared")
        found = match_names(row["name_a"], row["name_b"])
        row["score"], row["reason"] = f"{found.score:.4f}", found.reason
    progress("")
    columns = list(rows[0]) if rows else ["name_a", "name_b", "score", "reason"]
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: harmless(cell) for key, cell in row.items()} for row in rows)
    if as_json:
        print_json({"pairs": len(rows), "out": str(out)})
    else:
        click.echo(f"{len(rows):,} pairs scored, in {out}")
