"""What the commands of the register share: which register, and which organisation is meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import click

from naap.cli.shared import DAY, workspace_of
from naap.ledger import Moment
from naap.organisations.register import Register, read_register
from naap.problems import UnusableInput

__all__ = ["asked_register", "moment_options", "organisation_meant"]


def moment_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--as-of`` and ``--stated-by``: what was known when, beside the day that is asked about."""
    command = click.option(
        "--stated-by",
        type=DAY,
        help="Answer from what sources had said by the end of that day.",
    )(command)
    return click.option(
        "--as-of", type=DAY, help="Answer from what this ledger held at the end of that day."
    )(command)


def asked_register(
    context: click.Context, as_of: date | None = None, stated_by: date | None = None
) -> Register:
    """The register of the workspace, as it was known then."""
    workspace = workspace_of(context)
    return read_register(workspace.snapshot(Moment(as_of, stated_by)), workspace.pack)


def organisation_meant(register: Register, said: str) -> str | None:
    """The id of the organisation that is meant, or None where the register has none such.

    An id, a registered name or an acronym decides where one organisation alone has it.
    UnusableInput lists the candidates where several do.
    """
    if said in register.bodies:
        return said
    exact = _exact(register, said)
    if len(exact) == 1:
        return exact[0]
    if len(exact) > 1:
        raise _unclear(register, said, exact)
    return None


def _exact(register: Register, said: str) -> list[str]:
    wanted = _plain(said)
    found = {
        body.org_id
        for body in register.bodies.values()
        if wanted in {_plain(text) for text in (body.name_en, body.name_ur, body.acronym) if text}
    }
    if not found:
        found = {each.organisation for each in register.names if _plain(each.name) == wanted}
    return sorted(found)


def _plain(text: str) -> str:
    return " ".join(text.replace("-", " ").casefold().split())


def _unclear(register: Register, said: str, candidates: Sequence[str]) -> UnusableInput:
    listed = "; ".join(f"{each} ({register.name_of(each)})" for each in candidates)
    return UnusableInput.one(
        "NAME", found=f"{said!r}, which may mean {listed}", expected="one organisation",
        mend="Name it by its id, the word before the bracket.",
    )  # fmt: skip
