"""The reference pages of commands, sources and settings, made from the program itself."""

from __future__ import annotations

from collections.abc import Iterator

import click

from naap.cli import naap
from naap.config import FILE_NAME, SETTINGS, Settings
from naap.sources import Source, sources

__all__ = ["commands_page", "settings_page", "sources_page", "walk"]

_VARIABLES = {
    "`XDG_CACHE_HOME`": "Where the ledger of the shipped pack is kept when there is no "
    "workspace, in a folder `naap`. Default: `~/.cache`. It can be deleted at any time.",
    "`UCDP_ACCESS_TOKEN`": "The token that UCDP gave you, for `naap import --from-api`. A file "
    "named by `--token-file` comes before it.",
    "`ACLED_EMAIL`, `ACLED_PASSWORD`": "Those of your account with ACLED, for "
    "`naap import acled --from-api`. A file named by `--token-file` comes before them.",
    "`NAAP_UCDP_API`, `NAAP_ACLED_API`": "Another address of the API of UCDP or ACLED, such as a "
    "mirror in your own network.",
    "`NAAP_PYTHON`, `NAAP_VENV`": "Which Python `./run` uses, and where it keeps its packages.",
}


def walk(command: click.Command, path: str = "naap") -> Iterator[tuple[str, click.Command]]:
    """The command and every one below it, with what one types to call it."""
    yield path, command
    if isinstance(command, click.Group):
        with click.Context(command, info_name=path) as context:
            for name in command.list_commands(context):
                below = command.get_command(context, name)
                if below is not None:
                    yield from walk(below, f"{path} {name}")


def commands_page() -> str:
    """Every command with its arguments, options and an example."""
    lines = [
        "# Commands",
        "",
        "`naap COMMAND --help` prints the same. From a copy of the project, type `./run naap`",
        "instead of `naap`.",
        "",
        "`--json` prints JSON: the answer, or the problems where the input cannot be used.",
        "",
    ]
    for path, command in walk(naap):
        context = click.Context(command, info_name=path)
        says, example = _told(command)
        usage = " ".join(command.collect_usage_pieces(context))
        lines += [f"## {path}", "", *says, "", "```", f"{path} {usage}".strip(), "```", ""]
        rows = [record for param in command.params if (record := param.get_help_record(context))]
        rows = [row for row in rows if row[1]]  # an argument says nothing but its name
        if rows:
            lines += ["| option | what it does |", "|---|---|"]
            lines += [f"| `{_cell(option)}` | {_cell(help_)} |" for option, help_ in rows]
            lines.append("")
        if example:
            lines += ["Example:", "", "```", *example, "```", ""]
    return "\n".join(lines).rstrip() + "\n"


def _told(command: click.Command) -> tuple[list[str], list[str]]:
    """What a command says of itself, and its examples, one a line."""
    parts = [*(command.help or "").split("\n\n"), command.epilog or ""]
    says, examples = [], []
    for part in parts:
        text = " ".join(part.replace("\b", "").split())
        before, example, after = text.partition("Example:")
        if before.strip():
            says += [before.strip(), ""]
        if example:
            examples += [each.strip().rstrip(".") for each in after.split(";")]
    return says[:-1], examples


def sources_page() -> str:
    """Every source, with all that its YAML file says."""
    lines = [
        "# Sources",
        "",
        "`naap sources` prints this list. A source is two files in `src/naap/sources`; how to add",
        "one is told in [](../guide/add-a-source.md).",
        "",
    ]
    for source in sources().values():
        lines += _source(source)
    return "\n".join(lines).rstrip() + "\n"


def _source(source: Source) -> Iterator[str]:
    about = source.about
    yield from (f"## {source.name}", "", f"**{about.title}.** {about.says}", "")
    facts = {
        "Publisher": about.publisher,
        "Where to get it": about.home,
        "Licence": about.licence,
        "Credit": about.attribution,
        "Released": about.cadence,
        "A full release covers": about.coverage,
        "May be published": {"rows": "rows", "aggregates": "sums only", "nothing": "nothing"}[
            about.publish
        ],
        "Rows of a full release": f"{about.assertions.least_rows:,} to "
        f"{about.assertions.most_rows:,}",
    }
    graded: dict[str, dict[str, str]] = {
        "place": dict(about.place_grades),
        "date": dict(about.date_grades),
    }
    for name, grades in graded.items():
        if grades:
            known = [f"`{grade}` {says}" for grade, says in grades.items()]
            facts[f"How exact the {name} is"] = ", ".join(known)
    yield from ("| | |", "|---|---|")
    yield from (f"| {name} | {_cell(fact)} |" for name, fact in facts.items())
    yield ""
    for title, columns in {
        "Dropped at the door, because it can name a person": about.free_text,
        "Left in the file": about.not_needed,
    }.items():
        if columns:
            yield from (f"{title}:", "", "| column | why |", "|---|---|")
            yield from (f"| `{column}` | {_cell(why)} |" for column, why in columns.items())
            yield ""


def settings_page() -> str:
    """Every setting of naap.toml, with its default."""
    defaults = {"ledger": "ledger", "clearance": Settings.clearance,
                "recorded_by": Settings.recorded_by}  # fmt: skip
    lines = [
        "# Settings",
        "",
        f"A workspace is a folder with `{FILE_NAME}`. A command works on the workspace that it",
        "stands in, however deep, or on the pack that ships when there is none. `naap --pack`",
        "names a pack to work on instead. A setting that does not exist is refused.",
        "",
        "| setting | what it is | when left out |",
        "|---|---|---|",
    ]
    lines += [
        f"| `{name}` | {_cell(says)} | {f'`{defaults[name]}`' if name in defaults else 'refused'} |"
        for name, says in SETTINGS.items()
    ]
    lines += [
        "",
        "Some variables of the environment matter too:",
        "",
        "| variable | what it is |",
        "|---|---|",
    ]
    lines += [f"| {name} | {_cell(says)} |" for name, says in _VARIABLES.items()]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
