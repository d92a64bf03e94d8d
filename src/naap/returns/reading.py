"""From a workbook to the answers of a return, and everything that is wrong with it by cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from naap.ledger.claim import plain_number
from naap.ledger.handling import LABELS, is_label
from naap.pack import Pack
from naap.pack.tables import BodyRow, PlaceRow
from naap.periods import Period, parse_period
from naap.problems import UnusableInput
from naap.returns import layout, values
from naap.returns.expected import Row, rows_of
from naap.returns.layout import FIRST_ROW, Table
from naap.returns.store import Cell
from naap.returns.values import Refused
from naap.returns.words import LANGUAGES, Message, message
from naap.returns.xlsx import Found, Sheet, address, read_workbook

__all__ = ["Sent", "read_return", "read_sheets"]

_MOST_MESSAGES = 500
_AREA = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")


@dataclass(frozen=True)
class Sent:
    """A return as it was read. ``cells`` has every row that could be read, in order; ``messages``
    is empty where nothing is wrong."""

    body: str
    month: Period
    rows: tuple[Row, ...]
    signed_on: date | None
    handling: str
    cells: tuple[Cell, ...]
    messages: tuple[Message, ...]
    more_messages: int = 0


def read_return(pack: Pack, data: bytes, name: str, today: date) -> Sent:
    """Read a filled-in template. UnusableInput where the file is no template of what is asked
    today; everything that can be mended in a cell is a message."""
    return read_sheets(pack, read_workbook(data, name), name, today)


def read_sheets(pack: Pack, sheets: dict[str, Sheet], name: str, today: date) -> Sent:
    """The same for sheets that are read already, or that a form has filled in."""
    cover = _sheet(sheets, "return")
    if cover is None:
        raise UnusableInput.one(
            name, found=f"no sheet {' or '.join(layout.sheet_names('return'))}",
            expected="the workbook that naap returns template made",
            mend="Fill in the template, or ask for a new one.",
        )  # fmt: skip
    body, month, rows = _asked(pack, cover, name)
    reader = _Reader(pack, rows)
    signed_on, handling = reader.cover(cover, month, today)
    for table, kind in ((layout.NUMBERS, False), (layout.ACTIONS, True)):
        own = [row for row in rows if row.is_action is kind]
        if not own:
            continue
        sheet = _sheet(sheets, table.sheet)
        if sheet is None:
            reader.tell(layout.sheet_names(table.sheet)[0], "", "no_sheet")
        else:
            reader.table(sheet, table, own)
    cells = {cell.code: cell for cell in reader.cells}
    return Sent(
        body, month, rows, signed_on, handling,
        tuple(cells[row.code] for row in rows if row.code in cells),
        tuple(reader.messages[:_MOST_MESSAGES]), max(0, len(reader.messages) - _MOST_MESSAGES),
    )  # fmt: skip


def _sheet(sheets: dict[str, Sheet], name: str) -> Sheet | None:
    return next((sheets[each] for each in layout.sheet_names(name) if each in sheets), None)


def _at(cell: str) -> tuple[int, int]:
    return int(cell[1:]), ord(cell[0]) - ord("A") + 1


def _asked(pack: Pack, cover: Sheet, name: str) -> tuple[str, Period, tuple[Row, ...]]:
    """Body, month and rows of the template; UnusableInput where it is not one of today's."""
    cell = layout.COVER["template"]
    written = cover.text(*_at(cell))

    def refuse(found: str, expected: str, mend: str) -> UnusableInput:
        return UnusableInput.one(f"{name}, {cover.name}!{cell}", found=found, expected=expected,
                                 mend=mend)  # fmt: skip

    parts = written.split("/")
    if len(parts) != 5:
        raise refuse(repr(written[:80]), "the id of a template",
                     "Copy your numbers into a new template: naap returns template")  # fmt: skip
    format_, pack_id, body, text, _ = parts
    if format_ != str(layout.FORMAT):
        raise refuse(f"a template of version {format_[:20]!r}", f"version {layout.FORMAT}",
                     "Copy your numbers into a new template: naap returns template")  # fmt: skip
    if pack_id != pack.settings.pack_id:
        raise refuse(f"a template of the pack {pack_id[:40]!r}", pack.settings.pack_id,
                     "Send it to the office that it was made for.")  # fmt: skip
    try:
        month = parse_period(text)
    except ValueError:
        month = None
    rows = rows_of(pack, body, month) if month and pack.has(BodyRow, body) else ()
    if month is None or not rows or written != layout.template_id(pack, body, text, rows):
        raise refuse(f"a template for {body[:40]} and {text[:10]} that is not today's",
                     "the template as it came, for what is asked today",
                     "Its id was edited, or the obligations have changed since: copy your numbers "
                     f"into a new one: naap returns template --body {body[:40]} --period "
                     f"{text[:10]}")  # fmt: skip
    return body, month, rows


