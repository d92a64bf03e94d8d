"""``naap import``."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from naap.cli import MOST_TOLD
from naap.cli.shared import json_option, print_json, progress_printer, workspace_of
from naap.ledger import Ledger
from naap.ledger.batch import Tally
from naap.pack import Pack
from naap.problems import UnusableInput
from naap.sources import Report, Request, Source, import_file, source_named
from naap.sources.by_two import processors
from naap.sources.source import Spelling
from naap.workspace import Workspace

if TYPE_CHECKING:
    from naap.organisations.index import Index

_SURE_SPELLING = 0.95
"""From here on a name counts as an organisation's, without a person: no name of the 318 lawful
bodies that the tests hold comes so near to a listed one's."""
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
APIS = {"NAAP_UCDP_API": "https://ucdpapi.pcr.uu.se/api", "NAAP_ACLED_API": "https://acleddata.com"}
"""Addresses, by the variable that names another one."""


@click.command(
    "import",
    epilog="Example: naap import ucdp-ged ged241-csv.zip; naap import ucdp-ged --from-api 25.1; "
    "naap import acled export.csv; naap import acled --from-api new; "
    "naap import table totals.xlsx --suggest > totals.yml; "
    "naap import table totals.xlsx --mapping totals.yml",
)
@click.argument("source")
@click.argument("file", type=FILE, required=False)
@click.option(
    "--older-release",
    "older",
    is_flag=True,
    help="Import it even if this ledger has a newer release of the source.",
)
@click.option("--partial", is_flag=True, help="Not a full release: what it lacks is left alone.")
@click.option("--mapping", type=FILE, help="For the source table: which column is what.")
@click.option(
    "--suggest",
    is_flag=True,
    help="For the source table: print a first mapping for FILE, and import nothing.",
)
@click.option("--release", help="The release number, where the file name does not hold it.")
@click.option("--stated-on", metavar="DATE", help="When the source published the file.")
@click.option(
    "--leave-out-refused",
    is_flag=True,
    help="Import the other rows when some are refused. The import then counts as partial.",
)
@click.option(
    "--from-api",
    metavar="RELEASE",
    help="In place of FILE: fetch this release for the pack's country from the API of UCDP, with "
    "the token in UCDP_ACCESS_TOKEN. For acled: all, or new for what changed since the last "
    "fetch, with ACLED_EMAIL and ACLED_PASSWORD.",
)
@click.option(
    "--token-file",
    type=FILE,
    help="The token for --from-api, in a file; for acled: e-mail address and password, one a line.",
)
@click.option(
    "--api-url",
    help=f"Another address of the API. Default: {APIS['NAAP_UCDP_API']}, for acled "
    f"{APIS['NAAP_ACLED_API']}",
)
@json_option
@click.pass_context
def import_(
    context: click.Context,
    source: str,
    file: Path | None,
    older: bool,
    partial: bool,
    mapping: Path | None,
    suggest: bool,
    release: str | None,
    stated_on: str | None,
    leave_out_refused: bool,
    from_api: str | None,
    token_file: Path | None,
    api_url: str | None,
    as_json: bool,
) -> None:
    """Import FILE of SOURCE into the workspace's ledger: all of it in one commit, or nothing.

    A token is taken from the environment or a file, never from the command line, where others
    could read it.
    """
    workspace = workspace_of(context)
    if (file is None) == (from_api is None):
        raise UnusableInput.one(
            "FILE",
            found="nothing" if file is None else f"both {file.name} and --from-api",
            expected="a file of the source, or --from-api RELEASE",
            mend="Give one of the two.",
        )
    if suggest:
        click.echo(_suggested(source, file, workspace.pack), nl=False)
        return
    if from_api is not None and release is not None:
        raise UnusableInput.one(
            "--release", found=repr(release), expected="nothing beside --from-api",
            mend="--from-api names the release already.",
        )  # fmt: skip
    ledger = workspace.writable_ledger()
    chosen = source_named(source)
    request = Request(
        file=file or Path(),
        pack=workspace.pack,
        partial=partial,
        older=older,
        release=from_api or release,
        stated_on=stated_on,
        mapping=mapping,
        spelling_of=matcher(workspace.pack),
        processes=processors(),
        progress=progress_printer(),
    )
    if from_api is not None:
        request = _fetched(chosen, request, workspace, ledger, api_url, token_file)
    report = import_file(
        ledger,
        chosen,
        request,
        recorded_by=workspace.settings.recorded_by,
        leave_out_refused=leave_out_refused,
    )
    if as_json:
        print_json(report.as_json())
    else:
        _tell(report)
    context.exit(1 if report.refused else 0)


