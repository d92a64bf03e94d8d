"""A first mapping for somebody's table, every line of it with the reason."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from naap.pack import Pack
from naap.pack.tables import BodyRow, FigureRow, SourceRow
from naap.problems import UnusableInput
from naap.sources.cells import Value, as_text
from naap.sources.guesses import MISSING, Guess, guess_column, quantity_of, register_names
from naap.sources.table_mapping import Numerals
from naap.sources.tables import open_table
from naap.sources.tabular import CsvFile

__all__ = ["suggest"]

_ROWS_LOOKED_AT = 2_000
_DELIMITERS = (",", ";", "\t", "|")
_SOURCES = "the pack's sources.csv"
_CHOOSE = "CHOOSE"
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 _.-]*[A-Za-z0-9])?", re.ASCII)
_MOST_WORDS = 200
_EVENT_COUNTS = {"killed": "killed_best", "injured": "injured_best"}
_TYPE_NAME = re.compile(r"type|kind|category", re.IGNORECASE)
_MOST_TYPES = 40


@dataclass(frozen=True)
class _Part:
    """One line of the mapping, with those below it; and the column of the file that it reads."""

    lines: tuple[str, ...]
    column: str | None = None
    is_measure: bool = False


class _Seen:
    """The first rows of the file, and what its columns seem to be."""

    def __init__(self, path: Path, pack: Pack) -> None:
        self.delimiter = _delimiter(path)
        with open_table(path, any_sheet=True, header_row=0, delimiter=self.delimiter) as table:
            self.header_row: int = getattr(table, "header_row", 1)
            self.sheet: str | None = getattr(table, "sheet", None)
            numbered: Iterator[tuple[int, Mapping[str, Value]]] = iter(table)
            self.rows = [row for _, row in islice(numbered, _ROWS_LOOKED_AT)]
            names = table.columns
        self.registers = register_names(pack)
        self.guesses = [
            guess_column(name, [row[name] for row in self.rows], self.registers)
            for name in names
            if name
        ]

    def first(self, sort: str, register: str = "") -> Guess | None:
        return next(
            (
                each
                for each in self.guesses
                if each.sort == sort and register in ("", each.register)
            ),
            None,
        )

    def all(self, sort: str) -> list[Guess]:
        return [each for each in self.guesses if each.sort == sort]

    @property
    def holds_events(self) -> bool:
        """Days, and where it was or how many were killed; and no column that says what counts."""
        date = self.first("date")
        told = self.first("degrees") or any(
            found and found[0] in _EVENT_COUNTS
            for found in (quantity_of(each.name, self.registers["quantity"])
                          for each in self.all("number"))
        )  # fmt: skip
        return bool(date and date.days and told and not self.first("register", "quantity"))

    @property
    def missing(self) -> list[str]:
        found = {as_text(value) for row in self.rows for value in row.values()}
        return [text for text in MISSING if text in found]


def suggest(path: Path, pack: Pack) -> str:
    """The text of a mapping file. What it cannot guess says CHOOSE, and an import refuses that."""
    seen = _Seen(path, pack)
    source, why = _source(path, pack, seen.first("register", "publisher"))
    if seen.holds_events:
        parts = list(_event_parts(seen))
    else:
        parts = list(_figure_parts(seen, pack, source))
    used = [part.column for part in parts if part.column is not None]
    key, key_why = _record_key(seen, used)
    lines = [
        f"# A first mapping for {_comment(path.name)}. Each line says why: check it.",
        f"# {_CHOOSE} stands where nothing could be guessed.",
        "kind: account  # a row is an event"
        if seen.holds_events
        else "kind: figure  # a row holds one number, or several",
        f"series: {_slug(path.stem)}  # from the file's name; keep it for later files of this kind",
        f"source: {_word(source)}  # {_comment(why)}",
        f"record_key: [{', '.join(map(_word, key))}]  # {key_why}",
        "full_release: false  # true if each file holds the whole series",
    ]
    if seen.sheet:
        lines.append(f"sheet: {_word(seen.sheet)}  # the first sheet that shows")
    if seen.header_row > 1:
        lines.append(f"header_row: {seen.header_row}  # the first row with two names or more")
    if seen.delimiter != ",":
        lines.append(f"delimiter: {json.dumps(seen.delimiter)}  # it parts most cells")
    if seen.missing:
        lines.append(
            f"missing: [{', '.join(map(_quoted, seen.missing))}]  # nothing is known there"
        )
    lines += ["columns:", *(line for part in parts if not part.is_measure for line in part.lines)]
    if measures := [line for part in parts if part.is_measure for line in part.lines]:
        lines += ["measures:  # each number of a row is a figure of its own", *measures]
    rest = [each for each in seen.guesses if each.name not in {*used, *key}]
    if rest:
        lines.append("ignore:")
        lines += [f"  - {_word(each.name)}  # {_comment(each.why)}" for each in rest]
    return "\n".join(lines) + "\n"


def _delimiter(path: Path) -> str:
    """The sign that parts a text file into most columns."""
    found: dict[str, int] = {}
    for delimiter in _DELIMITERS:
        try:
            with open_table(path, any_sheet=True, header_row=0, delimiter=delimiter) as table:
                if not isinstance(table, CsvFile):
                    return delimiter
                found[delimiter] = sum(map(bool, table.columns))
        except UnusableInput:
            continue
    return max(found, key=lambda each: found[each]) if found else ","


def _source(path: Path, pack: Pack, publisher: Guess | None) -> tuple[str, str]:
    sources = pack.rows(SourceRow)
    if publisher is not None:
        ids = {found for found, _ in publisher.words.values() if found}
        names = {pack.get(BodyRow, found).name_en for found in ids}
        fitting = [row.source_id for row in sources if row.publisher in names]
        if len(fitting) == 1:
            return fitting[0], "the pack's one source of that publisher"
        if fitting:
            return _CHOOSE, f"one of these in sources.csv: {', '.join(fitting[:8])}"
    named = {row.source_id: row.source_id for row in sources}
    named |= {row.title.casefold(): row.source_id for row in sources}
    near = difflib.get_close_matches(path.stem.casefold(), named, n=1, cutoff=0.7)
    if near:
        return named[near[0]], f"near to the file's name: check; else an id from {_SOURCES}"
    return _CHOOSE, f"who carries these numbers: an id from {_SOURCES}"


def _figure_parts(seen: _Seen, pack: Pack, source: str) -> Iterator[_Part]:
    publisher = seen.first("register", "publisher")
    body = None
    if publisher is not None:
        yield _worded("publisher", publisher)
        found = {found for found, _ in publisher.words.values()}
        body = found.pop() if len(found) == 1 else None
    else:
        body = _body_of(pack, source)
        why = "the publisher of the source" if body else "who counted: an id from bodies.csv"
        yield _Part((f"  publisher: {{value: {_word(body or _CHOOSE)}}}  # {why}",))
    yield _dated("period", seen)
    place = seen.first("register", "place")
    if place is not None:
        yield _worded("place", place)
    else:
        country = pack.settings.country_place
        yield _Part((f"  place: {{value: {_word(country)}}}  # no column of places: the country",))
    if (scope := seen.first("register", "scope")) is not None:
        yield _worded("scope", scope)
    quantity, numbers = seen.first("register", "quantity"), seen.all("number")
    if quantity is not None or len(numbers) < 2:
        yield from _long(seen, pack, quantity, numbers, None if scope else body)
    else:
        for number in numbers:
            yield _measure(number, seen, pack, None if scope else body)


def _long(
    seen: _Seen, pack: Pack, quantity: Guess | None, numbers: Sequence[Guess], body: str | None
) -> Iterator[_Part]:
    """One column of numbers, and perhaps one that says what is counted."""
    counted: set[str] = set()
    if quantity is not None:
        yield _worded("quantity", quantity)
        counted = {found for found, _ in quantity.words.values()}
    else:
        found = quantity_of(numbers[0].name, seen.registers["quantity"]) if numbers else None
        why = found[1] if found else "what is counted: an id from quantities.csv"
        counted = {found[0]} if found else set()
        word = _word(found[0] if found else _CHOOSE)
        yield _Part((f"  quantity: {{value: {word}}}  # {_comment(why)}",))
    scopes = _scopes(pack, body, counted)
    if len(scopes) == 1:
        why = "as this publisher's numbers in the pack: check"
        yield _Part((f"  scope: {{value: {_word(scopes[0])}}}  # {why}",))
    if numbers:
        # The last column of numbers: counts stand to the right of codes.
        number = numbers[-1]
        yield _Part((f"  value: {_cell(number)}  # {_comment(number.why)}",), column=number.name)
    else:
        yield _Part((f"  value: {{column: {_CHOOSE}}}  # no column of numbers was found",))


def _measure(number: Guess, seen: _Seen, pack: Pack, body: str | None) -> _Part:
    found = quantity_of(number.name, seen.registers["quantity"])
    if found is None:
        # Left out until a person says what it counts: the line would be refused otherwise.
        why = f"{_comment(number.why)}; no quantity of the pack is called so"
        line = f"  # {_comment(_word(number.name))}: {{quantity: {_CHOOSE}}}  # {why}"
        return _Part((line,), is_measure=True)
    quantity, why = found
    if _numerals(number):
        why += f"; {number.why}"
    scopes = _scopes(pack, body, {quantity})
    scope = f", scope: {_word(scopes[0])}" if len(scopes) == 1 else ""
    line = f"  {_word(number.name)}: {{quantity: {_word(quantity)}{scope}{_numerals(number)}}}"
    return _Part((f"{line}  # {_comment(why)}",), column=number.name, is_measure=True)


def _scopes(pack: Pack, body: str | None, quantities: set[str]) -> list[str]:
    """Scopes of the publisher's figures in the pack about one of these quantities."""
    found = {
        row.scope_id
        for row in pack.rows(FigureRow)
        if row.publisher == body and row.quantity_id in quantities
    }
    return sorted(scope for scope in found if scope) if None not in found else []


