"""How the sheets of a return look: type, widths, heights, colours, protection."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from naap.pack.settings import Language
from naap.returns import layout

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["INK", "QUIET", "WRONG", "dropdown", "heading", "height", "page", "wide", "write"]

_LATIN, _URDU = "Arial", "Noto Nastaliq Urdu"
INK, QUIET, WRONG = "1F2933", "6B7780", "9B2C00"
_ASKED, _HEAD, _LINE = "FFF6D6", "E6ECF0", "C9D2D9"
_ARABIC = re.compile("[\u0600-\u06ff]")


def page(
    sheet: Worksheet, language: Language, widths: Sequence[int], *, landscape: bool = True
) -> None:
    from openpyxl.utils import get_column_letter

    sheet.sheet_view.rightToLeft = language == "ur"
    sheet.sheet_view.showGridLines = False
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 0.4
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def write(
    sheet: Worksheet,
    row: int,
    column: int,
    value: object,
    *,
    size: float = 10,
    bold: bool = False,
    color: str = INK,
    asked: bool = False,
    head: bool = False,
    edge: bool = False,
    quiet: bool = False,
    latin: bool = False,
    wrap: bool = True,
) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    cell = sheet.cell(row, column)
    cell.value = value  # type: ignore[assignment]
    urdu = isinstance(value, str) and bool(_ARABIC.search(value))
    mirrored = bool(sheet.sheet_view.rightToLeft) and isinstance(value, str)
    if isinstance(value, str) and value.startswith("="):
        cell.data_type = "s"
    cell.font = Font(
        name=_URDU if urdu else _LATIN, sz=7 if quiet else size, b=bold,
        color=QUIET if quiet else color,
    )  # fmt: skip
    cell.alignment = Alignment(
        wrap_text=wrap and not quiet, vertical="center", shrink_to_fit=False,
        readingOrder=2 if urdu else 1 if isinstance(value, str) else 0,
        horizontal="right" if urdu or mirrored else "left" if isinstance(value, str) else None,
        indent=1 if wrap and isinstance(value, str) else 0,
    )  # fmt: skip
    if asked:
        cell.fill = PatternFill("solid", fgColor=_ASKED)
        cell.protection = Protection(locked=False)
    elif head:
        cell.fill = PatternFill("solid", fgColor=_HEAD)
    if asked or head or edge:
        side = Side("thin", color=_LINE)
        cell.border = Border(side, side, side, side)
    if isinstance(value, int):
        cell.number_format = "#,##0"
    elif asked and latin:
        cell.number_format = "@"


def heading(sheet: Worksheet, title: str, below: str) -> None:
    """The first two rows of a sheet."""
    for row, text, size, color in ((1, title, 15.0, INK), (2, below, 10.0, QUIET)):
        write(sheet, row, 1, text, size=size, bold=row == 1, color=color, wrap=False)
        tall = 2.6 if _ARABIC.search(text) else 1.6
        sheet.row_dimensions[row].height = size * tall


def wide(sheet: Worksheet, row: int, text: str, **looks: Any) -> None:
    """A text across the first two columns, which read as one; nobody fills them in."""
    write(sheet, row, 1, text, **looks)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
    height(sheet, row, [(text, layout.Column("", 82))])


def height(sheet: Worksheet, row: int, texts: Sequence[tuple[str, layout.Column]]) -> None:
    """A row as high as its longest text: programs do not work that out for locked sheets."""
    most = 16.0
    for text, column in texts:
        urdu = bool(_ARABIC.search(text))
        count = math.ceil(max(1, len(text)) * (0.72 if urdu else 1.08) / column.width)
        most = max(most, count * (25 if urdu else 13.5) + (8 if urdu else 4))
    sheet.row_dimensions[row].height = most


def dropdown(sheet: Worksheet, area: str, offered: Sequence[str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(
        type="list", formula1='"' + ",".join(offered) + '"', allow_blank=True,
        showErrorMessage=True, sqref=area,
    )  # fmt: skip
    sheet.add_data_validation(rule)