@dataclass
class _Reader:
    pack: Pack
    rows: tuple[Row, ...]
    messages: list[Message] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    def tell(self, sheet: str, cell: str, case: str, **numbers: object) -> None:
        self.messages.append(message(sheet, cell, case, **numbers))

    def cover(self, sheet: Sheet, month: Period, today: date) -> tuple[date | None, str]:
        cell = layout.COVER["signed_on"]
        found = sheet.cells.get(_at(cell))
        signed_on = None
        if found is None:
            self.tell(sheet.name, cell, "date_missing")
        else:
            try:
                signed_on = values.day(found)
            except Refused as refused:
                self.tell(sheet.name, cell, refused.case, found=refused.found)
        if signed_on is not None and signed_on > today:
            self.tell(sheet.name, cell, "date_ahead", found=signed_on)
        elif signed_on is not None and signed_on < month.end:
            self.tell(sheet.name, cell, "date_early", found=signed_on)
        least = max((row.handling for row in self.rows), key=LABELS.index)
        cell = layout.COVER["handling"]
        label = sheet.text(*_at(cell)).strip().upper()
        if not is_label(label):
            self.tell(sheet.name, cell, "no_label", found=label, list=", ".join(LABELS))
            label = least
        elif LABELS.index(label) < LABELS.index(least):
            self.tell(sheet.name, cell, "opened_label", found=label, wanted=least)
        for area in sheet.merged:
            first = _AREA.match(area)
            if first and first[1] == "B" and int(first[2]) <= _at(layout.COVER["template"])[0]:
                self.tell(sheet.name, area, "merged")
        return signed_on, label

    def table(self, sheet: Sheet, table: Table, rows: Sequence[Row]) -> None:
        for area in sheet.merged:
            self.tell(sheet.name, area, "merged")
        for area in sheet.links:
            self.tell(sheet.name, area, "a_link")
        left = {row.code: row for row in rows}
        known = set(left)
        for number, here in _filled(sheet):
            if len(self.messages) > _MOST_MESSAGES * 4:
                break  # a sheet of a hundred thousand foreign rows is told well enough by then
            code = here.pop(1, Found("text", "")).text
            for column, found in here.items():
                if not code or column > len(table.columns):
                    self.tell(sheet.name, address(number, column), "outside",
                              found=found.text or found.kind)  # fmt: skip
            if code in left:
                self._row(sheet.name, table, number, left.pop(code), here)
            elif code:
                case = "code_twice" if code in known else "unknown_code"
                self.tell(sheet.name, address(number, 1), case, found=code)
        for code in left:
            self.tell(sheet.name, "", "row_gone", found=code)

    def _row(self, sheet: str, table: Table, number: int, row: Row, here: dict[int, Found]) -> None:
        before = len(self.messages)
        at = {column.name: address(number, i + 1) for i, column in enumerate(table.columns)}
        self._locked(sheet, table, number, row, here)
        answers: dict[str, str] = {}
        for name in table.asked():
            found = here.get(table.at(name))
            if found is not None:
                try:
                    answers[name] = _answer(name, found)
                except Refused as refused:
                    self._refused(sheet, at[name], name, row, refused)
        answer, remark = ("state", "evidence") if row.is_action else ("value", "explanation")
        value, reason = answers.get(answer), answers.get("reason")
        if len(self.messages) == before:
            if value is None and reason is None:
                self.tell(sheet, at[answer], "empty_state" if row.is_action else "empty")
            elif value is not None and reason is not None:
                self.tell(sheet, at["reason"], "both")
            elif row.is_action and value not in {None, "not started"} and remark not in answers:
                self.tell(sheet, at[remark], "no_evidence", found=value)
        place = f"{sheet}!{at[answer]}"
        self.cells.append(Cell(row.code, place, value, reason, answers.get(remark) or None))

    def _refused(self, sheet: str, cell: str, name: str, row: Row, refused: Refused) -> None:
        numbers: dict[str, object] = {"found": refused.found, "unit": row.unit,
                                      "most": values.LONGEST_TEXT}  # fmt: skip
        if refused.case == "no_reason":
            offered = values.labels("states" if name == "state" else "reasons")
            numbers["list"] = offered[LANGUAGES[0]]
        self.tell(sheet, cell, refused.case, **numbers)

    def _locked(
        self, sheet: str, table: Table, number: int, row: Row, here: dict[int, Found]
    ) -> None:
        """What the template printed and nobody may change: the unit, area and period."""
        place = self.pack.get(PlaceRow, row.place)
        printed = {
            "place": {self.pack.text(place, "name", language)[0] for language in LANGUAGES},
            "period": {str(row.period)},
            "unit": {self.pack.word("unit", row.unit, language) for language in LANGUAGES},
        }
        if row.is_action:
            del printed["unit"]
        for name, allowed in printed.items():
            found = here.get(table.at(name), Found("text", ""))
            if found.kind == "formula" or " ".join(found.text.split()) not in allowed:
                shown = found.text or ("a formula" if found.kind == "formula" else "nothing")
                self.tell(sheet, address(number, table.at(name)), "changed", found=shown,
                          wanted=sorted(allowed)[0])  # fmt: skip


def _filled(sheet: Sheet) -> list[tuple[int, dict[int, Found]]]:
    """The filled rows below the header, in order: what stands in each column."""
    rows: dict[int, dict[int, Found]] = {}
    for (number, column), found in sheet.cells.items():
        if number >= FIRST_ROW:
            rows.setdefault(number, {})[column] = found
    return sorted(rows.items())


def _answer(name: str, found: Found) -> str:
    """What was filled in, as it is stored; Refused where it cannot be taken."""
    match name:
        case "value":
            return plain_number(values.number(found))
        case "state":
            return values.chosen(found, "states")
        case "reason":
            return values.chosen(found, "reasons")
        case _:
            return values.text(found)
