"""Numbers, dates and the rows of tables as HTML: there are tens of thousands on the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from naap.figures import Cell, Computed
from naap.figures.figure import Column, Language
from naap.pack import Pack
from naap.review.claims.pages import Listed
from naap.review.numbers import anchor, period_written, written
from naap.review.origins import Origin
from naap.review.returned.listing import NOT_LISTED, Returned
from naap.review.words import word

__all__ = ["APART", "behind", "number", "rows_of", "time_of", "title_of"]

Row = Mapping[str, Any]

_CLASSES = {
    "number": ' class="r"',
    # Words of the pack can hold numbers, such as the scope "border of 1,200 km".
    "text": ' class="said"',
}
_FEW = 4
"""So many claims stand open behind a number; more are folded."""

_MOST_NAMED = 100
"""Of claims that stand on pages of their own, a number that rests on more names none: its row in
the data file has them all."""

APART = "apart"
"""Where a page of origin tells on which pages its claims stand."""


@lru_cache(maxsize=65536)
def _safe(text: str) -> str:
    return str(escape(text))


def time_of(text: str, language: Language) -> Markup:
    return Markup(f"<time>{escape(period_written(text, language))}</time>")


def number(figure_id: str, row_id: str, value: Any, root: str) -> Markup:
    """A number that opens its origin."""
    return Markup(_number(f"{root}origins/{figure_id}.html", row_id, value))


def _number(page: str, row_id: str, value: Any) -> str:
    return _linked(page, row_id, written(value))


def _linked(page: str, row_id: str, said: str) -> str:
    """``page`` is empty where it stands in that row already."""
    if not page:
        return f"<data>{_safe(said)}</data>"
    return f'<a class="n" href="{page}#{anchor(row_id)}">{_safe(said)}</a>'


def _told(page: str, row_id: str, said: str) -> str:
    """What was found, which opens its origin. A sentence runs as its language does, whatever words
    it holds."""
    if not any(sign.isalpha() for sign in said):
        return _linked(page, row_id, said)
    if not page:
        return f'<data class="reason">{_safe(said)}</data>'
    return f'<a class="n reason" href="{page}#{anchor(row_id)}">{_safe(said)}</a>'


def title_of(made: Computed, root: str, linked: bool = True) -> Markup:
    """The finding with its numbers linked, or the plain title where there is none."""
    if made.finding is None:
        return Markup("{}").format(made.figure.about.title[made.language])
    parts = []
    for part in made.finding.parts:
        if isinstance(part, Cell) and linked:
            parts.append(number(made.figure.figure_id, f"finding-{part.name}", part.value, root))
        elif isinstance(part, Cell):
            parts.append(Markup("<data>{}</data>").format(written(part.value)))
        elif part.replace("-", "").isdigit():
            parts.append(time_of(part, made.language))
        else:
            parts.append(Markup("{}").format(part))
    return Markup("").join(parts)


def rows_of(
    made: Computed,
    rows: Iterable[Row],
    root: str,
    pack: Pack,
    origin: Origin | None = None,
    returned: Returned | None = None,
    listed: Listed | None = None,
) -> Markup:
    """The rows of a figure's table. With its origin, as on its page of origin: each row has an id
    and ends with the claims behind it, where the numbers of other pages lead, and with how many
    earlier numbers were ``returned``. ``listed``: as for ``behind``."""
    page = f"{root}origins/{made.figure.figure_id}.html" if origin is None else ""
    cells = [_cell_of(column, made, page, root, pack) for column in made.figure.about.columns]
    told = []
    for row in rows:
        opening, closing = "<tr>", "</tr>\n"
        if origin is not None:
            opening = f'<tr id="{anchor(row["row_id"])}">'
            told_behind = behind(made, origin, row["claims"], listed)
            earlier = _earlier(returned.before(row), made.language) if returned else ""
            closing = f'<td class="behind">{told_behind}{earlier}</td></tr>\n'
        told.append(opening + "".join([cell(row) for cell in cells]) + closing)
    return Markup("".join(told))


def _cell_of(
    column: Column, made: Computed, page: str, root: str, pack: Pack
) -> Callable[[Row], str]:
    """What writes a row's cell in this column."""
    language = made.language
    name = column.label or column.name
    write = _writer(column, made, page, root, pack)
    empty = ""
    if column.format == "number":
        empty = f'<span class="none">{_safe(word("not_found", language))}</span>'
    opening = f"<td{_CLASSES.get(column.format, '')}>"

    def cell(row: Row) -> str:
        value = row[name]
        if column.name == "unit" and value:
            value = pack.word("unit", value, language)
        said = empty if value is None or value == "" else write(row, value)
        return f"{opening}{said}</td>"

    return cell


