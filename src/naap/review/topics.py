"""Subjects with pages of their own, beside the figures and the points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from naap.review.halfyear.pages import pages_of_halfyear, words_of_halfyear
from naap.review.incidents.pages import files_of_incidents, menu_of_incidents, pages_of_incidents
from naap.review.organisations.told import words_for
from naap.review.outlook.pages import menu_of as menu_of_outlook
from naap.review.outlook.pages import pages_of as pages_of_outlook
from naap.review.outlook.pages import read as read_outlook
from naap.review.outlook.pages import tables_of as tables_of_outlook
from naap.review.outlook.pages import words_of as words_of_outlook
from naap.review.package import Table
from naap.review.registers.data import files_of_registers, tables_of_registers
from naap.review.registers.pages import pages_of_registers, words_of_registers
from naap.review.returned.data import read_returned, tables_of_returned
from naap.review.scorecard.data import tables_of_halfyear, tables_of_scorecard
from naap.review.scorecard.pages import menu_of_scorecard, pages_of_scorecard, words_of_scorecard
from naap.review.used import words_of_sources

if TYPE_CHECKING:
    from naap.engine import Engine
    from naap.pack import Pack
    from naap.review.options import Options
    from naap.review.pages import Review

__all__ = ["Page", "Topic", "topics"]


class Page(Protocol):
    """Writes one page from a template: (file name, HTML). ``folder``: where its language stands."""

    folder: str

    def __call__(self, name: str, template: str, **content: Any) -> tuple[str, str]: ...


def _none(review: Review) -> Mapping[str, Any]:
    return {}


def _nothing(review: Review) -> Sequence[Any]:
    return ()


def _no_pages(review: Review, page: Page, with_charts: bool) -> Iterator[tuple[str, str]]:
    return iter(())


def _no_more(engine: Engine, pack: Pack, options: Options, shared: dict[str, Any]) -> None:
    """What the figures compute is all that the subject needs."""


@dataclass(frozen=True)
class Topic:
    """``menu``: its pages in the menu of every page, as (file, key of its word); none where the
    review has nothing to tell. ``pages``: its pages, those that wait for charts or those that do
    not. ``words``: what its templates ask, beside what all pages have. ``files``: data, pictures
    and scripts by their name in the folder of the review, given once for all languages.
    ``tables``: data that the review's data package describes. ``reads``: what it asks of the ledger
    and the pack while the engine has their tables, kept in ``Review.shared``.
    """

    menu: Callable[[Review], Sequence[tuple[str, str]]]
    pages: Callable[[Review, Page, bool], Iterator[tuple[str, str]]]
    words: Callable[[Review], Mapping[str, Any]] = _none
    files: Callable[[Review], Mapping[str, bytes]] = _none
    tables: Callable[[Review], Sequence[Table]] = _nothing
    reads: Callable[[Engine, Pack, Options, dict[str, Any]], None] = _no_more


def topics() -> tuple[Topic, ...]:
    """Every subject, in the order of the menu."""
    return (
        Topic(_nothing, pages_of_halfyear, words_of_halfyear, tables=tables_of_halfyear),
        Topic(menu_of_scorecard, pages_of_scorecard, words_of_scorecard,
              tables=tables_of_scorecard),
        Topic(_nothing, pages_of_registers, words_of_registers, files_of_registers,
              tables_of_registers),
        Topic(_nothing, _no_pages, tables=tables_of_returned, reads=read_returned),
        Topic(_nothing, _no_pages, words_of_sources),
        Topic(menu_of_incidents, pages_of_incidents, files=files_of_incidents),
        Topic(_menu_of_organisations, _pages_of_organisations, _words_of_organisations),
        Topic(menu_of_outlook, pages_of_outlook, words_of_outlook, tables=tables_of_outlook,
              reads=read_outlook),
    )  # fmt: skip


def _menu_of_organisations(review: Review) -> Sequence[tuple[str, str]]:
    return [("organisations.html", "organisations")] if review.organisations else []


def _words_of_organisations(review: Review) -> Mapping[str, Any]:
    orgs = review.organisations
    return {"orgs": orgs} | (words_for(orgs, review.computed) if orgs else {})


def _pages_of_organisations(
    review: Review, page: Page, with_charts: bool
) -> Iterator[tuple[str, str]]:
    orgs = review.organisations
    if orgs is None or with_charts:
        return
    yield page("organisations.html", "organisations.html")
    if orgs.landscape:
        yield page("organisations/landscape.html", "organisation_landscape.html")
    for family in orgs.families:
        name = f"organisations/{family.family_id}.html"
        yield page(name, "organisation_family.html", family=family)
    for name, svg in orgs.files():
        yield page.folder + name, svg
