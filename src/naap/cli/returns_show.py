"""``naap returns show``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from naap.cli.returns_shared import opened, write_whole
from naap.cli.shared import json_option, print_json, workspace_of
from naap.returns.store import Filing, Store

__all__ = ["show"]


@click.command(
    epilog="Example: naap returns show --body vale; naap returns show vale-2024-03-1 --file it.xlsx"
)
@click.argument("return_id", metavar="RETURN", required=False)
@click.option("--body", help="Only returns of this body.")
@click.option("--period", metavar="MONTH", help="Only returns for this month.")
@click.option("--file", "file", type=click.Path(path_type=Path),
              help="Write the file that came here, byte by byte.")  # fmt: skip
@json_option
@click.pass_context
def show(
    context: click.Context,
    return_id: str | None,
    body: str | None,
    period: str | None,
    file: Path | None,
    as_json: bool,
) -> None:
    """List the returns that came, or tell everything about one: rows, questions, steps."""
    from naap.returns.expected import month_named

    if period is not None:
        month_named(period)
    with opened(workspace_of(context)) as store:
        if return_id is None:
            listed = store.filings(body=body, month=period)
            if as_json:
                print_json([_short(each) for each in listed])
                return
            for each in listed:
                click.echo(f"{each.id}  {each.state}  {each.received_at:%Y-%m-%d}  "
                           f"{each.handling}")  # fmt: skip
            if not listed:
                click.echo("No return has come.")
            return
        filing = store.filing(return_id)
        if file is not None:
            write_whole(file, store.file(filing.file)[1])
        whole = _whole(store, filing)
    if as_json:
        print_json(whole)
    else:
        _tell(whole)


def _short(filing: Filing) -> dict[str, Any]:
    return {
        "return": filing.id, "body": filing.body, "period": filing.month, "state": filing.state,
        "received_at": filing.received_at.isoformat(), "handling": filing.handling,
        "file_sha256": filing.file, "supersedes": filing.supersedes,
        "correction": filing.correction,
    }  # fmt: skip


def _whole(store: Store, filing: Filing) -> dict[str, Any]:
    return {
        **_short(filing),
        "rows": [
            {"code": each.code, "cell": each.address, "value": each.value, "reason": each.reason,
             "explanation": each.explanation}
            for each in store.cells(filing.id).values()
        ],
        "open_questions": [
            {"cell": each.address, "en": each.en, "ur": each.ur}
            for each in store.open_questions(filing.id)
        ],
        "steps": [
            {"at": each.at.isoformat(), "by": each.by, "step": each.step, "reason": each.reason,
             "remarks": each.remarks}
            for each in store.steps(filing.id)
        ],
    }  # fmt: skip


def _tell(whole: dict[str, Any]) -> None:
    for name in ("return", "state", "received_at", "handling", "file_sha256", "supersedes",
                 "correction"):  # fmt: skip
        if whole[name]:
            click.echo(f"{name}: {whole[name]}")
    for row in whole["rows"]:
        value = row["value"] if row["value"] is not None else f"none ({row['reason']})"
        click.echo(f"  {row['cell']}  {row['code']}: {value}"
                   + (f"  “{row['explanation']}”" if row["explanation"] else ""))  # fmt: skip
    for question in whole["open_questions"]:
        click.echo(f"  ? {question['en']}")
    for step in whole["steps"]:
        click.echo(f"* {step['at'][:16]} {step['by']}: {step['step']}"
                   + (f", {step['reason']}" if step["reason"] else ""))  # fmt: skip
        for code, says in step["remarks"].items():
            click.echo(f"    {code}: {says}")
