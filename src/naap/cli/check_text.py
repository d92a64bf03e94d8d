"""``naap check text``: the claims of a text, recomputed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from naap.cli.shared import DAY, json_option, print_json, progress_printer, workspace_of
from naap.pack.settings import Language

if TYPE_CHECKING:
    from naap.checks.prose import Evidence, Result
    from naap.checks.prose.document import Document
    from naap.checks.prose.report import Basis

__all__ = ["text"]

FINDINGS = 1
_STDIN = "-"


@click.command(
    epilog="Example: naap check text report.pdf --html report-checked.html; "
    "naap check text - --no-ledger < statement.txt"
)
@click.argument("file")
@click.option("--html", "out", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT",
              help="Write the text with its claims marked to this page.")  # fmt: skip
@click.option("--no-ledger", is_flag=True, help="Use the numbers of the text itself only.")
@click.option("--as-of", type=DAY, help="What this ledger held at the end of that day (UTC).")
@click.option("--pack", metavar="NAME|DIR", help="Work on this pack, as with naap --pack.")
@click.option("--language", type=click.Choice(["en", "ur"]), default="en", show_default=True,
              help="Language of the page that --html writes.")  # fmt: skip
@json_option
@click.pass_context
def text(
    context: click.Context,
    file: str,
    out: Path | None,
    no_ledger: bool,
    as_of: date | None,
    pack: str | None,
    language: Language,
    as_json: bool,
) -> None:
    """Find the claims with numbers in an English text and work each out again.

    FILE is plain text, Markdown, HTML, a Word file (.docx) or a PDF with a text layer; - reads
    standard input. Claims are held against the numbers of the text itself, and against the ledger.

    Exit status 1 says that a claim fails, is ambiguous or carries a flag.
    """
    from naap.checks.prose import check_text
    from naap.checks.prose.report import Basis, is_finding, report

    if no_ledger and (as_of or pack):
        raise click.UsageError("--no-ledger leaves nothing to ask --as-of or --pack for.")
    if out is not None and file != _STDIN and out.resolve() == Path(file).resolve():
        raise click.UsageError("--html names the text itself, which would be lost.")
    document = _document(file)
    evidence, basis = (None, Basis()) if no_ledger else _held(context, pack, as_of)
    results = check_text(document.text, evidence)
    if out is not None:
        page = report(document, results, basis, language)
        out.write_text(page, encoding="utf-8", newline="\n")
    if as_json:
        print_json([result.to_json() for result in results])
    else:
        _tell(document, results)
    sys.exit(FINDINGS if any(map(is_finding, results)) else 0)


def _document(file: str) -> Document:
    from naap.checks.prose.reading import MOST_BYTES, read, read_file

    if file == _STDIN:
        return read("standard input", sys.stdin.buffer.read(MOST_BYTES + 1))
    return read_file(Path(file))


def _held(context: click.Context, pack: str | None, as_of: date | None) -> tuple[Evidence, Basis]:
    """The figures of the ledger at that day, and what the report says about them."""
    from naap.checks.prose import Evidence
    from naap.checks.prose.report import Basis
    from naap.ledger import Moment

    if pack is not None:
        context.find_root().obj = pack
    progress = progress_printer()
    progress("reading the ledger")
    workspace = workspace_of(context)
    snapshot = workspace.snapshot(Moment(as_of))
    evidence = Evidence.of(snapshot, workspace.pack)
    progress("")
    return evidence, Basis(snapshot.digest, as_of, _told(evidence))


def _told(evidence: Evidence) -> Mapping[str, str]:
    """What each claim of the ledger states, in a line."""
    names = {quantity: row.name_en for quantity, row in evidence.quantities.items()}
    return {
        figure.claim_id: f"{evidence.name(figure.publisher)}: "
        f"{names.get(figure.quantity, figure.quantity)}, {figure.period}"
        for figure in evidence.figures
    }


def _tell(document: Document, results: Sequence[Result]) -> None:
    for line in _lines(document, results):
        click.echo(line)
    counts = {result.verdict: 0 for result in results}
    for result in results:
        counts[result.verdict] += 1
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    click.echo(f"{len(results)} claims{': ' if told else ''}{told}.", err=True)
    if document.unit == "page" and document.empty_pages:
        pages = ", ".join(map(str, document.empty_pages))
        click.echo(f"Pages without text, not read: {pages}.", err=True)


def _lines(document: Document, results: Sequence[Result]) -> Iterator[str]:
    for result in results:
        place = f"{document.unit} {document.number_at(result.start)}"
        flags = "".join(f" [{flag}]" for flag in result.flags)
        yield f"{result.verdict}{flags} ({result.form}, {place})"
        yield f"  {' '.join(result.sentence.split())}"
        worked = f": computed {result.computed}" if result.computed else ""
        yield f"  stated {result.stated or 'nothing'}{worked}"
        if result.why:
            yield f"  {result.why}"
        yield ""
