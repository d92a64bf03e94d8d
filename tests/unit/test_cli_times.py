"""Whatever time a command is asked about, it answers or tells what to correct: no traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from docs.program_pages import walk
from naap.cli import naap
from naap.periods import FIRST_YEAR, LAST_YEAR
from naap.problems import UnusableInput
from tests import ged_files
from tests.returns_makers import Office, live

PANEL = ("--panel", "panel.csv")
ASKED: dict[str, tuple[str, ...]] = {
    "naap ledger diff": ("2016-01-01", "now"),
    "naap ledger show": ("2016",),
    "naap import": ("ucdp-ged", "ged221.csv"),
    "naap incidents resolve": ("Vale", "--on", "2016-01-01"),
    "naap incidents stats": ("--where", "period=2016"),
    "naap incidents totals": ("--year", "2016"),
    "naap check text": ("statement.txt",),
    "naap org screen": ("names.csv", "--column", "name"),
    "naap org listed": ("Sazan Front", "--on", "2016-01-01"),
    "naap org lineage": ("Sazan Front",),
    "naap org diff": ("--from", "2015-01-01", "--to", "2016-01-01"),
    "naap forecast": PANEL,
    "naap forecast choose": (*PANEL, "--since", "120", "--until", "150", "--out", "chosen.json"),
    "naap forecast levels": PANEL,
    "naap forecast record": PANEL,
    "naap evaluate": ("--event", "sap-2022"),
    "naap returns due": ("--period", "2024-02"),
    "naap returns template": ("--body", "vale", "--period", "2024-02"),
    "naap returns accept": ("--by", "plan-office", "--all-approved", "2024-02"),
    "naap returns lock": ("2024-02", "--by", "plan-office"),
    "naap status rate": ("SAP22-01", "--as", "limited", "--post", "plan-office",
                         "--because", "Seen", "--period", "2024-H1"),
    "naap review narrative": ("--period", "2024-H1"),
}  # fmt: skip
"""What a command needs besides the time that is tried; a new one is tried with nothing else."""

TIMES = {
    "--period", "--month", "--year", "--on", "--as-of", "--stated-by", "--stated-on", "--made-on",
    "--since", "--until", "--from", "--to", "--origin", "--horizon", "--event", "--periods",
    "--months", "--every", "--release", "--all-approved", "month", "before",
    "after",
}  # fmt: skip
"""Options and arguments that take a time, or a length of time, besides all that take a day."""

REFUSED = (
    "", "0000", "0001", "9999", "0001-01", "9999-12", "0001-01-01", "9999-12-31", "FY9999-00",
    "0001/9999", "2016-H3", "2016-13", "2016-02-30", "۲۰۱۶-۰۳", "٣", "1000000000", "-1", "nan", "/",
)  # fmt: skip
"""What is no time, or one too far away."""
ODD = (*REFUSED, f"{FIRST_YEAR}-01-01", f"{LAST_YEAR}-12-31")


def _takes_a_time(parameter: click.Parameter) -> bool:
    names = {*parameter.opts, parameter.name}
    shown = {parameter.type.name, parameter.metavar}
    return not (names.isdisjoint(TIMES) and shown.isdisjoint({"YYYY-MM-DD", "PERIOD", "MONTH"}))


COMMANDS = {
    path: command
    for path, command in walk(naap)
    if not isinstance(command, click.Group) or command.invoke_without_command
}
TRIED = [
    (path, parameter.opts[0])
    for path, command in COMMANDS.items()
    for parameter in command.params
    if _takes_a_time(parameter)
]


@pytest.fixture(scope="module")
def made(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with returns, events and the files that commands are given here."""
    folder = tmp_path_factory.mktemp("times") / "plan"
    shutil.copytree(made, folder)
    live(Office(folder), "2024-01", 2)
    settings = folder / "naap.toml"
    told = settings.read_text(encoding="utf-8")
    settings.write_text(told.replace("TLP:CLEAR", "TLP:AMBER"), encoding="utf-8")
    ged_files.write(folder / "ged221.csv", [ged_files.event(1), *ged_files.elsewhere()])
    counts = [f"{unit},{month},{month * unit % 7}" for unit in (1, 2) for month in range(1, 170)]
    (folder / "panel.csv").write_text("unit,time,value\n" + "\n".join(counts), encoding="utf-8")
    (folder / "names.csv").write_text("name\nSazan Front\n", encoding="utf-8")
    (folder / "statement.txt").write_text("In 2016, 12 were killed.\n", encoding="utf-8")
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(naap, arguments)


def with_time(path: str, name: str, time: str) -> list[str]:
    """The command with this time in place of the one that it is asked about otherwise."""
    words = list(ASKED.get(path, ()))
    if not name.startswith("-"):
        command = COMMANDS[path]
        arguments = [each.name for each in command.params if isinstance(each, click.Argument)]
        at = arguments.index(name)
        words[at : at + 1] = [time]
        return words if not time.startswith("-") else ["--", *words]
    if name in words:
        at = words.index(name)
        del words[at : at + 2]
    return [*words, f"{name}={time}"]


@pytest.mark.parametrize("path", dict(TRIED))
def test_the_command_runs_otherwise(plan: Path, path: str) -> None:
    if path == "naap review":
        return  # it is built in many other tests
    done = run(*path.split()[1:], *ASKED.get(path, ()))
    assert "Missing " not in done.output, "say in ASKED what the command needs besides a time"
    assert "does not exist" not in done.output


@pytest.mark.parametrize(
    ("path", "name"), TRIED, ids=[f"{path[5:]} {name}" for path, name in TRIED]
)
def test_no_time_ends_in_a_traceback(plan: Path, path: str, name: str) -> None:
    for time in ODD if path != "naap review" else REFUSED:
        done = run(*path.split()[1:], *with_time(path, name, time))
        told = (SystemExit, UnusableInput)
        assert done.exception is None or isinstance(done.exception, told), (time, done.exception)