def _body_of(pack: Pack, source: str) -> str | None:
    if not pack.has(SourceRow, source):
        return None
    name = pack.get(SourceRow, source).publisher
    return next((row.body_id for row in pack.rows(BodyRow) if row.name_en == name), None)


def _event_parts(seen: _Seen) -> Iterator[_Part]:
    yield _dated("event_start", seen)
    dates = [each for each in seen.all("date") if each.days]
    if len(dates) > 1:
        yield _Part(
            (f"  event_end: {_date_cell(dates[1])}  # the second column of days: check",),
            column=dates[1].name,
        )
    kind = next((each for each in seen.all("text") if _TYPE_NAME.search(each.name)), None)
    words = sorted({as_text(row[kind.name]) for row in seen.rows} - {"", *MISSING}) if kind else []
    if kind is not None and words and len(words) <= _MOST_TYPES:
        listed = tuple(f"      {_word(word)}: {_word(word)}" for word in words)
        why = f"{_comment(kind.name)!r} is named so: check that no word names a person"
        head = (f"  event_type:  # {why}", f"    column: {_word(kind.name)}", "    words:")
        yield _Part((*head, *listed), column=kind.name)
    else:
        yield _Part((f"  event_type: {{value: {_CHOOSE}}}  # what all these events are",))
    for number in seen.all("degrees"):
        cell = f"{{column: {_word(number.name)}}}"
        yield _Part((f"  {number.register}: {cell}  # {number.why}",), column=number.name)
    place = seen.first("register", "place")
    if place is not None:
        yield _worded("area_1", place)
    taken: set[str] = set()
    for number in seen.all("number"):
        found = quantity_of(number.name, seen.registers["quantity"])
        part = _EVENT_COUNTS.get(found[0]) if found else None
        if found and part and part not in taken:
            taken.add(part)
            yield _Part((f"  {part}: {_cell(number)}  # {_comment(found[1])}",), number.name)


