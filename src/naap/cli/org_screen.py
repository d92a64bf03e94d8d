"""``naap org screen``."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from naap.cli.shared import DAY, json_option, print_json, progress_printer, workspace_of
from naap.organisations import DEFAULT_THRESHOLD
from naap.problems import UnusableInput

if TYPE_CHECKING:
    from naap.ledger.snapshot import Snapshot
    from naap.organisations.deciding import Decided
    from naap.organisations.register import Register
    from naap.organisations.screening import Settings

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
OUT = click.Path(path_type=Path, dir_okay=False)


@click.command(
    epilog="Example: naap org screen partners.csv --column name --on 2021-06-01 --out out.csv; "
    "naap org screen --replay out.csv.receipt.json"
)
@click.argument("file", type=FILE, required=False)
@click.option("--column", help="The column that holds the names of organisations.")
@click.option("--on", type=DAY, help="The day whose lists count. Default: today.")
@click.option(
    "--as-of", type=DAY, help="The register as this ledger held it at the end of that day."
)
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1, min_open=True),
    help=f"The least score at which a name counts. [default: {DEFAULT_THRESHOLD:g}]",
)
@click.option(
    "--out", type=OUT, help="Where the rows go (CSV); the receipt goes beside it, and a stopped "
    "run goes on from there.",
)  # fmt: skip
@click.option(
    "--replay", type=FILE, metavar="RECEIPT",
    help="Do it again as the receipt says and compare byte for byte. FILE, where it is given, "
    "says where the input lies now; --out writes the result.",
)  # fmt: skip
@json_option
@click.pass_context
def screen(
    context: click.Context,
    file: Path | None,
    column: str | None,
    on: date | None,
    as_of: date | None,
    threshold: float | None,
    out: Path | None,
    replay: Path | None,
    as_json: bool,
) -> None:
    """Screen a list of organisations against the register, as of a day.

    Persons are never screened: the register holds organisations only, and a list of persons must
    not be put to it. A flagged row is for a person to look at; it decides nothing. A row is flagged
    where its name is a spelling of a body that an authority lists on that day, or may list, or that
    a source holds to be a front, a wing, a part or another name of one.

    Exit code 1: a row is flagged; with --replay, the result is another one.
    """
    if replay is not None:
        if any(each is not None for each in (column, on, as_of, threshold)):
            raise UnusableInput.one(
                "--replay", found="settings beside it", expected="those of the receipt alone",
                mend="Leave --column, --on, --as-of and --threshold out.",
            )  # fmt: skip
        context.exit(_replay(context, replay, file, out, as_json))
    if file is None or column is None:
        raise UnusableInput.one(
            "naap org screen", found="no FILE" if file is None else "no --column",
            expected="a CSV file and the column of names",
            mend='Write: naap org screen FILE.csv --column name',
        )  # fmt: skip
    context.exit(
        _screen(context, file, column, on or datetime.now(UTC).date(),
                DEFAULT_THRESHOLD if threshold is None else threshold, out, as_json, as_of)
    )  # fmt: skip


def _screen(
    context: click.Context,
    file: Path,
    column: str,
    on: date,
    threshold: float,
    out: Path | None,
    as_json: bool,
    as_of: date | None,
) -> int:
    from naap.organisations import screening

    data = file.read_bytes()
    names = screening.read_names(file, data, column)
    receipt_file = None if out is None else out.with_name(f"{out.name}.receipt.json")
    if out is not None and out.resolve() == file.resolve():
        raise UnusableInput.one(
            out, found="the input itself", expected="another file",
            mend="Choose another name for --out.",
        )  # fmt: skip
    snapshot, recorded_at = _held(context, as_of)
    register, decided = _read(context, snapshot)
    settings = _settings(data, column, on, threshold, register, decided)
    progress = progress_printer()

    def told(done: int, kept: int) -> None:
        before = f", {kept:,} of them by a run that stopped" if kept else ""
        progress(f"{done:,} of {len(names):,} names screened{before}")

    if out is None or receipt_file is None:
        rows = list(screening.screen(register, names, settings, decided))
    else:
        partial = out.with_name(f"{out.name}.partial")
        with screening.alone(partial):
            rows = screening.screened_into(partial, register, names, settings, told, decided)
            result = screening.as_csv(rows)
            screening.put(out, result)
            receipt = {
                "input": os.path.relpath(file.resolve(), out.resolve().parent),
                "output": out.name,
                "output_sha256": screening.sha256(result),
                "rows": len(rows),
                "ledger_recorded_at": recorded_at,
                **asdict(settings),
            }
            screening.put(receipt_file, (json.dumps(receipt, indent=1) + "\n").encode())
            partial.unlink()
    progress("")
    flagged = [row for row in rows if row["decision"] == "flagged"]
    if as_json:
        print_json(
            {
                **asdict(settings), "rows": rows, "flagged": len(flagged),
                "out": out and str(out), "receipt": receipt_file and str(receipt_file),
            }
        )  # fmt: skip
        return 1 if flagged else 0
    for row in flagged:
        click.echo(f"row {row['row']}: {row['name']}: flagged, {row['candidate']} "
                   f"({row['org_id']}), score {row['score']}")  # fmt: skip
        click.echo(f"      why: {row['reason']}")
        click.echo(f"      on {row['on']}: {row['listed']}")
        click.echo(f"      match: {row['match']}")
    for row in rows:
        if row["decided"]:
            click.echo(f"row {row['row']}: {row['name']}: decided before: {row['decided']}")
    click.echo(
        f"{len(rows):,} names screened, {len(flagged):,} flagged, on {settings.on}; register "
        f"released {settings.list_version}, digest {settings.ledger_digest}"
    )
    if out is not None:
        click.echo(f"Rows in {out}, receipt in {receipt_file}")
    return 1 if flagged else 0


def _held(context: click.Context, as_of: date | None) -> tuple[Snapshot, str]:
    """The ledger at the end of a day (None: now), and when its last commit was recorded: what a
    replay asks for, so that a day that is not over yet gives the same later."""
    from naap.ledger import Moment

    snapshot = workspace_of(context).snapshot(Moment(as_of))
    log = [each for each in snapshot.log if snapshot.moment.includes(each)]
    if as_of is not None and not log:
        first = snapshot.log[0].recorded_at.date() if snapshot.log else "its first commit"
        raise UnusableInput.one(
            "--as-of", found=str(as_of), expected=f"{first} or later: this ledger starts then",
            mend="Choose a later day, or leave --as-of out.",
        )  # fmt: skip
    return snapshot, log[-1].recorded_at.isoformat() if log else ""


def _settings(
    data: bytes,
    column: str,
    on: date,
    threshold: float,
    register: Register,
    decided: Mapping[str, Decided],
) -> Settings:
    from naap import __version__
    from naap.organisations.screening import Settings

    return Settings.of(data, column, on, threshold, register, f"naap {__version__}", decided)


def _read(context: click.Context, snapshot: Snapshot) -> tuple[Register, Mapping[str, Decided]]:
    from naap.organisations.deciding import decisions_of
    from naap.organisations.register import read_register

    return read_register(snapshot, workspace_of(context).pack), decisions_of(snapshot)


def _replay(
    context: click.Context, receipt_file: Path, file: Path | None, out: Path | None, as_json: bool
) -> int:
    from naap.ledger import Moment
    from naap.organisations import screening

    receipt = _receipt(receipt_file)
    source = file or receipt_file.parent / receipt["input"]
    if not source.is_file():
        raise UnusableInput.one(
            source, found="no such file", expected="the input that the receipt names",
            mend="Say where it lies: naap org screen FILE --replay RECEIPT",
        )  # fmt: skip
    data = source.read_bytes()
    workspace = workspace_of(context)
    recorded_at = receipt["ledger_recorded_at"]
    moment = Moment(datetime.fromisoformat(recorded_at)) if recorded_at else Moment()
    register, decided = _read(context, workspace.snapshot(moment))
    settings = _settings(
        data,
        receipt["column"],
        date.fromisoformat(receipt["on"]),
        receipt["threshold"],
        register,
        decided,
    )
    differs = [key for key, value in asdict(settings).items() if receipt[key] != value]
    names = screening.read_names(source, data, settings.column)
    result = screening.as_csv(screening.screen(register, names, settings, decided))
    same = screening.sha256(result) == receipt["output_sha256"]
    kept = receipt_file.parent / receipt["output"]
    altered = kept.is_file() and screening.sha256(kept.read_bytes()) != receipt["output_sha256"]
    if out is not None:
        screening.put(out, result)
    if as_json:
        print_json({"reproduced": same, "differs": differs, "output_altered": altered,
                    "output_sha256": screening.sha256(result)})  # fmt: skip
    else:
        click.echo("Reproduced byte for byte." if same else "Not reproduced: another result.")
        if differs:
            click.echo(f"Not as the receipt has it: {', '.join(differs)}")
        if altered:
            click.echo(f"{kept} was altered since it was written.")
    return 0 if same and not altered else 1


_TEXTS = (
    "input", "output", "output_sha256", "ledger_recorded_at", "column", "on", "input_sha256",
    "list_version", "ledger_digest", "register_sha256",
    "decisions_sha256", "program",
)  # fmt: skip


def _receipt(file: Path) -> dict[str, Any]:
    try:
        receipt = json.loads(file.read_bytes())
        lacking = [key for key in _TEXTS if not isinstance(receipt[key], str)]
        date.fromisoformat(receipt["on"])
        if lacking or not 0 < receipt["threshold"] <= 1:
            raise ValueError(f"no text under {', '.join(lacking)}" if lacking else "a threshold")
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableInput.one(
            file, found=f"what is no receipt ({error})", expected="a receipt of naap org screen",
            mend="Give the file that was written beside the output, as it was.",
        ) from None  # fmt: skip
    found: dict[str, Any] = receipt
    return found
