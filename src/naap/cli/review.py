"""``naap review``."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from naap.beside import beside, named
from naap.cli.shared import DAY, json_option, print_json, progress_printer, workspace_of
from naap.config import EDITIONS, find_settings
from naap.memory import kept

if TYPE_CHECKING:
    from naap.figures.figure import Language
    from naap.review import Options


@click.group(
    invoke_without_command=True,
    epilog="Example: naap review --period 2016-H1 --out review-2016-h1",
)
@click.option("--period", help="The period reviewed, such as 2016-H1, 2016 or FY2016-17.")
@click.option("--as-of", type=DAY, help="Show what the ledger held at the end of that day.")
@click.option(
    "--stated-by",
    type=DAY,
    help="Show what sources had said by the end of that day. "
    "Default for a period: its end plus the pack's reporting grace.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("review"),
    show_default=True,
    help="Folder to write to; an earlier review in it is replaced.",
)
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice(["en", "ur"]),
    help="A language to build; may be given twice. Default: those of the pack.",
)
@click.option(
    "--word/--no-word",
    "word",
    default=None,
    help="Also write the review as a Word document to edit, in each language. "
    "Default: with a period only.",
)
@json_option
@click.pass_context
def review(
    context: click.Context,
    period: str | None,
    as_of: date | None,
    stated_by: date | None,
    out: Path,
    languages: tuple[Language, ...],
    word: bool | None,
    as_json: bool,
) -> None:
    """Build the review: pages that open from a file, every number one click from its source.

    The public pages show what may be read by everybody (TLP:CLEAR), whatever the workspace's
    own clearance.
    """
    if context.invoked_subcommand is not None:
        return
    with kept(), beside(os.cpu_count() or 1) as others:
        cache = find_settings(Path.cwd().resolve(), context.find_root().obj).cache
        if not any(cache.glob(EDITIONS)):
            # While this process loads the review, the other gets its part ready.
            others.process(named, "naap.drawing.chart:make_ready")
        from naap.review import Options, build

        workspace = workspace_of(context)
        options = Options.asked(workspace.pack, period, as_of, stated_by, languages)
        options = _with_own_words(options, workspace.settings.home, word)
        built = build(
            workspace.pack,
            workspace.snapshot(options.moment, clearance="TLP:CLEAR"),
            options,
            out,
            cache=workspace.cache,
            key=workspace.review_key(),
            others=others,
            progress=progress_printer(),
        )
    if as_json:
        print_json(
            {
                "folder": str(built.folder),
                "index": str(built.index),
                "digest": built.digest,
                "files": built.files,
                "bytes": built.bytes,
            }
        )
        return
    click.echo(f"{built.index}")
    click.echo(
        f"{built.files} files, {built.bytes / 1e6:.1f} MB, from the ledger {built.digest}", err=True
    )


def _with_own_words(options: Options, home: Path | None, word: bool | None) -> Options:
    """With what the workspace holds: its record of forecasts, and an analyst's words."""
    from naap.review.halfyear.narrative import read_narratives
    from naap.review.options import OwnRecord

    return replace(
        options,
        own_record=OwnRecord.of(home / "outlook") if home is not None else None,
        narratives=read_narratives(home, options.period, options.languages),
        word=options.period is not None if word is None else word,
    )


@review.command(epilog="Example: naap review narrative --period 2016-H1 --by review-analyst")
@click.option("--period", required=True, help="The period reviewed, such as 2016-H1.")
@click.option(
    "--by",
    "post",
    default="review-analyst",
    show_default=True,
    help="The post that answers for the words; never a person's name.",
)
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice(["en", "ur"]),
    help="A language to write in; may be given twice. Default: those of the pack.",
)
@json_option
@click.pass_context
def narrative(
    context: click.Context,
    period: str,
    post: str,
    languages: tuple[Language, ...],
    as_json: bool,
) -> None:
    """Make the files in which an analyst writes into a review, and list those that hold words.

    Each file is a place of the review: a summary, the six questions of the OECD-DAC, the next
    steps. They stand in the folder narrative of the workspace. Building a review again leaves
    them as they are, and so does this command.
    """
    from naap.review import Options
    from naap.review.halfyear.narrative import made_slots, read_narratives

    workspace = workspace_of(context)
    workspace.writable_ledger()  # says what to do where there is no workspace
    home = workspace.settings.home
    assert home is not None
    options = Options.asked(workspace.pack, period, languages=languages)
    assert options.period is not None
    made = made_slots(home, options.period, options.languages, post)
    written = read_narratives(home, options.period, options.languages)
    if as_json:
        told = [
            {"slot": each.slot, "language": each.language, "written_by": each.written_by,
             "written_on": each.written_on.isoformat(), "handling": each.handling,
             "printed": each.is_public}
            for each in written
        ]  # fmt: skip
        print_json({"made": [str(path) for path in made], "written": told})
        return
    for path in made:
        click.echo(path.relative_to(home))
    for each in written:
        printed = "printed" if each.is_public else "kept out of the public review"
        click.echo(f"{each.language} {each.slot}: {each.written_by}, {each.written_on}, {printed}")