def _fetched(
    source: Source,
    asked: Request,
    workspace: Workspace,
    ledger: Ledger,
    api_url: str | None,
    token_file: Path | None,
) -> Request:
    """The request with a file that was fetched. What speaks to the network takes time to load."""
    variable = "NAAP_ACLED_API" if source.name == "acled" else "NAAP_UCDP_API"
    base = api_url or os.environ.get(variable) or APIS[variable]
    if source.name == "acled":
        from naap.sources import acled_api
        from naap.sources.http_json import Api

        credentials = acled_api.credentials_from(token_file, os.environ)
        session = acled_api.Session(Api(base, {}, progress=asked.progress), credentials)
        return acled_api.fetched_request(source, asked, session, ledger, workspace.cache)
    from naap.sources.ucdp_api import fetched_request, token_from

    token = token_from(token_file, os.environ)
    return fetched_request(source, asked, base, token, workspace.cache)


def matcher(pack: Pack) -> Callable[[str], Spelling | None]:
    """Looks names up among those of the pack's organisations; the index is made at the first."""

    @cache
    def index() -> Index:
        from naap.organisations.index import Index
        from naap.pack.tables import NameRow, OrganisationRow

        named = [(row.org_id, row.name_en) for row in pack.rows(OrganisationRow)]
        return Index([*named, *((row.org_id, row.name) for row in pack.rows(NameRow))])

    def spelling_of(name: str) -> Spelling | None:
        hits = index().search(name, limit=2, threshold=_SURE_SPELLING)
        if len(hits) != 1:  # none, or a name that two organisations share
            return None
        return Spelling(hits[0].org_id, hits[0].matched_name, hits[0].score)

    return spelling_of


def _suggested(source: str, file: Path | None, pack: Pack) -> str:
    if source not in {"table", "figures"} or file is None:
        raise UnusableInput.one(
            "--suggest", found=f"the source {source}" if file else "no file",
            expected="a file of the source table",
            mend="Write: naap import table FILE --suggest > mapping.yml",
        )  # fmt: skip
    from naap.sources.suggest import suggest

    return suggest(file, pack)


def _tell_tally(kind: str, tally: Tally) -> None:
    click.echo(
        f"  {kind}: {tally.new:,} new, {tally.superseding:,} superseding, "
        f"{tally.unchanged:,} unchanged, {tally.retracted:,} retracted"
        + (f", {tally.expunged:,} expunged before" if tally.expunged else "")
    )
    if tally.revived:
        click.echo(f"    {tally.revived:,} of the new ones had been retracted; they hold again")


def _tell(report: Report) -> None:
    receipt = report.receipt
    click.echo(f"{report.file}: {report.rows_read:,} rows read")
    for reason, count in report.outside.items():
        click.echo(f"  {count:,} rows {reason}, left out")
    for kind, tally in receipt.tallies.items():
        _tell_tally(kind, tally)
    if report.refused:
        click.echo(f"  {len(report.refused):,} rows refused:")
        for problem in report.refused[:MOST_TOLD]:
            click.echo(f"    {problem}")
        if (more := len(report.refused) - MOST_TOLD) > 0:
            click.echo(f"    and {more:,} more; --json lists all")
    _tell_parts(report)
    for remark in report.remarks:
        click.echo(f"  note: {remark}")
    if receipt.number is None:
        click.echo(f"Nothing changed. Digest {receipt.digest}")
    else:
        click.echo(f"Commit {receipt.number}. Digest {receipt.digest}")


def _tell_parts(report: Report) -> None:
    if report.dropped:
        cells = ", ".join(f"{column} {count:,}" for column, count in report.dropped.items())
        click.echo(f"  free text dropped at the door, cells by column: {cells}")
    if report.parties:
        ways = ", ".join(f"{count:,} {way}" for way, count in report.parties.items())
        click.echo(f"  parties: {ways}")
    if report.unknown_columns:
        click.echo(f"  columns that nobody reads: {', '.join(report.unknown_columns)}")
