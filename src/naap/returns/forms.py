"""A return that is filled in on a page instead of a workbook: the same rows and the same checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from naap.ledger.claim import canonical
from naap.pack import Pack
from naap.pack.tables import PlaceRow
from naap.periods import Period
from naap.returns import layout
from naap.returns.reading import Sent, read_sheets
from naap.returns.template import owed_rows
from naap.returns.xlsx import Found, Sheet

__all__ = ["Answer", "read_form"]


@dataclass(frozen=True)
class Answer:
    """What was typed for one row: a number or a state, or a reason why there is none."""

    value: str = ""
    reason: str = ""
    explanation: str = ""


def read_form(
    pack: Pack,
    body: str,
    month: Period,
    answers: Mapping[str, Answer],
    *,
    signed_on: str,
    handling: str,
    today: date,
) -> tuple[Sent, bytes]:
    """The return that the answers, by code, make, and the bytes that stand for it as a file does.

    Messages name the cells of the workbook that :func:`naap.returns.template.template` would make.
    UnusableInput for a body that owes nothing then.
    """
    rows = owed_rows(pack, body, month)
    identity = layout.template_id(pack, body, str(month), rows)
    cover = Sheet(layout.sheet_names("return")[0])
    for name, said in (("template", identity), ("signed_on", signed_on), ("handling", handling)):
        _put(cover, int(layout.COVER[name][1:]), 2, said)
    sheets = {cover.name: cover}
    for table in (layout.NUMBERS, layout.ACTIONS):
        sheet = Sheet(layout.sheet_names(table.sheet)[0])
        own = [row for row in rows if row.is_action is (table is layout.ACTIONS)]
        for number, row in enumerate(own, start=layout.FIRST_ROW):
            answer = answers.get(row.code, Answer())
            asked = table.asked()
            told = {
                "code": row.code,
                "place": pack.text(pack.get(PlaceRow, row.place), "name", "en")[0],
                "period": str(row.period),
                "unit": pack.word("unit", row.unit, "en"),
                asked[0]: answer.value,
                asked[1]: answer.reason,
                asked[2]: answer.explanation,
            }
            for at, column in enumerate(table.columns, start=1):
                _put(sheet, number, at, told.get(column.name, ""))
        sheets[sheet.name] = sheet
    kept = {
        "template": identity, "signed_on": signed_on, "handling": handling,
        "answers": {code: asdict(answer) for code, answer in answers.items()},
    }  # fmt: skip
    return read_sheets(pack, sheets, "form", today), canonical(kept)


def _put(sheet: Sheet, row: int, column: int, text: str) -> None:
    if text.strip():
        sheet.cells[row, column] = Found("text", text.strip())