def _writer(
    column: Column, made: Computed, page: str, root: str, pack: Pack
) -> Callable[[Row, Any], str]:
    """What writes a value that is there."""
    language, words = made.language, made.figure.about.words
    comma = word("comma", language)

    def qualified(row: Row, value: Any) -> str:
        """The number, with the word that stands before it in the source."""
        told = _number(page, row["row_id"], value)
        said = row.get("qualifier")
        if said in {None, "exact"}:
            return told
        return f"{_safe(pack.word('qualifier', str(said), language))} {told}"

    match column.format:
        case "number":
            return qualified
        case "claim":
            return lambda row, value: _told(page, row["row_id"], str(value))
        case "period":
            return lambda _, value: f"<time>{_safe(period_written(str(value), language))}</time>"
        case "source":
            href = f"{root}sources.html#s-"
            return lambda row, value: (
                f'<a href="{href}{_safe(row[column.name])}">{_safe(str(value))}</a>'
            )
        case "name":
            return lambda _, value: f'<span class="name">{_safe(str(value))}</span>'
        case "word":
            return lambda _, value: _safe(words[value][language])
        case "text":
            return lambda _, value: (
                comma.join([f"<code>{_safe(each)}</code>" for each in value])
                if isinstance(value, list)
                else _safe(str(value))
            )


def _earlier(count: int, language: Language) -> str:
    if not count:
        return ""
    return f"<br><data>{written(count)}</data> {_safe(word('ret_earlier', language))}"


def behind(
    made: Computed, origin: Origin, claims: Sequence[str], listed: Listed | None = None
) -> Markup:
    """Links to the claims and rows of the pack that a number rests on. ``listed``: where claims
    stand, when the page does not list them all; those that stand nowhere are in the data file."""
    if not claims:
        return Markup('<span class="none">{}</span>').format(
            made.figure.about.no_claims[made.language]
        )
    shown = origin.open(claims)
    named, counted = _links(shown, origin, listed, made.language)
    links = named + counted
    if named and len(shown) > _FEW:
        said = _safe(word("claims_word", made.language))
        links = f"<details><summary><data>{len(shown)}</data> {said}</summary>{links}</details>"
    if len(shown) < len(claims):
        said = _safe(word("not_shown", made.language))
        kept_back = len(claims) - len(shown)
        links += f'<a href="#kept-back">{said}: <data>{kept_back}</data></a>'
    return Markup(links)


def _links(
    shown: Sequence[str], origin: Origin, listed: Listed | None, language: Language
) -> tuple[str, str]:
    """A link to each claim or row of the pack; and to what tells where those stand that are too
    many to name."""
    if listed is None:
        return "".join([_link(claim, origin) for claim in shown]), ""
    is_named = sum(claim in listed.apart for claim in shown) <= _MOST_NAMED
    named, apart, nowhere = [], 0, 0
    for claim in shown:
        if (page := listed.apart.get(claim)) is not None:
            if is_named:
                href = f"{listed.root}{page.name}#c-{claim[:12]}"
                named.append(f'<a href="{href}">{claim[:12]}</a> ')
            else:
                apart += 1
        elif claim in listed.here or claim not in origin.claims:
            named.append(_link(claim, origin))
        else:
            nowhere += 1
    counted = ""
    for place, key, count in (APART, "claims_apart", apart), (NOT_LISTED, "ret_claims", nowhere):
        if count:
            said = _safe(word(key, language))
            counted += f'<a href="#{place}">{said}: <data>{written(count)}</data></a> '
    return "".join(named), counted


def _link(claim: str, origin: Origin) -> str:
    if claim in origin.claims:
        return f'<a href="#c-{claim[:12]}">{claim[:12]}</a> '
    return f'<a href="#{anchor(claim)}">{_safe(claim.removeprefix("pack:"))}</a> '
