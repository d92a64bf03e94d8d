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

_CLEAR_BY = 0.1
"""A candidate is clear where it scores so much more than the next organisation."""


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

    An id, a registered name or an acronym decides where one organisation alone has it. Otherwise
    the name is searched: a clear answer is taken, and told on standard error; UnusableInput lists
    the candidates where none is clear.
    """
    if said in register.bodies:
        return said
    exact = _exact(register, said)
    if len(exact) == 1:
        return exact[0]
    if len(exact) > 1:
        raise _unclear(register, said, exact)
    return _searched(register, said)


def _searched(register: Register, said: str) -> str | None:
    """By the search in any spelling, over every name that the register has."""
    from naap.organisations.index import Index
    from naap.organisations.kin import names_in

    found = Index(names_in(register)).search(said, 5)
    if not found:
        return None
    best, others = found[0], found[1:]
    if others and others[0].score > best.score - _CLEAR_BY:
        raise _unclear(register, said, [each.org_id for each in found])
    click.echo(
        f"{said!r} is taken to mean {register.name_of(best.org_id)} ({best.org_id}), "
        f"by {best.matched_name!r}, score {best.score:.2f}: {best.reason}",
        err=True,
    )
    return best.org_id


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
