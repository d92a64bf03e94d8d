"""The reference page of rules.yml: every check with its fields, made from the program itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pydantic.fields import FieldInfo

from naap.checks.answer import written
from naap.checks.catalogue import catalogue
from naap.pack.rules import CHECKS, Rule, Term

__all__ = ["rules_page"]


def rules_page() -> str:
    """What every rule says, then each check: what it tests, its fields, how to mend a finding."""
    lines = [
        "# Rules",
        "",
        "The file `rules.yml` of a pack says what must hold between published numbers: rules, each",
        "under its id. [](../guide/checks.md) tells how to write one; `naap pack validate` tells",
        "what is wrong with one, with its line.",
        "",
        "## Every rule",
        "",
        *_fields(Rule.model_fields),
        "A field that takes a *number* takes the id of a quantity, or these:",
        "",
        *_fields(Term.model_fields),
    ]
    for name, kind in CHECKS.items():
        about = catalogue()["checks"][name]
        lines += [f"## {name}", "", f"**{about['title']['en']}.** {about['tests']['en']}", ""]
        own = {key: field for key, field in kind.model_fields.items()
               if key not in Rule.model_fields}  # fmt: skip
        lines += [
            *_fields(own),
            f"Severity: {about['severity']}. To mend: {about['mend']['en']}",
            "",
        ]
    return "\n".join(lines).rstrip() + "\n"


def _fields(fields: dict[str, FieldInfo]) -> Iterator[str]:
    yield from ("| field | what it says | when left out |", "|---|---|---|")
    for name, field in fields.items():
        star = " *" if field.is_required() else ""
        yield f"| `{name}`{star} | {field.description} | {_left_out(field)} |"
    yield ""


def _left_out(field: FieldInfo) -> str:
    if field.is_required():
        return "refused"
    match field.default:
        case None | ():
            return ""
        case bool():
            return "yes" if field.default else "no"
        case Decimal():
            return written(field.default)
        case _:
            return str(field.default)
