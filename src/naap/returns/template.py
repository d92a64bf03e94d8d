"""Writes the workbook of a return: equal input gives equal bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from naap.ledger.handling import LABELS, PUBLIC, stricter
from naap.pack import Pack
from naap.pack.settings import Language
from naap.pack.tables import (
    ActionRow,
    BodyRow,
    IndicatorRow,
    PlaceRow,
    PlanRow,
    PointRow,
    QuantityRow,
)
from naap.periods import Period
from naap.problems import UnusableInput
from naap.returns import layout
from naap.returns.accepted import Accepted, History
from naap.returns.expected import Row, bodies_owing, expected, rows_of
from naap.returns.looks import INK, QUIET, WRONG, dropdown, heading, height, page, wide, write
from naap.returns.store import Cell, Step
from naap.returns.words import choices, is_reviewed, lines, told, word

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Filled", "owed_rows", "template"]

_AN_INSTANT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Filled:
    """What a workbook that goes back already holds: what was sent, and what is wrong with it."""

    cells: Mapping[str, Cell] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    signed_on: str = ""
    handling: str = ""
    steps: Sequence[Step] = ()


def owed_rows(pack: Pack, body: str, month: Period) -> tuple[Row, ...]:
    """The rows of a return; UnusableInput for a body that is unknown or owes nothing then."""
    rows = rows_of(pack, body, month)
    if not rows:
        owing = bodies_owing(pack)
        raise UnusableInput.one(
            "obligations.csv", column="body_ids",
            found=f"nothing that {body!r} owes for {month}",
            expected=f"one of: {', '.join(owing)}" if owing else "a pack with obligations",
            mend="Correct the body or the month; naap returns due lists what is owed.",
        )  # fmt: skip
    return rows


def template(
    pack: Pack,
    body: str,
    month: Period,
    history: History,
    language: Language = "en",
    filled: Filled | None = None,
) -> bytes:
    """The .xlsx for one body and month, in the language; with ``filled``, one that goes back.

    ``history`` gives the last accepted value beside each cell.
    """
    from openpyxl import Workbook

    rows = owed_rows(pack, body, month)
    maker = _Maker(pack, body, month, rows, history, language, filled or Filled())
    book = Workbook()
    book.remove(book.worksheets[0])
    maker.cover(book.create_sheet(word("sheet_return", language)))
    tables: list[tuple[layout.Table, list[Row]]] = [
        (layout.NUMBERS, [row for row in rows if not row.is_action]),
        (layout.ACTIONS, [row for row in rows if row.is_action]),
    ]
    for table, own in tables:
        if own:
            maker.table(book.create_sheet(word(f"sheet_{table.sheet}", language)), table, own)
    maker.definitions(book.create_sheet(word("sheet_definitions", language)))
    book.properties.creator = "Naap"
    book.properties.title = f"{body} {month}"
    book.properties.created = datetime.combine(pack.settings.released, time())
    draft = io.BytesIO()
    book.save(draft)
    return _same_bytes(draft.getvalue())


def _same_bytes(data: bytes) -> bytes:
    """The same workbook without the times at which it was written."""
    final = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as written,
        zipfile.ZipFile(final, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made,
    ):
        for name in sorted(written.namelist(), key=lambda each: (each[0] != "[", each)):
            content = written.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"<dcterms:modified.*?</dcterms:modified>", b"", content)
            member = zipfile.ZipInfo(name, _AN_INSTANT)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            made.writestr(member, content)
    return final.getvalue()


@dataclass
class _Maker:
    pack: Pack
    body: str
    month: Period
    rows: tuple[Row, ...]
    history: History
    language: Language
    filled: Filled

    @property
    def label(self) -> str:
        """The label of the file: the strictest of what it asks for and of what was sent."""
        asked = [*(row.handling for row in self.rows), self.filled.handling or PUBLIC]
        return max(asked, key=LABELS.index)

    def cover(self, sheet: Worksheet) -> None:
        page(sheet, self.language, (24, 58, 30, 44), landscape=False)
        sheet.page_setup.fitToHeight = 1
        pack, settings = self.pack, self.pack.settings
        heading(sheet, word("title", self.language, month=self.month),
                settings.title[self.language])  # fmt: skip
        due = min(each.due for each in
                  expected(pack, self.month.start, self.month.end, {self.body}))  # fmt: skip
        facts: dict[str, object] = {
            "body": self._name(BodyRow, self.body),
            "month": str(self.month),
            "due": due.isoformat(),
            "goes_to": self._name(BodyRow, settings.coordinator or ""),
            "plan": pack.text(pack.get(PlanRow, settings.current_plan), "title", self.language)[0],
            "signed_on": self.filled.signed_on or None,
            "handling": self.label,
            "template": layout.template_id(pack, self.body, str(self.month), self.rows),
        }
        for name, fact in facts.items():
            row = int(layout.COVER[name][1:])
            write(sheet, row, 1, word(name, self.language), color=QUIET)
            write(sheet, row, 2, fact, asked=name in {"signed_on", "handling"},
                        quiet=name == "template", latin=name in {"signed_on", "due", "month"},
                        )  # fmt: skip
            height(
                sheet,
                row,
                [
                    (str(fact or ""), layout.Column("", 58)),
                    (word(name, self.language), layout.Column("", 24)),
                ],
            )
        dropdown(sheet, layout.COVER["handling"], LABELS)
        row = int(layout.COVER["template"][1:]) + 2
        row = self._notes(sheet, row)
        if self.filled.steps:
            self._steps(sheet, row + 1)

    def _notes(self, sheet: Worksheet, row: int) -> int:
        if self.filled.remarks or self.filled.reason:
            said = [word("sent_back", self.language), self.filled.reason]
            for text in filter(None, said):
                wide(sheet, row, text, color=WRONG, bold=True)
                row += 1
            row += 1
        write(sheet, row, 1, word("how", self.language), bold=True)
        for number, text in enumerate(lines("steps", self.language), start=1):
            wide(sheet, row + number, f"{number}.  {text}")
        row += len(lines("steps", self.language)) + 2
        notes = [
            "" if all(each.official for each in self.rows) else word("proposal", self.language),
            word("fictional", self.language) if self.pack.settings.fictional else "",
            "" if is_reviewed() else word("unreviewed", self.language),
        ]
        for text in filter(None, notes):
            wide(sheet, row, text, color=QUIET)
            row += 1
        return row

    def _steps(self, sheet: Worksheet, row: int) -> None:
        write(sheet, row, 1, word("history", self.language), bold=True)
        for step in self.filled.steps:
            row += 1
            when = step.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
            what = told("steps", step.step, self.language)
            by = self._name(BodyRow, step.by)
            happened = " · ".join(filter(None, [what, by, step.reason]))
            write(sheet, row, 1, when, color=QUIET)
            write(sheet, row, 2, happened)
            height(sheet, row, [(happened, layout.Column("", 58))])

    def table(self, sheet: Worksheet, table: layout.Table, rows: Sequence[Row]) -> None:
        """One row for each number or action."""
        page(sheet, self.language, [column.width for column in table.columns])
        heading(sheet, f"{word(f'sheet_{table.sheet}', self.language)} · \u200e{self.month}",
                self._name(BodyRow, self.body))  # fmt: skip
        heads = [word(f"col_{column.name}", self.language) for column in table.columns]
        for at, head in enumerate(heads, start=1):
            write(sheet, layout.HEADER_ROW, at, head, bold=True, head=True)
        height(sheet, layout.HEADER_ROW, list(zip(heads, table.columns, strict=True)))
        for number, row in enumerate(rows, start=layout.FIRST_ROW):
            texts = []
            for at, column in enumerate(table.columns, start=1):
                value = self._cell(row, column.name)
                write(
                    sheet, number, at, value, asked=column.asked, quiet=column.name == "code",
                    color=WRONG if column.name == "message" else INK, edge=True,
                    wrap=column.name != "code",
                )  # fmt: skip
                if column.name != "code" and isinstance(value, str):
                    texts.append((value, column))
            height(sheet, number, texts)
        last = layout.FIRST_ROW + len(rows) - 1
        self._choices(sheet, table, last)
        sheet.freeze_panes = f"D{layout.FIRST_ROW}"
        sheet.print_title_rows = f"{layout.HEADER_ROW}:{layout.HEADER_ROW}"

    def _choices(self, sheet: Worksheet, table: layout.Table, last: int) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        def area(name: str) -> str:
            letter = get_column_letter(table.at(name))
            return f"{letter}{layout.FIRST_ROW}:{letter}{last}"

        dropdown(sheet, area("reason"), tuple(choices("reasons", self.language).values()))
        if "state" in table.asked():
            dropdown(sheet, area("state"), tuple(choices("states", self.language).values()))
        else:
            # A warning only: Urdu digits are text to a spreadsheet, and welcome.
            rule = DataValidation(
                type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True,
                errorStyle="warning", sqref=area("value"),
                errorTitle=word("col_value", self.language),
                error=lines("steps", self.language)[1][:220], showErrorMessage=True,
            )  # fmt: skip
            sheet.add_data_validation(rule)

    def definitions(self, sheet: Worksheet) -> None:
        """What each quantity counts, and what each action is, in the pack's words."""
        columns = [layout.Column("label", 36), layout.Column("label_other", 36),
                   layout.Column("unit", 18), layout.Column("definition", 70)]  # fmt: skip
        page(sheet, self.language, [column.width for column in columns])
        heading(sheet, word("sheet_definitions", self.language), str(self.month))
        for at, column in enumerate(columns, start=1):
            write(sheet, layout.HEADER_ROW, at, word(f"col_{column.name}", self.language),
                        bold=True, head=True)  # fmt: skip
        seen: dict[str, Row] = {row.subject: row for row in reversed(self.rows)}
        for number, row in enumerate(reversed(seen.values()), start=layout.FIRST_ROW):
            texts = [*(self._label(row, name) for name in ("label", "label_other")),
                     self._unit(row), self._definition(row)]  # fmt: skip
            for at, text in enumerate(texts, start=1):
                write(sheet, number, at, text, edge=True)
            height(sheet, number, list(zip(texts, columns, strict=True)))

    def _definition(self, row: Row) -> str:
        pack = self.pack
        if row.is_action:
            seen_by = pack.get(ActionRow, row.subject).verified_by
            return f"{word('verified_by', self.language)}: {seen_by}" if seen_by else ""
        quantity = pack.get(QuantityRow, row.subject)
        indicator = pack.get(IndicatorRow, str(row.indicator))
        counted = " / ".join(filter(None, [indicator.numerator, indicator.denominator]))
        name = pack.text(indicator, "name", self.language)[0]
        parts = [f"{name}: {counted} ({word(row.measure, self.language)})", quantity.note,
                 indicator.caveat]  # fmt: skip
        return ". ".join(part.rstrip(".") for part in parts if part) + "."

    def _cell(self, row: Row, name: str) -> object:
        if name in {"message", "reason", "explanation", "evidence", "value", "state"}:
            return self._answered(row, name)
        match name:
            case "code":
                return row.code
            case "point":
                return self._point(row)
            case "label" | "label_other":
                return self._label(row, name)
            case "place":
                return self._name(PlaceRow, row.place)
            case "period":
                return str(row.period)
            case "unit":
                return self._unit(row)
            case "due":
                due = self.pack.get(ActionRow, row.subject).due
                return str(due) if due else ""
            case _:
                return self._held(row, name)

    def _held(self, row: Row, name: str) -> object:
        """What was accepted last, or the period that it speaks of."""
        last = self._last(row)
        if name == "last_period":
            return str(last.period) if last else word("none_yet", self.language)
        if last is None:
            return "–"
        if stricter(last.handling, self.label) != self.label:
            return word("restricted", self.language)
        return self._shown(row, last.value)

    def _answered(self, row: Row, name: str) -> object:
        """What the body wrote before, and what is wrong with it; empty in a fresh template."""
        held = self.filled.cells.get(row.code)
        match name:
            case "message":
                return self.filled.remarks.get(row.code)
            case "reason":
                known = choices("reasons", self.language)
                return known.get(held.reason, held.reason) if held and held.reason else None
            case "explanation" | "evidence":
                return held.explanation if held else None
            case _:
                return self._shown(row, held.value) if held and held.value else None

    def _shown(self, row: Row, value: Decimal | str) -> object:
        if row.is_action:
            return choices("states", self.language).get(str(value), str(value))
        number = Decimal(value)
        return int(number) if number == int(number) else float(number)

    def _last(self, row: Row) -> Accepted | None:
        run = self.history.get((row.subject, row.place), [])
        return next((each for each in reversed(run) if each.period.end < row.period.end), None)

    def _point(self, row: Row) -> str:
        point = self.pack.get(PointRow, row.point)
        title = self.pack.text(point, "title", self.language)[0]
        number = f"{point.number}. " if point.number else ""
        return f"{number}{title}{'' if row.official else ' *'}"

    def _label(self, row: Row, name: str) -> str:
        language = self.language if name == "label" else layout.other(self.language)
        about: Any = (
            self.pack.get(ActionRow, row.subject) if row.is_action
            else self.pack.get(QuantityRow, row.subject)
        )  # fmt: skip
        return self.pack.text(about, "title" if row.is_action else "name", language)[0]

    def _unit(self, row: Row) -> str:
        return self.pack.word("unit", row.unit, self.language) if row.unit else ""

    def _name(self, kind: type[BodyRow] | type[PlaceRow], row_id: str) -> str:
        if not self.pack.has(kind, row_id):
            return row_id
        return self.pack.text(self.pack.get(kind, row_id), "name", self.language)[0]