def _dated(part: str, seen: _Seen) -> _Part:
    found = seen.first("date")
    if found is None:
        return _Part((f"  {part}: {{column: {_CHOOSE}}}  # no column of dates was found",))
    line = f"  {part}: {_date_cell(found)}  # {_comment(found.why)}"
    return _Part((line,), column=found.name)


def _date_cell(found: Guess) -> str:
    cell = f"column: {_word(found.name)}"
    if len(found.formats) > 1:
        cell += f', format: "{_CHOOSE} {" or ".join(found.formats)}"'
    elif found.formats:
        cell += f', format: "{found.formats[0]}"'
    if found.cell is not None and found.cell.precision:
        cell += f", precision: {found.cell.precision}"
    return f"{{{cell}}}"


def _worded(part: str, found: Guess) -> _Part:
    """A column of words that stand for ids, each with what it seems to mean."""
    head = f"  {part}:  # {_comment(found.why)}"
    column = f"    column: {_word(found.name)}"
    words = [
        f"      {'' if meant else '# '}{_word(text)}: {_word(meant or _CHOOSE)}"
        + (f"  # {_comment(why)}" if why else "")
        for text, (meant, why) in list(found.words.items())[:_MOST_WORDS]
        if why
    ]
    listed = any(meant and why for meant, why in found.words.values())
    heading = ["    words:" if listed else "    # words:"] if words else []
    return _Part((head, column, *heading, *words), column=found.name)


def _cell(number: Guess) -> str:
    return f"{{column: {_word(number.name)}{_numerals(number)}}}"


def _numerals(number: Guess) -> str:
    cell = number.cell or Numerals()
    groups = "" if cell.groups == "thousands" else cell.groups
    told = (("thousands", cell.thousands), ("decimal", cell.decimal), ("groups", groups))
    text = "".join(f", {name}: {_quoted(sign)}" for name, sign in told if sign)
    return text + (f", magnitudes: [{', '.join(cell.magnitudes)}]" if cell.magnitudes else "")


def _record_key(seen: _Seen, used: Sequence[str]) -> tuple[list[str], str]:
    """Columns that name a row: one of codes, or the mapped ones that no two rows share."""
    key = seen.first("key")
    if key is not None:
        return [key.name], key.why
    # A number may be revised: it names nothing for good.
    sorts = {each.name: each.sort for each in seen.guesses}
    named = [column for column in dict.fromkeys(used) if sorts.get(column) in {"date", "register"}]
    for count in range(1, len(named) + 1):
        values = [tuple(as_text(row[name]) for name in named[:count]) for row in seen.rows]
        if values and len(set(values)) == len(values) and all(all(parts) for parts in values):
            return named[:count], "no two rows share them"
    return [_CHOOSE], "columns that together name a row for good; none were found"


def _slug(stem: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", stem.casefold()).strip("-") or "my-table"


def _word(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=not text.isprintable())


def _comment(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)[:200]
